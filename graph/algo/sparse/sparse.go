// Package sparse holds graphs in compressed sparse row form and the algorithms that walk them: numbers in, numbers out.
//
// Nodes are numbered from 0. Whatever the number of cores, results are the same to the last bit: work is cut into blocks
// whose size does not depend on the cores, and the sums of the blocks are added in order.
package sparse

import (
	"slices"
	"sync"
)

// Rows is one direction of the arcs of a graph: those of node i lead to To[Start[i]:Start[i+1]], ascending, each other
// end once. Weight is as long as To, or nil when every arc weighs 1.
type Rows struct {
	Start  []int32
	To     []int32
	Weight []float64
}

// Row is the other ends of the arcs of node i, ascending, and their weights (nil when all weigh 1).
func (r *Rows) Row(i int32) ([]int32, []float64) {
	lo, hi := r.Start[i], r.Start[i+1]
	if r.Weight == nil {
		return r.To[lo:hi], nil
	}
	return r.To[lo:hi], r.Weight[lo:hi]
}

// Len is the number of nodes.
func (r *Rows) Len() int { return len(r.Start) - 1 }

// Degree is the number of arcs of node i.
func (r *Rows) Degree(i int32) int { return int(r.Start[i+1] - r.Start[i]) }

// Find is the weight of the arc from i to j, 0 where there is none.
func (r *Rows) Find(i, j int32) float64 {
	to, weight := r.Row(i)
	k, ok := slices.BinarySearch(to, j)
	switch {
	case !ok:
		return 0
	case weight == nil:
		return 1
	}
	return weight[k]
}

// Sums are the sums of the weights of each row.
func (r *Rows) Sums() []float64 {
	sums := make([]float64, r.Len())
	for i := range sums {
		to, weight := r.Row(int32(i))
		if weight == nil {
			sums[i] = float64(len(to))
			continue
		}
		for _, w := range weight {
			sums[i] += w
		}
	}
	return sums
}

// Graph is a directed graph. Its rows in the other direction and without direction are made when they are first asked
// for. It does not change and is safe for use by several goroutines.
type Graph struct {
	out       Rows
	in, both  Rows
	onceIn    sync.Once
	onceBoth  sync.Once
	symmetric bool // in and both are out
}

// Build makes a graph of n nodes from the arcs from[k] → to[k] of weight weight[k] (nil: 1 each). Arcs between the same
// nodes become one whose weight is the sum. It takes time in proportion to nodes and arcs. The slices are not kept.
func Build(n int, from, to []int32, weight []float64) *Graph {
	in := scatter(n, to, from, weight)
	out := transpose(&in) // rows ascending, since the rows of in are met in order
	out.merge()
	return &Graph{out: out}
}

// BuildUndirected makes a graph in which each edge from[k] – to[k] is an arc in both directions; see [Build].
func BuildUndirected(n int, from, to []int32, weight []float64) *Graph {
	loops := 0
	for k := range from {
		if from[k] == to[k] {
			loops++
		}
	}
	f, t := make([]int32, 0, 2*len(from)-loops), make([]int32, 0, 2*len(from)-loops)
	var w []float64
	for k := range from {
		f, t = append(f, from[k]), append(t, to[k])
		if weight != nil {
			w = append(w, weight[k])
		}
		if from[k] == to[k] {
			continue
		}
		f, t = append(f, to[k]), append(t, from[k])
		if weight != nil {
			w = append(w, weight[k])
		}
	}
	g := Build(n, f, t, w)
	g.symmetric = true
	return g
}

// scatter lays arcs out by their start, in the order given.
func scatter(n int, from, to []int32, weight []float64) Rows {
	r := Rows{Start: make([]int32, n+1), To: make([]int32, len(to))}
	for _, f := range from {
		r.Start[f+1]++
	}
	for i := range n {
		r.Start[i+1] += r.Start[i]
	}
	if weight != nil {
		r.Weight = make([]float64, len(to))
	}
	next := slices.Clone(r.Start[:n])
	for k, f := range from {
		at := next[f]
		next[f]++
		r.To[at] = to[k]
		if weight != nil {
			r.Weight[at] = weight[k]
		}
	}
	return r
}

