package input

import (
	"strings"

	"mandate/extract/nlp"
)

// sniffCable says whether a text is a diplomatic cable: at least three signs that only cables bear stand near its
// beginning.
func sniffCable(text string) bool {
	if strings.HasPrefix(text, "<") {
		return false
	}
	head := text[:min(len(text), 64<<10)]
	seen := map[string]bool{}
	score := 0
	for pos, n := 0, 0; pos < len(head) && n < 600; n++ {
		end, next := lineEnd(head, pos)
		s := strings.TrimSpace(head[pos:end])
		pos = next
		sign, weight := cableSign(s)
		if weight > 0 && !seen[sign] {
			seen[sign] = true
			score += weight
		}
		if (sign == "eo" || sign == "tags") && strings.Contains(s, " SUBJECT:") { // fields in a row on one line
			score++
		}
		if score >= 3 {
			return true
		}
	}
	return false
}

// cableSign is the sign of a cable that a line bears, and how much it says.
func cableSign(s string) (string, int) {
	if len(s) < 3 || len(s) > 2000 {
		return "", 0
	}
	h := readHeaderLine(s)
	switch h.key {
	case "de", "dtg", "vzczc":
		return h.key, 2
	case "classification":
		if h.origin != "" {
			return h.key, 2
		}
		return "", 0
	case "from", "eo", "tags", "subject", "ref":
		return h.key, 1
	case "caption":
		if s == "SIPDIS" || s == "NODIS" || s == "EXDIS" {
			return h.key, 1
		}
	}
	if strings.HasPrefix(s, "¶") {
		return "pilcrow", 1
	}
	if i := strings.Index(s, " OF "); i > 0 {
		if start, end := pageMark(s, i); end == len(s) && start == 0 {
			return "page", 1
		}
	}
	return "", 0
}

// readCable reads a cable: its header becomes metadata, its subject a passage of its own, its body paragraphs.
func readCable(r *reading, from *view) {
	r.format = "cable"
	c := &cable{reading: r}
	c.v, c.mark = cleanCable(from)
	c.lines = splitKeywords(c.v, splitLines(c.v))
	c.header()
	c.sections()
	c.close()
	c.fill()

	lines := c.lines[c.body:c.end]
	body := newTextReader(c.v, lines, measure(c.v, lines), &vocabulary{text: c.v.text})
	body.portions = true
	pieces := body.read()
	if c.subject != nil && c.subject.text != "" {
		pieces = append([]piece{{kind: nlp.HeaderLine, fixed: true, view: c.subject}}, pieces...)
	}
	r.doc.Passages = append(r.doc.Passages, assemble(pieces, body.shape, true)...)
}

// cable is a cable while it is read.
type cable struct {
	*reading
	v       *view
	lines   []line
	first   int // first line of the header
	body    int // first line of the body
	end     int // line after the last of the body
	subject *view
	mark    string // the first page-break line
	head    cableHeader
}

// text is line i.
func (c *cable) text(i int) string { return c.v.text[c.lines[i].start:c.lines[i].end] }

// header finds where the header begins and ends, and reads it.
func (c *cable) header() {
	c.end = len(c.lines)
	label, last := c.end, -1
	c.first = -1
	ink := 0
	for i := range c.lines {
		if c.lines[i].kind != inkLine {
			continue
		}
		s := c.text(i)
		if c.first >= 0 && startsBody(s) {
			label = i
			break
		}
		if h := readHeaderLine(s); h.key != "" && (h.key != "classification" || h.origin != "" || c.first >= 0) {
			if c.first < 0 {
				c.first = i
			}
			last = i
			ink = 0
		} else if ink++; c.first >= 0 && ink > 60 {
			break
		}
	}
	if c.first < 0 {
		c.first, c.body = 0, 0
		return
	}
	c.body = c.fieldEnd(last, label)
	c.readFields()
}

// startsBody says whether a line begins the first numbered paragraph.
func startsBody(s string) bool {
	m := readMarker(s, true)
	switch m.kind {
	case pilcrow:
		return true
	case number:
		return m.n == 1 && strings.HasSuffix(m.style, ".") || m.marking != ""
	}
	return m.marking != "" && m.kind == noMarker
}

// fieldEnd is the line after the last one of the field that begins at line i.
func (c *cable) fieldEnd(i, limit int) int {
	h := readHeaderLine(c.text(i))
	k := i + 1
	if !continuing[h.key] {
		return k
	}
	for k < limit {
		if c.lines[k].kind != inkLine {
			// references may stand apart: "B) 08 SANTIAGO 723"
			if h.key != "ref" || c.lines[k].kind != blankLine || k+1 >= limit || c.lines[k+1].kind != inkLine || !isReference(c.text(k+1)) {
				break
			}
			k++
			continue
		}
		if k+1 < limit && c.lines[k+1].kind == ruleLine { // a heading without a blank line before it
			break
		}
		if readHeaderLine(c.text(k)).key != "" {
			break
		}
		k++
	}
	return k
}

