package graph

import (
	"strings"
	"unicode"
)

// FoldName reduces a name to the form by which names are compared: lower case, letters and digits only, single
// blanks between words, no leading article, no possessive ending. "The MPS's" and "mps" fold alike.
func FoldName(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	rs := []rune(strings.ToLower(name))
	blank := false
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		case (r == '\'' || r == '’') && i+1 < len(rs) && rs[i+1] == 's' && (i+2 == len(rs) || !isWord(rs[i+2])):
			i++ // possessive ending
		case r == '.' && i > 0 && isWord(rs[i-1]) && (i+1 == len(rs) || i+2 < len(rs) && rs[i+2] == '.' || i >= 2 && rs[i-2] == '.'):
			// the points of "U.S." and "e.g." vanish, so that it folds like "US"
		default:
			blank = true
		}
	}
	s := b.String()
	for _, article := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, article); ok {
			return rest
		}
	}
	return s
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
