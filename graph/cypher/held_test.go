package cypher_test

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"mandate/graph/cypher"
	"mandate/graph/schema"
)

// gauge is a context that looks now and then how much memory is in use.
type gauge struct {
	context.Context
	asked int
	most  int64
}

func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func (g *gauge) Err() error {
	if g.asked++; g.asked%64 == 0 {
		g.most = max(g.most, inUse())
	}
	return nil
}

// TestHeldBytes compares what a query is counted to hold with what it does hold: one that is stopped for holding more than
// its budget holds about that much, and neither twice as much nor a third of it.
func TestHeldBytes(t *testing.T) {
	const budget = 8 << 20
	m := &cypher.Memory{}
	if _, err := run(m, nil, "UNWIND range(1, 60) AS i CREATE (:N {i: i}) WITH 1 AS x MATCH (a:N), (b:N) CREATE (a)-[:R]->(b)", cypher.Options{}); err != nil {
		t.Fatal(err)
	}
	const many = "UNWIND range(1, 3000) AS a UNWIND range(1, 1000) AS b WITH a * 1000 + b AS x "
	graphs := map[string]cypher.Graph{"": m, "reader": sample(t)}
	for _, tt := range []struct{ on, query string }{
		{"", many + "WITH DISTINCT x RETURN count(*)"},
		{"", many + "WITH DISTINCT toString(x) AS s, x % 7 AS y RETURN count(*)"},
		{"", many + "WITH DISTINCT [x, -x] AS l RETURN count(*)"},
		{"", many + "RETURN x, -x AS y ORDER BY y"},
		{"", many + "WITH toString(x) + ' is a number' AS s RETURN s ORDER BY s DESC"},
		{"", many + "WITH x, x + 1 AS y ORDER BY x + y, -x LIMIT 100000000 RETURN x"},
		{"", many + "RETURN collect(x)"},
		{"", many + "RETURN collect(DISTINCT x)"},
		{"", many + "RETURN collect(toString(x))"},
		{"", many + "RETURN collect([x, x + 1, 'a'])"},
		{"", many + "RETURN collect({a: x, b: toString(x)})"},
		{"", many + "RETURN collect([[x], [[x], {a: x}]])"},
		{"", many + "RETURN collect(date({year: 2000}) + duration({days: x % 1000}))"},
		{"", many + "RETURN collect(localdatetime({year: 2000}))"},
		{"", many + "RETURN count(DISTINCT x)"},
		{"", many + "RETURN count(DISTINCT toString(x))"},
		{"", many + "RETURN x AS k, count(*) AS n"},
		{"", many + "RETURN toString(x) AS k, sum(x) AS n, avg(x) AS a"},
		{"", many + "RETURN x % 100000 AS k, count(DISTINCT x) AS n"},
		{"", many + "RETURN x % 100000 AS k, collect(x) AS l"},
		{"", "UNWIND range(1, 30) AS y " + many + "RETURN percentileDisc(x, 0.5)"},
		{"", "RETURN [x IN range(1000, 50000) | toString(x)] + [x IN range(1000, 100000) | [x, 'a', [x]]]"},
		{"", "UNWIND range(1, 100) AS y MATCH p = (a:N)-[:R*2]->(b) RETURN collect(p)"},
		{"", "UNWIND range(1, 100) AS y MATCH (a:N)-[r:R]->(b)-[s:R]->(c) RETURN a, r, b, s, c ORDER BY a.i"},
		{"", "UNWIND range(1, 100) AS y MATCH (a:N)-[r:R*2]->(b) WITH DISTINCT y, r RETURN count(*)"},
		{"reader", "UNWIND range(1, 100000) AS y MATCH (a)-[r]->(b) RETURN collect(a), collect(r), collect(b)"},
		{"reader", "UNWIND range(1, 100000) AS y MATCH p = (a:Agency)-[*1..2]-(b) RETURN collect(p)"},
		{"reader", "UNWIND range(1, 100000) AS y MATCH (d:Document) RETURN y, d ORDER BY y"},
	} {
		before := inUse()
		q, err := cypher.Prepare(tt.query, cypher.ReaderCatalog(schema.Default()))
		if err != nil {
			q, err = cypher.Prepare(tt.query, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		g := &gauge{Context: context.Background()}
		rows, err := q.Run(g, graphs[tt.on], cypher.Options{MaxMemory: budget})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rows.All() {
			err = e
		}
		if err == nil || !strings.Contains(err.Error(), "MiB") && !strings.Contains(err.Error(), "more than") {
			t.Errorf("%s: %v", tt.query, err)
		}
		if held := g.most - before; held > 2*budget || held < budget/3 {
			t.Errorf("%s: holds %d KiB of %d KiB", tt.query, held>>10, budget>>10)
		} else if testing.Verbose() {
			t.Logf("%.2f %s", float64(held)/budget, tt.query)
		}
	}
}
