package relate

import "mandate/graph"

// matchFrames runs every frame whose trigger stands in the clause.
func (s *Stage) matchFrames(c *clause) []finding {
	var out []finding
	for i := range c.toks {
		t := &c.toks[i]
		if c.owner[i] >= 0 && !c.headOfNominal(i) {
			continue // a word of a name triggers nothing
		}
		for _, f := range s.byVerb[t.Lower] {
			if c.owner[i] < 0 && c.verbal(i) {
				out = append(out, c.apply(f, i, c.read(i, true))...)
			}
		}
		for _, f := range s.byNoun[t.Lower] {
			if c.owner[i] < 0 {
				out = append(out, c.apply(f, i, c.read(i, false))...)
			}
		}
	}
	return out
}

// read is the reading of the clause round the trigger at i: off the tree where there is one, else from word order.
func (c *clause) read(i int, verb bool) *reading {
	switch {
	case c.tree == nil && verb:
		return c.readVerb(i)
	case c.tree == nil:
		return c.readNoun(i)
	case verb:
		return c.verbTree(i)
	}
	return c.nounTree(i)
}

// apply fills the frame's places and pairs each subject with each object.
func (c *clause) apply(f *Frame, trigger int, r *reading) []finding {
	if r == nil {
		return nil
	}
	if f.Status != "" && r.status == graph.Asserted {
		if st, err := graph.ParseStatus(f.Status); err == nil {
			r.status = st
		}
	}
	from, to := r.first(f.From), r.first(f.To)
	var out []finding
	for _, a := range from {
		for _, b := range to {
			out = append(out, finding{relation: f.Relation, subject: a, object: b, trigger: trigger, rule: f.ID, confidence: f.Confidence, status: r})
		}
	}
	return out
}

// first is the mentions of the first place that is filled.
func (r *reading) first(places []string) []int {
	for _, p := range places {
		if ms := r.at(p); len(ms) > 0 {
			return ms
		}
	}
	return nil
}
