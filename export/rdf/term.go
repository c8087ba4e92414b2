package rdf

import (
	_ "embed" // for the shapes
	"strings"
	"time"
	"unicode/utf8"
)

//go:embed shapes.ttl
var shapes string

// date is a literal of the type that fits the precision: xsd:gYear, xsd:gYearMonth, xsd:date or xsd:dateTime; text when it is no date.
func date(s string) term {
	for _, p := range []struct{ layout, kind string }{
		{time.DateOnly, "date"}, {"2006-01", "gYearMonth"}, {"2006", "gYear"}, {time.RFC3339, "dateTime"},
	} {
		if _, err := time.Parse(p.layout, s); err == nil {
			return term{'t', p.kind + " " + s}
		}
	}
	return text(s)
}

const hex = "0123456789ABCDEF"

// percent makes a text a part of an IRI: letters, digits and "-._~:/" as they are, every other byte as %XX.
func percent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~:/", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// expand is the IRI of a prefixed name; one that begins with "<" is an IRI already.
func expand(s string) string {
	if s[0] == '<' {
		return s[1:]
	}
	prefix, local, _ := strings.Cut(s, ":")
	return namespaces[prefix] + local
}

var namespaces = func() map[string]string {
	m := map[string]string{}
	for _, p := range prefixes {
		m[p[0]] = p[1]
	}
	return m
}()

// literalType is the prefixed name of the datatype of a literal and its text; "" for a string.
func literalType(t term) (datatype, value string) {
	switch t.kind {
	case 'n':
		return "xsd:integer", t.value
	case 'd':
		return "xsd:double", t.value
	case 't':
		kind, value, _ := strings.Cut(t.value, " ")
		return "xsd:" + kind, value
	}
	return "", t.value
}

// appendString quotes a text as N-Quads and Turtle do. Broken UTF-8 and U+0000 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == 0:
			b = append(b, "\ufffd"...)
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
