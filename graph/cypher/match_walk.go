package cypher

import (
	"slices"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// passes tests the properties of one relationship of a walk.
func (mt *matcher) passes(rel *patRel, r value.Relationship) (bool, error) {
	for _, pr := range rel.props {
		want, err := pr.val.eval(mt.ex, mt.r)
		if err != nil {
			return false, err
		}
		have, err := r.Property(pr.key)
		if err != nil {
			return false, mt.ex.at(err, pr.at)
		}
		if value.Equal(have, want) != true {
			return false, nil
		}
	}
	return true, nil
}

// walk goes along relationships of a variable-length pattern, depth first.
func (mt *matcher) walk(s *step, i int) error {
	from, ok := mt.from(s)
	if !ok {
		return nil
	}
	w := &walker{mt: mt, s: s, i: i, rel: &mt.m.rels[s.rel], first: len(mt.used)}
	return w.visit(from)
}

// walker is one walk along relationships: those that it has gone are the last ones that are used.
type walker struct {
	mt    *matcher
	s     *step
	i     int // of the step
	rel   *patRel
	first int // of its relationships among those that are used
}

func (w *walker) visit(at value.Node) error {
	mt, rel := w.mt, w.rel
	n := len(mt.used) - w.first
	if n >= rel.min {
		if !rel.silent {
			mt.r[rel.slot] = w.trail()
		}
		if err := mt.arrive(w.s, at, w.i); err != nil {
			return err
		}
	}
	if rel.max >= 0 && n >= rel.max {
		return nil
	}
	label := ""
	if n+1 == rel.max { // the far end of the last relationship is the node of the pattern
		label = mt.farLabel(w.s)
	}
	return mt.ex.g.Around(at, flip(rel.dir, w.s.reverse), rel.types, label, w.along)
}

// trail is the list of relationships gone so far, from left to right as the pattern is written.
func (w *walker) trail() value.List {
	gone := w.mt.used[w.first:]
	l := make(value.List, len(gone))
	for k, r := range gone {
		if w.s.reverse {
			k = len(gone) - 1 - k
		}
		l[k] = r
	}
	return l
}

func (w *walker) along(r value.Relationship, other value.Node) error {
	mt := w.mt
	if err := mt.ex.tick(); err != nil {
		return err
	}
	if mt.isUsed(r) {
		return nil
	}
	if w.s.inline {
		if ok, err := mt.passes(w.rel, r); err != nil || !ok {
			return err
		}
	}
	if len(mt.used)-w.first >= maxTrail {
		return limitError("a path of more than %d relationships: give the pattern an upper bound, as in *1..5", maxTrail)
	}
	mt.used = append(mt.used, r)
	err := w.visit(other)
	mt.used = mt.used[:len(mt.used)-1]
	return err
}

// maxTrail bounds the depth of a walk, and with it the stack.
const maxTrail = 10_000

// walked checks a list of relationships that has a value already.
func (mt *matcher) walked(s *step, i int) error {
	rel := &mt.m.rels[s.rel]
	v := mt.r[rel.slot]
	if v == nil {
		return nil
	}
	l, ok := v.(value.List)
	if !ok {
		return mt.notA("list of relationships", v, rel.span)
	}
	node, ok := mt.from(s)
	if !ok || len(l) < rel.min || rel.max >= 0 && len(l) > rel.max {
		return nil
	}
	at := node.NodeID()
	used := len(mt.used)
	defer func() { mt.used = mt.used[:used] }()
	for k := range l {
		e := l[k]
		if s.reverse {
			e = l[len(l)-1-k]
		}
		r, ok := e.(value.Relationship)
		if !ok {
			return mt.notA("relationship", e, rel.span)
		}
		dir := flip(rel.dir, s.reverse)
		if mt.isUsed(r) || len(rel.types) > 0 && !slices.Contains(rel.types, r.RelationshipType()) ||
			r.StartID() != at && (dir == graph.Out || r.EndID() != at) || r.EndID() != at && dir == graph.In {
			return nil
		}
		if ok, err := mt.passes(rel, r); err != nil || !ok {
			return err
		}
		mt.used = append(mt.used, r)
		at = otherEnd(r, at)
	}
	last, err := mt.ex.g.Node(at)
	if err != nil {
		return err
	}
	return mt.arrive(s, last, i)
}
