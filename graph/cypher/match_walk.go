package cypher

import (
	"slices"

	"mandate/graph"
	"mandate/graph/cypher/syntax"
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

// hop is how a node was reached in a breadth-first search.
type hop struct {
	rel  value.Relationship
	from value.ID
}

// short finds the shortest paths between two bound nodes, breadth first.
func (mt *matcher) short(s *step, i int) error {
	rel := &mt.m.rels[s.rel]
	from, ok := mt.from(s)
	to, ok2 := mt.r[mt.m.nodes[s.node].slot].(value.Node)
	if !ok || !ok2 {
		return nil
	}
	if rel.min > 1 {
		return mt.ex.at(&value.Error{Class: syntax.SyntaxError, Detail: syntax.InvalidRelationshipPattern,
			Message: "a shortest path has no least length but 0 or 1"}, rel.span)
	}
	if from == to.NodeID() {
		if rel.min > 0 {
			return nil
		}
		mt.r[rel.slot] = value.List{}
		return mt.step(i + 1)
	}
	reached, err := mt.search(s, rel, from, to.NodeID())
	if err != nil || reached[to.NodeID()] == nil {
		return err
	}
	return mt.backtrack(rel, reached, to.NodeID(), from, nil, i)
}

// search maps every node up to the distance of the goal to the hops by which it is reached on shortest paths.
func (mt *matcher) search(s *step, rel *patRel, from, to value.ID) (map[value.ID][]hop, error) {
	reached := map[value.ID][]hop{from: {}}
	level := []value.ID{from}
	for depth := 0; len(level) > 0 && (rel.max < 0 || depth < rel.max) && reached[to] == nil; depth++ {
		next := []value.ID{}
		here := map[value.ID]bool{}
		for _, at := range level {
			for r, err := range mt.ex.g.Relationships(at, rel.dir, rel.types) {
				if err == nil {
					err = mt.ex.tick()
				}
				if err != nil {
					return nil, err
				}
				other := otherEnd(r, at)
				if hops, seen := reached[other]; seen && (!here[other] || rel.shortest == syntax.OneShortest && len(hops) > 0) {
					continue
				}
				if slices.Contains(mt.used, r.RelationshipID()) {
					continue
				}
				if ok, err := mt.passes(rel, r); err != nil {
					return nil, err
				} else if !ok {
					continue
				}
				if !here[other] {
					here[other] = true
					next = append(next, other)
				}
				if err := mt.ex.charge(64); err != nil {
					return nil, err
				}
				reached[other] = append(reached[other], hop{r, at})
			}
		}
		level = next
	}
	_ = s
	return reached, nil
}

// backtrack goes from the goal back to the start, along every way for allShortestPaths.
func (mt *matcher) backtrack(rel *patRel, reached map[value.ID][]hop, at, from value.ID, trail value.List, i int) error {
	if at == from {
		l := slices.Clone(trail)
		slices.Reverse(l)
		mt.r[rel.slot] = l
		for _, e := range l {
			mt.used = append(mt.used, e.(value.Relationship).RelationshipID())
		}
		err := mt.step(i + 1)
		mt.used = mt.used[:len(mt.used)-len(l)]
		return err
	}
	for _, h := range reached[at] {
		if err := mt.ex.tick(); err != nil {
			return err
		}
		if err := mt.backtrack(rel, reached, h.from, from, append(trail, value.Value(h.rel)), i); err != nil {
			return err
		}
		if rel.shortest == syntax.OneShortest {
			break
		}
	}
	return nil
}
