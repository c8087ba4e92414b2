//go:build !amd64

package kernel

// best is the fastest level this processor can run.
func best() int { return levelGo }

func gemmAVX2(int, []float32, int, int, *Packed, []float32, int, bool) {}

func dotAVX2(_, _ *float32, _ int) float32 { return 0 }

func axpyAVX2(float32, *float32, *float32, int) {}

func gemmIntAVX2(int, []int16, int, *PackedInt, []int32, int) {}

func cellAVX2(int, *int32, *int32, *float32, *float32, *float32, *float32, *int16) {}

func affineAVX2(int, *float32, *int32, *float32, *float32) {}

func tanhAVX2(int, *int16, *float32, *float32, float32) {}

func tanhFloatAVX2(int, *float32) {}

func gemmInt512(int, []int16, int, *PackedInt, []int32, int) {}

func cell512(int, *int32, *int32, *float32, *float32, *float32, *float32, *int16) {}

func tanh512(int, *int16, *float32, *float32, float32) {}
