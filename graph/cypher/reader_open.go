package cypher

import (
	"slices"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// Reader is what lies beneath the graph.
func (g *ReaderGraph) Reader() graph.Reader { return g.r }

// Statuses are those of the relations that are edges, as a query or procedure sees them; empty when they are settled for
// each query.
func (g *ReaderGraph) Statuses() []graph.Status { return slices.Clone(g.statuses) }

// EntityNode is the entity as a node of the graph.
func (g *ReaderGraph) EntityNode(ent graph.Entity) value.Node { return g.entity(ent) }

// RelationEdge is the relation as a relationship of the graph.
func (g *ReaderGraph) RelationEdge(rel graph.Relation) value.Relationship {
	return &relationEdge{r: g.r, rel: rel}
}

// EntityOf is the entity that a node of a [ReaderGraph] stands for; false for other nodes.
func EntityOf(n value.Node) (graph.Entity, bool, error) {
	ent, ok := n.(*entityNode)
	if !ok {
		return graph.Entity{}, false, nil
	}
	err := ent.load()
	return ent.ent, true, err
}

// DocumentOf is the document that a node of a [ReaderGraph] stands for; false for other nodes.
func DocumentOf(n value.Node) (graph.Document, bool) {
	if doc, ok := n.(*documentNode); ok && doc.load() == nil {
		return doc.doc, true
	}
	return graph.Document{}, false
}

// RelationOf is the relation that a relationship of a [ReaderGraph] stands for; false for other relationships.
func RelationOf(r value.Relationship) (graph.Relation, bool) {
	switch e := r.(type) {
	case *relationEdge:
		return e.rel, true
	case *relationArc:
		return e.relation(), true
	}
	return graph.Relation{}, false
}
