package schema

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// The embedded schema is read by us as the YAML library reads it.
func TestDefault(t *testing.T) {
	var want Schema
	if err := yaml.UnmarshalWithOptions(DefaultYAML(), &want, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for i := range want.Entities {
		want.Entities[i].Description = strings.Join(strings.Fields(want.Entities[i].Description), " ")
	}
	want.Description = strings.Join(strings.Fields(want.Description), " ")
	if diff := cmp.Diff(&want, Default()); diff != "" {
		t.Error(diff)
	}
	leads, ok := Default().Relation("LEADS")
	if !ok || !leads.Allows("Agency", "Program") || leads.Allows("Program", "Agency") {
		t.Errorf("LEADS: %+v", leads)
	}
	with, ok := Default().Relation("COORDINATES_WITH")
	if !ok || !with.Symmetric || !with.Allows("Region", "Agency") || with.Allows("Region", "Law") {
		t.Errorf("COORDINATES_WITH: %+v", with)
	}
	if _, ok := Default().Entity("agency"); ok {
		t.Error("types are found whatever their case")
	}
}

const minimal = `
name: small
version: 1
entities:
  - {type: TradeUnion, description: A union.}
  - {type: Agency, description: A body., label: Bodies, color: "#123456"}
relations:
  - type: PART_OF
    description: Is in.
    ends: [{from: [TradeUnion, Agency], to: [Agency]}, {from: [TradeUnion], to: [TradeUnion]}]
`

func TestDefaultsAreFilledIn(t *testing.T) {
	s, err := Parse("small.yaml", []byte(minimal))
	if err != nil {
		t.Fatal(err)
	}
	want := &Schema{Name: "small", Version: 1,
		Entities: []EntityType{{Type: "TradeUnion", Label: "Trade Union", Description: "A union.", Color: "#1f77b4"},
			{Type: "Agency", Label: "Bodies", Description: "A body.", Color: "#123456"}},
		Relations: []RelationType{{Type: "PART_OF", Label: "part of", Description: "Is in.", Ends: []Ends{
			{From: []string{"TradeUnion", "Agency"}, To: []string{"Agency"}}, {From: []string{"TradeUnion"}, To: []string{"TradeUnion"}}}}}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
}

func TestProblems(t *testing.T) {
	// edit replaces text in the minimal schema.
	edit := func(pairs ...string) string {
		s := minimal
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(s, pairs[i]) {
				t.Fatalf("the minimal schema lacks %q", pairs[i])
			}
			s = strings.Replace(s, pairs[i], pairs[i+1], 1)
		}
		return s
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"unknown field", edit("color:", "colour:"), []string{`x.yaml:6: entity 2: there is no field "colour" (did you mean "color"?)`}},
		{"unknown field, nothing near", edit("label:", "zzzzzz:"), []string{`x.yaml:6: entity 2: there is no field "zzzzzz" (known: type, label, description, color, like, recognise)`}},
		{"field twice", edit("label: Bodies", "label: Bodies, label: B"), []string{`second time`}},
		{"entity in the wrong case", edit("{type: TradeUnion,", "{type: trade_union,", "[TradeUnion, Agency]", "[Agency]", "{from: [TradeUnion], to: [TradeUnion]}", "{from: [trade_union], to: [trade_union]}"),
			[]string{`x.yaml:5: entity trade_union, type: the name of an entity type is written in CamelCase (did you mean "TradeUnion"?)`}},
		{"relation in the wrong case", edit("PART_OF", "partOf"), []string{`x.yaml:8: relation partOf, type: the name of a relation type is written in UPPER_SNAKE (did you mean "PART_OF"?)`}},
		{"name that cannot be mended", edit("PART_OF", `"7"`), []string{`x.yaml:8: relation 7, type: the name of a relation type is written in UPPER_SNAKE (as LEADS or PART_OF)`}},
		{"entity twice", edit("type: Agency", "type: TradeUnion", "[TradeUnion, Agency], to: [Agency]", "[TradeUnion], to: [TradeUnion]"),
			[]string{"x.yaml:6: entity TradeUnion: the type is already defined in line 5"}},
		{"relation twice", minimal + "  - {type: PART_OF, description: d, ends: [{from: [Agency], to: [Agency]}]}\n",
			[]string{"x.yaml:11: relation PART_OF: the type is already defined in line 8"}},
		{"unknown end", edit("to: [Agency]", "to: [Agancy]"), []string{`x.yaml:10: relation PART_OF, ends 1, to: there is no entity type "Agancy" (did you mean "Agency"?)`}},
		{"end twice", edit("[TradeUnion, Agency]", "[Agency, Agency]"), []string{"x.yaml:10: relation PART_OF, ends 1, from: Agency stands in the list a second time"}},
		{"empty end", edit("to: [Agency]", "to: []"), []string{"x.yaml:10: relation PART_OF, ends 1, to: the list is empty"}},
		{"end missing", edit(", to: [Agency]", ""), []string{"x.yaml:10: relation PART_OF, ends 1, to: it is missing"}},
		{"ends empty", edit("ends: [{from: [TradeUnion, Agency], to: [Agency]}, {from: [TradeUnion], to: [TradeUnion]}]", "ends: []"), []string{"x.yaml:10: relation PART_OF, ends: the list is empty"}},
		{"ends missing", edit("    ends: [{from: [TradeUnion, Agency], to: [Agency]}, {from: [TradeUnion], to: [TradeUnion]}]\n", ""), []string{"x.yaml:8: relation PART_OF, ends: it is missing"}},
		{"description missing", edit(", description: A union.", ""), []string{"x.yaml:5: entity TradeUnion, description: it is missing"}},
		{"description empty", edit("A union.", `" "`), []string{"x.yaml:5: entity TradeUnion, description: it is empty"}},
		{"bad colour", edit("#123456", "blue"), []string{`x.yaml:6: entity Agency, color: "blue" is not a colour (as "#1f77b4", in quotes)`}},
		{"type missing", edit("type: TradeUnion, ", "", "[TradeUnion, Agency]", "[Agency]", ", {from: [TradeUnion], to: [TradeUnion]}", ""), []string{"x.yaml:5: entity 1, type: it is missing"}},
		{"symmetric", edit("    ends", "    symmetric: maybe\n    ends"), []string{"x.yaml:10: relation PART_OF, symmetric: true or false is expected"}},
		{"symmetric with inverse", edit("    ends", "    symmetric: true\n    inverse: other\n    ends"), []string{"x.yaml:11: relation PART_OF, inverse: a symmetric relation reads the same both ways (leave it out)"}},
		{"version", edit("version: 1", "version: -1"), []string{"x.yaml:3: version: -1 is not a number from 1"}},
		{"version in words", edit("version: 1", "version: one"), []string{"x.yaml:3: version: a single value stands here; a number from 1 is expected"}},
		{"no YAML", "name: [", []string{"x.yaml:1: this cannot be read as YAML: "}},
		{"empty", "# nothing\n", []string{"x.yaml: the schema is empty"}},
		{"a list", "- name: x\n", []string{"x.yaml:1: a list stands here; fields are expected: name, version, description, entities, relations"}},
		{"two documents", minimal + "---\n" + minimal, []string{"a second document starts here"}},
		{"nested too deep", "name: x\nentities: " + strings.Repeat("[", 100_000), []string{"x.yaml:2: lists and mappings are nested too deep to be a schema"}},
		{"dashes", strings.Repeat("- ", 100_000), []string{"x.yaml:1: lists and mappings are nested too deep to be a schema"}},
		{"too large", strings.Repeat("#\n", 600_000), []string{"x.yaml: the file has 1200000 bytes; a schema has 262144 at most"}},
		{"alias", edit("description: A union.", "description: &d A union.", "A body.", "*d"), []string{
			"x.yaml:5: entity TradeUnion, description: an anchor or alias, which a schema cannot have, stands here; text is expected", "x.yaml:6: entity Agency, description: an anchor"}},
		{"all at once", "nam: x\nentities:\n  - type: agency\n    color: red\nrelations: {}\n", []string{
			`x.yaml:1: there is no field "nam" (did you mean "name"?)`, "x.yaml:1: name: it is missing", "x.yaml:1: version: it is missing (write `version: 1`)",
			`x.yaml:3: entity agency, type:`, "x.yaml:3: entity agency, description: it is missing", "x.yaml:4: entity agency, color:", "x.yaml:5: relations: a mapping stands here; a list is expected"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("x.yaml", []byte(tt.text))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, want an *Error", err)
			}
			got := strings.Split(err.Error(), "\n")
			if len(got) != len(tt.want) {
				t.Errorf("%d problems, want %d:\n%v", len(got), len(tt.want), err)
			}
			for i := range min(len(got), len(tt.want)) {
				if !strings.Contains(got[i], tt.want[i]) {
					t.Errorf("problem %d:\n got %s\nwant %s", i, got[i], tt.want[i])
				}
			}
			if diff := cmp.Diff(e.Problems, Check("x.yaml", []byte(tt.text))); diff != "" {
				t.Errorf("Check finds other problems than Parse:\n%s", diff)
			}
		})
	}
}

