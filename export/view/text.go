package view

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// graphic is the bytes that stand for a visible character of ASCII.
var graphic = func() (t [256]bool) {
	for c := '!'; c <= '~'; c++ {
		t[c] = true
	}
	return t
}()

// run is where the stretch of visible ASCII that begins at i ends; single blanks within belong to it.
func run(s string, i int) int {
	for i < len(s) && (graphic[s[i]] || s[i] == ' ' && i+1 < len(s) && graphic[s[i+1]]) {
		i++
	}
	return i
}

// Clean makes a text fit for one line of a picture or a cell: broken UTF-8 and control characters become U+FFFD, runs of
// white space one blank.
func Clean(s string) string {
	if s == "" || s[0] != ' ' && run(s, 0) == len(s) {
		return s
	}
	return string(AppendClean(make([]byte, 0, len(s)+8), s))
}

// AppendClean appends what [Clean] makes of a text.
func AppendClean(b []byte, s string) []byte {
	first, blank := len(b), false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if unicode.IsSpace(r) {
			blank = true
			i += size
			continue
		}
		if blank && len(b) > first {
			b = append(b, ' ')
		}
		blank = false
		if end := run(s, i); end > i {
			b = append(b, s[i:end]...)
			i = end
			continue
		}
		if !LegalXML(r) || unicode.IsControl(r) {
			r = utf8.RuneError
		}
		b = utf8.AppendRune(b, r)
		i += size
	}
	return b
}

// LegalXML says whether XML 1.0 allows the character (production 2, "Char").
func LegalXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// Clip shortens a text to at most limit characters, the last of which is then "…".
func Clip(s string, limit int) string {
	n := 0
	for i := range s {
		if n++; n == limit {
			if _, size := utf8.DecodeRuneInString(s[i:]); i+size < len(s) {
				return strings.TrimRight(s[:i], " ") + "…"
			}
		}
	}
	return s
}

// furniture is the lines that a cable or printed page has between two pages, in the middle of a sentence:
// "BEIJING 00004240 002 OF 004", "C O N F I D E N T I A L SECTION 02 OF 03 ANKARA 001234", "- 7 -", "Page 3 of 9".
var furniture = regexp.MustCompile(`(?m)^[ \t]*(?:[A-Z][A-Z .'-]* \d{6,8} +\d{3} OF \d{3}|` +
	`(?:[A-Z/]+ |(?:[A-Z] ){3,}[A-Z/ ]*)?SECTION \d\d OF \d\d [A-Z .'-]+ \d{6,8}|-+ *\d+ *-+|(?i:page) \d+ (?i:of) \d+)[ \t]*\r?$`)

// furnitures are where furniture stands in a text. The regular expression is slow, and few quotes hold what it looks for: a line
// that begins with a letter or "-" and ends in a digit or "-".
func furnitures(s string) [][]int {
	for i := 0; i < len(s); {
		end := i + strings.IndexByte(s[i:], '\n')
		if end < i {
			end = len(s)
		}
		line := strings.Trim(s[i:end], " \t\r")
		i = end + 1
		if line == "" {
			continue
		}
		first, last := line[0]|0x20, line[len(line)-1]
		if (first == '-' || first == '/' || first >= 'a' && first <= 'z') && (last == '-' || last >= '0' && last <= '9') {
			return furniture.FindAllStringIndex(s, -1)
		}
	}
	return nil
}

// Part is a stretch of a quote as it is shown.
type Part struct {
	Text string
	Role Role
}

// Role says what a part of a quote stands for.
type Role uint8

// The roles.
const (
	Plain   Role = iota
	Subject      // the words that name the subject
	Object       // the words that name the object
	Cue          // the words that set the status
	Skipped      // a mark for page furniture that is left out
)

// String is the lower-case name of the role, "" for plain words.
func (r Role) String() string {
	return [...]string{"", "subject", "object", "cue", "skipped"}[r]
}
