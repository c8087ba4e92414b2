package ner

import (
	"strings"

	"mandate/extract/nlp"
)

// topics finds what a name says of its purpose: the issue in "Office to Combat Human Trafficking", the group in "National
// Service for Minors", the issue in "anti-corruption". Such a mention lies inside the name.
func topics(lex *Lexicon, toks []nlp.Token, sent int, found []nlp.Mention) []nlp.Mention {
	var out []nlp.Mention
	free := &nominal{lex: lex, toks: toks, sent: sent, taken: make([]bool, len(toks))}
	for _, m := range found {
		if m.Kind != nlp.Named || m.Type != "Agency" && m.Type != "Program" && m.Type != "Law" || m.Last-m.First < 3 {
			continue
		}
		purpose := false
		for i := m.First + 1; i < m.Last; i++ {
			if !purpose {
				purpose = purposeWords[toks[i].Lower] || toks[i].Lower == "of" && purposeNouns[toks[i-1].Lower]
				continue
			}
			typ, _, end, strong := free.headAt(i)
			if end == 0 || end > m.Last || typ != "Issue" && typ != "Group" || !strong && end-i < 2 {
				continue
			}
			if more, ok := free.nounFollows(end, false); ok && more <= m.Last {
				continue
			}
			start := i
			for start-1 > m.First && start > i-2 && isCap(&toks[start-1]) && !lex.verbs[toks[start-1].Lower] && !purposeWords[toks[start-1].Lower] && free.modifier(start-1, false) {
				start--
			}
			end = min(free.extendRight(end, typ), m.Last)
			in := inner(toks, sent, start, end, typ)
			if e, last, ok := lex.phrases.longestSingular(toks, start); ok && last == end && e.Type == typ {
				in.Key = e.Name
			}
			out = append(out, in)
			i = end - 1
		}
	}
	for i := range toks {
		rest, ok := strings.CutPrefix(toks[i].Lower, "anti-")
		if !ok {
			rest, ok = strings.CutPrefix(toks[i].Lower, "counter-")
		}
		if !ok || rest == "" {
			continue
		}
		for _, h := range lex.headsOf(rest) {
			if h.Type == "Issue" {
				m := inner(toks, sent, i, i+1, "Issue")
				m.Name = rest
				out = append(out, m)
				break
			}
		}
	}
	return out
}

func inner(toks []nlp.Token, sent, first, last int, typ string) nlp.Mention {
	words := make([]string, 0, last-first)
	for _, t := range toks[first:last] {
		if isAcronym(t.Text) {
			words = append(words, t.Text)
		} else {
			words = append(words, t.Lower)
		}
	}
	return nlp.Mention{
		Sentence: sent, First: first, Last: last, Head: last - 1, Type: typ, Kind: nlp.Nominal, Name: strings.Join(words, " "), Rule: "nominal.topic",
		Confidence: 0.7, Cluster: -1, Whole: -1,
	}
}

// purposeNouns open it with "of": "Convention for the Prevention of …".
var purposeNouns = set("prevention elimination eradication suppression punishment protection promotion prohibition reduction control")

// purposeWords open the part of a name that says what it is for.
var purposeWords = set("on against for to combat combating prevent preventing counter countering fight fighting eliminate eradicate suppress punish " +
	"address addressing protect protecting promote promoting support supporting combatting reducing reduce")
