package cypher

import (
	"slices"
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// callOp calls a procedure for each row.
type callOp struct {
	in   operator
	p    *Procedure
	args []compiled
	out  []int // slots of the results, -1 for one that is not wanted
	at   syntax.Span
}

func (c *compiler) call(s *scope, in operator, x *syntax.Call, alone bool) (operator, []column) {
	p := c.procedure(x)
	op := &callOp{in: in, p: p, at: x.Span}
	op.args = c.callArgs(s, x, p, alone)
	if x.Star && !alone {
		c.syntaxError(x.Span, unexpectedSyntax, "YIELD * stands where CALL is the whole query; here name the fields")
	}
	op.out = make([]int, len(p.Out))
	for i := range op.out {
		op.out[i] = -1
	}
	var columns []column
	yield := func(field int, name string, at syntax.Span) {
		if s.find(name) != nil {
			c.syntaxError(at, variableAlreadyBound, "`%s` has a value already: give the field another name with AS", name)
		}
		op.out[field] = c.declare(s, name, fieldType(p.Out[field].Type)).slot
		columns = append(columns, column{name, op.out[field]})
	}
	switch {
	case x.Yields && !x.Star:
		for _, y := range x.Yield {
			i := slices.IndexFunc(p.Out, func(f Field) bool { return f.Name == y.Field.Text })
			if i < 0 {
				c.syntaxError(y.Field.Span, undefinedVariable, "%s has no field `%s`: it yields %s", p.Name, y.Field.Text, fieldNames(p.Out))
			}
			name := y.Field
			if y.As != nil {
				name = y.As
			}
			yield(i, name.Text, name.Span)
		}
	case alone:
		for i, f := range p.Out {
			yield(i, f.Name, x.Span)
		}
	}
	if alone && len(p.Out) == 0 {
		return &drainOp{op}, nil
	}
	if x.Where != nil {
		return &filterOp{op, c.expr0(s, x.Where), x.Where.Range()}, columns
	}
	return op, columns
}

func fieldNames(fs []Field) string {
	var ns []string
	for _, f := range fs {
		ns = append(ns, f.Name)
	}
	return strings.Join(ns, ", ")
}

func (c *compiler) procedure(x *syntax.Call) *Procedure {
	var all []string
	for i := range c.catalog.Procedures {
		p := &c.catalog.Procedures[i]
		if strings.EqualFold(p.Name, x.Name) {
			return p
		}
		all = append(all, p.Name)
	}
	e := syntax.Errorf(c.text, x.NameSpan.Start, "ProcedureError", "ProcedureNotFound", "there is no procedure `%s`", x.Name)
	if best := syntax.Closest(x.Name, all); best != "" {
		e.Hint = "did you mean `" + best + "`?"
	}
	panic(bail{e})
}

func (c *compiler) callArgs(s *scope, x *syntax.Call, p *Procedure, alone bool) []compiled {
	if x.Implicit {
		if !alone && len(p.In) > 0 {
			c.syntaxError(x.Span, "InvalidArgumentPassingMode", "within a query the arguments of a procedure stand in parentheses")
		}
		var args []compiled
		for i, f := range p.In {
			if i < len(p.In)-p.Optional {
				args = append(args, c.parameter(&syntax.Parameter{Span: x.NameSpan, Name: f.Name}))
			}
		}
		return args
	}
	if n := len(x.Args); n > len(p.In) || n < len(p.In)-p.Optional {
		c.syntaxError(x.Span, invalidArguments, "%s takes %d arguments (%s), not %d", p.Name, len(p.In), fieldNames(p.In), n)
	}
	var args []compiled
	for i, e := range x.Args {
		if aggregates(e) {
			c.syntaxError(e.Range(), invalidAggregation, "an argument of a procedure cannot aggregate: compute it in a WITH before")
		}
		a := c.expr(s, e)
		if kinds := fieldKinds(p.In[i].Type); kinds != nil && a.typ.not(kinds...) {
			c.syntaxError(e.Range(), invalidArgumentType, "the argument %s of %s is %s, not %s", p.In[i].Name, p.Name, fieldText(p.In[i].Type), a.typ.article())
		}
		args = append(args, a)
	}
	return args
}

// fieldKinds are the kinds that a declared type takes; nil is any.
func fieldKinds(t string) []value.Kind {
	switch strings.TrimSuffix(strings.ToUpper(t), "?") {
	case "INTEGER":
		return []value.Kind{value.KindInteger}
	case "FLOAT", "NUMBER":
		return []value.Kind{value.KindInteger, value.KindFloat}
	case "STRING":
		return []value.Kind{value.KindString}
	case "BOOLEAN":
		return []value.Kind{value.KindBoolean}
	case "MAP":
		return []value.Kind{value.KindMap}
	case "LIST":
		return []value.Kind{value.KindList}
	case "NODE":
		return []value.Kind{value.KindNode}
	case "RELATIONSHIP":
		return []value.Kind{value.KindRelationship}
	}
	return nil
}

// fieldText is a declared type for people.
func fieldText(t string) string {
	kinds := fieldKinds(t)
	switch {
	case len(kinds) == 1:
		return kinds[0].Article()
	case len(kinds) > 1:
		return "a number"
	}
	return "a value"
}

func fieldType(t string) typ {
	if ks := fieldKinds(t); len(ks) == 1 {
		return typeOf(ks[0])
	}
	return anyType
}

func (o *callOp) run(ex *exec, in row, yield func(row) error) error {
	out := make(row, ex.width)
	return start(ex, o.in, in, func(r row) error {
		copy(out, r)
		args := make([]value.Value, len(o.p.In))
		for i, a := range o.args {
			v, err := a.eval(ex, r)
			if err != nil {
				return err
			}
			f := o.p.In[i]
			kinds := fieldKinds(f.Type)
			if k := value.KindOf(v); v != nil && kinds != nil && !slices.Contains(kinds, k) {
				return ex.at(&value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "the argument " + f.Name + " of " + o.p.Name + " is " + fieldText(f.Type) + ", not " + k.Article()}, o.at)
			}
			if n, ok := v.(int64); ok && strings.HasPrefix(strings.ToUpper(f.Type), "FLOAT") {
				v = float64(n)
			}
			args[i] = v
		}
		if len(o.p.Out) == 0 { // it is called for what it does, and lets each row through
			err := o.p.Call(ex.ctx, ex.g, args, func([]value.Value) error { return nil })
			if err != nil {
				return ex.at(err, o.at)
			}
			return yield(r)
		}
		err := o.p.Call(ex.ctx, ex.g, args, func(vs []value.Value) error {
			if err := ex.tick(); err != nil {
				return err
			}
			for i, slot := range o.out {
				if slot >= 0 {
					out[slot] = vs[i]
				}
			}
			return yield(out)
		})
		return ex.at(err, o.at)
	})
}
func (o *callOp) describe(*exec) (name, detail string) { return "Call", o.p.Name }
func (o *callOp) inputs() []operator                   { return []operator{o.in} }
