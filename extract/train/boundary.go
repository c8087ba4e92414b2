package train

import (
	"math"
	"strings"
	"unicode"

	"mandate/extract/internal/boundary"
	"mandate/extract/models"
	"mandate/extract/token"
)

// BoundaryOptions say how to learn where words and sentences end.
type BoundaryOptions struct {
	Epochs int     // passes over the data; 0: 14
	Rate   float64 // step of AdaGrad; 0: 0.4
	Decay  float64 // L2 penalty of a weight for each time that it is used; 0: 1e-3
	Seed   uint64  // of the order of examples; 0: 1
	Open   int32   // see boundary.Model; 0: the default below
}

// openMargin is how sure the sentence classifier must be of an end that no mark shows, in units of its whole-number
// score: set on the EWT and GUM dev parts, where a lower one gains little, and on government text, where it would cut
// headings in two.
const openMargin = 20

// cutExample is one decision: the rows of its features and what is right.
type cutExample struct {
	rows  []uint32
	right bool
}

// LearnBoundaries learns the token model from treebanks: logistic regression with AdaGrad (Duchi, Hazan and Singer 2011)
// over hashed features. The same sentences and options give the same model.
func LearnBoundaries(sents []Sentence, o BoundaryOptions, progress func(what string, epoch int, loss float64)) *models.Tensors {
	if o.Epochs == 0 {
		o.Epochs = 14
	}
	if o.Rate == 0 {
		o.Rate = 0.4
	}
	if o.Decay == 0 {
		o.Decay = 1e-3
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Open == 0 {
		o.Open = openMargin
	}
	var words, ends []cutExample
	keep := func(to *[]cutExample) func(bool, []uint32) {
		return func(right bool, features []uint32) {
			rows := make([]uint32, len(features))
			for i, f := range features {
				rows[i] = f & (boundary.Rows - 1)
			}
			*to = append(*to, cutExample{rows, right})
		}
	}
	eachParagraph(sents, func(text string, word, end map[int]bool) {
		token.LearnFrom(text, func(at int) bool { return word[at] }, func(at int) bool { return end[at] }, keep(&words), keep(&ends))
	})
	t := models.NewTensors()
	for _, x := range []struct {
		name string
		set  []cutExample
	}{{"words", words}, {"sentences", ends}} {
		w, bias := logistic(x.set, o, func(epoch int, loss float64) {
			if progress != nil {
				progress(x.name, epoch, loss)
			}
		})
		m, b := wholeWeights(w, bias)
		t.Ints[x.name] = &models.Matrix{Rows: 1, Cols: boundary.Rows, Data: m}
		t.Floats[x.name+".bias"] = []float32{b}
	}
	t.Floats["sentences.open"] = []float32{float32(o.Open)}
	return t
}

// eachParagraph hands over the text of each paragraph and the bytes at which its words and sentences end.
func eachParagraph(sents []Sentence, visit func(text string, word, end map[int]bool)) {
	for start := 0; start < len(sents); {
		stop := start + 1
		for stop < len(sents) && !sents[stop].NewPar {
			stop++
		}
		var text strings.Builder
		ends := map[int]bool{} // in characters that are no white space
		words := map[int]bool{}
		at := 0
		for i := start; i < stop; i++ {
			placed, size := placeGold(&sents[i], at, 0)
			for _, w := range placed {
				words[w.end] = true
			}
			at += size
			ends[at] = true
			if i > start {
				text.WriteByte(' ')
			}
			text.WriteString(surface(&sents[i]))
		}
		word, end := map[int]bool{}, map[int]bool{}
		n := 0
		for i, r := range text.String() {
			if !unicode.IsSpace(r) {
				n++
				behind := i + len(string(r))
				word[behind], end[behind] = words[n], ends[n]
			}
		}
		visit(text.String(), word, end)
		start = stop
	}
}

// logistic fits a weight for each row, and a bias.
func logistic(set []cutExample, o BoundaryOptions, progress func(epoch int, loss float64)) ([]float64, float64) {
	w, g := make([]float64, boundary.Rows), make([]float64, boundary.Rows)
	bias, gBias := 0.0, 1e-8
	order := make([]int, len(set))
	for i := range order {
		order[i] = i
	}
	rng := newRand(o.Seed)
	for epoch := 1; epoch <= o.Epochs; epoch++ {
		rng.shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for _, k := range order {
			x := &set[k]
			z := bias
			for _, r := range x.rows {
				z += w[r]
			}
			p := 1 / (1 + math.Exp(-z))
			d := p
			if x.right {
				d = p - 1
				loss -= math.Log(max(p, 1e-12))
			} else {
				loss -= math.Log(max(1-p, 1e-12))
			}
			for _, r := range x.rows {
				slope := d + o.Decay*w[r]
				g[r] += slope * slope
				w[r] -= o.Rate * slope / math.Sqrt(g[r]+1e-8)
			}
			gBias += d * d
			bias -= o.Rate * d / math.Sqrt(gBias)
		}
		progress(epoch, loss/float64(max(1, len(set))))
	}
	return w, bias
}

// wholeWeights scales weights to whole numbers of at most 127; the few beyond four standard deviations are cut off.
func wholeWeights(w []float64, bias float64) ([]int8, float32) {
	sum := 0.0
	n := 0
	for _, x := range w {
		if x != 0 {
			sum += x * x
			n++
		}
	}
	limit := 4 * math.Sqrt(sum/float64(max(1, n)))
	if limit == 0 {
		limit = 1
	}
	scale := 127 / limit
	out := make([]int8, len(w))
	for i, x := range w {
		out[i] = int8(math.Round(max(-127, min(127, x*scale))))
	}
	return out, float32(math.Round(bias * scale))
}
