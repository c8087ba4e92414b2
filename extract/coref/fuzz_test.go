package coref_test

import (
	"testing"

	"mandate/extract/coref"
	"mandate/extract/nlp"
	"mandate/extract/nlp/nlptest"
)

// FuzzAnnotate joins mentions that stand anywhere in any text, with any tree: nothing fails, each cluster lists its
// mentions, and the mentions are those that there were.
func FuzzAnnotate(f *testing.F) {
	f.Add("The Ministry of Health (MOH) met. The Ministry grew. It ended.", []byte{1, 2, 3}, []byte{3, 0, 0, 1, 3})
	f.Add("National Plan (NP)\nthe plan, its agencies and they", []byte{}, []byte{2, 1, 3, 0, 255})
	f.Add("Article 5 of the Code. Ana Duran, the minister. Duran.", []byte{9}, []byte{4, 4, 4})
	f.Fuzz(func(t *testing.T, text string, choices, marks []byte) {
		doc := nlptest.Document(text, choices)
		nlptest.AddMentions(doc, marks)
		before := append([]nlp.Mention(nil), doc.Mentions...)
		if err := (coref.Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		nlptest.Check(t, doc)
		if len(before) != len(doc.Mentions) {
			t.Fatalf("%d mentions were %d", len(doc.Mentions), len(before))
		}
		for i := range before {
			if m := &doc.Mentions[i]; m.Span != before[i].Span || m.Sentence != before[i].Sentence {
				t.Fatalf("mention %d stands elsewhere: %+v", i, m)
			}
		}
	})
}
