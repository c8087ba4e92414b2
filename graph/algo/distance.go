package algo

import (
	"context"
	"fmt"
	"math"

	"mandate/graph/algo/sparse"
)

// closeness is (reached / sum of distances) · (reached / others), as Wasserman and Faust 1994 have it for graphs that do
// not hang together: reached are the other entities to which paths lead from it.
func closeness(ctx context.Context, n *Network, opt Options) (*Result, error) {
	return n.nearness(ctx, opt, "closeness", func(near sparse.Near, scale float64) float64 {
		if near.Sum == 0 {
			return 0
		}
		reached := float64(near.Reached)
		return reached / float64(near.Sum) * reached * scale
	})
}

// harmonic is the mean of 1/distance over all other entities (Boldi and Vigna 2014).
func harmonic(ctx context.Context, n *Network, opt Options) (*Result, error) {
	return n.nearness(ctx, opt, "harmonic closeness", func(near sparse.Near, scale float64) float64 { return near.Harmonic * scale })
}

// nearness computes value from the distances to all others, or to a sample of them; scale is 1 by the number of others.
func (n *Network) nearness(ctx context.Context, opt Options, what string, value func(near sparse.Near, scale float64) float64) (*Result, error) {
	size := n.Len()
	if size < 2 {
		return n.scores(make([]float64, size)), nil
	}
	arcs, exact := n.rows(opt.Directed), opt.Samples <= 0 || opt.Samples >= size
	sources := sparse.Pivots(size, opt.Samples, opt.Seed)
	var near []sparse.Near
	var err error
	if exact {
		near, err = sparse.Nearness(ctx, arcs, sources, opt.run())
	} else {
		if opt.Directed {
			arcs = n.arcs.In() // distances to the sample are distances from it against the arrows
		}
		near, err = sparse.Reached(ctx, arcs, sources, opt.run())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	others := make([]float64, size) // how many of the sources are not the node itself
	for i := range others {
		others[i] = float64(len(sources))
	}
	for _, s := range sources {
		others[s]--
	}
	values := make([]float64, size)
	for i := range values {
		if others[i] > 0 {
			values[i] = value(near[i], 1/others[i])
		}
	}
	res := n.scores(values)
	if !exact {
		// Serfling's inequality (1974) for 1/distance, which lies between 0 and 1, drawn without repetition, and the union over all nodes.
		k := float64(len(sources))
		bound := math.Sqrt(math.Log(2*float64(size)/0.05) / (2 * k) * (1 - (k-1)/float64(size)))
		note := fmt.Sprintf("Estimated from the distances to %d of %d nodes.", len(sources), size)
		if what != "closeness" {
			note = fmt.Sprintf("Estimated from the distances to %d of %d nodes: with 95 %% probability every value is within %s of the exact one.",
				len(sources), size, plain(bound))
		}
		res.Notes = []string{note}
	}
	return res, nil
}

// eigenvector is how well linked the entities are that each is linked with, in either direction.
func eigenvector(ctx context.Context, n *Network, opt Options) (*Result, error) {
	values, err := sparse.Eigenvector(ctx, n.arcs.Both(), opt.settled(), opt.run())
	if err != nil {
		return nil, fmt.Errorf("eigenvector: %w", err)
	}
	return n.scores(values), nil
}

// hubs point to authorities; see [sparse.HITS].
func hubs(ctx context.Context, n *Network, opt Options) (*Result, error) {
	values, _, err := sparse.HITS(ctx, n.arcs, opt.settled(), opt.run())
	if err != nil {
		return nil, fmt.Errorf("hubs: %w", err)
	}
	return n.scores(values), nil
}

// authorities are pointed to by hubs; see [sparse.HITS].
func authorities(ctx context.Context, n *Network, opt Options) (*Result, error) {
	_, values, err := sparse.HITS(ctx, n.arcs, opt.settled(), opt.run())
	if err != nil {
		return nil, fmt.Errorf("authorities: %w", err)
	}
	return n.scores(values), nil
}

// settled is the residual at which an eigenvector is good enough.
func (o Options) settled() float64 {
	if o.Tolerance > 0 {
		return o.Tolerance
	}
	return 1e-10
}
