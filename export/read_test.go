package export

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mandate/export/exporttest"
	"mandate/export/read"
	"mandate/graph"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func readBack(t *testing.T, format string, b []byte) *graph.Graph {
	t.Helper()
	if got := read.Detect(b[:min(len(b), 4096)]); got != format {
		t.Errorf("Detect says %q of %s", got, format)
	}
	g := graph.NewGraph()
	if err := read.Read(bytes.NewReader(b), format, "file", func(c *graph.Contribution) error { g.Add(c); return nil }, nil); err != nil {
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
		err := read.Read(strings.NewReader(c.text), c.format, "f", func(*graph.Contribution) error { return nil }, nil)
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
		}, func(error) {})
	})
}

// TestReadSkips checks that what is wrong in a record costs that record only, and is told.
func TestReadSkips(t *testing.T) {
	whole := strings.SplitAfter(string(write(t, "jsonl", exporttest.Sample(), Options{})), "\n")
	broken := slices.Insert(slices.Clone(whole), 3, "{\n", `{"kind":"contribution","contribution":{"Document":{}}}`+"\n")
	for _, c := range []struct {
		format, text string
		nodes        int
		skips        []string
	}{
		{"jsonl", `{"kind":"node","id":"a"}` + "\n{\n" + `{"kind":"cheese"}` + "\n" + `{"kind":"node","id":"b"}`, 2, []string{"f: line 2", "f: line 3: unknown kind"}},
		{"jsonl", strings.Join(broken, ""), 64, []string{"f: line 4", "f: line 5"}},
		{"graphml", `<graphml><graph><node id="a"/><edge source="a" target="b"/></graph></graphml>`, 1, []string{`no node "b"`}},
		{"node-link", `{"nodes":[{"id":1}],"edges":[{"source":1,"target":1,"confidence":7},{"source":1,"target":1}]}`, 1, []string{"between 0 and 1"}},
	} {
		g := graph.NewGraph()
		var skips []string
		err := read.Read(strings.NewReader(c.text), c.format, "f", func(c *graph.Contribution) error { g.Add(c); return nil }, func(err error) { skips = append(skips, err.Error()) })
		if err != nil {
			t.Fatal(err)
		}
		counts, err := g.Counts()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, k := range counts.Entities {
			n += k
		}
		if n != c.nodes || len(skips) != len(c.skips) {
			t.Errorf("%s: %d nodes, want %d; skipped %q", c.format, n, c.nodes, skips)
			continue
		}
		for i, s := range c.skips {
			if !strings.Contains(skips[i], s) {
				t.Errorf("%s: skipped %q, want %q", c.format, skips[i], s)
			}
		}
	}
}

// TestRoundTripProperty draws graphs at random, writes them as JSON Lines and reads them back: nothing is lost or changed.
func TestRoundTripProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []*graph.Contribution
		for i := range rapid.IntRange(0, 4).Draw(t, "documents") {
			all = append(all, drawContribution(t, i))
		}
		g := graph.NewGraph(all...)
		f, err := Find("jsonl")
		if err != nil {
			t.Fatal(err)
		}
		var b, again bytes.Buffer
		if err := f.Write(&b, g, Options{}); err != nil {
			t.Fatal(err)
		}
		back := graph.NewGraph()
		n := 0
		if err := read.Read(bytes.NewReader(b.Bytes()), "jsonl", "f", func(c *graph.Contribution) error { n++; back.Add(c); return nil }, nil); err != nil {
			t.Fatal(err)
		}
		if n != len(all) {
			t.Fatalf("%d documents, want %d", n, len(all))
		}
		for _, c := range all {
			want, err := g.Contribution(c.Document.ID)
			if err != nil {
				t.Fatal(err)
			}
			got, err := back.Contribution(c.Document.ID)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatal(d)
			}
		}
		if err := f.Write(&again, back, Options{}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatal("the second export differs")
		}
	})
}

