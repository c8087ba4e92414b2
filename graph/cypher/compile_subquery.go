package cypher

import (
	"errors"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// rowOp hands over the row that it is given: where every chain of operators begins.
type rowOp struct{}

func (rowOp) run(_ *exec, in row, yield func(row) error) error { return yield(in) }
func (rowOp) describe(*exec) (name, detail string)             { return "Row", "" }
func (rowOp) inputs() []operator                               { return nil }

// inner runs f as the compilation of a subquery within an expression.
func (c *compiler) inner(f func() operator) operator {
	agg, rewrite, inAgg := c.agg, c.rewrite, c.inAggregate
	c.agg, c.rewrite, c.inAggregate = nil, nil, false
	locals := c.locals
	c.locals = 0
	op := f()
	c.locals = locals
	c.agg, c.rewrite, c.inAggregate = agg, rewrite, inAgg
	return op
}

// boundIn are the slots of all that is visible.
func boundIn(s *scope) map[int]bool {
	b := map[int]bool{}
	for ; s != nil; s = s.parent {
		for _, v := range s.vars {
			b[v.slot] = true
		}
	}
	return b
}

// readAll notes that a subquery may read everything visible: what it does read is not known from outside.
func (c *compiler) readAll(m *matchOp, s *scope) {
	if c.reads == nil {
		return
	}
	for slot := range m.bound {
		for _, n := range m.nodes {
			if n.slot == slot {
				c.reads[slot] = true
			}
		}
		for _, r := range m.rels {
			if r.slot == slot {
				c.reads[slot] = true
			}
		}
	}
	_ = s
}

func (c *compiler) patternPredicate(s *scope, x *syntax.PatternPredicate) compiled {
	if x.Part.Shortest != syntax.AnyPaths {
		return c.shortestExpr(s, x)
	}
	m := c.matchPart(s, x.Part, nil, true)
	return compiled{typ: boolType, eval: func(ex *exec, r row) (value.Value, error) { return exists(ex, m, r) }}
}

// matchPart compiles one part of a pattern within an expression.
func (c *compiler) matchPart(s *scope, part *syntax.Part, where syntax.Expr, closed bool) *matchOp {
	bound := boundIn(s)
	var m *matchOp
	c.inner(func() operator {
		m = c.pattern(s, []*syntax.Part{part}, bound, closed)
		m.in = rowOp{}
		if where != nil {
			c.where(s, m, where)
		}
		c.seeksOf(s, m, where)
		return m
	})
	c.readAll(m, s)
	return m
}

// exists says whether an operator makes a row.
func exists(ex *exec, o operator, r row) (value.Value, error) {
	stop := &stopped{o}
	err := start(ex, o, ex.fork(r), func(row) error { return stop })
	if errors.Is(err, stop) {
		return true, nil
	}
	return false, err
}

// shortestExpr is shortestPath(…) as an expression: a path or null; allShortestPaths(…) is a list.
func (c *compiler) shortestExpr(s *scope, x *syntax.PatternPredicate) compiled {
	inner := newScope(s)
	named := *x.Part
	named.Path = &syntax.Name{Span: x.Span, Text: " path"} // a name that no query can write
	m := c.matchPart(inner, &named, nil, false)
	slot := inner.vars[" path"].slot
	if x.Part.Shortest == syntax.AllShortest {
		return compiled{typ: listOf(pathType), eval: func(ex *exec, r row) (value.Value, error) {
			return ex.collect(m, r, func(r row) (value.Value, error) { return r[slot], nil })
		}}
	}
	return compiled{typ: pathType, eval: func(ex *exec, r row) (value.Value, error) {
		var out value.Value
		stop := &stopped{m}
		err := start(ex, m, ex.fork(r), func(r row) error {
			out = r[slot]
			return stop
		})
		if errors.Is(err, stop) {
			err = nil
		}
		return out, err
	}}
}

// collect gathers a value of every row of a subquery.
func (ex *exec) collect(o operator, r row, f func(row) (value.Value, error)) (value.Value, error) {
	l := value.List{}
	held := ex.held
	defer func() { ex.held = held }()
	err := start(ex, o, ex.fork(r), func(r row) error {
		v, err := f(r)
		if err != nil {
			return err
		}
		l = append(l, v)
		return ex.charge(grownElement + value.Size(v))
	})
	if err != nil {
		return nil, err
	}
	return l, ex.unfolded(l)
}

func (c *compiler) patternComprehension(s *scope, x *syntax.PatternComprehension) compiled {
	inner := newScope(s)
	m := c.matchPart(inner, x.Part, x.Where, false)
	var out compiled
	c.inner(func() operator {
		out = c.visit(inner, x.Map)
		return nil
	})
	return compiled{typ: listOf(out.typ), eval: func(ex *exec, r row) (value.Value, error) {
		return ex.collect(m, r, func(r row) (value.Value, error) { return out.eval(ex, r) })
	}}
}

// subquery compiles EXISTS {…}, COUNT {…} and COLLECT {…}.
func (c *compiler) subquery(s *scope, x *syntax.Subquery) compiled {
	var columns []column
	var ops []operator
	c.inner(func() operator {
		for _, single := range x.Query.Singles {
			for _, cl := range single.Clauses {
				switch cl.(type) {
				case *syntax.Create, *syntax.Merge, *syntax.Set, *syntax.Remove, *syntax.Delete:
					c.syntaxError(cl.Range(), syntax.InvalidClauseComposition, "a subquery in an expression only reads")
				}
			}
			op, cols := c.single(single, s, true)
			ops, columns = append(ops, op), cols
		}
		return nil
	})
	if c.reads != nil {
		for slot := range boundIn(s) {
			c.reads[slot] = true
		}
	}
	var op operator = &unionOp{parts: ops}
	if len(ops) == 1 {
		op = ops[0]
	} else if !x.Query.All {
		c.syntaxError(x.Span, syntax.UnexpectedSyntax, "UNION within a subquery is not supported; UNION ALL is")
	}
	switch x.Kind {
	case "exists":
		return compiled{typ: boolType, eval: func(ex *exec, r row) (value.Value, error) { return exists(ex, op, r) }}
	case "count":
		return compiled{typ: intType, eval: func(ex *exec, r row) (value.Value, error) {
			var n int64
			err := start(ex, op, ex.fork(r), func(row) error { n++; return nil })
			return n, err
		}}
	}
	if len(columns) != 1 || len(ops) != 1 {
		c.syntaxError(x.Span, syntax.UnexpectedSyntax, "COLLECT {…} ends in RETURN with one column")
	}
	slot := columns[0].slot
	return compiled{typ: listOf(anyType), eval: func(ex *exec, r row) (value.Value, error) {
		return ex.collect(op, r, func(r row) (value.Value, error) { return r[slot], nil })
	}}
}

// unionOp runs several operators, one after the other.
type unionOp struct{ parts []operator }

func (u *unionOp) run(ex *exec, in row, yield func(row) error) error {
	for _, p := range u.parts {
		if err := start(ex, p, in, yield); err != nil {
			return err
		}
	}
	return nil
}
func (u *unionOp) describe(*exec) (name, detail string) { return "Union", "" }
func (u *unionOp) inputs() []operator                   { return u.parts }
