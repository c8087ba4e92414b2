package relate

import (
	"slices"

	"mandate/graph"
)

// matchFrames runs every frame whose trigger stands in the clause.
func (s *Stage) matchFrames(c *clause) []finding {
	var out []finding
	for i := range c.toks {
		t := &c.toks[i]
		if c.owner[i] >= 0 && !c.headOfNominal(i) {
			continue // a word of a name triggers nothing
		}
		for _, f := range s.byVerb[t.Lower] {
			if c.trace != nil {
				c.noteVerb(f, i)
			}
			if c.owner[i] < 0 && c.verbal(i) && c.takes(f, i) {
				found := s.apply(c, f, i, c.read(i, true))
				if len(found) == 0 && c.tree != nil {
					found = s.second(c, f, i)
				}
				out = append(out, found...)
			}
		}
		for _, f := range s.byNoun[t.Lower] {
			if f.Relation == "LEADS" && subordinate[c.lower(i-1)] {
				continue // "Deputy Director of"
			}
			if (c.owner[i] < 0 || f.uses("self") && c.headOfNominal(i)) && c.hasWord(f, i) {
				out = append(out, s.apply(c, f, i, c.read(i, false))...)
			}
		}
	}
	return out
}

// second reads the verb at i from word order where the tree gives the frame nothing. It is less sure.
func (s *Stage) second(c *clause, f *Frame, i int) []finding {
	r := c.readVerb(i)
	tree := &reading{}
	c.treeModality(i, tree)
	r.status, r.cues, r.duty = tree.status, tree.cues, tree.duty
	found := s.apply(c, f, i, r)
	for k := range found {
		found[k].confidence *= 0.8
	}
	return found
}

// takes says whether the verb at i has an object that the frame asks for.
func (c *clause) takes(f *Frame, i int) bool {
	if f.Relation == "LEADS" && c.tree != nil && c.tree.child(i, "xcomp") >= 0 {
		return false // "directs the Secretary to act": told to do something, not led
	}
	if !c.hasWord(f, i) {
		return false
	}
	if len(f.Objects) == 0 {
		return true
	}
	if c.tree == nil {
		return false
	}
	for _, k := range c.tree.children[i] {
		if rel := c.tree.rel(k); rel != "obj" && !(rel == "nsubj" && c.tree.isPassive(i)) {
			continue
		}
		if slices.Contains(f.Objects, c.toks[k].Lemma) || slices.Contains(f.Objects, c.toks[k].Lower) {
			return true
		}
		for _, m := range c.tree.children[k] {
			if slices.Contains(f.Objects, c.toks[m].Lower) {
				return true
			}
		}
	}
	return false
}

// read is the reading of the clause round the trigger at i: off the tree where there is one, else from word order.
func (c *clause) read(i int, verb bool) *reading {
	switch {
	case verb && (c.tree == nil || c.afterProvision(i)):
		return c.readVerb(i)
	case c.tree == nil:
		return c.readNoun(i)
	case verb:
		return c.verbTree(i)
	}
	return c.nounTree(i)
}

// apply fills the frame's places and pairs each subject with each object.
func (s *Stage) apply(c *clause, f *Frame, trigger int, r *reading) []finding {
	if r == nil {
		return nil
	}
	if f.Status != "" && r.status == graph.Asserted {
		if st, err := graph.ParseStatus(f.Status); err == nil {
			r.status = st
		}
	}
	var out []finding
	add := func(a, b int) {
		out = append(out, finding{relation: f.Relation, subject: a, object: b, trigger: trigger, rule: f.ID, confidence: f.Confidence, status: r})
	}
	for _, p := range f.From {
		for _, q := range f.To {
			from, to := r.at(p), r.at(q)
			for i, a := range from {
				for j, b := range to {
					if p == q && j <= i || !s.allows(c, f.Relation, a, b) || !s.takesSubject(c, f, a) {
						continue
					}
					add(a, b)
				}
			}
			if len(out) > 0 {
				return out
			}
		}
	}
	if c.trace != nil {
		s.noteEnds(c, f, trigger, r)
	}
	s.noteMisfits(c, f, trigger, r)
	return out
}

// takesSubject says whether the frame asks for no subject of another type. Its types are those of the schema, or those as
// which text is read.
func (s *Stage) takesSubject(c *clause, f *Frame, a int) bool {
	t := c.typeOf(a)
	return len(f.Subjects) == 0 || slices.Contains(f.Subjects, t) || slices.Contains(f.Subjects, s.schema.TypeOf(t))
}

// allows says whether the schema lets the relation go between two mentions.
func (s *Stage) allows(c *clause, relation string, a, b int) bool {
	_, ok := s.schema.Saying(relation, s.schema.TypeOf(c.typeOf(a)), s.schema.TypeOf(c.typeOf(b)))
	return ok
}

// afterProvision says whether the verb at i stands right behind a list of provisions: "Articles 358, 359 and 360 address
// …". Such lists run on for many lines, and word order is surer there than a tree.
func (c *clause) afterProvision(i int) bool {
	if i == 0 || c.owner[i-1] < 0 || c.mention(c.owner[i-1]).Type != "Law" {
		return false
	}
	return c.mention(c.climb(c.owner[i-1], 0)).Rule == "law.provision" // past "of the Ports Code"
}

// uses says whether the frame names the place.
func (f *Frame) uses(place string) bool {
	return slices.Contains(f.From, place) || slices.Contains(f.To, place)
}

// hasWord says whether one of the words that the frame asks for hangs on the trigger at i: as its particle, or within a
// phrase of one noun. Without a tree it must stand within the next four words.
func (c *clause) hasWord(f *Frame, i int) bool {
	if len(f.Words) == 0 {
		return true
	}
	if c.tree == nil {
		for k := i + 1; k < min(i+5, len(c.toks)); k++ {
			if slices.Contains(f.Words, c.toks[k].Lower) {
				return true
			}
		}
		return false
	}
	for _, k := range c.tree.children[i] {
		if slices.Contains(f.Words, c.toks[k].Lower) {
			return true
		}
	}
	return false
}
