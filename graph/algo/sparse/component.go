package sparse

import "math"

// Weak numbers the weakly connected components and says of each node in which it is. Components are numbered in the
// order of their first nodes.
func Weak(g *Graph) (component []int32, count int) {
	n := g.Len()
	up := make([]int32, n) // union-find: the parent, a smaller number
	for i := range up {
		up[i] = int32(i)
	}
	for i := range int32(n) {
		a := root(up, i)
		for _, j := range g.out.To[g.out.Start[i]:g.out.Start[i+1]] {
			b := root(up, j)
			if a < b {
				up[b] = a
			} else if b < a {
				up[a] = b
				a = b
			}
		}
	}
	for i := range up { // parents are smaller, so numbered before
		if up[i] == int32(i) {
			up[i] = int32(count)
			count++
		} else {
			up[i] = up[up[i]]
		}
	}
	return up, count
}

// root is the top of the tree that i is in; it halves the way there.
func root(up []int32, i int32) int32 {
	for up[i] != i {
		up[i] = up[up[i]]
		i = up[i]
	}
	return i
}

// Strong numbers the strongly connected components and says of each node in which it is (Tarjan 1972). Components are
// numbered in the order of their first nodes.
func Strong(g *Graph) (component []int32, count int) {
	const closed = math.MaxInt32
	type step struct{ node, index int32 }
	n, out := int32(g.Len()), &g.out
	low := make([]int32, n) // 0: not seen; the lowest index reached; closed: the component is known
	at := make([]int32, n)  // the next arc to look at; when closed, the component
	var path []step         // nodes being walked
	var open []int32        // nodes that were walked and whose component is not known yet
	index, found := int32(0), int32(0)
	for first := range n {
		if low[first] != 0 {
			continue
		}
		index++
		low[first], at[first] = index, out.Start[first]
		path = append(path, step{first, index})
	walk:
		for len(path) > 0 {
			top := path[len(path)-1]
			v, lv, end := top.node, low[top.node], out.Start[top.node+1]
			for k := at[v]; k < end; k++ {
				w := out.To[k]
				if low[w] == 0 {
					index++
					at[v], low[v] = k, lv // w is looked at again when it is done
					low[w], at[w] = index, out.Start[w]
					path = append(path, step{w, index})
					continue walk
				}
				lv = min(lv, low[w])
			}
			path = path[:len(path)-1]
			low[v] = lv
			if lv < top.index {
				open = append(open, v)
				continue
			}
			for len(open) > 0 && low[open[len(open)-1]] >= top.index {
				w := open[len(open)-1]
				open = open[:len(open)-1]
				low[w], at[w] = closed, found
			}
			low[v], at[v] = closed, found
			found++
		}
	}
	return renumber(at, int(found)), int(found)
}

// renumber numbers the groups in the order of their first nodes, in place.
func renumber(group []int32, count int) []int32 {
	fresh := make([]int32, count) // the new number, plus 1
	next := int32(0)
	for i, c := range group {
		if fresh[c] == 0 {
			next++
			fresh[c] = next
		}
		group[i] = fresh[c] - 1
	}
	return group
}
