package picture

import (
	"fmt"
	"math"
	"slices"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// Fonts of boxes in a picture of boxes and lines.
const (
	smallFont = 11.0 // of the least central node
	largeFont = 16.0 // of the most central one
)

// Limits of layouts.
const (
	mostLayered = 120  // nodes for which a picture is layered when nobody says
	spread      = 1.07 // by how much boxes move apart when a label finds no room
	mostSpreads = 2
	bareStep    = 0.6 // length of lines without labels
	mostRoomy   = 120 // nodes up to which boxes move apart for labels
)

// graphic is a picture of boxes and lines before it is drawn.
type graphic struct {
	boxes  []box
	size   []layout.Size
	at     []layout.Point
	links  []layout.Link
	labels []string
	paths  []layout.Path
	whole  layout.Size
}

// network draws boxes and lines.
func (w *drawing) network() layout.Size {
	g := w.measure()
	if w.layered() {
		turned := w.orient(g)
		g.at, g.paths, g.whole = layout.Layered(g.size, g.links, layout.Options{})
		for i := range g.paths {
			if turned[i] {
				slices.Reverse(g.paths[i].Curve)
			}
		}
	} else {
		opt := layout.Options{Seed: w.opt.Seed}
		if w.d.Plain {
			opt.Step = bareStep
		}
		g.force(opt)
	}
	names := map[graph.EntityID]string{}
	for _, n := range w.d.Nodes {
		names[n.ID] = n.Name
	}
	bare := 0
	for i := range w.d.Edges {
		e := &w.d.Edges[i]
		shown := curveLength(g.paths[i].Curve)
		if g.paths[i].Labelled {
			shown -= g.links[i].Label.W
		}
		w.shapes = append(w.shapes, w.drawEdge(e, g.paths[i].Curve, shown, w.edgeTip(e, names[e.Subject], names[e.Object])))
		if !g.paths[i].Labelled && g.labels[i] != "" {
			bare++
		}
	}
	for i := range w.d.Nodes {
		n := &w.d.Nodes[i]
		w.shapes = append(w.shapes, w.drawBox(n.Entity, g.boxes[i], g.at[i], entityTip(n.Entity, count(n.Degree, "relation")), n.Center))
	}
	for i := range w.d.Edges {
		if g.paths[i].Labelled {
			w.shapes = append(w.shapes, edgeLabel(g.paths[i].Label, g.labels[i], w.d.Edges[i].Relation.Status))
		}
	}
	if bare > 0 {
		w.notes = append(w.notes, fmt.Sprintf("Lines without a word (%d) had no room for one; in the SVG, point at a line to read what it says.", bare))
	}
	return g.whole
}

// layered says whether the picture runs from left to right.
func (w *drawing) layered() bool {
	switch w.opt.Layout {
	case "layered":
		return true
	case "force":
		return false
	}
	return w.d.Form == diagram.Layers && len(w.d.Nodes) <= mostLayered && len(w.d.Edges) <= 3*len(w.d.Nodes)
}

// orient turns links round for the layout, so that a picture that starts at a node leads away from it, whichever way its
// relations point. It gives the links that it turned.
func (w *drawing) orient(g *graphic) []bool {
	turned := make([]bool, len(g.links))
	start := slices.IndexFunc(w.d.Nodes, func(n diagram.Node) bool { return n.ID == w.d.Start })
	if start < 0 {
		return turned
	}
	steps := make([]int, len(w.d.Nodes))
	for i := range steps {
		steps[i] = len(steps)
	}
	steps[start] = 0
	for changed := true; changed; {
		changed = false
		for _, l := range g.links {
			for _, e := range [2][2]int{{l.From, l.To}, {l.To, l.From}} {
				if steps[e[0]]+1 < steps[e[1]] {
					steps[e[1]], changed = steps[e[0]]+1, true
				}
			}
		}
	}
	for i, l := range g.links {
		if steps[l.From] > steps[l.To] {
			g.links[i].From, g.links[i].To, turned[i] = l.To, l.From, true
		}
	}
	return turned
}

// measure wraps the names and sizes boxes and labels.
func (w *drawing) measure() *graphic {
	g := &graphic{}
	index := map[graph.EntityID]int{}
	prominence := w.d.Prominence()
	for i, n := range w.d.Nodes {
		index[n.ID] = i
		font := smallFont + (largeFont-smallFont)*prominence[i]
		font = math.Round(font*2) / 2
		if n.Center {
			font = largeFont
		}
		b := newBox(n.Name, font, 11*font)
		if n.Center {
			b.size.W *= 1.1 // bold letters are wider
		}
		g.boxes, g.size = append(g.boxes, b), append(g.size, b.size)
	}
	for i := range w.d.Edges {
		e := &w.d.Edges[i]
		words := view.Clip(view.Clean(w.view.RelationType(e.Type).Label), 60)
		if w.d.Plain && e.Relation.Status != graph.Negated {
			words = ""
		}
		l := layout.Link{From: index[e.Subject], To: index[e.Object]}
		if words != "" {
			l.Label = layout.Size{W: layout.TextWidth(words, labelFont) + 4, H: labelFont * leading}
		}
		g.labels, g.links = append(g.labels, words), append(g.links, l)
	}
	return g
}

// sheets is the room for boxes and lines on a sheet of A4, across and upright, on which letters of labelFont have 5 points (see
// package pdf), less title and legend.
var sheets = [...]layout.Size{{W: 1560, H: 940}, {W: 1070, H: 1420}}

// mostOnSheet is how many nodes are put on one sheet of A4 where they find room at all.
const mostOnSheet = 60

// force lays out by forces. In pictures that are not too large, boxes move apart until every label has room. Where such a
// picture does not fit a sheet of A4, lines are made shorter as far as it takes, if that is enough.
func (g *graphic) force(opt layout.Options) {
	g.place(opt, mostSpreads)
	if len(g.boxes) > mostOnSheet || fitsSheet(g.whole) {
		return
	}
	dense := *g
	for _, step := range []float64{0.8, 0.65, 0.5, 0.4} {
		for _, sheet := range sheets {
			denser := opt
			denser.Step, denser.Aspect = step, sheet.W/sheet.H
			dense.place(denser, 0)
			if fitsSheet(dense.whole) {
				*g = dense
				return
			}
		}
	}
}

func fitsSheet(s layout.Size) bool {
	return slices.ContainsFunc(sheets[:], func(sheet layout.Size) bool { return s.W <= sheet.W && s.H <= sheet.H })
}

// place lays out by forces once, and moves boxes apart for their labels at most so many times.
func (g *graphic) place(opt layout.Options, spreads int) {
	g.at, g.whole = layout.Place(g.size, g.links, opt)
	g.paths = layout.Route(g.size, g.at, g.links)
	for range spreads {
		if len(g.boxes) > mostRoomy || g.unlabelled() == 0 {
			break
		}
		for i := range g.at {
			g.at[i] = layout.Point{X: (g.at[i].X-g.size[i].W/2)*spread + g.size[i].W/2, Y: (g.at[i].Y-g.size[i].H/2)*spread + g.size[i].H/2}
		}
		g.whole = layout.Size{W: g.whole.W * spread, H: g.whole.H * spread}
		g.paths = layout.Route(g.size, g.at, g.links)
	}
	g.whole = layout.Fit(g.at, g.paths, g.whole)
}

// unlabelled counts the links whose label found no place.
func (g *graphic) unlabelled() (n int) {
	for i, p := range g.paths {
		if g.labels[i] != "" && !p.Labelled {
			n++
		}
	}
	return n
}

// shortLine is up to which length a dashed line has fine dashes, so that they are seen.
const shortLine = 60.0

// curveLength is about how long a curve is.
func curveLength(c []layout.Point) (length float64) {
	for i := 0; i+3 < len(c); i += 3 {
		last := c[i]
		for k := 1; k <= 8; k++ {
			t := float64(k) / 8
			u := 1 - t
			next := layout.Point{
				X: u*u*u*c[i].X + 3*u*u*t*c[i+1].X + 3*u*t*t*c[i+2].X + t*t*t*c[i+3].X,
				Y: u*u*u*c[i].Y + 3*u*u*t*c[i+1].Y + 3*u*t*t*c[i+2].Y + t*t*t*c[i+3].Y,
			}
			length += math.Hypot(next.X-last.X, next.Y-last.Y)
			last = next
		}
	}
	return length
}

// drawEdge is a line with its head, of which so much is shown beside its label; the quote shows under the pointer.
func (w *drawing) drawEdge(e *view.Edge, curve []layout.Point, shown float64, tip string) scene.Group {
	status := e.Relation.Status
	w.status[status] = true
	g := scene.Group{Tip: tip}
	if w.opt.Edge != nil {
		g.Href = w.opt.Edge(e.RelationKey)
	}
	p := statusPaint(status)
	if p.Dash == scene.Dashed && shown < shortLine {
		p.Dash = scene.Fine
	}
	if !w.view.RelationType(e.Type).Symmetric {
		var head []layout.Point
		curve, head = arrow(curve)
		g.Shapes = append(g.Shapes, scene.Path{Points: curve, Hit: true, Paint: p}, scene.Path{Points: head, Closed: true, Paint: scene.Paint{Fill: p.Stroke}})
	} else {
		g.Shapes = append(g.Shapes, scene.Path{Points: curve, Hit: true, Paint: p})
	}
	if status == graph.Negated {
		g.Shapes = append(g.Shapes, cross(crossing(curve))...)
	}
	return g
}

// crossing is where the mark of a negated line stands, off its label: near the start of a single curve; of several, in the
// middle of the longest that is no level piece, as labels stand on those.
func crossing(c []layout.Point) layout.Point {
	if len(c) == 4 {
		return layout.Point{X: c[0].X + (c[1].X-c[0].X)*0.4, Y: c[0].Y + (c[1].Y-c[0].Y)*0.4}
	}
	best, longest := len(c)-4, -1.0
	for i := 0; i+3 < len(c); i += 3 {
		third := c[i].X + (c[i+3].X-c[i].X)/3
		if d := math.Hypot(c[i+3].X-c[i].X, c[i+3].Y-c[i].Y); math.Abs(c[i+1].X-third) > 0.01 && d > longest {
			best, longest = i, d
		}
	}
	a, b, d, e := c[best], c[best+1], c[best+2], c[best+3]
	return layout.Point{X: (a.X + 3*b.X + 3*d.X + e.X) / 8, Y: (a.Y + 3*b.Y + 3*d.Y + e.Y) / 8}
}

// edgeLabel is the word on a line, struck through where the documents deny it.
func edgeLabel(at layout.Point, words string, s graph.Status) scene.Text {
	t := scene.Text{X: at.X, Y: at.Y + labelFont*0.35, S: words, Size: labelFont, Anchor: scene.Middle, Halo: true, Ink: label}
	if s == graph.Negated {
		t.Ink, t.Strike = negated, true
	}
	return t
}

// Head of an arrow in pixels.
const (
	headLong = 8.0
	headHalf = 3.2
)

// arrow is the outline of a head at the end of a curve, and the curve up to it.
func arrow(c []layout.Point) (curve, head []layout.Point) {
	n := len(c)
	tip := c[n-1]
	dx, dy := tip.X-c[n-2].X, tip.Y-c[n-2].Y
	for k := n - 3; k >= 0 && math.Hypot(dx, dy) < 1e-3; k-- {
		dx, dy = tip.X-c[k].X, tip.Y-c[k].Y
	}
	length := math.Hypot(dx, dy)
	if length < 1e-3 {
		dx, dy, length = 0, 1, 1
	}
	dx, dy = dx/length, dy/length
	base := layout.Point{X: tip.X - dx*headLong, Y: tip.Y - dy*headLong}
	head = scene.Line(tip, layout.Point{X: base.X - dy*headHalf, Y: base.Y + dx*headHalf}, layout.Point{X: base.X + dy*headHalf, Y: base.Y - dx*headHalf}, tip)
	curve = append([]layout.Point(nil), c...)
	short := layout.Point{X: tip.X - dx*headLong*0.8, Y: tip.Y - dy*headLong*0.8} // so that a broad line does not show beside the tip
	curve[n-1] = short
	return curve, head
}
