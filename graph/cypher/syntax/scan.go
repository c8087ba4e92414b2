package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind says what a token is.
type tokenKind uint8

const (
	tokEnd    tokenKind = iota
	tokName             // identifier or keyword
	tokQuoted           // identifier in backquotes: never a keyword
	tokInt
	tokFloat
	tokString
	tokParam
	tokPunct
	tokBad // something that is no token; text is what the error is about
)

// token is one token. For names, strings and parameters text is the content, else the source.
type token struct {
	kind     tokenKind
	text     string
	pos, end int
	bad      *Error // of tokBad
}

// is says whether the token is the keyword or the punctuation mark; word is in upper case.
func (t token) is(word string) bool {
	switch t.kind {
	case tokPunct:
		return t.text == word
	case tokName:
		return len(t.text) == len(word) && strings.EqualFold(t.text, word)
	}
	return false
}

// describe is the token as an error names it.
func (t token) describe() string {
	switch t.kind {
	case tokEnd:
		return "the end of the query"
	case tokString:
		return "the string " + shorten("'"+t.text+"'")
	case tokParam:
		return "$" + t.text
	}
	return shorten(t.text)
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:39]) + "…"
	}
	return s
}

// puncts are the marks of more than one byte, longest first. Arrows are read as single marks, since "<-" may be "less
// than minus".
var puncts = []string{"..", "<>", "<=", ">=", "=~", "+=", "!="}

// scanner cuts a text into tokens.
type scanner struct {
	text string
	pos  int
}

// scan cuts the whole text. It does not fail: what is no token becomes a tokBad.
func scan(text string) []token {
	s := scanner{text: text}
	toks := make([]token, 0, len(text)/3+2)
	for {
		t := s.next()
		toks = append(toks, t)
		if t.kind == tokEnd {
			return toks
		}
		if t.kind == tokBad && t.end >= len(text) {
			return append(toks, token{kind: tokEnd, pos: len(text), end: len(text)})
		}
	}
}

func (s *scanner) next() token {
	if t, bad := s.blanks(); bad {
		return t
	}
	start := s.pos
	if start >= len(s.text) {
		return token{kind: tokEnd, pos: start, end: start}
	}
	c := s.text[start]
	switch {
	case c == '\'' || c == '"':
		return s.str(c)
	case c == '`':
		return s.quoted(tokQuoted)
	case c == '$':
		return s.param()
	case isDigit(c), c == '.' && start+1 < len(s.text) && isDigit(s.text[start+1]) && !s.afterDot(start):
		return s.number()
	}
	r, size := utf8.DecodeRuneInString(s.text[start:])
	if isNameStart(r) {
		return s.name(start)
	}
	for _, p := range puncts {
		if strings.HasPrefix(s.text[start:], p) {
			s.pos += len(p)
			return s.token(tokPunct, start)
		}
	}
	s.pos += size
	if strings.IndexByte("()[]{}.,:;|+-*/%^=<>", c) >= 0 {
		return s.token(tokPunct, start)
	}
	detail, what := UnexpectedSyntax, "is not part of the language"
	if r >= utf8.RuneSelf {
		detail, what = InvalidUnicodeCharacter, "is no letter and no sign of the language; perhaps it was changed by a word processor"
	}
	return s.bad(start, start, detail, "the character %q %s", r, what)
}

// afterDot says whether the mark at i follows a dot, as the 3 of "..3" does.
func (s *scanner) afterDot(i int) bool { return i > 0 && s.text[i-1] == '.' }

func (s *scanner) token(kind tokenKind, start int) token {
	return token{kind: kind, text: s.text[start:s.pos], pos: start, end: s.pos}
}

func (s *scanner) bad(start, at int, detail, format string, args ...any) token {
	t := s.token(tokBad, start)
	t.bad = Errorf(s.text, at, SyntaxError, detail, format, args...)
	return t
}

// blanks skips white space and comments.
func (s *scanner) blanks() (token, bool) {
	for s.pos < len(s.text) {
		rest := s.text[s.pos:]
		switch {
		case strings.HasPrefix(rest, "//"):
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				s.pos += i + 1
			} else {
				s.pos = len(s.text)
			}
		case strings.HasPrefix(rest, "/*"):
			i := strings.Index(rest[2:], "*/")
			if i < 0 {
				start := s.pos
				s.pos = len(s.text)
				return s.bad(start, start, UnexpectedSyntax, "the comment that begins here is not closed by */"), true
			}
			s.pos += i + 4
		default:
			r, size := utf8.DecodeRuneInString(rest)
			if !unicode.IsSpace(r) && r != '\uFEFF' && (r < 0x1c || r > 0x1f) {
				return token{}, false
			}
			s.pos += size
		}
	}
	return token{}, false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameStart(r rune) bool { return unicode.IsLetter(r) || r == '_' || unicode.Is(unicode.Nl, r) }

func isNamePart(r rune) bool {
	return isNameStart(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || unicode.Is(unicode.Pc, r)
}

func (s *scanner) name(start int) token {
	for s.pos < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if !isNamePart(r) {
			break
		}
		s.pos += size
	}
	return s.token(tokName, start)
}

