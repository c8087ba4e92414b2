package view

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"mandate/graph"
)

// Quote splits a quote for display: white space is collapsed, page furniture gives way to a mark, and the words that name
// subject and object and set the status are parts of their own. Where roles overlap, subject and object win over cues,
// and the subject over the object.
func Quote(ev *graph.Evidence) []Part {
	roles := make([]Role, len(ev.Quote))
	paint := func(s graph.Span, role Role) {
		for i := max(s.Start-ev.Span.Start, 0); i < min(s.End-ev.Span.Start, len(roles)); i++ {
			roles[i] = role
		}
	}
	for _, c := range ev.Cues {
		paint(c, Cue)
	}
	paint(ev.Object, Object)
	paint(ev.Subject, Subject)
	for _, at := range furnitures(ev.Quote) {
		paint(graph.Span{Start: ev.Span.Start + at[0], End: ev.Span.Start + at[1]}, Skipped)
	}
	var parts []Part
	blank := false // white space stands before what comes next
	for i := 0; i < len(ev.Quote); {
		r, size := utf8.DecodeRuneInString(ev.Quote[i:])
		role, word := roles[i], ev.Quote[i:i+size]
		i += size
		if role == Skipped {
			for i < len(ev.Quote) && roles[i] == Skipped {
				i++
			}
			if len(parts) == 0 || parts[len(parts)-1].Role != Skipped {
				parts = append(addBlank(parts, Skipped), Part{"[…]", Skipped})
			}
			blank = true
			continue
		}
		if isBlank(r) {
			blank = true
			continue
		}
		if r == utf8.RuneError && size == 1 || !LegalXML(r) || r < ' ' || r == 0x7f {
			word = string(utf8.RuneError)
		}
		if blank {
			parts = addBlank(parts, role)
			blank = false
		}
		parts = addWord(parts, word, role)
	}
	return parts
}

func isBlank(r rune) bool {
	return r == ' ' || r >= '\t' && r <= '\r' || r == 0xa0 || r == 0x85 || r == 0x2028 || r == 0x2029
}

// addBlank puts a blank between words: inside a part when both neighbours belong to it, else between the parts.
func addBlank(parts []Part, next Role) []Part {
	if len(parts) == 0 {
		return parts
	}
	last := &parts[len(parts)-1]
	switch {
	case strings.HasSuffix(last.Text, " "):
	case last.Role == next || last.Role == Plain:
		last.Text += " "
	default:
		parts = append(parts, Part{" ", Plain})
	}
	return parts
}

func addWord(parts []Part, word string, role Role) []Part {
	if len(parts) > 0 && parts[len(parts)-1].Role == role {
		parts[len(parts)-1].Text += word
		return parts
	}
	return append(parts, Part{word, role})
}

// PlainQuote is the quote on one line, for a title or a cell: the parts of [Quote] in a row.
func PlainQuote(ev *graph.Evidence) string {
	return string(AppendPlainQuote(make([]byte, 0, len(ev.Quote)+8), ev))
}

// AppendPlainQuote appends what [PlainQuote] gives.
func AppendPlainQuote(b []byte, ev *graph.Evidence) []byte {
	first, s, skip := len(b), ev.Quote, furnitures(ev.Quote)
	blank, skipped := false, false // white space, or a mark for furniture, stands before what comes next
	for i := 0; i < len(s); {
		if len(skip) > 0 && i == skip[0][0] {
			if !skipped {
				if len(b) > first {
					b = append(b, ' ')
				}
				b = append(b, "[…]"...)
			}
			i, skip = skip[0][1], skip[1:]
			blank, skipped = true, true
			continue
		}
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if isBlank(r) {
			blank = true
			i += size
			continue
		}
		if blank && len(b) > first {
			b = append(b, ' ')
		}
		blank, skipped = false, false
		if end := run(s, i); end > i {
			if len(skip) > 0 {
				end = min(end, skip[0][0])
			}
			b = append(b, s[i:end]...)
			i = end
			continue
		}
		if r == utf8.RuneError && size == 1 || !LegalXML(r) || r < ' ' || r == 0x7f {
			r = utf8.RuneError
		}
		b = utf8.AppendRune(b, r)
		i += size
	}
	return append(b[:first], bytes.TrimSpace(b[first:])...)
}

// AppendPlace appends what [Clean] makes of [Place].
func AppendPlace(b []byte, ev *graph.Evidence) []byte {
	if doc := string(ev.Document); doc != "" && run(doc, 0) == len(doc) && run(ev.Paragraph, 0) == len(ev.Paragraph) && doc[0] != ' ' && !strings.HasPrefix(ev.Paragraph, " ") {
		b = append(b, doc...)
		if ev.Paragraph != "" {
			b = append(append(b, ", paragraph "...), ev.Paragraph...)
		}
		return b
	}
	return AppendClean(b, Place(ev))
}

// Place says where a quote stands: "plan.txt, paragraph 4".
func Place(ev *graph.Evidence) string {
	if ev.Paragraph == "" {
		return string(ev.Document)
	}
	return string(ev.Document) + ", paragraph " + ev.Paragraph
}
