// Package syntax reads openCypher 9: scanner, parser, tree and errors. It is a leaf: what a name means, and whether a
// query makes sense, is decided in package cypher. grammar.md says what is read.
package syntax

import (
	_ "embed"
	"strings"
)

// Grammar is the text of grammar.md.
//
//go:embed grammar.md
var Grammar string

// Limits of what is read, so that a hostile query ends in an error and not in a full stack.
const (
	MaxText  = 4 << 20 // bytes of a query
	MaxDepth = 500     // expressions, patterns and subqueries within each other
	MaxChain = 10_000  // operators in one chain: a + b + c …
)

// Parse reads a query. Every error is an *Error.
func Parse(text string) (q *Query, err error) {
	if len(text) > MaxText {
		return nil, &Error{Class: SyntaxError, Detail: UnexpectedSyntax, Offset: -1,
			Message: "the query is longer than 4 MiB; hand large data over as a parameter"}
	}
	p := &parser{text: text, toks: scan(text), tried: map[int]attempt{}}
	defer func() {
		if r := recover(); r != nil {
			b, ok := r.(bail)
			if !ok {
				panic(r)
			}
			q, err = nil, b.err
		}
	}()
	q = p.query(false)
	q.Text = text
	return q, nil
}

// bail carries the first error out of the parser.
type bail struct{ err *Error }

type parser struct {
	text  string
	toks  []token
	at    int
	depth int
	tried map[int]attempt // patterns tried in place of a parenthesis, by token
}

func (p *parser) peek() token { return p.toks[p.at] }

func (p *parser) ahead(n int) token { return p.toks[min(p.at+n, len(p.toks)-1)] }

func (p *parser) take() token {
	t := p.toks[p.at]
	if t.kind != tokEnd {
		p.at++
	}
	return t
}

func (p *parser) fail(pos int, detail, format string, args ...any) {
	panic(bail{Errorf(p.text, pos, SyntaxError, detail, format, args...)})
}

// unexpected fails at the present token.
func (p *parser) unexpected(want string) {
	t := p.peek()
	if t.kind == tokBad && (t.bad.Detail == InvalidUnicodeCharacter || t.bad.Detail == InvalidUnicodeLiteral) {
		panic(bail{t.bad})
	}
	if t.kind == tokBad && t.bad.Detail == UnexpectedSyntax {
		panic(bail{t.bad})
	}
	p.fail(t.pos, UnexpectedSyntax, "found %s where %s was expected", t.describe(), want)
}

// accept takes the next token if it is word.
func (p *parser) accept(word string) bool {
	if p.peek().is(word) {
		p.at++
		return true
	}
	return false
}

