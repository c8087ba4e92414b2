// Package scene is a picture as shapes on a sheet: what the encoders svg, png and pdf share. It knows nothing of graphs.
//
// Coordinates are in pixels, 96 to the inch, y pointing down.
package scene

import "mandate/export/layout"

// Scene is a picture.
type Scene struct {
	Title  string // of the file
	About  string // what it shows, for those who do not see it
	W, H   float64
	Paper  Ink // fills the sheet
	Shapes []Shape
}

// Ink is a colour for a purpose, as "#rrggbb" on a light and on a dark sheet. The zero Ink paints nothing. Inks of the same
// name are the same.
type Ink struct{ Name, Light, Dark string }

// Dash is how a line is drawn.
type Dash uint8

// The dashes.
const (
	Solid Dash = iota
	Dashed
	Dotted
	Fine // as Dashed, for short lines and small marks, which would show one stroke only
)

// Lengths of the strokes and gaps of each dash in pixels.
var Lengths = [...][]float64{Solid: nil, Dashed: {7, 4}, Dotted: {1.5, 4}, Fine: {3, 2.5}}

// Paint is how a shape is filled and outlined.
type Paint struct {
	Fill, Stroke Ink
	Width        float64 // of the outline
	Dash         Dash
}

// Shape is a Rect, Path, Text or Group.
type Shape interface{ shape() }

// Rect is an upright rectangle with rounded corners.
type Rect struct {
	X, Y, W, H float64 // corner and extent
	R          float64 // of the corners
	Paint
}

// Path is a line of cubic Bézier curves: a start, then three points for each curve.
type Path struct {
	Points []layout.Point
	Closed bool
	Hit    bool // takes the pointer in a wide band about it
	Paint
}

// Anchor says which part of a text stands at its place.
type Anchor uint8

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// Text is one line of text.
type Text struct {
	X, Y   float64 // of the anchor, on the base line
	S      string
	Size   float64 // of the font
	Anchor Anchor
	Bold   bool
	Up     bool // runs upwards
	Strike bool // is struck through
	Halo   bool // has a rim in the colour of the sheet, for text on lines
	Ink    Ink
}

// Group is shapes that belong together: what shows under the pointer, and where a click leads.
type Group struct {
	Tip, Href string
	Shapes    []Shape
}

func (Rect) shape()  {}
func (Path) shape()  {}
func (Text) shape()  {}
func (Group) shape() {}

// Parts of the height of a font above and below the base line, those of Liberation Sans, and where a stroke through small
// letters lies.
const (
	ascent  = 0.73 // of capitals and tall letters
	descent = 0.21
	strike  = 0.27
)

// Width is how wide the text comes out in the typeface of pictures.
func (t *Text) Width() float64 { return layout.Advance(t.S, t.Size, t.Bold) }

// Left is the start of the text along its base line.
func (t *Text) Left() float64 { return t.along() - t.Width()*float64(t.Anchor)/2 }

func (t *Text) along() float64 {
	if t.Up {
		return -t.Y
	}
	return t.X
}

// Bounds is the smallest upright rectangle about the letters.
func (t *Text) Bounds() Rect {
	l, w := t.Left(), t.Width()
	if t.Up {
		return Rect{X: t.X - ascent*t.Size, Y: -l - w, W: (ascent + descent) * t.Size, H: w}
	}
	return Rect{X: l, Y: t.Y - ascent*t.Size, W: w, H: (ascent + descent) * t.Size}
}

// StrikeLine is the stroke through the text, as a path.
func (t *Text) StrikeLine() Path {
	y, l, r := t.Y-strike*t.Size, t.Left()-1, t.Left()+t.Width()+1
	return Path{Points: Line(layout.Point{X: l, Y: y}, layout.Point{X: r, Y: y}), Paint: Paint{Stroke: t.Ink, Width: t.Size / 11}}
}

// Line is a straight line as the points of a path.
func Line(points ...layout.Point) []layout.Point {
	list := points[:1:1]
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		list = append(list, layout.Point{X: a.X + (b.X-a.X)/3, Y: a.Y + (b.Y-a.Y)/3}, layout.Point{X: b.X - (b.X-a.X)/3, Y: b.Y - (b.Y-a.Y)/3}, b)
	}
	return list
}

// Each visits every shape that is not a group, those of groups in their place.
func (s *Scene) Each(visit func(Shape)) { each(s.Shapes, visit) }

func each(shapes []Shape, visit func(Shape)) {
	for _, sh := range shapes {
		if g, ok := sh.(Group); ok {
			each(g.Shapes, visit)
		} else {
			visit(sh)
		}
	}
}

// Smallest is the size of the smallest letters, 0 when there are none.
func (s *Scene) Smallest() float64 {
	least := 0.0
	s.Each(func(sh Shape) {
		if t, ok := sh.(Text); ok && (least == 0 || t.Size < least) {
			least = t.Size
		}
	})
	return least
}

// Theme says for which sheet colours are chosen.
type Theme string

// The themes.
const (
	Auto  Theme = ""      // as the reader's system is, where the format can tell; else light
	Light Theme = "light" // dark on white
	Dark  Theme = "dark"  // light on black
)

// Color is the colour of the ink in the theme, "" for none.
func (k Ink) Color(t Theme) string {
	if t == Dark {
		return k.Dark
	}
	return k.Light
}
