package layout

import (
	"cmp"
	"math"
	"slices"
)

// Path is the way of a link: cubic Bézier curves from border to border, each of which begins where the last one ends.
type Path struct {
	Curve    []Point // the start, then three points for each curve
	Label    Point   // centre of the label
	Labelled bool    // false: there was no free place for it
}

// bends are how far from the straight line the middle of a curve may lie, as a share of its length; the nearest first.
var bends = []float64{0, 0.07, -0.07, 0.14, -0.14, 0.22, -0.22, 0.32, -0.32, 0.45, -0.45}

// stops are where on its curve a label may stand, the best first.
var stops = []float64{0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.15, 0.85}

// Route finds a way for each link around the boxes, and a free place for its label. Links between the same two boxes run
// beside each other.
func Route(boxes []Size, at []Point, links []Link) []Path {
	r := &router{boxes: boxes, at: at, taken: grid{}, labels: grid{}}
	for i, b := range boxes {
		r.taken.add(rect{at[i], b, i})
	}
	paths := make([]Path, len(links))
	used := map[[2]int][]float64{} // bends of earlier links between the same boxes
	for i, l := range links {
		if l.From == l.To {
			paths[i].Curve = loop(at[l.From], boxes[l.From])
			continue
		}
		key := [2]int{min(l.From, l.To), max(l.From, l.To)}
		bend := r.bend(l, used[key])
		used[key] = append(used[key], bend)
		c := r.curve(l, bend)
		paths[i].Curve = c[:]
	}
	r.place(links, paths)
	return paths
}

type router struct {
	boxes         []Size
	at            []Point
	taken, labels grid
}

// bend chooses the straightest curve that passes over the fewest boxes. Bends are signed as seen from the box with the
// lower index, so that links in opposite directions run apart.
func (r *router) bend(l Link, used []float64) float64 {
	best, least := 0.0, math.Inf(1)
	for _, b := range bends {
		if slices.ContainsFunc(used, func(u float64) bool { return math.Abs(u-b) < 0.1 }) {
			continue
		}
		cost := math.Abs(b) * 8
		for _, hit := range r.crossed(r.whole(l, b)) {
			if hit != l.From && hit != l.To {
				cost += 3
			}
		}
		if cost < least {
			best, least = b, cost
		}
	}
	return best
}

// crossed are the boxes that a curve passes over, by index.
func (r *router) crossed(c [4]Point) []int {
	var hits []int
	const samples = 24
	for k := 1; k < samples; k++ {
		p := point(c, float64(k)/samples)
		for _, b := range r.taken.near(rect{p, Size{8, 8}, -1}) {
			if !slices.Contains(hits, b.index) {
				hits = append(hits, b.index)
			}
		}
	}
	return hits
}

// whole is the curve of a link from centre to centre.
func (r *router) whole(l Link, bend float64) [4]Point {
	if l.From > l.To {
		bend = -bend
	}
	a, b := r.at[l.From], r.at[l.To]
	// A quadratic curve whose middle lies bend times its length beside the line, raised to a cubic one.
	q := Point{(a.X+b.X)/2 - (b.Y-a.Y)*2*bend, (a.Y+b.Y)/2 + (b.X-a.X)*2*bend}
	return [4]Point{a, {a.X + (q.X-a.X)*2/3, a.Y + (q.Y-a.Y)*2/3}, {b.X + (q.X-b.X)*2/3, b.Y + (q.Y-b.Y)*2/3}, b}
}

// curve is the curve of a link from border to border.
func (r *router) curve(l Link, bend float64) [4]Point {
	c := r.whole(l, bend)
	from, to := r.leave(c, l.From, 0, 1), r.leave(c, l.To, 1, 0) // of two near boxes, the wider one may hold the middle
	if from >= to {
		from, to = r.leave(c, l.From, 0, 0.5), r.leave(c, l.To, 1, 0.5)
	}
	return cut(c, from, to)
}

// leave is where on the curve the border of a box is crossed, between inside and outside.
func (r *router) leave(c [4]Point, box int, inside, outside float64) float64 {
	for range 24 {
		mid := (inside + outside) / 2
		p := point(c, mid)
		if math.Abs(p.X-r.at[box].X) <= r.boxes[box].W/2 && math.Abs(p.Y-r.at[box].Y) <= r.boxes[box].H/2 {
			inside = mid
		} else {
			outside = mid
		}
	}
	return outside
}

