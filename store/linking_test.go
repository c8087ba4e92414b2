package store

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/extract/link"
	"mandate/graph"
	"mandate/graph/graphtest"
	"pgregory.net/rapid"
)

// linkable are clusters that linking has something to say about: one name written in several ways, acronyms with one
// meaning and with several, persons by middle names and titles, numbers, and a name in three countries.
var linkable = []graph.Cluster{
	{Entity: "agency:pe:ministry-of-health", Type: "Agency", Name: "Ministry of Health", Country: "PE", Aliases: []string{"MOH"}},
	{Entity: "agency:pe:health-ministry", Type: "Agency", Name: "Health Ministry", Country: "PE"},
	{Entity: "agency:pe:peruvian-ministry-of-health", Type: "Agency", Name: "Peruvian Ministry of Health", Country: "PE"},
	{Entity: "agency:cl:ministry-of-health", Type: "Agency", Name: "Ministry of Health", Country: "CL", Aliases: []string{"MOH", "the Ministry"}},
	{Entity: "agency:ministry-of-health", Type: "Agency", Name: "Ministry of Health"},
	{Entity: "agency:pe:moh", Type: "Agency", Name: "MOH"},
	{Entity: "agency:moh", Type: "Agency", Name: "MOH"},
	{Entity: "agency:organization-of-port-cities", Type: "Agency", Name: "Organization of Port Cities", Aliases: []string{"OPC"}},
	{Entity: "agency:organisation-of-port-cities", Type: "Agency", Name: "Organisation of Port Cities"},
	{Entity: "agency:cl:opc", Type: "Agency", Name: "OPC"},
	{Entity: "agency:opc", Type: "Agency", Name: "OPC"},
	{Entity: "agency:cl:office-of-port-control", Type: "Agency", Name: "Office of Port Control", Country: "CL", Aliases: []string{"OPC"}},
	{Entity: "person:ana-duran", Type: "Person", Name: "Ana Duran"},
	{Entity: "person:ana-m-duran", Type: "Person", Name: "Ana M. Duran"},
	{Entity: "person:ana-maria-duran", Type: "Person", Name: "Ana Maria Duran"},
	{Entity: "person:ana-lucia-duran", Type: "Person", Name: "Ana Lucia Duran"},
	{Entity: "person:ana-duran,office+pe", Type: "Person", Name: "Ana Duran", Roles: []string{"Peruvian Minister of Health"}},
	{Entity: "person:ana-duran,cl+office", Type: "Person", Name: "Ana Duran", Roles: []string{"Chilean Senator"}},
	{Entity: "person:ana-duran,in-pe", Type: "Person", Name: "Ana Duran"},
	{Entity: "person:ana-maria-duran,bench", Type: "Person", Name: "Ana Maria Duran", Roles: []string{"Judge"}},
	{Entity: "person:ana-duran,ranks", Type: "Person", Name: "Ana Duran", Roles: []string{"Sergeant"}},
	{Entity: "law:pe:law-27-942", Type: "Law", Name: "Law 27,942", Country: "PE"},
	{Entity: "law:pe:law-no-27942", Type: "Law", Name: "Law No. 27942", Country: "PE"},
	{Entity: "law:pe:law-27943", Type: "Law", Name: "Law 27943", Country: "PE"},
}

func drawLinkable() *rapid.Generator[*graph.Contribution] {
	return rapid.Custom(func(t *rapid.T) *graph.Contribution {
		c := &graph.Contribution{Document: graph.Document{
			ID:   graph.DocumentID(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "document")),
			Hash: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "hash"),
			Date: rapid.SampledFrom([]string{"", "1901-05", "2001-05-07", "2002"}).Draw(t, "date"),
		}, Text: "Some words that say it."}
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(linkable)-1), 0, 6, rapid.ID).Draw(t, "clusters") {
			cl := linkable[i]
			if rapid.IntRange(0, 2).Draw(t, "plain") == 0 {
				cl.Aliases = nil
			}
			if rapid.Bool().Draw(t, "mentioned") {
				cl.Mentions = []graph.Mention{{Passage: 1, Span: graph.Span{Start: i % 20, End: i%20 + 2}}}
			}
			c.Clusters = append(c.Clusters, cl)
		}
		for range rapid.IntRange(0, 4).Draw(t, "claims") {
			if n := len(c.Clusters); n > 0 {
				c.Claims = append(c.Claims, graph.Claim{Subject: rapid.IntRange(0, n-1).Draw(t, "subject"), Object: rapid.IntRange(0, n-1).Draw(t, "object"),
					Type: "LEADS", Symmetric: rapid.Bool().Draw(t, "symmetric"),
					Evidence: graph.Evidence{Passage: 1, Span: graph.Span{Start: 5, End: 10}, Quote: "words", Confidence: 0.5}})
			}
		}
		c.Passages = []graph.Passage{{Span: graph.Span{End: 10}, Sketch: rapid.SampledFrom([]string{"", "abcdefgh", "abcdefXY"}).Draw(t, "sketch")}}
		return c
	})
}

