package input

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"mandate/extract/nlp"
)

// sniffMarkdown says whether a text is Markdown whatever its name: it has front matter, or several signs of markup.
func sniffMarkdown(text string) bool {
	head := text[:min(len(text), 32<<10)]
	if body, rest := splitFrontMatter(head); rest > 0 && strings.Contains(body, ": ") {
		return true
	}
	signs := strings.Count(head, "](http") + strings.Count(head, "](/")
	for pos := 0; pos < len(head) && signs < 4; {
		end, next := lineEnd(head, pos)
		l := head[pos:end]
		if n := len(l) - len(strings.TrimLeft(l, "#")); n > 0 && n < 7 && n < len(l) && l[n] == ' ' {
			signs++
		}
		if at := strings.Index(l, "**"); at >= 0 && strings.Contains(l[at+2:], "**") && hasWord(l) {
			signs++
		}
		pos = next
	}
	return signs >= 4
}

// readMarkdown reads Markdown: front matter, then the blocks of its syntax tree. Paragraphs go through the reader of
// plain text, because much Markdown is plain text with its lines kept.
func readMarkdown(r *reading, from *view) {
	r.format = "markdown"
	body, rest := splitFrontMatter(from.text)
	if rest > 0 {
		r.frontMatter(body)
		from = from.cut(rest, len(from.text))
		if sniffCable(from.text) {
			readCable(r, from)
			return
		}
	}
	if tangled(from.text) {
		r.note("The Markdown is nested too deeply to be parsed; it was read as plain text.")
		readPlain(r, from)
		r.format = "markdown"
		return
	}
	v := flatten(dropAttributes(from))
	lines := splitLines(v)
	m := &markdown{reading: r, v: v, source: []byte(v.text), shape: measure(v, lines), vocab: &vocabulary{text: v.text}}
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote))
	root := md.Parser().Parse(text.NewReader(m.source))
	m.blocks(root, 0, 0)
	r.doc.Passages = assemble(headerPieces(m.pieces), m.shape, false)
	r.titleFromText()
}

// tangled says whether a text has so much nesting or so many marks in one paragraph that parsing it as Markdown could
// take long: nobody writes such text, but somebody may hand it in.
func tangled(s string) bool {
	marks := 0
	for pos := 0; pos < len(s); {
		end, next := lineEnd(s, pos)
		l := s[pos:end]
		if strings.TrimSpace(l) == "" {
			marks = 0
		}
		nest := 0
		for i := 0; i < len(l); i++ {
			switch l[i] {
			case '*', '_', '[', ']', '`', '~', '<', '!':
				marks++
			}
			if nest >= 0 {
				switch l[i] {
				case '>', '-', '+', '*':
					nest++
				case ' ', '\t':
				default:
					nest = -1
				}
			}
		}
		if nest < 0 {
			nest = 0
		}
		if marks > 8192 || (nest > 100 && !isRule(strings.TrimSpace(l))) || deepIndent(l) {
			return true
		}
		pos = next
	}
	return nestedRun(s)
}

// deepIndent says whether a list item stands further in than any real one.
func deepIndent(l string) bool {
	in := len(l) - len(strings.TrimLeft(l, " \t"))
	return in > 200 && in < len(l) && strings.ContainsRune("-+*>0123456789", rune(l[in]))
}

// nestedRun says whether a line opens more than a hundred quotes or lists.
func nestedRun(s string) bool {
	for pos := 0; pos < len(s); {
		end, next := lineEnd(s, pos)
		n := 0
	marks:
		for i := pos; i < end; i++ {
			switch s[i] {
			case '>':
				n++
			case '-', '+', '*':
				if i+1 < end && s[i+1] == ' ' {
					n++
				}
			case ' ', '\t':
			default:
				break marks
			}
		}
		if n > 100 && !isRule(strings.TrimSpace(s[pos:end])) {
			return true
		}
		pos = next
	}
	return false
}

// dropAttributes leaves out attribute lists as Kramdown writes them: {:target="_blank"}.
func dropAttributes(from *view) *view {
	t := from.text
	if !strings.Contains(t, "{:") {
		return from
	}
	const longest = 200
	var w writer
	kept := 0
	for i := 0; i+1 < len(t); i++ {
		if t[i] != '{' || t[i+1] != ':' {
			continue
		}
		if n := strings.IndexAny(t[i:min(len(t), i+longest)], "}\n"); n > 0 && t[i+n] == '}' {
			w.copy(from, kept, i)
			kept = i + n + 1
			i = kept - 1
		}
	}
	w.copy(from, kept, len(t))
	return w.view()
}

