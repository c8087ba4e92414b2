package train

import (
	"math"

	"mandate/extract/models"
)

// LinearCase is one case of a linear model: its hashed features, right class, and how much it counts.
type LinearCase struct {
	Features []uint32
	Class    int
	Weight   float64 // 0 counts as 1
	Allowed  []bool  // classes that come into question; nil all
	Sure     float64 // how sure its makings are, for calibration
}

// LinearOptions say how to learn a linear model; zero values give the defaults.
type LinearOptions struct {
	Rows   int     // of the table of hashed features, a power of two; 0: 32768
	Epochs int     // 0: 12
	Rate   float64 // of AdaGrad; 0: 0.1
	Decay  float64 // L2 penalty; 0: 1e-4
	Seed   uint64  // of the order of cases; 0: 1
	Marked float64 // of pairs: weight of a case between marked mentions against one between found ones
}

func (o *LinearOptions) defaults() {
	setDefault(&o.Rows, 1<<15)
	setDefault(&o.Epochs, 12)
	if o.Rate == 0 {
		o.Rate = 0.1
	}
	if o.Decay == 0 {
		o.Decay = 1e-4
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
}

// LearnLinear fits a multinomial logistic model by stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer
// 2011) and puts it into the tensors under a name, as package linear reads it. The same cases and options give the same
// model.
func LearnLinear(t *models.Tensors, name string, classes []string, cases []LinearCase, o LinearOptions) {
	o.defaults()
	k := len(classes)
	l := &linearFit{k: k, o: o, w: make([]float64, o.Rows*k), g: make([]float64, o.Rows*k),
		b: make([]float64, k), gb: make([]float64, k), p: make([]float64, k)}
	order := make([]int, len(cases))
	for i := range order {
		order[i] = i
	}
	rng := newRand(o.Seed)
	for range o.Epochs {
		rng.shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l.learn(&cases[i])
		}
	}
	sparse, scale := wholeScaled(l.w)
	t.Strings[name+".classes"] = classes
	t.Ints[name+".sparse"] = &models.Matrix{Rows: o.Rows, Cols: k, Data: sparse}
	floats := make([]float32, 0, k+1)
	for _, b := range l.b {
		floats = append(floats, float32(math.Round(b/scale)))
	}
	t.Floats[name+".bias"] = append(floats, float32(scale))
}

// linearFit is the state of learning.
type linearFit struct {
	k     int
	o     LinearOptions
	w, g  []float64 // sparse weights and sums of squared slopes
	b, gb []float64
	p     []float64
	in    []int // classes of the case at hand
}

func (l *linearFit) learn(x *LinearCase) {
	k := l.k
	in := l.in[:0]
	for c := range k { // of classes that do not come into question the case says nothing
		if x.Allowed == nil || x.Allowed[c] {
			in = append(in, c)
		}
	}
	l.in = in
	copy(l.p, l.b)
	for _, f := range x.Features {
		row := l.w[int(f&uint32(l.o.Rows-1))*k:][:k]
		for _, c := range in {
			l.p[c] += row[c]
		}
	}
	top := math.Inf(-1)
	for _, c := range in {
		top = max(top, l.p[c])
	}
	sum := 0.0
	for _, c := range in {
		l.p[c] = math.Exp(l.p[c] - top)
		sum += l.p[c]
	}
	weight := x.Weight
	if weight == 0 {
		weight = 1
	}
	for _, c := range in {
		l.p[c] /= sum
		if c == x.Class {
			l.p[c]--
		}
		l.p[c] *= weight
	}
	for _, f := range x.Features {
		at := int(f&uint32(l.o.Rows-1)) * k
		for _, c := range in {
			l.step(&l.w[at+c], &l.g[at+c], l.p[c]+l.o.Decay*l.w[at+c])
		}
	}
	for _, c := range in {
		l.step(&l.b[c], &l.gb[c], l.p[c])
	}
}

func (l *linearFit) step(w, g *float64, slope float64) {
	*g += slope * slope
	*w -= l.o.Rate * slope / math.Sqrt(*g+1e-8)
}

// wholeScaled turns weights into whole numbers of at most 127 and says what one of them is worth; the few beyond six
// standard deviations are cut off.
func wholeScaled(w []float64) ([]int8, float64) {
	sum, n := 0.0, 0
	for _, x := range w {
		if x != 0 {
			sum += x * x
			n++
		}
	}
	limit := 6 * math.Sqrt(sum/float64(max(1, n)))
	if limit == 0 {
		limit = 1
	}
	scale := limit / 127
	out := make([]int8, len(w))
	for i, x := range w {
		out[i] = int8(math.Round(max(-127, min(127, x/scale))))
	}
	return out, scale
}
