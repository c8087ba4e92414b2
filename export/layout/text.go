package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// widths are the advance widths of U+0020 to U+007E in thousandths of the font size: those of Liberation Sans, which has
// the metrics of Arial and Helvetica (read from its hmtx table).
var widths = [...]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
	556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
	556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// Fallback widths. Letters beyond ASCII average 575 (Latin), 590 (Greek) and 652 (Cyrillic) in Liberation Sans; East Asian
// characters fill the square.
const (
	otherWidth = 660
	wideWidth  = 1000
)

// slack is by how much texts may come out wider where another font stands in: DejaVu Sans, the usual one on a bare Linux,
// is 17 % wider over the lower-case letters; a part of it is absorbed by the margin of a box.
const slack = 1.06

// TextWidth is about how wide a line of text comes out in a sans-serif font, in the unit of size.
func TextWidth(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += runeWidth(r)
	}
	return float64(sum) / 1000 * size * slack
}

func runeWidth(r rune) int {
	switch {
	case r >= ' ' && int(r-' ') < len(widths):
		return int(widths[r-' '])
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return 0
	case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xff60 || r >= 0x1f000):
		return wideWidth
	}
	return otherWidth
}

// Wrap breaks a text into lines no wider than width: at blanks where it can, within a word where it must. The lines are
// made about equally long. An empty text gives one empty line.
func Wrap(s string, size, width float64) []string {
	lines := fill(s, size, width)
	if len(lines) < 2 {
		return lines
	}
	// The narrowest width that needs no more lines makes them even; found to a twentieth of the font size.
	lo, hi := width/2, width
	for hi-lo > size/20 {
		mid := (lo + hi) / 2
		if len(fill(s, size, mid)) > len(lines) || breaksWord(s, size, mid) && !breaksWord(s, size, width) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return fill(s, size, hi)
}

func breaksWord(s string, size, width float64) bool {
	for _, w := range strings.Fields(s) {
		if TextWidth(w, size) > width {
			return true
		}
	}
	return false
}

// fill puts as many words on each line as fit.
func fill(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case TextWidth(line+" "+word, size) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		for TextWidth(line, size) > width { // a word that is too long by itself
			cut := fitting(line, size, width)
			if cut == len(line) {
				break
			}
			lines = append(lines, line[:cut])
			line = line[cut:]
		}
	}
	return append(lines, line)
}

// fitting is how many bytes of the text fit, at least one character.
func fitting(s string, size, width float64) int {
	sum := 0
	for i, r := range s {
		sum += runeWidth(r)
		if i > 0 && float64(sum)/1000*size*slack > width {
			return i
		}
	}
	_, first := utf8.DecodeRuneInString(s)
	return max(first, len(s))
}
