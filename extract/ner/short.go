package ner

import (
	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// shorts finds definite short forms that point back: "the Ministry", "this Order", "the Plan", "the protocol". Whether
// one stands for anything, and for what, coref decides.
func shorts(lex *Lexicon, toks []nlp.Token, sent int, found []nlp.Mention) []nlp.Mention {
	var out []nlp.Mention
	for i := 0; i+1 < len(toks); i++ {
		switch toks[i].Lower {
		case "the", "this", "that", "these", "its", "their", "said", "such":
		default:
			continue
		}
		j := i + 1
		if toks[j].Lower == "new" || toks[j].Lower == "said" || toks[j].Lower == "proposed" {
			j++
		}
		end := j + 1
		if end < len(toks) && shortPairs[toks[j].Lower+" "+english.Singular(toks[end].Lower)] {
			end++
		}
		if end > len(toks) || end < len(toks) && toks[end].Space && nounish(lex, &toks[end]) {
			continue
		}
		w := english.Singular(toks[end-1].Lower)
		typ := ""
		var also []string
		for _, h := range lex.headsOf(w) {
			if nameTypes[h.Type] && h.Type != "Region" {
				if typ == "" {
					typ = h.Type
				} else {
					also = append(also, h.Type)
				}
			}
		}
		if end < len(toks) && toks[end].Lower == "to" && (w == "plan" || w == "program" || w == "measure") {
			continue // "its plans to ratify"
		}
		if w == "government" || w == "country" {
			typ = "Region"
		}
		if toks[end-1].Lower == "governments" && end+1 < len(toks) && toks[end].Lower == "of" {
			continue // those of the places that follow, which stand for themselves
		}
		rule := "short.definite"
		if office(lex, toks, i, j) {
			if rule = "short.title"; typ == "" {
				typ = "Person"
			}
		}
		if typ == "" || overlapsAny(found, j, end) {
			continue
		}
		out = append(out, nlp.Mention{
			Sentence: sent, First: j, Last: end, Head: end - 1, Type: typ, Also: also, Kind: nlp.Short, Rule: rule, Confidence: 0.7, Cluster: -1, Whole: -1,
		})
	}
	return out
}

// office says whether "the" at i and a word at j point to who holds an office: "the President", "the Minister".
func office(lex *Lexicon, toks []nlp.Token, i, j int) bool {
	return j == i+1 && toks[i].Lower == "the" && isCap(&toks[j]) && lex.titles[toks[j].Lower] &&
		(j+1 == len(toks) || !isCap(&toks[j+1]) && toks[j+1].Lower != "of" && toks[j+1].Lower != "for" && !isHyphen(toks[j+1].Text))
}

var shortPairs = map[string]bool{"executive order": true, "task force": true, "action plan": true, "working group": true}

// nounish says whether a head noun follows, so that the short form is only a modifier ("the plan period").
func nounish(lex *Lexicon, t *nlp.Token) bool {
	return len(lex.headsOf(t.Lower)) > 0 && !closed[t.Lower] && !lex.verbs[t.Lower]
}

func overlapsAny(found []nlp.Mention, first, last int) bool {
	for i := range found {
		if found[i].First < last && first < found[i].Last {
			return true
		}
	}
	return false
}
