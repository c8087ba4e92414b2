package input

import (
	"regexp"
	"strings"
	"unicode"

	"mandate/extract/nlp"
)

// listOfLines is from how many lines on what look like headings in a row are a list: of names, of addresses.
const listOfLines = 4

// guessHeadings marks the pieces that look like headings: not what stands below the last text (a signature), and not
// many in a row.
func (a *assembler) guessHeadings(pieces []piece) {
	a.heads = make([]bool, len(pieces))
	last := len(pieces) - 1
	for last >= 0 && len(pieces[last].view.text) < 60 && pieces[last].mark.kind == noMarker && pieces[last].kind == nlp.Paragraph {
		last--
	}
	run := 0
	for i := 0; i <= last; i++ {
		p := &pieces[i]
		if p.kind == nlp.Paragraph && !p.fixed && p.mark.kind == noMarker && a.looksLikeHeading(pieces, i) {
			a.heads[i] = true
			run++
			continue
		}
		if run >= listOfLines && run < i { // those at the very beginning are a title page
			clear(a.heads[i-run : i])
		}
		run = 0
	}
	if run >= listOfLines {
		clear(a.heads[last+1-run : last+1])
	}
}

// looksLikeHeading says whether a piece without markup is a heading by its look: capitals, or a short line that stands
// alone between blank lines, is no sentence, and has text below it.
func (a *assembler) looksLikeHeading(pieces []piece, i int) bool {
	p := &pieces[i]
	t := p.view.text
	if len(t) > 200 || p.lines > 3 || strings.Count(t, ": ") > 1 || !startsUpper(t) || dateline(t) || i+1 >= len(pieces) {
		return false
	}
	next := &pieces[i+1]
	last := t[len(t)-1]
	if last == ',' || last == ';' || last == '"' && !capsLine(t) || strings.HasSuffix(t, "”") && !capsLine(t) {
		return false
	}
	if capsLine(t) && !a.shape.caps {
		return last != '.' || len(t) < 60
	}
	if last == '.' || last == '!' || last == ':' || last == ')' && strings.Contains(t, ". ") {
		return false
	}
	if !p.lone || p.lines > 2 || len(t) > 120 || startsLower(next.view.text) {
		return false
	}
	if a.cable && p.lines == 1 && (next.mark.kind == number || next.mark.kind == pilcrow) && len(t) <= 100 {
		return true
	}
	words, capital := titleWords(t)
	if words == 0 || words > 16 || strings.Count(t, ",") > 3 {
		return false
	}
	if p.lines == 2 {
		return capital*10 >= words*8 && !next.lone
	}
	if next.kind == nlp.Paragraph && next.lines < 2 && len(next.view.text) < 80 && !capsLine(t) {
		return capital == words && words > 1 // one of several short lines: an address, a signature
	}
	return capital*2 >= words
}

// titleWords counts the words of some weight, and those of them that begin with a capital or digit.
func titleWords(t string) (words, capital int) {
	for _, w := range strings.FieldsFunc(t, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' }) {
		r := firstRune(w)
		if unicode.IsUpper(r) || unicode.IsDigit(r) {
			words++
			capital++
		} else if len(w) > 3 {
			words++
		}
	}
	return words, capital
}

var datelinePattern = regexp.MustCompile(`(?i)^(?:[\p{L}. ]{2,30}, )?(?:on |dated? ?:? ?)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?` +
	`(?:\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october|november|december),? \d{4}` +
	`|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?,? \d{4}` +
	`|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\.?$`)

// dateline says whether a line gives a date, with a place at most.
func dateline(t string) bool {
	return len(t) < 70 && strings.ContainsAny(t, "0123456789") && datelinePattern.MatchString(t)
}
