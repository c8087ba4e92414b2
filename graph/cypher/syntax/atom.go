package syntax

import (
	"strconv"
	"strings"
)

// atom reads what has no operator at its top.
func (p *parser) atom() Expr {
	t := p.peek()
	span := Span{t.pos, t.end}
	switch t.kind {
	case tokInt:
		p.take()
		return &Literal{span, p.integer(t, false)}
	case tokFloat:
		p.take()
		f, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			p.fail(t.pos, FloatingPointOverflow, "%s is beyond the floats, which end at about 1.8e308", shorten(t.text))
		}
		return &Literal{span, f}
	case tokString:
		p.take()
		return &Literal{span, t.text}
	case tokParam:
		p.take()
		return &Parameter{span, t.text}
	case tokBad:
		panic(bail{t.bad})
	case tokQuoted:
		return p.named()
	case tokName:
		if x := p.keyword(t, span); x != nil {
			return x
		}
		if reserved[strings.ToUpper(t.text)] {
			p.unexpected("an expression")
		}
		return p.named()
	}
	switch {
	case t.is("("):
		return p.parenthesis()
	case t.is("["):
		return p.brackets()
	case t.is("{"):
		return p.mapLiteral()
	}
	p.unexpected("an expression")
	return nil
}

// keyword reads what begins with a word of the language, or gives nil.
func (p *parser) keyword(t token, span Span) Expr {
	next := p.ahead(1)
	switch strings.ToUpper(t.text) {
	case "NULL":
		p.take()
		return &Literal{span, nil}
	case "TRUE":
		p.take()
		return &Literal{span, true}
	case "FALSE":
		p.take()
		return &Literal{span, false}
	case "CASE":
		return p.caseOf()
	case "EXISTS", "COUNT", "COLLECT":
		if next.is("{") {
			return p.subquery()
		}
	case "ALL", "ANY", "NONE", "SINGLE":
		if next.is("(") && p.ahead(3).is("IN") {
			return p.quantifier()
		}
	case "REDUCE":
		if next.is("(") && p.ahead(3).is("=") {
			return p.reduce()
		}
	case "SHORTESTPATH", "ALLSHORTESTPATHS":
		if part := p.shortest(); part != nil {
			return &PatternPredicate{part.Span, part}
		}
	}
	return nil
}

// named reads a variable, a map projection or a call of a function.
func (p *parser) named() Expr {
	start := p.peek().pos
	n := 1
	for p.ahead(n).is(".") && (p.ahead(n+1).kind == tokName || p.ahead(n+1).kind == tokQuoted) {
		n += 2
	}
	if p.ahead(n).is("(") {
		return p.apply(start)
	}
	v := p.variable("a variable")
	x := &Variable{v.Span, v.Text}
	if p.peek().is("{") && p.mapProjectionAhead() {
		return p.mapProjection(x, start)
	}
	return x
}

// mapProjectionAhead tells n {.name} and n {key: value} from a brace that closes something else.
func (p *parser) mapProjectionAhead() bool {
	t := p.ahead(1)
	return t.is(".") || t.is("}") || t.kind == tokName || t.kind == tokQuoted
}

func (p *parser) mapProjection(x Expr, start int) Expr {
	m := &MapProjection{X: x}
	p.expect("{")
	for !p.accept("}") {
		if len(m.Items) > 0 {
			p.expect(",")
		}
		switch {
		case p.acceptAll(".", "*"):
			m.Items = append(m.Items, ProjectedKey{All: true})
		case p.accept("."):
			m.Items = append(m.Items, ProjectedKey{Key: p.name("the name of a property")})
		default:
			key := p.name("a key, .property or .*")
			if p.accept(":") {
				m.Items = append(m.Items, ProjectedKey{Key: key, Value: p.expr()})
			} else {
				m.Items = append(m.Items, ProjectedKey{Key: key, Value: &Variable{key.Span, key.Text}})
			}
		}
	}
	m.Span = p.span(start)
	return m
}

func (p *parser) apply(start int) Expr {
	f := &Apply{Name: p.name("the name of a function").Text}
	for p.accept(".") {
		f.Name += "." + p.name("the rest of the name of a function").Text
	}
	p.expect("(")
	if p.peek().is("*") && strings.EqualFold(f.Name, "count") {
		p.take()
		p.expect(")")
		f.Star = true
	} else {
		f.Distinct = p.accept("DISTINCT")
		f.Args = p.list(")")
	}
	f.Span = p.span(start)
	return f
}

