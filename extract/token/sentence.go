package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// boundaries finds where sentences end: indices one past the last token of each.
func boundaries(text string, toks []nlp.Token) []int {
	var ends []int
	start := 0
	for i := range toks {
		if i+1 == len(toks) || i-start+1 >= maxSentence || ends0(toks, i) && starts(text, toks, i+1) {
			if i+1 < len(toks) && isCloser(toks[i+1].Text) && !toks[i+1].Space && i-start+1 < maxSentence {
				continue // the closing quote or bracket belongs to the sentence
			}
			ends = append(ends, i+1)
			start = i + 1
		}
	}
	return ends
}

// maxSentence bounds a sentence, in tokens, so that text without points (a long table) stays workable.
const maxSentence = 400

// ends0 says whether a sentence can end after token i.
func ends0(toks []nlp.Token, i int) bool {
	for i >= 0 && isCloser(toks[i].Text) && i > 0 && !toks[i].Space {
		i--
	}
	t := toks[i].Text
	switch t[len(t)-1] {
	case '!', '?':
		return true
	case '.':
		if len(t) == 1 {
			return i == 0 || !isEnumerator(toks, i-1)
		}
		return strings.Trim(t, ".") == "" || mayEnd[strings.ToLower(t)]
	}
	return t == "…" || t == "。"
}

// mayEnd are abbreviations that often close a sentence.
var mayEnd = set("etc. inc. ltd. corp. jr. sr. u.s. u.k. u.n. p.m. a.m. al. d.c. e.u. co.")

// isEnumerator says whether token i is a number or letter that opens the sentence, as in "1. The" or "a. Each":
// its point ends nothing.
func isEnumerator(toks []nlp.Token, i int) bool {
	t := toks[i].Text
	opens := i == 0 || strings.ContainsAny(toks[i-1].Text, ";:(") || toks[i-1].Lower == "section" || toks[i-1].Lower == "article"
	return opens && (allDigits(t) && len(t) <= 3 || len(t) == 1 && isASCIILetter(t[0]) || isRoman(t))
}

// starts says whether a sentence can begin at token i.
func starts(text string, toks []nlp.Token, i int) bool {
	if i >= len(toks) || !toks[i].Space {
		return i < len(toks) && isCloser(toks[i-1].Text) && upperStart(toks[i].Text)
	}
	if i+3 < len(toks) && toks[i].Text == "(" && toks[i+2].Text == ")" && len(toks[i+1].Text) <= 4 && upperStart(toks[i+3].Text) {
		return true // "General Provisions. (a) Nothing in this order …"
	}
	for i < len(toks) && isOpener(toks[i].Text) {
		i++
	}
	if i >= len(toks) {
		return false
	}
	t := toks[i].Text
	r, _ := utf8.DecodeRuneInString(t)
	if prev := toks[i-1].Text; len(prev) > 2 && prev[len(prev)-1] == '.' && prev != "..." {
		// after an abbreviation only a word that seldom follows one inside a sentence
		return unicode.IsUpper(r) && openers[toks[i].Lower]
	}
	return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '¶' || r == '•' || unicode.IsTitle(r)
}

func upperStart(t string) bool {
	r, _ := utf8.DecodeRuneInString(t)
	return unicode.IsUpper(r)
}

// openers are words that open a sentence and, with a capital, hardly ever follow "U.S." or "etc." inside one.
var openers = set("the a an this that these those it he she they we i in on at for from by with as if when while since after before " +
	"during under although though however but and or its his her their our there here such some many most all each both several no not " +
	"according despite following to what who which how why where two three four five")

func isCloser(t string) bool {
	switch t {
	case `"`, "”", "’", "'", ")", "]", "''", "»":
		return true
	}
	return false
}

func isOpener(t string) bool {
	switch t {
	case `"`, "“", "‘", "'", "(", "[", "``", "«", "-", "–", "—", "*":
		return true
	}
	return false
}
