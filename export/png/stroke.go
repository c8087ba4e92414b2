package png

import (
	"math"
	"slices"

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

// sharpest is by how much the outline may reach out at a bend, in half widths.
const sharpest = 2.0

// stroke draws a line with its width: the outline of each of its strokes, to the one side there and to the other side back,
// so that no part of it is painted twice.
func (e *encoder) stroke(line []layout.Point, lengths []float64, p scene.Paint) {
	half := max(p.Width*e.scale/2, 0.35)
	r, ok := e.canvas(extent(line, 1, half*sharpest))
	if !ok {
		return
	}
	move := func(q layout.Point) (float32, float32) {
		return float32(q.X - float64(r.Min.X)), float32(q.Y - float64(r.Min.Y))
	}
	for _, s := range dashes(line, lengths) {
		there, back := sides(s, half)
		for k, q := range there {
			if k == 0 {
				e.raster.MoveTo(move(q))
			} else {
				e.raster.LineTo(move(q))
			}
		}
		for _, q := range slices.Backward(back) {
			e.raster.LineTo(move(q))
		}
		if len(there) > 0 {
			e.raster.ClosePath()
		}
	}
	e.paint(r, p.Stroke)
}

// sides are the points beside a line, at half its width to either side.
func sides(line []layout.Point, half float64) (one, other []layout.Point) {
	var way []layout.Point // without points on top of each other
	for _, p := range line {
		if n := len(way); n == 0 || math.Hypot(p.X-way[n-1].X, p.Y-way[n-1].Y) > 1e-6 {
			way = append(way, p)
		}
	}
	if len(way) < 2 {
		return nil, nil
	}
	normal := func(k int) layout.Point { // of the piece from k to k+1
		dx, dy := way[k+1].X-way[k].X, way[k+1].Y-way[k].Y
		d := math.Hypot(dx, dy)
		return layout.Point{X: -dy / d, Y: dx / d}
	}
	for k, p := range way {
		before, after := normal(max(k-1, 0)), normal(min(k, len(way)-2))
		n := layout.Point{X: before.X + after.X, Y: before.Y + after.Y}
		d2 := n.X*n.X + n.Y*n.Y
		reach := half * sharpest
		if d2 > 4/(sharpest*sharpest) {
			reach = half * 2 / math.Sqrt(d2)
		}
		if d2 < 1e-9 { // the line turns back
			n, d2 = after, 1
		}
		d := math.Sqrt(d2)
		one = append(one, layout.Point{X: p.X + n.X/d*reach, Y: p.Y + n.Y/d*reach})
		other = append(other, layout.Point{X: p.X - n.X/d*reach, Y: p.Y - n.Y/d*reach})
	}
	return one, other
}
