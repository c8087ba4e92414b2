package sparse

import (
	"context"
	"math"
	"math/rand/v2"
	"sync"
)

// slots is into how many parts the sources of an all-pairs algorithm are dealt. Each part is added up by itself and the
// parts in order, so that the sums do not depend on the number of cores.
const slots = 16

// Betweenness adds up, for every node, the share of the shortest paths (fewest arcs) between two others that lead
// through it, over all ordered pairs (Brandes 2001). Where the graph has no direction, every pair counts twice.
//
// With samples > 0 and below the number of nodes, only that many source nodes are walked from (Centrality Estimation in Large Networks, 2007),
// drawn by the seed, and the sums are scaled up. It is then off by at most bound at each node, with 95 % probability, by
// Serfling's inequality (1974) and the union over nodes; 0 when exact.
func Betweenness(ctx context.Context, g *Rows, samples int, seed uint64, run Run) (values []float64, bound float64, err error) {
	n := g.Len()
	values = make([]float64, n)
	sources := Pivots(n, samples, seed)
	order := newOrdering(g)
	sums := make([][]float64, slots)
	added := 0
	told := run.reporter(len(sources))
	var mu sync.Mutex
	walkers := make([]*brandes, run.workers())
	tasks(min(slots, len(sources)), run.workers(), func(worker, slot int) {
		if walkers[worker] == nil {
			walkers[worker] = newBrandes(&order.rows, &order.back)
		}
		sum := make([]float64, n)
		for k := slot; k < len(sources) && ctx.Err() == nil; k += slots {
			walkers[worker].from(order.place[sources[k]], sum)
			told.add(1)
		}
		mu.Lock()
		defer mu.Unlock()
		sums[slot] = sum
		for ; added < slots && sums[added] != nil; added++ {
			for i, v := range sums[added] {
				values[order.node[i]] += v
			}
			sums[added] = []float64{} // counted
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if len(sources) < n {
		for i := range values {
			values[i] *= float64(n) / float64(len(sources))
		}
		bound = sampled(g, len(sources))
	}
	return values, bound, nil
}

// sampled is by how much a sum over all sources that is scaled up from k of them is off at most. A source adds between 0 and r to a
// node, where r is the size of its component less 2, so that P(|error of the mean| >= e) <= 2 exp(-2 k (e/r)^2 / (1 - (k-1)/n)) for each
// node, as sources are drawn without repetition.
func sampled(g *Rows, k int) float64 {
	component, count := Weak(&Graph{out: *g})
	size := make([]int, count)
	largest := 0
	for _, c := range component {
		size[c]++
		largest = max(largest, size[c])
	}
	n, r := float64(g.Len()), float64(max(largest-2, 0))
	return n * r * math.Sqrt(math.Log(2*n/0.05)/(2*float64(k))*(1-(float64(k)-1)/n))
}

// Pivots are the nodes to start from: all in order, or as many as asked for, drawn without repetition by the seed.
func Pivots(n, samples int, seed uint64) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	if samples <= 0 || samples >= n {
		return all
	}
	random := rand.New(rand.NewPCG(seed, 0x6d616e64617465))
	for i := range samples {
		k := i + random.IntN(n-i)
		all[i], all[k] = all[k], all[i]
	}
	return all[:samples]
}

// ordering is a graph with its nodes numbered anew, those of most arcs first: walks then touch memory that lies together.
type ordering struct {
	rows, back  Rows
	node, place []int32 // the old number by the new one, and the other way
}

func newOrdering(g *Rows) *ordering {
	n := g.Len()
	back := transpose(g)
	o := &ordering{node: make([]int32, n), place: make([]int32, n)}
	// Counting sort by number of arcs, most first, ties by number.
	count := []int32{}
	for i := range int32(n) {
		d := g.Degree(i) + back.Degree(i)
		for len(count) <= d {
			count = append(count, 0)
		}
		count[d]++
	}
	next := int32(0)
	for d := len(count) - 1; d >= 0; d-- {
		count[d], next = next, next+count[d]
	}
	for i := range int32(n) {
		d := g.Degree(i) + back.Degree(i)
		o.node[count[d]], o.place[i] = i, count[d]
		count[d]++
	}
	o.rows, o.back = o.apply(g), o.apply(&back)
	return o
}

// apply renumbers rows; weights are left out.
func (o *ordering) apply(r *Rows) Rows {
	s := Rows{Start: make([]int32, r.Len()+1), To: make([]int32, 0, len(r.To))}
	for i, old := range o.node {
		to, _ := r.Row(old)
		for _, j := range to {
			s.To = append(s.To, o.place[j])
		}
		s.Start[i+1] = int32(len(s.To))
	}
	return s
}

// brandes walks from one node after the other.
type brandes struct {
	out, in *Rows
	seen    []uint8
	paths   []float64 // number of shortest paths from the source
	share   []float64 // (1 + dependency) / paths, 0 until known
	queue   []int32   // nodes in the order of their distance
	levels  []int32   // where in queue each distance begins
	depend  []float64 // of the nodes of one level
}

func newBrandes(out, in *Rows) *brandes {
	n := out.Len()
	return &brandes{out: out, in: in, seen: make([]uint8, n), paths: make([]float64, n), share: make([]float64, n),
		queue: make([]int32, n+1)}
}

// from adds the dependencies of the source on every node to sum.
//
// Arcs are gone through without asking at what distance their other end is, which a processor cannot guess: what is not
// one step nearer to the source has no paths yet when they are counted, and what is not one step further has no share yet.
func (b *brandes) from(source int32, sum []float64) {
	b.seen[source], b.paths[source], b.queue[0] = 1, 1, source
	tail := 1
	b.levels = append(b.levels[:0], 0, 1)
	for head := 0; head < tail; {
		end := tail
		for ; head < end; head++ {
			v := b.queue[head]
			for _, w := range b.out.To[b.out.Start[v]:b.out.Start[v+1]] {
				b.queue[tail] = w
				tail += int(1 - b.seen[w])
				b.seen[w] = 1
			}
		}
		b.count(end, tail)
		if tail > end {
			b.levels = append(b.levels, int32(tail))
		}
	}
	for l := len(b.levels) - 2; l >= 1; l-- {
		b.collect(b.queue[b.levels[l]:b.levels[l+1]], sum)
	}
	for _, v := range b.queue[:tail] {
		b.seen[v], b.paths[v], b.share[v] = 0, 0, 0
	}
}

// count counts the paths to the nodes queue[lo:hi], which are equally far.
func (b *brandes) count(lo, hi int) {
	level := b.queue[lo:hi]
	for _, w := range level { // share is free to hold them until all are counted
		b.share[w] = pull(b.in, w, b.paths)
	}
	for _, w := range level {
		b.paths[w], b.share[w] = b.share[w], 0
	}
}

// collect hands back what depends on the nodes of one level, whose successors are done.
func (b *brandes) collect(level []int32, sum []float64) {
	b.depend = b.depend[:0]
	for _, v := range level {
		b.depend = append(b.depend, pull(b.out, v, b.share)*b.paths[v])
	}
	for k, v := range level { // only now: nodes of one level can be neighbours
		sum[v] += b.depend[k]
		b.share[v] = (1 + b.depend[k]) / b.paths[v]
	}
}