// flatten takes the indentation off lines that Markdown would read as code or as part of the list item above, but
// that are paragraphs with an indented first line: an indented line after a blank one that is no list item itself
// and is not in a list, or whose next line stands at the margin.
func flatten(from *view) *view {
	lines := splitLines(from)
	var w writer
	kept, changed, inList := 0, false, false
	for i, l := range lines {
		if l.kind != inkLine {
			continue
		}
		s := from.text[l.start:l.end]
		first := i == 0 || lines[i-1].kind != inkLine
		if l.indent < 4 {
			if first || inList {
				m := readMarker(s, false)
				item := m.kind == bullet || m.kind == number && !m.glued
				if first || item {
					inList = item || inList && l.indent >= 2
				}
			}
			continue
		}
		if !first {
			continue
		}
		m := readMarker(s, false)
		atMargin := i+1 < len(lines) && lines[i+1].kind == inkLine && lines[i+1].indent < 2
		parts := m.kind == section || m.kind == recital || m.kind == letter && strings.HasPrefix(m.style, "(")
		if inList && !(atMargin && m.kind != bullet && m.kind != number) && !parts {
			continue
		}
		start := l.start
		for start > 0 && (from.text[start-1] == ' ' || from.text[start-1] == '\t') {
			start--
		}
		w.copy(from, kept, start)
		kept, changed, inList = l.start, true, false
	}
	if !changed {
		return from
	}
	w.copy(from, kept, len(from.text))
	return w.view()
}

// markdown is a Markdown text while it is read.
type markdown struct {
	*reading
	v      *view
	source []byte
	shape  shape
	vocab  *vocabulary
	pieces []piece
	image  bool // an image stood in the paragraph before
}

// blocks reads the blocks under a node. Depth is the number of lists around it.
func (m *markdown) blocks(n ast.Node, depth, quote int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			m.headingBlock(c)
		case *ast.Paragraph, *ast.TextBlock:
			m.paragraph(c, depth)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			m.code(c, depth)
		case *ast.HTMLBlock:
			m.html(c)
		case *ast.List:
			m.list(c, depth+1)
		case *east.Table:
			m.table(c)
		case *east.FootnoteList:
			m.footnotes(c)
		case *ast.ThematicBreak:
			m.image = false
		default:
			m.blocks(c, depth, quote+1)
		}
	}
}

func (m *markdown) headingBlock(h *ast.Heading) {
	v := m.inline(h)
	var w writer
	w.flow(v, 0, len(v.text))
	p := piece{kind: nlp.Heading, fixed: true, level: h.Level, view: w.view(), lines: 1}
	if len(p.view.text) > 250 { // a paragraph over a rule
		m.plain(v, 0, false)
		return
	}
	m.add(p)
}

func (m *markdown) add(p piece) {
	if hasWord(p.view.text) {
		m.pieces = append(m.pieces, p)
	}
}

// paragraph reads a paragraph: bold all through it is a heading, italic after a picture a caption.
func (m *markdown) paragraph(n ast.Node, depth int) {
	v, raised := m.inlineRaised(n)
	start, end := v.trimmed(0, len(v.text))
	if start == end {
		m.image = m.image || hasImage(n)
		return
	}
	image := m.image
	m.image = false
	bold, italic := emphasised(n)
	var w writer
	switch {
	case bold && depth == 0 && end-start <= 250 && !strings.HasSuffix(strings.TrimRight(v.text[start:end], "\"”)"), ".") && !dateline(v.text[start:end]) && strings.Count(v.text[start:end], "\n") < 3:
		w.flow(v, start, end)
		m.add(piece{kind: nlp.Heading, fixed: true, level: 3, view: w.view(), lines: 1})
	case italic && depth == 0 && (image || strings.Contains(strings.ToLower(v.text), "photo credit")):
		w.flow(v, start, end)
		m.add(piece{kind: nlp.Caption, fixed: true, view: w.view(), lines: 1})
	case raised && depth == 0: // footnotes written as paragraphs
		from := len(m.pieces)
		m.plain(v, depth, true)
		for i := from; i < len(m.pieces); i++ {
			m.pieces[i].kind, m.pieces[i].fixed = nlp.Caption, true
		}
	default:
		m.plain(v, depth, hasLink(n))
	}
}

