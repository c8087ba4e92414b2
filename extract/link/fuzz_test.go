package link_test

import (
	"strings"
	"testing"

	"mandate/extract/link"
	"mandate/extract/nlp/nlptest"
)

// FuzzAnnotate gives keys to clusters of any names: each gets one, of its type, and the same one when asked again.
func FuzzAnnotate(f *testing.F) {
	f.Add("The Ministry of Health of Peru (MOH) and Ana met.", []byte{4, 0, 0}, "PE")
	f.Add("— “” ’s ％\nUN", []byte{1, 6, 3}, "")
	f.Fuzz(func(t *testing.T, text string, marks []byte, country string) {
		doc := nlptest.Document(text, nil)
		doc.Info.Country = country
		nlptest.AddMentions(doc, marks)
		nlptest.Clusters(doc, marks)
		if err := (link.Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		nlptest.Check(t, doc)
		for i := range doc.Clusters {
			c := &doc.Clusters[i]
			entity, given := c.Entity, c.Country
			if !strings.HasPrefix(string(entity), strings.ToLower(c.Type)+":") {
				t.Fatalf("%s %q has the key %q", c.Type, c.Name, entity)
			}
			if err := (link.Stage{}).Annotate(doc); err != nil || c.Entity != entity || c.Country != given {
				t.Fatalf("asked again: %v, %q of %q was %q of %q", err, c.Entity, c.Country, entity, given)
			}
		}
	})
}
