package train

import "mandate/extract/internal/kernel"

// layout says where the words of a batch of sentences are: sentences sorted from long to short, and the words of one
// time step side by side, so that a step of the LSTM is one matrix product. Word t of sentence s is row at[t]+s.
type layout struct {
	lens []int
	at   []int // first row of each time step
	cnt  []int // sentences that are at least so long
	rows int
}

func newLayout(lens []int) *layout {
	l := &layout{lens: lens}
	for t := 0; t < lens[0]; t++ {
		c := 0
		for c < len(lens) && lens[c] > t {
			c++
		}
		l.at, l.cnt = append(l.at, l.rows), append(l.cnt, c)
		l.rows += c
	}
	return l
}

func (l *layout) row(s, t int) int { return l.at[t] + s }

// bilstm is a layer of two LSTMs that read in opposite directions. Gates are in the order input, forget, cell, output.
type bilstm struct {
	in, hid int
	w       *param    // in × 8·hid: both directions
	b       *param    // 1 × 8·hid
	u       [2]*param // hid × 4·hid
	act     act
}

// act is what the layer remembers of its last batch.
type act struct {
	x, z, c, tc, h, prev, dx, carry []float32
	dz                              kernel.Packed
}

func newBilstm(in, hid int, rng *random) *bilstm {
	l := &bilstm{in: in, hid: hid, w: newParam(in, 8*hid).uniform(rng, glorot(in, hid)), b: newParam(1, 8*hid)}
	for d := range l.u {
		l.u[d] = newParam(hid, 4*hid).uniform(rng, glorot(hid, hid))
		for j := range hid {
			l.b.w[d*4*hid+hid+j] = 1 // begin by not forgetting
		}
	}
	return l
}

func (l *bilstm) params() []*param { return []*param{l.w, l.b, l.u[0], l.u[1]} }

// forward reads x, rows of in floats (kept until backward), and returns rows of 2·hid floats.
func (l *bilstm) forward(lay *layout, x []float32) []float32 {
	a, n, h := &l.act, lay.rows, l.hid
	a.x = x
	a.z = grown(a.z, n*8*h)
	kernel.Gemm(n, x, l.in, 1, &l.w.packed, a.z, 8*h, false)
	addRow(a.z, l.b.w)
	a.c, a.tc, a.h = grown(a.c, n*2*h), grown(a.tc, n*2*h), grown(a.h, n*2*h)
	for step := range lay.at {
		t := step
		if step > 0 {
			kernel.Gemm(lay.cnt[t], a.h[lay.at[t-1]*2*h:], 2*h, 1, &l.u[0].packed, a.z[lay.at[t]*8*h:], 8*h, true)
		}
		for s := range lay.cnt[t] {
			prev := -1
			if t > 0 {
				prev = lay.row(s, t-1)
			}
			l.cell(lay.row(s, t), prev, 0)
		}
		t = len(lay.at) - 1 - step
		later := 0
		if step > 0 {
			later = lay.cnt[t+1]
			kernel.Gemm(later, a.h[lay.at[t+1]*2*h+h:], 2*h, 1, &l.u[1].packed, a.z[lay.at[t]*8*h+4*h:], 8*h, true)
		}
		for s := range lay.cnt[t] {
			prev := -1
			if s < later {
				prev = lay.row(s, t+1)
			}
			l.cell(lay.row(s, t), prev, 1)
		}
	}
	return a.h
}

// cell computes one word in one direction: gates from sums, state, output.
func (l *bilstm) cell(row, prev, dir int) {
	a, h := &l.act, l.hid
	z := a.z[row*8*h+dir*4*h : row*8*h+(dir+1)*4*h]
	zi, zf, zg, zo := z[:h], z[h:2*h], z[2*h:3*h], z[3*h:4*h]
	at := row*2*h + dir*h
	c, tc, out := a.c[at:at+h], a.tc[at:at+h], a.h[at:at+h]
	var before []float32
	if prev >= 0 {
		before = a.c[prev*2*h+dir*h : prev*2*h+dir*h+h]
	}
	for j := range h { // the logistic function is tanh(x/2)/2 + 1/2
		zi[j], zf[j], zo[j] = zi[j]*0.5, zf[j]*0.5, zo[j]*0.5
	}
	kernel.TanhFloat(z)
	for j := range h {
		zi[j], zf[j], zo[j] = float32(zi[j]*0.5)+0.5, float32(zf[j]*0.5)+0.5, float32(zo[j]*0.5)+0.5
		v := float32(zi[j] * zg[j])
		if before != nil {
			v += float32(zf[j] * before[j])
		}
		c[j], tc[j] = v, v
	}
	kernel.TanhFloat(tc)
	for j := range h {
		out[j] = float32(zo[j] * tc[j])
	}
}

