package ask

import (
	"context"
	"errors"
	"regexp"

	"mandate/export"
	"mandate/graph"
	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
	"mandate/graph/schema"
)

// BadQuery is what is wrong with a query before it runs.
type BadQuery struct{ Err error }

// Error is that of the query.
func (e *BadQuery) Error() string { return e.Err.Error() }

// Unwrap gives the error of the query.
func (e *BadQuery) Unwrap() error { return e.Err }

// isQuery recognises a query, as against a condition.
var isQuery = regexp.MustCompile(`(?is)\breturn\b`)

// Select runs a query, or a condition on edges, and selects the nodes, edges and paths in its rows, and the ends of the
// edges. An error of what was asked for, as against one of the graph, is a *BadQuery.
func Select(ctx context.Context, g graph.Reader, sch *schema.Schema, text string, statuses []graph.Status, limits cypher.Options) (*export.Selection, error) {
	if !isQuery.MatchString(text) {
		text = "MATCH (a:Entity)-[r]->(b:Entity) WHERE " + text + " RETURN r"
	}
	q, err := cypher.Prepare(text, cypher.ReaderCatalog(sch))
	if err != nil {
		return nil, &BadQuery{err}
	}
	if len(statuses) == 0 {
		statuses = graph.Statuses()
	}
	rg, err := cypher.OnReader(g, statuses...)
	if err != nil {
		return nil, err
	}
	if q.Writes() {
		return nil, &BadQuery{errors.New("the query would change the graph; only MATCH and what reads can select")}
	}
	rows, err := q.Run(ctx, rg, limits)
	if err != nil {
		return nil, err
	}
	sel := &export.Selection{Nodes: map[graph.EntityID]bool{}, Edges: map[graph.RelationKey]bool{}}
	for row, err := range rows.All() {
		if err != nil {
			return nil, err
		}
		for _, v := range row {
			take(sel, v)
		}
	}
	return sel, nil
}

// take adds what a value of a row holds to a selection.
func take(sel *export.Selection, v lang.Value) {
	switch x := v.(type) {
	case lang.Node:
		sel.Nodes[graph.EntityID(x.NodeID().Text)] = true
	case lang.Relationship:
		from, to := graph.EntityID(x.StartID().Text), graph.EntityID(x.EndID().Text)
		sel.Edges[graph.RelationKey{Subject: from, Type: x.RelationshipType(), Object: to}] = true
		sel.Nodes[from], sel.Nodes[to] = true, true
	case lang.Path:
		for _, n := range x.Nodes {
			take(sel, n)
		}
		for _, r := range x.Relationships {
			take(sel, r)
		}
	case lang.List:
		for _, e := range x {
			take(sel, e)
		}
	}
}
