package algo

import (
	"cmp"
	"context"
	"slices"

	"gonum.org/v1/gonum/graph/topo"

	"mandate/graph"
)

// Components are the sets of entities that are linked, directly or through others, in whichever direction the relations
// point. An entity without relations is a set of its own.
func Components(_ context.Context, n *Network, _ Options) (*Result, error) {
	var groups [][]graph.Entity
	for _, members := range topo.ConnectedComponents(Undirected{n}) {
		group := make([]graph.Entity, len(members))
		for i, m := range members {
			group[i] = n.entities[m.ID()]
		}
		slices.SortFunc(group, func(a, b graph.Entity) int { return cmp.Compare(a.ID, b.ID) })
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b []graph.Entity) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].ID, b[0].ID))
	})
	return &Result{Groups: groups}, nil
}
