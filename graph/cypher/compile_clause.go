package cypher

import (
	"slices"
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// column is one column of a result.
type column struct {
	name string
	slot int
}

// single compiles the clauses of one query. outer is the scope of the expression that a subquery stands in.
func (c *compiler) single(q *syntax.Single, outer *scope, inner bool) (operator, []column) {
	s := newScope(outer)
	var op operator = rowOp{}
	var columns []column
	for i, cl := range q.Clauses {
		switch x := cl.(type) {
		case *syntax.Match:
			op = c.match(s, op, x)
		case *syntax.Unwind:
			op = c.unwind(s, op, x)
		case *syntax.Call:
			alone := len(q.Clauses) == 1 && !inner
			var cols []column
			op, cols = c.call(s, op, x, alone)
			if alone {
				columns = cols
			}
		case *syntax.With:
			var cond func(syntax.Expr) compiled
			s, op, _, cond = c.project(s, outer, op, &x.Projection, x.Span, true)
			if x.Where != nil {
				op = &filterOp{op, cond(x.Where), x.Where.Range()}
			}
		case *syntax.Return:
			s, op, columns, _ = c.project(s, outer, op, &x.Projection, x.Span, false)
		default:
			op = c.write(s, op, cl)
			if i == len(q.Clauses)-1 {
				op = &drainOp{op}
			}
		}
	}
	return op, columns
}

// expr0 compiles a condition on its own.
func (c *compiler) expr0(s *scope, e syntax.Expr) compiled {
	outer := c.reads
	c.reads = map[int]bool{}
	out := c.predicate(s, e)
	c.reads = outer
	return out
}

func (c *compiler) match(s *scope, in operator, x *syntax.Match) operator {
	bound := boundIn(s)
	m := c.pattern(s, x.Parts, bound, false)
	m.in, m.optional = in, x.Optional
	if x.Where != nil {
		c.where(s, m, x.Where)
	}
	c.seeksOf(s, m, x.Where)
	return m
}

// where cuts a condition at its ANDs, so that each part is tested as early as can be.
func (c *compiler) where(s *scope, m *matchOp, e syntax.Expr) {
	if b, ok := e.(*syntax.Binary); ok && b.Op == "AND" {
		c.where(s, m, b.X)
		c.where(s, m, b.Y)
		return
	}
	first, outer := c.slots, c.reads
	c.reads = map[int]bool{}
	cond := condition{compiled: c.predicate(s, e), at: e.Range(), text: oneLine(c.text[e.Range().Start:e.Range().End])}
	for slot := range c.reads {
		if slot < first {
			cond.deps = append(cond.deps, slot)
			if outer != nil {
				outer[slot] = true
			}
		}
	}
	slices.Sort(cond.deps)
	c.reads = outer
	m.where = append(m.where, cond)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (c *compiler) unwind(s *scope, in operator, x *syntax.Unwind) operator {
	list := c.expr(s, x.List)
	if s.find(x.Var.Text) != nil {
		c.syntaxError(x.Var.Span, variableAlreadyBound, "`%s` has a value already", x.Var.Text)
	}
	v := c.declare(s, x.Var.Text, list.typ.elements())
	return &unwindOp{in, list, v.slot, x.Var.Text}
}

type unwindOp struct {
	in   operator
	list compiled
	slot int
	name string
}

func (u *unwindOp) run(ex *exec, in row, yield func(row) error) error {
	out := make(row, ex.width)
	return start(ex, u.in, in, func(r row) error {
		copy(out, r)
		burst := ex.burst
		defer func() { ex.burst = burst }()
		v, err := u.list.eval(ex, r)
		if err != nil || v == nil {
			return err
		}
		l, ok := v.(value.List)
		if !ok {
			l = value.List{v}
		}
		for _, e := range l {
			if err := ex.tick(); err != nil {
				return err
			}
			out[u.slot] = e
			if err := yield(out); err != nil {
				return err
			}
		}
		return nil
	})
}
func (u *unwindOp) describe(*exec) (name, detail string) { return "Unwind", u.name }
func (u *unwindOp) inputs() []operator                   { return []operator{u.in} }

// filterOp lets rows through for which the condition is true.
type filterOp struct {
	in   operator
	cond compiled
	at   syntax.Span
}

func (f *filterOp) run(ex *exec, in row, yield func(row) error) error {
	return start(ex, f.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		burst := ex.burst
		ok, err := ex.truth(f.cond, f.at, r)
		ex.burst = burst
		if err != nil || ok != true {
			return err
		}
		return yield(r)
	})
}
func (f *filterOp) describe(ex *exec) (name, detail string) {
	return "Filter", oneLine(ex.text[f.at.Start:f.at.End])
}
func (f *filterOp) inputs() []operator { return []operator{f.in} }

// drainOp runs what is below to its end and hands nothing on: a query that ends in a writing clause has no rows.
type drainOp struct{ in operator }

func (d *drainOp) run(ex *exec, in row, _ func(row) error) error {
	return start(ex, d.in, in, func(row) error { return nil })
}
func (d *drainOp) describe(*exec) (name, detail string) { return "NoRows", "" }
func (d *drainOp) inputs() []operator                   { return []operator{d.in} }
