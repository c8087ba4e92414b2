package ner

import (
	"mandate/extract/internal/english"
	"slices"
	"strings"
	"sync"

	"mandate/extract/ner/lists"
	"mandate/extract/token"
)

// Lexicon is the lists in the form the recognisers search them.
type Lexicon struct {
	places         *trie // places and organisations, with capitals
	phrases        *trie // issues and groups
	heads          map[string][]lists.Head
	titles         map[string]bool // "minister", "mr."
	titleModifiers map[string]bool // "prime" of "Prime Minister", "deputy"
	firstNames     map[string]bool
	wordNames      map[string]bool // given names that are ordinary words too
	verbs          map[string]bool // verb forms that end a noun phrase to the left
	notAcronyms    map[string]bool
}

// LoadLexicon builds the lexicon, the first time it is called.
var LoadLexicon = sync.OnceValues(func() (*Lexicon, error) {
	l, err := lists.Load()
	if err != nil {
		return nil, err
	}
	lex := &Lexicon{
		places: &trie{}, phrases: &trie{},
		titles: map[string]bool{}, titleModifiers: set("deputy vice acting assistant under senior chief former then interim first lead principal associate prime foreign " +
			"justice finance interior defense defence health labor labour national security executive coordinating general special -"),
		firstNames: map[string]bool{}, wordNames: map[string]bool{}, verbs: verbForms(),
		notAcronyms: set("AM PM OK TV ID I II III IV V VI VII VIII IX X XI XII NOT AND THE OR OF US$ USD EUR FAQ CEO CFO COO Q&A PDF WHEREAS P.O. H.E. ISBN ISSN NGO NGOs INGO INGOs CSO CSOs SME SMEs"),
	}
	lex.heads = byStrength(l.Heads)
	lex.addPlaces(l)
	for _, p := range l.Issues {
		lex.addPhrase(p, "Issue")
	}
	for _, p := range l.Groups {
		lex.addPhrase(p, "Group")
	}
	for _, t := range l.Titles {
		if t.Place == "after" {
			continue
		}
		words := strings.Fields(strings.ToLower(t.Text))
		last := len(words) - 1
		if of := slices.Index(words, "of"); of > 0 {
			last = of - 1 // "Chief of Police"
		}
		lex.titles[words[last]] = true
		for _, w := range words[:len(words)-1] {
			lex.titleModifiers[w] = true
		}
	}
	for _, n := range l.FirstNames {
		at := lex.places.next[strings.ToLower(n.Name)]
		if at != nil && at.entry != nil && isAllCaps(at.entry.Form) {
			at = nil // "ANA" is no hindrance to "Ana"
		}
		if n.Ambiguous == 0 && (at == nil || at.entry == nil) {
			lex.firstNames[n.Name] = true
		} else if at == nil || at.entry == nil {
			lex.wordNames[n.Name] = true
		}
	}
	return lex, nil
})

// byStrength orders the types of each head: what is enough alone first, then what was counted most often. A named
// meeting is a program here: bodies take part in it, and somebody leads it.
func byStrength(heads map[string][]lists.Head) map[string][]lists.Head {
	out := make(map[string][]lists.Head, len(heads))
	for w, hs := range heads {
		hs = slices.Clone(hs)
		for i := range hs {
			if hs[i].Type == "Event" {
				hs[i].Type = "Program"
			}
		}
		slices.SortStableFunc(hs, func(a, b lists.Head) int {
			if a.Strong != b.Strong {
				if a.Strong {
					return -1
				}
				return 1
			}
			return b.Count - a.Count
		})
		out[w] = hs
	}
	return out
}

