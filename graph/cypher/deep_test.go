package cypher_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mandate/graph/cypher"
	"mandate/graph/cypher/value"
)

// TestCostlyValues end with an error before memory or the stack runs out.
func TestCostlyValues(t *testing.T) {
	tests := []struct{ query, want string }{
		{"WITH reduce(l = [], x IN range(1, 200000) | [l]) AS l WITH DISTINCT l RETURN size(l)", "deep"},
		{"WITH reduce(m = {}, x IN range(1, 200000) | {a: m, b: 1}) AS m RETURN m", "deep"},
		{"WITH reduce(l = [], x IN range(1, 200000) | [[[[l]]]]) AS l RETURN l", "deep"},
		{"RETURN size(reduce(l = [], x IN range(1, 9000) | [l] + range(1, 1000)))", "MiB"},
		{"RETURN size([x IN range(1, 20000) | range(1, 20000)])", "MiB"},
		{"RETURN [" + strings.TrimSuffix(strings.Repeat("range(1, 200000), ", 50), ", ") + "]", "MiB"},
		{"UNWIND range(1, 100) AS a RETURN collect([x IN range(1, 10000) | toString(x) + ' is a number of which much is to be said'])", "MiB"},
		{"UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN count(DISTINCT toString(a * 1000 + b) + ' is a number of which there is so very much to be said that nobody ever came to the end of it')", "MiB"},
		{"UNWIND range(1, 3000) AS a UNWIND range(1, 1000) AS b RETURN percentileDisc(a * b, 0.5)", "more than"},
		{"UNWIND range(1, 2000) AS a UNWIND range(1, 1000) AS b WITH DISTINCT a, b RETURN count(*)", "MiB"},
		{"RETURN reduce(s = 'x', x IN range(1, 64) | s + s)", "longer"},
		{"RETURN reduce(x = [1], j IN range(1, 40) | [x, x])", "written out"},
		{"WITH reduce(x = [1], j IN range(1, 40) | [x, x]) AS a, reduce(x = [1], j IN range(1, 40) | [x, x]) AS b RETURN a = b", "written out"},
		{"RETURN reduce(x = {}, j IN range(1, 40) | {a: x, b: x})", "written out"},
		{"RETURN reduce(x = {}, j IN range(1, 40) | x {.*, a: x, b: x})", "written out"},
		{"RETURN reduce(x = [1], j IN range(1, 40) | [y IN [1, 2] | x])", "written out"},
		{"RETURN reduce(x = [1], j IN range(1, 40) | COLLECT { UNWIND [1, 2] AS y RETURN x })", "written out"},
		{"WITH [1] AS a " + strings.Repeat("WITH [a, a] AS a ", 40) + "WITH DISTINCT a RETURN 1", "written out"},
		{"WITH [1] AS a " + strings.Repeat("UNWIND [1, 2] AS i WITH collect(a) AS a ", 40) + "RETURN a", "written out"},
		{"WITH reduce(s = 'x', x IN range(1, 20) | s + s) AS a RETURN [a, a, a, a, a, a, a, a]", "written out"},
		{"RETURN split(reduce(s = 'x', x IN range(1, 22) | s + s), '')", "pieces"},
		{"WITH reduce(s = 'x', x IN range(1, 20) | s + s) AS s RETURN s =~ '" + strings.Repeat("x*", 5000) + "y'", "regular expression"},
		{"RETURN 'x' =~ '" + strings.Repeat("(", 2000) + "x" + strings.Repeat(")", 2000) + "'", "regular expression"},
		{"RETURN 'x' =~ '((x{900}){900}){900}'", "regular expression"},
	}
	for _, tt := range tests {
		_, err := run(&cypher.Memory{}, nil, tt.query, cypher.Options{MaxMemory: 16 << 20})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.80s: got %v, want an error with %q", tt.query, err, tt.want)
		}
	}
}

// TestModestValues are not taken for costly ones.
func TestModestValues(t *testing.T) {
	for query, want := range map[string]string{
		"RETURN size(reduce(l = [], x IN range(1, 3000) | l + [x]))":                                                    "3000\n",
		"RETURN size(reduce(s = '', x IN range(1, 3000) | s + 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'))": "156000\n",
		"UNWIND range(1, 1000) AS x RETURN count(size(range(1, 10000)))":                                                "1000\n",
		"UNWIND range(1, 1000) AS x WITH x WHERE size([y IN range(1, 5000) | y]) > 0 RETURN count(x)":                   "1000\n",
		"RETURN size([x IN range(1, 1000) WHERE size(range(1, 10000)) > 0])":                                            "1000\n",
		"RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+$'":                   "false\n",
	} {
		if got, err := run(&cypher.Memory{}, nil, query, cypher.Options{MaxMemory: 64 << 20}); err != nil || got != want {
			t.Errorf("%s: got %q, %v", query, got, err)
		}
	}
}