// backward takes the gradient of the output (which it overwrites), adds the gradients of the weights and returns that
// of the input.
func (l *bilstm) backward(lay *layout, dh []float32) []float32 {
	a, n, h := &l.act, lay.rows, l.hid
	a.carry = grown(a.carry, n*2*h) // gradient of the cell state
	last := len(lay.at) - 1
	for step := range lay.at {
		t := last - step // forward direction, from the end
		for s := range lay.cnt[t] {
			prev := -1
			if t > 0 {
				prev = lay.row(s, t-1)
			}
			l.cellBack(lay.row(s, t), prev, 0, dh)
		}
		if t > 0 {
			kernel.Gemm(lay.cnt[t], a.z[lay.at[t]*8*h:], 8*h, 1, &l.u[0].packedT, dh[lay.at[t-1]*2*h:], 2*h, true)
		}
		t = step // backward direction, from the start
		later := 0
		if t < last {
			later = lay.cnt[t+1]
		}
		for s := range lay.cnt[t] {
			prev := -1
			if s < later {
				prev = lay.row(s, t+1)
			}
			l.cellBack(lay.row(s, t), prev, 1, dh)
		}
		if later > 0 {
			kernel.Gemm(later, a.z[lay.at[t]*8*h+4*h:], 8*h, 1, &l.u[1].packedT, dh[lay.at[t+1]*2*h+h:], 2*h, true)
		}
	}
	l.weightsBack(lay)
	a.dx = grown(a.dx, n*l.in)
	kernel.Gemm(n, a.z, 8*h, 1, &l.w.packedT, a.dx, l.in, false)
	return a.dx
}

// cellBack turns the gates of a word into their gradients, in place.
func (l *bilstm) cellBack(row, prev, dir int, dh []float32) {
	a, h := &l.act, l.hid
	z := a.z[row*8*h+dir*4*h : row*8*h+(dir+1)*4*h]
	zi, zf, zg, zo := z[:h], z[h:2*h], z[2*h:3*h], z[3*h:4*h]
	at := row*2*h + dir*h
	tc, d, carry := a.tc[at:at+h], dh[at:at+h], a.carry[at:at+h]
	var before, pass []float32
	if prev >= 0 {
		p := prev*2*h + dir*h
		before, pass = a.c[p:p+h], a.carry[p:p+h]
	}
	for j := range h {
		i, f, g, o := zi[j], zf[j], zg[j], zo[j]
		dc := carry[j] + d[j]*o*(1-tc[j]*tc[j])
		zo[j] = d[j] * tc[j] * o * (1 - o)
		zi[j] = dc * g * i * (1 - i)
		zg[j] = dc * i * (1 - g*g)
		if before == nil {
			zf[j] = 0
			continue
		}
		zf[j] = dc * before[j] * f * (1 - f)
		pass[j] = dc * f
	}
}

// weightsBack adds up the gradients of the weights from those of the gates.
func (l *bilstm) weightsBack(lay *layout) {
	a, n, h := &l.act, lay.rows, l.hid
	dz := &l.act.dz
	dz.Pack(a.z, n, 8*h, 8*h)
	kernel.Gemm(l.in, a.x, 1, l.in, dz, l.w.g, 8*h, true)
	sumRows(l.b.g, a.z)
	for dir := range 2 {
		a.prev = grown(a.prev, n*h)
		for t := range lay.at {
			for s := range lay.cnt[t] {
				from := t - 1
				if dir == 1 {
					from = t + 1
				}
				if from < 0 || from >= len(lay.at) || s >= lay.cnt[from] {
					continue
				}
				p := lay.row(s, from)*2*h + dir*h
				copy(a.prev[lay.row(s, t)*h:], a.h[p:p+h])
			}
		}
		half := kernel.Packed{K: n, N: 4 * h, Data: dz.Data[dir*4*h*n : (dir+1)*4*h*n]}
		kernel.Gemm(h, a.prev, 1, h, &half, l.u[dir].g, 4*h, true)
	}
}
