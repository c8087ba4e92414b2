package ner

import (
	"slices"
	"strconv"
	"sync"

	"mandate/extract/internal/english"
	"mandate/extract/internal/linear"
	"mandate/extract/models"
	"mandate/extract/ner/model"
	"mandate/extract/nlp"
)

// What a common noun names, head words and uses tell in part. The phrase judge has learnt the rest from marked texts: it
// looks at the noun phrases that the rules have read, weighs their words, where they hang in the tree, and what the
// trained recogniser makes of them, and drops or retypes those that the rules read wrongly. It adds none: those that it
// would add were wrong more often than right on documents that it had not seen.

// PhraseTypes are the classes of the phrase judge; the first one is no node.
var PhraseTypes = []string{"none", "Agency", "Law", "Program", "Issue", "Group"}

// How unlikely its type must be for a phrase to be dropped, or for one that only its head word speaks for, and how likely another one to be given to it, 0 to 1: set on
// the marked government texts and the sample documents.
const (
	leastKept     = 0.06
	leastDoubtful = 0.6
	surelyAnother = 0.6
)

type phraseJudge struct {
	model *linear.Model
	class map[string]int
	pool  sync.Pool
}

func newPhraseJudge(t *models.Tensors) (*phraseJudge, error) {
	m, err := linear.Load(t, "phrases")
	if err != nil {
		return nil, err
	}
	j := &phraseJudge{model: m, class: map[string]int{}}
	for i, c := range m.Classes {
		j.class[c] = i
	}
	j.pool.New = func() any { return m.NewScorer() }
	return j, nil
}

// Phrase is a noun phrase that may be a node: words [First, Last) of a sentence around the noun Head.
type Phrase struct {
	Sentence, First, Last, Head int
	Read                        int  // what the rules make of it, an index of PhraseTypes
	Doubtful                    bool // what the rules make of it rests on a head word, and the trained recogniser saw nothing
	Features                    []uint32
}

// Phrases lists the noun phrases of a document on which the phrase judge has a say, in the order of the text, with what
// it sees of each. The document has been through the stage.
func (s *Stage) Phrases(doc *nlp.Document) []Phrase {
	var out []Phrase
	s.eachPhrase(doc, s.model.Mentions(doc), true, func(p *phraseView, f *linear.Features) {
		read := 0
		if p.read != nil {
			read = max(0, slices.Index(PhraseTypes, p.read.Type))
		}
		out = append(out, Phrase{Read: read, Doubtful: p.read != nil && unshared(p.read), Sentence: p.sent, First: p.first, Last: p.last, Head: p.head, Features: slices.Clone(f.Hashes)})
	})
	return out
}

// phraseView is one noun phrase and what stands around it.
type phraseView struct {
	*nominal
	first, last, head int
	mention           int // index of doc.Mentions, -1 none
	read              *nlp.Mention
	seen              *nlp.Mention // what the trained recogniser found at the head, nil nothing
	kind              nlp.PassageKind
	children          [][]int
	names             []int // by token: index+1 of the named mention over it
	doc               *nlp.Document
}

