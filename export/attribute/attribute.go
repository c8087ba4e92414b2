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

// Nodes are the attributes of nodes: the same for each, and those of [Measures].
func Nodes(v *view.View) []Field {
	return append(nodeFields[:len(nodeFields):len(nodeFields)], Measures(v)...)
}

// Measures are the attributes that the measures of the options give to nodes: a score, or the number of the group, and its name where groups
// have one ("communities", "communities_name").
func Measures(v *view.View) []Field {
	var fields []Field
	for i := range v.Options.Rankings {
		switch r := &v.Options.Rankings[i]; {
		case !r.Grouping():
			fields = append(fields, Field{Key(r), Number})
		case r.Named():
			fields = append(fields, Field{Key(r), Whole}, Field{Key(r) + "_name", Text})
		default:
			fields = append(fields, Field{Key(r), Whole})
		}
	}
	return fields
}

// Measured appends what the measures say of a node to list, in the order of [Measures]. A value that is not known is nil.
func Measured(list []any, v *view.View, id graph.EntityID) []any {
	for i := range v.Options.Rankings {
		r := &v.Options.Rankings[i]
		score, known := r.Values[id]
		if !r.Grouping() {
			if known {
				list = append(list, score)
			} else {
				list = append(list, nil)
			}
			continue
		}
		number, name := r.Group(id)
		if number > 0 {
			list = append(list, number)
		} else {
			list = append(list, nil)
		}
		if r.Named() {
			list = append(list, orNil(name))
		}
	}
	return list
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
	return Measured(list, v, ent.ID)
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
