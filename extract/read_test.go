package extract_test

import (
	"slices"
	"strings"
	"testing"

	"mandate/extract"
	"mandate/graph"
)

// nodes runs the pipeline over a text and gives its entities as "Type: name".
func nodes(t *testing.T, text string) []string {
	t.Helper()
	_, c, err := pipeline(t).Read("example.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, cl := range c.Clusters {
		out = append(out, cl.Type+": "+cl.Name)
	}
	slices.Sort(out)
	return out
}

func TestNodes(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string // all must be there
		not        []string // none may be there
	}{
		{"of, and", "The Ministry of Human Resources and Social Security met the Ministry of Finance.",
			[]string{"Agency: Ministry of Human Resources and Social Security", "Agency: Ministry of Finance"}, []string{"Agency: Ministry"}},
		{"two ministries joined by and", "The Ministry of Finance and the Ministry of Health agreed.",
			[]string{"Agency: Ministry of Finance", "Agency: Ministry of Health"}, nil},
		{"list inside a name", "The Bureau for Democracy, Human Rights, and Governance opened an office.",
			[]string{"Agency: Bureau for Democracy, Human Rights, and Governance"}, nil},
		{"verb inside a name", "The Office to Combat Illegal Fishing was founded in 2004.", []string{"Agency: Office to Combat Illegal Fishing"}, nil},
		{"acronym makes one node", "The National Water Agency (NWA) reported. The NWA has staff. The Agency grew.",
			[]string{"Agency: National Water Agency"}, []string{"Agency: NWA", "Agency: Agency"}},
		{"acronym of another language", "The National Tourism Service (SERNATUR) works. SERNATUR grew.",
			[]string{"Agency: National Tourism Service"}, []string{"Agency: SERNATUR"}},
		{"possessive splits", "Peru's Ports Code entered into force.", []string{"Law: Ports Code", "Region: Peru"}, nil},
		{"articles of a code", "Articles 12, 14 and 15 of the Ports Code address bribery.",
			[]string{"Law: Article 12 of the Ports Code", "Law: Article 14 of the Ports Code", "Law: Article 15 of the Ports Code", "Law: Ports Code"}, []string{"Law: Article 12"}},
		{"demonym is the country", "Chilean authorities met Peruvian officials.", []string{"Region: Chile", "Region: Peru"}, []string{"Agency: Chilean authorities"}},
		{"title and person", "Foreign Minister Ana Duran met Mr. Okafor.", []string{"Person: Ana Duran", "Person: Okafor"}, nil},
		{"family name alone", "Ambassador Lena Holt spoke. Holt left.", []string{"Person: Lena Holt"}, []string{"Person: Holt"}},
		{"months are no names", "In May 2009 the Ministry of Health moved.", []string{"Agency: Ministry of Health"}, []string{"Agency: May", "Person: May"}},
		{"generic words make no node", "The agencies told officials that the government agreed.", nil, []string{"Agency: agencies", "Agency: government"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := nodes(t, tc.text)
			for _, w := range tc.want {
				if !slices.Contains(got, w) {
					t.Errorf("%q\n  lacks %s\n  has %s", tc.text, w, strings.Join(got, "; "))
				}
			}
			for _, w := range tc.not {
				if slices.Contains(got, w) {
					t.Errorf("%q\n  must not have %s", tc.text, w)
				}
			}
		})
	}
}

// One relation in the constructions in which it comes.
func TestConstructions(t *testing.T) {
	p := pipeline(t)
	const health, finance = "ministry of health LEADS clean water program", "ministry of finance LEADS clean water program"
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"active", "The Ministry of Health runs the Clean Water Program.", []string{health}},
		{"passive", "The Clean Water Program is run by the Ministry of Health.", []string{health}},
		{"coordination", "The Ministry of Health and the Ministry of Finance lead the Clean Water Program.", []string{health, finance}},
		{"relative clause", "The Ministry of Health, which leads the Clean Water Program, trained nurses.", []string{health}},
		{"participle", "The Clean Water Program, led by the Ministry of Health, trained nurses.", []string{health}},
		{"prepositional phrase", "In May, in Lima, the Ministry of Health launched the Clean Water Program with pride.",
			[]string{"ministry of health ESTABLISHES clean water program"}},
		{"list", "The Clean Water Program helps migrant workers, veterans, and small businesses.",
			[]string{"clean water program SERVES migrant workers", "clean water program SERVES veterans", "clean water program SERVES small businesses"}},
	} {
		got := read(t, p, tc.text)
		for _, w := range tc.want {
			if _, ok := got[w]; !ok {
				t.Errorf("%s: %q lacks %s", tc.name, tc.text, w)
			}
		}
	}
}

