package cypher

import (
	"slices"
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// row holds the values of all variables of a query, by slot.
type row = []value.Value

// eval computes the value of an expression for a row.
type eval func(x *exec, r row) (value.Value, error)

// compiled is an expression made ready to run.
type compiled struct {
	eval     eval
	typ      typ
	deps     []int // slots it reads, apart from its own
	volatile bool  // has rand() or the like
}

// expr compiles an expression on its own, with what it depends on.
func (c *compiler) expr(s *scope, e syntax.Expr) compiled {
	outer, first := c.reads, c.slots
	c.reads = map[int]bool{}
	out := c.visit(s, e)
	for slot := range c.reads {
		if slot < first {
			out.deps = append(out.deps, slot)
			if outer != nil {
				outer[slot] = true
			}
		}
	}
	slices.Sort(out.deps)
	c.reads = outer
	return out
}

// predicate compiles what WHERE and its kin test: patterns are allowed in it.
func (c *compiler) predicate(s *scope, e syntax.Expr) compiled {
	switch x := e.(type) {
	case *syntax.PatternPredicate:
		return c.hooked(s, e, func() compiled { return c.patternPredicate(s, x) })
	case *syntax.Unary:
		if x.Op == "NOT" {
			return c.not(x, c.predicate(s, x.X))
		}
	case *syntax.Binary:
		if x.Op == "AND" || x.Op == "OR" || x.Op == "XOR" {
			return c.logic(x, c.predicate(s, x.X), c.predicate(s, x.Y))
		}
	}
	return c.boolean(e, "a condition", c.visit(s, e))
}

// boolean refuses what cannot be a condition.
func (c *compiler) boolean(e syntax.Expr, what string, in compiled) compiled {
	if in.typ.not(value.KindBoolean) {
		c.syntaxError(e.Range(), invalidArgumentType, "%s is true, false or null, not %s", what, in.typ.article())
	}
	return in
}

// hooked lets c.rewrite replace an expression, unless a variable of a comprehension hides one that it reads.
func (c *compiler) hooked(s *scope, e syntax.Expr, f func() compiled) compiled {
	if c.rewrite != nil {
		if out, ok := c.rewrite(e); ok && !c.hidden(s, e) {
			return out
		}
	}
	return f()
}

func (c *compiler) hidden(s *scope, e syntax.Expr) bool {
	return syntax.Any(e, func(e syntax.Expr) bool {
		x, ok := e.(*syntax.Variable)
		if !ok {
			return false
		}
		v := s.find(x.Name)
		return v != nil && v.slot >= c.rewriteFrom
	})
}

// visit compiles one expression and those in it.
func (c *compiler) visit(s *scope, e syntax.Expr) compiled {
	return c.hooked(s, e, func() compiled {
		switch x := e.(type) {
		case *syntax.Literal:
			v := x.Value
			return compiled{eval: func(*exec, row) (value.Value, error) { return v, nil }, typ: typeOf(value.KindOf(v))}
		case *syntax.Parameter:
			return c.parameter(x)
		case *syntax.Variable:
			return c.variable(s, x)
		case *syntax.Property:
			return c.property(s, x)
		case *syntax.HasLabels:
			return c.hasLabels(s, x)
		case *syntax.ListLiteral:
			return c.listLiteral(s, x)
		case *syntax.MapLiteral:
			return c.mapLiteral(s, x)
		case *syntax.MapProjection:
			return c.mapProjection(s, x)
		case *syntax.Unary:
			return c.unary(s, x)
		case *syntax.Binary:
			return c.binary(s, x)
		case *syntax.Comparison:
			return c.comparison(s, x)
		case *syntax.IsNull:
			in := c.visit(s, x.X)
			not := x.Not
			return compiled{typ: boolType, volatile: in.volatile, eval: func(ex *exec, r row) (value.Value, error) {
				v, err := in.eval(ex, r)
				return (v == nil) != not, err
			}}
		case *syntax.Index:
			return c.index(s, x)
		case *syntax.Slice:
			return c.slice(s, x)
		case *syntax.Apply:
			return c.apply(s, x)
		case *syntax.Case:
			return c.caseOf(s, x)
		}
		return c.visitBinding(s, e)
	})
}

// visitBinding compiles the expressions that bring variables of their own.
func (c *compiler) visitBinding(s *scope, e syntax.Expr) compiled {
	switch x := e.(type) {
	case *syntax.ListComprehension:
		return c.listComprehension(s, x)
	case *syntax.Quantifier:
		return c.quantifier(s, x)
	case *syntax.Reduce:
		return c.reduce(s, x)
	case *syntax.PatternComprehension:
		return c.patternComprehension(s, x)
	case *syntax.PatternPredicate:
		if x.Part.Shortest != syntax.AnyPaths {
			return c.shortestExpr(s, x)
		}
		c.syntaxError(x.Span, unexpectedSyntax, "a pattern stands in a condition only; to get its matches write a list, as in [(a)-->(b) | b]")
	case *syntax.Subquery:
		return c.subquery(s, x)
	}
	c.syntaxError(e.Range(), unexpectedSyntax, "this expression is not understood")
	return compiled{}
}

func (c *compiler) parameter(x *syntax.Parameter) compiled {
	name, at := x.Name, x.Span
	if _, ok := c.params[name]; !ok {
		c.params[name] = at.Start
	}
	return compiled{typ: anyType, eval: func(ex *exec, _ row) (value.Value, error) { return ex.params[name], nil }}
}

func (c *compiler) variable(s *scope, x *syntax.Variable) compiled {
	v := s.find(x.Name)
	if v == nil {
		c.undefined(s, x.Name, x.Span)
	}
	if c.agg != nil && v.slot < c.agg.locals {
		c.syntaxError(x.Span, ambiguousAggregation, "`%s` stands beside an aggregation but is not a column of its own, so it is not clear by what to group", x.Name)
	}
	return c.read(v.slot, v.typ)
}

// read compiles access to a slot.
func (c *compiler) read(slot int, t typ) compiled {
	if c.reads != nil {
		c.reads[slot] = true
	}
	return compiled{typ: t, eval: func(_ *exec, r row) (value.Value, error) { return r[slot], nil }}
}

func (c *compiler) property(s *scope, x *syntax.Property) compiled {
	in := c.visit(s, x.X)
	switch {
	case in.typ.is(value.KindPath):
		c.syntaxError(x.Span, invalidArgumentType, "a path has no properties; nodes(p) and relationships(p) have")
	case in.typ.is(value.KindInteger, value.KindFloat, value.KindBoolean, value.KindString, value.KindList):
		c.fail(x.Span, value.TypeError, invalidArgumentType, "%s has no properties: nodes, relationships, maps and temporal values have", in.typ.article())
	}
	if c.mayBeRelationship(x.X, in.typ) {
		c.keys[x.Key.Text] = true
	}
	key, at := x.Key.Text, x.Key.Span
	return compiled{typ: anyType, volatile: in.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil || v == nil {
			return nil, err
		}
		out, err := value.Property(v, key)
		return out, ex.at(err, at)
	}}
}

