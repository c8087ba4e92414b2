package input

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a view, trimmed of the white space around it.
type line struct {
	start, end int // in the view
	indent     int // columns before it (a tab counts four)
	kind       lineKind
}

type lineKind uint8

const (
	inkLine   lineKind = iota // has text
	blankLine                 // white space only
	ruleLine                  // only dashes, equals signs, underscores, stars
	pageLine                  // a page break
)

// pageBreak stands in a view where a page break (a form feed, a page-break line of a cable) was.
const pageBreak = '\f'

// splitLines cuts a view into lines. "\r\n", "\r", "\n" and the line and paragraph separators of Unicode end one.
func splitLines(v *view) []line {
	text := v.text
	lines := make([]line, 0, len(text)/48+1)
	for pos := 0; pos < len(text); {
		end, next := lineEnd(text, pos)
		lines = append(lines, makeLine(v, pos, end))
		pos = next
	}
	return lines
}

func lineEnd(text string, pos int) (end, next int) {
	i := strings.IndexAny(text[pos:], "\r\n")
	if i < 0 {
		return len(text), len(text)
	}
	end, next = pos+i, pos+i+1
	if text[end] == '\r' && next < len(text) && text[next] == '\n' {
		next++
	}
	return end, next
}

func makeLine(v *view, start, end int) line {
	l := line{kind: blankLine}
	page := false
	i := start
	for ; i < end; i++ {
		switch v.text[i] {
		case ' ':
			l.indent++
		case '\t':
			l.indent += 4
		case pageBreak:
			page = true
		case 0xc2: // a no-break space indents as well
			if i+1 >= end || v.text[i+1] != 0xa0 {
				goto ink
			}
			l.indent++
			i++
		default:
			if v.text[i] > ' ' {
				goto ink
			}
		}
	}
ink:
	l.start, l.end = v.trimmed(i, end)
	switch {
	case l.start == l.end && page:
		l.kind = pageLine
	case l.start == l.end:
	case isRule(v.text[l.start:l.end]):
		l.kind = ruleLine
	default:
		l.kind = inkLine
	}
	return l
}

// isRule says whether a line is drawn, not written: three or more dashes and the like, with blanks between at most.
func isRule(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '-', '=', '_', '*', '~', '#', '.', '+':
			n++
		case ' ', '\t':
		default:
			return false
		}
	}
	return n >= 3 && s != "..."
}

// shape is what the lines of a text look like as a whole.
type shape struct {
	wrapped bool // lines are broken at a width, not at the ends of paragraphs
	width   int  // typical length of a full line, in bytes
	double  bool // an empty line stands between any two lines
	caps    bool // the whole text is in capitals
}

// measure finds the shape of a text. Figures below were set by looking at cables, orders and speeches: in wrapped text
// most lines that another follows end in mid sentence; a blank line before a small letter is rare unless all lines
// have one.
func measure(v *view, lines []line) shape {
	var s shape
	var pairs, open, singles, lower, lowerPairs, short int
	var lens []int
	last, gap := -1, 0
	for i, l := range lines {
		if l.kind != inkLine {
			gap++
			continue
		}
		if last >= 0 {
			prev := v.text[lines[last].start:lines[last].end]
			next := v.text[l.start:l.end]
			mid := !finished(prev)
			switch gap {
			case 0:
				pairs++
				lens = append(lens, len(prev))
				if mid {
					open++
				}
				if startsLower(next) {
					lowerPairs++
				}
			case 1:
				singles++
				if len(prev) < 100 {
					short++
				}
				if mid && startsLower(next) {
					lower++
				}
			}
		}
		last, gap = i, 0
	}
	if singles >= 6 && pairs*4 < singles && lower*4 >= singles && short*4 >= singles*3 {
		s.double = true
		lens = lens[:0]
		for _, l := range lines {
			if l.kind == inkLine {
				lens = append(lens, l.end-l.start)
			}
		}
		s.wrapped = true
	}
	if len(lens) > 0 {
		slices.Sort(lens)
		s.width = lens[len(lens)*9/10]
		median := lens[len(lens)/2]
		if !s.double {
			s.wrapped = open*5 >= pairs*2 && lowerPairs*5 >= pairs && median >= 30 && s.width <= 160
		}
	}
	if !s.wrapped {
		s.width = 0
	}
	s.caps = mostlyCaps(v.text)
	return s
}

// mostlyCaps says whether a text is written in capitals throughout, as old telegrams are.
func mostlyCaps(text string) bool {
	upper, lower := 0, 0
	for i := 0; i < len(text) && i < 1<<16; i++ {
		switch c := text[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		}
	}
	return upper > 200 && upper > 3*lower
}

// finished says whether s ends as a sentence or a lead-in does: with a point, question or exclamation mark or colon,
// perhaps within quotes or brackets.
func finished(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', ':', '…':
			return true
		case '"', '\'', '”', '’', ')', ']', '*', '_', '»':
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

// endsOpen says whether s ends with a word or mark after which a line cannot end for good.
func endsOpen(s string) bool {
	if s == "" {
		return false
	}
	switch s[len(s)-1] {
	case ',', '-', '/', '&', '(':
		return true
	}
	word := s[strings.LastIndexByte(s, ' ')+1:]
	switch strings.ToLower(word) {
	case "of", "and", "or", "the", "a", "an", "for", "to", "in", "on", "by", "with", "at", "from", "as", "its", "their",
		"his", "her", "this", "that", "which", "who", "is", "are", "was", "be", "been", "under", "into", "between", "within",
		"upon", "than", "shall", "will", "has", "have", "had", "not", "any", "each", "such", "these", "those", "our", "no.",
		"mr.", "mrs.", "ms.", "dr.", "amb.":
		return true
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// startsLower says whether s begins with a small letter.
func startsLower(s string) bool { return unicode.IsLower(firstRune(s)) }

// startsUpper says whether s begins like a sentence: with a capital, a digit or an opening mark before one.
func startsUpper(s string) bool {
	s = strings.TrimLeft(s, "\"'“‘([*_«")
	r := firstRune(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsTitle(r)
}
