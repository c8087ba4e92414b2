package link

import (
	"maps"
	"math/bits"
	"slices"
	"strings"

	"mandate/graph"
)

// Profile is what documents say of one key, as far as linking needs it. A key is the identifier that a cluster has as
// found, a function of its document alone. Profiles can be added to and taken from document by document.
type Profile struct {
	Documents int            // that have the key
	Bare      int            // of them, those that give no name but an acronym
	Short     map[string]int // acronyms that documents give the name, and how many do
	Years     map[string]int // of a person: years in which the documents were written ("" unknown), and how many in each
}

// Add counts the clusters that a document has of one key.
func (p *Profile) Add(doc *graph.Document, clusters []graph.Cluster) { p.count(doc, clusters, 1) }

// Remove takes back what Add counted.
func (p *Profile) Remove(doc *graph.Document, clusters []graph.Cluster) { p.count(doc, clusters, -1) }

func (p *Profile) count(doc *graph.Document, clusters []graph.Cluster, by int) {
	if len(clusters) == 0 {
		return
	}
	p.Documents += by
	if isPerson(clusters[0].Entity) {
		countIn(&p.Years, year(doc.Date), by)
	}
	bare := true
	var short []string
	for _, cl := range clusters {
		bare = bare && IsAcronym(cl.Name)
		for _, a := range cl.Aliases {
			if IsAcronym(a) {
				short = append(short, graph.FoldName(a))
			}
		}
	}
	if bare {
		p.Bare += by
		return
	}
	slices.Sort(short)
	for _, a := range slices.Compact(short) {
		countIn(&p.Short, a, by)
	}
}

func countIn(counts *map[string]int, what string, by int) {
	if *counts == nil {
		*counts = map[string]int{}
	}
	if (*counts)[what] += by; (*counts)[what] == 0 {
		delete(*counts, what)
	}
}

// year is that of a date as documents have it, "2009-07-31" or less; "" unknown.
func year(date string) string {
	if len(date) < 4 || !isNumber(date[:4]) {
		return ""
	}
	return date[:4]
}

// size is the number of documents as linking sees it, which weighs persons of one name: how many binary digits it has.
func (p *Profile) size() int { return bits.Len(uint(max(0, p.Documents))) }

// Alike says whether linking sees the same in both, though there may be some documents more or less.
func (p *Profile) Alike(o *Profile) bool {
	if (p.Documents > 0) != (o.Documents > 0) || p.isBare() != o.isBare() || len(p.Short) != len(o.Short) {
		return false
	}
	for a := range p.Short {
		if o.Short[a] == 0 {
			return false
		}
	}
	if len(p.Years) != len(o.Years) || len(p.Years) > 0 && p.size() != o.size() {
		return false
	}
	for y := range p.Years {
		if o.Years[y] == 0 {
			return false
		}
	}
	return true
}

// isBare says whether the key is an acronym in all documents.
func (p *Profile) isBare() bool { return p.Documents > 0 && p.Bare == p.Documents }

// Block is a group of keys that have to do with each other. Blocks of one name are parted by country.
type Block struct{ Name, Country string }

// Blocks are the groups that a key is in. Keys in one of names are linked to each other (see Together). Keys in one of
// givers give an acronym a long form, and keys in one of users are that acronym and no more: which of the givers is meant
// depends on them, but what becomes of them does not depend on users, save where somebody judged of one.
func Blocks(key graph.EntityID, p *Profile) []Block {
	if p == nil || p.Documents == 0 {
		return nil
	}
	kind, country, acronym := cutKey(key)
	if p.isBare() {
		return []Block{{"user|" + kind + "|" + acronym, country}}
	}
	r := read(key)
	var blocks []Block
	if r.block != "" {
		blocks = append(blocks, Block{"person|" + r.block, ""})
	}
	if kind != "person" {
		blocks = append(blocks, Block{"name|" + r.signature(), ""})
	}
	for _, a := range slices.Sorted(maps.Keys(p.Short)) {
		blocks = append(blocks, Block{"giver|" + kind + "|" + slug(a), r.seat()})
	}
	return blocks
}

// Together says whether all keys of the block are resolved together.
func (b Block) Together() bool {
	return strings.HasPrefix(b.Name, "name|") || strings.HasPrefix(b.Name, "person|")
}

// Search is for keys in blocks of one name: of all countries, or of those listed.
type Search struct {
	Name      string
	All       bool
	Countries []string
}

// Users finds the keys whose link depends on that of a key which has these blocks.
func Users(blocks []Block) (all []Search) {
	for _, b := range blocks {
		if rest, ok := strings.CutPrefix(b.Name, "giver|"); ok {
			// Who gives it in no country is heard in all.
			all = append(all, Search{"user|" + rest, b.Country == "", []string{b.Country, ""}})
		}
	}
	return all
}

// Givers finds the keys on which the link of a key that is an acronym and no more depends, nothing for another key.
func Givers(key graph.EntityID, p *Profile) (all []Search) {
	if p.isBare() {
		kind, country, acronym := cutKey(key)
		all = append(all, givers(kind, acronym, country))
	}
	return all
}

func givers(kind, acronym, country string) Search {
	return Search{"giver|" + kind + "|" + acronym, country == "", []string{country, ""}}
}

// Gives says whether a document gives the key this acronym, folded as in a key.
func (p *Profile) Gives(acronym string) bool {
	for a := range p.Short {
		if slug(a) == acronym && !p.isBare() {
			return true
		}
	}
	return false
}
