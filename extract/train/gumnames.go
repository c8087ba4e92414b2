package train

import (
	"fmt"
	"slices"
	"strings"

	"mandate/extract/ner/lists"
	"mandate/extract/nlp"
)

// GUM marks every mention of a thing, named or not, with what belongs to it: "the Chinese Ministry of Justice's new
// office". A name is what is left where a proper noun heads the mention: its run of proper nouns, "of" and a few such
// words between them, without a person's title. Mentions that are not so simple may be anything.

// gumTypes are GUM's types that answer to ours.
var gumTypes = map[string]string{"organization": "Agency", "place": "Region", "person": "Person", "event": "Event"}

// gumPartial are the types that GUM marks.
var gumPartial = map[string]bool{"Agency": true, "Region": true, "Person": true, "Event": true}

// gumMention is a mention as GUM marks it: words [First, Last).
type gumMention struct {
	First, Last int
	Type        string // GUM's
}

// gumMentions reads the mentions off the Entity marks of a sentence, in the order in which they open.
func gumMentions(s *Sentence) ([]gumMention, error) {
	var out []gumMention
	open := map[string][]int{} // by number: indices of mentions that are not closed yet
	for t, misc := range s.Misc {
		for _, field := range strings.Split(misc, "|") {
			marks, ok := strings.CutPrefix(field, "Entity=")
			if !ok {
				continue
			}
			for marks != "" {
				if marks[0] != '(' {
					id, rest, ok := strings.Cut(marks, ")")
					at := open[id]
					if !ok || len(at) == 0 {
						return nil, fmt.Errorf("sentence %s, word %d: %q closes no mention", s.ID, t+1, marks)
					}
					out[at[len(at)-1]].Last = t + 1
					open[id], marks = at[:len(at)-1], rest
					continue
				}
				end := 1 + strings.IndexAny(marks[1:], "()")
				if end == 0 {
					end = len(marks)
				}
				f := strings.SplitN(marks[1:end], "-", 3)
				if len(f) < 2 {
					return nil, fmt.Errorf("sentence %s, word %d: no type in %q", s.ID, t+1, marks)
				}
				out = append(out, gumMention{First: t, Type: f[1]})
				if end < len(marks) && marks[end] == ')' {
					out[len(out)-1].Last = t + 1
					end++
				} else {
					open[f[0]] = append(open[f[0]], len(out)-1)
				}
				marks = marks[end:]
			}
		}
	}
	for i := range out {
		if out[i].Last == 0 {
			return nil, fmt.Errorf("sentence %s, word %d: a mention is not closed", s.ID, out[i].First+1)
		}
	}
	return out, nil
}

// gumNames are the names of a sentence, in order and without overlap: the longer of two.
func gumNames(s *Sentence, know *known) ([]Mark, error) {
	all, err := gumMentions(s)
	if err != nil {
		return nil, err
	}
	var names []Mark
	for i := range all {
		if k, ok := gumName(s, all, i, know); ok {
			names = append(names, k)
		}
	}
	slices.SortStableFunc(names, func(a, b Mark) int { return (b.Last - b.First) - (a.Last - a.First) })
	var out []Mark
	for _, k := range names {
		if !slices.ContainsFunc(out, func(o Mark) bool { return k.First < o.Last && o.First < k.Last }) {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b Mark) int { return a.First - b.First })
	return out, nil
}

// gumName is the name in mention i, if there is one.
func gumName(s *Sentence, all []gumMention, i int, know *known) (Mark, bool) {
	m := all[i]
	head := gumHead(s, m)
	typ := gumTypes[m.Type]
	switch {
	case typ != "" && s.UPOS[head] == "NOUN" && isCapital(s.Form[head]) && head > 0:
		return Mark{First: head, Last: head + 1}, true // a heading, or a name that is tagged as a common noun
	case s.UPOS[head] != "PROPN":
		return Mark{}, false
	}
	first, last := head, head+1
	for first > m.First && partOfName(s, first-1, typ) && !(typ == "Person" && slices.ContainsFunc(all, func(o gumMention) bool { return o != m && o.First >= m.First && o.Last == first })) {
		first--
	}
	for last < m.Last && partOfName(s, last, typ) {
		last++
	}
	if typ == "Agency" || typ == "Event" {
		last = throughOf(s, all, m, last)
	}
	if typ == "Person" {
		for first < last && know.titles[strings.ToLower(s.Form[first])] {
			first++
		}
		if first == last || s.XPOS[head] == "NNPS" { // a title alone; "Americans", who are a region's or a group
			return Mark{First: m.First, Last: m.Last}, true
		}
	}
	if typ == "Agency" && know.countries[strings.Join(s.Form[first:last], " ")] {
		typ = "Region"
	}
	return Mark{First: first, Last: last, Type: typ}, true // of abstract things and objects: may be a law, a program or nothing
}

