package link

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"mandate/extract/internal/english"
	"mandate/extract/ner/lists"
	"mandate/graph"
)

// reading is what linking sees in the key of a name: two keys with the same signature are two ways to write one name.
type reading struct {
	kind    string // entity type in lower case
	country string // in lower case, "" none
	words   []string
	block   string   // of the person's first and last name, or of the town's without its state, the law's without its year; "" for all else
	middle  []string // of a person, the names between; of a town, its state; of a law, its year
	facts   []string // of a person, what titles say: a country "pe", a place stood for "us.governor.texas", a walk of life "bench"
}

// signature is equal for keys that differ in nothing but the way of writing.
func (r *reading) signature() string {
	return r.kind + "|" + r.country + "|" + strings.Join(r.words, " ")
}

// cutKey takes a key apart as ID put it together.
func cutKey(key graph.EntityID) (kind, country, slug string) {
	kind, slug, _ = strings.Cut(string(key), ":")
	if c, rest, ok := strings.Cut(slug, ":"); ok && len(c) == 2 {
		country, slug = c, rest
	}
	return kind, country, slug
}

// read is the reading of a key. Numbers, years, ordinals and negations are words like others and always stay.
func read(key graph.EntityID) reading {
	kind, country, slug := cutKey(key)
	r := reading{kind: kind, country: country}
	words := strings.FieldsFunc(slug, func(c rune) bool { return c == '-' })
	switch kind {
	case "person":
		name, facts, _ := strings.Cut(slug, ",")
		r.person(strings.FieldsFunc(name, func(c rune) bool { return c == '-' }))
		r.facts = strings.FieldsFunc(facts, func(c rune) bool { return c == '+' })
	case "region":
		r.place(slug)
		if iso := names().country[strings.Join(words, " ")]; iso != "" && (country == iso || country == "") {
			r.country, r.words, r.block = iso, []string{"=" + iso}, "" // "Republic of Peru" is Peru; Georgia in the United States is not
		}
	case "law":
		r.law(slug)
	default:
		r.name(words)
	}
	return r
}

// seat is the country by which an acronym is looked up that somebody gives the name: that of a state's body whose country
// nobody tells is not looked up in any.
func (r *reading) seat() string {
	if r.country == "" && slices.ContainsFunc(r.words, func(w string) bool { return ofState(w, 1) }) {
		return "??"
	}
	return r.country
}

// isPerson says whether a key is that of a person.
func isPerson(key graph.EntityID) bool { return strings.HasPrefix(string(key), "person:") }

// person parts first, middle and last names; "Jr." and the like belong to the last.
func (r *reading) person(words []string) {
	r.words = words
	if strings.Contains(strings.Join(words, " "), "@") || len(words) < 2 {
		return // a name of one word, which is not known outside its document
	}
	n := len(words)
	last := words[n-1]
	if suffixes[last] && n > 2 {
		last = words[n-2] + " " + last
		n--
	}
	if n < 2 || len([]rune(words[0])) < 2 {
		return // an initial is no first name
	}
	r.block = words[0] + " " + last
	r.middle = words[1 : n-1]
}

// place parts the name of a town from its state: who only says "Gainesville" means the one in Florida as long as no
// document knows of another.
func (r *reading) place(slug string) {
	name, state, _ := strings.Cut(slug, ",")
	r.words = strings.FieldsFunc(name, func(c rune) bool { return c == '-' })
	if strings.Contains(name, "@") {
		return
	}
	r.block = "," + r.country + " " + strings.Join(r.words, " ") // no person is called so
	if state != "" {
		r.middle = []string{state}
		r.words = append(r.words[:len(r.words):len(r.words)], ","+state)
	}
}

// law parts the name of a law from its year: there is a Consolidated Appropriations Act for each.
func (r *reading) law(slug string) {
	name, year, _ := strings.Cut(slug, ",")
	r.name(strings.FieldsFunc(name, func(c rune) bool { return c == '-' }))
	r.block = ",law " + r.country + " " + strings.Join(r.words, " ")
	if year != "" {
		r.middle = []string{year}
		r.words = append(r.words[:len(r.words):len(r.words)], year) // as where the name has it: "Ports Act of 2008"
		slices.Sort(r.words)
	}
}

