package input

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joint is how two lines go together.
type joint uint8

const (
	jointBlank joint = iota // by a blank
	jointTight              // by nothing: the line ends with a hyphen that is part of the word
	jointWhole              // by nothing, and the hyphen at the end of the line is left out
)

// vocabulary answers which words a text holds. It is made when the first line ends with a hyphen.
type vocabulary struct {
	text  string
	marks *bool          // whether portion marks stand without paragraph numbers in the whole text; nil: not yet looked at
	words map[string]int // how often each stands there, in lower case; hyphenated words as a whole
}

// joint decides how the line prev goes together with the line next.
func (v *vocabulary) joint(prev, next string) joint {
	if len(prev) < 2 || prev[len(prev)-1] != '-' {
		if strings.HasSuffix(prev, "\u00ad") {
			return jointTight // flow leaves the soft hyphen out
		}
		if strings.HasSuffix(prev, "‐") || strings.HasSuffix(prev, "‑") {
			return jointTight
		}
		return jointBlank
	}
	before, _ := utf8.DecodeLastRuneInString(prev[:len(prev)-1])
	after := firstRune(next)
	if !unicode.IsLetter(before) && !unicode.IsDigit(before) {
		return jointBlank // a dash
	}
	if !unicode.IsLower(after) || !unicode.IsLower(before) {
		if unicode.IsLetter(after) || unicode.IsDigit(after) {
			return jointTight // "Thomas-\nGreenfield"
		}
		return jointBlank
	}
	left, right := lastWord(prev[:len(prev)-1]), firstWord(next)
	if v.split(left, right) {
		return jointWhole
	}
	switch right {
	case "and", "or", "to": // "long-\nand short-term"
		return jointBlank
	}
	return jointTight
}

// split says whether left and right are one word that was broken at the end of a line.
func (v *vocabulary) split(left, right string) bool {
	v.build()
	l, r := strings.ToLower(left), strings.ToLower(right)
	switch {
	case v.words[l+r] > 0:
		return true
	case v.words[l+"-"+r] > 0 || hyphenPrefixes[l]:
		return false
	case fragment(r):
		return true
	}
	known := v.words[r] > 1 // more than the one at the start of this line
	return v.words[l] == 0 && len(l) <= 5 && len(r) >= 3 && !known
}

// hyphenPrefixes are first parts that keep their hyphen.
var hyphenPrefixes = setOf(`anti non counter self inter multi pre post ex well long short high low mid cross third co re sub
	semi pro quasi vice all half full part two three four five six seven eight nine ten one first second old new large small
	medium so best better ill decision policy law fact state public private world government community peace nation human
	trafficking labor child sex gender drug land rights rule right left north south east west cease day time year early late
	far fast free hard home in off on out over under up down high-level real risk job air sea un`)

// fragment says whether s is an ending that is no word by itself.
func fragment(s string) bool {
	switch s {
	case "tion", "tions", "tional", "tionally", "sion", "sions", "ment", "ments", "mental", "ing", "ings", "ed", "ity", "ities",
		"ance", "ances", "ence", "ences", "ness", "ly", "ally", "ative", "atives", "ation", "ations", "izing", "ized", "ization",
		"ing's", "ic", "ical", "cial", "tial", "able", "ible", "ship", "ships", "ism", "ist", "ists", "ers", "tive", "tives",
		"ture", "tures", "cation", "cations", "zation", "lation", "tation", "nity", "lity", "gency", "gencies", "ment's",
		"dent", "dents", "dential", "rity", "curity", "opment", "velopment", "ernment", "national", "ulation", "formation":
		return s != "national" && s != "able"
	}
	return false
}

// build gathers the words of the text, in lower case, except those cut by a line end.
func (v *vocabulary) build() {
	if v.words != nil {
		return
	}
	v.words = map[string]int{}
	start := -1
	text := v.text
	add := func(end int) {
		word := strings.ToLower(text[start:end])
		if strings.HasSuffix(word, "-") {
			return
		}
		v.words[word]++
	}
	for i, r := range text {
		if unicode.IsLetter(r) || r == '-' && start >= 0 || r == '\'' && start >= 0 {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			add(i)
			start = -1
		}
	}
	if start >= 0 {
		add(len(text))
	}
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

func firstWord(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		return s
	}
	return s[:i]
}

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// unwrite takes the last byte off again, a hyphen at the end of a line.
func (w *writer) unwrite() {
	n := len(w.off)
	if n == 0 {
		return
	}
	l := &w.off[n-1]
	if l.ReadLen != l.SourceLen { // the hyphen itself was rewritten: leave it
		return
	}
	w.text = w.text[:len(w.text)-1]
	l.ReadLen--
	l.SourceLen--
	if l.ReadLen == 0 {
		w.off = w.off[:n-1]
	}
}
