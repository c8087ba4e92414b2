package ner

import (
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// With a tree, a common-noun node is a noun with the adjectives and nouns that modify it, and what it is used for counts:
// what is combated is an issue, who is trained is a group, whatever the words.

// findParsed reads the common-noun mentions of a parsed sentence.
func (n *nominal) findParsed() []nlp.Mention {
	n.used = make([]bool, len(n.toks))
	out := n.listed()
	for i := range n.toks {
		if n.used[i] || !n.headsPhrase(i) || n.ofPlaces(i) {
			continue
		}
		start := n.phraseStart(i)
		typ, also, strong, key := n.typeAt(start, i)
		use := n.use(i, 0)
		rule, confidence := "nominal.head", 0.6
		switch {
		case typ == "" && use != "" && use != "Law" && n.plausible(i, use):
			typ, rule, confidence = use, "nominal.use", 0.5
		case typ == "":
			continue
		case !strong && start == i && (use != typ || typ == "Law") && n.purposeEnd(i, typ) == 0:
			continue // "an agreement" alone may be any
		case use == typ:
			confidence = 0.75
		}
		last := n.extendRight(i+1, typ)
		if last > i+1 {
			key = ""
		}
		if end := n.purposeEnd(i, typ); end > 0 && start == i && !strong {
			last = end
		}
		if typ == "Issue" && start == i && last == i+1 && empty[english.Singular(n.toks[i].Lower)] {
			if last = n.ofEnd(i); last == 0 {
				continue // "the use" of no matter what
			}
		}
		if typ == "Agency" && last == i+1 && manyBodies[english.Singular(n.toks[i].Lower)] {
			continue
		}
		start = n.compoundStart(start)
		out = append(out, nlp.Mention{
			Sentence: n.sent, First: start, Last: last, Head: i, Type: typ, Also: also, Kind: nlp.Nominal, Key: key, Rule: rule, Confidence: confidence, Cluster: -1, Whole: -1,
		})
	}
	return out
}

// ofPlaces says whether "governments" at i are those of named places, which stand for them.
func (n *nominal) ofPlaces(i int) bool {
	if n.toks[i].Lower != "governments" || i+2 >= len(n.toks) || n.toks[i+1].Lower != "of" {
		return false
	}
	return n.taken[i+2] || n.toks[i+2].Lower == "the" && i+3 < len(n.toks) && n.taken[i+3]
}

// listed finds the phrases of the lists that have several words, whatever the tree says, with the modifiers that the tree
// gives their head.
func (n *nominal) listed() []nlp.Mention {
	var out []nlp.Mention
	for i := 0; i < len(n.toks); i++ {
		e, end, ok := n.lex.phrases.longestSingular(n.toks, i)
		if !ok || end-i < 2 || n.anyTaken(i, end) || !n.number(e.Type, end-1) {
			continue
		}
		if end < len(n.toks) && n.toks[end].Space && base(n.toks[end-1].Deprel) == "compound" && n.toks[end-1].Head >= end && n.toks[n.toks[end-1].Head].UPOS == "NOUN" {
			continue // "child labor inspectors"
		}
		start := min(i, n.phraseStart(end-1))
		for start > 0 && start == i && base(n.toks[i-1].Deprel) == "amod" && n.toks[i-1].Head >= i && n.toks[i-1].Head < end && !fillers[n.toks[i-1].Lower] && !n.taken[i-1] && !closed[n.toks[i-1].Lower] {
			start--
		}
		start = n.compoundStart(start)
		key := ""
		if start == i {
			key = e.Name
		}
		last := n.extendRight(end, e.Type)
		if last > end {
			key = ""
		}
		out = append(out, nlp.Mention{
			Sentence: n.sent, First: start, Last: last, Head: end - 1, Type: e.Type, Kind: nlp.Nominal, Key: key, Rule: "nominal.head", Confidence: 0.7, Cluster: -1, Whole: -1,
		})
		for k := start; k < end; k++ {
			n.used[k] = true
		}
		i = end - 1
	}
	return out
}

// headsPhrase says whether the noun at i heads a noun phrase that can be a node.
func (n *nominal) headsPhrase(i int) bool {
	t := &n.toks[i]
	if n.taken[i] || t.UPOS != "NOUN" && t.UPOS != "PROPN" && !(t.UPOS == "VERB" && strings.HasSuffix(t.Lower, "ing") && t.Deprel != "amod") || !isWordToken(t) || isNumber(t.Text) {
		return false
	}
	if t.UPOS == "PROPN" && isCap(t) && i > 0 {
		return false
	}
	if t.UPOS == "VERB" { // a gerund that is a topic: "combat trafficking"
		if len(n.lex.headsOf(t.Lower)) == 0 || n.hasObject(i) {
			return false
		}
	}
	switch base(t.Deprel) {
	case "compound", "flat", "amod", "fixed", "goeswith":
		return t.Head <= i
	}
	return true
}

func (n *nominal) hasObject(i int) bool {
	for j := range n.toks {
		if n.toks[j].Head == i && base(n.toks[j].Deprel) == "obj" {
			return true
		}
	}
	return false
}

func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// phraseStart is where the modifiers of the noun at i begin.
func (n *nominal) phraseStart(i int) int {
	start := i
	for k := i - 1; k >= 0; k-- {
		t := &n.toks[k]
		if n.taken[k] && n.qualifies(k, i) {
			start = k
			continue
		}
		if n.bareVerb(k) || n.taken[k] || t.Text[0] >= '0' && t.Text[0] <= '9' || fillers[t.Lower] && !n.glued(k) {
			break
		}
		inside := t.Head > k && t.Head <= i || t.Head < k && t.Head >= 0 && n.modifies(t.Head, i)
		if !inside {
			break
		}
		switch base(t.Deprel) {
		case "compound", "amod", "flat":
			if t.UPOS == "NUM" || closed[t.Lower] && !n.glued(k) {
				return n.trim(start, i)
			}
		case "punct":
			if !isHyphen(t.Text) {
				return n.trim(start, i)
			}
			continue
		case "advmod", "nmod", "obl":
			if !n.glued(k) {
				return n.trim(start, i)
			}
		case "conj", "cc":
			if n.toks[k].UPOS == "VERB" || n.toks[k].UPOS == "NOUN" && base(n.toks[t.Head].Deprel) != "compound" && base(t.Deprel) == "conj" {
				return n.trim(start, i)
			}
			if base(t.Deprel) == "cc" {
				continue
			}
		default:
			return n.trim(start, i)
		}
		start = k
	}
	return n.trim(start, i)
}

// compoundStart is where the hyphenated word begins that a phrase would begin in the middle of: "land-based water pollution",
// "three-year grants".
func (n *nominal) compoundStart(start int) int {
	for start > 1 && isHyphen(n.toks[start-1].Text) && !n.toks[start-1].Space && !n.toks[start].Space && isWordToken(&n.toks[start-2]) && !n.taken[start-2] && !n.taken[start] {
		start -= 2
	}
	return start
}

// bareVerb says whether the word at k is a verb form that never modifies a noun: "(a) investigate bribery".
func (n *nominal) bareVerb(k int) bool {
	t := &n.toks[k]
	if t.UPOS == "VERB" && !strings.HasSuffix(t.Lower, "ed") && !strings.HasSuffix(t.Lower, "ing") && !strings.HasSuffix(t.Lower, "en") && t.Lower != "led" {
		return true
	}
	return n.lex.verbs[t.Lower] && !strings.HasSuffix(t.Lower, "ed") && !strings.HasSuffix(t.Lower, "ing") && base(t.Deprel) == "compound"
}

// number says whether the noun at i can name a node of the type: a group is several people.
func (n *nominal) number(typ string, i int) bool {
	w := n.toks[i].Lower
	return typ != "Group" || english.Singular(w) != w || collective[w] || n.toks[i].UPOS != "NOUN"
}

// qualifies says whether the word of a name at k stands before a group that it tells apart: "North Korean refugees",
// "CSEC victims".
func (n *nominal) qualifies(k, i int) bool {
	t := &n.toks[k]
	if t.Head != i && t.Head != k+1 || base(t.Deprel) != "amod" && base(t.Deprel) != "compound" {
		return false
	}
	typ := ""
	for _, h := range n.lex.headsOf(n.toks[i].Lower) {
		if h.Phrase {
			typ = h.Type
			break
		}
	}
	if typ != "Group" {
		return false
	}
	if isAcronym(t.Text) {
		return true
	}
	e, _, ok := n.lex.places.longest(n.toks, k)
	if !ok && k > 0 {
		e, _, ok = n.lex.places.longest(n.toks, k-1)
	}
	return ok && e.Adj
}

// modifies says whether token h is a modifier left of the noun at i.
func (n *nominal) modifies(h, i int) bool {
	for step := 0; step < 6 && h >= 0; step++ {
		if h == i {
			return false
		}
		switch base(n.toks[h].Deprel) {
		case "amod", "compound", "conj":
			h = n.toks[h].Head
			if h == i {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// glued says whether the token is part of a hyphenated word.
func (n *nominal) glued(k int) bool {
	return k+1 < len(n.toks) && isHyphen(n.toks[k+1].Text) && !n.toks[k+1].Space || k > 0 && isHyphen(n.toks[k-1].Text) && !n.toks[k].Space
}

// trim drops what a phrase cannot begin with.
func (n *nominal) trim(start, i int) int {
	for start < i && (n.gerund(start) || isHyphen(n.toks[start].Text) || n.toks[start].Lower == "and" || n.toks[start].Lower == "or" || fillers[n.toks[start].Lower] && !n.glued(start) || strings.HasSuffix(n.toks[start].Lower, "ly")) {
		start++
	}
	return start
}

// gerund says whether the word at k is a verb that takes the phrase for its object: "Combating corruption", "Supporting
// education".
func (n *nominal) gerund(k int) bool {
	t := &n.toks[k]
	return strings.HasSuffix(t.Lower, "ing") && !adjectiveIng[t.Lower] && (t.UPOS == "VERB" || n.lex.verbs[t.Lower]) && !n.glued(k)
}

// typeAt is the type that the lists give the phrase [start, i], and whether it is a node without more.
func (n *nominal) typeAt(start, i int) (typ string, also []string, strong bool, key string) {
	for k := start; k <= i; k++ {
		if e, end, ok := n.lex.phrases.longestSingular(n.toks, k); ok && end == i+1 && n.number(e.Type, i) {
			if k == start {
				key = e.Name
			}
			return e.Type, nil, !e.Weak || k > start, key
		}
	}
	typ, also, end, strong := n.headAt(i)
	if end == 0 {
		return "", nil, false, ""
	}
	return typ, also, strong || start < i, ""
}

// purposeEnd is where the complement ends that says what an unnamed body, program or law is for: "bureau for labor
// protection", 0 without one.
func (n *nominal) purposeEnd(i int, typ string) int {
	if typ != "Agency" && typ != "Program" && typ != "Law" || i+2 >= len(n.toks) {
		return 0
	}
	if n.toks[i+1].Lower == "of" && n.toks[i+2].Lower == "understanding" { // "a memorandum of understanding"
		return i + 3
	}
	switch n.toks[i+1].Lower {
	case "for", "on", "against":
	default:
		return 0
	}
	for j := i + 2; j < len(n.toks) && j < i+7; j++ {
		if n.taken[j] {
			return 0
		}
		if n.toks[j].UPOS == "NOUN" && n.headsPhrase(j) && base(n.toks[j].Deprel) == "nmod" && n.toks[j].Head == i {
			if t, _, strong, _ := n.typeAt(n.phraseStart(j), j); strong && (t == "Issue" || t == "Group") && n.phraseStart(j) == i+2 {
				return j + 1
			}
			return 0
		}
	}
	return 0
}

// ofEnd is where the complement ends that says what an empty word is of: "use of explosives", 0 without one.
func (n *nominal) ofEnd(i int) int {
	if i+2 >= len(n.toks) || n.toks[i+1].Lower != "of" {
		return 0
	}
	for j := i + 2; j < len(n.toks) && j < i+7 && !n.taken[j]; j++ {
		if n.toks[j].UPOS == "NOUN" && n.toks[j].Head == i && base(n.toks[j].Deprel) == "nmod" && n.phraseStart(j) == i+2 {
			return j + 1
		}
	}
	return 0
}

// use is the type of what the noun at i is used as: the object of combating (Issue), of training (Group).
func (n *nominal) use(i, depth int) string {
	t := &n.toks[i]
	if depth > 3 || t.Head < 0 || t.Head >= len(n.toks) {
		return ""
	}
	h := &n.toks[t.Head]
	switch t.Deprel {
	case "obj", "nsubj:pass":
		if h.UPOS == "VERB" {
			switch {
			case combatVerbs[h.Lemma]:
				return "Issue"
			case helpVerbs[h.Lemma]:
				return "Group"
			case signVerbs[h.Lemma]:
				return "Law"
			}
		}
	case "nsubj":
		if h.UPOS == "VERB" && harmVerbs[h.Lemma] && n.hasObject(t.Head) {
			return "Issue"
		}
	case "conj":
		return n.use(t.Head, depth+1)
	case "obl":
		if p := n.prep(i); p == "to" && exposedTo[h.Lemma] || p == "of" && h.Lemma == "risk" {
			return "Issue"
		}
		if p := n.prep(i); (p == "for" || p == "to") && h.UPOS == "VERB" && giveVerbs[h.Lemma] {
			return "Group"
		}
	case "nmod":
		prep := n.prep(i)
		switch {
		case (prep == "against" || prep == "of") && combatNouns[h.Lemma], prep == "of" && h.Lemma == "risk", prep == "to" && exposedTo[h.Lemma]:
			return "Issue"
		case (prep == "of" || prep == "for" || prep == "to") && helpNouns[h.Lemma]:
			return "Group"
		}
	}
	return ""
}

func (n *nominal) prep(i int) string {
	for j := range n.toks {
		if n.toks[j].Head == i && base(n.toks[j].Deprel) == "case" {
			return n.toks[j].Lower
		}
	}
	return ""
}

// plausible says whether the noun at i can be what its use says, where no list knows it: a group is people in the
// plural, an issue is no word that stands for anything.
func (n *nominal) plausible(i int, use string) bool {
	t := &n.toks[i]
	if empty[english.Singular(t.Lower)] || t.UPOS != "NOUN" {
		return false
	}
	if use == "Issue" {
		return true
	}
	if english.Singular(t.Lower) == t.Lower {
		return collective[t.Lower]
	}
	s := english.Singular(t.Lower)
	for _, suffix := range []string{"er", "or", "ee", "ant", "ent", "ist", "ian", "man", "woman", "ive", "ic"} {
		if strings.HasSuffix(s, suffix) {
			return s != "government" && s != "document" && s != "agreement" && s != "department" && !strings.HasSuffix(s, "ment")
		}
	}
	return false
}

var (
	combatVerbs = set("combat fight prevent prohibit ban punish criminalize criminalise counter tackle eliminate eradicate curb deter suppress end mitigate reduce address penalize penalise outlaw stem prosecute investigate")
	helpVerbs   = set("protect assist train shelter help empower educate rescue rehabilitate inform treat counsel serve support house feed vaccinate compensate equip")
	signVerbs   = set("sign ratify negotiate conclude initial renew denounce")
	harmVerbs   = set("affect harm hurt kill threaten endanger plague afflict devastate displace hit ravage impoverish sicken")
	exposedTo   = set("expose exposed vulnerable susceptible subject vulnerability exposure")
	giveVerbs   = set("provide offer deliver give extend grant make open teach explain supply distribute serve")
	combatNouns = set("fight prevention elimination eradication suppression prosecution combat struggle war battle prohibition reduction criminalization criminalisation crackdown")
	helpNouns   = set("assistance protection support training service shelter aid relief rehabilitation treatment care help compensation")
	// manyBodies head phrases that mean whoever is of a kind, no body: "government officials", "visa authorities".
	manyBodies = set("official authority department association delegation agency representative counterpart government organization organisation")
	empty      = set(`effort measure issue problem matter challenge need activity action step way thing time work use case number level amount part area result
effect impact cause cost factor role function goal objective target progress change development process system structure approach method practice question
situation condition circumstance fact example kind type form set range series group list member people person individual official gap deficiency shortcoming
concern barrier obstacle lack failure loss damage consequence implication priority opportunity capacity capability resource tool response solution
relation relationship link difference possibility likelihood incident event demand supply burden difficulty access entity actor document information data report`)
)
