package view

import (
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
	for _, at := range furniture.FindAllStringIndex(ev.Quote, -1) {
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

func isBlank(r rune) bool { return strings.ContainsRune(" \t\r\n\v\f\u00a0\u0085\u2028\u2029", r) }

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

// PlainQuote is the quote on one line, for a title or a cell.
func PlainQuote(ev *graph.Evidence) string {
	var b strings.Builder
	for _, p := range Quote(ev) {
		b.WriteString(p.Text)
	}
	return strings.TrimSpace(b.String())
}

// Place says where a quote stands: "plan.txt, paragraph 4".
func Place(ev *graph.Evidence) string {
	if ev.Paragraph == "" {
		return string(ev.Document)
	}
	return string(ev.Document) + ", paragraph " + ev.Paragraph
}
