// Package typeface is the letters of pictures: Liberation Sans, which has the metrics of Arial and Helvetica, so that what is
// measured here comes out the same where those stand in. The fonts are part of the program.
package typeface

import (
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// TTF is the font as a TrueType file; bold or regular.
func TTF(bold bool) []byte {
	if bold {
		return liberationsansbold.TTF
	}
	return liberationsansregular.TTF
}

// unitsPerEm is the size at which advances are read: the resolution of Liberation Sans.
const unitsPerEm = 2048

// widths are the advances of one face that were asked for so far.
type widths struct {
	once sync.Once
	font *sfnt.Font
	lock sync.Mutex
	buf  sfnt.Buffer
	seen map[rune]width
}

type width struct {
	em float64
	ok bool
}

var faces [2]widths

func face(bold bool) *widths {
	f := &faces[0]
	if bold {
		f = &faces[1]
	}
	f.once.Do(func() {
		f.seen = map[rune]width{}
		f.font, _ = sfnt.Parse(TTF(bold)) // a constant of the program: the tests parse it
	})
	return f
}

// Font is the parsed font.
func Font(bold bool) *sfnt.Font { return face(bold).font }

// Advance is the width of a character in ems, and whether the font has it.
func Advance(r rune, bold bool) (em float64, ok bool) {
	f := face(bold)
	f.lock.Lock()
	defer f.lock.Unlock()
	if w, ok := f.seen[r]; ok {
		return w.em, w.ok
	}
	var w width
	if i, err := f.font.GlyphIndex(&f.buf, r); err == nil && i != 0 {
		if a, err := f.font.GlyphAdvance(&f.buf, i, fixed.I(unitsPerEm), font.HintingNone); err == nil {
			w = width{float64(a) / 64 / unitsPerEm, true}
		}
	}
	f.seen[r] = w
	return w.em, w.ok
}

// Has says whether the font has every character of the text.
func Has(s string) bool {
	for _, r := range s {
		if _, ok := Advance(r, false); !ok {
			return false
		}
	}
	return true
}

// missing stands for characters that the font lacks; it has this one.
const missing = '□'

// Replace puts a box in place of each character that the font lacks.
func Replace(s string) string {
	if Has(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if _, ok := Advance(r, false); !ok {
			return missing
		}
		return r
	}, s)
}
