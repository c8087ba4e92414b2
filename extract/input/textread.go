package input

import (
	"strings"

	"mandate/extract/nlp"
)

// textReader cuts plain text into pieces: paragraphs, headings and list items, with hard wraps joined.
type textReader struct {
	v     *view
	lines []line
	shape shape

	portions bool     // portion marks stand without paragraph numbers
	capitals [26]bool // capitals that begin a line as "A."
	vocab    *vocabulary
	flows    bool // a line break never ends the paragraph

	pieces []piece
	cur    []line // lines of the paragraph being read
	mark   marker
	spaced bool // a blank line stood before cur
	ruled  bool // a rule stood before cur
}

// readText cuts a view into pieces.
func readText(v *view) []piece {
	lines := splitLines(v)
	return newTextReader(v, lines, measure(v, lines), &vocabulary{text: v.text}).read()
}

func newTextReader(v *view, lines []line, s shape, vocab *vocabulary) *textReader {
	r := &textReader{v: v, lines: lines, shape: s, vocab: vocab}
	r.survey()
	return r
}

// survey looks through the first characters of all lines for what only the whole text can tell: whether portion marks
// stand without numbers, and which capitals count.
func (r *textReader) survey() {
	for _, l := range r.lines {
		if l.kind != inkLine {
			continue
		}
		s := r.v.text[l.start:l.end]
		if c := s[0]; len(s) > 2 && c >= 'A' && c <= 'Z' && s[1] == '.' {
			r.capitals[c-'A'] = true
		}
	}
	r.portions = r.vocab.marked()
}

// marked says whether the whole text, of which a reader may see one paragraph alone, marks its paragraphs without numbers.
func (v *vocabulary) marked() bool {
	if v.marks == nil {
		var m marks
		for l := range strings.Lines(v.text) {
			m.see(l)
		}
		stand := m.stand()
		v.marks = &stand
	}
	return *v.marks
}

// read goes through the lines once.
func (r *textReader) read() []piece {
	gap, page := 0, false
	for i := range r.lines {
		l := r.lines[i]
		switch l.kind {
		case blankLine:
			gap++
			continue
		case pageLine:
			page = true
			gap++
			continue
		case ruleLine:
			r.rule(i, gap)
			gap = 0
			continue
		}
		m := r.marker(i, gap > 0 || len(r.cur) == 0)
		if len(r.cur) > 0 && !r.joins(i, m, gap, page) {
			r.flush(gap > 0)
		}
		if len(r.cur) == 0 {
			r.mark, r.spaced = m, gap > 0 || len(r.pieces) == 0
		}
		r.cur = append(r.cur, l)
		gap, page = 0, false
	}
	r.flush(true)
	return r.pieces
}

// marker reads what stands before the text of line i, if that can be a marker where it stands.
func (r *textReader) marker(i int, first bool) marker {
	s := r.v.text[r.lines[i].start:r.lines[i].end]
	m := readMarker(s, r.portions)
	switch {
	case m.kind == bare: // countBare knows better
		return marker{}
	case m.kind == letter && len(m.label) == 1 && m.label[0] >= 'A' && m.label[0] <= 'Z' && m.style[len(m.style)-1] == '.':
		c := m.label[0] - 'A'
		if !(c == 0 && r.capitals[1] || c > 0 && r.capitals[c-1]) {
			return marker{} // an initial: "J. Smith"
		}
	case m.kind == bullet && m.style == "o" && !first:
		return marker{}
	}
	if first || m.kind == noMarker || m.kind == pilcrow || m.marking != "" {
		return m
	}
	// Within a block of lines a marker follows what can be an end; else it is part of a sentence: "under subsection
	// (a) of this section", "Articles 3 and\n4. The".
	prev := r.v.text[r.cur[len(r.cur)-1].start:r.cur[len(r.cur)-1].end]
	if m.kind == bullet && r.mark.kind == bullet && r.mark.style == m.style {
		return m
	}
	if finished(prev) || markerEnd(prev) || r.listing() {
		return m
	}
	if first := m.label == "1" || m.label == "a" || m.label == "i"; first && m.kind == letter && len(r.cur) == 1 &&
		(r.mark.kind == number || r.mark.kind == section) && len(prev) < 60 && !endsOpen(prev) {
		return m // under the title of a section: "2. Interpretation", "(1) In this Act …"
	}
	if m.kind == number && r.mark.kind == number && len(r.cur) == 1 && m.n == r.mark.n+1 && m.style == r.mark.style && !endsOpen(prev) {
		return m // "1. Short title", "2. Interpretation": a table of contents
	}
	return marker{}
}