// isReference says whether a line counts a reference: "B) 08 SANTIAGO 723", "(C) STATE 1234", "B. STATE 99".
func isReference(s string) bool {
	m := readEnumerator(s)
	return m.kind == letter && len(m.label) == 1 && m.label[0] >= 'A' && m.label[0] <= 'Z' && len(s) < 100
}

// sections blanks the headers that are repeated at the head of each further section; they count as page breaks.
func (c *cable) sections() {
	for i := c.body; i < c.end; i++ {
		if c.lines[i].kind != inkLine {
			continue
		}
		s := c.text(i)
		if h := readHeaderLine(s); h.key != "classification" || h.origin == "" && !strings.Contains(s, "SECTION") {
			continue
		}
		for k := i; k < c.end; {
			if c.lines[k].kind != inkLine {
				k++
				continue
			}
			if key := readHeaderLine(c.text(k)).key; key == "" || k > i && startsBody(c.text(k)) {
				break
			}
			stop := c.fieldEnd(k, c.end)
			for ; k < stop; k++ {
				c.lines[k].kind = pageLine
			}
		}
	}
}

// close finds the end of the text: page furniture after it, the signature, the end-of-message marks.
func (c *cable) close() {
	lastLabel := c.body
	for i := c.body; i < c.end; i++ {
		if c.lines[i].kind == inkLine && startsBody(c.text(i)) {
			lastLabel = i
		}
	}
	for i := c.body; i < c.end; i++ {
		if c.lines[i].kind != inkLine {
			continue
		}
		s := c.text(i)
		if isCopyright(s) || i > lastLabel && endsPage(s) {
			c.leftOut("after", i, c.end)
			c.end = i
			break
		}
	}
	for i := c.body; i < c.end; i++ {
		if c.lines[i].kind == inkLine && isFurniture(c.text(i)) {
			c.lines[i].kind = blankLine
		}
	}
	c.signature(lastLabel)
}

// signature takes off the end-of-message marks and the name of the signer, and what stands below it.
func (c *cable) signature(lastLabel int) {
	for i := c.end - 1; i > c.body && i > lastLabel; i-- {
		if c.lines[i].kind != inkLine {
			continue
		}
		s := c.text(i)
		if s == "NNNN" || s == "BT" || strings.HasPrefix(s, "#") && len(s) < 8 {
			c.lines[i].kind = blankLine
			continue
		}
		if readHeaderLine(s).key == "classified" {
			c.lines[i].kind = blankLine
			continue
		}
		if c.isSigner(i) {
			c.meta("signed", s)
			if i+1 < c.end {
				c.leftOut("after", i+1, c.end)
			}
			c.end = i
			return
		}
	}
}

// isSigner says whether line i is a surname in capitals alone, as ambassadors sign, with the end of a sentence above.
func (c *cable) isSigner(i int) bool {
	s := c.text(i)
	if len(s) < 3 || len(s) > 30 || len(strings.Fields(s)) > 3 || !capsLine(s) || strings.ContainsAny(s, "0123456789:;!?/()\"") ||
		strings.HasSuffix(s, ".") || mostlyCaps(c.v.text) {
		return false
	}
	if i+1 < len(c.lines) && c.lines[i+1].kind == ruleLine {
		return false
	}
	switch s {
	case "COMMENT", "SUMMARY", "BIO NOTE", "BACKGROUND", "END SUMMARY", "END COMMENT", "NOTE", "ANNEX", "CONCLUSION":
		return false
	}
	for k := i + 1; k < c.end && k < i+6; k++ { // text under it: a heading
		if c.lines[k].kind == inkLine && len(c.text(k)) > 50 && finished(c.text(k)) && startsUpper(c.text(k)) {
			return false
		}
	}
	for k := i - 1; k >= c.body; k-- {
		if c.lines[k].kind == inkLine {
			return finished(c.text(k)) || k < i-1
		}
	}
	return false
}

// leftOut notes the lines [from, to) that are furniture, not text.
func (c *cable) leftOut(where string, from, to int) {
	n := 0
	for _, l := range c.lines[from:to] {
		if l.kind == inkLine {
			n++
		}
	}
	if n > 0 {
		c.note("Left out %s the text: %s of page furniture.", where, count(n, "line"))
	}
}
