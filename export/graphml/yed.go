package graphml

import (
	"fmt"
	"math"
	"unicode/utf8"

	"mandate/export/view"
	"mandate/graph"
)

// What yEd adds to the format: graphics of nodes and edges under keys of a type of their own.
const (
	yedHead = ` xmlns:y="http://www.yworks.com/xml/graphml">
`
	yedKeys = `  <key id="n_graphics" for="node" yfiles.type="nodegraphics"/>
  <key id="e_graphics" for="edge" yfiles.type="edgegraphics"/>
`
)

// yedNode draws a round box that is wide enough for its label: 12 points as yEd's own, up to 24 for the node of the highest score.
// Letters are white or black, whichever is easier to read on the colour.
func yedNode(b []byte, name, color string, share float64) []byte {
	name = view.Clip(view.Clean(name), 60)
	font := 12 + int(math.Round(12*math.Sqrt(share)))
	width, height := 20+7*utf8.RuneCountInString(name)*font/12, 30*font/12
	letters := "#FFFFFF"
	if view.Bright(color) {
		letters = "#000000"
	}
	return fmt.Appendf(b, `<data key="n_graphics"><y:ShapeNode><y:Geometry height="%d.0" width="%d.0" x="0.0" y="0.0"/>`+
		`<y:Fill color="%s" transparent="false"/><y:NodeLabel fontSize="%d" textColor="%s">%s</y:NodeLabel>`+
		`<y:Shape type="roundrectangle"/></y:ShapeNode></data>`, height, width, color, font, letters, view.AppendXML(nil, name))
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
