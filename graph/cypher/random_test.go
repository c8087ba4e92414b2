package cypher_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/cyphertest"
	"mandate/graph/cypher/value"
	"mandate/graph/graphtest"
)

var memoryWords = cyphertest.Words{Labels: []string{"A", "B", "C"}, Types: []string{"R", "S"}, NodeKeys: []string{"i", "s", "t"}, RelKeys: []string{"i", "s"},
	TextKeys: []string{"t"}, Values: []value.Value{int64(0), int64(1), int64(2), 1.0, "a", "ab", "B", ""},
	IDs: []value.Value{int64(0), int64(1), int64(3), 2.0, "1", 0.5}}

// drawMemory draws a small graph.
func drawMemory(t *rapid.T) *cypher.Memory {
	literal := func(what string) string {
		return rapid.SampledFrom([]string{"0", "1", "2", "'a'", "'ab'", "'Abc'", "1.0", "null"}).Draw(t, what)
	}
	var create []string
	n := 5 - rapid.IntRange(0, 4).Draw(t, "less nodes")
	for i := range n {
		create = append(create, fmt.Sprintf("(n%d%s {i: %s, s: %s, t: %s})", i, rapid.SampledFrom([]string{"", ":A", ":B", ":A:B"}).Draw(t, "labels"),
			literal("i"), literal("s"), rapid.SampledFrom([]string{"'aB'", "'b'", "''", "null"}).Draw(t, "t")))
	}
	for range 7 - rapid.IntRange(0, 7).Draw(t, "less relationships") { // low numbers are drawn more often
		create = append(create, fmt.Sprintf("(n%d)-[:%s {i: %s, s: %s}]->(n%d)", rapid.IntRange(0, n-1).Draw(t, "from"),
			rapid.SampledFrom([]string{"R", "S"}).Draw(t, "type"), literal("i"), literal("s"), rapid.IntRange(0, n-1).Draw(t, "to")))
	}
	g := &cypher.Memory{}
	if _, err := run(g, nil, "CREATE "+strings.Join(create, ", "), cypher.Options{}); err != nil {
		t.Fatal(err)
	}
	return g
}

// checkMemory compares what the planner makes of a random query with going through everything.
func checkMemory(t *rapid.T) {
	g := drawMemory(t)
	cyphertest.Compare(t, cyphertest.Draw(t, memoryWords), g, g)
}

// checkReader does the same on a graph.Reader: asked piece by piece, and read whole.
func checkReader(t *rapid.T) {
	g := graph.NewGraph(latest(graphtest.Contributions(t))...)
	all := []graph.Status{graph.Asserted, graph.Planned, graph.Reported, graph.Negated}
	cold, err := cypher.OnReader(g, all...)
	if err != nil {
		t.Skip(err)
	}
	warm, err := cypher.OnReader(g, all...)
	if err == nil {
		err = warm.Warm(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	cyphertest.Compare(t, cyphertest.Draw(t, cyphertest.ReaderWords), cold, cold, warm)
}

func TestRandomMemory(t *testing.T) { rapid.Check(t, checkMemory) }
func TestRandomReader(t *testing.T) { rapid.Check(t, checkReader) }

// FuzzMemory and FuzzReader go on for as long as they are told.
func FuzzMemory(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkMemory)) }
func FuzzReader(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkReader)) }
