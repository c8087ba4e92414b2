package link

import (
	"maps"
	"slices"

	"mandate/graph"
)

// Profile is what documents say of one key, as far as linking needs it. A key is the identifier that a cluster has as
// found, a function of its document alone. Profiles can be added to and taken from document by document.
type Profile struct {
	Documents int            // that have the key
	Bare      int            // of them, those that give no name but an acronym
	Short     map[string]int // acronyms that documents give the name, and how many do
}

// Add counts the clusters that one document has of one key.
func (p *Profile) Add(clusters []graph.Cluster) { p.count(clusters, 1) }

// Remove takes back what Add counted.
func (p *Profile) Remove(clusters []graph.Cluster) { p.count(clusters, -1) }

func (p *Profile) count(clusters []graph.Cluster, by int) {
	if len(clusters) == 0 {
		return
	}
	p.Documents += by
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
		if p.Short == nil {
			p.Short = map[string]int{}
		}
		if p.Short[a] += by; p.Short[a] == 0 {
			delete(p.Short, a)
		}
	}
}

// Alike says whether linking sees the same in both, however many documents there are.
func (p *Profile) Alike(o *Profile) bool {
	if (p.Documents > 0) != (o.Documents > 0) || p.isBare() != o.isBare() || len(p.Short) != len(o.Short) {
		return false
	}
	for a := range p.Short {
		if o.Short[a] == 0 {
			return false
		}
	}
	return true
}

// isBare says whether the key is an acronym in all documents.
func (p *Profile) isBare() bool { return p.Documents > 0 && p.Bare == p.Documents }

// Blocks are the groups in which a key may be linked to others. Keys that share none are linked apart from each other,
// so what a document changes reaches no further than its blocks, and theirs.
func Blocks(key graph.EntityID, p *Profile) []string {
	if p == nil || p.Documents == 0 {
		return nil
	}
	kind, _, acronym := cutKey(key)
	if p.isBare() {
		return []string{"acronym|" + kind + "|" + acronym}
	}
	r := read(key)
	var blocks []string
	if r.block != "" {
		blocks = append(blocks, "person|"+r.block)
	} else if kind != "person" {
		blocks = append(blocks, "name|"+r.signature())
	}
	for _, a := range slices.Sorted(maps.Keys(p.Short)) {
		blocks = append(blocks, "acronym|"+kind+"|"+slug(a))
	}
	return blocks
}
