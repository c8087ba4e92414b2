package cypher_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate/graph/cypher"
	"mandate/graph/cypher/value"
)

// edge is a relationship of a random graph.
type edge struct {
	from, to int
	typ      string
}

// TestPlannedAgainstNaive matches random chains on random graphs, and compares with going through every choice of nodes
// and relationships one after the other.
func TestPlannedAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "nodes")
		labels := make([]string, n)
		g := &cypher.Memory{}
		var create []string
		for i := range n {
			labels[i] = rapid.SampledFrom([]string{"A", "B"}).Draw(t, "label")
			create = append(create, fmt.Sprintf("(n%d:%s {i: %d})", i, labels[i], i))
		}
		var edges []edge
		for range rapid.IntRange(0, 5).Draw(t, "edges") {
			e := edge{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to"), rapid.SampledFrom([]string{"R", "S"}).Draw(t, "type")}
			create = append(create, fmt.Sprintf("(n%d)-[:%s {i: %d}]->(n%d)", e.from, e.typ, len(edges), e.to))
			edges = append(edges, e)
		}
		if _, err := run(g, nil, "CREATE "+strings.Join(create, ", "), cypher.Options{}); err != nil {
			t.Fatal(err)
		}
		hops := rapid.IntRange(1, 3).Draw(t, "hops")
		vars := make([]string, hops+1) // a variable may come back
		want := make([]string, hops+1)
		query, returns := "MATCH ", []string{}
		dirs, types := make([]int, hops), make([]string, hops)
		for k := range vars {
			vars[k] = rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "var")
			want[k] = rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "want")
			query += "(" + vars[k]
			if want[k] != "" {
				query += ":" + want[k]
			}
			query += ")"
			if k < hops {
				dirs[k] = rapid.IntRange(0, 2).Draw(t, "dir")
				types[k] = rapid.SampledFrom([]string{"", ":R", ":R|S"}).Draw(t, "types")
				query += fmt.Sprintf([]string{"-[r%d%s]->", "<-[r%d%s]-", "-[r%d%s]-"}[dirs[k]], k, types[k])
				returns = append(returns, fmt.Sprintf("r%d.i", k))
			}
		}
		where := ""
		limit := rapid.IntRange(-1, 3).Draw(t, "limit")
		if limit >= 0 {
			where = fmt.Sprintf(" WHERE %s.i <= %d AND r0.i >= 0", vars[0], limit)
		}
		for k, v := range vars {
			returns = append(returns, fmt.Sprintf("%s.i AS c%d", v, k))
		}
		query += where + " RETURN " + strings.Join(returns, ", ")
		got, err := run(g, nil, query, cypher.Options{})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		rows := naive(n, labels, edges, hops, vars, want, dirs, types, limit)
		have := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		if got == "" {
			have = nil
		}
		slices.Sort(rows)
		slices.Sort(have)
		if !slices.Equal(rows, have) {
			t.Fatalf("%s\n%s\ngot  %q\nwant %q", strings.Join(create, ", "), query, have, rows)
		}
	})
}

// naive tries every relationship for every hop, both ways.
func naive(n int, labels []string, edges []edge, hops int, vars, want []string, dirs []int, types []string, limit int) []string {
	var out []string
	nodes, rels := make([]int, hops+1), make([]int, hops)
	var hop func(k int)
	ok := func(k int) bool {
		if want[k] != "" && labels[nodes[k]] != want[k] {
			return false
		}
		for j := range k {
			if vars[j] == vars[k] && nodes[j] != nodes[k] {
				return false
			}
		}
		return k > 0 || limit < 0 || nodes[0] <= limit
	}
	hop = func(k int) {
		if k == hops {
			var cells []string
			for _, r := range rels {
				cells = append(cells, value.Format(int64(r)))
			}
			for _, v := range nodes {
				cells = append(cells, value.Format(int64(v)))
			}
			out = append(out, strings.Join(cells, " | "))
			return
		}
		for i, e := range edges {
			if slices.Contains(rels[:k], i) || types[k] == ":R" && e.typ != "R" {
				continue
			}
			ends := [][2]int{}
			if dirs[k] != 1 {
				ends = append(ends, [2]int{e.from, e.to})
			}
			if dirs[k] != 0 && !(dirs[k] == 2 && e.from == e.to) {
				ends = append(ends, [2]int{e.to, e.from})
			}
			for _, w := range ends {
				if w[0] != nodes[k] {
					continue
				}
				rels[k], nodes[k+1] = i, w[1]
				if ok(k + 1) {
					hop(k + 1)
				}
			}
		}
	}
	for i := range n {
		nodes[0] = i
		if ok(0) {
			hop(0)
		}
	}
	return out
}

func BenchmarkPrepare(b *testing.B) {
	for b.Loop() {
		if _, err := cypher.Prepare("MATCH (a:Agency)-[:LEADS]->(p:Program)-[:ADDRESSES]->(i:Issue) RETURN i.name, count(DISTINCT a) ORDER BY 2 DESC LIMIT 10", nil); err != nil {
			b.Fatal(err)
		}
	}
}
