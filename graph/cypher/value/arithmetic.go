package value

import (
	"math"
	"slices"
)

// Add is a + b: numbers; strings with strings, numbers, booleans and temporals; lists with lists or, at either end,
// elements; points in time with durations; durations. null on null.
func Add(a, b Value) (Value, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	ka, kb := KindOf(a), KindOf(b)
	switch {
	case ka == KindInteger && kb == KindInteger:
		x, y := a.(int64), b.(int64)
		s := x + y
		if (s > x) != (y > 0) && y != 0 {
			return nil, overflow("+", a, b)
		}
		return s, nil
	case isNumber(ka) && isNumber(kb):
		return toFloat(a) + toFloat(b), nil
	case ka == KindList || kb == KindList:
		return concatLists(a, b), nil
	case ka == KindString && concatenates(kb), kb == KindString && concatenates(ka):
		return Text(a) + Text(b), nil
	case ka == KindDuration && kb == KindDuration:
		return a.(Duration).plus(b.(Duration), 1)
	case ka.IsTemporal() && kb == KindDuration:
		return shift(a, b.(Duration), 1)
	case kb.IsTemporal() && ka == KindDuration:
		return shift(b, a.(Duration), 1)
	}
	return nil, noOperator("+", a, b)
}

func concatenates(k Kind) bool { return k >= KindDateTime && k <= KindFloat }

func concatLists(a, b Value) Value {
	x, ok := a.(List)
	if !ok {
		x = List{a}
	}
	y, ok := b.(List)
	if !ok {
		y = List{b}
	}
	return slices.Concat(x, y)
}

// Subtract is a - b: numbers, points in time less durations, durations. null on null.
func Subtract(a, b Value) (Value, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	ka, kb := KindOf(a), KindOf(b)
	switch {
	case ka == KindInteger && kb == KindInteger:
		x, y := a.(int64), b.(int64)
		d := x - y
		if (d < x) != (y > 0) && y != 0 {
			return nil, overflow("-", a, b)
		}
		return d, nil
	case isNumber(ka) && isNumber(kb):
		return toFloat(a) - toFloat(b), nil
	case ka == KindDuration && kb == KindDuration:
		return a.(Duration).plus(b.(Duration), -1)
	case ka.IsTemporal() && kb == KindDuration:
		return shift(a, b.(Duration), -1)
	}
	return nil, noOperator("-", a, b)
}

// Multiply is a * b: numbers, and a duration with a number. null on null.
func Multiply(a, b Value) (Value, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	ka, kb := KindOf(a), KindOf(b)
	switch {
	case ka == KindInteger && kb == KindInteger:
		p, ok := multiply(a.(int64), b.(int64))
		if !ok {
			return nil, overflow("*", a, b)
		}
		return p, nil
	case isNumber(ka) && isNumber(kb):
		return toFloat(a) * toFloat(b), nil
	case ka == KindDuration && isNumber(kb):
		return a.(Duration).times(b)
	case kb == KindDuration && isNumber(ka):
		return b.(Duration).times(a)
	}
	return nil, noOperator("*", a, b)
}

// multiply is x*y, and whether that is an int64.
func multiply(x, y int64) (int64, bool) {
	if x == 0 || y == 0 {
		return 0, true
	}
	p := x * y
	return p, p/y == x && !(x == -1 && y == math.MinInt64) && !(y == -1 && x == math.MinInt64)
}

// Divide is a / b: between integers it drops the remainder (towards zero) and refuses to divide by 0; floats follow
// IEEE 754. A duration divides by a number. null on null.
func Divide(a, b Value) (Value, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	ka, kb := KindOf(a), KindOf(b)
	switch {
	case ka == KindInteger && kb == KindInteger:
		x, y := a.(int64), b.(int64)
		if y == 0 {
			return nil, errorf(ArithmeticError, DivisionByZero, "%d / 0: an integer cannot be divided by 0", x)
		}
		if x == math.MinInt64 && y == -1 {
			return nil, overflow("/", a, b)
		}
		return x / y, nil
	case isNumber(ka) && isNumber(kb):
		return toFloat(a) / toFloat(b), nil
	case ka == KindDuration && isNumber(kb):
		return a.(Duration).dividedBy(b)
	}
	return nil, noOperator("/", a, b)
}

// Modulo is a % b, with the sign of a. null on null.
func Modulo(a, b Value) (Value, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	ka, kb := KindOf(a), KindOf(b)
	switch {
	case ka == KindInteger && kb == KindInteger:
		x, y := a.(int64), b.(int64)
		switch y {
		case 0:
			return nil, errorf(ArithmeticError, DivisionByZero, "%d %% 0: an integer cannot be divided by 0", x)
		case -1:
			return int64(0), nil // also for the smallest integer, where the quotient would overflow
		}
		return x % y, nil
	case isNumber(ka) && isNumber(kb):
		return math.Mod(toFloat(a), toFloat(b)), nil
	}
	return nil, noOperator("%", a, b)
}

// Power is a ^ b, always a float. null on null.
func Power(a, b Value) (Value, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	if isNumber(KindOf(a)) && isNumber(KindOf(b)) {
		return math.Pow(toFloat(a), toFloat(b)), nil
	}
	return nil, noOperator("^", a, b)
}

// Negate is -a, for numbers and durations. null on null.
func Negate(a Value) (Value, error) {
	switch x := a.(type) {
	case nil:
		return nil, nil
	case int64:
		if x == math.MinInt64 {
			return nil, errorf(ArithmeticError, IntegerOverflow, "-(%d) is beyond the integers", x)
		}
		return -x, nil
	case float64:
		return -x, nil
	case Duration:
		return Duration{}.plus(x, -1)
	}
	return nil, typeErrorf("- needs a number, not the %s %s", KindOf(a), brief(a))
}

// Plus is +a, for numbers and durations. null on null.
func Plus(a Value) (Value, error) {
	switch KindOf(a) {
	case KindNull, KindInteger, KindFloat, KindDuration:
		return a, nil
	}
	return nil, typeErrorf("+ needs a number, not the %s %s", KindOf(a), brief(a))
}

// toFloat converts a number; it is for values that are known to be one.
func toFloat(v Value) float64 {
	if i, ok := v.(int64); ok {
		return float64(i)
	}
	return v.(float64)
}

func overflow(op string, a, b Value) error {
	return errorf(ArithmeticError, IntegerOverflow, "%v %s %v is beyond the integers; write one of them as a float (%v.0)", a, op, b, a)
}

func noOperator(op string, a, b Value) error {
	return typeErrorf("%s does not work between the %s %s and the %s %s", op, KindOf(a), brief(a), KindOf(b), brief(b))
}
