package cyphertest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"mandate/graph/cypher"
	"mandate/graph/cypher/value"
	"pgregory.net/rapid"
)

// ReaderWords are those of the graphs that graphtest draws.
var ReaderWords = Words{Labels: []string{"Agency", "Law", "Entity", "Document"}, Types: []string{"LEADS", "SERVES", "MENTIONED_IN"},
	NodeKeys: []string{"name", "country", "support", "id", "date"}, RelKeys: []string{"status", "support", "since", "mentions"}, TextKeys: []string{"name", "country", "id"},
	Values: []value.Value{int64(1), int64(2), "The MPS", "m", "Ministry", "Ç", "CN", "law:l", "asserted", "2008", ""},
	IDs:    []value.Value{"law:l", "agency:a", "a.txt", "", int64(1)}}

// Ask puts the query to a graph as it is put by people.
func (q *Query) Ask(g cypher.Graph, o cypher.Options) ([][]value.Value, error) {
	p, err := cypher.Prepare(q.String(), nil)
	if err != nil {
		return nil, err
	}
	rows, err := p.Run(context.Background(), g, o)
	if err != nil {
		return nil, err
	}
	var all [][]value.Value
	for r, err := range rows.All() {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Text shows rows, one a line; sorted by that, unless their order counts.
func (q *Query) Text(rows [][]value.Value) string {
	var lines []string
	for _, r := range rows {
		var cells []string
		for _, v := range r {
			if f, ok := v.(float64); ok && f == math.Trunc(f) { // which of 1 and 1.0 is the greatest is open
				v = int64(f)
			}
			cells = append(cells, value.Format(v))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	if !q.Sorted {
		slices.Sort(lines)
	}
	return fmt.Sprintf("%d rows\n%s\n", len(rows), strings.Join(lines, "\n"))
}

// Compare puts the query to the graphs, and fails where one does not answer what going through the plain one gives.
func Compare(t *rapid.T, q *Query, plain cypher.Graph, asked ...cypher.Graph) {
	rows, err := q.Rows(plain)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) > 100_000 {
		t.Skip("too many rows")
	}
	want := q.Text(rows)
	for i, g := range asked {
		rows, err := q.Ask(g, cypher.Options{})
		if err != nil {
			t.Fatalf("%s\n%v", q, err)
		}
		if got := q.Text(rows); got != want {
			t.Fatalf("%s\ngraph %d: got %swant %s", q, i, got, want)
		}
	}
}
