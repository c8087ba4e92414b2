// Package boundary decides where words and sentences end, with two linear classifiers over hashed features of the
// characters and words around a place. The rules of package token say what they would do; their say is a feature, so
// that the classifiers only learn where the treebanks cut otherwise.
//
// Weights are whole numbers and so are their sums: every processor decides alike.
package boundary

import (
	"fmt"
	"unicode"

	"mandate/extract/models"
)

// Rows is the number of weights of each classifier; features are hashed to them.
const Rows = 1 << 15

// Model is the two classifiers: one weight for each hashed feature, and the bias.
type Model struct {
	Words, Sentences []int8
	WordBias         int32
	SentenceBias     int32
	Open             int32 // how far above zero the score of a sentence end must be where no mark of punctuation ends one
}

// Load takes the classifiers out of a model file.
func Load(t *models.Tensors) (*Model, error) {
	m := &Model{}
	for _, x := range []struct {
		name string
		to   *[]int8
		bias *int32
	}{{"words", &m.Words, &m.WordBias}, {"sentences", &m.Sentences, &m.SentenceBias}} {
		w, b := t.Ints[x.name], t.Floats[x.name+".bias"]
		if w == nil || len(w.Data) != Rows || len(b) < 1 {
			return nil, fmt.Errorf("token model: no weights for %s", x.name)
		}
		*x.to, *x.bias = w.Data, int32(b[0])
	}
	if open := t.Floats["sentences.open"]; len(open) == 1 {
		m.Open = int32(open[0])
	}
	return m, nil
}

// Score sums the weights of the features.
func Score(weights []int8, bias int32, features []uint32) int32 {
	for _, f := range features {
		bias += int32(weights[f&(Rows-1)])
	}
	return bias
}

// hash is FNV-1a over the parts of a feature.
type hash uint32

func start(template uint32) hash { return (2166136261 ^ hash(template)) * 16777619 }

func (h hash) char(r rune) hash { return (h ^ hash(r)) * 16777619 }

func (h hash) text(s string) hash {
	for i := range len(s) {
		h = (h ^ hash(s[i])) * 16777619
	}
	return (h ^ 0xff) * 16777619
}

func (h hash) done() uint32 { return uint32(h ^ h>>15) }

// class reduces a character to its kind: letters, digits, and each mark for itself.
func class(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z':
		return 'a'
	case r >= 'A' && r <= 'Z':
		return 'A'
	case r >= '0' && r <= '9':
		return '0'
	case r == '’' || r == '‘':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case r < 128:
		return r
	case unicode.IsUpper(r):
		return 'A'
	case unicode.IsLetter(r):
		return 'a'
	}
	return r
}

func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// WordFeatures are the features of a cut before character at of a chunk, which is text without white space; rule says
// whether the rules cut there.
func WordFeatures(out []uint32, chunk []rune, at int, rule bool) []uint32 {
	r := uint32(0)
	if rule {
		r = 1
	}
	get := func(i int) rune {
		if i < 0 || i >= len(chunk) {
			return 0
		}
		return chunk[i]
	}
	add := func(h hash) { out = append(out, h.done()) }
	add(start(2 + r))
	for d := -4; d < 4; d++ {
		c := get(at + d)
		add(start(uint32(10 + d)).char(rune(r)).char(lower(c)))
		add(start(uint32(30 + d)).char(rune(r)).char(class(c)))
	}
	for _, w := range [...][2]int{{-1, 1}, {-2, 0}, {0, 2}, {-2, 1}, {-1, 2}, {-2, 2}, {-3, 3}, {-3, 1}, {-1, 3}} {
		letters, kinds := start(uint32(50)).char(rune(w[0]+8)).char(rune(w[1]+8)).char(rune(r)), start(uint32(51)).char(rune(w[0]+8)).char(rune(w[1]+8)).char(rune(r))
		for i := at + w[0]; i < at+w[1]; i++ {
			letters, kinds = letters.char(lower(get(i))), kinds.char(class(get(i)))
		}
		add(letters)
		add(kinds)
	}
	left, right := at, at
	for left > 0 && alphanumeric(chunk[left-1]) {
		left--
	}
	for right < len(chunk) && alphanumeric(chunk[right]) {
		right++
	}
	mark := left
	if left == at && at > 0 { // the place is behind a mark: the word before it
		mark = at - 1
		for mark > 0 && alphanumeric(chunk[mark-1]) {
			mark--
		}
	}
	end := right
	if right == at && at < len(chunk) { // before a mark: the word after it
		end = at + 1
		for end < len(chunk) && alphanumeric(chunk[end]) {
			end++
		}
	}
	add(run(start(60).char(rune(r)), chunk[mark:at]))
	add(run(start(61).char(rune(r)), chunk[at:end]))
	add(run(run(start(62).char(rune(r)), chunk[mark:at]), chunk[at:end]))
	shape := start(63).char(rune(r)).char(rune(min(at, 12))).char(rune(min(len(chunk)-at, 12)))
	last := rune(-1)
	for _, c := range chunk {
		if k := class(c); k != last {
			shape, last = shape.char(k), k
		}
	}
	add(shape)
	if len(chunk) <= 16 {
		add(run(start(64).char(rune(at)).char(rune(r)), chunk))
	}
	return out
}

