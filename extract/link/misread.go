package link

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"mandate/extract/internal/english"
	"mandate/extract/ner/lists"
	"mandate/extract/nlp"
)

// Words that are taken for a name and are none, or part of another.

// shoutedWords is the length of a run of words in capitals within which one more of them need not be an acronym.
const shoutedWords = 4

// shouted says whether a mention is a word in capitals in a line of capitals: "USHERING IN A NEW ERA OF DISCOVERY".
func shouted(p place) bool {
	if p.Last != p.First+1 || !capitals(p.toks[p.First].Text) {
		return false
	}
	n, long := 0, false
	count := func(from, step int) {
		for i := from; i >= 0 && i < len(p.toks); i += step {
			switch t := p.toks[i].Text; {
			case capitals(t):
				n++
				long = long || len(t) > 6
			case strings.ContainsFunc(t, unicode.IsLower):
				return
			}
		}
	}
	count(p.First-1, -1)
	count(p.Last, 1)
	return n >= shoutedWords && long
}

func capitals(word string) bool {
	return strings.ContainsFunc(word, unicode.IsUpper) && !strings.ContainsFunc(word, unicode.IsLower)
}

// common says whether a mention looks like an acronym and is a common word in capitals: "Read the memo HERE".
func common(p place, words map[string]bool) bool {
	if p.Last != p.First+1 {
		return false
	}
	t := &p.toks[p.First]
	if pointers[t.Lower] {
		return true
	}
	if ofKind[t.Lower] {
		return true // two "FTAs" of two agreements, whatever body the lists know by the acronym
	}
	return p.Rule != "list.organization" && capitals(t.Text) && len(t.Text) > 2 && words[t.Lower]
}

// pointers are words that writers point or shout with, which are no names however they are written.
var pointers = map[string]bool{"here": true, "read": true, "more": true, "watch": true, "now": true, "link": true, "below": true, "above": true, "subject": true,
	"fact": true, "note": true, "today": true, "live": true, "this": true, "not": true, "and": true, "the": true, "all": true, "never": true, "icymi": true, "immediately": true, "double": true, "future": true, "etc": true, "etc.": true}

// goesOn says whether the name of a body goes on behind a mention: "D.C.'s Department of Energy & Environment".
func goesOn(p place) bool {
	and, next := p.around(0), p.around(1)
	return and != nil && next != nil && and.Text == "&" && capital(next)
}

func capital(t *nlp.Token) bool { return t.Text != t.Lower && unicode.IsUpper([]rune(t.Text)[0]) }

// headlineWords is the number of words in capitals from which on they are a line and no name.
const headlineWords = 3

// headline says whether a mention is words of a line in capitals: "RESTORING LAW AND ORDER". They may have a name in them,
// but where it begins and ends nobody can tell.
func headline(p place) bool {
	n := 0
	for _, t := range p.toks[p.First:p.Last] {
		switch {
		case capitals(t.Text):
			n++
		case strings.ContainsFunc(t.Text, unicode.IsLower):
			return false
		}
	}
	if n >= headlineWords {
		return !strings.HasPrefix(p.Rule, "list.")
	}
	before, after := p.around(-1), p.around(0)
	return n > 1 && !strings.HasPrefix(p.Rule, "list.") && (before != nil && capitals(before.Text) || after != nil && capitals(after.Text))
}

// owner says whether the name of a person goes on behind its possessive ending with what is his: "Smith's America".
func owner(p place) bool {
	for i := p.First + 1; i+1 < p.Last; i++ {
		if t := p.toks[i].Lower; t == "'s" || t == "’s" {
			return true
		}
	}
	return false
}

// led says whether the name of a person has a title in its midst, and words before it that are none: "Order President Smith".
func led(p place) bool {
	for i := p.First + 1; i < p.Last; i++ {
		if kind := titles()[bare(&p.toks[i])]; kind == "office" && len(p.toks[i].Text) > 4 && i+1 < p.Last && titles()[bare(&p.toks[p.First])] == "" {
			return true
		}
	}
	return false
}

