package relate

import (
	"strings"

	"mandate/extract/nlp"
)

// when is since when and until when what a trigger says holds, by the times that hang on it in the tree: "led in July 2008"
// is both, "by 2010" is an end. What an act brings about lasts from then on, so "launched in July 2008" is a beginning only.
// "" where the clause does not say, or the sentence has no tree.
func (c *clause) when(relation string, trigger int) (since, until string) {
	if trigger < 0 || c.tree == nil {
		return "", ""
	}
	for i := range c.doc.Times {
		t := &c.doc.Times[i]
		if t.Sentence != c.sent || c.inName(t) || !c.timesOf(t, trigger) {
			continue
		}
		switch t.Role {
		case nlp.At:
			if since == "" && until == "" {
				if since = t.From; !begun[relation] && !beginVerbs[c.toks[c.predicate(trigger)].Lemma] {
					until = t.To
				}
			}
		case nlp.Since:
			if since == "" {
				since = t.From
			}
		case nlp.By, nlp.Until:
			if until == "" {
				until = t.To
			}
		}
	}
	if since != "" && until != "" && until < since && !strings.HasPrefix(since, until) {
		return "", "" // two times of two things
	}
	return since, until
}

// beginVerbs say that what they speak of begins.
var beginVerbs = words("join enter begin start become launch establish create found open")

// inName says whether the time is part of a name: "Executive Order 34 of September 17, 2003".
func (c *clause) inName(t *nlp.Time) bool {
	for k := t.First; k < t.Last; k++ {
		if m := c.owner[k]; m >= 0 && c.doc.Mentions[m].Kind == nlp.Named {
			return true
		}
	}
	return false
}

// timesOf says whether the time modifies the trigger, or the verb that the trigger goes with.
func (c *clause) timesOf(t *nlp.Time, trigger int) bool {
	head := c.doc.Sentences[c.sent].HeadOf(t.First, t.Last)
	up := c.toks[head].Head
	if up < 0 || up >= len(c.toks) {
		return false
	}
	rel, _, _ := strings.Cut(c.toks[head].Deprel, ":")
	if rel == "nmod" && c.toks[up].UPOS == "NOUN" { // "by the end of 2010"
		if w := c.toks[up].Lower; w == "end" || w == "beginning" || w == "start" || w == "half" || w == "middle" {
			head, up = up, c.toks[up].Head
			if up < 0 || up >= len(c.toks) {
				return false
			}
			rel, _, _ = strings.Cut(c.toks[head].Deprel, ":")
		}
	}
	switch rel {
	case "nmod", "nummod":
		return up == trigger
	case "obl", "advmod":
	default:
		return false
	}
	for verb := c.predicate(trigger); ; { // a time that stands first holds for the verbs that are joined to its own, too
		if verb == up {
			return true
		}
		if head > up || c.toks[verb].Deprel != "conj" || c.toks[verb].Head < 0 || c.toks[verb].Head >= verb {
			return false
		}
		verb = c.toks[verb].Head
	}
}

// predicate is the verb that the token belongs to, itself if it is one, the root where there is none.
func (c *clause) predicate(i int) int {
	for range len(c.toks) {
		if c.toks[i].UPOS == "VERB" || c.toks[i].Head < 0 || c.toks[i].Head >= len(c.toks) {
			return i
		}
		i = c.toks[i].Head
	}
	return i
}
