package link_test

import (
	"strings"
	"testing"

	"mandate/extract/link"
	"mandate/extract/nlp"
	"mandate/graph"
)

// keysOf are the keys of a cluster in two documents.
func keysOf(t *testing.T, c nlp.Cluster, info graph.Document) (a, b graph.EntityID) {
	t.Helper()
	var keys [2]graph.EntityID
	for i, id := range []graph.DocumentID{"a.txt", "b.txt"} {
		info.ID = id
		doc := &nlp.Document{Info: info, Clusters: []nlp.Cluster{c}}
		if err := (link.Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		keys[i] = doc.Clusters[0].Entity
	}
	return keys[0], keys[1]
}

// What only its document tells apart is one entity within it and another in the next.
func TestLocal(t *testing.T) {
	for _, c := range []nlp.Cluster{
		{Type: "Person", Name: "Smith"}, {Type: "Person", Name: "Miller-Meeks"},
		{Type: "Law", Name: "Article 2.8"}, {Type: "Law", Name: "Annex III"}, {Type: "Law", Name: "Section 5(a)"}, {Type: "Law", Name: "Articles 3 and 4"},
		{Type: "Law", Name: "Memorandum of Understanding", Aliases: []string{"MOU"}}, {Type: "Law", Name: "MOU"}, {Type: "Law", Name: "peace agreement"},
		{Type: "Law", Name: "Free Trade Agreement"}, {Type: "Law", Name: "Executive Order"}, {Type: "Law", Name: "National Security Memorandum"},
		{Type: "Agency", Name: "Task Force"}, {Type: "Agency", Name: "task forces"}, {Type: "Agency", Name: "Joint Working Group"}, {Type: "Agency", Name: "regional shelter"},
		{Type: "Program", Name: "peace deal"}, {Type: "Program", Name: "vaccination campaign"}, {Type: "Region", Name: "Fourth District"}, {Type: "Region", Name: "District 9"},
		{Type: "Agency", Name: "Section II"}, {Type: "Agency", Name: "EVP"}, {Type: "Agency", Name: "LLP"}, {Type: "Agency", Name: "U.S. Embassy", Country: "US"}, {Type: "Region", Name: "East Main Street", Country: "US"}, {Type: "Region", Name: "the Gulf"},
	} {
		if a, b := keysOf(t, c, graph.Document{}); a == b || !strings.Contains(string(a), "@") {
			t.Errorf("%s %q: %s and %s in two documents", c.Type, c.Name, a, b)
		}
	}
	for _, c := range []nlp.Cluster{
		{Type: "Person", Name: "Ana Smith"},
		{Type: "Law", Name: "Article 5 of the Ports Act"}, {Type: "Law", Name: "Section 232"}, {Type: "Law", Name: "Title IX"}, {Type: "Law", Name: "Executive Order 13767"}, {Type: "Law", Name: "National Security Memorandum on Quantum Computing"},
		{Type: "Law", Name: "penal code", Country: "PE"}, {Type: "Agency", Name: "police", Country: "PE"},
		{Type: "Agency", Name: "Congress"}, {Type: "Agency", Name: "Ministry of Health"}, {Type: "Agency", Name: "Security Council"}, {Type: "Agency", Name: "NATO"},
		{Type: "Agency", Name: "Task Force on Trafficking"}, {Type: "Program", Name: "clean water initiative", Aliases: []string{"CWI"}},
		{Type: "Issue", Name: "corruption"}, {Type: "Group", Name: "migrant workers"}, {Type: "Region", Name: "Lima"}, {Type: "Region", Name: "Gulf of Aden"}, {Type: "Region", Name: "Long Beach"}, {Type: "Region", Name: "Fourth District of Lima"},
	} {
		if a, b := keysOf(t, c, graph.Document{}); a != b {
			t.Errorf("%s %q: %s and %s in two documents", c.Type, c.Name, a, b)
		}
	}
}

// A body without a country is that of the place the document comes from, or else of the posts that it is addressed to.
func TestWhereFrom(t *testing.T) {
	peru := graph.Document{Country: "PE"}
	toPeru := graph.Document{Meta: []graph.Property{{Key: "addressee-country", Value: "PE"}, {Key: "to", Value: "AMEMBASSY LIMA"}}}
	for _, tc := range []struct {
		cluster nlp.Cluster
		info    graph.Document
		want    graph.EntityID
	}{
		{nlp.Cluster{Type: "Agency", Name: "Ministry of Justice"}, peru, "agency:pe:ministry-of-justice"},
		{nlp.Cluster{Type: "Agency", Name: "Ministry of Justice", Country: "CL"}, peru, "agency:cl:ministry-of-justice"},
		{nlp.Cluster{Type: "Agency", Name: "Ministry of Justice"}, toPeru, "agency:pe:ministry-of-justice"},
		{nlp.Cluster{Type: "Agency", Name: "Department of Justice"}, toPeru, "agency:department-of-justice"},
		{nlp.Cluster{Type: "Agency", Name: "Department of Justice"}, peru, "agency:pe:department-of-justice"},
		{nlp.Cluster{Type: "Agency", Name: "MOJ"}, toPeru, "agency:pe:moj"},
		{nlp.Cluster{Type: "Agency", Name: "Ministry of Justice"}, graph.Document{}, "agency:ministry-of-justice"},
		{nlp.Cluster{Type: "Agency", Name: "International Labor Organization"}, peru, "agency:international-labor-organization"},
		{nlp.Cluster{Type: "Agency", Name: "U.S. Embassy", Country: "US"}, toPeru, "agency:us:us-embassy-in-pe"},
		{nlp.Cluster{Type: "Law", Name: "Penal Code"}, peru, "law:pe:penal-code"},
		{nlp.Cluster{Type: "Law", Name: "Convention on the Rights of the Child"}, peru, "law:convention-on-the-rights-of-the-child"},
	} {
		if got, _ := keysOf(t, tc.cluster, tc.info); got != tc.want {
			t.Errorf("%s %q: got %s, want %s", tc.cluster.Type, tc.cluster.Name, got, tc.want)
		}
	}
}