// drawContribution draws a document in which every field may have any value that the extractor could give it: any valid UTF-8.
func drawContribution(t *rapid.T, i int) *graph.Contribution {
	words := rapid.StringN(0, 12, 40)
	some := rapid.StringN(1, 8, 30)
	text := rapid.StringN(0, 60, 200).Draw(t, "text")
	at := rapid.IntRange(0, len(text))
	span := rapid.Custom(func(t *rapid.T) graph.Span {
		a, b := at.Draw(t, "a"), at.Draw(t, "b")
		return graph.Span{Start: min(a, b), End: max(a, b)}
	})
	whole := rapid.Custom(func(t *rapid.T) graph.Span { // quotes are whole characters
		s := span.Draw(t, "span")
		for s.Start > 0 && !utf8.RuneStart(text[s.Start-1]) {
			s.Start--
		}
		for s.Start > 0 && s.Start < len(text) && !utf8.RuneStart(text[s.Start]) {
			s.Start--
		}
		for s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			s.End++
		}
		return s
	})
	bytesOf := rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "sketch")) })
	c := &graph.Contribution{Text: text, Document: graph.Document{
		ID: graph.DocumentID(fmt.Sprint(i, some.Draw(t, "id"))), Hash: words.Draw(t, "hash"), Pipeline: words.Draw(t, "pipeline"), Format: words.Draw(t, "format"),
		Encoding: words.Draw(t, "encoding"), Title: words.Draw(t, "title"), Date: words.Draw(t, "date"), Country: words.Draw(t, "country"), Marking: words.Draw(t, "marking"),
		Bytes: rapid.Int().Draw(t, "bytes"), Words: rapid.IntRange(0, 1<<40).Draw(t, "words"), Notes: rapid.SliceOfN(words, 0, 2).Draw(t, "notes"),
	}}
	for range rapid.IntRange(0, 2).Draw(t, "meta") {
		c.Document.Meta = append(c.Document.Meta, graph.Property{Key: words.Draw(t, "key"), Value: words.Draw(t, "value")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "passages") {
		c.Passages = append(c.Passages, graph.Passage{Label: words.Draw(t, "label"), Marking: words.Draw(t, "marking"), Span: span.Draw(t, "span"), Sketch: bytesOf.Draw(t, "sketch")})
	}
	c.Document.Passages = len(c.Passages)
	n := rapid.IntRange(0, 4).Draw(t, "clusters")
	for j := range n {
		cl := graph.Cluster{
			Entity: graph.EntityID(fmt.Sprint(j, some.Draw(t, "entity"))), Type: some.Draw(t, "type"), Name: some.Draw(t, "name"), Country: words.Draw(t, "country"),
			Aliases: rapid.SliceOfN(words, 0, 2).Draw(t, "aliases"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "mentions") {
			cl.Mentions = append(cl.Mentions, graph.Mention{Passage: rapid.IntRange(1, 4).Draw(t, "passage"), Span: span.Draw(t, "span")})
		}
		c.Clusters = append(c.Clusters, cl)
	}
	for range rapid.IntRange(0, 4).Draw(t, "claims") {
		if n == 0 {
			break
		}
		s := whole.Draw(t, "span")
		c.Claims = append(c.Claims, graph.Claim{
			Subject: rapid.IntRange(0, n-1).Draw(t, "subject"), Object: rapid.IntRange(0, n-1).Draw(t, "object"), Type: some.Draw(t, "type"),
			Status: graph.Status(rapid.IntRange(0, 3).Draw(t, "status")), Since: words.Draw(t, "since"), Until: words.Draw(t, "until"), //nolint:gosec // 0 to 3
			Evidence: graph.Evidence{
				Passage: rapid.IntRange(0, 4).Draw(t, "passage"), Paragraph: words.Draw(t, "paragraph"), Marking: words.Draw(t, "marking"), Span: s, Quote: text[s.Start:s.End],
				Subject: span.Draw(t, "subject"), Object: span.Draw(t, "object"), Cues: rapid.SliceOfN(span, 0, 2).Draw(t, "cues"), Rule: words.Draw(t, "rule"),
				Confidence: rapid.Float64Range(0, 1).Draw(t, "confidence"), Sketch: bytesOf.Draw(t, "sketch"),
			},
		})
	}
	return c
}
