package ner

import (
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// trie finds the longest known phrase at a place in a sentence. Its edges are lower-case tokens.
type trie struct {
	next  map[string]*trie
	entry *entry
}

// entry is what a phrase of the lists stands for.
type entry struct {
	Type    string
	Name    string // the usual full form
	Country string // ISO 3166-1 alpha-2, or "" for none
	// Exact asks for the capitals of the list ("US" but not "us"); Weak entries are ordinary words or shared names too,
	// and count only with support from the context.
	Form  string
	Weak  bool
	Adj   bool // an adjective or demonym: "Chinese"
	Land  bool // a country, by whatever form
	Part  bool // a state or province of a country
	Words []string

	town      bool     // a town of the same country bears the name, too
	namesakes []*entry // what other countries have of the same name, in the order of the lists
}

// add puts a phrase in, cut into tokens as the tokeniser does. The first entry for a phrase stays.
func (t *trie) add(tokens []string, e *entry) {
	at := t
	for _, w := range tokens {
		w = strings.ToLower(w)
		if at.next == nil {
			at.next = map[string]*trie{}
		}
		n := at.next[w]
		if n == nil {
			n = &trie{}
			at.next[w] = n
		}
		at = n
	}
	switch have := at.entry; {
	case have == nil:
		at.entry = e
	case have.Type == e.Type && have.Country != e.Country && e.Country != "":
		have.namesakes = append(have.namesakes, e)
	case have.Part && e.Type == "Region" && !e.Part:
		have.town = true
	}
}

// longest finds the longest phrase that starts at token i, and its end.
func (t *trie) longest(toks []nlp.Token, i int) (*entry, int, bool) {
	var found *entry
	end := 0
	at := t
	for j := i; j < len(toks); j++ {
		at = at.next[toks[j].Lower]
		if at == nil {
			break
		}
		if at.entry != nil {
			found, end = at.entry, j+1
		}
	}
	return found, end, found != nil
}

// longestSingular is longest over singular forms, for common-noun phrases.
func (t *trie) longestSingular(toks []nlp.Token, i int) (*entry, int, bool) {
	var found *entry
	end := 0
	at := t
	for j := i; j < len(toks); j++ {
		n := at.next[toks[j].Lower]
		if n == nil {
			n = at.next[english.Singular(toks[j].Lower)]
		}
		if n == nil {
			break
		}
		at = n
		if at.entry != nil {
			found, end = at.entry, j+1
		}
	}
	return found, end, found != nil
}
