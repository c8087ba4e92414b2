package relate

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// treeModality sets the status that the clause gives what the word at i says.
func (c *clause) treeModality(i int, r *reading) {
	for depth := 0; i >= 0 && depth < 4 && !r.settled; depth++ {
		c.markers(i, r)
		if i > 0 && gerund(c.lower(i)) && ponderForms[c.lower(i-1)] && c.toks[i-1].UPOS == "NOUN" { // "mulls funding": a rare verb, read as a noun
			c.set(r, graph.Planned, i-1)
		}
		next := c.governor(i, r)
		if next < 0 {
			return
		}
		i = next
	}
}

// wayModality sets the status by the words between two mentions and the word where their ways up the tree meet: in "is
// considering a loan to the Plan" it is the loan, in "seeks to fight smuggling" the fight that is planned.
func (c *clause) wayModality(w path, r *reading) {
	if w.top < 0 {
		return
	}
	between := func(i int) {
		if c.owner[i] < 0 {
			c.markers(i, r)
			c.governor(i, r)
		}
	}
	for k := len(w.down) - 2; k >= 0; k-- {
		between(w.down[k])
	}
	for k := 1; k < len(w.up); k++ {
		between(w.up[k])
	}
	if top := &c.toks[w.top]; top.UPOS == "VERB" && ponderLemmas[top.Lemma] && !c.tree.isPassive(w.top) {
		c.set(r, graph.Planned, w.top)
	}
}

// outweighs says whether one status stands where another has been read, too: denial outweighs all, a plan outweighs a report.
func outweighs(st, other graph.Status) bool {
	return other == graph.Asserted || st == graph.Negated || st == graph.Planned && other == graph.Reported
}

// set takes a status from a cue.
func (c *clause) set(r *reading, st graph.Status, cue int) {
	if outweighs(st, r.status) {
		r.status = st
	}
	r.cues = append(r.cues, c.toks[cue].Span)
	slices.SortFunc(r.cues, func(a, b nlp.Span) int { return a.Start - b.Start })
}

// markers reads the auxiliaries, negations and adverbs of the word at i.
func (c *clause) markers(i int, r *reading) {
	t := c.tree
	for _, k := range t.children[i] {
		w := t.toks[k].Lower
		if t.rel(k) == "aux" {
			c.oblige(r, duties[w], k)
		}
		switch {
		case t.rel(k) == "aux" && futures[w]:
			c.set(r, graph.Planned, k)
		case t.rel(k) == "aux" && chances[w]:
			c.set(r, graph.Reported, k)
		case (t.rel(k) == "advmod" || t.rel(k) == "det" || t.rel(k) == "cc") && negators[w] && !c.merely(k):
			c.set(r, graph.Negated, k)
		case w == "longer" && k > 0 && t.toks[k-1].Lower == "no": // "no longer leads"
			c.set(r, graph.Negated, k)
		case t.rel(k) == "nsubj" && c.neither(k) >= 0:
			c.set(r, graph.Negated, c.neither(k))
		case t.rel(k) == "mark" && (w == "to" || w == "due"): // "is to set up", "are due to launch", "has yet to ratify"
			st, cue := c.ahead(k)
			if before := c.isBefore(i, k) || c.toBeDone(i, k); cue == k || before && st == graph.Asserted { // the tree knows better whose "is" it is
				st, cue = graph.Asserted, k
				if before {
					st = graph.Planned
				}
			}
			if st != graph.Asserted {
				c.set(r, st, cue)
			}
		case t.rel(k) == "case" && w == "without" || t.rel(k) == "mark" && w == "without":
			c.set(r, graph.Negated, k)
		case hearsay[w]:
			c.set(r, graph.Reported, k)
		case t.rel(k) == "obl" && t.preposition(k) == "according" && !(c.owner[k] >= 0 && c.typeOf(c.owner[k]) == "Law"):
			c.set(r, graph.Reported, k)
		case t.rel(k) == "mark" && (w == "if" || w == "unless"):
			c.set(r, graph.Reported, k)
		case t.rel(k) == "aux" && w == "to" && t.rel(i) == "root":
			c.set(r, graph.Planned, k)
		}
	}
}

// openedBy reads the "that" or "whether" which opens the clause of the word at i with the words before it, whatever the tree
// hangs it on: "denied claims that", "is weighing whether to". It says whether these set the status.
func (c *clause) openedBy(i int, r *reading) bool {
	k := c.tree.child(i, "mark")
	if k < 0 || c.lower(k) != "that" && c.lower(k) != "whether" {
		return false
	}
	switch st, cue := c.reportedBy(k); {
	case st == graph.Negated:
		c.deny(r, cue)
	case st == graph.Planned && c.lower(k) == "whether":
		c.set(r, st, cue)
	default:
		return false
	}
	return true
}

