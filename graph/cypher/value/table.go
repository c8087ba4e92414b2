package value

import (
	"hash/maphash"
	"math"
	"unsafe"
)

// Table numbers rows of values in the order in which they first come: two rows share a number exactly if they are the
// [Same] value by value. It is what grouping and DISTINCT go by. Rows are compared as they are, no text is made of them.
type Table struct {
	width  int
	values []Value  // the rows one after the other
	hashes []uint64 // of each row
	slots  []uint32 // number of a row and one, where its hash leads to or behind that; 0 is free
	key    []byte
	last   int // the row that was added or found last: the next one is often the same
}

// NewTable is an empty table of rows of width values.
func NewTable(width int) *Table { return &Table{width: width} }

// fewRows is up to how many rows are found by going through all of their hashes.
const fewRows = 8

// tableSeed keeps anybody from choosing values that all lead to one slot.
var tableSeed = maphash.MakeSeed()

// Add is the number of a row, and whether it is new. The table keeps the values of a new row, but not the slice.
func (t *Table) Add(row []Value) (n int, fresh bool) {
	if t.last < len(t.hashes) && t.isLast(row) {
		return t.last, false
	}
	h := t.hashRow(row)
	if n = t.find(h, row); n >= 0 {
		t.last = n
		return n, false
	}
	t.values, t.hashes = append(t.values, row...), append(t.hashes, h)
	n = len(t.hashes) - 1
	t.last = n
	switch {
	case len(t.hashes) <= fewRows:
	case len(t.hashes)*4 > len(t.slots)*3:
		t.spread()
	default:
		t.place(n)
	}
	return n, true
}

// Find is the number of a row, -1 when the table has none like it.
func (t *Table) Find(row []Value) int { return t.find(t.hashRow(row), row) }

func (t *Table) hashRow(row []Value) uint64 {
	h := uint64(len(row))
	for _, v := range row {
		h = mix(h ^ t.hash(v))
	}
	return h
}

func (t *Table) find(h uint64, row []Value) int {
	if t.slots == nil {
		for i, other := range t.hashes {
			if other == h && t.same(i, row) {
				return i
			}
		}
		return -1
	}
	for at := h & uint64(len(t.slots)-1); t.slots[at] != 0; at = (at + 1) & uint64(len(t.slots)-1) {
		if i := int(t.slots[at] - 1); t.hashes[i] == h && t.same(i, row) {
			return i
		}
	}
	return -1
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.hashes) }

// Row are the values of the row with a number, not to be changed.
func (t *Table) Row(n int) []Value { return t.values[n*t.width : (n+1)*t.width : (n+1)*t.width] }

// Held is how many bytes the table takes, without what its values hold beyond their 16 bytes.
func (t *Table) Held() int64 {
	return 16*int64(cap(t.values)) + 8*int64(cap(t.hashes)) + 4*int64(cap(t.slots)) + int64(cap(t.key))
}

// spread makes room for twice as many rows.
func (t *Table) spread() {
	t.slots = make([]uint32, max(4*fewRows, 2*len(t.slots))) // a power of two
	for n := range t.hashes {
		t.place(n)
	}
}

func (t *Table) place(n int) {
	at := t.hashes[n] & uint64(len(t.slots)-1)
	for t.slots[at] != 0 {
		at = (at + 1) & uint64(len(t.slots)-1)
	}
	t.slots[at] = uint32(n) + 1
}

func (t *Table) same(n int, row []Value) bool {
	for i, have := range t.values[n*t.width : (n+1)*t.width] {
		if !sameKey(have, row[i]) {
			return false
		}
	}
	return true
}

// isLast says whether the row is that of the last time, seen from without: what is the same but was made anew need not be.
func (t *Table) isLast(row []Value) bool {
	for i, have := range t.values[t.last*t.width : (t.last+1)*t.width] {
		switch v := row[i].(type) {
		case string:
			if s, ok := have.(string); !ok || len(s) != len(v) || unsafe.StringData(s) != unsafe.StringData(v) {
				return false
			}
		case int64:
			if n, ok := have.(int64); !ok || n != v {
				return false
			}
		case Node:
			if n, ok := have.(Node); !ok || n != v {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// sameKey is [Same], with a short way for what is grouped by most often.
func sameKey(a, b Value) bool {
	switch a := a.(type) {
	case string:
		b, ok := b.(string)
		return ok && a == b
	case int64:
		if b, ok := b.(int64); ok {
			return a == b
		}
	case Node:
		b, ok := b.(Node)
		return ok && (a == b || a.NodeID() == b.NodeID())
	case nil:
		return b == nil
	}
	return Same(a, b)
}

// hash is equal for values that are the same.
func (t *Table) hash(v Value) uint64 {
	switch v := v.(type) {
	case nil:
		return 1
	case string:
		return maphash.String(tableSeed, v)
	case int64:
		return hashInt(v)
	case float64:
		if v == math.Trunc(v) && v >= -1<<63 && v < 1<<63 {
			return hashInt(int64(v))
		}
		if math.IsNaN(v) {
			return 2
		}
		return hashInt(int64(math.Float64bits(v)))
	case Hashed:
		return v.KeyHash()
	case Node:
		return Hash(v.NodeID())
	case Relationship:
		return Hash(v.RelationshipID())
	}
	t.key = AppendKey(t.key[:0], v)
	return maphash.Bytes(tableSeed, t.key)
}

func hashInt(i int64) uint64 { return maphash.Comparable(tableSeed, i) }

// Hashed is a node that has the [Hash] of its identity at hand.
type Hashed interface {
	Node
	KeyHash() uint64
}

// Hash is a number that equal identities share. It is another one in every run of the program.
func Hash(id ID) uint64 {
	h := maphash.String(tableSeed, id.Text) ^ mix(uint64(id.Num))
	if id.Type != "" {
		h = mix(h ^ maphash.String(tableSeed, id.Type))
		h = mix(h ^ maphash.String(tableSeed, id.End))
	}
	return h
}

// mix is the finalizer of MurmurHash3 (Appleby, 2011), so that the order of values counts.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
