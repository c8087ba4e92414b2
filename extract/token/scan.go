package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// scan cuts text into tokens in one pass.
func scan(text string) []nlp.Token {
	toks := make([]nlp.Token, 0, len(text)/5+4)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			i += n
		case isWord(r):
			end := wordEnd(text, i)
			toks = appendWord(toks, text, i, end)
			i = toks[len(toks)-1].Read.End
		default:
			end := i + n
			if isRun(r) { // "..." and "---" are one token
				for end < len(text) && text[end] == text[i] {
					end++
				}
			}
			if n := contractionLen(text[i:]); n > 0 && glued(toks, i) {
				end = i + n
			}
			toks = append(toks, makeToken(text, i, end))
			i = end
		}
	}
	return toks
}

// wordEnd finds the end of the run of word characters that starts at i: letters and digits, with the marks that may
// stand inside a word (points of abbreviations, commas and points of numbers, slashes of dates, "@" and "://" of
// addresses, the apostrophe of "O'Brien").
func wordEnd(text string, i int) int {
	if n := addressLen(text[i:]); n > 0 {
		return i + n
	}
	start := i
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isWord(r) {
			i += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+n:])
		prev, _ := utf8.DecodeLastRuneInString(text[start:i])
		switch {
		case (r == '.' || r == ',' || r == ':' || r == '/') && unicode.IsDigit(prev) && unicode.IsDigit(next):
			i += n
		case r == '.' && isWord(next) && pointed(text[start:i]):
			i += n
		case r == '.' && abbreviated(text, start, i):
			return i + 1
		case (r == '\'' || r == '’') && isWord(next) && !isContraction(text[i:]) && unicode.IsLetter(prev):
			i += n
		case isHyphen(r) && isWord(next) && isPrefix(text[start:i]):
			i += n
		default:
			return i
		}
	}
	return i
}

// appendWord adds text[i:end], cut where English writes two words as one ("cannot", "don't").
func appendWord(toks []nlp.Token, text string, i, end int) []nlp.Token {
	w := text[i:end]
	if strings.EqualFold(w, "cannot") {
		return append(toks, makeToken(text, i, i+3), makeToken(text, i+3, end))
	}
	// "don" + "'t": the n belongs to the second word
	if end < len(text) && len(w) > 1 && (w[len(w)-1] == 'n' || w[len(w)-1] == 'N') {
		rest := text[end:]
		for _, a := range []string{"'t", "’t", "'T", "’T"} {
			if strings.HasPrefix(rest, a) && !wordFollows(rest, len(a)) {
				return append(toks, makeToken(text, i, end-1), makeToken(text, end-1, end+len(a)))
			}
		}
	}
	return append(toks, makeToken(text, i, end))
}

// glued says whether the last token ends at i.
func glued(toks []nlp.Token, i int) bool {
	return len(toks) > 0 && toks[len(toks)-1].Read.End == i
}

var contractions = []string{"s", "re", "ve", "ll", "d", "m", "t", "S", "RE", "VE", "LL", "D", "M", "T"}

// isContraction says whether rest begins with an apostrophe and a short ending that is a word of its own.
func isContraction(rest string) bool { return contractionLen(rest) > 0 }

func contractionLen(rest string) int {
	r, n := utf8.DecodeRuneInString(rest)
	if r != '\'' && r != '’' {
		return 0
	}
	for _, c := range contractions {
		if strings.HasPrefix(rest[n:], c) && !wordFollows(rest, n+len(c)) {
			return n + len(c)
		}
	}
	return 0
}

func wordFollows(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isWord(r)
}

// addressLen is the length of the web or mail address at the start of s, 0 if there is none.
func addressLen(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '<' || r == '>' || r == '"' || r == '”' || r == ')' || r == ']'
	})
	if end < 0 {
		end = min(len(s), maxAddress)
	} else if end > maxAddress {
		return 0
	}
	w := s[:end]
	if !strings.Contains(w, "://") && !strings.HasPrefix(w, "www.") && !isMail(w) {
		return 0
	}
	return len(strings.TrimRight(w, ".,;:!?'’"))
}

// maxAddress bounds how far an address may reach, so that scanning stays linear on text without blanks.
const maxAddress = 2048

func isMail(w string) bool {
	at := strings.IndexByte(w, '@')
	return at > 0 && strings.IndexByte(w[at:], '.') > 1
}

// pointed says whether w can be the beginning of an abbreviation with inner points: "U", "e", "Ph", "U.S".
func pointed(w string) bool {
	last := w[strings.LastIndexByte(w, '.')+1:]
	return len(last) >= 1 && len(last) <= 2 && utf8.RuneCountInString(last) <= 2 && isASCIILetter(last[0]) ||
		strings.Contains(w, ".") && len(last) <= 3
}

func isRoman(s string) bool {
	n := 0
	for n < len(s) && strings.IndexByte("IVXLC", s[n]) >= 0 {
		n++
	}
	return n > 0 && (n == len(s) || !isWordByte(s[n]))
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func isRun(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '*' || r == '=' }

func isHyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' }

func isBlank(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsSpace(r)
}
