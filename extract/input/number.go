package input

import (
	"strconv"

	"mandate/extract/nlp"
)

// countBare finds paragraphs that are numbered by a bare number before their text ("4 Singapore is committed …"), as
// press releases do, and makes the numbers their labels: only where they count 1, 2, 3 … through the document.
func countBare(passages []nlp.Passage) {
	next := 1
	var at []int
	for i := range passages {
		if passages[i].Kind != nlp.Paragraph || passages[i].Label != "" {
			continue
		}
		if n, _ := bareNumber(passages[i].Text); n == next {
			at = append(at, i)
			next++
		}
	}
	if len(at) < 3 {
		return
	}
	label := ""
	k := 0
	for i := range passages {
		p := &passages[i]
		switch {
		case k < len(at) && at[k] == i:
			n, skip := bareNumber(p.Text)
			label = strconv.Itoa(n)
			p.Label = label
			dropStart(p, skip)
			k++
		case p.Kind == nlp.Heading || p.Kind == nlp.Caption:
			label = ""
		case p.Label == "":
			p.Label = label
		}
	}
}

// bareNumber reads a number of up to three digits, blanks and a word or quotation: the number and where the text begins.
func bareNumber(s string) (n, skip int) {
	i := 0
	for i < len(s) && i < 3 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	j := i
	for j < len(s) && s[j] == ' ' {
		j++
	}
	if i == 0 || j == i || j == len(s) || s[0] == '0' || !(s[j] >= 'A' && s[j] <= 'Z' || s[j] == '"' || s[j] >= 0x80) {
		return 0, 0
	}
	n, _ = strconv.Atoi(s[:i])
	return n, j
}

// dropStart takes the first bytes off a passage's text; they lie within segments that stand one for one or whole.
func dropStart(p *nlp.Passage, skip int) {
	var m nlp.OffsetMap
	for _, s := range p.Map {
		switch {
		case s.Read >= skip:
			s.Read -= skip
			m = append(m, s)
		case s.Read+s.ReadLen > skip && s.ReadLen == s.SourceLen:
			d := skip - s.Read
			m = append(m, nlp.Segment{Read: 0, ReadLen: s.ReadLen - d, Source: s.Source + d, SourceLen: s.SourceLen - d})
		case s.Read+s.ReadLen > skip:
			m = append(m, nlp.Segment{Read: 0, ReadLen: s.Read + s.ReadLen - skip, Source: s.Source, SourceLen: s.SourceLen})
		}
	}
	p.Text, p.Map = p.Text[skip:], m
	if len(m) > 0 {
		p.Span.Start = m[0].Source
	}
}
