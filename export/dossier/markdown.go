package dossier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/export/view"
	"mandate/graph"
)

// text is a text as words of Markdown, on one line: nothing in it is taken for a mark, a link, an image or HTML, by CommonMark
// or by what GitHub adds to it. Marks that turn the direction of writing give way to U+FFFD: they would turn what follows.
func text(s string) string {
	var b strings.Builder
	s = view.Clean(s)
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>&|~#$", r):
			b.WriteByte('\\')
		case r == '@', r == ':' && strings.HasPrefix(s[i:], "://"), r == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www"):
			b.WriteByte('\\') // addresses would become links
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// line is text that stands at the beginning of a line, where more is taken for a mark.
func line(s string) string {
	t := text(s)
	digits := strings.TrimLeft(t, "0123456789")
	switch {
	case t == "":
		return t
	case strings.ContainsRune("-+=", rune(t[0])):
		return `\` + t
	case len(digits) < len(t) && digits != "" && (digits[0] == '.' || digits[0] == ')'):
		return t[:len(t)-len(digits)] + `\` + digits
	}
	return t
}

// code is an identifier as code, where it holds no back-quote.
func code(s string) string {
	s = view.Clean(s)
	if s == "" || strings.Contains(s, "`") || strings.Contains(s, "|") {
		return text(s)
	}
	return "`" + s + "`"
}

// bold is a name in bold.
func bold(s string) string { return emphasise(s, "**") }

// emphasise puts marks around a text where they are sure to be taken for marks: at letters and digits.
func emphasise(s, mark string) string {
	t := text(s)
	first, _ := utf8.DecodeRuneInString(t)
	last, _ := utf8.DecodeLastRuneInString(t)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if !word(first) || !word(last) {
		return t
	}
	return mark + t + mark
}

// quote is the words of a statement, the names of both ends in bold and what sets the status in italics.
func quote(ev *graph.Evidence) string {
	var b strings.Builder
	for _, p := range view.Quote(ev) {
		words := strings.TrimSpace(p.Text)
		if strings.HasPrefix(p.Text, " ") {
			b.WriteByte(' ')
		}
		switch p.Role {
		case view.Subject, view.Object:
			b.WriteString(emphasise(words, "**"))
		case view.Cue:
			b.WriteString(emphasise(words, "*"))
		default:
			b.WriteString(text(words))
		}
		if strings.HasSuffix(p.Text, " ") && words != "" {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}
