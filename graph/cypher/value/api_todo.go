package value

import "errors"

var errTodo = errors.New("not built yet")

func brief(v Value) string { return Format(v) }
func byName() []Function   { return nil }

// Equal is a = b: true, false, or null.
func Equal(a, b Value) Value { return nil }

// NotEqual is a <> b.
func NotEqual(a, b Value) Value { return nil }

// Less is a < b: null when the two cannot be compared.
func Less(a, b Value) Value { return nil }

// LessEqual is a <= b.
func LessEqual(a, b Value) Value { return nil }

// Greater is a > b.
func Greater(a, b Value) Value { return nil }

// GreaterEqual is a >= b.
func GreaterEqual(a, b Value) Value { return nil }

// Order is the total order of ORDER BY, min and max: -1, 0, 1. null comes last.
func Order(a, b Value) int { return 0 }

// Same is equivalence as DISTINCT and grouping see it: null is the same as null, NaN as NaN, 1 as 1.0.
func Same(a, b Value) bool { return false }

// AppendKey appends a byte string that two values share exactly if they are the Same; usable as a map key.
func AppendKey(dst []byte, v Value) []byte { return dst }

// In is v IN list.
func In(v, list Value) (Value, error) { return nil, errTodo }

// Add is a + b: numbers, strings, lists, temporals with durations.
func Add(a, b Value) (Value, error) { return nil, errTodo }

// Subtract is a - b.
func Subtract(a, b Value) (Value, error) { return nil, errTodo }

// Multiply is a * b.
func Multiply(a, b Value) (Value, error) { return nil, errTodo }

// Divide is a / b.
func Divide(a, b Value) (Value, error) { return nil, errTodo }

// Modulo is a % b.
func Modulo(a, b Value) (Value, error) { return nil, errTodo }

// Power is a ^ b, a float.
func Power(a, b Value) (Value, error) { return nil, errTodo }

// Negate is -a.
func Negate(a Value) (Value, error) { return nil, errTodo }

// Plus is +a.
func Plus(a Value) (Value, error) { return nil, errTodo }

// StartsWith is a STARTS WITH b; null unless both are strings.
func StartsWith(a, b Value) Value { return nil }

// EndsWith is a ENDS WITH b.
func EndsWith(a, b Value) Value { return nil }

// Contains is a CONTAINS b.
func Contains(a, b Value) Value { return nil }

// Matcher keeps compiled regular expressions of one query; the zero value is ready. Not safe for concurrent use.
type Matcher struct{}

// Match is text =~ pattern, over the whole text.
func (m *Matcher) Match(text, pattern Value) (Value, error) { return nil, errTodo }

// Property is v.name on nodes, relationships, maps, temporals and durations; null on null.
func Property(v Value, name string) (Value, error) { return nil, errTodo }

// Index is v[i]: a list by integer, a map, node or relationship by string.
func Index(v, i Value) (Value, error) { return nil, errTodo }

// Slice is list[from..to]. Pass Absent for an end that is not written.
func Slice(list, from, to Value) (Value, error) { return nil, errTodo }

// Absent stands for an end of a slice that is not written; it is no value of the language.
var Absent Value = absent{}

type absent struct{}

// Storable says whether v can be a property: null, a scalar, a temporal, or a list of such without null
// (TypeError: InvalidPropertyType).
func Storable(v Value) error { return nil }

// Format writes a value as the conformance scenarios print it: strings in single quotes, nodes as (:L {k: 1}).
func Format(v Value) string { return "" }

// ParseNotation reads what Format writes, and the scenarios' tables: nodes, relationships and paths come back as
// hand-made ones to be compared with SameNotation.
func ParseNotation(s string) (Value, error) { return nil, errTodo }

// Functions is the table of functions, by name.
func Functions() []Function { return byName() }

// Aggregations is the table of aggregating functions, by name.
func Aggregations() []Aggregation { return nil }

// LookupAggregation finds an aggregating function by name, whatever its case.
func LookupAggregation(name string) (Aggregation, bool) { return Aggregation{}, false }

// Distinct wraps an accumulator so that each value counts once.
func Distinct(a Accumulator) Accumulator { return a }

// CountRows is count(*): every Add counts, its arguments are not looked at.
func CountRows() Accumulator { return nil }
