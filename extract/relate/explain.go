package relate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mandate/extract/internal/linear"
	"mandate/extract/nlp"
)

// Attempt is a rule that almost said something in a sentence: a frame whose trigger stands there but that found no relation,
// or what a rule says and the scorer of pairs does not trust, or what the scorer itself is not sure enough of.
type Attempt struct {
	Sentence int
	Trigger  int    // token of the sentence, -1 none
	Rule     string // of a frame its id
	Relation string
	Reason   string // why it says nothing, a clause: "there is no object"
}

// Reason is what the scorer of pairs says to a relation that a rule says or that it proposes itself.
type Reason struct {
	Sentence        int
	Rule            string
	Type            string  // relation type, as the scorer says it
	Subject, Object int     // mentions
	Chance          float64 // that the scorer gives it, 0 to 1, before it is calibrated
	Record          float64 // how often the rule was right in marked texts, pulled towards what it says of itself; 0 for proposals
	Shares          []linear.Share
}

// trace gathers how a document went.
type trace struct {
	attempts []Attempt
	reasons  []Reason
}

// mostReasons is how many features are told of a proposal.
const mostReasons = 4

// Explain finds the relations of a document anew and lists the frames that almost fired, in order of sentence and
// trigger, each with the reason why it did not, and what the scorer of pairs says to each relation. The document must
// have been read up to the stage before this one; its relations are the same afterwards.
func (s *Stage) Explain(doc *nlp.Document) ([]Attempt, []Reason) {
	var t trace
	s.annotate(doc, &t)
	said := func(a Attempt) bool {
		return slices.ContainsFunc(doc.Relations, func(r nlp.RelationMention) bool { return r.Sentence == a.Sentence && r.Rule == a.Rule })
	}
	all := slices.DeleteFunc(t.attempts, said) // word order gave what the tree did not
	slices.SortStableFunc(all, func(a, b Attempt) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Trigger, b.Trigger))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(a Attempt) bool {
		key := fmt.Sprint(a.Sentence, a.Trigger, a.Rule)
		again := seen[key]
		seen[key] = true
		return again
	}), t.reasons
}

// noteVerb tells the trace why the frame does not take the word at i for its verb.
func (c *clause) noteVerb(f *Frame, i int) {
	reason := ""
	switch {
	case c.owner[i] >= 0:
		reason = fmt.Sprintf("%q is part of a name", c.toks[i].Text)
	case !c.verbal(i):
		reason = fmt.Sprintf("%q is no verb here", c.toks[i].Text)
	case !c.takes(f, i) && len(f.Objects) > 0:
		reason = "its object is none of: " + strings.Join(f.Objects, ", ")
	case !c.takes(f, i):
		reason = "somebody is told to do something else"
	default:
		return
	}
	c.trace.attempts = append(c.trace.attempts, Attempt{c.sent, i, f.ID, f.Relation, reason})
}

// noteEnds tells the trace why the frame finds no two ends round its trigger.
func (s *Stage) noteEnds(c *clause, f *Frame, trigger int, r *reading) {
	from, to := c.filled(r, f.From), c.filled(r, f.To)
	reason := ""
	switch {
	case len(from) == 0 && len(to) == 0:
		reason = fmt.Sprintf("nothing known stands as its %s, nor as its %s", strings.Join(f.From, " or "), strings.Join(f.To, " or "))
	case len(from) == 0:
		reason = fmt.Sprintf("nothing known stands as its %s; as its %s: %s", strings.Join(f.From, " or "), strings.Join(f.To, " or "), c.list(to))
	case len(to) == 0:
		reason = fmt.Sprintf("nothing known stands as its %s; as its %s: %s", strings.Join(f.To, " or "), strings.Join(f.From, " or "), c.list(from))
	case c.oneThing(from, to):
		reason = fmt.Sprintf("both its ends are one thing: %s and %s", c.list(from), c.list(to))
	default:
		reason = fmt.Sprintf("the schema does not let %s go from %s to %s", f.Relation, c.list(from), c.list(to))
	}
	c.trace.attempts = append(c.trace.attempts, Attempt{c.sent, trigger, f.ID, f.Relation, reason})
}

// oneThing says whether all mentions name the same thing.
func (c *clause) oneThing(from, to []int) bool {
	for _, m := range slices.Concat(from, to) {
		if c.mention(m).Cluster != c.mention(from[0]).Cluster {
			return false
		}
	}
	return true
}

// filled are the mentions in the places.
func (c *clause) filled(r *reading, places []string) []int {
	var ms []int
	for _, p := range places {
		ms = append(ms, r.at(p)...)
	}
	return ms
}

// list names mentions with their types.
func (c *clause) list(ms []int) string {
	var names []string
	for _, m := range ms {
		if n := fmt.Sprintf("%s (%s)", c.mention(m).Name, c.typeOf(m)); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

// noteSaid tells the trace what the scorer says to a finding: why it is left out, or what spoke for it.
func (c *clause) noteSaid(f *finding, chance, record float64, shares []linear.Share) {
	if f.confidence < LeastSaid {
		c.trace.attempts = append(c.trace.attempts, Attempt{c.sent, f.trigger, f.rule, f.relation, fmt.Sprintf(
			"it says that of %s, but the scorer of pairs gives it a chance of %.2f and with that it is trusted by %.2f; %.2f is asked", c.list([]int{f.subject, f.object}), chance, f.confidence, LeastSaid)})
		return
	}
	c.trace.reasons = append(c.trace.reasons, Reason{c.sent, f.rule, f.relation, f.subject, f.object, chance, record, shares})
}

// nearlyProposed is the least confidence of a proposal that is told though it is not written.
const nearlyProposed = LeastProposed / 2

// noteProposal tells the trace what spoke for a proposal, or why it is not made.
func (c *clause) noteProposal(f *finding, chance float64, veto string, shares []linear.Share) {
	a := Attempt{c.sent, f.trigger, f.rule, f.relation, ""}
	ends := c.list([]int{f.subject, f.object})
	switch {
	case veto != "":
		a.Reason = fmt.Sprintf("the scorer of pairs proposes it of %s, but %s", ends, veto)
	case f.confidence < LeastProposed:
		a.Reason = fmt.Sprintf("the scorer of pairs would propose it of %s, but is sure by %.2f only; %.2f is asked", ends, f.confidence, LeastProposed)
	default:
		c.trace.reasons = append(c.trace.reasons, Reason{c.sent, f.rule, f.relation, f.subject, f.object, chance, 0, shares})
		return
	}
	c.trace.attempts = append(c.trace.attempts, a)
}
