package relate_test

import (
	"testing"

	"mandate/extract/coref"
	"mandate/extract/input"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/relate"
	"mandate/extract/token"
	"mandate/graph/schema"
)

// Times go to the relation that they hold for, resolved against the date of the document.
func TestWhen(t *testing.T) {
	for _, tc := range []struct {
		text  string
		times map[string][2]string // relation type → since, until
	}{
		{"The Ministry of Health launched the Clean Water Program in July 2008.", map[string][2]string{"ESTABLISHES": {"2008-07", ""}}},
		{"In July 2008, the Ministry of Health launched the Clean Water Program.", map[string][2]string{"ESTABLISHES": {"2008-07", ""}}},
		{"Kenya joined the Clean Water Program in July 2008.", map[string][2]string{"PARTICIPATES_IN": {"2008-07", ""}}},
		{"The Ministry of Health led the Clean Water Program in July 2008.", map[string][2]string{"LEADS": {"2008-07", "2008-07"}}},
		{"The Ministry of Health has led the Clean Water Program since February.", map[string][2]string{"LEADS": {"2010-02", ""}}},
		{"The Ministry of Health will launch the Clean Water Program by 2012.", map[string][2]string{"ESTABLISHES": {"", "2012"}}},
		{"The Ministry of Health led the Clean Water Program from 2004 to 2006.", map[string][2]string{"LEADS": {"2004", "2006"}}},
		{"The Ministry of Health leads the Clean Water Program.", map[string][2]string{"LEADS": {"", ""}}},
		{"The Ministry of Health leads the Clean Water Program, which the Parliament praised in 2009.", map[string][2]string{"LEADS": {"", ""}}},
	} {
		doc, err := input.Parse("example.txt", []byte(tc.text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		doc.Info.Date = "2010-04-12"
		names, err := ner.New(false)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := relate.New(schema.Default())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{}, names, coref.Stage{}, rel} {
			if err := s.Annotate(doc); err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]bool{}
		for _, r := range doc.Relations {
			want, ok := tc.times[r.Type]
			seen[r.Type] = true
			if ok && (r.Since != want[0] || r.Until != want[1]) {
				t.Errorf("%q: %s since %q until %q, want %q", tc.text, r.Type, r.Since, r.Until, want)
			}
		}
		for typ := range tc.times {
			if !seen[typ] {
				t.Errorf("%q: no %s", tc.text, typ)
			}
		}
	}
}
