package export

import (
	"bytes"
	"strings"
	"testing"

	"mandate/export/exporttest"
	"mandate/export/read"
	"mandate/graph"

	"github.com/google/go-cmp/cmp"
)

func readBack(t *testing.T, format string, b []byte) *graph.Graph {
	t.Helper()
	if got := read.Detect(b[:min(len(b), 4096)]); got != format {
		t.Errorf("Detect says %q of %s", got, format)
	}
	g := graph.NewGraph()
	if err := read.Read(bytes.NewReader(b), format, "file", func(c *graph.Contribution) error { g.Add(c); return nil }); err != nil {
		t.Fatal(err)
	}
	return g
}

// TestRoundTripWhole reads JSON Lines back: the same contributions, and the same bytes when exported again.
func TestRoundTripWhole(t *testing.T) {
	g := exporttest.Sample()
	b := write(t, "jsonl", g, Options{})
	back := readBack(t, "jsonl", b)
	if again := write(t, "jsonl", back, Options{}); !bytes.Equal(b, again) {
		t.Error("the second export differs from the first")
	}
	for doc, err := range g.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		want, _ := g.Contribution(doc.ID)
		got, err := back.Contribution(doc.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", doc.ID, d)
		}
	}
}

// TestRoundTripPart reads the other formats back, and JSON Lines of a part: same nodes, edges, statuses and quotes.
func TestRoundTripPart(t *testing.T) {
	opt := Options{RelationTypes: []string{"FUNDS", "LEADS", "PART_OF"}}
	g := exporttest.Sample()
	want := parse(t, write(t, "json", g, opt))
	for _, format := range read.Formats {
		t.Run(format, func(t *testing.T) {
			got := parse(t, write(t, "json", readBack(t, format, write(t, format, g, opt)), Options{}))
			if d := cmp.Diff(want.Nodes, got.Nodes); d != "" {
				t.Errorf("nodes: %s", d)
			}
			if len(got.Edges) != len(want.Edges) {
				t.Fatalf("%d edges, want %d", len(got.Edges), len(want.Edges))
			}
			for i, e := range want.Edges {
				o := got.Edges[i]
				if o.ID != e.ID || o.Status != e.Status || o.Support != e.Support || len(o.Evidence) != len(e.Evidence) {
					t.Errorf("edge %+v came back as %+v", e, o)
				}
				for j := range o.Evidence {
					if format == "jsonl" && o.Evidence[j].Quote != e.Evidence[j].Quote || o.Evidence[j].Document != e.Evidence[j].Document || o.Evidence[j].Quote == "" {
						t.Errorf("evidence %+v came back as %+v", e.Evidence[j], o.Evidence[j])
					}
				}
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"jsonl", `{"kind":"node","id":"a"}` + "\n{", "line 2"},
		{"jsonl", `{"kind":"cheese"}`, `unknown kind "cheese"`},
		{"graphml", `<graphml><graph><edge source="a" target="b"/></graph></graphml>`, `no node "a"`},
		{"graphml", `<graphml><graph>`, "EOF"},
		{"node-link", `{"nodes":[{"id":1}],"edges":[{"source":1,"target":1,"confidence":7}]}`, "between 0 and 1"},
		{"dot", "", "cannot be imported"},
	} {
		err := read.Read(strings.NewReader(c.text), c.format, "f", func(*graph.Contribution) error { return nil })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.format, c.text, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, format := range read.Formats {
		w, err := Find(format)
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		if err := w.Write(&b, exporttest.Sample(), Options{RelationTypes: []string{"FUNDS"}, Connected: true}); err != nil {
			f.Fatal(err)
		}
		f.Add(format, b.Bytes())
	}
	f.Fuzz(func(t *testing.T, format string, b []byte) {
		_ = read.Read(bytes.NewReader(b), format, "f", func(c *graph.Contribution) error {
			if err := c.Check(); err != nil {
				t.Skip()
			}
			graph.NewGraph(c)
			return nil
		})
	})
}
