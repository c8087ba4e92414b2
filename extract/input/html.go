package input

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"mandate/extract/nlp"
)

// sniffHTML says whether a text is an HTML or XML page.
func sniffHTML(text string) bool {
	head := strings.ToLower(strings.TrimLeft(text[:min(len(text), 2048)], "\ufeff \t\r\n"))
	if !strings.HasPrefix(head, "<") {
		return false
	}
	for _, p := range [...]string{"<!doctype html", "<html", "<?xml", "<head", "<body"} {
		if strings.HasPrefix(head, p) {
			return true
		}
	}
	if strings.Contains(head, "<html") || strings.Contains(head, "<body") {
		return true
	}
	far := strings.ToLower(text[:min(len(text), 32<<10)])
	n := 0
	for _, tag := range [...]string{"</p>", "</div>", "</td>", "</li>", "</h1>", "</h2>", "</pre>"} {
		n += strings.Count(far, tag)
	}
	return n >= 2
}

// readHTML reads a page: its main text if it holds one, or the cable in it.
func readHTML(r *reading, from *view) {
	r.format = "html"
	p := &page{v: from}
	p.scan()
	r.pageMeta(p)
	if cab := cableIn(p.blocks, func(b *block) bool { return b.pre }); cab != nil {
		r.note("Left out the page around the cable.")
		readCable(r, cab)
		return
	}
	kept := mainBlocks(p.blocks)
	if cab := cableIn(kept, func(*block) bool { return true }); cab != nil {
		r.note("Left out the page around the cable.")
		readCable(r, cab)
		return
	}
	if n := len(p.blocks) - len(kept); n > 0 {
		r.note("Left out %s of menus, headers, footers and other page furniture.", count(n, "block"))
	}
	var pieces []piece
	marked := markedBlocks(kept)
	for _, b := range kept {
		pieces = append(pieces, b.pieces(marked)...)
	}
	r.doc.Passages = assemble(headerPieces(pieces), shape{}, false)
	r.titleFromText()
}

// htmlPieces reads a stretch of HTML within another format.
func htmlPieces(v *view) []piece {
	p := &page{v: v}
	p.scan()
	var out []piece
	marked := markedBlocks(p.blocks)
	for _, b := range p.blocks {
		if !b.hard {
			out = append(out, b.pieces(marked)...)
		}
	}
	return out
}

// markedBlocks says whether blocks begin with portion marks.
func markedBlocks(blocks []*block) bool {
	var m marks
	for _, b := range blocks {
		for _, line := range strings.Split(b.view.text, "\u2028") {
			m.see(strings.TrimSpace(line))
		}
	}
	return m.stand()
}

// cableIn is the cable written in the blocks that pass, nil if they hold none.
func cableIn(blocks []*block, pass func(*block) bool) *view {
	var w writer
	last := -1
	for i, b := range blocks {
		if !pass(b) || b.view.text == "" {
			continue
		}
		if len(w.text) > 0 {
			gap := "\n\n"
			if b.pre && blocks[last].pre {
				gap = "\n"
			}
			end, start := blocks[last].view.span().End, b.view.span().Start
			w.put(gap, nlp.Span{Start: end, End: max(start, end)})
		}
		b.write(&w)
		last = i
	}
	v := w.view()
	if last < 0 || !sniffCable(v.text) {
		return nil
	}
	return v
}

// page is an HTML page while it is scanned: one pass over its tags with a stack of its own, so that neither depth nor
// bad nesting costs more than the length of the page.
type page struct {
	v      *view
	blocks []*block

	stack  []element
	open   map[string]int // open elements by name
	serial int
	rows   []*tableRow

	w     writer // text of the block being read
	link  int    // bytes of it within links
	note  bool   // it begins with the number of a footnote
	title string
	metas []metaValue
	time  string
}

type metaValue struct{ name, value string }

// element is an open element, with what it and those around it make of the text within.
type element struct {
	name string
	serial,
	list, // lists around it
	container int // nearest element that holds blocks
	heading                                   int8
	drop, hard, soft, main, pre, link, raised bool
	caption, item, cell                       bool
	ordinal                                   *int // of the list around: next number, nil in a bulleted list
}

// tableRow is a row of a table while it is read.
type tableRow struct {
	cells  []*view
	layout bool // a table used to lay out the page: its cells are blocks
	links  int
}

// block is a run of text between the borders of block elements.
type block struct {
	view       *view // white space as in the source, line breaks of <br> as U+2028
	el         element
	link       int
	pre        bool
	hard, soft bool
	cells      []*view
	number     int // of an item of a numbered list, 0 none
}