var suffixes = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true}

// name reads the name of a body, law, program, issue or group.
func (r *reading) name(words []string) {
	proper := r.kind != "issue" && r.kind != "group"
	words = joinNumbers(words)
	if proper {
		words = r.cutCountry(words)
	}
	ordered := !proper && !slices.Contains(words, "and")
	if ordered {
		words = turned(words)
	}
	var out []string
	for i, w := range words {
		if idle[w] || proper && idleInNames[w] {
			continue
		}
		if (w == "no" || w == "number" || w == "nr") && i+1 < len(words) && isNumber(words[i+1]) {
			continue
		}
		if i+1 == len(words) && (r.kind == "law" || r.kind == "program") && kinds[english.Singular(w)] {
			out = append(out, w) // of "Prosperity Deals" there are several, each of them another
			continue
		}
		if roman[w] != "" && r.kind == "law" && words[0] == "title" {
			out = append(out, w) // a title of an act; those of the code are numbered otherwise
			continue
		}
		out = append(out, plain(w, i))
	}
	if i := slices.Index(out, "foreign"); i >= 0 && i+1 < len(out) && out[i+1] == "affairs" {
		out = slices.Delete(out, i+1, i+2) // "Foreign Ministry", "Ministry of Foreign Affairs"
	}
	if len(out) == 0 {
		out = words
	}
	if !ordered {
		slices.Sort(out)
	}
	r.words = out // a word that stands twice stays so: tariffs and non-tariff barriers are not non-tariff barriers
}

// kinds are the words for laws and programs of which there are several of one name.
var kinds = map[string]bool{"deal": true, "agreement": true, "accord": true, "act": true, "order": true, "initiative": true, "plan": true, "framework": true,
	"strategy": true, "bill": true, "war": true, "proclamation": true, "declaration": true, "treaty": true, "report": true, "visit": true, "memorandum": true}

// turned is the name of a topic or population with what stands behind "of" and "in" before what it belongs to: "the cost of
// drugs" is "drug costs", and "low cost drugs" are something else.
func turned(words []string) []string {
	for i, w := range words {
		if i > 0 && i+1 < len(words) && (w == "of" || w == "in") {
			return slices.Concat(turned(words[i+1:]), words[:i])
		}
	}
	return words
}

// plain is the one spelling of a word.
func plain(w string, at int) string {
	if p, ok := spelling[w]; ok {
		return p
	}
	if at > 0 {
		if n, ok := roman[w]; ok {
			return n
		}
	}
	if stem, ok := strings.CutSuffix(w, "isation"); ok {
		w = stem + "ization"
	}
	w = english.Singular(w)
	if p, ok := spelling[w]; ok {
		return p
	}
	return w
}

// idle words tell no two names apart. Words that do ("against", "by", "non") are not among them.
var idle = map[string]bool{"the": true, "a": true, "an": true, "of": true, "and": true, "in": true, "s": true}

// idleInNames are idle in proper names alone: attacks on the police are not attacks by the police.
var idleInNames = map[string]bool{"for": true, "on": true, "to": true, "de": true, "del": true, "la": true, "el": true, "los": true,
	"las": true, "y": true, "du": true, "des": true, "et": true, "le": true, "les": true}

// spelling has for a way to write a word the one by which it is compared.
var spelling = map[string]string{
	"labour": "labor", "defence": "defense", "programme": "program", "centre": "center", "theatre": "theater", "harbour": "harbor",
	"behaviour": "behavior", "favour": "favor", "honour": "honor", "neighbour": "neighbor", "colour": "color", "licence": "license",
	"fulfilment": "fulfillment", "enrolment": "enrollment", "aluminium": "aluminum", "paediatric": "pediatric", "organisation": "organization",
	"min": "ministry", "dept": "department", "govt": "government", "natl": "national", "nat'l": "national", "intl": "international",
	"int'l": "international", "assn": "association", "assoc": "association", "univ": "university", "admin": "administration",
	"dir": "directorate", "comm'n": "commission", "gen": "general", "govt's": "government",
	"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th",
	"ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th", "thirteenth": "13th", "fourteenth": "14th", "fifteenth": "15th",
	"sixteenth": "16th", "seventeenth": "17th", "eighteenth": "18th", "nineteenth": "19th", "twentieth": "20th",
}

