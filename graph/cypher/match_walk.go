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
	rel := &mt.m.rels[s.rel]
	var trail value.List
	var visit func(at value.ID) error
	visit = func(at value.ID) error {
		if len(trail) >= rel.min {
			l := slices.Clone(trail)
			if l == nil {
				l = value.List{}
			}
			if s.reverse {
				slices.Reverse(l)
			}
			mt.r[rel.slot] = l
			if err := mt.arrive(s, at, i); err != nil {
				return err
			}
		}
		if rel.max >= 0 && len(trail) >= rel.max {
			return nil
		}
		for r, err := range mt.ex.g.Relationships(at, flip(rel.dir, s.reverse), rel.types) {
			if err == nil {
				err = mt.ex.tick()
			}
			if err != nil {
				return err
			}
			id := r.RelationshipID()
			if slices.Contains(mt.used, id) {
				continue
			}
			if s.inline {
				if ok, err := mt.passes(rel, r); err != nil {
					return err
				} else if !ok {
					continue
				}
			}
			if len(trail) >= maxTrail {
				return limitError("a path of more than %d relationships: give the pattern an upper bound, as in *1..5", maxTrail)
			}
			mt.used, trail = append(mt.used, id), append(trail, r)
			err = visit(otherEnd(r, at))
			mt.used, trail = mt.used[:len(mt.used)-1], trail[:len(trail)-1]
			if err != nil {
				return err
			}
		}
		return nil
	}
	return visit(from)
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
	at, ok := mt.from(s)
	if !ok || len(l) < rel.min || rel.max >= 0 && len(l) > rel.max {
		return nil
	}
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
		if slices.Contains(mt.used, r.RelationshipID()) || len(rel.types) > 0 && !slices.Contains(rel.types, r.RelationshipType()) ||
			r.StartID() != at && (dir == graph.Out || r.EndID() != at) || r.EndID() != at && dir == graph.In {
			return nil
		}
		if ok, err := mt.passes(rel, r); err != nil || !ok {
			return err
		}
		mt.used = append(mt.used, r.RelationshipID())
		at = otherEnd(r, at)
	}
	return mt.arrive(s, at, i)
}
