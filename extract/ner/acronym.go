package ner

import (
	"strings"
	"unicode"

	"mandate/extract/nlp"
)

// definition is an acronym introduced in the text: "Ministry of Public Security (MPS)" or "MPS (Ministry of Public
// Security)".
type definition struct {
	short             string
	sent              int
	long, shortTokens [2]int // token ranges in the sentence
}

// definitions finds the acronyms that a sentence defines. The long form is found by the method of Schwartz and Hearst
// (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text": each character of the short
// form, from the right, must occur in the words before the bracket, the first one at the beginning of a word.
func definitions(toks []nlp.Token, sent int) []definition {
	var out []definition
	for i := 1; i+2 < len(toks); i++ {
		if toks[i].Text != "(" {
			continue
		}
		k := i + 1
		if toks[k].Text == "“" || toks[k].Text == "\"" || toks[k].Lower == "the" {
			k++
		}
		if k+1 >= len(toks) {
			continue
		}
		end := k + 1
		if toks[end].Text == "”" || toks[end].Text == "\"" {
			end++
		}
		if end >= len(toks) || toks[end].Text != ")" && toks[end].Text != ";" && toks[end].Text != "," {
			continue
		}
		if short := toks[k].Text; isAcronym(short) && !isAcronym(toks[i-1].Text) {
			if start, ok := longForm(toks, i, short); ok {
				out = append(out, definition{short: short, sent: sent, long: [2]int{start, i}, shortTokens: [2]int{k, k + 1}})
			}
		}
	}
	for i := 0; i+3 < len(toks); i++ { // "MPS (Ministry of Public Security)"
		if !isAcronym(toks[i].Text) || toks[i+1].Text != "(" {
			continue
		}
		for end := i + 3; end < len(toks) && end < i+16; end++ {
			if toks[end].Text != ")" {
				continue
			}
			if start, ok := longForm(toks, end, toks[i].Text); ok && start == i+2 && end-start >= 2 {
				out = append(out, definition{short: toks[i].Text, sent: sent, long: [2]int{start, end}, shortTokens: [2]int{i, i + 1}})
			}
			break
		}
	}
	return out
}

// longForm finds where the long form of short begins that ends before token end.
func longForm(toks []nlp.Token, end int, short string) (int, bool) {
	letters := make([]rune, 0, len(short))
	for _, r := range strings.TrimSuffix(short, "s") {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	limit := max(0, end-min(len(letters)*2+4, len(letters)+8))
	if start, ok := initials(toks, limit, end, letters); ok {
		return start, true
	}
	// characters anywhere in the words, right to left
	k := len(letters) - 1
	for i := end - 1; i >= limit && k >= 0; i-- {
		if toks[i].Text == "," && i == end-1 || toks[i].Text == "." || toks[i].Text == ";" || toks[i].Text == "(" {
			return 0, false
		}
		w := []rune(toks[i].Lower)
		for j := len(w) - 1; j >= 0 && k >= 0; j-- {
			if w[j] == letters[k] && (k > 0 || j == 0) {
				k--
				if k < 0 {
					return i, !closed[toks[i].Lower]
				}
			}
		}
	}
	return 0, false
}

// initials matches the letters with the first letters of words, right to left; small words may be passed over.
func initials(toks []nlp.Token, limit, end int, letters []rune) (int, bool) {
	k := len(letters) - 1
	for i := end - 1; i >= limit; i-- {
		w := toks[i].Lower
		if toks[i].Text == "." || toks[i].Text == ";" || toks[i].Text == "(" || toks[i].Text == ")" {
			return 0, false
		}
		first := []rune(w)[0]
		switch {
		case first == letters[k]:
			if k == 0 {
				return i, !closed[w]
			}
			k--
		case closed[w] || isHyphen(w) || isPossessive(w) || w == ",":
		default:
			return 0, false
		}
	}
	return 0, false
}
