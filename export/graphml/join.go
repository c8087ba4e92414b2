package graphml

import (
	"maps"
	"slices"
	"strings"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

// joiner makes one edge of all from one node to another. Edges come by subject, so it holds those of one subject.
type joiner struct {
	subject graph.EntityID
	edges   map[graph.EntityID][]view.Edge
}

func (j *joiner) add(b []byte, v *view.View, e *view.Edge) []byte {
	if j.subject != e.Subject {
		b = j.flush(b, v)
		j.subject, j.edges = e.Subject, map[graph.EntityID][]view.Edge{}
	}
	kept := *e
	kept.Statements = slices.Clone(e.Statements)
	j.edges[e.Object] = append(j.edges[e.Object], kept)
	return b
}

// flush writes the edges of the subject, by object: types and labels joined by " | ", weights and counts added up, the
// status and confidence of the relation that is asserted first and surest.
func (j *joiner) flush(b []byte, v *view.View) []byte {
	for _, object := range slices.Sorted(maps.Keys(j.edges)) {
		edges := j.edges[object]
		sum := edges[0].Relation
		var labels, types, lines []string
		symmetric := true
		weight, independent, statements := 0, 0, 0
		for i := range edges {
			rel, t := &edges[i].Relation, v.RelationType(edges[i].Type)
			labels, types = append(labels, t.Label), append(types, rel.Type)
			lines = append(lines, attribute.Evidence(&edges[i]))
			symmetric = symmetric && t.Symmetric
			weight, independent, statements = weight+rel.Support, independent+rel.Independent, statements+rel.Statements
			if i > 0 {
				sum = sum.Plus(*rel)
			}
		}
		id := graph.RelationKey{Subject: j.subject, Type: strings.Join(types, "|"), Object: object}.ID()
		b = begin(b, id, j.subject, object)
		name := strings.Join(types, " | ")
		b = edgeData(b, &sum, strings.Join(labels, " | "), name, symmetric, weight, independent, statements, strings.Join(lines, "\n"))
		b = append(b, "</edge>\n"...)
	}
	j.edges = nil
	return b
}
