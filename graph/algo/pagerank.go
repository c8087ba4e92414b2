package algo

import (
	"context"
	"fmt"
	"math"
)

// Defaults of PageRank; see [Options].
const (
	defaultDamping   = 0.85
	defaultTolerance = 1e-12
	maxRounds        = 10_000 // with damping 0.99 and tolerance 1e-12, about 2,800 are needed
)

// PageRank is the share of time that a reader spends at each entity who follows the relations at random and, now and
// then (1 - damping), starts anew anywhere; who is at an entity without a way out starts anew as well. Arcs are followed
// in proportion to their weight.
//
// It is our own and not gonum's network.PageRankSparse, with which the tests compare it: that one starts from a random
// vector, so that its last digits differ from run to run.
func PageRank(ctx context.Context, n *Network, opt Options) (*Result, error) {
	damping, tolerance := opt.Damping, opt.Tolerance
	if damping == 0 {
		damping = defaultDamping
	}
	if tolerance == 0 {
		tolerance = defaultTolerance
	}
	if !(damping > 0 && damping < 1) || !(tolerance > 0) {
		return nil, fmt.Errorf("pagerank: damping %v must lie between 0 and 1, and tolerance %v above 0", damping, tolerance)
	}
	size := n.Len()
	if size == 0 {
		return &Result{}, nil
	}
	total := n.outWeights()
	rank, next := make([]float64, size), make([]float64, size)
	for i := range rank {
		rank[i] = 1 / float64(size)
	}
	for range maxRounds {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("pagerank: %w", err)
		}
		change := n.step(rank, next, total, damping)
		rank, next = next, rank
		if change < tolerance {
			return n.scores(rank), nil
		}
	}
	return nil, fmt.Errorf("pagerank: not settled to %g after %d rounds: raise the tolerance or lower the damping %g", tolerance, maxRounds, damping)
}

// outWeights is the sum of the weights of the arcs out of each node.
func (n *Network) outWeights() []float64 {
	total := make([]float64, n.Len())
	for i := range total {
		_, weights := n.out.row(int32(i))
		for _, w := range weights {
			total[i] += w
		}
	}
	return total
}

// step moves every share once along the arcs and returns by how much the shares changed.
func (n *Network) step(rank, next, total []float64, damping float64) float64 {
	size := float64(len(rank))
	var stuck float64
	for i, t := range total {
		if t == 0 {
			stuck += rank[i]
		}
	}
	base := (1-damping)/size + damping*stuck/size
	var change float64
	for i := range next {
		from, weights := n.in.row(int32(i))
		var sum float64
		for k, j := range from {
			sum += rank[j] * weights[k] / total[j]
		}
		next[i] = base + damping*sum
		change += math.Abs(next[i] - rank[i])
	}
	return change
}
