package algo

import (
	"cmp"
	"context"
	"slices"

	"mandate/graph"
	"mandate/graph/algo/sparse"
)

// cores is how deep in the thick of the graph each entity is; see [sparse.Cores].
func cores(_ context.Context, n *Network, _ Options) (*Result, error) {
	values := make([]float64, n.Len())
	for i, c := range sparse.Cores(n.arcs.Both()) {
		values[i] = float64(c)
	}
	return n.scores(values), nil
}

// triangles counts the pairs of neighbours that are neighbours themselves.
func triangles(_ context.Context, n *Network, _ Options) (*Result, error) {
	values := make([]float64, n.Len())
	for i, c := range sparse.Triangles(n.arcs.Both()) {
		values[i] = float64(c)
	}
	return n.scores(values), nil
}

// clustering is the triangles by the pairs of neighbours, 0 where there is no pair (Watts and Strogatz 1998).
func clustering(_ context.Context, n *Network, _ Options) (*Result, error) {
	values := make([]float64, n.Len())
	for i, c := range sparse.Triangles(n.arcs.Both()) {
		if d := float64(n.arcs.Both().Degree(int32(i))); d > 1 {
			values[i] = float64(c) / (d * (d - 1) / 2)
		}
	}
	return n.scores(values), nil
}

// articulation is how many entities would be cut off from the largest part of what is left of their component.
func articulation(_ context.Context, n *Network, _ Options) (*Result, error) {
	values := make([]float64, n.Len())
	for i, c := range sparse.Cuts(n.arcs.Both()).Largest {
		values[i] = float64(c)
	}
	res := n.scores(values)
	end := slices.IndexFunc(res.Scores, func(s Score) bool { return s.Value == 0 })
	if end >= 0 {
		res.Scores = res.Scores[:end] // the others cut off nobody
	}
	return res, nil
}

// bridges are the links without which a component falls in two.
func bridges(_ context.Context, n *Network, _ Options) (*Result, error) {
	cut := sparse.Cuts(n.arcs.Both())
	order := make([]int, len(cut.Bridges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(cut.Beyond[b], cut.Beyond[a]) })
	res := &Result{}
	for _, k := range order {
		a, b := int(cut.Bridges[k][0]), int(cut.Bridges[k][1])
		rels, evidence, err := n.between(a, b, false)
		if err != nil {
			return nil, err
		}
		res.Table = append(res.Table, []any{n.entities[a], n.entities[b], int(cut.Beyond[k]), rels, evidence})
	}
	return res, nil
}

// between are the relations from a to b, and unless directed from b to a, that the filter lets through, and the surest
// statement of each.
func (n *Network) between(a, b int, directed bool) (found []graph.Relation, evidence []graph.Statement, err error) {
	from, to := n.entities[a].ID, n.entities[b].ID
	dir := graph.Both
	if directed {
		dir = graph.Out
	}
	check := newChecker(n.g, &n.f)
	for rel, err := range n.g.Relations(from, dir, "") {
		if err != nil {
			return nil, nil, err
		}
		if !(rel.Subject == from && rel.Object == to) && !(rel.Subject == to && rel.Object == from) ||
			len(n.f.RelationTypes) > 0 && !slices.Contains(n.f.RelationTypes, rel.Type) {
			continue
		}
		passed, err := check.statements(rel)
		if err != nil {
			return nil, nil, err
		}
		if len(passed) > 0 {
			rel = graph.Summarize(rel.RelationKey, passed)
			found, evidence = append(found, rel), append(evidence, surest(rel, passed))
		}
	}
	if directed && len(found) == 0 { // the arc comes of a relation without direction, which is kept the other way
		return n.between(b, a, false)
	}
	return found, evidence, nil
}

// evidence is the surest statement of each of the relations, which the filter lets through.
func (n *Network) evidence(rels []graph.Relation) ([]graph.Statement, error) {
	check := newChecker(n.g, &n.f)
	var all []graph.Statement
	for _, rel := range rels {
		passed, err := check.statements(rel)
		if err != nil {
			return nil, err
		}
		all = append(all, surest(rel, passed))
	}
	return all, nil
}

// surest is the statement that stands for a relation: of those with its status the surest, the first of equals.
func surest(rel graph.Relation, statements []graph.Statement) graph.Statement {
	best := -1
	for i := range statements {
		if statements[i].Status == rel.Status && (best < 0 || statements[i].Evidence.Confidence > statements[best].Evidence.Confidence) {
			best = i
		}
	}
	return statements[best]
}

// overall are figures of the graph as a whole.
func overall(_ context.Context, n *Network, _ Options) (*Result, error) {
	both, size := n.arcs.Both(), float64(n.Len())
	_, weak := sparse.Weak(n.arcs)
	_, strong := sparse.Strong(n.arcs)
	var closed, pairs float64
	for i, c := range sparse.Triangles(both) {
		d := float64(both.Degree(int32(i)))
		closed, pairs = closed+float64(c), pairs+d*(d-1)/2
	}
	mutual, arcs := 0.0, 0.0
	for i := range int32(n.Len()) {
		to, _ := n.arcs.Out().Row(i)
		for _, j := range to {
			if i == j {
				continue
			}
			arcs++
			if n.arcs.Out().Find(j, i) > 0 {
				mutual++
			}
		}
	}
	links := float64(len(both.To)) / 2
	res := &Result{}
	add := func(name string, value float64, known bool) {
		if known {
			res.Table = append(res.Table, []any{name, value})
		}
	}
	add("nodes", size, true)
	add("relations", float64(n.edges), true)
	add("linked pairs", links, true)
	add("density", links/(size*(size-1)/2), size > 1)
	add("components", float64(weak), true)
	add("strong components", float64(strong), true)
	add("clustering", closed/pairs, pairs > 0)
	add("reciprocity", mutual/arcs, arcs > 0)
	a := sparse.Assortativity(both)
	add("degree assortativity", a, a == a)
	return res, nil
}