func (p *parser) parenthesis() Expr {
	start := p.peek().pos
	if part := p.tryPattern(); part != nil {
		return &PatternPredicate{p.span(start), part}
	}
	p.expect("(")
	x := p.expr()
	if !p.peek().is(")") {
		p.unexpected(") or an operator")
	}
	p.take()
	return x
}

// brackets reads a list, a list comprehension or a pattern comprehension.
func (p *parser) brackets() Expr {
	start := p.peek().pos
	if first := p.ahead(1); (first.kind == tokName || first.kind == tokQuoted) && p.ahead(2).is("IN") {
		if x := p.listComprehension(start); x != nil {
			return x
		}
	}
	p.expect("[")
	if x := p.patternComprehension(start); x != nil {
		return x
	}
	items := p.list("]")
	return &ListLiteral{p.span(start), items}
}

// listComprehension reads [x IN list WHERE … | …]. [x IN list] is read as one, too: what openCypher says.
func (p *parser) listComprehension(start int) Expr {
	from := p.at
	p.expect("[")
	if !p.atVariable() {
		p.at = from
		return nil
	}
	c := &ListComprehension{Var: p.variable("")}
	p.expect("IN")
	c.List = p.expr()
	if p.accept("WHERE") {
		c.Where = p.expr()
	}
	if p.accept("|") {
		c.Map = p.expr()
	}
	if !p.peek().is("]") {
		p.unexpected("WHERE, | or ] (a test such as x IN list that is an element of a list stands in parentheses)")
	}
	p.take()
	c.Span = p.span(start)
	return c
}

func (p *parser) patternComprehension(start int) Expr {
	from := p.at
	var path *Name
	if p.atVariable() && p.ahead(1).is("=") && p.ahead(2).is("(") {
		path = p.variable("")
		p.take()
	}
	if !p.peek().is("(") {
		p.at = from
		return nil
	}
	part := p.tryPattern()
	if part == nil || !p.peek().is("|") && !p.peek().is("WHERE") {
		p.at = from
		return nil
	}
	if path != nil {
		named := *part
		named.Path = path
		part = &named
	}
	c := &PatternComprehension{Part: part}
	if p.accept("WHERE") {
		c.Where = p.expr()
	}
	p.expect("|")
	c.Map = p.expr()
	p.expect("]")
	c.Span = p.span(start)
	return c
}

func (p *parser) caseOf() Expr {
	start := p.take().pos
	c := &Case{}
	if !p.peek().is("WHEN") {
		c.Subject = p.expr()
	}
	for p.accept("WHEN") {
		c.When = append(c.When, p.expr())
		p.expect("THEN")
		c.Then = append(c.Then, p.expr())
	}
	if len(c.When) == 0 {
		p.unexpected("WHEN")
	}
	if p.accept("ELSE") {
		c.Else = p.expr()
	}
	p.expect("END")
	c.Span = p.span(start)
	return c
}

func (p *parser) quantifier() Expr {
	start := p.peek().pos
	q := &Quantifier{Kind: strings.ToLower(p.take().text)}
	p.expect("(")
	q.Var = p.variable("the name of a variable")
	p.expect("IN")
	q.List = p.expr()
	p.expect("WHERE")
	q.Where = p.expr()
	p.expect(")")
	q.Span = p.span(start)
	return q
}

func (p *parser) reduce() Expr {
	start := p.take().pos
	r := &Reduce{}
	p.expect("(")
	r.Acc = p.variable("the name of a variable")
	p.expect("=")
	r.Init = p.expr()
	p.expect(",")
	r.Var = p.variable("the name of a variable")
	p.expect("IN")
	r.List = p.expr()
	p.expect("|")
	r.Expr = p.expr()
	p.expect(")")
	r.Span = p.span(start)
	return r
}

// subquery reads EXISTS {…}, COUNT {…} and COLLECT {…} with a query or a pattern in the braces.
func (p *parser) subquery() Expr {
	defer p.deeper()()
	start := p.peek().pos
	s := &Subquery{Kind: strings.ToLower(p.take().text)}
	p.expect("{")
	from := p.peek().pos
	if p.peek().is("(") || p.atVariable() && p.ahead(1).is("=") || p.peek().is("SHORTESTPATH") {
		m := p.match(from, false)
		s.Query = &Query{Singles: []*Single{{Span: p.span(from), Clauses: []Clause{m}}}}
	} else {
		s.Query = p.query(true)
	}
	if !p.peek().is("}") {
		p.unexpected("a clause or }")
	}
	p.take()
	s.Span = p.span(start)
	return s
}
