package input

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markerKind says what stands before the text of a paragraph.
type markerKind uint8

const (
	noMarker markerKind = iota
	pilcrow             // "¶12."
	number              // "12." or "12)": the label of a paragraph or a list item
	bare                // "12" and a blank: a label where such numbers run 1, 2, 3
	letter              // "a.", "(b)", "(iii)", "(2)": a list item
	bullet              // "-", "*", "•"
	section             // "Section 3.", "Sec. 2", "ARTICLE IV": stays in the text
	recital             // "WHEREAS": stays in the text
)

// marker is what was found before the text of a paragraph.
type marker struct {
	kind    markerKind
	label   string // "12", "3a", "iii"
	n       int    // of pilcrow, number, bare
	style   string // of lists: "-", "a.", "(1)", "(i)"
	marking string // portion mark
	size    int    // bytes to take off the text; 0 for section and recital
	alone   bool   // nothing else stands on the line
	glued   bool   // no blank follows: "1.Below"
}

// readMarker reads the marker at the start of s, one line without leading white space. Portion marks without a number
// before them ("(U) Summary") are read where portions says so.
func readMarker(s string, portions bool) marker {
	m := readNumber(s)
	if m.kind == noMarker {
		m = readEnumerator(s)
	}
	if m.kind == noMarker {
		m = readWordMarker(s)
	}
	numbered := m.kind == pilcrow || m.kind == number || m.kind == bare
	if numbered || portions && (m.kind == noMarker || m.kind == letter && isPortion(m.label)) {
		from := m.size
		if !numbered {
			from = 0
		}
		if mark, n := readPortion(s[from:]); n > 0 {
			if !numbered {
				m = marker{}
			}
			m.marking, m.size, m.glued = mark, from+n, false
		}
	}
	m.alone = m.alone || m.size > 0 && strings.TrimSpace(s[m.size:]) == ""
	return m
}

// readNumber reads "¶12.", "12.", "12)", "3a." and "12 Text".
func readNumber(s string) marker {
	i := 0
	m := marker{kind: number}
	if strings.HasPrefix(s, "¶") {
		m.kind = pilcrow
		i = len("¶")
		for i < len(s) && s[i] == ' ' {
			i++
		}
	}
	start := i
	for i < len(s) && i-start < 4 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == start || i-start > 3 {
		if m.kind == pilcrow && i == start {
			return marker{kind: pilcrow, size: blanks(s, start)} // a pilcrow without number: a plain paragraph
		}
		return marker{}
	}
	m.n, _ = strconv.Atoi(s[start:i])
	if i+1 < len(s) && s[i] >= 'a' && s[i] <= 'h' && (s[i+1] == '.' || s[i+1] == ')') {
		i++
	}
	m.label = s[start:i]
	if i == len(s) {
		if m.kind == pilcrow {
			m.size = i
			return m
		}
		return marker{}
	}
	switch s[i] {
	case '.', ')':
		m.style = "1" + s[i:i+1]
		i++
		if i < len(s) && !isBlank(s[i:]) {
			r, _ := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsUpper(r) && r != '(' && m.kind != pilcrow || i+1 < len(s) && s[i+1] == '.' {
				return marker{} // "3.5", "1.a", "5.S."
			}
			m.glued = true
		}
	case ' ', '\t':
		if m.kind != pilcrow {
			m.kind = bare
			if !startsUpper(strings.TrimLeft(s[i:], " \t")) || unicode.IsDigit(firstRune(strings.TrimLeft(s[i:], " \t"))) {
				return marker{}
			}
		}
	case '(':
		if m.kind != pilcrow {
			return marker{}
		}
	default:
		return marker{}
	}
	m.size = blanks(s, i)
	return m
}

// readEnumerator reads bullets and "a.", "(b)", "(iii)", "(2)", "b)".
func readEnumerator(s string) marker {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '•', '·', '▪', '●', '○', '►', '■', '◦', '‣', '⁃', '\uf0b7':
		return marker{kind: bullet, style: string(r), size: blanks(s, n)}
	case '-', '*', '–', '—', '+':
		for n < len(s) && s[n] == '-' && r == '-' {
			n++
		}
		if isBlank(s[n:]) && n < len(s) || n == 2 && n < len(s) && s[n] == '(' {
			return marker{kind: bullet, style: s[:n], size: blanks(s, n)}
		}
		return marker{}
	case 'o':
		if len(s) > 2 && s[1] == ' ' && startsUpper(s[2:]) {
			return marker{kind: bullet, style: "o", size: 2}
		}
	}
	i, open := 0, s != "" && s[0] == '('
	if open {
		i++
	}
	start := i
	for i < len(s) && i-start < 5 && isASCIILetterOrDigit(s[i]) {
		i++
	}
	label := s[start:i]
	if label == "" || i == len(s) {
		return marker{}
	}
	end := s[i]
	if open && end != ')' || end != ')' && end != '.' || !isBlank(s[i+1:]) || !enumerator(label, open) {
		return marker{}
	}
	style := enumStyle(label) + string(end)
	if open {
		style = "(" + style
	}
	return marker{kind: letter, label: label, style: style, size: blanks(s, i+1)}
}

// enumerator says whether a label counts something: one letter, a small Roman number or, in brackets, a number.
func enumerator(label string, open bool) bool {
	if len(label) == 1 {
		return true
	}
	if open && isDigits(label) {
		return len(label) <= 2
	}
	if len(label) == 2 && label[0] == label[1] && label[0] >= 'a' && label[0] <= 'z' {
		return true // "(aa)"
	}
	return isRoman(label)
}

