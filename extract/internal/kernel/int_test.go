package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func ints[T int8 | int16 | int32](r *rand.Rand, n, most int) []T {
	s := make([]T, n)
	for i := range s {
		s[i] = T(r.IntN(2*most+1) - most)
	}
	return s
}

func TestGemmIntIsExactOnAllKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, d := range [][3]int{{1, 2, 16}, {2, 8, 16}, {5, 7, 20}, {6, 16, 16}, {13, 96, 48}, {11, 128, 64}} {
		m, k, n := d[0], d[1], d[2]
		var p PackedInt
		w := ints[int8](r, n*k, 127)
		p.PackInt8(w, k, n)
		a := ints[int16](r, m*p.K, 8192)
		if m > 1 { // the largest sums that the encoder can give
			for i := range k {
				a[i], a[p.K+i] = 8192, -8192
				w[i] = -127
			}
			p.PackInt8(w, k, n)
		}
		want := make([]int32, m*p.N)
		for i := range m {
			for j := range n {
				for x := range k {
					want[i*p.N+j] += int32(a[i*p.K+x]) * int32(w[j*k+x])
				}
			}
		}
		onEach(t, func(name string) {
			got := make([]int32, m*p.N)
			GemmInt(m, a, p.K, &p, got, p.N)
			if !slices.Equal(want, got) {
				t.Errorf("%s %v: got %v, want %v", name, d, got, want)
			}
		})
	}
}

func TestPackInt16AgreesWithPackInt8(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	w := ints[int8](r, 21*10, 127)
	wide := make([]int16, 21*12)
	for j := range 21 {
		for i := range 10 {
			wide[j*12+i] = int16(w[j*10+i])
		}
	}
	var p, q PackedInt
	q.PackInt16(ints[int16](r, 40*14, 99), 14, 40, 14) // memory to be reused
	p.PackInt8(w, 10, 21)
	q.PackInt16(wide, 10, 21, 12)
	if !slices.Equal(p.Data, q.Data) || p.K != q.K || p.N != q.N {
		t.Error("the two layouts differ")
	}
}

// TestGemmIntOfAnySize packs one matrix after the other into the same memory, and multiplies numbers of every size up
// to that of sums that just fit: plain Go goes other ways for large ones.
func TestGemmIntOfAnySize(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	var p PackedInt
	for _, d := range []struct{ k, n, w, a int }{
		{40, 21, 2048, 4095}, {128, 48, 2048, 4095}, {608, 40, 127, 20000}, {16, 33, 127, 1 << 15}, {192, 64, 12, 8192},
		{2, 20, 32000, 1 << 15}, {8, 13, 9000, 20000}, {6, 64, 2100, 1 << 15},
	} {
		m := 5
		w, a := ints[int16](r, d.n*d.k, d.w), make([]int16, m*d.k)
		for i := range a {
			x := r.IntN(2*d.a) - d.a
			if i < d.k { // the first row is as large as can be
				x = (r.IntN(3) - 1) * d.a
			}
			a[i] = int16(min(x, 1<<15-1))
		}
		p.PackInt16(w, d.k, d.n, d.k)
		want := make([]int32, m*p.N)
		for i := range m {
			for j := range d.n {
				for x := range d.k {
					want[i*p.N+j] += int32(a[i*d.k+x]) * int32(w[j*d.k+x])
				}
			}
		}
		onEach(t, func(name string) {
			got := make([]int32, m*p.N)
			GemmInt(m, a, d.k, &p, got, p.N)
			if !slices.Equal(want, got) {
				t.Errorf("%s %+v: sums differ", name, d)
			}
		})
	}
}

func TestCellAgreesOnAllKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	n := 128
	x, u := ints[int32](r, 4*n, 1<<20), ints[int32](r, 4*n, 1<<20)
	sx, su, b, c := floats(r, 4*n), floats(r, 4*n), floats(r, 4*n), floats(r, n)
	for i := range sx {
		sx[i], su[i] = sx[i]*4e-6, su[i]*4e-6
	}
	sx[5], b[6] = 1, 1e9 // far out of range
	var wantC []float32
	var wantH []int16
	onEach(t, func(name string) {
		gotC, h := slices.Clone(c), make([]int16, n)
		Cell(n, x, u, sx, su, b, gotC, h)
		if wantC == nil {
			wantC, wantH = gotC, h
		}
		sameBits(t, name+" state", wantC, gotC)
		if !slices.Equal(wantH, h) {
			t.Errorf("%s: outputs differ", name)
		}
	})
}

func TestAffineAndTanhAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	n := 64
	x, s, b := ints[int32](r, n, 1<<30), floats(r, n), floats(r, n)
	var want []float32
	var wantInt []int16
	onEach(t, func(name string) {
		got, h := make([]float32, n), make([]int16, n)
		Affine(got, x, s, b)
		TanhInt(h, b, s, 2048)
		if want == nil {
			want, wantInt = got, h
		}
		sameBits(t, name, want, got)
		if !slices.Equal(wantInt, h) {
			t.Errorf("%s: tanh differs", name)
		}
	})
}

func TestTanhExpRoundAreNearTheTruth(t *testing.T) {
	for x := float32(-12); x < 12; x += 0.013 {
		if d := math.Abs(float64(Tanh(x)) - math.Tanh(float64(x))); d > 2e-6 {
			t.Fatalf("Tanh(%v) is off by %v", x, d)
		}
		if e := math.Exp(float64(x)); math.Abs(float64(Exp(x))-e) > 2e-6*e {
			t.Fatalf("Exp(%v) = %v, want %v", x, Exp(x), e)
		}
		if got, want := Round(x*100), int32(math.RoundToEven(float64(x*100))); got != want {
			t.Fatalf("Round(%v) = %d", x*100, got)
		}
	}
}

func BenchmarkGemmInt(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, m := range []int{1, 6, 96} {
		k, n := 256, 1024
		var p PackedInt
		p.PackInt8(ints[int8](r, n*k, 127), k, n)
		a, c := ints[int16](r, m*k, 8192), make([]int32, m*n)
		onEach(b, func(name string) {
			b.Run(fmt.Sprintf("%s/%d", name, m), func(b *testing.B) {
				for b.Loop() {
					GemmInt(m, a, k, &p, c, n)
				}
				b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
			})
		})
	}
}

func BenchmarkCell(b *testing.B) {
	n := 128
	x, u := make([]int32, 4*n), make([]int32, 4*n)
	s, c, h := make([]float32, 4*n), make([]float32, n), make([]int16, n)
	onEach(b, func(name string) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Cell(n, x, u, s, s, s, c, h)
			}
		})
	})
}
