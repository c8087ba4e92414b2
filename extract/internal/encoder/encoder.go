package encoder

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"mandate/extract/internal/kernel"
	"mandate/extract/models"
)

// Units of the whole numbers between the layers: outputs of LSTMs are in kernel.CellScale.
const (
	arcScale   = 2048 // of the attachment heads; with queryMax, sums of 128 products fit 32 bits
	queryMax   = 4095 // the largest number of a query, scaled row by row
	relScale   = 8192 // of the hidden units of labels
	stateShift = 6    // from an output of the encoder to Sentence.States: 8192 becomes 127 (clipped)
)

// linear is a matrix of weights with the scale and bias of each output.
type linear struct {
	w           kernel.PackedInt
	scale, bias []float32
}

// lstm is one layer: both directions read the same input.
type lstm struct {
	in, hid int
	w       linear    // in → 8·hid
	u       [2]linear // hid → 4·hid
}

// Network is the encoder with the heads of tagger and parser. It is read-only: any number of Readers may use it.
type Network struct {
	words            map[string]int32
	word, sub        *models.Matrix
	wordUnit         int16 // a word's numbers count this many units of the subwords'
	layers           []lstm
	proj, bil        linear
	rel, tag         linear
	rootArc          []int16
	rootRel          []float32
	arc, relHid      int
	upos, xpos, rels []string
	nUpos            int
	rootLabel        int
	lemma            *Lemmatizer
}

// New builds the network of a model file.
func New(t *models.Tensors) (*Network, error) {
	n := &Network{word: t.Ints["word"], sub: t.Ints["sub"]}
	if n.word == nil || n.sub == nil || len(t.Floats["size"]) < 6 {
		return nil, fmt.Errorf("parser model: no tables of words: the file is not a parser model")
	}
	size := t.Floats["size"]
	n.wordUnit, n.arc, n.relHid, n.nUpos = int16(size[0]), int(size[1]), int(size[2]), int(size[3])
	hid, layers := int(size[4]), int(size[5])
	var err error
	get := func(name string) linear {
		l, e := newLinear(t, name)
		if e != nil && err == nil {
			err = e
		}
		return l
	}
	for i := range layers {
		p := fmt.Sprintf("lstm%d.", i)
		l := lstm{hid: hid, w: get(p + "w"), u: [2]linear{get(p + "f"), get(p + "b")}}
		l.in = l.w.w.K
		n.layers = append(n.layers, l)
	}
	n.proj, n.bil, n.rel, n.tag = get("proj"), get("bil"), get("rel"), get("tag")
	if err != nil {
		return nil, err
	}
	if len(t.Floats["rootarc"]) != n.arc || len(t.Floats["rootrel"]) != n.relHid {
		return nil, fmt.Errorf("parser model: the root has %d numbers, expected %d", len(t.Floats["rootarc"]), n.arc)
	}
	n.rootArc = make([]int16, n.arc)
	for i, v := range t.Floats["rootarc"] {
		n.rootArc[i] = int16(kernel.Round(float32(v * arcScale)))
	}
	n.rootRel = t.Floats["rootrel"]
	n.upos, n.xpos, n.rels = t.Strings["upos"], t.Strings["xpos"], t.Strings["deprel"]
	n.rootLabel = -1
	for i, r := range n.rels {
		if r == "root" {
			n.rootLabel = i
		}
	}
	words := t.Strings["words"]
	n.words = make(map[string]int32, len(words))
	for i, w := range words {
		n.words[w] = int32(i + 1)
	}
	if n.word.Rows != len(words)+1 {
		return nil, fmt.Errorf("parser model: %d words, but a table of %d rows", len(words), n.word.Rows)
	}
	n.lemma, err = newLemmatizer(t)
	return n, err
}

// newLinear reads the weights, scales and bias of one product.
func newLinear(t *models.Tensors, name string) (linear, error) {
	m, s, b := t.Ints[name], t.Floats[name+".scale"], t.Floats[name+".bias"]
	if m == nil || len(s) != m.Rows {
		return linear{}, fmt.Errorf("parser model: weights %q are missing or damaged", name)
	}
	var l linear
	l.w.PackInt8(m.Data, m.Cols, m.Rows)
	l.scale, l.bias = make([]float32, l.w.N), make([]float32, l.w.N)
	copy(l.scale, s)
	copy(l.bias, b)
	return l, nil
}