// markerEnd says whether the line before a list item ends like a list item or its lead-in.
func markerEnd(prev string) bool {
	for _, e := range [...]string{";", ",", "; and", "; or", ", and", ", or", "—", "--"} {
		if len(prev) >= len(e) && prev[len(prev)-len(e):] == e {
			return true
		}
	}
	return false
}

// listing says whether the paragraph being read is a heading or marker alone, after which anything may begin.
func (r *textReader) listing() bool {
	l := r.cur[0]
	return len(r.cur) == 1 && (r.mark.alone || capsLine(r.v.text[l.start:l.end]) && !r.shape.caps)
}

// joins says whether line i goes on with the paragraph being read.
func (r *textReader) joins(i int, m marker, gap int, page bool) bool {
	l := r.lines[i]
	last := r.cur[len(r.cur)-1]
	prev, next := r.v.text[last.start:last.end], r.v.text[l.start:l.end]
	if m.kind != noMarker {
		return false
	}
	if r.shape.double && gap == 1 && !page {
		gap = 0
	}
	switch {
	case gap == 0:
		return r.continues(last, l, prev, next)
	case page:
		return r.resumes(i, prev, next)
	case gap == 1 || r.shape.double:
		return !finished(prev) && len(prev) >= 40 && (prev[len(prev)-1] == ',' || isLetter(prev[len(prev)-1])) &&
			!markerEnd(prev) && r.mark.kind != bullet && startsLower(next) && r.shape.wrapped
	}
	return false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// continues decides for two lines with nothing between them.
func (r *textReader) continues(last, l line, prev, next string) bool {
	if fieldName(next) != "" && fieldName(r.v.text[r.cur[0].start:r.cur[0].end]) != "" {
		return false // each field of a memorandum by itself, however the one before it ends
	}
	if len(r.cur) == 1 && r.mark.alone || l.start-last.end == 0 || r.flows {
		return true
	}
	done := finished(prev)
	upper := startsUpper(next)
	if len(r.cur) == 1 && !done && fieldName(prev) != "" && fieldName(next) == "" {
		return true // "SUBJECT: …" over two lines
	}
	switch {
	case done && l.indent >= last.indent+2 && !(r.mark.size > 0 && l.indent > r.cur[0].indent):
		return false // an indented first line
	case done && upper && len(r.cur) > 1 && l.indent < r.cur[len(r.cur)-1].indent-1:
		return false // back from a hanging item
	case r.nextRuled(l) && capsLine(next):
		return false
	}
	if len(r.cur) == 1 && !r.shape.caps && capsLine(prev) && !capsLine(next) && !endsOpen(prev) {
		return false // a heading without a blank line after it
	}
	if !r.shape.wrapped {
		if done && upper {
			return false
		}
		return !upper || endsOpen(prev) || len(prev) >= 55 && !done && isLetter(prev[len(prev)-1])
	}
	short := len(prev)*100 < r.shape.width*65
	if r.shape.double {
		short = len(prev)*100 < r.shape.width*80
	}
	if done && upper && short {
		return false
	}
	if upper && len(prev)*2 < r.shape.width && !endsOpen(prev) && len(next)*100 < r.shape.width*65 {
		return false // lines of a signature or an address
	}
	return true
}

// nextRuled says whether a rule is drawn under a line.
func (r *textReader) nextRuled(l line) bool {
	end := l.end
	for end < len(r.v.text) && r.v.text[end] != '\n' && r.v.text[end] != '\r' {
		end++
	}
	if end >= len(r.v.text) {
		return false
	}
	_, next := lineEnd(r.v.text, end)
	stop, _ := lineEnd(r.v.text, next)
	return isRule(r.v.text[next:stop])
}

// resumes decides for lines with a page break between them.
func (r *textReader) resumes(i int, prev, next string) bool {
	if startsLower(next) {
		return true
	}
	if finished(prev) || r.nextRuled(r.lines[i]) {
		return false
	}
	alone := i+1 >= len(r.lines) || r.lines[i+1].kind != inkLine
	if len(r.cur) == 1 && r.mark.kind == noMarker && r.spaced {
		return false // a heading before the page break
	}
	return !alone || len(next) > 80 || finished(next)
}

// rule takes in a line of dashes: what stands directly above it is a heading, and what stands between two is.
func (r *textReader) rule(i, gap int) {
	if len(r.cur) == 0 || gap > 0 {
		r.flush(true)
		r.ruled = true
		return
	}
	head := r.headLines()
	if head == 0 {
		r.flush(true)
		r.ruled = true
		return
	}
	rest := r.cur[len(r.cur)-head:]
	if head < len(r.cur) {
		r.cur = r.cur[:len(r.cur)-head]
		r.flush(false)
		r.mark = marker{}
	}
	r.cur = append([]line(nil), rest...)
	r.heading()
	r.ruled = false
}

// headLines is the number of lines at the end of the paragraph being read that are a heading over a rule.
func (r *textReader) headLines() int {
	n := len(r.cur)
	text := func(i int) string { return r.v.text[r.cur[i].start:r.cur[i].end] }
	if r.ruled && n <= 4 || n == 1 {
		if n == 1 && !r.ruled && len(text(0)) > 160 {
			return 0
		}
		return n
	}
	head := 0
	for head < n && head < 3 && capsLine(text(n-1-head)) {
		head++
	}
	if head > 0 {
		return head
	}
	if prev := text(n - 2); finished(prev) && !finished(text(n-1)) && len(text(n-1)) < 100 {
		return 1
	}
	return 0
}

// heading ends the paragraph being read as a heading.
func (r *textReader) heading() {
	m := r.mark
	if m.kind == letter || m.kind == bullet { // "A. Background" keeps its count
		m = marker{}
	}
	p := piece{kind: nlp.Heading, fixed: true, mark: m, view: r.text(m), lines: len(r.cur)}
	r.add(p)
	r.cur, r.mark = nil, marker{}
}

// flush ends the paragraph being read. Blank says whether a blank line follows it.
func (r *textReader) flush(blank bool) {
	if len(r.cur) == 0 {
		return
	}
	p := piece{mark: r.mark, view: r.text(r.mark), lines: len(r.cur), lone: r.spaced && blank}
	r.add(p)
	r.cur, r.mark, r.ruled = nil, marker{}, false
}

func (r *textReader) add(p piece) {
	if hasWord(p.view.text) {
		r.pieces = append(r.pieces, p)
	}
}

// text joins the lines of the paragraph being read, without its marker.
func (r *textReader) text(m marker) *view {
	var w writer
	w.text = make([]byte, 0, r.cur[len(r.cur)-1].end-r.cur[0].start)
	w.off = make(nlp.OffsetMap, 0, 2*len(r.cur))
	for k, l := range r.cur {
		start := l.start
		if k == 0 {
			start += m.size
		}
		if start >= l.end {
			continue
		}
		if len(w.text) > 0 {
			prev := r.cur[k-1]
			switch r.vocab.joint(r.v.text[prev.start:prev.end], r.v.text[start:l.end]) {
			case jointBlank:
				w.blank(r.v, prev.end, start)
			case jointWhole:
				w.unwrite()
			}
		}
		w.flow(r.v, start, l.end)
	}
	return w.view()
}

// hasWord says whether a text holds a letter or digit at all.
func hasWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || isASCIILetterOrDigit(c) {
			return true
		}
	}
	return false
}

// capsLine says whether a line is written in capitals: at least three of them and no small letter, but for the "c" of
// "McCARTHY" and plural endings like "NGOs".
func capsLine(s string) bool {
	upper, lower := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		}
	}
	return upper >= 3 && lower*12 <= upper
}
