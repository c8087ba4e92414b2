package train

import "mandate/extract/internal/kernel"

// weights of the losses of the tags against those of arcs and labels, which count 1.
const (
	weightUpos = 1.0
	weightXpos = 0.5
)

// learn makes one step on a batch, sorted from long to short, and adds to the losses.
func (n *net) learn(batch []*example, rate float32) {
	n.opt.pack(true)
	masks := n.forward(batch, true)
	st := &n.state
	rows, p, d := st.lay.rows, n.proj.cols, 2*n.Hidden
	scale := 1 / float32(rows)
	st.dp, st.dq = grown(st.dp, rows*p), grown(st.dq, rows*n.Arc)
	for s, e := range batch {
		n.arcsBack(s, e, scale)
		n.relsBack(s, e, scale)
	}
	n.tagsBack(scale)
	x := n.lstm[len(n.lstm)-1].act.h
	// through the bilinear form
	st.pk.Pack(st.dq, rows, n.Arc, n.Arc)
	kernel.Gemm(n.Arc, st.p, 1, p, &st.pk, n.bil.g, n.Arc, true)
	sumRows(n.bilB.g, st.dq)
	kernel.Gemm(rows, st.dq, n.Arc, 1, &n.bil.packedT, st.dp, p, true)
	// through the projections
	n.projBack(masks[len(masks)-1])
	st.dh = grown(st.dh, rows*d)
	kernel.Gemm(rows, st.dp, p, 1, &n.proj.packedT, st.dh, d, false)
	kernel.Gemm(rows, st.t, n.tag.cols, 1, &n.tag.packedT, st.dh, d, true)
	st.pk.Pack(st.dp, rows, p, p)
	kernel.Gemm(d, x, 1, d, &st.pk, n.proj.g, p, true)
	sumRows(n.projB.g, st.dp)
	st.pk.Pack(st.t, rows, n.tag.cols, n.tag.cols)
	kernel.Gemm(d, x, 1, d, &st.pk, n.tag.g, n.tag.cols, true)
	sumRows(n.tagB.g, st.t)
	dx := st.dh
	for i := len(n.lstm) - 1; i >= 0; i-- {
		n.applyMask(dx, masks[i+1], d)
		n.restore(n.lstm[i])
		dx = n.lstm[i].backward(st.lay, dx)
		if i > 0 {
			continue
		}
		n.applyMask(dx, masks[0], n.Word+n.Sub)
	}
	n.embedBack(dx)
	n.opt.update(rate)
}

// restore computes a layer's output again from its gates: the mask changed it in place, and the way back through the
// recurrent weights needs it as it was.
func (n *net) restore(l *bilstm) {
	a, h, rows := &l.act, l.hid, n.state.lay.rows
	for r := range rows {
		for dir := range 2 {
			zo := a.z[r*8*h+dir*4*h+3*h : r*8*h+dir*4*h+4*h]
			tc := a.tc[r*2*h+dir*h : r*2*h+dir*h+h]
			out := a.h[r*2*h+dir*h : r*2*h+dir*h+h]
			for j := range out {
				out[j] = float32(zo[j] * tc[j])
			}
		}
	}
}

// projBack takes the gradient of the masked projections through mask and tanh.
func (n *net) projBack(mask []float32) {
	st := &n.state
	p, a := n.proj.cols, n.Arc
	for s, size := range st.lay.lens {
		m := mask[s*p : (s+1)*p]
		for t := range size {
			r := st.lay.row(s, t)
			y, g := st.p[r*p:(r+1)*p], st.dp[r*p:(r+1)*p]
			for j, k := range m {
				if k == 0 {
					g[j] = 0
					continue
				}
				g[j] *= k
				if j < 2*a {
					v := y[j] / k // tanh before the mask
					g[j] *= 1 - v*v
				}
			}
		}
	}
}

func (n *net) arcsBack(s int, e *example, scale float32) {
	st := &n.state
	stride := n.arcs(s)
	size, a, p := len(e.word), n.Arc, n.proj.cols
	for i := range size {
		row := st.s[i*stride : (i+1)*stride]
		st.lossArc += softmaxLoss(row[:size+1], e.head[i]+1, i+1, scale*e.weight)
		clear(row[size+1:])
	}
	// dq = ds·hs
	st.pk.Pack(st.hs, size+1, a, a)
	st.qs, st.dhs = st.qs[:size*a], grown(st.dhs, size*a)
	kernel.Gemm(size, st.s, stride, 1, &st.pk, st.dhs, a, false)
	for t := range size {
		copy(st.dq[st.lay.row(s, t)*a:], st.dhs[t*a:(t+1)*a])
	}
	// dhs = dsᵀ·q
	st.pk.Pack(st.qs, size, a, a)
	st.dhs = grown(st.dhs, (size+1)*a)
	kernel.Gemm(size+1, st.s, 1, stride, &st.pk, st.dhs, a, false)
	kernel.Axpy(1, st.dhs[:a], n.root.g[:a])
	for t := range size {
		r := st.lay.row(s, t)
		copy(st.dp[r*p+a:], st.dhs[(t+1)*a:(t+2)*a])
	}
}

func (n *net) relsBack(s int, e *example, scale float32) {
	st := &n.state
	size, a, p, k := len(e.word), n.Arc, n.proj.cols, n.Rel
	n.relHidden(s, e.head)
	st.ds = grown(st.ds, size*n.nRel)
	kernel.Gemm(size, st.rh, k, 1, &n.rel.packed, st.ds, n.nRel, false)
	addRow(st.ds, n.relB.w)
	for t := range size {
		row := st.ds[t*n.nRel : (t+1)*n.nRel]
		st.lossRel += softmaxLoss(row[:len(n.lex.deprel.names)], e.rel[t], -1, scale*e.weight)
		clear(row[len(n.lex.deprel.names):])
	}
	st.pk.Pack(st.ds, size, n.nRel, n.nRel)
	kernel.Gemm(k, st.rh, 1, k, &st.pk, n.rel.g, n.nRel, true)
	sumRows(n.relB.g, st.ds)
	st.drh = grown(st.drh, size*k)
	kernel.Gemm(size, st.ds, n.nRel, 1, &n.rel.packedT, st.drh, k, false)
	for t, h := range e.head {
		r := st.lay.row(s, t)
		dep := st.dp[r*p+2*a : r*p+2*a+k]
		head := n.root.g[a:]
		if h >= 0 {
			hr := st.lay.row(s, h)
			head = st.dp[hr*p+2*a+k : hr*p+2*a+2*k]
		}
		for j := range k {
			v := st.rh[t*k+j]
			g := st.drh[t*k+j] * (1 - v*v)
			dep[j] += g
			head[j] += g
		}
	}
}

func (n *net) tagsBack(scale float32) {
	st := &n.state
	for s, e := range st.batch {
		for t := range e.word {
			r := st.lay.row(s, t)
			z := st.t[r*n.tag.cols : (r+1)*n.tag.cols]
			u, x := len(n.lex.upos.names), len(n.lex.xpos.names)
			st.lossTag += softmaxLoss(z[:u], e.upos[t], -1, weightUpos*scale*e.weight)
			clear(z[u:n.nUpos])
			softmaxLoss(z[n.nUpos:n.nUpos+x], e.xpos[t], -1, weightXpos*scale*e.weight)
			clear(z[n.nUpos+x:])
		}
	}
}
