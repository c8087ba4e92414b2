package link_test

import (
	"strconv"
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

// What the parser says of the words tells as well: words that are no noun, that belong to a noun behind them or govern one.
func TestMisreadByTree(t *testing.T) {
	// A word is written text/part of speech/relation/head, the mention in brackets.
	for _, tc := range []struct {
		sentence string
		cluster  nlp.Cluster
		rule     string
		local    bool
	}{
		{"a [Federal/ADJ/amod/2] lease/NOUN/obj/9", nlp.Cluster{Type: "Law", Name: "Federal"}, "name.before-head", true},
		{"the [Congress/PROPN/nsubj/2] met/VERB/root/-1", nlp.Cluster{Type: "Agency", Name: "Congress"}, "name.head", false},
		{"has [PASSED/VERB/root/-1] the House", nlp.Cluster{Type: "Agency", Name: "PASSED"}, "acronym", true},
		{"for [Ending/VERB/root/-1 Radical/ADJ/amod/3] Indoctrination/NOUN/obj/1", nlp.Cluster{Type: "Law", Name: "Ending Radical"}, "name.head", true},
		{"the [Senior/ADJ/amod/3 House/PROPN/compound/3] staff/NOUN/obj/9", nlp.Cluster{Type: "Agency", Name: "Senior House"}, "name.before-head", true},
		{"are [devastating/VERB/root/-1 communities/NOUN/obj/1]", nlp.Cluster{Type: "Group", Name: "devastating communities"}, "nominal", true},
		{"for [devastated/ADJ/amod/2 communities/NOUN/obl/5]", nlp.Cluster{Type: "Group", Name: "devastated communities"}, "nominal", false},
		{"supply/NOUN/compound/1 [chain/NOUN/compound/2 trade/NOUN/obj/5]", nlp.Cluster{Type: "Issue", Name: "chain trade"}, "nominal", true},
		{"this [rare/ADJ/amod/2 ailment/NOUN/obj/5]", nlp.Cluster{Type: "Issue", Name: "rare ailment"}, "nominal", true},
		{"the [massive/ADJ/amod/2 outlay/NOUN/obj/5]", nlp.Cluster{Type: "Issue", Name: "massive outlay"}, "nominal", true},
		{"a [massive/ADJ/amod/2 outlays/NOUN/obj/5]", nlp.Cluster{Type: "Issue", Name: "massive outlays"}, "nominal", false},
		{"an [air/NOUN/compound/2 raid/NOUN/obj/5] between/ADP/case/5", nlp.Cluster{Type: "Issue", Name: "air raid"}, "nominal", true},
		{"they/PRON/nsubj/2 [onshore/ADV/amod/2 workers/NOUN/obl/5]", nlp.Cluster{Type: "Group", Name: "onshore workers"}, "nominal", true},
		{"Richmond/PROPN/appos/9 ,/PUNCT/punct/2 [VA/PROPN/conj/0]", nlp.Cluster{Type: "Agency", Name: "Department of Veterans Affairs", Country: "US"}, "list.organization", true},
		{"based [CMA/PROPN/compound/2] CGM/PROPN/nsubj/3 announced/VERB/root/-1", nlp.Cluster{Type: "Agency", Name: "CMA"}, "list.organization", true},
		{"the Foundation/PROPN/obj/9 of/ADP/case/3 [Democracies/PROPN/nmod/1]", nlp.Cluster{Type: "Issue", Name: "democracies of names"}, "nominal", true},
		{"unfair/ADJ/amod/1 [discriminatory/ADJ/amod/2 practices/NOUN/obj/9]", nlp.Cluster{Type: "Issue", Name: "discriminatory practices of theirs"}, "nominal", true},
		{"at [Riverside/PROPN/compound/2] Hill/PROPN/obl/9", nlp.Cluster{Type: "Region", Name: "Riverside", Country: "US"}, "list.place", true},
		{"the Second/ADJ/amod/2 [Border/PROPN/compound/3 War/PROPN/obj/9]", nlp.Cluster{Type: "Program", Name: "Border War"}, "name.head", true},
		{"the [U.S.-India/PROPN/compound/2] talks/NOUN/obj/5", nlp.Cluster{Type: "Program", Name: "U.S.-India"}, "name.before-head", true},
		{"[RESTORING/PROPN/root/-1 CIVIC/ADJ/amod/2 ORDER/NOUN/obj/0]", nlp.Cluster{Type: "Law", Name: "RESTORING CIVIC ORDER"}, "name.head", true},
		{"said [Ana/PROPN/obj/1 Duran/PROPN/flat/1 's/PART/case/1 America/PROPN/obj/1]", nlp.Cluster{Type: "Person", Name: "Ana Duran's America"}, "model", true},
		{"said [ANA/PROPN/obj/1 M./PROPN/flat/1 DURAN/PROPN/flat/1]", nlp.Cluster{Type: "Person", Name: "Ana M. Duran"}, "person.signature", false},
		{"said [Ana/PROPN/obj/1 Duran/PROPN/flat/1 KEEPS/VERB/root/1 PROMISES/NOUN/obj/1]", nlp.Cluster{Type: "Person", Name: "Ana Duran KEEPS PROMISES"}, "model", true},
	} {
		doc := &nlp.Document{Info: graph.Document{ID: "a.txt"}}
		m := nlp.Mention{Type: tc.cluster.Type, Name: tc.cluster.Name, Rule: tc.rule}
		var toks []nlp.Token
		for _, w := range strings.Fields(tc.sentence) {
			if strings.HasPrefix(w, "[") {
				m.First = len(toks)
			}
			if strings.HasSuffix(w, "]") {
				m.Last = len(toks) + 1
			}
			parts := append(strings.Split(strings.Trim(w, "[]"), "/"), "", "", "-1")
			tok := nlp.Token{Text: parts[0], Lower: strings.ToLower(parts[0]), UPOS: parts[1], Deprel: parts[2], Head: -1, Space: true}
			if n, err := strconv.Atoi(parts[3]); err == nil {
				tok.Head = n
			}
			toks = append(toks, tok)
		}
		tc.cluster.Mentions = []int{0}
		doc.Sentences, doc.Mentions, doc.Clusters = []nlp.Sentence{{Tokens: toks}}, []nlp.Mention{m}, []nlp.Cluster{tc.cluster}
		if err := (link.Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		if got := doc.Clusters[0].Entity; strings.Contains(string(got), "@") != tc.local {
			t.Errorf("%q: %s is %s", tc.sentence, tc.cluster.Name, got)
		}
	}
}
