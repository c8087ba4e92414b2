package sparse

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Path is a way from one node to another without meeting a node twice.
type Path struct {
	Nodes  []int32
	Length float64 // the sum of the weights, or the number of arcs
}

// Shortest are the k shortest ways, shortest first, equal ones by their nodes in order (Yen 1971). Fewer when there are no
// more. When weighted is false, every arc counts 1. Weights must not be negative.
func Shortest(ctx context.Context, r *Rows, from, to int32, k int, weighted bool) ([]Path, error) {
	if from == to {
		return nil, nil
	}
	y := &yen{r: r, to: to, weighted: weighted, barred: make([]bool, r.Len())}
	y.toTarget = y.distances()
	first, ok, err := y.search(ctx, []int32{from}, 0, nil)
	if err != nil || !ok {
		return nil, err
	}
	found, open := []Path{first}, []Path{}
	for len(found) < k {
		last := found[len(found)-1]
		var length float64
		for i := range len(last.Nodes) - 1 {
			prefix := last.Nodes[:i+1]
			var taken []int32 // where the ways found so far go on from this prefix
			for _, p := range found {
				if len(p.Nodes) > i+1 && slices.Equal(p.Nodes[:i+1], prefix) {
					taken = append(taken, p.Nodes[i+1])
				}
			}
			p, ok, err := y.search(ctx, prefix, length, taken)
			if err != nil {
				return nil, err
			}
			if ok && !slices.ContainsFunc(open, func(o Path) bool { return slices.Equal(o.Nodes, p.Nodes) }) {
				open = append(open, p)
			}
			length += y.weight(last.Nodes[i], last.Nodes[i+1])
		}
		if len(open) == 0 {
			break
		}
		slices.SortFunc(open, comparePaths)
		found, open = append(found, open[0]), open[1:]
	}
	return found, nil
}

func comparePaths(a, b Path) int {
	return cmp.Or(cmp.Compare(a.Length, b.Length), slices.Compare(a.Nodes, b.Nodes))
}

type yen struct {
	r        *Rows
	to       int32
	weighted bool
	barred   []bool
	toTarget []float64 // a lower bound of the length of the way to the target, for A*
}

func (y *yen) weight(i, j int32) float64 {
	if !y.weighted {
		return 1
	}
	return y.r.Find(i, j)
}

// distances is how far each node is from the target, against the direction of the arcs.
func (y *yen) distances() []float64 {
	back := transpose(y.r)
	if !y.weighted {
		back.Weight = nil
	}
	d, _, _ := Dijkstra(context.Background(), &back, y.to)
	return d
}

// search is the shortest way that begins with the prefix, of the given length, and does not go on to one of taken: A*
// with exact distances as its guide, so that it looks at little more than the way itself.
func (y *yen) search(ctx context.Context, prefix []int32, length float64, taken []int32) (Path, bool, error) {
	for _, v := range prefix {
		y.barred[v] = true
	}
	defer func() {
		for _, v := range prefix {
			y.barred[v] = false
		}
	}()
	spur := prefix[len(prefix)-1]
	best, before := map[int32]float64{spur: 0}, map[int32]int32{}
	h := heap{}
	h.push(reach{y.toTarget[spur], spur})
	for steps := 0; len(h) > 0; steps++ {
		if err := every(ctx, steps); err != nil {
			return Path{}, false, err
		}
		top := h.pop()
		v := top.node
		if v == y.to {
			nodes := []int32{v}
			for u := v; u != spur; {
				u = before[u]
				nodes = append(nodes, u)
			}
			slices.Reverse(nodes)
			return Path{append(slices.Clone(prefix), nodes[1:]...), length + best[v]}, true, nil
		}
		if top.length > best[v]+y.toTarget[v] {
			continue
		}
		to, weight := y.r.Row(v)
		if !y.weighted {
			weight = nil
		}
		for k, w := range to {
			if y.barred[w] || math.IsInf(y.toTarget[w], 1) || v == spur && slices.Contains(taken, w) {
				continue
			}
			l := best[v] + at(weight, k)
			old, met := best[w]
			if !met || l < old || l == old && v < before[w] {
				best[w], before[w] = l, v
				if !met || l < old {
					h.push(reach{l + y.toTarget[w], w})
				}
			}
		}
	}
	return Path{}, false, nil
}

// Simple hands over all ways of at most length arcs that meet no node twice, in order of their nodes, until visit returns
// false. Branches from which the target cannot be reached in time are not gone down.
func Simple(ctx context.Context, r *Rows, from, to int32, length int, visit func(nodes []int32) bool) error {
	back := transpose(r)
	left := BFS(&back, to)
	on := make([]bool, r.Len())
	path := []int32{from}
	on[from] = true
	steps := 0
	var walk func() (bool, error)
	walk = func() (bool, error) {
		if steps++; steps&1023 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		v := path[len(path)-1]
		if v == to && len(path) > 1 {
			return visit(path), nil
		}
		next, _ := r.Row(v)
		for _, w := range next {
			if on[w] || left[w] < 0 || len(path)+int(left[w]) > length {
				continue
			}
			path, on[w] = append(path, w), true
			more, err := walk()
			path, on[w] = path[:len(path)-1], false
			if !more || err != nil {
				return false, err
			}
		}
		return true, nil
	}
	if left[from] < 0 || from == to {
		return nil
	}
	_, err := walk()
	return err
}
