package relate

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
)

// tree is a dependency tree laid out for walking: the children of each token, in order.
type tree struct {
	toks     []nlp.Token
	children [][]int
}

func newTree(toks []nlp.Token) *tree {
	t := &tree{toks: toks, children: make([][]int, len(toks))}
	for i := range toks {
		if h := toks[i].Head; h >= 0 && h < len(toks) {
			t.children[h] = append(t.children[h], i)
		}
	}
	return t
}

// rel is the relation of token i to its head, without subtype.
func (t *tree) rel(i int) string {
	r, _, _ := strings.Cut(t.toks[i].Deprel, ":")
	return r
}

// child is the first child of i with one of the relations (full label or without subtype), -1 none.
func (t *tree) child(i int, rels ...string) int {
	for _, c := range t.children[i] {
		if slices.Contains(rels, t.toks[c].Deprel) || slices.Contains(rels, t.rel(c)) {
			return c
		}
	}
	return -1
}

// preposition is the word that opens the phrase headed by i: "with", "in", "including" ("such as" gives "such").
func (t *tree) preposition(i int) string {
	for _, c := range t.children[i] {
		if t.rel(c) == "case" || t.rel(c) == "mark" && t.toks[c].UPOS == "ADP" {
			return t.toks[c].Lower
		}
	}
	return ""
}

// isPassive says whether the verb at i is in the passive.
func (t *tree) isPassive(i int) bool {
	for _, c := range t.children[i] {
		switch t.toks[c].Deprel {
		case "aux:pass", "nsubj:pass", "csubj:pass":
			return true
		}
	}
	if t.rel(i) == "acl" || t.rel(i) == "advcl" || t.rel(i) == "amod" {
		return participle(t.toks[i].Lower) && t.child(i, "nsubj") < 0 && t.child(i, "mark") < 0 && t.child(i, "obj") < 0 && t.child(i, "aux") < 0
	}
	if t.rel(i) == "conj" && participle(t.toks[i].Lower) && t.child(i, "nsubj") < 0 && t.child(i, "obj") < 0 {
		return t.isPassive(t.toks[i].Head)
	}
	return false
}

// verbTree reads the places round the verb at i off the tree.
func (c *clause) verbTree(i int) *reading {
	t := c.tree
	r := &reading{oblique: map[string][]int{}}
	passive := t.isPassive(i)
	if t.rel(i) == "acl" && passive || t.rel(i) == "amod" && passive {
		r.object = c.fill(t.toks[i].Head)
	}
	for _, k := range t.children[i] {
		switch t.rel(k) {
		case "obj", "iobj":
			if !passive {
				r.object = append(r.object, c.fill(k)...)
			}
			c.phrases(k, r, true)
		case "obl", "nmod":
			c.phrase(k, r)
		case "nsubj", "csubj":
			if passive {
				r.object = append(r.object, c.fill(k)...)
			}
		case "xcomp", "advcl", "ccomp":
			if p := t.preposition(k); p != "" {
				c.phrase(k, r)
			}
		}
	}
	if len(r.object) == 0 && !passive {
		r.object = c.gap(i)
	}
	if passive {
		r.subject = r.oblique["by"]
		if len(r.object) == 0 {
			r.object = c.subjectOf(i, 0)
		}
	} else {
		r.subject = c.subjectOf(i, 0)
	}
	if len(r.object) == 0 && !passive && t.rel(i) == "conj" { // "develop and run the program": the shared object is on the last verb or the first
		if h := t.toks[i].Head; t.toks[h].UPOS == "VERB" {
			if k := t.child(h, "obj"); k > i {
				r.object = c.fill(k)
			}
		}
	}
	if len(r.object) == 0 && !passive {
		for _, k := range t.children[i] { // "prevent and punish trafficking"
			if t.rel(k) == "conj" && t.toks[k].UPOS == "VERB" && t.child(i, "obj", "obl", "ccomp", "xcomp") < 0 {
				if o := t.child(k, "obj"); o >= 0 {
					r.object = c.fill(o)
				}
			}
		}
	}
	c.wordOrder(i, passive, r)
	r.subject = append(r.subject, c.partners(i, r.subject)...)
	c.treeModality(i, r)
	return r
}

