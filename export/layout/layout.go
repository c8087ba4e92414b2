// Package layout is the geometry of pictures: how wide a text comes out, where boxes stand, and which way the lines
// between them run. It knows nothing of graphs as knowledge. It is deterministic: random choices come from a fixed seed.
//
// Coordinates are in pixels, y pointing down.
package layout

import (
	"cmp"
	"math"
	"slices"
)

// Point is a place or a vector.
type Point struct{ X, Y float64 }

// Size is the extent of a box.
type Size struct{ W, H float64 }

// Link joins two boxes, named by their index. Label is the extent of its text, zero when it has none.
type Link struct {
	From, To int
	Label    Size
}

// Options are the settings of [Place]. The zero value works.
type Options struct {
	Aspect float64 // width by height to aim for; 0 means 1.414, that of A4 paper on its side
	Gap    float64 // least distance between boxes; 0 means 16
	Step   float64 // length of links by the usual one, which leaves room for labels; 0 means 1
	Seed   uint64  // of the places from which the forces start; another one gives another picture of the same graph
}

// Distances between joined boxes, beyond what the boxes themselves take. They leave room for a label of some ten
// characters at 10 px, and were chosen by looking at the picture of 60 nodes and 120 edges.
const (
	stepX = 126
	stepY = 74
)

// Place finds a place for the centre of each box, such that joined ones are near each other and no two overlap, and the
// extent of the whole. Parts that are not joined stand side by side. It takes some 10 ms for 60 boxes, one second for 2,000
// and ten for 10,000 (see BenchmarkPlace).
func Place(boxes []Size, links []Link, opt Options) ([]Point, Size) {
	if opt.Aspect == 0 {
		opt.Aspect = math.Sqrt2
	}
	if opt.Gap == 0 {
		opt.Gap = 16
	}
	if opt.Step == 0 {
		opt.Step = 1
	}
	at := make([]Point, len(boxes))
	var tiles []tile
	for _, members := range parts(len(boxes), links) {
		t := tile{members: members}
		t.place(boxes, links, opt, at)
		tiles = append(tiles, t)
	}
	return at, pack(tiles, at, opt)
}

// tile is one connected part: its members have places relative to its own corner.
type tile struct {
	members []int
	links   []int // links within, where they have ways already
	size    Size
	corner  Point
}

// place arranges one part.
func (t *tile) place(boxes []Size, links []Link, opt Options, at []Point) {
	index := map[int]int{}
	own := make([]Size, len(t.members))
	for i, m := range t.members {
		index[m] = i
		own[i] = boxes[m]
	}
	var joined [][2]int
	for _, l := range links {
		if i, ok := index[l.From]; ok && l.From != l.To {
			joined = append(joined, [2]int{i, index[l.To]})
		}
	}
	places := stress(len(own), joined, opt.Seed)
	if len(own) > mostPairs {
		relax(places, joined)
	}
	turn(places)
	sx, sy := stepX+meanOf(own).W*0.45, stepY+meanOf(own).H*0.45
	for i := range places {
		places[i].X *= sx * opt.Step * opt.Aspect / math.Sqrt2
		places[i].Y *= sy * opt.Step
	}
	separate(own, places, joined, opt.Gap)
	lo, hi := bounds(own, places)
	for i, m := range t.members {
		at[m] = Point{places[i].X - lo.X, places[i].Y - lo.Y}
	}
	t.size = Size{hi.X - lo.X, hi.Y - lo.Y}
}

func meanOf(boxes []Size) (m Size) {
	for _, b := range boxes {
		m.W += b.W / float64(len(boxes))
		m.H += b.H / float64(len(boxes))
	}
	return m
}

// bounds are the corners of the area that the boxes cover.
func bounds(boxes []Size, at []Point) (lo, hi Point) {
	lo, hi = Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for i, p := range at {
		lo.X, hi.X = min(lo.X, p.X-boxes[i].W/2), max(hi.X, p.X+boxes[i].W/2)
		lo.Y, hi.Y = min(lo.Y, p.Y-boxes[i].H/2), max(hi.Y, p.Y+boxes[i].H/2)
	}
	return lo, hi
}

// parts are the sets of boxes that links join, the largest first; members ascend.
func parts(n int, links []Link) [][]int {
	root := make([]int, n)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, l := range links {
		if a, b := find(l.From), find(l.To); a != b {
			root[max(a, b)] = min(a, b)
		}
	}
	of := map[int]int{}
	var list [][]int
	for i := range n {
		r := find(i)
		if _, ok := of[r]; !ok {
			of[r] = len(list)
			list = append(list, nil)
		}
		list[of[r]] = append(list[of[r]], i)
	}
	slices.SortStableFunc(list, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	return list
}

// pack puts the parts on shelves: rows about as wide as the whole should be. Small parts also fill the space beside a lower one.
func pack(tiles []tile, at []Point, opt Options) Size {
	gap := 2 * opt.Gap
	var area, widest float64
	for _, t := range tiles {
		area += (t.size.W + gap) * (t.size.H + gap)
		widest = max(widest, t.size.W)
	}
	limit := max(widest, math.Sqrt(area*opt.Aspect)*1.05)
	slices.SortStableFunc(tiles, func(a, b tile) int { return cmp.Compare(b.size.H, a.size.H) })
	var whole Size
	var x, y, shelf float64
	for i := range tiles {
		t := &tiles[i]
		if x > 0 && x+t.size.W > limit {
			x, y, shelf = 0, y+shelf+gap, 0
		}
		t.corner = Point{x, y}
		x += t.size.W + gap
		shelf = max(shelf, t.size.H)
		whole = Size{max(whole.W, x-gap), max(whole.H, y+shelf)}
		for _, m := range t.members {
			at[m].X += t.corner.X
			at[m].Y += t.corner.Y
		}
	}
	return whole
}

// turn rotates the places about their middle so that they extend most along x.
func turn(at []Point) {
	var mid Point
	for _, p := range at {
		mid.X += p.X / float64(len(at))
		mid.Y += p.Y / float64(len(at))
	}
	var xx, yy, xy float64
	for _, p := range at {
		dx, dy := p.X-mid.X, p.Y-mid.Y
		xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
	}
	sin, cos := math.Sincos(-0.5 * math.Atan2(2*xy, xx-yy)) // the main axis of the scatter
	for i, p := range at {
		dx, dy := p.X-mid.X, p.Y-mid.Y
		at[i] = Point{dx*cos - dy*sin, dx*sin + dy*cos}
	}
}
