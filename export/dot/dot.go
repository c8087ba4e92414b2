// Package dot writes a picture of a graph for Graphviz: the most central nodes, coloured by type, and the edges between
// them. The file names its own layout program, so that "dot -Tsvg" draws it as it is meant.
package dot

import (
	"fmt"
	"io"

	"gonum.org/v1/gonum/graph/encoding/dot"

	"mandate/export/view"
	"mandate/graph"
)

// Write writes the graph.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	p, err := v.Picture()
	if err != nil {
		return err
	}
	text, err := dot.MarshalMulti(newDrawing(v, p), "", "", "  ")
	if err != nil {
		return fmt.Errorf("write dot: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}
