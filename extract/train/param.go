package train

import (
	"math"

	"mandate/extract/internal/kernel"
)

// param is a matrix of weights with its gradient and Adam's two moments.
type param struct {
	rows, cols int
	w, g       []float32
	m, v       []float32
	sparse     bool    // only touched rows have gradients
	touched    []int32 // rows with a gradient, when sparse
	isTouched  []bool
	packed     kernel.Packed // w, once per batch
	packedT    kernel.Packed // its transpose
}

func newParam(rows, cols int) *param {
	n := rows * cols
	return &param{rows: rows, cols: cols, w: make([]float32, n), g: make([]float32, n), m: make([]float32, n), v: make([]float32, n)}
}

func newSparse(rows, cols int) *param {
	p := newParam(rows, cols)
	p.sparse, p.isTouched = true, make([]bool, rows)
	return p
}

// uniform fills the weights with samples from [-half, half).
func (p *param) uniform(rng *random, half float32) *param {
	for i := range p.w {
		p.w[i] = (rng.float()*2 - 1) * half
	}
	return p
}

// row is the weights of a row.
func (p *param) row(i int) []float32 { return p.w[i*p.cols : (i+1)*p.cols] }

// grad is the gradient of a row, marked as touched.
func (p *param) grad(i int) []float32 {
	if p.sparse && !p.isTouched[i] {
		p.isTouched[i] = true
		p.touched = append(p.touched, int32(i))
	}
	return p.g[i*p.cols : (i+1)*p.cols]
}

// pack lays the weights out for the products of one batch.
func (p *param) pack(back bool) {
	p.packed.Pack(p.w, p.rows, p.cols, p.cols)
	if back {
		p.packedT.PackT(p.w, p.cols, p.rows, p.cols)
	}
}

// square is the sum of the squares of the gradient.
func (p *param) square() float64 {
	var s float64
	p.each(func(lo, hi int) {
		for _, x := range p.g[lo:hi] {
			s += float64(x * x)
		}
	})
	return s
}

// each calls f with the ranges of weights that have gradients.
func (p *param) each(f func(lo, hi int)) {
	if !p.sparse {
		f(0, len(p.w))
		return
	}
	for _, r := range p.touched {
		f(int(r)*p.cols, int(r+1)*p.cols)
	}
}

// Adam's constants (Kingma and Ba 2015), with a shorter memory of squares, as usual for biaffine parsers.
const (
	adamMean   = 0.9
	adamSquare = 0.98
	adamTiny   = 1e-8
)

// adam takes one step of the given rate with gradients scaled by scale, and clears them. Rows of sparse parameters
// without a gradient stay as they are.
func (p *param) adam(rate, scale float32, step int) {
	fix1 := 1 / (1 - math.Pow(adamMean, float64(step)))
	fix2 := 1 / (1 - math.Pow(adamSquare, float64(step)))
	r := float32(float64(rate) * fix1)
	f2 := float32(fix2)
	p.each(func(lo, hi int) {
		w, g, m, v := p.w[lo:hi], p.g[lo:hi], p.m[lo:hi], p.v[lo:hi]
		for i, x := range g {
			x *= scale
			m[i] = float32(m[i]*adamMean) + float32(x*(1-adamMean))
			v[i] = float32(v[i]*adamSquare) + float32(float32(x*x)*(1-adamSquare))
			w[i] -= float32(r*m[i]) / (sqrt(float32(v[i]*f2)) + adamTiny)
			g[i] = 0
		}
	})
	for _, t := range p.touched {
		p.isTouched[t] = false
	}
	p.touched = p.touched[:0]
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// optimizer steps a set of parameters together.
type optimizer struct {
	params []*param
	step   int
	clip   float64 // largest norm of the gradient
}

func (o *optimizer) update(rate float32) {
	o.step++
	var s float64
	for _, p := range o.params {
		s += p.square()
	}
	scale := float32(1)
	if n := math.Sqrt(s); n > o.clip {
		scale = float32(o.clip / n)
	}
	for _, p := range o.params {
		p.adam(rate, scale, o.step)
	}
}

func (o *optimizer) pack(back bool) {
	for _, p := range o.params {
		if !p.sparse {
			p.pack(back)
		}
	}
}

// addRow adds b to each of the rows of z.
func addRow(z, b []float32) {
	for ; len(z) > 0; z = z[len(b):] {
		row := z[:len(b)]
		for i, x := range b {
			row[i] += x
		}
	}
}

// sumRows adds the rows of z to g.
func sumRows(g, z []float32) {
	for ; len(z) > 0; z = z[len(g):] {
		row := z[:len(g)]
		for i := range g {
			g[i] += row[i]
		}
	}
}

// grown is s with n zeros, in its own memory where that suffices.
func grown(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	s = s[:n]
	clear(s)
	return s
}
