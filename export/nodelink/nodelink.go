// Package nodelink writes a graph in the JSON forms that graph programs share: node-link as networkx and D3 read it, and
// the elements of Cytoscape.js.
package nodelink

import (
	"io"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

// Targets are the programs that Options.Target may name.
var Targets = []string{"d3", "networkx-old"}

// Write writes node-link: {"directed", "multigraph", "graph", "nodes", "edges"}. For Target "d3", and for networkx before 3.6 ("networkx-old"),
// the edges are called "links".
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	edges := "edges"
	if opt.Target == "d3" || opt.Target == "networkx-old" {
		edges = "links"
	}
	return write(w, g, opt, form{
		head: `{"directed":true,"multigraph":true,"graph":{"name":`, nodes: `},"nodes":[`, edges: `],"` + edges + `":[`, tail: "]}\n",
		open: "{", close: "}", key: "key", name: "name",
	})
}

// WriteCytoscape writes what cytoscape({elements}) takes: {"data", "directed", "multigraph", "elements": {"nodes", "edges"}}.
func WriteCytoscape(w io.Writer, g graph.Reader, opt view.Options) error {
	return write(w, g, opt, form{
		head: `{"data":{"name":`, nodes: `},"directed":true,"multigraph":true,"elements":{"nodes":[`, edges: `],"edges":[`, tail: "]}}\n",
		open: `{"data":{`, close: "}}", key: "id", name: "name", interaction: true,
	})
}

// form is how one of the two is spelt.
type form struct {
	head, nodes, edges, tail string
	open, close              string // around each node and edge
	key, name                string // of edges, of nodes
	interaction              bool
}

func write(w io.Writer, g graph.Reader, opt view.Options, f form) error {
	values := make([]any, 0, 16)
	return view.Write{
		Head: func(b []byte, v *view.View) []byte {
			return append(view.AppendJSON(append(b, f.head...), v.Options.Title), f.nodes...)
		},
		Node: func(b []byte, v *view.View, i int, ent *graph.Entity) []byte {
			b = start(b, i, f.open)
			b = view.AppendJSON(append(b, `"id":`...), string(ent.ID))
			b = view.AppendJSON(append(append(append(b, ',', '"'), f.name...), `":`...), ent.Name)
			values = attribute.Node(values[:0], v, ent)
			b = attributes(b, attribute.Nodes(v), values)
			b = view.AppendJSON(append(b, `,"color":`...), v.EntityType(ent.Type).Color)
			return append(b, f.close...)
		},
		Between: func(b []byte, _ *view.View) []byte { return append(append(b, '\n'), f.edges...) },
		Edge: func(b []byte, v *view.View, i int, e *view.Edge) []byte {
			b = start(b, i, f.open)
			b = view.AppendJSON(append(b, `"source":`...), string(e.Subject))
			b = view.AppendJSON(append(b, `,"target":`...), string(e.Object))
			b = view.AppendJSON(append(append(append(b, ',', '"'), f.key...), `":`...), e.Relation.ID())
			if f.interaction {
				b = view.AppendJSON(append(b, `,"interaction":`...), e.Type)
			}
			values = attribute.Edge(values[:0], v, e)
			return append(attributes(b, attribute.Edges(), values), f.close...)
		},
		Tail: func(b []byte, _ *view.View) []byte { return append(append(b, '\n'), f.tail...) },
	}.To(w, g, opt)
}

// start begins an element of an array, each on a line of its own.
func start(b []byte, i int, open string) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(append(b, '\n'), open...)
}

func attributes(b []byte, fields []attribute.Field, values []any) []byte {
	for i, value := range values {
		if value != nil {
			b = append(append(append(b, `,"`...), fields[i].Name...), `":`...)
			b = view.AppendValue(b, value, view.AppendJSON)
		}
	}
	return b
}
