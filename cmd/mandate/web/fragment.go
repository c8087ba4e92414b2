package web

import (
	"cmp"
	"iter"
	"slices"

	"mandate/graph"
)

// fragment is a part of a graph as a graph.Reader: some entities and relations, with all their evidence. Exports of a
// view are made from it, so that they read nothing else.
type fragment struct {
	graph.Reader
	entities  []graph.Entity   // by ID
	relations []graph.Relation // by key
	documents []graph.Document // by ID, those that say it
	counts    graph.Counts
}

// fragment takes entities and the relations between them that are named; what is not there is left out.
func (m *moment) fragment(ids []graph.EntityID, keys []graph.RelationKey) (*fragment, error) {
	f := &fragment{Reader: m.view.Reader, counts: graph.Counts{Entities: map[string]int{}, Relations: map[string]int{}}}
	in := map[graph.EntityID]bool{}
	for _, id := range ids {
		if ent, err := m.g.Entity(id); err == nil && !in[id] {
			in[id] = true
			f.entities = append(f.entities, ent)
			f.counts.Entities[ent.Type]++
			f.counts.Mentions += ent.Mentions
		}
	}
	docs := map[graph.DocumentID]bool{}
	seen := map[graph.RelationKey]bool{}
	for _, k := range keys {
		if !in[k.Subject] || !in[k.Object] || seen[k] {
			continue
		}
		seen[k] = true
		var sts []graph.Statement
		for st, err := range m.view.Statements(k) {
			if err != nil {
				return nil, err
			}
			sts = append(sts, st)
			docs[st.Evidence.Document] = true
		}
		if len(sts) == 0 {
			continue
		}
		f.relations = append(f.relations, graph.Summarize(k, sts))
		f.counts.Relations[k.Type]++
		f.counts.Statements += len(sts)
	}
	for id := range docs {
		doc, err := m.g.Document(id)
		if err != nil {
			return nil, err
		}
		f.documents = append(f.documents, doc)
		f.counts.Documents++
		f.counts.Words += doc.Words
		f.counts.Bytes += doc.Bytes
		f.counts.Passages += doc.Passages
	}
	slices.SortFunc(f.entities, func(a, b graph.Entity) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.relations, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	slices.SortFunc(f.documents, func(a, b graph.Document) int { return cmp.Compare(a.ID, b.ID) })
	return f, nil
}

// Entities is part of graph.Reader.
func (f *fragment) Entities(entityType string) iter.Seq2[graph.Entity, error] {
	return sequence(f.entities, func(e graph.Entity) bool { return entityType == "" || e.Type == entityType })
}

// AllRelations is part of graph.Reader.
func (f *fragment) AllRelations(relationType string) iter.Seq2[graph.Relation, error] {
	return sequence(f.relations, func(r graph.Relation) bool { return relationType == "" || r.Type == relationType })
}

// Relations is part of graph.Reader.
func (f *fragment) Relations(id graph.EntityID, dir graph.Direction, relationType string) iter.Seq2[graph.Relation, error] {
	return sequence(f.relations, func(r graph.Relation) bool {
		return (relationType == "" || r.Type == relationType) && (r.Subject == id && dir != graph.In || r.Object == id && dir != graph.Out)
	})
}

// Documents is part of graph.Reader.
func (f *fragment) Documents() iter.Seq2[graph.Document, error] {
	return sequence(f.documents, func(graph.Document) bool { return true })
}

// Counts is part of graph.Reader.
func (f *fragment) Counts() (graph.Counts, error) { return f.counts, nil }

// sequence is the elements that fit, without an error.
func sequence[T any](all []T, fits func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, e := range all {
			if fits(e) && !yield(e, nil) {
				return
			}
		}
	}
}
