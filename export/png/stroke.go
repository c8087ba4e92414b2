package png

import (
	"math"

	"mandate/export/layout"
	"mandate/export/scene"
)

// flatness is how many straight pieces a curve is cut into for each so many dots of its length, and at least.
const (
	dotsAPiece  = 4.0
	leastPieces = 2
	mostPieces  = 200
)

// flatten cuts curves into straight pieces, in dots.
func flatten(points []layout.Point, scale float64) []layout.Point {
	at := func(p layout.Point) layout.Point { return layout.Point{X: p.X * scale, Y: p.Y * scale} }
	line := []layout.Point{at(points[0])}
	for i := 1; i+2 < len(points); i += 3 {
		a, b, c, d := at(points[i-1]), at(points[i]), at(points[i+1]), at(points[i+2])
		length := math.Hypot(b.X-a.X, b.Y-a.Y) + math.Hypot(c.X-b.X, c.Y-b.Y) + math.Hypot(d.X-c.X, d.Y-c.Y)
		n := min(max(leastPieces, int(length/dotsAPiece)), mostPieces)
		for k := 1; k <= n; k++ {
			t := float64(k) / float64(n)
			u := 1 - t
			wa, wb, wc, wd := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
			line = append(line, layout.Point{X: wa*a.X + wb*b.X + wc*c.X + wd*d.X, Y: wa*a.Y + wb*b.Y + wc*c.Y + wd*d.Y})
		}
	}
	return line
}

// dashes cuts a line into strokes.
func dashes(line []layout.Point, lengths []float64) [][]layout.Point {
	if len(lengths) == 0 {
		return [][]layout.Point{line}
	}
	var strokes [][]layout.Point
	stroke := []layout.Point{line[0]}
	i, left := 0, lengths[0]
	for k := 1; k < len(line); k++ {
		a, b := line[k-1], line[k]
		for {
			d := math.Hypot(b.X-a.X, b.Y-a.Y)
			if d < left {
				left -= d
				break
			}
			a = layout.Point{X: a.X + (b.X-a.X)*left/d, Y: a.Y + (b.Y-a.Y)*left/d}
			if i%2 == 0 {
				strokes = append(strokes, append(stroke, a))
			}
			i++
			stroke, left = []layout.Point{a}, lengths[i%len(lengths)]
		}
		stroke = append(stroke, b)
	}
	if i%2 == 0 && len(stroke) > 1 {
		strokes = append(strokes, stroke)
	}
	return strokes
}

// stroke draws a line with its width: a quadrilateral for each piece, and a disc at each joint. All turn the same way round,
// so that where they overlap the rasterizer counts up, never out.
func (e *encoder) stroke(line []layout.Point, lengths []float64, p scene.Paint) {
	half := max(p.Width*e.scale/2, 0.35)
	r, ok := e.canvas(extent(line, 1, half))
	if !ok {
		return
	}
	move := func(x, y float64) (float32, float32) {
		return float32(x - float64(r.Min.X)), float32(y - float64(r.Min.Y))
	}
	for _, s := range dashes(line, lengths) {
		for k := 1; k < len(s); k++ {
			a, b := s[k-1], s[k]
			d := math.Hypot(b.X-a.X, b.Y-a.Y)
			if d < 1e-9 {
				continue
			}
			nx, ny := -(b.Y-a.Y)/d*half, (b.X-a.X)/d*half
			e.raster.MoveTo(move(a.X+nx, a.Y+ny))
			e.raster.LineTo(move(a.X-nx, a.Y-ny))
			e.raster.LineTo(move(b.X-nx, b.Y-ny))
			e.raster.LineTo(move(b.X+nx, b.Y+ny))
			e.raster.ClosePath()
			if k > 1 || p.Dash == scene.Dotted {
				e.disc(a, half, move)
			}
		}
		if p.Dash == scene.Dotted {
			e.disc(s[len(s)-1], half, move)
		}
	}
	e.paint(r, p.Stroke)
}

// disc adds a circle that turns as the quadrilaterals do.
func (e *encoder) disc(at layout.Point, radius float64, move func(x, y float64) (float32, float32)) {
	const sides = 8
	for k := range sides {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / sides)
		x, y := move(at.X+radius*cos, at.Y+radius*sin)
		if k == 0 {
			e.raster.MoveTo(x, y)
		} else {
			e.raster.LineTo(x, y)
		}
	}
	e.raster.ClosePath()
}
