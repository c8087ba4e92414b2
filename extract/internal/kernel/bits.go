package kernel

import "math"

// pow2 is 2^n for n within the normal exponents of float32.
func pow2(n int32) float32 { return math.Float32frombits(uint32(n+127) << 23) }

// Round is x as the nearest whole number, ties to even; |x| must be under 2^22.
func Round(x float32) int32 {
	return int32(math.Float32bits(x+roundMagic)) - int32(math.Float32bits(roundMagic))
}
