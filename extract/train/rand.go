package train

import "math"

// random is SplitMix64 (Steele, Lea, Flood 2014): small, fast, the same everywhere.
type random struct{ state uint64 }

func newRand(seed uint64) *random { return &random{state: seed * 0x9e3779b97f4a7c15} }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// float is uniform in [0, 1).
func (r *random) float() float32 { return float32(r.next()>>40) * (1.0 / (1 << 24)) }

// intn is uniform in [0, n).
func (r *random) intn(n int) int { return int(r.next() % uint64(n)) }

// normal is a sample of the standard normal distribution: the sum of twelve uniform ones, less six.
func (r *random) normal() float32 {
	var s float32
	for range 12 {
		s += r.float()
	}
	return s - 6
}

// shuffle puts n things in random order.
func (r *random) shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, r.intn(i+1))
	}
}

// glorot is the half-width of the uniform start of a weight matrix (Glorot and Bengio 2010).
func glorot(in, out int) float32 { return float32(math.Sqrt(6 / float64(in+out))) }