// Analysis is what the network says of one sentence. The slices belong to the Reader and hold until its next call.
type Analysis struct {
	UPOS, XPOS, Rel []string
	Head            []int     // -1 the root
	Margin          []float32 // by how much the head was preferred, 0 to 1
	States          []int8    // Width numbers per word: the encoder's output
}

// Width is the number of States per word.
func (n *Network) Width() int { return 2 * n.layers[len(n.layers)-1].hid }

// Reader reads sentences with a network. It keeps its memory between calls; one goroutine uses it at a time.
type Reader struct {
	net      *Network
	lay      Layout
	forms    map[string]int32 // words seen of late: their row of first
	first    []int32          // what the first layer makes of each such word by itself
	at       []int32          // of each row of lay, the row of first
	x        []int16          // input of new words
	h        [2][]int16
	zx, zu   []int32
	c        []float32
	proj     []float32
	acc      []int32
	arcs     []int16 // of each word: dependent, head
	q        []float32
	tags     []float32
	score    []float32
	hs, qs   []int16
	qScale   []float32
	relIn    []int16
	relOut   []float32
	pk       kernel.PackedInt
	zero     []int32
	fold     []byte
	plain    []byte
	subs     []uint16
	dec      Decoder
	out      Analysis
	zeroBias []float32
}

// NewReader makes a reader of the network.
func (n *Network) NewReader() *Reader { return &Reader{net: n, forms: map[string]int32{}} }

// Read analyses a batch of sentences, given by their words, none of them empty, and calls f for each, by its place in
// the batch, from the longest to the shortest.
func (r *Reader) Read(sents [][]string, f func(i int, a *Analysis)) {
	if len(sents) == 0 {
		return
	}
	r.lay.Set(sents)
	r.embed(sents)
	top := r.layer(0, r.first, r.at)
	for i := 1; i < len(r.net.layers); i++ {
		l := &r.net.layers[i]
		r.zx = sized(r.zx, r.lay.Rows*8*l.hid)
		kernel.GemmInt(r.lay.Rows, top, l.in, &l.w.w, r.zx, 8*l.hid)
		top = r.layer(i, r.zx, nil)
	}
	r.project(top)
	for s, i := range r.lay.Order {
		r.sentence(s, top)
		f(i, &r.out)
	}
}

// formsKept is how many words a Reader knows before it forgets them all and begins anew: 3 MB of products.
const formsKept = 512

// embed finds the row of first of each word. What the first layer multiplies is a word's own, whatever stands around it,
// so that it need not be computed again for a word that has been seen of late: half of the words of a text.
func (r *Reader) embed(sents [][]string) {
	if len(r.forms) > formsKept {
		clear(r.forms)
	}
	l := &r.net.layers[0]
	known := len(r.forms)
	r.x = r.x[:0]
	r.at = sized(r.at, r.lay.Rows)
	for s, i := range r.lay.Order {
		for t, form := range sents[i] {
			row, ok := r.forms[form]
			if !ok {
				row = int32(len(r.forms))
				r.forms[strings.Clone(form)] = row // the text need not outlive its reading
				r.input(form)
			}
			r.at[r.lay.Row(s, t)] = row
		}
	}
	fresh, w := len(r.forms)-known, 8*l.hid
	r.first = slices.Grow(r.first[:known*w], fresh*w)[:len(r.forms)*w]
	kernel.GemmInt(fresh, r.x, l.in, &l.w.w, r.first[known*w:], w)
}

// input adds a row to x: the word's row of the table beside the sum of its subwords' rows.
func (r *Reader) input(form string) {
	n := r.net
	wd := n.word.Cols
	d := wd + n.sub.Cols
	from := len(r.x)
	r.x = slices.Grow(r.x, d)[:from+d]
	x := r.x[from:]
	clear(x)
	r.fold = AppendFold(r.fold[:0], form)
	for j, v := range n.word.Row(int(n.words[string(r.fold)])) {
		x[j] = int16(v) * n.wordUnit
	}
	r.plain = appendPlain(r.plain[:0], form)
	r.subs = Subs(r.subs[:0], form, r.fold, r.plain)
	sum := x[wd:]
	for _, k := range r.subs {
		row := n.sub.Row(int(k))
		for j := range sum {
			sum[j] += int16(row[j])
		}
	}
}

