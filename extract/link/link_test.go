package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract/link"
	"mandate/extract/nlp"
	"mandate/graph"
)

func TestID(t *testing.T) {
	for _, tc := range []struct {
		entityType, country, name string
		want                      graph.EntityID
	}{
		{"Agency", "PE", "Ministry of Health", "agency:pe:ministry-of-health"},
		{"Agency", "", "Ministry of Health", "agency:ministry-of-health"},
		{"Agency", "PE", "MINISTRY  of Health", "agency:pe:ministry-of-health"},
		{"Law", "CL", "Ports Code", "law:cl:ports-code"},
		{"Program", "CL", "Clean Water Program", "program:cl:clean-water-program"},
		{"Region", "CI", "Côte d'Ivoire", link.ID("Region", "CI", "Cote d'Ivoire")},
		{"Agency", "PE", "Ministerio de Educación", "agency:pe:ministerio-de-educacion"},
		{"Person", "PE", "Ana Durán", "person:ana-duran"}, // persons, issues and groups have no jurisdiction
		{"Issue", "PE", "illegal fishing", "issue:illegal-fishing"},
		{"Group", "PE", "migrant workers", "group:migrant-workers"},
	} {
		if got := link.ID(tc.entityType, tc.country, tc.name); got != tc.want {
			t.Errorf("ID(%q, %q, %q) = %s, want %s", tc.entityType, tc.country, tc.name, got, tc.want)
		}
	}
	if a, b := link.ID("Agency", "PE", "Ministry of Health"), link.ID("Agency", "CL", "Ministry of Health"); a == b {
		t.Errorf("the ministries of two countries are one: %s", a)
	}
	if a, b := link.ID("Program", "", "Water Plan"), link.ID("Law", "", "Water Plan"); a == b {
		t.Errorf("things of two types are one: %s", a)
	}
}

// The country of an entity is its own, or that of the document where its name is one of a state's bodies, laws, programs.
func TestJurisdiction(t *testing.T) {
	type given struct{ origin, typ, country, name, rule string }
	for _, tc := range []struct {
		given
		want graph.EntityID
	}{
		{given{"PE", "Agency", "", "Ministry of Health", "name.head"}, "agency:pe:ministry-of-health"},
		{given{"CL", "Agency", "", "Ministry of Health", "name.head"}, "agency:cl:ministry-of-health"},
		{given{"", "Agency", "", "Ministry of Health", "name.head"}, "agency:ministry-of-health"},
		{given{"PE", "Agency", "CL", "Ministry of Health", "name.head"}, "agency:cl:ministry-of-health"},
		{given{"PE", "Agency", "", "Blue Whale Foundation", "name.head"}, "agency:blue-whale-foundation"},
		{given{"PE", "Agency", "", "International Police Union", "name.head"}, "agency:international-police-union"},
		{given{"PE", "Agency", "", "Ministry of International Trade", "name.head"}, "agency:pe:ministry-of-international-trade"},
		{given{"PE", "Agency", "", "Department of State", "list.organization"}, "agency:department-of-state"},
		{given{"PE", "Law", "", "Criminal Code", "name.head"}, "law:pe:criminal-code"},
		{given{"PE", "Law", "", "Harbor Convention", "name.head"}, "law:harbor-convention"},
		{given{"PE", "Law", "", "Criminal Code", "list.organization"}, "law:criminal-code"},
		{given{"PE", "Program", "", "Clean Water Program", "name.head"}, "program:pe:clean-water-program"},
		{given{"PE", "Program", "", "Global Water Program", "name.head"}, "program:global-water-program"},
		{given{"PE", "Region", "", "Pacific", "list.place"}, "region:pacific"},
		{given{"PE", "Person", "", "Ana Duran", "person.title"}, "person:ana-duran,in-pe"}, // of whom nobody says of which country she is
		{given{"", "Person", "", "Ana Duran", "person.title"}, "person:ana-duran"},
	} {
		doc := &nlp.Document{
			Info:     graph.Document{Country: tc.origin},
			Mentions: []nlp.Mention{{Type: tc.typ, Name: tc.name, Rule: tc.rule}},
			Clusters: []nlp.Cluster{{Type: tc.typ, Name: tc.name, Country: tc.country, Mentions: []int{0}}},
		}
		if err := (link.Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, doc.Clusters[0].Entity); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tc.given, diff)
		}
	}
}
