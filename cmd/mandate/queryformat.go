package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"mandate/cmd/mandate/ask"
	lang "mandate/graph/cypher/value"
)

// rowWriter takes the rows of a result.
type rowWriter interface {
	row(values []lang.Value) error
	end() error
}

// flusher is a rowWriter that holds back a part of what it was given and can write it when the query is cut off.
type flusher interface{ flush() error }

// page is what a format may use beside the rows.
type page struct {
	s     *session
	title string                  // the query on one line
	hold  func(bytes int64) error // counts what a format holds back against the memory of the query
}

// queryFormat is one row of the table of forms that a result is written in.
type queryFormat struct {
	name        string // as the command line takes it
	extensions  []string
	description string
	apart       bool // results of several queries are parted by an empty line
	open        func(w io.Writer, columns []string, p page) rowWriter
}

// queryFormats lists every form, in the order in which help shows it.
var queryFormats = []queryFormat{
	{"table", []string{".txt"}, "columns for reading; on a terminal long cells are wrapped", true, newTextTable},
	{"json", []string{".json"}, "one array with an object for each row", false, newJSONRows},
	{"jsonl", []string{".jsonl", ".ndjson"}, "one object a line, written as the rows are found", false, newJSONLines},
	{"csv", []string{".csv"}, "for spreadsheets, written as the rows are found", true, newCSVRows},
	{"md", []string{".md"}, "Markdown table", true, newMarkdown},
	{"dot", []string{".dot", ".gv"}, "picture of the nodes and edges of the result, for Graphviz", false, newGraphResult("dot")},
	{"svg", []string{".svg"}, "the same picture, drawn without any other program", false, newGraphResult("svg")},
	{"graphml", []string{".graphml"}, "the same nodes and edges, for Gephi, Cytoscape, igraph and networkx", false, newGraphResult("graphml")},
}

func listQueryFormats() string {
	var b strings.Builder
	for _, f := range queryFormats {
		fmt.Fprintf(&b, "  %-9s %s\n", f.name, f.description)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// chooseQueryFormat finds the format by its name or, when that is not given, by the ending of the output file.
func chooseQueryFormat(name, output string) (*queryFormat, error) {
	var names, endings []string
	for i := range queryFormats {
		f := &queryFormats[i]
		if strings.EqualFold(f.name, name) {
			return f, nil
		}
		names = append(names, f.name)
		for _, e := range f.extensions {
			if name == "" && output != "-" && strings.EqualFold(filepath.Ext(output), e) {
				return f, nil
			}
		}
		endings = append(endings, f.extensions...)
	}
	switch {
	case name != "":
		return nil, usagef("query", "unknown format %q%s (there are %s)", name, ask.DidYouMean(ask.Nearest(name, names, 1)), strings.Join(names, ", "))
	case output != "-":
		return nil, usagef("query", "no format for file %q: name one with --format, or end the file name in one of %s", output, strings.Join(endings, ", "))
	}
	return &queryFormats[0], nil
}
