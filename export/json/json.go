// Package json writes a graph as one JSON object of nodes, edges with their evidence, and documents. Offsets are in bytes.
//
// The object is streamed, one record to a line; keys come in a fixed order, and "<", ">" and "&" stand as they are.
package json

import (
	"bufio"
	"bytes"
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
	if err := list(out, v.Nodes(""), node); err != nil {
		return fmt.Errorf("nodes: %w", err)
	}
	fmt.Fprint(out, `],"edges":[`)
	if err := list(out, v.Stream(""), edge); err != nil {
		return fmt.Errorf("edges: %w", err)
	}
	fmt.Fprint(out, `],"documents":[`)
	if err := list(out, g.Documents(), document); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	fmt.Fprint(out, "]}\n")
	return out.Flush() // a bufio.Writer keeps its first error
}

func node(b []byte, ent graph.Entity) ([]byte, error) {
	return record.AppendNode(append(b, '{'), &ent), nil
}

// edge appends an edge with its evidence.
func edge(b []byte, e *view.Edge) ([]byte, error) {
	b = record.AppendEdge(append(b, '{'), e.Relation.ID(), &e.Relation)
	b = append(b, `,"evidence":[`...)
	for i := range e.Statements {
		if i > 0 {
			b = append(b, ',')
		}
		b = record.AppendEvidence(append(b, '{'), &e.Statements[i])
	}
	return append(b, "]}"...), nil
}

func document(b []byte, doc graph.Document) ([]byte, error) {
	out := bytes.NewBuffer(b)
	err := record.NewEncoder(out).Encode(record.NewDocument(doc))
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// list writes the elements of an array, each on a line of its own.
func list[T any](w io.Writer, seq iter.Seq2[T, error], form func([]byte, T) ([]byte, error)) error {
	sep := "\n"
	var b []byte
	for item, err := range seq {
		if err != nil {
			return err
		}
		if b, err = form(append(b[:0], sep...), item); err != nil {
			return err
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
		sep = ","
	}
	return nil
}
