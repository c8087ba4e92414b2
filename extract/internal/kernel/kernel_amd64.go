package kernel

import "golang.org/x/sys/cpu"

// best is the fastest level this processor can run.
func best() int {
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
