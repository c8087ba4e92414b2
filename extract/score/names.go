package score

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases are the types whose nodes are often common nouns, so that near names count too.
var phrases = map[string]bool{"Issue": true, "Group": true, "Program": true}

// symmetric are the edge types without direction.
var symmetric = map[string]bool{"coordinates_with": true}

var openers = []string{"the", "a", "an", "its", "their", "his", "her"}

var stopWords = wordSet("the a an of in on for to and or with by at from as its their his her this that these those against")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// fold reduces a name to the form by which names are compared: lower case ASCII words, one spelling of "labor" and
// "program", no leading article or possessive, no possessive ending, no plural "s".
func fold(name string) string {
	s := strings.ToLower(name)
	s = strings.ReplaceAll(s, "’", "'")
	s = strings.ReplaceAll(s, "labour", "labor")
	s = strings.ReplaceAll(s, "programme", "program")
	s = strings.TrimSpace(s)
	for _, o := range openers {
		if rest, ok := strings.CutPrefix(s, o); ok {
			if r, _ := utf8.DecodeRuneInString(rest); unicode.IsSpace(r) {
				s = strings.TrimSpace(rest)
				break
			}
		}
	}
	words := strings.Fields(asciiWords(dropPossessives(s)))
	for i, w := range words {
		words[i] = singular(w)
	}
	return strings.Join(words, " ")
}

// dropPossessives removes "'s" before the end of a word, and the "s'" of a plural possessive before a blank.
func dropPossessives(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		rest := s[i:]
		if strings.HasPrefix(rest, "'s") {
			r, _ := utf8.DecodeRuneInString(rest[2:])
			if len(rest) == 2 || !(unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_') {
				i += 2
				continue
			}
		}
		if strings.HasPrefix(rest, "s'") {
			if r, _ := utf8.DecodeRuneInString(rest[2:]); len(rest) > 2 && unicode.IsSpace(r) {
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// asciiWords replaces every run of bytes other than ASCII letters and digits by a blank.
func asciiWords(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteByte(c)
		} else {
			blank = true
		}
	}
	return b.String()
}

// singular drops the final "s" of a word of more than three letters, except after another "s".
func singular(w string) string {
	n := len(w)
	if n < 4 || w[n-1] != 's' || w[n-2] == 's' {
		return w
	}
	for _, c := range []byte(w[n-4 : n-1]) {
		if c < 'a' || c > 'z' {
			return w
		}
	}
	return w[:n-1]
}

// squeeze reduces a quote to lower case ASCII words.
func squeeze(quote string) string { return asciiWords(strings.ToLower(quote)) }

// contentWords are the words of a name that are not stop words.
func contentWords(name string) map[string]bool {
	set := wordSet(fold(name))
	for w := range set {
		if stopWords[w] {
			delete(set, w)
		}
	}
	return set
}

// overlap is the share of all words that two sets have in common, 0 to 1.
func overlap(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	all := len(a) + len(b) - both
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}
