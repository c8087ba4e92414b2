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

// Of things of one name a document means that of the countries which it names.
func TestWhoseName(t *testing.T) {
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, origin, text string
		want               []string // "country name" of the first mentions
	}{
		{"a town of two countries", "", "Cordoba lies in Spain.", []string{"ES Córdoba", "ES Spain"}},
		{"a town of two countries, elsewhere", "", "We met in Cordoba in Argentina.", []string{"AR Cordoba", "AR Argentina"}},
		{"the town of the document's country", "ES", "We left Cordoba.", []string{"ES Córdoba"}},
		{"a department of no country", "", "The Department of Education grew.", []string{"US Department of Education"}},
		{"a department of another country", "", "In Ireland the Department of Education grew.", []string{"IE Ireland", " Department of Education"}},
		{"a department of the country", "", "In Ireland the Americans met the Department of Education.", []string{"IE Ireland", "US United States", "US Department of Education"}},
		{"departments of a country that is not named", "", "The Department of Justice, the Department of Education and the Department of Energy met in Ireland.",
			[]string{"US Department of Justice", "US Department of Education", "US Department of Energy", "IE Ireland"}},
		{"a house of another country", "", "In Liberia the House of Representatives met.", []string{"LR Liberia", " House of Representatives"}},
		{"an acronym of another country", "", "In Ghana the DEA met.", []string{"GH Ghana", " DEA"}},
		{"an acronym of the country", "", "In Ghana the Americans and the DEA met.", []string{"GH Ghana", "US United States", "US Drug Enforcement Administration"}},
		{"a name that says whose it is", "", "In Ghana the French Development Agency met.", []string{"GH Ghana", "FR Agence Française de Développement"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc, err := input.Parse("example.txt", []byte(tc.text+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			doc.Info.Country = tc.origin
			for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{}, names} {
				if err := s.Annotate(doc); err != nil {
					t.Fatalf("%s: %v", s.Name(), err)
				}
			}
			var got []string
			for _, m := range doc.Mentions {
				if m.Kind == nlp.Named {
					got = append(got, m.Country+" "+m.Name)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tc.text, diff)
			}
		})
	}
}
