package kernel

import "golang.org/x/sys/cpu"

// best is the fastest level this processor can run.
func best() int {
	if x := &cpu.X86; x.HasAVX2 && x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		return levelAVX512
	}
	if cpu.X86.HasAVX2 {
		return levelAVX2
	}
	return levelGo
}

// gemmAVX2 walks the product in tiles of six rows and one panel.
func gemmAVX2(m int, a []float32, rs, cs int, b *Packed, c []float32, ldc int, add bool) {
	for j := 0; j < b.N; j += Panel {
		panel := &b.Data[j*b.K]
		i := 0
		for ; i+6 <= m; i += 6 {
			gemm6x16(b.K, &a[i*rs], rs, cs, panel, &c[i*ldc+j], ldc, add)
		}
		for ; i < m; i++ {
			gemm1x16(b.K, &a[i*rs], cs, panel, &c[i*ldc+j], add)
		}
	}
}

//go:noescape
func gemm6x16(k int, a *float32, rs, cs int, b, c *float32, ldc int, add bool)

//go:noescape
func gemm1x16(k int, a *float32, cs int, b, c *float32, add bool)

//go:noescape
func dotAVX2(a, b *float32, n int) float32

//go:noescape
func axpyAVX2(x float32, a, y *float32, n int)

// gemmIntAVX2 walks the product in tiles of six, three or one rows and one panel.
func gemmIntAVX2(m int, a []int16, lda int, b *PackedInt, c []int32, ldc int) {
	for j := 0; j < b.N; j += Panel {
		panel := &b.Data[j*b.K]
		i := 0
		for ; i+6 <= m; i += 6 {
			igemm6x16(b.K/2, &a[i*lda], lda, panel, &c[i*ldc+j], ldc)
		}
		for ; i+3 <= m; i += 3 {
			igemm3x16(b.K/2, &a[i*lda], lda, panel, &c[i*ldc+j], ldc)
		}
		for ; i < m; i++ {
			igemm1x16(b.K/2, &a[i*lda], panel, &c[i*ldc+j])
		}
	}
}

//go:noescape
func igemm6x16(pairs int, a *int16, lda int, b *int16, c *int32, ldc int)

//go:noescape
func igemm3x16(pairs int, a *int16, lda int, b *int16, c *int32, ldc int)

//go:noescape
func igemm1x16(pairs int, a, b *int16, c *int32)

//go:noescape
func cellAVX2(n int, x, u *int32, sx, su, b, c *float32, h *int16)

//go:noescape
func affineAVX2(n int, dst *float32, x *int32, scale, bias *float32)

//go:noescape
func tanhAVX2(n int, dst *int16, a, b *float32, scale float32)

//go:noescape
func tanhFloatAVX2(n int, x *float32)

// gemmInt512 walks the product in tiles of twelve rows and one panel, four rows and four panels, or one row.
func gemmInt512(m int, a []int16, lda int, b *PackedInt, c []int32, ldc int) {
	i := 0
	for ; i+12 <= m; i += 12 {
		for j := 0; j < b.N; j += Panel {
			dot12x1(b.K/2, &a[i*lda], lda, &b.Data[j*b.K], &c[i*ldc+j], ldc)
		}
	}
	const wide = 4 * Panel
	rest := b.N / wide * wide // the panels from here on go one by one
	for ; i+4 <= m; i += 4 {
		for j := 0; j < rest; j += wide {
			dot4x4(b.K/2, &a[i*lda], lda, &b.Data[j*b.K], Panel*b.K, &c[i*ldc+j], ldc)
		}
		for r := i; r < i+4; r++ {
			for j := rest; j < b.N; j += Panel {
				dot1x1(b.K/2, &a[r*lda], &b.Data[j*b.K], &c[r*ldc+j])
			}
		}
	}
	for ; i < m; i++ {
		for j := 0; j < rest; j += wide {
			dot1x4(b.K/2, &a[i*lda], &b.Data[j*b.K], Panel*b.K, &c[i*ldc+j])
		}
		for j := rest; j < b.N; j += Panel {
			dot1x1(b.K/2, &a[i*lda], &b.Data[j*b.K], &c[i*ldc+j])
		}
	}
}

//go:noescape
func dot12x1(pairs int, a *int16, lda int, b *int16, c *int32, ldc int)

//go:noescape
func dot4x4(pairs int, a *int16, lda int, b *int16, panel int, c *int32, ldc int)

//go:noescape
func dot1x4(pairs int, a, b *int16, panel int, c *int32)

//go:noescape
func dot1x1(pairs int, a, b *int16, c *int32)

//go:noescape
func cell512(n int, x, u *int32, sx, su, b, c *float32, h *int16)

//go:noescape
func tanh512(n int, dst *int16, a, b *float32, scale float32)
