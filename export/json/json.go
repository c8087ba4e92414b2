// Package json writes a graph as one JSON object of nodes, edges with their evidence, and documents. Offsets are in bytes.
//
// The object is streamed, one record to a line; keys come in a fixed order, and "<", ">" and "&" stand as they are.
package json

import (
	"bufio"
	"fmt"
	"io"
	"iter"

	"mandate/export/record"
	"mandate/export/view"
	"mandate/graph"
)

// Write writes the graph.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprint(out, `{"nodes":[`)
	if err := list(out, v.Nodes(""), func(ent graph.Entity) any { return record.NewNode(ent) }); err != nil {
		return fmt.Errorf("nodes: %w", err)
	}
	fmt.Fprint(out, `],"edges":[`)
	if err := list(out, v.Edges(""), func(e view.Edge) any { return record.NewEdge(&e, true) }); err != nil {
		return fmt.Errorf("edges: %w", err)
	}
	fmt.Fprint(out, `],"documents":[`)
	if err := list(out, g.Documents(), func(doc graph.Document) any { return record.NewDocument(doc) }); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	fmt.Fprint(out, "]}\n")
	return out.Flush() // a bufio.Writer keeps its first error
}

// list writes the elements of an array.
func list[T any](w io.Writer, seq iter.Seq2[T, error], form func(T) any) error {
	lines := record.NewEncoder(w)
	sep := "\n"
	for item, err := range seq {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, sep); err != nil {
			return err
		}
		if err := lines.Encode(form(item)); err != nil {
			return err
		}
		sep = ","
	}
	return nil
}
