package web

import (
	"fmt"
	"net/url"
	"path/filepath"
	"testing"

	"mandate/graph"
)

func docID(file string) graph.DocumentID { return graph.DocumentID("docs/" + filepath.Base(file)) }

// looks are the pages that are looked at, by name.
func looks(t testing.TB, s *Server) [][2]string {
	m, err := s.moment()
	if err != nil {
		t.Fatal(err)
	}
	defer m.release()
	plan := named(t, m, "National Plan Against Illegal Fishing")
	ministry := named(t, m, "Ministry of Production")
	var key graph.RelationKey
	var st graph.Statement
	for rel, err := range m.g.Relations(ministry, graph.Out, "LEADS") {
		if err != nil {
			t.Fatal(err)
		}
		key = rel.RelationKey
		for st, err = range m.g.Statements(key) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	q := func(id graph.EntityID) string { return url.QueryEscape(string(id)) }
	return [][2]string{
		{"overview", "/"}, {"search", "/search?q=fishing"}, {"entity", "/entity?id=" + q(ministry)}, {"edge", edgeURL(key)},
		{"document", placeURL(st)}, {"hostile", "/document?id=" + url.QueryEscape("<img src=x onerror=alert(1)>.txt")},
		{"graph", "/graph?start=" + q(plan)}, {"central", "/graph"}, {"paths", "/paths?from=" + q(ministry) + "&to=" + url.QueryEscape("illegal fishing")},
		{"query", "/query?q=" + url.QueryEscape("MATCH (a:Agency)-[r:LEADS]->(p) RETURN a, r, p, r.quote AS quote LIMIT 8")}, {"wrong", "/query?q=" + url.QueryEscape("MATCH (a:Agncy) RETURN a")},
		{"matrix", "/matrix"}, {"gaps", "/analysis?of=gaps"}, {"conflicts", "/analysis?of=conflicts"}, {"ledger", "/analysis?of=ledger"}, {"centrality", "/analysis?of=centrality"},
		{"review", "/review"}, {"judgements", "/judgements"}, {"entities", "/entities"}, {"documents", "/documents"}, {"error", "/nothing"},
	}
}

func named(t testing.TB, m *moment, name string) graph.EntityID {
	t.Helper()
	list, err := m.named(t.Context(), name)
	if err != nil || len(list) == 0 {
		t.Fatalf("nothing is called %q: %v", name, err)
	}
	return list[0].ID
}

// Every page on a phone, a common and a very large screen, light and dark: nothing is wider than the page, and the console has no error.
// With MANDATE_SHOTS=DIR pictures of all of them are kept there.
func TestLooks(t *testing.T) {
	s := sampleServer(t)
	for _, width := range []int64{1280, 360, 3840} {
		for _, dark := range []bool{false, true} {
			if dark && width > 2000 {
				continue // colours do not depend on the width
			}
			b := newBrowser(t, s, width, 800, dark)
			b.answers = true
			for _, l := range looks(t, s) {
				b.open(l[1])
				if w := eval[int64](b, "document.documentElement.scrollWidth"); w > width {
					wide := eval[string](b, `[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .stage, pre")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" | ")`)
					t.Errorf("%s is %d wide at %d: %s", l[0], w, width, wide)
				}
				b.shoot(fmt.Sprintf("%s-%d-%s", l[0], width, map[bool]string{false: "light", true: "dark"}[dark]))
				b.fine()
			}
		}
	}
}
