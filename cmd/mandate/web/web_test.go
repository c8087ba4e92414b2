package web

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"mandate/cmd/mandate/web/live"
	"mandate/extract"
	"mandate/extract/input"
	"mandate/graph"
	"mandate/store"
)

// documents of the tests: text, metadata and names are hostile.
var documents = map[graph.DocumentID]string{
	"a/plan.txt": "The Ministry of Labor leads the National Rescue Program. The Ministry of Labor plans to fund the Harbour Safety Program by 2012.\n\n" +
		"The Coast Guard Authority coordinates with the Ministry of Labor.\n\nThe National Rescue Program addresses child labor.\n",
	"b/denied.txt": "The Ministry of Labor does not lead the National Rescue Program. The Ministry of Labour leads the Harbour Safety Program.\n",
	"<img src=x onerror=alert(1)>.txt": "The Ministry of <img src=x onerror=alert(2)> Health leads the National <script>alert(3)</script> Vaccine Program.\n\n" +
		"The \"><svg onload=alert(4)> Coast Guard Authority leads the Harbour {{.Title}} Safety Program. %s %n ${7*7}\n",
}

// newStore reads the documents into a store in memory.
func newStore(t testing.TB, docs map[graph.DocumentID]string) *store.Store {
	t.Helper()
	st, err := store.Open("", store.Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for id, text := range docs {
		put(t, st, id, text)
	}
	return st
}

// newServer serves a store as a browser on this computer asks.
func newServer(t testing.TB, st *store.Store, change func(*Options, *live.Options)) *Server {
	t.Helper()
	var how live.Options
	var opt Options
	if change != nil {
		change(&opt, &how)
	}
	l, err := live.New(st, how)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	opt.Live = l
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask asks as a browser does.
func ask(s http.Handler, method, target string, form url.Values, change func(*http.Request)) *httptest.ResponseRecorder {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, target, body)
	r.Host = "127.0.0.1:7474"
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func get(s http.Handler, target string) *httptest.ResponseRecorder {
	return ask(s, http.MethodGet, target, nil, nil)
}

// everyPage is an address of each kind of page.
var everyPage = []string{
	"/", "/search", "/search?q=min+lab", "/search?q=alert", "/entities", "/entities?type=Agency", "/documents", "/documents?noted=1",
	"/document?id=a%2Fplan.txt", "/document?id=" + url.QueryEscape("<img src=x onerror=alert(1)>.txt"),
	"/analysis?of=gaps", "/analysis?measure=never-leading", "/analysis?of=conflicts", "/analysis?of=ledger", "/analysis?of=centrality", "/analysis?measure=communities",
	"/matrix", "/matrix?rows=Agency&columns=Issue&status=planned&top=3", "/query", "/query?q=MATCH+(n)-%5Br%5D-(m)+RETURN+n,r,m,r.quote", "/query?q=MATCH+(n:Agncy)+RETURN+n",
	"/query?q=MATCH+p=(:Agency)--(:Program)+RETURN+p,+collect(p)+LIMIT+3", "/review", "/judgements", "/graph", "/paths", "/nothing",
}

// Every page can be made, and no document gets into its markup.
func TestEveryPage(t *testing.T) {
	s := newServer(t, newStore(t, documents), func(o *Options, _ *live.Options) { o.Edit = true })
	pages := everyPage
	seen := map[string]bool{}
	link := regexp.MustCompile(`href="(/[^"]*)"`)
	for i := 0; i < len(pages) && i < 400; i++ { // and whatever they lead to
		w := get(s, pages[i])
		body := w.Body.String()
		if w.Code >= 500 || w.Code == http.StatusNotFound && pages[i] != "/nothing" || w.Code == http.StatusBadRequest {
			t.Errorf("%s: status %d", pages[i], w.Code)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && !strings.Contains(body, "</html>") {
			t.Errorf("%s ends early", pages[i])
		}
		for _, bad := range []string{"<img src=x", "<script>alert", "<svg onload", "javascript:alert", "ZgotmplZ", "<no value>", " style=", " onclick="} {
			if strings.Contains(body, bad) {
				t.Errorf("%s has %q in its markup", pages[i], bad)
			}
		}
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(m[1])
			if to, _, _ = strings.Cut(to, "#"); !seen[to] {
				seen[to] = true
				pages = append(pages, to)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d links were found", len(seen))
	}
}

func TestHeaders(t *testing.T) {
	s := newServer(t, newStore(t, documents), nil)
	for _, page := range []string{"/", "/nothing", "/assets/page.js", "/complete?q=min", "/picture"} {
		h := get(s, page).Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", page, name, h.Get(name))
			}
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", page, csp)
		}
	}
}

// Only those get an answer who ask under a name of this computer, and from a page of it.
func TestHostAndOrigin(t *testing.T) {
	st := newStore(t, documents)
	s := newServer(t, st, func(o *Options, _ *live.Options) { o.Hosts = []string{"graph.example.org"} })
	for host, want := range map[string]int{
		"localhost:7474": 200, "127.0.0.1:7474": 200, "[::1]:7474": 200, "graph.example.org": 200, "GRAPH.example.org:80": 200,
		"evil.example.com": 421, "192.0.2.1:7474": 421, "localhost.evil.example.com:7474": 421, "": 421,
	} {
		if w := ask(s, "GET", "/", nil, func(r *http.Request) { r.Host = host }); w.Code != want {
			t.Errorf("host %q: status %d, want %d", host, w.Code, want)
		}
	}
	for origin, want := range map[string]int{"http://127.0.0.1:7474": 200, "http://evil.example.com": 403, "http://127.0.0.1:9999": 403, "null": 200} {
		if w := ask(s, "GET", "/", nil, func(r *http.Request) { r.Header.Set("Origin", origin) }); w.Code != want {
			t.Errorf("origin %q: status %d, want %d", origin, w.Code, want)
		}
	}
	if w := ask(s, "POST", "/graph/data", url.Values{}, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }); w.Code != 403 {
		t.Errorf("cross-site POST: status %d", w.Code)
	}
}

func TestToken(t *testing.T) {
	const token = "0123456789abcdef0123"
	s := newServer(t, newStore(t, documents), func(o *Options, _ *live.Options) { o.Token = token })
	if w := get(s, "/"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login" {
		t.Errorf("without a token: status %d", w.Code)
	}
	if w := ask(s, "GET", "/metrics", nil, func(r *http.Request) { r.Header.Del("Accept") }); w.Code != http.StatusUnauthorized {
		t.Errorf("metrics without a token: status %d", w.Code)
	}
	if w := ask(s, "GET", "/", nil, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }); w.Code != http.StatusOK {
		t.Errorf("with the token: status %d", w.Code)
	}
	if w := ask(s, "POST", "/login", url.Values{"token": {"wrong"}}, nil); w.Code != http.StatusUnauthorized {
		t.Errorf("wrong token: status %d", w.Code)
	}
	w := ask(s, "POST", "/login", url.Values{"token": {token}}, nil)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("login: status %d, cookies %v", w.Code, cookies)
	}
	if w := ask(s, "GET", "/", nil, func(r *http.Request) { r.AddCookie(cookies[0]) }); w.Code != http.StatusOK {
		t.Errorf("after login: status %d", w.Code)
	}
	if w := get(s, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: status %d", w.Code)
	}
}

