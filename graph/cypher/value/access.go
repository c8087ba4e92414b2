package value

// Property is v.name on nodes, relationships, maps, points in time and durations; null on null.
func Property(v Value, name string) (Value, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case Node:
		return x.Property(name)
	case Relationship:
		return x.Property(name)
	case Map:
		e, _ := x.Get(name)
		return e, nil
	case Date, LocalTime, Time, LocalDateTime, DateTime, Duration:
		return component(x, name)
	}
	return nil, typeErrorf("the %s %s has no property %q: properties are on nodes, relationships, maps and temporal values", KindOf(v), brief(v), name)
}

// Index is v[i]: an element of a list by integer (counted from the end when negative, null beyond either end), or a
// property of a map, node or relationship by string. null on null.
func Index(v, i Value) (Value, error) {
	if v == nil || i == nil {
		return nil, nil
	}
	switch x := v.(type) {
	case List:
		return indexList(x, i)
	case Map, Node, Relationship:
		name, ok := i.(string)
		if !ok {
			return nil, errorf(TypeError, MapElementAccessByNonString, "a %s is indexed by a string, not by the %s %s", KindOf(v), KindOf(i), brief(i))
		}
		return Property(v, name)
	}
	return nil, typeErrorf("a %s such as %s cannot be indexed: lists, maps, nodes and relationships can", KindOf(v), brief(v))
}

func indexList(l List, i Value) (Value, error) {
	n, ok := i.(int64)
	if !ok {
		return nil, typeErrorf("a list is indexed by an integer, not by the %s %s", KindOf(i), brief(i))
	}
	if n < 0 {
		n += int64(len(l))
	}
	if n < 0 || n >= int64(len(l)) {
		return nil, nil
	}
	return l[n], nil
}

// Absent stands for an end of a slice that is not written. It is no value of the language.
var Absent Value = absent{}

type absent struct{}

// Slice is list[from..to], from inside and to outside; negative ends count from the end of the list, and what lies
// beyond the list is left out. Pass [Absent] for an end that is not written. null when the list or an end is.
func Slice(list, from, to Value) (Value, error) {
	if list == nil || from == nil || to == nil {
		return nil, nil
	}
	l, ok := list.(List)
	if !ok {
		return nil, typeErrorf("a slice is taken from a list, not from the %s %s", KindOf(list), brief(list))
	}
	i, err := sliceEnd(from, 0, len(l))
	if err != nil {
		return nil, err
	}
	j, err := sliceEnd(to, len(l), len(l))
	if err != nil {
		return nil, err
	}
	if i >= j {
		return List{}, nil
	}
	return l[i:j:j], nil
}

func sliceEnd(v Value, missing, n int) (int, error) {
	if v == Absent {
		return missing, nil
	}
	i, ok := v.(int64)
	if !ok {
		return 0, typeErrorf("the ends of a slice are integers, not the %s %s", KindOf(v), brief(v))
	}
	if i < 0 {
		i += int64(n)
	}
	return int(max(0, min(i, int64(n)))), nil
}

// Storable says whether v can be a property of a node or a relationship: null, a scalar, a temporal value, or a list of
// these without null. Else the error is TypeError: InvalidPropertyType.
func Storable(v Value) error {
	l, ok := v.(List)
	if !ok {
		return storable(v)
	}
	for _, e := range l {
		if _, nested := e.(List); nested || e == nil {
			return errorf(TypeError, InvalidPropertyType, "a list that is a property cannot hold %s: only booleans, numbers, strings and temporal values", brief(e))
		}
		if err := storable(e); err != nil {
			return err
		}
	}
	return nil
}

func storable(v Value) error {
	switch k := KindOf(v); k {
	case KindMap, KindNode, KindRelationship, KindPath, KindInvalid:
		return errorf(TypeError, InvalidPropertyType, "the %s %s cannot be a property: booleans, numbers, strings, temporal values and lists of these can", k, brief(v))
	}
	return nil
}