func TestStatus(t *testing.T) {
	p := pipeline(t)
	for _, tc := range []struct {
		text string
		want graph.Status
	}{
		{"The Ministry of Health runs the Clean Water Program.", graph.Asserted},
		{"The Ministry of Health will run the Clean Water Program.", graph.Planned},
		{"The Ministry of Health plans to run the Clean Water Program.", graph.Planned},
		{"The Ministry of Health does not run the Clean Water Program.", graph.Negated},
		{"The Ministry of Health may run the Clean Water Program.", graph.Reported},
		{"The Ministry of Health reportedly runs the Clean Water Program.", graph.Reported},
	} {
		st, ok := read(t, p, tc.text)["ministry of health LEADS clean water program"]
		if !ok {
			t.Errorf("%q: the relation is not found", tc.text)
		} else if st.Status != tc.want {
			t.Errorf("%q is %v, must be %v", tc.text, st.Status, tc.want)
		} else if cued := len(st.Evidence.Cues) > 0; cued != (tc.want != graph.Asserted) {
			t.Errorf("%q: cues %v", tc.text, st.Evidence.Cues)
		}
	}
}

// A status comes from what is said of the relation, not from a word that looks like it.
func TestStatusOfWhatIsSaid(t *testing.T) {
	p := pipeline(t)
	for _, tc := range []struct {
		text, edge string
		want       graph.Status
	}{
		{"The Ministry of Health had undertaken information campaigns on cholera.", "information campaigns ADDRESSES cholera", graph.Asserted},
		{"The Ministry of Health is currently undertaking information campaigns on cholera.", "information campaigns ADDRESSES cholera", graph.Asserted},
		{"The Ministry of Health undertook to fund the Clean Water Program.", "ministry of health FUNDS clean water program", graph.Planned},
		{"Parliament reviewed the Dairy Act for farmers.", "dairy act SERVES farmers", graph.Asserted},
		{"Parliament discussed the Dairy Act for farmers.", "dairy act SERVES farmers", graph.Asserted},
		{"Parliament prepared the Dairy Act for farmers.", "dairy act SERVES farmers", graph.Asserted},
		{"Parliament is preparing the Dairy Act for farmers.", "dairy act SERVES farmers", graph.Planned},
		{"Parliament has proposed the Dairy Act for farmers.", "dairy act SERVES farmers", graph.Planned},
		{"The World Bank expects the Ministry of Trade in Malawi to act.", "ministry of trade OPERATES_IN malawi", graph.Asserted},
		{"The Fisheries Institute's role is to train farmers.", "fisheries institute SERVES farmers", graph.Asserted},
		{"The Fisheries Institute did not fail to fund the Clean Water Program.", "fisheries institute FUNDS clean water program", graph.Asserted},
		{"The Fisheries Institute did not refuse to fund the Clean Water Program.", "fisheries institute FUNDS clean water program", graph.Reported},
		{"The Fisheries Institute refused to fund the Clean Water Program.", "fisheries institute FUNDS clean water program", graph.Negated},
		{"The Fisheries Institute will not fail to fund the Clean Water Program.", "fisheries institute FUNDS clean water program", graph.Planned},
		{"Malawi has not withdrawn from the Geneva Accord.", "malawi PARTY_TO geneva accord", graph.Asserted},
		{"Malawi plans to withdraw from the Geneva Accord.", "malawi PARTY_TO geneva accord", graph.Asserted},
		{"Malawi will leave the Geneva Accord.", "malawi PARTY_TO geneva accord", graph.Asserted},
		{"Malawi withdrew from the Geneva Accord.", "malawi PARTY_TO geneva accord", graph.Negated},
		{"Malawi withdrew its reservation to the Geneva Accord.", "malawi PARTY_TO geneva accord", graph.Asserted},
	} {
		if st, ok := read(t, p, tc.text)[tc.edge]; misparsed[tc.text] != "" {
			if ok {
				t.Errorf("%q is read now: take it out of the list of what is not", tc.text)
			}
		} else if !ok {
			t.Errorf("%q: %s is not found", tc.text, tc.edge)
		} else if st.Status != tc.want {
			t.Errorf("%q is %v, must be %v", tc.text, st.Status, tc.want)
		} else if cued := len(st.Evidence.Cues) > 0; cued != (tc.want != graph.Asserted) {
			t.Errorf("%q: cues %v", tc.text, st.Evidence.Cues)
		}
	}
}

