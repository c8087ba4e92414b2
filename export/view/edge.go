package view

import (
	"fmt"
	"slices"

	"mandate/graph"
)

// summer makes edges of relations, one after the other. What it needs for one it has for the next.
type summer struct {
	view       *View
	statements bool // read them even where they are not needed
	reuse      bool // the room of the last edge's statements
	edge       Edge
	err        error
	take       func(graph.Statement, error) bool
}

func newSummer(v *View, statements, reuse bool) *summer {
	s := &summer{view: v, statements: statements, reuse: reuse}
	s.take = func(st graph.Statement, err error) bool {
		if err != nil {
			s.err = err
			return false
		}
		if v.shows(&st) {
			s.edge.Statements = append(s.edge.Statements, st)
		}
		return true
	}
	return s
}

// sum filters the statements of a relation and sums up what remains; it says whether the relation is shown. Where every
// statement is shown and the caller does not ask for them, they are not read.
func (s *summer) sum(rel graph.Relation) (shown bool, err error) {
	v, e := s.view, &s.edge
	e.RelationKey, e.Relation = rel.RelationKey, rel
	known := rel.Statements > 0 && v.all() // then rel is the sum already
	switch {
	case s.reuse:
		e.Statements = e.Statements[:0]
	case known && s.statements:
		e.Statements = make([]graph.Statement, 0, rel.Statements)
	default:
		e.Statements = nil
	}
	if len(v.Options.RelationTypes) > 0 && !slices.Contains(v.Options.RelationTypes, rel.Type) {
		return false, nil
	}
	if v.Options.Only != nil && !v.Options.Only.Edges[rel.RelationKey] {
		return false, nil
	}
	if len(v.Options.EntityTypes) > 0 {
		for _, id := range []graph.EntityID{rel.Subject, rel.Object} {
			ent, err := v.Graph.Entity(id)
			if err != nil {
				return false, fmt.Errorf("end of relation %s: %w", rel.ID(), err)
			}
			if !v.showsType(ent.Type) {
				return false, nil
			}
		}
	}
	if !s.statements && v.all() {
		return true, nil
	}
	if v.Graph.Statements(rel.RelationKey)(s.take); s.err != nil {
		return false, fmt.Errorf("statements of relation %s: %w", rel.ID(), s.err)
	}
	if len(e.Statements) == 0 {
		return false, nil
	}
	if !known {
		e.Relation = graph.Summarize(rel.RelationKey, e.Statements)
	}
	return true, nil
}

// Names finds the entities at the ends of edges, and remembers some of them: edges come by subject, and many have the same
// object.
type Names struct {
	View  *View
	last  graph.Entity
	known map[graph.EntityID]graph.Entity
}

// mostKnown is how many entities [Names] remembers: about a megabyte.
const mostKnown = 1 << 12

// Ends are the entities that the edge joins.
func (n *Names) Ends(key graph.RelationKey) (subject, object graph.Entity, err error) {
	if n.last.ID != key.Subject || key.Subject == "" {
		if n.last, err = n.View.Graph.Entity(key.Subject); err != nil {
			return subject, object, fmt.Errorf("subject of relation %s: %w", key.ID(), err)
		}
	}
	object, ok := n.known[key.Object]
	if !ok {
		if object, err = n.View.Graph.Entity(key.Object); err != nil {
			return subject, object, fmt.Errorf("object of relation %s: %w", key.ID(), err)
		}
		if n.known == nil {
			n.known = make(map[graph.EntityID]graph.Entity, mostKnown)
		} else if len(n.known) >= mostKnown {
			clear(n.known)
		}
		n.known[key.Object] = object
	}
	return n.last, object, nil
}
