package cypher

import (
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

func (c *compiler) unary(s *scope, x *syntax.Unary) compiled {
	in := c.visit(s, x.X)
	if x.Op == "NOT" {
		return c.not(x, in)
	}
	c.arithmetic(x.X, x.Op, in.typ)
	op, at := value.Negate, x.Span
	if x.Op == "+" {
		op = value.Plus
	}
	return compiled{typ: in.typ, volatile: in.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil {
			return nil, err
		}
		out, err := op(v)
		return out, ex.at(err, at)
	}}
}

func (c *compiler) not(x *syntax.Unary, in compiled) compiled {
	c.boolean(x.X, "what NOT turns round", in)
	at := x.Span
	return compiled{typ: boolType, volatile: in.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil {
			return nil, err
		}
		out, err := value.Not(v)
		return out, ex.at(err, at)
	}}
}

// arithmetic refuses an operand that is known to be no number.
func (c *compiler) arithmetic(e syntax.Expr, op string, t typ) {
	if t.is(value.KindBoolean, value.KindString, value.KindList, value.KindMap, value.KindNode, value.KindRelationship, value.KindPath) {
		c.syntaxError(e.Range(), invalidArgumentType, "%s works on numbers, not on %s", op, t.article())
	}
}

var binaries = map[string]func(a, b value.Value) (value.Value, error){
	"+": value.Add, "-": value.Subtract, "*": value.Multiply, "/": value.Divide, "%": value.Modulo, "^": value.Power,
	"IN":          value.In,
	"STARTS WITH": total(value.StartsWith), "ENDS WITH": total(value.EndsWith), "CONTAINS": total(value.Contains),
}

func total(f func(a, b value.Value) value.Value) func(a, b value.Value) (value.Value, error) {
	return func(a, b value.Value) (value.Value, error) { return f(a, b), nil }
}

func (c *compiler) binary(s *scope, x *syntax.Binary) compiled {
	a, b := c.visit(s, x.X), c.visit(s, x.Y)
	out := compiled{typ: anyType, volatile: a.volatile || b.volatile}
	at := x.Span
	f := binaries[x.Op]
	switch x.Op {
	case "AND", "OR", "XOR":
		return c.logic(x, a, b)
	case "=~":
		out.typ = boolType
		out.eval = pair(a, b, at, func(ex *exec, v, w value.Value) (value.Value, error) { return ex.matcher.Match(v, w) })
		return out
	case "IN":
		if b.typ.not(value.KindList) {
			c.syntaxError(x.Y.Range(), invalidArgumentType, "IN looks into a list, not into %s", b.typ.article())
		}
		out.typ = boolType
	case "STARTS WITH", "ENDS WITH", "CONTAINS":
		out.typ = boolType
	case "+":
		out.typ = sumType(a.typ, b.typ)
		out.eval = pair(a, b, at, func(ex *exec, v, w value.Value) (value.Value, error) {
			sum, err := f(v, w)
			if err == nil {
				err = ex.sized(sum)
			}
			return sum, err
		})
		return out
	default:
		c.arithmetic(x.X, x.Op, a.typ)
		c.arithmetic(x.Y, x.Op, b.typ)
		out.typ = numberType(a.typ, b.typ)
		if x.Op == "^" {
			out.typ = typeOf(value.KindFloat)
		}
	}
	out.eval = pair(a, b, at, func(_ *exec, v, w value.Value) (value.Value, error) { return f(v, w) })
	return out
}

// pair computes both operands and what f makes of them.
func pair(a, b compiled, at syntax.Span, f func(ex *exec, v, w value.Value) (value.Value, error)) eval {
	return func(ex *exec, r row) (value.Value, error) {
		v, err := a.eval(ex, r)
		if err != nil {
			return nil, err
		}
		w, err := b.eval(ex, r)
		if err != nil {
			return nil, err
		}
		out, err := f(ex, v, w)
		return out, ex.at(err, at)
	}
}

func numberType(a, b typ) typ {
	switch {
	case a.is(value.KindInteger) && b.is(value.KindInteger):
		return intType
	case a.is(value.KindInteger, value.KindFloat) && b.is(value.KindInteger, value.KindFloat):
		return typeOf(value.KindFloat)
	}
	return anyType
}

func sumType(a, b typ) typ {
	switch {
	case a.is(value.KindString) && b.is(value.KindString):
		return a
	case a.is(value.KindList) && b.is(value.KindList):
		return joined(a, b)
	}
	return numberType(a, b)
}

// logic compiles AND, OR and XOR. The second operand is not looked at when the first decides.
func (c *compiler) logic(x *syntax.Binary, a, b compiled) compiled {
	c.boolean(x.X, "an operand of "+x.Op, a)
	c.boolean(x.Y, "an operand of "+x.Op, b)
	f := map[string]func(a, b value.Value) (value.Value, error){"AND": value.And, "OR": value.Or, "XOR": value.Xor}[x.Op]
	decides := map[string]value.Value{"AND": false, "OR": true}[x.Op]
	at := x.Span
	return compiled{typ: boolType, volatile: a.volatile || b.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := a.eval(ex, r)
		if err != nil {
			return nil, err
		}
		if t, ok := v.(bool); ok && decides == t {
			return v, nil
		}
		w, err := b.eval(ex, r)
		if err != nil {
			return nil, err
		}
		out, err := f(v, w)
		return out, ex.at(err, at)
	}}
}

var comparers = map[string]func(a, b value.Value) value.Value{"=": value.Equal, "<>": value.NotEqual, "<": value.Less,
	"<=": value.LessEqual, ">": value.Greater, ">=": value.GreaterEqual}

// comparison compiles a chain: a < b < c is a < b AND b < c, with b computed once.
func (c *compiler) comparison(s *scope, x *syntax.Comparison) compiled {
	xs := c.list(s, x.Operands)
	ops := make([]func(a, b value.Value) value.Value, len(x.Ops))
	for i, op := range x.Ops {
		ops[i] = comparers[op]
	}
	return compiled{typ: boolType, volatile: anyVolatile(xs), eval: func(ex *exec, r row) (value.Value, error) {
		a, err := xs[0].eval(ex, r)
		if err != nil {
			return nil, err
		}
		var out value.Value = true
		for i, op := range ops {
			b, err := xs[i+1].eval(ex, r)
			if err != nil {
				return nil, err
			}
			switch op(a, b) {
			case false:
				return false, nil
			case nil:
				out = nil
			}
			a = b
		}
		return out, nil
	}}
}
