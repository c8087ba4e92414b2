package view

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text fit for one line of a picture or a cell: broken UTF-8 and control characters become U+FFFD, runs of
// white space one blank.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !LegalXML(r) || unicode.IsControl(r):
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
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
