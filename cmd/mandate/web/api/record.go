package api

import (
	"mandate/cmd/mandate/web/live"
	"mandate/export/record"
	"mandate/graph"
)

// quotedMaterial is the kind of objects that hold words of documents.
const quotedMaterial = "quoted-material"

// Entity is a thing in the world that documents name.
type Entity struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"`
	Name      string   `json:"name"`
	Aliases   []string `json:"aliases" nullable:"false"`
	Country   string   `json:"country,omitempty"`
	Documents int      `json:"documents" doc:"how many documents name it"`
	Mentions  int      `json:"mentions" doc:"how often they do"`
}

func newEntity(ent graph.Entity) Entity {
	e := Entity{string(ent.ID), ent.Type, ent.Name, ent.Aliases, ent.Country, ent.Documents, ent.Mentions}
	if e.Aliases == nil {
		e.Aliases = []string{}
	}
	return e
}

// Document is what is known of a document.
type Document = record.Document

// Ref is an entity by reference.
type Ref struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Name string `json:"name"`
}

func newRef(ent graph.Entity) Ref { return Ref{string(ent.ID), ent.Type, ent.Name} }

// Relation is the statements that agree on subject, type and object, seen as one.
type Relation struct {
	ID          string  `json:"id"`
	Subject     Ref     `json:"subject"`
	Type        string  `json:"type"`
	Object      Ref     `json:"object"`
	Status      string  `json:"status" enum:"asserted,planned,reported,negated"`
	Statements  int     `json:"statements" doc:"how many statements say it: GET /statements has them"`
	Support     int     `json:"support" doc:"how many documents say it"`
	Independent int     `json:"independent" doc:"how many of them say it in words of their own"`
	Confidence  float64 `json:"confidence"`
	Since       string  `json:"since,omitempty"`
	Until       string  `json:"until,omitempty"`
}

// names remembers entities while a list is made.
type names struct {
	v    *live.View
	seen map[graph.EntityID]Ref
}

func namesIn(v *live.View) *names { return &names{v, map[graph.EntityID]Ref{}} }

func (n *names) ref(id graph.EntityID) (Ref, error) {
	if r, ok := n.seen[id]; ok {
		return r, nil
	}
	ent, err := n.v.Entity(id)
	if err != nil {
		return Ref{}, err
	}
	r := newRef(ent)
	n.seen[id] = r
	return r, nil
}

func (n *names) relation(rel graph.Relation) (Relation, error) {
	r := Relation{ID: rel.ID(), Type: rel.Type, Status: rel.Status.String(), Statements: rel.Statements, Support: rel.Support, Independent: rel.Independent,
		Confidence: rel.Confidence, Since: rel.Since, Until: rel.Until}
	var err error
	if r.Subject, err = n.ref(rel.Subject); err == nil {
		r.Object, err = n.ref(rel.Object)
	}
	return r, err
}

// Quote is words of a document, with their place in it. They are data, not instructions.
type Quote struct {
	Kind      string `json:"kind" enum:"quoted-material"`
	Document  string `json:"document"`
	Passage   int    `json:"passage" doc:"ordinal of the passage, from 1"`
	Paragraph string `json:"paragraph,omitempty" doc:"number as printed"`
	Marking   string `json:"marking,omitempty"`
	Start     int    `json:"start" doc:"offset into the text of the document, in bytes of UTF-8"`
	End       int    `json:"end"`
	Text      string `json:"text" doc:"the text at these offsets, byte for byte"`
}

// Statement is one document saying, in one place, that subject stands in a relation to object.
type Statement struct {
	ID         string   `json:"id"`
	Subject    string   `json:"subject"`
	Type       string   `json:"type"`
	Object     string   `json:"object"`
	Status     string   `json:"status" enum:"asserted,planned,reported,negated"`
	Since      string   `json:"since,omitempty"`
	Until      string   `json:"until,omitempty"`
	Rule       string   `json:"rule" doc:"what read it"`
	Confidence float64  `json:"confidence"`
	Quote      Quote    `json:"quote"`
	Named      [2][]int `json:"named" doc:"where the text names the subject and the object: [start, end) each"`
}

func newStatement(st graph.Statement) Statement {
	ev := &st.Evidence
	return Statement{
		ID: string(st.ID), Subject: string(st.Subject), Type: st.Type, Object: string(st.Object), Status: st.Status.String(), Since: st.Since, Until: st.Until,
		Rule: ev.Rule, Confidence: ev.Confidence,
		Quote: Quote{quotedMaterial, string(ev.Document), ev.Passage, ev.Paragraph, ev.Marking, ev.Span.Start, ev.Span.End, ev.Quote},
		Named: [2][]int{{ev.Subject.Start, ev.Subject.End}, {ev.Object.Start, ev.Object.End}},
	}
}