// eachPhrase calls f for the phrases that the rules have read, and with all set for the other noun phrases as well. seen is
// what the trained recogniser found.
func (s *Stage) eachPhrase(doc *nlp.Document, seen []nlp.Mention, all bool, f func(*phraseView, *linear.Features)) {
	var features linear.Features
	next, nextSeen := 0, 0
	for at := range doc.Sentences {
		sent := &doc.Sentences[at]
		from := next
		for next < len(doc.Mentions) && doc.Mentions[next].Sentence == at {
			next++
		}
		fromSeen := nextSeen
		for nextSeen < len(seen) && seen[nextSeen].Sentence == at {
			nextSeen++
		}
		if !all && !slices.ContainsFunc(doc.Mentions[from:next], func(m nlp.Mention) bool { return m.Kind == nlp.Nominal }) {
			continue
		}
		kind := doc.Passages[sent.Passage].Kind
		if !sent.Parsed || kind == nlp.Caption || kind == nlp.HeaderLine || caseOf(doc, sent) != running {
			continue
		}
		n := &nominal{lex: s.lex, toks: sent.Tokens, sent: at, taken: make([]bool, len(sent.Tokens)), used: make([]bool, len(sent.Tokens))}
		v := &phraseView{nominal: n, kind: kind, doc: doc, names: make([]int, len(sent.Tokens)), children: make([][]int, len(sent.Tokens))}
		for i := range sent.Tokens {
			if h := sent.Tokens[i].Head; h >= 0 {
				v.children[h] = append(v.children[h], i)
			}
		}
		inside := make([]int, len(sent.Tokens)) // index+1 of the common-noun mention over each word
		for k := from; k < next; k++ {
			m := &doc.Mentions[k]
			for i := m.First; i < m.Last; i++ {
				switch m.Kind {
				case nlp.Named:
					n.taken[i] = true
					v.names[i] = k + 1
				case nlp.Nominal:
					inside[i] = k + 1
				default:
					n.taken[i] = true
				}
			}
		}
		for i := range sent.Tokens {
			v.mention, v.read, v.seen = -1, nil, nil
			if k := inside[i]; k > 0 {
				m := &doc.Mentions[k-1]
				if m.Head != i || m.Rule == "nominal.topic" {
					continue
				}
				v.mention, v.read, v.first, v.last = k-1, m, m.First, m.Last
			} else {
				if !all || !n.headsPhrase(i) {
					continue
				}
				v.first, v.last = n.phraseStart(i), i+1
				if slices.ContainsFunc(inside[v.first:i], func(k int) bool { return k > 0 }) {
					continue
				}
			}
			v.head = i
			for k := fromSeen; k < nextSeen; k++ {
				if o := &seen[k]; o.First <= i && i < o.Last {
					v.seen = o
				}
			}
			features.Reset()
			v.describe(&features)
			f(v, &features)
		}
	}
}

// describe fills in what the judge sees of a phrase: words and tree, and what others make of it.
func (v *phraseView) describe(f *linear.Features) {
	t := &v.toks[v.head]
	word := english.Singular(t.Lower)
	number := "one"
	if word != t.Lower {
		number = "several"
	}
	f.Add("head", word)
	f.Add("head number", word, number)
	for _, n := range []int{3, 4} {
		if len(word) > n {
			f.Add("ending", word[len(word)-n:], number)
		}
	}
	f.Add("tag", t.UPOS, number)
	rule, said := "", ""
	if v.read != nil {
		rule, said = v.read.Rule, v.read.Type
		f.Add("read", said, rule, strconv.FormatBool(v.read.Key != ""))
	} else if typ, _, strong, _ := v.typeAt(v.first, v.head); typ != "" {
		f.Add("list", typ, strconv.FormatBool(strong))
	}
	for _, h := range v.lex.headsOf(t.Lower) {
		f.Add("head type", h.Type, strconv.FormatBool(h.Phrase), strconv.FormatBool(h.Strong))
	}
	use := v.use(v.head, 0)
	f.Add("use", use, said)
	if v.seen != nil {
		sure := strconv.Itoa(int(v.seen.Confidence * 5))
		f.Add("seen", v.seen.Type, sure)
		f.Add("seen read", v.seen.Type, said)
		if v.seen.First == v.first && v.seen.Last == v.last {
			f.Add("seen whole", v.seen.Type, sure)
		}
	} else {
		f.Add("unseen", said)
	}
	f.Add("words", strconv.Itoa(min(4, v.last-v.first)), said)
	f.Add("passage", strconv.Itoa(int(v.kind)))
	v.describeInside(f, word)
	v.describePlace(f, word)
	v.describeState(f)
}

// describeState tells what the parser's network made of the head: each number of its state that is far from nought.
func (v *phraseView) describeState(f *linear.Features) {
	states := v.doc.Sentences[v.sent].States
	width := len(states) / len(v.toks)
	f.AddState(stateOfHead, states[v.head*width:][:width])
}

var stateOfHead = linear.NewState("state")

