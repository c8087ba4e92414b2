package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mandate/cmd/mandate/web/live"
)

// paths are those of all pages that answer GET.
var paths = []string{
	"/", "/search", "/complete", "/entities", "/entity", "/paths", "/edge", "/documents", "/document", "/analysis", "/matrix", "/query",
	"/query/words", "/review", "/judgements", "/graph", "/picture", "/login", "/csrf", "/healthz", "/metrics", "/assets/page.css",
}

// Whatever stands in an address, the answer is no failure of the server, and nothing of it is taken for markup.
func FuzzPages(f *testing.F) {
	st := newStore(f, documents)
	s := newServer(f, st, func(o *Options, _ *live.Options) { o.Edit = true; o.Questions = sampleQuestions })
	for i := range paths {
		f.Add(i, "")
		f.Add(i, "id=%3Cimg+src%3Dx%3E&q=%22%3E%3Cscript%3E&type=%3Cb%3E&page=2&skip=-1&from=a&to=b")
	}
	f.Add(9, "measure=paths&page=999999999999999999999")
	f.Add(15, "node=agency:ministry-of-labor&node=&start=%00")
	f.Add(15, "query=MATCH+(n)+RETURN+n&status=all")
	f.Add(16, "community=-1")
	f.Add(8, "id=a%2Fplan.txt&passage=3&entity=agency:ministry-of-labor&statement=zz&page=1")
	f.Fuzz(func(t *testing.T, i int, query string) {
		if i < 0 || i >= len(paths) {
			t.Skip()
		}
		w := ask(s, http.MethodGet, paths[i], nil, func(r *http.Request) { r.URL.RawQuery = query })
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s?%s: status %d: %s", paths[i], query, w.Code, w.Body)
		}
		checkMarkup(t, w.Body.String(), query)
	})
}

// checkMarkup looks for what only a document or an address could have brought.
func checkMarkup(t *testing.T, body, asked string) {
	t.Helper()
	for _, bad := range []string{"<img src=x", "<b>", "<script>", "<svg onload", "ZgotmplZ"} {
		if strings.Contains(body, bad) && bad != "<b>" || bad == "<b>" && strings.Contains(asked, "%3Cb%3E") && strings.Contains(body, "<b></b>") {
			t.Errorf("%q stands in the answer to %q", bad, asked)
		}
	}
}

// Whatever a form says, the answer is no failure of the server, and leads nowhere else.
func FuzzForms(f *testing.F) {
	st := newStore(f, documents)
	s := newServer(f, st, func(o *Options, _ *live.Options) { o.Edit = true; o.Token = "0123456789abcdef0123" })
	for _, path := range []string{"/judge", "/undo", "/login", "/graph/export", "/graph/data"} {
		f.Add(path, "kind=rename&a=agency:ministry-of-labor&value=x&reason=y&next=//evil.example.com/")
		f.Add(path, "kind=same&a=a&b=b&next=%5C%5Cevil")
		f.Add(path, "id=j000000000000&next=javascript:alert(1)")
		f.Add(path, "token=x&format=svg&view=%7B%22nodes%22%3A%5B%7B%22id%22%3A%22agency%3Aministry-of-labor%22%7D%5D%7D")
		f.Add(path, "format=graphml&view={}")
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		form, err := url.ParseQuery(body)
		if err != nil || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " ?#%\x00\r\n\t") || len(path) > 200 {
			t.Skip()
		}
		if _, err := url.Parse(path); err != nil {
			t.Skip()
		}
		w := ask(s, http.MethodPost, "/", form, func(r *http.Request) {
			r.URL.Path = path
			r.Header.Set("Authorization", "Bearer 0123456789abcdef0123")
		})
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s %s: status %d: %s", path, body, w.Code, w.Body)
		}
		if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`)) {
			t.Errorf("%s %s leads to %q", path, body, to)
		}
	})
}

// Whatever the graph view is said to ask, it gets an answer that is JSON and no failure of the server.
func FuzzGraphData(f *testing.F) {
	s := newServer(f, newStore(f, documents), nil)
	for _, body := range []string{
		`{"query":"start=agency:ministry-of-labor"}`, `{"ids":["agency:ministry-of-labor","x"]}`, `{}`, `{"query":"%zz"}`, `[`,
		`{"expand":"agency:ministry-of-labor","shown":[{"id":"agency:ministry-of-labor","x":1e308,"y":-1e308}]}`, `{"ids":[""],"shown":null}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := ask(s, http.MethodPost, "/graph/data", nil, func(r *http.Request) {
			r.Body = http.NoBody
			r.Header.Set("Accept", "application/json")
			setBody(r, body)
		})
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Header().Get("Content-Type"), "json") {
			t.Errorf("%s: status %d, %s: %s", body, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	})
}
