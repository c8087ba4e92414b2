package value

import "math"

func mathFunctions() []Function {
	on := func(name, about string, f func(float64) float64) Function {
		return unary(name, "number", about, func(v Value) (Value, error) {
			if !isNumber(KindOf(v)) {
				return nil, wrongArgument(name, "a number", v)
			}
			return f(toFloat(v)), nil
		})
	}
	constant := func(name, about string, f float64) Function {
		return Function{Name: name, Signature: name + "()", About: about, Call: func(*Env, []Value) (Value, error) { return f, nil }}
	}
	return []Function{
		unary("abs", "number", "the number without its sign", abs),
		unary("sign", "number", "-1, 0 or 1", sign),
		unary("isNaN", "number", "whether it is no number", func(v Value) (Value, error) {
			if !isNumber(KindOf(v)) {
				return nil, wrongArgument("isNaN", "a number", v)
			}
			return isNaN(v) == 1, nil
		}),
		{Name: "round", Min: 1, Max: 2, Signature: "round(number [, decimals])", About: "the nearest number of so many decimals; halves go up", Call: strict(round)},
		{Name: "rand", Signature: "rand()", About: "a random float from 0 to below 1", Volatile: true, Call: func(env *Env, _ []Value) (Value, error) {
			if env.Random == nil {
				return nil, errNoRandom
			}
			return env.Random.Float64(), nil
		}},
		{Name: "atan2", Min: 2, Max: 2, Signature: "atan2(y, x)", About: "the angle of a point, in radians", Call: strict(func(_ *Env, args []Value) (Value, error) {
			for _, a := range args {
				if !isNumber(KindOf(a)) {
					return nil, wrongArgument("atan2", "numbers", a)
				}
			}
			return math.Atan2(toFloat(args[0]), toFloat(args[1])), nil
		})},
		constant("e", "the base of the natural logarithm", math.E), constant("pi", "π", math.Pi),
		on("ceil", "the next integer up, as a float", math.Ceil), on("floor", "the next integer down, as a float", math.Floor),
		on("sqrt", "the square root", math.Sqrt), on("exp", "e to the power of the number", math.Exp),
		on("log", "the natural logarithm", math.Log), on("log10", "the logarithm to base 10", math.Log10),
		on("sin", "the sine", math.Sin), on("cos", "the cosine", math.Cos), on("tan", "the tangent", math.Tan),
		on("cot", "the cotangent", func(x float64) float64 { return 1 / math.Tan(x) }),
		on("asin", "the arcsine", math.Asin), on("acos", "the arccosine", math.Acos), on("atan", "the arctangent", math.Atan),
		on("haversin", "half the versine", func(x float64) float64 { return (1 - math.Cos(x)) / 2 }),
		on("degrees", "radians as degrees", func(x float64) float64 { return x * (180 / math.Pi) }),
		on("radians", "degrees as radians", func(x float64) float64 { return x * (math.Pi / 180) }),
	}
}

func abs(v Value) (Value, error) {
	switch v := v.(type) {
	case int64:
		if v == math.MinInt64 {
			return nil, errorf(ArithmeticError, IntegerOverflow, "abs(%d) is beyond the integers", v)
		}
		return max(v, -v), nil
	case float64:
		return math.Abs(v), nil
	}
	return nil, wrongArgument("abs", "a number", v)
}

func sign(v Value) (Value, error) {
	if !isNumber(KindOf(v)) {
		return nil, wrongArgument("sign", "a number", v)
	}
	switch f := toFloat(v); {
	case f > 0:
		return int64(1), nil
	case f < 0:
		return int64(-1), nil
	case math.IsNaN(f):
		return nil, nil
	}
	return int64(0), nil
}

// round rounds halves up (towards positive infinity), as openCypher's examples do: round(-1.5) is -1.0.
func round(_ *Env, args []Value) (Value, error) {
	if !isNumber(KindOf(args[0])) {
		return nil, wrongArgument("round", "a number", args[0])
	}
	x := toFloat(args[0])
	if len(args) == 1 {
		return roundHalfUp(x), nil
	}
	n, ok := args[1].(int64)
	if !ok {
		return nil, wrongArgument("round", "an integer as the number of decimals", args[1])
	}
	if n < 0 {
		return nil, errorf(ArgumentError, NegativeIntegerArgument, "round() needs a number of decimals from 0 up, not %d", n)
	}
	scale := math.Pow10(int(min(n, 400)))
	if r := roundHalfUp(x*scale) / scale; !math.IsNaN(r) && !math.IsInf(r, 0) {
		return r, nil
	}
	return x, nil // so many decimals that no float has them
}

func roundHalfUp(x float64) float64 {
	f := math.Floor(x)
	if x-f >= 0.5 {
		return f + 1
	}
	return f
}
