package ask

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mandate/graph"
)

// Nearest are the candidates that a misspelt word most likely means, at most n of them, the likeliest first: those it
// can be turned into by changing less than half of its letters, and those that begin with it.
func Nearest(word string, candidates []string, n int) []string {
	type scored struct {
		text string
		cost int
	}
	folded := graph.FoldName(word)
	limit := (utf8.RuneCountInString(folded) + 1) / 2
	var found []scored
	for _, c := range candidates {
		f := graph.FoldName(c)
		cost := editDistance(folded, f, limit)
		if folded != "" && strings.Contains(" "+f, " "+folded) {
			cost = min(cost, 1)
		}
		if cost <= limit && !slices.ContainsFunc(found, func(s scored) bool { return s.text == c }) {
			found = append(found, scored{c, cost})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		if a.cost != b.cost {
			return a.cost - b.cost
		}
		return strings.Compare(a.text, b.text)
	})
	var out []string
	for _, s := range found[:min(n, len(found))] {
		out = append(out, s.text)
	}
	return out
}

// DidYouMean phrases suggestions: "" when there are none.
func DidYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ": did you mean " + strings.Join(names, ", ") + "?"
}

// editDistance is the number of letters to insert, delete, replace or swap with their neighbour to turn a into b;
// some number above limit when it is above limit.
func editDistance(a, b string, limit int) int {
	ra, rb := []rune(a), []rune(b)
	if d := len(ra) - len(rb); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)
	for j := range last {
		last[j] = j
	}
	for i, x := range ra {
		row[0] = i + 1
		for j, y := range rb {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x == rb[j-1] && ra[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(rb)]
}
