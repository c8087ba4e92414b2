package link

import (
	"strings"
	"unicode"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// Topics and populations that are of their document alone.

// begun says whether the noun of a mention has another before it that belongs to it and is no part of the mention: "family
// members" are other members than "Service members", "supply [chain resilience]", "line-of-[duty deaths]".
func begun(p place) bool {
	before := p.around(-1)
	if before == nil {
		return false
	}
	if p.Last == p.First+1 && before.Deprel == "amod" && before.Head == p.First {
		return true // the "private [sector]"
	}
	return before.Deprel == "compound" && before.Head >= p.First && before.Head < p.Last || joint(before) && !p.toks[p.First].Space
}

func joint(t *nlp.Token) bool { return t.Text == "-" || t.Text == "‑" || t.Text == "–" }

// governed says whether the words of a mention are a verb and what it governs: fires that "are [devastating communities]".
func governed(p place) bool {
	// Behind a noun or pronoun, what might be a participle of the next noun is the verb: "they [onshore workers]".
	if before, first := p.around(-1), &p.toks[p.First]; before != nil && p.Last-p.First > 1 && (first.UPOS == "VERB" || first.UPOS == "ADV") &&
		(before.UPOS == "NOUN" || before.UPOS == "PRON" && before.Deprel == "nsubj") {
		return true
	}
	for i := p.First; i < p.Last; i++ {
		h := p.toks[i].Head
		if p.toks[i].Deprel == "obj" && h >= p.First && h < p.Last && (p.toks[h].UPOS == "VERB" || p.toks[h].UPOS == "AUX") {
			return true
		}
	}
	return false
}

// relative are words that take some of a kind, or those that have to do with something named elsewhere.
var relative = map[string]bool{"countless": true, "numerous": true, "several": true, "many": true, "few": true, "fewer": true, "enough": true, "other": true, "certain": true,
	"various": true, "additional": true, "more": true, "some": true, "regional": true, "respective": true, "relevant": true, "current": true, "recent": true,
	"potential": true, "own": true, "related": true, "similar": true, "different": true, "further": true, "ongoing": true, "particular": true, "specific": true,
	"same": true, "such": true, "long": true, "long-term": true, "short": true, "lasting": true, "durable": true, "enduring": true}

// compared says whether an adjective compares: "older", "biggest".
func compared(t *nlp.Token) bool {
	return t.Lemma != "" && t.Lemma != t.Lower && (strings.HasSuffix(t.Lower, "er") || strings.HasSuffix(t.Lower, "est"))
}

// single says whether a topic or population is of one thing of which the document speaks, and none by itself: "this disease",
// "older children" than which?, "countless families", "a massive cost". A word that praises or blames does not say which one; in the plural it may mean all of a kind.
func single(p place) bool {
	if before := p.around(-1); before != nil && (before.Lower == "this" || before.Lower == "that" || before.Lower == "these" || before.Lower == "those" || before.Lower == "such") {
		return true
	}
	if first := &p.toks[p.First]; p.Last-p.First > 1 && (relative[first.Lower] || first.UPOS == "ADJ" && compared(first)) {
		return true
	}
	last := &p.toks[p.Last-1]
	if last.UPOS == "ADJ" && last.Deprel == "amod" && last.Head >= p.Last {
		return true // "high-quality" what?
	}
	return p.Last-p.First == 2 && degree[p.toks[p.First].Lower] && last.UPOS == "NOUN" && english.Singular(last.Lower) == last.Lower
}

// degree are adjectives that say how great or grave something is.
var degree = map[string]bool{"massive": true, "huge": true, "enormous": true, "major": true, "serious": true, "severe": true, "devastating": true, "terrible": true,
	"horrific": true, "horrible": true, "tragic": true, "catastrophic": true, "unprecedented": true, "historic": true, "fierce": true, "existential": true,
	"explosive": true, "incredible": true, "endless": true, "unfair": true, "radical": true, "worst": true, "outsized": true, "significant": true, "grave": true,
	"dire": true, "dramatic": true, "extraordinary": true, "tremendous": true, "vicious": true, "brutal": true, "deadly": true, "dangerous": true}

// vagueTopic says whether a topic is what is done or happens, or a population those who have to do with somebody, with
// nothing but adjectives: "discriminatory practices" of whom, "long-term peace" between whom, whose "customers"?
func vagueTopic(p place) bool {
	last := p.Last - 1
	if w := english.Singular(p.toks[last].Lower); !doings[w] && (!states[w] || last == p.First) {
		return false
	}
	for _, t := range p.toks[p.First:last] {
		if t.UPOS != "ADJ" && t.UPOS != "ADV" && strings.ContainsFunc(t.Text, unicode.IsLetter) {
			return false
		}
	}
	return true
}

// states are the words that are topics by themselves, and with an adjective one case of it: "military conflict".
var states = map[string]bool{"peace": true, "conflict": true, "procurement": true, "cost": true, "tension": true, "resistance": true}

// doings are the words for what is done or happens, and for those who have to do with it, that say nothing without what it
// is done to.
var doings = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`practice mitigation measure effort action activity impact effect issue problem challenge
situation condition response dispute use increase decrease decline loss change delay damage outcome need requirement function process treatment
participation presence influence involvement support demand exposure concentration complexity violation capacity
capability enforcement restriction
individual person other`) {
		m[w] = true
	}
	for w := range roleNouns {
		m[w] = true
	}
	return m
}()

// roleNouns are the words for people by what they are to somebody.
var roleNouns = map[string]bool{"customer": true, "employee": true, "member": true, "participant": true, "buyer": true, "seller": true, "resident": true,
	"client": true, "user": true, "partner": true, "recipient": true, "applicant": true, "beneficiary": true, "colleague": true, "opponent": true, "supplier": true}

// inName says whether a topic or population is part of a name: "Foundation for Defense of [Democracies]".
func inName(p place) bool {
	for _, t := range p.toks[p.First:p.Last] {
		if !capital(&t) || capitals(t.Text) {
			return false
		}
	}
	before, ahead := p.around(-1), p.around(-2)
	return before != nil && (named(before) || joins[before.Lower] && ahead != nil && named(ahead) || before.Lower == "and" && ahead != nil && named(ahead))
}

func named(t *nlp.Token) bool {
	return capital(t) && !capitals(t.Text) && t.UPOS != "PRON" && t.UPOS != "DET"
}

// clause says whether a mention runs over the beginning of a clause: "the [role mothers] play".
func clause(p place) bool {
	for i := p.First; i < p.Last; i++ {
		h := p.toks[i].Head
		if h < p.Last || h >= len(p.toks) || !strings.HasPrefix(p.toks[h].Deprel, "acl") {
			continue
		}
		if of := p.toks[h].Head; of != i && of >= p.First && of < p.Last {
			return true
		}
	}
	return false
}
