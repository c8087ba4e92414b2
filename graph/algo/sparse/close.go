package sparse

import (
	"context"
	"math/bits"
)

// Near is how far the other nodes are from one node, along shortest ways.
type Near struct {
	Reached  int     // nodes that can be reached, without the node itself
	Sum      int64   // of their distances
	Harmonic float64 // the sum of 1/distance
}

// lanes is how many walks one pass over the graph carries: the bits of a word.
const lanes = 64

// Nearness walks from each of the sources to all nodes it reaches, 64 walks at a time (Then et al. 2014): node sets are
// words of one bit for each walk, so that one look at an arc serves all of them.
func Nearness(ctx context.Context, r *Rows, sources []int32, run Run) ([]Near, error) {
	res := make([]Near, len(sources))
	batches := (len(sources) + lanes - 1) / lanes
	told := run.reporter(len(sources))
	walkers := make([]*bundle, run.workers())
	tasks(batches, run.workers(), func(worker, b int) {
		if ctx.Err() != nil {
			return
		}
		if walkers[worker] == nil {
			walkers[worker] = newBundle(r)
		}
		lo, hi := b*lanes, min((b+1)*lanes, len(sources))
		walkers[worker].from(sources[lo:hi], func(lane, depth, met int) {
			near := &res[lo+lane]
			near.Reached += met
			near.Sum += int64(met) * int64(depth)
			near.Harmonic += float64(met) / float64(depth)
		})
		told.add(hi - lo)
	})
	return res, ctx.Err()
}

// Reached adds up, for each node, 1/distance and the distances from the sources: what [Nearness] does for the sources,
// this does for everyone else. It serves to estimate closeness from a sample of sources (Eppstein and Wang 2001).
func Reached(ctx context.Context, r *Rows, sources []int32, run Run) ([]Near, error) {
	res := make([]Near, r.Len())
	told := run.reporter(len(sources))
	w := newBundle(r)
	for lo := 0; lo < len(sources); lo += lanes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		hi := min(lo+lanes, len(sources))
		w.each(sources[lo:hi], func(depth int, node int32, mask uint64) {
			met := bits.OnesCount64(mask)
			res[node].Reached += met
			res[node].Sum += int64(met) * int64(depth)
			res[node].Harmonic += float64(met) / float64(depth)
		})
		told.add(hi - lo)
	}
	return res, nil
}

// bundle carries the walks of up to 64 sources. A bit of a word stands for one of them.
type bundle struct {
	r           *Rows
	seen        []uint64
	front, next []uint64
	queue, then []int32 // nodes with a bit in front, in next
}

func newBundle(r *Rows) *bundle {
	n := r.Len()
	return &bundle{r: r, seen: make([]uint64, n), front: make([]uint64, n), next: make([]uint64, n)}
}

// from says how many nodes each walk met at each depth.
func (b *bundle) from(sources []int32, met func(lane, depth, count int)) {
	var counts counter
	last := 0
	flush := func() {
		for lane := range sources {
			if c := counts.take(lane); c > 0 {
				met(lane, last, c)
			}
		}
		counts.clear()
	}
	b.each(sources, func(depth int, _ int32, mask uint64) {
		if depth != last {
			if last > 0 {
				flush()
			}
			last = depth
		}
		counts.add(mask)
	})
	if last > 0 {
		flush()
	}
}

// each visits the nodes that walks meet for the first time: depth by depth, with the walks that do.
func (b *bundle) each(sources []int32, visit func(depth int, node int32, mask uint64)) {
	clear(b.seen)
	b.queue = b.queue[:0]
	for lane, s := range sources {
		if b.front[s] == 0 {
			b.queue = append(b.queue, s)
		}
		b.front[s] |= 1 << lane
		b.seen[s] |= 1 << lane
	}
	for depth := 1; len(b.queue) > 0; depth++ {
		b.then = b.then[:0]
		for _, v := range b.queue {
			f := b.front[v]
			b.front[v] = 0
			for _, w := range b.r.To[b.r.Start[v]:b.r.Start[v+1]] {
				fresh := f &^ b.seen[w]
				if fresh == 0 {
					continue
				}
				if b.next[w] == 0 {
					b.then = append(b.then, w)
				}
				b.next[w] |= fresh
			}
		}
		for _, w := range b.then {
			b.seen[w] |= b.next[w]
			visit(depth, w, b.next[w])
		}
		b.queue, b.then = b.then, b.queue
		b.front, b.next = b.next, b.front
	}
}

// counter counts, for each of 64 bits, in how many words it is set: bit-sliced, the k-th word holds the k-th digit of all
// 64 counts, so that adding a word takes two steps on average.
type counter struct{ digit [32]uint64 }

func (c *counter) add(mask uint64) {
	for k := 0; mask != 0; k++ {
		c.digit[k], mask = c.digit[k]^mask, c.digit[k]&mask
	}
}

func (c *counter) take(lane int) (count int) {
	for k, d := range c.digit {
		count |= int(d>>lane&1) << k
	}
	return count
}

func (c *counter) clear() { c.digit = [32]uint64{} }
