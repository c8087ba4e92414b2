package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mandate/export/exporttest"
)

// fuzz sends a request, whatever it is, to two servers on hostile documents: both answer alike, with JSON or a problem that
// is nobody's mistake but the request's.
func fuzz(f *testing.F, method string, build func(a, b, c string) (target, body string), seeds ...[3]string) {
	st := open(f, exporttest.Hostile())
	var servers [2]http.Handler
	for i := range servers {
		h, err := New(st, Options{Now: noon, Timeout: 2 * time.Second, MaxRows: 100})
		if err != nil {
			f.Fatal(err)
		}
		servers[i] = h
	}
	for _, s := range seeds {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		target, body := build(a, b, c)
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		var got [2]*httptest.ResponseRecorder
		for i, h := range servers {
			r := httptest.NewRequest(method, "/", strings.NewReader(body))
			r.URL, r.RequestURI = u, target
			r.Header.Set("Content-Type", "application/json")
			got[i] = httptest.NewRecorder()
			h.ServeHTTP(got[i], r)
		}
		w := got[0]
		typ := w.Header().Get("Content-Type")
		switch {
		case w.Code >= 500 && w.Code != http.StatusServiceUnavailable:
			t.Errorf("%s %s: %d %s", method, target, w.Code, w.Body)
		case w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusPermanentRedirect: // a path that is not clean
		case strings.Contains(typ, "json") && !strings.Contains(typ, "ndjson") && !json.Valid(w.Body.Bytes()):
			t.Errorf("%s %s is no JSON: %s", method, target, w.Body)
		case w.Code >= 400 && typ != problemType:
			t.Errorf("%s %s: %d is no problem: %s %s", method, target, w.Code, typ, w.Body)
		}
		if w.Code != http.StatusServiceUnavailable && got[1].Code != http.StatusServiceUnavailable && (w.Code != got[1].Code || !bytes.Equal(w.Body.Bytes(), got[1].Body.Bytes())) {
			t.Errorf("%s %s is not answered alike: %s\n%s", method, target, w.Body, got[1].Body)
		}
	})
}

// query is a path with two parameters, of which the first has a name of the route and the second any.
func query(path, name string) func(a, b, c string) (string, string) {
	return func(a, b, c string) (string, string) {
		return path + "?" + url.Values{name: {a}, b: {c}}.Encode(), ""
	}
}

// item is a path with an identifier, what of it is asked for, and parameters.
func item(path string) func(a, b, c string) (string, string) {
	return func(a, b, c string) (string, string) {
		return prefix + path + url.PathEscape(a) + b + "?" + c, ""
	}
}

func FuzzEntities(f *testing.F) {
	fuzz(f, "GET", query(prefix+"/entities", "q"), [3]string{"image", "limit", "3"}, [3]string{"", "type", "Agenci"}, [3]string{"x", "cursor", "WyIxIl0"}, [3]string{"\x00", "country", "pe"})
}

func FuzzEntity(f *testing.F) {
	const id = `hostile::00-<&">`
	fuzz(f, "GET", item("/entities/"), [3]string{id, "", ""}, [3]string{id, "/relations", "direction=in&limit=1"}, [3]string{id, "/mentions", "cursor=WyIxIl0"}, [3]string{"../..", "/members", ""})
}

func FuzzRelations(f *testing.F) {
	fuzz(f, "GET", query(prefix+"/relations", "type"), [3]string{"LEADS", "status", "asserted,planned"}, [3]string{"", "min_confidence", "NaN"}, [3]string{"", "cursor", "WyJhIiwiYiIsImMiXQ"})
}

func FuzzStatements(f *testing.F) {
	fuzz(f, "GET", func(a, b, c string) (string, string) {
		return prefix + "/statements?" + url.Values{"subject": {a}, "type": {b}, "object": {c}}.Encode(), ""
	}, [3]string{`hostile::00-<&">`, "LEADS", `hostile::01-<&">`})
}

func FuzzDocuments(f *testing.F) {
	fuzz(f, "GET", query(prefix+"/documents", "q"), [3]string{"script", "limit", "1"}, [3]string{"", "cursor", "WyJhIl0"})
}

func FuzzDocument(f *testing.F) {
	const id = `docs/<b>"x"&'y'.txt`
	fuzz(f, "GET", item("/documents/"), [3]string{id, "", ""}, [3]string{id, "/text", "start=3&end=1"}, [3]string{id, "/statements", "limit=2"}, [3]string{id, "/mentions", ""}, [3]string{"../../etc/passwd", "/text", ""})
}

func FuzzPaths(f *testing.F) {
	fuzz(f, "GET", func(a, b, c string) (string, string) {
		return prefix + "/paths?" + url.Values{"from": {a}, "to": {b}, "types": {c}}.Encode(), ""
	}, [3]string{`hostile::00-<&">`, `hostile::03-<&">`, ""}, [3]string{`hostile::00-<&">`, `hostile::00-<&">`, "LEADS"})
}

func FuzzQueryRoute(f *testing.F) {
	fuzz(f, "GET", func(a, b, c string) (string, string) {
		return prefix + "/query?" + url.Values{"query": {a}, "params": {b}, "limit": {c}}.Encode(), ""
	}, [3]string{"MATCH (n) RETURN n, $x", `{"x": [1, null, {"a": 1e9}]}`, "2"}, [3]string{"RETURN 1/0, rand(), 0.0/0.0", "", "1"}, [3]string{"CREATE (n)", "[]", "0"})
}

func FuzzQueryBody(f *testing.F) {
	fuzz(f, "POST", func(a, _, _ string) (string, string) { return prefix + "/query", a }, [3]string{`{"query": "MATCH (n) RETURN n.name", "params": {"x": 1}, "limit": 3}`}, [3]string{`{"query": 1`})
}

func FuzzAnalysisRoute(f *testing.F) {
	fuzz(f, "GET", func(a, b, c string) (string, string) {
		return prefix + "/analysis/" + url.PathEscape(a) + "?" + url.Values{b: {c}}.Encode(), ""
	}, [3]string{"pagerank", "damping", "0.5"}, [3]string{"communities", "resolution", "-1"}, [3]string{"degree", "as_of", "2031-02"}, [3]string{"whole", "weights", "support"}, [3]string{"paths", "from", "x"})
}

func FuzzExport(f *testing.F) {
	fuzz(f, "GET", func(a, b, c string) (string, string) {
		return prefix + "/export/" + url.PathEscape(a) + "?" + url.Values{b: {c}}.Encode(), ""
	}, [3]string{"jsonl", "status", "asserted"}, [3]string{"csv", "where", "r.support > 0"}, [3]string{"graphml", "for", "gephi"}, [3]string{"svg", "top", "2"}, [3]string{"html", "title", "<script>"})
}

func FuzzJudge(f *testing.F) {
	fuzz(f, "POST", func(a, _, _ string) (string, string) { return prefix + "/judgements", a }, [3]string{`{"kind": "hide", "a": "x"}`}, [3]string{`{"kind": "same"`})
}