// mayBeRelationship says whether what a property is asked of may be a relationship, or the map of what properties(r) has.
func (c *compiler) mayBeRelationship(x syntax.Expr, t typ) bool {
	if f, ok := x.(*syntax.Apply); ok && strings.EqualFold(f.Name, "properties") {
		return true
	}
	return t.not(value.KindMap, value.KindNode) || t.any
}

func (c *compiler) hasLabels(s *scope, x *syntax.HasLabels) compiled {
	in := c.visit(s, x.X)
	if in.typ.not(value.KindNode, value.KindRelationship) {
		c.syntaxError(x.Span, invalidArgumentType, "labels are on nodes, not on %s", in.typ.article())
	}
	for _, l := range x.Labels {
		switch {
		case in.typ.is(value.KindRelationship):
			c.known("type", l, c.catalog.Types)
		case in.typ.is(value.KindNode) || !slices.Contains(c.catalog.Types, l.Text):
			c.known("label", l, c.catalog.Labels)
		}
	}
	labels := names(x.Labels)
	at := x.Span
	return compiled{typ: boolType, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil || v == nil {
			return nil, err
		}
		ok, err := hasLabels(v, labels)
		return ok, ex.at(err, at)
	}}
}

func hasLabels(v value.Value, labels []string) (value.Value, error) {
	switch n := v.(type) {
	case value.Node:
		have, err := n.Labels()
		if err != nil {
			return nil, err
		}
		for _, l := range labels {
			if !slices.Contains(have, l) {
				return false, nil
			}
		}
		return true, nil
	case value.Relationship:
		return !slices.ContainsFunc(labels, func(l string) bool { return l != n.RelationshipType() }), nil
	}
	return nil, &value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "labels are on nodes, not on " + value.KindOf(v).Article()}
}