var formField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// A judgement needs the token of a form of this browser, takes effect, and can be undone.
func TestJudge(t *testing.T) {
	st := newStore(t, documents)
	s := newServer(t, st, func(o *Options, _ *live.Options) { o.Edit = true })
	page := get(s, "/entity?id="+url.QueryEscape(string(idOf(t, st, "National Rescue Program"))))
	field := formField.FindStringSubmatch(page.Body.String())
	if field == nil {
		t.Fatal("the page of an entity has no form")
	}
	cookie := page.Result().Cookies()[0]
	with := func(r *http.Request) { r.AddCookie(cookie) }
	form := url.Values{"kind": {"rename"}, "a": {string(idOf(t, st, "National Rescue Program"))}, "value": {"Rescue <b>Programme</b>"}, "reason": {"as the law has it"}, "next": {"//evil.example.com/x"}}
	if w := ask(s, "POST", "/judge", form, with); w.Code != http.StatusForbidden {
		t.Errorf("without a token: status %d", w.Code)
	}
	form.Set("csrf", field[1])
	if w := ask(s, "POST", "/judge", form, nil); w.Code != http.StatusForbidden {
		t.Errorf("token of another browser: status %d", w.Code)
	}
	w := ask(s, "POST", "/judge", form, with)
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/x?") {
		t.Fatalf("status %d, leads to %q: %s", w.Code, to, w.Body)
	}
	if w := get(s, "/search?q=rescue"); !strings.Contains(w.Body.String(), "Rescue &lt;b&gt;Programme&lt;/b&gt;") {
		t.Error("the new name is not found")
	}
	id := regexp.MustCompile(`judged=(\w+)`).FindStringSubmatch(to)[1]
	if w := ask(s, "POST", "/undo", url.Values{"id": {id}, "csrf": {field[1]}, "next": {"/"}}, with); w.Code != http.StatusSeeOther {
		t.Errorf("undo: status %d: %s", w.Code, w.Body)
	}
	if w := get(s, "/search?q=rescue"); strings.Contains(w.Body.String(), "Programme") {
		t.Error("the judgement is still in force")
	}
	readOnly := newServer(t, st, nil)
	if w := ask(readOnly, "POST", "/judge", form, with); w.Code != http.StatusForbidden {
		t.Errorf("read only: status %d", w.Code)
	}
}

