package relate

import (
	"fmt"
	"slices"
	"strings"

	"mandate/extract/internal/linear"
	"mandate/extract/nlp"
)

// Attempt is a frame whose trigger stands in a sentence but that found no relation there.
type Attempt struct {
	Sentence int
	Trigger  int // token of the sentence
	Frame    *Frame
	Reason   string // why it found nothing, a clause: "there is no object"
}

// Reason is what spoke most for a relation that the scorer of pairs proposed.
type Reason struct {
	Sentence        int
	Type            string // relation type, as the scorer says it
	Subject, Object int    // mentions
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
// trigger, each with the reason why it did not, and what spoke for each relation that no frame says. The document must
// have been read up to the stage before this one; its relations are the same afterwards.
func (s *Stage) Explain(doc *nlp.Document) ([]Attempt, []Reason) {
	var t trace
	s.annotate(doc, &t)
	said := func(a Attempt) bool {
		return slices.ContainsFunc(doc.Relations, func(r nlp.RelationMention) bool { return r.Sentence == a.Sentence && r.Rule == a.Frame.ID })
	}
	all := slices.DeleteFunc(t.attempts, said) // word order gave what the tree did not
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(a Attempt) bool {
		key := fmt.Sprint(a.Sentence, a.Trigger, a.Frame.ID)
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
	c.trace.attempts = append(c.trace.attempts, Attempt{Sentence: c.sent, Trigger: i, Frame: f, Reason: reason})
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
	default:
		reason = fmt.Sprintf("the schema does not let %s go from %s to %s", f.Relation, c.list(from), c.list(to))
	}
	c.trace.attempts = append(c.trace.attempts, Attempt{Sentence: c.sent, Trigger: trigger, Frame: f, Reason: reason})
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
