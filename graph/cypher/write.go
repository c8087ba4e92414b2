package cypher

import (
	"fmt"
	"slices"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// change is what a writing clause does for one row.
type change func(ex *exec, m *Memory, r row) error

// writeOp runs a writing clause: it takes in all rows first, so that nothing below sees what it writes.
type writeOp struct {
	in   operator
	name string
	do   change
	each func(ex *exec, m *Memory, r row, yield func(row) error) error // instead of do: MERGE makes rows
}

func (w *writeOp) run(ex *exec, in row, yield func(row) error) error {
	m, ok := ex.g.(*Memory)
	if !ok {
		return limitError("this graph cannot be written to")
	}
	var rows []row
	err := start(ex, w.in, in, func(r row) error {
		rows = append(rows, ex.fork(r))
		return ex.chargeRow(r)
	})
	if err != nil {
		return err
	}
	var out []row
	for _, r := range rows {
		if err := ex.tick(); err != nil {
			return err
		}
		if w.each != nil {
			err = w.each(ex, m, r, func(r row) error { out = append(out, r); return ex.chargeRow(r) }) // its rows are copies
		} else {
			err = w.do(ex, m, r)
			out = append(out, r)
		}
		if err != nil {
			return err
		}
	}
	for _, r := range out {
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}
func (w *writeOp) describe(*exec) (name, detail string) { return w.name, "" }
func (w *writeOp) inputs() []operator                   { return []operator{w.in} }

// write compiles a writing clause.
func (c *compiler) write(s *scope, in operator, cl syntax.Clause) operator {
	if !c.writes {
		c.writes, c.firstWrite = true, cl.Range()
	}
	switch x := cl.(type) {
	case *syntax.Create:
		var changes []change
		for _, p := range x.Parts {
			changes = append(changes, c.createPart(s, p, true))
		}
		return &writeOp{in: in, name: "Create", do: all(changes)}
	case *syntax.Merge:
		return c.merge(s, in, x)
	case *syntax.Set:
		return &writeOp{in: in, name: "Set", do: c.setItems(s, x.Items)}
	case *syntax.Remove:
		return &writeOp{in: in, name: "Remove", do: c.setItems(s, x.Items)}
	case *syntax.Delete:
		return c.delete(s, in, x)
	}
	c.syntaxError(cl.Range(), unexpectedSyntax, "this clause is not understood")
	return nil
}

func all(cs []change) change {
	return func(ex *exec, m *Memory, r row) error {
		for _, c := range cs {
			if err := c(ex, m, r); err != nil {
				return err
			}
		}
		return nil
	}
}

// newNode is a node that CREATE or MERGE makes, or one that is bound already.
type newNode struct {
	slot   int
	bound  bool
	labels []string
	props  func(ex *exec, r row) (map[string]value.Value, error)
	span   syntax.Span
}

// createPart compiles the making of one part of a pattern.
func (c *compiler) createPart(s *scope, p *syntax.Part, create bool) change {
	if p.Shortest != syntax.AnyPaths {
		c.syntaxError(p.Span, unexpectedSyntax, "a shortest path can be matched, not made")
	}
	if p.Path != nil && s.find(p.Path.Text) != nil {
		c.syntaxError(p.Path.Span, variableAlreadyBound, "`%s` has a value already", p.Path.Text)
	}
	var nodes []newNode
	var changes []change
	for i, n := range p.Nodes {
		nodes = append(nodes, c.newNode(s, n, len(p.Rels) == 0))
		changes = append(changes, nodes[i].make)
	}
	var rels []int
	for i, r := range p.Rels {
		slot, do := c.newRel(s, r, nodes[i], nodes[i+1], create)
		rels = append(rels, slot)
		changes = append(changes, do)
	}
	if p.Path != nil {
		slot := c.declare(s, p.Path.Text, pathType).slot
		changes = append(changes, func(_ *exec, _ *Memory, r row) error {
			path := value.Path{}
			for _, n := range nodes {
				path.Nodes = append(path.Nodes, r[n.slot].(value.Node))
			}
			for _, slot := range rels {
				path.Relationships = append(path.Relationships, r[slot].(value.Relationship))
			}
			r[slot] = path
			return nil
		})
	}
	return all(changes)
}

func (c *compiler) newNode(s *scope, n *syntax.NodePattern, alone bool) newNode {
	out := newNode{labels: names(n.Labels), span: n.Span}
	if n.Var != nil {
		if v := s.find(n.Var.Text); v != nil {
			if v.typ.not(value.KindNode) {
				c.syntaxError(n.Var.Span, variableTypeConflict, "`%s` is %s and cannot be a node as well", n.Var.Text, v.typ.article())
			}
			if alone || len(n.Labels) > 0 || n.Props != nil {
				c.syntaxError(n.Var.Span, variableAlreadyBound, "`%s` has a value already: it cannot be made again", n.Var.Text)
			}
			out.slot, out.bound = v.slot, true
			return out
		}
	}
	out.props = c.newProps(s, n.Props)
	if n.Var != nil {
		out.slot = c.declare(s, n.Var.Text, nodeType).slot
	} else {
		out.slot = c.newSlot()
	}
	return out
}

func (n newNode) make(ex *exec, m *Memory, r row) error {
	if n.bound {
		if _, ok := r[n.slot].(*memNode); !ok {
			return ex.at(&value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "a relationship joins two nodes, and one of them is " + value.KindOf(r[n.slot]).String()}, n.span)
		}
		return nil
	}
	props, err := n.props(ex, r)
	if err != nil {
		return ex.at(err, n.span)
	}
	r[n.slot] = m.createNode(n.labels, props)
	return nil
}

func (c *compiler) newRel(s *scope, rp *syntax.RelPattern, from, to newNode, create bool) (int, change) {
	if rp.Var != nil && s.find(rp.Var.Text) != nil {
		c.syntaxError(rp.Var.Span, variableAlreadyBound, "`%s` has a value already: it cannot be made again", rp.Var.Text)
	}
	switch {
	case rp.VarLength:
		c.syntaxError(rp.Span, "CreatingVarLength", "a relationship that is made has no variable length")
	case len(rp.Types) != 1:
		c.syntaxError(rp.Span, "NoSingleRelationshipType", "a relationship that is made has exactly one type, as in -[:KNOWS]->")
	case create && rp.ToLeft == rp.ToRight:
		c.syntaxError(rp.Span, "RequiresDirectedRelationship", "a relationship that is made has a direction: -> or <-")
	}
	if rp.ToLeft {
		from, to = to, from
	}
	props := c.newProps(s, rp.Props)
	slot := 0
	if rp.Var != nil {
		slot = c.declare(s, rp.Var.Text, relType).slot
	} else {
		slot = c.newSlot()
	}
	t, at := rp.Types[0].Text, rp.Span
	return slot, func(ex *exec, m *Memory, r row) error {
		ps, err := props(ex, r)
		if err != nil {
			return ex.at(err, at)
		}
		a, b := r[from.slot].(*memNode), r[to.slot].(*memNode)
		if a.deleted || b.deleted {
			return ex.at(deletedAccess("node"), at)
		}
		r[slot] = m.createRel(t, a, b, ps)
		return nil
	}
}

// newProps compiles the properties of what is made.
func (c *compiler) newProps(s *scope, e syntax.Expr) func(ex *exec, r row) (map[string]value.Value, error) {
	if e == nil {
		return func(*exec, row) (map[string]value.Value, error) { return nil, nil }
	}
	in := c.expr(s, e)
	return func(ex *exec, r row) (map[string]value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil {
			return nil, err
		}
		return storables(v)
	}
}

// storables turns a map, or the properties of a node or relationship, into properties to store.
func storables(v value.Value) (map[string]value.Value, error) {
	m, err := properties(v)
	if err != nil {
		return nil, err
	}
	props := map[string]value.Value{}
	for k, v := range m.All() {
		if err := value.Storable(v); err != nil {
			return nil, err
		}
		if v != nil {
			props[k] = v
		}
	}
	return props, nil
}

func (c *compiler) merge(s *scope, in operator, x *syntax.Merge) operator {
	c.checkMerge(s, x.Part)
	bound := boundIn(s)
	before := map[string]bool{}
	for _, n := range s.visible() {
		before[n] = true
	}
	m := c.pattern(s, []*syntax.Part{x.Part}, bound, false)
	m.in = rowOp{}
	// the making sees the same names, in slots of its own; they are copied over
	own := newScope(s.parent)
	for n, v := range s.vars {
		if before[n] {
			own.vars[n] = v
		}
	}
	do := c.createPart(own, x.Part, false)
	copies := map[int]int{}
	for n, v := range s.vars {
		if !before[n] && own.vars[n] != nil {
			copies[v.slot] = own.vars[n].slot
		}
	}
	onCreate, onMatch := c.setItems(s, x.OnCreate), c.setItems(s, x.OnMatch)
	at := x.Span
	each := func(ex *exec, mem *Memory, r row, yield func(row) error) error {
		if err := m.noNulls(ex, r); err != nil {
			return ex.at(err, at)
		}
		var found []row
		err := start(ex, m, r, func(r row) error { found = append(found, ex.fork(r)); return ex.chargeRow(r) })
		if err != nil {
			return err
		}
		set := onMatch
		if len(found) == 0 {
			made := ex.fork(r)
			if err := do(ex, mem, made); err != nil {
				return err
			}
			for to, from := range copies {
				made[to] = made[from]
			}
			found, set = []row{made}, onCreate
		}
		for _, f := range found {
			if err := set(ex, mem, f); err != nil {
				return err
			}
			if err := yield(f); err != nil {
				return err
			}
		}
		return nil
	}
	return &writeOp{in: in, name: "Merge", each: each}
}

// checkMerge refuses what MERGE cannot make, before the pattern brings its variables.
func (c *compiler) checkMerge(s *scope, p *syntax.Part) {
	check := newScope(s.parent)
	for n, v := range s.vars {
		check.vars[n] = v
	}
	for _, n := range p.Nodes {
		if x, ok := n.Props.(*syntax.Parameter); ok {
			c.syntaxError(x.Span, syntax.InvalidParameterUse, "a parameter cannot stand for all properties in MERGE: write {key: $%s.key}", x.Name)
		}
	}
	for _, r := range p.Rels {
		if x, ok := r.Props.(*syntax.Parameter); ok {
			c.syntaxError(x.Span, syntax.InvalidParameterUse, "a parameter cannot stand for all properties in MERGE: write {key: $%s.key}", x.Name)
		}
	}
	slots := c.slots
	c.createPart(check, p, false)
	c.slots = max(slots, c.slots)
}

// noNulls refuses to merge on a property that is null: it could be found by nothing.
func (m *matchOp) noNulls(ex *exec, r row) error {
	check := func(props []patProp) error {
		for _, p := range props {
			v, err := p.val.eval(ex, r)
			if err != nil {
				return err
			}
			if v == nil {
				return &value.Error{Class: "SemanticError", Detail: "MergeReadOwnWrites", Message: fmt.Sprintf("MERGE cannot look for the property `%s` that is null", p.key)}
			}
		}
		return nil
	}
	for _, n := range m.nodes {
		if err := check(n.props); err != nil {
			return err
		}
	}
	for _, rel := range m.rels {
		if err := check(rel.props); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) delete(s *scope, in operator, x *syntax.Delete) operator {
	var xs []compiled
	for _, e := range x.Exprs {
		if _, ok := e.(*syntax.HasLabels); ok {
			c.syntaxError(e.Range(), "InvalidDelete", "DELETE takes nodes, relationships and paths; to take a label off write REMOVE")
		}
		in := c.expr(s, e)
		if in.typ.not(value.KindNode, value.KindRelationship, value.KindPath) {
			c.syntaxError(e.Range(), invalidArgumentType, "DELETE takes nodes, relationships and paths, not %s", in.typ.article())
		}
		xs = append(xs, in)
	}
	at := x.Span
	return &writeOp{in: in, name: "Delete", do: func(ex *exec, m *Memory, r row) error {
		for _, e := range xs {
			v, err := e.eval(ex, r)
			if err != nil {
				return err
			}
			if err := ex.delete(m, v, x.Detach); err != nil {
				return ex.at(err, at)
			}
		}
		return nil
	}}
}

func (ex *exec) delete(m *Memory, v value.Value, detach bool) error {
	switch x := v.(type) {
	case nil:
	case *memNode:
		if detach {
			for _, r := range slices.Clone(x.rels) {
				m.deleteRel(r)
			}
		}
		m.deleteNode(x)
		ex.orphans = append(ex.orphans, x)
	case *memRel:
		m.deleteRel(x)
	case value.Path:
		for _, r := range x.Relationships {
			if err := ex.delete(m, r, detach); err != nil {
				return err
			}
		}
		for _, n := range x.Nodes {
			if err := ex.delete(m, n, detach); err != nil {
				return err
			}
		}
	default:
		return &value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "DELETE takes nodes, relationships and paths, not " + value.KindOf(v).Article()}
	}
	return nil
}

// checkOrphans refuses to end a query that deleted a node and left a relationship of it.
func (ex *exec) checkOrphans() error {
	for _, n := range ex.orphans {
		if n.deleted && len(n.rels) > 0 {
			return &value.Error{Class: "ConstraintVerificationFailed", Detail: "DeleteConnectedNode",
				Message: fmt.Sprintf("a node that still has %d relationships cannot be deleted: delete them first, or write DETACH DELETE", len(n.rels))}
		}
	}
	return nil
}
