package algo

import (
	"context"
	"fmt"
	"strconv"

	"mandate/graph"
	"mandate/graph/algo/sparse"
)

// Defaults; see [Options].
const (
	defaultDamping   = 0.85
	defaultTolerance = 1e-12
)

func (o Options) run() sparse.Run { return sparse.Run{Workers: o.Workers, Progress: o.Progress} }

// rows are the arcs that a measure follows: in either direction, or only in their own when directed.
func (n *Network) rows(directed bool) *sparse.Rows {
	if directed {
		return n.arcs.Out()
	}
	return n.arcs.Both()
}

// degree counts the relations that each entity takes part in. A relation from an entity to itself counts once.
func degree(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.degree(graph.Both), nil
}

// degreeIn counts the relations that point to each entity; one without direction points to both its ends.
func degreeIn(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.degree(graph.In), nil
}

// degreeOut counts the relations that start from each entity; one without direction starts from both its ends.
func degreeOut(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.degree(graph.Out), nil
}

func (n *Network) degree(dir graph.Direction) *Result {
	values := make([]float64, n.Len())
	for i, d := range n.degrees[dir] {
		values[i] = float64(d)
	}
	return n.scores(values)
}

// pageRank is the share of time that a reader spends at each entity who follows the relations at random and, now and
// then (1 - damping), starts anew, anywhere or at one of opt.Nodes; who is at an entity without a way out starts anew as
// well. Arcs are followed in proportion to their weight.
func pageRank(ctx context.Context, n *Network, opt Options) (*Result, error) {
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
	var seeds []float64
	for _, id := range opt.Nodes {
		i, err := n.locate("pagerank", id)
		if err != nil {
			return nil, err
		}
		if seeds == nil {
			seeds = make([]float64, n.Len())
		}
		seeds[i] += 1 / float64(len(opt.Nodes))
	}
	rank, err := sparse.PageRank(ctx, n.arcs, damping, tolerance, seeds, opt.run())
	if err != nil {
		return nil, fmt.Errorf("pagerank to a tolerance of %g with damping %g: %w", tolerance, damping, err)
	}
	return n.scores(rank), nil
}

// locate is the number of the node for the entity, or an error that names the setting's measure.
func (n *Network) locate(measure string, id graph.EntityID) (int, error) {
	i, ok := n.Index(id)
	if !ok {
		return 0, fmt.Errorf("%s: %q is not among the %d nodes that the filter lets through: %w", measure, id, n.Len(), graph.ErrNotFound)
	}
	return i, nil
}

// betweenness counts, for each entity, the pairs of other entities whose shortest paths lead through it; where several
// paths are equally short, each counts its share.
func betweenness(ctx context.Context, n *Network, opt Options) (*Result, error) {
	values, bound, err := sparse.Betweenness(ctx, n.rows(opt.Directed), opt.Samples, opt.Seed, opt.run())
	if err != nil {
		return nil, fmt.Errorf("betweenness: %w", err)
	}
	if !opt.Directed {
		bound /= 2
		for i := range values {
			values[i] /= 2 // each pair was counted once in each direction
		}
	}
	res := n.scores(values)
	if bound > 0 {
		res.Notes = []string{fmt.Sprintf("Estimated from %d of %d nodes: with 95 %% probability every value is within %s of the exact one.",
			opt.Samples, n.Len(), plain(bound))}
	}
	return res, nil
}

// plain writes a number with at least three significant digits and without an exponent.
func plain(v float64) string {
	digits := 0
	for w := v; w > 0 && w < 100; w *= 10 {
		digits++
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// components are the sets of entities that are linked, directly or through others, in whichever direction the relations
// point. An entity without relations is a set of its own.
func components(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.groups(sparse.Weak(n.arcs)), nil
}

// strongComponents are the sets of entities from each of which relations lead to each other one.
func strongComponents(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.groups(sparse.Strong(n.arcs)), nil
}
