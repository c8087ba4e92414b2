// Package pajek writes a graph as a Pajek network: numbered vertices, and arcs with the number of documents that say them as value.
//
// The format knows names and one number for each arc: types, evidence and dates do not fit. Arcs bear their relation type as
// a label ("l"). Vertices are labelled with the identifier, which is the same in every export and never occurs twice.
package pajek

import (
	"fmt"
	"io"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// Write writes the graph. It keeps the number of each vertex in memory.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	n := 0
	for _, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		n++
	}
	numbers := make(map[graph.EntityID]int, n)
	return view.Write{
		Head: func(b []byte, _ *view.View) []byte { return fmt.Appendf(b, "*Vertices %d\n", n) },
		Node: func(b []byte, _ *view.View, i int, ent *graph.Entity) []byte {
			numbers[ent.ID] = i + 1
			return fmt.Appendf(b, "%d %s\n", i+1, label(string(ent.ID)))
		},
		Between: func(b []byte, _ *view.View) []byte { return append(b, "*Arcs\n"...) },
		Edge: func(b []byte, _ *view.View, _ int, e *view.Edge) []byte {
			return fmt.Appendf(b, "%d %d %d l %s\n", numbers[e.Subject], numbers[e.Object], e.Relation.Support, label(e.Type))
		},
	}.To(w, g, opt)
}

// label quotes a text. The format has no way to write a quote within it.
func label(s string) string { return `"` + strings.ReplaceAll(view.Clean(s), `"`, "'") + `"` }
