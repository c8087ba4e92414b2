package input

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// view is a text made ready to be cut into passages, with the way back to the source it was made of. The view of the
// source itself has one segment; the view of a <pre> element has character references resolved and tags left out.
type view struct {
	text string
	off  nlp.OffsetMap
}

// whole is the view of source[start:end).
func whole(source string, start, end int) *view {
	return &view{source[start:end], nlp.OffsetMap{{Read: 0, ReadLen: end - start, Source: start, SourceLen: end - start}}}
}

// source leads a range of the view back to the source.
func (v *view) source(start, end int) nlp.Span {
	return v.off.Source(nlp.Span{Start: start, End: end})
}

// writer puts together a reading text and its map.
type writer struct {
	text []byte
	off  nlp.OffsetMap
}

// view is what was written so far.
func (w *writer) view() *view { return &view{string(w.text), w.off} }

// put appends s as a rewriting of the source bytes at span. Where both happen to be of one length the segment is
// given no source length, because equal lengths promise equal bytes (see nlp.Segment).
func (w *writer) put(s string, span nlp.Span) {
	if s == "" {
		return
	}
	if k := len(w.off); k > 0 { // one rewritten stretch may be written in parts: the first stands for all of it
		span.Start = max(span.Start, w.off[k-1].Source+w.off[k-1].SourceLen)
	}
	n := span.Len()
	if n == len(s) || n < 0 {
		n = 0
	}
	w.off = append(w.off, nlp.Segment{Read: len(w.text), ReadLen: len(s), Source: span.Start, SourceLen: n})
	w.text = append(w.text, s...)
}

// copy appends v[start:end) as it stands.
func (w *writer) copy(v *view, start, end int) {
	if start >= end {
		return
	}
	i := 0
	if len(v.off) > 1 {
		i = sort.Search(len(v.off), func(i int) bool { return v.off[i].Read+v.off[i].ReadLen > start })
	}
	for ; start < end && i < len(v.off); i++ {
		s := v.off[i]
		stop := min(end, s.Read+s.ReadLen)
		if s.ReadLen == s.SourceLen {
			w.same(v.text[start:stop], s.Source+start-s.Read)
		} else {
			w.put(v.text[start:stop], nlp.Span{Start: s.Source, End: s.Source + s.SourceLen})
		}
		start = stop
	}
}

// same appends s, which stands in the source at offset at, byte for byte.
func (w *writer) same(s string, at int) {
	if n := len(w.off); n > 0 {
		l := &w.off[n-1]
		if l.ReadLen == l.SourceLen && l.Source+l.SourceLen == at {
			l.ReadLen += len(s)
			l.SourceLen += len(s)
			w.text = append(w.text, s...)
			return
		}
	}
	w.off = append(w.off, nlp.Segment{Read: len(w.text), ReadLen: len(s), Source: at, SourceLen: len(s)})
	w.text = append(w.text, s...)
}

// blank appends the one blank that stands for v[start:end), white space or something left out.
func (w *writer) blank(v *view, start, end int) {
	if start < end && end == start+1 && v.text[start] == ' ' {
		w.copy(v, start, end)
		return
	}
	w.put(" ", v.source(start, end))
}

// flow appends v[start:end) as running text: white space of any kind and length becomes one blank, invisible
// characters vanish, control characters count as white space. It neither begins nor ends with a blank.
func (w *writer) flow(v *view, start, end int) {
	text := v.text
	w.text = slices.Grow(w.text, end-start+1)
	run := -1 // start of the visible run
	gap := -1 // start of the white space before it
	began := false
	for i := start; i < end; {
		c := text[i]
		if c > ' ' && c < 0x7f {
			if run < 0 {
				if gap >= 0 && began {
					w.blank(v, gap, i)
				}
				run, gap, began = i, -1, true
			}
			i++
			continue
		}
		n, space, gone := 1, c <= ' ' || c == 0x7f, false
		if c >= utf8.RuneSelf {
			var r rune
			r, n = utf8.DecodeRuneInString(text[i:end])
			space, gone = blankRune(r), goneRune(r)
		}
		if !space && !gone {
			if run < 0 {
				if gap >= 0 && began {
					w.blank(v, gap, i)
				}
				run, gap, began = i, -1, true
			}
			i += n
			continue
		}
		if run >= 0 {
			w.copy(v, run, i)
			run = -1
		}
		if space && gap < 0 {
			gap = i
		}
		i += n
	}
	if run >= 0 {
		w.copy(v, run, end)
	}
}

// blankRune says whether a rune beyond ASCII is white space or a control character.
func blankRune(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029'
}

// goneRune says whether a rune is invisible and no part of a word: soft hyphen, zero-width characters, byte order
// mark, direction marks.
func goneRune(r rune) bool {
	switch {
	case r == '\u00ad', r == '\ufeff', r == '\u2060':
		return true
	case r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e':
		return true
	}
	return false
}

// cut is the text and map of v[start:end), for taking a label off the front.
func (v *view) cut(start, end int) *view {
	var w writer
	w.copy(v, start, end)
	return w.view()
}

// span is the source range from the first to the last byte of the view.
func (v *view) span() nlp.Span { return v.source(0, len(v.text)) }

// trimmed narrows [start, end) to what is not white space (including white space beyond ASCII).
func (v *view) trimmed(start, end int) (int, int) {
	s := v.text[start:end]
	l := strings.TrimLeftFunc(s, isBlankOrGone)
	start += len(s) - len(l)
	return start, start + len(strings.TrimRightFunc(l, isBlankOrGone))
}

func isBlankOrGone(r rune) bool {
	return r <= ' ' || r == 0x7f || r >= 0x80 && (blankRune(r) || goneRune(r))
}
