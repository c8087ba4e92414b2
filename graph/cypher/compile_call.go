package cypher

import (
	"slices"
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// argumentKinds are the kinds that functions take as their first argument, where a wrong one can be told before the
// query runs.
var argumentKinds = map[string][]value.Kind{
	"properties": {value.KindNode, value.KindRelationship, value.KindMap},
	"keys":       {value.KindNode, value.KindRelationship, value.KindMap},
	"size":       {value.KindList, value.KindString, value.KindMap},
	"length":     {value.KindPath, value.KindList, value.KindString},
	"type":       {value.KindRelationship},
	"startnode":  {value.KindRelationship}, "endnode": {value.KindRelationship},
	"labels": {value.KindNode},
	"nodes":  {value.KindPath}, "relationships": {value.KindPath},
}

// resultTypes are the types of what functions return, where they are always the same.
var resultTypes = map[string]typ{
	"type": typeOf(value.KindString), "length": intType, "labels": listOf(typeOf(value.KindString)),
	"keys": listOf(typeOf(value.KindString)), "properties": mapType, "startnode": nodeType, "endnode": nodeType,
	"nodes": listOf(nodeType), "relationships": listOf(relType), "range": listOf(intType),
	"tostring": typeOf(value.KindString), "toupper": typeOf(value.KindString), "tolower": typeOf(value.KindString),
	"rand": typeOf(value.KindFloat), "sqrt": typeOf(value.KindFloat),
}

func (c *compiler) apply(s *scope, x *syntax.Apply) compiled {
	name := strings.ToLower(x.Name)
	if x.Star {
		return c.aggregate(s, x, value.Aggregation{Name: "count"})
	}
	if a, ok := value.LookupAggregation(name); ok && (len(x.Args) == a.Arity) {
		return c.aggregate(s, x, a)
	} else if ok {
		c.syntaxError(x.Span, invalidArguments, "%s takes %d arguments, not %d", a.Name, a.Arity, len(x.Args))
	}
	if x.Distinct {
		c.syntaxError(x.Span, unexpectedSyntax, "DISTINCT stands in aggregations only, and %s is none", x.Name)
	}
	if name == "exists" && len(x.Args) == 1 {
		return c.exists(s, x)
	}
	args := c.list(s, x.Args)
	if kinds := argumentKinds[name]; kinds != nil && len(args) > 0 && args[0].typ.not(kinds...) {
		c.syntaxError(x.Args[0].Range(), invalidArgumentType, "%s does not work on %s", x.Name, args[0].typ.article())
	}
	if f := c.graphFunction(name); f != nil {
		c.arity(x, f.Name, f.Signature, f.Min, f.Max)
		t := anyType
		if f.Maps {
			t = listOf(mapType)
		}
		return c.calling(x, args, false, t, func(ex *exec, vs []value.Value) (value.Value, error) {
			return f.Call(ex.ctx, ex.g, vs)
		})
	}
	f, ok := value.Lookup(name)
	if !ok {
		c.unknownFunction(x)
	}
	c.arity(x, f.Name, f.Signature, f.Min, f.Max)
	t, known := resultTypes[name]
	if !known {
		t = anyType
	}
	switch name {
	case "startnode", "endnode":
		return c.calling(x, args, false, t, func(ex *exec, vs []value.Value) (value.Value, error) { return ex.endOf(vs[0], name == "endnode") })
	case "head", "last":
		t = args[0].typ.elements()
	case "tail", "reverse":
		t = args[0].typ
	case "coalesce":
		t = anyType
	}
	return c.calling(x, args, f.Volatile, t, func(ex *exec, vs []value.Value) (value.Value, error) { return f.Call(&ex.env, vs) })
}

func (c *compiler) calling(x *syntax.Apply, args []compiled, volatile bool, t typ, f func(ex *exec, vs []value.Value) (value.Value, error)) compiled {
	at := x.Span
	return compiled{typ: t, volatile: volatile || anyVolatile(args), eval: func(ex *exec, r row) (value.Value, error) {
		vs := make([]value.Value, len(args))
		for i, a := range args {
			v, err := a.eval(ex, r)
			if err != nil {
				return nil, err
			}
			vs[i] = v
		}
		v, err := f(ex, vs)
		if err == nil {
			err = ex.sized(v)
		}
		return v, ex.at(err, at)
	}}
}

func (c *compiler) graphFunction(name string) *Function {
	i := slices.IndexFunc(c.catalog.Functions, func(f Function) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return nil
	}
	return &c.catalog.Functions[i]
}

func (c *compiler) arity(x *syntax.Apply, name, signature string, least, most int) {
	if n := len(x.Args); n < least || most >= 0 && n > most {
		if signature == "" {
			signature = name
		}
		c.syntaxError(x.Span, invalidArguments, "%s was given %d arguments: it is %s", name, n, signature)
	}
}

func (c *compiler) unknownFunction(x *syntax.Apply) {
	var all []string
	for _, f := range value.Functions() {
		all = append(all, f.Name)
	}
	for _, a := range value.Aggregations() {
		all = append(all, a.Name)
	}
	for _, f := range c.catalog.Functions {
		all = append(all, f.Name)
	}
	e := syntax.Errorf(c.text, x.Start, syntax.SyntaxError, "UnknownFunction", "there is no function `%s`", x.Name)
	if best := syntax.Closest(x.Name, all); best != "" {
		e.Hint = "did you mean `" + best + "`?"
	}
	panic(bail{e})
}

// exists is exists(n.key) and exists((a)-->(b)), which came before IS NOT NULL and EXISTS {…}.
func (c *compiler) exists(s *scope, x *syntax.Apply) compiled {
	if p, ok := x.Args[0].(*syntax.PatternPredicate); ok {
		return c.patternPredicate(s, p)
	}
	in := c.visit(s, x.Args[0])
	return compiled{typ: boolType, volatile: in.volatile, eval: func(ex *exec, r row) (value.Value, error) {
		v, err := in.eval(ex, r)
		return v != nil, err
	}}
}

// endOf is startNode(r) and endNode(r).
func (ex *exec) endOf(v value.Value, end bool) (value.Value, error) {
	switch r := v.(type) {
	case nil:
		return nil, nil
	case value.Relationship:
		if end {
			return ex.g.Node(r.EndID())
		}
		return ex.g.Node(r.StartID())
	}
	return nil, &value.Error{Class: value.TypeError, Detail: value.InvalidArgumentValue, Message: "startNode and endNode work on a relationship, not on " + value.KindOf(v).Article()}
}

// aggregating is the state while the items of an aggregating projection are compiled.
type aggregating struct {
	locals int // slots from here on are variables of comprehensions within the item
	calls  []aggCall
	keys   []groupKey
}

// groupKey is an expression by which rows are grouped, and where its value goes.
type groupKey struct {
	compiled
	slot int
}

// aggCall is one call of an aggregating function.
type aggCall struct {
	new  func(env *value.Env) value.Accumulator
	args []compiled
	slot int
	name string
	at   syntax.Span
}

func (c *compiler) aggregate(s *scope, x *syntax.Apply, a value.Aggregation) compiled {
	agg := c.agg
	if agg == nil {
		detail, why := invalidAggregation, "an aggregation stands in RETURN and WITH only, and not within a comprehension or a condition"
		if c.inAggregate {
			detail, why = "NestedAggregation", "an aggregation cannot stand within an aggregation: compute the inner one in a WITH before"
		}
		c.syntaxError(x.Span, detail, "%s", why)
	}
	if c.locals > 0 {
		c.syntaxError(x.Span, invalidAggregation, "an aggregation cannot stand within a comprehension")
	}
	rewrite := c.rewrite
	c.agg, c.rewrite, c.inAggregate = nil, nil, true
	args := c.list(s, x.Args)
	c.agg, c.rewrite, c.inAggregate = agg, rewrite, false
	for i, arg := range args {
		if arg.volatile {
			c.syntaxError(x.Args[i].Range(), nonConstantExpression, "what %s adds up cannot be random", a.Name)
		}
	}
	call := aggCall{args: args, slot: c.newSlot(), name: a.Name, at: x.Span}
	distinct := x.Distinct
	call.new = func(env *value.Env) value.Accumulator {
		if a.New == nil {
			return value.CountRows()
		}
		if distinct {
			return value.Distinct(a.New(env))
		}
		return a.New(env)
	}
	agg.calls = append(agg.calls, call)
	t := anyType
	switch strings.ToLower(a.Name) {
	case "count":
		t = intType
	case "collect":
		t = listOf(args[0].typ)
	}
	slot, at := call.slot, x.Span
	return compiled{typ: t, eval: func(ex *exec, r row) (value.Value, error) { return r[slot], ex.at(ex.unfolded(r[slot]), at) }}
}
