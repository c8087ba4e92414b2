package cypher

import (
	"errors"
	"iter"
	"slices"
	"time"

	"mandate/graph"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// matcher is one search for a pattern, from one row.
type matcher struct {
	ex       *exec
	m        *matchOp
	steps    []step
	r        row
	used     []value.Relationship // of this match: each is used once
	deferred bool                 // a condition failed with an error: all are tested again at the end
	yield    func(row) error
	seen     []stepSeen // for PROFILE: of each step, and of what comes after the last
}

// stepSeen is how often a step was come to, and the time within it and the steps after it.
type stepSeen struct {
	rows   int64
	within time.Duration
}

func (m *matchOp) run(ex *exec, in row, yield func(row) error) error {
	found := false
	mt := &matcher{ex: ex, m: m, steps: ex.plan(m).steps, r: make(row, ex.width), yield: func(r row) error {
		found = true
		return yield(r)
	}}
	if ex.profile != nil {
		if ex.stepProfile[m] == nil {
			ex.stepProfile[m] = make([]stepSeen, len(mt.steps)+1)
		}
		mt.seen = ex.stepProfile[m]
	}
	return start(ex, m.in, in, func(r row) error {
		copy(mt.r, r)
		found, mt.deferred = false, false
		if err := mt.step(0); err != nil {
			return err
		}
		if found || !m.optional {
			return nil
		}
		copy(mt.r, r)
		for _, s := range m.introduces {
			mt.r[s] = nil
		}
		return yield(mt.r)
	})
}

// step takes step i in every way that is possible, and for each those that follow.
func (mt *matcher) step(i int) error {
	if mt.seen == nil {
		return mt.take(i)
	}
	mt.seen[i].rows++
	began := mt.ex.clock()
	err := mt.take(i)
	mt.seen[i].within += mt.ex.clock().Sub(began)
	return err
}

func (mt *matcher) take(i int) error {
	if i == len(mt.steps) {
		return mt.match()
	}
	if err := mt.ex.tick(); err != nil {
		return err
	}
	s := &mt.steps[i]
	switch s.kind {
	case stepScan:
		return mt.nodes(mt.ex.g.Nodes(s.label), s, i)
	case stepSeek:
		return mt.seek(s, i)
	case stepGiven:
		v := mt.r[mt.m.nodes[s.node].slot]
		if v == nil {
			return nil
		}
		n, ok := v.(value.Node)
		if !ok {
			return mt.notA("node", v, mt.m.nodes[s.node].span)
		}
		if ok, err := mt.fits(s.node, n); err != nil || !ok {
			return err
		}
	case stepExpand:
		return mt.expand(s, i)
	case stepBound:
		return mt.boundRel(s, i)
	case stepWalk:
		return mt.walk(s, i)
	case stepWalked:
		return mt.walked(s, i)
	case stepShort:
		return mt.short(s, i)
	case stepTest:
		burst := mt.ex.burst
		ok, err := s.test.ok(mt.ex, mt.r)
		mt.ex.burst = burst
		if err != nil && s.test.soft && !isLimit(err) {
			mt.deferred = true
			ok = true
		} else if err != nil {
			return err
		}
		if ok != true {
			return nil
		}
	case stepPath:
		p, err := mt.path(mt.m.paths[s.path])
		if err != nil {
			return err
		}
		mt.r[mt.m.paths[s.path].slot] = p
	}
	return mt.step(i + 1)
}

// isLimit says whether the error ends the query whatever else is true.
func isLimit(err error) bool {
	var e *Error
	var v *value.Error
	return errors.As(err, &v) && v.Detail == value.LimitExceeded || errors.As(err, &e) && e.Detail == value.LimitExceeded ||
		errors.As(err, new(*stopped))
}

func (mt *matcher) notA(what string, v value.Value, at syntax.Span) error {
	return mt.ex.at(&value.Error{Class: value.TypeError, Detail: invalidArgumentType,
		Message: "a pattern needs a " + what + " here, not " + value.KindOf(v).Article()}, at)
}

// match hands over the row that was put together.
func (mt *matcher) match() error {
	if mt.deferred {
		for _, w := range mt.m.where {
			ok, err := mt.ex.truth(w.compiled, w.at, mt.r)
			if err != nil {
				return err
			}
			if ok != true {
				return nil
			}
		}
	}
	return mt.yield(mt.r)
}

// fits says whether a node has the labels that the pattern asks for.
func (mt *matcher) fits(node int, n value.Node) (bool, error) {
	for _, l := range mt.m.nodes[node].labels {
		ok, err := hasLabel(n, l)
		if err != nil || !ok {
			return false, mt.ex.at(err, mt.m.nodes[node].span)
		}
	}
	return true, nil
}

func (mt *matcher) nodes(seq iter.Seq2[value.Node, error], s *step, i int) error {
	slot := mt.m.nodes[s.node].slot
	for n, err := range seq {
		if err == nil {
			err = mt.ex.tick()
		}
		if err != nil {
			return err
		}
		ok, err := mt.fits(s.node, n)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		mt.r[slot] = n
		if err := mt.step(i + 1); err != nil {
			return err
		}
	}
	return nil
}

func (mt *matcher) seek(s *step, i int) error {
	return mt.nodes(func(yield func(value.Node, error) bool) {
		var seen map[value.ID]bool
		if !s.seek.once() {
			seen = map[value.ID]bool{}
		}
		s.seek.each(mt.ex, mt.r, s.label, func(n value.Node, err error) bool {
			if err == nil && seen != nil {
				id := n.NodeID()
				if seen[id] {
					return true
				}
				seen[id] = true
			}
			return yield(n, err)
		})
	}, s, i)
}

// otherEnd is where a relationship leads to from a node.
func otherEnd(r value.Relationship, from value.ID) value.ID {
	if id := r.StartID(); id != from {
		return id
	}
	return r.EndID()
}

// arrive binds or checks the node that was reached, and goes on.
func (mt *matcher) arrive(s *step, n value.Node, i int) error {
	slot := mt.m.nodes[s.node].slot
	if s.toBound {
		if have, ok := mt.r[slot].(value.Node); !ok || have != n && have.NodeID() != n.NodeID() {
			return nil
		}
		return mt.step(i + 1)
	}
	if ok, err := mt.fits(s.node, n); err != nil || !ok {
		return err
	}
	mt.r[slot] = n
	return mt.step(i + 1)
}

// arriveLabelled is arrive at a node that is known to have the first label of the pattern.
func (mt *matcher) arriveLabelled(s *step, n value.Node, i int) error {
	node := &mt.m.nodes[s.node]
	if s.toBound || len(node.labels) > 1 {
		return mt.arrive(s, n, i)
	}
	mt.r[node.slot] = n
	return mt.step(i + 1)
}

// from is the node that a step starts at; false when there is none.
func (mt *matcher) from(s *step) (value.Node, bool) {
	n, ok := mt.r[mt.m.nodes[s.from].slot].(value.Node)
	return n, ok
}

// farLabel is a label that the node at the far end of a step has to have, "" when any will do.
func (mt *matcher) farLabel(s *step) string {
	if ls := mt.m.nodes[s.node].labels; len(ls) > 0 {
		return ls[0]
	}
	return ""
}

func (mt *matcher) expand(s *step, i int) error {
	from, ok := mt.from(s)
	if !ok {
		return nil
	}
	rel := &mt.m.rels[s.rel]
	alone := len(mt.m.rels) == 1 // no other relationship of the pattern could be the same
	return mt.ex.g.Around(from, flip(rel.dir, s.reverse), rel.types, mt.farLabel(s), func(r value.Relationship, other value.Node) error {
		if err := mt.ex.tick(); err != nil {
			return err
		}
		mt.r[rel.slot] = r
		if alone {
			return mt.arriveLabelled(s, other, i)
		}
		if mt.isUsed(r) {
			return nil
		}
		mt.used = append(mt.used, r)
		err := mt.arriveLabelled(s, other, i)
		mt.used = mt.used[:len(mt.used)-1]
		return err
	})
}

// isUsed says whether a relationship is part of the match already.
func (mt *matcher) isUsed(r value.Relationship) bool {
	arc, _ := r.(*relationArc)
	for _, u := range mt.used {
		if have, ok := u.(*relationArc); ok && arc != nil { // each is there once
			if have == arc {
				return true
			}
			continue
		}
		if u == r || u.RelationshipType() == r.RelationshipType() && u.RelationshipID() == r.RelationshipID() {
			return true
		}
	}
	return false
}

// boundRel checks a relationship that has a value already. Neither end, one or both may be bound.
func (mt *matcher) boundRel(s *step, i int) error {
	rel := &mt.m.rels[s.rel]
	v := mt.r[rel.slot]
	if v == nil {
		return nil
	}
	r, ok := v.(value.Relationship)
	if !ok {
		return mt.notA("relationship", v, rel.span)
	}
	if len(rel.types) > 0 && !slices.Contains(rel.types, r.RelationshipType()) || mt.isUsed(r) {
		return nil
	}
	mt.used = append(mt.used, r)
	defer func() { mt.used = mt.used[:len(mt.used)-1] }()
	ways := [][2]value.ID{{r.StartID(), r.EndID()}}
	switch {
	case rel.dir == graph.In:
		ways[0] = [2]value.ID{r.EndID(), r.StartID()}
	case rel.dir == graph.Both && r.StartID() != r.EndID():
		ways = append(ways, [2]value.ID{r.EndID(), r.StartID()})
	}
	for _, w := range ways {
		if err := mt.ends(s, rel, w, i); err != nil {
			return err
		}
	}
	return nil
}

// ends binds or checks both ends of a relationship, left and right.
func (mt *matcher) ends(s *step, rel *patRel, w [2]value.ID, i int) error {
	givenNode := func(node int) bool {
		for _, st := range mt.steps[:i] {
			if st.node == node && st.kind != stepTest && st.kind != stepPath || (st.kind == stepBound || st.kind == stepExpand) && st.from == node {
				return true
			}
		}
		return false
	}
	for k, node := range []int{rel.from, rel.to} {
		slot := mt.m.nodes[node].slot
		if givenNode(node) || k == 1 && rel.from == rel.to {
			if n, ok := mt.r[slot].(value.Node); !ok || n.NodeID() != w[k] {
				return nil
			}
			continue
		}
		n, err := mt.ex.g.Node(w[k])
		if err != nil {
			return err
		}
		if ok, err := mt.fits(node, n); err != nil || !ok {
			return err
		}
		mt.r[slot] = n
	}
	return mt.step(i + 1)
}

// path puts a named path together.
func (mt *matcher) path(p patPath) (value.Value, error) {
	first, ok := mt.r[mt.m.nodes[p.nodes[0]].slot].(value.Node)
	if !ok {
		return nil, nil
	}
	out := value.Path{Nodes: []value.Node{first}}
	for k, ri := range p.rels {
		switch v := mt.r[mt.m.rels[ri].slot].(type) {
		case value.Relationship:
			out.Relationships = append(out.Relationships, v)
			out.Nodes = append(out.Nodes, mt.r[mt.m.nodes[p.nodes[k+1]].slot].(value.Node))
		case value.List:
			for _, e := range v {
				r, ok := e.(value.Relationship)
				if !ok {
					return nil, mt.notA("relationship", e, mt.m.rels[ri].span)
				}
				n, err := mt.ex.g.Node(otherEnd(r, out.Nodes[len(out.Nodes)-1].NodeID()))
				if err != nil {
					return nil, err
				}
				out.Relationships, out.Nodes = append(out.Relationships, r), append(out.Nodes, n)
			}
		}
	}
	return out, nil
}
