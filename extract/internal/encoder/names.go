package encoder

import (
	"fmt"

	"mandate/extract/internal/kernel"
	"mandate/extract/models"
)

// Namer is the network of the name recogniser: BiLSTMs over the parser's states and the words' own rows, trained apart,
// whose scores are added up, and a linear chain over the tags. It is read-only; any number of NameReaders may use it.
type Namer struct {
	base  *Network // whose tables of words it shares
	parts []namePart
	tags  []string    // "O", "B-Agency", "I-Agency" …
	trans [][]float32 // from tag, to tag; the last row is the start
	types []string    // of each tag, "" for O
}

// namePart is one BiLSTM with its share of the tags' scores.
type namePart struct {
	layer lstm
	out   linear
}

// Forbidden is the score of a step that may not be, in the chain of tags.
const Forbidden = -1e4

// WordUnit is what states and rows of words are multiplied by, so that they share a unit.
const WordUnit = 16

// NewNamer builds the network of the names model over that of the parser.
func NewNamer(t *models.Tensors, base *Network) (*Namer, error) {
	n := &Namer{base: base, tags: t.Strings["tags"]}
	if len(t.Floats["hidden"]) == 0 {
		return nil, fmt.Errorf("names model: the file is not a names model")
	}
	for i, hid := range t.Floats["hidden"] {
		p := namePart{layer: lstm{hid: int(hid)}}
		for _, x := range []struct {
			name string
			to   *linear
		}{{"w", &p.layer.w}, {"f", &p.layer.u[0]}, {"b", &p.layer.u[1]}, {"out", &p.out}} {
			l, err := newLinear(t, fmt.Sprintf("%s%d", x.name, i))
			if err != nil {
				return nil, err
			}
			*x.to = l
		}
		p.layer.in = p.layer.w.w.K
		if p.layer.in != n.InputWidth() {
			return nil, fmt.Errorf("names model: %d inputs, but the parser gives %d: train both together", p.layer.in, n.InputWidth())
		}
		n.parts = append(n.parts, p)
	}
	k := len(n.tags)
	tr := t.Floats["trans"]
	if len(tr) != (k+1)*k {
		return nil, fmt.Errorf("names model: %d transitions of %d tags", len(tr), k)
	}
	for i := 0; i <= k; i++ {
		n.trans = append(n.trans, tr[i*k:(i+1)*k])
	}
	for _, tag := range n.tags {
		name := ""
		if len(tag) > 2 {
			name = tag[2:]
		}
		n.types = append(n.types, name)
	}
	return n, nil
}

// NameMarks is the number of signs, one bit each, that a word may bear for the name model: see ner/model.
const NameMarks = 32

// InputWidth is the numbers per word that the name model reads: states, word row, sum of subword rows, signs.
func (n *Namer) InputWidth() int { return NameInputWidth(n.base) }

// NameInputWidth is InputWidth for a model that is yet to be trained.
func NameInputWidth(base *Network) int {
	return base.Width() + base.word.Cols + base.sub.Cols + NameMarks
}

// NameInput computes the input of one sentence, NameInputWidth numbers a word, given the parser's states and the signs
// that each word bears, as bits.
func (n *Network) NameInput(dst []int16, forms []string, states []int8, signs []uint32, buf *NameBuffer) []int16 {
	w, wd, sd := n.Width(), n.word.Cols, n.sub.Cols
	d := NameInputWidth(n)
	dst = sized(dst, len(forms)*d)
	for t, form := range forms {
		x := dst[t*d : (t+1)*d]
		for j, v := range states[t*w : (t+1)*w] {
			x[j] = int16(v) * WordUnit
		}
		buf.fold = AppendFold(buf.fold[:0], form)
		for j, v := range n.word.Row(int(n.words[string(buf.fold)])) {
			x[w+j] = int16(v) * WordUnit
		}
		buf.plain = appendPlain(buf.plain[:0], form)
		buf.subs = Subs(buf.subs[:0], form, buf.fold, buf.plain)
		for j := range NameMarks {
			x[w+wd+sd+j] = int16(signs[t]>>j&1) * 127 * WordUnit
		}
		sum := x[w+wd : w+wd+sd]
		clear(sum)
		for _, k := range buf.subs {
			for j, v := range n.sub.Row(int(k)) {
				sum[j] += int16(v)
			}
		}
		for j := range sum {
			sum[j] *= 4
		}
	}
	return dst
}

