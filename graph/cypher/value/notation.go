package value

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDepth bounds how deep notations may nest: reading goes down one stack frame per level.
const maxDepth = 10_000

// ParseNotation reads what [Format] writes, which is also the notation of the conformance scenarios' tables. Nodes,
// relationships and paths come back as hand-made ones without identity, to be compared by their [Canonical] form.
// Temporal values come back as the strings they are written as.
func ParseNotation(s string) (Value, error) {
	p := notation{s: s}
	v, err := p.value(0)
	if err == nil {
		p.space()
		if p.i < len(p.s) {
			err = p.errorf("the end")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%q: %w", brief(s), err)
	}
	return v, nil
}

type notation struct {
	s string
	i int
	n int64 // hand-made nodes and relationships so far
}

func (p *notation) errorf(want string) error {
	return fmt.Errorf("byte %d: expected %s", p.i, want)
}

func (p *notation) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// take moves over the token, and says whether it was there.
func (p *notation) take(token string) bool {
	p.space()
	if !strings.HasPrefix(p.s[p.i:], token) {
		return false
	}
	p.i += len(token)
	return true
}

func (p *notation) value(depth int) (Value, error) {
	if depth > maxDepth {
		return nil, p.errorf("fewer levels")
	}
	p.space()
	if p.i == len(p.s) {
		return nil, p.errorf("a value")
	}
	switch c := p.s[p.i]; {
	case c == '\'' || c == '"':
		return p.quoted(c)
	case c == '[':
		return p.listOrRelationship(depth)
	case c == '{':
		return p.mapping(depth)
	case c == '(':
		return p.node(depth)
	case c == '<':
		return p.path(depth)
	case c == '-' || c == '+' || c == '.' || c >= '0' && c <= '9':
		return p.number()
	}
	return p.word()
}

func (p *notation) word() (Value, error) {
	start := p.i
	for p.i < len(p.s) && (p.s[p.i] >= 'a' && p.s[p.i] <= 'z' || p.s[p.i] >= 'A' && p.s[p.i] <= 'Z') {
		p.i++
	}
	switch p.s[start:p.i] {
	case "null":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "NaN":
		return math.NaN(), nil
	case "Inf", "Infinity":
		return math.Inf(1), nil
	}
	p.i = start
	return nil, p.errorf("a value")
}

func (p *notation) number() (Value, error) {
	start := p.i
	if p.take("-Inf") {
		p.take("inity")
		return math.Inf(-1), nil
	}
	for p.i < len(p.s) && strings.IndexByte("+-.0123456789eE", p.s[p.i]) >= 0 {
		p.i++
	}
	text := p.s[start:p.i]
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		p.i = start
		return nil, p.errorf("a number")
	}
	return f, nil
}

func (p *notation) quoted(quote byte) (Value, error) {
	var b strings.Builder
	for p.i++; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; c {
		case quote:
			p.i++
			return b.String(), nil
		case '\\':
			if p.i++; p.i == len(p.s) {
				return nil, p.errorf("a character after \\")
			}
			if err := p.escape(&b); err != nil {
				return nil, err
			}
		default:
			b.WriteByte(c)
		}
	}
	return nil, p.errorf("a closing quote")
}

// escape reads what follows a backslash and leaves p.i at its last byte.
func (p *notation) escape(b *strings.Builder) error {
	switch c := p.s[p.i]; c {
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'u':
		if p.i+4 >= len(p.s) {
			return p.errorf("four hexadecimal digits")
		}
		r, err := strconv.ParseUint(p.s[p.i+1:p.i+5], 16, 16)
		if err != nil {
			return p.errorf("four hexadecimal digits")
		}
		b.WriteRune(rune(r))
		p.i += 4
	default:
		b.WriteByte(c)
	}
	return nil
}

// name reads an identifier, bare or in backquotes.
func (p *notation) name() (string, error) {
	p.space()
	if p.i < len(p.s) && p.s[p.i] == '`' {
		var b strings.Builder
		for p.i++; p.i < len(p.s); p.i++ {
			if p.s[p.i] != '`' {
				b.WriteByte(p.s[p.i])
				continue
			}
			p.i++
			if p.i == len(p.s) || p.s[p.i] != '`' {
				return b.String(), nil
			}
			b.WriteByte('`')
		}
		return "", p.errorf("a closing backquote")
	}
	start := p.i
	for p.i < len(p.s) {
		r, n := utf8.DecodeRuneInString(p.s[p.i:])
		if !isIdentifierRune(r, p.i > start) {
			break
		}
		p.i += n
	}
	if p.i == start {
		return "", p.errorf("a name")
	}
	return p.s[start:p.i], nil
}

