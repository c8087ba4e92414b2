// Package dot writes a diagram for Graphviz. The file names its own layout program, so that "dot -Tsvg" draws it as it is
// meant.
package dot

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// Longest texts in the picture, in characters: Graphviz stops at quoted strings of 16,384 bytes.
const (
	longestLabel   = 200
	longestTooltip = 1000
)

// mostLayered is the largest number of nodes for which the layered program dot is named: with 500 nodes and 1,000 edges it
// had not finished after 8 minutes (Graphviz 2.43), where sfdp took 0.6 s.
const mostLayered = 150

const fonts = "Helvetica,Arial,sans-serif"

// writer is a file on its way out.
type writer struct {
	out  *bufio.Writer // keeps its first error
	view *view.View
	d    *diagram.Diagram
	palette
}

// palette is the colours of a sheet.
type palette struct {
	paper, text, note, stroke, rule, band, label, negated string
	towards                                               string  // what the fill of a box is mixed with
	share                                                 float64 // how much of that
	rim                                                   float64 // how much white goes into the rim of a box
}

var (
	light = palette{"#ffffff", "#1a1a1a", "#555555", "#777777", "#d8d8d8", "#f5f6f7", "#444444", "#b3261e", "#ffffff", 0.82, 0}
	dark  = palette{"#16191d", "#ececec", "#b0b0b0", "#8b9096", "#3a3f45", "#1d2126", "#c9ccd0", "#ff8a80", "#16191d", 0.7, 0.25}
)

// fill and rimOf are the colours of a box for things of a colour.
func (p *palette) fill(color string) string { return view.Mix(color, p.towards, p.share) }

func (p *palette) rimOf(color string) string {
	if p.rim == 0 {
		return color
	}
	return view.Mix(color, "#ffffff", p.rim)
}

// Write writes the diagram, for a dark sheet or else for a light one.
func Write(w io.Writer, v *view.View, d *diagram.Diagram, theme scene.Theme) error {
	f := &writer{bufio.NewWriterSize(w, 1<<16), v, d, light}
	if theme == scene.Dark {
		f.palette = dark
	}
	f.line("digraph mandate {")
	f.head()
	switch d.Form {
	case diagram.Layers, diagram.Forces:
		f.network()
	case diagram.Table:
		f.table()
	case diagram.Swim:
		f.lanes()
	case diagram.Calendar:
		f.calendar()
	case diagram.Cards:
		f.cards()
	}
	f.line("}")
	return f.out.Flush()
}

func (f *writer) line(format string, args ...any) { fmt.Fprintf(f.out, format+"\n", args...) }

// Program is the program of Graphviz that the file asks for.
func Program(d *diagram.Diagram) string {
	switch {
	case d.Form == diagram.Cards, d.Form == diagram.Forces && len(d.Nodes) > mostLayered, len(d.Nodes) > mostLayered:
		return "sfdp"
	}
	return "dot"
}

// head writes the settings of the whole graph.
func (f *writer) head() {
	f.line("  graph [label=%s, labelloc=b, fontname=%s, fontsize=13, fontcolor=%s, bgcolor=%s, outputorder=edgesfirst];", f.legend(), quote(fonts), quote(f.text), quote(f.paper))
	switch {
	case f.d.Form == diagram.Cards:
		f.line("  graph [layout=sfdp, overlap=prism, splines=true, K=1.2, sep=%s];", quote("+30")) // a number on a line has room
	case Program(f.d) == "sfdp":
		f.line("  graph [layout=sfdp, overlap=prism, splines=true, K=1.2, sep=%s];", quote("+14")) // lines between neighbours are seen
	case f.d.Form == diagram.Calendar:
		f.line("  graph [layout=dot, rankdir=TB, ranksep=0.12, nodesep=0.2];")
	default:
		f.line("  graph [layout=dot, rankdir=LR, ranksep=0.45, nodesep=0.28, newrank=true];")
	}
	f.line("  node [shape=box, style=%s, fontname=%s, fontcolor=%s, margin=%s, height=0.3, penwidth=1.6];", quote("rounded,filled"), quote(fonts), quote(f.text), quote("0.09,0.05"))
	f.line("  edge [fontname=%s, fontsize=9, arrowsize=0.6, color=%s, fontcolor=%s];", quote(fonts), quote(f.stroke), quote(f.label))
}

// network writes boxes and lines. The node that an ego network is about, and the ends of paths, stand at their own rank.
func (f *writer) network() {
	prominence := f.d.Prominence()
	for i := range f.d.Nodes {
		n := &f.d.Nodes[i]
		f.node(string(n.ID), n.Entity, 10+5*prominence[i], n.Center, "  ")
	}
	for i := range f.d.Edges {
		e := &f.d.Edges[i]
		f.edge(string(e.Subject), string(e.Object), e, !f.d.Plain || e.Relation.Status == graph.Negated, "  ")
	}
}

// node writes a box.
func (f *writer) node(id string, ent graph.Entity, font float64, center bool, indent string) {
	color := f.view.Color(&ent)
	lines := layout.Wrap(view.Clip(view.Clean(ent.Name), longestLabel), font, 13*font)
	tip := view.Clean(fmt.Sprintf("%s (%s)", ent.Name, ent.Type))
	more := ""
	if center {
		more = fmt.Sprintf(", penwidth=3, fontname=%s", quote("Helvetica-Bold"))
	}
	f.line("%s%s [label=%s, tooltip=%s, color=%s, fillcolor=%s, fontsize=%.1f%s];", indent, quote(id), quote(strings.Join(lines, "\n")),
		quote(view.Clip(tip, longestTooltip)), quote(f.rimOf(color)), quote(f.fill(color)), font, more)
}

// edge writes a line between two nodes of the file.
func (f *writer) edge(from, to string, e *view.Edge, labelled bool, indent string) {
	st := e.Best()
	t := f.view.RelationType(e.Type)
	tip := quote(view.Clip(view.Clean(fmt.Sprintf("%s: “%s” (%s)", st.Status, view.PlainQuote(&st.Evidence), view.Place(&st.Evidence))), longestTooltip))
	list := []string{"tooltip=" + tip, "labeltooltip=" + tip}
	if t.Symmetric {
		list = append(list, "dir=none")
	}
	label := quote(view.Clip(view.Clean(t.Label), longestLabel))
	switch e.Relation.Status {
	case graph.Planned:
		list = append(list, "style=dashed")
	case graph.Reported:
		list = append(list, "style=dotted")
	case graph.Negated:
		list = append(list, "color="+quote(f.negated), "fontcolor="+quote(f.negated))
		label = "<<s>" + text(t.Label) + "</s>>"
	case graph.Asserted:
	}
	if labelled {
		list = append(list, "label="+label)
	}
	f.line("%s%s -> %s [%s];", indent, quote(from), quote(to), strings.Join(list, ", "))
}
