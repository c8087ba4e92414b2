package token

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"mandate/extract/internal/boundary"
	"mandate/extract/models"
	"mandate/extract/nlp"
)

// Splitter reads passages as sentences of tokens, by the rules of this package and, where there is one, a trained model
// that corrects them. It is safe for use by several goroutines.
type Splitter struct {
	model *boundary.Model // nil: rules alone
}

// embedded is the splitter with the model that the program carries.
var embedded = sync.OnceValue(func() *Splitter {
	t, err := models.Token()
	if err != nil {
		panic(err) // the embedded file is tested
	}
	s, err := With(t)
	if err != nil {
		panic(err)
	}
	return s
})

// With makes a splitter of a token model.
func With(t *models.Tensors) (*Splitter, error) {
	m, err := boundary.Load(t)
	if err != nil {
		return nil, err
	}
	return &Splitter{model: m}, nil
}

// Rules is the splitter without a model, from which one is learnt.
func Rules() *Splitter { return &Splitter{} }

// Split reads a passage's text as sentences of tokens, with their reading offsets. Together the tokens cover every byte
// that is not white space, in order and without overlap.
func (s *Splitter) Split(text string) [][]nlp.Token {
	toks := scan(text)
	if s.model != nil {
		toks = s.recut(text, toks)
	}
	var out [][]nlp.Token
	start := 0
	for _, end := range s.ends(text, toks) {
		out = append(out, toks[start:end:end])
		start = end
	}
	return out
}

// Place is a place in a chunk (text between white space) where a word may end.
type Place struct {
	Chunk []rune
	At    int  // the cut would be before this character of the chunk
	Rule  bool // the rules cut here
	Byte  int  // offset in the text
}

// places are the candidate cuts of a text, in order: where the rules cut, and on either side of a mark. A chunk of one
// word has none.
func places(text string, toks []nlp.Token, visit func(Place)) {
	var chunk []rune
	for t := 0; t < len(toks); {
		last := t + 1
		for last < len(toks) && !toks[last].Space {
			last++
		}
		from, to := toks[t].Read.Start, toks[last-1].Read.End
		if last == t+1 && plain(text[from:to]) {
			t = last
			continue
		}
		chunk = chunk[:0]
		for _, r := range text[from:to] {
			chunk = append(chunk, r)
		}
		k, at := t, 0
		for i, r := range text[from:to] {
			for k < last && toks[k].Read.End <= from+i {
				k++
			}
			rule := i > 0 && k < last && toks[k].Read.Start == from+i
			if i > 0 && (rule || !isWord(r) || !isWord(chunk[at-1])) {
				visit(Place{Chunk: chunk, At: at, Rule: rule, Byte: from + i})
			}
			at++
		}
		t = last
	}
}

// plain says whether a chunk is letters and digits alone.
func plain(s string) bool {
	for i := range len(s) {
		if !isWordByte(s[i]) {
			return false
		}
		if s[i] >= utf8.RuneSelf {
			for _, r := range s {
				if !isWord(r) {
					return false
				}
			}
			return true
		}
	}
	return true
}

// recut cuts the text where the model says, among the candidate places and blanks.
func (s *Splitter) recut(text string, toks []nlp.Token) []nlp.Token {
	var cuts []int
	var features []uint32
	changed := false
	places(text, toks, func(p Place) {
		features = boundary.WordFeatures(features[:0], p.Chunk, p.At, p.Rule)
		cut := boundary.Score(s.model.Words, s.model.WordBias, features) > 0
		// The point of an abbreviation that is listed belongs to it: the treebanks know few of those of law ("Art. 5").
		listed := cut && !p.Rule && p.At == len(p.Chunk)-1 && p.Chunk[p.At] == '.'
		if listed || fixed(p.Chunk, p.At) || cut != p.Rule && halved(p.Chunk, p.At, func(at int) bool {
			features = boundary.WordFeatures(features[:0], p.Chunk, at, p.Rule) // the rules cut both sides of a hyphen or none
			return boundary.Score(s.model.Words, s.model.WordBias, features) > 0
		}) {
			cut = p.Rule
		}
		if cut {
			cuts = append(cuts, p.Byte)
		}
		changed = changed || cut != p.Rule
	})
	if !changed {
		return toks
	}
	return cutAt(text, toks, cuts)
}

