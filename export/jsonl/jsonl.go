// Package jsonl writes a graph as JSON Lines: one record a line, each with its "kind": document, node, edge or evidence.
// Documents come first, then nodes, then each edge followed by its evidence, which names the edge.
//
// Where nothing is filtered out, each document is followed by a line of kind "contribution" with all that the graph knows of
// it: text, passages, clusters with their mentions, and claims. `mandate import` builds the same graph from it.
package jsonl

import (
	"bufio"
	"fmt"
	"io"

	"mandate/export/record"
	"mandate/export/view"
	"mandate/graph"
)

type document struct {
	Kind string `json:"kind"`
	record.Document
}

type contribution struct {
	Kind         string              `json:"kind"`
	ID           graph.DocumentID    `json:"id"`
	Contribution *graph.Contribution `json:"contribution"`
}

// Write writes the graph.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	lines := record.NewEncoder(out)
	for doc, err := range g.Documents() {
		if err != nil {
			return fmt.Errorf("documents: %w", err)
		}
		if err := lines.Encode(document{"document", record.NewDocument(doc)}); err != nil {
			return err
		}
		if !v.Whole() {
			continue
		}
		c, err := g.Contribution(doc.ID)
		if err != nil {
			return err
		}
		if err := lines.Encode(contribution{"contribution", doc.ID, record.Pack(c)}); err != nil {
			return err
		}
	}
	var b []byte
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		b = record.AppendNode(append(b[:0], `{"kind":"node",`...), &ent)
		if _, err := out.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	for e, err := range v.Stream("") {
		if err != nil {
			return err
		}
		id := e.Relation.ID()
		b = record.AppendEdge(append(b[:0], `{"kind":"edge",`...), id, &e.Relation)
		b = append(b, "}\n"...)
		for i := range e.Statements {
			st := &e.Statements[i]
			b = view.AppendJSON(append(b, `{"kind":"evidence","id":`...), string(st.ID))
			b = view.AppendJSON(append(b, `,"edge":`...), id)
			b = append(record.AppendEvidence(append(b, ','), st), '\n')
		}
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return out.Flush()
}
