package nlptest_test

import (
	"testing"

	"mandate/extract/nlp/nlptest"
)

// What the package makes keeps what it checks.
func FuzzDocument(f *testing.F) {
	f.Add("The plan is led by the Ministry. It ends.\n\nArticle 5", []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, text string, choices []byte) {
		doc := nlptest.Document(text, choices)
		nlptest.AddMentions(doc, choices)
		nlptest.Clusters(doc, choices)
		nlptest.Check(t, doc)
		for i := range doc.Sentences {
			roots := 0
			for _, tok := range doc.Sentences[i].Tokens {
				if doc.Source[tok.Span.Start:tok.Span.End] != tok.Text {
					t.Fatalf("word %q stands not at its place", tok.Text)
				}
				if tok.Head < 0 {
					roots++
				}
			}
			if doc.Sentences[i].Parsed && roots != 1 {
				t.Fatalf("%d roots", roots)
			}
		}
	})
}
