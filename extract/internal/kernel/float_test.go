package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// onEach runs f with every kernel of this processor and returns to the best one.
func onEach(t testing.TB, f func(name string)) {
	t.Helper()
	for _, n := range Names() {
		if err := Use(n); err != nil {
			t.Fatal(err)
		}
		f(n)
	}
}

func floats(r *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(r.NormFloat64())
	}
	return s
}

func sameBits(t *testing.T, what string, want, got []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(want[i]) != math.Float32bits(got[i]) {
			t.Fatalf("%s: element %d is %v, the reference has %v", what, i, got[i], want[i])
		}
	}
}

func TestGemmAgreesOnAllKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, d := range [][3]int{{1, 1, 16}, {5, 7, 32}, {6, 16, 16}, {13, 33, 48}, {24, 128, 64}} {
		m, k, n := d[0], d[1], d[2]
		a, b, c := floats(r, m*k), floats(r, k*n), floats(r, m*n)
		bt := make([]float32, k*n)
		for i := range k {
			for j := range n {
				bt[j*k+i] = b[i*n+j]
			}
		}
		for _, add := range []bool{false, true} {
			for _, trans := range []bool{false, true} {
				rs, cs := k, 1
				if trans {
					rs, cs = 1, m
				}
				var want []float32
				onEach(t, func(name string) {
					var p, q Packed
					p.Pack(b, k, n, n)
					q.PackT(bt, k, n, k)
					sameBits(t, "PackT", p.Data, q.Data)
					got := append([]float32(nil), c...)
					Gemm(m, a, rs, cs, &p, got, n, add)
					if want == nil {
						want = got
						if x, y := float64(got[m*n-1]), product(a, rs, cs, b, c, m-1, n-1, k, n, add); math.Abs(x-y) > 1e-4 {
							t.Fatalf("%v: got %v, want about %v", d, x, y)
						}
					}
					sameBits(t, name, want, got)
				})
			}
		}
	}
}

// product is one element of a·b in float64.
func product(a []float32, rs, cs int, b, c []float32, i, j, k, n int, add bool) float64 {
	var s float64
	for x := range k {
		s += float64(a[i*rs+x*cs]) * float64(b[x*n+j])
	}
	if add {
		s += float64(c[i*n+j])
	}
	return s
}

func TestDotAndAxpyAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{16, 96, 160} {
		a, b := floats(r, n), floats(r, n)
		var want []float32
		onEach(t, func(name string) {
			y := append([]float32(nil), b...)
			Axpy(0.37, a, y)
			got := append(y, Dot(a, b))
			TanhFloat(got[:n])
			if want == nil {
				want = got
			}
			sameBits(t, name, want, got)
		})
	}
}

func BenchmarkGemm(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	m, k, n := 450, 256, 1024
	x, w, c := floats(r, m*k), floats(r, k*n), make([]float32, m*n)
	var p Packed
	p.Pack(w, k, n, n)
	onEach(b, func(name string) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Gemm(m, x, k, 1, &p, c, n, false)
			}
			b.ReportMetric(float64(2*m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	})
}
