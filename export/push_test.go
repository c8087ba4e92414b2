package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"mandate/export/bolttest"
	"mandate/export/exporttest"
	"mandate/export/neo4j"
	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/value"

	"github.com/google/go-cmp/cmp"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// engine answers the queries of a Bolt peer from a property graph in memory.
func engine(g *cypher.Memory) func(string, map[string]any) ([]string, [][]any, error) {
	return func(text string, params map[string]any) ([]string, [][]any, error) {
		if strings.HasPrefix(text, "CREATE CONSTRAINT ") {
			return nil, nil, nil // no part of openCypher
		}
		q, err := cypher.Prepare(text, nil)
		if err != nil {
			return nil, nil, err
		}
		given := map[string]value.Value{}
		for k, v := range params {
			if given[k], err = value.Of(v); err != nil {
				return nil, nil, err
			}
		}
		rows, err := q.Run(context.Background(), g, cypher.Options{Params: given})
		if err != nil {
			return nil, nil, err
		}
		var out [][]any
		for row, err := range rows.All() {
			if err != nil {
				return nil, nil, err
			}
			out = append(out, slices.Clone(row))
		}
		return q.Columns(), out, nil
	}
}

// content is all that a property graph holds, a line for each node and relationship.
func content(t *testing.T, g *cypher.Memory) []string {
	t.Helper()
	run := engine(g)
	var lines []string
	for _, q := range []string{
		"MATCH (n) RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id",
		"MATCH (a)-[r]->(b) RETURN r.id AS id, a.id AS source, type(r) AS type, b.id AS target, properties(r) AS properties ORDER BY id",
	} {
		_, rows, err := run(q, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			lines = append(lines, fmt.Sprintf("%#v", row))
		}
	}
	return lines
}

func push(t *testing.T, peer *bolttest.Peer, g graph.Reader, opt Options, batch int) neo4j.Sent {
	t.Helper()
	ctx := context.Background()
	d, err := driver.NewDriverWithContext("bolt://"+peer.Address, driver.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close(ctx) }()
	session := d.NewSession(ctx, driver.SessionConfig{AccessMode: driver.AccessModeWrite})
	defer func() { _ = session.Close(ctx) }()
	if err := neo4j.Constrain(ctx, session); err != nil {
		t.Fatal(err)
	}
	sent, err := neo4j.Push(ctx, session, g, opt, batch, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

// TestPush sends graphs to a peer that keeps them, and looks at what has arrived: every node and edge with its properties,
// in batches, the same after a second time, and the same as the script makes.
func TestPush(t *testing.T) {
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			var held cypher.Memory
			peer := &bolttest.Peer{Run: engine(&held)}
			peer.Start(t)
			p := parse(t, write(t, "json", g, Options{}))
			if sent := push(t, peer, g, Options{}, 7); sent.Nodes != len(p.Nodes) || sent.Relationships != len(p.Edges) {
				t.Errorf("sent %+v, want %d and %d", sent, len(p.Nodes), len(p.Edges))
			}
			checkBatches(t, peer.Queries, p, 7)
			first := content(t, &held)
			if len(first) != len(p.Nodes)+len(p.Edges) {
				t.Errorf("%d nodes and edges have arrived", len(first))
			}
			push(t, peer, g, Options{}, 1000)
			if d := cmp.Diff(first, content(t, &held)); d != "" {
				t.Errorf("the second push changed: %s", d)
			}
			var scripted cypher.Memory
			run := engine(&scripted)
			for line := range strings.Lines(string(write(t, "cypher", g, Options{}))) {
				if line = strings.TrimSuffix(line, ";\n"); !strings.HasPrefix(line, ":") {
					if _, _, err := run(line, nil); err != nil {
						t.Fatalf("%v: %s", err, line)
					}
				}
			}
			if d := cmp.Diff(content(t, &scripted), first); d != "" {
				t.Errorf("script and push differ: %s", d)
			}
		})
	}
}

// checkBatches looks at the parameters themselves.
func checkBatches(t *testing.T, queries []bolttest.Query, p parsed, batch int) {
	t.Helper()
	names, quotes, ends := map[string]string{}, map[string]int{}, map[string]string{}
	for _, q := range queries[1:] { // after the constraint
		rows, ok := q.Params["rows"].([]any)
		if !ok || len(rows) == 0 || len(rows) > batch {
			t.Fatalf("a batch of %d rows: %s", len(rows), q.Text)
		}
		for _, r := range rows {
			row := r.(map[string]any)
			id, properties := row["id"].(string), row["properties"].(map[string]any)
			if strings.Contains(q.Text, id) {
				t.Errorf("the identifier %s stands in the query", id)
			}
			if row["source"] == nil {
				names[id] = properties["name"].(string)
				continue
			}
			ends[id] = row["source"].(string) + " " + row["target"].(string)
			quotes[id] = len(properties["quotes"].([]any))
			if len(properties["places"].([]any)) != quotes[id] {
				t.Errorf("edge %s: as many places as quotes, please", id)
			}
		}
	}
	for _, n := range p.Nodes {
		if _, ok := names[n.ID]; !ok {
			t.Errorf("node %s did not arrive (%d have)", n.ID, len(names))
		}
	}
	for _, e := range p.Edges {
		if ends[e.ID] != e.Source+" "+e.Target || quotes[e.ID] != len(e.Evidence) {
			t.Errorf("edge %s arrived between %q with %d quotes, want %q with %d", e.ID, ends[e.ID], quotes[e.ID], e.Source+" "+e.Target, len(e.Evidence))
		}
	}
	if len(names) != len(p.Nodes) || len(ends) != len(p.Edges) {
		t.Errorf("arrived %d and %d", len(names), len(ends))
	}
}

// TestPushTakesAway checks that a property which is no longer known goes, and that failures are told with what had been sent.
func TestPushTakesAway(t *testing.T) {
	var held cypher.Memory
	peer := &bolttest.Peer{Run: engine(&held)}
	peer.Start(t)
	g := exporttest.Sample()
	scores := map[graph.EntityID]float64{}
	for ent, err := range g.Entities("") {
		if err != nil {
			t.Fatal(err)
		}
		scores[ent.ID] = 0.5
	}
	opt := Options{Rankings: []Ranking{{Name: "PageRank", Values: scores}}}
	push(t, peer, g, opt, 1000)
	count := func() int {
		n := 0
		for _, line := range content(t, &held) {
			n += strings.Count(line, `"pagerank"`)
		}
		return n
	}
	if n := count(); n != len(scores) {
		t.Errorf("%d scores arrived, want %d", n, len(scores))
	}
	one := slices.Sorted(maps.Keys(scores))[0]
	delete(scores, one)
	push(t, peer, g, opt, 1000)
	if n := count(); n != len(scores) {
		t.Errorf("%d scores after the second push, want %d", n, len(scores))
	}
}
