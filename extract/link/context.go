package link

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"mandate/extract/internal/english"
	"mandate/extract/ner/lists"
	"mandate/extract/nlp"
)

// What stands around a name in its document says whether it can be linked by its words at all.

// place is a mention in its sentence.
type place struct {
	*nlp.Mention
	toks  []nlp.Token
	owned bool // it stands inside the longer name of a body, law or program
}

// around is the token so many before the mention (below 0) or after it (from 0), nil at the ends of the sentence.
func (p place) around(by int) *nlp.Token {
	at := p.Last + by
	if by < 0 {
		at = p.First + by
	}
	if at < 0 || at >= len(p.toks) {
		return nil
	}
	return &p.toks[at]
}

// owned says whether a mention stands inside the longer name of a body, law or program: "Kenya" in "Kenya Red Cross".
func owned(doc *nlp.Document, mention int) bool {
	m := &doc.Mentions[mention]
	for i := mention - 1; i >= 0 && doc.Mentions[i].Sentence == m.Sentence; i-- { // outer mentions come first
		if o := &doc.Mentions[i]; o.First <= m.First && m.Last <= o.Last && o.Kind == nlp.Named && (o.Type == "Agency" || o.Type == "Law" || o.Type == "Program") {
			return true
		}
	}
	return false
}

// places are the mentions of a cluster that name it, where their sentences are known.
func places(doc *nlp.Document, c *nlp.Cluster) (all []place) {
	for _, i := range c.Mentions {
		if i >= len(doc.Mentions) {
			continue
		}
		m := &doc.Mentions[i]
		if m.Kind == nlp.Short || m.Kind == nlp.Pronoun || m.Sentence >= len(doc.Sentences) {
			continue
		}
		if toks := doc.Sentences[m.Sentence].Tokens; m.First < m.Last && m.Last <= len(toks) {
			all = append(all, place{m, toks, owned(doc, i)})
		}
	}
	return all
}

// misread says whether the words of a cluster are, everywhere in its document, another name's or no name: an acronym that is
// a word in a line of capitals, a place that is somebody's given name, the first half of a longer name, a topic or
// population that only its complement tells ("the scourge of …", "family members"). Another document that has the words means something else.
// lower gives the lowerWords of the document.
func misread(doc *nlp.Document, c *nlp.Cluster, lower func() map[string]bool) bool {
	all := places(doc, c)
	if len(all) == 0 {
		return false
	}
	var wrong func(p place) bool
	switch c.Type {
	case "Person":
		wrong = func(p place) bool { return owner(p) || predicate(p) || led(p) }
	case "Agency", "Law", "Program":
		words := lower()
		if namesake(doc, c) {
			return true
		}
		wrong = func(p place) bool {
			return shouted(p) || glued(p) || ofTown(p) || counted(p) || c.Type == "Program" && ending(p) || c.Type != "Agency" && oneOf(p, c.Name) || c.Type == "Law" && rest(p) || month.MatchString(c.Name) || headline(p) || common(p, words) || unfinished(p) || plainWord(p, c.Name, words) || c.Type == "Agency" && goesOn(p)
		}
	case "Region":
		wrong = func(p place) bool {
			return shouted(p) || headline(p) || within(p) || placed(p) || plainWord(p, c.Name, nil) || c.Country == "" && unplaced(p)
		}
	case "Issue", "Group":
		if topics()[strings.ToLower(c.Name)] && !roleNouns[english.Singular(strings.ToLower(c.Name))] {
			return false
		}
		wrong = func(p place) bool {
			next := p.around(0)
			return next != nil && (next.Lower == "of" || next.Lower == "between") || begun(p) || governed(p) || single(p) || vagueTopic(p) || inName(p) || pointers[p.toks[p.First].Lower] && p.Last == p.First+1 || shouted(p) || clause(p)
		}
	default:
		return false
	}
	return !slices.ContainsFunc(all, func(p place) bool { return !wrong(p) })
}

