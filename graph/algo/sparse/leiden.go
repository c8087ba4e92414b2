package sparse

import (
	"context"
	"math/rand/v2"
)

// Communities finds groups of nodes with many arcs among themselves: the Leiden algorithm (Traag, Waltman and van Eck
// 2019) for modularity at a resolution (1 is the usual; higher gives more and smaller groups). Rows are without direction
// and loops. Every group hangs together. Rounds are repeated until one changes nothing, at most rounds times (0: 10); two
// give nearly all that more would. Groups are numbered in the order of their first nodes. The same seed gives the same groups.
func Communities(ctx context.Context, r *Rows, resolution float64, seed uint64, rounds int, run Run) (group []int32, count int, err error) {
	n := r.Len()
	group = make([]int32, n)
	for i := range group {
		group[i] = int32(i)
	}
	count = n
	if len(r.To) == 0 {
		return group, count, nil
	}
	if rounds <= 0 {
		rounds = 10
	}
	l := &leiden{ctx: ctx, resolution: resolution, random: rand.New(rand.NewPCG(seed, 0x4c656964656e)), told: run.reporter(rounds)}
	for _, s := range r.Sums() {
		l.twice += s
	}
	for range rounds {
		moved, err := l.round(r, group)
		if err != nil {
			return nil, 0, err
		}
		l.told.add(1)
		if !moved {
			break
		}
	}
	highest := int32(0)
	for _, g := range group {
		highest = max(highest, g)
	}
	group = renumber(group, int(highest)+1)
	count = 0
	for _, g := range group {
		count = max(count, int(g)+1)
	}
	return group, count, nil
}

// Modularity is the share of the arcs' weight within groups, less the share expected if arcs were dealt out at random
// with the same sums at each node (Newman and Girvan 2004, with a resolution). Rows are without direction and loops.
func Modularity(r *Rows, group []int32, resolution float64) float64 {
	var within, twice float64
	sums := make([]float64, r.Len())
	for i, s := range r.Sums() {
		sums[group[i]] += s
		twice += s
		to, weight := r.Row(int32(i))
		for k, j := range to {
			if group[i] == group[j] {
				within += at(weight, k)
			}
		}
	}
	if twice == 0 {
		return 0
	}
	q := within / twice
	for _, s := range sums {
		q -= resolution * (s / twice) * (s / twice)
	}
	return q
}

// leiden is one run of the algorithm.
type leiden struct {
	ctx        context.Context
	resolution float64
	random     *rand.Rand
	twice      float64 // the sum of all weights, each arc counted from both its ends
	told       *reporter

	groups  []tally // by group, or part of one
	touched []int32 // the groups with near > 0
	queue   []int32
	waiting []bool
	free    []int32 // groups that are empty
	size    []int32 // by group: nodes
}

// tally is what is known of a group: both figures are asked for at a time, so they lie together.
type tally struct {
	near   float64 // the weight of the arcs of the node at hand that lead there; 0 but while it is looked at
	weight float64 // the sum of the node sums
}

// level is a graph whose nodes are sets of nodes of the one below.
type level struct {
	rows Rows
	sums []float64 // the weight at each node, arcs within its set counted twice
}

// round moves nodes, splits what does not hold together, and does the same to the graph of the parts, until every part is
// a group. It says whether a node moved.
func (l *leiden) round(r *Rows, group []int32) (moved bool, err error) {
	lv := &level{rows: *r, sums: r.Sums()}
	n := lv.rows.Len()
	if l.groups == nil { // the first round
		l.groups, l.size, l.touched = make([]tally, n), make([]int32, n), make([]int32, 0, n+1)
		l.waiting, l.queue = make([]bool, n), make([]int32, n)
	}
	member := make([]int32, n) // of each node: the node of the level that it is part of
	for i := range member {
		member[i] = int32(i)
	}
	own := append([]int32(nil), group...) // of each node of the level: its group
	for {
		m, err := l.move(lv, own)
		if err != nil {
			return false, err
		}
		moved = moved || m
		count := compact(own)
		if count == lv.rows.Len() {
			break
		}
		part := l.refine(lv, own, count)
		parts := compact(part)
		if parts == lv.rows.Len() {
			break // the parts are single nodes: the next level would be this one
		}
		up := make([]int32, parts)
		for i, p := range part {
			up[p] = own[i]
		}
		for i := range member {
			member[i] = part[member[i]]
		}
		lv, own = aggregate(lv, part, parts, l.groups), up
	}
	for i := range group {
		group[i] = own[member[i]]
	}
	return moved, nil
}

// compact numbers the groups from 0 without gaps, in the order of their first nodes, and returns how many there are.
func compact(group []int32) int {
	highest := int32(-1)
	for _, g := range group {
		highest = max(highest, g)
	}
	fresh := make([]int32, highest+1)
	count := int32(0)
	for i, g := range group {
		if fresh[g] == 0 {
			count++
			fresh[g] = count
		}
		group[i] = fresh[g] - 1
	}
	return int(count)
}

// look fills near with the weights of the arcs from v to each group, and touched with those groups. The caller calls forget.
//
// Each group is noted down, and the place moves on only if it is a new one: whether it is, a processor cannot guess.
func (l *leiden) look(r *Rows, v int32, group []int32) {
	groups, touched := l.groups, l.touched[:len(l.groups)+1]
	lo, hi := r.Start[v], r.Start[v+1]
	count := 0
	if r.Weight == nil {
		for _, u := range r.To[lo:hi] {
			g := group[u]
			t := &groups[g]
			touched[count] = g
			fresh := 0
			if t.near == 0 {
				fresh = 1
			}
			count += fresh
			t.near++
		}
	} else {
		weight := r.Weight[lo:hi]
		for k, u := range r.To[lo:hi] {
			g := group[u]
			t := &groups[g]
			touched[count] = g
			fresh := 0
			if t.near == 0 {
				fresh = 1
			}
			count += fresh
			t.near += weight[k]
		}
	}
	l.touched = touched[:count]
}

