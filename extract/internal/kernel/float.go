package kernel

// Panel is the number of columns that a packed matrix keeps together: two registers of eight floats.
const Panel = 16

// Packed is a matrix of K rows and N columns (N a multiple of Panel) laid out for Gemm: panel after panel of Panel
// columns, each row by row.
type Packed struct {
	K, N int
	Data []float32
}

// Pack lays out b, K rows of n floats at distance ld, reusing the memory of p.
func (p *Packed) Pack(b []float32, k, n, ld int) {
	p.resize(k, n)
	for j := 0; j < n; j += Panel {
		dst := p.Data[j*k : (j+Panel)*k]
		for r := 0; r < k; r++ {
			copy(dst[r*Panel:r*Panel+Panel], b[r*ld+j:r*ld+j+Panel])
		}
	}
}

// PackT lays out the transpose of w, n rows of k floats at distance ld; columns from n to the next multiple of Panel
// are zero.
func (p *Packed) PackT(w []float32, k, n, ld int) {
	full := (n + Panel - 1) / Panel * Panel
	p.resize(k, full)
	for j := 0; j < full; j += Panel {
		dst := p.Data[j*k : (j+Panel)*k]
		for c := 0; c < Panel; c++ {
			if j+c >= n {
				for r := 0; r < k; r++ {
					dst[r*Panel+c] = 0
				}
				continue
			}
			row := w[(j+c)*ld : (j+c)*ld+k]
			for r, x := range row {
				dst[r*Panel+c] = x
			}
		}
	}
}

func (p *Packed) resize(k, n int) {
	p.K, p.N = k, n
	if cap(p.Data) < k*n {
		p.Data = make([]float32, k*n)
	}
	p.Data = p.Data[:k*n]
}

// Gemm computes c = a·b, or c += a·b if add. The element (i,k) of a is at a[i*rs+k*cs]; c has m rows of b.N floats at
// distance ldc. Each element is summed over k in order, then added to c.
func Gemm(m int, a []float32, rs, cs int, b *Packed, c []float32, ldc int, add bool) {
	if m == 0 || b.K == 0 || b.N == 0 {
		return
	}
	_, _ = a[(m-1)*rs+(b.K-1)*cs], c[(m-1)*ldc+b.N-1] // fail here rather than in assembly
	if current() >= levelAVX2 {
		gemmAVX2(m, a, rs, cs, b, c, ldc, add)
		return
	}
	for j := 0; j < b.N; j += Panel {
		panel := b.Data[j*b.K : (j+Panel)*b.K]
		for i := 0; i < m; i++ {
			gemmRow(b.K, a[i*rs:], cs, panel, c[i*ldc+j:i*ldc+j+Panel], add)
		}
	}
}

// gemmRow is one row of one panel, the reference.
func gemmRow(k int, a []float32, cs int, panel, c []float32, add bool) {
	var sum [Panel]float32
	for r := 0; r < k; r++ {
		x := a[r*cs]
		row := (*[Panel]float32)(panel[r*Panel:])
		for j := range sum {
			sum[j] += float32(x * row[j])
		}
	}
	for j, s := range sum {
		if add {
			c[j] += s
		} else {
			c[j] = s
		}
	}
}

// Dot is the inner product of two slices of equal length, a multiple of Panel: sixteen running sums, folded in a
// fixed order.
func Dot(a, b []float32) float32 {
	if len(a) == 0 {
		return 0
	}
	_ = b[len(a)-1]
	if current() >= levelAVX2 {
		return dotAVX2(&a[0], &b[0], len(a))
	}
	var s [Panel]float32
	for i := 0; i+Panel <= len(a); i += Panel {
		for j := range s {
			s[j] += float32(a[i+j] * b[i+j])
		}
	}
	var t [8]float32
	for j := range t {
		t[j] = s[j] + s[j+8]
	}
	u := [4]float32{t[0] + t[4], t[1] + t[5], t[2] + t[6], t[3] + t[7]}
	return (u[0] + u[2]) + (u[1] + u[3])
}

// Axpy adds x times a to y; the lengths are equal and a multiple of Panel.
func Axpy(x float32, a, y []float32) {
	if len(a) == 0 {
		return
	}
	_ = y[len(a)-1]
	if current() >= levelAVX2 {
		axpyAVX2(x, &a[0], &y[0], len(a))
		return
	}
	for i, v := range a {
		y[i] += float32(x * v)
	}
}

// TanhFloat replaces the elements of x by their hyperbolic tangents; the length is a multiple of 8.
func TanhFloat(x []float32) {
	if len(x) == 0 {
		return
	}
	if current() >= levelAVX2 {
		tanhFloatAVX2(len(x), &x[0])
		return
	}
	tanhAll(x)
}
