package cypher_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate/graph/cypher"
)

// TestShortestAgainstWalks compares allShortestPaths on random graphs with the shortest of all walks, and shortestPath
// with their length.
func TestShortestAgainstWalks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "nodes")
		create := []string{}
		for i := range n {
			create = append(create, fmt.Sprintf("(n%d {i: %d})", i, i))
		}
		for k := range rapid.IntRange(0, 9).Draw(t, "edges") {
			create = append(create, fmt.Sprintf("(n%d)-[:%s {k: %d}]->(n%d)", rapid.IntRange(0, n-1).Draw(t, "from"),
				rapid.SampledFrom([]string{"R", "S"}).Draw(t, "type"), k, rapid.IntRange(0, n-1).Draw(t, "to")))
		}
		g := &cypher.Memory{}
		if _, err := run(g, nil, "CREATE "+strings.Join(create, ", "), cypher.Options{}); err != nil {
			t.Fatal(err)
		}
		rel := fmt.Sprintf([]string{"-[%s*]->", "<-[%s*]-", "-[%s*]-"}[rapid.IntRange(0, 2).Draw(t, "dir")], rapid.SampledFrom([]string{"", ":R"}).Draw(t, "types"))
		ends := fmt.Sprintf("MATCH (a {i: 0}), (b {i: %d}) ", n-1)
		ask := func(query string) []string {
			got, err := run(g, nil, query, cypher.Options{})
			if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			rows := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
			if got == "" {
				rows = nil
			}
			slices.Sort(rows)
			return rows
		}
		keys := "[r IN relationships(p) | r.k]"
		all := ask(ends + "MATCH p = allShortestPaths((a)" + rel + "(b)) RETURN " + keys)
		walks := ask(ends + "MATCH p = (a)" + rel + "(b) WITH length(p) AS l, collect(" + keys + ") AS ps ORDER BY l LIMIT 1 UNWIND ps AS q RETURN q")
		if !slices.Equal(all, walks) {
			t.Fatalf("%s %s: got %q, want %q", create, rel, all, walks)
		}
		one := ask(ends + "MATCH p = shortestPath((a)" + rel + "(b)) RETURN " + keys)
		if len(one) != min(1, len(walks)) || len(one) == 1 && !slices.Contains(walks, one[0]) {
			t.Fatalf("%s %s: got %q, one of %q", create, rel, one, walks)
		}
	})
}
