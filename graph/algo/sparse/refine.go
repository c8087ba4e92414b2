package sparse

import "math"

// spread is how freely a part is chosen among those that raise modularity: 0.01, as Traag et al. 2019 (their θ).
const spread = 0.01

// refine splits each group into parts that hold together: each node begins as a part of its own and may join another of
// its group, once. Only nodes and parts that are well linked to the rest of their group take part; a part is chosen at
// random, the more likely the more it raises modularity.
func (l *leiden) refine(lv *level, group []int32, count int) []int32 {
	n := lv.rows.Len()
	whole := make([]float64, count) // the weight of each group
	for i, g := range group {
		whole[g] += lv.sums[i]
	}
	places := make([]place, n)
	outside := make([]float64, n) // of each part: the arcs to the rest of its group
	single := make([]bool, n)
	for i := range int32(n) {
		places[i], single[i] = place{group[i], i}, true
		l.groups[i] = tally{weight: lv.sums[i]} // of each part
		to, w := lv.rows.Row(i)
		for k, j := range to {
			if group[j] == group[i] {
				outside[i] += at(w, k)
			}
		}
	}
	queue := l.queue[:n]
	l.shuffle(queue)
	f := l.resolution / l.twice
	var chosen []candidate
	for _, v := range queue {
		g := group[v]
		if !single[v] || outside[v] < f*lv.sums[v]*(whole[g]-lv.sums[v]) {
			continue
		}
		chosen = chosen[:0]
		to, w := lv.rows.Row(v)
		touched, met := l.touched[:n+1], 0
		for k, j := range to {
			in := places[j]
			if in.group != g {
				continue
			}
			t := &l.groups[in.part]
			touched[met] = in.part // as look does
			fresh := 0
			if t.near == 0 {
				fresh = 1
			}
			met += fresh
			t.near += at(w, k)
		}
		l.touched = touched[:met]
		for _, p := range l.touched {
			t := l.groups[p]
			gain := t.near - f*lv.sums[v]*t.weight
			if gain > 0 && outside[p] >= f*t.weight*(whole[g]-t.weight) {
				chosen = append(chosen, candidate{p, gain})
			}
		}
		if len(chosen) > 0 {
			p := l.draw(chosen)
			outside[p] += outside[v] - 2*l.groups[p].near
			l.groups[p].weight += lv.sums[v]
			places[v].part, single[p], single[v] = p, false, false
		}
		l.forget()
	}
	part := make([]int32, n)
	for i := range part {
		part[i] = places[i].part
	}
	return part
}

// place is where a node is: both are asked for at a time.
type place struct{ group, part int32 }

// candidate is a part that a node may join, and what modularity gains by it.
type candidate struct {
	part int32
	gain float64
}

// draw takes one with a probability in proportion to exp(gain / spread).
func (l *leiden) draw(from []candidate) int32 {
	best := from[0]
	for _, c := range from[1:] {
		if c.gain > best.gain {
			best = c
		}
	}
	var sum float64
	for i := range from {
		from[i].gain = math.Exp((from[i].gain - best.gain) / spread)
		sum += from[i].gain
	}
	x := l.random.Float64() * sum
	for _, c := range from {
		if x -= c.gain; x < 0 {
			return c.part
		}
	}
	return best.part
}