// acceptAll takes the next tokens if they are the words, in this order.
func (p *parser) acceptAll(words ...string) bool {
	for i, w := range words {
		if !p.ahead(i).is(w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *parser) expect(word string) token {
	if !p.peek().is(word) {
		p.unexpected(word)
	}
	return p.take()
}

// span is from start to the end of the last token taken.
func (p *parser) span(start int) Span {
	end := start
	if p.at > 0 {
		end = max(start, p.toks[p.at-1].end)
	}
	return Span{start, end}
}

// deeper counts one level of nesting; the caller defers the result.
func (p *parser) deeper() func() {
	if p.depth++; p.depth > MaxDepth {
		p.fail(p.peek().pos, UnexpectedSyntax, "the query is nested more than %d deep", MaxDepth)
	}
	return func() { p.depth-- }
}

// name takes any name, keywords too: labels, types, keys.
func (p *parser) name(what string) *Name {
	t := p.peek()
	if t.kind != tokName && t.kind != tokQuoted {
		p.unexpected(what)
	}
	p.at++
	return &Name{Span{t.pos, t.end}, t.text}
}

// reserved words cannot name a variable unless they are quoted.
var reserved = map[string]bool{"AND": true, "OR": true, "XOR": true, "NOT": true, "IN": true, "IS": true, "NULL": true,
	"TRUE": true, "FALSE": true, "CASE": true, "WHEN": true, "THEN": true, "ELSE": true, "WHERE": true, "RETURN": true,
	"WITH": true, "UNWIND": true, "UNION": true, "AS": true, "MATCH": true}

func (p *parser) atVariable() bool {
	t := p.peek()
	return t.kind == tokQuoted || t.kind == tokName && !reserved[strings.ToUpper(t.text)]
}

func (p *parser) variable(what string) *Name {
	if !p.atVariable() {
		p.unexpected(what)
	}
	return p.name(what)
}

// query reads single queries joined by UNION. In a subquery it ends before the closing brace.
func (p *parser) query(inner bool) *Query {
	defer p.deeper()()
	q := &Query{}
	if !inner {
		switch {
		case p.accept("EXPLAIN"):
			q.Mode = Explain
		case p.accept("PROFILE"):
			q.Mode = Profile
		}
	}
	q.Singles = append(q.Singles, p.single(inner))
	for p.peek().is("UNION") {
		at := p.take().pos
		all := p.accept("ALL")
		if !all {
			p.accept("DISTINCT")
		}
		if len(q.Singles) > 1 && all != q.All {
			p.fail(at, InvalidClauseComposition, "UNION and UNION ALL cannot be mixed in one query")
		}
		q.All = all
		q.Singles = append(q.Singles, p.single(inner))
	}
	if inner {
		return q
	}
	p.accept(";")
	if p.peek().kind != tokEnd {
		p.unexpected("a clause or the end of the query")
	}
	return q
}

func (p *parser) single(inner bool) *Single {
	start := p.peek().pos
	s := &Single{}
	for {
		c := p.clause()
		if c == nil {
			break
		}
		if n := len(s.Clauses); n > 0 {
			if _, ok := s.Clauses[n-1].(*Return); ok {
				p.fail(c.Pos(), InvalidClauseComposition, "nothing can follow RETURN but UNION; to go on with its rows write WITH")
			}
		}
		s.Clauses = append(s.Clauses, c)
	}
	if len(s.Clauses) == 0 {
		p.unexpected("a clause (" + p.clauseHint() + ")")
	}
	s.Span = p.span(start)
	if inner {
		return s
	}
	switch last := s.Clauses[len(s.Clauses)-1].(type) {
	case *Match, *Unwind, *With:
		if t := p.peek(); t.kind != tokEnd && !t.is("UNION") && !t.is(";") {
			p.unexpected("a clause such as RETURN")
		}
		p.fail(last.Pos(), InvalidClauseComposition, "a query cannot end with this clause: RETURN is missing")
	}
	return s
}

const clauseNames = "MATCH, OPTIONAL MATCH, UNWIND, CALL, WITH, RETURN, CREATE, MERGE, SET, REMOVE or DELETE"

// clauseHint names the clause that a misspelt word comes closest to.
func (p *parser) clauseHint() string {
	if t := p.peek(); t.kind == tokName {
		if best := Closest(strings.ToUpper(t.text), []string{"MATCH", "OPTIONAL", "UNWIND", "CALL", "WITH", "RETURN",
			"CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH"}); best != "" {
			return "did you mean " + best + "?"
		}
	}
	return clauseNames
}

func (p *parser) clause() Clause {
	start := p.peek().pos
	switch {
	case p.acceptAll("OPTIONAL", "MATCH"):
		return p.match(start, true)
	case p.accept("MATCH"):
		return p.match(start, false)
	case p.accept("UNWIND"):
		c := &Unwind{List: p.expr()}
		p.expect("AS")
		c.Var = p.variable("the name of a variable")
		c.Span = p.span(start)
		return c
	case p.accept("CALL"):
		return p.call(start)
	case p.accept("WITH"):
		c := &With{Projection: p.projection()}
		if p.accept("WHERE") {
			c.Where = p.expr()
		}
		c.Span = p.span(start)
		return c
	case p.accept("RETURN"):
		c := &Return{Projection: p.projection()}
		c.Span = p.span(start)
		return c
	}
	return p.writing(start)
}

func (p *parser) writing(start int) Clause {
	switch {
	case p.accept("CREATE"):
		c := &Create{Parts: p.parts()}
		c.Span = p.span(start)
		return c
	case p.accept("MERGE"):
		return p.merge(start)
	case p.accept("SET"):
		c := &Set{Items: p.setItems()}
		c.Span = p.span(start)
		return c
	case p.accept("REMOVE"):
		return p.remove(start)
	case p.acceptAll("DETACH", "DELETE"):
		return p.delete(start, true)
	case p.accept("DELETE"):
		return p.delete(start, false)
	}
	return nil
}

func (p *parser) match(start int, optional bool) Clause {
	c := &Match{Optional: optional, Parts: p.parts()}
	if p.accept("WHERE") {
		c.Where = p.expr()
	}
	c.Span = p.span(start)
	return c
}

func (p *parser) call(start int) Clause {
	if t := p.peek(); t.is("{") {
		p.fail(t.pos, UnexpectedSyntax, "subqueries by CALL {…} are not part of openCypher 9; EXISTS {…}, COUNT {…} and WITH are")
	}
	c := &Call{Implicit: true}
	from := p.peek().pos
	c.Name = p.name("the name of a procedure").Text
	for p.accept(".") {
		c.Name += "." + p.name("the rest of the name of a procedure").Text
	}
	c.NameSpan = p.span(from)
	if p.accept("(") {
		c.Implicit = false
		c.Args = p.list(")")
	}
	if p.accept("YIELD") {
		c.Yields = true
		switch {
		case p.accept("*"):
			c.Star = true
		case p.peek().is("-"):
			p.take()
		default:
			c.Yield = p.yielded()
		}
		if p.accept("WHERE") {
			c.Where = p.expr()
		}
	}
	c.Span = p.span(start)
	return c
}

func (p *parser) yielded() []Yielded {
	var ys []Yielded
	for {
		y := Yielded{Field: p.variable("a field of the procedure")}
		if p.accept("AS") {
			y.As = p.variable("the name of a variable")
		}
		ys = append(ys, y)
		if !p.accept(",") {
			return ys
		}
	}
}

func (p *parser) projection() Projection {
	c := Projection{Distinct: p.accept("DISTINCT")}
	if p.accept("*") {
		c.Star = true
	}
	if !c.Star || p.accept(",") {
		for {
			start := p.peek().pos
			it := Item{Expr: p.expr()}
			it.Span = p.span(start)
			if p.accept("AS") {
				it.As = p.variable("the name of a column")
			}
			c.Items = append(c.Items, it)
			if !p.accept(",") {
				break
			}
		}
	}
	if p.acceptAll("ORDER", "BY") {
		for {
			s := Sort{Expr: p.expr()}
			switch {
			case p.accept("DESC"), p.accept("DESCENDING"):
				s.Desc = true
			case p.accept("ASC"), p.accept("ASCENDING"):
			}
			c.OrderBy = append(c.OrderBy, s)
			if !p.accept(",") {
				break
			}
		}
	}
	if p.accept("SKIP") || p.accept("OFFSET") {
		c.Skip = p.expr()
	}
	if p.accept("LIMIT") {
		c.Limit = p.expr()
	}
	return c
}

func (p *parser) merge(start int) Clause {
	c := &Merge{Part: p.part()}
	for p.peek().is("ON") {
		p.take()
		switch {
		case p.acceptAll("CREATE", "SET"):
			c.OnCreate = append(c.OnCreate, p.setItems()...)
		case p.acceptAll("MATCH", "SET"):
			c.OnMatch = append(c.OnMatch, p.setItems()...)
		default:
			p.unexpected("CREATE SET or MATCH SET")
		}
	}
	c.Span = p.span(start)
	return c
}

func (p *parser) setItems() []SetItem {
	var items []SetItem
	for {
		items = append(items, p.setItem())
		if !p.accept(",") {
			return items
		}
	}
}

// target reads what SET and REMOVE change: a variable with properties behind it.
func (p *parser) target() Expr {
	start := p.peek().pos
	x := p.atom()
	for p.accept(".") {
		key := p.name("the name of a property")
		x = &Property{p.span(start), x, key}
	}
	return x
}

func (p *parser) setItem() SetItem {
	start := p.peek().pos
	it := SetItem{Target: p.target()}
	_, variable := it.Target.(*Variable)
	_, property := it.Target.(*Property)
	switch {
	case variable && p.peek().is(":"):
		it.Op = ":"
		it.Labels = p.labels()
	case p.peek().is("=") && (variable || property), p.peek().is("+=") && variable:
		it.Op = p.take().text
		it.Value = p.expr()
	default:
		p.unexpected("= or the rest of what is to be set, as in SET n.name = 'x', SET n += {name: 'x'} or SET n:Label")
	}
	it.Span = p.span(start)
	return it
}

func (p *parser) remove(start int) Clause {
	c := &Remove{}
	for {
		from := p.peek().pos
		it := SetItem{Target: p.target()}
		if _, ok := it.Target.(*Variable); ok {
			if !p.peek().is(":") {
				p.unexpected("a property or a label, as in REMOVE n.name or REMOVE n:Label")
			}
			it.Labels = p.labels()
		} else if _, ok := it.Target.(*Property); !ok {
			p.unexpected("a property or a label, as in REMOVE n.name or REMOVE n:Label")
		}
		it.Span = p.span(from)
		c.Items = append(c.Items, it)
		if !p.accept(",") {
			break
		}
	}
	c.Span = p.span(start)
	return c
}

func (p *parser) delete(start int, detach bool) Clause {
	c := &Delete{Detach: detach}
	for {
		c.Exprs = append(c.Exprs, p.expr())
		if !p.accept(",") {
			break
		}
	}
	c.Span = p.span(start)
	return c
}
