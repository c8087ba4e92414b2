package train

import (
	"math"

	"mandate/extract/internal/encoder"
	"mandate/extract/internal/kernel"
)

// Sizes of the parser's network. All are multiples of kernel.Panel.
type Sizes struct {
	Word, Sub int // the two halves of a word's embedding
	Hidden    int // of each LSTM, per direction
	Layers    int
	Arc, Rel  int // hidden units of the two attachment heads
}

func (s *Sizes) defaults() {
	setDefault(&s.Word, 96)
	setDefault(&s.Sub, 96)
	setDefault(&s.Hidden, 192)
	setDefault(&s.Layers, 2)
	setDefault(&s.Arc, 128)
	setDefault(&s.Rel, 128)
}

// net is the network in training: embeddings, LSTMs, and heads for tags, arcs and labels.
type net struct {
	Sizes
	lex   *lexicon
	fixed []float32 // word vectors from raw text, never trained; a row per word of the lexicon
	delta *param    // what training adds to them
	sub   *param
	lstm  []*bilstm
	proj  *param // 2·hidden × (arc dependent, arc head, label dependent, label head)
	projB *param
	bil   *param // arc × arc
	bilB  *param // 1 × arc
	root  *param // 1 × (arc + rel): the root as head
	rel   *param // rel × labels
	relB  *param
	tag   *param // 2·hidden × (upos, xpos)
	tagB  *param
	nUpos int // columns of tag for upos, padded
	nXpos int
	nRel  int
	opt   optimizer
	rng   *random
	drop  float32
	state passState
}

func padded(n int) int { return (n + kernel.Panel - 1) / kernel.Panel * kernel.Panel }

// vectorScale is the root mean square that word vectors are brought to before training.
const vectorScale = 0.5

func newNet(z Sizes, lex *lexicon, vec *Vectors, seed uint64) *net {
	z.defaults()
	rng := newRand(seed)
	n := &net{Sizes: z, lex: lex, rng: rng, drop: 0.33}
	n.fixed = make([]float32, len(lex.words)*z.Word)
	if vec != nil && vec.Dim == z.Word {
		var sq float64
		for _, x := range vec.Data {
			sq += float64(x * x)
		}
		scale := vectorScale / float32(math.Sqrt(sq/float64(len(vec.Data))))
		for i, x := range vec.Data {
			n.fixed[z.Word+i] = x * scale
		}
	}
	n.delta = newSparse(len(lex.words), z.Word)
	for i := 1 + vecLen(vec); i < len(lex.words); i++ {
		for j := range z.Word {
			n.delta.w[i*z.Word+j] = (rng.float() - 0.5) * 0.2
		}
	}
	n.sub = newSparse(encoder.SubRows, z.Sub).uniform(rng, 0.15)
	in, h2 := z.Word+z.Sub, 2*z.Hidden
	for range z.Layers {
		n.lstm = append(n.lstm, newBilstm(in, z.Hidden, rng))
		in = h2
	}
	p := 2*z.Arc + 2*z.Rel
	n.proj, n.projB = newParam(h2, p).uniform(rng, glorot(h2, z.Arc)), newParam(1, p)
	n.bil, n.bilB = newParam(z.Arc, z.Arc).uniform(rng, glorot(z.Arc, z.Arc)), newParam(1, z.Arc)
	n.root = newParam(1, z.Arc+z.Rel).uniform(rng, 0.3)
	n.nUpos, n.nXpos, n.nRel = padded(len(lex.upos.names)), padded(len(lex.xpos.names)), padded(len(lex.deprel.names))
	n.rel, n.relB = newParam(z.Rel, n.nRel).uniform(rng, glorot(z.Rel, n.nRel)), newParam(1, n.nRel)
	n.tag, n.tagB = newParam(h2, n.nUpos+n.nXpos).uniform(rng, glorot(h2, n.nUpos)), newParam(1, n.nUpos+n.nXpos)
	n.opt = optimizer{clip: 5, params: []*param{n.delta, n.sub, n.proj, n.projB, n.bil, n.bilB, n.root, n.rel, n.relB, n.tag, n.tagB}}
	for _, l := range n.lstm {
		n.opt.params = append(n.opt.params, l.params()...)
	}
	return n
}

func vecLen(v *Vectors) int {
	if v == nil {
		return 0
	}
	return len(v.Words)
}

// passState is the memory of one pass over a batch.
type passState struct {
	lay                         *layout
	batch                       []*example
	useDelta                    []bool // per row
	words                       []int32
	x, p, q, t                  []float32
	dp, dq, dh                  []float32
	hs, dhs, s, ds, qs, rh, drh []float32
	lossArc, lossRel, lossTag   float64
	pk                          kernel.Packed
}

// chances of hiding a word in training: all of its vector, or what training added to it.
const (
	hideWord  = 0.02
	hideDelta = 0.25 // over this plus the word's count
)

// embed fills in the input of the first layer.
func (n *net) embed(learning bool) {
	st := &n.state
	d := n.Word + n.Sub
	st.x = grown(st.x, st.lay.rows*d)
	st.words = st.words[:0]
	st.useDelta = st.useDelta[:0]
	for range st.lay.rows {
		st.words, st.useDelta = append(st.words, 0), append(st.useDelta, true)
	}
	for s, e := range st.batch {
		for t, w := range e.word {
			r := st.lay.row(s, t)
			if learning {
				if n.rng.float() < hideWord {
					w = 0
				} else if w > 0 && n.rng.float() < hideDelta/(hideDelta+float32(n.lex.counts[w])) {
					st.useDelta[r] = false
				}
			}
			st.words[r] = w
			x := st.x[r*d : (r+1)*d]
			copy(x, n.fixed[int(w)*n.Word:int(w+1)*n.Word])
			if st.useDelta[r] {
				kernel.Axpy(1, n.delta.row(int(w)), x[:n.Word])
			}
			for _, sub := range e.subs[t] {
				kernel.Axpy(1, n.sub.row(int(sub)), x[n.Word:])
			}
		}
	}
}

