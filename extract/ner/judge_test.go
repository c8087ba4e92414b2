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

// The phrase judge drops what its head word alone makes a node of, gives others their right type, and leaves the rest.
func TestPhraseJudge(t *testing.T) {
	const text = "In the next fiscal year the Ministry of Labor will train migrant workers. The Ministry of Health set up a confidential telephone service for victims of violence.\n"
	var found [2]map[string]string // without and with the judge: name → type
	rules, err := ner.With(true, nil)
	if err != nil {
		t.Fatal(err)
	}
	judged, err := ner.New(true)
	if err != nil {
		t.Fatal(err)
	}
	for k, names := range []*ner.Stage{rules, judged} {
		doc, err := input.Parse("example.txt", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{States: true}, names} {
			if err := s.Annotate(doc); err != nil {
				t.Fatal(err)
			}
		}
		found[k] = map[string]string{}
		for _, m := range doc.Mentions {
			found[k][m.Name] = m.Type
		}
	}
	for _, w := range []struct{ name, rules, judged string }{
		{"migrant workers", "Group", "Group"},
		{"Ministry of Labor", "Agency", "Agency"},
		{"fiscal year", "Program", ""},
		{"confidential telephone service", "Agency", "Program"},
	} {
		if found[0][w.name] != w.rules || found[1][w.name] != w.judged {
			t.Errorf("%s: %q by the rules and %q by the judge, want %q and %q", w.name, found[0][w.name], found[1][w.name], w.rules, w.judged)
		}
	}
}

// What a ministry deals with belongs to its name, and what a list knows is of the type that the list says.
func TestNamesOfBodies(t *testing.T) {
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := input.Parse("example.txt", []byte("The Ministry of Health and Social Services coordinates with the World Food Programme and UNICEF.\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []nlp.Stage{token.Stage{}, names} {
		if err := s.Annotate(doc); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]string{}
	for _, m := range doc.Mentions {
		found[m.Name] = m.Type
	}
	for _, name := range []string{"Ministry of Health and Social Services", "World Food Programme", "United Nations Children's Fund"} {
		if found[name] != "Agency" {
			t.Errorf("%s is %q, want Agency; found %v", name, found[name], found)
		}
	}
}