// quoted reads a name in backquotes; a doubled one stands for itself.
func (s *scanner) quoted(kind tokenKind) token {
	start := s.pos
	var b strings.Builder
	for s.pos++; s.pos < len(s.text); s.pos++ {
		if s.text[s.pos] != '`' {
			b.WriteByte(s.text[s.pos])
			continue
		}
		if s.pos++; s.pos >= len(s.text) || s.text[s.pos] != '`' {
			return token{kind: kind, text: b.String(), pos: start, end: s.pos}
		}
		b.WriteByte('`')
	}
	return s.bad(start, start, UnexpectedSyntax, "the name that begins here is not closed by a backquote")
}

func (s *scanner) param() token {
	start := s.pos
	s.pos++
	if s.pos < len(s.text) && s.text[s.pos] == '`' {
		t := s.quoted(tokParam)
		t.pos = start
		return t
	}
	from := s.pos
	t := s.name(from)
	if t.text == "" {
		return s.bad(start, start, UnexpectedSyntax, "$ begins a parameter: a name or number is to follow, as in $name")
	}
	return token{kind: tokParam, text: t.text, pos: start, end: s.pos}
}

// number reads an integer or a float. What runs into letters is a bad token: "12ab".
func (s *scanner) number() token {
	start := s.pos
	kind := tokInt
	digits := func() {
		for s.pos < len(s.text) && isDigit(s.text[s.pos]) {
			s.pos++
		}
	}
	if rest := s.text[start:]; len(rest) > 1 && rest[0] == '0' && strings.IndexByte("xXoO", rest[1]) >= 0 {
		return s.based(start)
	}
	digits()
	if s.pos+1 < len(s.text) && s.text[s.pos] == '.' && isDigit(s.text[s.pos+1]) {
		kind = tokFloat
		s.pos++
		digits()
	}
	if s.pos < len(s.text) && (s.text[s.pos] == 'e' || s.text[s.pos] == 'E') {
		p := s.pos + 1
		if p < len(s.text) && (s.text[p] == '+' || s.text[p] == '-') {
			p++
		}
		if p < len(s.text) && isDigit(s.text[p]) {
			kind = tokFloat
			s.pos = p
			digits()
		}
	}
	end := s.pos
	if t := s.name(end); t.text != "" {
		return s.bad(start, end, InvalidNumberLiteral, "%s is not a number", shorten(s.text[start:s.pos]))
	}
	return s.token(kind, start)
}

// based reads 0x1F and 0o17.
func (s *scanner) based(start int) token {
	valid := "01234567"
	if c := s.text[start+1]; c == 'x' || c == 'X' {
		valid = "0123456789abcdefABCDEF"
	}
	s.pos += 2
	t := s.name(s.pos)
	if i := strings.IndexFunc(t.text, func(r rune) bool { return !strings.ContainsRune(valid, r) }); i >= 0 || t.text == "" {
		return s.bad(start, t.pos+max(i, 0), InvalidNumberLiteral, "%s is not a number: the digits after %s are %s to %s",
			shorten(s.text[start:s.pos]), s.text[start:start+2], valid[:1], valid[len(valid)-1:])
	}
	return s.token(tokInt, start)
}

// str reads a string in either kind of quotation marks.
func (s *scanner) str(quote byte) token {
	start := s.pos
	var b strings.Builder
	for s.pos++; s.pos < len(s.text); {
		c := s.text[s.pos]
		if c == quote {
			s.pos++
			return token{kind: tokString, text: b.String(), pos: start, end: s.pos}
		}
		if c != '\\' {
			b.WriteByte(c)
			s.pos++
			continue
		}
		if t, bad := s.escape(start, &b); bad {
			return t
		}
	}
	return s.bad(start, start, UnexpectedSyntax, "the string that begins here is not closed by %c", quote)
}

var escapes = map[byte]rune{'\\': '\\', '\'': '\'', '"': '"', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', '`': '`',
	'B': '\b', 'F': '\f', 'N': '\n', 'R': '\r', 'T': '\t'}

func (s *scanner) escape(start int, b *strings.Builder) (token, bool) {
	at := s.pos
	s.pos++
	if s.pos >= len(s.text) {
		return token{}, false // the caller finds that the string is not closed
	}
	c := s.text[s.pos]
	s.pos++
	if r, ok := escapes[c]; ok {
		b.WriteRune(r)
		return token{}, false
	}
	n := map[byte]int{'u': 4, 'U': 8}[c]
	if n == 0 {
		return s.bad(start, at, UnexpectedSyntax, "\\%c is not an escape: write \\\\ for a backslash", c), true
	}
	r, ok := s.hex(n)
	if ok && n == 4 && r >= 0xd800 && r < 0xdc00 && strings.HasPrefix(s.text[s.pos:], "\\u") { // a pair of surrogates
		save := s.pos
		s.pos += 2
		if low, lok := s.hex(4); lok && low >= 0xdc00 && low < 0xe000 {
			r = 0x10000 + (r-0xd800)<<10 + (low - 0xdc00)
		} else {
			s.pos = save
		}
	}
	if !ok || !utf8.ValidRune(r) {
		return s.bad(start, at, InvalidUnicodeLiteral, "\\%c is followed by %d hexadecimal digits that name a character, as in \\u00e9", c, n), true
	}
	b.WriteRune(r)
	return token{}, false
}

// hex reads n hexadecimal digits.
func (s *scanner) hex(n int) (rune, bool) {
	var r rune
	for range n {
		if s.pos >= len(s.text) {
			return 0, false
		}
		d := strings.IndexByte("0123456789abcdef", s.text[s.pos]|0x20)
		if d < 0 || r > unicode.MaxRune {
			return 0, false
		}
		r = r<<4 | rune(d)
		s.pos++
	}
	return r, true
}