func names(ns []*syntax.Name) []string {
	var ss []string
	for _, n := range ns {
		ss = append(ss, n.Text)
	}
	return ss
}

func (c *compiler) list(s *scope, xs []syntax.Expr) []compiled {
	out := make([]compiled, len(xs))
	for i, x := range xs {
		out[i] = c.visit(s, x)
	}
	return out
}

func anyVolatile(cs []compiled) bool {
	return slices.ContainsFunc(cs, func(c compiled) bool { return c.volatile })
}

func (c *compiler) listLiteral(s *scope, x *syntax.ListLiteral) compiled {
	items := c.list(s, x.Items)
	at := x.Span
	t := typ{kind: value.KindList}
	for i, it := range items {
		if i == 0 {
			t = listOf(it.typ)
		} else {
			t = listOf(joined(*t.elem, it.typ))
		}
	}
	return compiled{typ: t, volatile: anyVolatile(items), eval: func(ex *exec, r row) (value.Value, error) {
		l := make(value.List, len(items))
		for i, it := range items {
			v, err := it.eval(ex, r)
			if err != nil {
				return nil, err
			}
			l[i] = v
		}
		return l, ex.at(ex.unfolded(l), at)
	}}
}

func (c *compiler) mapLiteral(s *scope, x *syntax.MapLiteral) compiled {
	values := c.list(s, x.Values)
	keys := names(x.Keys)
	at := x.Span
	return compiled{typ: mapType, volatile: anyVolatile(values), eval: func(ex *exec, r row) (value.Value, error) {
		es := make([]value.Entry, len(keys))
		for i, it := range values {
			v, err := it.eval(ex, r)
			if err != nil {
				return nil, err
			}
			es[i] = value.Entry{Key: keys[i], Value: v}
		}
		m := value.NewMap(es...)
		return m, ex.at(ex.unfolded(m), at)
	}}
}

func (c *compiler) mapProjection(s *scope, x *syntax.MapProjection) compiled {
	in := c.visit(s, x.X)
	if in.typ.not(value.KindNode, value.KindRelationship, value.KindMap) {
		c.syntaxError(x.Span, invalidArgumentType, "%s has no properties to choose from", in.typ.article())
	}
	type entry struct {
		key  string
		all  bool
		eval eval
	}
	var entries []entry
	for _, it := range x.Items {
		e := entry{all: it.All}
		if !it.All {
			e.key = it.Key.Text
		}
		if it.Value != nil {
			e.eval = c.visit(s, it.Value).eval
		} else if !it.All && c.mayBeRelationship(x.X, in.typ) {
			c.keys[e.key] = true
		}
		entries = append(entries, e)
	}
	at := x.Span
	return compiled{typ: mapType, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil || v == nil {
			return nil, err
		}
		var out []value.Entry
		for _, e := range entries {
			switch {
			case e.all:
				m, err := properties(v)
				if err != nil {
					return nil, ex.at(err, at)
				}
				for k, p := range m.All() {
					out = append(out, value.Entry{Key: k, Value: p})
				}
			case e.eval != nil:
				p, err := e.eval(ex, r)
				if err != nil {
					return nil, err
				}
				out = append(out, value.Entry{Key: e.key, Value: p})
			default:
				p, err := value.Property(v, e.key)
				if err != nil {
					return nil, ex.at(err, at)
				}
				out = append(out, value.Entry{Key: e.key, Value: p})
			}
		}
		m := value.NewMap(out...)
		return m, ex.at(ex.unfolded(m), at)
	}}
}

