package syntax

import (
	"strconv"
	"strings"
)

// expr reads an expression. The functions below it are one level of precedence each, from the loosest to the tightest.
func (p *parser) expr() Expr {
	defer p.deeper()()
	return p.binary("OR", p.xor)
}

func (p *parser) xor() Expr { return p.binary("XOR", p.and) }
func (p *parser) and() Expr { return p.binary("AND", p.not) }

// binary reads a chain of one operator, left to right.
func (p *parser) binary(op string, next func() Expr) Expr {
	start := p.peek().pos
	x := next()
	for n := 0; p.accept(op); n++ {
		p.chained(n)
		y := next()
		x = &Binary{p.span(start), op, x, y}
	}
	return x
}

func (p *parser) chained(n int) {
	if n >= MaxChain {
		p.fail(p.peek().pos, UnexpectedSyntax, "more than %d operators in a row", MaxChain)
	}
}

func (p *parser) not() Expr {
	start := p.peek().pos
	n := 0
	for p.accept("NOT") {
		p.chained(n)
		n++
	}
	x := p.comparison()
	for range n {
		x = &Unary{p.span(start), "NOT", x}
	}
	return x
}

var comparisons = []string{"=", "<>", "<=", ">=", "<", ">"}

func (p *parser) comparison() Expr {
	start := p.peek().pos
	x := p.predicate()
	var c *Comparison
	for {
		op := p.acceptAny(comparisons)
		if op == "" {
			break
		}
		if c == nil {
			c = &Comparison{Operands: []Expr{x}}
		}
		p.chained(len(c.Ops))
		c.Ops = append(c.Ops, op)
		c.Operands = append(c.Operands, p.predicate())
		c.Span = p.span(start)
	}
	if c == nil {
		if t := p.peek(); t.is("!=") {
			p.fail(t.pos, UnexpectedSyntax, "found != where an operator was expected: not equal is written <>")
		}
		return x
	}
	return c
}

func (p *parser) acceptAny(marks []string) string {
	for _, m := range marks {
		if p.accept(m) {
			return m
		}
	}
	return ""
}

// predicate reads IN, STARTS WITH, ENDS WITH, CONTAINS, =~ and IS [NOT] NULL.
func (p *parser) predicate() Expr {
	start := p.peek().pos
	x := p.sum()
	for n := 0; ; n++ {
		p.chained(n)
		op := ""
		switch {
		case p.accept("IN"):
			op = "IN"
		case p.acceptAll("STARTS", "WITH"):
			op = "STARTS WITH"
		case p.acceptAll("ENDS", "WITH"):
			op = "ENDS WITH"
		case p.accept("CONTAINS"):
			op = "CONTAINS"
		case p.accept("=~"):
			op = "=~"
		case p.acceptAll("IS", "NULL"):
			x = &IsNull{p.span(start), x, false}
			continue
		case p.acceptAll("IS", "NOT", "NULL"):
			x = &IsNull{p.span(start), x, true}
			continue
		default:
			return x
		}
		y := p.sum()
		x = &Binary{p.span(start), op, x, y}
	}
}

func (p *parser) sum() Expr     { return p.leftChain([]string{"+", "-"}, p.product) }
func (p *parser) product() Expr { return p.leftChain([]string{"*", "/", "%"}, p.power) }
func (p *parser) power() Expr   { return p.leftChain([]string{"^"}, p.unary) }

func (p *parser) leftChain(ops []string, next func() Expr) Expr {
	start := p.peek().pos
	x := next()
	for n := 0; ; n++ {
		p.chained(n)
		op := p.acceptAny(ops)
		if op == "" {
			return x
		}
		y := next()
		x = &Binary{p.span(start), op, x, y}
	}
}

// unary reads signs. One before an integer is part of it, so that the smallest integer can be written.
func (p *parser) unary() Expr {
	start := p.peek().pos
	var ops []string
	for {
		op := p.acceptAny([]string{"-", "+"})
		if op == "" {
			break
		}
		p.chained(len(ops))
		ops = append(ops, op)
	}
	var x Expr
	if t := p.peek(); len(ops) > 0 && ops[len(ops)-1] == "-" && t.kind == tokInt {
		p.take()
		ops = ops[:len(ops)-1]
		x = p.postfix(&Literal{p.span(t.pos - 1), p.integer(t, true)}, t.pos)
	} else {
		x = p.postfix(p.atom(), t.pos)
	}
	for i := len(ops) - 1; i >= 0; i-- {
		x = &Unary{p.span(start), ops[i], x}
	}
	return x
}

func (p *parser) integer(t token, negative bool) int64 {
	s := strings.ToLower(t.text)
	base := 10
	switch {
	case strings.HasPrefix(s, "0x"):
		base, s = 16, s[2:]
	case strings.HasPrefix(s, "0o"):
		base, s = 8, s[2:]
	}
	if negative {
		s = "-" + s
	}
	n, err := strconv.ParseInt(s, base, 64)
	if err != nil {
		p.fail(t.pos, IntegerOverflow, "%s is beyond the integers, which go from -9223372036854775808 to 9223372036854775807", shorten(t.text))
	}
	return n
}

// postfix reads what may follow an atom: properties, elements, labels.
func (p *parser) postfix(x Expr, start int) Expr {
	for n := 0; ; n++ {
		p.chained(n)
		switch t := p.peek(); {
		case t.is(".") && t.kind == tokPunct:
			p.take()
			key := p.name("the name of a property")
			x = &Property{p.span(start), x, key}
		case t.is("["):
			x = p.element(x, start)
		case t.is(":"):
			labels := p.labels()
			x = &HasLabels{p.span(start), x, labels}
		default:
			return x
		}
	}
}

func (p *parser) element(x Expr, start int) Expr {
	p.expect("[")
	var from, to Expr
	if !p.peek().is("..") {
		from = p.expr()
	}
	if p.accept("..") {
		if !p.peek().is("]") {
			to = p.expr()
		}
		p.expect("]")
		return &Slice{p.span(start), x, from, to}
	}
	p.expect("]")
	return &Index{p.span(start), x, from}
}

// list reads expressions between commas up to and with the closing mark.
func (p *parser) list(closing string) []Expr {
	var xs []Expr
	if p.accept(closing) {
		return xs
	}
	for {
		xs = append(xs, p.expr())
		if p.accept(closing) {
			return xs
		}
		if !p.accept(",") {
			p.unexpected(", or " + closing)
		}
	}
}

func (p *parser) mapLiteral() *MapLiteral {
	start := p.expect("{").pos
	m := &MapLiteral{}
	if p.accept("}") {
		m.Span = p.span(start)
		return m
	}
	for {
		m.Keys = append(m.Keys, p.name("the key of a map"))
		if !p.peek().is(":") {
			p.unexpected(": after the key of a map")
		}
		p.take()
		m.Values = append(m.Values, p.expr())
		if p.accept("}") {
			m.Span = p.span(start)
			return m
		}
		if !p.accept(",") {
			p.unexpected(", or }")
		}
	}
}
