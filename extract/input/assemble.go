package input

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// assembler makes passages of pieces: it tells headings, numbered paragraphs and list items apart where the reader of
// the format could not, and carries paragraph number, portion mark, heading and lead-in on to what stands under them.
type assembler struct {
	shape    shape
	cable    bool
	passages []nlp.Passage
	heads    []bool // pieces that look like headings

	label, marking string
	heading        int
	number         int // of the last numbered paragraph
	list           []openItem
	lead           int // the passage that could lead in a list, -1 none
	listNumber     int // last number of the numbered list being read
}

// openItem is a list item that inner items can stand under.
type openItem struct {
	style   string
	label   string
	depth   int
	passage int
}

// assemble makes the passages of a document.
func assemble(pieces []piece, s shape, cable bool) []nlp.Passage {
	countBare(pieces)
	a := &assembler{shape: s, cable: cable, heading: -1, lead: -1}
	a.guessHeadings(pieces)
	for i := range pieces {
		if pieces[i].view.text == "" {
			continue
		}
		a.add(pieces, i)
	}
	return a.passages
}

func (a *assembler) add(pieces []piece, i int) {
	p := &pieces[i]
	if !p.fixed && p.kind == nlp.Paragraph {
		p.kind = a.settle(pieces, i)
	}
	switch p.kind {
	case nlp.Heading:
		a.addHeading(p)
	case nlp.ListItem:
		a.addItem(p)
	case nlp.Paragraph:
		a.addParagraph(p)
	case nlp.TableRow:
		a.push(p, a.label, a.marking)
	default:
		a.push(p, "", p.mark.marking)
	}
}

// settle tells a heading or list item from a paragraph.
func (a *assembler) settle(pieces []piece, i int) nlp.PassageKind {
	p := &pieces[i]
	switch p.mark.kind {
	case letter, bullet:
		return nlp.ListItem
	case number:
		if a.isListNumber(p) {
			return nlp.ListItem
		}
		return nlp.Paragraph
	case noMarker:
		if photoCredit(p.view.text) {
			return nlp.Caption
		}
		if a.heads[i] {
			return nlp.Heading
		}
	}
	return nlp.Paragraph
}

// photoCredit says whether a short paragraph tells who took a picture: "Photo credit: …".
func photoCredit(t string) bool {
	return len(t) > 6 && len(t) < 300 && strings.EqualFold(t[:6], "photo ")
}

// isListNumber tells "1." of a list from "1." of a paragraph of the document.
func (a *assembler) isListNumber(p *piece) bool {
	m := p.mark
	if m.marking != "" {
		return false
	}
	goes := a.listNumber > 0 && m.n == a.listNumber+1
	switch {
	case m.n == a.number+1 && !goes && m.n > 1:
		return false
	case goes:
		return true
	case strings.HasSuffix(m.style, ")") && a.number > 0:
		return true
	case m.n == 1 && a.leads():
		return true
	}
	return startsLower(p.view.text)
}

// leads says whether the last passage leads in a list.
func (a *assembler) leads() bool {
	if a.lead < 0 || a.lead != len(a.passages)-1 {
		return false
	}
	t := a.passages[a.lead].Text
	return t != "" && (t[len(t)-1] == ':' || strings.HasSuffix(t, "—"))
}

func (a *assembler) addHeading(p *piece) {
	a.label, a.marking = "", ""
	a.list, a.lead, a.listNumber = nil, -1, 0
	a.push(p, "", p.mark.marking)
	n := len(a.passages) - 1
	a.passages[n].Level = max(p.level, 1)
	a.heading = n
}

func (a *assembler) addParagraph(p *piece) {
	m := p.mark
	switch m.kind {
	case pilcrow, number, bare:
		if m.label != "" {
			a.label, a.marking, a.number = m.label, m.marking, m.n
		}
	default:
		if m.marking != "" {
			a.marking = m.marking
		}
	}
	if !p.inside {
		a.list, a.listNumber = nil, 0
	}
	a.push(p, a.label, a.marking)
	n := len(a.passages) - 1
	if p.inside && len(a.list) > 0 {
		a.passages[n].Parent = a.list[len(a.list)-1].passage
		return
	}
	a.lead = n
	if m.kind == section { // "Sec. 6. General Provisions. (a) Nothing …": "(b)" below goes on with it
		if at := strings.Index(p.view.text, ". (a) "); at > 0 && at < 250 {
			a.list = []openItem{{style: "(a)", label: "a", passage: n}}
		}
	}
}

func (a *assembler) addItem(p *piece) {
	m := p.mark
	if m.kind == number {
		a.listNumber = m.n
	}
	if m.marking != "" {
		a.marking = m.marking
	}
	parent := a.nest(p)
	a.push(p, a.label, a.marking)
	n := len(a.passages) - 1
	a.passages[n].Level = len(a.list) - 1
	a.passages[n].Parent = parent
	a.list[len(a.list)-1].passage = n
}

// nest opens the item at its level and says what it stands under.
func (a *assembler) nest(p *piece) int {
	style := p.mark.style
	if p.depth > 0 {
		for len(a.list) > 0 && a.list[len(a.list)-1].depth >= p.depth {
			a.list = a.list[:len(a.list)-1]
		}
	} else {
		style = a.style(p.mark)
		for i := len(a.list) - 1; i >= 0; i-- {
			if a.list[i].style == style && a.list[i].depth == 0 {
				if a.list[i].passage == a.lead { // its "(a)" stands within the lead-in: this item goes on with that
					a.lead = -1
				}
				a.list = a.list[:i]
				break
			}
		}
		if len(a.list) > 8 { // no real list goes deeper; a text that changes its bullets does
			a.list = a.list[:1]
		}
	}
	parent := -1
	if n := len(a.list); n > 0 {
		parent = a.list[n-1].passage
	} else if a.lead >= 0 && leadsIn(a.passages[a.lead].Text) {
		parent = a.lead
	}
	a.list = append(a.list, openItem{style: style, label: p.mark.label, depth: p.depth})
	return parent
}

// style settles whether "(i)" goes on with letters (after "(h)") or counts in Roman numbers.
func (a *assembler) style(m marker) string {
	if m.kind != letter || len(m.label) != 1 {
		return m.style
	}
	c := m.label[0]
	alpha := strings.Replace(m.style, "i", "a", 1)
	for i := len(a.list) - 1; i >= 0; i-- {
		l := a.list[i]
		if l.style == alpha && len(l.label) == 1 && l.label[0]+1 == c {
			return alpha
		}
		if l.style == m.style {
			break
		}
	}
	if m.label == "l" { // a misread 1 unless letters have come to k
		return strings.Replace(m.style, "a", "1", 1)
	}
	return m.style
}

// leadsIn says whether a passage is left open for the items below it.
func leadsIn(t string) bool {
	if t == "" {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(t)
	switch r {
	case ':', ',', ';', '-', '—', '–':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// push appends a passage; Heading and Parent are set to what is known here.
func (a *assembler) push(p *piece, label, marking string) {
	a.passages = append(a.passages, nlp.Passage{
		Kind: p.kind, Label: label, Marking: marking, Heading: a.heading, Parent: -1, Cells: p.cells,
		Text: p.view.text, Map: p.view.off, Span: p.view.span(),
	})
}
