package api

import (
	"bytes"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"

	"mandate/cmd/mandate/web/live"
)

type viewKey struct{}

type passingKey struct{}

// passing says that an answer will be another one soon, though the graph stays: it gets no ETag and is not kept.
func passing(ctx context.Context) {
	if p, ok := ctx.Value(passingKey{}).(*bool); ok {
		*p = true
	}
}

// viewOf is the state of the graph that a request is answered from.
func viewOf(ctx context.Context) *live.View { return ctx.Value(viewKey{}).(*live.View) }

// answer answers a request: from what is kept where that serves.
func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-cache") // ask again each time, with the ETag
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.noRoute(w, r)
		return
	}
	v, err := s.live.View()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer v.Release()
	r = r.WithContext(context.WithValue(r.Context(), viewKey{}, v))
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !read || streamed(r) || len(r.RequestURI) > longestKey || sayWhen.MatchString(r.URL.RawQuery) {
		h.Set("Cache-Control", "no-store")
		s.direct(w, r)
		return
	}
	key := v.State() + " " + r.URL.EscapedPath() + "?" + r.URL.RawQuery
	sum := sha256.Sum256([]byte(s.opt.Version + "\x00" + s.opt.MaxMarking + "\x00" + fmt.Sprint(s.opt.Edit) + "\x00" + key))
	etag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	if strings.Contains(r.Header.Get("If-None-Match"), etag[2:]) {
		h.Set("ETag", etag)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	a, err := s.kept.do(r.Context(), key, func(ctx context.Context) *given {
		held, err := v.Hold()
		if err != nil {
			return problemAnswer(problem(err))
		}
		defer held.Release()
		ctx, cancel := context.WithTimeout(context.WithValue(ctx, viewKey{}, held), s.opt.Timeout)
		defer cancel()
		ctx, done, err := s.live.Turn(ctx)
		if err != nil {
			return problemAnswer(problem(err))
		}
		defer done()
		soon := false
		rec := &recorder{header: http.Header{}}
		s.direct(rec, r.Clone(context.WithValue(ctx, passingKey{}, &soon)))
		return &given{status: rec.code(), header: rec.header, body: rec.body.Bytes(), passing: soon}
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for name, values := range a.header {
		h[name] = values
	}
	if a.status == http.StatusOK && !a.passing {
		h.Set("ETag", etag)
	} else {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // who went away needs no answer
}

// longestKey is how long an address may be whose answer is kept, in bytes.
const longestKey = 16 << 10

// streamed says whether an answer is too large to be kept.
func streamed(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, prefix+"/export/") }

// sayWhen recognises queries whose answer may depend on the clock: they are not kept.
var sayWhen = regexp.MustCompile(`(?i)(date|time)[a-z.]*(\(|%28|\+|%20|%0|%09|%2f)`)

// direct has the routes answer. What goes wrong on our side is logged, and the request gets a problem.
func (s *server) direct(w http.ResponseWriter, r *http.Request) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		s.opt.Logger.Error("an answer failed", "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		writeProblem(w, &Problem{Status: http.StatusInternalServerError, Detail: "this is a mistake in mandate: the log of the server has the details"})
	}()
	s.mux.ServeHTTP(w, r)
}

func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problem(err)
	if p.Status == http.StatusInternalServerError {
		s.opt.Logger.Error("an answer failed", "path", r.URL.Path, "err", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	writeProblem(w, p)
}

// noRoute answers requests that no route takes.
func (s *server) noRoute(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete} {
		other := *r
		other.Method = method
		if _, pattern := s.mux.Handler(&other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeProblem(w, &Problem{Status: http.StatusMethodNotAllowed, Detail: "this route takes " + strings.Join(allowed, ", ")})
		return
	}
	writeProblem(w, &Problem{Status: http.StatusNotFound, Detail: "there is no such route: " + prefix + "/openapi.json lists them"})
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
func (r *recorder) WriteHeader(code int) {
	if r.status == 0 {
		r.status = code
	}
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// given is an answer that can be given again.
type given struct {
	status  int
	header  http.Header
	body    []byte
	passing bool // see the function of that name
}

// kept holds the answers that were asked for last, and the calls under way: the same request of several clients at a
// time is answered once.
type kept struct {
	most int64 // bytes

	mu    sync.Mutex
	size  int64
	byKey map[string]*list.Element // of *entry
	used  list.List                // the one asked for last in front
	calls map[string]*call
}

type entry struct {
	key    string
	answer *given
}

// call is an answer that is being made. It is given up when nobody waits for it any more.
type call struct {
	done    chan struct{}
	answer  *given
	waiting int
	cancel  context.CancelFunc
}

// do gives the answer for a key, which produce makes when it is not there.
func (k *kept) do(ctx context.Context, key string, produce func(context.Context) *given) (*given, error) {
	k.mu.Lock()
	if el, ok := k.byKey[key]; ok {
		k.used.MoveToFront(el)
		k.mu.Unlock()
		return el.Value.(*entry).answer, nil
	}
	c, ok := k.calls[key]
	if !ok {
		var own context.Context
		c = newCall()
		own, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
		if k.calls == nil {
			k.calls = map[string]*call{}
		}
		k.calls[key] = c
		go k.run(own, key, c, produce)
	}
	c.waiting++
	k.mu.Unlock()
	select {
	case <-c.done:
		return c.answer, nil
	case <-ctx.Done():
		k.mu.Lock()
		defer k.mu.Unlock()
		if c.waiting--; c.waiting == 0 {
			c.cancel()
			if k.calls[key] == c {
				delete(k.calls, key)
			}
		}
		return nil, ctx.Err()
	}
}

func newCall() *call { return &call{done: make(chan struct{})} }

func (k *kept) run(ctx context.Context, key string, c *call, produce func(context.Context) *given) {
	defer c.cancel()
	c.answer = produce(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.calls[key] == c {
		delete(k.calls, key)
	}
	close(c.done)
	size := int64(len(key) + len(c.answer.body) + 512)
	if c.answer.status != http.StatusOK || c.answer.passing || size > k.most/16 {
		return
	}
	if k.byKey == nil {
		k.byKey = map[string]*list.Element{}
	}
	k.byKey[key] = k.used.PushFront(&entry{key, c.answer})
	for k.size += size; k.size > k.most; {
		last := k.used.Back()
		e := k.used.Remove(last).(*entry)
		delete(k.byKey, e.key)
		k.size -= int64(len(e.key) + len(e.answer.body) + 512)
	}
}
