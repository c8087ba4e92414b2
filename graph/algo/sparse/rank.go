package sparse

import (
	"context"
	"errors"
	"math"
)

// ErrNotSettled says that an iteration did not reach its tolerance.
var ErrNotSettled = errors.New("not settled")

// maxRounds is more than PageRank needs with damping 0.99 and tolerance 1e-12: about 2,800.
const maxRounds = 10_000

// PageRank is the share of time of a reader who follows arcs at random, in proportion to their weight, and starts anew
// with probability 1 - damping, or for want of an arc (Brin and Page 1998): at any node alike, or, when seeds is not nil,
// at node i with probability seeds[i] (they add up to 1). It iterates until the shares change by less than tolerance, as
// the sum of absolute differences. The shares add up to 1.
func PageRank(ctx context.Context, g *Graph, damping, tolerance float64, seeds []float64, run Run) ([]float64, error) {
	n, in := g.Len(), g.In()
	if n == 0 {
		return nil, nil
	}
	rank, flow := make([]float64, n), make([]float64, n)
	start := func(i int) float64 { return 1 / float64(n) }
	if seeds != nil {
		start = func(i int) float64 { return seeds[i] }
	}
	for i := range rank {
		rank[i] = start(i)
	}
	var sums []float64
	if g.out.Weight != nil {
		sums = g.out.Sums()
	}
	leaving := func(i int) float64 {
		if sums == nil {
			return float64(g.out.Degree(int32(i)))
		}
		return sums[i]
	}
	count := (n + blockSize - 1) / blockSize
	stuck, change := make([]float64, count), make([]float64, count)
	told := run.reporter(0)
	for range maxRounds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		blocks(n, run.workers(), func(b, lo, hi int) {
			var s float64
			for i := lo; i < hi; i++ {
				w := leaving(i)
				if w == 0 {
					s += rank[i]
					flow[i] = 0
				} else {
					flow[i] = rank[i] / w
				}
			}
			stuck[b] = s
		})
		anew := 1 - damping + damping*total(stuck)
		blocks(n, run.workers(), func(b, lo, hi int) {
			var c float64
			for i := lo; i < hi; i++ {
				next := damping*pull(in, int32(i), flow) + anew*start(i)
				c += math.Abs(next - rank[i])
				rank[i] = next
			}
			change[b] = c
		})
		told.add(1)
		if total(change) < tolerance {
			return rank, nil
		}
	}
	return nil, ErrNotSettled
}

// pull is the sum of the values at the other ends of the arcs of node i, times their weights.
func pull(r *Rows, i int32, values []float64) (sum float64) {
	lo, hi := r.Start[i], r.Start[i+1]
	to := r.To[lo:hi]
	if r.Weight == nil {
		for _, j := range to {
			sum += values[j]
		}
		return sum
	}
	weight := r.Weight[lo:hi]
	for k, j := range to {
		sum += values[j] * weight[k]
	}
	return sum
}
