package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/export/typeface"
)

// Fallback widths in ems, for characters that the typeface lacks: East Asian ones fill the square.
const (
	otherWidth = 0.66
	wideWidth  = 1
)

// slack is by how much texts may come out wider where another font stands in: DejaVu Sans, the usual one on a bare Linux,
// is 17 % wider over the lower-case letters; a part of it is absorbed by the margin of a box.
const slack = 1.06

// TextWidth is about how wide a line of text comes out in a sans-serif font, in the unit of size; somewhat more than in the
// typeface itself, as another one may stand in.
func TextWidth(s string, size float64) float64 { return Advance(s, size, false) * slack }

// BoldWidth is TextWidth for bold letters.
func BoldWidth(s string, size float64) float64 { return Advance(s, size, true) * slack }

// Advance is how wide a line of text is in the typeface of pictures, in the unit of size.
func Advance(s string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range s {
		sum += runeWidth(r, bold)
	}
	return sum * size
}

func runeWidth(r rune, bold bool) float64 {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return 0
	}
	if em, ok := typeface.Advance(r, bold); ok {
		return em
	}
	if r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xff60 || r >= 0x1f000) {
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
	sum := 0.0
	for i, r := range s {
		sum += runeWidth(r, false)
		if i > 0 && sum*size*slack > width {
			return i
		}
	}
	_, first := utf8.DecodeRuneInString(s)
	return max(first, len(s))
}
