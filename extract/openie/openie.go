// Package openie reads relations of any kind off dependency trees: who did what to whom, in the words of the sentence. It
// is the check that the trees serve: what a sentence says is measured on CaRB, where crowds have marked it (mandate-train
// openie). The graph is made by the frames of package relate, which know what they look for.
package openie

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
)

// Extraction is a relation in the words of a sentence, which stand by their place in it: its first argument is who, the
// others whom, where and when.
type Extraction struct {
	Predicate []int
	Args      [][]int
}

// Read gives the relations of a parsed sentence: of verbs with their objects and obliques, active or passive; of nouns and
// adjectives that a copula joins to a subject; of relative and participial clauses, whose subject is the noun they
// describe; and of appositions. Verbs that are coordinated or depend on another share its subject.
func Read(sent *nlp.Sentence) []Extraction {
	t := newTree(sent)
	var out []Extraction
	for p := range sent.Tokens {
		switch {
		case t.is(p, "appos"):
			out = append(out, Extraction{Args: [][]int{t.phrase(t.head(p), p), t.phrase(p, -1)}})
		case t.child(p, "cop") >= 0:
			out = append(out, t.copular(p)...)
		case sent.Tokens[p].UPOS == "VERB":
			out = append(out, t.verbal(p)...)
		}
	}
	return out
}

// Words are the words with the given numbers.
func Words(sent *nlp.Sentence, which []int) []string {
	out := make([]string, len(which))
	for i, w := range which {
		out[i] = sent.Tokens[w].Text
	}
	return out
}

// tree is a sentence with the children of each word.
type tree struct {
	*nlp.Sentence
	children [][]int
}

func newTree(sent *nlp.Sentence) *tree {
	t := &tree{Sentence: sent, children: make([][]int, len(sent.Tokens))}
	for i := range sent.Tokens {
		if h := sent.Tokens[i].Head; h >= 0 {
			t.children[h] = append(t.children[h], i)
		}
	}
	return t
}

func (t *tree) head(i int) int { return t.Tokens[i].Head }

// is says whether a word has one of the relations, with or without a subtype.
func (t *tree) is(i int, rels ...string) bool {
	full := t.Tokens[i].Deprel
	base, _, _ := strings.Cut(full, ":")
	return slices.Contains(rels, full) || slices.Contains(rels, base)
}

// child is the first child with one of the relations, -1 none.
func (t *tree) child(i int, rels ...string) int {
	for _, c := range t.children[i] {
		if t.is(c, rels...) {
			return c
		}
	}
	return -1
}

// verbal are the relations of a verb.
func (t *tree) verbal(p int) []Extraction {
	if t.is(p, "amod", "compound", "case", "mark", "cc", "fixed") {
		return nil
	}
	// "wants to go": the verb that it governs says the relation, the governor goes before it
	if x := t.child(p, "xcomp"); x >= 0 && t.Tokens[x].UPOS == "VERB" && t.child(p, "obj") < 0 {
		return nil
	}
	subject := t.subject(p, 0)
	if subject == nil {
		return nil
	}
	pred, args := t.chain(p)
	var rest []int
	object := -1
	for _, a := range args {
		if object < 0 && t.is(a, "obj", "ccomp", "xcomp") {
			object = a
			continue
		}
		rest = append(rest, a)
	}
	e := Extraction{Args: [][]int{subject}}
	if object >= 0 {
		e.Args = append(e.Args, t.argument(object))
	} else if len(rest) > 0 { // "served as": the preposition belongs to what is said
		first := rest[0]
		for i, a := range rest { // of several, the one after the verb
			if a > p {
				first, rest[i] = a, rest[0]
				break
			}
		}
		rest = rest[1:]
		pred = append(pred, t.markers(first)...)
		e.Args = append(e.Args, t.without(first, t.markers(first)))
	} else {
		return nil
	}
	for _, a := range rest {
		e.Args = append(e.Args, t.argument(a))
	}
	slices.Sort(pred)
	e.Predicate = pred
	return []Extraction{e}
}

// chain is what a verb says, with the verbs that govern it ("began to buy"), and its arguments but the subject.
func (t *tree) chain(p int) (pred, args []int) {
	for v := p; ; v = t.head(v) {
		pred = append(pred, v)
		for _, c := range t.children[v] {
			switch {
			case t.is(c, "aux", "compound:prt", "cop"):
				pred = append(pred, c)
			case t.is(c, "mark") && t.is(v, "xcomp"):
				pred = append(pred, c)
			case t.is(c, "advmod") && (negation(t.Tokens[c].Lower) || len(t.children[c]) == 0 && c < v && !asks(t.Tokens[c].Lower)):
				pred = append(pred, c)
			case t.is(c, "obj", "iobj", "obl", "ccomp") || t.is(c, "xcomp") && c != p && !slices.Contains(pred, c):
				args = append(args, c)
			case t.is(c, "advmod", "advcl") && v == p:
				args = append(args, c)
			}
		}
		if !t.is(v, "xcomp") || t.Tokens[t.head(v)].UPOS != "VERB" || t.child(t.head(v), "obj") >= 0 {
			return pred, args
		}
	}
}

