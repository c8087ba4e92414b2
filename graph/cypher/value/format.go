package value

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Format writes a value in the notation of the conformance scenarios: strings and temporal values in single quotes,
// nodes as (:A:B {k: 1}), relationships as [:T {k: 1}], paths as <(:A)-[:T]->(:B)>, maps in order of key.
// What cannot be read from the store is written as "?".
func Format(v Value) string {
	p := printer{limit: math.MaxInt}
	p.value(v)
	return string(p.b)
}

// Canonical is Format with labels sorted, without negative zero, and, on request, the elements of lists as well: two results are the same for
// the conformance scenarios exactly if their canonical forms are.
func Canonical(v Value, ignoreListOrder bool) string {
	p := printer{limit: math.MaxInt, canonical: true, sortLists: ignoreListOrder}
	p.value(v)
	return string(p.b)
}

// Text is what toString() and a table show: strings and temporal values bare, everything else as Format writes it.
func Text(v Value) string {
	switch v := v.(type) {
	case string:
		return v
	case Date:
		return v.String()
	case LocalTime:
		return v.String()
	case Time:
		return v.String()
	case LocalDateTime:
		return v.String()
	case DateTime:
		return v.String()
	case Duration:
		return v.String()
	}
	return Format(v)
}

// briefLength is how much of a value a message shows, in bytes.
const briefLength = 60

// brief is a value as messages show it: its beginning, when it is long.
func brief(v Value) string {
	p := printer{limit: briefLength}
	p.value(v)
	if len(p.b) <= briefLength {
		return string(p.b)
	}
	n := briefLength
	for n > 0 && !utf8.RuneStart(p.b[n]) {
		n--
	}
	return string(p.b[:n]) + "…"
}

// printer writes values; past the limit it stops to descend, so that a message about a huge value stays cheap.
type printer struct {
	b         []byte
	limit     int
	canonical bool // labels sorted, no negative zero
	sortLists bool
}

func (p *printer) text(s string) { p.b = append(p.b, s...) }

func (p *printer) value(v Value) {
	if len(p.b) > p.limit {
		return
	}
	switch v := v.(type) {
	case nil:
		p.text("null")
	case bool:
		p.b = strconv.AppendBool(p.b, v)
	case int64:
		p.b = strconv.AppendInt(p.b, v, 10)
	case float64:
		if p.canonical && v == 0 {
			v = 0 // -0.0 equals 0.0
		}
		p.b = appendFloat(p.b, v)
	case string:
		p.quoted(v)
	case List:
		p.list(v)
	case Map:
		p.mapping(v)
	case Node:
		p.node(v)
	case Relationship:
		p.relationship(v)
	case Path:
		p.path(v)
	default:
		if KindOf(v) == KindInvalid {
			p.text("?")
			return
		}
		p.quoted(Text(v))
	}
}

// appendFloat writes the shortest digits that give the number back, with a point or an exponent, as a reader of Cypher
// would write it.
func appendFloat(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	}
	if a := math.Abs(f); a != 0 && (a < 1e-5 || a >= 1e21) {
		s := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(s, "e")
		n, _ := strconv.Atoi(exponent) // strconv wrote it
		return strconv.AppendInt(append(append(dst, mantissa...), 'e'), int64(n), 10)
	}
	n := len(dst)
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	if !slices.Contains(dst[n:], '.') {
		dst = append(dst, ".0"...)
	}
	return dst
}

func (p *printer) quoted(s string) {
	if rest := p.limit - len(p.b); len(s) > rest {
		s = s[:rest+1] // one more than the limit shows that there was more
	}
	p.b = append(p.b, '\'')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\'', '\\':
			p.b = append(p.b, '\\', c)
		case '\n':
			p.text(`\n`)
		case '\r':
			p.text(`\r`)
		case '\t':
			p.text(`\t`)
		case '\b':
			p.text(`\b`)
		case '\f':
			p.text(`\f`)
		default:
			if c < ' ' || c == 0x7f {
				p.text(`\u00`)
				p.b = append(p.b, "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
				continue
			}
			p.b = append(p.b, c)
		}
	}
	p.b = append(p.b, '\'')
}

func (p *printer) list(l List) {
	p.b = append(p.b, '[')
	if p.sortLists {
		p.sortedList(l)
	} else {
		for i, e := range l {
			if len(p.b) > p.limit {
				return
			}
			p.separate(i)
			p.value(e)
		}
	}
	p.b = append(p.b, ']')
}

func (p *printer) sortedList(l List) {
	texts := make([]string, len(l))
	for i, e := range l {
		texts[i] = Canonical(e, true)
	}
	slices.Sort(texts)
	p.text(strings.Join(texts, ", "))
}

func (p *printer) separate(i int) {
	if i > 0 {
		p.text(", ")
	}
}

func (p *printer) mapping(m Map) {
	p.b = append(p.b, '{')
	for i, e := range m.entries {
		if len(p.b) > p.limit {
			return
		}
		p.separate(i)
		p.name(e.Key)
		p.text(": ")
		p.value(e.Value)
	}
	p.b = append(p.b, '}')
}

// name writes an identifier, in backquotes where it needs them.
func (p *printer) name(s string) {
	if isIdentifier(s) {
		p.text(s)
		return
	}
	p.b = append(p.b, '`')
	p.text(strings.ReplaceAll(s, "`", "``"))
	p.b = append(p.b, '`')
}

func (p *printer) properties(m Map, err error) {
	switch {
	case err != nil:
		p.text(" ?")
	case m.Len() > 0:
		p.b = append(p.b, ' ')
		p.mapping(m)
	}
}

func (p *printer) node(n Node) {
	p.b = append(p.b, '(')
	start := len(p.b)
	labels, err := n.Labels()
	if err != nil {
		p.text("?)")
		return
	}
	if p.canonical {
		labels = slices.Sorted(slices.Values(labels))
	}
	for _, l := range labels {
		p.b = append(p.b, ':')
		p.name(l)
	}
	m, err := n.Properties()
	if len(p.b) == start && err == nil && m.Len() > 0 {
		p.mapping(m)
	} else {
		p.properties(m, err)
	}
	p.b = append(p.b, ')')
}

func (p *printer) relationship(r Relationship) {
	p.text("[:")
	p.name(r.RelationshipType())
	p.properties(r.Properties())
	p.b = append(p.b, ']')
}

func (p *printer) path(path Path) {
	p.b = append(p.b, '<')
	for i, n := range path.Nodes {
		if i > 0 && i <= len(path.Relationships) {
			r := path.Relationships[i-1]
			forward := r.StartID() == path.Nodes[i-1].NodeID()
			if forward {
				p.b = append(p.b, '-')
			} else {
				p.text("<-")
			}
			p.relationship(r)
			if forward {
				p.text("->")
			} else {
				p.b = append(p.b, '-')
			}
		}
		p.node(n)
	}
	p.b = append(p.b, '>')
}
