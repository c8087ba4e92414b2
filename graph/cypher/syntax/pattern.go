package syntax

import "strconv"

// parts reads a pattern: parts between commas.
func (p *parser) parts() []*Part {
	var parts []*Part
	for {
		parts = append(parts, p.part())
		if !p.accept(",") {
			return parts
		}
	}
}

// part reads one part, which may be named and may ask for shortest paths.
func (p *parser) part() *Part {
	start := p.peek().pos
	var path *Name
	if p.atVariable() && p.ahead(1).is("=") {
		path = p.variable("the name of a path")
		p.expect("=")
	}
	part := p.shortest()
	if part == nil {
		part = p.chain()
	}
	part.Path = path
	part.Span = p.span(start)
	return part
}

// shortest reads shortestPath(…) and allShortestPaths(…), or gives nil.
func (p *parser) shortest() *Part {
	var kind Shortest
	switch t := p.peek(); {
	case !p.ahead(1).is("("):
		return nil
	case t.is("SHORTESTPATH"):
		kind = OneShortest
	case t.is("ALLSHORTESTPATHS"):
		kind = AllShortest
	default:
		return nil
	}
	start := p.take().pos
	p.expect("(")
	part := p.chain()
	p.expect(")")
	part.Shortest = kind
	part.Span = p.span(start)
	if len(part.Rels) != 1 {
		p.fail(start, InvalidRelationshipPattern, "a shortest path is asked for with one relationship, as in shortestPath((a)-[*]-(b))")
	}
	return part
}

func (p *parser) chain() *Part {
	defer p.deeper()()
	start := p.peek().pos
	part := &Part{Nodes: []*NodePattern{p.node()}}
	for p.atRel() {
		part.Rels = append(part.Rels, p.rel())
		part.Nodes = append(part.Nodes, p.node())
		if len(part.Rels) > MaxDepth {
			p.fail(start, UnexpectedSyntax, "the pattern has more than %d relationships", MaxDepth)
		}
	}
	part.Span = p.span(start)
	return part
}

// atRel says whether a relationship pattern may begin here: -, <-.
func (p *parser) atRel() bool {
	return p.peek().is("-") || p.peek().is("<") && p.ahead(1).is("-")
}

func (p *parser) node() *NodePattern {
	start := p.expect("(").pos
	n := &NodePattern{}
	if p.atVariable() {
		n.Var = p.variable("")
	}
	if p.peek().is(":") {
		n.Labels = p.labels()
	}
	n.Props = p.props()
	if !p.peek().is(")") {
		p.unexpected("the rest of a node: a name, :Label, {key: value} or )")
	}
	p.take()
	n.Span = p.span(start)
	return n
}

// props reads the properties of a pattern, nil when there are none.
func (p *parser) props() Expr {
	switch t := p.peek(); {
	case t.is("{"):
		return p.mapLiteral()
	case t.kind == tokParam:
		p.take()
		return &Parameter{Span{t.pos, t.end}, t.text}
	}
	return nil
}

// labels reads :A:B.
func (p *parser) labels() []*Name {
	var ls []*Name
	for p.accept(":") {
		ls = append(ls, p.name("a label"))
	}
	return ls
}

func (p *parser) rel() *RelPattern {
	start := p.peek().pos
	r := &RelPattern{Min: 1, Max: 1}
	r.ToLeft = p.accept("<")
	p.expect("-")
	if p.accept("[") {
		if p.atVariable() {
			r.Var = p.variable("")
		}
		if p.accept(":") {
			r.Types = append(r.Types, p.name("a relationship type"))
			for p.accept("|") {
				p.accept(":")
				r.Types = append(r.Types, p.name("a relationship type"))
			}
		}
		p.varLength(r)
		r.Props = p.props()
		if p.peek().is("..") {
			p.fail(p.peek().pos, InvalidRelationshipPattern, "a range of lengths begins with *, as in [:TYPE*1..3]")
		}
		if !p.peek().is("]") {
			p.unexpected("the rest of a relationship: a name, :TYPE, *1..3, {key: value} or ]")
		}
		p.take()
	}
	p.expect("-")
	r.ToRight = p.accept(">")
	r.Span = p.span(start)
	return r
}

// varLength reads *, *2, *1.., *..3 and *1..3.
func (p *parser) varLength(r *RelPattern) {
	if !p.accept("*") {
		return
	}
	r.VarLength = true
	r.Min, r.Max = 1, -1
	if t := p.peek(); t.is("-") {
		p.fail(t.pos, InvalidRelationshipPattern, "the length of a path cannot be negative")
	}
	bound := func() int {
		t := p.take()
		n, err := strconv.ParseInt(t.text, 0, 32)
		if err != nil {
			p.fail(t.pos, InvalidRelationshipPattern, "%s is too long for a path", t.text)
		}
		return int(n)
	}
	exact := false
	if p.peek().kind == tokInt {
		r.Min = bound()
		exact = true
	}
	if p.accept("..") {
		exact = false
		if p.peek().kind == tokInt {
			r.Max = bound()
		}
	}
	if exact {
		r.Max = r.Min
	}
}

// attempt is what came of reading a pattern at some token.
type attempt struct {
	part *Part
	next int // the token after it
}

// tryPattern reads a pattern of at least one relationship where an expression in parentheses could stand as well.
// It gives nil, without having moved, when there is none. Each place is tried once: nesting stays cheap.
func (p *parser) tryPattern() (part *Part) {
	from, depth := p.at, p.depth
	if a, ok := p.tried[from]; ok {
		if a.part != nil {
			p.at = a.next
		}
		return a.part
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(bail); !ok {
				panic(r)
			}
			part = nil
		}
		if part == nil {
			p.at = from
		}
		p.depth = depth
		p.tried[from] = attempt{part, p.at}
	}()
	if part = p.chain(); len(part.Rels) == 0 {
		part = nil
	}
	return part
}
