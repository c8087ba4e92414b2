package view

import (
	"strconv"
	"unicode/utf8"
)

// xmlPlain and jsonPlain are the bytes that stand as they are in the two; the others are looked at one by one.
var xmlPlain, jsonPlain = func() (xml, json [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		xml[c] = c != '&' && c != '<' && c != '>' && c != '"' && c != '\''
		json[c] = c != '"' && c != '\\'
	}
	return xml, json
}()

// AppendXML appends a text as the content of an element or attribute of XML. What XML forbids becomes U+FFFD.
func AppendXML(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if xmlPlain[c] {
			i++
			continue
		}
		r, size := rune(c), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		esc := ""
		switch {
		case r == '&':
			esc = "&amp;"
		case r == '<':
			esc = "&lt;"
		case r == '>':
			esc = "&gt;"
		case r == '"':
			esc = "&#34;"
		case r == '\'':
			esc = "&#39;"
		case r == '\t':
			esc = "&#x9;"
		case r == '\n':
			esc = "&#xA;"
		case r == '\r':
			esc = "&#xD;"
		case r == utf8.RuneError && size == 1 || !LegalXML(r):
			esc = "\ufffd"
		}
		if esc != "" {
			b = append(append(b, s[start:i]...), esc...)
			start = i + size
		}
		i += size
	}
	return append(b, s[start:]...)
}

const hexDigits = "0123456789abcdef"

// AppendJSON appends a text as a JSON string, as encoding/json writes it with "<", ">" and "&" as they are. Broken UTF-8
// becomes U+FFFD.
func AppendJSON(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if jsonPlain[c] {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			if (r != utf8.RuneError || size > 1) && r != '\u2028' && r != '\u2029' {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\b':
			b = append(b, `\b`...)
		case c == '\f':
			b = append(b, `\f`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		case size == 3: // line and paragraph separators, which JavaScript once took for line ends
			b = append(b, `\u202`...)
			b = append(b, hexDigits[s[i+2]&15])
		default:
			b = append(b, `\ufffd`...)
		}
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// AppendValue appends a string as JSON does, and numbers and truth values as they are written in most formats.
func AppendValue(b []byte, value any, text func([]byte, string) []byte) []byte {
	switch x := value.(type) {
	case string:
		return text(b, x)
	case int:
		return strconv.AppendInt(b, int64(x), 10)
	case float64:
		return strconv.AppendFloat(b, x, 'g', -1, 64)
	case bool:
		return strconv.AppendBool(b, x)
	}
	return b
}