// partners are those who do together with the subject what the verb at i says: "FEMA, together with the Fire Administration,
// runs", "drafted by the Ministry jointly with the Laboratory".
func (c *clause) partners(i int, subject []int) []int {
	if len(subject) == 0 {
		return nil
	}
	t := c.tree
	var out []int
	with := func(h, after int) {
		for _, k := range t.children[h] {
			if k > after && (t.rel(k) == "obl" || t.rel(k) == "nmod") && t.preposition(k) == "with" && after >= k-4 {
				out = append(out, c.fill(k)...)
			}
		}
	}
	within := func(h int) {
		for _, k := range t.children[h] {
			if w := t.toks[k].Lower; t.rel(k) == "advmod" && (w == "together" || w == "jointly") {
				with(k, k)
				with(h, k)
			}
		}
	}
	within(i)
	if s := t.child(i, "nsubj"); s >= 0 && t.toks[s].Deprel != "nsubj:pass" {
		within(s)
	}
	return slices.DeleteFunc(out, func(m int) bool { return slices.Contains(subject, m) })
}

// wordOrder fills a place that the tree leaves empty from what stands next to the verb: trees go wrong on acronyms and
// long names, English word order seldom does.
func (c *clause) wordOrder(i int, passive bool, r *reading) {
	t := c.tree
	if len(r.object) == 0 && !passive && t.child(i, "ccomp") < 0 {
		if r.object = c.objects(i + 1); len(r.object) > 0 && len(r.oblique) > 0 {
			for _, ms := range r.oblique { // what a preposition opens is no object
				r.object = slices.DeleteFunc(r.object, func(m int) bool { return slices.Contains(ms, m) })
			}
		}
	}
	if len(r.subject) == 0 && !passive && t.child(i, "nsubj", "csubj", "expl", "mark") < 0 && i > 0 && c.owner[i-1] >= 0 && !strings.HasSuffix(t.toks[i].Lower, "ing") {
		r.subject = c.backGroup(c.owner[i-1])
	}
}

// subjectOf finds who does what the verb at i says: its own subject, that of the verb it is coordinated with or
// controlled by, or the noun that it modifies.
func (c *clause) subjectOf(i, depth int) []int {
	t := c.tree
	if depth > 5 {
		return nil
	}
	if s := t.child(i, "nsubj", "csubj"); s >= 0 && t.toks[s].Deprel != "nsubj:pass" {
		if relative[t.toks[s].Lower] && t.rel(i) == "acl" {
			if ms := c.fill(t.toks[i].Head); len(ms) > 0 {
				return ms
			}
			return c.doer(t.toks[i].Head, depth+1)
		}
		if ms := c.fill(s); len(ms) > 0 || t.rel(i) != "ccomp" {
			return ms
		}
		// "the declaration stipulates that each member fight": who stipulates it
		return c.subjectOf(t.toks[i].Head, depth+1)
	} else if s >= 0 && depth > 0 { // "is required to report"
		if relative[t.toks[s].Lower] && t.rel(i) == "acl" {
			return c.fill(t.toks[i].Head)
		}
		return c.fill(s)
	}
	h := t.toks[i].Head
	if h < 0 {
		return c.leadSubject()
	}
	switch t.rel(i) {
	case "conj", "xcomp", "parataxis":
		if t.rel(i) == "conj" && t.toks[h].UPOS != "VERB" && t.toks[h].UPOS != "AUX" && c.owner[h] >= 0 {
			return c.backGroup(c.owner[h]) // the tree took the verb for a second noun
		}
		if t.rel(i) == "xcomp" {
			if o := t.child(h, "obj"); o >= 0 && objectControl[t.toks[h].Lemma] {
				return c.fill(o)
			}
		}
		return c.subjectOf(h, depth+1)
	case "advcl", "ccomp":
		return c.subjectOf(h, depth+1)
	case "acl":
		if t.child(i, "mark") >= 0 { // "efforts to combat trafficking": whoever makes the efforts
			if ms := c.fillDirect(h); len(ms) > 0 && !c.abstract(h) {
				return ms
			}
			return c.doer(h, depth+1)
		}
		if ms := c.fill(h); len(ms) > 0 {
			return ms
		}
		return c.doer(h, depth+1)
	case "amod", "compound":
		return nil
	}
	if t.toks[h].UPOS == "NOUN" {
		return c.doer(h, depth+1)
	}
	return c.subjectOf(h, depth+1)
}

