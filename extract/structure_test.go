package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mandate/extract"
	"mandate/extract/relate"
	"mandate/graph"
)

func fold(statement string) string {
	w := strings.Fields(statement)
	for i, x := range w {
		if !strings.Contains(" PART_OF ADDRESSES SERVES OPERATES_IN PARTY_TO LEADS PARTICIPATES_IN AMENDS ESTABLISHES FUNDS COORDINATES_WITH ", " "+x+" ") {
			continue
		}
		return graph.FoldName(strings.Join(w[:i], " ")) + " " + x + " " + graph.FoldName(strings.Join(w[i+1:], " "))
	}
	return statement
}

// checkRules holds the pipeline to examples of rules.
func checkRules(t *testing.T, p *extract.Pipeline, examples []relate.RuleExample) {
	t.Helper()
	for _, ex := range examples {
		got := read(t, p, ex.Text)
		if ex.Want != "" {
			if st, ok := got[fold(ex.Want)]; !ok || st.Evidence.Rule != ex.Rule {
				t.Errorf("%s: %q\n  must say %s\n  says %v", ex.Rule, ex.Text, fold(ex.Want), keysOf(got))
			}
		}
		if st, ok := got[fold(ex.Refuse)]; ok {
			t.Errorf("%s: %q\n  must not say %s (%s)", ex.Rule, ex.Text, ex.Refuse, st.Evidence.Rule)
		}
	}
}

func TestStructureExamples(t *testing.T) {
	p := pipeline(t)
	checkRules(t, p, relate.RuleExamples())
}

// What the scorer has learnt from the examples holds for others like them, which it has not seen.
func TestRulesOnOtherNames(t *testing.T) {
	p := pipeline(t)
	checkRules(t, p, []relate.RuleExample{
		{Rule: "structure.provision", Text: "Section 9 of the Forest Act forbids logging.", Want: "Section 9 of the Forest Act PART_OF Forest Act"},
		{Rule: "structure.name-topic", Text: "The Commission against Illegal Logging opened an office.", Want: "Commission against Illegal Logging ADDRESSES Illegal Logging"},
		{Rule: "structure.name-topic", Text: "The Ministry of Education heard of illegal logging.", Refuse: "Ministry of Education ADDRESSES illegal logging"},
		{Rule: "structure.possessive", Text: "Kenya's Forest Act entered into force.", Want: "Forest Act OPERATES_IN Kenya"},
		{Rule: "structure.possessive", Text: "Kenya's neighbors read the Forest Act.", Refuse: "Forest Act OPERATES_IN Kenya"},
		{Rule: "structure.name", Text: "The Kenyan Ministry of Water opened a laboratory.", Want: "Kenyan Ministry of Water OPERATES_IN Kenya"},
		{Rule: "structure.name", Text: "The Peruvian Navy met in May.", Want: "Peruvian Navy OPERATES_IN Peru"},
		{Rule: "structure.name", Text: "The Ministry of Water met Kenyan officials.", Refuse: "Ministry of Water OPERATES_IN Kenya"},
		{Rule: "structure.place", Text: "The Timber Council in Norway hired rangers.", Want: "Timber Council OPERATES_IN Norway"},
		{Rule: "structure.place", Text: "The Timber Council hired more rangers than Norway.", Refuse: "Timber Council OPERATES_IN Norway"},
		{Rule: "structure.office", Text: "Peter Berg, chair of the National Forest Council, resigned.", Want: "Peter Berg LEADS National Forest Council"},
		{Rule: "structure.office", Text: "Peter Berg, deputy chair of the National Forest Council, resigned.", Refuse: "Peter Berg LEADS National Forest Council"},
		{Rule: "structure.members", Text: "Members of the Clean Rivers Initiative, including Norway and Kenya, met in June.", Want: "Kenya PARTICIPATES_IN Clean Rivers Initiative"},
	})
}

