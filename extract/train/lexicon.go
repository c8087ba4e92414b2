package train

import (
	"sort"
	"strings"

	"mandate/extract/internal/encoder"
)

// lexicon is what a network knows of words and labels by number.
type lexicon struct {
	words  []string // row 0 stands for unknown words
	counts []int    // in the treebanks
	index  map[string]int
	upos   *labels
	xpos   *labels
	deprel *labels
}

// labels numbers names in order of spelling.
type labels struct {
	names []string
	index map[string]int
}

func newLabels(counts map[string]int, least int) *labels {
	l := &labels{index: map[string]int{}}
	for n, c := range counts {
		if c >= least {
			l.names = append(l.names, n)
		}
	}
	sort.Strings(l.names)
	for i, n := range l.names {
		l.index[n] = i
	}
	return l
}

// id is the number of a name, -1 if it is not known.
func (l *labels) id(name string) int {
	if i, ok := l.index[name]; ok {
		return i
	}
	return -1
}

// newLexicon collects the words of the vectors and those that the sentences have at least twice.
func newLexicon(sents []Sentence, vec *Vectors) *lexicon {
	seen := map[string]int{}
	upos, xpos, deprel := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range sents {
		s := &sents[i]
		for j, f := range s.Form {
			seen[encoder.Fold(f)]++
			upos[s.UPOS[j]]++
			xpos[s.XPOS[j]]++
			deprel[s.Deprel[j]]++
		}
	}
	lex := &lexicon{
		words: []string{""}, index: map[string]int{},
		upos: newLabels(upos, 1), xpos: newLabels(xpos, 5), deprel: newLabels(deprel, 5),
	}
	lex.words = append(lex.words, vec.Words...)
	known := vec.Index()
	var more []string
	for w, n := range seen {
		if _, ok := known[w]; !ok && n >= 2 {
			more = append(more, w)
		}
	}
	sort.Strings(more)
	lex.words = append(lex.words, more...)
	lex.counts = make([]int, len(lex.words))
	for i, w := range lex.words {
		if i > 0 {
			lex.index[w] = i
			lex.counts[i] = seen[w]
		}
	}
	return lex
}

// example is a sentence by number, as the network reads it.
type example struct {
	word            []int32
	subs            [][]uint16
	head            []int // -1 the root
	rel, upos, xpos []int // -1 not known
	src             *Sentence
	weight          float32
}

// read turns forms into numbers.
func (lex *lexicon) read(forms []string) *example {
	e := &example{weight: 1}
	for _, f := range forms {
		w := encoder.Fold(f)
		e.word = append(e.word, int32(lex.index[w]))
		e.subs = append(e.subs, encoder.Subs(nil, f, []byte(w), nil))
	}
	return e
}

// example turns a sentence of a treebank into numbers; upper reads it as if printed in capitals.
func (lex *lexicon) example(s *Sentence, upper bool) *example {
	forms := s.Form
	if upper {
		forms = make([]string, len(s.Form))
		for i, f := range s.Form {
			forms[i] = strings.ToUpper(f)
		}
	}
	e := lex.read(forms)
	e.src, e.head = s, s.Head
	for j := range s.Form {
		e.rel = append(e.rel, lex.deprel.id(s.Deprel[j]))
		e.upos = append(e.upos, lex.upos.id(s.UPOS[j]))
		e.xpos = append(e.xpos, lex.xpos.id(s.XPOS[j]))
	}
	return e
}