func TestFingerprint(t *testing.T) {
	parse := func(text string) string {
		t.Helper()
		s, err := Parse("x.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return s.Fingerprint()
	}
	want := parse(minimal)
	if len(want) != 64 {
		t.Errorf("fingerprint %q", want)
	}
	same := strings.NewReplacer("[TradeUnion, Agency]", "[Agency, TradeUnion]", "name: small\n", "# a comment\nname:   small\n").Replace(minimal)
	if parse(same) != want {
		t.Error("order and layout change the fingerprint")
	}
	for _, change := range [][2]string{{"version: 1", "version: 2"}, {"to: [Agency]", "to: [TradeUnion]"}, {"A body.", "A thing."}} {
		if parse(strings.Replace(minimal, change[0], change[1], 1)) == want {
			t.Errorf("%v does not change the fingerprint", change)
		}
	}
	s, _ := Parse("x", []byte(minimal))
	before := slices.Clone(s.Relations[0].Ends[0].From)
	s.Fingerprint()
	if !slices.Equal(before, s.Relations[0].Ends[0].From) {
		t.Error("Fingerprint changes the schema")
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my.yaml")
	if _, err := Load(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(path, []byte(minimal), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(path); err != nil || s.Name != "small" {
		t.Error(s, err)
	}
	if err := os.WriteFile(path, []byte("nam: x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || !strings.Contains(err.Error(), path+":1: ") {
		t.Errorf("the error does not name file and line: %v", err)
	}
}

// Whatever the text, reading it ends with a schema or with problems in order of lines, and the same each time.
func FuzzParse(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add(DefaultYAML())
	f.Add([]byte("entities: [{type: a}, &x *x, !!str 7]\nrelations:\n- ends: {}\n"))
	f.Add([]byte("? {a: b}\n: [c\n"))
	f.Add(bytes.Repeat([]byte("["), 1000))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Parse("x", text)
		if (s == nil) == (err == nil) {
			t.Fatalf("schema %v and error %v", s, err)
		}
		problems := Check("x", text)
		if (err == nil) != (len(problems) == 0) {
			t.Fatalf("error %v, problems %v", err, problems)
		}
		if !slices.IsSortedFunc(problems, func(a, b Problem) int { return a.Line - b.Line }) {
			t.Errorf("not in order of lines: %v", problems)
		}
		if s != nil && len(s.Fingerprint()) != 64 {
			t.Error("no fingerprint")
		}
	})
}
