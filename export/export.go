// Package export writes a graph out. The table [Formats] lists the forms; each is a package of its own below this one.
package export

import (
	"fmt"
	"io"
	"strings"

	"mandate/export/csv"
	"mandate/export/dot"
	"mandate/export/graphml"
	"mandate/export/html"
	"mandate/export/json"
	"mandate/export/jsonl"
	"mandate/export/svg"
	"mandate/export/view"
	"mandate/graph"
)

// Options say what of a graph to export, and how. The zero value exports all of it.
type Options = view.Options

// Ranking is a measure of how central nodes are, for [Options].
type Ranking = view.Ranking

// Format is one row of the table of formats.
type Format struct {
	Name        string // as the command line takes it
	Extension   string // of file names, with the point
	MediaType   string
	Description string
	// Write writes the graph. Same graph and options, same bytes. Formats that hold all data stream; pictures and pages
	// (dot, svg, html) keep what they show in memory.
	Write func(w io.Writer, g graph.Reader, opt Options) error
}

// Formats lists every format, in the order in which a listing shows them.
var Formats = []Format{
	{"json", ".json", "application/json", "nodes, edges with all their evidence, and documents as one JSON object", json.Write},
	{"jsonl", ".jsonl", "application/x-ndjson", "the same as JSON Lines: one document, node, edge or evidence a line", jsonl.Write},
	{"csv", ".csv", "text/csv; charset=utf-8", "one line for each edge, with its surest quote, for spreadsheets", csv.WriteEdges},
	{"csv-nodes", ".csv", "text/csv; charset=utf-8", "one line for each node", csv.WriteNodes},
	{"csv-evidence", ".csv", "text/csv; charset=utf-8", "one line for each statement", csv.WriteEvidence},
	{"graphml", ".graphml", "application/graphml+xml", "for Gephi, Cytoscape, igraph and networkx", graphml.Write},
	{"dot", ".dot", "text/vnd.graphviz; charset=utf-8", "picture of the most central nodes, for Graphviz", dot.Write},
	{"svg", ".svg", "image/svg+xml", "the same picture, drawn without any other program", svg.Write},
	{"html", ".html", "text/html; charset=utf-8", "report: picture, central nodes, every edge with its quotes, in one page", writeHTML},
}

// writeHTML puts the picture of svg into the page.
func writeHTML(w io.Writer, g graph.Reader, opt Options) error {
	return html.Write(w, g, opt, svg.Fragment)
}

// Find is the format with the name, in any case, or an error that lists the names there are.
func Find(name string) (*Format, error) {
	names := make([]string, len(Formats))
	for i := range Formats {
		if strings.EqualFold(Formats[i].Name, name) {
			return &Formats[i], nil
		}
		names[i] = Formats[i].Name
	}
	return nil, fmt.Errorf("unknown format %q: expected one of %s", name, strings.Join(names, ", "))
}

// ForFile is the first format whose extension the file name has, or an error that lists the extensions there are.
func ForFile(path string) (*Format, error) {
	var extensions []string
	for i := range Formats {
		if strings.HasSuffix(strings.ToLower(path), Formats[i].Extension) {
			return &Formats[i], nil
		}
		extensions = append(extensions, Formats[i].Extension)
	}
	return nil, fmt.Errorf("no format for file %q: name one, or end the file name in one of %s", path, strings.Join(extensions, ", "))
}
