package graphtest

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"mandate/graph"
)

// model is a reader that finds each answer anew by looking through all documents, in the plainest way there is. It
// shares no code with the readers under test apart from FoldName, NewStatementID and Canonical.
type model struct {
	docs []*graph.Contribution // by ID
}

func newModel(contributions []*graph.Contribution) *model {
	m := &model{}
	for _, c := range contributions {
		m.docs = slices.DeleteFunc(m.docs, func(o *graph.Contribution) bool { return o.Document.ID == c.Document.ID })
		m.docs = append(m.docs, c.Canonical())
	}
	slices.SortFunc(m.docs, func(a, b *graph.Contribution) int { return cmp.Compare(a.Document.ID, b.Document.ID) })
	return m
}

func seq[T any](xs []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range xs {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func (m *model) entities() []graph.Entity {
	var ids []graph.EntityID
	for _, c := range m.docs {
		for _, cl := range c.Clusters {
			ids = append(ids, cl.Entity)
		}
	}
	slices.Sort(ids)
	var all []graph.Entity
	for _, id := range slices.Compact(ids) {
		all = append(all, m.entity(id))
	}
	return all
}

// ballot counts documents by value.
type ballot map[string]map[graph.DocumentID]bool

func (b ballot) add(value string, doc graph.DocumentID) {
	if value == "" {
		return
	}
	if b[value] == nil {
		b[value] = map[graph.DocumentID]bool{}
	}
	b[value][doc] = true
}

// winner has most votes; then, where longest is set, is longest; then comes first.
func (b ballot) winner(longest bool) string {
	var all []string
	for v := range b {
		all = append(all, v)
	}
	slices.SortFunc(all, func(x, y string) int {
		length := 0
		if longest {
			length = len(y) - len(x)
		}
		return cmp.Or(len(b[y])-len(b[x]), length, strings.Compare(x, y))
	})
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

func (m *model) entity(id graph.EntityID) graph.Entity {
	types, names, countries, forms, docs := ballot{}, ballot{}, ballot{}, ballot{}, ballot{}
	for _, c := range m.docs {
		for _, cl := range c.Clusters {
			if cl.Entity != id {
				continue
			}
			d := c.Document.ID
			docs.add(string(d), d)
			types.add(cl.Type, d)
			names.add(cl.Name, d)
			countries.add(cl.Country, d)
			for _, f := range append([]string{cl.Name}, cl.Aliases...) {
				forms.add(f, d)
			}
		}
	}
	ent := graph.Entity{ID: id, Type: types.winner(false), Name: names.winner(true), Country: countries.winner(false),
		Documents: len(docs), Mentions: len(m.mentions(id))}
	for f := range forms {
		if f != ent.Name {
			ent.Aliases = append(ent.Aliases, f)
		}
	}
	slices.Sort(ent.Aliases)
	return ent
}

func (m *model) mentions(id graph.EntityID) []graph.Mention {
	var all []graph.Mention
	for _, c := range m.docs {
		for _, cl := range c.Clusters {
			for _, men := range cl.Mentions {
				if cl.Entity == id && !slices.Contains(all, men) {
					all = append(all, men)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b graph.Mention) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), a.Span.Start-b.Span.Start, a.Span.End-b.Span.End, a.Passage-b.Passage)
	})
	return all
}

func (m *model) statements(key graph.RelationKey) []graph.Statement {
	var all []graph.Statement
	for _, c := range m.docs {
		for i := range c.Claims {
			st := c.Statement(i)
			if (graph.RelationKey{Subject: st.Subject, Type: st.Type, Object: st.Object}) != key {
				continue
			}
			same := slices.IndexFunc(all, func(o graph.Statement) bool { return o.ID == st.ID })
			if same < 0 {
				all = append(all, st)
			} else if st.Evidence.Confidence > all[same].Evidence.Confidence {
				all[same] = st
			}
		}
	}
	slices.SortFunc(all, func(a, b graph.Statement) int {
		return cmp.Or(cmp.Compare(a.Evidence.Document, b.Evidence.Document),
			a.Evidence.Span.Start-b.Evidence.Span.Start, cmp.Compare(a.ID, b.ID))
	})
	return all
}

func (m *model) relations() []graph.Relation {
	seen := map[graph.RelationKey]bool{}
	var all []graph.Relation
	for _, c := range m.docs {
		for i := range c.Claims {
			st := c.Statement(i)
			key := graph.RelationKey{Subject: st.Subject, Type: st.Type, Object: st.Object}
			if !seen[key] {
				seen[key] = true
				all = append(all, m.relation(key))
			}
		}
	}
	slices.SortFunc(all, func(a, b graph.Relation) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Object, b.Object))
	})
	return all
}

