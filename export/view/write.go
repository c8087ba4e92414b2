package view

import (
	"bufio"
	"io"

	"mandate/graph"
)

// Write puts a graph into w as a format spells it: what begins, each node, what stands between, each edge, and what ends.
// The parts append to a buffer, which is written on; nil parts append nothing. i counts from 0.
type Write struct {
	Head, Between, Tail func(b []byte, v *View) []byte
	Node                func(b []byte, v *View, i int, ent *graph.Entity) []byte
	Edge                func(b []byte, v *View, i int, e *Edge) []byte
}

// To writes the graph.
func (f Write) To(w io.Writer, g graph.Reader, opt Options) error {
	v, err := New(g, opt)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	var b []byte
	put := func(part func([]byte, *View) []byte) {
		if part != nil {
			b = part(b[:0], v)
			_, _ = out.Write(b) // a bufio.Writer keeps its first error, which Flush returns
		}
	}
	put(f.Head)
	i := 0
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		b = f.Node(b[:0], v, i, &ent)
		if _, err := out.Write(b); err != nil {
			return err
		}
		i++
	}
	put(f.Between)
	i = 0
	for e, err := range v.Stream("") {
		if err != nil {
			return err
		}
		b = f.Edge(b[:0], v, i, e)
		if _, err := out.Write(b); err != nil {
			return err
		}
		i++
	}
	put(f.Tail)
	return out.Flush()
}