// leadSubject is who does what a list item without a subject says: "I direct the Secretary to: (i) ensure …" is the
// Secretary, "The Board shall: (a) review …" the Board.
func (c *clause) leadSubject() []int {
	if c.lead == nil || c.lead.tree == nil {
		return nil
	}
	t := c.lead.tree
	for i := range t.toks {
		if t.toks[i].Head >= 0 || t.toks[i].UPOS != "VERB" {
			continue
		}
		if o := t.child(i, "obj"); o >= 0 && objectControl[t.toks[i].Lemma] {
			return c.lead.fill(o)
		}
		return c.lead.subjectOf(i, 0)
	}
	return nil
}

var relative = words("which that who whom whose")

// objectControl are verbs whose object does what the infinitive says: "require agencies to report".
var objectControl = words("require direct order ask enable help allow permit request urge use instruct authorize encourage call charge task mandate")

// doer is who does what a noun of action says: its "by" phrase, its possessor, or the subject of the verb it hangs on.
func (c *clause) doer(i, depth int) []int {
	t := c.tree
	if depth > 5 {
		return nil
	}
	for _, k := range t.children[i] {
		if t.rel(k) == "nmod" && t.preposition(k) == "by" {
			return c.fill(k)
		}
	}
	for _, k := range t.children[i] {
		if t.toks[k].Deprel == "nmod:poss" {
			return c.fill(k)
		}
	}
	if s := t.child(i, "nsubj"); s >= 0 { // copula: "X is the head of"
		if relative[t.toks[s].Lower] && t.rel(i) == "acl" {
			return c.fill(t.toks[i].Head)
		}
		return c.fill(s)
	}
	for _, k := range t.children[i] { // "MPS efforts", "Dutch leadership"
		if t.rel(k) == "compound" || t.rel(k) == "amod" {
			if ms := c.fillDirect(k); len(ms) > 0 && actor(c.typeOf(ms[0])) {
				return ms
			}
		}
	}
	h := t.toks[i].Head
	if h < 0 {
		return nil
	}
	switch t.rel(i) {
	case "obj", "obl", "xcomp", "ccomp", "advcl", "iobj":
		return c.subjectOf(h, depth)
	case "advmod": // "jointly" and "together": of a passive it is who does it
		return c.agents(h)
	case "nmod", "conj", "appos":
		if m := c.fillDirect(h); len(m) > 0 && t.rel(i) != "conj" {
			return m
		}
		return c.doer(h, depth+1)
	case "amod", "acl": // "those most vulnerable to trafficking"
		if s := t.child(h, "nsubj"); s >= 0 {
			return c.fill(s)
		}
		return c.fillDirect(h)
	}
	return nil
}

// agents are who does what the verb at i says, in the active or the passive.
func (c *clause) agents(i int) []int {
	t := c.tree
	if t.toks[i].UPOS != "VERB" { // "the Coast Guard, together with"
		return c.fillDirect(i)
	}
	if !t.isPassive(i) {
		return c.subjectOf(i, 0)
	}
	for _, k := range t.children[i] {
		if t.rel(k) == "obl" && t.preposition(k) == "by" {
			return c.fill(k)
		}
	}
	return nil
}

func actor(typ string) bool {
	return typ == "Agency" || typ == "Region" || typ == "Person" || typ == "Program" || typ == "Law"
}

// nounTree reads the places round a noun of action.
func (c *clause) nounTree(i int) *reading {
	t := c.tree
	r := &reading{oblique: map[string][]int{}}
	c.phrases(i, r, false)
	for _, k := range t.children[i] {
		switch {
		case t.toks[k].Deprel == "nmod:poss":
			r.possessor = append(r.possessor, c.fill(k)...)
		case t.rel(k) == "compound" || t.rel(k) == "amod":
			r.compound = append(r.compound, c.fillDirect(k)...)
		}
	}
	r.object = r.oblique["of"]
	r.subject = c.doer(i, 0)
	r.bearer = c.bearer(i)
	if c.owner[i] >= 0 {
		r.self = []int{c.owner[i]}
	}
	c.treeModality(i, r)
	return r
}

