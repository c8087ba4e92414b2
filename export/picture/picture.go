// Package picture draws a diagram: it finds a place for everything, and gives the shapes for an encoder to write. Title, what
// is shown, what is left out and the source stand in every picture.
package picture

import (
	"fmt"
	"math"
	"strings"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// Options are the settings of [Draw]. The zero value works.
type Options struct {
	Bare bool   // without title, for a page that has one
	Seed uint64 // of layouts by forces
	// Layout is "layered" or "force", "" for what suits the diagram. It says how boxes and lines are laid out; other forms
	// have one layout.
	Layout string
	// Node and Edge give where a click on a node or an edge leads; nil for nowhere.
	Node func(graph.EntityID) string
	Edge func(graph.RelationKey) string
}

// Sizes in pixels; at 96 to the inch a sheet of A4 on its side is 1,123 wide.
const (
	titleFont  = 20.0
	legendFont = 12.0
	labelFont  = 10.0
	leading    = 1.2  // line height by font size
	padX, padY = 9, 5 // between text and border of a box
	margin     = 24.0
	narrowest  = 640.0
	longest    = 200 // characters of a name; the whole name is in the text that shows under the pointer
)

// drawing is a picture on its way.
type drawing struct {
	view   *view.View
	d      *diagram.Diagram
	opt    Options
	shapes []scene.Shape
	types  map[string]int // entity types by their place in the schema
	used   map[string]bool
	groups map[int]string // that boxes have the colour of, by number, with their names
	status [4]bool
	notes  []string // of the form, for below the legend
	extra  []legendItem
}

// Draw draws a diagram.
func Draw(v *view.View, d *diagram.Diagram, opt Options) (*scene.Scene, error) {
	types, err := v.EntityTypes()
	if err != nil {
		return nil, err
	}
	w := &drawing{view: v, d: d, opt: opt, types: map[string]int{}, used: map[string]bool{}, groups: map[int]string{}}
	for i, t := range types {
		w.types[t.Type] = i
	}
	var body layout.Size
	switch d.Form {
	case diagram.Layers, diagram.Forces:
		body = w.network()
	case diagram.Table:
		body = w.table()
	case diagram.Swim:
		body = w.lanes()
	case diagram.Calendar:
		body = w.calendar()
	case diagram.Cards:
		body = w.cards()
	}
	return w.page(body), nil
}

// page puts title, legend and notes about the body.
func (w *drawing) page(body layout.Size) *scene.Scene {
	body = w.grow(body)
	if w.d.Empty() {
		w.shapes = append(w.shapes, scene.Text{X: 0, Y: 14, S: "Nothing to show: no relation fits.", Size: 14, Ink: note})
		body.H = 20
	}
	title := view.Clip(view.Clean(w.d.Title), longest)
	width := max(body.W, narrowest)
	s := &scene.Scene{Title: title, About: view.Clean(w.d.About), W: math.Ceil(width + 2*margin), Paper: paper}
	top := margin
	if !w.opt.Bare {
		for _, line := range layout.Wrap(title, titleFont*1.1, width) { // bold letters are up to a tenth wider
			s.Shapes = append(s.Shapes, scene.Text{X: margin, Y: top + titleFont*0.75, S: line, Size: titleFont, Bold: true, Ink: text})
			top += titleFont * leading
		}
	}
	if about := view.Clean(w.d.About); about != "" {
		for _, line := range layout.Wrap(about, legendFont, width) {
			s.Shapes = append(s.Shapes, scene.Text{X: margin, Y: top + legendFont, S: line, Size: legendFont, Ink: note})
			top += legendFont * 1.35
		}
	}
	if top > margin {
		top += 14
	}
	by := layout.Point{X: margin + math.Floor((width-body.W)/2), Y: top}
	if w.d.Form == diagram.Table || w.d.Form == diagram.Calendar || w.d.Empty() {
		by.X = margin
	}
	for _, sh := range w.shapes {
		s.Shapes = append(s.Shapes, move(sh, by))
	}
	top += body.H + margin
	shapes, height := w.legend(width)
	for _, sh := range shapes {
		s.Shapes = append(s.Shapes, move(sh, layout.Point{X: margin, Y: top}))
	}
	s.H = math.Ceil(top + height + margin*0.75)
	return s
}

// move shifts a shape.
func move(sh scene.Shape, by layout.Point) scene.Shape {
	switch sh := sh.(type) {
	case scene.Rect:
		sh.X, sh.Y = sh.X+by.X, sh.Y+by.Y
		return sh
	case scene.Text:
		sh.X, sh.Y = sh.X+by.X, sh.Y+by.Y
		return sh
	case scene.Path:
		points := make([]layout.Point, len(sh.Points))
		for i, p := range sh.Points {
			points[i] = layout.Point{X: p.X + by.X, Y: p.Y + by.Y}
		}
		sh.Points = points
		return sh
	case scene.Group:
		shapes := make([]scene.Shape, len(sh.Shapes))
		for i := range sh.Shapes {
			shapes[i] = move(sh.Shapes[i], by)
		}
		sh.Shapes = shapes
		return sh
	}
	return sh
}

// grow moves the shapes so that none reaches beyond the body, and gives its extent.
func (w *drawing) grow(body layout.Size) layout.Size {
	lo, hi := layout.Point{}, layout.Point{X: body.W, Y: body.H}
	reach := func(x, y, rim float64) {
		lo = layout.Point{X: min(lo.X, x-rim), Y: min(lo.Y, y-rim)}
		hi = layout.Point{X: max(hi.X, x+rim), Y: max(hi.Y, y+rim)}
	}
	s := scene.Scene{Shapes: w.shapes}
	s.Each(func(sh scene.Shape) {
		switch sh := sh.(type) {
		case scene.Rect:
			reach(sh.X, sh.Y, 1)
			reach(sh.X+sh.W, sh.Y+sh.H, 1)
		case scene.Text:
			b := sh.Bounds()
			reach(b.X, b.Y, 1)
			reach(b.X+b.W, b.Y+b.H, 1)
		case scene.Path: // a curve lies within its handles
			for _, p := range sh.Points {
				reach(p.X, p.Y, 2)
			}
		}
	})
	if lo != (layout.Point{}) {
		for i := range w.shapes {
			w.shapes[i] = move(w.shapes[i], layout.Point{X: -lo.X, Y: -lo.Y})
		}
	}
	return layout.Size{W: hi.X - lo.X, H: hi.Y - lo.Y}
}

// box is a node's text in lines.
type box struct {
	lines []string
	font  float64
	size  layout.Size
}

// newBox wraps a name.
func newBox(name string, font, width float64) box {
	b := box{font: font, lines: layout.Wrap(view.Clip(view.Clean(name), longest), font, width)}
	b.size = layout.Size{W: 24, H: float64(len(b.lines))*font*leading + 2*padY}
	for _, line := range b.lines {
		b.size.W = max(b.size.W, layout.TextWidth(line, font)+2*padX)
	}
	return b
}

// drawBox is the box of an entity about a middle.
func (w *drawing) drawBox(ent graph.Entity, b box, at layout.Point, tip string, center bool) scene.Group {
	p := w.boxPaint(&ent)
	if center {
		p.Width = 3
	}
	g := scene.Group{Tip: tip}
	if w.opt.Node != nil {
		g.Href = w.opt.Node(ent.ID)
	}
	g.Shapes = append(g.Shapes, scene.Rect{X: at.X - b.size.W/2, Y: at.Y - b.size.H/2, W: b.size.W, H: b.size.H, R: 6, Paint: p})
	y := at.Y - float64(len(b.lines))*b.font*leading/2 + b.font*0.93
	for k, line := range b.lines {
		if line != "" {
			g.Shapes = append(g.Shapes, scene.Text{X: at.X, Y: y + float64(k)*b.font*leading, S: line, Size: b.font, Anchor: scene.Middle, Bold: center, Ink: text})
		}
	}
	return g
}

// entityTip is what shows under the pointer over an entity.
func entityTip(ent graph.Entity, more string) string {
	tip := fmt.Sprintf("%s (%s)", view.Clean(ent.Name), view.Clean(ent.Type))
	if len(ent.Aliases) > 0 {
		tip += "\nalso: " + view.Clip(view.Clean(strings.Join(ent.Aliases, "; ")), 400)
	}
	tip += fmt.Sprintf("\nin %s, %s", count(ent.Documents, "document"), count(ent.Mentions, "mention"))
	if more != "" {
		tip += ", " + more
	}
	return tip
}

// edgeTip is what shows under the pointer over an edge: the words of its surest statement and where they stand.
func (w *drawing) edgeTip(e *view.Edge, from, to string) string {
	st := e.Best()
	tip := fmt.Sprintf("%s → %s → %s (%s)\n“%s”\n%s", name(from), view.Clean(w.view.RelationType(e.Type).Label), name(to), st.Status,
		view.PlainQuote(&st.Evidence), view.Clean(view.Place(&st.Evidence)))
	if n := len(e.Statements); n > 1 {
		tip += fmt.Sprintf(", and %d more", n-1)
	}
	return tip
}

// name is a name for a line of text.
func name(s string) string { return view.Clip(view.Clean(s), longest) }

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
