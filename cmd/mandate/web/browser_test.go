package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mandate/cmd/mandate/web/live"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium that looks at a server.
type browser struct {
	t      testing.TB
	ctx    context.Context
	server *httptest.Server

	mu       sync.Mutex
	problems []string // errors on the console, and requests that left this computer
	asked    []string // addresses
	refused  map[network.RequestID]bool
	answers  bool // of the server with an error status are expected
}

// samples are the documents that browsers look at: those that come with the source, and hostile ones.
func sampleServer(t testing.TB) *Server {
	st := newStore(t, documents)
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "docs", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("the sample documents are not there")
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		put(t, st, docID(f), string(text))
	}
	return newServer(t, st, func(o *Options, _ *live.Options) { o.Edit = true; o.Name = "sample"; o.Questions = sampleQuestions })
}

const sampleQuestions = "// 1. Who leads what?\nMATCH (a:Agency)-[r:LEADS]->(p:Program)\nRETURN a, p, r.quote AS quote LIMIT 10;\n"

// newBrowser starts Chromium, or skips the test where there is none.
func newBrowser(t testing.TB, h *Server, width, height int64, dark bool) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("looks at pages in a browser, which takes long")
	}
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		t.Skip("there is no Chromium: install it to test the pages in a browser")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("ignore-gpu-blocklist", true), chromedp.WSURLReadTimeout(2*time.Minute),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("force-color-profile", "srgb"))
	if os.Geteuid() == 0 {
		flags = append(flags, chromedp.NoSandbox)
	}
	alloc, cancel := chromedp.NewExecAllocator(t.Context(), flags...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	b := &browser{t: t, ctx: ctx, server: srv, refused: map[network.RequestID]bool{}}
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(width, height))
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	for _, e := range []error{err, callFor(ctx, network.Enable, network.EnableParams{}), callFor(ctx, log.Enable, cdp.Empty{}), callFor(ctx, runtime.Enable, cdp.Empty{}), chromedp.Listen(ctx, b.listen)} {
		if e != nil {
			t.Fatalf("set the browser up: %v", e)
		}
	}
	return b
}

func callFor[P, R any](ctx context.Context, command cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, command, params)
	return err
}

func (b *browser) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeWarning && !strings.Contains(string(ev.Args[0].Value), "GPU") {
			text := ""
			for _, a := range ev.Args {
				text += string(a.Value) + a.Description + " "
			}
			b.problems = append(b.problems, "console: "+text)
		}
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprintf("exception: %s %+v", ev.ExceptionDetails.Text, ev.ExceptionDetails.Exception))
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError && !(b.answers && strings.Contains(ev.Entry.Text, "status of 4")) {
			b.problems = append(b.problems, "log: "+ev.Entry.Text+" "+ev.Entry.URL)
		}
	case *cdppage.EventJavascriptDialogOpening:
		b.problems = append(b.problems, "dialog: "+ev.Message)
		go func() { _ = callFor(b.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{}) }()
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, ev.Request.URL)
		if u, err := url.Parse(ev.Request.URL); err != nil || (u.Scheme == "http" || u.Scheme == "https") && "http://"+u.Host != b.server.URL {
			b.problems = append(b.problems, "request to "+ev.Request.URL)
		}
	}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
}

// open opens a page of the server and waits until it is there.
func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.server.URL+path), chromedp.WaitReady("main"))
	if strings.HasPrefix(path, "/graph") {
		b.wait(`document.getElementById("graph")?.dataset.ready === "true"`)
	}
}

// wait waits until a condition holds, also over pages that load meanwhile.
func (b *browser) wait(condition string) {
	b.t.Helper()
	var last error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if err == nil && holds {
			return
		}
		last = err
	}
	b.shoot("failed-" + b.t.Name())
	at, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + " " + document.title + " " + document.querySelector("#q")?.value + " " + document.activeElement?.id`))
	b.t.Logf("it is at %s (%v)", at, err)
	b.t.Fatalf("the page did not come to %s: %v (%v)", condition, last, b.problems)
}

// eval is the value of an expression in the page.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// fine fails the test when the browser met a problem.
func (b *browser) fine() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		b.t.Error(p)
	}
	b.problems = nil
}

// shoot keeps a picture of the page in the folder that MANDATE_SHOTS names.
func (b *browser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("MANDATE_SHOTS")
	if dir == "" {
		return
	}
	b.do(chromedp.Sleep(200 * time.Millisecond))
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