// place finds places for the labels: those of short links first, as they have the fewest.
func (r *router) place(links []Link, paths []Path) {
	order := make([]int, len(links))
	length := make([]float64, len(links))
	for i := range order {
		order[i] = i
		c := paths[i].Curve
		length[i] = math.Hypot(c[3].X-c[0].X, c[3].Y-c[0].Y)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(length[a], length[b]) })
	for _, i := range order {
		if links[i].Label.W == 0 {
			continue
		}
		for _, t := range stops {
			spot := rect{point([4]Point(paths[i].Curve), t), links[i].Label, i}
			if len(r.taken.near(spot)) == 0 && len(r.labels.near(spot)) == 0 {
				r.labels.add(spot)
				paths[i].Label, paths[i].Labelled = spot.at, true
				break
			}
		}
	}
}

// loop leads from the top of a box back to it.
func loop(at Point, b Size) []Point {
	x, y := at.X+b.W/2-10, at.Y-b.H/2
	return []Point{{x - 16, y}, {x - 18, y - 26}, {x + 6, y - 26}, {x, y}}
}

// Fit moves everything so that curves that swing out, too, lie within the picture, and returns its new extent.
func Fit(at []Point, paths []Path, whole Size) Size {
	lo, hi := Point{}, Point{whole.W, whole.H}
	for _, p := range paths {
		for from := 0; from+3 < len(p.Curve); from += 3 {
			for k := range 17 {
				c := point([4]Point(p.Curve[from:from+4]), float64(k)/16)
				lo, hi = Point{min(lo.X, c.X-4), min(lo.Y, c.Y-4)}, Point{max(hi.X, c.X+4), max(hi.Y, c.Y+4)}
			}
		}
	}
	for i := range at {
		at[i].X, at[i].Y = at[i].X-lo.X, at[i].Y-lo.Y
	}
	for i := range paths {
		paths[i].move(Point{-lo.X, -lo.Y})
	}
	return Size{hi.X - lo.X, hi.Y - lo.Y}
}

// move shifts a path with its label.
func (p *Path) move(by Point) {
	for k := range p.Curve {
		p.Curve[k] = Point{p.Curve[k].X + by.X, p.Curve[k].Y + by.Y}
	}
	p.Label = Point{p.Label.X + by.X, p.Label.Y + by.Y}
}

// point is a point of a curve.
func point(c [4]Point, t float64) Point {
	u := 1 - t
	a, b, d, e := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{a*c[0].X + b*c[1].X + d*c[2].X + e*c[3].X, a*c[0].Y + b*c[1].Y + d*c[2].Y + e*c[3].Y}
}

// cut is the part of a curve between two parameters (de Casteljau).
func cut(c [4]Point, from, to float64) [4]Point {
	_, c = split(c, from)
	c, _ = split(c, (to-from)/(1-from))
	return c
}

func split(c [4]Point, t float64) (head, tail [4]Point) {
	mix := func(p, q Point) Point { return Point{p.X + (q.X-p.X)*t, p.Y + (q.Y-p.Y)*t} }
	ab, bc, cd := mix(c[0], c[1]), mix(c[1], c[2]), mix(c[2], c[3])
	abc, bcd := mix(ab, bc), mix(bc, cd)
	m := mix(abc, bcd)
	return [4]Point{c[0], ab, abc, m}, [4]Point{m, bcd, cd, c[3]}
}

// rect is an upright rectangle about a centre.
type rect struct {
	at    Point
	size  Size
	index int
}

func (r rect) meets(o rect) bool {
	return math.Abs(r.at.X-o.at.X) < (r.size.W+o.size.W)/2 && math.Abs(r.at.Y-o.at.Y) < (r.size.H+o.size.H)/2
}

// grid finds rectangles by place: each is listed in every square that it touches.
type grid map[[2]int][]rect

const square = 120

func (g grid) each(r rect, do func(cell [2]int)) {
	for x := int(math.Floor((r.at.X - r.size.W/2) / square)); x <= int(math.Floor((r.at.X+r.size.W/2)/square)); x++ {
		for y := int(math.Floor((r.at.Y - r.size.H/2) / square)); y <= int(math.Floor((r.at.Y+r.size.H/2)/square)); y++ {
			do([2]int{x, y})
		}
	}
}

func (g grid) add(r rect) {
	g.each(r, func(cell [2]int) { g[cell] = append(g[cell], r) })
}

// near are the rectangles that meet r; one may come several times.
func (g grid) near(r rect) (hits []rect) {
	g.each(r, func(cell [2]int) {
		for _, o := range g[cell] {
			if r.meets(o) {
				hits = append(hits, o)
			}
		}
	})
	return hits
}
