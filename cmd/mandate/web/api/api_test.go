package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mandate/export/exporttest"
	"mandate/graph"
	"mandate/store"
)

// open is a store in memory with all documents of a graph.
func open(t testing.TB, g graph.Reader) *store.Store {
	t.Helper()
	st, err := store.Open("", store.Options{InMemory: true, Unlinked: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for doc, err := range g.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		c, err := g.Contribution(doc.ID)
		if err == nil {
			err = st.Put(c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func noon() time.Time { return time.Date(2031, 5, 4, 12, 0, 0, 0, time.UTC) }

func handler(t testing.TB, g graph.Reader, opt Options) http.Handler {
	t.Helper()
	opt.Now = noon
	h, err := New(open(t, g), opt)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends a request; headers are name, value, name, value …
func request(h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func getJSON[T any](t *testing.T, h http.Handler, path string) T {
	t.Helper()
	w := request(h, "GET", path, "")
	var v T
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("GET %s: %v in %s", path, err, w.Body)
	}
	return v
}

func esc(id string) string { return url.PathEscape(id) }

// every is a request to every route that reads, for an entity, a relation and a document of the graph.
func every(t *testing.T, g graph.Reader) []string {
	t.Helper()
	var rel graph.Relation
	for r, err := range g.AllRelations("") {
		if err != nil {
			t.Fatal(err)
		}
		rel = r
		break
	}
	var doc graph.Document
	for d, err := range g.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		doc = d
		break
	}
	sub, obj, id := string(rel.Subject), string(rel.Object), esc(string(doc.ID))
	q := url.QueryEscape
	return []string{
		"/api/v1", "/api/v1/openapi.json", "/api/v1/entities?limit=3", "/api/v1/entities?q=the", "/api/v1/entities?country=pe",
		"/api/v1/entities/" + esc(sub), "/api/v1/entities/" + esc(sub) + "/members", "/api/v1/entities/" + esc(sub) + "/relations?direction=out", "/api/v1/entities/" + esc(obj) + "/mentions",
		"/api/v1/relations?limit=2&status=asserted,planned", "/api/v1/statements?subject=" + q(sub) + "&type=" + q(rel.Type) + "&object=" + q(obj),
		"/api/v1/documents", "/api/v1/documents/" + id, "/api/v1/documents/" + id + "/text", "/api/v1/documents/" + id + "/statements", "/api/v1/documents/" + id + "/mentions",
		"/api/v1/paths?from=" + q(sub) + "&to=" + q(obj) + "&status=asserted,planned,reported,negated", "/api/v1/query?query=" + q("MATCH (n)-[r]->(m) RETURN n, r, m.name LIMIT 5"),
		"/api/v1/query?query=" + q("MATCH p = ()-[]->() RETURN p, $x AS x LIMIT 2") + "&params=" + q(`{"x": [1, 2.5, "a", null, {"k": true}]}`),
		"/api/v1/query?query=" + q("CALL algo.pagerank() YIELD node, score RETURN node.name, score LIMIT 3"), "/api/v1/query?query=" + q("EXPLAIN MATCH (n) RETURN n"),
		"/api/v1/analysis", "/api/v1/analysis/pagerank?limit=3", "/api/v1/analysis/disagreements", "/api/v1/analysis/communities", "/api/v1/analysis/paths?from=" + q(sub) + "&to=" + q(obj),
		"/api/v1/export", "/api/v1/export/jsonl", "/api/v1/export/graphml?for=gephi", "/api/v1/export/svg?top=5&title=x", "/api/v1/export/csv?where=" + q("r.support > 0"), "/api/v1/judgements", "/api/v1/review",
	}
}

func TestEveryRoute(t *testing.T) {
	for _, tt := range []struct {
		name string
		g    *graph.Graph
	}{{"sample", exporttest.Sample()}, {"hostile", exporttest.Hostile()}} {
		t.Run(tt.name, func(t *testing.T) {
			h, again := handler(t, tt.g, Options{}), handler(t, tt.g, Options{})
			for _, path := range every(t, tt.g) {
				w := request(h, "GET", path, "")
				if w.Code != http.StatusOK {
					t.Errorf("GET %s: %d %s", path, w.Code, w.Body)
					continue
				}
				typ := w.Header().Get("Content-Type")
				if strings.Contains(typ, "html") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("GET %s: a browser may take %s for a page", path, typ)
				}
				if typ == "application/json" && !json.Valid(w.Body.Bytes()) {
					t.Errorf("GET %s is no JSON: %s", path, w.Body)
				}
				stated := path == "/api/v1" // names the state, which two stores do not share
				if b := request(again, "GET", path, "").Body.Bytes(); !stated && !bytes.Equal(w.Body.Bytes(), b) {
					t.Errorf("GET %s is not the same on another server", path)
				}
				etag := w.Header().Get("ETag")
				if etag == "" {
					if !strings.Contains(path, "/export/") {
						t.Errorf("GET %s has no ETag", path)
					}
					continue
				}
				if w := request(h, "GET", path, "", "If-None-Match", `"x", `+etag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
					t.Errorf("GET %s with its ETag: %d", path, w.Code)
				}
			}
		})
	}
}

func TestEveryMeasure(t *testing.T) {
	h := handler(t, exporttest.Sample(), Options{})
	for _, m := range getJSON[Measures](t, h, "/api/v1/analysis").Measures {
		w := request(h, "GET", "/api/v1/analysis/"+m.Name, "")
		needs := false
		for _, s := range m.Settings {
			needs = needs || s.Required
		}
		if want := map[bool]int{false: 200, true: 422}[needs]; w.Code != want {
			t.Errorf("%s: %d %s", m.Name, w.Code, w.Body)
		}
	}
}

func TestEveryFormat(t *testing.T) {
	h := handler(t, exporttest.Sample(), Options{})
	for _, f := range getJSON[Formats](t, h, "/api/v1/export").Formats {
		w := request(h, "GET", "/api/v1/export/"+f.Name, "")
		if w.Code != 200 || w.Body.Len() == 0 || w.Header().Get("Content-Type") != f.MediaType || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", f.Name, w.Code, w.Header())
		}
	}
}

// walk follows the cursors of a list to its end.
func walk[T any](t *testing.T, h http.Handler, path string) (all []T) {
	t.Helper()
	next := ""
	for i := 0; ; i++ {
		page := getJSON[List[T]](t, h, path+"&cursor="+url.QueryEscape(next))
		all = append(all, page.Items...)
		if next = page.Next; next == "" {
			return all
		}
		if i > 1000 {
			t.Fatalf("%s has no end", path)
		}
	}
}

func TestCursorsMissNothing(t *testing.T) {
	g := exporttest.Sample()
	h := handler(t, g, Options{})
	entities, relations, documents := 0, 0, 0
	for range g.Entities("") {
		entities++
	}
	for range g.AllRelations("") {
		relations++
	}
	for range g.Documents() {
		documents++
	}
	if n := len(walk[Entity](t, h, "/api/v1/entities?limit=3")); n != entities {
		t.Errorf("%d entities, want %d", n, entities)
	}
	if n := len(walk[Relation](t, h, "/api/v1/relations?limit=2")); n != relations {
		t.Errorf("%d relations, want %d", n, relations)
	}
	if n := len(walk[Document](t, h, "/api/v1/documents?limit=1")); n != documents {
		t.Errorf("%d documents, want %d", n, documents)
	}
	for ent := range g.Entities("") {
		want := 0
		for range g.Relations(ent.ID, graph.Both, "") {
			want++
		}
		if n := len(walk[Relation](t, h, "/api/v1/entities/"+esc(string(ent.ID))+"/relations?limit=1")); n != want {
			t.Errorf("%d relations of %s, want %d", n, ent.ID, want)
		}
		want = 0
		for range g.Mentions(ent.ID) {
			want++
		}
		if n := len(walk[Mention](t, h, "/api/v1/entities/"+esc(string(ent.ID))+"/mentions?limit=1")); n != want {
			t.Errorf("%d mentions of %s, want %d", n, ent.ID, want)
		}
		found := walk[Entity](t, h, "/api/v1/entities?limit=1&q="+url.QueryEscape(ent.Name))
		if graph.FoldName(ent.Name) != "" && (len(found) == 0 || found[0].Name != ent.Name) {
			t.Errorf("a search for %q does not find it first: %v", ent.Name, found)
		}
	}
}

func TestProblems(t *testing.T) {
	h := handler(t, exporttest.Sample(), Options{MaxRows: 5})
	for _, tt := range []struct {
		method, path, body string
		status             int
		detail             string
	}{
		{"GET", "/api/v1/nothing", "", 404, "openapi.json"},
		{"PUT", "/api/v1/entities", "", 405, "GET"},
		{"GET", "/api/v1/entities/agency:none", "", 404, "not in the graph"},
		{"GET", "/api/v1/entities/..%2f..%2fetc%2fpasswd", "", 404, "not in the graph"},
		{"GET", "/api/v1/documents/..%2F..%2Fetc%2Fpasswd/text", "", 404, "not in the graph"},
		{"GET", "/api/v1/entities?limit=0", "", 422, ""},
		{"GET", "/api/v1/entities?colour=red", "", 422, ""},
		{"GET", "/api/v1/entities?type=Agenci", "", 422, "did you mean Agency?"},
		{"GET", "/api/v1/entities?cursor=%21", "", 422, "cursor"},
		{"GET", "/api/v1/relations?cursor=e30", "", 422, "cursor"},
		{"GET", "/api/v1/statements?subject=a&type=LEADS&object=b", "", 404, "no such relation"},
		{"GET", "/api/v1/query?query=MATCH", "", 422, ""},
		{"GET", "/api/v1/query?query=CREATE%20(n)", "", 422, "change the graph"},
		{"GET", "/api/v1/query?query=RETURN%20%24x&params=%5B1%5D", "", 422, "JSON object"},
		{"POST", "/api/v1/query", `{"query": "RETURN 1", "more": 2}`, 422, ""},
		{"POST", "/api/v1/query", `{"query": `, 400, ""},
		{"GET", "/api/v1/analysis/none", "", 422, ""},
		{"GET", "/api/v1/analysis/pagerank?damping=2", "", 422, "damping"},
		{"GET", "/api/v1/analysis/degree?damping=0.5", "", 422, "does not heed"},
		{"GET", "/api/v1/analysis/degree?as_of=yesterday", "", 422, "no date"},
		{"GET", "/api/v1/analysis/paths", "", 422, "needs from"},
		{"GET", "/api/v1/export/none", "", 422, ""},
		{"GET", "/api/v1/export/csv?where=nonsense(", "", 422, ""},
		{"GET", "/api/v1/export/csv?for=gephi", "", 422, "dialect"},
		{"POST", "/api/v1/judgements", `{"kind":"hide","a":"x"}`, 403, "--edit"},
		{"DELETE", "/api/v1/judgements/j1", "", 403, "--edit"},
		{"GET", "/api/v1/entities?q=" + strings.Repeat("x", 1<<17), "", 422, "validation failed"},
	} {
		w := request(h, tt.method, tt.path, tt.body, "Content-Type", "application/json")
		var p Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != problemType || p.Status != w.Code || p.Title == "" {
			t.Errorf("%s %.60s: %d %s is no problem: %s", tt.method, tt.path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if w.Code != tt.status || !strings.Contains(p.Detail, tt.detail) {
			t.Errorf("%s %.60s: %d %q, want %d %q", tt.method, tt.path, w.Code, p.Detail, tt.status, tt.detail)
		}
	}
}

func TestQueryIsBounded(t *testing.T) {
	h := handler(t, exporttest.Sample(), Options{MaxRows: 5, Timeout: 200 * time.Millisecond})
	rows := getJSON[Rows](t, h, "/api/v1/query?query="+url.QueryEscape("UNWIND range(1, 100) AS x RETURN x"))
	if len(rows.Rows) != 5 || !rows.Truncated {
		t.Errorf("%d rows, truncated %v", len(rows.Rows), rows.Truncated)
	}
	w := request(h, "GET", "/api/v1/query?query="+url.QueryEscape("UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x WHERE x < 0 RETURN x"), "")
	if w.Code == 200 || w.Code >= 500 && w.Code != 503 {
		t.Errorf("a query without an end: %d %s", w.Code, w.Body)
	}
}

func TestGzip(t *testing.T) {
	h := handler(t, exporttest.Sample(), Options{})
	w := request(h, "GET", "/api/v1/entities?limit=100", "", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("ETag") == "" {
		t.Errorf("%v", w.Header())
	}
}

func TestQuotesAreMarked(t *testing.T) {
	g := exporttest.Hostile()
	h := handler(t, g, Options{})
	for _, path := range every(t, g) {
		if !strings.Contains(path, "/statements") && !strings.Contains(path, "/text") {
			continue
		}
		if w := request(h, "GET", path, ""); !strings.Contains(w.Body.String(), `"kind":"quoted-material"`) {
			t.Errorf("%s does not mark what it quotes: %s", path, w.Body)
		}
	}
}

// marked is a document with one paragraph for all and one for few.
func marked() *graph.Graph {
	text := "The Harbour Office leads the Open Plan.\nThe Quagga Bureau leads the Xylophone Plan.\n"
	at := func(s string) graph.Span { i := strings.Index(text, s); return graph.Span{Start: i, End: i + len(s)} }
	c := &graph.Contribution{Document: graph.Document{ID: "mixed.txt", Title: "Mixed", Bytes: len(text), Passages: 2, Hash: "x", Pipeline: "x"}, Text: text,
		Passages: []graph.Passage{{Marking: "U", Span: graph.Span{Start: 0, End: 39}}, {Marking: "S", Span: graph.Span{Start: 40, End: len(text) - 1}}}}
	for i, name := range []string{"Harbour Office", "Open Plan", "Quagga Bureau", "Xylophone Plan"} {
		typ := []string{"Agency", "Program"}[i%2]
		c.Clusters = append(c.Clusters, graph.Cluster{Entity: graph.EntityID(strings.ToLower(typ + ":" + strings.ReplaceAll(name, " ", "-"))), Type: typ, Name: name,
			Mentions: []graph.Mention{{Passage: 1 + i/2, Span: at(name)}}})
	}
	for i, mark := range []string{"U", "S"} {
		sp := c.Passages[i].Span
		c.Claims = append(c.Claims, graph.Claim{Subject: 2 * i, Object: 2*i + 1, Type: "LEADS", Evidence: graph.Evidence{Passage: i + 1, Marking: mark, Span: sp,
			Quote: text[sp.Start:sp.End], Subject: c.Clusters[2*i].Mentions[0].Span, Object: c.Clusters[2*i+1].Mentions[0].Span, Rule: "r", Confidence: 1}})
	}
	return graph.NewGraph(c)
}

func TestMaxMarkingHoldsEverywhere(t *testing.T) {
	h := handler(t, marked(), Options{MaxMarking: "U"})
	paths := every(t, marked())
	for _, f := range getJSON[Formats](t, h, "/api/v1/export").Formats {
		paths = append(paths, "/api/v1/export/"+f.Name)
	}
	for _, m := range getJSON[Measures](t, h, "/api/v1/analysis").Measures {
		paths = append(paths, "/api/v1/analysis/"+m.Name)
	}
	for _, id := range []string{"agency:quagga-bureau", "program:xylophone-plan"} {
		paths = append(paths, "/api/v1/entities/"+id, "/api/v1/entities/"+id+"/relations", "/api/v1/entities/"+id+"/mentions", "/api/v1/analysis/paths?from="+id+"&to=program:open-plan",
			"/api/v1/paths?from="+id+"&to=program:open-plan")
	}
	paths = append(paths, "/api/v1/entities?q=quagga", "/api/v1/entities?q=xylophone+plan", "/api/v1/statements?subject=agency:quagga-bureau&type=LEADS&object=program:xylophone-plan",
		"/api/v1/query?query="+url.QueryEscape("MATCH (n) RETURN n.name, n.aliases, n"), "/api/v1/query?query="+url.QueryEscape("MATCH ()-[r]->() UNWIND evidence(r) AS e RETURN e, r.quote"))
	for _, path := range paths {
		w := request(h, "GET", path, "")
		body := strings.ToLower(w.Body.String())
		// the identifier that was asked for may be repeated where it is said not to be there
		if w.Code >= 400 {
			body = strings.NewReplacer("agency:quagga-bureau", "", "program:xylophone-plan", "").Replace(body)
		}
		if strings.Contains(body, "quagga") || strings.Contains(body, "xylophone") {
			t.Errorf("%s shows what is marked higher: %d %.300s", path, w.Code, body)
		}
	}
	if text := getJSON[Text](t, h, "/api/v1/documents/mixed.txt/text"); !strings.Contains(text.Text, "leads the Open Plan.  ") || text.Withheld {
		t.Errorf("the text of a document that is marked higher in part: %+v", text)
	}
	if found := getJSON[List[Entity]](t, h, "/api/v1/entities?q=harbour"); len(found.Items) != 1 {
		t.Errorf("what may be shown is not: %+v", found)
	}
}

func TestJudgementsShowAtOnce(t *testing.T) {
	st, err := store.Open("", store.Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	c, err := marked().Contribution("mixed.txt")
	if err == nil {
		err = st.Put(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	written := 0
	h, err := New(st, Options{Edit: true, Now: noon, Written: func() { written++ }})
	if err != nil {
		t.Fatal(err)
	}
	list := getJSON[List[Entity]](t, h, "/api/v1/entities")
	id := list.Items[0].ID
	before := request(h, "GET", "/api/v1/entities/"+esc(id), "").Header().Get("ETag")
	w := request(h, "POST", "/api/v1/judgements", fmt.Sprintf(`{"kind":"rename","a":%q,"value":"Port Authority","reason":"so it is called now"}`, id), "Content-Type", "application/json")
	var j Judgement
	if err := json.Unmarshal(w.Body.Bytes(), &j); err != nil || w.Code != 201 || j.Date != "2031-05-04" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if ent := getJSON[Entity](t, h, "/api/v1/entities/"+esc(id)); ent.Name != "Port Authority" {
		t.Errorf("after a judgement: %+v", ent)
	}
	if w := request(h, "GET", "/api/v1/entities/"+esc(id), "", "If-None-Match", before); w.Code != 200 {
		t.Errorf("the ETag of the state before still holds: %d", w.Code)
	}
	if found := getJSON[List[Entity]](t, h, "/api/v1/entities?q=port+auth"); len(found.Items) != 1 {
		t.Errorf("a search does not find the new name: %+v", found)
	}
	if all := getJSON[Judgements](t, h, "/api/v1/judgements"); len(all.Judgements) != 1 || all.Judgements[0] != j {
		t.Errorf("judgements: %+v", all)
	}
	if w := request(h, "DELETE", "/api/v1/judgements/"+j.ID, ""); w.Code != 204 {
		t.Errorf("take back: %d %s", w.Code, w.Body)
	}
	if w := request(h, "DELETE", "/api/v1/judgements/"+j.ID, ""); w.Code != 404 {
		t.Errorf("take back again: %d %s", w.Code, w.Body)
	}
	if ent := getJSON[Entity](t, h, "/api/v1/entities/"+esc(id)); ent.Name == "Port Authority" {
		t.Errorf("after it was taken back: %+v", ent)
	}
	for _, body := range []string{`{"kind":"hide","a":"agency:none at all"}`, `{"kind":"merge","a":"x"}`, `{"kind":"same","a":"` + id + `","b":"` + id + `"}`,
		`{"kind":"retype","a":"` + id + `","value":"Agenci"}`, `{"kind":"hide"}`} {
		if w := request(h, "POST", "/api/v1/judgements", body, "Content-Type", "application/json"); w.Code != 422 && w.Code != 404 && w.Code != 201 {
			t.Errorf("POST %s: %d %s", body, w.Code, w.Body)
		}
	}
	if written < 2 {
		t.Errorf("nobody was told of the writing: %d", written)
	}
}

func TestDescription(t *testing.T) {
	h := handler(t, exporttest.Sample(), Options{})
	type document struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	d := getJSON[document](t, h, "/api/v1/openapi.json")
	if !strings.HasPrefix(d.OpenAPI, "3.1") || len(d.Paths) < 20 {
		t.Errorf("openapi %s with %d paths", d.OpenAPI, len(d.Paths))
	}
	if _, err := io.ReadAll(request(h, "GET", "/api/v1/openapi.yaml", "").Body); err != nil {
		t.Error(err)
	}
}
