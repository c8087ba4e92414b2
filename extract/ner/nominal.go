package ner

import (
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// Common-noun nodes: "child labor", "migrant workers", "transfer centers". A head word or phrase of the lists gives the
// type; the modifiers before it and a complement after it that narrows it down belong to the name.

type nominal struct {
	lex   *Lexicon
	toks  []nlp.Token
	sent  int
	taken []bool // tokens of names
	used  []bool // tokens of phrases of the lists
}

func (n *nominal) find(parsed bool) []nlp.Mention {
	if parsed {
		return n.findParsed()
	}
	var out []nlp.Mention
	for i := 0; i < len(n.toks); {
		typ, also, end, strong := n.headAt(i)
		if end == 0 {
			i++
			continue
		}
		// the head of a longer noun phrase decides: "child labor inspectors"
		if more, ok := n.nounFollows(end, parsed); ok && more > end {
			if _, _, e2, _ := n.headAt(more - 1); e2 > 0 && more-1 > i {
				i = more - 1
				continue
			}
			i = more
			continue
		}
		start := n.extendLeft(i, parsed)
		modified := start < i || end-i > 1
		if !strong && !modified {
			i = end
			continue
		}
		last := n.extendRight(end, typ)
		out = append(out, nlp.Mention{
			Sentence: n.sent, First: start, Last: last, Head: end - 1, Type: typ, Also: also, Kind: nlp.Nominal,
			Rule: "nominal.head", Confidence: 0.6, Cluster: -1, Whole: -1,
		})
		i = end
	}
	return out
}

// headAt finds the head phrase at i: its type, the types it could also have, its end (0 none), and whether it is a node
// without a modifier.
func (n *nominal) headAt(i int) (typ string, also []string, end int, strong bool) {
	t := &n.toks[i]
	if n.taken[i] || !isWordToken(t) || isNumber(t.Text) {
		return "", nil, 0, false
	}
	if e, end, ok := n.lex.phrases.longestSingular(n.toks, i); ok && !n.anyTaken(i, end) {
		return e.Type, nil, end, !e.Weak
	}
	w := english.Singular(t.Lower)
	hs := n.lex.headsOf(t.Lower)
	if len(hs) == 0 {
		return "", nil, 0, false
	}
	for _, h := range hs {
		if !h.Phrase && !(h.Name && h.Type == "Program") {
			continue
		}
		switch h.Type {
		case "Issue", "Group", "Program", "Agency", "Law":
			if typ == "" {
				typ, strong = h.Type, h.Phrase && h.Strong && (h.Type == "Issue" || h.Type == "Group" || h.Type == "Program")
			} else {
				also = append(also, h.Type)
			}
		}
	}
	if typ == "" {
		return "", nil, 0, false
	}
	if typ == "Group" && w == t.Lower && !collective[w] { // "a worker" is nobody's group
		return "", nil, 0, false
	}
	return typ, also, i + 1, strong
}

// collective nouns name a group in the singular.
var collective = set("people public population community youth workforce personnel staff society diaspora minority family")

func (n *nominal) anyTaken(i, end int) bool {
	for ; i < end; i++ {
		if n.taken[i] {
			return true
		}
	}
	return false
}

// nounFollows finds the end of the nouns that follow the phrase and make it a modifier itself.
func (n *nominal) nounFollows(end int, parsed bool) (int, bool) {
	j := end
	for j < len(n.toks) && !n.taken[j] && n.toks[j].Space && isWordToken(&n.toks[j]) {
		t := &n.toks[j]
		if parsed {
			if t.UPOS != "NOUN" || n.toks[j-1].Deprel != "compound" {
				break
			}
		} else if len(n.lex.headsOf(t.Lower)) == 0 || closed[t.Lower] || n.lex.verbs[t.Lower] {
			break
		}
		j++
	}
	return j, j > end
}

// extendLeft takes in the modifiers before the head.
func (n *nominal) extendLeft(i int, parsed bool) int {
	for i > 0 {
		t := &n.toks[i-1]
		switch {
		case n.taken[i-1]:
			return i
		case isHyphen(t.Text) && !t.Space && !n.toks[i].Space && i >= 2 && isWordToken(&n.toks[i-2]):
			if n.taken[i-2] {
				return i
			}
			i -= 2
		case n.modifier(i-1, parsed):
			i--
		case (t.Lower == "and" || t.Text == ",") && i >= 2 && n.coordinated(i-2, parsed):
			i -= 2
		default:
			return i
		}
	}
	return i
}

// coordinated says whether the word at i is the first of two adjectives before the head: "child and adolescent victims"
// is left to the reader of coordinations unless a tree says so.
func (n *nominal) coordinated(i int, parsed bool) bool {
	return parsed && !n.taken[i] && n.toks[i].Deprel == "amod" && n.toks[i].UPOS == "ADJ"
}

func (n *nominal) modifier(i int, parsed bool) bool {
	t := &n.toks[i]
	if !isWordToken(t) || closed[t.Lower] || isNumber(t.Text) || fillers[t.Lower] || strings.HasSuffix(t.Lower, "ly") {
		return false
	}
	if parsed {
		return (t.Deprel == "amod" || t.Deprel == "compound") && t.Head > i
	}
	if n.lex.verbs[t.Lower] {
		if participle := strings.HasSuffix(t.Lower, "ed"); !participle || i == 0 {
			return false
		}
		p := &n.toks[i-1]
		return closed[p.Lower] && !pronouns[p.Lower] || p.Text == "," || n.lex.verbs[p.Lower]
	}
	if strings.HasSuffix(t.Lower, "ing") && !adjectiveIng[t.Lower] {
		return false
	}
	return !isCap(t) || i == 0 || !isCap(&n.toks[i-1])
}

var pronouns = set("it he she they we i you who which that")

// fillers say nothing about what the phrase names.
var fillers = set("such other certain various several many numerous specific new existing additional related relevant appropriate available " +
	"possible potential alleged so-called overall following respective effective enhanced greater increased serious significant key major main " +
	"important critical urgent ongoing continued continuing further strong robust vital entire whole full total better best " +
	"annual recent current future past previous own same different common mutual real true actual apparent early late similar applicable competent responsible concerned " +
	"interested proper timely individual comprehensive reliable general basic necessary adequate sufficient high higher highest low lower lowest " +
	"inevitable standard standardized inclusive particular special free temporary permanent direct indirect broad broader wide wider")

var adjectiveIng = set("developing existing emerging ageing aging living missing working training housing shipping fishing farming " +
	"mining banking drinking nursing learning manufacturing engineering marketing accounting policing sourcing processing building")

// extendRight takes in a complement that narrows the head down: "victims of trafficking", "trafficking in persons",
// "violence against women".
func (n *nominal) extendRight(end int, typ string) int {
	if end+1 >= len(n.toks) || n.toks[end].Text != n.toks[end].Lower {
		return end
	}
	prep := n.toks[end].Lower
	head := english.Singular(n.toks[end-1].Lower)
	ok := false
	switch typ {
	case "Group":
		ok = prep == "of" && (head == "victim" || head == "survivor") || prep == "with" && (head == "person" || head == "people" || head == "child")
	case "Issue":
		ok = prep == "in" && (head == "trafficking" || head == "trade") || prep == "against" && (head == "violence" || head == "crime" || head == "discrimination") ||
			prep == "of" && transitiveIssue[head] || prep == "to" && head == "access"
	}
	if !ok {
		return end
	}
	i := end + 1
	if n.toks[i].Lower == "the" {
		i++
	}
	for j := i; j < len(n.toks) && j < i+5; j++ {
		if n.taken[j] || closed[n.toks[j].Lower] || !isWordToken(&n.toks[j]) {
			break
		}
		if _, _, e, _ := n.headAt(j); e > 0 {
			if e < len(n.toks)-1 && n.toks[e].Lower == "and" && typ == "Issue" {
				if _, _, e2, _ := n.headAt(e + 1); e2 > 0 && n.groupAt(j) && n.groupAt(e+1) {
					return e2 // "trafficking in women and children"
				}
			}
			return e
		}
	}
	return end
}

func (n *nominal) groupAt(i int) bool {
	typ, _, _, _ := n.headAt(i)
	return typ == "Group"
}

// transitiveIssue are topics that take what they are done to: "exploitation of children", "sale of drugs".
var transitiveIssue = set("exploitation trafficking abuse sale use protection prevention eradication rehabilitation reintegration repatriation " +
	"identification recruitment criminalization obstruction obstructing destruction smuggling employment treatment sexual violation proliferation theft " +
	"mistreatment detention freedom safety security rule")
