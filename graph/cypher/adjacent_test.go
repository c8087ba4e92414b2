package cypher_test

import (
	"testing"

	"pgregory.net/rapid"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/graphtest"
)

// TestFromMemory asks the same of a reader that is asked piece by piece and of one that has been read whole.
func TestFromMemory(t *testing.T) {
	queries := []string{
		"MATCH (a)-[r]->(b) RETURN a.id, r.id, b.id, r.status, r.support, r.since, r.until, r.confidence, r.statements",
		"MATCH (a)<-[r]-(b:Entity) RETURN a.id, r.id, b.name",
		"MATCH (a:Agency)-[r:LEADS|SERVES]-(b) RETURN a.id, type(r), b.id, labels(b)",
		"MATCH (a:Entity)-[:LEADS*1..2]-(b) RETURN a.id, b.id",
		"MATCH (n:Law) RETURN n.id, n.aliases, n.country",
	}
	rapid.Check(t, func(t *rapid.T) {
		g := graph.NewGraph(latest(graphtest.Contributions(t))...)
		all := []graph.Status{graph.Asserted, graph.Planned, graph.Reported, graph.Negated}
		warm, err := cypher.OnReader(g, all...)
		if err != nil {
			t.Skip(err)
		}
		for range 20 { // more questions than it takes
			if _, err := run(warm, nil, queries[0], cypher.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		for _, q := range queries {
			fresh, err := cypher.OnReader(g, all...)
			if err != nil {
				t.Fatal(err)
			}
			want, err := run(fresh, nil, q, cypher.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := run(warm, nil, q, cypher.Options{}); err != nil || got != want {
				t.Fatalf("%s: got\n%s%v, want\n%s", q, got, err, want)
			}
		}
	})
}

// latest are the last contributions of each document.
func latest(list []*graph.Contribution) []*graph.Contribution {
	at := map[graph.DocumentID]int{}
	var out []*graph.Contribution
	for _, c := range list {
		if i, ok := at[c.Document.ID]; ok {
			out[i] = c
			continue
		}
		at[c.Document.ID] = len(out)
		out = append(out, c)
	}
	return out
}
