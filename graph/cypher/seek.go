package cypher

import (
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// listKey says whether the property is a list of which an index knows the elements.
func listKey(key string) bool { return key == "aliases" || key == "names" }

// seeksOf finds in a pattern and its condition the equalities that an index may serve: {key: v}, n.key = v,
// toLower(n.key) = v, n.key IN [v, w] and v IN n.key. They stay conditions: an index may give more than fits.
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
			c.seek(s, m, x.X, x.Y, "IN")
			c.seek(s, m, x.Y, x.X, "HAS")
		}
	case *syntax.Comparison:
		for i, op := range x.Ops {
			if op == "=" {
				c.seek(s, m, x.Operands[i], x.Operands[i+1], "=")
				c.seek(s, m, x.Operands[i+1], x.Operands[i], "=")
			}
		}
	}
}

// seek notes that the property on one side is to equal (=), be one of (IN) or have among its elements (HAS) what is on
// the other.
func (c *compiler) seek(s *scope, m *matchOp, side, other syntax.Expr, op string) {
	if f, ok := side.(*syntax.Apply); ok && len(f.Args) == 1 && strings.EqualFold(f.Name, "toLower") {
		if p, ok := f.Args[0].(*syntax.Property); !ok || p.Key.Text != "name" {
			return
		}
		side = f.Args[0]
	}
	p, ok := side.(*syntax.Property)
	if !ok {
		return
	}
	v, ok := p.X.(*syntax.Variable)
	if !ok {
		return
	}
	if listKey(p.Key.Text) != (op == "HAS") {
		return // a list is found by its elements, not as a whole
	}
	for i, n := range m.nodes {
		if n.name == v.Name && !strings.HasPrefix(n.name, " ") {
			m.seeks = append(m.seeks, seek{node: i, key: p.Key.Text, val: c.expr(s, other), list: op == "IN"})
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
