package encoder

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"mandate/extract/models"
)

// Lemmatizer gives the dictionary form of a word by its tag: words learnt by heart, then the longest known ending.
//
// A script says how a word becomes its lemma: how many letters to cut off the end, and what to put there instead:
// "3,y" makes "policy" of "policies". It applies to the lower-case word; a script that starts with "=" applies to the
// word as written, so that names keep their capitals.
type Lemmatizer struct {
	scripts []script
	words   map[string]uint16 // lower-case word, blank, tag → script
	endings map[string]uint16 // tag, blank, ending → script
}

type script struct {
	asWritten bool
	cut       int
	add       string
}

// MaxEnding is the longest ending, in letters, that the lemmatizer knows.
const MaxEnding = 6

// Script is the way from a word to its lemma.
func Script(form, lemma string) string {
	prefix, low := "=", strings.ToLower(form)
	if common(form, lemma) <= common(low, lemma) {
		prefix, form = "", low
	}
	n := common(form, lemma)
	return fmt.Sprintf("%s%d,%s", prefix, utf8.RuneCountInString(form[n:]), lemma[n:])
}

// common is the length in bytes of the longest common beginning, in whole letters.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) {
		r, k := utf8.DecodeRuneInString(a[n:])
		q, _ := utf8.DecodeRuneInString(b[n:])
		if r != q {
			break
		}
		n += k
	}
	return n
}

func parseScript(s string) (script, error) {
	var out script
	body, ok := strings.CutPrefix(s, "=")
	out.asWritten = ok
	num, add, found := strings.Cut(body, ",")
	cut, err := strconv.Atoi(num)
	if err != nil || !found {
		return out, fmt.Errorf("parser model: lemma script %q is damaged", s)
	}
	out.cut, out.add = cut, add
	return out, nil
}

// apply gives the lemma, and whether the word is long enough for the script.
func (s script) apply(form, lower string) (string, bool) {
	base := lower
	if s.asWritten {
		base = form
	}
	for range s.cut {
		if base == "" {
			return "", false
		}
		_, n := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-n]
	}
	if s.add == "" {
		return base, base != ""
	}
	return base + s.add, true
}

func newLemmatizer(t *models.Tensors) (*Lemmatizer, error) {
	l := &Lemmatizer{words: map[string]uint16{}, endings: map[string]uint16{}}
	for _, s := range t.Strings["lemma.scripts"] {
		p, err := parseScript(s)
		if err != nil {
			return nil, err
		}
		l.scripts = append(l.scripts, p)
	}
	for _, part := range []struct {
		name string
		to   map[string]uint16
	}{{"lemma.words", l.words}, {"lemma.endings", l.endings}} {
		for _, entry := range t.Strings[part.name] {
			key, num, ok := strings.Cut(entry, "\t")
			id, err := strconv.Atoi(num)
			if !ok || err != nil || id >= len(l.scripts) {
				return nil, fmt.Errorf("parser model: lemma entry %q is damaged", entry)
			}
			part.to[key] = uint16(id)
		}
	}
	return l, nil
}

// Lemma is the dictionary form of a word with a treebank tag (XPOS).
func (l *Lemmatizer) Lemma(form, lower, tag string) string {
	var buf [64]byte
	key := append(append(append(buf[:0], lower...), ' '), tag...)
	if id, ok := l.words[string(key)]; ok {
		if s, ok := l.scripts[id].apply(form, lower); ok {
			return s
		}
	}
	start := len(lower)
	for k := 0; k < MaxEnding && start > 0; k++ {
		_, n := utf8.DecodeLastRuneInString(lower[:start])
		start -= n
	}
	for ; start <= len(lower); start++ {
		if start < len(lower) && !utf8.RuneStart(lower[start]) {
			continue
		}
		key = append(append(append(buf[:0], tag...), ' '), lower[start:]...)
		if id, ok := l.endings[string(key)]; ok {
			if s, ok := l.scripts[id].apply(form, lower); ok {
				return s
			}
		}
	}
	return lower
}

// Lemma is the dictionary form of a word by its treebank tag.
func (n *Network) Lemma(form, lower, tag string) string { return n.lemma.Lemma(form, lower, tag) }
