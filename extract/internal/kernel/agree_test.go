package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// FuzzKernelsAgree computes everything that the encoder does, on matrices of any shape and numbers of any size, with each
// kernel of this processor: whole numbers and bits of floats must be those of plain Go.
func FuzzKernelsAgree(f *testing.F) {
	for _, s := range [][4]byte{{1, 1, 1, 0}, {12, 64, 80, 1}, {31, 128, 64, 2}, {17, 33, 144, 3}, {4, 2, 65, 4}, {29, 6, 5, 5}} {
		f.Add(s[0], s[1], s[2], uint64(s[3]))
	}
	f.Fuzz(func(t *testing.T, rows, depth, columns byte, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		m, k, n := int(rows)%40+1, int(depth)+1, int(columns)+1
		var p PackedInt
		p.PackInt8(ints[int8](r, n*k, 127), k, n)
		a, c := ints[int16](r, m*p.K, 1<<13), make([]int32, m*p.N)
		cells := (n + 7) / 8 * 8
		x, u := ints[int32](r, 4*cells, 1<<22), ints[int32](r, 4*cells, 1<<22)
		sx, su, b, state := floats(r, 4*cells), floats(r, 4*cells), floats(r, 4*cells), floats(r, cells)
		for i := range sx {
			sx[i], su[i] = sx[i]*4e-6, su[i]*4e-6
		}
		var wantC []int32
		var wantH, wantT []int16
		var wantS, wantA []float32
		onEach(t, func(name string) {
			GemmInt(m, a, p.K, &p, c, p.N)
			s, h := slices.Clone(state), make([]int16, cells)
			Cell(cells, x, u, sx, su, b, s, h)
			th, af := make([]int16, cells), make([]float32, cells)
			TanhInt(th, b[:cells], state, 2048)
			Affine(af, x[:cells], sx, b)
			if wantC == nil {
				wantC, wantH, wantT, wantS, wantA = slices.Clone(c), h, th, s, af
				return
			}
			if !slices.Equal(wantC, c) || !slices.Equal(wantH, h) || !slices.Equal(wantT, th) {
				t.Errorf("%s: %d rows, %d deep, %d columns: whole numbers differ", name, m, k, n)
			}
			sameBits(t, name+" state", wantS, s)
			sameBits(t, name+" affine", wantA, af)
		})
	})
}