// Frames find their ends across relative clauses, and in those who act together, in sentences that no frame has as an example.
func TestFramesOnOtherNames(t *testing.T) {
	p := pipeline(t)
	checkRules(t, p, []relate.RuleExample{
		{Rule: "party.noun", Text: "The Timber Convention, to which Norway is a party, forbids logging.", Want: "Norway PARTY_TO Timber Convention"},
		{Rule: "leads.verb", Text: "The Safe Homes Program, which the Forest Council runs, opened in May.", Want: "Forest Council LEADS Safe Homes Program"},
		{Rule: "leads.verb", Text: "The Forest Council, together with the Fire Administration, runs the Safe Homes Program.", Want: "Fire Administration LEADS Safe Homes Program"},
		{Rule: "coordinates.together", Text: "The Timber Registry is run by the Forest Council jointly with the Fire Administration.", Want: "Fire Administration COORDINATES_WITH Forest Council"},
		{Rule: "coordinates.jointly", Text: "Norway and Kenya jointly train rangers.", Want: "Kenya COORDINATES_WITH Norway"},
		{Rule: "structure.description", Text: "The Norwegian ski maker, Oslo Timber Company, hired rangers.", Want: "Oslo Timber Company OPERATES_IN Norway"},
		{Rule: "structure.within", Text: "The Timber Office within the Ministry of Water hired rangers.", Want: "Timber Office PART_OF Ministry of Water"},
		{Rule: "leads.under", Text: "The Timber Council, under the leadership of Peter Berg, hired rangers.", Want: "Peter Berg LEADS Timber Council"},
		{Rule: "operates.office", Text: "The Timber Council has a branch in Norway.", Want: "Timber Council OPERATES_IN Norway"},
		{Rule: "coordinates.share", Text: "Norway heard that Kenya found the Timber Fund.", Refuse: "Kenya COORDINATES_WITH Norway"},
		{Rule: "participates.composed", Text: "The Council shall comprise representatives of the Ministry of Water and the Forest Service.", Refuse: "Ministry of Water PARTICIPATES_IN Forest Service"},
	})
}