// plain reads a rendered paragraph as plain text, which may cut it into several pieces.
func (m *markdown) plain(v *view, depth int, links bool) {
	t := newTextReader(v, splitLines(v), m.shape, m.vocab)
	t.flows = depth > 0 || links // what a link leads to is gone from its line, so that the length of lines tells nothing
	for _, p := range t.read() {
		p.lone = p.lines == 1 && len(t.lines) == 1
		m.add(p)
	}
}

// list reads the items of a list.
func (m *markdown) list(l *ast.List, depth int) {
	num := l.Start
	for c := l.FirstChild(); c != nil; c = c.NextSibling() {
		mark := marker{kind: bullet, style: string(l.Marker)}
		if l.IsOrdered() {
			mark = marker{kind: number, n: num, label: itoa(num), style: "1" + string(l.Marker)}
			num++
		}
		from := len(m.pieces)
		m.blocks(c, depth, 0)
		m.item(from, mark, depth)
	}
}

// item makes the pieces from index from on one list item: the first is the item, further paragraphs go on with it.
func (m *markdown) item(from int, mark marker, depth int) {
	first := true
	for i := from; i < len(m.pieces); i++ {
		p := &m.pieces[i]
		if p.kind != nlp.Paragraph || p.fixed {
			continue
		}
		if first {
			first = false
			inner := p.mark
			p.mark, p.depth = mark, depth
			p.mark.marking = inner.marking
			if mark.kind == number { // a label or a list: assemble knows
				if p2, n := readPortion(p.view.text); n > 0 {
					p.mark.marking = p2
					p.view = p.view.cut(n, len(p.view.text))
				}
				p.kind = nlp.Paragraph
			} else {
				p.kind, p.fixed = nlp.ListItem, true
			}
			continue
		}
		if p.mark.kind == noMarker {
			p.inside, p.fixed = true, true
		}
	}
}

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	var b [20]byte
	i := len(b)
	for ; n > 0; n /= 10 {
		i--
		b[i] = byte('0' + n%10)
	}
	return string(b[i:])
}

// code reads a code block as text: in documents of government it is indented text.
func (m *markdown) code(n ast.Node, depth int) {
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil && len(f.Info.Segment.Value(m.source)) > 0 {
		m.note("Left out a block of program code or data.")
		return
	}
	var w writer
	for i := 0; i < n.Lines().Len(); i++ {
		s := n.Lines().At(i)
		w.copy(m.v, s.Start, s.Stop)
	}
	v := w.view()
	for _, p := range readText(v) {
		m.add(p)
	}
}

// html reads a block of HTML within the text.
func (m *markdown) html(n *ast.HTMLBlock) {
	var w writer
	for i := 0; i < n.Lines().Len(); i++ {
		s := n.Lines().At(i)
		w.copy(m.v, s.Start, s.Stop)
	}
	if n.HasClosure() {
		w.copy(m.v, n.ClosureLine.Start, n.ClosureLine.Stop)
	}
	for _, p := range htmlPieces(w.view()) {
		m.add(p)
	}
}

// footnotes reads footnotes as small print.
func (m *markdown) footnotes(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		from := len(m.pieces)
		m.blocks(c, 0, 0)
		for i := from; i < len(m.pieces); i++ {
			m.pieces[i].kind, m.pieces[i].fixed = nlp.Caption, true
		}
	}
}

// table reads the rows of a table, each a passage with its cells set off by blanks.
func (m *markdown) table(t *east.Table) {
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []*view
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, m.inline(c))
		}
		m.add(rowPiece(cells))
	}
}

// rowPiece puts the cells of a table row together.
func rowPiece(cells []*view) piece {
	var w writer
	p := piece{kind: nlp.TableRow, fixed: true, lines: 1}
	at := 0
	for i, c := range cells {
		start, end := c.trimmed(0, len(c.text))
		if start < end && len(w.text) > 0 {
			from := c.source(start, end).Start
			w.put(" | ", nlp.Span{Start: max(at, 0), End: max(from, at)})
		}
		p.cells = append(p.cells, len(w.text))
		if start < end {
			w.flow(c, start, end)
			at = c.source(start, end).End
		}
		_ = i
	}
	p.view = w.view()
	return p
}