// addPlaces puts in organisations first, then countries, areas, subdivisions and cities: the first entry of a phrase
// stays.
func (lex *Lexicon) addPlaces(l *lists.Lists) {
	for _, o := range l.Organizations {
		if len(o.Types) == 0 {
			continue
		}
		country := o.Country
		if country == "int" {
			country = ""
		}
		for _, form := range append(append([]string{o.Name}, o.Aliases...), o.Acronyms...) {
			lex.place(form, &entry{Type: o.Types[0], Name: o.Name, Country: country, Form: form})
		}
	}
	for _, c := range l.Countries {
		for _, form := range append([]string{c.Name}, c.Aliases...) {
			lex.place(form, &entry{Type: "Region", Name: c.Name, Country: c.ISO2, Form: form, Land: true})
		}
		for _, form := range append(append([]string{}, c.Adjectives...), c.Nouns...) {
			lex.place(form, &entry{Type: "Region", Name: c.Name, Country: c.ISO2, Form: form, Adj: true, Land: true})
		}
	}
	for _, a := range l.Areas {
		for _, form := range append([]string{a.Name}, a.Aliases...) {
			lex.place(form, &entry{Type: "Region", Name: a.Name, Country: a.ISO2, Form: form})
		}
		for _, form := range a.Adjectives {
			lex.place(form, &entry{Type: "Region", Name: a.Name, Country: a.ISO2, Form: form, Adj: true})
		}
	}
	for _, s := range l.Subdivisions {
		for _, form := range append([]string{s.Name}, s.Aliases...) {
			e := &entry{Type: "Region", Name: s.Name, Country: s.ISO2, Form: form, Weak: s.Ambiguous != 0, Part: true}
			lex.place(form, e)
			if s.Kind != "" && !strings.Contains(strings.ToLower(form), s.Kind) {
				lex.place(form+" "+s.Kind, &entry{Type: "Region", Name: s.Name, Country: s.ISO2, Form: form + " " + s.Kind})
				lex.place(s.Kind+" of "+form, &entry{Type: "Region", Name: s.Name, Country: s.ISO2, Form: s.Kind + " of " + form})
			}
		}
	}
	for _, c := range l.Cities {
		for _, form := range append([]string{c.Name}, c.Aliases...) {
			lex.place(form, &entry{Type: "Region", Name: c.Name, Country: c.ISO2, Form: form, Weak: c.Ambiguous != 0})
		}
	}
}

func (lex *Lexicon) place(form string, e *entry) {
	if len(form) < 2 {
		return
	}
	lex.places.add(words(form), e)
	if rest, ok := strings.CutPrefix(form, "The "); ok {
		lex.places.add(words(rest), e)
	}
}

func (lex *Lexicon) addPhrase(p lists.Phrase, typ string) {
	e := &entry{Type: typ, Name: p.Text, Form: p.Text, Weak: !p.Strong}
	for _, form := range append([]string{p.Text}, p.Variants...) {
		ws := words(form)
		for i := range ws {
			ws[i] = english.Singular(strings.ToLower(ws[i]))
		}
		lex.phrases.add(ws, e)
	}
}

// words cuts a phrase as the tokeniser does.
func words(s string) []string {
	var out []string
	for _, sent := range token.Split(s) {
		for _, t := range sent {
			out = append(out, t.Text)
		}
	}
	return out
}

// headsOf are the types of a head noun: of the word as it stands where the lists have it, else of its singular.
func (lex *Lexicon) headsOf(w string) []lists.Head {
	if hs, ok := lex.heads[w]; ok {
		return hs
	}
	return lex.heads[english.Singular(w)]
}

// takesComplement says whether a head word begins names with "of", "for" or "on" ("Ministry of …").
func (lex *Lexicon) takesComplement(w string) bool {
	for _, h := range lex.headsOf(w) {
		if h.Name && nameTypes[h.Type] {
			return true
		}
	}
	return lex.titles[w]
}

// headsName says whether a name with the word for its head is read as a body's without a list.
func (lex *Lexicon) headsName(w string) bool {
	return slices.ContainsFunc(lex.headsOf(strings.ToLower(w)), func(h lists.Head) bool { return h.Name && h.Type == "Agency" })
}

// isState says whether a name is that of a country, or of a part of one that has no town of its name.
func (lex *Lexicon) isState(name string) bool {
	e := lex.named(name)
	return e != nil && (e.Land || e.Part && !e.town)
}

// named is the entry of a name, nil for none.
func (lex *Lexicon) named(name string) *entry {
	at := lex.places
	for _, w := range words(name) {
		if at = at.next[strings.ToLower(w)]; at == nil {
			return nil
		}
	}
	return at.entry
}

// isPlace says whether a single word names a place or what is of it: "French".
func (lex *Lexicon) isPlace(w string) bool {
	at := lex.places.next[strings.ToLower(w)]
	return at != nil && at.entry != nil && at.entry.Type == "Region"
}

// commonHead says whether w heads names of things: it is nobody's family name here.
func (lex *Lexicon) commonHead(w string) bool {
	for _, h := range lex.headsOf(w) {
		if h.Name && h.Strong {
			return true
		}
	}
	return false
}