// countdown is a context that is cancelled when it was asked so often.
type countdown struct {
	context.Context
	left atomic.Int64
}

func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestCancel stops a query in the middle of every operator: none of these would end by itself.
func TestCancel(t *testing.T) {
	m := &cypher.Memory{}
	for _, text := range []string{"UNWIND range(1, 300) AS i CREATE (:N {i: i})", "MATCH (a:N), (b:N) WHERE a.i < 40 AND b.i < 40 CREATE (a)-[:R]->(b)"} {
		if _, err := run(m, nil, text, cypher.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	endless := &cypher.Catalog{Procedures: []cypher.Procedure{{Name: "endless", Out: []cypher.Field{{Name: "x", Type: "INTEGER"}},
		Call: func(_ context.Context, _ cypher.Graph, _ []value.Value, yield func([]value.Value) error) error {
			for {
				if err := yield([]value.Value{int64(1)}); err != nil {
					return err
				}
			}
		}}}}
	const many = "UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b UNWIND range(1, 5000) AS c UNWIND range(1, 5000) AS d "
	for _, text := range []string{
		"MATCH (a), (b), (c), (d), (e) RETURN count(*)",
		"MATCH (a)--(b)--(c)--(d)--(e)--(f) RETURN count(*)",
		"MATCH p = ({i: 1})-[*1..30]-({i: 2}) RETURN count(p)",
		"MATCH (a)-[*1..30]-(b) WHERE a.i = -1 OR b.i = -1 RETURN count(*)",
		"MATCH (a {i: 1}), (b {i: 300}) UNWIND range(1, 50000) AS x MATCH p = shortestPath((a)-[*]-(b)) RETURN count(p)",
		"MATCH (a {i: 1}), (b {i: 2}) UNWIND range(1, 50000) AS x MATCH p = allShortestPaths((a)-[:R*]-(b)) RETURN count(p)",
		"MATCH (a:N) OPTIONAL MATCH (b:N), (c:N), (d:N), (e:N) WHERE e.i < -1 RETURN count(*)",
		many + "RETURN count(*)",
		many + "WITH a + b AS x WHERE x < 0 RETURN x",
		many + "WITH DISTINCT a % 2 AS x RETURN count(x)",
		many + "WITH a % 2 AS x, count(*) AS n RETURN x, n",
		many + "RETURN a ORDER BY b LIMIT 3",
		many + "RETURN a SKIP 100000000000000",
		many + "RETURN 1 AS x UNION ALL RETURN 2 AS x",
		many + "WITH a, b, EXISTS { MATCH (n) WHERE n.i < 0 } AS e WHERE e RETURN a",
		many + "RETURN sum(CASE WHEN a > b THEN 1 ELSE 2 END)",
		many + "RETURN max(a)",
		"CALL endless() YIELD x RETURN count(x)",
		"RETURN COUNT { MATCH (a), (b), (c), (d), (e) }",
		"MATCH (a:N) RETURN size([(a)-[*1..20]-(b) WHERE b.i < 0 | b])",
		"RETURN reduce(s = 0, x IN range(1, 100000) | s + reduce(t = 0, y IN range(1, 100000) | t + y))",
		"RETURN all(x IN range(1, 100000) WHERE all(y IN range(1, 100000) WHERE x + y > 0))",
		"RETURN size([x IN range(1, 100000) WHERE size([y IN range(1, 100000) WHERE y < 0]) > 0])",
	} {
		q, err := cypher.Prepare(text, endless)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		ctx := &countdown{Context: context.Background()}
		ctx.left.Store(200)
		done := make(chan error, 1)
		go func() {
			rows, err := q.Run(ctx, m, cypher.Options{MaxMemory: 2 << 30})
			if err == nil {
				for _, e := range rows.All() {
					err = e
				}
			}
			done <- err
		}()
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v, want that it was cancelled", text, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: goes on after it was cancelled", text)
		}
	}
}
