// Package read reads back what the export formats jsonl, graphml, gexf and node-link write.
//
// JSON Lines of a whole graph gives back every document as it was: text, passages, mentions and claims. The others, and JSON Lines of a part
// of a graph, give what they carry: nodes, edges, and the quotes. A document of which only quotes are known has these as
// its text, one paragraph each, and a note that says so.
package read

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mandate/export/record"
	"mandate/graph"
)

// Formats are the names of the formats that can be read.
var Formats = []string{"jsonl", "graphml", "gexf", "node-link"}

// Detect is the format of a file that begins with these bytes, "" when it is none of [Formats].
func Detect(head []byte) string {
	s := string(bytes.TrimLeft(head, "\ufeff \t\r\n"))
	first, _, _ := strings.Cut(s, "\n")
	switch {
	case strings.Contains(s, "<graphml"):
		return "graphml"
	case strings.Contains(s, "<gexf"):
		return "gexf"
	case strings.HasPrefix(first, "{") && strings.Contains(first, `"kind":`):
		return "jsonl"
	case strings.HasPrefix(s, "{") && (strings.Contains(s, `"nodes"`) || strings.Contains(s, `"directed"`)):
		return "node-link"
	}
	return ""
}

// Read reads a file and hands over its documents one after the other. name says in messages, and in the names of documents that the file does not
// name, which file it is. What is wrong in a record goes to skip, and the rest is read all the same; where skip is nil it ends the reading. The
// error is that of put, or says that the file as a whole cannot be read: then nothing of a file other than JSON Lines has been handed over.
func Read(r io.Reader, format, name string, put func(*graph.Contribution) error, skip func(error)) error {
	l := newLoose(name)
	l.skip = skip
	var err error
	switch format {
	case "jsonl":
		err = jsonLines(r, l, put)
	case "graphml", "gexf":
		err = readXML(r, l)
	case "node-link":
		err = nodeLink(r, l)
	default:
		return fmt.Errorf("%s: format %q cannot be imported: expected one of %s", name, format, strings.Join(Formats, ", "))
	}
	if err == nil {
		err = l.contributions(put)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// bad tells of a record that cannot be read. Its error is nil when the rest is to be read all the same.
func (l *loose) bad(err error) error {
	if err == nil || l.skip == nil {
		return err
	}
	l.skip(fmt.Errorf("%s: %w", l.file, err))
	return nil
}

// line is any line of JSON Lines.
type line struct {
	Kind         string
	ID           string
	Contribution *graph.Contribution // of kind contribution

	Type, Name, Country string // of kind node
	Aliases             []string

	Source, Target, Since, Until string // of kind edge
	Status                       graph.Status
	Confidence                   float64

	Edge, Document, Paragraph, Quote, Marking, Rule string // of kind evidence
	Obligation                                      graph.Obligation
	Amount                                          float64
	Unit                                            string
	Passage, Start, End                             int
	Subject, Object                                 [2]int
	Cues                                            [][2]int

	Hash, Pipeline, Format, Encoding, Title, Date string // of kind document
	Meta                                          []graph.Property
	Bytes, Words, Passages                        int
	Notes                                         []string
}

func jsonLines(r io.Reader, l *loose, put func(*graph.Contribution) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	whole := false
	for n := 1; ; n++ {
		b, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(b)) > 0 {
			c, bad := l.parse(b, &whole)
			if bad != nil {
				if err := l.bad(fmt.Errorf("line %d: %w", n, bad)); err != nil {
					return err
				}
			}
			if c != nil {
				if err := put(c); err != nil {
					return err
				}
			}
		}
		if err == io.EOF {
			if whole { // the other lines say again what the contributions say
				l.documents, l.nodes, l.edges = nil, nil, nil
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// parse reads a line: a document of a whole graph, which it returns, or part of a graph that is put together at the end.
func (l *loose) parse(b []byte, whole *bool) (*graph.Contribution, error) {
	var rec line
	if err := json.Unmarshal(b, &rec); err != nil {
		return nil, err
	}
	switch {
	case rec.Kind == "contribution" && rec.Contribution != nil:
		*whole = true
		c, err := record.Unpack(rec.Contribution)
		if err == nil {
			err = c.Check()
		}
		if err != nil {
			return nil, err
		}
		return c, nil
	case *whole:
		return nil, nil
	}
	return nil, l.line(&rec)
}

func (l *loose) line(rec *line) error {
	switch rec.Kind {
	case "document":
		l.documents = append(l.documents, graph.Document{
			ID: graph.DocumentID(rec.ID), Hash: rec.Hash, Pipeline: rec.Pipeline, Format: rec.Format, Encoding: rec.Encoding,
			Title: rec.Title, Date: rec.Date, Country: rec.Country, Marking: rec.Marking, Meta: rec.Meta, Bytes: rec.Bytes,
			Words: rec.Words, Passages: rec.Passages, Notes: rec.Notes,
		})
	case "node":
		l.node(node{rec.ID, rec.Type, rec.Name, rec.Country, rec.Aliases})
	case "edge":
		l.edges = append(l.edges, edge{id: rec.ID, source: rec.Source, target: rec.Target, kind: rec.Type, status: rec.Status, confidence: rec.Confidence, since: rec.Since, until: rec.Until})
	case "evidence":
		if len(l.edges) == 0 || l.edges[len(l.edges)-1].id != rec.Edge {
			return fmt.Errorf("the evidence of edge %q does not follow that edge", rec.Edge)
		}
		e := &l.edges[len(l.edges)-1]
		ev := graph.Evidence{
			Document: graph.DocumentID(rec.Document), Passage: rec.Passage, Paragraph: rec.Paragraph, Marking: rec.Marking, Quote: rec.Quote,
			Span: graph.Span{Start: rec.Start, End: rec.End}, Subject: span(rec.Subject), Object: span(rec.Object), Rule: rec.Rule, Confidence: rec.Confidence,
			Obligation: rec.Obligation, Amount: graph.Amount{Value: rec.Amount, Unit: rec.Unit},
		}
		for _, c := range rec.Cues {
			ev.Cues = append(ev.Cues, span(c))
		}
		e.exact = append(e.exact, graph.Claim{Type: e.kind, Status: rec.Status, Since: rec.Since, Until: rec.Until, Evidence: ev})
	default:
		return fmt.Errorf("unknown kind %q: expected document, contribution, node, edge or evidence", rec.Kind)
	}
	return nil
}

func span(p [2]int) graph.Span { return graph.Span{Start: p[0], End: p[1]} }
