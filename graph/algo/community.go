package algo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"mandate/graph/algo/sparse"
)

// communities are the groups that [sparse.Communities] finds, weights and all, named by their most central members and
// the issue that they are typically linked with. An entity without relations is a community of its own.
func communities(ctx context.Context, n *Network, opt Options) (*Result, error) {
	resolution := opt.Resolution
	if resolution == 0 {
		resolution = 1
	}
	both := n.arcs.Both()
	number, count, err := sparse.Communities(ctx, both, resolution, opt.Seed, 0, opt.run())
	if err != nil {
		return nil, fmt.Errorf("communities: %w", err)
	}
	inner := n.inner(number)
	members := make([][]int32, count)
	for i, g := range number {
		members[g] = append(members[g], int32(i))
	}
	slices.SortStableFunc(members, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	res := &Result{Groups: make([]Group, count)}
	for g, list := range members {
		slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(inner[b], inner[a]) })
		for _, i := range list {
			res.Groups[g].Members = append(res.Groups[g].Members, n.entities[i])
		}
		res.Groups[g].Name, res.Groups[g].Issue = n.nameGroup(list, inner)
	}
	res.Notes = []string{fmt.Sprintf("Modularity %.4f at resolution %g.", sparse.Modularity(both, number, resolution), resolution)}
	return res, nil
}

// inner is the weight of the relations of each node within its own group.
func (n *Network) inner(group []int32) []float64 {
	both := n.arcs.Both()
	inner := make([]float64, n.Len())
	for i := range inner {
		to, weight := both.Row(int32(i))
		for k, j := range to {
			if group[j] == group[i] {
				w := 1.0
				if weight != nil {
					w = weight[k]
				}
				inner[i] += w
			}
		}
	}
	return inner
}

// namesOfGroup is how many members the name of a community holds.
const namesOfGroup = 3

// nameGroup names a community: its most central members that are no issues, and the issue that most relations of its
// members lead to, whether the issue is a member or not.
func (n *Network) nameGroup(members []int32, inner []float64) (name, typical string) {
	var names []string
	for _, i := range members {
		if n.entities[i].Type != "Issue" && len(names) < namesOfGroup && (inner[i] > 0 || len(names) == 0) {
			names = append(names, n.entities[i].Name)
		}
	}
	both := n.arcs.Both()
	issue, most := int32(-1), 0.0
	count := map[int32]float64{}
	for _, i := range members {
		to, weight := both.Row(i)
		for k, j := range to {
			if n.entities[j].Type != "Issue" {
				continue
			}
			w := 1.0
			if weight != nil {
				w = weight[k]
			}
			if count[j] += w; count[j] > most || count[j] == most && j < issue {
				issue, most = j, count[j]
			}
		}
	}
	name = strings.Join(names, ", ")
	if issue < 0 && name == "" { // an issue by itself
		issue = members[0]
	}
	if issue >= 0 {
		typical = n.entities[issue].Name
	}
	switch {
	case typical == "":
		return name, ""
	case name == "":
		return typical, typical
	}
	return name + ": " + typical, typical
}
