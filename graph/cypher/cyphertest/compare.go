package cyphertest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mandate/graph/cypher"
	"mandate/graph/cypher/value"
)

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
			cells = append(cells, value.Format(v))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	if !q.Sorted {
		slices.Sort(lines)
	}
	return fmt.Sprintf("%d rows\n%s\n", len(rows), strings.Join(lines, "\n"))
}
