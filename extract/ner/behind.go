package ner

import (
	"slices"

	"mandate/extract/ner/lists"
)

// headBehind says how far a name without a head word of its own reaches when a preposition leads to the words with its head:
// "Prevention of Bribery Act", "Friends of Clean Rivers Network"; 0 none.
func (n *namer) headBehind(c chunk, prep string) int {
	switch prep {
	case "of", "for", "to", "in":
	default:
		return 0
	}
	if !n.ordinaryNoun(c) {
		return 0
	}
	if c.complement || n.headType(c) != "" || n.known(c.first, c.last) || n.isPerson(c.first, c.last) || len(n.lex.headsOf(n.toks[c.last-1].Lower)) > 0 && n.groupWord(n.toks[c.last-1].Lower) {
		return 0
	}
	first, last, ok := n.rightRun(c.last + 1)
	if !ok || first != c.last+1 || n.known(first, last) || n.opensWithPlace(first) {
		return 0
	}
	right := chunk{first: first, last: last, segment: last}
	switch typ := n.typeOf(right); typ {
	case "Law", "Program", "Agency":
		if (prep == "to" || prep == "in") && typ != "Law" {
			return 0 // what is sent to a body or done in a programme; an act is passed on things like "Access to Clean Water"
		}
		if n.words(first, last) > 1 {
			return last
		}
	}
	return 0
}

// ordinaryNoun says whether the last word of the chunk is a noun that things are called by, and no surname: the document writes it
// small, too, it says what is done, or it has the article that names of people lack ("the Gift of Sight Network").
func (n *namer) ordinaryNoun(c chunk) bool {
	w := n.toks[c.last-1].Lower
	return n.page.lower[w] > 0 || verbalNoun(w) || c.first > 0 && n.toks[c.first-1].Lower == "the"
}

// opensWithPlace says whether a place begins at i, of however many words.
func (n *namer) opensWithPlace(i int) bool {
	e, _, ok := n.lex.places.longest(n.toks, i)
	return ok && e.Type == "Region"
}

// groupWord says whether a word names people: "Members of Port Committees".
func (n *namer) groupWord(w string) bool {
	return slices.ContainsFunc(n.lex.headsOf(w), func(h lists.Head) bool { return h.Type == "Group" })
}