// scan goes through the tags of the page.
func (p *page) scan() {
	p.open = map[string]int{}
	p.stack = append(p.stack, element{name: "#root", container: 0})
	z := html.NewTokenizer(strings.NewReader(p.v.text))
	at := 0
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		start := at
		at += len(z.Raw())
		switch tt {
		case html.TextToken:
			p.text(start, at)
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(z, tt == html.SelfClosingTagToken, start, at)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(name)
		}
	}
	if at < len(p.v.text) { // what the tokenizer gave up on
		p.text(at, len(p.v.text))
	}
	p.flush()
	for len(p.stack) > 1 {
		p.pop()
	}
}

func (p *page) top() *element { return &p.stack[len(p.stack)-1] }

// text takes in the text between two tags.
func (p *page) text(start, end int) {
	el := p.top()
	if el.name == "title" && p.title == "" && !p.within("svg") {
		p.title = strings.Join(strings.Fields(html.UnescapeString(p.v.text[start:end])), " ")
	}
	if el.drop {
		return
	}
	if el.raised {
		if s := strings.Trim(p.v.text[start:end], " \t\r\n[]()"); len(s) <= 3 && isDigits(s) {
			p.note = p.note || len(bytes.TrimSpace(p.w.text)) == 0
			return // the number of a footnote
		}
	}
	before := len(p.w.text)
	t := p.v.text
	kept := start
	for i := start; i < end; {
		k := strings.IndexByte(t[i:end], '&')
		if k < 0 {
			break
		}
		i += k
		with, n := reference(t[i:end])
		if n == 0 {
			i++
			continue
		}
		p.w.copy(p.v, kept, i)
		p.w.put(with, p.v.source(i, i+n))
		i += n
		kept = i
	}
	p.w.copy(p.v, kept, end)
	if el.link {
		p.link += len(p.w.text) - before
	}
}

func (p *page) within(name string) bool { return p.open[name] > 0 }

// start takes in a start tag.
func (p *page) start(z *html.Tokenizer, closed bool, from, to int) {
	raw, hasAttr := z.TagName()
	kind, known := elementKinds[string(raw)]
	name := "?"
	if known {
		name = internName(raw)
	}
	switch name {
	case "br":
		if !p.top().drop {
			if p.top().pre {
				p.w.put("\n", p.v.source(from, to))
			} else {
				p.w.put("\u2028", p.v.source(from, to))
			}
		}
		return
	case "meta":
		p.meta(z)
		return
	}
	if kind&voidElement != 0 {
		if kind&inlineElement == 0 {
			p.flush()
		}
		return
	}
	if kind&inlineElement == 0 {
		p.flush()
		p.closeImplied(name)
	}
	el := p.child(name, kind)
	if hasAttr {
		p.attributes(z, &el)
	}
	if closed {
		return
	}
	switch name {
	case "table":
		if n := len(p.rows); n > 0 {
			p.spill(p.rows[n-1])
		}
		p.rows = append(p.rows, &tableRow{})
	case "td", "th", "tr", "tbody", "thead", "caption", "tfoot":
	default:
		if kind&inlineElement == 0 && len(p.rows) > 0 {
			p.spill(p.rows[len(p.rows)-1])
		}
	}
	p.stack = append(p.stack, el)
	p.open[name]++
}

// child is a new element within the one on top.
func (p *page) child(name string, kind elementKind) element {
	up := p.top()
	p.serial++
	el := *up
	el.name, el.serial = name, p.serial
	if kind&containerElement != 0 {
		el.container = p.serial
	}
	el.drop = el.drop || kind&dropElement != 0
	el.hard = el.hard || kind&furnitureElement != 0 || name == "header" && !el.main
	switch name {
	case "main", "article":
		el.main = true
	case "pre", "listing", "xmp", "plaintext":
		el.pre = true
	case "a":
		el.link = true
	case "sup":
		el.raised = true
	case "table":
		el.cell = false
	case "td", "th":
		el.cell = true
	case "ul", "menu", "dl":
		el.list++
		el.ordinal, el.item = nil, false
	case "ol":
		el.list++
		el.item = false
		one := 1
		el.ordinal = &one
	case "li", "dd":
		el.item = true
	case "figcaption", "caption":
		el.caption = true
	case "h1", "h2", "h3", "h4", "h5", "h6":
		el.heading = int8(name[1] - '0')
	}
	return el
}

// closeImplied closes the elements that the start of a block ends without a tag.
func (p *page) closeImplied(name string) {
	top := func() string { return p.top().name }
	for top() == "p" || inlineNames[top()] && name != "table" && p.within("p") && p.nearP() {
		p.pop()
	}
	switch name {
	case "li":
		if top() == "li" {
			p.pop()
		}
	case "dt", "dd":
		if top() == "dt" || top() == "dd" {
			p.pop()
		}
	case "td", "th":
		if top() == "td" || top() == "th" {
			p.pop()
		}
	case "tr":
		if top() == "td" || top() == "th" {
			p.pop()
		}
		if top() == "tr" {
			p.pop()
		}
	case "option":
		if top() == "option" {
			p.pop()
		}
	}
}

