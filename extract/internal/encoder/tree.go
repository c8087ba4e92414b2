package encoder

import "math"

// Decoder finds the best tree for arc scores. Its memory is reused between sentences.
type Decoder struct {
	heads  []int
	used   []bool
	scores []float32
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
	fine := float32(float32(2*span+1) * float32(n)) // rounded before it is taken off, on every processor
	for i := 1; i < m; i++ {
		w[i*m] -= fine
	}
	heads := d.mst.solve(w, m)
	for i := range n {
		d.heads[i] = heads[i+1] - 1
	}
	return d.heads
}

// mst finds maximum spanning trees by Chu-Liu/Edmonds, in time cubic in the number of words at worst; node 0 is the
// root. Scores are float64 inside, added and subtracted only, in a fixed order. It keeps its memory between calls.
type mst struct {
	floats []float64
	ints   []int
}

// row is n numbers, whatever they are.
func (m *mst) row(n int) []float64 {
	if len(m.floats)+n > cap(m.floats) {
		m.floats = make([]float64, 0, max(2*cap(m.floats), 4096, n)) // earlier rows keep the old memory
	}
	at := len(m.floats)
	m.floats = m.floats[:at+n]
	return m.floats[at : at+n : at+n]
}

// list is n zeros.
func (m *mst) list(n int) []int {
	if len(m.ints)+n > cap(m.ints) {
		m.ints = make([]int, 0, max(2*cap(m.ints), 1024, n))
	}
	at := len(m.ints)
	m.ints = m.ints[:at+n]
	out := m.ints[at : at+n : at+n]
	clear(out)
	return out
}

func (m *mst) solve(w []float32, n int) []int {
	m.floats, m.ints = m.floats[:0], m.ints[:0]
	s := m.row(n * n)
	for i := range s {
		s[i] = float64(w[i])
	}
	return m.edmonds(s, n)
}

// edmonds gives the head of each node of a full graph of n nodes; s[i·n+j] is the score of j as head of i.
func (m *mst) edmonds(s []float64, n int) []int {
	head := m.list(n)
	head[0] = -1
	for i := 1; i < n; i++ {
		best := -1
		for j := range n {
			if j != i && (best < 0 || s[i*n+j] > s[i*n+best]) {
				best = j
			}
		}
		head[i] = best
	}
	cycle := m.cycle(head)
	if cycle == nil {
		return head
	}
	in := m.list(n)
	var total float64
	for _, c := range cycle {
		in[c] = 1
		total += s[c*n+head[c]]
	}
	// Contract the cycle to one node, the last; the others keep their order.
	old := m.list(n - len(cycle))[:0]
	for i := range n {
		if in[i] == 0 {
			old = append(old, i)
		}
	}
	k := len(old) + 1
	t := m.row(k * k)
	t[k*k-1] = 0
	enter := m.list(k) // where an arc into the cycle enters, by its head
	leave := m.list(k) // which node of the cycle an arc out of it leaves, by its dependent
	for a, i := range old {
		for b, j := range old {
			t[a*k+b] = s[i*n+j]
		}
		from, to := cycle[0], cycle[0]
		gain := func(c int) float64 { return s[c*n+i] - s[c*n+head[c]] }
		for _, c := range cycle[1:] {
			if s[i*n+c] > s[i*n+from] {
				from = c
			}
			if gain(c) > gain(to) {
				to = c
			}
		}
		t[a*k+k-1], leave[a] = s[i*n+from], from
		t[(k-1)*k+a], enter[a] = total+gain(to), to
	}
	sub := m.edmonds(t, k)
	for a, h := range sub[:k-1] {
		switch {
		case old[a] == 0:
		case h == k-1:
			head[old[a]] = leave[a]
		default:
			head[old[a]] = old[h]
		}
	}
	from := sub[k-1]
	head[enter[from]] = old[from]
	return head
}

// cycle gives the nodes of a cycle among the heads, nil if there is none.
func (m *mst) cycle(head []int) []int {
	state := m.list(len(head))
	for i := range head {
		j := i
		for j >= 0 && state[j] == 0 {
			state[j] = i + 1
			j = head[j]
		}
		if j < 0 || state[j] != i+1 {
			continue
		}
		out := m.list(len(head))[:0]
		out = append(out, j)
		for k := head[j]; k != j; k = head[k] {
			out = append(out, k)
		}
		return out
	}
	return nil
}
