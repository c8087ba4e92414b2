package cypher

import (
	"errors"
	"slices"

	"mandate/graph"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// hop is how a node was reached in a breadth-first search.
type hop struct {
	rel  value.Relationship // nil at the end that the search began at
	from value.ID
	next int32 // another hop to the same node, as its number and one; 0 for none
}

// front is one of the two sides of a search: what it has reached from its end, by which hops, and the nodes at its rim.
type front struct {
	reached map[value.ID]int32 // number of the last hop to each node
	hops    []hop
	rim     []value.Node
	dir     graph.Direction
}

func newFront(at value.Node, dir graph.Direction) *front {
	return &front{map[value.ID]int32{at.NodeID(): 0}, []hop{{}}, []value.Node{at}, dir}
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
			Message: "the shortest path cannot be asked to be longer: its least length is 0 or 1, as in *..5"}, rel.span)
	}
	if from.NodeID() == goal.NodeID() {
		if rel.min > 0 {
			return nil
		}
		mt.r[rel.slot] = value.List{}
		return mt.step(i + 1)
	}
	held := mt.ex.held
	a, b := newFront(from, rel.dir), newFront(goal, flip(rel.dir, true))
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
	var next []value.Node
	var met []value.ID
	done := &stopped{}
	first := int32(len(near.hops)) // hops from here on are those of this turn
	for _, at := range near.rim {
		from := at.NodeID()
		err := mt.ex.g.Around(at, near.dir, rel.types, "", func(r value.Relationship, other value.Node) error {
			if err := mt.ex.tick(); err != nil {
				return err
			}
			id := other.NodeID()
			last, seen := near.reached[id]
			if seen && (last < first || rel.shortest == syntax.OneShortest) || mt.isUsed(r) {
				return nil
			}
			if len(rel.props) > 0 {
				if ok, err := mt.passes(rel, r); err != nil || !ok {
					return err
				}
			}
			if err := mt.ex.charge(160); err != nil {
				return err
			}
			h := hop{rel: r, from: from}
			if seen {
				h.next = last + 1
			}
			near.reached[id] = int32(len(near.hops))
			near.hops = append(near.hops, h)
			if seen {
				return nil
			}
			next = append(next, other)
			if _, ok := far.reached[id]; ok {
				met = append(met, id)
				if rel.shortest == syntax.OneShortest {
					return done
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, done) {
			return nil, err
		}
		if err != nil { // met, which is enough
			near.rim = next
			return met, nil //nolint:nilerr // it is the sign to stop
		}
	}
	near.rim = next
	return met, nil
}

// each goes through the hops to a node; there is none to where the search began.
func (f *front) each(at value.ID, do func(h *hop) error) (found bool, err error) {
	for k := f.reached[at] + 1; k > 0; k = f.hops[k-1].next {
		h := &f.hops[k-1]
		if h.rel == nil {
			break
		}
		if found, err = true, do(h); err != nil {
			break
		}
	}
	return found, err
}

// joined goes from where the sides met back to the start, along every way, and then on to the goal.
func (mt *matcher) joined(rel *patRel, a, b *front, at value.ID, back value.List, i int) error {
	var home func(from value.ID, back value.List) error
	home = func(from value.ID, back value.List) error {
		if err := mt.ex.tick(); err != nil {
			return err
		}
		more, err := a.each(from, func(h *hop) error { return home(h.from, append(back, value.Value(h.rel))) })
		if more || err != nil {
			return err
		}
		trail := slices.Clone(back)
		slices.Reverse(trail)
		return mt.onward(b, at, trail, rel, i)
	}
	return home(at, back)
}

// onward goes on to the goal, and binds each whole path.
func (mt *matcher) onward(b *front, at value.ID, trail value.List, rel *patRel, i int) error {
	if err := mt.ex.tick(); err != nil {
		return err
	}
	more, err := b.each(at, func(h *hop) error {
		return mt.onward(b, h.from, append(slices.Clip(trail), value.Value(h.rel)), rel, i)
	})
	if more || err != nil {
		return err
	}
	mt.r[rel.slot] = trail
	used := len(mt.used)
	for _, e := range trail {
		mt.used = append(mt.used, e.(value.Relationship))
	}
	err = mt.step(i + 1)
	mt.used = mt.used[:used]
	return err
}