func run(h hash, chunk []rune) hash {
	for _, c := range chunk {
		h = h.char(lower(c))
	}
	return h.char(0xffff)
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Word is a token as the sentence classifier sees it.
type Word struct {
	Text, Lower string
	Space       bool // a blank stands before it
}

// SentenceFeatures are the features of a sentence end after word i of a passage whose present sentence started at word
// from; rule says whether the rules end it there.
func SentenceFeatures(out []uint32, words []Word, from, i int, rule bool) []uint32 {
	r := rune(0)
	if rule {
		r = 1
	}
	get := func(k int) *Word {
		if k < 0 || k >= len(words) {
			return &none
		}
		return &words[k]
	}
	add := func(h hash) { out = append(out, h.done()) }
	w0, w1, w2, p1, p2 := get(i), get(i+1), get(i+2), get(i-1), get(i-2)
	s0, s1, s2, q1 := shape(w0.Text), shape(w1.Text), shape(w2.Text), shape(p1.Text)
	space := rune(0)
	if w1.Space {
		space = 1
	}
	add(start(100).char(r).char(space))
	add(start(101).char(r).text(w0.Lower))
	add(start(102).char(r).text(w1.Lower))
	add(start(103).char(r).text(w0.Lower).text(w1.Lower))
	add(start(104).char(r).char(rune(s0)))
	add(start(105).char(r).char(rune(s1)))
	add(start(106).char(r).char(rune(s0)).char(rune(s1)).char(space))
	add(start(107).char(r).char(rune(s0)).text(w1.Lower))
	add(start(108).char(r).text(w0.Lower).char(rune(s1)).char(space))
	add(start(109).char(r).text(p1.Lower).text(w0.Lower))
	add(start(110).char(r).char(rune(q1)).text(w0.Lower).char(rune(s1)))
	add(start(111).char(r).text(w0.Lower).char(rune(s1)).char(rune(s2)))
	add(start(112).char(r).text(w1.Lower).text(w2.Lower).char(rune(s0)))
	add(start(113).char(r).text(p2.Lower).text(p1.Lower).text(w0.Lower))
	add(start(114).char(r).char(rune(q1)).char(rune(s0)).char(rune(s1)).char(rune(s2)).char(space))
	add(start(115).char(r).text(p1.Lower).char(rune(s0)).char(rune(s1)))
	length := rune(min(i-from, 3))
	if i-from > 8 {
		length = 4
	}
	if i-from > 25 {
		length = 5
	}
	if i-from > 60 {
		length = 6
	}
	add(start(116).char(r).char(length).char(rune(s0)).char(rune(s1)))
	add(start(117).char(r).char(length).text(w0.Lower))
	rest := rune(min(len(words)-i, 5))
	add(start(118).char(r).char(rest).char(rune(s0)).char(rune(s1)))
	add(start(119).char(r).text(get(from).Lower).char(rune(s0)).char(rune(s1)))
	open := rune(0)
	for k := from; k <= i; k++ {
		switch words[k].Text {
		case "(", "[":
			open |= 1
		case ")", "]":
			open &^= 1
		case "“":
			open |= 2
		case "”":
			open &^= 2
		case `"`:
			open ^= 4
		}
	}
	add(start(120).char(r).char(open).char(rune(s0)).char(rune(s1)))
	return out
}

var none Word

// shape is the kind of a word: how it is written, the mark it is or ends in.
func shape(s string) byte {
	if s == "" {
		return 0
	}
	c := s[0]
	point := s[len(s)-1] == '.' && len(s) > 1
	switch {
	case c >= '0' && c <= '9':
		if point {
			return '1'
		}
		return '0'
	case c >= 'a' && c <= 'z':
		if point {
			return 'b'
		}
		return 'a'
	case c >= 'A' && c <= 'Z' || c >= 0xC3 && c <= 0xC5:
		switch {
		case point && len(s) == 2:
			return 'I' // an initial
		case point:
			return 'B'
		case len(s) == 1:
			return 'U'
		case s[1] >= 'A' && s[1] <= 'Z':
			return 'C'
		}
		return 'A'
	case len(s) > 1 && s[0] == s[1]:
		return c + 128 // "...", "--", "!!"
	}
	return c
}
