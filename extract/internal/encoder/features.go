// Package encoder is the network that reads a sentence: features of words, a stack of bidirectional LSTMs over them,
// and the heads that tag, attach and label. It computes with whole numbers where it can, so that every processor
// gives the same answer. The trainer shares its features and the file format, nothing else.
package encoder

import (
	"unicode"
	"unicode/utf8"
)

// SubRows is the number of rows of the table of subwords; features share rows by hash.
const SubRows = 1 << 15

// MaxSubs is the most subwords a word has: shape, exact form, folded form, five suffixes, four prefixes.
const MaxSubs = 12

// AppendFold appends the key of a word in the word table: lower case, digits as "0", typographic quotes and dashes as
// ASCII.
func AppendFold(dst []byte, form string) []byte {
	for _, r := range form {
		switch {
		case r >= '0' && r <= '9':
			dst = append(dst, '0')
		case r >= 'A' && r <= 'Z':
			dst = append(dst, byte(r)+'a'-'A')
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
		default:
			dst = utf8.AppendRune(dst, unicode.ToLower(plain(r)))
		}
	}
	return dst
}

// Fold is AppendFold for a word alone.
func Fold(form string) string { return string(AppendFold(nil, form)) }

// appendPlain appends a word with its typographic quotes and dashes as ASCII.
func appendPlain(dst []byte, form string) []byte {
	for _, r := range form {
		dst = utf8.AppendRune(dst, plain(r))
	}
	return dst
}

// plain is a quote or dash as ASCII, any other rune as it is.
func plain(r rune) rune {
	switch r {
	case '‘', '’':
		return '\''
	case '“', '”':
		return '"'
	case '–', '—':
		return '-'
	}
	return r
}

// Subs appends the rows of the subwords of a word to dst: at most MaxSubs. Folded is the word by AppendFold; buf is
// memory to use.
func Subs(dst []uint16, form string, folded, buf []byte) []uint16 {
	exact := appendPlain(buf[:0], form)
	dst = append(dst, shapeRow(form), row(1, exact), row(2, folded))
	end := len(folded)
	for k := 1; k <= 5 && end > 0; k++ {
		_, n := utf8.DecodeLastRune(folded[:end])
		end -= n
		dst = append(dst, row(2+k, folded[end:]))
	}
	start := 0
	for k := 1; k <= 4 && start < len(folded); k++ {
		_, n := utf8.DecodeRune(folded[start:])
		start += n
		dst = append(dst, row(8+k, folded[:start]))
	}
	return dst
}

// FNV-1a, 32 bits (its authors' offset and prime), with a last mix so that the low bits depend on all of it.
const (
	fnvStart = 2166136261
	fnvPrime = 16777619
)

func row(kind int, s []byte) uint16 {
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
