package coref_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract/coref"
	"mandate/extract/input"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/token"
)

// resolve reads a text of a document from a country ("" unknown) and gives its mentions in order, each as "words → name of
// its cluster", or "words → none".
func resolve(t *testing.T, country, text string) []string {
	t.Helper()
	doc, err := input.Parse("example.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	doc.Info.Country = country
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{}, names, coref.Stage{}} {
		if err := s.Annotate(doc); err != nil {
			t.Fatalf("%s: %v", s.Name(), err)
		}
	}
	var out []string
	for i, m := range doc.Mentions {
		to := "none"
		if m.Cluster >= 0 {
			c := doc.Clusters[m.Cluster]
			to = c.Name
			if !strings.Contains(fmt.Sprint(c.Mentions), fmt.Sprint(i)) {
				t.Errorf("%q: cluster %q does not list its mention %d", text, c.Name, i)
			}
		}
		out = append(out, strings.Join(strings.Fields(doc.Source[m.Span.Start:m.Span.End]), " ")+" → "+to)
	}
	return out
}

func TestClusters(t *testing.T) {
	const finance, health = "Ministry of Finance → Ministry of Finance", "Ministry of Health → Ministry of Health"
	for _, tc := range []struct {
		name, country, text string
		want                []string
	}{
		{"the Ministry is the nearest", "", "The Ministry of Finance met in May. The Ministry of Health wrote. The Ministry grew.",
			[]string{finance, health, "Ministry → Ministry of Health"}},
		{"who bears the title", "", "President Duran met the Ministry of Finance in May. The President left.",
			[]string{"Duran → Duran", finance, "President → Duran"}},
		{"a title that two bear", "", "Minister Duran met Minister Okoye in May. The Minister left.",
			[]string{"Duran → Duran", "Okoye → Okoye", "Minister → none"}},
		{"from pronoun to pronoun", "", "Ana Duran left in May. She met the Ministry of Finance. Then she met the Ministry of Health.",
			[]string{"Ana Duran → Ana Duran", "She → Ana Duran", finance, "she → Ana Duran", health}},
		{"a body called by a short form alone", "", "We met the Commission in May. In June the Commission left.",
			[]string{"Commission → Commission", "Commission → Commission"}},
		{"a short form said once", "", "We met the Commission in May.", []string{"Commission → none"}},
		{"another head is another thing", "", "The Ministry of Finance met in May. The Agency grew.", []string{finance, "Agency → none"}},
		{"this Order is the title", "", "EXECUTIVE ORDER NO. 88\n\nMay 3, 2010\n\nExecutive Order No. 17 was read. This Order ends in June.",
			[]string{"EXECUTIVE ORDER NO. 88 → Executive Order 88", "Executive Order No. 17 → Executive Order 17", "Order → Executive Order 88"}},
		{"it is the actor of the sentence before", "", "The Ministry of Finance met in May. It grew.", []string{finance, "It → Ministry of Finance"}},
		{"it is not what a preposition leads in", "", "The Ministry of Finance met with the Ministry of Health. It grew.",
			[]string{finance, health, "It → Ministry of Finance"}},
		{"its", "", "The Ministry of Finance sold its cars.", []string{finance, "its → Ministry of Finance"}},
		{"it for nothing", "", "The Ministry of Finance grew. It is important.", []string{finance, "It → none"}},
		{"it in another paragraph", "", "The Ministry of Finance grew.\n\nIt shrank.", []string{finance, "It → none"}},
		{"the government is the country of origin", "PE", "Peru met Chile. The government grew.",
			[]string{"Peru → Peru", "Chile → Chile", "government → Peru"}},
		{"the government of nobody", "", "Peru met Chile. The government grew.", []string{"Peru → Peru", "Chile → Chile", "government → none"}},
		{"acronym", "", "The National Water Agency (NWA) grew. NWA shrank.",
			[]string{"National Water Agency → National Water Agency", "NWA → National Water Agency", "NWA → National Water Agency"}},
		{"acronym before its name", "", "The NWA (National Water Agency) grew.",
			[]string{"NWA → National Water Agency", "National Water Agency → National Water Agency"}},
		{"numbers differ", "", "We read Executive Order 17, Executive Order 18 and later Executive Order 17.",
			[]string{"Executive Order 17 → Executive Order 17", "Executive Order 18 → Executive Order 18", "Executive Order 17 → Executive Order 17"}},
		{"articles of two laws differ", "", "We read Article 5 of the Ports Code. We read Article 5 of the Water Code.",
			[]string{"Article 5 → Article 5 of the Ports Code", "Ports Code → Ports Code", "Article 5 → Article 5 of the Water Code", "Water Code → Water Code"}},
		{"one topic in several wordings", "", "We fight corruption. We fight global corruption. We fight grand corruption.",
			[]string{"corruption → corruption", "global corruption → corruption", "grand corruption → grand corruption"}},
		{"a topic and those it befalls", "", "We oppose repatriation. We oppose repatriation of victims.",
			[]string{"repatriation → repatriation", "repatriation of victims → repatriation"}},
		{"a noun that says no more", "", "We fight bribery. We fight bribery crimes.", []string{"bribery → bribery", "bribery crimes → bribery"}},
		{"the holder of an office", "", "The Department of Commerce wrote. The Secretary of Commerce spoke.",
			[]string{"Department of Commerce → Department of Commerce", "Secretary of Commerce → Department of Commerce"}},
		{"a title of a code", "", "Section 12 of title 41, United States Code, grew.",
			[]string{"Section 12 → Section 12 of Title 41", "title 41 → Title 41", "United States Code → United States Code", "United States → United States"}},
		{"laws of two years", "", "We read the 1995 Harbor Law and the 2014 Harbor Law. We read the 2001 Reef Law and then the Reef Law.",
			[]string{"Harbor Law → 1995 Harbor Law", "Harbor Law → 2014 Harbor Law", "Reef Law → Reef Law", "Reef Law → Reef Law"}},
		{"a law by its number and its name", "", "We read Harbor Decree 77, the Clean Rivers Act, which needs money. Then we read the Clean Rivers Act again.",
			[]string{"Harbor Decree 77 → Harbor Decree 77", "Clean Rivers Act → Harbor Decree 77", "Clean Rivers Act → Harbor Decree 77"}},
		{"an acronym with its head", "", "The Bureau of Reef Safety (BRS) grew. In May the BRS Bureau met the BRS Council.",
			[]string{"Bureau of Reef Safety → Bureau of Reef Safety", "BRS → Bureau of Reef Safety", "BRS Bureau → Bureau of Reef Safety", "BRS → Bureau of Reef Safety",
				"BRS Council → BRS Council", "BRS → Bureau of Reef Safety"}},
		{"a noun that says no more of an acronym", "", "The plan fights Smuggling of Migrants (SOM). Then SOM crimes grew.",
			[]string{"plan → none", "Smuggling of Migrants → Smuggling of Migrants", "SOM → Smuggling of Migrants", "SOM → Smuggling of Migrants", "crimes → Smuggling of Migrants"}},
		{"a ministry and the body that it deals with", "", "The Ministry of East African Community Affairs grew. In May the East African Community met the Ministry of East African Community.",
			[]string{"Ministry of East African Community Affairs → Ministry of East African Community Affairs", "East African Community → East African Community",
				"East African Community → East African Community", "Ministry of East African Community → Ministry of East African Community", "East African Community → East African Community"}},
		{"a law and its number", "", "We read the Clean Rivers Act (Public Law 88-206) and Public Law 90-11.",
			[]string{"Clean Rivers Act → Clean Rivers Act", "Public Law 88-206 → Clean Rivers Act", "Public Law 90-11 → Public Law 90-11"}},
		{"initials of a name", "", "The Conference of the Coastal Parties to the River Treaty met. The CCPRT met again.",
			[]string{"Conference of the Coastal Parties to the River Treaty → Conference of the Coastal Parties to the River Treaty", "CCPRT → Conference of the Coastal Parties to the River Treaty"}},
		{"a topic with an acronym and its head alone", "", "The plan fights Smuggling of Migrants (SOM). The risk of smuggling grew.",
			[]string{"plan → none", "Smuggling of Migrants → Smuggling of Migrants", "SOM → Smuggling of Migrants", "smuggling → Smuggling of Migrants"}},
		{"a plan and its years", "", "We read the National Road Safety Plan 2022. The Road Safety Plan grew.",
			[]string{"National Road Safety Plan 2022 → National Road Safety Plan 2022", "Road Safety Plan → National Road Safety Plan 2022"}},
		{"plans of two years", "", "We read the Road Safety Plan 2010 and the Road Safety Plan 2022.",
			[]string{"Road Safety Plan 2010 → Road Safety Plan 2010", "Road Safety Plan 2022 → Road Safety Plan 2022"}},
		{"a population and its communities", "", "They help immigrants. They help immigrant communities.",
			[]string{"They → none", "immigrants → immigrants", "They → immigrants", "immigrant communities → immigrants"}},
		{"the one congress", "", "We wrote to Congress. Then Congress met.", []string{"Congress → Congress", "Congress → Congress"}},
		{"a section of a title of a code", "", "We read section 12 of title 8 and section 12 of title 9.",
			[]string{"section 12 → Section 12 of Title 8", "title 8 → Title 8", "section 12 → Section 12 of Title 9", "title 9 → Title 9"}},
		{"a family name of two words", "", "Zoë Müller-Brandt spoke. Müller-Brandt left.",
			[]string{"Zoë Müller-Brandt → Zoë Müller-Brandt", "Müller-Brandt → Zoë Müller-Brandt"}},
		{"a state of a longer name", "", "The State of Trinidad and Tobago met. Trinidad and Tobago wrote.",
			[]string{"State of Trinidad and Tobago → State of Trinidad and Tobago", "Trinidad and Tobago → State of Trinidad and Tobago"}},
		{"the word a body is known by", "", "The Port Safety Agency (Havna) grew. In May Havna met.",
			[]string{"Port Safety Agency → Port Safety Agency", "Havna → Port Safety Agency", "Havna → Port Safety Agency"}},
		{"a body in brackets that another is part of", "", "The Fisheries Directorate (Ministry of Finance) grew.",
			[]string{"Fisheries Directorate → Fisheries Directorate", finance}},
		{"a law and its number in brackets", "", "We read the Clean Rivers Act (Law 88) and later Law 88.",
			[]string{"Clean Rivers Act → Clean Rivers Act", "Law 88 → Clean Rivers Act", "Law 88 → Clean Rivers Act"}},
		{"two numbers are two laws", "", "We read Executive Order 17 (Executive Order 18).",
			[]string{"Executive Order 17 → Executive Order 17", "Executive Order 18 → Executive Order 18"}},
		{"an acronym of the end of a name", "", "The Reserve Fund of the East African Community (EAC) met. Then EAC grew.",
			[]string{"Reserve Fund of the East African Community → Reserve Fund of the East African Community", "East African Community → East African Community",
				"EAC → East African Community", "EAC → East African Community"}},
		{"a ministry without its field", "", "The Vice-Ministry of Rural Roads met. Staff of the Vice-Ministry left.",
			[]string{"Vice-Ministry of Rural Roads → Vice-Ministry of Rural Roads", "Vice-Ministry → Vice-Ministry of Rural Roads"}},
		{"a court of another country", "", "The Supreme Court met. In May the Supreme Court of Chile wrote to Chile.",
			[]string{"Supreme Court → Supreme Court", "Supreme Court of Chile → Supreme Court of Chile", "Chile → Chile"}},
		{"a city", "", "We met in the City of Leipzig. Later Leipzig grew.", []string{"City of Leipzig → City of Leipzig", "Leipzig → City of Leipzig"}},
		{"the city of the same name as its country", "", "We met in the City of Panama. Later Panama grew.", []string{"City of Panama → City of Panama", "Panama → Panama"}},
		{"a city and a state", "", "We met the City of Hamburg, the State of Hamburg and Hamburg.",
			[]string{"City of Hamburg → City of Hamburg", "State of Hamburg → Hamburg", "Hamburg → Hamburg"}},
		{"deeds and what is done by them", "", "We fight corruption. We fight corrupt practices.",
			[]string{"corruption → corruption", "corrupt practices → corruption"}},
		{"abuse of rights", "", "We condemn human rights abuses. We condemn violations of human rights.",
			[]string{"human rights abuses → violations of human rights", "violations of human rights → violations of human rights"}},
		{"another breach", "", "We fight tax abuse. We fight tax violations.", []string{"tax abuse → tax abuse", "tax violations → tax violations"}},
		{"how people are told apart", "", "They help rural teachers. They help local female rural teachers.",
			[]string{"They → none", "rural teachers → rural teachers", "They → rural teachers", "local female rural teachers → rural teachers"}},
		{"a title of lower rank", "", "Vice President Duran met the Ministry of Finance in May. The President left.",
			[]string{"Duran → Duran", finance, "President → none"}},
		{"a title held no longer", "", "We met former President Duran and President Okoye. The President left.",
			[]string{"Duran → Duran", "Okoye → Okoye", "President → Okoye"}},
		{"a minister of a field", "", "Foreign Minister Duran spoke. The Minister left.", []string{"Duran → Duran", "Minister → Duran"}},
		{"articles of an act and of another", "", "EXECUTIVE ORDER NO. 88\n\nMay 3, 2010\n\nWe read Article 25 of the Reef Act.\n\nOfficers act under Article 25.",
			[]string{"EXECUTIVE ORDER NO. 88 → Executive Order 88", "Article 25 → Article 25 of the Reef Act", "Reef Act → Reef Act", "Article 25 → Article 25"}},
		{"an article cited again", "", "We read Article 25 of the Reef Act.\n\nOfficers act under Article 25.",
			[]string{"Article 25 → Article 25 of the Reef Act", "Reef Act → Reef Act", "Article 25 → Article 25 of the Reef Act"}},
		{"a bank of more states", "", "The Central Bank met. In May the Central Bank of Coastal States met.",
			[]string{"Central Bank → Central Bank", "Central Bank of Coastal States → Central Bank of Coastal States"}},
		{"a ministry of somebody", "", "The Vice-Ministry met. In May the Vice-Ministry of the Republic of Chile wrote.",
			[]string{"Vice-Ministry → Vice-Ministry", "Vice-Ministry of the Republic of Chile → Vice-Ministry of the Republic of Chile"}},
		{"laws in a list", "", "We enforce Decree 77, the Clean Rivers Act and the Harbor Code.",
			[]string{"Decree 77 → Decree 77", "Clean Rivers Act → Clean Rivers Act", "Harbor Code → Harbor Code"}},
		{"an act of a year and another act", "", "We read the Reef Act 1995 (Harbor Act).",
			[]string{"Reef Act 1995 → Reef Act 1995", "Harbor Act → Harbor Act"}},
		{"a city and its province", "", "We met in the City of Córdoba. Later Córdoba grew.", []string{"City of Córdoba → City of Córdoba", "Córdoba → Córdoba"}},
		{"breaches of no right", "", "We fight rights infringements. We fight rights abuses. We fight contract infringements.",
			[]string{"rights infringements → rights infringements", "rights abuses → rights infringements", "contract infringements → contract infringements"}},
		{"family name", "", "Ana Duran spoke. Duran left.", []string{"Ana Duran → Ana Duran", "Duran → Ana Duran"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, resolve(t, tc.country, tc.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tc.text, diff)
			}
		})
	}
}
