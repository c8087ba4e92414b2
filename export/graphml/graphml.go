// Package graphml writes a graph as GraphML that Gephi, Cytoscape, igraph and networkx all read.
//
// What each of them trips over is left out: key ids never collide with names that Gephi takes for its own ("d3", "d7"),
// nodes and edges have keys of their own, every edge has an id, attributes are only string, int, double and boolean, there
// are no nested or mixed graphs, and characters that XML 1.0 forbids become U+FFFD. There is one edge for each source, type
// and target; relations without direction are directed edges whose "symmetric" is true.
package graphml

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

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

// Write writes the graph.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16) // keeps its first error, which Flush returns
	_, _ = out.WriteString(head)
	for _, k := range nodeKeys {
		fmt.Fprintf(out, "  <key id=%q for=\"node\" attr.name=%q attr.type=%q/>\n", k.id, k.name, k.kind)
	}
	for _, k := range edgeKeys {
		fmt.Fprintf(out, "  <key id=%q for=\"edge\" attr.name=%q attr.type=%q/>\n", k.id, k.name, k.kind)
	}
	_, _ = out.WriteString("  <graph id=\"mandate\" edgedefault=\"directed\">\n")
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		writeNode(out, v, &ent)
	}
	for e, err := range v.Edges("") {
		if err != nil {
			return err
		}
		writeEdge(out, v, &e)
	}
	_, _ = out.WriteString("  </graph>\n</graphml>\n")
	return out.Flush()
}

func writeNode(out *bufio.Writer, v *view.View, ent *graph.Entity) {
	fmt.Fprintf(out, "    <node id=\"%s\">", escape(string(ent.ID)))
	color := v.EntityType(ent.Type).Color
	r, g, b, _ := view.RGB(color)
	data(out, nodeKeys, ent.Name, ent.Name, ent.Type, strings.Join(ent.Aliases, " | "), ent.Country,
		strconv.Itoa(ent.Documents), strconv.Itoa(ent.Mentions), color,
		strconv.Itoa(int(r)), strconv.Itoa(int(g)), strconv.Itoa(int(b)))
	_, _ = out.WriteString("</node>\n")
}

func writeEdge(out *bufio.Writer, v *view.View, e *view.Edge) {
	rel, t := &e.Relation, v.RelationType(e.Type)
	fmt.Fprintf(out, "    <edge id=\"%s\" source=\"%s\" target=\"%s\">", rel.ID(), escape(string(rel.Subject)), escape(string(rel.Object)))
	lines := make([]string, len(e.Statements))
	for i := range lines {
		ev := &e.Statements[i].Evidence
		lines[i] = view.Clean(view.Place(ev)) + ": " + view.PlainQuote(ev)
	}
	data(out, edgeKeys, t.Label, rel.Type, rel.Type, strconv.Itoa(rel.Support), strconv.FormatBool(t.Symmetric), rel.Status.String(),
		strconv.Itoa(rel.Support), strconv.Itoa(rel.Statements), strconv.FormatFloat(rel.Confidence, 'g', -1, 64),
		rel.Since, rel.Until, strings.Join(lines, "\n"))
	_, _ = out.WriteString("</edge>\n")
}

// data writes the values that are not empty, in the order of the keys.
func data(out *bufio.Writer, keys []key, values ...string) {
	for i, v := range values {
		if v != "" {
			fmt.Fprintf(out, `<data key="%s">%s</data>`, keys[i].id, escape(v))
		}
	}
}

// escape writes a text as XML, for content or an attribute.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
