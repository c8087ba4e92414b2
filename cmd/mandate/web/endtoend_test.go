package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// From a search to the place of a quote in its document, and back.
func TestSearchToQuote(t *testing.T) {
	b := newBrowser(t, sampleServer(t), 1280, 900, false)
	b.open("/")
	b.do(chromedp.SendKeys("#q", "national plan against"))
	b.wait(`document.querySelector(".find .menu li")?.textContent.includes("National Plan Against Illegal Fishing")`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.wait(`document.querySelector(".find .menu li[aria-selected=true]")`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector("h1")?.textContent === "National Plan Against Illegal Fishing"`)
	b.do(chromedp.Click(`.bond h3 a.n`))
	b.wait(`document.querySelector(".sentence") !== null`)
	quote := eval[string](b, `document.querySelector(".quote blockquote").textContent.trim()`)
	b.do(chromedp.Click(`.quote figcaption a`))
	b.wait(`document.querySelector("#here") !== null`)
	shown := eval[string](b, `[...document.querySelectorAll(".body .here")].map((e) => e.textContent).join("")`)
	if squeezed(shown) != squeezed(quote) {
		t.Errorf("the quote is %q, its place in the document %q", quote, shown)
	}
	if top := eval[float64](b, `document.querySelector("#here").getBoundingClientRect().top`); top < -5 || top > 900 {
		t.Errorf("the place of the quote stands at %v, out of sight", top)
	}
	b.do(chromedp.Click(`.from a[href^="/edge"]`))
	b.wait(`document.querySelector(".sentence") !== null`)
	b.fine()
}

// What was chosen below the search box is what opens, however slow the answers are and however often Enter is pressed.
func TestSearchTakesWhatIsChosen(t *testing.T) {
	b := newBrowser(t, sampleServer(t), 1280, 900, false)
	h, names, pages := b.server.Config.Handler, make(chan struct{}), make(chan struct{})
	b.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/complete":
			<-names
		case "/entity", "/search":
			<-pages
		}
		h.ServeHTTP(w, r)
	})
	b.open("/")
	b.do(chromedp.SendKeys("#q", "national plan against"), chromedp.KeyEvent(kb.ArrowDown)) // before there is anything to choose
	close(names)
	b.wait(`document.querySelector(".find .menu:not([hidden]) li[aria-selected=true]")`)
	b.do(chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Enter)) // the second while the page is still to come
	close(pages)
	b.wait(`location.pathname !== "/" && document.querySelector("h1")`)
	if at := eval[string](b, `location.pathname + " " + document.querySelector("h1").textContent`); at != "/entity National Plan Against Illegal Fishing" {
		t.Errorf("Enter leads to %s", at)
	}
	b.do(chromedp.SendKeys("#q", "natio"))
	b.wait(`document.querySelector(".find .menu:not([hidden]) li")`)
	b.do(chromedp.KeyEvent(kb.ArrowUp))
	if last := eval[bool](b, `document.querySelector(".find .menu li:last-child").getAttribute("aria-selected") === "true"`); !last {
		t.Error("ArrowUp in the box does not choose the last suggestion")
	}
	b.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Enter)) // nothing is chosen any more
	b.wait(`location.pathname === "/search"`)
	b.fine()
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// The graph view: expand, filter, hide, undo, evidence by a click on an edge, export, and a link that restores it.
func TestGraphView(t *testing.T) {
	s := sampleServer(t)
	b := newBrowser(t, s, 1280, 900, false)
	b.open("/")
	plan := eval[string](b, `fetch("/complete?q=national+plan+against").then((r) => r.json()).then((l) => l[0].id)`)
	b.open("/graph?start=" + url.QueryEscape(plan))
	before := eval[int](b, `mandate.shownNodes().length`)
	if before < 3 {
		t.Fatalf("the view has %d nodes", before)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`(() => { const id = mandate.graph.nodes().find((n) => mandate.graph.getNodeAttribute(n, "name") === "Ministry of Production"); return mandate.expand(id); })()`, chromedp.EvalAwaitPromise))
	after := eval[int](b, `mandate.shownNodes().length`)
	if after <= before {
		t.Errorf("expanding leaves %d nodes of %d", after, before)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`mandate.select(mandate.shownNodes()[1])`), chromedp.Focus("#stage"), chromedp.KeyEvent("h"))
	if n := eval[int](b, `mandate.shownNodes().length`); n != after-1 {
		t.Errorf("after hiding one of %d nodes %d are shown", after, n)
	}
	b.do(chromedp.KeyEvent("z"))
	if n := eval[int](b, `mandate.shownNodes().length`); n != after {
		t.Errorf("after undo %d nodes are shown, not %d", n, after)
	}
	b.do(chromedp.KeyEvent("z"))
	if n := eval[int](b, `mandate.graph.order`); n != before {
		t.Errorf("after the second undo there are %d nodes, not %d", n, before)
	}
	clickEdge(b)
	b.wait(`document.querySelector("#opened blockquote") !== null`)
	b.shoot("evidence")
	exports(b)
	b.do(chromedp.Click(`.panel input[type=checkbox]`))
	fewer := eval[int](b, `mandate.shownNodes().length`)
	if fewer >= before {
		t.Error("a filter by type hides nothing")
	}
	b.do(chromedp.Evaluate[chromedp.Void](`mandate.link()`, chromedp.EvalAwaitPromise))
	b.wait(`location.hash.startsWith("#view=")`)
	address := eval[string](b, `location.href`)
	b.open("/")
	b.open(strings.TrimPrefix(address, b.server.URL))
	if n := eval[int](b, `mandate.shownNodes().length`); n != fewer {
		t.Errorf("the link restores %d nodes, not %d", n, fewer)
	}
	b.fine()
}

// clickEdge clicks with the mouse on the middle of an edge.
func clickEdge(b *browser) {
	b.t.Helper()
	at := eval[[]float64](b, `(() => {
		const g = mandate.graph, e = mandate.shownEdges().find((x) => g.getEdgeAttribute(x, "type") !== "curved"), box = document.getElementById("stage").getBoundingClientRect();
		const [p, q] = g.extremities(e).map((n) => mandate.sigma.graphToViewport(g.getNodeAttributes(n)));
		return [box.x + (p.x + q.x) / 2, box.y + (p.y + q.y) / 2];
	})()`)
	b.do(chromedp.MouseEvent("mouseMoved", at[0], at[1]), chromedp.MouseClickXY(at[0], at[1]))
}

// exports asks for the view as the forms do.
func exports(b *browser) {
	b.t.Helper()
	view := eval[string](b, `(() => { const f = document.getElementById("export"); f.submit = () => {}; mandate.save("svg"); return f.elements.view.value; })()`)
	for format, start := range map[string]string{"svg": "<?xml", "png": "\x89PNG", "pdf": "%PDF", "graphml": "<?xml", "jsonl": "{"} {
		res, err := http.PostForm(b.server.URL+"/graph/export", url.Values{"format": {format}, "view": {view}})
		if err != nil {
			b.t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(string(body), start) || !strings.Contains(res.Header.Get("Content-Disposition"), "mandate-view") {
			b.t.Errorf("export as %s: status %d, %.60q", format, res.StatusCode, body)
		}
		if (format == "svg" || format == "graphml") && !strings.Contains(string(body), "Illegal Fishing") {
			b.t.Errorf("the %s does not name what the view shows", format)
		}
		if dir := os.Getenv("MANDATE_SHOTS"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, "export."+format), body, 0o644)
		}
	}
}

// A pair is judged with one key, and the judgement taken back.
func TestReviewInBrowser(t *testing.T) {
	b := newBrowser(t, sampleServer(t), 1280, 900, false)
	b.open("/review")
	before := eval[string](b, `document.querySelector("main .n").textContent`)
	b.do(chromedp.KeyEvent("d"))
	b.wait(`document.querySelector(".banner.done") !== null`)
	if now := eval[string](b, `document.querySelector("main .n").textContent`); now == before {
		t.Errorf("the pair is still there: %s", now)
	}
	b.do(chromedp.Click(".banner.done button"))
	b.wait(`document.querySelector(".banner.done") === null && document.readyState === "complete"`)
	if now := eval[string](b, `document.querySelector("main .n").textContent`); now != before {
		t.Errorf("after undo: %s, before: %s", now, before)
	}
	b.do(chromedp.SendKeys("#reason", "letterhead"), chromedp.Click(`button[value=same]`))
	b.wait(`document.querySelector(".judged q")?.textContent === "letterhead"`)
	b.fine()
}

// A query with an error shows where it is; one without shows rows.
func TestQueryInBrowser(t *testing.T) {
	b := newBrowser(t, sampleServer(t), 1280, 900, true)
	b.answers = true
	b.open("/query?q=" + url.QueryEscape("MATCH (a:Agncy) RETURN a"))
	if m := eval[string](b, `document.querySelector(".wrong mark").textContent`); m != "Agncy" {
		t.Errorf("%q is marked", m)
	}
	b.do(chromedp.SetValue("#cypher", "MATCH (a:Agency)-[r:LEADS]->(b) RETURN a, r, b LIMIT 3"), chromedp.Focus("#cypher"), chromedp.Evaluate[chromedp.Void](`document.getElementById("query").requestSubmit()`))
	b.wait(`document.querySelectorAll(".results tbody tr").length === 3`)
	if !strings.Contains(eval[string](b, `location.search`), "LEADS") {
		t.Error("the address does not keep the query")
	}
	b.do(chromedp.Click(`main .chip[href^="/graph"]`))
	b.wait(`document.getElementById("graph")?.dataset.ready === "true"`)
	b.fine()
}

// Nothing in a document becomes markup or script, in pages or in the graph view.
func TestHostileInBrowser(t *testing.T) {
	s := sampleServer(t)
	b := newBrowser(t, s, 1280, 900, false)
	for _, path := range []string{
		"/document?id=" + url.QueryEscape("<img src=x onerror=alert(1)>.txt"), "/search?q=" + url.QueryEscape("<img src=x onerror=alert(1)>"), "/search?q=alert", "/documents",
		"/entities", "/graph", "/query?q=" + url.QueryEscape("MATCH (d:Document) RETURN d, d.id"), "/query?q=" + url.QueryEscape("RETURN '<img src=x onerror=alert(9)>'"),
	} {
		b.open(path)
		if n := eval[int](b, `document.querySelectorAll("main img[onerror], main img[src=x], main script, main svg[onload]").length`); n > 0 {
			t.Errorf("%s: %d elements come from a document", path, n)
		}
	}
	b.do(chromedp.SendKeys("#q", "img src"))
	b.wait(`document.querySelectorAll(".find .menu li").length > 0`)
	b.fine()
}

// axe finds no violation of WCAG 2.2 A and AA. MANDATE_AXE names axe.min.js of the npm package axe-core.
func TestAccessible(t *testing.T) {
	file := os.Getenv("MANDATE_AXE")
	if file == "" {
		t.Skip("MANDATE_AXE does not name axe.min.js: npm install axe-core, to test the pages for accessibility")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := sampleServer(t)
	for _, dark := range []bool{false, true} {
		b := newBrowser(t, s, 1280, 900, dark)
		b.answers = true
		for _, l := range looks(t, s) {
			b.open(l[1])
			b.do(chromedp.Evaluate[chromedp.Void](string(axe)))
			found := eval[string](b, `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((r) => JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " (" + n.failureSummary.slice(0, 200) + ")").join(" | "))))`)
			var list []string
			if err := json.Unmarshal([]byte(found), &list); err != nil {
				t.Fatal(err)
			}
			for _, v := range list {
				t.Errorf("%s (dark %v): %s", l[0], dark, v)
			}
		}
	}
}
