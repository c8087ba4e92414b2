package train

import "math"

// chain is a linear chain of k tags: the scores of steps from tag to tag; row k is the start.
type chain struct {
	k     int
	trans *param // (k+1) × k, in rows of padded length
	fixed []bool // steps that may not be
}

// loss adds the gradient of the negative log likelihood of the allowed tags to demit and to the steps, and returns the
// loss. Allowed has a bit per tag for each word; emit has rows of stride floats.
func (c *chain) loss(emit []float32, stride int, allowed []uint64, demit []float32, weight float32) float64 {
	size := len(allowed)
	all := make([]uint64, size)
	for i := range all {
		all[i] = 1<<c.k - 1
	}
	free := c.sum(emit, stride, all)
	held := c.sum(emit, stride, allowed)
	w := float64(weight)
	for t := range size {
		for j := range c.k {
			demit[t*stride+j] += float32(w * (free.p[t*c.k+j] - held.p[t*c.k+j]))
		}
	}
	for i := range free.steps {
		if !c.fixed[i] {
			r, j := i/c.k, i%c.k
			c.trans.g[r*c.trans.cols+j] += float32(w * (free.steps[i] - held.steps[i]))
		}
	}
	return w * (free.logZ - held.logZ)
}

// sums are the chances of tags and steps under a chain.
type sums struct {
	logZ  float64
	p     []float64 // per word and tag
	steps []float64 // expected number of each step
}

// sum runs forward and backward over the tags that are allowed.
func (c *chain) sum(emit []float32, stride int, allowed []uint64) sums {
	k, size := c.k, len(allowed)
	s := sums{p: make([]float64, size*k), steps: make([]float64, (k+1)*k)}
	alpha, beta, w := make([]float64, size*k), make([]float64, size*k), make([]float64, size*k)
	et := make([]float64, (k+1)*k)
	for i := range et {
		if !c.fixed[i] {
			et[i] = math.Exp(float64(c.trans.w[i/k*c.trans.cols+i%k]))
		}
	}
	norm := make([]float64, size)
	for t := range size {
		top := math.Inf(-1)
		for j := range k {
			top = math.Max(top, float64(emit[t*stride+j]))
		}
		var total float64
		for j := range k {
			if allowed[t]>>j&1 == 0 {
				continue
			}
			w[t*k+j] = math.Exp(float64(emit[t*stride+j]) - top)
			v := et[k*k+j]
			if t > 0 {
				v = 0
				for i := range k {
					v += alpha[(t-1)*k+i] * et[i*k+j]
				}
			}
			alpha[t*k+j] = v * w[t*k+j]
			total += alpha[t*k+j]
		}
		total = math.Max(total, 1e-300)
		for j := range k {
			alpha[t*k+j] /= total
		}
		norm[t] = total
		s.logZ += math.Log(total) + top
	}
	for j := range k {
		beta[(size-1)*k+j] = 1
	}
	for t := size - 2; t >= 0; t-- {
		for i := range k {
			var v float64
			for j := range k {
				v += et[i*k+j] * w[(t+1)*k+j] * beta[(t+1)*k+j]
			}
			beta[t*k+i] = v / norm[t+1]
		}
	}
	for t := range size {
		for j := range k {
			s.p[t*k+j] = alpha[t*k+j] * beta[t*k+j]
			if t == 0 {
				s.steps[k*k+j] += s.p[j]
				continue
			}
			for i := range k {
				s.steps[i*k+j] += alpha[(t-1)*k+i] * et[i*k+j] * w[t*k+j] * beta[t*k+j] / norm[t]
			}
		}
	}
	return s
}
