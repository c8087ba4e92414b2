package cypher

import (
	"slices"
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// item is one column of a projection.
type item struct {
	expr syntax.Expr // nil: a variable that * stands for
	name string
	compiled
	slot    int
	grouped bool // has no aggregation
}

// project compiles what WITH and RETURN share, and opens the scope behind it.
func (c *compiler) project(s, outer *scope, in operator, p *syntax.Projection, at syntax.Span, with bool) (after *scope, op operator, columns []column, where func(syntax.Expr) compiled) {
	items, agg := c.items(s, p, at, with)
	after = newScope(outer)
	for i := range items {
		it := &items[i]
		if after.vars[it.name] != nil {
			if it.expr != nil {
				at = it.expr.Range()
			}
			c.syntaxError(at, "ColumnNameConflict", "two columns are called `%s`: give one another name with AS", it.name)
		}
		it.slot = c.declare(after, it.name, it.typ).slot
		columns = append(columns, column{it.name, it.slot})
	}
	writes := c.writes
	visible := after
	if agg == nil && !p.Distinct {
		visible = newScope(s)
		for n, v := range after.vars {
			visible.vars[n] = v
		}
	}
	if agg != nil {
		op = &aggregateOp{in: in, items: items, calls: agg.calls, keys: agg.keys}
	} else {
		op = &projectOp{in, items}
	}
	if p.Distinct {
		op = &distinctOp{op, columns}
	}
	var srt *sortOp
	if len(p.OrderBy) > 0 {
		keys := c.sortKeys(visible, after, items, p, agg != nil)
		srt = newSort(op, keys, columns)
		op = srt
	}
	if p.Skip != nil {
		op = &skipOp{op, c.rowCount("SKIP", p.Skip), p.Skip.Range()}
	}
	if p.Limit != nil {
		l := &limitOp{op, c.rowCount("LIMIT", p.Limit), p.Limit.Range(), writes}
		if srt != nil {
			srt.limit = l
			srt.skip, _ = op.(*skipOp)
		}
		op = l
	}
	for _, it := range p.Items {
		if _, variable := it.Expr.(*syntax.Variable); with && it.As == nil && !variable {
			c.syntaxError(it.Span, "NoExpressionAlias", "an expression in WITH needs a name: add AS and a name")
		}
	}
	return after, op, columns, func(e syntax.Expr) compiled {
		c.rewriteFrom = c.slots
		c.rewrite = func(e syntax.Expr) (compiled, bool) { return c.asColumn(after, items, e) }
		outer, first := c.reads, c.slots
		c.reads = map[int]bool{}
		defer func() { c.rewrite, c.reads = nil, outer }()
		out := c.predicate(visible, e)
		if srt != nil {
			for slot := range c.reads {
				if slot < first { // newer ones are variables of comprehensions
					srt.also = append(srt.also, slot)
				}
			}
			slices.Sort(srt.also)
		}
		return out
	}
}

// items compiles the expressions of a projection; agg is nil when none aggregates.
func (c *compiler) items(s *scope, p *syntax.Projection, at syntax.Span, with bool) ([]item, *aggregating) {
	var items []item
	if p.Star {
		for _, n := range s.names() {
			v := s.vars[n]
			items = append(items, item{name: n, compiled: c.read(v.slot, v.typ), grouped: true, expr: &syntax.Variable{Span: at, Name: n}})
		}
		if len(items) == 0 && !with {
			c.syntaxError(at, "NoVariablesInScope", "* stands for all variables, and there are none here")
		}
	}
	var agg *aggregating
	star := len(items)
	for _, it := range p.Items {
		out := item{expr: it.Expr, grouped: !aggregates(it.Expr)}
		switch v := it.Expr.(type) {
		case *syntax.Variable:
			out.name = v.Name
		default:
			out.name = c.text[it.Start:it.End]
		}
		if it.As != nil {
			out.name = it.As.Text
		}
		if !out.grouped && agg == nil {
			agg = &aggregating{}
		}
		items = append(items, out)
	}
	for i := star; i < len(items); i++ {
		if items[i].grouped {
			items[i].compiled = c.expr(s, items[i].expr)
		}
	}
	if agg != nil {
		c.aggregateItems(s, items, agg)
	}
	return items, agg
}

// aggregateItems compiles the items with aggregations: besides them they see what is grouped by only.
func (c *compiler) aggregateItems(s *scope, items []item, agg *aggregating) {
	group := make([]int, len(items))
	for i := range items {
		group[i] = c.newSlot()
	}
	for i := range items {
		if items[i].grouped {
			items[i].slot = group[i]
		}
	}
	for i := range items {
		if items[i].grouped {
			continue
		}
		agg.locals = c.slots
		c.agg = agg
		c.rewriteFrom = c.slots
		c.rewrite = func(e syntax.Expr) (compiled, bool) {
			for k := range items {
				if items[k].grouped && simple(items[k].expr) && c.same(items[k].expr, e) {
					slot := group[k]
					return compiled{typ: items[k].typ, eval: func(_ *exec, r row) (value.Value, error) { return r[slot], nil }}, true
				}
			}
			return compiled{}, false
		}
		items[i].compiled = c.visit(s, items[i].expr)
		c.agg, c.rewrite = nil, nil
	}
	for i := range items {
		if items[i].grouped {
			in, slot := items[i].compiled, group[i]
			agg.keys = append(agg.keys, groupKey{in, slot})
			items[i].compiled = compiled{typ: in.typ, eval: func(_ *exec, r row) (value.Value, error) { return r[slot], nil }}
		}
	}
}

// simple expressions can stand for themselves beside an aggregation: variables and their properties.
func simple(e syntax.Expr) bool {
	switch x := e.(type) {
	case *syntax.Variable:
		return true
	case *syntax.Property:
		return simple(x.X)
	}
	return false
}

// same says whether two expressions are written alike.
func (c *compiler) same(a, b syntax.Expr) bool {
	if x, ok := a.(*syntax.Variable); ok { // the one that * stands for has no text of its own
		y, ok := b.(*syntax.Variable)
		return ok && x.Name == y.Name
	}
	if _, ok := b.(*syntax.Variable); ok {
		return false
	}
	ra, rb := a.Range(), b.Range()
	return syntax.SameTokens(c.text[ra.Start:ra.End], c.text[rb.Start:rb.End])
}

// aggregates says whether an expression has an aggregation in it.
func aggregates(e syntax.Expr) bool {
	return syntax.Any(e, func(e syntax.Expr) bool {
		a, ok := e.(*syntax.Apply)
		if !ok {
			return false
		}
		_, is := value.LookupAggregation(a.Name)
		return is || a.Star
	})
}

// asColumn reads the column that an expression is written like.
func (c *compiler) asColumn(after *scope, items []item, e syntax.Expr) (compiled, bool) {
	if v, ok := e.(*syntax.Variable); ok && after.vars[v.Name] != nil {
		return compiled{}, false // a column of that name goes before
	}
	for i := range items {
		if it := &items[i]; it.expr != nil && c.same(it.expr, e) {
			return c.read(it.slot, it.typ), true
		}
	}
	return compiled{}, false
}

// sortKey is one expression of ORDER BY.
type sortKey struct {
	compiled
	desc bool
	slot int // of the column that it is, -1 for another expression
}

// columnNumber says which column ORDER BY 2 means. The standard takes the number for itself, by which nothing can be sorted.
func columnNumber(e syntax.Expr) (int64, bool) {
	l, ok := e.(*syntax.Literal)
	if !ok {
		return 0, false
	}
	n, ok := l.Value.(int64)
	return n, ok
}

// sortKeys compiles ORDER BY. It sees the columns, whatever is written as a column is, and, where rows are neither
// grouped nor made distinct, the variables before.
func (c *compiler) sortKeys(visible, after *scope, items []item, p *syntax.Projection, grouped bool) []sortKey {
	var keys []sortKey
	for _, o := range p.OrderBy {
		if n, ok := columnNumber(o.Expr); ok {
			if n < 1 || n > int64(len(items)) {
				c.syntaxError(o.Expr.Range(), nonConstantExpression, "there is no column %d to sort by: there are %d", n, len(items))
			}
			keys = append(keys, sortKey{c.read(items[n-1].slot, items[n-1].typ), o.Desc, items[n-1].slot})
			continue
		}
		agg := aggregates(o.Expr)
		if agg && !grouped {
			c.syntaxError(o.Expr.Range(), invalidAggregation, "ORDER BY can aggregate only where RETURN or WITH does")
		}
		top := o.Expr
		c.rewriteFrom = c.slots
		c.rewrite = func(e syntax.Expr) (compiled, bool) {
			if agg && e != top && !simple(e) && !aggregates(e) {
				if _, ok := c.asColumn(after, items, e); ok {
					c.syntaxError(e.Range(), ambiguousAggregation, "this column stands beside an aggregation: give it a name and sort by that")
				}
			}
			return c.asColumn(after, items, e)
		}
		if agg {
			c.agg = &aggregating{}
			c.checkSortAggregates(after, items, o.Expr)
		}
		k := c.visit(visible, o.Expr)
		c.agg, c.rewrite = nil, nil
		keys = append(keys, sortKey{k, o.Desc, columnOf(after, o.Expr)})
	}
	return keys
}

// columnOf is the slot of the column that an expression names, -1 for any other expression.
func columnOf(after *scope, e syntax.Expr) int {
	if v, ok := e.(*syntax.Variable); ok && after.vars[v.Name] != nil {
		return after.vars[v.Name].slot
	}
	return -1
}

// checkSortAggregates refuses an aggregation in ORDER BY that is no column: its rows are gone.
func (c *compiler) checkSortAggregates(after *scope, items []item, e syntax.Expr) {
	syntax.Any(e, func(e syntax.Expr) bool {
		a, ok := e.(*syntax.Apply)
		if !ok {
			return false
		}
		if _, is := value.LookupAggregation(a.Name); !is && !a.Star {
			return false
		}
		if slices.ContainsFunc(items, func(it item) bool { return it.expr != nil && c.same(it.expr, a) }) {
			return false
		}
		for _, arg := range a.Args {
			syntax.Any(arg, func(e syntax.Expr) bool {
				if v, ok := e.(*syntax.Variable); ok {
					c.undefined(after, v.Name, v.Span)
				}
				return false
			})
		}
		c.syntaxError(a.Span, undefinedVariable, "this aggregation is no column: add it to RETURN or WITH")
		return true
	})
}

// rowCount compiles SKIP and LIMIT.
func (c *compiler) rowCount(what string, e syntax.Expr) compiled {
	syntax.Any(e, func(e syntax.Expr) bool {
		if v, ok := e.(*syntax.Variable); ok {
			c.syntaxError(v.Span, nonConstantExpression, "%s is the same for all rows: it cannot read `%s`", what, v.Name)
		}
		return false
	})
	out := c.expr(newScope(nil), e)
	if l, ok := e.(*syntax.Literal); ok {
		if n, ok := l.Value.(int64); ok && n < 0 {
			c.syntaxError(l.Span, value.NegativeIntegerArgument, "%s cannot be negative", what)
		}
	}
	if out.typ.not(value.KindInteger) || out.typ.is(value.KindNull) {
		c.syntaxError(e.Range(), invalidArgumentType, "%s takes an integer, not %s", what, out.typ.article())
	}
	return out
}

// count evaluates SKIP or LIMIT.
func (ex *exec) count(what string, n compiled, at syntax.Span) (int64, error) {
	v, err := n.eval(ex, make(row, ex.width))
	if err != nil {
		return 0, err
	}
	i, ok := v.(int64)
	if !ok {
		return 0, ex.at(&value.Error{Class: syntax.SyntaxError, Detail: invalidArgumentType, Message: what + " takes an integer, not " + value.KindOf(v).Article()}, at)
	}
	if i < 0 {
		return 0, ex.at(&value.Error{Class: syntax.SyntaxError, Detail: value.NegativeIntegerArgument, Message: what + " cannot be negative"}, at)
	}
	return i, nil
}

func itemNames(items []item) string {
	var ns []string
	for _, it := range items {
		ns = append(ns, it.name)
	}
	return strings.Join(ns, ", ")
}
