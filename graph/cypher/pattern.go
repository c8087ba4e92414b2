package cypher

import (
	"mandate/graph"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// patNode is a node of a pattern. A pattern holds one for each variable.
type patNode struct {
	slot   int
	name   string
	labels []string
	props  []patProp
	span   syntax.Span
}

// patProp is one {key: value} of a pattern.
type patProp struct {
	key  string
	val  compiled
	at   syntax.Span
	text string // of the value
}

// patRel is a relationship of a pattern, between nodes of the pattern by index.
type patRel struct {
	slot     int
	name     string
	from, to int // indices of nodes, left and right as written
	dir      graph.Direction
	types    []string
	props    []patProp
	varLen   bool
	min, max int
	bound    bool // the variable had a value before
	silent   bool // nobody asks which relationships were gone along
	shortest syntax.Shortest
	span     syntax.Span
}

// patPath is a named path: its nodes and relationships by index.
type patPath struct {
	slot  int
	nodes []int
	rels  []int
}

// condition is one part of WHERE, tested as soon as what it depends on is known.
type condition struct {
	compiled
	at   syntax.Span
	text string
}

// pattern compiles the parts of MATCH and its kin.
type patternBuilder struct {
	c     *compiler
	s     *scope
	m     *matchOp
	nodes map[string]int // by name of the variable
	fresh map[string]bool
	rels  map[string]bool
	props []func() // compiled after all variables are known
	// closed refuses variables that are not bound: a predicate cannot bring any.
	closed bool
}

func (c *compiler) pattern(s *scope, parts []*syntax.Part, bound map[int]bool, closed bool) *matchOp {
	m := &matchOp{bound: bound}
	b := &patternBuilder{c: c, s: s, m: m, nodes: map[string]int{}, fresh: map[string]bool{}, rels: map[string]bool{}, closed: closed}
	for _, p := range parts {
		b.part(p)
	}
	for _, f := range b.props {
		f()
	}
	return m
}

func (b *patternBuilder) part(p *syntax.Part) {
	if p.Path != nil {
		if b.s.find(p.Path.Text) != nil || b.fresh[p.Path.Text] || usesName(p, p.Path.Text) {
			b.c.syntaxError(p.Path.Span, variableAlreadyBound, "`%s` has a value already: a path needs a name of its own", p.Path.Text)
		}
	}
	path := patPath{slot: -1}
	path.nodes = append(path.nodes, b.node(p.Nodes[0]))
	for i, r := range p.Rels {
		from := path.nodes[i]
		// the relationship first: (r)-[r]-() blames whichever comes second
		rel := b.rel(r, p.Shortest)
		to := b.node(p.Nodes[i+1])
		b.m.rels[rel].from, b.m.rels[rel].to = from, to
		b.m.rels[rel].silent = r.Var == nil && r.Props == nil && p.Path == nil
		path.nodes = append(path.nodes, to)
		path.rels = append(path.rels, rel)
	}
	if p.Path != nil {
		v := b.c.declare(b.s, p.Path.Text, pathType)
		b.fresh[p.Path.Text] = true
		path.slot = v.slot
		b.m.introduces = append(b.m.introduces, v.slot)
		b.m.paths = append(b.m.paths, path)
	}
}

func usesName(p *syntax.Part, name string) bool {
	for _, n := range p.Nodes {
		if n.Var != nil && n.Var.Text == name {
			return true
		}
	}
	for _, r := range p.Rels {
		if r.Var != nil && r.Var.Text == name {
			return true
		}
	}
	return false
}

func (b *patternBuilder) node(n *syntax.NodePattern) int {
	c := b.c
	for _, l := range n.Labels {
		c.known("label", l, c.catalog.Labels)
	}
	i := -1
	if n.Var != nil {
		if at, ok := b.nodes[n.Var.Text]; ok {
			i = at
		}
	}
	if i < 0 {
		i = len(b.m.nodes)
		b.m.nodes = append(b.m.nodes, patNode{slot: b.nodeSlot(n), span: n.Span})
		if n.Var != nil {
			b.nodes[n.Var.Text] = i
			b.m.nodes[i].name = n.Var.Text
		}
	}
	node := &b.m.nodes[i]
	node.labels = append(node.labels, names(n.Labels)...)
	b.later(n.Props, func(ps []patProp) { b.m.nodes[i].props = append(b.m.nodes[i].props, ps...) })
	return i
}

// nodeSlot finds or makes the slot of a node.
func (b *patternBuilder) nodeSlot(n *syntax.NodePattern) int {
	if n.Var == nil {
		return b.hidden()
	}
	name := n.Var.Text
	if v := b.s.find(name); v != nil {
		if v.typ.not(value.KindNode) {
			b.c.syntaxError(n.Var.Span, variableTypeConflict, "`%s` is %s and cannot be a node as well", name, v.typ.article())
		}
		return v.slot
	}
	if b.closed {
		b.c.undefined(b.s, name, n.Var.Span)
	}
	v := b.c.declare(b.s, name, nodeType)
	b.fresh[name] = true
	b.m.introduces = append(b.m.introduces, v.slot)
	return v.slot
}

func (b *patternBuilder) hidden() int {
	slot := b.c.newSlot()
	b.m.hidden = append(b.m.hidden, slot)
	return slot
}

func (b *patternBuilder) rel(r *syntax.RelPattern, shortest syntax.Shortest) int {
	c := b.c
	for _, t := range r.Types {
		c.known("type", t, c.catalog.Types)
	}
	rel := patRel{types: names(r.Types), varLen: r.VarLength || shortest != syntax.AnyPaths, min: r.Min, max: r.Max, shortest: shortest, span: r.Span}
	switch {
	case r.ToLeft == r.ToRight:
		rel.dir = graph.Both
	case r.ToLeft:
		rel.dir = graph.In
	}
	if r.Var == nil {
		rel.slot = b.hidden()
	} else {
		rel.name = r.Var.Text
		rel.slot, rel.bound = b.relSlot(r.Var, rel.varLen)
	}
	i := len(b.m.rels)
	b.m.rels = append(b.m.rels, rel)
	b.later(r.Props, func(ps []patProp) { b.m.rels[i].props = ps })
	return i
}

func (b *patternBuilder) relSlot(n *syntax.Name, varLen bool) (slot int, bound bool) {
	name, c := n.Text, b.c
	if b.rels[name] {
		c.syntaxError(n.Span, "RelationshipUniquenessViolation", "`%s` stands twice in one pattern, where each relationship is matched once", name)
	}
	want := relType
	if varLen {
		want = listOf(relType)
	}
	if v := b.s.find(name); v != nil {
		ok := v.typ.any || v.typ.kind == value.KindNull || v.typ.kind == want.kind
		if ok && varLen && v.typ.elem != nil {
			ok = v.typ.elem.any || v.typ.elem.kind == value.KindRelationship
		}
		if !ok {
			c.syntaxError(n.Span, variableTypeConflict, "`%s` is %s and cannot be a relationship as well", name, v.typ.article())
		}
		b.rels[name] = true
		return v.slot, true
	}
	if b.closed {
		c.undefined(b.s, name, n.Span)
	}
	v := c.declare(b.s, name, want)
	b.fresh[name], b.rels[name] = true, true
	b.m.introduces = append(b.m.introduces, v.slot)
	return v.slot, false
}

// later compiles the properties of a pattern once all its variables are declared.
func (b *patternBuilder) later(e syntax.Expr, set func([]patProp)) {
	switch x := e.(type) {
	case *syntax.Parameter:
		b.c.syntaxError(x.Span, syntax.InvalidParameterUse, "a parameter cannot stand for all properties of a pattern: write {key: $%s.key}", x.Name)
	case *syntax.MapLiteral:
		b.props = append(b.props, func() {
			var ps []patProp
			for i, k := range x.Keys {
				b.c.keys[k.Text] = true
				ps = append(ps, patProp{k.Text, b.c.expr(b.s, x.Values[i]), x.Values[i].Range(), oneLine(b.c.text[x.Values[i].Range().Start:x.Values[i].Range().End])})
			}
			set(ps)
		})
	}
}
