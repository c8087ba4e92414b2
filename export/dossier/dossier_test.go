package dossier

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"mandate/export/exporttest"
	"mandate/export/view"
	"mandate/graph"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"
)

func write(t testing.TB, g graph.Reader, opt view.Options, about ...graph.EntityID) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, g, opt, about...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// find is the identifier of the entity with the name.
func find(t *testing.T, g graph.Reader, name string) graph.EntityID {
	t.Helper()
	for ent, err := range g.Lookup(name) {
		if err != nil {
			t.Fatal(err)
		}
		return ent.ID
	}
	t.Fatalf("nothing is named %q", name)
	return ""
}

func TestGolden(t *testing.T) {
	g := exporttest.Sample()
	a, b := find(t, g, "Ministry of Water and Rivers"), find(t, g, "National Flood Plan 2030")
	exporttest.Golden(t, "one.md", []byte(write(t, g, view.Options{}, a)))
	exporttest.Golden(t, "pair.md", []byte(write(t, g, view.Options{}, a, b)))
	var page bytes.Buffer
	if err := WritePage(&page, g, view.Options{}, a, b); err != nil {
		t.Fatal(err)
	}
	exporttest.Golden(t, "pair.html", page.Bytes())
}

// TestWhole checks that every statement about an entity is quoted, with a link to its document.
func TestWhole(t *testing.T) {
	g := exporttest.Sample()
	v, err := view.New(g, view.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for ent, err := range g.Entities("") {
		if err != nil {
			t.Fatal(err)
		}
		md := write(t, g, view.Options{}, ent.ID)
		want := 0
		for e, err := range v.EdgesOf(ent.ID) {
			if err != nil {
				t.Fatal(err)
			}
			want += e.Relation.Statements
		}
		if got := strings.Count(md, "\\\n> — [D"); got != want {
			t.Errorf("%s: %d quotes, want %d", ent.ID, got, want)
		}
	}
}

func TestConflicts(t *testing.T) {
	doc := func(id graph.DocumentID, status graph.Status, lead string) *graph.Contribution {
		return &graph.Contribution{
			Document: graph.Document{ID: id, Date: "2031-02"},
			Clusters: []graph.Cluster{{Entity: graph.EntityID("a:" + lead), Type: "Agency", Name: lead}, {Entity: "p", Type: "Program", Name: "Plan"}, {Entity: "a:Fund", Type: "Agency", Name: "Fund"}},
			Claims: []graph.Claim{
				{Subject: 0, Object: 1, Type: "LEADS", Evidence: graph.Evidence{Passage: 1, Quote: lead + " leads."}},
				{Subject: 2, Object: 1, Type: "FUNDS", Status: status, Evidence: graph.Evidence{Passage: 2, Quote: "It funds.", Span: graph.Span{Start: 20, End: 29}}},
			},
		}
	}
	g := graph.NewGraph(doc("1.txt", graph.Asserted, "Red"), doc("2.txt", graph.Negated, "Blue"))
	md := write(t, g, view.Options{}, "p")
	for _, want := range []string{"is both said and denied", "More than one is said to lead **Plan**: **Blue**, **Red**", "| 2031-02 | date of the document |"} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in:\n%s", want, md)
		}
	}
	if md := write(t, g, view.Options{Statuses: []graph.Status{graph.Asserted}}, "a:Fund"); strings.Contains(md, "denied") {
		t.Errorf("what the filter leaves out is told:\n%s", md)
	}
	if err := Write(&bytes.Buffer{}, g, view.Options{}, "p", "p"); err == nil {
		t.Error("a pair of one was taken")
	}
	if err := Write(&bytes.Buffer{}, g, view.Options{}, "none"); err == nil {
		t.Error("an unknown entity was taken")
	}
	if md := write(t, g, view.Options{}, "a:Red", "a:Blue"); !strings.Contains(md, "**Red** – leads → **Plan** ← leads – **Blue**") || !strings.Contains(md, "None does.") {
		t.Errorf("the way is not told:\n%s", md)
	}
}

// rendered turns Markdown into HTML as trustingly as a renderer may: raw HTML let through, addresses made links.
func rendered(t testing.TB, md string) string {
	t.Helper()
	var b bytes.Buffer
	m := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := m.Convert([]byte(md), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var allowed = regexp.MustCompile(`^(h[1-3]|ul|ol|li|p|strong|em|code|blockquote|table|thead|tbody|tr|th|td|br|html|head|body|a)$`)

// checkElements checks that the page is made of nothing but the elements that a dossier has, and links to nothing.
func checkElements(t testing.TB, page string) {
	t.Helper()
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == nethtml.CommentNode || n.Type == nethtml.ElementNode && !allowed.MatchString(n.Data) {
			t.Errorf("<%s> has come out of a text", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key != "align" && a.Key != "style" && a.Key != "id" && a.Val != "#documents" {
				t.Errorf("<%s %s=%q> has come out of a text", n.Data, a.Key, a.Val)
			}
		}
	}
}

// TestHostile renders dossiers of hostile names: they stay words, and the dossier keeps its form.
func TestHostile(t *testing.T) {
	g := exporttest.Hostile()
	var ids []graph.EntityID
	for ent, err := range g.Entities("") {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, ent.ID)
	}
	for i, id := range ids {
		for _, about := range [][]graph.EntityID{{id}, {id, ids[(i+1)%len(ids)]}} {
			page := rendered(t, write(t, g, view.Options{}, about...))
			checkElements(t, page)
			if n := strings.Count(page, "<h1"); n != 1 {
				t.Errorf("%s: %d titles", id, n)
			}
			if n := strings.Count(page, ">Documents</h2>"); n != 1 {
				t.Errorf("%s: %d lists of documents", id, n)
			}
		}
	}
}

// FuzzText checks that a text in any place of a dossier comes out of a renderer as the same text.
func FuzzText(f *testing.F) {
	for _, s := range append(exporttest.HostileNames, "1. one", "- a", "a | b", "www.x.org http://y.org a@b.org", "$x$ ~~y~~", "&amp; &#60;", "+", "12)", "[a](b)", "***", "=", "#") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 10_000 {
			t.Skip()
		}
		page := rendered(t, "# "+line(s)+"\n\n- "+line(s)+"\n- x "+bold(s)+" y\n\n> “"+text(s)+"”\n\n| a |\n|---|\n| "+text(s)+" |\n\n"+line(s)+"\n\n- "+code(s))
		checkElements(t, page)
		root, err := nethtml.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Map(func(r rune) rune {
			if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
				return '\ufffd'
			}
			return r
		}, view.Clean(s))
		for n := range root.Descendants() {
			if n.Type == nethtml.ElementNode && n.Data == "h1" {
				var b strings.Builder
				for c := range n.Descendants() {
					if c.Type == nethtml.TextNode {
						b.WriteString(c.Data)
					}
				}
				if got := strings.TrimSpace(b.String()); got != want {
					t.Errorf("%q is read as %q", want, got)
				}
			}
		}
	})
}