// layer runs one LSTM layer over the batch and returns its output. Of its input it takes the products with the weights:
// row at[i] of zx for row i of the batch, or row i if at is nil.
func (r *Reader) layer(i int, zx, at []int32) []int16 {
	l := &r.net.layers[i]
	hid, lay := l.hid, &r.lay
	w := 8 * hid
	out := sized(r.h[i%2], lay.Rows*2*hid)
	r.h[i%2] = out
	r.zu = sized(r.zu, lay.Count[0]*4*hid)
	r.zero = sized(r.zero, 4*hid)
	for dir := range 2 {
		r.c = zeroedFloat(r.c, lay.Count[0]*hid)
		for step := range lay.At {
			t, from := step, step-1
			if dir == 1 {
				t = len(lay.At) - 1 - step
				from = t + 1
			}
			before := 0 // sentences that have a word before this one, as read
			if step > 0 {
				before = min(lay.Count[from], lay.Count[t])
				kernel.GemmInt(before, out[lay.At[from]*2*hid+dir*hid:], 2*hid, &l.u[dir].w, r.zu, 4*hid)
			}
			for s := range lay.Count[t] {
				u := r.zero
				if s < before {
					u = r.zu[s*4*hid : (s+1)*4*hid]
				}
				row := lay.At[t] + s
				x := row
				if at != nil {
					x = int(at[row])
				}
				gates := l.w.scale[dir*4*hid : (dir+1)*4*hid]
				kernel.Cell(hid, zx[x*w+dir*4*hid:], u, gates, l.u[dir].scale, l.w.bias[dir*4*hid:(dir+1)*4*hid],
					r.c[s*hid:(s+1)*hid], out[row*2*hid+dir*hid:row*2*hid+(dir+1)*hid])
			}
		}
	}
	return out
}

// project computes what the heads need of every word: tags, arc vectors, label vectors, queries.
func (r *Reader) project(top []int16) {
	n := r.net
	rows, in := r.lay.Rows, n.Width()
	r.acc = sized(r.acc, rows*max(n.proj.w.N, n.tag.w.N, n.bil.w.N))
	p := n.proj.w.N
	r.proj = sized(r.proj, rows*p)
	r.gemm(rows, top, in, &n.proj, r.proj)
	r.arcs = sized(r.arcs, rows*2*n.arc)
	r.zeroBias = sized(r.zeroBias, max(2*n.arc, n.relHid))
	for i := range rows {
		kernel.TanhInt(r.arcs[i*2*n.arc:(i+1)*2*n.arc], r.proj[i*p:i*p+2*n.arc], r.zeroBias, arcScale)
	}
	r.q = sized(r.q, rows*n.arc)
	r.gemm(rows, r.arcs, 2*n.arc, &n.bil, r.q)
	r.tags = sized(r.tags, rows*n.tag.w.N)
	r.gemm(rows, top, in, &n.tag, r.tags)
}

// gemm computes a linear layer of all rows in floats.
func (r *Reader) gemm(rows int, x []int16, ld int, l *linear, out []float32) {
	n := l.w.N
	kernel.GemmInt(rows, x, ld, &l.w, r.acc, n)
	for i := range rows {
		kernel.Affine(out[i*n:(i+1)*n], r.acc[i*n:(i+1)*n], l.scale, l.bias)
	}
}

