package input

import (
	"strings"

	"mandate/extract/nlp"
)

// readPlain reads text without markup.
func readPlain(r *reading, from *view) {
	r.format = "text"
	v := breakPages(from)
	lines, before, after := trimPage(v, splitLines(v))
	if before > 0 {
		r.note("Left out before and amid the text: %s of page furniture.", count(before, "line"))
	}
	if after > 0 {
		r.note("Left out after the text: %s of page furniture.", count(after, "line"))
	}
	t := newTextReader(v, lines, measure(v, lines), &vocabulary{text: v.text})
	pieces := headerPieces(t.read())
	r.doc.Passages = assemble(pieces, t.shape, false)
	r.titleFromText()
}

// breakPages turns lines that only count pages ("- 3 -", "Page 3 of 7", a number that goes up by one from each to the
// next) into page breaks.
func breakPages(from *view) *view {
	lines := splitLines(from)
	var at []int
	last := 0
	for i, l := range lines {
		if l.kind != inkLine || l.end-l.start > 24 {
			continue
		}
		alone := (i == 0 || lines[i-1].kind != inkLine) && (i+1 == len(lines) || lines[i+1].kind != inkLine)
		n := pageNumber(from.text[l.start:l.end])
		if !alone || n == 0 || last > 0 && n != last+1 {
			continue
		}
		at = append(at, i)
		last = n
	}
	if len(at) < 2 {
		return from
	}
	var w writer
	kept := 0
	for _, i := range at {
		l := lines[i]
		w.copy(from, kept, l.start)
		w.put(string(rune(pageBreak)), from.source(l.start, l.end))
		kept = l.end
	}
	w.copy(from, kept, len(from.text))
	return w.view()
}

// pageNumber is the number that a line counts a page with, 0 for any other line.
func pageNumber(s string) int {
	s = strings.ToLower(strings.Trim(s, "-–— []"))
	s = strings.TrimSpace(strings.TrimPrefix(s, "page "))
	if i := strings.Index(s, " of "); i > 0 && isDigits(strings.TrimSpace(s[i+4:])) {
		s = s[:i]
	}
	if len(s) > 3 || !isDigits(s) {
		return 0
	}
	return atoi(s)
}

// headerPieces marks the header lines of a memorandum or letter ("SUBJECT: …", "FROM: …") among the first pieces.
func headerPieces(pieces []piece) []piece {
	for i := range pieces {
		if i >= 12 {
			break
		}
		p := &pieces[i]
		if p.kind != nlp.Paragraph || p.fixed && p.kind != nlp.Heading || p.mark.kind != noMarker {
			continue
		}
		t := p.view.text
		switch fieldName(t) {
		case "":
		case "SUBJECT", "SUBJ", "RE":
			p.kind, p.fixed = nlp.HeaderLine, true
			start, end := p.view.trimmed(strings.IndexByte(t, ':')+1, len(t))
			p.view = p.view.cut(start, end)
		default:
			p.kind, p.fixed = nlp.HeaderLine, true
		}
	}
	return pieces
}

// fieldName is the name of the field that a header line of a memorandum begins with, in capitals, "" for other text.
func fieldName(t string) string {
	colon := strings.IndexByte(t[:min(len(t), 12)], ':')
	if colon < 2 || len(t) > 400 {
		return ""
	}
	switch name := strings.ToUpper(t[:colon]); name {
	case "SUBJECT", "SUBJ", "RE", "TO", "FROM", "DATE", "CC", "REF", "VIA", "THROUGH":
		return name
	}
	return ""
}

// titleFromText takes title and date from the first lines of a text where the metadata state none.
func (r *reading) titleFromText() {
	info := &r.doc.Info
	body := false
	for i, p := range r.doc.Passages {
		if i >= 8 {
			break
		}
		body = body || p.Kind == nlp.ListItem || len(p.Text) > 200 || p.Kind == nlp.Paragraph && finished(p.Text)
		if info.Title == "" && !body && (p.Kind == nlp.Heading || (i == 0 || p.Kind == nlp.HeaderLine) && fieldName(p.Text) == "") && !dateline(p.Text) {
			info.Title = p.Text
		}
		if info.Date == "" && len(p.Text) < 80 {
			text := p.Text
			if fieldName(text) == "DATE" {
				text = strings.TrimSpace(text[strings.IndexByte(text, ':')+1:])
			}
			if dateline(text) {
				info.Date = readDate(text)
			}
		}
	}
}
