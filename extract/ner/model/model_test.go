package model

import (
	"slices"
	"strings"
	"testing"

	"mandate/extract/nlp"
	"mandate/extract/parse"
)

// document makes a parsed document of one passage, words separated by blanks.
func document(t *testing.T, texts ...string) *nlp.Document {
	t.Helper()
	doc := &nlp.Document{Source: strings.Join(texts, "\n")}
	at := 0
	for _, text := range texts {
		var s nlp.Sentence
		for i, w := range strings.Split(text, " ") {
			sp := nlp.Span{Start: at, End: at + len(w)}
			s.Tokens = append(s.Tokens, nlp.Token{Text: w, Lower: strings.ToLower(w), Span: sp, Read: sp, Space: i > 0, Head: -1})
			at += len(w) + 1
		}
		doc.Sentences = append(doc.Sentences, s)
	}
	if err := (parse.Stage{States: true}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestMentions(t *testing.T) {
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	doc := document(t, "The Department of State works with the Government of Kenya to combat human trafficking .", "Nothing is named here .")
	got := r.Mentions(doc)
	var list []string
	for _, m := range got {
		list = append(list, m.Type+" "+m.Name)
		if m.Confidence <= 0 || m.Confidence > 1 || m.Rule != Rule || m.Head < m.First || m.Head >= m.Last || doc.Source[m.Span.Start:m.Span.End] != m.Name {
			t.Errorf("mention %+v", m)
		}
	}
	for _, want := range []string{"Agency Department of State", "Issue human trafficking"} {
		if !slices.Contains(list, want) {
			t.Errorf("no %s in %v", want, list)
		}
	}
	for _, m := range got {
		if m.Sentence != 0 {
			t.Errorf("a mention where nothing is named: %+v", m)
		}
	}
	doc.Sentences[0].States = nil
	if got := r.Mentions(doc); len(got) != 0 {
		t.Errorf("mentions without states: %+v", got)
	}
}

func TestSigns(t *testing.T) {
	doc := document(t, "The Bank ( BNK ) lends to a bank .", "STRATEGIC PLAN FOR THE NATION")
	doc.Mentions = []nlp.Mention{{Sentence: 0, First: 0, Last: 2, Type: "Agency", Kind: nlp.Named}, {Sentence: 0, First: 7, Last: 8, Kind: nlp.Pronoun}}
	s := Signs(doc)
	has := func(sent, tok, bit int) bool { return s[sent][tok]>>bit&1 == 1 }
	for _, c := range []struct {
		sent, tok, bit int
		want           bool
	}{
		{0, 0, 0, true}, {0, 1, 8, true}, {0, 1, 0, false}, {0, 1, signNamed, true}, {0, 1, signSmall, true}, {0, 1, signCapital, true},
		{0, 3, signBrackets, true}, {0, 5, signBrackets, false}, {0, 3, signAllCaps, true}, {1, 0, signShouted, true}, {0, 0, signShouted, false},
	} {
		if has(c.sent, c.tok, c.bit) != c.want {
			t.Errorf("sentence %d word %d sign %d: %v", c.sent, c.tok, c.bit, !c.want)
		}
	}
}