// What is denied or intended is not asserted, whatever the words.
func TestStatusByWords(t *testing.T) {
	p := pipeline(t)
	for _, tt := range []struct {
		text, says string
		want       graph.Status
	}{
		{"The Ministry of Health no longer leads the Clean Rivers Plan.", "Ministry of Health LEADS Clean Rivers Plan", graph.Negated},
		{"Neither the Ministry of Health nor the Ministry of Finance funds the Clean Rivers Plan.", "Ministry of Finance FUNDS Clean Rivers Plan", graph.Negated},
		{"Kenya has yet to ratify the Paris Agreement.", "Kenya PARTY_TO Paris Agreement", graph.Negated},
		{"The Ministry of Health is to set up a Traffic Intelligence Unit.", "Ministry of Health ESTABLISHES Traffic Intelligence Unit", graph.Planned},
		{"The Ministry of Health is due to launch the Clean Rivers Plan.", "Ministry of Health ESTABLISHES Clean Rivers Plan", graph.Planned},
		{"The Ministry of Health leads the Clean Rivers Plan.", "Ministry of Health LEADS Clean Rivers Plan", graph.Asserted},
		{"The World Bank is considering a loan to the Clean Rivers Plan.", "World Bank FUNDS Clean Rivers Plan", graph.Planned},
		{"The Council of State Governments will host a Timber Summit in Cincinnati.", "Council of State Governments LEADS Timber Summit", graph.Planned},
		{"The Timber Facility, financed by the World Bank, will be opened in Oslo.", "World Bank FUNDS Timber Facility", graph.Planned},
		{"The Ministry of Water is drafting the Clean Rivers Act.", "Ministry of Water ESTABLISHES Clean Rivers Act", graph.Planned},
		{"The Ministry of Water is directed to establish a Timber Registry.", "Ministry of Water ESTABLISHES Timber Registry", graph.Planned},
		{"Norway was invited to join the Clean Rivers Initiative.", "Norway PARTICIPATES_IN Clean Rivers Initiative", graph.Planned},
		{"Norway and Kenya intend to train rangers together.", "Kenya COORDINATES_WITH Norway", graph.Planned},
		{"The Ministry of Water is not in a position to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
		{"Norway is unlikely to ratify the Timber Convention.", "Norway PARTY_TO Timber Convention", graph.Reported},
		{"Norway withdrew from the Timber Convention.", "Norway PARTY_TO Timber Convention", graph.Negated},
		{"The World Bank is in talks to fund the Clean Rivers Plan.", "World Bank FUNDS Clean Rivers Plan", graph.Planned},
		{"Norway signed but did not ratify the Paris Agreement.", "Norway PARTY_TO Paris Agreement", graph.Asserted},
		{"The Clean Rivers Plan is overseen by the Ministry of Water.", "Ministry of Water LEADS Clean Rivers Plan", graph.Asserted},
		{"The Clean Rivers Plan not only protects farmers but also trains nurses.", "Clean Rivers Plan SERVES farmers", graph.Asserted},
	} {
		got := read(t, p, tt.text)
		if st, ok := got[fold(tt.says)]; !ok || st.Status != tt.want {
			t.Errorf("%q: %v, want %s of %s; it says %v", tt.text, st.Status, tt.want, tt.says, keysOf(got))
		}
	}
}

// Both readings of a clause go by the same words.
func TestStatusWithAndWithoutTrees(t *testing.T) {
	fast, err := extract.New(extract.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*extract.Pipeline{"trees": pipeline(t), "fast": fast} {
		for _, tt := range []struct {
			text, says string
			want       graph.Status
		}{
			{"Neither the Ministry of Water nor the Forest Council funds the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
			{"The Forest Council no longer leads the Clean Rivers Plan.", "Forest Council LEADS Clean Rivers Plan", graph.Negated},
			{"Norway has yet to ratify the Paris Agreement.", "Norway PARTY_TO Paris Agreement", graph.Negated},
			{"Norway is yet to ratify the Paris Agreement.", "Norway PARTY_TO Paris Agreement", graph.Negated},
			{"The Forest Council is to launch the Clean Rivers Plan.", "Forest Council ESTABLISHES Clean Rivers Plan", graph.Planned},
			{"The Forest Council is due to launch the Clean Rivers Plan.", "Forest Council ESTABLISHES Clean Rivers Plan", graph.Planned},
			{"The Forest Council is set to launch the Clean Rivers Plan.", "Forest Council ESTABLISHES Clean Rivers Plan", graph.Planned},
			{"The Ministry of Water is considering whether to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Planned},
			{"The Ministry of Water is weighing whether to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Planned},
			{"The Ministry of Water mulls funding the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Planned},
			{"The Forest Council denied that the Ministry of Water funds the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
			{"The Forest Council denied reports that the Ministry of Water funded the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
			{"The Forest Council rejected claims that the Ministry of Water funds the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
			{"The Forest Council reported that the Ministry of Water funds the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Reported},
			{"The Ministry of Water declined to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
			{"The Ministry of Water refused to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Negated},
			{"The Ministry of Water undertook to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Planned},
			{"The Clean Rivers Plan is overseen by the Ministry of Water.", "Ministry of Water LEADS Clean Rivers Plan", graph.Asserted},
			{"The Clean Rivers Plan will be carried out by the Forest Council, and it is overseen by the Ministry of Water.", "Ministry of Water LEADS Clean Rivers Plan", graph.Asserted},
			{"The Ministry of Water has been asked to fund the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Planned},
			{"The Ministry of Water funds the Clean Rivers Plan.", "Ministry of Water FUNDS Clean Rivers Plan", graph.Asserted},
		} {
			got := read(t, p, tt.text)
			if st, ok := got[fold(tt.says)]; !ok || st.Status != tt.want {
				t.Errorf("%s: %q: %v, want %s of %s; it says %v", name, tt.text, st.Status, tt.want, tt.says, keysOf(got))
			}
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
	for _, ex := range relate.RuleExamples() {
		if ex.Want != "" {
			known = append(known, ex.Rule)
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