// describeInside tells what belongs to the phrase: its modifiers, determiner and complements.
func (v *phraseView) describeInside(f *linear.Features, word string) {
	for i := v.first; i < v.head; i++ {
		f.Add("modifier", v.toks[i].Lemma)
		f.Add("modifier of", v.toks[i].Lemma, word)
	}
	determiner := ""
	for _, c := range v.children[v.head] {
		t := &v.toks[c]
		typ := ""
		if k := v.names[c]; k > 0 {
			typ = v.doc.Mentions[k-1].Type
		}
		switch b := base(t.Deprel); b {
		case "det", "nummod":
			determiner = t.Lower
			if b == "nummod" {
				determiner = "number"
			}
		case "nmod":
			p := v.prep(c)
			if t.Deprel == "nmod:poss" {
				p = "'s"
				determiner = p
			}
			f.Add("complement", p, typ)
			f.Add("complement of", p, word)
			f.Add("complement word", p, t.Lemma)
		case "acl", "appos", "compound", "amod":
			f.Add("hangs", t.Deprel, typ)
			if b == "acl" {
				f.Add("clause", t.Deprel, t.Lemma)
			}
		}
	}
	f.Add("determiner", determiner)
	f.Add("determiner of", determiner, word)
}

// describePlace tells where the phrase hangs.
func (v *phraseView) describePlace(f *linear.Features, word string) {
	i := v.head
	for range 4 {
		if h := v.toks[i].Head; base(v.toks[i].Deprel) == "conj" && h >= 0 {
			i = h
			f.Add("beside", v.toks[h].Lemma)
			continue
		}
		break
	}
	rel, h := v.toks[i].Deprel, v.toks[i].Head
	p := v.prep(i)
	if h < 0 {
		f.Add("place", "root")
		return
	}
	up := v.toks[h].Lemma
	f.Add("place", rel, p)
	f.Add("place of", rel, p, word)
	f.Add("under", rel, p, up)
	f.Add("under tag", rel, p, v.toks[h].UPOS)
	if v.toks[h].UPOS == "VERB" {
		for _, c := range v.children[h] {
			if b := base(v.toks[c].Deprel); b == "nsubj" || b == "obj" || b == "obl" {
				typ := ""
				if k := v.names[c]; k > 0 {
					typ = v.doc.Mentions[k-1].Type
				}
				if typ != "" && c != i {
					f.Add("with", rel, b, typ)
				}
			}
		}
		return
	}
	if hh := v.toks[h].Head; hh >= 0 {
		f.Add("above", v.toks[hh].Lemma, v.toks[h].Deprel)
	}
	if k := v.names[h]; k > 0 {
		f.Add("under name", rel, p, v.doc.Mentions[k-1].Type)
	}
}

// Decide is the class of a phrase that the rules give the class own, after the scorer has scored it: 0 is no node.
func Decide(s *linear.Scorer, own int, doubtful bool) int {
	best := s.Likeliest()
	switch {
	case s.P[best] >= surelyAnother:
		return best
	case s.P[own] < leastKept || doubtful && s.P[own] < leastDoubtful:
		return 0
	}
	return own
}

// unshared says whether a reading is one reader's alone: a topic by its head word, which the trained recogniser does not
// share, or a phrase of which that one is not sure and which no rule has read.
func unshared(m *nlp.Mention) bool {
	return m.Rule == model.Rule && m.Kind == nlp.Nominal && m.Confidence < surePhrase || (m.Rule == "nominal.head" || m.Rule == "nominal.use") && m.Type == "Issue" && m.Key == "" && m.Confidence < 0.75 && !m.Agreed
}

// judgePhrases lets the phrase judge decide on what the rules have read in the noun phrases of the document. seen is what
// the trained recogniser found.
func (s *Stage) judgePhrases(doc *nlp.Document, seen []nlp.Mention) {
	scorer := s.phrases.pool.Get().(*linear.Scorer)
	defer s.phrases.pool.Put(scorer)
	drop := make([]bool, len(doc.Mentions))
	s.eachPhrase(doc, seen, false, func(v *phraseView, f *linear.Features) {
		m := &doc.Mentions[v.mention]
		own, known := s.phrases.class[m.Type]
		if !known {
			return
		}
		scorer.Score(f.Hashes, nil)
		switch class := Decide(scorer, own, unshared(m)); class {
		case 0:
			drop[v.mention] = true
		case own:
		default:
			m.Type, m.Also = s.phrases.model.Classes[class], nil
		}
	})
	kept := doc.Mentions[:0]
	for i := range doc.Mentions {
		if !drop[i] {
			kept = append(kept, doc.Mentions[i])
		}
	}
	doc.Mentions = kept
}
