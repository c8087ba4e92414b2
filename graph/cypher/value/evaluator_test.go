package value_test

import (
	"errors"
	"math"
	"regexp"
	"strings"

	"mandate/graph/cypher/value"
)

// errUnknown says that the evaluator of these tests does not know what it was given.
var errUnknown = errors.New("unknown to this evaluator")

// evaluator evaluates WITH and RETURN over expressions, so that values can be tested without the language around them.
type evaluator struct {
	env    *value.Env
	vars   map[string]value.Value
	stored []value.Entry // variables that no WITH ends
	tokens []string
	i      int
}

var tokenPattern = regexp.MustCompile(`\s+|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|` + "`[^`]*`" +
	`|\d+\.\d+(?:[eE][-+]?\d+)?|\d+(?:[eE][-+]?\d+)?|[A-Za-z_]\w*|<>|<=|>=|=~|\.\.|.`)

func tokens(s string) []string {
	var ts []string
	for _, t := range tokenPattern.FindAllString(s, -1) {
		if strings.TrimSpace(t) != "" {
			ts = append(ts, t)
		}
	}
	return ts
}

func (e *evaluator) peek() string {
	if e.i < len(e.tokens) {
		return e.tokens[e.i]
	}
	return ""
}

func (e *evaluator) take(words ...string) bool {
	for n, w := range words {
		if e.i+n >= len(e.tokens) || !strings.EqualFold(e.tokens[e.i+n], w) {
			return false
		}
	}
	e.i += len(words)
	return true
}

func (e *evaluator) query(q string) (names []string, row []value.Value, err error) {
	e.tokens, e.i = tokens(q), 0
	for {
		for _, s := range e.stored {
			e.vars[s.Key] = s.Value
		}
		last := e.take("RETURN")
		if !last && !e.take("WITH") {
			return nil, nil, errUnknown
		}
		names, row = nil, nil
		for {
			start := e.i
			v, err := e.expression(0)
			if err != nil {
				return nil, nil, err
			}
			name := strings.Join(e.tokens[start:e.i], "")
			if e.take("AS") {
				name = strings.Trim(e.peek(), "`")
				e.i++
			}
			names, row = append(names, name), append(row, v)
			if !e.take(",") {
				break
			}
		}
		if last {
			if e.i < len(e.tokens) {
				return nil, nil, errUnknown
			}
			return names, row, nil
		}
		e.vars = map[string]value.Value{}
		for i, n := range names {
			e.vars[n] = row[i]
		}
	}
}

type operator struct {
	words []string
	level int
	apply func(a, b value.Value) (value.Value, error)
}

func plain(f func(a, b value.Value) value.Value) func(a, b value.Value) (value.Value, error) {
	return func(a, b value.Value) (value.Value, error) { return f(a, b), nil }
}

var operators = []operator{
	{[]string{"OR"}, 1, value.Or}, {[]string{"XOR"}, 2, value.Xor}, {[]string{"AND"}, 3, value.And},
	{[]string{"="}, 5, plain(value.Equal)}, {[]string{"<>"}, 5, plain(value.NotEqual)},
	{[]string{"<="}, 5, plain(value.LessEqual)}, {[]string{">="}, 5, plain(value.GreaterEqual)},
	{[]string{"<"}, 5, plain(value.Less)}, {[]string{">"}, 5, plain(value.Greater)},
	{[]string{"STARTS", "WITH"}, 6, plain(value.StartsWith)}, {[]string{"ENDS", "WITH"}, 6, plain(value.EndsWith)},
	{[]string{"CONTAINS"}, 6, plain(value.Contains)}, {[]string{"IN"}, 6, value.In},
	{[]string{"+"}, 7, value.Add}, {[]string{"-"}, 7, value.Subtract},
	{[]string{"*"}, 8, value.Multiply}, {[]string{"/"}, 8, value.Divide}, {[]string{"%"}, 8, value.Modulo},
	{[]string{"^"}, 9, value.Power},
}

