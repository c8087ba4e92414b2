// Package attribute is what formats that carry named attributes say of a node and of an edge: names, types and values, in a
// fixed order. GraphML, GEXF, GML, node-link, Cytoscape.js, the tables for Neo4j, Parquet and SQLite share it.
package attribute

import (
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// Kind is the type of an attribute.
type Kind uint8

// The kinds, with the Go type of their values.
const (
	Text   Kind = iota // string
	Whole              // int
	Number             // float64
	Truth              // bool
)

// Field is one attribute.
type Field struct {
	Name string
	Kind Kind
}

var nodeFields = []Field{
	{"label", Text}, {"type", Text}, {"aliases", Text}, {"country", Text}, {"documents", Whole}, {"mentions", Whole},
}

var edgeFields = []Field{
	{"label", Text}, {"type", Text}, {"weight", Number}, {"symmetric", Truth}, {"status", Text}, {"support", Whole}, {"independent", Whole},
	{"statements", Whole}, {"confidence", Number}, {"since", Text}, {"until", Text}, {"evidence", Text},
}

// Nodes are the attributes of nodes: the same for each, and one for each measure that the options rank by.
func Nodes(v *view.View) []Field {
	fields := nodeFields[:len(nodeFields):len(nodeFields)]
	for i := range v.Options.Rankings {
		fields = append(fields, Field{Key(&v.Options.Rankings[i]), Number})
	}
	return fields
}

// Key is the name of a measure as an attribute: "PageRank" is pagerank, "Degree, in" degree_in.
func Key(r *view.Ranking) string {
	parts := strings.FieldsFunc(strings.ToLower(r.Name), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	return strings.Join(parts, "_")
}

// Node appends the values of a node to list, in the order of [Nodes]. A value that is not known is nil. Aliases are joined
// by " | ".
func Node(list []any, v *view.View, ent *graph.Entity) []any {
	list = append(list, ent.Name, ent.Type, orNil(strings.Join(ent.Aliases, " | ")), orNil(ent.Country), ent.Documents, ent.Mentions)
	for i := range v.Options.Rankings {
		if score, ok := v.Options.Rankings[i].Values[ent.ID]; ok {
			list = append(list, score)
		} else {
			list = append(list, nil)
		}
	}
	return list
}

// Edges are the attributes of edges.
func Edges() []Field { return edgeFields }

// Edge appends the values of an edge to list, in the order of [Edges]. The weight is the number of documents that say it;
// evidence has a line for each statement: "plan.txt, paragraph 4: quote".
func Edge(list []any, v *view.View, e *view.Edge) []any {
	rel, t := &e.Relation, v.RelationType(e.Type)
	return append(list, t.Label, rel.Type, float64(rel.Support), t.Symmetric, rel.Status.String(), rel.Support, rel.Independent,
		rel.Statements, rel.Confidence, orNil(rel.Since), orNil(rel.Until), Evidence(e))
}

// Evidence is every statement of an edge, a line for each: "plan.txt, paragraph 4: quote".
func Evidence(e *view.Edge) string {
	size := 0
	for i := range e.Statements {
		ev := &e.Statements[i].Evidence
		size += len(ev.Document) + len(ev.Paragraph) + len(ev.Quote) + 24
	}
	b := make([]byte, 0, size)
	for i := range e.Statements {
		if i > 0 {
			b = append(b, '\n')
		}
		ev := &e.Statements[i].Evidence
		b = view.AppendPlainQuote(append(view.AppendPlace(b, ev), ": "...), ev)
	}
	return string(b)
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
