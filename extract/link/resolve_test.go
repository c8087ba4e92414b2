package link_test

import (
	"slices"
	"testing"

	"mandate/extract/link"
	"mandate/graph"
)

// named is a document that has clusters, written "Type|CC|Name|alias|alias".
func corpus(docs ...[]graph.Cluster) []*graph.Contribution {
	var all []*graph.Contribution
	for i, clusters := range docs {
		c := &graph.Contribution{Document: graph.Document{ID: graph.DocumentID(rune('a' + i))}}
		for _, cl := range clusters {
			if cl.Entity == "" {
				cl.Entity = link.ID(cl.Type, cl.Country, cl.Name)
			}
			c.Clusters = append(c.Clusters, cl)
		}
		all = append(all, c)
	}
	return all
}

func agency(country, name string, aliases ...string) []graph.Cluster {
	return []graph.Cluster{{Type: "Agency", Country: country, Name: name, Aliases: aliases}}
}

func of(typ, name string) []graph.Cluster { return []graph.Cluster{{Type: typ, Name: name}} }

// entities are the entities of the documents' first clusters, numbered as they come.
func entities(t *testing.T, cs []*graph.Contribution, judgements ...graph.Judgement) []int {
	t.Helper()
	var seen []graph.EntityID
	var got []int
	for _, c := range link.Corpus(cs, judgements) {
		if err := c.Check(); err != nil {
			t.Fatal(err)
		}
		if len(c.Clusters) == 0 {
			got = append(got, -1)
			continue
		}
		ent := c.Clusters[0].Entity
		if !slices.Contains(seen, ent) {
			seen = append(seen, ent)
		}
		got = append(got, slices.Index(seen, ent))
	}
	return got
}

