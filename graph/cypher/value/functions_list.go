package value

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	defaultMaxItems = 10_000_000
	defaultMaxBytes = 256 << 20
)

func (e *Env) maxItems() int {
	if e.MaxItems > 0 {
		return e.MaxItems
	}
	return defaultMaxItems
}

// fits says whether a call may make a string of so many bytes.
func (e *Env) fits(bytes int) error {
	limit := e.MaxBytes
	if limit <= 0 {
		limit = defaultMaxBytes
	}
	if bytes < 0 || bytes > limit { // below zero: the count overflowed
		return errorf(ArgumentError, LimitExceeded, "a string of more than %d bytes would come out: make it in smaller pieces", limit)
	}
	return nil
}

func listFunctions() []Function {
	return []Function{
		{Name: "range", Min: 2, Max: 3, Signature: "range(start, end [, step])", About: "the integers from start to end, both included", Call: rangeCall},
		unary("head", "list", "the first element, null of an empty list", func(v Value) (Value, error) { return endOf("head", v, 0) }),
		unary("last", "list", "the last element, null of an empty list", func(v Value) (Value, error) { return endOf("last", v, -1) }),
		unary("tail", "list", "all elements but the first", func(v Value) (Value, error) {
			l, ok := v.(List)
			if !ok {
				return nil, wrongArgument("tail", "a list", v)
			}
			return l[min(1, len(l)):], nil
		}),
		unary("reverse", "list or string", "the elements or characters from the last to the first", reverse),
		unary("keys", "map, node or relationship", "the names of the properties that are there", keys),
		unary("labels", "node", "the labels of a node", labels),
		unary("nodes", "path", "the nodes of a path", func(v Value) (Value, error) {
			p, ok := v.(Path)
			if !ok {
				return nil, wrongArgument("nodes", "a path", v)
			}
			l := make(List, len(p.Nodes))
			for i, n := range p.Nodes {
				l[i] = n
			}
			return l, nil
		}),
		unary("relationships", "path", "the relationships of a path", func(v Value) (Value, error) {
			p, ok := v.(Path)
			if !ok {
				return nil, wrongArgument("relationships", "a path", v)
			}
			l := make(List, len(p.Relationships))
			for i, r := range p.Relationships {
				l[i] = r
			}
			return l, nil
		}),
	}
}

func endOf(function string, v Value, i int) (Value, error) {
	l, ok := v.(List)
	if !ok {
		return nil, wrongArgument(function, "a list", v)
	}
	return indexList(l, int64(i))
}

