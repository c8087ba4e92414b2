package web

import (
	"net/http"

	"mandate/graph"
)

// cited is a statement with the document it stands in.
type cited struct {
	Statement graph.Statement
	Document  graph.Document
}

type edge struct {
	Subject, Object graph.Entity
	Relation        graph.Relation
	Rows            []cited
	Pager           pager
	Back            []graph.Relation // relations between the same two, of other types or the other way round
	Description     string
	Symmetric       bool
}

// The limits of the page of an edge.
const (
	statementsOfPage = 25
	mostBetween      = 20
)

// keyOf reads the ends and the type of a relation.
func keyOf(r *http.Request) graph.RelationKey {
	q := r.URL.Query()
	return graph.RelationKey{Subject: graph.EntityID(q.Get("from")), Type: q.Get("type"), Object: graph.EntityID(q.Get("to"))}
}

// edge shows the evidence for a relation.
func (s *Server) edge(w http.ResponseWriter, r *http.Request, m *moment) error {
	key := keyOf(r)
	var e edge
	var err error
	if e.Subject, err = m.g.Entity(key.Subject); err != nil {
		return err
	}
	if e.Object, err = m.g.Entity(key.Object); err != nil {
		return err
	}
	found := false
	for rel, err := range m.g.Relations(key.Subject, graph.Out, key.Type) {
		if err != nil {
			return err
		}
		if rel.RelationKey == key {
			e.Relation, found = rel, true
			break
		}
	}
	if !found {
		return &problem{http.StatusNotFound, "No document says so.", "The page of either end lists what is said of it."}
	}
	if e.Pager, err = cut(r, "page", e.Relation.Statements, statementsOfPage); err != nil {
		return err
	}
	n := 0
	for st, err := range m.g.Statements(key) {
		if err != nil {
			return err
		}
		if n++; n <= e.Pager.From {
			continue
		}
		if n > e.Pager.To {
			break
		}
		doc, err := m.g.Document(st.Evidence.Document)
		if err != nil {
			return err
		}
		e.Rows = append(e.Rows, cited{st, doc})
	}
	if e.Back, err = m.between(key); err != nil {
		return err
	}
	if t, ok := s.schema.Relation(key.Type); ok {
		e.Description, e.Symmetric = t.Description, t.Symmetric
	}
	return s.render(w, r, "edge", frame{Title: e.Subject.Name + " " + s.pages.view.RelationType(key.Type).Label + " " + e.Object.Name}, e)
}

// between are the other relations between the same two entities.
func (m *moment) between(key graph.RelationKey) ([]graph.Relation, error) {
	var all []graph.Relation
	for _, end := range [][2]graph.EntityID{{key.Subject, key.Object}, {key.Object, key.Subject}} {
		for rel, err := range m.g.Relations(end[0], graph.Out, "") {
			if err != nil {
				return nil, err
			}
			if rel.Object == end[1] && rel.RelationKey != key && len(all) < mostBetween {
				all = append(all, rel)
			}
		}
		if key.Subject == key.Object {
			break
		}
	}
	return all, nil
}