// enumStyle is the kind of count a label belongs to: "1", "a", "A", "i" or "I". One letter that could be either counts
// as a letter unless it is i, v or x; the reader of lists settles "(i)" after "(h)".
func enumStyle(label string) string {
	switch {
	case isDigits(label):
		return "1"
	case label == "l": // a misread 1, as in "(l) Such person's"
		return "a"
	case isRoman(label) && strings.ToLower(label) == label && (len(label) > 1 || label == "i" || label == "v" || label == "x"):
		return "i"
	case isRoman(label) && len(label) > 1:
		return "I"
	case label[0] >= 'a':
		return "a"
	default:
		return "A"
	}
}

// isRoman says whether a label is a Roman number below forty in one case.
func isRoman(s string) bool {
	l := strings.ToLower(s)
	if l != s && strings.ToUpper(s) != s {
		return false
	}
	l = strings.TrimLeft(l, "x")
	if len(s)-len(l) > 3 {
		return false
	}
	switch l {
	case "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix":
		return true
	}
	return l == "" && s != ""
}

// readWordMarker finds the words that begin the parts of orders and laws; they stay in the text.
func readWordMarker(s string) marker {
	if s == "" || strings.IndexByte("WwNISA\xc2", s[0]) < 0 {
		return marker{}
	}
	if cut := min(len(s), 80); strings.Contains(s[:cut], "\u00a0") {
		s = strings.Join(strings.Fields(s[:cut]), " ") + s[cut:]
	}
	for _, w := range [...]string{"WHEREAS", "Whereas,", "NOW, THEREFORE", "Now, therefore", "NOW THEREFORE", "IN WITNESS WHEREOF", "In witness whereof"} {
		if strings.HasPrefix(s, w) {
			return marker{kind: recital}
		}
	}
	for _, w := range [...]string{"Section ", "SECTION ", "Sec. ", "SEC. ", "Article ", "ARTICLE ", "§ ", "§"} {
		rest, ok := strings.CutPrefix(s, w)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		n := 0
		for n < len(rest) && isASCIILetterOrDigit(rest[n]) {
			n++
		}
		if n == 0 || n > 5 || !isDigits(rest[:1]) && !isRoman(rest[:n]) {
			return marker{}
		}
		tail := rest[n:]
		if strings.TrimSpace(strings.Trim(tail, ".:")) == "" {
			return marker{kind: section, alone: true}
		}
		if tail[0] == '.' || tail[0] == ':' || strings.HasPrefix(tail, " .") {
			return marker{kind: section}
		}
	}
	return marker{}
}

// portionMarks are the classifications a paragraph may bear.
var portionMarks = [...]string{"SBU", "FOUO", "LOU", "CUI", "TS", "U", "C", "S", "R"}

func isPortion(s string) bool {
	for _, p := range portionMarks {
		if s == p {
			return true
		}
	}
	return false
}

// marks gathers from the beginnings of paragraphs whether portion marks stand there without numbers. A mark that is taken
// for the letter of a list is a secret given away, so one is enough, but for a letter that goes on from the one before it:
// "(B)", "(C)".
type marks struct {
	sure    bool          // a mark that is no letter of a list, or one with a caveat
	letters map[byte]bool // single letters in brackets: "C", "S", and the others of a list
}

// see takes the beginning of a paragraph or line into account.
func (m *marks) see(s string) {
	s = strings.TrimLeft(s, " \t>*_")
	if len(s) < 3 || s[0] != '(' {
		return
	}
	if s[2] == ')' && s[1] >= 'A' && s[1] <= 'Z' {
		rest := strings.TrimLeft(s[3:], " \t")
		if s[1] == 'C' && (rest == "" || rest[0] >= '0' && rest[0] <= '9' || strings.HasPrefix(strings.ToLower(rest), "copyright")) {
			return // "(C) 2009 by"
		}
		if m.letters == nil {
			m.letters = map[byte]bool{}
		}
		m.letters[s[1]] = true
		return
	}
	if mark, _ := readPortion(s); mark != "" {
		m.sure = true
	}
}

// stand says whether paragraphs bear marks.
func (m *marks) stand() bool {
	for _, c := range []byte("UCSR") {
		if m.letters[c] && !m.letters[c-1] {
			return true
		}
	}
	return m.sure
}

// readPortion reads a portion mark such as "(U)", "(C/NF)", "(S//REL TO USA, GBR)" and the blanks after it.
func readPortion(s string) (mark string, size int) {
	if len(s) < 3 || s[0] != '(' {
		return "", 0
	}
	i := strings.IndexByte(s[:min(len(s), 32)], ')')
	if i < 2 {
		return "", 0
	}
	body := strings.TrimSpace(s[1:i])
	first := body
	if j := strings.IndexAny(body, "/- ,"); j >= 0 {
		first = body[:j]
	}
	if !isPortion(first) || strings.ToUpper(body) != body {
		return "", 0
	}
	return body, blanks(s, i+1)
}

// blanks is the first offset from i on that is no blank.
func blanks(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r != ' ' && r != '\t' && (r < 0x80 || !blankRune(r) && !goneRune(r)) {
			break
		}
		i += n
	}
	return i
}

// isBlank says whether s is empty or begins with white space.
func isBlank(s string) bool {
	if s == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r <= ' ' || r >= 0x80 && blankRune(r)
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func isASCIILetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