// NameBuffer is memory for NameInput.
type NameBuffer struct {
	fold, plain []byte
	subs        []uint16
}

// Name is a name found in a sentence: tokens [First, Last).
type Name struct {
	First, Last int
	Type        string
	Confidence  float64 // the least chance of its tags, 0 to 1
}

// NameReader finds names with a Namer. It keeps its memory between calls; one goroutine uses it at a time.
type NameReader struct {
	net     *Namer
	buf     NameBuffer
	x, h    []int16
	zx, zu  []int32
	zero    []int32
	c       []float32
	emit    []float32
	row     []float32
	best    []float32
	back    []int32
	path    []int
	alpha   []float32
	weights []float32
	expT    []float32
	names   []Name
}

// NewReader makes a reader.
func (n *Namer) NewReader() *NameReader {
	r := &NameReader{net: n}
	for _, row := range n.trans {
		for _, v := range row {
			r.expT = append(r.expT, kernel.Exp(v))
		}
	}
	return r
}

// Read finds the names of a sentence, left to right. The slice holds until the next call.
func (r *NameReader) Read(forms []string, states []int8, signs []uint32) []Name {
	n, size := r.net, len(forms)
	r.names = r.names[:0]
	if size == 0 || len(states) != size*n.base.Width() || len(signs) != size {
		return nil
	}
	r.emissions(forms, states, signs)
	r.viterbi(size)
	r.spans(size)
	if len(r.names) > 0 {
		r.confidence(size)
	}
	return r.names
}

// emissions computes the scores of all tags of all words.
func (r *NameReader) emissions(forms []string, states []int8, signs []uint32) {
	r.x = r.net.base.NameInput(r.x, forms, states, signs, &r.buf)
	r.emit = sized(r.emit, len(forms)*r.net.stride())
	clear(r.emit)
	for i := range r.net.parts {
		r.part(&r.net.parts[i], len(forms))
	}
}

// stride is the distance between the scores of two words.
func (n *Namer) stride() int { return n.parts[0].out.w.N }

// part adds the scores of one BiLSTM.
func (r *NameReader) part(p *namePart, size int) {
	l := &p.layer
	hid, m := l.hid, p.out.w.N
	w := 8 * hid
	r.zx, r.zu, r.zero = sized(r.zx, size*max(w, m)), sized(r.zu, 4*hid), sized(r.zero, 4*hid)
	kernel.GemmInt(size, r.x, l.in, &l.w.w, r.zx, w)
	r.h = sized(r.h, size*2*hid)
	for dir := range 2 {
		r.c = zeroedFloat(r.c, hid)
		for step := range size {
			t, u := step, r.zero
			from := t - 1
			if dir == 1 {
				t = size - 1 - step
				from = t + 1
			}
			if step > 0 {
				kernel.GemmInt(1, r.h[from*2*hid+dir*hid:], 2*hid, &l.u[dir].w, r.zu, 4*hid)
				u = r.zu
			}
			kernel.Cell(hid, r.zx[t*w+dir*4*hid:], u, l.w.scale[dir*4*hid:(dir+1)*4*hid], l.u[dir].scale,
				l.w.bias[dir*4*hid:(dir+1)*4*hid], r.c, r.h[t*2*hid+dir*hid:t*2*hid+(dir+1)*hid])
		}
	}
	kernel.GemmInt(size, r.h, 2*hid, &p.out.w, r.zx, m)
	r.row = sized(r.row, m)
	for t := range size {
		kernel.Affine(r.row, r.zx[t*m:(t+1)*m], p.out.scale, p.out.bias)
		for j, v := range r.row {
			r.emit[t*m+j] += v
		}
	}
}