// nearP says whether only a few inline elements stand between the top and an open paragraph.
func (p *page) nearP() bool {
	for i, n := len(p.stack)-1, 0; i > 0 && n < 6; i, n = i-1, n+1 {
		if p.stack[i].name == "p" {
			return true
		}
		if !inlineNames[p.stack[i].name] {
			return false
		}
	}
	return false
}

// end takes in an end tag; one without a start tag is passed over.
func (p *page) end(raw []byte) {
	kind, known := elementKinds[string(raw)]
	if kind&inlineElement == 0 {
		p.flush()
	}
	if !known {
		if n := len(p.stack); p.stack[n-1].name == "?" {
			p.pop()
		}
		return
	}
	name := internName(raw)
	if p.open[name] == 0 || kind&voidElement != 0 {
		return
	}
	if kind&inlineElement != 0 && !p.inlineOpen(name) {
		return
	}
	for {
		done := p.top().name == name
		p.pop()
		if done {
			return
		}
	}
}

// inlineOpen says whether an inline element can be closed without closing a block.
func (p *page) inlineOpen(name string) bool {
	for i, n := len(p.stack)-1, 0; i > 0 && n < 64; i, n = i-1, n+1 {
		if p.stack[i].name == name {
			return true
		}
		if !inlineNames[p.stack[i].name] {
			return false
		}
	}
	return false
}

// pop closes the element on top.
func (p *page) pop() {
	el := p.top()
	switch el.name {
	case "td", "th":
		p.cell()
	case "tr":
		p.row()
	case "table":
		p.row()
		if n := len(p.rows); n > 0 {
			p.rows = p.rows[:n-1]
		}
	}
	if !inlineNames[el.name] {
		p.flush()
	}
	p.open[el.name]--
	p.stack = p.stack[:len(p.stack)-1]
}

// flush ends the block being read.
func (p *page) flush() {
	el := *p.top()
	if n := len(p.rows); n > 0 && !p.rows[n-1].layout {
		switch row := p.rows[n-1]; {
		case el.cell:
			return // the cell ends with its tag
		case len(row.cells) > 0 && len(bytes.TrimSpace(p.w.text)) > 0:
			p.spill(row) // text between cells
			return
		}
	}
	p.emit(el)
}

// emit makes a block of the text read so far.
func (p *page) emit(el element) {
	if len(p.w.text) == 0 {
		return
	}
	w, link, note := p.w, p.link, p.note
	p.w, p.link, p.note = writer{}, 0, false
	if len(bytes.TrimSpace(w.text)) == 0 {
		return
	}
	el.caption = el.caption || note
	b := &block{view: w.view(), el: el, link: link, pre: el.pre, hard: el.hard, soft: el.soft}
	if el.item && el.ordinal != nil {
		b.number = *el.ordinal
		*el.ordinal++
	}
	p.blocks = append(p.blocks, b)
}

// cell ends a cell of a table.
func (p *page) cell() {
	n := len(p.rows)
	if n == 0 {
		return
	}
	row := p.rows[n-1]
	if row.layout {
		p.emit(*p.top())
		return
	}
	row.cells = append(row.cells, p.w.view())
	row.links += p.link
	p.w, p.link = writer{}, 0
}

// row ends a row of a table.
func (p *page) row() {
	n := len(p.rows)
	if n == 0 {
		return
	}
	row := p.rows[n-1]
	cells, links := row.cells, row.links
	p.rows[n-1] = &tableRow{}
	full := 0
	for _, c := range cells {
		if strings.TrimSpace(c.text) != "" {
			full++
		}
	}
	el := *p.top()
	switch {
	case full == 0:
	case full == 1 || row.layout:
		p.cellBlocks(cells, links)
	default:
		pc := rowPiece(cells)
		p.blocks = append(p.blocks, &block{view: pc.view, el: el, link: links, hard: el.hard, soft: el.soft, cells: cells})
	}
}

// spill makes blocks of the cells of a row that turns out to lay out the page.
func (p *page) spill(row *tableRow) {
	if row.layout {
		return
	}
	row.layout = true
	cells := row.cells
	row.cells = nil
	p.cellBlocks(cells, row.links)
	row.links = 0
	p.emit(*p.top())
}

func (p *page) cellBlocks(cells []*view, links int) {
	el := *p.top()
	for _, c := range cells {
		if strings.TrimSpace(c.text) != "" {
			p.blocks = append(p.blocks, &block{view: c, el: el, link: min(links, len(c.text)), hard: el.hard, soft: el.soft, pre: false})
		}
	}
}
