package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong with a query, with the place in its text, classified as the openCypher conformance scenarios do.
type Error struct {
	Class   string // "SyntaxError", "TypeError", "ProcedureError" …
	Detail  string // "UndefinedVariable", "UnexpectedSyntax" …
	Message string // a sentence: what was found, and what would do
	Hint    string // "did you mean …?", "" none
	Offset  int    // byte offset into the text of the query, -1 when no place is to blame
	Line    int    // from 1
	Column  int    // in characters, from 1
	Source  string // the line of the query, without its line break
	Runtime bool   // found while the query ran, not before
	Cause   error  // what lies beneath, nil when nothing does
}

// The details that this package returns, all of class SyntaxError.
const (
	SyntaxError = "SyntaxError"

	UnexpectedSyntax           = "UnexpectedSyntax"
	InvalidNumberLiteral       = "InvalidNumberLiteral"
	IntegerOverflow            = "IntegerOverflow"
	FloatingPointOverflow      = "FloatingPointOverflow"
	InvalidUnicodeLiteral      = "InvalidUnicodeLiteral"
	InvalidUnicodeCharacter    = "InvalidUnicodeCharacter"
	InvalidClauseComposition   = "InvalidClauseComposition"
	InvalidParameterUse        = "InvalidParameterUse"
	InvalidRelationshipPattern = "InvalidRelationshipPattern"
)

// Error is the message with the line it is about and a caret below the place.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Offset >= 0 && e.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	}
	b.WriteString(e.Message)
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	if e.Offset >= 0 && e.Line > 0 {
		line, at := excerpt(e.Source, e.Column-1)
		fmt.Fprintf(&b, "\n  %s\n  %s^", line, indent(line, at))
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// excerptWidth is how many characters of a long line an error shows.
const excerptWidth = 100

// excerpt cuts a long line down to the part around character at.
func excerpt(line string, at int) (string, int) {
	rs := []rune(line)
	if len(rs) <= excerptWidth {
		return line, at
	}
	from := max(0, min(at-excerptWidth/2, len(rs)-excerptWidth))
	cut := string(rs[from : from+excerptWidth])
	if from > 0 {
		cut, at = "…"+cut, at+1
	}
	if from+excerptWidth < len(rs) {
		cut += "…"
	}
	return cut, at - from
}

// indent is blanks, and the tabs of the line, up to character at.
func indent(line string, at int) string {
	var b strings.Builder
	for _, r := range line {
		if at--; at < 0 {
			break
		}
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Errorf makes an error at a place of a query.
func Errorf(text string, offset int, class, detail, format string, args ...any) *Error {
	e := &Error{Class: class, Detail: detail, Message: fmt.Sprintf(format, args...), Offset: offset}
	e.Locate(text, offset)
	return e
}

// Locate sets the place of the error. A negative offset leaves it without one.
func (e *Error) Locate(text string, offset int) {
	e.Offset = offset
	if offset < 0 {
		return
	}
	offset = min(offset, len(text))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		end = start + i
	}
	e.Line = 1 + strings.Count(text[:start], "\n")
	e.Column = 1 + utf8.RuneCountInString(text[start:offset])
	e.Source = strings.TrimSuffix(text[start:end], "\r")
}
