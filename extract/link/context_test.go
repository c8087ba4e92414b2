package link_test

import (
	"strings"
	"testing"

	"mandate/extract/link"
	"mandate/extract/nlp"
	"mandate/graph"
)

// keyIn is the key of a name in a sentence, where it stands from token first to before token last.
func keyIn(t *testing.T, sentence string, first, last int, c nlp.Cluster, rule string) graph.EntityID {
	t.Helper()
	var toks []nlp.Token
	for _, w := range strings.Fields(sentence) {
		toks = append(toks, nlp.Token{Text: w, Lower: strings.ToLower(w)})
	}
	c.Mentions = []int{0}
	doc := &nlp.Document{Info: graph.Document{ID: "a.txt"}, Sentences: []nlp.Sentence{{Tokens: toks}}, Clusters: []nlp.Cluster{c},
		Mentions: []nlp.Mention{{Type: c.Type, Name: c.Name, First: first, Last: last, Rule: rule}}}
	if err := (link.Stage{}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	return doc.Clusters[0].Entity
}

// What the words around it show to be another name, or none, is linked to nothing.
func TestMisread(t *testing.T) {
	for _, tc := range []struct {
		sentence    string
		first, last int
		cluster     nlp.Cluster
		rule        string
		local       bool
	}{
		{"USHERING IN A NEW ERA OF DISCOVERY : Today", 4, 5, nlp.Cluster{Type: "Agency", Name: "European Union Agency for Railways"}, "list.organization", true},
		{"The ERA and NATO met .", 1, 2, nlp.Cluster{Type: "Agency", Name: "European Union Agency for Railways"}, "list.organization", false},
		{"Read the memo HERE .", 3, 4, nlp.Cluster{Type: "Agency", Name: "HERE"}, "acronym", true},
		{"The road and the ROAD .", 4, 5, nlp.Cluster{Type: "Agency", Name: "ROAD"}, "acronym", true},
		{"It asked PRODUCE .", 2, 3, nlp.Cluster{Type: "Agency", Name: "PRODUCE"}, "acronym", false},
		{"under the FTA of 2008", 2, 3, nlp.Cluster{Type: "Agency", Name: "Federal Transit Administration"}, "list.organization", true},
		{"D.C. 's Department of Energy & Environment began", 2, 5, nlp.Cluster{Type: "Agency", Name: "Department of Energy", Country: "US"}, "name.head", true},
		{"the Department of Energy began", 1, 4, nlp.Cluster{Type: "Agency", Name: "Department of Energy", Country: "US"}, "name.head", false},
		{"said Chad Smith of Alabama", 1, 2, nlp.Cluster{Type: "Region", Name: "Chad", Country: "TD"}, "list.place", true},
		{"troops in Chad withdrew", 2, 3, nlp.Cluster{Type: "Region", Name: "Chad", Country: "TD"}, "list.place", false},
		{"the force at Valley Forge", 3, 4, nlp.Cluster{Type: "Region", Name: "The Valley", Country: "AI"}, "list.place", true},
		{"Senators Tillis , Murphy and Cruz", 3, 4, nlp.Cluster{Type: "Region", Name: "Murphy"}, "model", true},
		{"from Murphy , NC", 1, 2, nlp.Cluster{Type: "Region", Name: "Murphy"}, "model", false},
		{"the scourge of homelessness", 1, 2, nlp.Cluster{Type: "Issue", Name: "scourge"}, "topic", true},
		{"prevention of corruption", 2, 3, nlp.Cluster{Type: "Issue", Name: "corruption"}, "topic", false},
		{"the corruption of officials", 1, 2, nlp.Cluster{Type: "Issue", Name: "corruption"}, "topic", false}, // a topic of the lists
	} {
		tc.cluster.Mentions = nil
		if got := keyIn(t, tc.sentence, tc.first, tc.last, tc.cluster, tc.rule); strings.Contains(string(got), "@") != tc.local {
			t.Errorf("%q: %s is %s", tc.sentence, tc.cluster.Name, got)
		}
	}
}

// entitiesOf is how many entities keys come to, each of one document.
func entitiesOf(t *testing.T, keys []graph.EntityID) int {
	t.Helper()
	profiles := map[graph.EntityID]*link.Profile{}
	for _, k := range keys {
		profiles[k] = &link.Profile{Documents: 1}
	}
	links, err := link.Resolve(profiles, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	entities := map[graph.EntityID]bool{}
	for _, l := range links {
		entities[l.Entity] = true
	}
	return len(entities)
}

// A town is told from others of its name by its state. Who names none means the only one there is.
func TestTowns(t *testing.T) {
	town := func(sentence, country string) graph.EntityID {
		return keyIn(t, sentence, 1, 2, nlp.Cluster{Type: "Region", Name: "Gainesville", Country: country}, "list.place")
	}
	florida, georgia, bare := town("In Gainesville , Florida , prices fell", "US"), town("of Gainesville , Georgia", "US"), town("of Gainesville , too", "US")
	if florida != "region:us:gainesville,florida" || georgia == florida || bare != "region:us:gainesville" {
		t.Errorf("%s, %s, %s", florida, georgia, bare)
	}
	if got := keyIn(t, "of Texas , Florida and Ohio", 1, 2, nlp.Cluster{Type: "Region", Name: "Texas", Country: "US"}, "list.place"); got != "region:us:texas" {
		t.Errorf("a state in a row of states is %s", got)
	}
	if got := town("of Gainesville , Ontario", "US"); got != bare {
		t.Errorf("a state of another country makes it %s", got)
	}
	for _, tc := range []struct {
		keys []graph.EntityID
		want int
	}{{[]graph.EntityID{bare, florida}, 1}, {[]graph.EntityID{florida, georgia}, 2}, {[]graph.EntityID{bare, florida, georgia}, 3}} {
		if got := entitiesOf(t, tc.keys); got != tc.want {
			t.Errorf("%v are %d entities, want %d", tc.keys, got, tc.want)
		}
	}
}

// A law is told from others of its name by its year, wherever the year stands.
func TestYears(t *testing.T) {
	law := func(sentence string) graph.EntityID {
		return keyIn(t, sentence, 1, 4, nlp.Cluster{Type: "Law", Name: "Consolidated Appropriations Act"}, "name.head")
	}
	one, other, bare := law("the Consolidated Appropriations Act , 2021 ( Public Law 116-260 )"), law("the Consolidated Appropriations Act of 2022 funds it"), law("the Consolidated Appropriations Act funds it")
	if one != "law:consolidated-appropriations-act,2021" || other != "law:consolidated-appropriations-act,2022" || bare != "law:consolidated-appropriations-act" {
		t.Errorf("%s, %s, %s", one, other, bare)
	}
	if got := law("the Consolidated Appropriations Act , 2030 targets"); got != bare {
		t.Errorf("a number that is no year of a law makes it %s", got)
	}
	whole := link.ID("Law", "", "Consolidated Appropriations Act of 2021")
	for _, tc := range []struct {
		keys []graph.EntityID
		want int
	}{{[]graph.EntityID{one, bare}, 1}, {[]graph.EntityID{one, whole}, 1}, {[]graph.EntityID{one, other, whole}, 2}, {[]graph.EntityID{one, other, bare}, 3}} {
		if got := entitiesOf(t, tc.keys); got != tc.want {
			t.Errorf("%v are %d entities, want %d", tc.keys, got, tc.want)
		}
	}
}

// A country whose name is also a given name is the country where it stands inside the name of a body.
func TestCountryInAName(t *testing.T) {
	var toks []nlp.Token
	for _, w := range strings.Fields("The Kenya Red Cross Society trains volunteers .") {
		toks = append(toks, nlp.Token{Text: w, Lower: strings.ToLower(w)})
	}
	doc := &nlp.Document{Info: graph.Document{ID: "a.txt"}, Sentences: []nlp.Sentence{{Tokens: toks}},
		Clusters: []nlp.Cluster{{Type: "Agency", Name: "Kenya Red Cross Society", Mentions: []int{0}}, {Type: "Region", Name: "Kenya", Country: "KE", Mentions: []int{1}}},
		Mentions: []nlp.Mention{{Type: "Agency", Name: "Kenya Red Cross Society", First: 1, Last: 5, Rule: "name.head"}, {Type: "Region", Name: "Kenya", First: 1, Last: 2, Rule: "list.place"}}}
	if err := (link.Stage{}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	if got := doc.Clusters[1].Entity; got != "region:ke:kenya" {
		t.Errorf("Kenya is %s", got)
	}
}
