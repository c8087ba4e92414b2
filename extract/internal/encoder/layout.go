package encoder

import "slices"

// Layout says where the words of a batch are: sentences from long to short, and the words of one time step side by
// side, so that one matrix product serves a step of all sentences. Word t of sentence s (in Order) is row At[t]+s.
type Layout struct {
	Order []int // places in the batch, from the longest sentence to the shortest
	Lens  []int
	At    []int // first row of each step
	Count []int // sentences that are at least so long
	Rows  int
}

// Set lays out a batch of sentences.
func (l *Layout) Set(sents [][]string) {
	l.Order, l.Lens, l.At, l.Count, l.Rows = l.Order[:0], l.Lens[:0], l.At[:0], l.Count[:0], 0
	for i := range sents {
		l.Order = append(l.Order, i)
	}
	slices.SortStableFunc(l.Order, func(a, b int) int { return len(sents[b]) - len(sents[a]) })
	for _, i := range l.Order {
		l.Lens = append(l.Lens, len(sents[i]))
	}
	c := len(l.Lens)
	for t := 0; t < l.Lens[0]; t++ {
		for c > 0 && l.Lens[c-1] <= t {
			c--
		}
		l.At, l.Count = append(l.At, l.Rows), append(l.Count, c)
		l.Rows += c
	}
}

// Row is the row of word t of sentence s.
func (l *Layout) Row(s, t int) int { return l.At[t] + s }
