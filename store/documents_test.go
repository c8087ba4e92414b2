package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mandate/graph"
)

var generatorWords = strings.Fields(`ministry public security national plan action bureau education health labor social affairs
committee provincial department trafficking persons migrant workers finance foreign justice supreme court office prevention women
federation protect victims shelter training police report agreement signed implements leads coordinates with under law article code
the of and to in for on by said will has been new first year city province region border school program service`)

var generatorTypes = []string{"Agency", "Law", "Program", "Region", "Issue", "Group", "Person"}
var generatorRelations = []string{"LEADS", "COORDINATES_WITH", "ADDRESSES", "SERVES", "PART_OF", "OPERATES_IN", "IMPLEMENTS"}

// documents makes n documents of about 10 KB of text, 20 entities and 25 statements each. Few entities are named
// often, most seldom (Zipf). The same seed makes the same documents.
func documents(n int, seed uint64) []*graph.Contribution {
	return slices.Collect(func(yield func(*graph.Contribution) bool) {
		g := newGenerator(seed)
		for i := range n {
			if !yield(g.document(i)) {
				return
			}
		}
	})
}

type generator struct {
	rnd  *rand.Rand
	zipf *rand.Zipf
	seed uint64
}

func newGenerator(seed uint64) *generator {
	rnd := rand.New(rand.NewPCG(seed, 1))
	return &generator{rnd: rnd, zipf: rand.NewZipf(rnd, 1.2, 10, 99_999), seed: seed}
}

func (g *generator) document(i int) *graph.Contribution {
	var b strings.Builder
	for b.Len() < 10_000 {
		b.WriteString(generatorWords[g.rnd.IntN(len(generatorWords))])
		b.WriteByte(' ')
	}
	c := &graph.Contribution{Text: b.String(), Document: graph.Document{
		ID: graph.DocumentID(fmt.Sprintf("archive/%d/%07d.txt", g.seed, i*7919%1_000_003)), Hash: fmt.Sprintf("%064x", i), Pipeline: "p", Format: "text",
		Encoding: "utf-8", Bytes: b.Len(), Words: 1500, Passages: 20, Title: "Document " + fmt.Sprint(i)}}
	for p := range 20 {
		c.Passages = append(c.Passages, graph.Passage{Label: fmt.Sprint(p + 1), Span: graph.Span{Start: p * 500, End: p*500 + 490}})
	}
	for range 20 {
		c.Clusters = append(c.Clusters, g.cluster())
	}
	for range 25 {
		at := g.rnd.IntN(9_000)
		c.Claims = append(c.Claims, graph.Claim{
			Subject: g.rnd.IntN(20), Object: g.rnd.IntN(20), Type: generatorRelations[g.rnd.IntN(7)], Status: graph.Status(g.rnd.IntN(4)),
			Evidence: graph.Evidence{Passage: at/500 + 1, Paragraph: "4", Span: graph.Span{Start: at, End: at + 180}, Quote: c.Text[at : at+180],
				Subject: graph.Span{Start: at, End: at + 12}, Object: graph.Span{Start: at + 40, End: at + 60}, Rule: "leads/active", Confidence: 0.8}})
	}
	return c
}

func (g *generator) cluster() graph.Cluster {
	n := int(g.zipf.Uint64())
	typ := generatorTypes[n%7]
	name := fmt.Sprintf("%s of %s %s %d", generatorWords[n%40], generatorWords[n%41], generatorWords[n%43], n)
	cl := graph.Cluster{Entity: graph.EntityID(strings.ToLower(typ) + ":cn:" + strings.ReplaceAll(name, " ", "-")), Type: typ, Name: name,
		Country: "CN", Aliases: []string{name[:3], "the " + name}}
	for range 3 {
		at := g.rnd.IntN(9_000)
		cl.Mentions = append(cl.Mentions, graph.Mention{Passage: at/500 + 1, Span: graph.Span{Start: at, End: at + 14}})
	}
	return cl
}
