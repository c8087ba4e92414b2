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
	for _, ex := range relate.RuleExamples() {
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
