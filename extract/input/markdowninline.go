package input

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inline renders what stands in a block as a reader sees it, with line breaks kept as line breaks: links and emphasis
// by their text, pictures and marks of footnotes not at all.
func (m *markdown) inline(n ast.Node) *view {
	v, _ := m.inlineRaised(n)
	return v
}

// inlineRaised renders a block and says whether it begins with the raised number of a footnote.
func (m *markdown) inlineRaised(n ast.Node) (v *view, raised bool) {
	in := &inliner{m: m}
	in.children(n)
	return in.w.view(), in.note
}

// inliner writes the inline content of one block.
type inliner struct {
	m     *markdown
	w     writer
	raise int  // depth of <sup> elements
	note  bool // the block begins with the number of a footnote
}

func (in *inliner) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			in.text(c.Segment.Start, c.Segment.Stop)
			if c.SoftLineBreak() || c.HardLineBreak() {
				in.newline(c.Segment.Stop)
			}
		case *ast.String:
			// made up by the parser: nothing of the source stands there
		case *ast.RawHTML:
			in.raw(c)
		case *ast.AutoLink:
			in.autolink(c)
		case *ast.Image, *east.FootnoteLink, *east.FootnoteBacklink:
		default:
			in.children(c)
		}
	}
}

// text writes source bytes of the view, with character references and escapes resolved and stray marks left out.
func (in *inliner) text(start, end int) {
	if in.raise > 0 && isDigits(strings.TrimSpace(in.m.v.text[start:end])) {
		in.note = in.note || len(in.w.text) == 0
		return
	}
	writeMarked(&in.w, in.m.v, start, end)
}

// newline writes the line break at or after offset at.
func (in *inliner) newline(at int) {
	t := in.m.v.text
	for at < len(t) && t[at] != '\n' && t[at] != '\r' {
		at++
	}
	if at < len(t) {
		in.w.copy(in.m.v, at, at+1)
	} else {
		in.w.put("\n", in.m.v.source(at, at))
	}
}

// raw minds <sup> and <br> and leaves all other tags out.
func (in *inliner) raw(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	s := n.Segments.At(0)
	tag := strings.ToLower(strings.Trim(string(s.Value(in.m.source)), "<> "))
	switch {
	case strings.HasPrefix(tag, "sup"):
		in.raise++
	case strings.HasPrefix(tag, "/sup"):
		in.raise = max(in.raise-1, 0)
	case strings.HasPrefix(tag, "br"):
		in.w.put("\n", in.m.v.source(s.Start, s.Stop))
	}
}

// autolink writes an address between angle brackets without them.
func (in *inliner) autolink(n *ast.AutoLink) {
	label := n.Label(in.m.source)
	if len(label) == 0 {
		return
	}
	// the label is part of the source: find where
	pos := n.Pos()
	if pos < 0 {
		return
	}
	at := strings.Index(in.m.v.text[min(pos, len(in.m.v.text)):min(len(in.m.v.text), pos+len(label)+2)], string(label))
	if at >= 0 {
		in.w.copy(in.m.v, pos+at, pos+at+len(label))
	}
}

// writeMarked writes v[start:end) with character references resolved, backslash escapes undone and stray
// runs of asterisks left out.
func writeMarked(w *writer, v *view, start, end int) {
	t := v.text
	kept := start
	for i := start; i < end; {
		n, with, drop := 0, "", false
		switch t[i] {
		case '&':
			with, n = reference(t[i:end])
		case '\\':
			if i+1 < end && (isPunct(t[i+1]) || t[i+1] == ' ') {
				n, drop = 1, true
			}
		case '*':
			for i+n < end && t[i+n] == '*' {
				n++
			}
			if drop = n >= 2; !drop {
				n = 0
			}
		}
		if n == 0 {
			i++
			continue
		}
		w.copy(v, kept, i)
		if !drop {
			w.put(with, v.source(i, i+n))
		} else if t[i] == '\\' { // the escaped character itself is text, whatever it is
			w.copy(v, i+1, i+2)
			n = 2
		}
		i += n
		kept = i
	}
	w.copy(v, kept, end)
}

func isPunct(c byte) bool {
	return c > ' ' && c < 0x7f && !isASCIILetterOrDigit(c)
}

// reference resolves the character reference at the start of s: its text and its length, 0 when there is none.
func reference(s string) (string, int) {
	n := 1
	for n < len(s) && n < 34 && (isASCIILetterOrDigit(s[n]) || s[n] == '#' && n == 1) {
		n++
	}
	if n < 2 {
		return "", 0
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	got := html.UnescapeString(s[:n])
	if got == s[:n] {
		return "", 0
	}
	for n > 2 && len(got) > 1 && got[len(got)-1] == s[n-1] { // "&copyx": what was not part of the reference
		got, n = got[:len(got)-1], n-1
	}
	return got, n
}

// emphasised says whether all text of a block is bold, or all of it italic.
func emphasised(n ast.Node) (bold, italic bool) {
	bold, italic = true, true
	some := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Emphasis:
			some = true
			if c.Level < 2 {
				bold = false
				if k, ok := c.FirstChild().(*ast.Emphasis); ok && k.NextSibling() == nil && k.Level >= 2 {
					bold = true
				}
			} else {
				italic = false
			}
		case *ast.RawHTML, *ast.Image:
		case *ast.Text:
			if c.Segment.Len() > 0 {
				return false, false
			}
		default:
			return false, false
		}
	}
	return bold && some, italic && some
}

// hasImage says whether a picture stands directly in a block.
func hasImage(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if _, ok := c.(*ast.Image); ok {
			return true
		}
	}
	return false
}

// hasLink says whether a link stands in a block.
func hasLink(n ast.Node) bool {
	found := false
	_ = ast.Walk(n, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		if k := n.Kind(); k == ast.KindLink || k == ast.KindAutoLink {
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}
