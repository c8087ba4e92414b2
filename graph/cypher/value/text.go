package value

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// StartsWith is a STARTS WITH b; null unless both are strings.
func StartsWith(a, b Value) Value { return onStrings(a, b, strings.HasPrefix) }

// EndsWith is a ENDS WITH b; null unless both are strings.
func EndsWith(a, b Value) Value { return onStrings(a, b, strings.HasSuffix) }

// Contains is a CONTAINS b; null unless both are strings.
func Contains(a, b Value) Value { return onStrings(a, b, strings.Contains) }

func onStrings(a, b Value, test func(s, t string) bool) Value {
	s, ok := a.(string)
	t, ok2 := b.(string)
	if !ok || !ok2 {
		return nil
	}
	return test(s, t)
}

// Matcher keeps the compiled regular expressions of one query. The zero value is ready. It is not safe for concurrent use.
type Matcher struct {
	compiled map[string]*expression
}

// expression is a compiled regular expression and the number of its instructions.
type expression struct {
	re   *regexp.Regexp
	size int
}

// maxMatching bounds what one match costs, which is at worst the length of the text times the size of the pattern: it
// cannot be interrupted. This much takes some seconds.
const maxMatching = 200_000_000

// maxPatterns bounds the memory of a query that makes a pattern per row.
const maxPatterns = 100

// Match is text =~ pattern over the whole text; null unless both are strings. Patterns are RE2, which matches in time
// linear in the text, whatever the pattern; it lacks look-around and back-references.
func (m *Matcher) Match(text, pattern Value) (Value, error) {
	s, ok := text.(string)
	p, ok2 := pattern.(string)
	if !ok || !ok2 {
		return nil, nil
	}
	re := m.compiled[p]
	if re == nil {
		var err error
		if re, err = compilePattern(p); err != nil {
			return nil, err
		}
		if m.compiled == nil || len(m.compiled) >= maxPatterns {
			m.compiled = make(map[string]*expression)
		}
		m.compiled[p] = re
	}
	if int64(len(s))*int64(re.size) > maxMatching {
		return nil, errorf(ArgumentError, LimitExceeded, "the regular expression %s is too large for a text of %d bytes: shorten one of them", brief(p), len(s))
	}
	return re.re.MatchString(s), nil
}

// compilePattern makes the pattern cover the whole text. It goes through the syntax tree, because a pattern may end in a
// way that would swallow brackets put around its text (\Q without \E).
func compilePattern(p string) (*expression, error) {
	tree, err := syntax.Parse(p, syntax.Perl)
	if err == nil {
		var re *regexp.Regexp
		if re, err = regexp.Compile(`\A(?:` + tree.String() + `)\z`); err == nil {
			var prog *syntax.Prog
			if prog, err = syntax.Compile(tree.Simplify()); err == nil {
				return &expression{re, len(prog.Inst)}, nil
			}
		}
	}
	reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	return nil, errorf(ArgumentError, InvalidArgumentValue, "the regular expression %s is not right: %s", brief(p), reason)
}
