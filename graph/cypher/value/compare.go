package value

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Equal is a = b: true, false, or null where a null decides. Values of different types are not equal, except that
// integers and floats compare by the number they stand for.
func Equal(a, b Value) Value {
	if a == nil || b == nil {
		return nil
	}
	ka, kb := KindOf(a), KindOf(b)
	if isNumber(ka) && isNumber(kb) {
		c, ordered := compareNumbers(a, b)
		return ordered && c == 0
	}
	if ka != kb {
		return false
	}
	switch ka {
	case KindList:
		return equalLists(a.(List), b.(List))
	case KindMap:
		return equalMaps(a.(Map), b.(Map))
	}
	return orderSameKind(ka, a, b) == 0
}

// NotEqual is a <> b.
func NotEqual(a, b Value) Value { return negated(Equal(a, b)) }

func negated(v Value) Value {
	if v == nil {
		return nil
	}
	return v == false
}

func equalLists(a, b List) Value {
	if len(a) != len(b) {
		return false
	}
	var result Value = true
	for i := range a {
		switch Equal(a[i], b[i]) {
		case false:
			return false
		case nil:
			result = nil
		}
	}
	return result
}

func equalMaps(a, b Map) Value {
	if !slices.EqualFunc(a.entries, b.entries, func(x, y Entry) bool { return x.Key == y.Key }) {
		return false
	}
	var result Value = true
	for i := range a.entries {
		switch Equal(a.entries[i].Value, b.entries[i].Value) {
		case false:
			return false
		case nil:
			result = nil
		}
	}
	return result
}

// outcome is what comparing two values came to.
type outcome int8

const (
	below   outcome = -1
	same    outcome = 0
	above   outcome = 1
	unequal outcome = 2 // neither below nor above nor the same: NaN
	unknown outcome = 3 // null
)

// Less is a < b: null when the two cannot be compared. NaN is neither below nor above any number.
func Less(a, b Value) Value { return truth(compare(a, b), below, below) }

// LessEqual is a <= b.
func LessEqual(a, b Value) Value { return truth(compare(a, b), below, same) }

// Greater is a > b.
func Greater(a, b Value) Value { return truth(compare(a, b), above, above) }

// GreaterEqual is a >= b.
func GreaterEqual(a, b Value) Value { return truth(compare(a, b), same, above) }

func truth(o, from, to outcome) Value {
	if o == unknown {
		return nil
	}
	return o >= from && o <= to
}

// compare compares for <, <=, > and >=: numbers, strings, booleans, lists, and points in time of the same type.
func compare(a, b Value) outcome {
	ka, kb := KindOf(a), KindOf(b)
	switch {
	case isNumber(ka) && isNumber(kb):
		c, ordered := compareNumbers(a, b)
		if !ordered {
			return unequal
		}
		return outcome(c)
	case ka != kb:
		return unknown
	case ka == KindList:
		return compareLists(a.(List), b.(List))
	case ka == KindString || ka == KindBoolean || ka.IsTemporal():
		return outcome(orderSameKind(ka, a, b))
	}
	return unknown
}

// compareLists goes by the first elements that are not equal; a list is above its own beginning.
func compareLists(a, b List) outcome {
	for i := range min(len(a), len(b)) {
		switch Equal(a[i], b[i]) {
		case nil:
			return unknown
		case false:
			return compare(a[i], b[i])
		}
	}
	return outcome(cmp.Compare(len(a), len(b)))
}

func isNumber(k Kind) bool { return k == KindInteger || k == KindFloat }

// compareNumbers compares integers and floats by their exact mathematical value; ordered is false when one is NaN.
func compareNumbers(a, b Value) (c int, ordered bool) {
	switch x := a.(type) {
	case int64:
		switch y := b.(type) {
		case int64:
			return cmp.Compare(x, y), true
		case float64:
			return compareIntFloat(x, y), !math.IsNaN(y)
		}
	case float64:
		switch y := b.(type) {
		case int64:
			return -compareIntFloat(y, x), !math.IsNaN(x)
		case float64:
			return cmp.Compare(x, y), !math.IsNaN(x) && !math.IsNaN(y)
		}
	}
	return 0, false
}

