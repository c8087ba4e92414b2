package extract_test

import (
	"strings"
	"testing"

	"mandate/extract"
	"mandate/extract/relate"
	"mandate/graph"
)

// read runs the pipeline over one text and gives its relations as "Subject TYPE Object" with names folded.
func read(t *testing.T, p *extract.Pipeline, text string) map[string]graph.Statement {
	t.Helper()
	_, c, err := p.Read("example.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]graph.Statement{}
	for i, cl := range c.Claims {
		key := graph.FoldName(c.Clusters[cl.Subject].Name) + " " + cl.Type + " " + graph.FoldName(c.Clusters[cl.Object].Name)
		out[key] = c.Statement(i)
	}
	return out
}

func pipeline(t testing.TB) *extract.Pipeline {
	t.Helper()
	p, err := extract.New(extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Every frame carries sentences that it must read, and sentences in which it must not see a relation.
func TestFrameExamples(t *testing.T) {
	p := pipeline(t)
	frames, err := relate.Frames()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range frames {
		t.Run(f.ID, func(t *testing.T) {
			for _, ex := range f.Match {
				got := read(t, p, ex.Text)
				for _, ends := range ex.Ends {
					found := false
					for _, want := range readings(f.Relation, ends) {
						_, ok := got[want]
						found = found || ok
					}
					if !found {
						t.Errorf("%q\n  must say %s: %s\n  says %v", ex.Text, f.Relation, ends, keysOf(got))
					}
				}
			}
			for _, ex := range f.Refuse {
				got := read(t, p, ex.Text)
				for _, ends := range ex.Ends {
					if st, ok := got[readings(f.Relation, ends)[0]]; ok {
						t.Errorf("%q\n  must not say %s: %s (%s)", ex.Text, f.Relation, ends, st.Evidence.Rule)
					}
				}
			}
		})
	}
}

// readings are the ways a relation may be written down: a symmetric one has no direction.
func readings(relation, ends string) []string {
	a, b, _ := strings.Cut(ends, " | ")
	a, b = graph.FoldName(a), graph.FoldName(b)
	out := []string{a + " " + relation + " " + b}
	if relation == "COORDINATES_WITH" {
		out = append(out, b+" "+relation+" "+a)
	}
	return out
}

func keysOf(m map[string]graph.Statement) []string {
	var out []string
	for k, st := range m {
		out = append(out, k+" ("+st.Evidence.Rule+")")
	}
	return out
}