// cutAt makes tokens of the text between white space and cuts.
func cutAt(text string, toks []nlp.Token, cuts []int) []nlp.Token {
	out := make([]nlp.Token, 0, len(toks)+8)
	c := 0
	for t := 0; t < len(toks); {
		last := t + 1
		for last < len(toks) && !toks[last].Space {
			last++
		}
		from, to := toks[t].Read.Start, toks[last-1].Read.End
		for c < len(cuts) && cuts[c] < to {
			out = append(out, makeToken(text, from, cuts[c]))
			from = cuts[c]
			c++
		}
		out = append(out, makeToken(text, from, to))
		t = last
	}
	return out
}

// ends finds where sentences end: indices one past the last token of each.
func (s *Splitter) ends(text string, toks []nlp.Token) []int {
	if s.model == nil || len(toks) < 2 {
		return boundaries(text, toks)
	}
	words := sentenceWords(toks)
	var out []int
	var features []uint32
	from := 0
	for i := range toks {
		if i+1 < len(toks) && i-from+1 < maxSentence {
			rule := ruleEnd(text, toks, i)
			if !rule && (opensItem(toks, i, from) || abbreviationInside(toks, i)) {
				continue
			}
			features = boundary.SentenceFeatures(features[:0], words, from, i, rule)
			score := boundary.Score(s.model.Sentences, s.model.SentenceBias, features)
			if score <= 0 && !(rule && (isBullet(toks[i+1].Text) || sectionNumber(toks[from:i+1]))) || !rule && !mayClose(toks[i].Text) && score <= s.model.Open {
				continue
			}
		}
		out = append(out, i+1)
		from = i + 1
	}
	return out
}

// sentenceWords are the tokens as the classifier sees them.
func sentenceWords(toks []nlp.Token) []boundary.Word {
	words := make([]boundary.Word, len(toks))
	for i := range toks {
		words[i] = boundary.Word{Text: toks[i].Text, Lower: toks[i].Lower, Space: toks[i].Space}
	}
	return words
}

// ruleEnd says whether the rules end a sentence after token i.
func ruleEnd(text string, toks []nlp.Token, i int) bool {
	if !ends0(toks, i) || !starts(text, toks, i+1) {
		return false
	}
	return !(isCloser(toks[i+1].Text) && !toks[i+1].Space) // the closing quote or bracket belongs to the sentence
}