// properties are those of a node, relationship or map.
func properties(v value.Value) (value.Map, error) {
	switch x := v.(type) {
	case value.Node:
		return x.Properties()
	case value.Relationship:
		return x.Properties()
	case value.Map:
		return x, nil
	}
	return value.Map{}, &value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "a " + value.KindOf(v).String() + " has no properties"}
}

func (c *compiler) index(s *scope, x *syntax.Index) compiled {
	in, i := c.visit(s, x.X), c.visit(s, x.I)
	if l, ok := x.I.(*syntax.Literal); ok && c.mayBeRelationship(x.X, in.typ) {
		if key, ok := l.Value.(string); ok {
			c.keys[key] = true
		}
	}
	at := x.Span
	return compiled{typ: in.typ.elements(), volatile: in.volatile || i.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil {
			return nil, err
		}
		k, err := i.eval(ex, r)
		if err != nil {
			return nil, err
		}
		out, err := value.Index(v, k)
		return out, ex.at(err, at)
	}}
}

func (c *compiler) slice(s *scope, x *syntax.Slice) compiled {
	in := c.visit(s, x.X)
	end := func(e syntax.Expr) compiled {
		if e == nil {
			return compiled{eval: func(*exec, row) (value.Value, error) { return value.Absent, nil }}
		}
		return c.visit(s, e)
	}
	from, to := end(x.From), end(x.To)
	at := x.Span
	return compiled{typ: in.typ, volatile: in.volatile || from.volatile || to.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		if err != nil {
			return nil, err
		}
		f, err := from.eval(ex, r)
		if err != nil {
			return nil, err
		}
		t, err := to.eval(ex, r)
		if err != nil {
			return nil, err
		}
		out, err := value.Slice(v, f, t)
		return out, ex.at(err, at)
	}}
}

func (c *compiler) caseOf(s *scope, x *syntax.Case) compiled {
	var subject compiled
	if x.Subject != nil {
		subject = c.visit(s, x.Subject)
	}
	when := make([]compiled, len(x.When))
	for i, w := range x.When {
		if x.Subject == nil {
			when[i] = c.predicate(s, w)
		} else {
			when[i] = c.visit(s, w)
		}
	}
	then := c.list(s, x.Then)
	other := compiled{typ: nullType, eval: func(*exec, row) (value.Value, error) { return nil, nil }}
	if x.Else != nil {
		other = c.visit(s, x.Else)
	}
	t := other.typ
	for _, th := range then {
		if t.is(value.KindNull) {
			t = th.typ
		} else if !th.typ.is(value.KindNull) {
			t = joined(t, th.typ)
		}
	}
	volatile := subject.volatile || other.volatile || anyVolatile(when) || anyVolatile(then)
	return compiled{typ: t, volatile: volatile, eval: func(ex *exec, r row) (value.Value, error) {
		var v value.Value
		var err error
		if subject.eval != nil {
			if v, err = subject.eval(ex, r); err != nil {
				return nil, err
			}
		}
		for i, w := range when {
			t, err := w.eval(ex, r)
			if err != nil {
				return nil, err
			}
			if subject.eval != nil {
				t = value.Equal(v, t)
			}
			if t == true {
				return then[i].eval(ex, r)
			}
		}
		return other.eval(ex, r)
	}}
}

// known says "did you mean" for a name that the graph does not have.
func (c *compiler) known(what string, n *syntax.Name, all []string) {
	if !c.catalog.Strict || len(all) == 0 || slices.Contains(all, n.Text) {
		return
	}
	e := syntax.Errorf(c.text, n.Start, syntax.SyntaxError, "Unknown"+strings.ToUpper(what[:1])+what[1:], "there is no %s `%s` in this graph", what, n.Text)
	if best := syntax.Closest(n.Text, all); best != "" {
		e.Hint = "did you mean `" + best + "`?"
	} else {
		e.Hint = "known: " + strings.Join(all, ", ")
	}
	panic(bail{e})
}
