package algo

import (
	"context"
	"fmt"
	"slices"

	"mandate/graph"
	"mandate/graph/algo/sparse"
)

// ends are the nodes that a path is asked for between.
func (n *Network) ends(measure string, opt Options) (from, to int, err error) {
	if opt.From == "" || opt.To == "" {
		return 0, 0, fmt.Errorf("%s: say between which two nodes: from and to are needed", measure)
	}
	if from, err = n.locate(measure, opt.From); err != nil {
		return 0, 0, err
	}
	to, err = n.locate(measure, opt.To)
	return from, to, err
}

// shortestPaths are the K shortest paths, in number of relations.
func shortestPaths(ctx context.Context, n *Network, opt Options) (*Result, error) {
	from, to, err := n.ends("paths", opt)
	if err != nil {
		return nil, err
	}
	k := opt.K
	if k == 0 {
		k = 5
	}
	found, err := sparse.Shortest(ctx, n.rows(opt.Directed), int32(from), int32(to), k, false)
	if err != nil {
		return nil, fmt.Errorf("paths: %w", err)
	}
	res := &Result{}
	for _, p := range found {
		if err := res.addPath(n, p.Nodes, opt.Directed); err != nil {
			return nil, err
		}
	}
	return res, nil
}

// allPaths are the paths of at most Length relations, shortest first, equal ones by their nodes.
func allPaths(ctx context.Context, n *Network, opt Options) (*Result, error) {
	from, to, err := n.ends("all-paths", opt)
	if err != nil {
		return nil, err
	}
	length := opt.Length
	if length == 0 {
		length = 4
	}
	var found [][]int32
	err = sparse.Simple(ctx, n.rows(opt.Directed), int32(from), int32(to), length, func(nodes []int32) bool {
		found = append(found, slices.Clone(nodes))
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("all-paths: %w", err)
	}
	slices.SortStableFunc(found, func(a, b []int32) int { return len(a) - len(b) })
	res := &Result{}
	for _, p := range found {
		if err := res.addPath(n, p, opt.Directed); err != nil {
			return nil, err
		}
	}
	return res, nil
}

// addPath adds a path with the relations of its steps, which lead to the evidence.
func (r *Result) addPath(n *Network, nodes []int32, directed bool) error {
	var ents []graph.Entity
	var rels []graph.Relation
	var evidence []graph.Statement
	for i, v := range nodes {
		ents = append(ents, n.entities[v])
		if i == 0 {
			continue
		}
		step, said, err := n.between(int(nodes[i-1]), int(v), directed)
		if err != nil {
			return err
		}
		rels, evidence = append(rels, step...), append(evidence, said...)
	}
	r.Table = append(r.Table, []any{len(r.Table) + 1, float64(len(nodes) - 1), ents, rels, evidence})
	return nil
}
