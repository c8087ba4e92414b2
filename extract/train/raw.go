package train

import (
	"strings"
	"unicode"

	"mandate/extract/nlp"
)

// RawScore is how well text is read from scratch, as the CoNLL 2018 shared task counts: F1 of sentences, of words, and
// of words with their tag, head and label right, words being aligned by their place in the text.
type RawScore struct {
	Sentences, Words, UPOS, UAS, LAS Tally
}

// placed is a word by its place in the text without white space.
type placed struct {
	start, end int
	head       int // index of a placed word, -1 the root
	upos, rel  string
}

// ScoreRaw joins a treebank to text, reads it from scratch, and compares. split finds words and sentences, annotate parses them.
func ScoreRaw(gold []Sentence, split func(text string) [][]nlp.Token, annotate func([]nlp.Sentence)) RawScore {
	var s RawScore
	for start := 0; start < len(gold); {
		end := start + 1
		for end < len(gold) && !gold[end].NewPar {
			end++
		}
		scoreParagraph(&s, gold[start:end], split, annotate)
		start = end
	}
	return s
}

func scoreParagraph(s *RawScore, gold []Sentence, split func(string) [][]nlp.Token, annotate func([]nlp.Sentence)) {
	var text strings.Builder
	var goldWords []placed
	var goldEnds []int
	at := 0
	for i := range gold {
		words, size := placeGold(&gold[i], at, len(goldWords))
		goldWords = append(goldWords, words...)
		at += size
		goldEnds = append(goldEnds, at)
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(surface(&gold[i]))
	}
	var sents []nlp.Sentence
	for _, toks := range split(text.String()) {
		sents = append(sents, nlp.Sentence{Tokens: toks})
	}
	annotate(sents)
	var got []placed
	var ends []int
	at = 0
	for i := range sents {
		from := len(got)
		for t := range sents[i].Tokens {
			tok := &sents[i].Tokens[t]
			size := solid(tok.Text)
			h := -1
			if tok.Head >= 0 {
				h = from + tok.Head
			}
			got = append(got, placed{start: at, end: at + size, head: h, upos: tok.UPOS, rel: base(tok.Deprel)})
			at += size
		}
		ends = append(ends, at)
	}
	s.Sentences = s.Sentences.add(sameSpans(goldEnds, ends))
	s.compare(goldWords, got)
}

// sameSpans counts sentences that start and end in the same places.
func sameSpans(gold, got []int) Tally {
	t := Tally{Gold: len(gold), Found: len(got)}
	spans := map[[2]int]bool{}
	last := 0
	for _, e := range gold {
		spans[[2]int{last, e}] = true
		last = e
	}
	last = 0
	for _, e := range got {
		if spans[[2]int{last, e}] {
			t.Right++
		}
		last = e
	}
	return t
}

// compare aligns words by place and counts what agrees.
func (s *RawScore) compare(gold, got []placed) {
	partner := make([]int, len(got))
	j := 0
	for i := range got {
		partner[i] = -1
		for j < len(gold) && (gold[j].start < got[i].start || gold[j].start == got[i].start && gold[j].end < got[i].end) {
			j++
		}
		if j < len(gold) && gold[j].start == got[i].start && gold[j].end == got[i].end {
			partner[i] = j
			j++
		}
	}
	all := Tally{Gold: len(gold), Found: len(got)}
	words, upos, uas, las := all, all, all, all
	for i, k := range partner {
		if k < 0 {
			continue
		}
		words.Right++
		if got[i].upos == gold[k].upos {
			upos.Right++
		}
		h := got[i].head
		if h >= 0 {
			if h = partner[h]; h < 0 {
				continue
			}
		}
		if h == gold[k].head {
			uas.Right++
			if got[i].rel == gold[k].rel {
				las.Right++
			}
		}
	}
	s.Words, s.UPOS, s.UAS, s.LAS = s.Words.add(words), s.UPOS.add(upos), s.UAS.add(uas), s.LAS.add(las)
}

// placeGold gives the words of a sentence their places. The words of a contraction share it out where they spell it.
func placeGold(s *Sentence, at, first int) (out []placed, size int) {
	multi := map[int]Multi{}
	for _, m := range s.Multi {
		multi[m.First] = m
	}
	start := at
	for t := 0; t < len(s.Form); t++ {
		n := 1
		m, ok := multi[t]
		if ok {
			n = m.Last - m.First
		}
		spelt := ""
		for k := t; k < t+n; k++ {
			spelt += s.Form[k]
		}
		whole := solid(spelt)
		if ok {
			whole = solid(m.Form)
		}
		from := at
		for k := t; k < t+n; k++ {
			w := placed{start: from, end: at + whole, head: -1, upos: s.UPOS[k], rel: base(s.Deprel[k])}
			if !ok || spelt == m.Form {
				w.end = from + solid(s.Form[k])
				from = w.end
			}
			if s.Head[k] >= 0 {
				w.head = first + s.Head[k]
			}
			out = append(out, w)
		}
		at += whole
		t += n - 1
	}
	return out, at - start
}

// surface is the sentence as printed.
func surface(s *Sentence) string {
	var b strings.Builder
	multi := map[int]Multi{}
	for _, m := range s.Multi {
		multi[m.First] = m
	}
	for t := 0; t < len(s.Form); t++ {
		form := s.Form[t]
		if m, ok := multi[t]; ok {
			form = m.Form
			t = m.Last - 1
		}
		b.WriteString(form)
		if !strings.Contains(s.Misc[t], "SpaceAfter=No") {
			b.WriteByte(' ')
		}
	}
	if s.Text != "" && solid(s.Text) == solid(b.String()) {
		return s.Text
	}
	return strings.TrimSpace(b.String())
}

// solid is the number of characters that are no white space.
func solid(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