func isIdentifierRune(r rune, inside bool) bool {
	return r == '_' || unicode.IsLetter(r) || inside && unicode.IsDigit(r)
}

func isIdentifier(s string) bool {
	for i, r := range s {
		if !isIdentifierRune(r, i > 0) {
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

func (p *notation) listOrRelationship(depth int) (Value, error) {
	p.i++
	if p.take(":") {
		p.i-- // the colon is read again
		return p.relationshipBody(depth)
	}
	l := List{}
	for !p.take("]") {
		if len(l) > 0 && !p.take(",") {
			return nil, p.errorf("a comma or ]")
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		l = append(l, v)
	}
	return l, nil
}

func (p *notation) mapping(depth int) (Value, error) {
	p.i++
	var es []Entry
	for !p.take("}") {
		if len(es) > 0 && !p.take(",") {
			return nil, p.errorf("a comma or }")
		}
		key, err := p.name()
		if err != nil {
			return nil, err
		}
		if !p.take(":") {
			return nil, p.errorf("a colon")
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		es = append(es, Entry{key, v})
	}
	return NewMap(es...), nil
}

// optionalMap reads a map when one is there.
func (p *notation) optionalMap(depth int) (Map, error) {
	p.space()
	if p.i == len(p.s) || p.s[p.i] != '{' {
		return Map{}, nil
	}
	v, err := p.mapping(depth + 1)
	if err != nil {
		return Map{}, err
	}
	return v.(Map), nil
}

func (p *notation) node(depth int) (Value, error) {
	if !p.take("(") {
		return nil, p.errorf("a node")
	}
	var labels []string
	for p.take(":") {
		l, err := p.name()
		if err != nil {
			return nil, err
		}
		labels = append(labels, l)
	}
	m, err := p.optionalMap(depth)
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		return nil, p.errorf(")")
	}
	p.n++
	return &handmadeNode{ID{Num: p.n}, labels, m}, nil
}

// relationshipBody reads from the colon to the closing bracket.
func (p *notation) relationshipBody(depth int) (Value, error) {
	if !p.take(":") {
		return nil, p.errorf(":")
	}
	t, err := p.name()
	if err != nil {
		return nil, err
	}
	m, err := p.optionalMap(depth)
	if err != nil {
		return nil, err
	}
	if !p.take("]") {
		return nil, p.errorf("]")
	}
	p.n++
	return &handmadeRelationship{id: ID{Num: p.n}, kind: t, properties: m}, nil
}

func (p *notation) path(depth int) (Value, error) {
	p.i++
	var path Path
	first, err := p.node(depth)
	if err != nil {
		return nil, err
	}
	path.Nodes = []Node{first.(Node)}
	for !p.take(">") {
		backward := p.take("<-")
		if !backward && !p.take("-") {
			return nil, p.errorf("a relationship or >")
		}
		if !p.take("[") {
			return nil, p.errorf("[")
		}
		v, err := p.relationshipBody(depth)
		if err != nil {
			return nil, err
		}
		if closing := map[bool]string{true: "-", false: "->"}[backward]; !p.take(closing) {
			return nil, p.errorf(closing)
		}
		next, err := p.node(depth)
		if err != nil {
			return nil, err
		}
		r, from, to := v.(*handmadeRelationship), path.Nodes[len(path.Nodes)-1], next.(Node)
		if backward {
			from, to = to, from
		}
		r.start, r.end = from.NodeID(), to.NodeID()
		path.Nodes, path.Relationships = append(path.Nodes, next.(Node)), append(path.Relationships, r)
	}
	return path, nil
}

type handmadeNode struct {
	id         ID
	labels     []string
	properties Map
}

func (n *handmadeNode) NodeID() ID                { return n.id }
func (n *handmadeNode) Labels() ([]string, error) { return n.labels, nil }
func (n *handmadeNode) Properties() (Map, error)  { return n.properties, nil }
func (n *handmadeNode) Property(name string) (v Value, _ error) {
	v, _ = n.properties.Get(name)
	return v, nil
}

type handmadeRelationship struct {
	id, start, end ID
	kind           string
	properties     Map
}

func (r *handmadeRelationship) RelationshipID() ID       { return r.id }
func (r *handmadeRelationship) RelationshipType() string { return r.kind }
func (r *handmadeRelationship) StartID() ID              { return r.start }
func (r *handmadeRelationship) EndID() ID                { return r.end }
func (r *handmadeRelationship) Properties() (Map, error) { return r.properties, nil }
func (r *handmadeRelationship) Property(name string) (v Value, _ error) {
	v, _ = r.properties.Get(name)
	return v, nil
}
