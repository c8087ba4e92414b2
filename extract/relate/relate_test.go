package relate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mandate/extract/coref"
	"mandate/extract/input"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/relate"
	"mandate/extract/token"
	"mandate/graph/schema"
)

func TestParseFrames(t *testing.T) {
	const ok = "- id: a\n  relation: LEADS\n  reason: r\n  verbs: [lead]\n  match:\n    - text: x\n      ends: [a | b]\n"
	frames, err := relate.ParseFrames("good.yaml", []byte(ok))
	if err != nil {
		t.Fatal(err)
	}
	want := []*relate.Frame{{ID: "a", Relation: "LEADS", Reason: "r", Verbs: []string{"lead"}, From: []string{"subject"}, To: []string{"object"}, Confidence: 0.7,
		Match: []relate.Example{{Text: "x", Ends: []string{"a | b"}}}}}
	if diff := cmp.Diff(want, frames, cmpopts.IgnoreUnexported(relate.Frame{})); diff != "" {
		t.Errorf("a short frame gets what it leaves out (-want +got):\n%s", diff)
	}
	for _, tc := range []struct {
		name, text string
		says       []string // the error must hold all of these
	}{
		{"unknown field", strings.Replace(ok, "verbs:", "verb:", 1), []string{"bad.yaml", "verb"}},
		{"missing id", strings.Replace(ok, "id: a", "id: \"\"", 1), []string{"bad.yaml", "frame 1", "id"}},
		{"missing id of the second", ok + strings.Replace(ok, "id: a", "id: \"\"", 1), []string{"bad.yaml", "frame 2", "id"}},
		{"missing relation", strings.Replace(ok, "  relation: LEADS\n", "", 1), []string{"bad.yaml", "frame a", "relation"}},
		{"missing reason", strings.Replace(ok, "  reason: r\n", "", 1), []string{"bad.yaml", "frame a", "reason"}},
		{"no trigger", strings.Replace(ok, "  verbs: [lead]\n", "", 1), []string{"bad.yaml", "frame a", "verbs or nouns"}},
		{"no example", ok[:strings.Index(ok, "  match")], []string{"bad.yaml", "frame a", "match"}},
		{"unknown place to", ok + "  to: [beside]\n", []string{"bad.yaml", "frame a", "\"beside\"", "subject"}},
		{"unknown place from", ok + "  from: [beside]\n", []string{"bad.yaml", "frame a", "\"beside\"", "subject"}},
		{"no list", "id: a\n", []string{"bad.yaml"}},
		{"wrong type", strings.Replace(ok, "[lead]", "{lead: 1}", 1), []string{"bad.yaml"}},
	} {
		_, err := relate.ParseFrames("bad.yaml", []byte(tc.text))
		if err == nil {
			t.Errorf("%s: no error", tc.name)
			continue
		}
		for _, w := range tc.says {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: error %q does not say %q", tc.name, err, w)
			}
		}
	}
}

// The embedded frames have ids of their own, and relations that the schema knows.
func TestFrames(t *testing.T) {
	frames, err := relate.Frames()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range frames {
		if seen[f.ID] {
			t.Errorf("two frames are called %s", f.ID)
		}
		seen[f.ID] = true
		if _, ok := schema.Default().Relation(f.Relation); !ok {
			t.Errorf("frame %s: the schema has no relation %s", f.ID, f.Relation)
		}
	}
}

// relations reads a text with or without trees and gives "Subject TYPE Object".
func relations(t *testing.T, trees bool, text string) []string {
	t.Helper()
	doc, err := input.Parse("example.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	rel, err := relate.New(schema.Default())
	if err != nil {
		t.Fatal(err)
	}
	stages := []nlp.Stage{token.Stage{}}
	if trees {
		stages = append(stages, parse.Stage{States: true})
	}
	for _, s := range append(stages, names, coref.Stage{}, rel) {
		if err := s.Annotate(doc); err != nil {
			t.Fatalf("%s: %v", s.Name(), err)
		}
	}
	var out []string
	for _, r := range doc.Relations {
		name := func(m int) string { return doc.Clusters[doc.Mentions[m].Cluster].Name }
		out = append(out, name(r.Subject)+" "+r.Type+" "+name(r.Object))
		if r.Confidence <= 0 || r.Confidence > 1 || r.Rule == "" || r.Span.Start >= r.Span.End {
			t.Errorf("%q: faulty relation %+v", text, r)
		}
	}
	return out
}

func TestDirection(t *testing.T) {
	leads := []string{"Ministry of Health LEADS Clean Water Program"}
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"The Ministry of Health runs the Clean Water Program.", leads},
		{"The Clean Water Program is run by the Ministry of Health.", leads},
		{"The Clean Water Program was led by the Ministry of Health.", leads},
		{"The Clean Water Program saw the Ministry of Health.", nil},
	} {
		for _, trees := range []bool{true, false} {
			if diff := cmp.Diff(tc.want, relations(t, trees, tc.text)); diff != "" {
				t.Errorf("%q (trees: %v) (-want +got):\n%s", tc.text, trees, diff)
			}
		}
	}
}

// What the frames alone say, whatever the scorer of pairs thinks of it.
func TestFramesAlone(t *testing.T) {
	raw, err := relate.With(schema.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		text, relation string
		want           bool
	}{
		{"The Harbour Board submitted its accounts to the Ministry of Transport.", "REPORTS_TO", true},
		{"The Harbour Board submitted a bid to the Ministry of Transport.", "REPORTS_TO", false},
		{"The Ministry of Transport submitted the bill to the National Assembly.", "REPORTS_TO", false},
		{"Malawi and Kenya founded the Lake Fund.", "COORDINATES_WITH", true},
		{"Malawi and Kenya pledged aid.", "COORDINATES_WITH", false},
		{"Malawi and Kenya created hotlines.", "COORDINATES_WITH", false},
		{"The Clean Air Act removes air pollution.", "ADDRESSES", true},
		{"The Ministry of Health put out the Clean Air Act.", "ESTABLISHES", false},
	} {
		doc, err := input.Parse("example.txt", []byte(tc.text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{}, names, coref.Stage{}, raw} {
			if err := s.Annotate(doc); err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		for _, r := range doc.Relations {
			if r.Type == tc.relation {
				got = r.Rule
			}
		}
		if (got != "") != tc.want {
			t.Errorf("%q: %s by rule %q, wanted: %v", tc.text, tc.relation, got, tc.want)
		}
	}
}
