// Package export writes a graph out. The table [Formats] lists the forms; each is a package of its own below this one.
package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mandate/export/bundle"
	"mandate/export/csv"
	"mandate/export/ftm"
	"mandate/export/gexf"
	"mandate/export/gml"
	"mandate/export/graphml"
	"mandate/export/json"
	"mandate/export/jsonl"
	"mandate/export/neo4j"
	"mandate/export/nodelink"
	"mandate/export/pajek"
	"mandate/export/parquet"
	"mandate/export/rdf"
	"mandate/export/sqlite"
	"mandate/export/view"
	"mandate/graph"
)

// Options say what of a graph to export, and how. The zero value exports all of it.
type Options = view.Options

// Ranking is a measure of how central nodes are, for [Options].
type Ranking = view.Ranking

// Selection is a part of a graph, for [Options].
type Selection = view.Selection

// Format is one row of the table of formats.
type Format struct {
	Name        string // as the command line takes it
	Extension   string // of file names, with the point
	MediaType   string
	Description string
	// Write writes the graph. Same graph and options, same bytes. Formats that hold all data stream; pictures and pages
	// (dot, svg, html) keep what they show in memory.
	Write func(w io.Writer, g graph.Reader, opt Options) error
	// Files writes the files of which Write makes an archive; nil for formats of one file.
	Files func(create bundle.Create, g graph.Reader, opt Options) error
	// Targets are the programs that Options.Target may name.
	Targets []string
	// Measured says that there is a place for what measures say of nodes.
	Measured bool
}

// Formats lists every format, in the order in which a listing shows them.
var Formats = []Format{
	{"json", ".json", "application/json", "nodes, edges with all their evidence, and documents as one JSON object", json.Write, nil, nil, false},
	{"jsonl", ".jsonl", "application/x-ndjson", "the same as JSON Lines: one document, node, edge or evidence a line", jsonl.Write, nil, nil, false},
	{"csv", ".csv", "text/csv; charset=utf-8", "one line for each edge, with its surest quote, for spreadsheets", csv.WriteEdges, nil, nil, false},
	{"csv-nodes", ".csv", "text/csv; charset=utf-8", "one line for each node", csv.WriteNodes, nil, nil, true},
	{"csv-evidence", ".csv", "text/csv; charset=utf-8", "one line for each statement", csv.WriteEvidence, nil, nil, false},
	{"csv-list", ".csv", "text/csv; charset=utf-8", "edge list by identifier: source, target, weight, type", csv.WriteList, nil, nil, false},
	{"csv-matrix", ".csv", "text/csv; charset=utf-8", "adjacency matrix: a line and a column for each node", csv.WriteMatrix, nil, nil, false},
	{"graphml", ".graphml", "application/graphml+xml", "for igraph, networkx, and with --for gephi, yed or cytoscape", graphml.Write, nil, graphml.Targets, true},
	{"gexf", ".gexf", "application/gexf+xml", "GEXF 1.3 with colours and dates, for Gephi", gexf.Write, nil, nil, true},
	{"gml", ".gml", "text/x-gml", "for igraph, networkx and Cytoscape", gml.Write, nil, nil, true},
	{"pajek", ".net", "text/x-pajek", "names and weights only, for Pajek", pajek.Write, nil, nil, false},
	{"node-link", ".nodelink.json", "application/json", "JSON for networkx, and with --for d3 for D3", nodelink.Write, nil, nodelink.Targets, true},
	{"cytoscape", ".cyjs", "application/json", "JSON for Cytoscape and Cytoscape.js", nodelink.WriteCytoscape, nil, nil, true},
	{"nquads", ".nq", "application/n-quads", "RDF with PROV-O and Web Annotation, a graph for each document", rdf.WriteNQuads, nil, nil, true},
	{"turtle", ".ttl", "text/turtle; charset=utf-8", "the same RDF, easier to read", rdf.WriteTurtle, nil, nil, true},
	{"json-ld", ".jsonld", "application/ld+json", "the same RDF as JSON, with its context in the file", rdf.WriteJSONLD, nil, nil, true},
	{"shapes", ".shacl.ttl", "text/turtle; charset=utf-8", "the SHACL shapes that the RDF satisfies", writeShapes, nil, nil, false},
	{"ftm", ".ftm.json", "application/x-ndjson", "FollowTheMoney entities, for Aleph; asserted edges unless --status names others", ftm.Write, nil, nil, false},
	{"neo4j", ".zip", "application/zip", "Neo4j's bulk import: CSV files with headers and the command", neo4j.WriteBulk, neo4j.BulkFiles, nil, true},
	{"sqlite", ".sqlite", "application/vnd.sqlite3", "SQLite database: documents, nodes, edges, evidence, and views", sqlite.Write, nil, nil, true},
	{"parquet", ".parquet.zip", "application/zip", "Parquet files for DuckDB and Arrow: documents, nodes, edges, evidence", parquet.Write, parquet.Files, nil, true},
	{"cypher", ".cypher", "text/plain; charset=utf-8", "script of MERGE statements for cypher-shell", neo4j.WriteCypher, nil, nil, true},
	{"dot", ".dot", "text/vnd.graphviz; charset=utf-8", "picture of the most central nodes, for Graphviz", drawTop("dot"), nil, nil, true},
	{"svg", ".svg", "image/svg+xml", "the same picture, drawn without any other program", drawTop("svg"), nil, nil, true},
	{"png", ".png", "image/png", "the same picture as dots, for slides", drawTop("png"), nil, nil, true},
	{"pdf", ".pdf", "application/pdf", "the same picture on the smallest sheet, A4 to A0, on which it can be read", drawTop("pdf"), nil, nil, true},
	{"html", ".html", "text/html; charset=utf-8", "report: picture, central nodes, every edge with its quotes, in one page", writeHTML, nil, nil, true},
}

// writeShapes writes what does not depend on the graph.
func writeShapes(w io.Writer, _ graph.Reader, _ Options) error { return rdf.WriteShapes(w) }

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

// ForFile is the format whose extension the file name has, the longest one first, or an error that lists the extensions there are.
func ForFile(path string) (*Format, error) {
	var found *Format
	var extensions []string
	for i := range Formats {
		f := &Formats[i]
		if strings.HasSuffix(strings.ToLower(path), f.Extension) && (found == nil || len(f.Extension) > len(found.Extension)) {
			found = f
		}
		if !slices.Contains(extensions, f.Extension) {
			extensions = append(extensions, f.Extension)
		}
	}
	if found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("no format for file %q: name one, or end the file name in one of %s", path, strings.Join(extensions, ", "))
}
