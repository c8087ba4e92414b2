package sparse

import "math"

// Cores is the core number of each node: the greatest k such that the node is in a part of the graph in which everyone
// has at least k neighbours (Batagelj and Zaveršnik 2003). Rows are without direction and loops.
func Cores(r *Rows) []int32 {
	n := r.Len()
	core, place, order := make([]int32, n), make([]int32, n), make([]int32, n)
	most := int32(0)
	for i := range core {
		core[i] = int32(r.Degree(int32(i)))
		most = max(most, core[i])
	}
	bin := make([]int32, most+2) // where in order the nodes of each degree begin
	for _, d := range core {
		bin[d+1]++
	}
	for d := range most + 1 {
		bin[d+1] += bin[d]
	}
	next := make([]int32, most+1)
	copy(next, bin)
	for i, d := range core {
		place[i] = next[d]
		order[next[d]] = int32(i)
		next[d]++
	}
	for k := range order {
		v := order[k]
		for _, u := range r.To[r.Start[v]:r.Start[v+1]] {
			if core[u] <= core[v] {
				continue
			}
			// u loses a neighbour: it changes places with the first of its degree.
			d := core[u]
			first := max(bin[d], int32(k)+1)
			w := order[first]
			order[first], order[place[u]] = u, w
			place[u], place[w] = first, place[u]
			bin[d] = first + 1
			core[u]--
		}
	}
	return core
}

// Triangles is in how many triangles each node is. Rows are without direction and loops.
func Triangles(r *Rows) []int64 {
	n := r.Len()
	higher := func(i, j int32) bool { // arcs lead to nodes of more neighbours, which keeps rows short (Latapy 2008)
		a, b := r.Degree(i), r.Degree(j)
		return a < b || a == b && i < j
	}
	up := Rows{Start: make([]int32, n+1)}
	for i := range int32(n) {
		for _, j := range r.To[r.Start[i]:r.Start[i+1]] {
			if higher(i, j) {
				up.To = append(up.To, j)
			}
		}
		up.Start[i+1] = int32(len(up.To))
	}
	count, marked := make([]int64, n), make([]bool, n)
	for i := range int32(n) {
		mine, _ := up.Row(i)
		for _, j := range mine {
			marked[j] = true
		}
		for _, j := range mine {
			theirs, _ := up.Row(j)
			for _, k := range theirs {
				if marked[k] {
					count[i]++
					count[j]++
					count[k]++
				}
			}
		}
		for _, j := range mine {
			marked[j] = false
		}
	}
	return count
}

// Assortativity is the correlation of the degrees at the two ends of an arc (Newman 2002), from -1 to 1: above 0 when
// nodes of many neighbours are linked to their like. It is NaN when all ends have the same degree.
func Assortativity(r *Rows) float64 {
	var m, sum, squares, products float64
	for i := range int32(r.Len()) {
		d := float64(r.Degree(i))
		for _, j := range r.To[r.Start[i]:r.Start[i+1]] {
			m++
			sum += d
			squares += d * d
			products += d * float64(r.Degree(j))
		}
	}
	mean := sum / m
	variance := squares/m - mean*mean
	if !(variance > 1e-12*mean*mean) {
		return math.NaN()
	}
	return (products/m - mean*mean) / variance
}
