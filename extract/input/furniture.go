package input

import "strings"

// furnitureLines are lines of web pages that are no text, in lower case without marks at their ends.
var furnitureLines = setOfLines(`share|print|email|e-mail|tweet|facebook|twitter|linkedin|whatsapp|pinterest|reddit|more|read more|more info
skip to content|skip to main content|skip to navigation|skip navigation|jump to navigation|back to top|top of page|return to top
home|menu|search|log in|login|sign in|sign up|register|subscribe|subscribe now|advertisement|advertising|next|previous|next page|previous page
print this page|print page|print friendly|printer friendly|email this|email page|share this|share this page|share on facebook|share on twitter
share on linkedin|share via email|tweet this|follow us|follow us on twitter|follow us on facebook|like us on facebook|contact us|about us|site map|sitemap
privacy policy|terms of use|terms of service|terms and conditions|cookie policy|accept cookies|accept all cookies|manage cookies|accept|close|dismiss
original cable|view original cable|original text|view cable|cable viewer|related articles|related stories|more stories|related content|more news
leave a comment|post a comment|add a comment|view comments|comments|reply|download pdf|view pdf|rss|rss feed|world headlines|latest headlines`)

func setOfLines(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == '\n' }) {
		m[w] = true
	}
	return m
}

// isFurniture says whether a line that stands for itself belongs to the page, not to the text.
func isFurniture(s string) bool {
	if len(s) > 200 {
		return false
	}
	if len(s) > 60 && strings.IndexByte("WwTt", s[0]) < 0 {
		return isMenu(s)
	}
	l := strings.ToLower(strings.Trim(s, " .:;»›>«‹<|*•-–—[]()…"))
	if furnitureLines[l] {
		return true
	}
	if len(s) < 160 && (strings.HasPrefix(l, "we use cookies") || strings.HasPrefix(l, "this site uses cookies") || strings.HasPrefix(l, "this website uses cookies")) {
		return true
	}
	return isMenu(s)
}

// isMenu says whether a line is links in a row: "Home | News | About us".
func isMenu(s string) bool {
	if strings.IndexByte(s, '|') < 0 && strings.IndexByte(s, '>') < 0 && !strings.Contains(s, "»") && !strings.Contains(s, "›") {
		return false
	}
	for _, sep := range [...]string{" | ", " » ", " › ", " > "} {
		if n := strings.Count(s, sep); n >= 2 && len(s)/(n+1) < 25 && !finished(s) {
			return true
		}
	}
	return false
}

// isTeaser says whether a paragraph leads to another page: it ends in "More>>".
func isTeaser(s string) bool {
	for _, e := range [...]string{"More>>", "More »", "more>>", "More >>", "Read more »", "Read More »", "Read more…", "[Read more]", "Continue reading »"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// isCopyright says whether a line claims a copyright: "© Scoop Media", "Copyright 2011 by …".
func isCopyright(s string) bool {
	if len(s) > 120 || strings.IndexByte("Cc(\xc2", s[0]) < 0 && !strings.Contains(s, "eserved") && !strings.Contains(s, "ESERVED") {
		return false
	}
	l := strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, "©"), strings.HasPrefix(l, "(c) ") && len(s) < 60 && (containsYear(s) || strings.Contains(l, "media")):
		return true
	case strings.HasPrefix(l, "copyright"):
		return len(strings.Fields(s)) <= 14 && (strings.Contains(s, "©") || strings.Contains(l, "(c)") || containsYear(s))
	case strings.Contains(l, "all rights reserved"):
		return true
	}
	return false
}

func containsYear(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if (s[i:i+2] == "19" || s[i:i+2] == "20") && isDigits(s[i:i+4]) {
			return true
		}
	}
	return false
}

// endsPage says whether a line after a text begins what a page says of other things.
func endsPage(s string) bool {
	l := strings.ToLower(strings.TrimRight(s, " :>»"))
	switch l {
	case "world headlines", "latest headlines", "more stories", "related stories", "related articles", "more from scoop", "also",
		"next in world", "top stories", "most popular", "most read", "recent posts", "you may also like", "more news", "leave a reply":
		return true
	}
	return isTeaser(s)
}

// trimPage blanks the furniture among the lines of a plain text and says how many lines went. It is careful: a line
// goes only when it is known to be furniture, and what follows a copyright line only when little or only teasers follow.
func trimPage(v *view, lines []line) (kept []line, before, after int) {
	text := func(l line) string { return v.text[l.start:l.end] }
	end := len(lines)
	ink := 0
	for i := len(lines) - 1; i >= 0 && ink < 200; i-- {
		if lines[i].kind != inkLine {
			continue
		}
		ink++
		s := text(lines[i])
		if isCopyright(s) && (i*2 > len(lines) || i > 20) {
			if ink <= 12 || teasers(v, lines[i:end]) {
				end = i
			}
		}
	}
	for _, l := range lines[end:] {
		if l.kind == inkLine {
			after++
		}
	}
	lines = lines[:end]
	for i := range lines {
		l := &lines[i]
		if l.kind != inkLine {
			continue
		}
		s := text(*l)
		alone := func() bool {
			return (i == 0 || lines[i-1].kind != inkLine || isFurniture(text(lines[i-1]))) &&
				(i+1 == len(lines) || lines[i+1].kind != inkLine || isFurniture(text(lines[i+1])))
		}
		if isCopyright(s) || (isFurniture(s) || isTeaser(s)) && alone() {
			l.kind = blankLine
			if i*2 < len(lines) {
				before++
			} else {
				after++
			}
		}
	}
	return lines, before, after
}

// teasers says whether lines lead to other pages.
func teasers(v *view, lines []line) bool {
	n := 0
	for _, l := range lines {
		if l.kind == inkLine {
			if s := v.text[l.start:l.end]; isTeaser(s) || endsPage(s) {
				n++
			}
		}
	}
	return n >= 2
}
