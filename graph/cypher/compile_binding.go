package cypher

import (
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// local opens a scope for one more variable.
func (c *compiler) local(s *scope, n *syntax.Name, t typ) (*scope, int) {
	in := newScope(s)
	return in, c.declare(in, n.Text, t).slot
}

// listOperand compiles a list to go through.
func (c *compiler) listOperand(s *scope, e syntax.Expr) compiled {
	in := c.visit(s, e)
	if in.typ.not(value.KindList) {
		c.syntaxError(e.Range(), invalidArgumentType, "a list was expected here, not %s", in.typ.article())
	}
	return in
}

// each runs f for every element of a list; ok is false when the list is null.
func each(ex *exec, r row, in compiled, at syntax.Span, f func(v value.Value) (bool, error)) (ok bool, err error) {
	v, err := in.eval(ex, r)
	if err != nil || v == nil {
		return false, err
	}
	l, isList := v.(value.List)
	if !isList {
		return false, ex.at(&value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "a list was expected here, not " + value.KindOf(v).Article()}, at)
	}
	burst := ex.burst
	for _, e := range l {
		if err := ex.tick(); err != nil {
			return false, err
		}
		more, err := f(e)
		ex.burst = burst
		if err != nil {
			return false, err
		}
		if !more {
			break
		}
	}
	return true, nil
}

// truth evaluates a condition.
func (ex *exec) truth(c compiled, at syntax.Span, r row) (value.Value, error) {
	v, err := c.eval(ex, r)
	if err != nil {
		return nil, err
	}
	switch v.(type) {
	case nil, bool:
		return v, nil
	}
	return nil, ex.at(&value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "a condition is true, false or null, not " + value.KindOf(v).Article()}, at)
}

// grownElement is what an element of a list that grows takes: 16 bytes, and as there is room for more, half as much again.
const grownElement = 24

func (c *compiler) listComprehension(s *scope, x *syntax.ListComprehension) compiled {
	in := c.listOperand(s, x.List)
	inner, slot := c.local(s, x.Var, in.typ.elements())
	c.locals++
	defer func() { c.locals-- }()
	var where, out compiled
	volatile := in.volatile
	if x.Where != nil {
		where = c.predicate(inner, x.Where)
		volatile = volatile || where.volatile
	}
	t := in.typ
	if x.Map != nil {
		out = c.visit(inner, x.Map)
		t = listOf(out.typ)
		volatile = volatile || out.volatile
	}
	at := x.Span
	return compiled{typ: t, volatile: volatile, eval: func(ex *exec, r row) (value.Value, error) {
		l := value.List{}
		held := ex.held
		defer func() { ex.held = held }()
		ok, err := each(ex, r, in, at, func(v value.Value) (bool, error) {
			r[slot] = v
			if where.eval != nil {
				if t, err := ex.truth(where, at, r); err != nil || t != true {
					return true, err
				}
			}
			if out.eval != nil {
				r[slot] = v // a condition may have gone through the same rows
				var err error
				if v, err = out.eval(ex, r); err != nil {
					return false, err
				}
			}
			l = append(l, v)
			return true, ex.charge(grownElement + value.Size(v))
		})
		if err != nil || !ok {
			return nil, err
		}
		ex.held = held
		return l, ex.at(ex.sized(l), at)
	}}
}

func (c *compiler) quantifier(s *scope, x *syntax.Quantifier) compiled {
	in := c.listOperand(s, x.List)
	inner, slot := c.local(s, x.Var, in.typ.elements())
	c.locals++
	where := c.predicate(inner, x.Where)
	c.locals--
	kind, at := x.Kind, x.Span
	return compiled{typ: boolType, volatile: in.volatile || where.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		var yes, no, unknown int
		ok, err := each(ex, r, in, at, func(v value.Value) (bool, error) {
			r[slot] = v
			t, err := ex.truth(where, at, r)
			switch t {
			case true:
				yes++
			case false:
				no++
			default:
				unknown++
			}
			return true, err
		})
		if err != nil || !ok {
			return nil, err
		}
		return quantified(kind, yes, no, unknown), nil
	}}
}

// quantified is what a quantifier says of so many elements for which the condition is true, false and null.
func quantified(kind string, yes, no, unknown int) value.Value {
	sure, is := false, false
	switch kind {
	case "all":
		sure, is = no > 0, false
		if !sure && unknown == 0 {
			return true
		}
	case "any":
		sure, is = yes > 0, true
		if !sure && unknown == 0 {
			return false
		}
	case "none":
		sure, is = yes > 0, false
		if !sure && unknown == 0 {
			return true
		}
	case "single":
		sure, is = yes > 1, false
		if !sure && unknown == 0 {
			return yes == 1
		}
	}
	if sure {
		return is
	}
	return nil
}

func (c *compiler) reduce(s *scope, x *syntax.Reduce) compiled {
	init := c.visit(s, x.Init)
	in := c.listOperand(s, x.List)
	inner, acc := c.local(s, x.Acc, anyType)
	inner, slot := c.local(inner, x.Var, in.typ.elements())
	c.locals++
	body := c.visit(inner, x.Expr)
	c.locals--
	at := x.Span
	return compiled{typ: anyType, volatile: init.volatile || in.volatile || body.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		sum, err := init.eval(ex, r)
		if err != nil {
			return nil, err
		}
		held, deep := ex.held, 0
		defer func() { ex.held = held }()
		ok, err := each(ex, r, in, at, func(v value.Value) (bool, error) {
			r[acc], r[slot] = sum, v
			next, err := body.eval(ex, r)
			if err != nil {
				return false, err
			}
			left := 1000
			n, holds, deeper := grown(next, sum, &left)
			if deep += deeper; !holds {
				ex.held, deep = held, 0
			}
			if deep > maxNesting {
				return false, ex.at(limitError("a value in which lists and maps lie more than %d deep", maxNesting), at)
			}
			sum = next
			return true, ex.charge(n)
		})
		if err != nil || !ok {
			return nil, err
		}
		return sum, nil
	}}
}