// deny sets what the verb of denying at h says of what depends on it: that it is not so, or, where the denial is itself
// denied ("did not deny that"), that it may be, or is ("did not fail to"). The negation of the verb has done its work with
// that, so nothing above is read.
func (c *clause) deny(r *reading, h int) {
	r.settled = true
	denied, ahead := false, false
	for _, k := range c.tree.children[h] {
		w := c.toks[k].Lower
		denied = denied || c.tree.rel(k) == "advmod" && negators[w]
		ahead = ahead || c.tree.rel(k) == "aux" && futures[w]
	}
	switch {
	case !denied:
		c.set(r, graph.Negated, h)
	case !lapseVerbs[c.toks[h].Lemma]:
		c.set(r, graph.Reported, h)
	case ahead:
		c.set(r, graph.Planned, h)
	}
}

// merely says whether the negation at k is that of "not only" or "including but not limited to", which deny nothing.
func (c *clause) merely(k int) bool {
	w := c.lower(k + 1)
	return w == "only" || w == "just" || w == "merely" || w == "least" || w == "limited"
}

// neither is the "neither" or "no" of a subject, -1 none: "Neither the Ministry nor the Office funds …".
func (c *clause) neither(subject int) int {
	for _, k := range c.tree.children[subject] {
		if w := c.lower(k); w == "neither" || w == "no" && c.tree.rel(k) == "det" {
			return k
		}
	}
	return -1
}

// isBefore says whether a form of "to be" stands before word k as an auxiliary or copula of the verb at i.
func (c *clause) isBefore(i, k int) bool {
	if c.toks[i].UPOS != "VERB" {
		return false
	}
	for _, b := range c.tree.children[i] {
		if rel := c.tree.rel(b); b < k && c.toks[b].Lemma == "be" && (rel == "aux" || rel == "cop") && !c.saysRole(b) {
			return true
		}
	}
	return false
}

// present says whether the verb at i is in the third person of the present, which no auxiliary before it governs: "may be
// cited as the Ports Act and applies to".
func (c *clause) present(i int) bool {
	w := &c.toks[i]
	return w.UPOS == "VERB" && w.Lower != w.Lemma && strings.HasSuffix(w.Lower, "s")
}

// toBeDone says whether the verb at i is an infinitive of the passive that hangs on a noun: "a centre, to be run by".
func (c *clause) toBeDone(i, k int) bool {
	rel := c.tree.rel(i)
	called := c.toks[i].Lemma == "know" || c.toks[i].Lemma == "call" // "a body to be known as"
	return c.lower(k+1) == "be" && rel != "xcomp" && rel != "ccomp" && c.tree.isPassive(i) && !called
}

// governor goes up to the word that puts the one at i in its light; -1 when nothing above matters.
func (c *clause) governor(i int, r *reading) int {
	t := c.tree
	h := t.toks[i].Head
	if h < 0 {
		return -1
	}
	lemma := t.toks[h].Lemma
	if c.openedBy(i, r) {
		return -1
	}
	switch t.rel(i) {
	case "xcomp":
		c.oblige(r, bindings[lemma], h) // "is required to report", "must begin to report"
		if planVerbs[lemma] && !(lemma == "consider" && t.isPassive(h)) || askVerbs[lemma] {
			c.set(r, graph.Planned, h)
		} else if failVerbs[lemma] || denyVerbs[lemma] {
			c.deny(r, h)
			return -1
		} else if lemma == "likely" || lemma == "unlikely" {
			c.set(r, graph.Reported, h)
		}
		return h
	case "advcl": // as which the parser often reads what somebody "is authorized to" do or "agreed to" do
		switch {
		case i > h && heralds[t.toks[h].Lower] && c.lower(h+1) == "to" && t.child(h, "cop") >= 0: // "is due to launch"
			c.set(r, graph.Planned, h)
		case t.isPassive(h) && c.infinitive(i):
			c.oblige(r, bindings[lemma], h)
			if askVerbs[lemma] {
				c.set(r, graph.Planned, h)
			}
		case askVerbs[lemma] && t.preposition(i) == "with": // "charges the Office with leading"
			c.set(r, graph.Planned, h)
		case c.infinitive(i) && i > h && t.child(h, "obj") < 0 && (planVerbs[lemma] || failVerbs[lemma]):
			if failVerbs[lemma] {
				c.deny(r, h)
				return -1
			}
			c.set(r, graph.Planned, h)
			return h
		}
		return -1
	case "ccomp":
		if sayVerbs[lemma] {
			c.set(r, graph.Reported, h)
		} else if planVerbs[lemma] && lemma != "agree" && lemma != "consider" || askVerbs[lemma] { // agree that something is so
			c.set(r, graph.Planned, h)
		} else if denyVerbs[lemma] {
			c.deny(r, h)
		}
		return -1
	case "obj", "obl":
		if planVerbs[lemma] && t.toks[h].UPOS == "VERB" && !(lemma == "consider" && t.isPassive(h)) && lemma != "commit" && !(deedVerbs[lemma] && t.rel(i) == "obj") { // "is considered existing", "is committed to peace"
			c.set(r, graph.Planned, h)
		} else if failVerbs[lemma] || denyVerbs[lemma] && t.rel(i) == "obj" {
			c.deny(r, h)
			return -1
		}
		return h
	case "acl":
		c.hungOn(i, h, r)
		if c.infinitive(i) && c.abstract(h) { // "will widen support to help": the help is planned, too
			return h
		}
		return -1
	case "advmod":
		if w := t.toks[i].Lower; w == "together" || w == "jointly" { // what is done together
			return h
		}
	case "conj":
		if t.toks[h].UPOS == t.toks[i].UPOS && t.child(i, "nsubj") < 0 && !c.present(i) {
			return h
		}
	}
	return -1
}