// compareIntFloat is exact where a conversion to float would round. NaN is above everything.
func compareIntFloat(i int64, f float64) int {
	switch {
	case math.IsNaN(f), f >= 1<<63:
		return -1
	case f < -1<<63:
		return 1
	}
	whole, frac := math.Modf(f)
	if c := cmp.Compare(i, int64(whole)); c != 0 {
		return c
	}
	return cmp.Compare(0, frac)
}

// Order is the total order of ORDER BY, min and max: -1, 0 or 1. Types come in the order of [Kind], so null is last;
// NaN is above all numbers, and durations go by their average length.
func Order(a, b Value) int {
	ka, kb := KindOf(a), KindOf(b)
	if isNumber(ka) && isNumber(kb) {
		return orderNumbers(a, b)
	}
	if ka != kb {
		return cmp.Compare(ka, kb)
	}
	return orderSameKind(ka, a, b)
}

func orderNumbers(a, b Value) int {
	c, ordered := compareNumbers(a, b)
	if ordered {
		return c
	}
	return cmp.Compare(isNaN(a), isNaN(b))
}

func isNaN(v Value) int {
	if f, ok := v.(float64); ok && math.IsNaN(f) {
		return 1
	}
	return 0
}

// orderSameKind orders two values of one kind, numbers excepted.
func orderSameKind(k Kind, a, b Value) int {
	switch k {
	case KindString:
		return strings.Compare(a.(string), b.(string))
	case KindBoolean:
		return orderBool(a.(bool), b.(bool))
	case KindNode:
		return a.(Node).NodeID().Compare(b.(Node).NodeID())
	case KindRelationship:
		return a.(Relationship).RelationshipID().Compare(b.(Relationship).RelationshipID())
	case KindPath:
		return orderPaths(a.(Path), b.(Path))
	case KindList:
		return slices.CompareFunc(a.(List), b.(List), Order)
	case KindMap:
		return orderMaps(a.(Map), b.(Map))
	case KindDate:
		return a.(Date).Compare(b.(Date))
	case KindLocalTime:
		return a.(LocalTime).Compare(b.(LocalTime))
	case KindTime:
		return a.(Time).Compare(b.(Time))
	case KindLocalDateTime:
		return a.(LocalDateTime).Compare(b.(LocalDateTime))
	case KindDateTime:
		return a.(DateTime).Compare(b.(DateTime))
	case KindDuration:
		return a.(Duration).Compare(b.(Duration))
	}
	return 0
}

func orderBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func orderPaths(a, b Path) int {
	for i := range min(len(a.Nodes), len(b.Nodes)) {
		if c := a.Nodes[i].NodeID().Compare(b.Nodes[i].NodeID()); c != 0 {
			return c
		}
		if i < min(len(a.Relationships), len(b.Relationships)) {
			if c := a.Relationships[i].RelationshipID().Compare(b.Relationships[i].RelationshipID()); c != 0 {
				return c
			}
		}
	}
	return cmp.Compare(len(a.Nodes), len(b.Nodes))
}

// orderMaps goes by size, then keys, then values: openCypher leaves it open, Neo4j does so.
func orderMaps(a, b Map) int {
	if c := cmp.Compare(a.Len(), b.Len()); c != 0 {
		return c
	}
	if c := slices.CompareFunc(a.entries, b.entries, func(x, y Entry) int { return cmp.Compare(x.Key, y.Key) }); c != 0 {
		return c
	}
	return slices.CompareFunc(a.entries, b.entries, func(x, y Entry) int { return Order(x.Value, y.Value) })
}

// Same is equivalence as DISTINCT and grouping see it: null is the same as null, NaN as NaN, 1 as 1.0.
func Same(a, b Value) bool { return Order(a, b) == 0 }

// In is v IN list: true when an element equals v, else null when a comparison was null, else false.
func In(v, list Value) (Value, error) {
	if list == nil {
		return nil, nil
	}
	l, ok := list.(List)
	if !ok {
		return nil, typeErrorf("IN needs a list on its right, not the %s %s", KindOf(list), brief(list))
	}
	var result Value = false
	for _, e := range l {
		switch Equal(v, e) {
		case true:
			return true, nil
		case nil:
			result = nil
		}
	}
	return result, nil
}
