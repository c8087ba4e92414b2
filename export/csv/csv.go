// Package csv writes a graph as tables for spreadsheets: edges, nodes, or evidence, each with a heading line.
//
// The form is that of RFC 4180 in UTF-8: lines end in CRLF, and a cell is quoted when it holds a comma, a quote or a line
// break. A text cell that a spreadsheet would take for a formula, because it starts with one of = + - @ or a tab, gets an
// apostrophe in front. Line breaks within a cell become single blanks, and characters that no text should hold (control
// characters, broken UTF-8) become U+FFFD.
package csv

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// WriteEdges writes one line for each edge, with the surest of its quotes.
func WriteEdges(w io.Writer, g graph.Reader, opt view.Options) error {
	t := newTable(w, "source", "source_type", "relation", "target", "target_type", "status", "support", "independent", "statements",
		"confidence", "since", "until", "document", "paragraph", "quote", "id", "source_id", "target_id")
	return eachEdge(g, opt, func(e *view.Edge, subject, object graph.Entity) error {
		rel, ev := &e.Relation, &e.Best().Evidence
		return t.row(text(subject.Name), text(subject.Type), text(rel.Type), text(object.Name), text(object.Type),
			rel.Status.String(), strconv.Itoa(rel.Support), strconv.Itoa(rel.Independent), strconv.Itoa(rel.Statements), number(rel.Confidence),
			text(rel.Since), text(rel.Until), text(string(ev.Document)), text(ev.Paragraph), text(ev.Quote),
			rel.ID(), text(string(rel.Subject)), text(string(rel.Object)))
	}, t)
}

// WriteEvidence writes one line for each statement: an edge that is said three times has three.
func WriteEvidence(w io.Writer, g graph.Reader, opt view.Options) error {
	t := newTable(w, "edge", "source", "relation", "target", "status", "since", "until", "document", "paragraph", "passage",
		"start", "end", "marking", "quote", "subject_start", "subject_end", "object_start", "object_end", "rule", "confidence", "id")
	return eachEdge(g, opt, func(e *view.Edge, subject, object graph.Entity) error {
		for i := range e.Statements {
			st := &e.Statements[i]
			ev := &st.Evidence
			err := t.row(e.RelationKey.ID(), text(subject.Name), text(st.Type), text(object.Name), st.Status.String(),
				text(st.Since), text(st.Until), text(string(ev.Document)), text(ev.Paragraph), strconv.Itoa(ev.Passage),
				strconv.Itoa(ev.Span.Start), strconv.Itoa(ev.Span.End), text(ev.Marking), text(ev.Quote),
				strconv.Itoa(ev.Subject.Start), strconv.Itoa(ev.Subject.End), strconv.Itoa(ev.Object.Start), strconv.Itoa(ev.Object.End),
				text(ev.Rule), number(ev.Confidence), string(st.ID))
			if err != nil {
				return err
			}
		}
		return nil
	}, t)
}

// WriteList writes an edge list: source, target, weight, type, by identifier, as networkx, igraph and pandas read it. The weight
// is the number of documents that say the edge. The form is that of the other tables, but no apostrophes are put in.
func WriteList(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	t := newTable(w, "source", "target", "weight", "type")
	for e, err := range v.Edges("") {
		if err != nil {
			return err
		}
		if err := t.row(view.Clean(string(e.Subject)), view.Clean(string(e.Object)), strconv.Itoa(e.Relation.Support), view.Clean(e.Type)); err != nil {
			return err
		}
	}
	return t.out.Flush()
}

// WriteMatrix writes the adjacency matrix: a line for each source and a column for each target, both headed by identifiers,
// in each cell the sum of the weights of the edges between them, 0 where there are none. It keeps the columns and one line in memory; the file
// grows with the square of the number of nodes.
func WriteMatrix(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	heading := []string{""}
	at := map[graph.EntityID]int{}
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		at[ent.ID] = len(heading)
		heading = append(heading, view.Clean(string(ent.ID)))
	}
	t := newTable(w, heading...)
	next := 1 // the line that is to be written
	weights := make([]int, len(heading))
	line := make([]string, len(heading))
	advance := func(to int) {
		for ; next < to; next++ {
			line[0] = heading[next]
			for i := 1; i < len(line); i++ {
				line[i] = strconv.Itoa(weights[i])
			}
			clear(weights)
			_ = t.row(line...) // the last call of Flush gives the error
		}
	}
	for e, err := range v.Edges("") {
		if err != nil {
			return err
		}
		advance(at[e.Subject])
		weights[at[e.Object]] += e.Relation.Support
	}
	advance(len(heading))
	return t.out.Flush()
}

// WriteNodes writes one line for each node. Aliases are joined by " | ".
func WriteNodes(w io.Writer, g graph.Reader, opt view.Options) error {
	t := newTable(w, "id", "type", "name", "aliases", "country", "documents", "mentions")
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		err = t.row(text(string(ent.ID)), text(ent.Type), text(ent.Name), text(strings.Join(ent.Aliases, " | ")), text(ent.Country),
			strconv.Itoa(ent.Documents), strconv.Itoa(ent.Mentions))
		if err != nil {
			return err
		}
	}
	return t.out.Flush()
}

func eachEdge(g graph.Reader, opt view.Options, row func(e *view.Edge, subject, object graph.Entity) error, t *table) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	names := view.Names{View: v}
	for e, err := range v.Edges("") {
		if err != nil {
			return err
		}
		subject, object, err := names.Ends(e.RelationKey)
		if err != nil {
			return err
		}
		if err := row(&e, subject, object); err != nil {
			return err
		}
	}
	return t.out.Flush()
}

// table writes lines. encoding/csv is not used for it: that leaves bare carriage returns unquoted.
type table struct {
	out *bufio.Writer
}

// newTable starts a table. An error of the heading line comes back from the next call: a bufio.Writer keeps it.
func newTable(w io.Writer, heading ...string) *table {
	t := &table{bufio.NewWriterSize(w, 1<<16)}
	_ = t.row(heading...)
	return t
}

func (t *table) row(cells ...string) error {
	for i, c := range cells {
		if i > 0 {
			_ = t.out.WriteByte(',')
		}
		if strings.ContainsAny(c, "\",\r\n") {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		_, _ = t.out.WriteString(c)
	}
	_, err := t.out.WriteString("\r\n")
	return err
}

// text makes a text fit for a cell; see the package comment.
func text(s string) string {
	s = view.Clean(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
