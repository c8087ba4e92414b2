// Package png writes a picture as a PNG file.
package png

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/typeface"
)

// Resolution: a picture comes at twice its size on a screen, 192 dots to the inch, but with no more dots in all than mostDots
// (a 16-bit screen wall; 400 MB of memory), for which very large ones are made smaller.
const (
	perPixel = 2.0
	mostDots = 1e8
)

type encoder struct {
	img    *image.RGBA
	raster *vector.Rasterizer
	theme  scene.Theme
	scale  float64
	paper  scene.Ink
	buf    sfnt.Buffer
}

// Write writes the picture.
func Write(w io.Writer, s *scene.Scene, theme scene.Theme) error {
	scale := min(perPixel, math.Sqrt(mostDots/(s.W*s.H)))
	width, height := int(math.Ceil(s.W*scale)), int(math.Ceil(s.H*scale))
	e := &encoder{img: image.NewRGBA(image.Rect(0, 0, width, height)), raster: vector.NewRasterizer(width, height), theme: theme, scale: scale, paper: s.Paper}
	draw.Draw(e.img, e.img.Bounds(), image.NewUniform(e.color(s.Paper)), image.Point{}, draw.Src)
	s.Each(e.shape)
	if err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(w, e.img); err != nil {
		return fmt.Errorf("write png: %w", err)
	}
	return nil
}

