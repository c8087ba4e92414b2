package layout

import (
	"math"
	"slices"
)

// heights finds the y of each vertex, after Brandes and Köpf ("Fast and Simple Horizontal Coordinate Assignment", Graph
// Drawing 2001): four ways of lining up each vertex with the median of its neighbours, of which the middle is taken. Blocks of
// aligned vertices are put in place by their longest paths, once from either side, so that vertices of different heights need
// no special care.
func (s *sugiyama) heights() []float64 {
	marked := s.conflicts()
	var four [4][]float64
	for k := range four {
		four[k] = s.alignment(k&1 != 0, k&2 != 0, marked)
	}
	// All are moved to share a side with the narrowest.
	narrow, least := 0, math.Inf(1)
	var lows, highs [4]float64
	for k, y := range four {
		lows[k], highs[k] = math.Inf(1), math.Inf(-1)
		for v := range y {
			lows[k], highs[k] = min(lows[k], y[v]-s.size[v].H/2), max(highs[k], y[v]+s.size[v].H/2)
		}
		if highs[k]-lows[k] < least {
			narrow, least = k, highs[k]-lows[k]
		}
	}
	y := make([]float64, len(s.size))
	for k := range four {
		shift := lows[narrow] - lows[k]
		if k&2 != 0 {
			shift = highs[narrow] - highs[k]
		}
		for v := range four[k] {
			four[k][v] += shift
		}
	}
	for v := range y {
		c := []float64{four[0][v], four[1][v], four[2][v], four[3][v]}
		slices.Sort(c)
		y[v] = (c[1] + c[2]) / 2
	}
	s.unstick(y)
	return y
}

// unstick pushes vertices of a layer apart where the middle of four ways left them nearer than they may be (it cannot but
// for rounding, when all four keep the order).
func (s *sugiyama) unstick(y []float64) {
	for _, l := range s.layers {
		for i := 1; i < len(l); i++ {
			y[l[i]] = max(y[l[i]], y[l[i-1]]+s.separation(l[i-1], l[i]))
		}
	}
}

// inner says whether a link joins two vertices that are no boxes: those are to be straight.
func (s *sugiyama) inner(v, w int) bool { return v >= s.boxes && w >= s.boxes }

// conflicts finds the segments that cross an inner one (type 1 conflicts): they are not lined up.
func (s *sugiyama) conflicts() map[[2]int]bool {
	marked := map[[2]int]bool{}
	for i := 1; i < len(s.layers); i++ {
		before, l := s.layers[i-1], s.layers[i]
		low, from := 0, 0
		for k, v := range l {
			joined := -1
			for _, w := range s.left[v] {
				if s.inner(v, int(w)) {
					joined = s.pos[w]
				}
			}
			if joined < 0 && k != len(l)-1 {
				continue
			}
			high := len(before) - 1
			if joined >= 0 {
				high = joined
			}
			for ; from <= k; from++ {
				for _, w := range s.left[l[from]] {
					if p := s.pos[w]; (p < low || p > high) && !s.inner(l[from], int(w)) {
						marked[[2]int{int(w), l[from]}] = true
					}
				}
			}
			low = high
		}
	}
	return marked
}

// alignment is one of the four ways: with the neighbours to the right instead of the left, from below instead of from above.
func (s *sugiyama) alignment(right, below bool, marked map[[2]int]bool) []float64 {
	layers := s.copyLayers()
	if right {
		slices.Reverse(layers)
	}
	if below {
		for _, l := range layers {
			slices.Reverse(l)
		}
	}
	pos := make([]int, len(s.size))
	for _, l := range layers {
		for i, v := range l {
			pos[v] = i
		}
	}
	near := s.left
	if right {
		near = s.right
	}
	root := s.blocks(layers, near, pos, marked, right)
	y := s.compact(layers, root, below)
	if below {
		for v := range y {
			y[v] = -y[v]
		}
	}
	return y
}

// blocks lines each vertex up with a median neighbour where nothing crosses: the first vertex of each one's block.
func (s *sugiyama) blocks(layers [][]int, near [][]int32, pos []int, marked map[[2]int]bool, right bool) []int {
	root, align := make([]int, len(s.size)), make([]int, len(s.size))
	for v := range root {
		root[v], align[v] = v, v
	}
	for _, l := range layers {
		last := -1
		for _, v := range l {
			if len(near[v]) == 0 {
				continue
			}
			ws := slices.Clone(near[v])
			slices.SortFunc(ws, func(a, b int32) int { return pos[a] - pos[b] })
			for _, m := range []int{(len(ws) - 1) / 2, len(ws) / 2} {
				w := int(ws[m])
				key := [2]int{w, v}
				if right {
					key = [2]int{v, w}
				}
				if align[v] == v && !marked[key] && last < pos[w] {
					align[w] = v
					root[v] = root[w]
					align[v] = root[v]
					last = pos[w]
				}
			}
		}
	}
	return root
}

// compact puts the blocks as high as those above them allow, then as low again as those below allow, so that none stands
// off for nothing.
func (s *sugiyama) compact(layers [][]int, root []int, below bool) []float64 {
	type arc struct {
		to  int
		gap float64
	}
	down, up := make([][]arc, len(s.size)), make([][]arc, len(s.size))
	open := make([]int, len(s.size))
	for _, l := range layers {
		for i := 1; i < len(l); i++ {
			a, b := l[i-1], l[i]
			gap := s.separation(a, b)
			if below {
				gap = s.separation(b, a)
			}
			down[root[a]] = append(down[root[a]], arc{root[b], gap})
			up[root[b]] = append(up[root[b]], arc{root[a], gap})
			open[root[b]]++
		}
	}
	at := make([]float64, len(s.size))
	var sorted []int
	for v := range root {
		if root[v] == v && open[v] == 0 {
			sorted = append(sorted, v)
		}
	}
	for i := 0; i < len(sorted); i++ {
		for _, a := range down[sorted[i]] {
			at[a.to] = max(at[a.to], at[sorted[i]]+a.gap)
			if open[a.to]--; open[a.to] == 0 {
				sorted = append(sorted, a.to)
			}
		}
	}
	for _, v := range slices.Backward(sorted) {
		room := math.Inf(1)
		for _, a := range down[v] {
			room = min(room, at[a.to]-a.gap)
		}
		if !math.IsInf(room, 1) && len(up[v]) > 0 {
			at[v] = max(at[v], room)
		}
	}
	for v := range at {
		at[v] = at[root[v]]
	}
	return at
}