// mayClose says whether a token is or ends in a mark that can close a sentence.
func mayClose(t string) bool {
	switch t[len(t)-1] {
	case '.', '!', '?', ';', ':', '"':
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(t)
	return r == '”' || r == '…' || r == '。' || unicode.Is(unicode.So, r)
}

// fixed says whether the rules alone decide a place: what the treebanks, which are talk of the web, have otherwise than
// law and administration write it. Brackets round a number or letter part it from its neighbours ("Sec. 3(b)", where the
// web writes smileys), dashes and escapes of Markdown are marks for themselves.
func fixed(chunk []rune, at int) bool {
	for _, r := range []rune{chunk[at-1], chunk[at]} {
		if r == '\\' || r == '\u00ad' || r == '—' || r == '–' {
			return true
		}
	}
	return inBracketed(chunk, at) || inBracketed(chunk, at-1) || betweenYears(chunk, at) || at == len(chunk)-1 && isLink(chunk) || possessive(chunk, at)
}

// possessive says whether the place lies before the possessive ending of a name.
func possessive(chunk []rune, at int) bool {
	return len(chunk) == at+2 && (chunk[at] == '\'' || chunk[at] == '’') && chunk[at+1] == 's' && at > 2 && unicode.IsUpper(chunk[0])
}

// isLink says whether the chunk is the address of a page: what ends a sentence behind it is no part of it.
func isLink(chunk []rune) bool {
	for i := 1; i+2 < len(chunk); i++ {
		if chunk[i] == ':' && chunk[i+1] == '/' && chunk[i+2] == '/' {
			return true
		}
	}
	return false
}

// betweenYears says whether the place lies at the hyphen of a span of years: "2008-2012".
func betweenYears(chunk []rune, at int) bool {
	k := at
	if !isHyphen(chunk[k]) {
		k--
	}
	return isHyphen(chunk[k]) && isYear(chunk, k-4) && isYear(chunk, k+1)
}

// isYear says whether the four characters from i are a year between 1500 and 2199 and no more digits stand beside them.
func isYear(chunk []rune, i int) bool {
	if i < 0 || i+4 > len(chunk) || i > 0 && unicode.IsDigit(chunk[i-1]) || i+4 < len(chunk) && unicode.IsDigit(chunk[i+4]) {
		return false
	}
	for _, r := range chunk[i : i+4] {
		if r < '0' || r > '9' {
			return false
		}
	}
	century := string(chunk[i : i+2])
	return century >= "15" && century <= "21"
}

// inBracketed says whether the character at i is one of a pair of brackets round at most five letters and digits.
func inBracketed(chunk []rune, i int) bool {
	const most = 5
	switch chunk[i] {
	case '(':
		k := i + 1
		for k < len(chunk) && k-i <= most && isWord(chunk[k]) {
			k++
		}
		return k > i+1 && k < len(chunk) && chunk[k] == ')'
	case ')':
		k := i - 1
		for k >= 0 && i-k <= most && isWord(chunk[k]) {
			k--
		}
		return k < i-1 && k >= 0 && chunk[k] == '('
	}
	return false
}

// halved says whether the place lies before or behind a hyphen or slash between words that is cut on one side alone: then
// the classifier is torn.
func halved(chunk []rune, at int, cut func(at int) bool) bool {
	k := at
	if !isHyphen(chunk[k]) && chunk[k] != '/' {
		k--
	}
	if !isHyphen(chunk[k]) && chunk[k] != '/' || k < 1 || k+1 >= len(chunk) || !isWord(chunk[k-1]) || !isWord(chunk[k+1]) {
		return false
	}
	return cut(k) != cut(k+1)
}

// opensItem says whether token i closes the number or letter that opens an item: "(b)", "iv)".
func opensItem(toks []nlp.Token, i, from int) bool {
	return toks[i].Text == ")" && i > from && len(toks[i-1].Text) <= 4 && (i-2 < from || toks[i-2].Text == "(" || i-1 == from)
}

// abbreviationInside says whether token i is an abbreviation after which the sentence goes on: a word in small letters.
func abbreviationInside(toks []nlp.Token, i int) bool {
	t, next := toks[i].Text, toks[i+1].Text
	return len(t) > 1 && t[len(t)-1] == '.' && t[0] != '.' && next[0] >= 'a' && next[0] <= 'z'
}

// sectionNumber says whether the tokens only number what follows: "Sec. 6.", "Article 12."
func sectionNumber(toks []nlp.Token) bool {
	if len(toks) < 2 || len(toks) > 4 {
		return false
	}
	switch toks[0].Lower {
	case "sec.", "sec", "section", "art.", "article", "chapter", "part", "title":
		return toks[len(toks)-1].Text == "."
	}
	return false
}

func isBullet(t string) bool { return t == "-" || t == "–" || t == "•" || t == "*" || t == "·" }

// LearnFrom hands what a model is learnt from to words and sentences: for each candidate place whether a word ends there
// and its features, for each token but the last whether a sentence ends behind it. goldWords and goldEnds say whether one
// ends at a byte of the text.
func LearnFrom(text string, goldWord, goldEnd func(at int) bool, words, sentences func(right bool, features []uint32)) {
	toks := scan(text)
	var features []uint32
	var cuts []int
	places(text, toks, func(p Place) {
		right := goldWord(p.Byte)
		features = boundary.WordFeatures(features[:0], p.Chunk, p.At, p.Rule)
		words(right, features)
		if right {
			cuts = append(cuts, p.Byte)
		}
	})
	toks = cutAt(text, toks, cuts)
	seen := sentenceWords(toks)
	from := 0
	for i := 0; i+1 < len(toks); i++ {
		right := goldEnd(toks[i].Read.End)
		features = boundary.SentenceFeatures(features[:0], seen, from, i, ruleEnd(text, toks, i))
		sentences(right, features)
		if right {
			from = i + 1
		}
	}
}