func (e *encoder) color(k scene.Ink) color.Color {
	n, _ := strconv.ParseUint(k.Color(e.theme)[1:], 16, 24) // colours are checked where schemas are read
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

func (e *encoder) shape(sh scene.Shape) {
	switch sh := sh.(type) {
	case scene.Rect:
		e.path(corners(&sh), true, sh.Paint)
	case scene.Path:
		e.path(sh.Points, sh.Closed, sh.Paint)
	case scene.Text:
		e.text(&sh)
	}
}

// round is where the handles of a Bézier quarter of a circle stand, as a share of its radius.
const round = 0.5523

// corners is the outline of a rectangle as a path.
func corners(r *scene.Rect) []layout.Point {
	if r.R <= 0 {
		return scene.Line(layout.Point{X: r.X, Y: r.Y}, layout.Point{X: r.X + r.W, Y: r.Y}, layout.Point{X: r.X + r.W, Y: r.Y + r.H},
			layout.Point{X: r.X, Y: r.Y + r.H}, layout.Point{X: r.X, Y: r.Y})
	}
	rad := min(r.R, r.W/2, r.H/2)
	h := rad * (1 - round)
	x, y, X, Y := r.X, r.Y, r.X+r.W, r.Y+r.H
	p := func(x, y float64) layout.Point { return layout.Point{X: x, Y: y} }
	var list []layout.Point
	side := func(a, b layout.Point) { list = append(list, scene.Line(a, b)[1:]...) }
	list = append(list, p(x+rad, y))
	side(p(x+rad, y), p(X-rad, y))
	list = append(list, p(X-h, y), p(X, y+h), p(X, y+rad))
	side(p(X, y+rad), p(X, Y-rad))
	list = append(list, p(X, Y-h), p(X-h, Y), p(X-rad, Y))
	side(p(X-rad, Y), p(x+rad, Y))
	list = append(list, p(x+h, Y), p(x, Y-h), p(x, Y-rad))
	side(p(x, Y-rad), p(x, y+rad))
	return append(list, p(x, y+h), p(x+h, y), p(x+rad, y))
}

// path fills and outlines a path.
func (e *encoder) path(points []layout.Point, closed bool, p scene.Paint) {
	if p.Fill.Name != "" {
		e.area(points, p.Fill)
	}
	if p.Stroke.Name != "" {
		line := flatten(points, e.scale)
		if closed && len(line) > 1 {
			line = append(line, line[0])
		}
		var lengths []float64
		for _, l := range scene.Lengths[p.Dash] {
			lengths = append(lengths, l*e.scale)
		}
		e.stroke(line, lengths, p)
	}
}

// canvas is a rasterizer for the part of the picture that the points cover, and the corner of that part.
func (e *encoder) canvas(lo, hi layout.Point) (image.Rectangle, bool) {
	r := image.Rect(int(math.Floor(lo.X))-1, int(math.Floor(lo.Y))-1, int(math.Ceil(hi.X))+1, int(math.Ceil(hi.Y))+1).Intersect(e.img.Bounds())
	if r.Empty() {
		return r, false
	}
	e.raster.Reset(r.Dx(), r.Dy())
	return r, true
}

func (e *encoder) paint(r image.Rectangle, k scene.Ink) {
	e.raster.Draw(e.img, r, image.NewUniform(e.color(k)), image.Point{})
}

func extent(points []layout.Point, scale, rim float64) (lo, hi layout.Point) {
	lo, hi = layout.Point{X: math.Inf(1), Y: math.Inf(1)}, layout.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, p := range points {
		lo = layout.Point{X: min(lo.X, p.X*scale-rim), Y: min(lo.Y, p.Y*scale-rim)}
		hi = layout.Point{X: max(hi.X, p.X*scale+rim), Y: max(hi.Y, p.Y*scale+rim)}
	}
	return lo, hi
}

// area fills what a path encloses.
func (e *encoder) area(points []layout.Point, k scene.Ink) {
	r, ok := e.canvas(extent(points, e.scale, 0))
	if !ok {
		return
	}
	at := func(p layout.Point) (x, y float32) {
		return float32(p.X*e.scale - float64(r.Min.X)), float32(p.Y*e.scale - float64(r.Min.Y))
	}
	e.raster.MoveTo(at(points[0]))
	for i := 1; i+2 < len(points); i += 3 {
		ax, ay := at(points[i])
		bx, by := at(points[i+1])
		cx, cy := at(points[i+2])
		e.raster.CubeTo(ax, ay, bx, by, cx, cy)
	}
	e.raster.ClosePath()
	e.paint(r, k)
}

// text draws letters from their outlines.
func (e *encoder) text(t *scene.Text) {
	f := typeface.Font(t.Bold)
	size := t.Size * e.scale
	b := t.Bounds()
	if t.Halo {
		e.area(corners(&scene.Rect{X: b.X - 1, Y: b.Y, W: b.W + 2, H: b.H}), e.paper)
	}
	rim := t.Size / 2
	r, ok := e.canvas(layout.Point{X: (b.X - rim) * e.scale, Y: (b.Y - rim) * e.scale}, layout.Point{X: (b.X + b.W + rim) * e.scale, Y: (b.Y + b.H + rim) * e.scale})
	if !ok {
		return
	}
	pen := t.Left() * e.scale
	place := func(p fixed.Point26_6) (x, y float32) {
		along, up := pen+float64(p.X)/64, -float64(p.Y)/64 // outlines have y pointing down
		px, py := along, t.Y*e.scale-up
		if t.Up {
			px, py = t.X*e.scale-up, -along
		}
		return float32(px - float64(r.Min.X)), float32(py - float64(r.Min.Y))
	}
	for _, c := range typeface.Replace(t.S) {
		if i, err := f.GlyphIndex(&e.buf, c); err == nil {
			e.glyph(f, i, fixed.Int26_6(size*64), place)
			if a, err := f.GlyphAdvance(&e.buf, i, fixed.Int26_6(size*64), font.HintingNone); err == nil {
				pen += float64(a) / 64
			}
		}
	}
	e.paint(r, t.Ink)
	if t.Strike {
		line := t.StrikeLine()
		e.path(line.Points, false, line.Paint)
	}
}

// glyph adds the outline of a letter.
func (e *encoder) glyph(f *sfnt.Font, i sfnt.GlyphIndex, size fixed.Int26_6, place func(fixed.Point26_6) (x, y float32)) {
	segments, err := f.LoadGlyph(&e.buf, i, size, nil)
	if err != nil {
		return
	}
	open := false
	for _, s := range segments {
		x, y := place(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if open {
				e.raster.ClosePath()
			}
			open = true
			e.raster.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			e.raster.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			x2, y2 := place(s.Args[1])
			e.raster.QuadTo(x, y, x2, y2)
		case sfnt.SegmentOpCubeTo:
			x2, y2 := place(s.Args[1])
			x3, y3 := place(s.Args[2])
			e.raster.CubeTo(x, y, x2, y2, x3, y3)
		}
	}
	if open {
		e.raster.ClosePath()
	}
}
