//go:build ignore

// Checkgold checks the annotations in testdata/gold and testdata/training/gold (or the folders named) against the
// documents and the default schema: ids resolve, types and ends are allowed, every name and quote stands in its document.
//
//	go run testdata/checkgold.go
package main

import (
	"encoding/json"
	"fmt"
	"html"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"mandate/graph"
	"mandate/graph/schema"
)

type node struct {
	ID       string
	Types    []string
	Name     string
	Aliases  []string
	Optional bool
}

type edge struct {
	From, Type, To string
	Para           any
	ParaAlso       []any `json:"para_also"`
	Quote          string
	QuoteAlso      []string `json:"quote_also"`
	Status         string
	StatusAlso     []string `json:"status_also"`
	Optional       bool
}

type gold struct {
	Document, Title string
	Nodes           []node
	Edges           []edge
	Forbidden       []string
}

func main() {
	dirs := os.Args[1:]
	if len(dirs) == 0 {
		dirs = []string{"testdata/gold", "testdata/training/gold"}
	}
	checked, wrong := 0, 0
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil || len(files) == 0 {
			log.Fatalf("no gold files in %s", dir)
		}
		for _, f := range files {
			for _, complaint := range check(f, filepath.Join(dir, "../docs")) {
				fmt.Printf("%s: %s\n", f, complaint)
				wrong++
			}
		}
		checked += len(files)
	}
	fmt.Printf("%d files, %d complaints\n", checked, wrong)
	if wrong > 0 {
		os.Exit(1)
	}
}

func check(file, docs string) (complaints []string) {
	complain := func(format string, args ...any) { complaints = append(complaints, fmt.Sprintf(format, args...)) }
	b, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(b, &g); err != nil {
		complain("%v", err)
		return
	}
	source, err := read(filepath.Join(docs, g.Document))
	if err != nil {
		complain("%v", err)
		return
	}
	raw, words := squeeze(source), squeeze(plain(g.Document, source))
	s := schema.Default()
	byID, byName := map[string]node{}, map[string]string{}
	for _, n := range g.Nodes {
		if _, ok := byID[n.ID]; ok {
			complain("node %s stands twice", n.ID)
		}
		byID[n.ID] = n
		stands := false
		for _, name := range append([]string{n.Name}, n.Aliases...) {
			stands = stands || strings.Contains(words, squeeze(name)) || article.MatchString(name) && strings.Contains(words, " "+article.FindStringSubmatch(name)[1]+" ")
			for _, ty := range n.Types {
				key := ty + " " + squeeze(name)
				if other, ok := byName[key]; ok && other != n.ID {
					complain("%q names both %s and %s", name, other, n.ID)
				}
				byName[key] = n.ID
			}
		}
		if !stands {
			complain("node %s: no form of %q stands in the document", n.ID, n.Name)
		}
		for _, ty := range n.Types {
			if _, ok := s.Entity(ty); !ok {
				complain("node %s: unknown type %q", n.ID, ty)
			}
		}
	}
	seen := map[string]bool{}
	for _, e := range g.Edges {
		at := fmt.Sprintf("edge %s %s %s", e.From, e.Type, e.To)
		if seen[at] {
			complain("%s stands twice", at)
		}
		seen[at] = true
		from, ok1 := byID[e.From]
		to, ok2 := byID[e.To]
		rel, ok3 := s.Relation(strings.ToUpper(e.Type))
		if !ok1 || !ok2 || !ok3 || e.From == e.To {
			complain("%s: unknown end or type", at)
			continue
		}
		if rel.Symmetric && seen[fmt.Sprintf("edge %s %s %s", e.To, e.Type, e.From)] {
			complain("%s stands twice, turned round", at)
		}
		if !slices.ContainsFunc(from.Types, func(f string) bool {
			return slices.ContainsFunc(to.Types, func(t string) bool { return rel.Allows(f, t) })
		}) {
			complain("%s: the schema allows no %v → %v", at, from.Types, to.Types)
		}
		for _, st := range append([]string{e.Status}, e.StatusAlso...) {
			if _, err := graph.ParseStatus(st); err != nil {
				complain("%s: %v", at, err)
			}
		}
		for _, q := range append([]string{e.Quote}, e.QuoteAlso...) {
			if sq := squeeze(q); sq == "" || !strings.Contains(raw, sq) {
				complain("%s: quote %q does not stand in the document", at, q)
			}
		}
		if !e.Optional && (from.Optional || to.Optional) {
			complain("%s is required between optional nodes", at)
		}
	}
	for _, f := range g.Forbidden {
		if !strings.Contains(raw, squeeze(f)) {
			complain("forbidden %q does not stand in the document", f)
		}
		for _, ty := range s.Entities {
			if id, ok := byName[ty.Type+" "+squeeze(f)]; ok {
				complain("forbidden %q names node %s", f, id)
			}
		}
	}
	return complaints
}

func read(file string) (string, error) {
	b, err := os.ReadFile(file)
	if err != nil || utf8.Valid(b) {
		return string(b), err
	}
	return charmap.Windows1252.NewDecoder().String(string(b))
}

var (
	tags    = regexp.MustCompile(`(?s)<(script|style)\b.*?</(script|style)>|<[^>]*>`)
	breaks  = regexp.MustCompile(`\n[A-Z ]+ \d{8}  \d{3} OF \d{3}\s*\n`)
	article = regexp.MustCompile(`^Article (\d+)$`) // "Articles 12, 14 and 15"
	marks   = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

// plain is the text without tags, character references and page breaks.
func plain(name, source string) string {
	if strings.HasSuffix(name, ".html") {
		source = html.UnescapeString(tags.ReplaceAllString(source, ""))
	}
	return breaks.ReplaceAllString(source, "\n")
}

// squeeze keeps lower-case letters and digits, single blanks between words.
func squeeze(s string) string {
	return strings.TrimSpace(marks.ReplaceAllString(strings.ToLower(s), " "))
}
