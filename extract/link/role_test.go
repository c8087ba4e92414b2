package link_test

import (
	"slices"
	"strings"
	"testing"

	"mandate/extract/link"
	"mandate/extract/nlp"
	"mandate/graph"
)

// What titles say of a person is in the key, and their words are kept.
func TestRoles(t *testing.T) {
	for _, tc := range []struct {
		sentence string // the name stands in brackets
		origin   string
		facts    string
		roles    []string
	}{
		{"said [Ana Duran] .", "", "", nil},
		{"said Ms. [Ana Duran] .", "", "", nil},
		{"said Minister of Health [Ana Duran] .", "", "office", []string{"Minister of Health"}},
		{"said Minister of Health [Ana Duran] .", "PE", "office+pe", []string{"Minister of Health"}},
		{"said Senator [Ana Duran] .", "PE", "in-pe+office", []string{"Senator"}},
		{"said [Ana Duran] .", "PE", "in-pe", nil},
		{"The Chilean Minister of Health [Ana Duran] came .", "PE", "cl+office", []string{"Chilean Minister of Health"}},
		{"Minister of Health of Peru [Ana Duran] came .", "", "office+pe", []string{"Minister of Health of Peru"}},
		{"said [Ana Duran] , the Minister of Health of Peru , .", "", "office+pe", []string{"Minister of Health of Peru"}},
		{"Ambassador to Peru [Ana Duran] came .", "", "office", []string{"Ambassador to Peru"}},
		{"Chilean Ambassador to Peru [Ana Duran] came .", "", "cl+office", []string{"Chilean Ambassador to Peru"}},
		{"Former Peruvian President [Ana Duran] came .", "", "pe", []string{"Former Peruvian President"}},
		{"Governor of Texas [Ana Duran] came .", "", "office+us+us.governor.texas", []string{"Governor of Texas"}},
		{"Texas Governor [Ana Duran] came .", "", "office+us+us.governor.texas", []string{"Texas Governor"}},
		{"Sen. [Ana Duran] ( R-LA ) voted .", "", "office+us+us.congress.louisiana", []string{"R-LA", "Sen."}},
		{"Mayor of Cusco [Ana Duran] came .", "", "office+xx.mayor.cusco", []string{"Mayor of Cusco"}},
		{"said Sergeant [Ana Duran] .", "", "ranks", []string{"Sergeant"}},
		{"said Chief Executive Officer [Ana Duran] .", "", "", []string{"Chief Executive Officer"}},
		{"President of Chile and Senator [Ana Duran] came .", "", "office", []string{"Senator"}},
	} {
		var toks []nlp.Token
		m := nlp.Mention{Type: "Person", Name: "Ana Duran", Kind: nlp.Named}
		for _, w := range strings.Fields(tc.sentence) {
			if strings.HasPrefix(w, "[") {
				m.First = len(toks)
			}
			if strings.HasSuffix(w, "]") {
				m.Last = len(toks) + 1
			}
			w = strings.Trim(w, "[]")
			toks = append(toks, nlp.Token{Text: w, Lower: strings.ToLower(w)})
		}
		doc := &nlp.Document{Info: graph.Document{ID: "a.txt", Country: tc.origin}, Sentences: []nlp.Sentence{{Tokens: toks}}, Mentions: []nlp.Mention{m},
			Clusters: []nlp.Cluster{{Type: "Person", Name: "Ana Duran", Mentions: []int{0}}}}
		if err := (link.Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		_, facts, _ := strings.Cut(string(doc.Clusters[0].Entity), ",")
		if facts != tc.facts || !slices.Equal(doc.Clusters[0].Roles, tc.roles) {
			t.Errorf("%q from %q: %q %q, want %q %q", tc.sentence, tc.origin, facts, doc.Clusters[0].Roles, tc.facts, tc.roles)
		}
	}
}

// Who is said to be at the head of a state's body is of that state.
func TestRoleByLeading(t *testing.T) {
	doc := &nlp.Document{Info: graph.Document{ID: "a.txt"}, Sentences: []nlp.Sentence{{}, {Passage: 1}},
		Mentions: []nlp.Mention{{Type: "Person", Name: "Ana Duran"}, {Type: "Agency", Name: "Ministry of Health", Cluster: 1}, {Type: "Agency", Name: "Ministry of Labor", Cluster: 2, Sentence: 1}},
		Clusters: []nlp.Cluster{{Type: "Person", Name: "Ana Duran", Mentions: []int{0}}, {Type: "Agency", Name: "Ministry of Health", Country: "PE", Mentions: []int{1}},
			{Type: "Agency", Name: "Ministry of Labor", Country: "CL", Mentions: []int{2}}},
		Relations: []nlp.RelationMention{{Type: "LEADS", Subject: 0, Object: 1}, {Type: "LEADS", Subject: 0, Object: 2}}}
	if err := (link.Stage{}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	// What another paragraph says is not taken: it may be marked higher.
	if c := doc.Clusters[0]; c.Entity != "person:ana-duran,office+pe" || !slices.Equal(c.Roles, []string{"head of Ministry of Health"}) {
		t.Errorf("%s, %q", c.Entity, c.Roles)
	}
}

// Persons of one name are one unless middle names, countries, places or walks of life tell otherwise.
func TestNamesakes(t *testing.T) {
	type doc struct {
		key  graph.EntityID
		year string
		n    int
	}
	john := func(facts, year string, n int) doc { return doc{graph.EntityID("person:john-smith" + facts), year, n} }
	for name, tc := range map[string]struct {
		docs []doc
		want []int
	}{
		"posts of one country":           {[]doc{john("", "", 1), john(",office+pe", "2001", 1), john(",office", "2007", 1), john(",in-cl", "2007", 1)}, []int{0, 0, 0, 0}},
		"posts of two":                   {[]doc{john(",office+pe", "", 1), john(",cl+office", "", 1), john("", "", 1)}, []int{0, 1, 2}},
		"two, and where documents are":   {[]doc{john(",office+pe", "", 1), john(",cl+office", "", 1), john(",in-cl+office", "", 1), john(",in-pe", "", 1)}, []int{0, 1, 1, 0}},
		"two, both of one":               {[]doc{john(",office+pe", "", 1), john(",cl+office", "", 1), john(",cl+office+pe", "", 1)}, []int{0, 0, 0}},
		"one much the more":              {[]doc{john(",office+us", "", 40), john(",cl+office", "", 1), john("", "", 9), john(",in-cl", "", 1)}, []int{0, 1, 0, 0}},
		"governors of two states":        {[]doc{john(",office+us+us.governor.texas", "", 1), john(",office+us+us.governor.ohio", "", 1), john(",office+us+us.congress.ohio", "", 1)}, []int{0, 1, 2}},
		"a judge and a sergeant":         {[]doc{john(",bench", "2001", 1), john(",ranks", "2001", 1)}, []int{0, 1}},
		"a sergeant who became a judge":  {[]doc{john(",bench", "2008", 1), john(",ranks", "2001", 1)}, []int{0, 0}},
		"a hundred years between":        {[]doc{john(",office", "1908", 1), john(",office+us", "2008", 1)}, []int{0, 1}},
		"a hundred years with one there": {[]doc{john(",office", "1908", 1), john(",bench", "1950", 1), john(",office+us", "1999", 1)}, []int{0, 0, 0}},
		"middle names by country":        {[]doc{john(",office+pe", "", 1), {"person:john-a-smith,office+pe", "", 1}, {"person:john-b-smith,cl+office", "", 1}}, []int{0, 0, 1}},
	} {
		profiles := map[graph.EntityID]*link.Profile{}
		for _, d := range tc.docs {
			profiles[d.key] = &link.Profile{}
			for range d.n {
				profiles[d.key].Add(&graph.Document{Date: d.year}, []graph.Cluster{{Entity: d.key, Name: "John Smith"}})
			}
		}
		links, err := link.Resolve(profiles, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var seen []graph.EntityID
		var got []int
		for _, d := range tc.docs {
			ent := links[d.key].Entity
			if !slices.Contains(seen, ent) {
				seen = append(seen, ent)
			}
			got = append(got, slices.Index(seen, ent))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}
