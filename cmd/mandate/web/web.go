// Package web is the explorer: pages on the web that show a store to a person, with the quote behind every line.
//
//	web.go       the server and the table of its routes
//	guard.go     who may ask what: hosts, origins, tokens, limits; session.go: sessions and CSRF tokens
//	moment.go    one state of the store with what was computed on it; index.go: names for search and completion; texts.go: words of texts
//	render.go    templates (pages/) and assets (assets/), all embedded
//	overview.go search.go entity.go edge.go document.go review.go query.go …   one file for each page
//	canvas.go    what the graph view is given; drawing.go: the view as a picture
//
// Pages are made on the server and work without JavaScript, save for the graph view, which has a picture instead.
// Nothing of a document is ever taken for HTML, script or Markdown: html/template escapes all of it.
package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"mandate/cmd/mandate/web/live"
	"mandate/graph/schema"
)

// Options say how the explorer serves a store.
type Options struct {
	Live       *live.Live              // the store
	Questions  string                  // worked queries, each after a line that begins with "//"
	Edit       bool                    // let people judge
	Token      string                  // whoever asks must give it; "" asks for none
	Hosts      []string                // names under which the server may be asked, apart from "localhost" and IP addresses
	Name       string                  // of the store, for the foot of pages
	Version    string                  // of the program
	API        http.Handler            // answers below /api/, nil for none
	Doors      map[string]http.Handler // more handlers by path, behind the same guard; they only read
	Logger     *slog.Logger            // access log, nil for none
	LogQueries bool                    // write what was asked for into the access log: searches, names of documents
	Now        func() time.Time        // nil means time.Now
}

// Server answers requests on one store.
type Server struct {
	opt     Options
	schema  *schema.Schema
	mu      sync.Mutex
	kept    *kept // of the current state
	texts   texts
	secret  [32]byte // of sessions and CSRF tokens, new at every start
	pages   *pages
	metrics *metrics
	slots   chan struct{} // requests that are being answered
	handler http.Handler
}

// The limits of a request.
const (
	mostAtOnce  = 64               // requests answered at a time
	patience    = 10 * time.Second // of a request that waits for its turn
	answerLimit = 30 * time.Second // for an answer
	bodyLimit   = 1 << 20          // bytes
	headerLimit = 32 << 10         // bytes
)

// New makes a server. The Live must stay open as long as it answers.
func New(opt Options) (*Server, error) {
	if opt.Edit && opt.Live.MaxMarking() != "" {
		return nil, errors.New("judging and hiding what is marked do not go together: judgements name entities whatever their marking")
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	s := &Server{opt: opt, schema: opt.Live.Schema(), metrics: newMetrics(), slots: make(chan struct{}, mostAtOnce)}
	if _, err := rand.Read(s.secret[:]); err != nil {
		return nil, fmt.Errorf("make a secret for sessions: %w", err)
	}
	var err error
	if s.pages, err = newPages(s); err != nil {
		return nil, err
	}
	s.handler = s.guard(s.routes())
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Warm takes the state of the store and reads what the first page needs.
func (s *Server) Warm() error {
	m, err := s.moment()
	if err != nil {
		return err
	}
	defer m.release()
	m.start("index", func(ctx context.Context) (any, error) { return m.readIndex(ctx) })
	return nil
}

// Run serves HTTP on the listener until ctx ends, then lets running requests finish.
func (s *Server) Run(ctx context.Context, l Listener) error {
	srv := &http.Server{
		Handler: s, MaxHeaderBytes: headerLimit, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 2 * answerLimit, IdleTimeout: 2 * time.Minute, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		return errors.Join(fmt.Errorf("stop: requests were still running after %s: %w", patience, err), srv.Close())
	}
	return nil
}

// page answers one kind of request from a state of the store.
type page func(w http.ResponseWriter, r *http.Request, m *moment) error

// routes is the table of what can be asked for.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, route := range []struct {
		pattern string
		answer  page
	}{
		{"GET /{$}", s.overview},
		{"GET /search", s.search},
		{"GET /complete", s.complete},
		{"GET /entities", s.entities},
		{"GET /entity", s.entity},
		{"GET /paths", s.paths},
		{"GET /edge", s.edge},
		{"GET /documents", s.documents},
		{"GET /document", s.document},
		{"GET /analysis", s.analysis},
		{"GET /matrix", s.matrix},
		{"GET /query", s.query},
		{"GET /query/words", s.queryWords},
		{"GET /review", s.review},
		{"GET /judgements", s.judgements},
		{"GET /graph", s.graph},
		{"POST /graph/data", s.graphData},
		{"POST /graph/export", s.graphExport},
		{"GET /picture", s.picture},
	} {
		mux.HandleFunc(route.pattern, s.on(route.answer))
	}
	mux.HandleFunc("POST /judge", s.judge)
	mux.HandleFunc("POST /undo", s.undo)
	mux.HandleFunc("GET /login", s.login)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("GET /csrf", s.csrf)
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.HandleFunc("GET /assets/{name}", s.pages.asset)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.pages.url("icon.svg"), http.StatusFound)
	})
	if s.opt.API != nil {
		mux.Handle("/api/", s.opt.API)
	}
	for path, h := range s.opt.Doors {
		mux.Handle(path, h)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &problem{http.StatusNotFound, "There is no such page.", "Start from the overview, or search above."})
	})
	return routed(mux)
}

// on answers from the current state of the store.
func (s *Server) on(answer page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		m, err := s.moment()
		if err == nil {
			defer m.release()
			err = s.inTurn(w, r, m, answer)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	}
}

// inTurn answers when the request's turn has come, which ends when it writes: whoever asked may read slowly.
func (s *Server) inTurn(w http.ResponseWriter, r *http.Request, m *moment, answer page) error {
	ctx, done, err := s.opt.Live.Turn(r.Context())
	if err != nil {
		return err
	}
	defer done()
	return answer(turned{w, done}, r.WithContext(ctx), m)
}

// turned ends the turn of a request with the first thing that it writes.
type turned struct {
	http.ResponseWriter
	done func()
}

// Write ends the turn.
func (w turned) Write(b []byte) (int, error) {
	w.done()
	return w.ResponseWriter.Write(b)
}

// Unwrap lets net/http reach what lies beneath.
func (w turned) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// health says that the store can be read.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	v, err := s.opt.Live.View()
	if err == nil {
		v.Release()
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "the store cannot be read")
		return
	}
	fmt.Fprintln(w, "ok")
}
