// Package graphml writes a graph as GraphML that Gephi, Cytoscape, igraph and networkx all read.
//
// What each of them trips over is left out: key ids never collide with names that Gephi takes for its own ("d3", "d7"),
// nodes and edges have keys of their own, every edge has an id, attributes are only string, int, double and boolean, there
// are no nested or mixed graphs, and characters that XML 1.0 forbids become U+FFFD. There is one edge for each source, type
// and target; relations without direction are directed edges whose "symmetric" is true.
package graphml

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

// key is one attribute of nodes or edges.
type key struct{ id, name, kind string }

var nodeKeys = []key{
	{"n_label", "label", "string"},
	{"n_name", "name", "string"}, // Cytoscape shows it
	{"n_type", "type", "string"},
	{"n_aliases", "aliases", "string"}, // joined by " | "
	{"n_country", "country", "string"},
	{"n_documents", "documents", "int"},
	{"n_mentions", "mentions", "int"},
	{"n_color", "color", "string"},
	{"n_r", "r", "int"}, // Gephi takes r, g, b for the colour
	{"n_g", "g", "int"},
	{"n_b", "b", "int"},
}

var edgeKeys = []key{
	{"e_label", "label", "string"},
	{"e_interaction", "interaction", "string"}, // Cytoscape shows it
	{"e_type", "type", "string"},
	{"e_weight", "weight", "double"}, // documents that say it
	{"e_symmetric", "symmetric", "boolean"},
	{"e_status", "status", "string"},
	{"e_support", "support", "int"},
	{"e_independent", "independent", "int"},
	{"e_statements", "statements", "int"},
	{"e_confidence", "confidence", "double"},
	{"e_since", "since", "string"},
	{"e_until", "until", "string"},
	{"e_evidence", "evidence", "string"}, // one line for each statement: place: quote
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
	`xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`

var kinds = [...]string{attribute.Text: "string", attribute.Whole: "int", attribute.Number: "double", attribute.Truth: "boolean"}

// Targets are the programs that Options.Target may name.
var Targets = []string{"gephi", "yed", "cytoscape"}

// Write writes the graph. Target "gephi" joins the edges from one node to another, whatever their types, because Gephi keeps
// only one of them; "yed" adds the shapes and labels without which yEd draws empty boxes; "cytoscape" is what is
// written anyway.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	yed := opt.Target == "yed"
	var join joiner
	return view.Write{
		Head: func(b []byte, v *view.View) []byte {
			b = append(b, head...)
			if yed {
				b = append(b[:len(b)-2], yedHead...)
			}
			return keys(b, v, yed)
		},
		Node: func(b []byte, v *view.View, _ int, ent *graph.Entity) []byte { return node(b, v, ent, yed) },
		Edge: func(b []byte, v *view.View, _ int, e *view.Edge) []byte {
			if opt.Target == "gephi" {
				return join.add(b, v, e)
			}
			return edge(b, v, e, yed)
		},
		Tail: func(b []byte, v *view.View) []byte {
			return append(join.flush(b, v), "  </graph>\n</graphml>\n"...)
		},
	}.To(w, g, opt)
}

// keys declares the attributes and begins the graph.
func keys(b []byte, v *view.View, yed bool) []byte {
	declare := func(k key, what string) {
		b = fmt.Appendf(b, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", k.id, what, k.name, k.kind)
	}
	for _, k := range nodeKeys {
		declare(k, "node")
	}
	if v.Options.Scores() != nil {
		declare(key{"n_size", "size", "double"}, "node") // Gephi takes it for the size
	}
	for _, f := range attribute.Measures(v) {
		declare(key{"n_m_" + f.Name, f.Name, kinds[f.Kind]}, "node")
	}
	for _, k := range edgeKeys {
		declare(k, "edge")
	}
	if yed {
		b = append(b, yedKeys...)
	}
	return append(b, "  <graph id=\"mandate\" edgedefault=\"directed\">\n"...)
}

func node(b []byte, v *view.View, ent *graph.Entity, yed bool) []byte {
	b = append(view.AppendXML(append(b, "    <node id=\""...), string(ent.ID)), "\">"...)
	color := v.Color(ent)
	red, green, blue, _ := view.RGB(color)
	d := data{b: b, keys: nodeKeys}
	d.text(ent.Name)
	d.text(ent.Name)
	d.text(ent.Type)
	d.text(strings.Join(ent.Aliases, " | "))
	d.text(ent.Country)
	d.whole(ent.Documents)
	d.whole(ent.Mentions)
	d.text(color)
	for _, part := range []uint8{red, green, blue} {
		d.whole(int(part))
	}
	b = d.b
	share, sized := v.Share(ent.ID)
	if sized {
		b = append(view.AppendSize(append(b, `<data key="n_size">`...), share), "</data>"...)
	}
	fields := attribute.Measures(v)
	for i, value := range attribute.Measured(nil, v, ent.ID) {
		if value != nil {
			b = append(append(append(b, `<data key="n_m_`...), fields[i].Name...), `">`...)
			b = append(view.AppendValue(b, value, view.AppendXML), "</data>"...)
		}
	}
	if yed {
		b = yedNode(b, ent.Name, color, share)
	}
	return append(b, "</node>\n"...)
}

func edge(b []byte, v *view.View, e *view.Edge, yed bool) []byte {
	rel, t := &e.Relation, v.RelationType(e.Type)
	b = begin(b, rel.ID(), e.Subject, e.Object)
	b = edgeData(b, rel, t.Label, rel.Type, t.Symmetric, rel.Support, rel.Independent, rel.Statements, attribute.Evidence(e))
	if yed {
		b = yedEdge(b, t.Label, rel.Status, t.Symmetric)
	}
	return append(b, "</edge>\n"...)
}

// edgeData appends the values of edgeKeys.
func edgeData(b []byte, rel *graph.Relation, label, name string, symmetric bool, support, independent, statements int, evidence string) []byte {
	d := data{b: b, keys: edgeKeys}
	d.text(label)
	d.text(name)
	d.text(name)
	d.whole(support)
	d.text(strconv.FormatBool(symmetric))
	d.text(rel.Status.String())
	d.whole(support)
	d.whole(independent)
	d.whole(statements)
	d.number(rel.Confidence)
	d.text(rel.Since)
	d.text(rel.Until)
	d.text(evidence)
	return d.b
}

func begin(b []byte, id string, source, target graph.EntityID) []byte {
	b = append(append(b, "    <edge id=\""...), id...)
	b = view.AppendXML(append(b, "\" source=\""...), string(source))
	b = view.AppendXML(append(b, "\" target=\""...), string(target))
	return append(b, "\">"...)
}

// data appends values in the order of their keys. Empty ones are left out.
type data struct {
	b    []byte
	keys []key // those whose values are still to come
}

func (d *data) open() { d.b = append(append(append(d.b, `<data key="`...), d.keys[0].id...), `">`...) }

func (d *data) close() {
	d.b = append(d.b, "</data>"...)
	d.keys = d.keys[1:]
}

func (d *data) text(s string) {
	if s == "" {
		d.keys = d.keys[1:]
		return
	}
	d.open()
	d.b = view.AppendXML(d.b, s)
	d.close()
}

func (d *data) whole(n int) {
	d.open()
	d.b = strconv.AppendInt(d.b, int64(n), 10)
	d.close()
}

func (d *data) number(f float64) {
	d.open()
	d.b = strconv.AppendFloat(d.b, f, 'g', -1, 64)
	d.close()
}
