package sparse

import (
	"context"
	"math"
	"math/bits"
)

// BFS is the number of arcs on a shortest way from the node to each other, -1 where there is none.
func BFS(r *Rows, from int32) []int32 {
	depth := make([]int32, r.Len())
	for i := range depth {
		depth[i] = -1
	}
	depth[from] = 0
	queue := make([]int32, 1, r.Len())
	queue[0] = from
	for head := 0; head < len(queue); head++ {
		v := queue[head]
		d := depth[v] + 1
		for _, w := range r.To[r.Start[v]:r.Start[v+1]] {
			if depth[w] < 0 {
				depth[w] = d
				queue = append(queue, w)
			}
		}
	}
	return depth
}

// Dijkstra is the least sum of weights on a way from the node to each other, +Inf where there is none, and the node
// before each on such a way, -1 for none: of equal ways, the one by the node that was reached first, then the lower one
// (where the last arc weighs nothing, the one that was found first). Weights must not be negative.
func Dijkstra(ctx context.Context, r *Rows, from int32) (length []float64, before []int32, err error) {
	length, before = make([]float64, r.Len()), make([]int32, r.Len())
	for i := range length {
		length[i], before[i] = math.Inf(1), -1
	}
	length[from] = 0
	var open buckets
	open.push(reach{0, from})
	for steps := 0; ; steps++ {
		if err := every(ctx, steps); err != nil {
			return nil, nil, err
		}
		top, ok := open.pop()
		if !ok {
			return length, before, nil
		}
		if top.length > length[top.node] {
			continue // it was reached by a shorter way
		}
		to, weight := r.Row(top.node)
		for k, w := range to {
			by := at(weight, k)
			l, old := top.length+by, length[w]
			if l < old {
				length[w], before[w] = l, top.node
				open.push(reach{l, w})
			} else if l == old && by > 0 && top.node < before[w] && length[before[w]] == top.length {
				before[w] = top.node
			}
		}
	}
}

// buckets is a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan 1990): what is taken out never grows less, so it is enough to
// sort by the highest bit in which a length differs from the last one taken out. The bits of floating-point numbers that are
// not negative are in the order of the numbers.
type buckets struct {
	bucket [65][]reach
	some   uint64 // which of bucket[1:] hold something
	last   uint64 // the bits of the length that was taken out last: that of all in bucket[0]
}

func (b *buckets) push(x reach) {
	i := bits.Len64(math.Float64bits(x.length) ^ b.last)
	b.bucket[i] = append(b.bucket[i], x)
	if i > 0 {
		b.some |= 1 << (i - 1)
	}
}

// pop takes out one of the nearest.
func (b *buckets) pop() (reach, bool) {
	for len(b.bucket[0]) == 0 {
		if b.some == 0 {
			return reach{}, false
		}
		i := bits.TrailingZeros64(b.some) + 1
		b.some &^= 1 << (i - 1)
		from := b.bucket[i]
		least := from[0].length
		for _, x := range from[1:] {
			least = min(least, x.length)
		}
		b.last = math.Float64bits(least)
		for _, x := range from { // into lower buckets
			b.push(x)
		}
		b.bucket[i] = from[:0]
	}
	last := len(b.bucket[0]) - 1
	x := b.bucket[0][last]
	b.bucket[0] = b.bucket[0][:last]
	return x, true
}

// reach is a node and the length of a way to it.
type reach struct {
	length float64
	node   int32
}

// heap is a 4-ary heap: half as deep as a binary one, and the children of a node lie in one cache line.
type heap []reach

func (a reach) less(b reach) bool {
	return a.length < b.length || a.length == b.length && a.node < b.node
}

func (h *heap) push(x reach) {
	*h = append(*h, x)
	s := *h
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !x.less(s[up]) {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = x
}

func (h *heap) pop() reach {
	s := *h
	top, x := s[0], s[len(s)-1]
	s = s[:len(s)-1]
	*h = s
	if len(s) == 0 {
		return top
	}
	i := 0
	for {
		child := 4*i + 1
		if child >= len(s) {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, len(s)); c++ {
			if s[c].less(s[least]) {
				least = c
			}
		}
		if !s[least].less(x) {
			break
		}
		s[i] = s[least]
		i = least
	}
	s[i] = x
	return top
}
