package sparse

import (
	"cmp"
	"slices"
)

// Cut says what holds a graph together. Rows are without direction and loops.
type Cut struct {
	Parts   []int32    // of each node: into how many more parts its component would fall without it; 0: it stays whole
	Largest []int32    // of each node with Parts > 0: the nodes that would be cut off from the largest part left
	Bridges [][2]int32 // edges without which a component would fall in two: lower node first, ascending
	Beyond  []int32    // of each bridge: the nodes on its smaller side
}

// Cuts finds the articulation points and bridges (Hopcroft and Tarjan 1973), and what would be cut off.
func Cuts(r *Rows) Cut {
	n := r.Len()
	w := cutter{r: r, index: make([]int32, n), low: make([]int32, n), size: make([]int32, n), lost: make([]int64, n),
		biggest: make([]int32, n), Cut: Cut{Parts: make([]int32, n), Largest: make([]int32, n)}}
	for i := range int32(n) {
		if w.index[i] == 0 {
			w.component(i)
		}
	}
	sortPairs(&w.Cut)
	return w.Cut
}

type cutter struct {
	Cut
	r          *Rows
	index, low []int32 // when a node was met, from 1; the earliest node that it or what hangs on it leads back to
	size       []int32 // nodes in the tree below, itself included
	lost       []int64 // nodes below that hang on this node alone
	biggest    []int32 // the largest part among them
	clock      int32
}

// component walks the component of the node, depth first.
func (w *cutter) component(root int32) {
	type step struct{ node, from, at int32 }
	met := []int32{root}
	var bridges [][2]int32 // from, node
	enter := func(v int32) {
		w.clock++
		w.index[v], w.low[v], w.size[v] = w.clock, w.clock, 1
	}
	enter(root)
	path := []step{{root, -1, w.r.Start[root]}}
	for len(path) > 0 {
		top := &path[len(path)-1]
		v := top.node
		if top.at < w.r.Start[v+1] {
			u := w.r.To[top.at]
			top.at++
			if w.index[u] == 0 {
				enter(u)
				met = append(met, u)
				path = append(path, step{u, v, w.r.Start[u]})
			} else if u != top.from {
				w.low[v] = min(w.low[v], w.index[u])
			}
			continue
		}
		from := top.from
		path = path[:len(path)-1]
		if from < 0 {
			continue
		}
		w.size[from] += w.size[v]
		w.low[from] = min(w.low[from], w.low[v])
		if w.low[v] >= w.index[from] { // what is below v reaches nothing above from
			w.Parts[from]++
			w.lost[from] += int64(w.size[v])
			w.biggest[from] = max(w.biggest[from], w.size[v])
		}
		if w.low[v] > w.index[from] {
			bridges = append(bridges, [2]int32{from, v})
		}
	}
	all := int32(len(met))
	w.Parts[root] = max(0, w.Parts[root]-1) // one of its parts is what is left of the component
	for _, v := range met {
		if w.Parts[v] > 0 {
			above := all - 1 - int32(w.lost[v]) // 0 for the root
			w.Largest[v] = all - 1 - max(above, w.biggest[v])
		}
	}
	for _, b := range bridges {
		w.Bridges = append(w.Bridges, [2]int32{min(b[0], b[1]), max(b[0], b[1])})
		w.Beyond = append(w.Beyond, min(w.size[b[1]], all-w.size[b[1]]))
	}
}

// sortPairs puts the bridges in order of their nodes.
func sortPairs(c *Cut) {
	order := make([]int, len(c.Bridges))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(c.Bridges[a][0], c.Bridges[b][0]), cmp.Compare(c.Bridges[a][1], c.Bridges[b][1]))
	})
	bridges, beyond := c.Bridges, c.Beyond
	c.Bridges, c.Beyond = make([][2]int32, len(order)), make([]int32, len(order))
	for i, k := range order {
		c.Bridges[i], c.Beyond[i] = bridges[k], beyond[k]
	}
}