// What is marked higher shows on no page, in no completion, picture or export.
func TestMaxMarking(t *testing.T) {
	const secret = "Zephyr"
	st := newStore(t, map[graph.DocumentID]string{"mixed.txt": "1. (U) The Ministry of Labor leads the National Rescue Program.\n\n" +
		"2. (S) The Ministry of Labor leads the Zephyr Program. The Zephyr Authority coordinates with the Ministry of Labor.\n\n3. (U) The National Rescue Program addresses child labor.\n"})
	open := newServer(t, st, nil)
	if !strings.Contains(get(open, "/search?q=zephyr").Body.String(), "Zephyr Program") {
		t.Fatal("the sample has no secret")
	}
	s := newServer(t, st, func(_ *Options, how *live.Options) { how.MaxMarking = "U" })
	for _, page := range append([]string{"/document?id=mixed.txt", "/complete?q=ze", "/search?q=zephyr+authority", "/picture", "/query?q=MATCH+(n)+RETURN+n,n.names"}, everyPage...) {
		body := strings.ReplaceAll(strings.ToLower(get(s, page).Body.String()), strings.ToLower(url.QueryEscape(page)), "")
		if strings.HasPrefix(page, "/search?q=zephyr") {
			if strings.Contains(body, "zephyr program") || strings.Contains(body, "<mark>zephyr") {
				t.Errorf("%s tells the secret", page)
			}
			continue
		}
		if strings.Contains(body, strings.ToLower(secret)) {
			t.Errorf("%s tells the secret", page)
		}
	}
	if !strings.Contains(get(s, "/document?id=mixed.txt").Body.String(), "is marked higher") {
		t.Error("the document does not say that a paragraph is left out")
	}
	if w := get(s, "/document?id=mixed.txt"); !strings.Contains(w.Body.String(), "Rescue") {
		t.Error("the document shows nothing")
	}
}

// reading is the pipeline of the tests, set up once.
var reading = sync.OnceValues(func() (*extract.Pipeline, error) { return extract.New(extract.Options{Fast: true}) })

func put(t testing.TB, st *store.Store, id graph.DocumentID, text string) {
	t.Helper()
	p, err := reading()
	if err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	one := func(yield func(input.Source, error) bool) {
		yield(input.Source{Name: string(id), Size: int64(len(text)), Open: open}, nil)
	}
	err = p.Each(t.Context(), one, func(string, string) bool { return false }, func(r extract.Result) error {
		if r.Contribution == nil {
			return fmt.Errorf("%s was skipped: %+v", id, r)
		}
		return st.Put(r.Contribution)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func idOf(t testing.TB, st *store.Store, name string) graph.EntityID {
	t.Helper()
	r, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for ent, err := range r.Lookup(name) {
		if err != nil {
			t.Fatal(err)
		}
		return ent.ID
	}
	t.Fatalf("nothing is called %q", name)
	return ""
}

func setBody(r *http.Request, body string) {
	r.Body = io.NopCloser(strings.NewReader(body))
	r.ContentLength = int64(len(body))
}
