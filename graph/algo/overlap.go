package algo

import (
	"cmp"
	"context"
	"slices"

	"mandate/graph"
)

// overlap compares what two entities are linked with: by default agencies and the issues they deal with.
func overlap(ctx context.Context, n *Network, opt Options) (*Result, error) {
	return n.shared(ctx, opt, []string{"Issue"}, func(common []int32, a, b int, _ []int) float64 {
		return float64(len(common)) / float64(a+b-len(common))
	})
}

// projection links two entities by what both are linked with: by default agencies by their programs.
func projection(ctx context.Context, n *Network, opt Options) (*Result, error) {
	return n.shared(ctx, opt, []string{"Program"}, func(common []int32, _, _ int, degree []int) (weight float64) {
		for _, c := range common {
			weight += 1 / float64(degree[c]-1)
		}
		return weight
	})
}

// shared lists the pairs of entities that have neighbours of some types in common. weight is told the neighbours in
// common, how many each has, and how many entities each neighbour is shared by.
func (n *Network) shared(ctx context.Context, opt Options, by []string, weight func(common []int32, a, b int, degree []int) float64) (*Result, error) {
	of := cmp.Or(opt.Of, "Agency")
	if len(opt.By) > 0 {
		by = opt.By
	}
	both := n.arcs.Both()
	mine := make([][]int32, n.Len()) // of each entity that is compared: what it is linked with
	degree := make([]int, n.Len())
	for i, ent := range n.entities {
		if ent.Type != of {
			continue
		}
		to, _ := both.Row(int32(i))
		for _, j := range to {
			if slices.Contains(by, n.entities[j].Type) {
				mine[i] = append(mine[i], j)
				degree[j]++
			}
		}
	}
	res := &Result{}
	common := map[int32][]int32{} // of the other entity: what it shares with the one at hand
	for i := range int32(n.Len()) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clear(common)
		for _, c := range mine[i] {
			to, _ := both.Row(c)
			for _, j := range to {
				if j > i && n.entities[j].Type == of {
					common[j] = append(common[j], c)
				}
			}
		}
		for j, list := range common {
			if len(list) < max(opt.Least, 1) {
				continue
			}
			var ents []graph.Entity
			for _, c := range list {
				ents = append(ents, n.entities[c])
			}
			w := weight(list, len(mine[i]), len(mine[j]), degree)
			res.Table = append(res.Table, []any{n.entities[i], n.entities[j], len(list), w, ents})
		}
	}
	slices.SortFunc(res.Table, func(a, b []any) int {
		return cmp.Or(cmp.Compare(b[2].(int), a[2].(int)), cmp.Compare(b[3].(float64), a[3].(float64)),
			cmp.Compare(a[0].(graph.Entity).ID, b[0].(graph.Entity).ID), cmp.Compare(a[1].(graph.Entity).ID, b[1].(graph.Entity).ID))
	})
	return res, nil
}