var roman = map[string]string{"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}

func isNumber(w string) bool {
	return strings.IndexFunc(w, func(c rune) bool { return !unicode.IsDigit(c) }) < 0
}

// joinNumbers undoes what folding does to thousands: "27,942" has become two words.
func joinNumbers(words []string) []string {
	var out []string
	open := false
	for _, w := range words {
		n := len(out)
		if open && len(w) == 3 && isNumber(w) {
			out[n-1] += w
			continue
		}
		open = isNumber(w) && len(w) <= 3
		out = append(out, w)
	}
	return out
}

// cutCountry takes the country out of the name of a national body: "Peruvian Ministry of Health" and "Ministry of Health
// of Peru" are the Ministry of Health in Peru, and so with laws and programs, which a state names for itself. Of other
// names the country is a part: the Bank of Ghana is not a bank.
func (r *reading) cutCountry(words []string) []string {
	body := slices.ContainsFunc(words, func(w string) bool { return w != "national" && w != "state" && ofState(w, 1) })
	if !body && r.kind != "law" && r.kind != "program" {
		return words
	}
	n := names()
	for size := min(4, len(words)-1); size > 0; size-- {
		for _, at := range []int{0, len(words) - size} {
			part := strings.Join(words[at:at+size], " ")
			iso := n.country[part]
			if iso == "" {
				iso = r.among(n.adjective[part])
			}
			if iso == "" || r.country != "" && r.country != iso {
				continue
			}
			// "The Peruvian Ports Act", "Ports Act of Peru", but not "Agreement with Peru" or "Peru Trade Agreement".
			if !body && (at == 0 && n.adjective[part] == nil || at > 0 && words[at-1] != "of") {
				continue
			}
			rest := slices.Concat(words[:at], words[at+size:])
			for len(rest) > 0 && idle[rest[len(rest)-1]] {
				rest = rest[:len(rest)-1]
			}
			for len(rest) > 0 && idle[rest[0]] {
				rest = rest[1:]
			}
			if len(rest) > 0 {
				r.country = iso
				return rest
			}
		}
	}
	return words
}

// among is which of the countries that share an adjective is meant: that of the key or, where it has none, the only one.
func (r *reading) among(countries []string) string {
	switch {
	case slices.Contains(countries, r.country):
		return r.country
	case len(countries) == 1:
		return countries[0]
	}
	return ""
}

// countryNames lead from the names of countries, folded, to their codes in lower case.
type countryNames struct {
	country   map[string]string
	adjective map[string][]string // "Congolese" are two
}

var names = sync.OnceValue(func() *countryNames {
	n := &countryNames{map[string]string{}, map[string][]string{}}
	all, err := lists.Load()
	if err != nil {
		return n // an embedded list is damaged: the recognisers, which need it, say so
	}
	for _, c := range all.Countries {
		if c.Kind != "country" {
			continue
		}
		iso := strings.ToLower(c.ISO2)
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			n.country[strings.ReplaceAll(slug(name), "-", " ")] = iso
		}
		for _, name := range c.Adjectives {
			name = strings.ReplaceAll(slug(name), "-", " ")
			n.adjective[name] = append(n.adjective[name], iso)
		}
	}
	return n
})

// IsAcronym says whether a name is short for another: "MPS", "PRODUCE", "UNICEF", "MoH".
func IsAcronym(name string) bool {
	upper, other := 0, 0
	for _, c := range name {
		switch {
		case unicode.IsUpper(c):
			upper++
		case unicode.IsSpace(c):
			return false
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			other++
		}
	}
	return upper >= 2 && upper > other && upper+other <= 12
}
