package relate

import (
	"mandate/extract/nlp"
)

// Domain and range come from the schema. Where a trigger's places hold ends that its relation cannot join, something was
// misread, or nothing is said: other readings of the ends are tried, and what fits none is left out and counted.

// WrongEnds is the reason, in Document.Dropped, of what words say of two ends that the schema does not let them join. It
// counts each two things of a sentence once, and only if nothing else is read of them or off the same word.
const WrongEnds = "ends of the wrong type"

// misfit is what a trigger says of two mentions whose types the relation cannot join.
type misfit struct {
	relation string
	frame    *Frame // nil: a structure
	trigger  int    // token, -1 none
	a, b     int    // mentions
	reading  *reading
}

// noteMisfits keeps the ends that stand in the places of the frame.
func (s *Stage) noteMisfits(c *clause, f *Frame, trigger int, r *reading) {
	for _, p := range f.From {
		for _, q := range f.To {
			for i, a := range r.at(p) {
				for j, b := range r.at(q) {
					if p == q && j <= i || c.mention(a).Cluster == c.mention(b).Cluster || s.allows(c, f.Relation, a, b) {
						continue // or another end than the frame asks for, which is no matter of types
					}
					c.misfits = append(c.misfits, misfit{f.Relation, f, trigger, a, b, r})
				}
			}
		}
	}
}

// settle adds to the findings of a clause those that another reading of a misfit gives.
func (s *Stage) settle(c *clause, found []finding) []finding {
	if len(c.misfits) == 0 {
		return found
	}
	triggers := map[int]bool{}
	for i := range found {
		triggers[found[i].trigger] = true
	}
	for i := range c.misfits {
		m := &c.misfits[i]
		if m.trigger < 0 || triggers[m.trigger] || m.frame == nil {
			continue
		}
		if a, b, ok := s.otherwise(c, m); ok {
			found = append(found, finding{relation: m.relation, subject: a, object: b, trigger: m.trigger, rule: m.frame.ID,
				confidence: otherReading * m.frame.Confidence, status: m.reading})
		}
	}
	return found
}

// otherReading is how much less sure another reading is than the first.
const otherReading = 0.7

// otherwise is another reading of a misfit that the schema allows: with another mention in the name of an end. Turning the
// two round, as if a participle were a passive without its auxiliary, was wrong each time in the annotated documents.
func (s *Stage) otherwise(c *clause, m *misfit) (a, b int, ok bool) {
	fits := func(a, b int) bool {
		return c.mention(a).Cluster != c.mention(b).Cluster && s.allows(c, m.relation, a, b) && s.takesSubject(c, m.frame, a)
	}
	from, to := append([]int{m.a}, c.within(m.a)...), append([]int{m.b}, c.within(m.b)...)
	for _, a := range from {
		for _, b := range to {
			if fits(a, b) {
				return a, b, true
			}
		}
	}
	return 0, 0, false
}

// within are the mentions that an end's name may stand for instead: what has the same head word ("Dutch Ministry of
// Justice" and the ministry), and the country whose officials it names.
func (c *clause) within(m int) []int {
	men := c.mention(m)
	var out []int
	for _, o := range c.ms {
		x := c.mention(o)
		if o == m || x.Cluster == men.Cluster {
			continue
		}
		inside := x.First >= men.First && x.Last <= men.Last
		if inside && x.Head == men.Head || inside && x.Type == "Region" && x.First == men.First && actors[c.toks[men.Head].Lemma] {
			out = append(out, o)
		}
	}
	return out
}

// actors head the words for those who act for a country.
var actors = words("authority official government administration delegation leader minister negotiator diplomat")

// retype gives a cluster of which nothing is said the other type that its mentions could have, if that lets something be
// said of it. A described group stays one: "youth organizations" are many bodies, not one. It says whether it did.
func (s *Stage) retype(doc *nlp.Document, read []clauseRead) bool {
	said := map[int]bool{}
	for i := range read {
		for _, f := range read[i].found {
			said[doc.Mentions[f.subject].Cluster], said[doc.Mentions[f.object].Cluster] = true, true
		}
	}
	changed := false
	for i := range read {
		c := read[i].clause
		for k := range c.misfits {
			m := &c.misfits[k]
			if m.frame == nil {
				continue
			}
			for _, end := range []int{m.a, m.b} {
				cl := doc.Mentions[end].Cluster
				if said[cl] || doc.Clusters[cl].Type == "Group" {
					continue
				}
				for _, t := range c.mention(end).Also {
					was := doc.Clusters[cl].Type
					if doc.Clusters[cl].Type = t; t != was && s.allows(c, m.relation, m.a, m.b) {
						changed, said[cl] = true, true
						break
					}
					doc.Clusters[cl].Type = was
				}
			}
		}
	}
	return changed
}

// unsaid counts the misfits of a clause of which nothing else is said.
func (c *clause) unsaid(found []finding) int {
	of := func(a, b int) [2]int {
		x, y := c.mention(a).Cluster, c.mention(b).Cluster
		return [2]int{min(x, y), max(x, y)}
	}
	triggers, pairs := map[int]bool{-1: false}, map[[2]int]bool{}
	for i := range found {
		if found[i].trigger >= 0 {
			triggers[found[i].trigger] = true
		}
		pairs[of(found[i].subject, found[i].object)] = true
	}
	n := 0
	for i := range c.misfits {
		m := &c.misfits[i]
		if p := of(m.a, m.b); !pairs[p] && !triggers[m.trigger] {
			pairs[p] = true
			n++
		}
	}
	return n
}