// Without trees, a word of planning or asking counts only where it governs what is said, and a possessive ends no clause.
func TestWordOrder(t *testing.T) {
	fast, err := extract.New(extract.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		text, edge string
		want       graph.Status
	}{
		{"The Fisheries Institute opened a school in order to train farmers.", "fisheries institute SERVES farmers", graph.Asserted},
		{"The Fisheries Institute has projects to train farmers.", "fisheries institute SERVES farmers", graph.Asserted},
		{"The Fisheries Institute has an order to train farmers.", "fisheries institute SERVES farmers", graph.Planned},
		{"The Fisheries Institute's role is to train farmers.", "fisheries institute SERVES farmers", graph.Asserted},
		{"The aim of the Fisheries Institute is to train farmers.", "fisheries institute SERVES farmers", graph.Asserted},
		{"The Fisheries Institute is to train farmers.", "fisheries institute SERVES farmers", graph.Planned},
		{"The Fisheries Institute works in Malawi's ports with the World Bank.", "fisheries institute COORDINATES_WITH world bank", graph.Asserted},
	} {
		if st, ok := read(t, fast, tc.text)[tc.edge]; !ok {
			t.Errorf("%q: %s is not found", tc.text, tc.edge)
		} else if st.Status != tc.want {
			t.Errorf("%q is %v, must be %v", tc.text, st.Status, tc.want)
		}
	}
}

// What a claim quotes must stand in the source where it says.
func TestEvidenceLeadsBack(t *testing.T) {
	text := "1. (SBU) The National Plan, led by the\r\nMinistry of Health, addresses\ntuberculosis.\n"
	doc, c, err := pipeline(t).Read("x.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Claims) == 0 {
		t.Fatal("no claims")
	}
	for i := range c.Claims {
		ev := c.Statement(i).Evidence
		if got := doc.Source[ev.Span.Start:ev.Span.End]; got != ev.Quote {
			t.Errorf("quote %q stands not at its place: %q", ev.Quote, got)
		}
		if ev.Paragraph != "1" || ev.Marking != "SBU" || !ev.Span.Contains(ev.Subject) || !ev.Span.Contains(ev.Object) {
			t.Errorf("evidence %+v", ev)
		}
	}
}

// What a document calls by several names is one node, and what it tells apart is not.
func TestOneNode(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want, not  []string
	}{
		{"what a name is called", "UNESCO launched a website for Miners Shelter, a mine safety program. Since May, Miners Shelter has already trained nurses.",
			[]string{"Program: Miners Shelter"}, []string{"Program: mine safety program", "Agency: Miners Shelter"}},
		{"who chairs", "The report was written by the committee chaired by Mabintou Sow-Diarra, and by the Ministry of Health.",
			nil, []string{"Agency: Mabintou Sow-Diarra"}},
		{"a body that is chaired by another", "The committee, chaired by Save the Harbors Foundation, met in May with the Ministry of Health.",
			nil, []string{"Person: Save the Harbors Foundation"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := nodes(t, tc.text)
			for _, w := range tc.want {
				if !slices.Contains(got, w) {
					t.Errorf("%q\n  lacks %s\n  has %s", tc.text, w, strings.Join(got, "; "))
				}
			}
			for _, w := range tc.not {
				if slices.Contains(got, w) {
					t.Errorf("%q\n  must not have %s", tc.text, w)
				}
			}
		})
	}
}
