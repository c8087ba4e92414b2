package layout

import (
	"cmp"
	"math"
	"slices"
)

// Distances of a layered picture in pixels.
const (
	layerGap  = 34 // between the boxes of a layer and the labels beside it
	passGap   = 10 // between lines that pass a layer
	minorGap  = 7  // between labels in one column
	loopRoom  = 30 // above and below a box that has a line to itself
	mostSwirl = 24 // sweeps over the layers in search of fewer crossings
)

// Layered places boxes in columns, so that most links run from left to right, in the manner of Sugiyama, Tagawa and Toda
// ("Methods for Visual Understanding of Hierarchical System Structures", IEEE SMC 1981): links that close a circle are turned
// round, each box is put in a column, the order within columns is chosen for few crossings, and heights for straight lines.
// Each label has a column place of its own, so that none lies on a box or on another label. It gives the centres of the
// boxes, the ways of the links, and the extent of the whole.
func Layered(boxes []Size, links []Link, opt Options) ([]Point, []Path, Size) {
	if opt.Aspect == 0 {
		opt.Aspect = math.Sqrt2
	}
	if opt.Gap == 0 {
		opt.Gap = 16
	}
	at := make([]Point, len(boxes))
	paths := make([]Path, len(links))
	var tiles []tile
	of := make([]int, len(boxes)) // the part of a box
	groups := parts(len(boxes), links)
	for i, members := range groups {
		for _, m := range members {
			of[m] = i
		}
	}
	within := make([][]int, len(groups)) // links by part
	for i, l := range links {
		within[of[l.From]] = append(within[of[l.From]], i)
	}
	for i, members := range groups {
		t := tile{members: members, links: within[i]}
		t.size = layer(boxes, links, members, within[i], opt, at, paths)
		tiles = append(tiles, t)
	}
	whole := pack(tiles, at, opt)
	for _, t := range tiles {
		for _, i := range t.links {
			paths[i].move(t.corner)
		}
	}
	return at, paths, whole
}

// layer arranges one connected part, relative to its own corner.
func layer(boxes []Size, links []Link, members, within []int, opt Options, at []Point, paths []Path) Size {
	s := newSugiyama(boxes, links, members, within, opt)
	s.order()
	y := s.heights()
	x := s.columns()
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for v := range s.size {
		lo = Point{min(lo.X, x[v]-s.size[v].W/2), min(lo.Y, y[v]-s.size[v].H/2)}
		hi = Point{max(hi.X, x[v]+s.size[v].W/2), max(hi.Y, y[v]+s.size[v].H/2)}
	}
	for v := range s.size {
		x[v], y[v] = x[v]-lo.X, y[v]-lo.Y
	}
	for i, m := range members {
		at[m] = Point{x[i], y[i]}
	}
	s.ways(boxes, links, within, x, y, paths)
	return Size{hi.X - lo.X, hi.Y - lo.Y}
}

// sugiyama is one connected part as vertices in layers: its boxes, the labels of its links, and the places where links pass
// a layer. Vertices are numbered, boxes first. Boxes stand in even layers, labels in odd ones.
type sugiyama struct {
	size   []Size
	rank   []int   // layer of a vertex
	label  []bool  // the vertex is a label
	chain  [][]int // vertices that a link goes through from left to right, its ends included; nil for a loop
	turned []bool  // the link runs from right to left
	layers [][]int // vertices of each layer from top to bottom
	pos    []int   // place of a vertex in its layer
	left   [][]int32
	right  [][]int32 // neighbours in the layers beside
	gap    float64
	boxes  int         // how many vertices are boxes
	index  map[int]int // vertex of a box
}

func newSugiyama(boxes []Size, links []Link, members, within []int, opt Options) *sugiyama {
	s := &sugiyama{gap: opt.Gap, chain: make([][]int, len(within)), boxes: len(members), index: map[int]int{}}
	for i, m := range members {
		s.index[m] = i
		s.size = append(s.size, boxes[m])
	}
	ends := make([][2]int, len(within))
	for i, l := range within {
		ends[i] = [2]int{s.index[links[l].From], s.index[links[l].To]}
		if ends[i][0] == ends[i][1] {
			s.size[ends[i][0]].H = max(s.size[ends[i][0]].H, boxes[links[l].From].H+2*loopRoom)
			s.size[ends[i][0]].W = max(s.size[ends[i][0]].W, boxes[links[l].From].W+links[l].Label.W)
		}
	}
	s.turned = acyclic(len(members), ends)
	arcs := make([][2]int, 0, len(ends))
	for i, e := range ends {
		if s.turned[i] {
			ends[i] = [2]int{e[1], e[0]}
		}
		if e[0] != e[1] {
			arcs = append(arcs, ends[i])
		}
	}
	rank := ranks(len(members), arcs)
	s.label = make([]bool, len(members))
	for _, r := range rank {
		s.rank = append(s.rank, 2*r)
	}
	for i, e := range ends {
		if e[0] == e[1] {
			continue
		}
		from, to := s.rank[e[0]], s.rank[e[1]]
		middle := (from + to) / 2
		if middle%2 == 0 {
			middle--
		}
		s.chain[i] = []int{e[0]}
		for r := from + 1; r < to; r++ {
			size := Size{0, passGap}
			if r == middle {
				size = links[within[i]].Label
				size.H = max(size.H, passGap)
			}
			s.chain[i] = append(s.chain[i], len(s.size))
			s.size, s.rank, s.label = append(s.size, size), append(s.rank, r), append(s.label, r == middle)
		}
		s.chain[i] = append(s.chain[i], e[1])
	}
	s.join()
	return s
}