func rangeCall(env *Env, args []Value) (Value, error) {
	bounds := [3]int64{2: 1}
	for i, a := range args {
		n, ok := a.(int64)
		if !ok {
			return nil, errorf(ArgumentError, InvalidArgumentType, "range() needs integers, not the %s %s", KindOf(a), brief(a))
		}
		bounds[i] = n
	}
	start, end, step := bounds[0], bounds[1], bounds[2]
	if step == 0 {
		return nil, errorf(ArgumentError, NumberOutOfRange, "range() needs a step that is not 0")
	}
	if step > 0 && start > end || step < 0 && start < end {
		return List{}, nil
	}
	distance, stride := uint64(end)-uint64(start), uint64(step) // two's complement: right for all int64
	if step < 0 {
		distance, stride = -distance, -stride
	}
	n := distance / stride
	if n >= uint64(env.maxItems()) {
		return nil, errorf(ArgumentError, LimitExceeded, "range(%d, %d, %d) has more than %d elements", start, end, step, env.maxItems())
	}
	l := make(List, n+1)
	for i := range l {
		l[i] = start + int64(i)*step
		if i&0xffff == 0xffff && env.Interrupt != nil {
			if err := env.Interrupt(); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

func reverse(v Value) (Value, error) {
	switch v := v.(type) {
	case List:
		l := slices.Clone(v)
		slices.Reverse(l)
		return l, nil
	case string:
		b := make([]byte, 0, len(v))
		for end := len(v); end > 0; {
			_, n := utf8.DecodeLastRuneInString(v[:end])
			b = append(b, v[end-n:end]...)
			end -= n
		}
		return string(b), nil
	}
	return nil, wrongArgument("reverse", "a list or a string", v)
}

func keys(v Value) (Value, error) {
	m, err := properties(v)
	if err != nil {
		if _, ok := v.(Map); !ok && KindOf(v) != KindNode && KindOf(v) != KindRelationship {
			err = wrongArgument("keys", "a node, a relationship or a map", v)
		}
		return nil, err
	}
	l := List{}
	for _, k := range m.(Map).Keys() {
		l = append(l, k)
	}
	return l, nil
}

func labels(v Value) (Value, error) {
	n, ok := v.(Node)
	if !ok {
		return nil, wrongArgument("labels", "a node", v)
	}
	ls, err := n.Labels()
	if err != nil {
		return nil, err
	}
	return ofStrings(ls), nil
}

func ofStrings(ss []string) List {
	l := make(List, len(ss))
	for i, s := range ss {
		l[i] = s
	}
	return l
}

func stringFunctions() []Function {
	onString := func(name, about string, f func(string) string) Function {
		return unary(name, "string", about, func(v Value) (Value, error) {
			s, ok := v.(string)
			if !ok {
				return nil, wrongArgument(name, "a string", v)
			}
			return f(s), nil
		})
	}
	lower, upper := strings.ToLower, strings.ToUpper
	left := func(s string) string { return strings.TrimLeftFunc(s, isSpace) }
	right := func(s string) string { return strings.TrimRightFunc(s, isSpace) }
	return []Function{
		onString("toLower", "the string in small letters", lower), onString("lower", "as toLower", lower),
		onString("toUpper", "the string in capital letters", upper), onString("upper", "as toUpper", upper),
		onString("trim", "the string without space at its ends", func(s string) string { return left(right(s)) }),
		onString("lTrim", "the string without space at its beginning", left),
		onString("rTrim", "the string without space at its end", right),
		{Name: "left", Min: 2, Max: 2, Signature: "left(string, length)", About: "the first characters", Call: strict(leftCall)},
		{Name: "right", Min: 2, Max: 2, Signature: "right(string, length)", About: "the last characters", Call: strict(rightCall)},
		{Name: "substring", Min: 2, Max: 3, Signature: "substring(string, start [, length])", About: "characters from a place on, counted from 0", Call: strict(substringCall)},
		{Name: "replace", Min: 3, Max: 3, Signature: "replace(string, search, by)", About: "the string with every occurrence replaced", Call: strict(replaceCall)},
		{Name: "split", Min: 2, Max: 2, Signature: "split(string, delimiter)", About: "the pieces between the delimiters", Call: strict(splitCall)},
	}
}

func isSpace(r rune) bool {
	return strings.ContainsRune(" \t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", r) || r >= 0x2000 && r <= 0x200a
}

// textAndCounts checks the arguments of left, right and substring.
func textAndCounts(function string, args []Value) (string, []int, error) {
	s, ok := args[0].(string)
	if !ok {
		return "", nil, wrongArgument(function, "a string first", args[0])
	}
	counts := make([]int, len(args)-1)
	for i, a := range args[1:] {
		n, ok := a.(int64)
		if !ok {
			return "", nil, wrongArgument(function, "an integer after the string", a)
		}
		if n < 0 {
			return "", nil, errorf(ArgumentError, NegativeIntegerArgument, "%s() needs numbers from 0 up, not %d", function, n)
		}
		counts[i] = int(min(n, int64(len(s))))
	}
	return s, counts, nil
}

// prefix is the number of bytes that the first n characters take.
func prefix(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

func leftCall(_ *Env, args []Value) (Value, error) {
	s, n, err := textAndCounts("left", args)
	if err != nil {
		return nil, err
	}
	return s[:prefix(s, n[0])], nil
}

func rightCall(_ *Env, args []Value) (Value, error) {
	s, n, err := textAndCounts("right", args)
	if err != nil {
		return nil, err
	}
	return s[prefix(s, max(0, utf8.RuneCountInString(s)-n[0])):], nil
}

func substringCall(_ *Env, args []Value) (Value, error) {
	s, n, err := textAndCounts("substring", args)
	if err != nil {
		return nil, err
	}
	s = s[prefix(s, n[0]):]
	if len(n) > 1 {
		s = s[:prefix(s, n[1])]
	}
	return s, nil
}

// threeStrings gives up to three strings, the rest is "".
func threeStrings(function string, args []Value) (s [3]string, err error) {
	for i, a := range args {
		var ok bool
		if s[i], ok = a.(string); !ok {
			return s, wrongArgument(function, "strings", a)
		}
	}
	return s, nil
}

func replaceCall(env *Env, args []Value) (Value, error) {
	s, err := threeStrings("replace", args)
	if err != nil {
		return nil, err
	}
	if s[1] == "" {
		return s[0], nil
	}
	if n := strings.Count(s[0], s[1]); len(s[2]) > len(s[1]) && n > 0 {
		if err := env.fits(len(s[0]) + n*(len(s[2])-len(s[1]))); err != nil {
			return nil, err
		}
	}
	return strings.ReplaceAll(s[0], s[1], s[2]), nil
}

func splitCall(env *Env, args []Value) (Value, error) {
	if l, ok := args[1].(List); ok {
		return splitAny(env, args[0], l)
	}
	s, err := threeStrings("split", args)
	if err != nil {
		return nil, err
	}
	if n := strings.Count(s[0], s[1]); n >= env.maxItems() {
		return nil, errorf(ArgumentError, LimitExceeded, "split() would make more than %d pieces", env.maxItems())
	}
	return ofStrings(strings.Split(s[0], s[1])), nil
}

// splitAny splits at any of several delimiters, the first of the list that fits.
func splitAny(env *Env, v Value, delimiters List) (Value, error) {
	s, ok := v.(string)
	if !ok {
		return nil, wrongArgument("split", "a string first", v)
	}
	pairs := make([]string, 0, 2*len(delimiters))
	for _, d := range delimiters {
		text, ok := d.(string)
		if !ok || text == "" {
			return nil, wrongArgument("split", "delimiters that are strings and not empty", d)
		}
		pairs = append(pairs, text, delimiters[0].(string))
	}
	if len(pairs) == 0 {
		return List{s}, nil
	}
	return splitCall(env, []Value{strings.NewReplacer(pairs...).Replace(s), delimiters[0]})
}
