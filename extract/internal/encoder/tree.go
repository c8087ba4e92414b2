package encoder

import "math"

// Decoder finds the best tree for arc scores. Its memory is reused between sentences.
type Decoder struct {
	heads  []int
	used   []bool
	scores []float32
	comp   []int
	mst    mst
}

// Tree gives each of n words its head, -1 for the root of the sentence: the best heads if they form a tree with one
// root, else the best such tree. Score [i*stride] is the root as head of word i, [i*stride+1+j] is word j. The result is valid until the
// next call.
func (d *Decoder) Tree(scores []float32, n, stride int) []int {
	d.heads = d.heads[:0]
	roots := 0
	for i := range n {
		row := scores[i*stride : i*stride+n+1]
		best, at := float32(math.Inf(-1)), 0
		for j, s := range row {
			if j != i+1 && s > best {
				best, at = s, j
			}
		}
		if at == 0 {
			roots++
		}
		d.heads = append(d.heads, at-1)
	}
	if roots == 1 && isTree(d.heads, &d.used) {
		return d.heads
	}
	return d.spanning(scores, n, stride)
}

// isTree says whether every word leads to the root.
func isTree(heads []int, seen *[]bool) bool {
	if cap(*seen) < len(heads) {
		*seen = make([]bool, len(heads))
	}
	ok := (*seen)[:len(heads)]
	clear(ok)
	for i := range heads {
		steps := 0
		for j := i; j >= 0 && !ok[j]; j = heads[j] {
			if steps++; steps > len(heads) {
				return false
			}
		}
		for j := i; j >= 0 && !ok[j]; j = heads[j] {
			ok[j] = true
		}
	}
	return true
}

// spanning is the best tree with exactly one root: a large fine on the root as head makes more than one root
// worse than any other tree.
func (d *Decoder) spanning(scores []float32, n, stride int) []int {
	m := n + 1
	if cap(d.scores) < m*m {
		d.scores = make([]float32, m*m)
	}
	w := d.scores[:m*m]
	var span float64
	for i := range n {
		for j := 0; j <= n; j++ {
			w[(i+1)*m+j] = scores[i*stride+j]
			span = math.Max(span, math.Abs(float64(scores[i*stride+j])))
		}
	}
	fine := float32(2*span+1) * float32(n)
	for i := 1; i < m; i++ {
		w[i*m] -= fine
	}
	heads := d.mst.solve(w, m)
	for i := range n {
		d.heads[i] = heads[i+1] - 1
	}
	return d.heads
}

// mst finds maximum spanning trees by Chu-Liu/Edmonds, in time cubic in the number of words at worst; node 0 is the root. Scores
// are float64 inside, added and subtracted only, in a fixed order.
type mst struct{}

func (mst) solve(w []float32, n int) []int {
	s := make([][]float64, n)
	for i := range s {
		s[i] = make([]float64, n)
		for j := range s[i] {
			s[i][j] = float64(w[i*n+j])
		}
	}
	return edmonds(s)
}

// edmonds gives the head of each node of a full graph; s[i][j] is the score of j as head of i.
func edmonds(s [][]float64) []int {
	n := len(s)
	head := make([]int, n)
	head[0] = -1
	for i := 1; i < n; i++ {
		best := -1
		for j := range n {
			if j != i && (best < 0 || s[i][j] > s[i][best]) {
				best = j
			}
		}
		head[i] = best
	}
	cycle := findCycle(head)
	if cycle == nil {
		return head
	}
	in := make([]bool, n)
	var total float64
	for _, c := range cycle {
		in[c] = true
		total += s[c][head[c]]
	}
	// Contract the cycle to one node, the last; the others keep their order.
	var old []int
	at := make([]int, n)
	for i := range n {
		if !in[i] {
			at[i] = len(old)
			old = append(old, i)
		}
	}
	m := len(old) + 1
	t := make([][]float64, m)
	for i := range t {
		t[i] = make([]float64, m)
	}
	enter := make([]int, m) // where an arc into the cycle enters, by its head
	leave := make([]int, m) // which node of the cycle an arc out of it leaves, by its dependent
	for a, i := range old {
		for b, j := range old {
			t[a][b] = s[i][j]
		}
		best := -1
		for _, c := range cycle {
			if best < 0 || s[i][c] > s[i][best] {
				best = c
			}
		}
		t[a][m-1], leave[a] = s[i][best], best
		best = -1
		for _, c := range cycle {
			if best < 0 || s[c][i]-s[c][head[c]] > s[best][i]-s[best][head[best]] {
				best = c
			}
		}
		t[m-1][a], enter[a] = total+s[best][i]-s[best][head[best]], best
	}
	sub := edmonds(t)
	for a, h := range sub[:m-1] {
		switch {
		case old[a] == 0:
		case h == m-1:
			head[old[a]] = leave[a]
		default:
			head[old[a]] = old[h]
		}
	}
	from := sub[m-1]
	head[enter[from]] = old[from]
	return head
}

// findCycle gives the nodes of a cycle among the heads, nil if there is none.
func findCycle(head []int) []int {
	state := make([]int, len(head))
	for i := range head {
		j := i
		for j >= 0 && state[j] == 0 {
			state[j] = i + 1
			j = head[j]
		}
		if j < 0 || state[j] != i+1 {
			continue
		}
		cycle := []int{j}
		for k := head[j]; k != j; k = head[k] {
			cycle = append(cycle, k)
		}
		return cycle
	}
	return nil
}