// join notes the neighbours of each vertex.
func (s *sugiyama) join() {
	s.left, s.right = make([][]int32, len(s.size)), make([][]int32, len(s.size))
	for _, c := range s.chain {
		for k := 1; k < len(c); k++ {
			s.right[c[k-1]] = append(s.right[c[k-1]], int32(c[k]))
			s.left[c[k]] = append(s.left[c[k]], int32(c[k-1]))
		}
	}
}

// columns finds the x of each vertex: the middle of its layer. A layer is as wide as its widest vertex.
func (s *sugiyama) columns() []float64 {
	wide := make([]float64, len(s.layers))
	for v, r := range s.rank {
		wide[r] = max(wide[r], s.size[v].W)
	}
	middle := make([]float64, len(s.layers))
	at := 0.0
	for r := range middle {
		middle[r] = at + wide[r]/2
		at += wide[r] + layerGap
	}
	x := make([]float64, len(s.size))
	for v, r := range s.rank {
		x[v] = middle[r]
	}
	return x
}

// separation is how far apart the middles of two neighbours in a layer stand at least.
func (s *sugiyama) separation(above, below int) float64 {
	gap := s.gap
	switch {
	case above >= s.boxes && below >= s.boxes:
		gap = minorGap
	case above >= s.boxes || below >= s.boxes:
		gap = s.gap * 0.75
	}
	return (s.size[above].H+s.size[below].H)/2 + gap
}

// ways draws the links: level across a layer, in a bow from one layer to the next.
func (s *sugiyama) ways(boxes []Size, links []Link, within []int, x, y []float64, paths []Path) {
	wide := make([]float64, len(s.layers))
	for v, r := range s.rank {
		wide[r] = max(wide[r], s.size[v].W)
	}
	ports := s.ports(boxes, links, within, y)
	for i, c := range s.chain {
		l := links[within[i]]
		p := &paths[within[i]]
		if c == nil {
			v := s.index[l.From]
			at := Point{x[v], y[v]}
			p.Curve = loop(at, boxes[l.From])
			p.Label, p.Labelled = Point{at.X + boxes[l.From].W/2 + l.Label.W/2 - 4, at.Y - boxes[l.From].H/2 - 20}, l.Label.W > 0
			continue
		}
		first, last := c[0], c[len(c)-1]
		here := Point{x[first] + s.box(boxes, links, within, i, true).W/2, y[first] + ports[i][0]}
		curve := []Point{here}
		bow := func(to Point) {
			mid := (here.X + to.X) / 2
			curve = append(curve, Point{mid, here.Y}, Point{mid, to.Y}, to)
			here = to
		}
		level := func(to Point) {
			if to.X > here.X {
				curve = append(curve, lineTo(here, to)...)
				here = to
			}
		}
		level(Point{x[first] + wide[s.rank[first]]/2, here.Y})
		for _, v := range c[1 : len(c)-1] {
			half := wide[s.rank[v]] / 2
			if s.label[v] {
				half = s.size[v].W / 2
				p.Label, p.Labelled = Point{x[v], y[v]}, l.Label.W > 0
			}
			bow(Point{x[v] - half, y[v]})
			level(Point{x[v] + half, y[v]})
		}
		end := Point{x[last] - s.box(boxes, links, within, i, false).W/2, y[last] + ports[i][1]}
		bow(Point{x[last] - wide[s.rank[last]]/2, end.Y})
		level(end)
		if s.turned[i] {
			slices.Reverse(curve)
		}
		p.Curve = curve
	}
}

// lineTo is a straight curve, without its start.
func lineTo(a, b Point) []Point {
	return []Point{{a.X + (b.X-a.X)/3, a.Y + (b.Y-a.Y)/3}, {b.X - (b.X-a.X)/3, b.Y - (b.Y-a.Y)/3}, b}
}

// box is the box at the left or right end of a link.
func (s *sugiyama) box(boxes []Size, links []Link, within []int, i int, left bool) Size {
	l := links[within[i]]
	if left != s.turned[i] {
		return boxes[l.From]
	}
	return boxes[l.To]
}

// ports spreads the ends of links over the sides of boxes, in the order of where they lead: offsets from the middle, of the
// left and the right end of each link.
func (s *sugiyama) ports(boxes []Size, links []Link, within []int, y []float64) [][2]float64 {
	ports := make([][2]float64, len(s.chain))
	type end struct {
		link int
		to   float64
	}
	for side := range 2 {
		at := make([][]end, s.boxes)
		for i, c := range s.chain {
			switch {
			case c == nil:
			case side == 0:
				at[c[0]] = append(at[c[0]], end{i, y[c[1]]})
			default:
				at[c[len(c)-1]] = append(at[c[len(c)-1]], end{i, y[c[len(c)-2]]})
			}
		}
		for _, ends := range at {
			if len(ends) < 2 {
				continue
			}
			slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(a.to, b.to) })
			room := s.box(boxes, links, within, ends[0].link, side == 0).H - 10
			step := min(room/float64(len(ends)-1), 9)
			for k, e := range ends {
				ports[e.link][side] = (float64(k) - float64(len(ends)-1)/2) * step
			}
		}
	}
	return ports
}