func TestWhatIsOne(t *testing.T) {
	for name, tc := range map[string]struct {
		docs [][]graph.Cluster
		want []int
	}{
		"ways of writing": {[][]graph.Cluster{agency("PE", "Ministry of Labor"), agency("PE", "Labour Ministry"), agency("PE", "MINISTRY OF LABOUR"),
			agency("PE", "Peruvian Ministry of Labor"), agency("PE", "Ministry of Labor of Peru"), agency("", "Ministry of Labor of Peru")}, []int{0, 0, 0, 0, 0, 0}},
		"foreign ministries": {[][]graph.Cluster{agency("PE", "Foreign Ministry"), agency("PE", "Ministry of Foreign Affairs")}, []int{0, 0}},
		"countries": {[][]graph.Cluster{agency("PE", "Ministry of Justice"), agency("CL", "Ministry of Justice"), agency("", "Ministry of Justice"),
			agency("", "Peruvian Ministry of Justice")}, []int{0, 1, 2, 0}},
		"country as part of a name": {[][]graph.Cluster{agency("GH", "Bank of Ghana"), agency("GH", "Ghana National Bank"), agency("GH", "National Bank")}, []int{0, 1, 2}},
		"adjectives of two countries": {[][]graph.Cluster{agency("CG", "Congolese Ministry of Health"), agency("CD", "Congolese Ministry of Health"), agency("CG", "Ministry of Health"),
			agency("CD", "Ministry of Health"), agency("", "Congolese Ministry of Health")}, []int{0, 1, 0, 1, 2}},
		"laws of a state": {[][]graph.Cluster{{{Type: "Law", Country: "PE", Name: "Peruvian Ports Act 1990"}}, {{Type: "Law", Country: "PE", Name: "Ports Act 1990"}}, {{Type: "Law", Country: "CL", Name: "Ports Act 1990"}},
			{{Type: "Law", Country: "PE", Name: "Ports Act of Peru 1990"}}, {{Type: "Law", Country: "PE", Name: "Trade Agreement with Peru"}}, {{Type: "Law", Country: "PE", Name: "Trade Agreement"}}}, []int{0, 0, 1, 2, 3, 4}},
		"programs of a state": {[][]graph.Cluster{of("Program", "Chilean Plan Against Malaria"), {{Type: "Program", Country: "CL", Name: "Plan Against Malaria"}}, of("Program", "Plan Against Malaria of Chile"),
			of("Program", "Plan Against Malaria"), of("Program", "Chile Solidario")}, []int{0, 0, 0, 1, 2}},
		"courts of a state": {[][]graph.Cluster{agency("PE", "First Civil Court"), agency("", "Peruvian First Civil Court"), agency("PE", "2nd Civil Court"), agency("CL", "First Civil Court")}, []int{0, 0, 1, 2}},
		"numbers": {[][]graph.Cluster{of("Law", "Law No. 27,942"), of("Law", "Law 27942"), of("Law", "Law 27943"), of("Law", "Ports Act 1990"),
			of("Law", "Ports Act 1991"), of("Law", "Ports Act")}, []int{0, 0, 1, 2, 3, 4}},
		"ordinals":    {[][]graph.Cluster{agency("", "Fourth Directorate"), agency("", "4th Directorate"), agency("", "Fifth Directorate"), agency("", "Directorate 4")}, []int{0, 0, 1, 2}},
		"negations":   {[][]graph.Cluster{of("Group", "state actors"), of("Group", "non-state actors"), of("Issue", "corruption"), of("Issue", "anti-corruption")}, []int{0, 1, 2, 3}},
		"who attacks": {[][]graph.Cluster{of("Issue", "attacks on police"), of("Issue", "attacks by police"), of("Issue", "attack on police")}, []int{0, 1, 0}},
		"what costs": {[][]graph.Cluster{of("Issue", "cost of drugs"), of("Issue", "drug costs"), of("Issue", "cost drugs"), of("Issue", "discrimination in employment"), of("Issue", "employment discrimination"),
			of("Issue", "national and economic security"), of("Issue", "economic and national security")}, []int{0, 0, 1, 2, 2, 3, 3}},
		"types":   {[][]graph.Cluster{of("Law", "Water Plan"), of("Program", "Water Plan")}, []int{0, 1}},
		"regions": {[][]graph.Cluster{{{Type: "Region", Country: "PE", Name: "Peru"}}, {{Type: "Region", Country: "PE", Name: "Republic of Peru"}}, {{Type: "Region", Country: "US", Name: "Georgia"}}, {{Type: "Region", Country: "GE", Name: "Georgia"}}}, []int{0, 0, 1, 2}},
		"an acronym that one document explains": {[][]graph.Cluster{agency("PE", "Ministry of Production", "PRODUCE"), agency("", "PRODUCE"),
			{{Entity: "agency:pe:produce", Type: "Agency", Name: "PRODUCE"}}}, []int{0, 0, 0}},
		"an acronym of two countries": {[][]graph.Cluster{agency("PE", "Ministry of Health", "MOH"), agency("CL", "Ministry of Health", "MOH"), agency("", "MOH"),
			{{Entity: "agency:pe:moh", Type: "Agency", Name: "MOH"}}, {{Entity: "agency:br:moh", Type: "Agency", Name: "MOH"}}}, []int{0, 1, 2, 0, 3}},
		"an acronym of a state's body that nobody places": {[][]graph.Cluster{agency("", "Ministry of Energy", "ME"), {{Entity: "agency:pe:me", Type: "Agency", Name: "ME"}}, agency("", "ME")}, []int{0, 1, 0}},
		"an acronym with two meanings":                    {[][]graph.Cluster{agency("", "Agency for Clean Air", "ACA"), agency("", "Association of Coastal Areas", "ACA"), agency("", "ACA")}, []int{0, 1, 2}},
		"an acronym with one meaning written twice":       {[][]graph.Cluster{agency("", "Organization of Ports", "OOP"), agency("", "Organisation of Ports", "OOP"), agency("", "OOP")}, []int{0, 0, 0}},
		"persons":             {[][]graph.Cluster{of("Person", "Ana Duran"), of("Person", "Ana M. Duran"), of("Person", "Ana Maria Duran"), of("Person", "Juan Duran")}, []int{0, 0, 0, 1}},
		"persons of one name": {[][]graph.Cluster{of("Person", "Ana Duran"), of("Person", "Ana Maria Duran"), of("Person", "Ana Lucia Duran")}, []int{0, 1, 2}},
		"father and son":      {[][]graph.Cluster{of("Person", "Carl Webb"), of("Person", "Carl Webb Jr."), of("Person", "Carl Webb III")}, []int{0, 1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := entities(t, corpus(tc.docs...)); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// Judgements go before everything else, the later before the earlier, and what was judged different is not joined over
// a third.
func TestJudged(t *testing.T) {
	docs := [][]graph.Cluster{agency("PE", "Ministry of Labor"), agency("PE", "Labor Ministry"), agency("PE", "Peruvian Labor Ministry"), agency("CL", "Ministry of Labor")}
	a, b, c, d := graph.EntityID("agency:pe:ministry-of-labor"), graph.EntityID("agency:pe:labor-ministry"),
		graph.EntityID("agency:pe:peruvian-labor-ministry"), graph.EntityID("agency:cl:ministry-of-labor")
	same := func(x, y graph.EntityID, date string) graph.Judgement {
		return graph.Judgement{Kind: graph.Same, A: x, B: y, Date: date}
	}
	apart := func(x, y graph.EntityID, date string) graph.Judgement {
		return graph.Judgement{Kind: graph.Different, A: x, B: y, Date: date}
	}
	for name, tc := range map[string]struct {
		judged []graph.Judgement
		want   []int
	}{
		"none":                {nil, []int{0, 0, 0, 1}},
		"same":                {[]graph.Judgement{same(c, d, "2020")}, []int{0, 0, 0, 0}},
		"different":           {[]graph.Judgement{apart(a, b, "2020")}, []int{0, 1, 1, 2}},
		"the later counts":    {[]graph.Judgement{apart(d, a, "2021"), same(a, d, "2020")}, []int{0, 0, 0, 1}},
		"not over a third":    {[]graph.Judgement{same(a, c, "2020"), same(c, d, "2020"), apart(a, d, "2020")}, []int{0, 0, 1, 1}},
		"hidden":              {[]graph.Judgement{{Kind: graph.Hide, A: b}}, []int{-1, -1, -1, 0}},
		"of what is not here": {[]graph.Judgement{same(a, "agency:none", "2020"), {Kind: graph.Hide, A: "agency:gone"}}, []int{0, 0, 0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := entities(t, corpus(docs...), tc.judged...); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
	cs := link.Corpus(corpus(docs...), []graph.Judgement{{Kind: graph.Rename, A: c, Value: "Work Office"}, {Kind: graph.Retype, A: a, Value: "Program"}})
	for _, c := range cs[:3] {
		if cl := c.Clusters[0]; cl.Name != "Work Office" || cl.Type != "Program" || len(cl.Aliases) != 1 {
			t.Errorf("renamed and retyped: %+v", cl)
		}
	}
}
