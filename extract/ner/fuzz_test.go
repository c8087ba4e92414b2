package ner_test

import (
	"reflect"
	"testing"

	"mandate/extract/ner"
	"mandate/extract/nlp/nlptest"
)

// FuzzAnnotate reads hand-made documents of any text, with any tree and with none: nothing fails, every mention, date and
// amount stands in the text, and a second reading finds the same.
func FuzzAnnotate(f *testing.F) {
	stage, err := ner.New(false)
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		"The Ministry of Health (MOH) and the U.S. Department of State met Dr. Ana Díaz in Lima on 5 May 2010.",
		"EXECUTIVE ORDER 13526\nSec. 2. Articles 12, 14 and 15 of the Ports Code (\"the Code\") address human trafficking.\nThis Order ends.",
		"$4 million from 2008 to 2012 for migrant workers, women and children by July 2010; EUR 300",
		"Peru's (the \"Code\" of , of of the", "COUNTRY REPORT\x00 – – 22 U.S.C. 7103(d)(2)", "Mr. Mr. Jr. of the Ministry of of and and",
	} {
		f.Add(text, []byte{}, "2009-03-01")
		f.Add(text, []byte{7, 1, 0, 3, 200}, "")
	}
	f.Fuzz(func(t *testing.T, text string, choices []byte, date string) {
		doc := nlptest.Document(text, choices)
		doc.Info.Date = date
		if err := stage.Annotate(doc); err != nil {
			t.Fatal(err)
		}
		nlptest.Check(t, doc)
		first := doc.Mentions
		doc.Mentions = nil
		if err := stage.Annotate(doc); err != nil || !reflect.DeepEqual(first, doc.Mentions) && len(first)+len(doc.Mentions) > 0 {
			t.Fatalf("read again: %v\n%+v\n%+v", err, first, doc.Mentions)
		}
	})
}