// transpose turns every arc around.
func transpose(r *Rows) Rows {
	n := r.Len()
	t := Rows{Start: make([]int32, n+1), To: make([]int32, len(r.To))}
	for _, j := range r.To {
		t.Start[j+1]++
	}
	for i := range n {
		t.Start[i+1] += t.Start[i]
	}
	if r.Weight != nil {
		t.Weight = make([]float64, len(r.To))
	}
	next := slices.Clone(t.Start[:n])
	for i := range int32(n) {
		for k := r.Start[i]; k < r.Start[i+1]; k++ {
			at := next[r.To[k]]
			next[r.To[k]]++
			t.To[at] = i
			if r.Weight != nil {
				t.Weight[at] = r.Weight[k]
			}
		}
	}
	return t
}

// merge makes one arc of several to the same node; rows are ascending.
func (r *Rows) merge() {
	twice := false
	for i := range int32(r.Len()) {
		for k := r.Start[i] + 1; k < r.Start[i+1] && !twice; k++ {
			twice = r.To[k] == r.To[k-1]
		}
	}
	if !twice {
		return
	}
	if r.Weight == nil {
		r.Weight = make([]float64, len(r.To))
		for k := range r.Weight {
			r.Weight[k] = 1
		}
	}
	var at, lo int32
	for i := range int32(r.Len()) {
		first, hi := at, r.Start[i+1]
		for k := lo; k < hi; k++ {
			if at > first && r.To[at-1] == r.To[k] {
				r.Weight[at-1] += r.Weight[k]
				continue
			}
			r.To[at], r.Weight[at] = r.To[k], r.Weight[k]
			at++
		}
		lo, r.Start[i+1] = hi, at
	}
	r.To, r.Weight = r.To[:at:at], r.Weight[:at:at]
}

// Len is the number of nodes.
func (g *Graph) Len() int { return g.out.Len() }

// Arcs is the number of arcs; one without direction counts twice.
func (g *Graph) Arcs() int { return len(g.out.To) }

// Undirected says whether every arc has one in the other direction, because the graph was built so.
func (g *Graph) Undirected() bool { return g.symmetric }

// Out is the arcs by their start.
func (g *Graph) Out() *Rows { return &g.out }

// In is the arcs by their end.
func (g *Graph) In() *Rows {
	if g.symmetric {
		return &g.out
	}
	g.onceIn.Do(func() { g.in = transpose(&g.out) })
	return &g.in
}

// Both is the arcs without their direction and without those from a node to itself; the weights of arcs either way add up.
func (g *Graph) Both() *Rows {
	g.onceBoth.Do(func() {
		out, in := &g.out, g.In()
		if g.symmetric {
			in = &Rows{Start: make([]int32, g.Len()+1)}
		}
		g.both = union(out, in)
	})
	return &g.both
}

// union merges the rows of a and b, without loops.
func union(a, b *Rows) Rows {
	n := a.Len()
	r := Rows{Start: make([]int32, n+1), To: make([]int32, 0, len(a.To)+len(b.To))}
	weighted := a.Weight != nil || b.Weight != nil || meet(a, b)
	add := func(i, j int32, w float64) {
		if i == j {
			return
		}
		r.To = append(r.To, j)
		if weighted {
			r.Weight = append(r.Weight, w)
		}
	}
	for i := range int32(n) {
		x, xw := a.Row(i)
		y, yw := b.Row(i)
		for p, q := 0, 0; p < len(x) || q < len(y); {
			switch {
			case q == len(y) || p < len(x) && x[p] < y[q]:
				add(i, x[p], at(xw, p))
				p++
			case p == len(x) || y[q] < x[p]:
				add(i, y[q], at(yw, q))
				q++
			default:
				add(i, x[p], at(xw, p)+at(yw, q))
				p, q = p+1, q+1
			}
		}
		r.Start[i+1] = int32(len(r.To))
	}
	return r
}

// meet says whether two rows of the same node have an end in common, other than the node itself.
func meet(a, b *Rows) bool {
	for i := range int32(a.Len()) {
		x, _ := a.Row(i)
		y, _ := b.Row(i)
		for len(x) > 0 && len(y) > 0 {
			switch {
			case x[0] < y[0]:
				x = x[1:]
			case y[0] < x[0]:
				y = y[1:]
			case x[0] == i:
				x, y = x[1:], y[1:]
			default:
				return true
			}
		}
	}
	return false
}

// at is the k-th weight, 1 where there are none.
func at(weight []float64, k int) float64 {
	if weight == nil {
		return 1
	}
	return weight[k]
}