// predicate says whether a word in capitals behind the name of a person says what he does: "Smith KEEPS HIS PROMISES".
func predicate(p place) bool {
	for _, t := range p.toks[p.First+1 : p.Last] {
		if capitals(t.Text) && len(t.Text) > 1 && (t.UPOS == "VERB" || t.UPOS == "AUX" || t.UPOS == "PRON") {
			return true
		}
	}
	return false
}

// namesake says whether a name of one word is, in its document, the family name of a person: the "Smith" of "the Smith
// administration" is as well one of the Smiths.
func namesake(doc *nlp.Document, c *nlp.Cluster) bool {
	if strings.ContainsAny(c.Name, " -") {
		return false
	}
	return slices.ContainsFunc(doc.Clusters, func(o nlp.Cluster) bool {
		words := strings.Fields(o.Name)
		return o.Type == "Person" && len(words) > 1 && strings.EqualFold(words[len(words)-1], c.Name)
	})
}

// ending says whether the name of a program is the end of a longer name: "Center for Education Policy".
func ending(p place) bool {
	before, ahead := p.around(-1), p.around(-2)
	return strings.HasPrefix(p.Rule, "name.") && before != nil && ahead != nil && (before.Lower == "for" || before.Lower == "of" || before.Lower == "on") &&
		capital(ahead) && ahead.UPOS == "PROPN"
}

// rest says whether the name of a law is the end of a longer one: "CHIPS for [America Act]".
func rest(p place) bool {
	before, ahead := p.around(-1), p.around(-2)
	return strings.HasPrefix(p.Rule, "name.") && before != nil && ahead != nil && (before.Lower == "for" || before.Lower == "in" || before.Lower == "on") &&
		capital(ahead) && strings.ContainsFunc(ahead.Text, unicode.IsLetter) && !provision[ahead.Lower]
}

// month matches a date that is taken for a name: "mid-November 2022".
var month = regexp.MustCompile(`^((early|mid|late)[- ])?(January|February|March|April|May|June|July|August|September|October|November|December)( [0-9]{4})?$`)

// glued says whether an acronym is the first half of a name of two, or one of a row of numbers: "CMA CGM", "PPD 41".
func glued(p place) bool {
	if p.Last != p.First+1 || !capitals(p.toks[p.First].Text) {
		return false
	}
	next, then := p.around(0), p.around(1)
	if next != nil && isNumber(next.Text) && len(next.Text) < 4 {
		return true // "PPD 41" is a paper
	}
	return next != nil && len(next.Text) > 1 && capitals(next.Text) && !strings.ContainsAny(next.Text, ".0123456789") && (then == nil || !capitals(then.Text) || len(then.Text) == 1)
}

// unfinished says whether a name begins or ends with an adjective of a noun behind it: "Executive Order on Ending Radical …",
// "senior White House staff".
func unfinished(p place) bool {
	if p.Last-p.First < 2 || strings.HasPrefix(p.Rule, "list.") {
		return false
	}
	of := func(t *nlp.Token) bool { return t.UPOS == "ADJ" && t.Deprel == "amod" && t.Head >= p.Last }
	return of(&p.toks[p.Last-1]) || p.Rule != "name.head" && of(&p.toks[p.First])
}

