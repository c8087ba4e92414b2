package cypher

import (
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// How says in what way a property is to fit a value that an index is asked for.
type How uint8

// The ways.
const (
	Equals How = iota // it equals the value
	Begins            // it begins with the value
	Holds             // the value stands somewhere in it
)

// seek is a condition on a property of a node that an index may serve.
type seek struct {
	node int
	key  string
	how  How
	val  compiled
	list bool // val is a list, one element of which is to be found
}

// listKey says whether the property is a list of which an index knows the elements.
func listKey(key string) bool { return key == "aliases" || key == "names" }

// seeksOf finds in a pattern and its condition what an index may serve: {key: v}, n.key = v, n.key IN [v, w], v IN n.key,
// n.key STARTS WITH v, n.key CONTAINS v, the same of toLower(n.name), and any(x IN n.aliases WHERE …) with one of these of x. They
// stay conditions: an index may give more than fits.
func (c *compiler) seeksOf(s *scope, m *matchOp, where syntax.Expr) {
	for i, n := range m.nodes {
		for _, p := range n.props {
			if listKey(p.key) {
				continue
			}
			m.seeks = append(m.seeks, seek{node: i, key: p.key, val: p.val})
		}
	}
	c.seekWhere(s, m, where)
}

func (c *compiler) seekWhere(s *scope, m *matchOp, e syntax.Expr) {
	switch x := e.(type) {
	case *syntax.Binary:
		switch x.Op {
		case "AND":
			c.seekWhere(s, m, x.X)
			c.seekWhere(s, m, x.Y)
		case "IN":
			c.seek(s, m, x.X, x.Y, false, seek{list: true})
			c.seek(s, m, x.Y, x.X, true, seek{})
		case "STARTS WITH":
			c.seek(s, m, x.X, x.Y, false, seek{how: Begins})
		case "CONTAINS":
			c.seek(s, m, x.X, x.Y, false, seek{how: Holds})
		}
	case *syntax.Comparison:
		for i, op := range x.Ops {
			if op == "=" {
				c.seek(s, m, x.Operands[i], x.Operands[i+1], false, seek{})
				c.seek(s, m, x.Operands[i+1], x.Operands[i], false, seek{})
			}
		}
	case *syntax.Quantifier:
		c.seekAny(s, m, x)
	}
}

// seekAny finds what any(x IN n.aliases WHERE …) asks of x.
func (c *compiler) seekAny(s *scope, m *matchOp, x *syntax.Quantifier) {
	is := func(e syntax.Expr) bool {
		v, ok := lowered(e).(*syntax.Variable)
		return ok && v.Name == x.Var.Text
	}
	other, how := syntax.Expr(nil), Equals
	switch w := x.Where.(type) {
	case *syntax.Binary:
		if is(w.X) && w.Op == "STARTS WITH" {
			other, how = w.Y, Begins
		} else if is(w.X) && w.Op == "CONTAINS" {
			other, how = w.Y, Holds
		}
	case *syntax.Comparison:
		if len(w.Ops) == 1 && w.Ops[0] == "=" && is(w.Operands[0]) {
			other = w.Operands[1]
		}
	}
	uses := func(e syntax.Expr) bool {
		v, ok := e.(*syntax.Variable)
		return ok && v.Name == x.Var.Text
	}
	if x.Kind == "any" && other != nil && !syntax.Any(other, uses) {
		c.seek(s, m, x.List, other, true, seek{how: how})
	}
}

// lowered is what toLower is called with, or the expression itself.
func lowered(e syntax.Expr) syntax.Expr {
	if f, ok := e.(*syntax.Apply); ok && len(f.Args) == 1 && strings.EqualFold(f.Name, "toLower") {
		return f.Args[0]
	}
	return e
}

// seek notes that the property on one side, or an element of it, is to fit what is on the other.
func (c *compiler) seek(s *scope, m *matchOp, side, other syntax.Expr, element bool, k seek) {
	p, ok := lowered(side).(*syntax.Property)
	if !ok || lowered(side) != side && p.Key.Text != "name" {
		return
	}
	v, ok := p.X.(*syntax.Variable)
	if !ok {
		return
	}
	if listKey(p.Key.Text) != element {
		return // a list is found by its elements, not as a whole
	}
	for i, n := range m.nodes {
		if n.name == v.Name && !strings.HasPrefix(n.name, " ") {
			k.node, k.key, k.val = i, p.Key.Text, c.expr(s, other)
			m.seeks = append(m.seeks, k)
		}
	}
}

// values are what an index is to be asked for: nothing for null.
func (k *seek) values(v value.Value) []value.Value {
	if !k.list {
		return []value.Value{v}
	}
	l, _ := v.(value.List)
	return l
}

// describe names the index that is asked.
func (k *seek) describe() string {
	switch k.how {
	case Begins:
		return "index " + k.key + " prefix"
	case Holds:
		return "index " + k.key + " text"
	}
	return "index " + k.key
}
