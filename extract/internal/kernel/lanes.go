package kernel

import "sync"

// lanes is a packed matrix as plain Go multiplies it. A float64 holds whole numbers of 53 bits, and processors multiply
// and add them at least as fast as integers, so two columns share one: the second stands laneBits higher. One
// multiplication serves both, every step is exact (so that it does not matter whether a processor fuses it with the
// addition), and the two sums come apart at the end.
type lanes struct {
	once sync.Once
	// pairs has, for every laneWidth columns, K/2 elements: of two rows, the pairs of columns.
	pairs [][laneWidth]float64
	plans [len(laneTops)]lanePlan
}

// lanePlan says where sums must be taken apart, before a lane could overflow.
type lanePlan struct {
	once sync.Once
	ends []int32 // of the stretches of pairs of rows, for every laneWidth columns
	from []int32 // where the ends of those columns begin, and one more
	none bool    // two rows are too large already
}

const (
	laneBits  = 27
	laneMost  = 1<<(laneBits-1) - 1 // the largest sum: two of them fill 53 bits
	laneWidth = 12                  // columns of an element
)

// laneTops are the magnitudes of numbers that there are plans for: what an LSTM gives is at most CellScale.
var laneTops = [...]int64{CellScale / 2, CellScale, 1 << 15}

// lanes is the matrix in lanes, which are made when they are first asked for.
func (p *PackedInt) lanes() *lanes {
	l := p.wide
	l.once.Do(func() { l.fill(p) })
	return l
}

func (l *lanes) fill(p *PackedInt) {
	half := p.K / 2
	l.pairs = sizedTo(l.pairs, (p.N+laneWidth-1)/laneWidth*half)
	clear(l.pairs)
	for j := range p.N {
		panel := p.Data[j/Panel*Panel*p.K+j%Panel*2:]
		shift := j % 2 * laneBits
		for r, dst := 0, l.pairs[j/laneWidth*half:][:half]; r < half; r++ {
			d, at := &dst[r], j%laneWidth/2
			d[at] += float64(int64(panel[r*2*Panel]) << shift)
			d[at+laneWidth/2] += float64(int64(panel[r*2*Panel+1]) << shift)
		}
	}
	for i := range l.plans {
		l.plans[i].once = sync.Once{}
	}
}

// plan is the plan for numbers up to top.
func (l *lanes) plan(p *PackedInt, top int64) *lanePlan {
	i := 0
	for laneTops[i] < top {
		i++
	}
	plan := &l.plans[i]
	plan.once.Do(func() { plan.fill(p, laneMost/laneTops[i]) })
	return plan
}

// fill ends a stretch where the magnitudes of a column would add up to more than most.
func (l *lanePlan) fill(p *PackedInt, most int64) {
	l.ends, l.from, l.none = l.ends[:0], append(l.from[:0], 0), false
	for j := 0; j < p.N; j += laneWidth {
		var sums [laneWidth]int64
		for r := range p.K / 2 {
			over := false
			var here [laneWidth]int64
			for c := range min(laneWidth, p.N-j) {
				w := p.Data[(j+c)/Panel*Panel*p.K+(j+c)%Panel*2+r*2*Panel:]
				x, y := int64(w[0]), int64(w[1])
				here[c] = max(x, -x) + max(y, -y)
				sums[c] += here[c]
				over = over || sums[c] > most
				l.none = l.none || here[c] > most
			}
			if over {
				l.ends, sums = append(l.ends, int32(r)), here
			}
		}
		l.ends = append(l.ends, int32(p.K/2))
		l.from = append(l.from, int32(len(l.ends)))
	}
}

func sizedTo[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// laneScratch is memory for rows of numbers to be multiplied, in pairs: so many go together that they and some weights
// fit the first cache.
type laneScratch struct{ rows [][2]float64 }

const laneRows = 2048 // pairs in laneScratch: 32 KiB

var laneScratches = sync.Pool{New: func() any { return new(laneScratch) }}

// gemmLanes is GemmInt in plain Go.
func gemmLanes(m int, a []int16, lda int, b *PackedInt, c []int32, ldc int) {
	l, half := b.lanes(), b.K/2
	block := min(m, max(1, laneRows/half))
	s := laneScratches.Get().(*laneScratch)
	defer laneScratches.Put(s)
	s.rows = sizedTo(s.rows, max(len(s.rows), block*half))
	for i := 0; i < m; i += block {
		n := min(block, m-i)
		var top int64
		for r := range n {
			top = max(top, spread(s.rows[r*half:(r+1)*half], a[(i+r)*lda:]))
		}
		plan := l.plan(b, top)
		if plan.none {
			for r := i; r < i+n; r++ {
				oneRow(a[r*lda:r*lda+b.K], b, c[r*ldc:])
			}
			continue
		}
		for g := range len(plan.from) - 1 {
			w := l.pairs[g*half : (g+1)*half]
			ends := plan.ends[plan.from[g]:plan.from[g+1]]
			j := g * laneWidth
			width := min(laneWidth, b.N-j)
			for r := range n {
				at := (i+r)*ldc + j
				dotLanes(s.rows[r*half:(r+1)*half], w, ends, c[at:at+width])
			}
		}
	}
}

// spread writes numbers as floats, and gives the largest magnitude.
func spread(dst [][2]float64, src []int16) int64 {
	var least, most int16
	src = src[:2*len(dst)]
	for i := range dst {
		if 2*i+1 < len(src) {
			x, y := src[2*i], src[2*i+1]
			least, most = min(least, x, y), max(most, x, y)
			dst[i] = [2]float64{float64(x), float64(y)}
		}
	}
	return max(int64(most), -int64(least))
}

// dotLanes computes the columns of one element of one row, stretch by stretch.
func dotLanes(x [][2]float64, w [][laneWidth]float64, ends []int32, c []int32) {
	var sums [laneWidth]int32
	from := int32(0)
	for _, end := range ends {
		s0, s1, s2, s3, s4, s5 := dotPairs(x[from:end], w[from:end])
		addLanes(&sums, 0, s0)
		addLanes(&sums, 2, s1)
		addLanes(&sums, 4, s2)
		addLanes(&sums, 6, s3)
		addLanes(&sums, 8, s4)
		addLanes(&sums, 10, s5)
		from = end
	}
	if len(c) == laneWidth {
		*(*[laneWidth]int32)(c) = sums
	} else {
		copy(c, sums[:])
	}
}

// addLanes takes the two sums of s apart.
func addLanes(sums *[laneWidth]int32, at int, s float64) {
	both := int64(s)
	low := both << (64 - laneBits) >> (64 - laneBits)
	sums[at] += int32(low)
	sums[at+1] += int32((both - low) >> laneBits)
}

// dotPairs is the inner loop: six pairs of columns, as many as fit the registers of amd64, two rows at a time.
func dotPairs(x [][2]float64, w [][laneWidth]float64) (s0, s1, s2, s3, s4, s5 float64) {
	x = x[:len(w)]
	for i := range w {
		a, v := &x[i], &w[i]
		s0 += a[0]*v[0] + a[1]*v[6]
		s1 += a[0]*v[1] + a[1]*v[7]
		s2 += a[0]*v[2] + a[1]*v[8]
		s3 += a[0]*v[3] + a[1]*v[9]
		s4 += a[0]*v[4] + a[1]*v[10]
		s5 += a[0]*v[5] + a[1]*v[11]
	}
	return s0, s1, s2, s3, s4, s5
}
