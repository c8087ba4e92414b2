package ner_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract/input"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/token"
)

// mentions reads a text and gives what the rules and lists find in it, as "Type name (rule)", in order of position. Acronyms
// and pronouns have no type before coref.
func mentions(t *testing.T, text string) []string {
	t.Helper()
	doc, err := input.Parse("example.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{}, names} {
		if err := s.Annotate(doc); err != nil {
			t.Fatalf("%s: %v", s.Name(), err)
		}
	}
	var out []string
	for _, m := range doc.Mentions {
		if m.First < 0 || m.First >= m.Last || m.Last > len(doc.Sentences[m.Sentence].Tokens) || m.Head < m.First || m.Head >= m.Last || m.Cluster != -1 {
			t.Errorf("%q: faulty mention %+v", text, m)
		}
		out = append(out, m.Type+" "+m.Name+" ("+m.Rule+")")
	}
	return out
}

func TestMentions(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"acronym behind its name", "The Ministry of Public Security (MPS) grew.",
			[]string{"Agency Ministry of Public Security (name.head)", " MPS (acronym.defined)"}},
		{"acronym before its name", "The MPS (Ministry of Public Security) grew.",
			[]string{" MPS (acronym.defined)", "Agency Ministry of Public Security (name.head)"}},
		{"bracket that defines nothing", "The Ministry of Public Security (in May) grew.",
			[]string{"Agency Ministry of Public Security (name.head)"}},
		{"list of articles", "Articles 12, 14 and 15 of the Ports Code differ.",
			[]string{"Law Article 12 (law.provision)", "Law Article 14 (law.provision)", "Law Article 15 (law.provision)", "Law Ports Code (name.head)"}},
		{"one article", "Article 7 of the Ports Code differs.", []string{"Law Article 7 (law.provision)", "Law Ports Code (name.head)"}},
		{"numbers with letters", "Sections 29-a and 29-b(2) of the Ports Code differ.",
			[]string{"Law Section 29-a (law.provision)", "Law Section 29-b(2) (law.provision)", "Law Ports Code (name.head)"}},
		{"numbers by chapter", "Sections 25-306(a)(2), 7-03(f) and 28-105.10.1 of the Ports Code differ.",
			[]string{"Law Section 25-306(a)(2) (law.provision)", "Law Section 7-03(f) (law.provision)", "Law Section 28-105.10.1 (law.provision)", "Law Ports Code (name.head)"}},
		{"a range is no number by chapter", "Articles 240-244 of the Ports Code differ.",
			[]string{"Law Article 240 (law.provision)", "Law Ports Code (name.head)"}},
		{"a range over a hundred", "Articles 98-105 of the Ports Code differ.",
			[]string{"Law Article 98 (law.provision)", "Law Ports Code (name.head)"}},
		{"a person by title in a line of capitals", "Ms Ana Duran, President of the Board of the Ports Authority,",
			[]string{"Person Ana Duran (person.title)", "Agency Board (short.definite)"}},
		{"governments of places", "The Governments of Kenya and Uganda met.", []string{"Region Kenya (list.place)", "Region Uganda (list.place)"}},
		{"a head word that is also in a title", "We read of the Parliament of Ghana.", []string{"Agency Parliament of Ghana (name.head)"}},
		{"number of an order", "We read Executive Order No. 17 in May.", []string{"Law Executive Order 17 (law.executive-order)"}},
		{"title and person", "We met Dr. Ana Duran.", []string{"Person Ana Duran (person.title)"}},
		{"first name", "We met Ana Duran.", []string{"Person Ana Duran (person.first-name)"}},
		{"family name alone", "We met Ana Duran. Duran left.", []string{"Person Ana Duran (person.first-name)", "Person Duran (person.family-name)"}},
		{"names inside a name", "The MPS Office to Combat Illegal Fishing grew.",
			[]string{"Agency MPS Office to Combat Illegal Fishing (name.head)", "Agency MPS (acronym)", "Issue illegal fishing (nominal.topic)"}},
		{"place at the start of a name", "The Peruvian Ministry of Harbors grew.",
			[]string{"Agency Peruvian Ministry of Harbors (name.head)", "Region Peru (list.place)"}},
		{"a name wins over a list entry inside it", "The State Council grew.", []string{"Agency State Council (name.head)"}},
		{"heading in capitals", "POLICE RAID OFFICES IN NEW CAMPAIGN", nil},
		{"heading in capitals above running text", "MINISTRY OF HEALTH MOVES AGAIN\n\nThe Ministry of Health moved in May.",
			[]string{"Agency Ministry of Health (name.head)"}},
		{"a verb that spells a group", "Let us grow in May.", nil},
		{"a pronoun that spells a body", "QUESTIONING WHO WIELDED THE POWER: We saw it in May.", []string{" it (pronoun)"}},
		{"a name that begins with a place of two words", "We met the New Hampshire Bar Association in May.",
			[]string{"Agency New Hampshire Bar Association (name.head)", "Region New Hampshire (list.place)"}},
		{"a town inside a name only", "We met the Dakar Port Authority in May.", []string{"Agency Dakar Port Authority (name.head)"}},
		{"a town inside a name and by itself", "We met the Dakar Port Authority in Dakar.",
			[]string{"Agency Dakar Port Authority (name.head)", "Region Dakar (list.place)", "Region Dakar (list.place)"}},
		{"a name that begins with new", "We read of the New Partnership for Ports in May.", []string{"Program New Partnership for Ports (name.head)"}},
		{"what is new of a name", "The new Ministry of Ports grew.", []string{"Agency Ministry of Ports (name.head)"}},
		{"a place with small words in a name", "We met the Parliament of Trinidad and Tobago.", []string{"Agency Parliament of Trinidad and Tobago (name.head)"}},
		{"those whom a name is about own a word of it", "We met the Department of Sailors' Homes in May.", []string{"Agency Department of Sailors' Homes (name.head)"}},
		{"an association of units", "We met the Reef Management Units' Association in May.", []string{"Agency Reef Management Units' Association (name.head)"}},
		{"a plan that a bureau owns", "We read the Bureau of Ports' Safety Plan in May.",
			[]string{"Agency Bureau of Ports (name.head)", "Program Safety Plan (name.head)"}},
		{"a head behind a preposition", "We read the Prevention of Bribery Act 2002 and met the Gift of Sight Network.",
			[]string{"Law Prevention of Bribery Act 2002 (name.head)", "Program Gift of Sight Network (name.head)"}},
		{"people of a body", "We met Members of the Reef Protection Agency.", []string{"Agency Reef Protection Agency (name.head)"}},
		{"a directorate general", "We met the Directorate General of Reefs and Coast Guard (DRCG).",
			[]string{"Agency Directorate General of Reefs and Coast Guard (name.head)", " DRCG (acronym.defined)"}},
		{"an order counted by years", "We read Executive Order No. 2009-03 and Executive Order 17.",
			[]string{"Law Executive Order 2009-03 (law.executive-order)", "Law Executive Order 17 (law.executive-order)"}},
		{"abbreviations that name no body", "We met two NGOs and H.E. Ana Duran.", []string{"Person Ana Duran (person.title)"}},
		{"a place in a name that nobody has read", "We met Pune Serum Works and Habitat Oceania in Chile.", []string{"Region Chile (list.place)"}},
		{"a word that spells a body", "We met the Traffic Safety Bureau and TRAFFIC in May.",
			[]string{"Agency Traffic Safety Bureau (name.head)", "Agency TRAFFIC (list.organization)"}},
		{"a place beside other names", "We met Kenya Minister Ana Duran and Embassy Cairo in Chile.",
			[]string{"Region Kenya (list.place)", "Person Ana Duran (person.title)", "Region Cairo (list.place)", "Region Chile (list.place)"}},
		{"a name that begins with a compound", "We met the In-Service Training Program in May.", []string{"Program In-Service Training Program (name.head)"}},
		{"a phrase that begins with a compound", "We fight ship-based marine pollution.", []string{"Issue ship-based marine pollution (nominal.head)"}},
		{"a word that names a body", "The Port Safety Agency (Havna) met. In May Havna grew.",
			[]string{"Agency Port Safety Agency (name.head)", " Havna (acronym.defined)", " Havna (acronym.defined)"}},
		{"a role in brackets", "The Port Safety Agency (Observer) met. In May an observer grew.", []string{"Agency Port Safety Agency (name.head)"}},
		{"money is no body", "The shop paid 300,000 XOF and 20 CFA francs.", nil},
		{"a disease is no body", "The doctor fights HIV.", []string{"Issue HIV (nominal.head)"}},
		{"a family name of two words", "We met Zoë Brandt-Keller. Brandt-Keller left.",
			[]string{"Person Zoë Brandt-Keller (person.first-name)", "Person Brandt-Keller (person.family-name)"}},
		{"what belongs to a titled person", "We read Minister Okoye's Clean Rivers Programme.",
			[]string{"Person Okoye (person.title)", "Program Clean Rivers Programme (name.head)"}},
		{"what belongs to an office", "We met the Attorney General's Office.", []string{"Agency Attorney General's Office (name.head)"}},
		{"a sentence of names", "Ana Duran is Provost of Harbor University.",
			[]string{"Person Ana Duran (person.first-name)", "Agency Harbor University (name.head)"}},
		{"a list of names", "* Virginia University of Harbors\n* Little Shelton Community College",
			[]string{"Agency Virginia University of Harbors (name.head)", "Agency Little Shelton Community College (name.head)"}},
		{"a law of a year", "The Ports Protocol of 1997 differs.", []string{"Law Ports Protocol of 1997 (name.head)"}},
		{"a programme of a year", "The Growth 2020 strategy grew.", []string{"Program Growth 2020 (name.before-head)"}},
		{"an article in a name", "We read the Treaty on a Safe Harbor Zone.", []string{"Law Treaty on a Safe Harbor Zone (name.head)"}},
		{"a company", "Duran Harbors Ltd. grew.", []string{"Agency Duran Harbors Ltd. (name.head)"}},
		{"countries beside capitals", "In Northern Ghana the Ghanaian Quakers sang.", []string{"Region Northern Ghana (list.place)", "Region Ghana (list.place)"}},
		{"a part of a town", "We sang in Downtown Kampala.", []string{"Region Kampala (list.place)"}},
		{"a country before a name of nobody's", "In Uganda Nabwire sang.", []string{"Region Uganda (list.place)"}},
		{"a town before the subject", "In Kampala Nabwire said that they sang.", []string{"Region Kampala (list.place)", " they (pronoun)"}},
		{"what a ministry is asked for", "We asked the Ministry of Ports for a COVID-19 plan.", []string{"Agency Ministry of Ports (name.head)", "Program COVID-19 (name.before-head)"}},
		{"a zone that a ministry asks for", "We asked the Ministry of Ports for a Safe Harbor Zone.", []string{"Agency Ministry of Ports (name.head)", "Region Safe Harbor Zone (name.head)"}},
		{"a surname before a body", "Then Nabwire of Clear Waters Network spoke.", []string{"Program Clear Waters Network (name.head)"}},
		{"a disease in a country's service", "We read of Cholera in Burkina Faso Health Service.",
			[]string{"Agency Burkina Faso Health Service (name.head)", "Region Burkina Faso (list.place)"}},
		{"a state in a body's name", "We met the Texas Department of Public Safety in May.",
			[]string{"Agency Texas Department of Public Safety (name.head)", "Region Texas (list.place)"}},
		{"a meeting counted", "The shop paid JOD 2 million after COP 31.", nil},
		{"nothing", "In May it rained.", []string{" it (pronoun)"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, mentions(t, tc.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tc.text, diff)
			}
		})
	}
}

// A stage runs on a document that another run has already filled in without adding anything twice.
func TestAnnotateTwice(t *testing.T) {
	doc, err := input.Parse("example.txt", []byte("The Ministry of Health met Ana Duran in Peru.\n"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	if err := (token.Stage{}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	var runs [2][]nlp.Mention
	for i := range runs {
		if err := names.Annotate(doc); err != nil {
			t.Fatal(err)
		}
		runs[i] = append(runs[i], doc.Mentions...)
	}
	if len(runs[0]) == 0 {
		t.Error("no mentions")
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Errorf("the second run differs (-first +second):\n%s", diff)
	}
}