// hungOn sets the status of the clause of the word at i by the noun at h on which it hangs: "denied reports that …", "refused
// a request to …", "a plan to …", and a thing that is yet to be made: "will open a desk, paid for by …".
func (c *clause) hungOn(i, h int, r *reading) {
	t := c.tree
	lemma, up := t.toks[h].Lemma, t.toks[h].Head
	switch {
	case t.child(i, "mark") < 0:
		if e := c.existence(h); e != nil && e.status == graph.Planned && t.isPassive(i) && r.status == graph.Asserted {
			r.status, r.cues = e.status, append(r.cues, e.cues...)
		}
	case t.rel(h) == "obj" && t.toks[h].UPOS == "NOUN" && (denyVerbs[t.toks[up].Lemma] || failVerbs[t.toks[up].Lemma]):
		c.deny(r, up)
	case planNouns[lemma]:
		c.set(r, graph.Planned, h)
	case sayNouns[lemma] && !c.infinitive(i):
		c.set(r, graph.Reported, h)
	}
}

// begun are the relations that an act brings about: before it is done they are planned at most, afterwards they last.
var begun = words("ESTABLISHES AMENDS PARTY_TO")

// unfinished is the word which says that an act is only on its way, -1 none: "is drafting a bill", "a treaty is being
// negotiated", "has proposed a law", "is under discussion".
func (c *clause) unfinished(f *finding) int {
	i := f.trigger
	if i < 0 || c.tree == nil || !begun[f.relation] || c.owner[i] >= 0 {
		return -1
	}
	lemma := c.toks[i].Lemma
	switch {
	case lemma == "propose" && c.toks[i].UPOS == "VERB":
		return i
	case afootNouns[lemma] && c.tree.preposition(i) == "under":
		return i
	case (draftVerbs[lemma] || talkVerbs[lemma]) && c.afoot(i):
		return i
	}
	return -1
}

// afoot says whether the verb at i tells of work that goes on: "is drafting", "is being drafted".
func (c *clause) afoot(i int) bool {
	for _, k := range c.tree.children[i] {
		if c.tree.rel(k) == "aux" && (c.lower(k) == "being" || c.toks[k].Lemma == "be" && gerund(c.lower(i))) {
			return true
		}
	}
	return false
}

// end turns the status of a relation that hangs at a verb of leaving or dropping: "withdrew from the Accord" and "vetoed the
// bill" deny it. Who has not left yet, or is only about to, still takes part, and no date of leaving is one of theirs.
func (c *clause) end(f *finding, r *nlp.RelationMention) {
	verb := c.leaving(f)
	if verb < 0 {
		return
	}
	lemma := c.toks[verb].Lemma
	left := endVerbs[lemma] && (f.relation == "PARTY_TO" || f.relation == "PARTICIPATES_IN") && c.isLeft(f.object, verb)
	dropped := dropVerbs[lemma] && f.relation == "ESTABLISHES"
	switch {
	case (left || dropped) && r.Status == graph.Asserted, dropped && r.Status == graph.Planned:
		r.Status, r.Cues = graph.Negated, append(slices.Clone(r.Cues), c.toks[verb].Span)
	case left && (r.Status == graph.Negated || r.Status == graph.Planned):
		r.Status, r.Cues, r.Obligation, r.Since, r.Until = graph.Asserted, nil, graph.Free, "", ""
	}
}

// leaving is the verb of leaving or dropping at which a finding hangs, -1 none: its trigger, or the infinitive on it that the
// object goes with ("plans to withdraw from").
func (c *clause) leaving(f *finding) int {
	if f.trigger < 0 || c.tree == nil || c.doc.Mentions[f.object].Sentence != c.sent {
		return -1
	}
	verb := f.trigger
	if v := c.predicate(c.headOf(f.object)); v != verb && c.infinitive(v) {
		up := v
		for d := 0; d < 3 && up >= 0 && up != f.trigger && (c.tree.rel(up) == "xcomp" || c.tree.rel(up) == "advcl"); d++ {
			up = c.tree.toks[up].Head
		}
		if up == f.trigger {
			verb = v
		}
	}
	if c.toks[verb].UPOS != "VERB" {
		return -1
	}
	return verb
}

// isLeft says whether the mention m is what the verb of leaving says is left: "withdrew from the Accord", "quit the Accord",
// but not "withdrew its reservation to the Accord".
func (c *clause) isLeft(m, verb int) bool {
	i := c.headOf(m)
	for c.tree.rel(i) == "conj" && c.tree.toks[i].Head >= 0 {
		i = c.tree.toks[i].Head
	}
	if p := c.tree.preposition(i); p != "" {
		return p == "from" || p == "of" && c.lower(verb+1) == "out"
	}
	return quitVerbs[c.toks[verb].Lemma]
}