// viterbi finds the best path of tags.
func (r *NameReader) viterbi(size int) {
	n := r.net
	k, m := len(n.tags), n.stride()
	r.best, r.back, r.path = sized(r.best, size*k), sized(r.back, size*k), sized(r.path, size)
	for t := range size {
		for j := range k {
			score, at := n.trans[k][j], int32(-1)
			if t > 0 {
				score = r.best[(t-1)*k] + n.trans[0][j]
				at = 0
				for i := 1; i < k; i++ {
					if s := r.best[(t-1)*k+i] + n.trans[i][j]; s > score {
						score, at = s, int32(i)
					}
				}
			}
			r.best[t*k+j] = score + r.emit[t*m+j]
			r.back[t*k+j] = at
		}
	}
	at := best(r.best[(size-1)*k:size*k], -1)
	for t := size - 1; t >= 0; t-- {
		r.path[t] = at
		at = int(r.back[t*k+at])
	}
}

// spans reads the names off the path.
func (r *NameReader) spans(size int) {
	n := r.net
	for t := 0; t < size; t++ {
		typ := n.types[r.path[t]]
		if typ == "" {
			continue
		}
		end := t + 1
		for end < size && n.types[r.path[end]] == typ && n.tags[r.path[end]][0] == 'I' {
			end++
		}
		r.names = append(r.names, Name{First: t, Last: end, Type: typ})
		t = end - 1
	}
}

// confidence computes the chances of the tags of the path, forward and backward, scaled word by word.
func (r *NameReader) confidence(size int) {
	n := r.net
	k, m := len(n.tags), n.stride()
	r.alpha, r.weights = sized(r.alpha, size*k), sized(r.weights, size*k)
	for t := range size {
		top := r.emit[t*m]
		for _, v := range r.emit[t*m : t*m+k] {
			top = max(top, v)
		}
		for j := range k {
			r.weights[t*k+j] = kernel.Exp(r.emit[t*m+j] - top)
		}
		a := r.alpha[t*k : (t+1)*k]
		var sum float32
		for j := range k {
			s := r.expT[k*k+j]
			if t > 0 {
				s = 0
				for i := range k {
					s += float32(r.alpha[(t-1)*k+i] * r.expT[i*k+j])
				}
			}
			a[j] = float32(s * r.weights[t*k+j])
			sum += a[j]
		}
		scale(a, sum)
	}
	beta, next := make([]float32, k), make([]float32, k)
	for j := range beta {
		beta[j] = 1
	}
	for t := size - 1; t >= 0; t-- {
		var sum, mine float32
		for j := range k {
			p := float32(r.alpha[t*k+j] * beta[j])
			sum += p
			if j == r.path[t] {
				mine = p
			}
		}
		r.chance(t, mine/max(sum, 1e-30))
		var total float32
		for i := range k {
			var s float32
			for j := range k {
				s += float32(float32(r.expT[i*k+j]*r.weights[t*k+j]) * beta[j])
			}
			next[i] = s
			total += s
		}
		scale(next, total)
		beta, next = next, beta
	}
}

// chance notes the chance of the tag of word t in the name it belongs to.
func (r *NameReader) chance(t int, p float32) {
	for i := range r.names {
		nm := &r.names[i]
		if t == nm.Last-1 || t >= nm.First && t < nm.Last && float64(p) < nm.Confidence {
			nm.Confidence = float64(p)
		}
	}
}

// scale divides by the sum.
func scale(x []float32, sum float32) {
	if sum <= 0 {
		return
	}
	inv := 1 / sum
	for j := range x {
		x[j] *= inv
	}
}
