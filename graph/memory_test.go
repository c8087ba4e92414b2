package graph_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/graph"
	"mandate/graph/graphtest"
	"pgregory.net/rapid"
)

func TestGraphConforms(t *testing.T) {
	graphtest.Run(t, func(_ *testing.T, cs []*graph.Contribution) graph.Reader { return graph.NewGraph(cs...) })
}

type editor struct{ *graph.Graph }

func (e editor) Put(c *graph.Contribution) error { e.Add(c); return nil }
func (e editor) Reader() graph.Reader            { return e.Graph }

func TestGraphEdits(t *testing.T) {
	graphtest.RunEdits(t, func(*testing.T) graphtest.Editor { return editor{&graph.Graph{}} })
}

// A contribution that cannot be read is reported, by every method, until it is gone.
func TestGraphRefusesBadContribution(t *testing.T) {
	g := graph.NewGraph(&graph.Contribution{Document: graph.Document{ID: "bad.txt"}, Claims: []graph.Claim{{Subject: 3, Type: "LEADS"}}})
	_, err := g.Counts()
	if err == nil || !strings.Contains(err.Error(), `document "bad.txt": claim 0: ends 3 and 0`) {
		t.Errorf("Counts: error %v", err)
	}
	n := 0
	for _, err := range g.Entities("") {
		if n++; err == nil {
			t.Error("Entities: no error")
		}
	}
	if n != 1 {
		t.Errorf("the sequence went on %d times", n)
	}
	if err := g.Forget("bad.txt"); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Counts(); err != nil {
		t.Errorf("after Forget: %v", err)
	}
}

func TestCheckListsAllProblems(t *testing.T) {
	c := &graph.Contribution{
		Text: "0123456789", Passages: []graph.Passage{{Span: graph.Span{Start: 4, End: 11}}},
		Clusters: []graph.Cluster{{Name: "n"}, {Entity: "e", Type: "T", Name: "n", Mentions: []graph.Mention{{Span: graph.Span{Start: 4, End: 2}}}}},
		Claims:   []graph.Claim{{Status: 9, Evidence: graph.Evidence{Confidence: 2, Cues: []graph.Span{{Start: -1}}}}},
	}
	err := c.Check()
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"no ID", "passage 1: bytes 4 to 11", `cluster 0 ("n") needs`, "mention 0: bytes 4 to 2",
		"no relation type", "unknown status 9", "confidence 2", "evidence: bytes -1 to 0"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error lacks %q:\n%v", want, err)
		}
	}
	if err := graph.NewGraph().Forget("x"); !errors.Is(err, graph.ErrNotFound) {
		t.Error(err)
	}
}

// Summaries of parts add up to the summary of the whole, in any order.
func TestRelationPlus(t *testing.T) {
	when := rapid.SampledFrom([]string{"", "2008", "2009-01", "2012"})
	rapid.Check(t, func(t *rapid.T) {
		key := graph.RelationKey{Subject: "a", Type: "R", Object: "b"}
		byDoc := map[graph.DocumentID][]graph.Statement{}
		var all []graph.Statement
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			doc := graph.DocumentID(rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "doc"))
			st := graph.Statement{Since: when.Draw(t, "since"), Until: when.Draw(t, "until"), Status: graph.Status(rapid.IntRange(0, 3).Draw(t, "s")),
				Evidence: graph.Evidence{Document: doc, Confidence: float64(rapid.IntRange(0, 4).Draw(t, "c")), Span: graph.Span{Start: i}}}
			all = append(all, st)
			byDoc[doc] = append(byDoc[doc], st)
		}
		var sum *graph.Relation
		for _, part := range byDoc { // map order: any
			r := graph.Summarize(key, part)
			if sum != nil {
				r = sum.Plus(r)
			}
			sum = &r
		}
		if diff := cmp.Diff(graph.Summarize(key, all), *sum); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestMergeClusters(t *testing.T) {
	cl := func(name string, aliases ...string) []graph.Cluster {
		return []graph.Cluster{{Entity: "e", Type: "Agency", Name: name, Aliases: aliases}}
	}
	tests := []struct {
		name string
		docs [][]graph.Cluster
		want string
		also []string
	}{
		{"most documents", [][]graph.Cluster{cl("B"), cl("Long name"), cl("B", "b", "B")}, "B", []string{"Long name", "b"}},
		{"then longest", [][]graph.Cluster{cl("MPS"), cl("Ministry")}, "Ministry", []string{"MPS"}},
		{"then first", [][]graph.Cluster{cl("Y"), cl("X"), cl("Z")}, "X", []string{"Y", "Z"}},
		{"two clusters in one document count once", [][]graph.Cluster{append(cl("A"), cl("A")...), cl("BB")}, "BB", []string{"A"}},
		{"aliases do not vote", [][]graph.Cluster{cl("A", "Long"), cl("B", "Long")}, "A", []string{"B", "Long"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				ent := graph.MergeClusters("e", tt.docs...)
				if ent.Name != tt.want || !slices.Equal(ent.Aliases, tt.also) || ent.Documents != len(tt.docs) {
					t.Errorf("%+v, want name %q and aliases %q", ent, tt.want, tt.also)
				}
				slices.Reverse(tt.docs)
			}
		})
	}
}
