package cypher

import (
	"slices"

	"mandate/graph"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// hop is how a node was reached in a breadth-first search.
type hop struct {
	rel  value.Relationship
	from value.ID
}

// front is one of the two sides of a search: what it has reached from its end, by which hops, and the nodes at its rim.
type front struct {
	reached map[value.ID][]hop
	rim     []value.ID
	dir     graph.Direction
}

func newFront(at value.ID, dir graph.Direction) *front {
	return &front{map[value.ID][]hop{at: {}}, []value.ID{at}, dir}
}

// short finds the shortest paths between two bound nodes: breadth first from both of them, the side with the smaller rim
// goes on (Pohl, Bi-directional search, 1971).
func (mt *matcher) short(s *step, i int) error {
	rel := &mt.m.rels[s.rel]
	from, ok := mt.from(s)
	goal, ok2 := mt.r[mt.m.nodes[s.node].slot].(value.Node)
	if !ok || !ok2 {
		return nil
	}
	if rel.min > 1 {
		return mt.ex.at(&value.Error{Class: syntax.SyntaxError, Detail: syntax.InvalidRelationshipPattern,
			Message: "a shortest path has no least length but 0 or 1"}, rel.span)
	}
	to := goal.NodeID()
	if from == to {
		if rel.min > 0 {
			return nil
		}
		mt.r[rel.slot] = value.List{}
		return mt.step(i + 1)
	}
	held := mt.ex.held
	a, b := newFront(from, rel.dir), newFront(to, flip(rel.dir, true))
	met, err := mt.meet(rel, a, b)
	if err == nil {
		for _, at := range met {
			if err = mt.joined(rel, a, b, at, nil, i); err != nil {
				break
			}
		}
	}
	mt.ex.held = held
	return err
}

// meet widens the two sides in turn until they meet, and gives the nodes where they do: the one that is found first, or
// all of them for allShortestPaths. Every shortest path leads through exactly one of them.
func (mt *matcher) meet(rel *patRel, a, b *front) ([]value.ID, error) {
	for depth := 0; len(a.rim) > 0 && len(b.rim) > 0 && (rel.max < 0 || depth < rel.max); depth++ {
		near, far := a, b
		if len(b.rim) < len(a.rim) {
			near, far = b, a
		}
		met, err := mt.widen(rel, near, far)
		if err != nil || len(met) > 0 {
			return met, err
		}
	}
	return nil, nil
}

// widen takes one side a relationship further, and gives the nodes that the other side has reached already.
func (mt *matcher) widen(rel *patRel, near, far *front) ([]value.ID, error) {
	var next, met []value.ID
	here := map[value.ID]bool{}
	for _, at := range near.rim {
		for r, err := range mt.ex.g.Relationships(at, near.dir, rel.types) {
			if err == nil {
				err = mt.ex.tick()
			}
			if err != nil {
				return nil, err
			}
			other := otherEnd(r, at)
			if _, seen := near.reached[other]; seen && (!here[other] || rel.shortest == syntax.OneShortest) {
				continue
			}
			if len(mt.used) > 0 && slices.Contains(mt.used, r.RelationshipID()) {
				continue
			}
			if ok, err := mt.passes(rel, r); err != nil {
				return nil, err
			} else if !ok {
				continue
			}
			if err := mt.ex.charge(96); err != nil {
				return nil, err
			}
			near.reached[other] = append(near.reached[other], hop{r, at})
			if here[other] {
				continue
			}
			here[other] = true
			next = append(next, other)
			if _, ok := far.reached[other]; ok {
				met = append(met, other)
				if rel.shortest == syntax.OneShortest {
					return met, nil
				}
			}
		}
	}
	near.rim = next
	return met, nil
}

// joined goes from where the sides met back to the start, along every way, and then on to the goal.
func (mt *matcher) joined(rel *patRel, a, b *front, at value.ID, back value.List, i int) error {
	var home func(from value.ID, back value.List) error
	home = func(from value.ID, back value.List) error {
		if err := mt.ex.tick(); err != nil {
			return err
		}
		hops := a.reached[from]
		if len(hops) == 0 {
			trail := slices.Clone(back)
			slices.Reverse(trail)
			return mt.onward(b, at, trail, rel, i)
		}
		for _, h := range hops {
			if err := home(h.from, append(back, value.Value(h.rel))); err != nil {
				return err
			}
		}
		return nil
	}
	return home(at, back)
}

// onward goes on to the goal, and binds each whole path.
func (mt *matcher) onward(b *front, at value.ID, trail value.List, rel *patRel, i int) error {
	if err := mt.ex.tick(); err != nil {
		return err
	}
	hops := b.reached[at]
	if len(hops) > 0 {
		for _, h := range hops {
			if err := mt.onward(b, h.from, append(slices.Clip(trail), value.Value(h.rel)), rel, i); err != nil {
				return err
			}
		}
		return nil
	}
	mt.r[rel.slot] = trail
	used := len(mt.used)
	for _, e := range trail {
		mt.used = append(mt.used, e.(value.Relationship).RelationshipID())
	}
	err := mt.step(i + 1)
	mt.used = mt.used[:used]
	return err
}
