package train

import (
	"fmt"
	"sort"
	"sync"
	"unicode"
	"unicode/utf8"

	"mandate/extract/internal/encoder"
	"mandate/extract/internal/kernel"
	"mandate/extract/models"
	"mandate/extract/nlp"
)

// NameOptions says how the name recogniser is trained. The zero value gives the defaults.
type NameOptions struct {
	Hidden int // of each LSTM; a multiple of 8; default 96
	Parts  int // networks trained apart, whose scores are added up; default 2
	Epochs int // default 8
	Batch  int // words per step; default 300
	Rate   float64
	Drop   float32
	Other  float32 // weight of the sets that are not government text; default 0.8
	Seed   uint64
	// Progress is told the loss per word of each epoch; nil is silent.
	Progress func(epoch int, loss float64)
}

func (o *NameOptions) defaults() {
	setDefault(&o.Hidden, 96)
	setDefault(&o.Parts, 2)
	setDefault(&o.Epochs, 8)
	setDefault(&o.Batch, 300)
	if o.Rate == 0 {
		o.Rate = 0.002
	}
	if o.Drop == 0 {
		o.Drop = 0.45
	}
	if o.Other == 0 {
		o.Other = 0.8
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
}

// nameTags are the tags of the chain: O, then B and I of each type.
func nameTags() []string {
	tags := []string{"O"}
	for _, t := range NameTypes {
		tags = append(tags, "B-"+t, "I-"+t)
	}
	return tags
}

// allowedTags gives for each word a bit for each tag that the marks allow.
func allowedTags(m *Marked) []uint64 {
	const all = 1<<17 - 1 // O and two tags of eight types
	out := make([]uint64, len(m.Sent.Tokens))
	for t := range out {
		out[t] = 1
		if m.Partial == nil {
			continue
		}
		for i, typ := range NameTypes {
			if !m.Partial[typ] || typ == "Region" && m.Weight == 0 && adjective(&m.Sent.Tokens[t]) {
				out[t] |= 3 << (2*i + 1)
			}
		}
	}
	for _, n := range m.Names {
		for t := n.First; t < n.Last; t++ {
			out[t] = all
			for i, typ := range NameTypes {
				if typ == n.Type {
					out[t] = 2 << (2 * i)
					if t > n.First {
						out[t] = 4 << (2 * i)
					}
				}
			}
		}
		if n.Type == "" && n.Last < len(out) && out[n.Last] != all {
			continue
		}
	}
	return out
}

// adjective says whether a word is an adjective with a capital: a demonym perhaps, which not every set marks.
func adjective(tok *nlp.Token) bool {
	r, _ := utf8.DecodeRuneInString(tok.Text)
	return tok.UPOS == "ADJ" && unicode.IsUpper(r)
}

// nameNet is the name recogniser in training. The parser below it stays as it is.
type nameNet struct {
	lstm  *bilstm
	out   *param
	outB  *param
	chain chain
	opt   optimizer
	rng   *random
	done  int // words learnt from
}

// nameExample is a sentence as the name recogniser reads it.
type nameExample struct {
	x       []float32
	allowed []uint64
	weight  float32
}

// Names is a trained name recogniser.
type Names struct{ nets []*nameNet }

// nameUnit makes floats of the numbers that encoder.NameInput gives: states become -1 to 1.
const nameUnit = 1.0 / (127 * encoder.WordUnit)

// LearnNames trains the name recogniser on top of a parser's model, from sentences that a Preparer has gone over.
func LearnNames(set []Marked, parser *models.Tensors, o NameOptions, eval func(epoch int, n *Names)) (*Names, error) {
	o.defaults()
	base, err := encoder.New(parser)
	if err != nil {
		return nil, err
	}
	width := encoder.NameInputWidth(base)
	var list []*nameExample
	words := 0
	for i := range set {
		m := &set[i]
		if len(m.Signs) != len(m.Sent.Tokens) {
			return nil, fmt.Errorf("sentence %d is not prepared", i)
		}
		list = append(list, nameInput(base, m, width, o))
		words += len(m.Sent.Tokens)
	}
	names := &Names{}
	for part := range o.Parts {
		p := o
		p.Seed = o.Seed + uint64(part)
		names.nets = append(names.nets, newNameNet(width, p))
	}
	for epoch := 1; epoch <= o.Epochs; epoch++ {
		losses := make([]float64, o.Parts)
		var wait sync.WaitGroup
		for part, n := range names.nets {
			wait.Go(func() { losses[part] = n.learnAll(list, words, width, o) })
		}
		wait.Wait()
		if o.Progress != nil {
			loss := 0.0
			for _, l := range losses {
				loss += l / float64(o.Parts)
			}
			o.Progress(epoch, loss)
		}
		if eval != nil {
			eval(epoch, names)
		}
	}
	return names, nil
}

// learnAll learns once from every example and gives the loss per word; words is how many there are.
func (n *nameNet) learnAll(list []*nameExample, words, width int, o NameOptions) float64 {
	order := append([]*nameExample(nil), list...)
	n.rng.shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	sort.SliceStable(order, func(i, j int) bool { return len(order[i].allowed) > len(order[j].allowed) })
	batches := cutNames(order, o.Batch)
	n.rng.shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
	var loss float64
	for _, b := range batches {
		rate := o.Rate * (1 - float64(n.done)/float64(words*o.Epochs))
		l, rows := n.learn(b, width, o.Drop, float32(rate))
		loss += l
		n.done += rows
	}
	return loss / float64(len(batches))
}

func nameInput(base *encoder.Network, m *Marked, width int, o NameOptions) *nameExample {
	forms := make([]string, len(m.Sent.Tokens))
	for t := range forms {
		forms[t] = m.Sent.Tokens[t].Text
	}
	var buf encoder.NameBuffer
	ints := base.NameInput(nil, forms, m.Sent.States, m.Signs, &buf)
	e := &nameExample{allowed: allowedTags(m), weight: 1, x: make([]float32, len(ints))}
	if m.Partial != nil {
		e.weight = o.Other
	}
	if m.Weight > 0 {
		e.weight = m.Weight
	}
	for i, v := range ints {
		e.x[i] = float32(v) * nameUnit
	}
	return e
}

func cutNames(list []*nameExample, words int) [][]*nameExample {
	var out [][]*nameExample
	start, size := 0, 0
	for i, e := range list {
		if i > start && size+len(e.allowed) > words {
			out = append(out, list[start:i])
			start, size = i, 0
		}
		size += len(e.allowed)
	}
	return append(out, list[start:])
}

func newNameNet(width int, o NameOptions) *nameNet {
	rng := newRand(o.Seed)
	k := len(nameTags())
	n := &nameNet{lstm: newBilstm(width, o.Hidden, rng), rng: rng}
	n.out, n.outB = newParam(2*o.Hidden, padded(k)).uniform(rng, glorot(2*o.Hidden, k)), newParam(1, padded(k))
	n.chain = chain{k: k, trans: newParam(k+1, padded(k)), fixed: make([]bool, (k+1)*k)}
	tags := nameTags()
	for i := 0; i <= k; i++ {
		for j := range k {
			if tags[j][0] == 'I' && (i == k || i == 0 || tags[i][2:] != tags[j][2:]) {
				n.chain.fixed[i*k+j] = true
				n.chain.trans.w[i*n.chain.trans.cols+j] = encoder.Forbidden
			}
		}
	}
	n.opt = optimizer{clip: 5, params: append(n.lstm.params(), n.out, n.outB, n.chain.trans)}
	return n
}

// learn makes one step on a batch, sorted from long to short.
func (n *nameNet) learn(batch []*nameExample, width int, drop, rate float32) (loss float64, rows int) {
	n.opt.pack(true)
	lens := make([]int, len(batch))
	for i, e := range batch {
		lens[i] = len(e.allowed)
	}
	lay := newLayout(lens)
	x := make([]float32, lay.rows*width)
	for s, e := range batch {
		for t := range e.allowed {
			copy(x[lay.row(s, t)*width:], e.x[t*width:(t+1)*width])
		}
	}
	n.mask(lay, x, width, drop)
	h := n.lstm.forward(lay, x)
	d, k := 2*n.lstm.hid, n.out.cols
	hd := append([]float32(nil), h...)
	mask := n.mask(lay, hd, d, drop)
	z := make([]float32, lay.rows*k)
	kernel.Gemm(lay.rows, hd, d, 1, &n.out.packed, z, k, false)
	addRow(z, n.outB.w)
	dz := make([]float32, lay.rows*k)
	scale := 1 / float32(lay.rows)
	for s, e := range batch {
		size := len(e.allowed)
		emit, demit := make([]float32, size*k), make([]float32, size*k)
		for t := range size {
			copy(emit[t*k:(t+1)*k], z[lay.row(s, t)*k:])
		}
		loss += n.chain.loss(emit, k, e.allowed, demit, scale*e.weight)
		for t := range size {
			copy(dz[lay.row(s, t)*k:], demit[t*k:(t+1)*k])
		}
	}
	var pk kernel.Packed
	pk.Pack(dz, lay.rows, k, k)
	kernel.Gemm(d, hd, 1, d, &pk, n.out.g, k, true)
	sumRows(n.outB.g, dz)
	dh := make([]float32, lay.rows*d)
	kernel.Gemm(lay.rows, dz, k, 1, &n.out.packedT, dh, d, false)
	for i, m := range mask {
		dh[i] *= m
	}
	n.lstm.backward(lay, dh)
	n.opt.update(rate)
	return loss, lay.rows
}

// mask hides inputs, the same ones throughout a sentence, and returns the mask of every element.
func (n *nameNet) mask(lay *layout, x []float32, d int, drop float32) []float32 {
	m := make([]float32, len(x))
	keep := 1 / (1 - drop)
	row := make([]float32, d)
	for s, size := range lay.lens {
		for j := range row {
			row[j] = 0
			if n.rng.float() >= drop {
				row[j] = keep
			}
		}
		for t := range size {
			copy(m[lay.row(s, t)*d:], row)
		}
	}
	for i, k := range m {
		x[i] *= k
	}
	return m
}

// Tensors is the name recogniser in whole numbers, as the program carries it.
func (n *Names) Tensors() *models.Tensors {
	t := models.NewTensors()
	share := 1 / float32(len(n.nets))
	k := n.nets[0].chain.k
	trans := make([]float32, (k+1)*k)
	for i, net := range n.nets {
		at := string(rune('0' + i))
		putLinear(t, "w"+at, net.lstm.w, net.lstm.b.w, nameUnit)
		putLinear(t, "f"+at, net.lstm.u[0], nil, 1.0/kernel.CellScale)
		putLinear(t, "b"+at, net.lstm.u[1], nil, 1.0/kernel.CellScale)
		bias := make([]float32, len(net.outB.w))
		for j, v := range net.outB.w {
			bias[j] = v * share
		}
		putLinear(t, "out"+at, net.out, bias, share/kernel.CellScale)
		t.Floats["hidden"] = append(t.Floats["hidden"], float32(net.lstm.hid))
		for j := range trans {
			trans[j] += net.chain.trans.w[j/k*net.chain.trans.cols+j%k] * share
		}
	}
	t.Strings["tags"], t.Floats["trans"] = nameTags(), trans
	return t
}
