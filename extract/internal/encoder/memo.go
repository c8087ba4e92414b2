package encoder

import (
	"strings"

	"mandate/extract/internal/kernel"
)

// What the first layer makes of a word alone, before it has read its neighbours, depends on the word's form and nothing
// else, and half the words of a text are the same few hundred. So the product of the input with the weights is kept.
// Sums of whole numbers are exact: what is kept is what would be computed again.

// memoWords is the number of words that a memo keeps, at 6 kB each: it starts again when it is full.
const memoWords = 1024

// memo keeps rows of a product by word.
type memo struct {
	slots map[string]int32
	rows  []int32 // width numbers a slot
	fresh []int16 // inputs of the words that are not kept yet
}

// room makes sure that so many more words have room, forgetting all words if need be.
func (m *memo) room(words, width int) {
	if m.slots == nil {
		m.slots = make(map[string]int32, memoWords)
	}
	if len(m.slots)+words > max(memoWords, words) {
		clear(m.slots)
	}
	if need := (len(m.slots) + words) * width; len(m.rows) < need {
		rows := make([]int32, max(need, min(2*len(m.rows), memoWords*width)))
		copy(rows, m.rows)
		m.rows = rows
	}
	m.fresh = m.fresh[:0]
}

// slot is the place of a word, and whether it is a new one, whose input is to be added to fresh.
func (m *memo) slot(form string) (at int32, added bool) {
	at, ok := m.slots[form]
	if !ok {
		at = int32(len(m.slots))
		m.slots[strings.Clone(form)] = at // not to hold on to the text it is part of
	}
	return at, !ok
}

// fill computes the rows of the words whose inputs of so many numbers are in fresh: those last added.
func (m *memo) fill(inputs int, w *kernel.PackedInt) {
	added := len(m.fresh) / inputs
	if added > 0 {
		kernel.GemmInt(added, m.fresh, inputs, w, m.rows[(len(m.slots)-added)*w.N:], w.N)
	}
}