func (m *model) relation(key graph.RelationKey) graph.Relation {
	r := graph.Relation{RelationKey: key, Status: graph.Negated}
	docs := map[graph.DocumentID]bool{}
	for _, st := range m.statements(key) {
		r.Statements++
		docs[st.Evidence.Document] = true
		r.Status = min(r.Status, st.Status)
		r.Until = max(r.Until, st.Until)
		if r.Since == "" || st.Since != "" && st.Since < r.Since {
			r.Since = st.Since
		}
	}
	for _, st := range m.statements(key) {
		if st.Status == r.Status {
			r.Confidence = max(r.Confidence, st.Evidence.Confidence)
		}
	}
	r.Support = len(docs)
	r.Independent = m.independent(m.statements(key))
	return r
}

func (m *model) Entity(id graph.EntityID) (graph.Entity, error) {
	for _, ent := range m.entities() {
		if ent.ID == id {
			return ent, nil
		}
	}
	return graph.Entity{}, fmt.Errorf("entity %q: %w", id, graph.ErrNotFound)
}

func (m *model) Entities(entityType string) iter.Seq2[graph.Entity, error] {
	return seq(slices.DeleteFunc(m.entities(), func(e graph.Entity) bool { return entityType != "" && e.Type != entityType }))
}

func (m *model) Lookup(name string) iter.Seq2[graph.Entity, error] {
	folded := graph.FoldName(name)
	return seq(slices.DeleteFunc(m.entities(), func(e graph.Entity) bool {
		return folded == "" || !slices.ContainsFunc(append([]string{e.Name}, e.Aliases...),
			func(f string) bool { return graph.FoldName(f) == folded })
	}))
}

func (m *model) Relations(id graph.EntityID, dir graph.Direction, relationType string) iter.Seq2[graph.Relation, error] {
	var out, in []graph.Relation
	for _, r := range m.relations() {
		switch {
		case relationType != "" && r.Type != relationType:
		case r.Subject == id && dir != graph.In:
			out = append(out, r)
		case r.Object == id && dir != graph.Out:
			in = append(in, r)
		}
	}
	return seq(append(out, in...))
}

func (m *model) AllRelations(relationType string) iter.Seq2[graph.Relation, error] {
	return seq(slices.DeleteFunc(m.relations(), func(r graph.Relation) bool { return relationType != "" && r.Type != relationType }))
}

func (m *model) Statements(key graph.RelationKey) iter.Seq2[graph.Statement, error] {
	return seq(m.statements(key))
}

func (m *model) Mentions(id graph.EntityID) iter.Seq2[graph.Mention, error] {
	return seq(m.mentions(id))
}

func (m *model) Documents() iter.Seq2[graph.Document, error] {
	var all []graph.Document
	for _, c := range m.docs {
		all = append(all, c.Document)
	}
	return seq(all)
}

func (m *model) Document(id graph.DocumentID) (graph.Document, error) {
	c, err := m.Contribution(id)
	if err != nil {
		return graph.Document{}, err
	}
	return c.Document, nil
}

func (m *model) Contribution(id graph.DocumentID) (*graph.Contribution, error) {
	for _, c := range m.docs {
		if c.Document.ID == id {
			return c, nil
		}
	}
	return nil, fmt.Errorf("document %q: %w", id, graph.ErrNotFound)
}

func (m *model) Counts() (graph.Counts, error) {
	n := graph.Counts{Documents: len(m.docs), Entities: map[string]int{}, Relations: map[string]int{}}
	for _, c := range m.docs {
		n.Passages += c.Document.Passages
		n.Words += c.Document.Words
		n.Bytes += c.Document.Bytes
	}
	for _, ent := range m.entities() {
		n.Entities[ent.Type]++
		n.Mentions += ent.Mentions
	}
	for _, r := range m.relations() {
		n.Relations[r.Type]++
		n.Statements += r.Statements
	}
	return n, nil
}

// independent counts the documents that remain when, again and again, two that share a copied paragraph become one.
func (m *model) independent(statements []graph.Statement) int {
	groups := map[graph.DocumentID]int{}
	for i, st := range statements {
		groups[st.Evidence.Document] = i
	}
	for range statements {
		for _, a := range statements {
			for _, b := range statements {
				if !graph.Copies(a.Evidence.Sketch, b.Evidence.Sketch) {
					continue
				}
				least := min(groups[a.Evidence.Document], groups[b.Evidence.Document])
				groups[a.Evidence.Document], groups[b.Evidence.Document] = least, least
			}
		}
	}
	left := map[int]bool{}
	for _, g := range groups {
		left[g] = true
	}
	return len(left)
}
