package value

// Sized is a node or relationship that knows how many bytes it holds for whoever has it. Those that are there anyway, whether
// a query holds them or not, need not be.
type Sized interface{ HeldBytes() int64 }

// mostSized is how many elements of a value are looked at to know its size.
const mostSized = 1000

// Size is about how many bytes a value holds beyond the 16 of a [Value] itself, as Go lays values out on 64-bit machines.
// Of a large list or map some elements stand for all; parts that are shared count as often as they stand there.
func Size(v Value) int64 { return sizeWithin(v, mostSized) }

func sizeWithin(v Value, most int) int64 {
	switch v := v.(type) {
	case nil, bool:
		return 0
	case int64:
		if v >= 0 && v < 256 { // Go has those at hand
			return 0
		}
		return 8
	case float64:
		return 8
	case string:
		return 16 + int64(len(v)+7)&^7
	case List:
		n := 24 + 16*int64(len(v))
		return n + sampled(len(v), most, func(i, most int) int64 { return sizeWithin(v[i], most) })
	case Map:
		n := 24 + 32*int64(len(v.entries))
		return n + sampled(len(v.entries), most, func(i, most int) int64 {
			return int64(len(v.entries[i].Key)) + sizeWithin(v.entries[i].Value, most)
		})
	case Path:
		n := 48 + 16*int64(len(v.Nodes)+len(v.Relationships))
		n += sampled(len(v.Nodes), most, func(i, _ int) int64 { return held(v.Nodes[i]) })
		return n + sampled(len(v.Relationships), most, func(i, _ int) int64 { return held(v.Relationships[i]) })
	case Node, Relationship:
		return held(v)
	}
	return 40 // the largest of the temporal values
}

func held(v Value) int64 {
	if s, ok := v.(Sized); ok {
		return s.HeldBytes()
	}
	return 0
}

// sampled adds up the sizes of n parts, from most of them, evenly spread.
func sampled(n, most int, size func(i, most int) int64) int64 {
	if n == 0 {
		return 0
	}
	every := (n + most - 1) / most
	looked := (n + every - 1) / every
	var sum int64
	for i := 0; i < n; i += every {
		sum += size(i, max(1, most/looked))
	}
	return sum * int64(n) / int64(looked)
}
