package graph

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Entity is part of Reader.
func (g *Graph) Entity(id EntityID) (Entity, error) {
	v, err := g.current()
	if err != nil {
		return Entity{}, err
	}
	i, ok := slices.BinarySearchFunc(v.entities, id, func(e Entity, id EntityID) int { return cmp.Compare(e.ID, id) })
	if !ok {
		return Entity{}, fmt.Errorf("entity %q: %w", id, ErrNotFound)
	}
	return v.entities[i].clone(), nil
}

// clone is a copy that shares nothing with e that could be written to.
func (e Entity) clone() Entity {
	e.Aliases = slices.Clone(e.Aliases)
	return e
}

// Entities is part of Reader.
func (g *Graph) Entities(entityType string) iter.Seq2[Entity, error] {
	return each(g, func(v *view, yield func(Entity) bool) {
		if entityType != "" {
			v.yieldEntities(v.byType[entityType], yield)
			return
		}
		for _, ent := range v.entities {
			if !yield(ent.clone()) {
				return
			}
		}
	})
}

// Lookup is part of Reader.
func (g *Graph) Lookup(name string) iter.Seq2[Entity, error] {
	return each(g, func(v *view, yield func(Entity) bool) { v.yieldEntities(v.byForm[FoldName(name)], yield) })
}

func (v *view) yieldEntities(which []int, yield func(Entity) bool) {
	for _, i := range which {
		if !yield(v.entities[i].clone()) {
			return
		}
	}
}

// Relations is part of Reader.
func (g *Graph) Relations(id EntityID, dir Direction, relationType string) iter.Seq2[Relation, error] {
	return each(g, func(v *view, yield func(Relation) bool) {
		if dir != In {
			for _, i := range v.out[id] {
				if r := v.relations[i]; (relationType == "" || r.Type == relationType) && !yield(r) {
					return
				}
			}
		}
		if dir == Out {
			return
		}
		for _, i := range v.in[id] {
			r := v.relations[i]
			if relationType != "" && r.Type != relationType || dir == Both && r.Subject == id {
				continue
			}
			if !yield(r) {
				return
			}
		}
	})
}

// AllRelations is part of Reader.
func (g *Graph) AllRelations(relationType string) iter.Seq2[Relation, error] {
	return each(g, func(v *view, yield func(Relation) bool) {
		for _, r := range v.relations {
			if (relationType == "" || r.Type == relationType) && !yield(r) {
				return
			}
		}
	})
}

// Statements is part of Reader.
func (g *Graph) Statements(key RelationKey) iter.Seq2[Statement, error] {
	return each(g, func(v *view, yield func(Statement) bool) {
		i, ok := slices.BinarySearchFunc(v.relations, key, func(r Relation, k RelationKey) int { return r.Compare(k) })
		if !ok {
			return
		}
		for _, st := range v.stated[i] {
			st.Evidence.Cues = slices.Clone(st.Evidence.Cues)
			if !yield(st) {
				return
			}
		}
	})
}

// Mentions is part of Reader.
func (g *Graph) Mentions(id EntityID) iter.Seq2[Mention, error] {
	return each(g, func(v *view, yield func(Mention) bool) {
		for _, m := range v.mentions[id] {
			if !yield(m) {
				return
			}
		}
	})
}

// Documents is part of Reader.
func (g *Graph) Documents() iter.Seq2[Document, error] {
	return each(g, func(v *view, yield func(Document) bool) {
		for _, id := range v.docIDs {
			if !yield(v.docs[id].Document) {
				return
			}
		}
	})
}

// Document is part of Reader.
func (g *Graph) Document(id DocumentID) (Document, error) {
	c, err := g.Contribution(id)
	if err != nil {
		return Document{}, err
	}
	return c.Document, nil
}

// Contribution is part of Reader.
func (g *Graph) Contribution(id DocumentID) (*Contribution, error) {
	v, err := g.current()
	if err != nil {
		return nil, err
	}
	c := v.docs[id]
	if c == nil {
		return nil, fmt.Errorf("document %q: %w", id, ErrNotFound)
	}
	return c.Canonical(), nil
}

// Counts is part of Reader.
func (g *Graph) Counts() (Counts, error) {
	v, err := g.current()
	if err != nil {
		return Counts{}, err
	}
	n := v.counts
	n.Entities, n.Relations = maps.Clone(n.Entities), maps.Clone(n.Relations)
	return n, nil
}
