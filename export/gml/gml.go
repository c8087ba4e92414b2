// Package gml writes a graph as GML, for networkx, igraph and Cytoscape.
//
// Ids are numbers, as the format wants them, in the order of the nodes; the identifier of mandate is "name". Keys are letters and digits
// only. Text is ASCII: every other character is written as the HTML entity of its number, which is how the
// format spells it. An edge has its relation type as "type", and "key" tells parallel ones apart.
package gml

import (
	"io"
	"strconv"
	"strings"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

// Write writes the graph. It keeps the number of each node in memory.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	numbers := map[graph.EntityID]int{}
	values := make([]any, 0, 16)
	return view.Write{
		Head: func(b []byte, _ *view.View) []byte {
			return append(b, "graph [\n  directed 1\n  multigraph 1\n"...)
		},
		Node: func(b []byte, v *view.View, i int, ent *graph.Entity) []byte {
			numbers[ent.ID] = i
			b = strconv.AppendInt(append(b, "  node [\n    id "...), int64(i), 10)
			b = text(append(b, "\n    label "...), string(ent.ID))
			values = attribute.Node(values[:0], v, ent)
			values[0] = nil
			b = text(append(b, "\n    name "...), ent.Name)
			return append(attributes(b, attribute.Nodes(v), values), "\n  ]\n"...)
		},
		Edge: func(b []byte, v *view.View, _ int, e *view.Edge) []byte {
			b = strconv.AppendInt(append(b, "  edge [\n    source "...), int64(numbers[e.Subject]), 10)
			b = strconv.AppendInt(append(b, "\n    target "...), int64(numbers[e.Object]), 10)
			b = append(append(append(b, "\n    key \""...), e.Relation.ID()...), '"')
			values = attribute.Edge(values[:0], v, e)
			return append(attributes(b, attribute.Edges(), values), "\n  ]\n"...)
		},
		Tail: func(b []byte, _ *view.View) []byte { return append(b, "]\n"...) },
	}.To(w, g, opt)
}

func attributes(b []byte, fields []attribute.Field, values []any) []byte {
	for i, value := range values {
		if value == nil {
			continue
		}
		b = append(append(append(b, "\n    "...), strings.ReplaceAll(fields[i].Name, "_", "")...), ' ')
		switch x := value.(type) {
		case bool: // the format has no truth values
			if x {
				b = append(b, '1')
			} else {
				b = append(b, '0')
			}
		case float64:
			b = number(b, x)
		default:
			b = view.AppendValue(b, value, text)
		}
	}
	return b
}

// number writes a number with a point: the format takes one without for a whole number.
func number(b []byte, x float64) []byte {
	s := strconv.FormatFloat(x, 'E', -1, 64)
	if mantissa, exponent, _ := strings.Cut(s, "E"); !strings.Contains(mantissa, ".") {
		s = mantissa + ".0E" + exponent
	}
	return append(b, s...)
}

func text(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '&' || r >= 0x7f || r < ' ':
			if !view.LegalXML(r) {
				r = '\ufffd'
			}
			b = append(strconv.AppendInt(append(b, "&#"...), int64(r), 10), ';')
		default:
			b = append(b, byte(r))
		}
	}
	return append(b, '"')
}
