package relate_test

import (
	"testing"

	"mandate/extract/models"
	"mandate/extract/nlp/nlptest"
	"mandate/extract/relate"
	"mandate/graph/schema"
)

// FuzzAnnotate relates mentions that stand anywhere in any text, with any tree and with none, by rules alone and with the
// trained scorer: nothing fails, and every relation leads to two mentions and to words of the text.
func FuzzAnnotate(f *testing.F) {
	rules, err := relate.New(schema.Default())
	if err != nil {
		f.Fatal(err)
	}
	pairs, err := models.Relations()
	if err != nil {
		f.Fatal(err)
	}
	scored, err := relate.With(schema.Default(), pairs)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("The plan is led by the Ministry of Production in coordination with 28 other agencies.", []byte{2, 0, 3, 1}, []byte{3, 1, 0, 1, 2})
	f.Add("The following agencies fund it:\n(a) the Bank;\n(b) the Ministry, which may act.", []byte{2, 9, 14}, []byte{1, 0, 1, 2, 0})
	f.Add("Peru's Ports Code will not be amended by offices in Lima by 2010.", []byte{}, []byte{2, 2, 2})
	f.Fuzz(func(t *testing.T, text string, choices, marks []byte) {
		for _, stage := range []*relate.Stage{rules, scored} {
			doc := nlptest.Document(text, choices)
			nlptest.AddMentions(doc, marks)
			nlptest.Clusters(doc, marks)
			if err := stage.Annotate(doc); err != nil {
				t.Fatal(err)
			}
			nlptest.Check(t, doc)
		}
	})
}
