package value

// And, Or, Xor and Not are the connectives of three-valued logic over true, false and null.
// Anything but a boolean or null is a TypeError.

// And is null when neither operand is false and one is null.
func And(a, b Value) (Value, error) {
	if err := logical("AND", a, b); err != nil {
		return nil, err
	}
	switch {
	case a == false || b == false:
		return false, nil
	case a == nil || b == nil:
		return nil, nil
	}
	return true, nil
}

// Or is null when neither operand is true and one is null.
func Or(a, b Value) (Value, error) {
	if err := logical("OR", a, b); err != nil {
		return nil, err
	}
	switch {
	case a == true || b == true:
		return true, nil
	case a == nil || b == nil:
		return nil, nil
	}
	return false, nil
}

// Xor is null when an operand is.
func Xor(a, b Value) (Value, error) {
	if err := logical("XOR", a, b); err != nil {
		return nil, err
	}
	if a == nil || b == nil {
		return nil, nil
	}
	return a != b, nil
}

// Not is null for null.
func Not(a Value) (Value, error) {
	if err := logical("NOT", a); err != nil {
		return nil, err
	}
	if a == nil {
		return nil, nil
	}
	return a == false, nil
}

func logical(op string, operands ...Value) error {
	for _, v := range operands {
		if k := KindOf(v); k != KindBoolean && k != KindNull {
			return typeErrorf("%s works on booleans, not on the %s %s", op, k, brief(v))
		}
	}
	return nil
}