// lowerWords are the words that a document writes in lower case.
func lowerWords(doc *nlp.Document) map[string]bool {
	words := map[string]bool{}
	for i := range doc.Sentences {
		for _, t := range doc.Sentences[i].Tokens {
			if t.Text == t.Lower {
				words[t.Lower] = true
			}
		}
	}
	return words
}

// qualifier is what a document says behind a name by which it is told from others that are called so, everywhere it says
// something: the state of a town, the year of a law, folded as in a key; "" nothing, or not one thing.
func qualifier(doc *nlp.Document, c *nlp.Cluster) string {
	if c.Type != "Law" && (c.Type != "Region" || listedPlaces().level[slug(c.Name)]) {
		return ""
	}
	found := ""
	for _, p := range places(doc, c) {
		var s string
		if c.Type == "Law" {
			s = p.year()
		} else {
			s = p.state(strings.ToUpper(c.Country))
		}
		if s == "" {
			continue
		}
		if found != "" && s != found {
			return ""
		}
		found = s
	}
	return found
}

// year is the year behind a mention of a law: "Consolidated Appropriations Act, 2021", "Secure Schools Act of 2000".
func (p place) year() string {
	link, year, next := p.around(0), p.around(1), p.around(2)
	if link == nil || year == nil || len(year.Text) != 4 || !isNumber(year.Text) || year.Text < "1700" || year.Text > "2100" {
		return ""
	}
	// "under the Paris Agreement, 2030 targets" has no year of a law.
	if link.Lower == "of" || link.Text == "," && (next == nil || !strings.ContainsFunc(next.Text, unicode.IsLetter)) {
		return year.Text
	}
	return ""
}

// longestState is how many tokens the name of a state has at most.
const longestState = 4

// state is the state named behind a mention and a comma: "Gainesville, Florida", "Manchester, NH".
func (p place) state(country string) string {
	if comma := p.around(0); comma == nil || comma.Text != "," {
		return ""
	}
	from := p.Last + 1
	for end := min(from+longestState, len(p.toks)); end > from; end-- {
		var words []string
		for _, t := range p.toks[from:end] {
			words = append(words, t.Text)
		}
		if s, ok := listedPlaces().states[strings.Join(words, " ")]; ok && (country == "" || country == s.country) {
			return s.name
		}
	}
	return ""
}

// placeNames are what the lists say of places.
type placeNames struct {
	states map[string]struct{ name, country string } // by the name as written, or its abbreviation
	level  map[string]bool                           // names of countries and states, folded as in keys: no towns, or not only
	given  map[string]bool                           // given names, in lower case
	state  map[string]bool
}

var listedPlaces = sync.OnceValue(func() *placeNames {
	n := &placeNames{states: map[string]struct{ name, country string }{}, level: map[string]bool{}, given: map[string]bool{}, state: map[string]bool{}}
	all, err := lists.Load()
	if err != nil {
		return n // an embedded list is damaged: the recognisers, which need it, say so
	}
	for _, c := range all.Countries {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			n.level[slug(name)] = true
		}
	}
	for _, s := range all.Subdivisions {
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			n.level[slug(name)] = true
			n.state[strings.ToLower(name)] = true
		}
		for _, name := range slices.Concat([]string{s.Name}, s.Aliases, s.Abbreviations) {
			if _, twice := n.states[name]; !twice {
				n.states[name] = struct{ name, country string }{slug(s.Name), s.ISO2}
			}
		}
	}
	for _, f := range all.FirstNames {
		n.given[strings.ToLower(f.Name)] = true
	}
	return n
})

// topics are the topics and populations of the lists, in lower case.
var topics = sync.OnceValue(func() map[string]bool {
	all, err := lists.Load()
	if err != nil {
		return nil
	}
	words := map[string]bool{}
	for _, p := range slices.Concat(all.Issues, all.Groups) {
		for _, text := range append([]string{p.Text}, p.Variants...) {
			words[strings.ToLower(text)] = true
		}
	}
	return words
})