// throughOf leads the end of a name over "of", "for", "and" and the like to more proper nouns of the same mention: what
// "and" joins must not be a mention of its own.
func throughOf(s *Sentence, all []gumMention, m gumMention, last int) int {
	for {
		t := last
		for t < m.Last && t-last < 2 && (s.UPOS[t] == "ADP" && (s.Form[t] == "of" || s.Form[t] == "for") || s.UPOS[t] == "DET" && s.Form[t] == "the" || s.Form[t] == "and" || s.Form[t] == "&") {
			t++
		}
		if t == last || t >= m.Last || s.UPOS[t] != "PROPN" {
			return last
		}
		if and := s.Form[last]; (and == "and" || and == "&") && slices.ContainsFunc(all, func(o gumMention) bool { return o.First == t }) {
			return last
		}
		for t < m.Last && partOfName(s, t, "") {
			t++
		}
		last = t
	}
}

// gumHead is the word of a mention whose head lies outside it.
func gumHead(s *Sentence, m gumMention) int {
	for t := m.First; t < m.Last; t++ {
		if h := s.Head[t]; h < m.First || h >= m.Last {
			return t
		}
	}
	return m.Last - 1
}

func isCapital(word string) bool { return word != strings.ToLower(word) }

// partOfName says whether a word beside the head of a name may belong to it: a proper noun or, but for persons, another word
// with a capital, as in "United Nations" and "World War II".
func partOfName(s *Sentence, t int, typ string) bool {
	switch s.UPOS[t] {
	case "PROPN":
		return true
	case "ADJ", "VERB", "NOUN", "NUM":
		return typ != "Person" && isCapital(s.Form[t])
	}
	return false
}

// known is what the lists of names say that the sets mark otherwise.
type known struct {
	titles    map[string]bool // words of titles that stand before a person's name, in small letters
	countries map[string]bool // which are regions, also where they act
}

func readKnown() (*known, error) {
	l, err := lists.Load()
	if err != nil {
		return nil, err
	}
	k := &known{map[string]bool{}, map[string]bool{}}
	for _, x := range l.Titles {
		if x.Place != "after" {
			for _, w := range strings.Fields(strings.ToLower(x.Text)) {
				k.titles[w] = true
			}
		}
	}
	for _, c := range l.Countries {
		k.countries[c.Name] = true
		for _, a := range c.Aliases {
			k.countries[a] = true
		}
	}
	return k, nil
}

// GUMNames makes a marked text of each document of a part of GUM.
func GUMNames(sents []Sentence) ([]MarkedText, error) {
	know, err := readKnown()
	if err != nil {
		return nil, err
	}
	var out []MarkedText
	for start := 0; start < len(sents); {
		stop := start + 1
		for stop < len(sents) && !sents[stop].NewDoc {
			stop++
		}
		m := MarkedText{ID: sents[start].ID, Partial: gumPartial}
		var forms [][]string
		for i := start; i < stop; i++ {
			forms = append(forms, sents[i].Form)
		}
		m.Doc = documentOf(forms)
		for i := start; i < stop; i++ {
			names, err := gumNames(&sents[i], know)
			if err != nil {
				return nil, err
			}
			toks := m.Doc.Sentences[i-start].Tokens
			for _, k := range names {
				m.Marks = append(m.Marks, Mark{Type: k.Type, Span: nlp.Span{Start: toks[k.First].Span.Start, End: toks[k.Last-1].Span.End}})
			}
		}
		out = append(out, m)
		start = stop
	}
	return out, nil
}

// documentOf makes a document of one passage of words that are cut already.
func documentOf(sents [][]string) *nlp.Document {
	var b strings.Builder
	doc := &nlp.Document{}
	for _, forms := range sents {
		var s nlp.Sentence
		for t, form := range forms {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			sp := nlp.Span{Start: b.Len(), End: b.Len() + len(form)}
			b.WriteString(form)
			s.Tokens = append(s.Tokens, nlp.Token{Text: form, Lower: strings.ToLower(form), Head: -1, Span: sp, Read: sp, Space: t > 0})
		}
		s.Span = nlp.Span{Start: s.Tokens[0].Span.Start, End: b.Len()}
		doc.Sentences = append(doc.Sentences, s)
	}
	doc.Source = b.String()
	all := nlp.Span{End: b.Len()}
	doc.Passages = []nlp.Passage{{Text: doc.Source, Heading: -1, Parent: -1, Span: all, Map: nlp.OffsetMap{{ReadLen: b.Len(), SourceLen: b.Len()}}}}
	return doc
}
