package store_test

import (
	"testing"

	"pgregory.net/rapid"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/cyphertest"
	"mandate/graph/graphtest"
	"mandate/store"
)

// checkQueries puts a random query to the same documents in memory and in a store, which is asked piece by piece and
// read whole, and compares with going through everything.
func checkQueries(t *rapid.T) {
	s, err := store.Open("", store.Options{InMemory: true, Unlinked: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	g := graph.NewGraph()
	for _, c := range graphtest.Contributions(t) {
		g.Add(c)
		if err := s.Put(c); err != nil {
			t.Fatal(err)
		}
	}
	r, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all := []graph.Status{graph.Asserted, graph.Planned, graph.Reported, graph.Negated}
	var graphs []cypher.Graph
	for i, reader := range []graph.Reader{g, r, r} {
		rg, err := cypher.OnReader(reader, all...)
		if err == nil && i == 2 {
			err = rg.Warm(t.Context())
		}
		if err != nil {
			t.Skip(err)
		}
		graphs = append(graphs, rg)
	}
	for range 20 { // a store takes longer to make than a query to answer
		cyphertest.Compare(t, cyphertest.Draw(t, cyphertest.ReaderWords), graphs[0], graphs...)
	}
}

func TestRandomQueries(t *testing.T) { rapid.Check(t, checkQueries) }

// FuzzQueries goes on for as long as it is told.
func FuzzQueries(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkQueries)) }
