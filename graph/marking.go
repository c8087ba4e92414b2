package graph

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// markings lists marks of classification from low to high; those of a row are equally high.
var markings = [][]string{
	{"", "U", "UNCLASSIFIED"},
	{"SBU", "FOUO", "U//FOUO", "CUI", "LOU", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "SENSITIVE BUT UNCLASSIFIED", "LIMITED OFFICIAL USE", "OFFICIAL-SENSITIVE", "RESTRICTED", "R"},
	{"C", "CONFIDENTIAL"},
	{"S", "SECRET", "S//NF"},
	{"TS", "TOP SECRET"},
}

// MarkingLevel says how high a mark of classification is: 0 is unclassified. A mark that is not known counts as the highest.
func MarkingLevel(mark string) int {
	mark = strings.ToUpper(strings.TrimSpace(mark))
	for _, form := range []string{mark, strings.TrimSpace(strings.SplitN(mark, "/", 2)[0])} { // "C//NF" is as high as "C"
		for level, row := range markings {
			if slices.Contains(row, form) {
				return level
			}
		}
	}
	return len(markings)
}

// KnownMarking says whether [MarkingLevel] knows the mark.
func KnownMarking(mark string) bool { return MarkingLevel(mark) < len(markings) }

// Visible tells what of a document stands in paragraphs marked no higher than a level. A paragraph without a mark has that
// of the document; a document without a mark is unclassified. What stands outside of paragraphs, as titles and front
// matter, has the mark of the document as well, but is as high as the highest paragraph where the document has none, and
// as high as a mark that it begins with itself.
type Visible struct {
	text     string
	passages []Passage
	outside  bool   // what stands outside of passages may be seen
	shown    []bool // by passage
	hidden   int    // passages that may not be seen
}

// NewVisible looks at the marks of a document. The text may be "" where it is not known.
func NewVisible(doc *Document, passages []Passage, text string, level int) *Visible {
	v := &Visible{text: text, passages: passages, shown: make([]bool, len(passages))}
	for i, p := range passages {
		if v.shown[i] = MarkingLevel(cmp.Or(p.Marking, doc.Marking)) <= level; !v.shown[i] {
			v.hidden++
		}
	}
	v.outside = MarkingLevel(doc.Marking) <= level && (doc.Marking != "" || v.hidden == 0) && titleLevel(doc) <= level
	return v
}

// titleLevel is the highest mark that title and metadata begin with.
func titleLevel(doc *Document) (level int) {
	for _, s := range append([]Property{{Value: doc.Title}}, doc.Meta...) {
		if m := portionMark.FindStringSubmatch(s.Value); m != nil && KnownMarking(m[1]) {
			level = max(level, MarkingLevel(m[1]))
		}
	}
	return level
}

// All says whether everything may be seen.
func (v *Visible) All() bool { return v.outside && v.hidden == 0 }

// None says whether nothing of the text may be seen.
func (v *Visible) None() bool { return v.hidden == len(v.shown) && !(v.outside && v.hidden == 0) }

// Hidden is the number of passages that may not be seen.
func (v *Visible) Hidden() int { return v.hidden }

// Passage says whether the passage with the ordinal, from 1, may be seen; 0 is what stands outside of all.
func (v *Visible) Passage(ordinal int) bool {
	if ordinal == 0 {
		return v.outside
	}
	return ordinal > 0 && ordinal <= len(v.shown) && v.shown[ordinal-1]
}

// Span says whether the whole of a span may be seen. Evidence may reach from a heading to an item of a list: blanks
// between passages are no secret.
func (v *Visible) Span(s Span) bool {
	at := s.Start // up to here it may be seen
	for i, p := range v.passages {
		switch {
		case !s.Overlaps(p.Span):
		case !v.shown[i]:
			return false
		case p.Span.Start <= at || v.blank(at, p.Span.Start):
			at = max(at, p.Span.End)
		}
	}
	return v.outside || at >= s.End
}

func (v *Visible) blank(from, to int) bool {
	return to <= len(v.text) && strings.TrimSpace(v.text[from:to]) == ""
}

// Text is the text with blanks in place of every byte that may not be seen, so that offsets stay as they are.
func (v *Visible) Text() string {
	if v.All() || v.text == "" {
		return v.text
	}
	b := []byte(v.text)
	fill := func(from, to int) {
		for i := from; i < to; i++ {
			b[i] = ' '
		}
	}
	if !v.outside {
		fill(0, len(b))
	}
	for pass := range 2 { // what is hidden goes before what is shown, where passages overlap
		for i, p := range v.passages {
			from, to := max(0, p.Span.Start), min(p.Span.End, len(b))
			if v.shown[i] && pass == 0 && from < to {
				copy(b[from:to], v.text[from:to])
			} else if !v.shown[i] && pass == 1 {
				fill(from, to)
			}
		}
	}
	return string(b)
}

// Document is the document as far as it may be seen. Where not everything may, title and metadata stay only when the
// text that may be seen has them, and the hash, by which a guess at the rest could be proved, goes.
func (v *Visible) Document(doc Document) Document {
	if v.All() {
		return doc
	}
	n := Document{ID: doc.ID, Pipeline: doc.Pipeline, Format: doc.Format, Encoding: doc.Encoding, Date: doc.Date, Country: doc.Country, Marking: doc.Marking}
	text := v.Text()
	n.Bytes, n.Words = len(text), len(strings.Fields(text))
	n.Passages = len(v.shown) - v.hidden
	text = " " + FoldName(text) + " "
	stands := func(s string) bool {
		s = FoldName(portionMark.ReplaceAllString(s, ""))
		return s != "" && strings.Contains(text, " "+s+" ")
	}
	if stands(doc.Title) {
		n.Title = doc.Title
	}
	for _, p := range doc.Meta {
		if stands(p.Value) {
			n.Meta = append(n.Meta, p)
		}
	}
	return n
}

// portionMark is a portion mark before a title.
var portionMark = regexp.MustCompile(`^\s*\(([A-Z/ ]{1,20})\)\s*`)
