package kernel

// Tanh is the hyperbolic tangent, as a ratio of two polynomials (the minimax coefficients of the Eigen library's
// float tanh, within 1e-6 of the truth), in one fixed order of float32 operations.
func Tanh(x float32) float32 {
	one := [1]float32{x}
	tanhAll(one[:])
	return one[0]
}

// tanhAll replaces the elements of x by their hyperbolic tangents. It is the loop that is written out, not Tanh, since a
// call for each element takes longer than what is computed.
func tanhAll(x []float32) {
	for i, v := range x {
		if v > tanhMax {
			v = tanhMax
		}
		if v < -tanhMax {
			v = -tanhMax
		}
		s := float32(v * v)
		p := float32(s*tanhA13) + tanhA11
		p = float32(s*p) + tanhA9
		p = float32(s*p) + tanhA7
		p = float32(s*p) + tanhA5
		p = float32(s*p) + tanhA3
		p = float32(s*p) + tanhA1
		p = float32(v * p)
		q := float32(s*tanhB6) + tanhB4
		q = float32(s*q) + tanhB2
		q = float32(s*q) + tanhB0
		x[i] = p / q
	}
}

// Sigmoid is the logistic function, by way of Tanh.
func Sigmoid(x float32) float32 {
	return float32(Tanh(float32(x*0.5))*0.5) + 0.5
}

const (
	tanhMax float32 = 7.90531110763549805

	tanhA1  float32 = 4.89352455891786e-03
	tanhA3  float32 = 6.37261928875436e-04
	tanhA5  float32 = 1.48572235717979e-05
	tanhA7  float32 = 5.12229709037114e-08
	tanhA9  float32 = -8.60467152213735e-11
	tanhA11 float32 = 2.00018790482477e-13
	tanhA13 float32 = -2.76076847742355e-16

	tanhB0 float32 = 4.89352518554385e-03
	tanhB2 float32 = 2.26843463243900e-03
	tanhB4 float32 = 1.18534705686654e-04
	tanhB6 float32 = 1.19825839466702e-06
)

// Exp is e to the x, clamped to exponents that float32 can hold, within 1e-6 relative, in one fixed order of float32
// operations: 2^n times a polynomial of the remainder (the coefficients of Cephes' expf).
func Exp(x float32) float32 {
	if x > 88 {
		x = 88
	}
	if x < -87 {
		return 0
	}
	t := float32(x * 1.44269504088896341)
	n := (t + roundMagic) - roundMagic
	r := x - float32(n*0.693359375)
	r -= float32(n * -2.12194440e-4)
	p := float32(r*1.9875691500e-4) + 1.3981999507e-3
	p = float32(r*p) + 8.3334519073e-3
	p = float32(r*p) + 4.1665795894e-2
	p = float32(r*p) + 1.6666665459e-1
	p = float32(r*p) + 5.0000001201e-1
	p = float32(float32(r*r)*p) + r + 1
	return p * pow2(int32(n))
}

// roundMagic, added and taken off again, rounds a small float32 to the nearest whole number, ties to even.
const roundMagic float32 = 12582912 // 1.5 × 2^23