// sentence finishes one sentence: tree, labels, tags, states.
func (r *Reader) sentence(s int, top []int16) {
	n, size := r.net, r.lay.Lens[s]
	stride := r.arcScores(s, size)
	heads := r.dec.Tree(r.score, size, stride)
	a := &r.out
	a.Head = append(a.Head[:0], heads...)
	a.Margin, a.UPOS, a.XPOS, a.Rel = a.Margin[:0], a.UPOS[:0], a.XPOS[:0], a.Rel[:0]
	width := n.Width()
	a.States = sized(a.States, size*width)
	r.labels(s, a.Head)
	for t := range size {
		row := r.lay.Row(s, t)
		a.Margin = append(a.Margin, margin(r.score[t*stride:t*stride+size+1], a.Head[t]+1, t+1))
		tags := r.tags[row*n.tag.w.N : (row+1)*n.tag.w.N]
		a.UPOS = append(a.UPOS, n.upos[best(tags[:len(n.upos)], -1)])
		a.XPOS = append(a.XPOS, n.xpos[best(tags[n.nUpos:n.nUpos+len(n.xpos)], -1)])
		if a.Head[t] < 0 {
			a.Rel = append(a.Rel, "root")
		} else {
			a.Rel = append(a.Rel, n.rels[best(r.relOut[t*n.rel.w.N:t*n.rel.w.N+len(n.rels)], n.rootLabel)])
		}
		for j, v := range top[row*width : (row+1)*width] {
			a.States[t*width+j] = int8(min(v>>stateShift, 127))
		}
	}
}

// arcScores computes the scores of all heads of all words of a sentence: column 0 the root, then the words.
func (r *Reader) arcScores(s, size int) (stride int) {
	n := r.net
	d := n.arc
	r.hs, r.qs, r.qScale = sized(r.hs, (size+1)*d), sized(r.qs, size*d), sized(r.qScale, size)
	copy(r.hs, n.rootArc)
	for t := range size {
		row := r.lay.Row(s, t)
		copy(r.hs[(t+1)*d:(t+2)*d], r.arcs[row*2*d+d:row*2*d+2*d])
		q := r.q[row*d : (row+1)*d]
		var top float32
		for _, v := range q {
			top = max(top, v, -v)
		}
		scale := float32(queryMax)
		if top > 0 {
			scale = queryMax / top
		}
		for j, v := range q {
			r.qs[t*d+j] = int16(kernel.Round(float32(v * scale)))
		}
		r.qScale[t] = 1 / (scale * arcScale)
	}
	r.pk.PackInt16(r.hs, d, size+1, d)
	stride = r.pk.N
	r.acc = sized(r.acc, max(len(r.acc), size*stride))
	kernel.GemmInt(size, r.qs, d, &r.pk, r.acc, stride)
	r.score = sized(r.score, size*stride)
	for t := range size {
		for j, v := range r.acc[t*stride : (t+1)*stride] {
			r.score[t*stride+j] = float32(float32(v) * r.qScale[t])
		}
	}
	return stride
}

// labels computes the scores of the relations of all words to their heads.
func (r *Reader) labels(s int, heads []int) {
	n := r.net
	k, p, off := n.relHid, n.proj.w.N, 2*n.arc
	r.relIn = sized(r.relIn, len(heads)*k)
	for t, h := range heads {
		row := r.lay.Row(s, t)
		head := n.rootRel
		if h >= 0 {
			hr := r.lay.Row(s, h)
			head = r.proj[hr*p+off+k : hr*p+off+2*k]
		}
		kernel.TanhInt(r.relIn[t*k:(t+1)*k], r.proj[row*p+off:row*p+off+k], head, relScale)
	}
	m := n.rel.w.N
	r.acc = sized(r.acc, max(len(r.acc), len(heads)*m))
	r.relOut = sized(r.relOut, len(heads)*m)
	r.gemm(len(heads), r.relIn, k, &n.rel, r.relOut)
}

// margin is the difference between the chance of the chosen head and that of the next best, if there were only the
// two; 0 if another head scored higher.
func margin(scores []float32, chosen, self int) float32 {
	other := float32(math.Inf(-1))
	for j, v := range scores {
		if j != chosen && j != self && v > other {
			other = v
		}
	}
	return max(0, kernel.Tanh(float32((scores[chosen]-max(other, scores[chosen]-40))*0.5)))
}

func best(z []float32, skip int) int {
	at := -1
	for i, x := range z {
		if i != skip && (at < 0 || x > z[at]) {
			at = i
		}
	}
	return at
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

func zeroedFloat(s []float32, n int) []float32 {
	s = sized(s, n)
	clear(s)
	return s
}
