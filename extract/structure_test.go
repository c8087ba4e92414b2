package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mandate/extract/relate"
	"mandate/graph"
)

// ruleExample is a text in which a rule written in Go must read a relation, or (refuse) must not read one.
type ruleExample struct {
	rule   string
	text   string
	want   string // "Subject TYPE Object"
	refuse string // the same, of what must not be read by any rule
}

// order is the frame of a document that is itself a law.
const order = "EXECUTIVE ORDER NO. 88\n\nMay 3, 2010\n\nBy the authority vested in me as Governor, it is hereby ordered in Chile:\n\n" +
	"Section 1. Schools. The Department of Schools shall buy books.\n\n"

// structureExamples are the examples of the rules that no frame writes down; testdata/docs must emit no other.
var structureExamples = []ruleExample{
	{rule: "structure.provision", text: "Article 12 of the Ports Code punishes bribery.", want: "Article 12 of the Ports Code PART_OF Ports Code"},
	{rule: "structure.provision", text: "Article 12 is quoted beside the Ports Code.", refuse: "Article 12 PART_OF Ports Code"},
	{rule: "structure.name-topic", text: "The Office to Combat Illegal Fishing was founded in 2004.", want: "Office to Combat Illegal Fishing ADDRESSES Illegal Fishing"},
	{rule: "structure.name-topic", text: "The Ministry of Finance knows of illegal fishing.", refuse: "Ministry of Finance ADDRESSES illegal fishing"},
	{rule: "structure.possessive", text: "Peru's Ports Code entered into force.", want: "Ports Code OPERATES_IN Peru"},
	{rule: "structure.possessive", text: "The Ministry of Transport's Port Inspection Bureau met in May.", want: "Port Inspection Bureau PART_OF Ministry of Transport"},
	{rule: "structure.possessive", text: "Peru's neighbors read the Ports Code.", refuse: "Ports Code OPERATES_IN Peru"},
	{rule: "structure.purpose", text: "A hotline for migrant workers opened.", want: "hotline SERVES migrant workers"},
	{rule: "structure.purpose", text: "Migrant workers passed by the hotline.", refuse: "hotline SERVES migrant workers"},
	{rule: "structure.name", text: "The Peruvian Ministry of Justice met in May.", want: "Peruvian Ministry of Justice OPERATES_IN Peru"},
	{rule: "structure.name", text: "The Ministry of Justice met Peruvian officials.", refuse: "Ministry of Justice OPERATES_IN Peru"},
	{rule: "structure.place", text: "The Port Inspection Bureau in Chile grew.", want: "Port Inspection Bureau OPERATES_IN Chile"},
	{rule: "structure.place", text: "The Port Inspection Bureau grew faster than Chile.", refuse: "Port Inspection Bureau OPERATES_IN Chile"},
	{rule: "structure.name-parties", text: "The Singapore-EU Free Trade Agreement was read in May.", want: "Singapore PARTY_TO Singapore-EU Free Trade Agreement"},
	{rule: "structure.name-parties", text: "The Free Trade Agreement was read in Singapore.", refuse: "Singapore PARTY_TO Free Trade Agreement"},
	{rule: "structure.office", text: "National Water Agency Director John Miller spoke in May.", want: "John Miller LEADS National Water Agency"},
	{rule: "structure.office", text: "John Miller, chair of the National Water Agency, spoke in May.", want: "John Miller LEADS National Water Agency"},
	{rule: "structure.office", text: "National Water Agency Deputy Director John Miller spoke in May.", refuse: "John Miller LEADS National Water Agency"},
	{rule: "structure.office", text: "John Miller, Deputy Director of the National Water Agency, spoke in May.", refuse: "John Miller LEADS National Water Agency"},
	{rule: "structure.members", text: "Members of the Clean Seas Initiative, including Vietnam and Chile, met in May.", want: "Vietnam PARTICIPATES_IN Clean Seas Initiative"},
	{rule: "structure.members", text: "Critics of the Clean Seas Initiative, including Vietnam and Chile, met in May.", refuse: "Vietnam PARTICIPATES_IN Clean Seas Initiative"},
	{rule: "enact.formula", text: order + "Ana Duran", want: "Ana Duran ESTABLISHES Executive Order 88"},
	{rule: "enact.formula", text: order + "Ana Duran", want: "Executive Order 88 OPERATES_IN Chile"},
	{rule: "enact.formula", text: "EXECUTIVE ORDER NO. 88\n\nMay 3, 2010\n\nThe President of Chile, Ana Duran, spoke of schools.", refuse: "Executive Order 88 OPERATES_IN Chile"},
	{rule: "enact.hereby", text: order + "Executive Order No. 17 is hereby revoked.", want: "Executive Order 88 AMENDS Executive Order 17"},
	{rule: "enact.hereby", text: order + "Executive Order No. 17 was read in May.", refuse: "Executive Order 88 AMENDS Executive Order 17"},
}

func fold(statement string) string {
	w := strings.Fields(statement)
	for i, x := range w {
		if !strings.Contains(" PART_OF ADDRESSES SERVES OPERATES_IN PARTY_TO LEADS PARTICIPATES_IN AMENDS ESTABLISHES ", " "+x+" ") {
			continue
		}
		return graph.FoldName(strings.Join(w[:i], " ")) + " " + x + " " + graph.FoldName(strings.Join(w[i+1:], " "))
	}
	return statement
}

func TestStructureExamples(t *testing.T) {
	p := pipeline(t)
	for _, ex := range structureExamples {
		got := read(t, p, ex.text)
		if ex.want != "" {
			if st, ok := got[fold(ex.want)]; !ok || st.Evidence.Rule != ex.rule {
				t.Errorf("%s: %q\n  must say %s\n  says %v", ex.rule, ex.text, fold(ex.want), keysOf(got))
			}
		}
		if st, ok := got[fold(ex.refuse)]; ok {
			t.Errorf("%s: %q\n  must not say %s (%s)", ex.rule, ex.text, ex.refuse, st.Evidence.Rule)
		}
	}
}

// Whatever rule reads a relation in the example documents has an example of its own.
func TestEveryRuleHasAnExample(t *testing.T) {
	var known []string
	frames, err := relate.Frames()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range frames {
		if len(f.Match) > 0 {
			known = append(known, f.ID)
		}
	}
	for _, ex := range structureExamples {
		if ex.want != "" {
			known = append(known, ex.rule)
		}
	}
	files, err := filepath.Glob("../testdata/docs/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in testdata/docs (%v)", err)
	}
	p := pipeline(t)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, _, err := p.Read(filepath.Base(file), b)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range doc.Relations {
			if !slices.Contains(known, r.Rule) && !strings.HasPrefix(r.Rule, "learned.") { // whose record is in the manifest
				t.Errorf("%s: rule %s reads a relation and has no example", filepath.Base(file), r.Rule)
			}
		}
	}
}
