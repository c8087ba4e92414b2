package web

import (
	"net/url"
	"strings"
	"testing"

	"mandate/graph"
)

// Of a document in HTML, people read what a browser shows; programs get the words of the file.
func TestDocumentsInHTMLAreReadable(t *testing.T) {
	const id = "page.html"
	st := newStore(t, map[graph.DocumentID]string{id: `<html><body><p>The <b>Department of Health &amp; Human Services</b> leads the ` +
		`National&nbsp;Vaccine <i>Program</i>.</p><p>It says &lt;img src=x onerror=alert(5)&gt; &amp;amp; no more.</p></body></html>`})
	s := newServer(t, st, nil)
	department, program := idOf(t, st, "Department of Health & Human Services"), idOf(t, st, "National Vaccine Program")
	edge := edgeURL(graph.RelationKey{Subject: department, Type: "LEADS", Object: program})
	for page, want := range map[string]string{
		entityURL(department): "Health &amp; Human Services", edge: "Health &amp; Human Services",
		documentURL(id):          "&lt;img src=x onerror=alert(5)&gt; &amp;amp; no more",
		"/search?q=health+human": "The Department of <mark>Health</mark> &amp; Human",
	} {
		body := get(s, page).Body.String()
		if !strings.Contains(body, want) || strings.Contains(body, "&lt;b&gt;") || strings.Contains(body, "&amp;nbsp;") {
			t.Errorf("%s has not %q, or has markup:\n%s", page, want, body)
		}
	}
	snap, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	for st, err := range snap.Statements(graph.RelationKey{Subject: department, Type: "LEADS", Object: program}) {
		if err != nil || !strings.Contains(st.Evidence.Quote, "Health &amp; Human Services</b>") {
			t.Errorf("programs read %q, %v", st.Evidence.Quote, err)
		}
	}
	if body := get(s, "/search?q="+url.QueryEscape("nbsp")).Body.String(); strings.Contains(body, "<mark>") {
		t.Error("markup is found as text")
	}
}
