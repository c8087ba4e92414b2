// Package encoder is the network that reads a sentence: features of words, a stack of bidirectional LSTMs over them,
// and the heads that tag, attach and label. It computes with whole numbers where it can, so that every processor
// gives the same answer. The trainer shares its features and the file format, nothing else.
package encoder

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SubRows is the number of rows of the table of subwords; features share rows by hash.
const SubRows = 1 << 15

// MaxSubs is the most subwords a word has: shape, exact form, folded form, five suffixes, four prefixes.
const MaxSubs = 12

// Fold is the key of a word in the word table: lower case, digits as "0", typographic quotes and dashes as ASCII.
func Fold(form string) string {
	plain := true
	for i := 0; i < len(form); i++ {
		if c := form[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c >= '1' && c <= '9' {
			plain = false
			break
		}
	}
	if plain {
		return form
	}
	var b strings.Builder
	b.Grow(len(form))
	for _, r := range form {
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

func foldRune(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	case r == '‘' || r == '’':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case r == '–' || r == '—':
		return '-'
	}
	return unicode.ToLower(r)
}

// Subs appends the rows of the subwords of a word to dst: at most MaxSubs. Folded is Fold(form).
func Subs(dst []uint16, form, folded string) []uint16 {
	form = straight(form)
	dst = append(dst, shapeRow(form), row(1, form), row(2, folded))
	end := len(folded)
	for k := 1; k <= 5 && end > 0; k++ {
		_, n := utf8.DecodeLastRuneInString(folded[:end])
		end -= n
		dst = append(dst, row(2+k, folded[end:]))
	}
	start := 0
	for k := 1; k <= 4 && start < len(folded); k++ {
		_, n := utf8.DecodeRuneInString(folded[start:])
		start += n
		dst = append(dst, row(8+k, folded[:start]))
	}
	return dst
}

// straight has typographic quotes and dashes as ASCII.
func straight(form string) string {
	if !strings.ContainsAny(form, "‘’“”–—") {
		return form
	}
	return quotes.Replace(form)
}

var quotes = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-")

// FNV-1a, 32 bits (its authors' offset and prime), with a last mix so that the low bits depend on all of it.
const (
	fnvStart = 2166136261
	fnvPrime = 16777619
)

func row(kind int, s string) uint16 {
	h := uint32(fnvStart)
	h = (h ^ uint32(kind)) * fnvPrime
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return mix(h)
}

func mix(h uint32) uint16 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	return uint16(h % SubRows)
}

// shapeRow hashes the word's shape: runs of capitals, small letters, digits and marks, each run shortened to two.
func shapeRow(form string) uint16 {
	h := uint32(fnvStart)
	var last rune
	run := 0
	for _, r := range form {
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		}
		if c == last {
			run++
		} else {
			last, run = c, 1
		}
		if run <= 2 {
			h = (h ^ uint32(c)) * fnvPrime
		}
	}
	return mix(h)
}
