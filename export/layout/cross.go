package layout

import (
	"cmp"
	"slices"
)

// order finds an order of each layer with few crossings: sweeps by the median of the neighbours, then swaps of neighbours,
// as in Gansner, Koutsofios, North and Vo ("A technique for drawing directed graphs", IEEE TSE 1993); the best order seen
// is kept.
func (s *sugiyama) order() {
	s.start()
	best, least := s.copyLayers(), s.crossings()
	for round := range mostSwirl {
		if least == 0 {
			break
		}
		s.sweep(round%2 == 0, round%4 < 2)
		s.swap()
		if c := s.crossings(); c < least {
			best, least = s.copyLayers(), c
		}
	}
	s.layers = best
	s.number()
}

// start puts the vertices into layers in the order of a walk through the links, so that what hangs together stands together.
func (s *sugiyama) start() {
	last := 0
	for _, r := range s.rank {
		last = max(last, r)
	}
	s.layers = make([][]int, last+1)
	seen := make([]bool, len(s.size))
	var walk func(v int)
	walk = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		s.layers[s.rank[v]] = append(s.layers[s.rank[v]], v)
		for _, w := range s.right[v] {
			walk(int(w))
		}
		for _, w := range s.left[v] {
			walk(int(w))
		}
	}
	byRank := make([]int, len(s.size))
	for v := range byRank {
		byRank[v] = v
	}
	slices.SortStableFunc(byRank, func(a, b int) int { return cmp.Compare(s.rank[a], s.rank[b]) })
	for _, v := range byRank {
		walk(v)
	}
	s.pos = make([]int, len(s.size))
	s.number()
}

func (s *sugiyama) number() {
	for _, l := range s.layers {
		for i, v := range l {
			s.pos[v] = i
		}
	}
}

func (s *sugiyama) copyLayers() [][]int {
	list := make([][]int, len(s.layers))
	for i, l := range s.layers {
		list[i] = slices.Clone(l)
	}
	return list
}

// sweep orders each layer by the mean place of the neighbours in the layer before, from left to right or back. Ties keep
// their order, or turn it.
func (s *sugiyama) sweep(forth, keep bool) {
	mean := make([]float64, len(s.size))
	for i := range s.layers {
		near, l := s.left, s.layers[i]
		if !forth {
			near, l = s.right, s.layers[len(s.layers)-1-i]
		}
		for _, v := range l {
			mean[v] = -1
			if len(near[v]) > 0 {
				sum := 0.0
				for _, w := range near[v] {
					sum += float64(s.pos[w])
				}
				mean[v] = sum / float64(len(near[v]))
			}
		}
		s.sort(l, mean, keep)
		for k, v := range l {
			s.pos[v] = k
		}
	}
}

// sort orders a layer by the values; vertices without one (below 0) keep their places.
func (s *sugiyama) sort(l []int, mean []float64, keep bool) {
	var free []int
	for _, v := range l {
		if mean[v] >= 0 {
			free = append(free, v)
		}
	}
	if !keep {
		slices.Reverse(free)
	}
	slices.SortStableFunc(free, func(a, b int) int { return cmp.Compare(mean[a], mean[b]) })
	k := 0
	for i, v := range l {
		if mean[v] >= 0 {
			l[i] = free[k]
			k++
		}
	}
}

// mostSwaps is how often the layers are gone through for neighbours to swap, in one round.
const mostSwaps = 4

// swap exchanges neighbours in a layer while that takes crossings away.
func (s *sugiyama) swap() {
	for range mostSwaps {
		better := false
		for _, l := range s.layers {
			for i := 1; i < len(l); i++ {
				a, b := l[i-1], l[i]
				now := s.cross(s.left[a], s.left[b]) + s.cross(s.right[a], s.right[b])
				then := s.cross(s.left[b], s.left[a]) + s.cross(s.right[b], s.right[a])
				if then < now {
					l[i-1], l[i] = b, a
					s.pos[a], s.pos[b] = i, i-1
					better = true
				}
			}
		}
		if !better {
			return
		}
	}
}

// cross counts the crossings of the links of two vertices, the first above the second, given their neighbours in a layer.
func (s *sugiyama) cross(above, below []int32) int {
	n := 0
	for _, a := range above {
		for _, b := range below {
			if s.pos[b] < s.pos[a] {
				n++
			}
		}
	}
	return n
}

// crossings counts all crossings, with a tree of sums, after Barth, Mutzel and Jünger ("Simple and efficient bilayer cross
// counting", JGAA 2004).
func (s *sugiyama) crossings() int {
	total := 0
	for i := 1; i < len(s.layers); i++ {
		size := 1
		for size < len(s.layers[i]) {
			size *= 2
		}
		tree := make([]int, 2*size)
		var to []int
		for _, v := range s.layers[i-1] {
			start := len(to)
			for _, w := range s.right[v] {
				to = append(to, s.pos[w])
			}
			slices.Sort(to[start:])
		}
		for _, p := range to {
			k := p + size
			tree[k]++
			for ; k > 1; k /= 2 {
				if k%2 == 0 {
					total += tree[k+1]
				}
				tree[k/2]++
			}
		}
	}
	return total
}
