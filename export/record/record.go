// Package record is the form in which exports write nodes, edges, evidence and documents as JSON: field names, order of
// fields, what is left out when empty. The formats json and jsonl share it. There are few documents and many of the others,
// so these are written by hand (append.go); a test has them as structs and compares.
package record

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"mandate/graph"
)

// NewEncoder writes one value a line, with "<", ">" and "&" as they are.
func NewEncoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

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
