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

// turns is into how many parts PageRank cuts the nodes, turnBlock how many nodes of a part are done at a time. More turns
// would need a few rounds less, but leave less to do at a time.
const turns, turnBlock = 16, 1 << 12

// PageRank is the share of time of a reader who follows arcs at random, in proportion to their weight, and starts anew
// with probability 1 - damping, or for want of an arc (Brin and Page 1998): at any node alike, or, when seeds is not nil,
// at node i with probability seeds[i] (they add up to 1). It iterates until the shares change by less than tolerance, as
// the sum of absolute differences. The shares add up to 1.
//
// The nodes take turns, a part of them at a time, and see what those before them have become in the same round (block
// Gauss-Seidel): that takes about 0.65 times the rounds of the power method. What starts anew goes by the sum of the last
// round, without which the rounds would only slowly find the right sum. The first rounds, which need not be exact, are done
// with half the memory to look things up in, so that more of it is near.
func PageRank(ctx context.Context, g *Graph, damping, tolerance float64, seeds []float64, run Run) ([]float64, error) {
	n := g.Len()
	if n == 0 {
		return nil, nil
	}
	p := &ranking{in: g.In(), damping: damping, seeds: seeds, rank: make([]float64, n)}
	p.part = partings(&g.out)
	left := 0.0
	for i := range p.rank {
		p.rank[i] = 1 / float64(n)
		if seeds != nil {
			p.rank[i] = seeds[i]
		}
		if p.part[i] == 0 {
			left += p.rank[i]
		}
	}
	p.anew = 1 - damping + damping*left
	told := run.reporter(0)
	if err := rounds(ctx, p, make([]float32, n), max(tolerance, roughly), run, told); err != nil {
		return nil, err
	}
	if err := rounds(ctx, p, make([]float64, n), tolerance, run, told); err != nil {
		return nil, err
	}
	return p.rank, nil
}

// roughly is as far as float32 can be relied on: its rounding errors are 16 times smaller.
const roughly = 1e-6

// ranking is one run of PageRank.
type ranking struct {
	in            *Rows
	part          []float64 // of the share of each node, what an arc of weight 1 carries: 0 for want of an arc
	seeds         []float64
	damping, anew float64
	rank          []float64
}

// shares are sums over some nodes.
type shares struct {
	sum, left float64 // of all, and of those without an arc to go on
	change    float64
}

// partings are 1 by the weight of the arcs that begin at each node, 0 where there are none: to multiply is faster than to divide.
func partings(out *Rows) []float64 {
	part := out.Sums()
	for i, sum := range part {
		if sum != 0 {
			part[i] = 1 / sum
		}
	}
	return part
}

// rounds goes over all nodes until less than the tolerance changes. flow is room for the share that each arc of a node
// carries, by weight.
func rounds[F float32 | float64](ctx context.Context, p *ranking, flow []F, tolerance float64, run Run, told *reporter) error {
	n := len(flow)
	dealOut(p, flow, 0, n)
	size := (n + turns - 1) / turns
	sums := make([]shares, (size+turnBlock-1)/turnBlock)
	for range maxRounds {
		if err := ctx.Err(); err != nil {
			return err
		}
		var all shares
		for first := 0; first < n; first += size {
			end := min(first+size, n)
			count := (end - first + turnBlock - 1) / turnBlock
			tasks(count, run.workers(), func(_, b int) {
				sums[b] = renew(p, flow, first+b*turnBlock, min(first+(b+1)*turnBlock, end))
			})
			for _, s := range sums[:count] {
				all = shares{all.sum + s.sum, all.left + s.left, all.change + s.change}
			}
			dealOut(p, flow, first, end)
		}
		told.add(1)
		p.anew = (1-p.damping)*all.sum + p.damping*all.left
		if all.change < tolerance*all.sum {
			for i := range p.rank {
				p.rank[i] /= all.sum
			}
			p.anew /= all.sum
			return nil
		}
	}
	return ErrNotSettled
}

// dealOut deals out the shares of some nodes to their arcs.
func dealOut[F float32 | float64](p *ranking, flow []F, lo, hi int) {
	rank, part := p.rank[lo:hi], p.part[lo:hi]
	for i := range rank {
		flow[lo+i] = F(rank[i] * part[i])
	}
}

// renew finds the shares of some nodes anew.
func renew[F float32 | float64](p *ranking, flow []F, lo, hi int) (s shares) {
	in, at := p.in, p.in.Start[lo]
	begin := p.anew / float64(len(p.rank))
	for i := lo; i < hi; i++ {
		end := in.Start[i+1]
		var sum F
		if in.Weight == nil {
			for _, j := range in.To[at:end] {
				sum += flow[j]
			}
		} else {
			for k, j := range in.To[at:end] {
				sum += flow[j] * F(in.Weight[int(at)+k])
			}
		}
		at = end
		if p.seeds != nil {
			begin = p.anew * p.seeds[i]
		}
		next := p.damping*float64(sum) + begin
		s.sum += next
		s.change += math.Abs(next - p.rank[i])
		if p.part[i] == 0 {
			s.left += next
		}
		p.rank[i] = next
	}
	return s
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
