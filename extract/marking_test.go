package extract_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate/extract"
	"mandate/extract/link"
	"mandate/graph"
)

// secret are the words that stand in paragraphs marked S alone.
var secret = regexp.MustCompile(`(?i)zorbal|quixil|vandor|ulmic`)

// TestMarked reads documents whose secret paragraphs name what the others only hint at: neither reading up to a mark nor
// looking at the whole up to it may give a name away, by text, name, alias, identifier, title or note.
func TestMarked(t *testing.T) {
	high := []string{
		"The Ministry of Zorbal Affairs (MOZA) leads the National Quixil Plan.", "Vandor Ulmic heads the Ministry of Zorbal Affairs of Peru.",
		"The Quixil Act establishes the Ulmic Program in Zorbal Province.", "The Zorbal and Quixil Agency funds the Coast Plan.",
	}
	low := []string{
		"The ministry coordinates with the Ministry of Health.", "MOZA funds the Coast Plan. It also leads the program.", "He met Ana Duran in Lima.",
		"The plan is led by the Ministry of Health (MOH).", "The Act was amended. The agency said it would report to the province.", "MOZA is part of the Ministry of Affairs.",
	}
	pipelines := map[string]*extract.Pipeline{}
	for _, mark := range []string{"", "U"} {
		p, err := extract.New(extract.Options{Fast: true, MaxMarking: mark})
		if err != nil {
			t.Fatal(err)
		}
		pipelines[mark] = p
	}
	rapid.Check(t, func(t *rapid.T) {
		var whole []*graph.Contribution
		for i := range rapid.IntRange(1, 3).Draw(t, "documents") {
			var text strings.Builder
			md := rapid.Bool().Draw(t, "markdown")
			if md && rapid.Bool().Draw(t, "title") {
				text.WriteString("---\ntitle: The Zorbal Plan\n---\n\n(S) Zorbal is one.\n\n")
			}
			for range rapid.IntRange(1, 6).Draw(t, "paragraphs") {
				if rapid.Bool().Draw(t, "high") {
					fmt.Fprintf(&text, "(%s) %s\n\n", rapid.SampledFrom([]string{"S", "S//NF", "TS", "C", "SBU"}).Draw(t, "mark"), rapid.SampledFrom(high).Draw(t, "text"))
				} else {
					fmt.Fprintf(&text, "(U) %s\n\n", rapid.SampledFrom(low).Draw(t, "text"))
				}
			}
			name := fmt.Sprintf("%d.txt", i)
			if md {
				name = fmt.Sprintf("%d.md", i)
			}
			for mark, p := range pipelines {
				_, c, err := p.Read(name, []byte(text.String()))
				if err != nil {
					t.Fatal(err)
				}
				if mark == "" {
					whole = append(whole, c)
				} else if dump := dumpJSON(t, c); secret.MatchString(dump) {
					t.Fatalf("read up to U:\n%s\n%s", text.String(), dump)
				}
			}
		}
		found, err := link.UpTo(foundGraph{graph.NewGraph(link.Corpus(whole, nil)...), whole}, "U")
		if err != nil {
			t.Fatal(err)
		}
		if dump := dumpReader(t, found); secret.MatchString(dump) {
			t.Fatalf("seen up to U:\n%s", dump)
		}
	})
}

// foundGraph is a graph with its documents as they were found, and a name by judgement that is a secret.
type foundGraph struct {
	graph.Reader
	found []*graph.Contribution
}

func (f foundGraph) Found(id graph.DocumentID) (*graph.Contribution, error) {
	for _, c := range f.found {
		if c.Document.ID == id {
			return c, nil
		}
	}
	return nil, graph.ErrNotFound
}

func (f foundGraph) Judgements() ([]graph.Judgement, error) {
	return []graph.Judgement{
		{Kind: graph.Rename, A: "agency:moza", Value: "Zorbal Office"},
		{Kind: graph.Same, A: "agency:moza", B: "agency:ministry-of-zorbal-affairs"},
	}, nil
}

func dumpJSON(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// dumpReader is all that a reader gives.
func dumpReader(t *rapid.T, g graph.Reader) string {
	var b strings.Builder
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for ent, err := range g.Entities("") {
		check(err)
		b.WriteString(dumpJSON(t, ent) + "\n")
	}
	for rel, err := range g.AllRelations("") {
		check(err)
		b.WriteString(dumpJSON(t, rel) + "\n")
	}
	for doc, err := range g.Documents() {
		check(err)
		c, err := g.Contribution(doc.ID)
		check(err)
		check(c.Check())
		b.WriteString(dumpJSON(t, c) + "\n")
	}
	return b.String()
}

// TestMarkedHidden looks at an entity that somebody hid, by a name that only a higher paragraph has: it stays hidden where a
// lower one names it by another.
func TestMarkedHidden(t *testing.T) {
	p, err := extract.New(extract.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	_, c, err := p.Read("a.txt", []byte("(S) The Ministry of Zorbal Affairs (MOZA) leads the National Coast Plan.\n\n(U) MOZA leads the National Coast Plan.\n"))
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[graph.JudgementKind]string{graph.Hide: "", graph.Retype: "Program MOZA"} {
		j := graph.Judgement{Kind: kind, A: "agency:ministry-of-zorbal-affairs"}
		if kind == graph.Retype {
			j.Value = "Program"
		}
		g, err := link.UpTo(judgedGraph{foundGraph{graph.NewGraph(link.Corpus([]*graph.Contribution{c}, nil)...), []*graph.Contribution{c}}, j}, "U")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for ent, err := range g.Entities("") {
			if err != nil {
				t.Fatal(err)
			}
			if ent.Name == "MOZA" {
				got = ent.Type + " " + ent.Name
			}
		}
		if got != want {
			t.Errorf("judged %s: got %q, want %q", kind, got, want)
		}
	}
	if _, err := link.UpTo(graph.NewGraph(), "purple"); err == nil {
		t.Error("a marking that there is none of is taken for one")
	}
}

// judgedGraph is a graph with one judgement.
type judgedGraph struct {
	foundGraph
	judged graph.Judgement
}

func (j judgedGraph) Judgements() ([]graph.Judgement, error) {
	return []graph.Judgement{j.judged}, nil
}
