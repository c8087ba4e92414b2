package cypher_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
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

// counting counts the questions to a reader.
type counting struct {
	graph.Reader
	asked, whole int
}

func (c *counting) Relations(id graph.EntityID, dir graph.Direction, typ string) iter.Seq2[graph.Relation, error] {
	c.asked++
	return c.Reader.Relations(id, dir, typ)
}

func (c *counting) AllRelations(typ string) iter.Seq2[graph.Relation, error] {
	c.whole++
	return c.Reader.AllRelations(typ)
}

// TestWhenToRead asks that everything is read at once where a query wants most of it, and only then.
func TestWhenToRead(t *testing.T) {
	c := &graph.Contribution{Document: graph.Document{ID: "a"}}
	for i := range 200 {
		c.Clusters = append(c.Clusters, graph.Cluster{Entity: graph.EntityID(fmt.Sprintf("agency:%03d", i)), Type: "Agency", Name: fmt.Sprint("Office ", i)})
		c.Claims = append(c.Claims, graph.Claim{Subject: i, Type: "LEADS", Object: (i + 1) % 200, Evidence: graph.Evidence{Quote: "q"}})
	}
	for _, tt := range []struct {
		query string
		whole bool
	}{
		{"MATCH (a:Agency)-[:LEADS]->(b:Agency)-[:LEADS]->(c) RETURN count(DISTINCT c)", true},
		{"MATCH (a:Agency)-[:LEADS]->(b) RETURN b.name ORDER BY b.name LIMIT 3", true},
		{"MATCH (a:Agency)-[:LEADS]->(b) RETURN b.name LIMIT 3", false},
		{"MATCH (a:Agency {name: 'Office 7'})-[:LEADS]->(b) RETURN b.name", false},
		{"EXPLAIN MATCH (a:Agency)-[:LEADS]->(b) RETURN count(*)", false},
	} {
		r := &counting{Reader: graph.NewGraph(c)}
		g, err := cypher.OnReader(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := run(g, nil, tt.query, cypher.Options{}); err != nil {
			t.Fatal(err)
		}
		if (r.whole == 1) != tt.whole || tt.whole && r.asked > 0 {
			t.Errorf("%s: read whole %d times, asked %d times", tt.query, r.whole, r.asked)
		}
	}
}

// wholeReads counts how often all relations are read.
type wholeReads struct {
	graph.Reader
	n int
}

func (w *wholeReads) AllRelations(t string) iter.Seq2[graph.Relation, error] {
	w.n++
	return w.Reader.AllRelations(t)
}

// TestStopsWhileReading begins no second time to read the graph into memory when the query is over.
func TestStopsWhileReading(t *testing.T) {
	for left := range int64(6) {
		r := &wholeReads{Reader: sample(t).Reader()}
		g, err := cypher.OnReader(r)
		if err != nil {
			t.Fatal(err)
		}
		q, err := cypher.Prepare("UNWIND range(1, 100000) AS i MATCH (a:Agency)-[:LEADS]->(b) RETURN count(*)", nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx := &countdown{Context: context.Background()}
		ctx.left.Store(left)
		rows, err := q.Run(ctx, g, cypher.Options{})
		for _, e := range rows.All() {
			err = e
		}
		if !errors.Is(err, context.Canceled) || r.n > 1 {
			t.Errorf("cancelled when asked %d times: %v, and %d times all was read", left, err, r.n)
		}
	}
}