func drawJudgement(t *rapid.T) graph.Judgement {
	ids := rapid.Permutation(linkable).Draw(t, "entities")
	j := graph.Judgement{Kind: rapid.SampledFrom(graph.JudgementKinds).Draw(t, "kind"), A: ids[0].Entity,
		Date: rapid.SampledFrom([]string{"2020", "2021"}).Draw(t, "date")}
	switch j.Kind {
	case graph.Same, graph.Different:
		j.B = ids[1].Entity
	case graph.Rename, graph.Retype:
		j.Value = rapid.SampledFrom([]string{"Alpha", "Beta"}).Draw(t, "value")
	}
	return j
}

// Whatever was put, replaced, forgotten, judged and judged otherwise: the graph is that of the documents that are left,
// linked at once, and every row is as in a store to which they were put in another order.
func TestLinkingIsAView(t *testing.T) {
	edited := &reused{openTest(t, "", Options{InMemory: true}), t}
	fresh := &reused{openTest(t, "", Options{InMemory: true}), t}
	empty := dumpKeys(t, fresh.Store)
	unjudge := func(e *reused) {
		all, err := snapshot(t, e.Store).Judgements()
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range all {
			if err := e.Unjudge(j.ID()); err != nil {
				t.Fatal(err)
			}
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		for _, e := range []*reused{edited, fresh} {
			e.empty()
			unjudge(e)
		}
		if diff := cmp.Diff(empty, dumpKeys(t, edited.Store)); diff != "" {
			rt.Fatalf("rows are left after all was forgotten:\n%s", diff)
		}
		edited.patience = rapid.SampledFrom([]int{-1, 0, usualPatience}).Draw(rt, "patience") // where views are made late, and at once
		fresh.patience = rapid.SampledFrom([]int{-1, 0}).Draw(rt, "fresh patience")
		left, judged := map[graph.DocumentID]*graph.Contribution{}, map[string]graph.Judgement{}
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			switch what := rapid.IntRange(0, 5).Draw(rt, "what"); {
			case what < 3:
				batch := rapid.SliceOfN(drawLinkable(), 1, 3).Draw(rt, "batch")
				put(t, edited.Store, batch...)
				for _, c := range batch {
					left[c.Document.ID] = c
				}
			case what == 3 && len(left) > 0:
				id := rapid.SampledFrom(slices.Sorted(maps.Keys(left))).Draw(rt, "forgotten")
				delete(left, id)
				if err := edited.Forget(id); err != nil {
					rt.Fatal(err)
				}
			case what == 4 && len(judged) > 0:
				id := rapid.SampledFrom(slices.Sorted(maps.Keys(judged))).Draw(rt, "unjudged")
				delete(judged, id)
				if err := edited.Unjudge(id); err != nil {
					rt.Fatal(err)
				}
			default:
				j := drawJudgement(rt)
				judged[j.ID()] = j
				if err := edited.Judge(j); err != nil {
					rt.Fatal(err)
				}
			}
		}
		for _, id := range slices.Sorted(maps.Keys(judged)) {
			if err := fresh.Judge(judged[id]); err != nil {
				rt.Fatal(err)
			}
		}
		for _, id := range rapid.Permutation(slices.Sorted(maps.Keys(left))).Draw(rt, "order") {
			put(t, fresh.Store, left[id])
		}
		if diff := cmp.Diff(dumpKeys(t, fresh.Store), dumpKeys(t, edited.Store)); diff != "" {
			rt.Fatalf("rows differ (-fresh +edited):\n%s", diff)
		}
		atOnce := link.Corpus(slices.Collect(maps.Values(left)), slices.Collect(maps.Values(judged)))
		if diff := cmp.Diff(graphtest.Dump(graph.NewGraph(atOnce...)), graphtest.Dump(snapshot(t, edited.Store))); diff != "" {
			rt.Fatalf("not as linked at once (-at once +bit by bit):\n%s", diff)
		}
		if rapid.IntRange(0, 4).Draw(rt, "rebuild") == 0 {
			before := dumpKeys(t, edited.Store)
			if err := edited.rebuild(); err != nil {
				rt.Fatal(err)
			}
			if diff := cmp.Diff(before, dumpKeys(t, edited.Store)); diff != "" {
				rt.Fatalf("making the views anew changes them:\n%s", diff)
			}
		}
	})
}
