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
	rel  value.Relationship
	from int32 // number of the node
	next int32 // another hop to the same node, as its number and one; 0 for none
}

// front is one of the two sides of a search: what it has reached from its end, by which hops, and the nodes at its rim. Nodes
// are numbered as they are reached; the end is number 0.
type front struct {
	nodes *value.Table
	last  []int32 // of each node, the last hop to it as its number and one; 0 for the end
	hops  []hop
	rim   []int32
	dir   graph.Direction
	room  [1]value.Value
}

func newFront(at value.Node, dir graph.Direction) *front {
	f := &front{nodes: value.NewTable(1), last: []int32{0}, rim: []int32{0}, dir: dir}
	f.add(at)
	return f
}

func (f *front) add(n value.Node) (int32, bool) {
	f.room[0] = n
	i, fresh := f.nodes.Add(f.room[:])
	return int32(i), fresh
}

// find is the number of a node, -1 when it was not reached.
func (f *front) find(n value.Node) int32 {
	f.room[0] = n
	return int32(f.nodes.Find(f.room[:]))
}

func (f *front) node(i int32) value.Node { return f.nodes.Row(int(i))[0].(value.Node) }

// held is how many bytes the side holds.
func (f *front) held() int64 {
	return f.nodes.Held() + int64(cap(f.last))*4 + int64(cap(f.hops))*24 + int64(cap(f.rim))*4
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
			if err = mt.joined(rel, a, b, at, i); err != nil {
				break
			}
		}
	}
	mt.ex.held = held
	return err
}

// meet widens the two sides in turn until they meet, and gives the nodes where they do: the one that is found first, or
// all of them for allShortestPaths. Every shortest path leads through exactly one of them.
func (mt *matcher) meet(rel *patRel, a, b *front) ([]value.Node, error) {
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
func (mt *matcher) widen(rel *patRel, near, far *front) ([]value.Node, error) {
	var next []int32
	var met []value.Node
	done := &stopped{}
	first := int32(len(near.hops)) + 1 // hops from here on are those of this turn
	for _, from := range near.rim {
		err := mt.ex.g.Around(near.node(from), near.dir, rel.types, "", func(r value.Relationship, other value.Node) error {
			if err := mt.ex.tick(); err != nil {
				return err
			}
			to := near.find(other)
			seen := to >= 0
			if seen && (near.last[to] < first || rel.shortest == syntax.OneShortest) || mt.isUsed(r) {
				return nil
			}
			if len(rel.props) > 0 {
				if ok, err := mt.passes(rel, r); err != nil || !ok {
					return err
				}
			}
			before := near.held()
			h := hop{rel: r, from: from}
			if seen {
				h.next = near.last[to]
			} else {
				to, _ = near.add(other)
				near.last = append(near.last, 0)
			}
			near.hops = append(near.hops, h)
			near.last[to] = int32(len(near.hops))
			if err := mt.ex.charge(near.held() - before + 4 + value.Size(r) + value.Size(other)); err != nil {
				return err
			}
			if seen {
				return nil
			}
			next = append(next, to)
			if far.find(other) >= 0 {
				met = append(met, other)
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
func (f *front) each(at int32, do func(h *hop) error) (found bool, err error) {
	for k := f.last[at]; k > 0; k = f.hops[k-1].next {
		if found, err = true, do(&f.hops[k-1]); err != nil {
			break
		}
	}
	return found, err
}

// joined goes from where the sides met back to the start, along every way, and then on to the goal.
func (mt *matcher) joined(rel *patRel, a, b *front, at value.Node, i int) error {
	goal := b.find(at)
	var home func(from int32, back value.List) error
	home = func(from int32, back value.List) error {
		if err := mt.ex.tick(); err != nil {
			return err
		}
		more, err := a.each(from, func(h *hop) error { return home(h.from, append(back, value.Value(h.rel))) })
		if more || err != nil {
			return err
		}
		trail := slices.Clone(back)
		slices.Reverse(trail)
		return mt.onward(b, goal, trail, rel, i)
	}
	return home(a.find(at), nil)
}

// onward goes on to the goal, and binds each whole path.
func (mt *matcher) onward(b *front, at int32, trail value.List, rel *patRel, i int) error {
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
