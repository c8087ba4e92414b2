package input

import "strings"

// cleanCable makes a cable ready to be cut: page-break lines become page breaks, quotation marks doubled by a
// spreadsheet single, and apostrophes that old terminals turned into commas or the letter Q are put back. Mark is the first of the
// page-break lines.
func cleanCable(from *view) (clean *view, mark string) {
	text := from.text
	doubled := strings.Count(text, `""`)*2 == strings.Count(text, `"`)
	var w writer
	kept := 0
	replace := func(start, end int, with string) {
		w.copy(from, kept, start)
		w.put(with, from.source(start, end))
		kept = end
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case 'O':
			if i > 0 && strings.HasPrefix(text[i-1:], " OF ") {
				if start, end := pageMark(text, i-1); end > 0 && start >= kept {
					mark = orElse(mark, text[start:end])
					replace(start, end, string(rune(pageBreak)))
					i = end - 1
				}
			}
		case '"':
			if doubled && i+1 < len(text) && text[i+1] == '"' {
				replace(i, i+2, `"`)
				i++
			}
		case ',', 'Q':
			if i > 0 && i+2 < len(text) && text[i-1] >= 'a' && text[i-1] <= 'z' && text[i+1] == 's' && !isASCIILetterOrDigit(text[i+2]) {
				replace(i, i+1, "'")
			} else if text[i] == ',' && i > 0 && i+2 < len(text) && text[i-1] >= 'A' && text[i-1] <= 'Z' && text[i+1] == 's' && isBlank(text[i+2:]) {
				replace(i, i+1, "'")
			}
		}
	}
	w.copy(from, kept, len(text))
	return w.view(), mark
}

// pageMark finds the page-break mark around the " OF " at offset at: "BEIJING 00004240 002 OF 004" or
// "BRASILIA 00001365 002.2 OF 002". Its end is 0 when there is none.
func pageMark(s string, at int) (start, end int) {
	i := at
	digits := func() int {
		n := 0
		for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' && n < 10 {
			i--
			n++
		}
		return n
	}
	skip := func() bool {
		n := 0
		for i > 0 && (s[i-1] == ' ' || s[i-1] == '\t') {
			i--
			n++
		}
		return n > 0
	}
	n := digits()
	if n < 3 && i > 0 && s[i-1] == '.' {
		i--
		n = digits()
	}
	if n != 3 || !skip() || digits() < 5 || !skip() {
		return 0, 0
	}
	end = at + len(" OF ")
	for end < len(s) && s[end] == ' ' {
		end++
	}
	last := end
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end-last != 3 {
		return 0, 0
	}
	start = postStart(s, i)
	if start == i {
		return 0, 0
	}
	return start, end
}

// postStart goes back from offset end over the name of a post in capitals: up to four words if they are a known post,
// else to the beginning of the line or over one word.
func postStart(s string, end int) int {
	starts := make([]int, 0, 4)
	i := end
	for len(starts) < 4 {
		j := i
		for j > 0 && (s[j-1] == ' ' || s[j-1] == '\t') {
			j--
		}
		if len(starts) > 0 && j == i {
			break
		}
		k := j
		for k > 0 && (s[k-1] >= 'A' && s[k-1] <= 'Z' || s[k-1] == '.' || s[k-1] == '\'') && j-k < 24 {
			k--
		}
		if k == j {
			break
		}
		starts = append(starts, k)
		i = k
	}
	for n := len(starts) - 1; n >= 0; n-- {
		if postCountry(s[starts[n]:end]) != "" {
			return starts[n]
		}
	}
	if n := len(starts); n > 0 {
		if first := starts[n-1]; first == 0 || s[first-1] == '\n' {
			return first
		}
		return starts[0]
	}
	return end
}

// splitPageMark takes post and number out of a page-break mark.
func splitPageMark(mark string) (origin, number string) {
	f := strings.Fields(mark)
	for i, w := range f {
		if isDigits(w) {
			return strings.Join(f[:i], " "), w
		}
	}
	return "", ""
}

// splitKeywords cuts header lines in which several fields stand in a row: "E.O. 12958: N/A TAGS: PHUM CH SUBJECT: …".
func splitKeywords(v *view, lines []line) []line {
	out := make([]line, 0, len(lines)+4)
	for i, l := range lines {
		if l.kind != inkLine || i > 400 {
			out = append(out, l)
			continue
		}
		s := v.text[l.start:l.end]
		if !strings.HasPrefix(s, "E.O.") && !strings.HasPrefix(s, "TAGS") && !strings.HasPrefix(s, "SUBJECT:") && !strings.HasPrefix(s, "REF:") {
			out = append(out, l)
			continue
		}
		from := 0
		for _, word := range [...]string{" TAGS:", " SUBJECT:", " REF:", " REFS:", " 1. (", " 1.("} {
			at := strings.Index(s[from:], word)
			if at < 0 {
				continue
			}
			at += from
			cut := l
			cut.start, cut.end = v.trimmed(l.start+from, l.start+at)
			if cut.start < cut.end {
				out = append(out, cut)
			}
			from = at + 1
		}
		l.start += from
		out = append(out, l)
	}
	return out
}
