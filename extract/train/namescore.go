package train

import (
	"fmt"
	"io"
	"slices"

	"mandate/extract/ner/model"
	"mandate/extract/nlp"
)

// Tally counts names: in the gold, found, and found right.
type Tally struct{ Gold, Found, Right int }

// PRF is precision, recall and their harmonic mean.
func (t Tally) PRF() (p, r, f float64) {
	if t.Found > 0 {
		p = float64(t.Right) / float64(t.Found)
	}
	if t.Gold > 0 {
		r = float64(t.Right) / float64(t.Gold)
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

func (t Tally) add(o Tally) Tally {
	return Tally{t.Gold + o.Gold, t.Found + o.Found, t.Right + o.Right}
}

// NameScore counts names by type.
type NameScore map[string]Tally

// Sum adds up some types.
func (s NameScore) Sum(types ...string) Tally {
	var t Tally
	for _, n := range types {
		t = t.add(s[n])
	}
	return t
}

// count compares two lists of names of one text: a name is right if place and type agree.
func (s NameScore) count(gold, found []Mark) {
	for _, g := range gold {
		t := s[g.Type]
		t.Gold++
		if slices.ContainsFunc(found, func(f Mark) bool { return f.Span == g.Span && f.Type == g.Type }) {
			t.Right++
		}
		s[g.Type] = t
	}
	for _, f := range found {
		t := s[f.Type]
		t.Found++
		s[f.Type] = t
	}
}

// Print writes precision, recall and F1 of each type, then of names (Agency, Law, Program, Region, Person) and of
// phrases (Issue, Group).
func (s NameScore) Print(w io.Writer) {
	for _, n := range NameTypes {
		p, r, f := s[n].PRF()
		fmt.Fprintf(w, "%s P %.3f R %.3f F1 %.3f (%d)\n", n, p, r, f, s[n].Gold)
	}
	p, r, f := s.Sum("Agency", "Law", "Program", "Region", "Person").PRF()
	fmt.Fprintf(w, "names P %.3f R %.3f F1 %.3f\n", p, r, f)
	p, r, f = s.Sum("Issue", "Group").PRF()
	fmt.Fprintf(w, "phrases P %.3f R %.3f F1 %.3f\n", p, r, f)
}

// ScoreTexts finds the names of texts that a Preparer has gone over and compares them with their marks, by place in the
// text.
func ScoreTexts(texts []MarkedText, r *model.Recognizer) NameScore {
	s := NameScore{}
	for i := range texts {
		m := &texts[i]
		var found []Mark
		for _, n := range r.Mentions(m.Doc) {
			found = append(found, Mark{Type: n.Type, Span: n.Span})
		}
		s.count(m.Marks, found)
	}
	return s
}

// ScoreSentences finds the names of marked sentences, of the types that their set marks, and compares them by tokens.
func ScoreSentences(set []Marked, r *model.Recognizer) NameScore {
	s := NameScore{}
	for i := range set {
		m := &set[i]
		var found, gold []Mark
		for _, n := range r.Mentions(m.doc) {
			if m.Partial == nil || m.Partial[n.Type] {
				found = append(found, Mark{Type: n.Type, Span: nlp.Span{Start: n.First, End: n.Last}})
			}
		}
		for _, n := range m.Names {
			if n.Type != "" {
				gold = append(gold, Mark{Type: n.Type, Span: nlp.Span{Start: n.First, End: n.Last}})
			}
		}
		s.count(gold, found)
	}
	return s
}