// plainWord says whether a name of one word, which no list knows, is a word like any other, though it begins with a capital
// or is written in capitals: no noun ("Immediately", "the Federal lease", "has PASSED"), a noun that the document also writes
// in small letters, or the end of a longer name ("Peace Through Strength agenda").
func plainWord(p place, name string, words map[string]bool) bool {
	if strings.HasPrefix(p.Rule, "list.") || strings.Contains(name, " ") {
		return false
	}
	if between(name) || member.MatchString(name) { // "R-KS" behind a senator
		return true
	}
	at := slices.IndexFunc(p.toks[p.First:p.Last], func(t nlp.Token) bool { return strings.EqualFold(t.Text, name) })
	if at < 0 {
		return false
	}
	t := &p.toks[p.First+at]
	switch t.UPOS {
	case "ADJ", "ADV", "VERB", "AUX", "NUM", "INTJ", "DET", "PRON", "ADP", "SCONJ", "CCONJ":
		return true
	case "NOUN":
		if words[t.Lower] || english.Singular(t.Lower) != t.Lower && !IsAcronym(t.Text) { // "the Participants" are those of the document
			return true
		}
	}
	if degrees()[t.Lower] || exclaimed(p) || initials(p) {
		return true
	}
	before, ahead := p.around(-1), p.around(-2)
	if before != nil && joint(before) && !p.toks[p.First].Space {
		return true // "DOUBLE-DIGIT"
	}
	return strings.HasPrefix(p.Rule, "name.") && before != nil && ahead != nil && joins[before.Lower] && capital(ahead) && ahead.UPOS != "PRON"
}

// exclaimed says whether a word stands by itself before an exclamation mark.
func exclaimed(p place) bool {
	before, after := p.around(-1), p.around(0)
	return after != nil && after.Text == "!" && (before == nil || !strings.ContainsFunc(before.Text, unicode.IsLetter))
}

// initials says whether a mention is the initials of a name that follows: "J.M. Smith".
func initials(p place) bool {
	after := p.around(0)
	return after != nil && capital(after) && !capitals(after.Text) && initialLetters.MatchString(p.toks[p.First].Text)
}

var initialLetters = regexp.MustCompile(`^(\p{Lu}\.){1,3}$`)

// between says whether a name is countries and no more: of "U.S.-India" there are partnerships, programs and talks.
func between(name string) bool {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '–' || r == '‑' })
	for _, s := range parts {
		s = strings.ReplaceAll(slug(s), "-", " ")
		if names().country[s] == "" && len(names().adjective[s]) == 0 {
			return false
		}
	}
	return len(parts) > 1
}

// ofTown says whether an acronym is that of the state behind a town: "Richmond, VA".
func ofTown(p place) bool {
	comma, town := p.around(-1), p.around(-2)
	if p.Last != p.First+1 || comma == nil || town == nil || comma.Text != "," || !named(town) {
		return false
	}
	t := p.toks[p.First].Text
	_, state := listedPlaces().states[t]
	return state && capitals(t) && len(t) == 2
}

// joins are the words that join parts of a name.
var joins = map[string]bool{"of": true, "for": true, "the": true, "through": true, "on": true, "to": true, "with": true}

// degrees are the degrees of the list of titles, in lower case: "M.D." is no body.
var degrees = sync.OnceValue(func() map[string]bool {
	all, err := lists.Load()
	if err != nil {
		return nil
	}
	m := map[string]bool{}
	for _, t := range all.Titles {
		if t.Kind == "degree" {
			m[strings.ToLower(t.Text)] = true
		}
	}
	return m
})

// counted says whether an ordinal before a name belongs to it: "Second World War", "118th Congress".
func counted(p place) bool {
	before := p.around(-1)
	if before == nil || strings.HasPrefix(p.Rule, "list.") || before.Head < p.First || before.Head >= p.Last || before.Text == before.Lower && !ordinal.MatchString(before.Lower) {
		return false
	}
	return ordinal.MatchString(plain(before.Lower, 0))
}

var ordinal = regexp.MustCompile(`^[0-9]+(st|nd|rd|th)$`)

// oneOf says whether a law or program is called by its kind, in small letters, as several or one of several: "a Bush-era
// policy", "Registered Apprenticeship programs".
func oneOf(p place, name string) bool {
	words := strings.Fields(name)
	last := words[len(words)-1]
	if last != strings.ToLower(last) || !strings.ContainsFunc(last, unicode.IsLetter) {
		return false
	}
	if english.Singular(last) != last {
		return true
	}
	before := p.around(-1)
	for i := -2; before != nil && (before.UPOS == "ADJ" || before.UPOS == "ADV") && i > -4; i-- {
		before = p.around(i)
	}
	return before != nil && (before.Lower == "a" || before.Lower == "an")
}