func (l *leiden) forget() {
	for _, g := range l.touched {
		l.groups[g].near = 0
	}
	l.touched = l.touched[:0]
}

// least is how much better a move must be than staying, against moving to and fro for rounding errors.
const least = 1e-9

// herd is how many nodes in a row stay together when nodes are put into a random order: what their rows say lies together in memory.
const herd = 16

// shuffle fills the queue with all nodes, in an order of herds that is random.
func (l *leiden) shuffle(queue []int32) {
	n := len(queue)
	herds := (n + herd - 1) / herd
	if n < 64*herd { // few nodes are near anyway, and order matters more
		for i := range queue {
			queue[i] = int32(i)
		}
		l.random.Shuffle(n, func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
		return
	}
	order := l.random.Perm(herds)
	at := 0
	for _, h := range order {
		for v := h * herd; v < min((h+1)*herd, n); v++ {
			queue[at] = int32(v)
			at++
		}
	}
}

// move lets each node join the group that raises modularity most, until none wants to move: the queue holds the nodes
// whose neighbours have moved away.
func (l *leiden) move(lv *level, group []int32) (moved bool, err error) {
	n := lv.rows.Len()
	clear(l.groups[:n])
	clear(l.size[:n])
	for i, g := range group {
		l.groups[g].weight += lv.sums[i]
		l.size[g]++
	}
	l.free = l.free[:0]
	for g := n - 1; g >= 0; g-- {
		if l.size[g] == 0 {
			l.free = append(l.free, int32(g))
		}
	}
	queue := l.queue[:n]
	for i := range queue {
		l.waiting[i] = true
	}
	l.shuffle(queue)
	head, held := 0, n // a ring: each node is in it once at most
	for steps := 0; held > 0; steps++ {
		if err := every(l.ctx, steps); err != nil {
			return false, err
		}
		v := queue[head]
		if head++; head == n {
			head = 0
		}
		held--
		l.waiting[v] = false
		from := group[v]
		to := l.best(lv, v, group)
		if to == from {
			continue
		}
		moved = true
		l.transfer(v, from, to, lv.sums[v])
		group[v] = to
		for _, u := range lv.rows.To[lv.rows.Start[v]:lv.rows.Start[v+1]] {
			if !l.waiting[u] && group[u] != to {
				l.waiting[u] = true
				tail := head + held
				if tail >= n {
					tail -= n
				}
				queue[tail] = u
				held++
			}
		}
	}
	return moved, nil
}

func (l *leiden) transfer(v, from, to int32, sum float64) {
	l.groups[from].weight -= sum
	if l.size[from]--; l.size[from] == 0 {
		l.free = append(l.free, from)
		l.groups[from].weight = 0
	}
	if l.size[to]++; l.size[to] == 1 {
		l.free = l.free[:len(l.free)-1]
	}
	l.groups[to].weight += sum
}

// best is the group that v does best to be in: its own when none is better.
func (l *leiden) best(lv *level, v int32, group []int32) int32 {
	own, f := group[v], l.resolution*lv.sums[v]/l.twice
	l.look(&lv.rows, v, group)
	groups := l.groups
	stay := groups[own].near - f*(groups[own].weight-lv.sums[v])
	to, gain := own, stay+least
	for _, g := range l.touched {
		t := &groups[g]
		x := t.near - f*t.weight
		t.near = 0 // as forget does
		if g != own && (x > gain || x == gain && to != own && g < to) {
			to, gain = g, x
		}
	}
	l.touched = l.touched[:0]
	if gain < 0 && l.size[own] > 1 { // better alone
		to = l.free[len(l.free)-1]
	}
	return to
}

// aggregate is the graph of the parts. near is room for them, and as it was afterwards.
func aggregate(lv *level, part []int32, count int, near []tally) *level {
	r := &lv.rows
	start := make([]int32, count+1)
	for _, p := range part {
		start[p+1]++
	}
	for p := range count {
		start[p+1] += start[p]
	}
	order, next := make([]int32, len(part)), append([]int32(nil), start[:count]...)
	for i, p := range part {
		order[next[p]] = int32(i)
		next[p]++
	}
	up := &level{rows: Rows{Start: make([]int32, count+1)}, sums: make([]float64, count)}
	touched := make([]int32, count+1)
	to, weight := make([]int32, 0, len(r.To)/2), make([]float64, 0, len(r.To)/2)
	for p := range int32(count) {
		met := 0
		for _, v := range order[start[p]:start[p+1]] {
			up.sums[p] += lv.sums[v]
			for k := r.Start[v]; k < r.Start[v+1]; k++ {
				q := part[r.To[k]]
				t := &near[q]
				touched[met] = q // as look does
				fresh := 0
				if t.near == 0 {
					fresh = 1
				}
				met += fresh
				if r.Weight == nil {
					t.near++
				} else {
					t.near += r.Weight[k]
				}
			}
		}
		for _, q := range touched[:met] {
			if q != p {
				to, weight = append(to, q), append(weight, near[q].near)
			}
			near[q].near = 0
		}
		up.rows.Start[p+1] = int32(len(to))
	}
	up.rows.To, up.rows.Weight = to, weight
	return up
}
