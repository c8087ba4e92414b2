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

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

// WriteEdges writes one line for each edge, with the surest of its quotes.
func WriteEdges(w io.Writer, g graph.Reader, opt view.Options) error {
	t := newTable(w, "source", "source_type", "relation", "target", "target_type", "status", "support", "independent", "statements",
		"confidence", "since", "until", "obligation", "amount", "unit", "document", "paragraph", "quote", "id", "source_id", "target_id")
	return eachEdge(g, opt, func(e *view.Edge, subject, object graph.Entity) error {
		rel, ev := &e.Relation, &e.Best().Evidence
		t.text(subject.Name, subject.Type, rel.Type, object.Name, object.Type)
		t.raw(rel.Status.String())
		t.whole(rel.Support, rel.Independent, rel.Statements)
		t.number(rel.Confidence)
		t.text(rel.Since, rel.Until)
		t.bond(ev)
		t.text(string(ev.Document), ev.Paragraph, ev.Quote)
		t.raw(rel.ID())
		t.text(string(rel.Subject), string(rel.Object))
		return t.end()
	}, t)
}

// WriteEvidence writes one line for each statement: an edge that is said three times has three.
func WriteEvidence(w io.Writer, g graph.Reader, opt view.Options) error {
	t := newTable(w, "edge", "source", "relation", "target", "status", "since", "until", "obligation", "amount", "unit", "document", "paragraph", "passage",
		"start", "end", "marking", "quote", "subject_start", "subject_end", "object_start", "object_end", "rule", "confidence", "id")
	return eachEdge(g, opt, func(e *view.Edge, subject, object graph.Entity) error {
		for i := range e.Statements {
			st := &e.Statements[i]
			ev := &st.Evidence
			t.raw(e.RelationKey.ID())
			t.text(subject.Name, st.Type, object.Name)
			t.raw(st.Status.String())
			t.text(st.Since, st.Until)
			t.bond(ev)
			t.text(string(ev.Document), ev.Paragraph)
			t.whole(ev.Passage, ev.Span.Start, ev.Span.End)
			t.text(ev.Marking, ev.Quote)
			t.whole(ev.Subject.Start, ev.Subject.End, ev.Object.Start, ev.Object.End)
			t.text(ev.Rule)
			t.number(ev.Confidence)
			t.raw(string(st.ID))
			if err := t.end(); err != nil {
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
	for e, err := range v.Sums("") {
		if err != nil {
			return err
		}
		t.raw(view.Clean(string(e.Subject)), view.Clean(string(e.Object)))
		t.whole(e.Relation.Support)
		t.raw(view.Clean(e.Type))
		if err := t.end(); err != nil {
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
	advance := func(to int) {
		for ; next < to; next++ {
			t.raw(heading[next])
			t.whole(weights[1:]...)
			clear(weights)
			_ = t.end() // the last call of Flush gives the error
		}
	}
	for e, err := range v.Sums("") {
		if err != nil {
			return err
		}
		advance(at[e.Subject])
		weights[at[e.Object]] += e.Relation.Support
	}
	advance(len(heading))
	return t.out.Flush()
}

// WriteNodes writes one line for each node. Aliases are joined by " | "; measures are further columns.
func WriteNodes(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	heading := []string{"id", "type", "name", "aliases", "country", "documents", "mentions"}
	for _, f := range attribute.Measures(v) {
		heading = append(heading, f.Name)
	}
	t := newTable(w, heading...)
	var measured []any
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		t.text(string(ent.ID), ent.Type, ent.Name, strings.Join(ent.Aliases, " | "), ent.Country)
		t.whole(ent.Documents, ent.Mentions)
		measured = attribute.Measured(measured[:0], v, ent.ID)
		for _, m := range measured {
			switch m := m.(type) {
			case float64:
				t.number(m)
			case int:
				t.whole(m)
			case string:
				t.text(m)
			default: // not known
				t.raw("")
			}
		}
		if err := t.end(); err != nil {
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
	for e, err := range v.Stream("") {
		if err != nil {
			return err
		}
		subject, object, err := names.Ends(e.RelationKey)
		if err != nil {
			return err
		}
		if err := row(e, subject, object); err != nil {
			return err
		}
	}
	return t.out.Flush()
}

// table writes lines, cell by cell. encoding/csv is not used for it: that leaves bare carriage returns unquoted.
type table struct {
	out *bufio.Writer
	b   []byte // the line at hand
}

// newTable starts a table. An error of the heading line comes back from the next call: a bufio.Writer keeps it.
func newTable(w io.Writer, heading ...string) *table {
	t := &table{out: bufio.NewWriterSize(w, 1<<16)}
	_ = t.row(heading...)
	return t
}

// row writes a whole line of cells as they are.
func (t *table) row(cells ...string) error {
	t.raw(cells...)
	return t.end()
}

// end writes the line. It has a comma after each cell, the last of which gives way to the end of the line.
func (t *table) end() error {
	_, err := t.out.Write(append(t.b[:max(len(t.b)-1, 0)], "\r\n"...))
	t.b = t.b[:0]
	return err
}

// raw adds cells as they are, quoted where they must be.
func (t *table) raw(cells ...string) {
	for _, c := range cells {
		t.b = append(quoted(t.b, c), ',')
	}
}

// text adds cells of text; see the package comment.
func (t *table) text(cells ...string) {
	for _, c := range cells {
		if simple(c) {
			t.b = append(append(t.b, c...), ',')
			continue
		}
		t.b = append(quoted(t.b, text(c)), ',')
	}
}

func (t *table) whole(cells ...int) {
	for _, c := range cells {
		t.b = append(strconv.AppendInt(t.b, int64(c), 10), ',')
	}
}

func (t *table) number(f float64) { t.b = append(strconv.AppendFloat(t.b, f, 'g', -1, 64), ',') }

// bond adds how strongly the words bind whom they speak of ("may", "should", "must" or nothing), and the amount that they name
// with its unit: an ISO 4217 code, "%" or what is counted.
func (t *table) bond(ev *graph.Evidence) {
	t.text(ev.Obligation.String())
	if ev.Amount.Value == 0 {
		t.raw("")
	} else {
		t.number(ev.Amount.Value)
	}
	t.text(ev.Amount.Unit)
}

func quoted(b []byte, s string) []byte {
	if strings.IndexByte(s, ',') < 0 && strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return append(b, s...)
	}
	b = append(b, '"')
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			break
		}
		b = append(append(b, s[:i+1]...), '"')
		s = s[i+1:]
	}
	return append(append(b, s...), '"')
}

// simple says whether a cell of text stands as it is, as most do. It may say no where that is so.
func simple(s string) bool {
	for i := 0; i < len(s); i++ {
		if !bare[s[i]] && (s[i] != ' ' || i == 0 || i+1 == len(s) || s[i-1] == ' ') {
			return false
		}
	}
	return s == "" || strings.IndexByte(formula, s[0]) < 0
}

// formula is the bytes with which a formula begins.
const formula = "=+-@"

// bare is the visible characters of ASCII for which no cell is quoted.
var bare = func() (t [256]bool) {
	for c := '!'; c <= '~'; c++ {
		t[c] = c != '"' && c != ','
	}
	return t
}()

// text makes a text fit for a cell; see the package comment.
func text(s string) string {
	s = view.Clean(s)
	if s != "" && strings.IndexByte(formula, s[0]) >= 0 {
		return "'" + s
	}
	return s
}
