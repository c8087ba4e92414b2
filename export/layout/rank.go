package layout

import "slices"

// acyclic says which arcs to turn round so that no circle remains: few of them, by the greedy order of Eades, Lin and Smyth
// ("A fast and effective heuristic for the feedback arc set problem", 1993). Ties go to the lower number.
func acyclic(n int, arcs [][2]int) []bool {
	out, in := make([][]int, n), make([][]int, n)
	outs, ins := make([]int, n), make([]int, n)
	for _, a := range arcs {
		if a[0] != a[1] {
			out[a[0]], in[a[1]] = append(out[a[0]], a[1]), append(in[a[1]], a[0])
			outs[a[0]]++
			ins[a[1]]++
		}
	}
	place := make([]int, n)
	gone := make([]bool, n)
	head, tail := 0, n-1
	remove := func(v int, first bool) {
		gone[v] = true
		if first {
			place[v] = head
			head++
		} else {
			place[v] = tail
			tail--
		}
		for _, w := range out[v] {
			ins[w]--
		}
		for _, w := range in[v] {
			outs[w]--
		}
	}
	for left := n; left > 0; left-- {
		sink, source, best := -1, -1, -1
		for v := range n {
			switch {
			case gone[v]:
			case outs[v] == 0 && sink < 0:
				sink = v
			case ins[v] == 0 && source < 0:
				source = v
			case best < 0 || outs[v]-ins[v] > outs[best]-ins[best]:
				best = v
			}
		}
		switch {
		case sink >= 0:
			remove(sink, false)
		case source >= 0:
			remove(source, true)
		default:
			remove(best, true)
		}
	}
	turned := make([]bool, len(arcs))
	for i, a := range arcs {
		turned[i] = place[a[0]] > place[a[1]]
	}
	return turned
}

// ranks puts vertices of an acyclic graph into layers, from 0, such that every arc leads at least one layer on: the longest
// way from a source, then promoted while that shortens arcs, after Nikolov and Tarassov ("Graph layering by promotion of
// nodes", Discrete Applied Mathematics 2006).
func ranks(n int, arcs [][2]int) []int {
	out, in := make([][]int, n), make([][]int, n)
	for _, a := range arcs {
		out[a[0]], in[a[1]] = append(out[a[0]], a[1]), append(in[a[1]], a[0])
	}
	rank := make([]int, n)
	open := make([]int, n)
	var queue []int
	for v := range n {
		if open[v] = len(in[v]); open[v] == 0 {
			queue = append(queue, v)
		}
	}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for _, w := range out[v] {
			rank[w] = max(rank[w], rank[v]+1)
			if open[w]--; open[w] == 0 {
				queue = append(queue, w)
			}
		}
	}
	shorten(rank, out, in)
	least := slices.Min(append(slices.Clone(rank), n))
	for v := range rank {
		rank[v] -= least
	}
	return rank
}

// shorten moves vertices on by a layer, together with those that they push ahead of them, while the arcs become shorter in
// sum by it.
func shorten(rank []int, out, in [][]int) {
	for changed := true; changed; {
		changed = false
		for v := range rank {
			if len(out[v]) <= len(in[v]) { // moving on would lengthen as many as it shortens
				continue
			}
			before := slices.Clone(rank)
			if promote(v, rank, out, in) < 0 {
				changed = true
			} else {
				copy(rank, before)
			}
		}
	}
}

// promote moves a vertex on by a layer, and gives by how much the arcs become longer in sum.
func promote(v int, rank []int, out, in [][]int) int {
	longer := 0
	for _, w := range out[v] {
		if rank[w] == rank[v]+1 {
			longer += promote(w, rank, out, in)
		}
	}
	rank[v]++
	return longer + len(in[v]) - len(out[v])
}