func (e *evaluator) expression(level int) (value.Value, error) {
	a, err := e.unary(level)
	if err != nil {
		return nil, err
	}
	compared := false
next:
	for {
		if level <= 6 && e.take("IS") {
			not := e.take("NOT")
			if !e.take("NULL") {
				return nil, errUnknown
			}
			a = (a == nil) != not
			continue
		}
		for _, op := range operators {
			if op.level <= level-1 || op.level < level || !e.take(op.words...) {
				continue
			}
			if op.level == 5 && compared {
				return nil, errUnknown // chains of comparisons are the language's
			}
			compared = op.level == 5
			b, err := e.expression(op.level + 1)
			if err != nil {
				return nil, err
			}
			if a, err = op.apply(a, b); err != nil {
				return nil, err
			}
			continue next
		}
		return a, nil
	}
}

func (e *evaluator) unary(level int) (value.Value, error) {
	switch {
	case e.take("NOT"):
		v, err := e.expression(4)
		if err != nil {
			return nil, err
		}
		return value.Not(v)
	case e.peek() == "-" && e.i+1 < len(e.tokens) && e.tokens[e.i+1] == "9223372036854775808":
		e.i += 2
		return int64(math.MinInt64), nil
	case e.take("-"):
		v, err := e.expression(10)
		if err != nil {
			return nil, err
		}
		return value.Negate(v)
	}
	return e.postfix()
}

func (e *evaluator) postfix() (value.Value, error) {
	v, err := e.primary()
	for err == nil {
		switch {
		case e.take("."):
			name := strings.Trim(e.peek(), "`")
			e.i++
			v, err = value.Property(v, name)
		case e.take("["):
			v, err = e.index(v)
		default:
			return v, nil
		}
	}
	return nil, err
}

func (e *evaluator) index(v value.Value) (value.Value, error) {
	from, to := value.Absent, value.Absent
	var err error
	if e.peek() != ".." {
		if from, err = e.expression(0); err != nil {
			return nil, err
		}
	}
	if e.take("]") {
		return value.Index(v, from)
	}
	if !e.take("..") {
		return nil, errUnknown
	}
	if e.peek() != "]" {
		if to, err = e.expression(0); err != nil {
			return nil, err
		}
	}
	if !e.take("]") {
		return nil, errUnknown
	}
	return value.Slice(v, from, to)
}

func (e *evaluator) primary() (value.Value, error) {
	t := e.peek()
	switch {
	case t == "":
		return nil, errUnknown
	case t == "(":
		e.i++
		v, err := e.expression(0)
		if err != nil || !e.take(")") {
			return nil, errors.Join(err)
		}
		return v, nil
	case t == "[":
		e.i++
		l, err := e.list("]")
		return l, err
	case t == "{":
		e.i++
		return e.mapping()
	case t[0] == '\'' || t[0] == '"' || t[0] >= '0' && t[0] <= '9':
		e.i++
		v, err := value.ParseNotation(t)
		if err != nil {
			return nil, errUnknown
		}
		return v, nil
	}
	return e.word()
}

func (e *evaluator) word() (value.Value, error) {
	name := e.peek()
	e.i++
	switch strings.ToLower(name) {
	case "null":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	for e.i+1 < len(e.tokens) && e.peek() == "." && e.vars[name] == nil {
		if _, ok := e.vars[name]; ok {
			break
		}
		name += "." + e.tokens[e.i+1]
		e.i += 2
	}
	if e.take("(") {
		f, ok := value.Lookup(name)
		if !ok {
			return nil, errUnknown
		}
		args, err := e.list(")")
		if err != nil {
			return nil, err
		}
		if len(args) < f.Min || f.Max >= 0 && len(args) > f.Max {
			return nil, errUnknown
		}
		return f.Call(e.env, args)
	}
	v, ok := e.vars[strings.Trim(name, "`")]
	if !ok {
		return nil, errUnknown
	}
	return v, nil
}

func (e *evaluator) list(end string) (value.List, error) {
	l := value.List{}
	for !e.take(end) {
		if len(l) > 0 && !e.take(",") {
			return nil, errUnknown
		}
		v, err := e.expression(0)
		if err != nil {
			return nil, err
		}
		l = append(l, v)
	}
	return l, nil
}

func (e *evaluator) mapping() (value.Value, error) {
	var es []value.Entry
	for !e.take("}") {
		if len(es) > 0 && !e.take(",") {
			return nil, errUnknown
		}
		key := strings.Trim(e.peek(), "`")
		if e.i++; !e.take(":") {
			return nil, errUnknown
		}
		v, err := e.expression(0)
		if err != nil {
			return nil, err
		}
		es = append(es, value.Entry{Key: key, Value: v})
	}
	return value.NewMap(es...), nil
}
