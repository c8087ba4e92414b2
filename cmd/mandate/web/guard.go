package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// Listener is what Run serves on.
type Listener = net.Listener

// policy is the Content-Security-Policy of every page: everything comes from here, nothing stands in the page itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard puts around h what holds for every request.
func (s *Server) guard(h http.Handler) http.Handler {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024))
	if err == nil {
		h = compress(h)
	}
	h = s.limited(h)
	h = s.sameSite(h)
	h = s.authorized(h)
	h = s.known(h)
	return s.observed(headers(h))
}

// headers tells browsers what not to do with the answers.
func headers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("X-Frame-Options", "DENY")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		head.Set("Cache-Control", "private, no-cache")
		h.ServeHTTP(w, r)
	})
}

// known refuses names under which nobody is to ask: a page elsewhere could give its own name our address (DNS
// rebinding). An IP address cannot be rebound.
func (s *Server) known(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.knownHost(r.Host) {
			s.fail(w, r, &problem{http.StatusMisdirectedRequest, "This server is not asked under that name.",
				"Use the address that it wrote when it started, or start it with --host and the name."})
			return
		}
		h.ServeHTTP(w, r)
	})
}

func (s *Server) knownHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == "localhost" || slices.ContainsFunc(s.opt.Hosts, func(h string) bool { return strings.EqualFold(h, name) }) {
		return true
	}
	ip, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	return s.opt.Token != "" || ip.IsLoopback()
}

// readOnly are the paths where POST changes nothing: what is asked for is longer than an address may be.
var readOnly = []string{"/graph/data", "/graph/export", "/api/v1/query", "/mcp"}

// sameSite refuses what other sites make a browser send, and changes without the token of the session.
func (s *Server) sameSite(h http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &problem{http.StatusForbidden, "That request came from another site.", "Do it from a page of this server."})
	}))
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o := r.Header.Get("Origin"); o != "" && o != "null" {
			_, host, found := strings.Cut(o, "://")
			if !found || !strings.EqualFold(host, r.Host) {
				s.fail(w, r, &problem{http.StatusForbidden, "That request came from another site.", "Do it from a page of this server."})
				return
			}
		}
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
		if !safe && r.URL.Path != "/login" && !slices.Contains(readOnly, strings.TrimSuffix(r.URL.Path, "/")) && !s.bearer(r) && !s.fromPage(r) {
			s.fail(w, r, &problem{http.StatusForbidden, "The form is out of date.", "Go back, load the page again, and repeat what you did. Programs send the token of /csrf as X-CSRF-Token."})
			return
		}
		h.ServeHTTP(w, r)
	})
	return cross.Handler(inner)
}

// limited bounds what a request may cost.
func (s *Server) limited(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
		defer cancel()
		if err := take(ctx, s.slots); err != nil {
			w.Header().Set("Retry-After", "5")
			s.fail(w, r, err)
			return
		}
		defer func() { <-s.slots }()
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// take waits for a free slot, not longer than a person does.
func take(ctx context.Context, slots chan struct{}) error {
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
	case <-wait.C:
	}
	return &problem{http.StatusServiceUnavailable, "The server is busy.", "Try again in a few seconds."}
}

// observed counts, logs, and turns a panic into an answer.
func (s *Server) observed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		out := &recorder{ResponseWriter: w, status: http.StatusOK, route: "other"}
		r = r.WithContext(context.WithValue(r.Context(), recorderKey{}, out))
		s.metrics.running.Inc()
		defer func() {
			s.metrics.running.Dec()
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares like this
					panic(p)
				}
				s.log(slog.LevelError, "a request failed", "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if !out.begun {
					s.fail(out, r, errors.New("panic"))
				}
			}
			took := time.Since(start)
			s.metrics.seen(out.route, out.status, took)
			about := []any{"method", r.Method, "path", logged(r.URL.Path), "status", out.status, "bytes", out.bytes, "took", took.Round(time.Microsecond).String()}
			if s.opt.LogQueries {
				about = append(about, "query", r.URL.RawQuery)
			}
			s.log(slog.LevelInfo, "request", about...)
		}()
		h.ServeHTTP(out, r)
	})
}

// logged is the path for the log: names of documents may stand in paths of the API, so it ends after its first parts.
func logged(path string) string {
	parts := strings.SplitN(path, "/", 6)
	if len(parts) > 4 && parts[1] == "api" {
		return strings.Join(parts[:4], "/") + "/…"
	}
	if len(path) > 100 {
		return path[:100] + "…"
	}
	return path
}

func (s *Server) log(level slog.Level, message string, about ...any) {
	if s.opt.Logger != nil {
		s.opt.Logger.Log(context.Background(), level, message, about...)
	}
}

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status, bytes int
	begun         bool
	route         string // pattern of the table of routes
}

type recorderKey struct{}

// routed notes by which row of the table a request is answered.
func routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if out, ok := r.Context().Value(recorderKey{}).(*recorder); ok {
			if _, pattern := mux.Handler(r); pattern != "" {
				out.route = pattern
			}
		}
		mux.ServeHTTP(w, r)
	})
}

// WriteHeader notes the status.
func (w *recorder) WriteHeader(status int) {
	if !w.begun {
		w.status, w.begun = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (w *recorder) Write(b []byte) (int, error) {
	w.begun = true
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets net/http reach what lies beneath.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush sends what was written, for answers that stream.
func (w *recorder) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// number reads a whole number of the query, def when it is not given.
func number(r *http.Request, name string, def, least, most int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, &problem{http.StatusBadRequest, fmt.Sprintf("%q is not a fit value for %s.", text, name), fmt.Sprintf("It is a whole number from %d to %d.", least, most)}
	}
	return n, nil
}
