package relate

import (
	"slices"

	"mandate/extract/nlp"
	"mandate/graph"
)

// planVerbs set what depends on them in the future; sayVerbs put it in somebody's mouth; failVerbs deny it.
var (
	planVerbs = words("plan intend aim expect propose hope want seek consider pledge commit promise schedule agree wish prepare decide project contemplate")
	sayVerbs  = words("say claim report allege state believe suggest argue estimate indicate assert maintain contend announce estimate think suspect")
	failVerbs = words("fail refuse decline lack cease stop")
)

// treeModality sets the status that the clause gives what the word at i says.
func (c *clause) treeModality(i int, r *reading) {
	for depth := 0; i >= 0 && depth < 4; depth++ {
		c.markers(i, r)
		next := c.governor(i, r)
		if next < 0 {
			return
		}
		i = next
	}
}

// set takes a status from a cue; denial outweighs all, a plan outweighs a report.
func (c *clause) set(r *reading, st graph.Status, cue int) {
	if r.status == graph.Asserted || st == graph.Negated || r.status == graph.Reported && st == graph.Planned {
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
		case t.rel(k) == "aux" && (w == "will" || w == "would" || w == "'ll" || w == "’ll"):
			c.set(r, graph.Planned, k)
		case t.rel(k) == "aux" && (w == "may" || w == "might" || w == "could"):
			c.set(r, graph.Reported, k)
		case (t.rel(k) == "advmod" || t.rel(k) == "det" || t.rel(k) == "cc") && (w == "not" || w == "n't" || w == "never" || w == "no" || w == "neither"):
			c.set(r, graph.Negated, k)
		case w == "longer" && k > 0 && t.toks[k-1].Lower == "no": // "no longer leads"
			c.set(r, graph.Negated, k)
		case t.rel(k) == "nsubj" && c.neither(k) >= 0:
			c.set(r, graph.Negated, c.neither(k))
		case t.rel(k) == "mark" && (w == "to" || w == "due") && c.isBefore(i, k): // "is to set up", "are due to launch"
			c.set(r, graph.Planned, k)
		case t.rel(k) == "case" && w == "without" || t.rel(k) == "mark" && w == "without":
			c.set(r, graph.Negated, k)
		case w == "reportedly" || w == "allegedly":
			c.set(r, graph.Reported, k)
		case t.rel(k) == "obl" && t.preposition(k) == "according":
			c.set(r, graph.Reported, k)
		case t.rel(k) == "mark" && w == "if":
			c.set(r, graph.Reported, k)
		case t.rel(k) == "aux" && w == "to" && t.rel(i) == "root":
			c.set(r, graph.Planned, k)
		}
	}
}

// neither is the "neither" or "no" of a subject, -1 none: "Neither the Ministry nor the Office funds …".
func (c *clause) neither(subject int) int {
	for _, k := range c.tree.children[subject] {
		if w := c.toks[k].Lower; w == "neither" || w == "no" && c.tree.rel(k) == "det" {
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
		if rel := c.tree.rel(b); b < k && c.toks[b].Lemma == "be" && (rel == "aux" || rel == "cop") {
			return true
		}
	}
	return false
}

// governor goes up to the word that puts the one at i in its light; -1 when nothing above matters.
func (c *clause) governor(i int, r *reading) int {
	t := c.tree
	h := t.toks[i].Head
	if h < 0 {
		return -1
	}
	lemma := t.toks[h].Lemma
	switch t.rel(i) {
	case "xcomp":
		c.oblige(r, bindings[lemma], h) // "is required to report", "must begin to report"
		if planVerbs[lemma] {
			c.set(r, graph.Planned, h)
		} else if failVerbs[lemma] {
			c.set(r, graph.Negated, h)
		} else if lemma == "have" || lemma == "be" { // "has yet to ratify"
			for _, k := range t.children[h] {
				if t.toks[k].Lower == "yet" && k < i {
					c.set(r, graph.Negated, k)
				}
			}
		}
		return h
	case "advcl": // as which the parser often reads what somebody "is authorized to" do
		if t.isPassive(h) && c.infinitive(i) {
			c.oblige(r, bindings[lemma], h)
		}
		return -1
	case "ccomp":
		if sayVerbs[lemma] {
			c.set(r, graph.Reported, h)
		} else if planVerbs[lemma] {
			c.set(r, graph.Planned, h)
		}
		return -1
	case "obj", "obl":
		if planVerbs[lemma] && t.toks[h].UPOS == "VERB" {
			c.set(r, graph.Planned, h)
		} else if failVerbs[lemma] {
			c.set(r, graph.Negated, h)
		}
		return h
	case "acl":
		if t.child(i, "mark") >= 0 && (lemma == "plan" || lemma == "intention" || lemma == "proposal" || lemma == "commitment" || lemma == "goal" || lemma == "aim") {
			c.set(r, graph.Planned, h)
		}
		return -1
	case "conj":
		if t.toks[h].UPOS == t.toks[i].UPOS && t.child(i, "nsubj") < 0 {
			return h
		}
	}
	return -1
}
