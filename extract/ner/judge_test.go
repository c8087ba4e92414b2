package ner_test

import (
	"testing"

	"mandate/extract/input"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/token"
)

// The model has a say in what the rules read: it confirms, and what only a head word speaks for goes without it.
func TestSecondReader(t *testing.T) {
	const text = "The Ministry of Labor protects migrant workers and combats human trafficking.\n\nThe government keeps no separate statistics.\n"
	found := map[bool]map[string]bool{} // with the model → name → confirmed
	for _, trained := range []bool{false, true} {
		doc, err := input.Parse("example.txt", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		names, err := ner.New(trained)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{States: true}, names} {
			if err := s.Annotate(doc); err != nil {
				t.Fatal(err)
			}
		}
		found[trained] = map[string]bool{}
		for _, m := range doc.Mentions {
			found[trained][m.Name] = m.Agreed
		}
	}
	for _, name := range []string{"Ministry of Labor", "migrant workers", "human trafficking"} {
		if agreed, ok := found[false][name]; !ok || agreed {
			t.Errorf("%s: found %v, confirmed %v by rules alone", name, ok, agreed)
		}
		if !found[true][name] {
			t.Errorf("%s: not confirmed by the model", name)
		}
	}
	if _, ok := found[false]["separate statistics"]; !ok {
		t.Error("separate statistics: not found by rules alone")
	}
	if _, ok := found[true]["separate statistics"]; ok {
		t.Error("separate statistics: kept without the model")
	}
}
