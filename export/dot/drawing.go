package dot

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/graph/encoding"
	"gonum.org/v1/gonum/graph/multi"

	gonum "gonum.org/v1/gonum/graph"

	"mandate/export/layout"
	"mandate/export/view"
	"mandate/graph"
)

// Longest texts in the picture, in characters: Graphviz stops at quoted strings of 16,384 bytes.
const (
	longestLabel   = 200
	longestTooltip = 1000
)

// mostLayered is the largest number of nodes for which the layered program dot is named: with 500 nodes and 1,000 edges it
// had not finished after 8 minutes (Graphviz 2.43), where sfdp took 0.6 s.
const mostLayered = 150

const fonts = "Helvetica,Arial,sans-serif"

// drawing is a picture in gonum's terms.
type drawing struct {
	*multi.DirectedGraph
	view    *view.View
	picture *view.Picture
}

func newDrawing(v *view.View, p *view.Picture) *drawing {
	d := &drawing{multi.NewDirectedGraph(), v, p}
	most := 1
	for _, n := range p.Nodes {
		most = max(most, n.Degree)
	}
	at := map[graph.EntityID]node{}
	for i := range p.Nodes {
		shown := &p.Nodes[i]
		n := node{int64(i), shown, v.EntityType(shown.Type).Color, math.Sqrt(float64(shown.Degree) / float64(most))}
		at[shown.Entity.ID] = n
		d.AddNode(n)
	}
	for i := range p.Edges {
		e := &p.Edges[i]
		t := v.RelationType(e.Type)
		d.SetLine(line{from: at[e.Subject], to: at[e.Object], id: int64(i), edge: e, label: t.Label, symmetric: t.Symmetric})
	}
	return d
}

// attributes are settings in gonum's terms.
type attributes []encoding.Attribute

// Attributes are the settings themselves.
func (a attributes) Attributes() []encoding.Attribute { return a }

// DOTID is the name of the graph.
func (d *drawing) DOTID() string { return "mandate" }

// DOTAttributers are the settings of the whole graph.
func (d *drawing) DOTAttributers() (g, n, e encoding.Attributer) {
	g = attributes{
		{Key: "label", Value: legend(d.view, d.picture)},
		{Key: "labelloc", Value: "b"},
		{Key: "fontname", Value: quote(fonts)},
		{Key: "fontsize", Value: "13"},
		{Key: "bgcolor", Value: quote("#ffffff")},
		{Key: "outputorder", Value: "edgesfirst"},
	}
	if len(d.picture.Nodes) <= mostLayered {
		g = append(g.(attributes), attributes{
			{Key: "layout", Value: "dot"}, {Key: "rankdir", Value: "LR"},
			{Key: "ranksep", Value: "0.45"}, {Key: "nodesep", Value: "0.28"},
		}...)
	} else {
		g = append(g.(attributes), attributes{
			{Key: "layout", Value: "sfdp"}, {Key: "overlap", Value: "prism"}, {Key: "splines", Value: "true"}, {Key: "K", Value: "1.2"},
		}...)
	}
	n = attributes{
		{Key: "shape", Value: "box"},
		{Key: "style", Value: quote("rounded,filled")},
		{Key: "fontname", Value: quote(fonts)},
		{Key: "fontcolor", Value: quote("#1a1a1a")},
		{Key: "margin", Value: quote("0.09,0.05")},
		{Key: "height", Value: "0.3"},
		{Key: "penwidth", Value: "1.6"},
	}
	e = attributes{
		{Key: "fontname", Value: quote(fonts)},
		{Key: "fontsize", Value: "9"},
		{Key: "arrowsize", Value: "0.6"},
		{Key: "color", Value: quote("#777777")},
		{Key: "fontcolor", Value: quote("#444444")},
	}
	return g, n, e
}

// node is an entity in gonum's terms.
type node struct {
	id    int64
	shown *view.Node
	color string
	size  float64 // root of its degree as a share of the highest one
}

// ID is the number of the node in the picture.
func (n node) ID() int64 { return n.id }

// DOTID is the entity's ID.
func (n node) DOTID() string { return quote(string(n.shown.Entity.ID)) }

// Attributes are label and colours of the node.
func (n node) Attributes() []encoding.Attribute {
	font := 10 + 4*n.size
	lines := layout.Wrap(view.Clip(view.Clean(n.shown.Name), longestLabel), font, 13*font)
	tip := view.Clean(fmt.Sprintf("%s (%s)", n.shown.Name, n.shown.Type))
	return []encoding.Attribute{
		{Key: "label", Value: quote(strings.Join(lines, "\n"))},
		{Key: "tooltip", Value: quote(view.Clip(tip, longestTooltip))},
		{Key: "color", Value: quote(n.color)},
		{Key: "fillcolor", Value: quote(view.Mix(n.color, "#ffffff", 0.82))},
		{Key: "fontsize", Value: fmt.Sprintf("%.1f", font)},
	}
}

// line is an edge in gonum's terms.
type line struct {
	from, to  gonum.Node
	id        int64
	edge      *view.Edge
	label     string
	symmetric bool
}

// From is the node that stands for the subject.
func (l line) From() gonum.Node { return l.from }

// To is the node that stands for the object.
func (l line) To() gonum.Node { return l.to }

// ID is the number of the edge in the picture.
func (l line) ID() int64 { return l.id }

// ReversedLine is the edge the other way round.
func (l line) ReversedLine() gonum.Line {
	l.from, l.to = l.to, l.from
	return l
}

// Attributes are label and style of the edge.
func (l line) Attributes() []encoding.Attribute {
	st := l.edge.Best()
	tip := view.Clean(fmt.Sprintf("%s: “%s” (%s)", st.Status, view.PlainQuote(&st.Evidence), view.Place(&st.Evidence)))
	label := view.Clip(view.Clean(l.label), longestLabel)
	list := []encoding.Attribute{
		{Key: "tooltip", Value: quote(view.Clip(tip, longestTooltip))},
		{Key: "labeltooltip", Value: quote(view.Clip(tip, longestTooltip))},
	}
	if l.symmetric {
		list = append(list, encoding.Attribute{Key: "dir", Value: "none"})
	}
	switch l.edge.Relation.Status {
	case graph.Planned:
		list = append(list, encoding.Attribute{Key: "style", Value: "dashed"})
	case graph.Reported:
		list = append(list, encoding.Attribute{Key: "style", Value: "dotted"})
	case graph.Negated:
		label = "✗ not: " + label
		list = append(list, encoding.Attribute{Key: "color", Value: quote(negatedColor)}, encoding.Attribute{Key: "fontcolor", Value: quote(negatedColor)})
	case graph.Asserted:
	}
	return append(list, encoding.Attribute{Key: "label", Value: quote(label)})
}

// negatedColor marks what a document says is not so.
const negatedColor = "#b3261e"
