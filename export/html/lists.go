package html

import (
	"fmt"

	"mandate/export/view"
	"mandate/graph"
	"mandate/graph/schema"
)

// section is the heading of a list.
type section struct {
	ID, Label, Description string
	Count                  int
	Color                  string
}

// fold starts and ends the folds of a long list.
type fold struct {
	h     *writer
	total int
	count int
}

// next is called before each entry.
func (f *fold) next() error {
	defer func() { f.count++ }()
	if f.count == 0 || f.count%chunk != 0 {
		return nil
	}
	if f.count > chunk {
		if err := f.h.run("fold-end", nil); err != nil {
			return err
		}
	}
	return f.h.run("fold-start", struct{ From, To, Total int }{f.count + 1, min(f.count+chunk, f.total), f.total})
}

// end is called after the last entry.
func (f *fold) end() error {
	if f.count > chunk {
		return f.h.run("fold-end", nil)
	}
	return nil
}

// edges writes every edge with all its quotes, by relation type.
func (h *writer) edges(tally *view.Tally) error {
	if err := h.run("edges-start", nil); err != nil {
		return err
	}
	types, err := h.view.RelationTypes()
	if err != nil {
		return err
	}
	for i, t := range types {
		n := tally.Edges[t.Type]
		if n == 0 {
			continue
		}
		if err := h.run("section-start", section{fmt.Sprintf("e%d", i), t.Label, t.Description, n, ""}); err != nil {
			return err
		}
		folds := fold{h: h, total: n}
		for e, err := range h.view.Edges(t.Type) {
			if err != nil {
				return err
			}
			if err := folds.next(); err != nil {
				return err
			}
			if err := h.edge(&e, t); err != nil {
				return err
			}
		}
		if err := folds.end(); err != nil {
			return err
		}
		if err := h.run("section-end", nil); err != nil {
			return err
		}
	}
	return h.run("list-end", nil)
}

func (h *writer) edge(e *view.Edge, t schema.RelationType) error {
	subject, object, err := h.names.Ends(e.RelationKey)
	if err != nil {
		return err
	}
	return h.run("edge", struct {
		*view.Edge
		ID              string
		Subject, Object graph.Entity
		SubjectColor    string
		ObjectColor     string
		Label           string
		Symmetric       bool
	}{e, e.RelationKey.ID(), subject, object, h.view.EntityType(subject.Type).Color, h.view.EntityType(object.Type).Color, t.Label, t.Symmetric})
}

// link is an edge as the list of nodes shows it, seen from the node.
type link struct {
	ID, Label string
	Status    graph.Status
	Other     graph.Entity
}

// nodes writes every node with links to its edges, by entity type.
func (h *writer) nodes(tally *view.Tally) error {
	if err := h.run("nodes-start", nil); err != nil {
		return err
	}
	types, err := h.view.EntityTypes()
	if err != nil {
		return err
	}
	for i, t := range types {
		n := tally.Nodes[t.Type]
		if n == 0 {
			continue
		}
		if err := h.run("section-start", section{fmt.Sprintf("t%d", i), t.Label, t.Description, n, t.Color}); err != nil {
			return err
		}
		folds := fold{h: h, total: n}
		for ent, err := range h.view.Nodes(t.Type) {
			if err != nil {
				return err
			}
			if err := folds.next(); err != nil {
				return err
			}
			links, err := h.links(ent.ID)
			if err != nil {
				return err
			}
			if err := h.run("node", struct {
				graph.Entity
				Color string
				Links []link
			}{ent, t.Color, links}); err != nil {
				return err
			}
		}
		if err := folds.end(); err != nil {
			return err
		}
		if err := h.run("section-end", nil); err != nil {
			return err
		}
	}
	return h.run("list-end", nil)
}

// links are the edges of a node, each worded from its side.
func (h *writer) links(id graph.EntityID) ([]link, error) {
	var list []link
	for e, err := range h.view.EdgesOf(id) {
		if err != nil {
			return nil, err
		}
		t := h.view.RelationType(e.Type)
		l, other := link{ID: e.RelationKey.ID(), Label: t.Label, Status: e.Relation.Status}, e.Object
		if e.Subject != id {
			other = e.Subject
			if t.Inverse != "" {
				l.Label = t.Inverse
			} else if !t.Symmetric {
				l.Label += " (from)"
			}
		}
		if l.Other, err = h.view.Graph.Entity(other); err != nil {
			return nil, fmt.Errorf("other end of relation %s: %w", l.ID, err)
		}
		list = append(list, l)
	}
	return list, nil
}

// documents writes the list of sources.
func (h *writer) documents() error {
	if err := h.run("documents-start", nil); err != nil {
		return err
	}
	counts, err := h.view.Graph.Counts()
	if err != nil {
		return fmt.Errorf("sizes of the graph: %w", err)
	}
	folds := fold{h: h, total: counts.Documents}
	for doc, err := range h.view.Graph.Documents() {
		if err != nil {
			return err
		}
		if err := folds.next(); err != nil {
			return err
		}
		if err := h.run("document", doc); err != nil {
			return err
		}
	}
	if err := folds.end(); err != nil {
		return err
	}
	return h.run("list-end", nil)
}