// copular are the relations that a copula says.
func (t *tree) copular(p int) []Extraction {
	subject := t.subject(p, 0)
	if subject == nil {
		return nil
	}
	e := Extraction{Args: [][]int{subject}}
	var clause []int // not part of the complement
	for _, c := range t.children[p] {
		switch {
		case t.is(c, "cop", "aux") || t.is(c, "advmod") && (negation(t.Tokens[c].Lower) || c < t.child(p, "cop")):
			e.Predicate = append(e.Predicate, c)
			clause = append(clause, c)
		case t.is(c, "nsubj", "csubj", "expl", "punct", "mark", "cc", "conj", "advcl", "parataxis"):
			clause = append(clause, c)
		}
	}
	var obliques []int
	if t.Tokens[p].UPOS == "ADJ" {
		for _, c := range t.children[p] {
			if t.is(c, "obl") {
				obliques = append(obliques, c)
			}
		}
	}
	if len(obliques) == 0 {
		e.Args = append(e.Args, t.span(p, append(clause, t.late(p)...)))
		return []Extraction{e}
	}
	// "is similar to": the adjective belongs to what is said
	clause = append(clause, obliques...)
	first := obliques[0]
	e.Predicate = append(append(e.Predicate, t.span(p, clause)...), t.markers(first)...)
	e.Args = append(e.Args, t.without(first, t.markers(first)))
	for _, o := range obliques[1:] {
		e.Args = append(e.Args, t.argument(o))
	}
	return []Extraction{e}
}

// late are the children of a word that are sentences of their own and no part of a phrase.
func (t *tree) late(p int) []int {
	var out []int
	for _, c := range t.children[p] {
		if t.is(c, "parataxis", "appos", "acl:relcl") {
			out = append(out, c)
		}
	}
	return out
}

// markers are the words that lead in an argument: prepositions.
func (t *tree) markers(a int) []int {
	var out []int
	for _, c := range t.children[a] {
		if t.is(c, "case", "mark") {
			out = append(out, t.span(c, nil)...)
		}
	}
	return out
}

// argument is the phrase of an argument with its preposition.
func (t *tree) argument(a int) []int { return t.span(a, t.late(a)) }

// without is the phrase of an argument without the words that lead it in.
func (t *tree) without(a int, lead []int) []int {
	return slices.DeleteFunc(t.argument(a), func(i int) bool { return slices.Contains(lead, i) })
}

// phrase is the phrase of a noun without one of its children and without clauses about it.
func (t *tree) phrase(n, but int) []int {
	drop := t.late(n)
	if but >= 0 {
		drop = append(drop, but)
	}
	for _, c := range t.children[n] {
		if t.is(c, "acl", "case", "cop", "nsubj", "aux", "mark") {
			drop = append(drop, c)
		}
	}
	return t.span(n, drop)
}

// subject is the phrase of who does or is what p says, nil if it cannot be told. depth counts the clauses it was looked
// for in.
func (t *tree) subject(p, depth int) []int {
	if depth > 8 {
		return nil
	}
	h := t.head(p)
	if s := t.child(p, "nsubj", "csubj"); s >= 0 {
		if t.is(p, "acl:relcl") && h >= 0 && relative(t.Tokens[s].Lower) && len(t.children[s]) == 0 {
			return t.phrase(h, p)
		}
		return t.span(s, t.late(s))
	}
	switch {
	case h < 0:
		return nil
	case t.is(p, "acl"):
		return t.phrase(h, p)
	case t.is(p, "conj", "advcl"):
		return t.subject(h, depth+1)
	case t.is(p, "xcomp"):
		if o := t.child(h, "obj"); o >= 0 {
			return t.span(o, t.late(o))
		}
		return t.subject(h, depth+1)
	}
	return nil
}

// span are the words below p without those below the given children, from the first to the last that is no mark at the
// edge.
func (t *tree) span(p int, but []int) []int {
	out := []int{p}
	for k := 0; k < len(out); k++ {
		for _, c := range t.children[out[k]] {
			if out[k] != p || !slices.Contains(but, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	for len(out) > 1 && t.edge(out[0]) {
		out = out[1:]
	}
	for len(out) > 1 && t.edge(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	return out
}

// edge says whether a word says nothing at the edge of a phrase.
func (t *tree) edge(i int) bool {
	switch t.Tokens[i].Text {
	case ",", ";", ":", ".", "--", "-", "–", "—":
		return true
	}
	return false
}

func negation(w string) bool { return w == "not" || w == "n't" || w == "n’t" || w == "never" }

// asks says whether an adverb leads in a clause.
func asks(w string) bool {
	return w == "when" || w == "where" || w == "why" || w == "how" || w == "whereby"
}

func relative(w string) bool { return w == "who" || w == "which" || w == "that" || w == "whom" }