func (n *net) embedBack(dx []float32) {
	st := &n.state
	d := n.Word + n.Sub
	for s, e := range st.batch {
		for t := range e.word {
			r := st.lay.row(s, t)
			g := dx[r*d : (r+1)*d]
			if st.useDelta[r] {
				kernel.Axpy(1, g[:n.Word], n.delta.grad(int(st.words[r])))
			}
			for _, sub := range e.subs[t] {
				kernel.Axpy(1, g[n.Word:], n.sub.grad(int(sub)))
			}
		}
	}
}

// mask multiplies rows of d floats by masks that each sentence draws once; it returns the masks, one row per sentence.
func (n *net) mask(x []float32, d int, drop float32) []float32 {
	st := &n.state
	m := make([]float32, len(st.batch)*d)
	keep := 1 / (1 - drop)
	for i := range m {
		if n.rng.float() >= drop {
			m[i] = keep
		}
	}
	n.applyMask(x, m, d)
	return m
}

func (n *net) applyMask(x, m []float32, d int) {
	st := &n.state
	for s, size := range st.lay.lens {
		ms := m[s*d : (s+1)*d]
		for t := range size {
			r := st.lay.row(s, t)
			row := x[r*d : (r+1)*d]
			for j, k := range ms {
				row[j] *= k
			}
		}
	}
}

// forward computes the encoder, the projections (arc parts through tanh) and the tags' scores.
func (n *net) forward(batch []*example, learning bool) (masks [][]float32) {
	st := &n.state
	lens := make([]int, len(batch))
	for i, e := range batch {
		lens[i] = len(e.word)
	}
	st.batch, st.lay = batch, newLayout(lens)
	n.embed(learning)
	x, d := st.x, n.Word+n.Sub
	for _, l := range n.lstm {
		if learning {
			masks = append(masks, n.mask(x, d, n.drop))
		}
		x, d = l.forward(st.lay, x), 2*n.Hidden
	}
	if learning {
		masks = append(masks, n.mask(x, d, n.drop))
	}
	rows, p := st.lay.rows, n.proj.cols
	st.p = grown(st.p, rows*p)
	kernel.Gemm(rows, x, d, 1, &n.proj.packed, st.p, p, false)
	addRow(st.p, n.projB.w)
	for r := range rows {
		kernel.TanhFloat(st.p[r*p : r*p+2*n.Arc])
	}
	if learning {
		masks = append(masks, n.mask(st.p, p, n.drop))
	}
	st.q = grown(st.q, rows*n.Arc)
	kernel.Gemm(rows, st.p, p, 1, &n.bil.packed, st.q, n.Arc, false)
	addRow(st.q, n.bilB.w)
	st.t = grown(st.t, rows*n.tag.cols)
	kernel.Gemm(rows, x, d, 1, &n.tag.packed, st.t, n.tag.cols, false)
	addRow(st.t, n.tagB.w)
	return masks
}

// arcs computes the arc scores of sentence s into st.s, rows of stride floats: the root, then each word.
func (n *net) arcs(s int) (stride int) {
	st := &n.state
	size, p, a := st.lay.lens[s], n.proj.cols, n.Arc
	st.hs = grown(st.hs, (size+1)*a)
	st.qs = grown(st.qs, size*a)
	copy(st.hs, n.root.w[:a])
	for t := range size {
		r := st.lay.row(s, t)
		copy(st.hs[(t+1)*a:(t+2)*a], st.p[r*p+a:r*p+2*a])
		copy(st.qs[t*a:(t+1)*a], st.q[r*a:(r+1)*a])
	}
	st.pk.PackT(st.hs, a, size+1, a)
	stride = st.pk.N
	st.s = grown(st.s, size*stride)
	kernel.Gemm(size, st.qs, a, 1, &st.pk, st.s, stride, false)
	return stride
}

// relHidden computes the hidden units of the labels of sentence s for given heads into st.rh.
func (n *net) relHidden(s int, heads []int) {
	st := &n.state
	p, a, k := n.proj.cols, n.Arc, n.Rel
	st.rh = grown(st.rh, len(heads)*k)
	for t, h := range heads {
		r := st.lay.row(s, t)
		dep := st.p[r*p+2*a : r*p+2*a+k]
		head := n.root.w[a:]
		if h >= 0 {
			hr := st.lay.row(s, h)
			head = st.p[hr*p+2*a+k : hr*p+2*a+2*k]
		}
		out := st.rh[t*k : (t+1)*k]
		for j := range out {
			out[j] = dep[j] + head[j]
		}
		kernel.TanhFloat(out)
	}
}

// softmaxLoss turns scores into the gradient of the cross entropy and returns the loss; gold -1 costs nothing.
func softmaxLoss(z []float32, gold int, skip int, weight float32) float64 {
	if gold < 0 {
		clear(z)
		return 0
	}
	top := float32(math.Inf(-1))
	for j, v := range z {
		if j != skip && v > top {
			top = v
		}
	}
	var sum float32
	goldScore := z[gold]
	for j, v := range z {
		if j == skip {
			z[j] = 0
			continue
		}
		z[j] = kernel.Exp(v - top)
		sum += z[j]
	}
	inv := weight / sum
	for j := range z {
		z[j] *= inv
	}
	z[gold] -= weight
	return float64(weight) * (math.Log(float64(sum)) + float64(top) - float64(goldScore))
}
