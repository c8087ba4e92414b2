// Package gexf writes a graph as GEXF 1.3, the form of Gephi, with the dates of edges. Nodes have the colour of their type or group, and
// a size by the first measure that gives scores.
//
// An edge that has a beginning or an end is there from "start" to "end" of a timeline of dates. Parallel edges have their
// relation type as "kind". Dates have the precision that the format knows, a day: "2008" begins on the first of January and ends on the last
// of December.
package gexf

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

const head = `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
	`xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
  <meta>
    <creator>mandate</creator>
    <description>`

var kinds = [...]string{attribute.Text: "string", attribute.Whole: "integer", attribute.Number: "double", attribute.Truth: "boolean"}

// Write writes the graph.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	values := make([]any, 0, 16)
	return view.Write{
		Head: func(b []byte, v *view.View) []byte {
			b = view.AppendXML(append(b, head...), v.Options.Title)
			b = append(b, "</description>\n  </meta>\n  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n"...)
			b = columns(b, "node", 'n', attribute.Nodes(v))
			b = columns(b, "edge", 'e', attribute.Edges())
			return append(b, "    <nodes>\n"...)
		},
		Node: func(b []byte, v *view.View, _ int, ent *graph.Entity) []byte {
			b = view.AppendXML(append(b, `      <node id="`...), string(ent.ID))
			b = view.AppendXML(append(b, `" label="`...), ent.Name)
			b = append(b, `">`...)
			values = attribute.Node(values[:0], v, ent)
			b = attvalues(b, 'n', values)
			r, g, bl, _ := view.RGB(v.Color(ent))
			b = fmt.Appendf(b, "<viz:color r=\"%d\" g=\"%d\" b=\"%d\"/>", r, g, bl)
			if share, ok := v.Share(ent.ID); ok {
				b = append(view.AppendSize(append(b, `<viz:size value="`...), share), `"/>`...)
			}
			return append(b, "</node>\n"...)
		},
		Between: func(b []byte, _ *view.View) []byte { return append(b, "    </nodes>\n    <edges>\n"...) },
		Edge: func(b []byte, v *view.View, _ int, e *view.Edge) []byte {
			b = append(append(b, `      <edge id="`...), e.Relation.ID()...)
			b = view.AppendXML(append(b, `" source="`...), string(e.Subject))
			b = view.AppendXML(append(b, `" target="`...), string(e.Object))
			b = view.AppendXML(append(b, `" kind="`...), e.Type)
			values = attribute.Edge(values[:0], v, e)
			b = view.AppendXML(append(b, `" label="`...), values[0].(string))
			b = append(strconv.AppendInt(append(b, `" weight="`...), int64(e.Relation.Support), 10), '"')
			b = spell(b, e.Relation.Since, e.Relation.Until)
			b = attvalues(append(b, '>'), 'e', values)
			return append(b, "</edge>\n"...)
		},
		Tail: func(b []byte, _ *view.View) []byte { return append(b, "    </edges>\n  </graph>\n</gexf>\n"...) },
	}.To(w, g, opt)
}

// columns declares the attributes. Their ids are a letter and their number.
func columns(b []byte, class string, letter byte, fields []attribute.Field) []byte {
	b = fmt.Appendf(b, "    <attributes class=%q mode=\"static\">\n", class)
	for i, f := range fields {
		b = fmt.Appendf(b, "      <attribute id=\"%c%d\" title=%q type=%q/>\n", letter, i, f.Name, kinds[f.Kind])
	}
	return append(b, "    </attributes>\n"...)
}

func attvalues(b []byte, letter byte, values []any) []byte {
	b = append(b, "<attvalues>"...)
	for i, value := range values {
		if value == nil {
			continue
		}
		b = append(append(b, `<attvalue for="`...), letter)
		b = strconv.AppendInt(b, int64(i), 10)
		b = view.AppendValue(append(b, `" value="`...), value, view.AppendXML)
		b = append(b, `"/>`...)
	}
	return append(b, "</attvalues>"...)
}

// spell writes when an edge begins and ends. What is no date, and an end before the beginning, is left out: Gephi refuses
// the file for it.
func spell(b []byte, since, until string) []byte {
	start, end := day(since, false), day(until, true)
	if start != "" && end != "" && end < start {
		return b
	}
	if start != "" {
		b = append(append(append(b, ` start="`...), start...), '"')
	}
	if end != "" {
		b = append(append(append(b, ` end="`...), end...), '"')
	}
	return b
}

// day is the first or last day of a date that may be a year or a month, "" when it is none.
func day(date string, last bool) string {
	if date == "" {
		return ""
	}
	if len(date) > len(time.DateOnly) {
		date = date[:len(time.DateOnly)]
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		t, err := time.Parse(layout, date)
		if err != nil {
			continue
		}
		if last && layout == "2006-01" {
			t = t.AddDate(0, 1, -1)
		} else if last && layout == "2006" {
			t = t.AddDate(1, 0, -1)
		}
		return t.Format(time.DateOnly)
	}
	return ""
}
