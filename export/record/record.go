// Package record is the form in which exports write nodes, edges, evidence and documents as JSON: field names, order of
// fields, what is left out when empty. The formats json and jsonl share it.
package record

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"mandate/export/view"
	"mandate/graph"
)

// NewEncoder writes one value a line, with "<", ">" and "&" as they are.
func NewEncoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

// Node is an entity.
type Node struct {
	ID        graph.EntityID `json:"id"`
	Type      string         `json:"type"`
	Name      string         `json:"name"`
	Aliases   []string       `json:"aliases"` // never null
	Country   string         `json:"country,omitempty"`
	Documents int            `json:"documents"`
	Mentions  int            `json:"mentions"`
}

// NewNode is the record of an entity.
func NewNode(ent graph.Entity) Node {
	n := Node{ent.ID, ent.Type, ent.Name, ent.Aliases, ent.Country, ent.Documents, ent.Mentions}
	if n.Aliases == nil {
		n.Aliases = []string{}
	}
	return n
}

// Edge is a relation.
type Edge struct {
	ID          string         `json:"id"`
	Source      graph.EntityID `json:"source"`
	Target      graph.EntityID `json:"target"`
	Type        string         `json:"type"`
	Status      graph.Status   `json:"status"`
	Support     int            `json:"support"`     // documents that say it
	Independent int            `json:"independent"` // of them, those that do so in words of their own
	Confidence  float64        `json:"confidence"`
	Since       string         `json:"since,omitempty"`
	Until       string         `json:"until,omitempty"`
	Evidence    []Evidence     `json:"evidence,omitempty"`
}

// NewEdge is the record of an edge, with its evidence if asked for.
func NewEdge(e *view.Edge, evidence bool) Edge {
	rel := e.Relation
	rec := Edge{
		ID: rel.ID(), Source: rel.Subject, Target: rel.Object, Type: rel.Type, Status: rel.Status,
		Support: rel.Support, Independent: rel.Independent, Confidence: rel.Confidence, Since: rel.Since, Until: rel.Until,
	}
	if evidence {
		for i := range e.Statements {
			rec.Evidence = append(rec.Evidence, NewEvidence(&e.Statements[i]))
		}
	}
	return rec
}

// Evidence is a statement: where and in which words a document says it. Spans are [start, end] in bytes.
type Evidence struct {
	Document   graph.DocumentID `json:"document"`
	Paragraph  string           `json:"paragraph"` // number as printed, "" none
	Passage    int              `json:"passage"`   // ordinal in the document, from 1
	Start      int              `json:"start"`
	End        int              `json:"end"`
	Quote      string           `json:"quote"`
	Subject    [2]int           `json:"subject"`
	Object     [2]int           `json:"object"`
	Status     graph.Status     `json:"status"`
	Marking    string           `json:"marking,omitempty"`
	Since      string           `json:"since,omitempty"`
	Until      string           `json:"until,omitempty"`
	Rule       string           `json:"rule"`
	Confidence float64          `json:"confidence"`
	Cues       [][2]int         `json:"cues,omitempty"`
}

// NewEvidence is the record of a statement.
func NewEvidence(st *graph.Statement) Evidence {
	ev := &st.Evidence
	rec := Evidence{
		Document: ev.Document, Paragraph: ev.Paragraph, Passage: ev.Passage, Start: ev.Span.Start, End: ev.Span.End,
		Quote: ev.Quote, Subject: pair(ev.Subject), Object: pair(ev.Object), Status: st.Status, Marking: ev.Marking,
		Since: st.Since, Until: st.Until, Rule: ev.Rule, Confidence: ev.Confidence,
	}
	for _, c := range ev.Cues {
		rec.Cues = append(rec.Cues, pair(c))
	}
	return rec
}

func pair(s graph.Span) [2]int { return [2]int{s.Start, s.End} }

// Document is a source.
type Document struct {
	ID       graph.DocumentID `json:"id"`
	Hash     string           `json:"hash"`
	Pipeline string           `json:"pipeline,omitempty"`
	Format   string           `json:"format"`
	Encoding string           `json:"encoding"`
	Title    string           `json:"title,omitempty"`
	Date     string           `json:"date,omitempty"`
	Country  string           `json:"country,omitempty"`
	Marking  string           `json:"marking,omitempty"`
	Meta     []Property       `json:"meta,omitempty"`
	Bytes    int              `json:"bytes"`
	Words    int              `json:"words"`
	Passages int              `json:"passages"`
	Notes    []string         `json:"notes,omitempty"`
}

// Property is one named value of a document's metadata.
type Property struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// NewDocument is the record of a document.
func NewDocument(doc graph.Document) Document {
	rec := Document{
		ID: doc.ID, Hash: doc.Hash, Pipeline: doc.Pipeline, Format: doc.Format, Encoding: doc.Encoding, Title: doc.Title,
		Date: doc.Date, Country: doc.Country, Marking: doc.Marking, Bytes: doc.Bytes, Words: doc.Words,
		Passages: doc.Passages, Notes: doc.Notes,
	}
	for _, p := range doc.Meta {
		rec.Meta = append(rec.Meta, Property(p))
	}
	return rec
}

// Pack is a copy of a contribution that JSON can hold: sketches are bytes, not text, so they are written in hexadecimal.
func Pack(c *graph.Contribution) *graph.Contribution {
	packed, _ := recode(c, func(s string) (string, error) { return hex.EncodeToString([]byte(s)), nil })
	return packed
}

// Unpack undoes [Pack].
func Unpack(c *graph.Contribution) (*graph.Contribution, error) {
	return recode(c, func(s string) (string, error) {
		b, err := hex.DecodeString(s)
		return string(b), err
	})
}

func recode(c *graph.Contribution, code func(string) (string, error)) (*graph.Contribution, error) {
	n := *c
	var errs []error
	change := func(s *string) {
		var err error
		if *s, err = code(*s); err != nil {
			errs = append(errs, fmt.Errorf("sketch: %w", err))
		}
	}
	n.Passages = slices.Clone(c.Passages)
	for i := range n.Passages {
		change(&n.Passages[i].Sketch)
	}
	n.Claims = slices.Clone(c.Claims)
	for i := range n.Claims {
		change(&n.Claims[i].Evidence.Sketch)
	}
	return &n, errors.Join(errs...)
}
