package kernel

import "sync"

// PackedInt is a matrix of K rows (K even) and N columns (a multiple of Panel) laid out for GemmInt: panel after
// panel; in a panel, for every two rows, the two numbers of each column side by side.
type PackedInt struct {
	K, N int
	Data []int16
	wide *lanes // the same for plain Go
}

// PackInt8 lays out w, n rows of k small numbers: the transpose of the matrix to be packed. Columns up to the next
// multiple of Panel are zero, and so is a last row if k is odd.
func (p *PackedInt) PackInt8(w []int8, k, n int) {
	p.resize(k, n)
	for j := range n {
		col := p.Data[j/Panel*Panel*p.K+j%Panel*2:]
		for r, x := range w[j*k : (j+1)*k] {
			col[r/2*2*Panel+r%2] = int16(x)
		}
	}
}

// PackInt16 lays out w, n rows of k numbers at distance ld, as PackInt8 does.
func (p *PackedInt) PackInt16(w []int16, k, n, ld int) {
	p.resize(k, n)
	for j := range n {
		col := p.Data[j/Panel*Panel*p.K+j%Panel*2:]
		for r, x := range w[j*ld : j*ld+k] {
			col[r/2*2*Panel+r%2] = x
		}
	}
}

func (p *PackedInt) resize(k, n int) {
	p.K, p.N = (k+1)/2*2, (n+Panel-1)/Panel*Panel
	if p.wide == nil {
		p.wide = new(lanes)
	}
	p.wide.once = sync.Once{}
	size := p.K * p.N
	if cap(p.Data) < size {
		p.Data = make([]int16, size)
		return
	}
	p.Data = p.Data[:size]
	if p.N != n || p.K != k {
		clear(p.Data)
	}
}

// GemmInt computes c = a·b: m rows of a at distance lda, m rows of c at distance ldc. Sums are exact as long as they
// fit 32 bits, which the caller's scales must see to.
func GemmInt(m int, a []int16, lda int, b *PackedInt, c []int32, ldc int) {
	if m == 0 || b.N == 0 || b.K == 0 {
		return
	}
	_, _ = a[(m-1)*lda+b.K-1], c[(m-1)*ldc+b.N-1] // fail here rather than in assembly
	switch level := current(); {
	case level >= levelAVX512:
		gemmInt512(m, a, lda, b, c, ldc)
		return
	case level >= levelAVX2:
		gemmIntAVX2(m, a, lda, b, c, ldc)
		return
	}
	gemmLanes(m, a, lda, b, c, ldc)
}

// oneRow is one row for numbers of any size, the reference.
func oneRow(a []int16, b *PackedInt, c []int32) {
	for j := 0; j < b.N; j += Panel {
		panel := b.Data[j*b.K : (j+Panel)*b.K]
		var sum [Panel]int32
		for i := 0; i+1 < len(a); i += 2 {
			w := (*[2 * Panel]int16)(panel[i*Panel:])
			x, y := int32(a[i]), int32(a[i+1])
			for j := range sum {
				sum[j] += x*int32(w[2*j]) + y*int32(w[2*j+1])
			}
		}
		copy(c[j:j+Panel], sum[:])
	}
}

// CellScale is the unit of the whole numbers that stand for the output of an LSTM: 1/CellScale.
const CellScale = 8192

// Cell computes the gates and the state of n cells of an LSTM (n a multiple of 8). Gates follow each other in the order
// input, forget, cell, output, n of each: gate j sums up to x[j]·sx[j] + b[j] + u[j]·su[j]. The state c is replaced
// and the output goes to h, in units of 1/CellScale.
func Cell(n int, x, u []int32, sx, su, b, c []float32, h []int16) {
	_, _, _, _, _ = x[4*n-1], u[4*n-1], sx[4*n-1], su[4*n-1], b[4*n-1]
	_, _ = c[n-1], h[n-1]
	switch level := current(); {
	case level >= levelAVX512 && n%16 == 0:
		cell512(n, &x[0], &u[0], &sx[0], &su[0], &b[0], &c[0], &h[0])
		return
	case level >= levelAVX2:
		cellAVX2(n, &x[0], &u[0], &sx[0], &su[0], &b[0], &c[0], &h[0])
		return
	}
	cellGo(n, x, u, sx, su, b, c, h)
}

// cellBlock is how many cells plain Go takes at a time.
const cellBlock = 32

// cellGo is Cell in plain Go: step by step for a block of cells, so that no step waits for the one before.
func cellGo(n int, x, u []int32, sx, su, b, c []float32, h []int16) {
	var gates [4][cellBlock]float32
	for from := 0; from < n; from += cellBlock {
		size := min(cellBlock, n-from)
		for g := range gates {
			at := g*n + from
			gateSums(gates[g][:size], x[at:], u[at:], sx[at:], su[at:], b[at:], g != 2)
		}
		for g := range gates {
			tanhAll(gates[g][:size])
		}
		state := c[from : from+size]
		var t [cellBlock]float32
		for j := range state {
			i, f := float32(gates[0][j]*0.5)+0.5, float32(gates[1][j]*0.5)+0.5
			state[j] = float32(i*gates[2][j]) + float32(f*state[j])
			t[j] = state[j]
		}
		tanhAll(t[:size])
		out := h[from : from+size]
		for j := range out {
			o := float32(gates[3][j]*0.5) + 0.5
			out[j] = int16(Round(float32(float32(o*t[j]) * CellScale)))
		}
	}
}

// gateSums is the sums of one gate; half of them if what follows is a Sigmoid, by way of Tanh.
func gateSums(dst []float32, x, u []int32, sx, su, b []float32, sigmoid bool) {
	n := len(dst)
	x, u, sx, su, b = x[:n], u[:n], sx[:n], su[:n], b[:n]
	half := float32(1)
	if sigmoid {
		half = 0.5
	}
	for j := range dst {
		dst[j] = float32(((float32(float32(x[j])*sx[j]) + b[j]) + float32(float32(u[j])*su[j])) * half)
	}
}

// Affine computes dst = x·scale + bias, element by element; the length is a multiple of 8.
func Affine(dst []float32, x []int32, scale, bias []float32) {
	n := len(dst)
	if n == 0 {
		return
	}
	_, _, _ = x[n-1], scale[n-1], bias[n-1]
	if current() >= levelAVX2 {
		affineAVX2(n, &dst[0], &x[0], &scale[0], &bias[0])
		return
	}
	for j := range dst {
		dst[j] = float32(float32(x[j])*scale[j]) + bias[j]
	}
}

// TanhInt computes dst = tanh(a + b) in units of 1/scale; the length is a multiple of 8.
func TanhInt(dst []int16, a, b []float32, scale float32) {
	n := len(dst)
	if n == 0 {
		return
	}
	_, _ = a[n-1], b[n-1]
	switch level := current(); {
	case level >= levelAVX512 && n%16 == 0:
		tanh512(n, &dst[0], &a[0], &b[0], scale)
		return
	case level >= levelAVX2:
		tanhAVX2(n, &dst[0], &a[0], &b[0], scale)
		return
	}
	var t [cellBlock]float32
	for from := 0; from < n; from += cellBlock {
		sums := t[:min(cellBlock, n-from)]
		for j := range sums {
			sums[j] = a[from+j] + b[from+j]
		}
		tanhAll(sums)
		for j, v := range sums {
			dst[from+j] = int16(Round(float32(v * scale)))
		}
	}
}