// bearer is who is called by the noun at i: the name it stands beside ("X, a unit of Y"), the subject of "is" or of
// "serves as", or the noun that an adjective or phrase describes.
func (c *clause) bearer(i int) []int {
	t := c.tree
	if s := t.child(i, "nsubj"); s >= 0 && t.child(i, "cop") >= 0 {
		if relative[t.toks[s].Lower] && t.rel(i) == "acl" {
			return c.fill(t.toks[i].Head)
		}
		return c.fill(s)
	}
	h := t.toks[i].Head
	if h < 0 {
		return nil
	}
	switch t.rel(i) {
	case "appos", "amod", "acl":
		return c.fillDirect(h)
	case "nmod":
		if p := t.preposition(i); p == "at" || p == "in" || p == "under" || t.toks[i].UPOS == "ADJ" { // "workers at risk of", "a country in danger of", "a board answerable to"
			return c.fillDirect(h)
		}
	case "obl":
		switch t.preposition(i) {
		case "as":
			return c.subjectOf(h, 0)
		case "under": // "works under the direction of": whoever works
			if t.isPassive(h) {
				if s := t.child(h, "nsubj"); s >= 0 {
					return c.fill(s)
				}
				return c.fill(t.toks[h].Head)
			}
			return c.subjectOf(h, 0)
		case "at", "in":
			if t.toks[h].UPOS != "VERB" { // "children are also at risk of": the adverb is taken for the head
				return c.bearer(h)
			}
		}
	case "conj":
		return c.bearer(h)
	}
	return nil
}

// phrases fills the prepositional phrases that hang on a noun; those of an object count for its verb too, except "of".
func (c *clause) phrases(i int, r *reading, ofObject bool) {
	t := c.tree
	for _, k := range t.children[i] {
		if t.rel(k) != "nmod" && t.rel(k) != "obl" {
			continue
		}
		if ofObject && t.preposition(k) == "of" {
			c.phrases(k, r, true) // "reports cases of bribery to the Ministry"
			continue
		}
		c.phrase(k, r)
	}
	if ofObject {
		return
	}
	// "plays a leading role in", "runs it jointly with": the phrase may hang on the verb instead
	if h := t.toks[i].Head; h >= 0 && (t.rel(i) == "obj" || t.rel(i) == "advmod") {
		for _, k := range t.children[h] {
			if (t.rel(k) == "obl" || t.rel(k) == "nmod" && t.rel(i) == "advmod") && k > i {
				c.phrase(k, r)
			}
		}
	}
}

// phrase fills the place that the preposition of the phrase headed by k names.
func (c *clause) phrase(k int, r *reading) {
	p := c.tree.preposition(k)
	if p == "" {
		return
	}
	if c.tree.toks[k].UPOS == "VERB" {
		return
	}
	if relative[c.lower(k)] { // "the Convention, to which Kenya is a party"
		r.oblique[p] = append(r.oblique[p], c.antecedent(k)...)
		return
	}
	r.oblique[p] = append(r.oblique[p], c.fill(k)...)
}

// antecedent is what the relative pronoun at k stands for: the noun that its clause hangs on.
func (c *clause) antecedent(k int) []int {
	for i, n := c.tree.toks[k].Head, 0; i >= 0 && n < 6; i, n = c.tree.toks[i].Head, n+1 {
		if c.tree.rel(i) == "acl" {
			return c.fill(c.tree.toks[i].Head)
		}
	}
	return nil
}

