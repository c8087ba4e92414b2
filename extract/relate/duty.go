package relate

import (
	"slices"

	"mandate/extract/nlp"
	"mandate/graph"
)

// How strongly a document binds whom it speaks of: by a modal verb ("shall report"), or by a verb that puts somebody under
// a duty or gives leave ("is required to report", "directs the Secretary to report").
var (
	duties   = map[string]graph.Obligation{"shall": graph.Must, "must": graph.Must, "should": graph.Should, "ought": graph.Should, "may": graph.May}
	bindings = map[string]graph.Obligation{
		"require": graph.Must, "oblige": graph.Must, "obligate": graph.Must, "direct": graph.Must, "order": graph.Must, "instruct": graph.Must,
		"mandate": graph.Must, "bind": graph.Must, "encourage": graph.Should, "urge": graph.Should, "advise": graph.Should, "recommend": graph.Should, "invite": graph.Should,
		"authorize": graph.May, "authorise": graph.May, "permit": graph.May, "allow": graph.May, "empower": graph.May, "entitle": graph.May,
	}
)

// oblige notes an obligation and the word that shows it; the nearest one to what is said stands.
func (c *clause) oblige(r *reading, o graph.Obligation, cue int) {
	if o == graph.Free || r.duty != graph.Free {
		return
	}
	r.duty = o
	if span := c.toks[cue].Span; !slices.Contains(r.cues, span) {
		r.cues = append(r.cues, span)
		slices.SortFunc(r.cues, func(a, b nlp.Span) int { return a.Start - b.Start })
	}
}

// infinitive says whether the verb at i stands behind "to".
func (c *clause) infinitive(i int) bool {
	k := c.tree.child(i, "mark")
	return k >= 0 && c.lower(k) == "to"
}

// howMuch is the amount that goes with what a trigger says of an object: what it counts of the object ("trains 300
// inspectors", "eleven trainings"), else the sum of money that hangs on the trigger ("awarded $4 million to …").
func (c *clause) howMuch(trigger, object int) graph.Amount {
	if c.tree == nil || c.doc.Mentions[object].Sentence != c.sent {
		return graph.Amount{}
	}
	m := c.mention(object)
	var money graph.Amount
	for i := range c.doc.Amounts {
		a := &c.doc.Amounts[i]
		if a.Sentence != c.sent {
			continue
		}
		head := c.doc.Sentences[c.sent].HeadOf(a.First, a.Last)
		up := c.toks[head].Head
		switch {
		case up >= m.First && up < m.Last && c.tree.rel(head) == "nummod" && !currency(a.Unit):
			return graph.Amount{Value: a.Value, Unit: a.Unit}
		case currency(a.Unit) && money == (graph.Amount{}) && trigger >= 0 && c.hangsOn(head, trigger):
			money = graph.Amount{Value: a.Value, Unit: a.Unit}
		}
	}
	return money
}

// currency says whether a unit is the code of one.
func currency(unit string) bool {
	return len(unit) == 3 && unit[0] >= 'A' && unit[0] <= 'Z' && unit[1] >= 'A' && unit[1] <= 'Z'
}

// hangsOn says whether a token is of the trigger's own clause: on the way up from it stands the trigger, or the verb that
// the trigger goes with, before any other verb.
func (c *clause) hangsOn(i, trigger int) bool {
	verb := c.predicate(trigger)
	for range len(c.toks) {
		if i = c.toks[i].Head; i < 0 {
			return false
		}
		if i == trigger || i == verb {
			return true
		}
		if c.toks[i].UPOS == "VERB" {
			return false
		}
	}
	return false
}
