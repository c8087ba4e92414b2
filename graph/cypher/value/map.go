package value

import (
	"cmp"
	"iter"
	"slices"
)

// Map is a map from strings to values. It is immutable; its keys come in ascending order everywhere, so that the same
// query prints the same bytes. The zero Map is empty.
type Map struct {
	entries []Entry // by key, each key once
}

// Entry is one key of a Map with its value.
type Entry struct {
	Key   string
	Value Value
}

// NewMap makes a map. Of entries with the same key the last one counts. It keeps no reference to the arguments' array.
func NewMap(entries ...Entry) Map {
	if len(entries) == 0 {
		return Map{}
	}
	es := slices.Clone(entries)
	slices.SortStableFunc(es, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
	n := 0
	for i := range es {
		if i+1 < len(es) && es[i+1].Key == es[i].Key {
			continue
		}
		es[n] = es[i]
		n++
	}
	return Map{es[:n:n]}
}

// Is says whether two maps are one and the same, not just alike.
func (m Map) Is(o Map) bool {
	return len(m.entries) == len(o.entries) && len(m.entries) > 0 && &m.entries[0] == &o.entries[0]
}

// Len is the number of keys.
func (m Map) Len() int { return len(m.entries) }

// Get is the value of a key, and whether the map has it (it may have it with null).
func (m Map) Get(key string) (Value, bool) {
	if i, ok := m.find(key); ok {
		return m.entries[i].Value, true
	}
	return nil, false
}

func (m Map) find(key string) (int, bool) {
	return slices.BinarySearchFunc(m.entries, key, func(e Entry, k string) int { return cmp.Compare(e.Key, k) })
}

// With is a copy of the map with one key set.
func (m Map) With(key string, v Value) Map {
	i, ok := m.find(key)
	es := make([]Entry, 0, len(m.entries)+1)
	es = append(append(es, m.entries[:i]...), Entry{key, v})
	if ok {
		i++
	}
	return Map{append(es, m.entries[i:]...)}
}

// Without is a copy of the map that lacks the key.
func (m Map) Without(key string) Map {
	i, ok := m.find(key)
	if !ok {
		return m
	}
	return Map{slices.Concat(m.entries[:i], m.entries[i+1:])}
}

// Keys are the keys in ascending order.
func (m Map) Keys() []string {
	ks := make([]string, len(m.entries))
	for i, e := range m.entries {
		ks[i] = e.Key
	}
	return ks
}

// All are the keys with their values, in ascending order of key.
func (m Map) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for _, e := range m.entries {
			if !yield(e.Key, e.Value) {
				return
			}
		}
	}
}
