package cypher

import (
	"iter"
	"slices"
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

// Identity is the key by which an index is asked for the node with the identity that id() or elementId() returns.
const Identity = "id()"

// seek is a condition on a property of a node that an index may serve, or several of which one has to be true.
type seek struct {
	node  int
	key   string
	how   How
	val   compiled
	list  bool     // val is a list, one element of which is to be found
	sides [][]seek // instead of the rest: what stands on the sides of OR; one of each side is enough to serve it
}

// listKey says whether the property is a list of which an index knows the elements.
func listKey(key string) bool { return key == "aliases" || key == "names" }

// seeksOf finds in a pattern and its condition what an index may serve: {key: v}, n.key = v, n.key IN [v, w], v IN n.key,
// n.key STARTS WITH v, n.key CONTAINS v, the same of toLower(n.name), id(n) = v, id(n) IN [v, w], any(x IN n.aliases WHERE …)
// with one of these of x, and what has one of these on both sides of OR. They stay conditions: an index may give more than fits.
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
		case "OR":
			c.seekEither(s, m, x)
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

// seekEither finds nodes that are sought on both sides of OR.
func (c *compiler) seekEither(s *scope, m *matchOp, x *syntax.Binary) {
	side := func(e syntax.Expr) []seek {
		one := &matchOp{nodes: m.nodes}
		c.seekWhere(s, one, e)
		return one.seeks
	}
	left, right := side(x.X), side(x.Y)
	for i := range m.nodes {
		elsewhere := func(k seek) bool { return k.node != i }
		a := slices.DeleteFunc(slices.Clone(left), elsewhere)
		b := slices.DeleteFunc(slices.Clone(right), elsewhere)
		if len(a) > 0 && len(b) > 0 {
			m.seeks = append(m.seeks, seek{node: i, sides: [][]seek{a, b}})
		}
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

// sought is the variable and the key of what an index may find nodes by: a property, name in lower case, or the identity.
func sought(e syntax.Expr) (v *syntax.Variable, key string, ok bool) {
	if f, is := e.(*syntax.Apply); is && len(f.Args) == 1 && (strings.EqualFold(f.Name, "id") || strings.EqualFold(f.Name, "elementId")) {
		v, ok = f.Args[0].(*syntax.Variable)
		return v, Identity, ok
	}
	p, is := lowered(e).(*syntax.Property)
	if !is || lowered(e) != e && p.Key.Text != "name" {
		return nil, "", false
	}
	v, ok = p.X.(*syntax.Variable)
	return v, p.Key.Text, ok
}

// seek notes that the property on one side, or an element of it, is to fit what is on the other.
func (c *compiler) seek(s *scope, m *matchOp, side, other syntax.Expr, element bool, k seek) {
	v, key, ok := sought(side)
	if !ok || listKey(key) != element { // a list is found by its elements, not as a whole
		return
	}
	for i, n := range m.nodes {
		if n.name == v.Name && !strings.HasPrefix(n.name, " ") {
			k.node, k.key, k.val = i, key, c.expr(s, other)
			m.seeks = append(m.seeks, k)
		}
	}
}

// served is the seek as an index can serve it best, with about how many nodes it finds: of each side of OR one.
func (p *planner) served(k seek, label string, instead int) (best seek, found float64, ok bool) {
	if k.sides == nil {
		if slices.ContainsFunc(k.val.deps, func(d int) bool { return !p.bound[d] }) {
			return k, 0, false
		}
		found, ok = p.g.Index(label, k.key, k.how, instead)
		return k, found, ok
	}
	best = seek{node: k.node}
	for _, side := range k.sides {
		var one seek
		least := -1.0
		for _, s := range side {
			if s, n, ok := p.served(s, label, instead); ok && (least < 0 || n < least) {
				one, least = s, n
			}
		}
		if least < 0 {
			return k, 0, false
		}
		best.sides = append(best.sides, []seek{one})
		found += least
	}
	return best, found, true
}

// each asks the index for the nodes, those of OR and of lists one after the other. Where none serves for a value, or the
// value cannot be computed, it gives all of the label: the condition stays, and will say what is wrong if that matters.
func (k *seek) each(ex *exec, r row, label string, yield func(value.Node, error) bool) (more bool) {
	for _, side := range k.sides {
		if !side[0].each(ex, r, label, yield) {
			return false
		}
	}
	if k.sides != nil {
		return true
	}
	v, err := k.val.eval(ex, r)
	if err != nil {
		if isLimit(err) {
			return yield(nil, err)
		}
		return hand(ex.g.Nodes(label), yield)
	}
	if v == nil {
		return true
	}
	for _, v := range k.values(v) {
		seq, ok := ex.g.Find(label, k.key, k.how, v)
		if !ok {
			seq = ex.g.Nodes(label)
		}
		if !hand(seq, yield) {
			return false
		}
	}
	return true
}

// hand hands over a sequence; false when no more is wanted.
func hand(seq iter.Seq2[value.Node, error], yield func(value.Node, error) bool) bool {
	for n, err := range seq {
		if !yield(n, err) || err != nil {
			return false
		}
	}
	return true
}

// once says whether the index gives each node once.
func (k *seek) once() bool { return k.sides == nil && !k.list }

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
	if k.sides != nil {
		return k.sides[0][0].describe() + " or " + k.sides[1][0].describe()
	}
	if k.key == Identity {
		return "by identity"
	}
	switch k.how {
	case Begins:
		return "index " + k.key + " prefix"
	case Holds:
		return "index " + k.key + " text"
	}
	return "index " + k.key
}
