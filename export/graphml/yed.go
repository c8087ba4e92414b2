package graphml

import (
	"unicode/utf8"

	"mandate/export/view"
	"mandate/graph"

	"strconv"
)

// What yEd adds to the format: graphics of nodes and edges under keys of a type of their own.
const (
	yedHead = ` xmlns:y="http://www.yworks.com/xml/graphml">
`
	yedKeys = `  <key id="n_graphics" for="node" yfiles.type="nodegraphics"/>
  <key id="e_graphics" for="edge" yfiles.type="edgegraphics"/>
`
)

// yedNode draws a round box that is wide enough for its label at yEd's 12 points.
func yedNode(b []byte, name, color string) []byte {
	name = view.Clip(view.Clean(name), 60)
	width := 20 + 7*utf8.RuneCountInString(name)
	b = strconv.AppendInt(append(b, `<data key="n_graphics"><y:ShapeNode><y:Geometry height="30.0" width="`...), int64(width), 10)
	b = append(append(append(b, `.0" x="0.0" y="0.0"/><y:Fill color="`...), color...), `" transparent="false"/><y:NodeLabel textColor="#FFFFFF">`...)
	return append(view.AppendXML(b, name), `</y:NodeLabel><y:Shape type="roundrectangle"/></y:ShapeNode></data>`...)
}

// yedEdge draws a line with an arrow, dashed for what is planned or reported, dotted for what is negated.
func yedEdge(b []byte, label string, status graph.Status, symmetric bool) []byte {
	line, arrow := "line", "standard"
	switch status {
	case graph.Planned, graph.Reported:
		line = "dashed"
	case graph.Negated:
		line = "dotted"
	}
	if symmetric {
		arrow = "none"
	}
	b = append(append(b, `<data key="e_graphics"><y:PolyLineEdge><y:LineStyle type="`...), line...)
	b = append(append(b, `" width="1.0"/><y:Arrows source="none" target="`...), arrow...)
	b = view.AppendXML(append(b, `"/><y:EdgeLabel>`...), label)
	return append(b, `</y:EdgeLabel></y:PolyLineEdge></data>`...)
}