// gap is the object of the verb at i that stands before its relative clause: "a programme which the Ministry runs", "the
// funds the Bank manages".
func (c *clause) gap(i int) []int {
	t := c.tree
	s := t.child(i, "nsubj")
	if t.toks[i].Deprel != "acl:relcl" || s < 0 || relative[t.toks[s].Lower] {
		return nil
	}
	if o := t.child(i, "obj"); o >= 0 && !relative[t.toks[o].Lower] {
		return nil
	}
	for _, k := range t.children[i] { // "the Convention, to which": the pronoun has another place
		if (t.rel(k) == "obl" || t.rel(k) == "advmod") && (relative[t.toks[k].Lower] || t.toks[k].Lower == "where" || t.toks[k].Lower == "when") {
			return nil
		}
	}
	return c.fill(t.toks[i].Head)
}

// fill is the mentions that the phrase headed by token i stands for: the mention there, its conjuncts and the examples
// listed under it; where the head is no mention, what it passes on to ("the problem of trafficking").
func (c *clause) fill(i int) []int { return c.fillDepth(i, 0) }

func (c *clause) fillDepth(i, depth int) []int {
	t := c.tree
	if depth > 4 || i < 0 {
		return nil
	}
	out := c.fillDirect(i)
	if len(out) == 0 {
		out = c.pass(i, depth)
	}
	if len(out) == 0 && t.toks[i].UPOS == "NOUN" {
		out = c.including(i + 1) // "members, especially Vietnam and Burma"
	}
	if len(out) == 0 && depth == 0 {
		out = c.sameAs(i)
	}
	for _, k := range t.children[i] {
		if k < i {
			continue
		}
		switch {
		case t.rel(k) == "conj" && t.toks[k].UPOS != "VERB":
			if c.owner[k] < 0 || len(out) == 0 || c.owner[k] != out[0] {
				out = append(out, c.fillDepth(k, depth+1)...)
			}
		case t.rel(k) == "nmod" && (t.preposition(k) == "including" || t.preposition(k) == "such" || t.preposition(k) == "like"):
			out = append(out, c.fillDepth(k, depth+1)...)
		case (t.rel(k) == "appos" || t.rel(k) == "parataxis" || t.rel(k) == "dep" || t.rel(k) == "dislocated") && len(out) == 0 && t.toks[k].UPOS != "VERB":
			out = append(out, c.fillDepth(k, depth+1)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sameAs is what a description stands for: "the IMCS, a meeting headed by …", "the IMCS is a meeting headed by …".
func (c *clause) sameAs(i int) []int {
	t := c.tree
	if t.rel(i) == "appos" {
		return c.fillDirect(t.toks[i].Head)
	}
	if s := t.child(i, "nsubj"); s >= 0 && t.child(i, "cop") >= 0 {
		return c.fillDirect(s)
	}
	return nil
}

// fillDirect is the mention that token i heads or stands in; nothing hangs on what the root hangs on.
func (c *clause) fillDirect(i int) []int {
	if i < 0 || c.owner[i] < 0 {
		return nil
	}
	return []int{c.owner[i]}
}

// pass follows a word that stands for nothing itself to what it is about.
func (c *clause) pass(i, depth int) []int {
	t := c.tree
	if t.toks[i].UPOS == "VERB" || t.toks[i].UPOS == "PRON" {
		return nil
	}
	var out []int
	for _, k := range t.children[i] {
		if t.rel(k) == "nmod" && t.preposition(k) == "of" {
			out = append(out, c.fillDepth(k, depth+1)...)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, k := range t.children[i] {
		if t.rel(k) == "nmod" && k > i && (t.preposition(k) == "on" || t.preposition(k) == "for" || t.preposition(k) == "against" || t.preposition(k) == "in") {
			out = append(out, c.fillDepth(k, depth+1)...)
		}
		if (t.rel(k) == "compound" || t.rel(k) == "amod") && c.owner[k] >= 0 && c.typeOf(c.owner[k]) == "Issue" {
			out = append(out, c.owner[k])
		}
		if t.rel(k) == "acl" && t.toks[k].UPOS == "VERB" && t.child(k, "mark") >= 0 && c.abstract(i) {
			if o := t.child(k, "obj"); o >= 0 {
				out = append(out, c.fillDepth(o, depth+1)...)
			}
		}
	}
	return out
}

// abstract says whether the word at i only carries what follows it: "efforts", "implementation", "members".
func (c *clause) abstract(i int) bool {
	return c.owner[i] < 0 && c.tree.toks[i].UPOS == "NOUN"
}
