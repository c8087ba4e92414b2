//go:build !amd64

package kernel

// best is the fastest level this processor can run.
func best() int { return levelGo }

func gemmAVX2(int, []float32, int, int, *Packed, []float32, int, bool) {}

func dotAVX2(_, _ *float32, _ int) float32 { return 0 }

func axpyAVX2(float32, *float32, *float32, int) {}
