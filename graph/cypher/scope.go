package cypher

import (
	"slices"
	"strings"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// typ is what is known of the type of an expression before the query runs.
type typ struct {
	kind value.Kind
	any  bool // nothing is known
	elem *typ // of a list whose elements are known to be of one type
}

var (
	anyType  = typ{any: true}
	boolType = typ{kind: value.KindBoolean}
	intType  = typ{kind: value.KindInteger}
	nodeType = typ{kind: value.KindNode}
	relType  = typ{kind: value.KindRelationship}
	pathType = typ{kind: value.KindPath}
	nullType = typ{kind: value.KindNull}
	mapType  = typ{kind: value.KindMap}
)

func typeOf(k value.Kind) typ { return typ{kind: k} }

func listOf(t typ) typ { return typ{kind: value.KindList, elem: &t} }

// is says whether the type is known to be one of the kinds.
func (t typ) is(kinds ...value.Kind) bool { return !t.any && slices.Contains(kinds, t.kind) }

// not says whether the type is known, not null, and none of the kinds.
func (t typ) not(kinds ...value.Kind) bool {
	return !t.any && t.kind != value.KindNull && !slices.Contains(kinds, t.kind)
}

// elements is the type of the elements of a list.
func (t typ) elements() typ {
	if t.is(value.KindList) && t.elem != nil {
		return *t.elem
	}
	return anyType
}

func (t typ) String() string {
	if t.any {
		return "value"
	}
	return t.kind.String()
}

// article is the type with its article.
func (t typ) article() string {
	if t.any {
		return "a value"
	}
	return t.kind.Article()
}

// same joins the types of alternatives: known only when they agree.
func joined(a, b typ) typ {
	if a.any || b.any || a.kind != b.kind {
		return anyType
	}
	if a.kind == value.KindList && a.elem != nil && b.elem != nil {
		return listOf(joined(*a.elem, *b.elem))
	}
	return typeOf(a.kind)
}

// variable is a name in a scope. Every variable of a query has a slot of its own in the rows.
type variable struct {
	name string
	slot int
	typ  typ
}

// scope is the variables that a part of a query sees.
type scope struct {
	vars   map[string]*variable
	parent *scope // of comprehensions and subqueries
}

func newScope(parent *scope) *scope { return &scope{vars: map[string]*variable{}, parent: parent} }

func (s *scope) find(name string) *variable {
	for ; s != nil; s = s.parent {
		if v := s.vars[name]; v != nil {
			return v
		}
	}
	return nil
}

// names are all names of the scope itself, sorted.
func (s *scope) names() []string {
	var ns []string
	for n := range s.vars {
		ns = append(ns, n)
	}
	slices.Sort(ns)
	return ns
}

// visible are all names that can be used, sorted.
func (s *scope) visible() []string {
	var ns []string
	for ; s != nil; s = s.parent {
		ns = append(ns, s.names()...)
	}
	slices.Sort(ns)
	return slices.Compact(ns)
}

// compiler turns one query into operators.
type compiler struct {
	text        string
	catalog     *Catalog
	slots       int
	reads       map[int]bool // slots that the expression being compiled reads
	agg         *aggregating // set while the items of an aggregating projection are compiled
	rewrite     func(e syntax.Expr) (compiled, bool)
	rewriteFrom int             // slots from here on are newer than rewrite
	params      map[string]int  // name of each parameter that must be there, and its place
	keys        map[string]bool // properties that the query names
	writes      bool
	firstWrite  syntax.Span // of the first clause that writes
	locals      int         // comprehensions around the expression being compiled
	inAggregate bool
}

// bail carries the first error out of the compiler.
type bail struct{ err *Error }

func (c *compiler) fail(at syntax.Span, class, detail, format string, args ...any) {
	panic(bail{syntax.Errorf(c.text, at.Start, class, detail, format, args...)})
}

func (c *compiler) syntaxError(at syntax.Span, detail, format string, args ...any) {
	c.fail(at, syntax.SyntaxError, detail, format, args...)
}

func (c *compiler) newSlot() int {
	c.slots++
	return c.slots - 1
}

func (c *compiler) declare(s *scope, name string, t typ) *variable {
	v := &variable{name, c.newSlot(), t}
	s.vars[name] = v
	return v
}

func (c *compiler) undefined(s *scope, name string, at syntax.Span) {
	e := syntax.Errorf(c.text, at.Start, syntax.SyntaxError, undefinedVariable, "the variable `%s` is not defined here", name)
	if best := syntax.Closest(name, s.visible()); best != "" {
		e.Hint = "did you mean `" + best + "`?"
	} else if vs := s.visible(); len(vs) > 0 && len(vs) <= 12 {
		e.Hint = "defined: " + strings.Join(vs, ", ")
	}
	panic(bail{e})
}

// The details of compile-time errors.
const (
	undefinedVariable     = "UndefinedVariable"
	variableAlreadyBound  = "VariableAlreadyBound"
	variableTypeConflict  = "VariableTypeConflict"
	invalidArgumentType   = "InvalidArgumentType"
	invalidAggregation    = "InvalidAggregation"
	ambiguousAggregation  = "AmbiguousAggregationExpression"
	nonConstantExpression = "NonConstantExpression"
	invalidArguments      = "InvalidNumberOfArguments"
	unexpectedSyntax      = syntax.UnexpectedSyntax
)
