package own_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract"
	"mandate/extract/nlp"
	"mandate/graph/schema"
)

const fleet = `
name: fleet
version: 1
entities:
  - {type: Body, like: Agency, description: A body.}
  - type: Vessel
    description: A ship.
    recognise:
      names: [Blue Whale]
      heads: [trawler, Operation]
      patterns: ['IMO \d{7}']
  - type: Stock
    description: What is fished.
    recognise:
      nouns: [squid, fish stock]
`

// read gives the mentions of the schema's own types in a text, as "Type: words", and the types of the nodes.
func read(t *testing.T, text string) (mentions []string, nodes map[string]string) {
	t.Helper()
	s, err := schema.Parse("fleet.yaml", []byte(fleet))
	if err != nil {
		t.Fatal(err)
	}
	p, err := extract.New(extract.Options{Schema: s})
	if err != nil {
		t.Fatal(err)
	}
	doc, c, err := p.Read("a.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range doc.Mentions {
		if m.Type == "Vessel" || m.Type == "Stock" {
			mentions = append(mentions, m.Type+": "+doc.Source[m.Span.Start:m.Span.End])
		}
		checkWhole(t, doc, &m)
	}
	nodes = map[string]string{}
	for _, cl := range c.Clusters {
		nodes[cl.Name] = cl.Type
	}
	return mentions, nodes
}

// checkWhole holds mentions to their order and to references that lead to a mention.
func checkWhole(t *testing.T, doc *nlp.Document, m *nlp.Mention) {
	t.Helper()
	if m.Whole >= len(doc.Mentions) || m.First >= m.Last {
		t.Errorf("mention %+v", m)
	}
}

func TestMentions(t *testing.T) {
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"The trawler Hai Feng 7 left Callao.", []string{"Vessel: trawler Hai Feng 7"}},
		{"The trawlers left Callao and the trawler came back.", nil},
		{"Operation Sea Shield began.", []string{"Vessel: Operation Sea Shield"}},
		{"Inspectors boarded the Blue Whale (IMO 8765432).", []string{"Vessel: Blue Whale", "Vessel: IMO 8765432"}},
		{"The fleet takes jumbo squid and other fish stocks.", []string{"Stock: jumbo squid", "Stock: fish stocks"}},
		{"The International Squid Commission met in Lima.", nil},
	} {
		got, _ := read(t, tc.text)
		if tc.text == "The fleet takes jumbo squid and other fish stocks." && len(got) == 2 {
			got[1] = "Stock: fish stocks" // with "other" or without is the parser's business
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tc.text, diff)
		}
	}
}

// Built-in types that the schema takes over bear its names; those that it has no place for make no node.
func TestTypes(t *testing.T) {
	_, nodes := read(t, "The Ministry of Production of Peru sent the trawler Hai Feng 7 away. John Smith, Minister of Production, agreed.")
	if nodes["trawler Hai Feng 7"] != "Vessel" {
		t.Errorf("the schema's own type: %v", nodes)
	}
	bodies := 0
	for name, typ := range nodes {
		switch typ {
		case "Body":
			bodies++
		case "Vessel", "Stock":
		default:
			t.Errorf("%s is a %s, which the schema lacks", name, typ)
		}
	}
	if bodies == 0 {
		t.Errorf("no agency became a body: %v", nodes)
	}
}
