package sparse

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Eigenvector is the eigenvector of the largest eigenvalue of the rows without direction: a node counts as much as its
// neighbours together. Its entries are not negative and the sum of their squares is 1. Where several components share
// the largest eigenvalue, it is what the iteration from equal entries leads to. All are 0 when there are no arcs.
func Eigenvector(ctx context.Context, r *Rows, tolerance float64, run Run) ([]float64, error) {
	return dominant(ctx, r.Len(), tolerance, run, func(in, out []float64) { product(r, in, out, run) })
}

// HITS is the hub and authority scores of Kleinberg 1999: good hubs point to good authorities, which good hubs point to.
// They are the singular vectors of the largest singular value; the entries of each add up to 1 (networkx does so too).
func HITS(ctx context.Context, g *Graph, tolerance float64, run Run) (hubs, authorities []float64, err error) {
	n := g.Len()
	middle := make([]float64, n)
	out, in := g.Out(), g.In()
	authorities, err = dominant(ctx, n, tolerance, run, func(x, y []float64) {
		product(out, x, middle, run)
		product(in, middle, y, run)
	})
	if err != nil {
		return nil, nil, err
	}
	hubs = make([]float64, n)
	product(out, authorities, hubs, run)
	normalize(hubs)
	normalize(authorities)
	return hubs, authorities, nil
}

// normalize makes the entries add up to 1, unless all are 0.
func normalize(x []float64) {
	var sum float64
	for _, v := range x {
		sum += v
	}
	if sum == 0 {
		return
	}
	for i := range x {
		x[i] /= sum
	}
}

// product multiplies the matrix of rows with a vector.
func product(r *Rows, x, y []float64, run Run) {
	blocks(r.Len(), run.workers(), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			y[i] = pull(r, int32(i), x)
		}
	})
}

// Lanczos keeps so many vectors before it starts anew from the best vector found, at most so many times.
const (
	lanczosVectors  = 12
	lanczosRestarts = 400
)

// dominant is the eigenvector of the largest eigenvalue of a symmetric matrix without negative entries, of which times
// computes the product with a vector: Lanczos iteration with full reorthogonalisation, started anew from the best vector
// until the residual is below tolerance times the eigenvalue (Saad 2011, Numerical Methods for Large Eigenvalue Problems,
// chapter 6). Unlike power iteration it does not need the second eigenvalue to be much smaller.
func dominant(ctx context.Context, n int, tolerance float64, run Run, times func(x, y []float64)) ([]float64, error) {
	if n == 0 {
		return nil, nil
	}
	start, w := make([]float64, n), make([]float64, n)
	for i := range start {
		start[i] = 1 / math.Sqrt(float64(n))
	}
	told := run.reporter(0)
	basis := make([][]float64, 0, lanczosVectors)
	for range lanczosRestarts {
		basis = append(basis[:0], start)
		var alpha, beta []float64
		for {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			q := basis[len(basis)-1]
			times(q, w)
			told.add(1)
			alpha = append(alpha, dot(q, w, run))
			orthogonal(w, basis, alpha, beta, run)
			length := math.Sqrt(dot(w, w, run))
			beta = append(beta, length)
			value, y, err := largest(alpha, beta)
			if err != nil {
				return nil, err
			}
			if value <= 0 {
				return make([]float64, n), nil // no arcs
			}
			through := length <= 1e-14*math.Abs(alpha[0]) || len(alpha) == n // there are no more vectors
			if settled := math.Abs(length*y[len(y)-1]) <= tolerance*value; settled || through || len(alpha) == lanczosVectors {
				combine(start, basis, y, run)
				if settled || len(alpha) == n {
					return positive(start), nil
				}
				break
			}
			basis = append(basis, scaled(w, 1/length, basis, n))
		}
	}
	return nil, ErrNotSettled
}

// orthogonal takes out of w, the product of the matrix with the last vector of the basis, what lies along the basis: first what the
// theory says there is, along the last two, then what rounding has left along any. Blocks are small enough to stay near while the
// vectors pass by.
func orthogonal(w []float64, basis [][]float64, alpha, beta []float64, run Run) {
	k := len(basis)
	parts := make([]float64, k*((len(w)+blockSize-1)/blockSize))
	blocks(len(w), run.workers(), func(b, lo, hi int) {
		w, last, f := w[lo:hi], basis[k-1][lo:hi], alpha[k-1]
		for i := range w {
			w[i] -= f * last[i]
		}
		if k > 1 {
			before, f := basis[k-2][lo:hi], beta[k-2]
			for i := range w {
				w[i] -= f * before[i]
			}
		}
		for j, p := range basis {
			p := p[lo:hi]
			var sum float64
			for i, x := range w {
				sum += x * p[i]
			}
			parts[b*k+j] = sum
		}
	})
	along := make([]float64, k)
	for i, part := range parts {
		along[i%k] += part
	}
	blocks(len(w), run.workers(), func(_, lo, hi int) {
		w := w[lo:hi]
		for j, p := range basis {
			p, f := p[lo:hi], along[j]
			for i := range w {
				w[i] -= f * p[i]
			}
		}
	})
}

// scaled is w times f, in memory that an earlier round used, where there is some.
func scaled(w []float64, f float64, basis [][]float64, n int) []float64 {
	var v []float64
	if k := len(basis); cap(basis) > k {
		v = basis[:k+1][k]
	}
	if v == nil {
		v = make([]float64, n)
	}
	for i, x := range w {
		v[i] = f * x
	}
	return v
}

// largest is the largest eigenvalue, and its vector, of the tridiagonal matrix.
func largest(alpha, beta []float64) (float64, []float64, error) {
	k := len(alpha)
	t := mat.NewSymDense(k, nil)
	for i, a := range alpha {
		t.SetSym(i, i, a)
		if i+1 < k {
			t.SetSym(i, i+1, beta[i])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(t, true) {
		return 0, nil, fmt.Errorf("eigenvalues of a %d by %d matrix: %w", k, k, ErrNotSettled)
	}
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	return eig.Values(nil)[k-1], mat.Col(nil, k-1, &vectors), nil
}

// combine sets x, which is the first of the basis, to the sum of the basis weighted by y, of length 1.
func combine(x []float64, basis [][]float64, y []float64, run Run) {
	blocks(len(x), run.workers(), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			x[i] *= y[0]
		}
		for k := 1; k < len(y); k++ {
			b, f := basis[k], y[k]
			for i := lo; i < hi; i++ {
				x[i] += f * b[i]
			}
		}
	})
	length := math.Sqrt(dot(x, x, run))
	for i := range x {
		x[i] /= length
	}
}

// positive turns the vector to the side where it points up; what is negative by rounding becomes 0.
func positive(x []float64) []float64 {
	var sum float64
	for _, v := range x {
		sum += v
	}
	sign := math.Copysign(1, sum)
	for i, v := range x {
		x[i] = max(0, sign*v)
	}
	return x
}

func dot(x, y []float64, run Run) float64 {
	parts := make([]float64, (len(x)+blockSize-1)/blockSize)
	blocks(len(x), run.workers(), func(b, lo, hi int) {
		var s float64
		for i := lo; i < hi; i++ {
			s += x[i] * y[i]
		}
		parts[b] = s
	})
	return total(parts)
}
