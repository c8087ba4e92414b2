package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"mandate/cmd/mandate/web/live"
	"mandate/export/view"
	"mandate/graph"
	"mandate/store"
)

// moment is one state of the store as one request sees it. What is computed on a state is kept while it lasts, and
// shared by all requests.
type moment struct {
	server *Server
	g      graph.Reader // what may be shown, with quotes as people read them
	view   *live.View
	kept   *kept

	mu    sync.Mutex
	users int // the request, and computations that read the view
}

// kept is what was computed on a state of the store.
type kept struct {
	state  string
	mu     sync.Mutex
	found  map[string]*result
	order  []string           // keys of found, the one used last at the end
	former map[string]*result // of the state before, to show until the new ones are there
}

// result is a computation that is done or under way.
type result struct {
	done  chan struct{}
	value any
	err   error
	took  time.Duration
	began time.Time
	at    time.Time // when it was done
}

func (r *result) ready() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

const (
	mostResults  = 64                     // kept of computations on one state
	computeLimit = 5 * time.Minute        // how long a computation may go on when nobody waits for it any more
	slow         = 250 * time.Millisecond // what took longer is not waited for again when the store changes, and rests
)

// lasting are the results that nearly every page asks for and every state needs anew: others do not push them out, and
// they are made one after the other.
var lasting = map[string]bool{"index": true, "central": true, "candidates": true}

// moment is the current state of the store, to be released.
func (s *Server) moment() (*moment, error) {
	v, err := s.opt.Live.View()
	if err != nil {
		if errors.Is(err, store.ErrInUse) {
			err = &problem{http.StatusServiceUnavailable, "Another process has the store for itself just now: a build, or a server with --edit.", "Load the page again when it has ended."}
		}
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || s.kept.state != v.State() {
		k := &kept{state: v.State(), found: map[string]*result{}}
		if s.kept != nil {
			k.former = s.kept.finished()
		}
		s.kept = k
		s.metrics.states.Inc()
	}
	return &moment{server: s, g: view.Readable(v.Reader), view: v, kept: s.kept, users: 1}, nil
}

func (m *moment) release() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users--; m.users == 0 {
		m.view.Release()
	}
}

// finished are the results that can stand in for those of the next state.
func (k *kept) finished() map[string]*result {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := map[string]*result{}
	for key, r := range k.former { // those of which there is nothing newer yet
		if _, again := k.found[key]; again || time.Since(r.at) < live.Rest*r.took {
			out[key] = r
		}
	}
	for key, r := range k.found {
		if r.ready() && r.err == nil && r.took > slow {
			out[key] = r
		}
	}
	return out
}

// start gives the computation of a key, which begins when it has not yet. It goes on when the one who asked is gone:
// the next one will ask again.
func (m *moment) start(key string, compute func(context.Context) (any, error)) *result {
	k := m.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, other := range k.order {
		if other == key {
			k.order = append(append(k.order[:i:i], k.order[i+1:]...), key)
			return k.found[key]
		}
	}
	for i := 0; len(k.order) >= mostResults && i < len(k.order); {
		if lasting[k.order[i]] || !k.found[k.order[i]].ready() {
			i++
			continue
		}
		delete(k.found, k.order[i])
		k.order = append(k.order[:i:i], k.order[i+1:]...)
	}
	r := &result{done: make(chan struct{}), began: time.Now()}
	k.found[key] = r
	k.order = append(k.order, key)
	m.mu.Lock()
	m.users++
	m.mu.Unlock()
	go m.compute(key, r, compute)
	return r
}

func (m *moment) compute(key string, r *result, compute func(context.Context) (any, error)) {
	defer m.release()
	defer close(r.done)
	defer func() {
		if p := recover(); p != nil {
			r.err = fmt.Errorf("compute %s: %v", key, p)
		}
		if r.err != nil { // it may go better next time
			m.kept.forget(key, r)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), computeLimit)
	defer cancel()
	if lasting[key] {
		done, err := m.server.opt.Live.Aside(ctx)
		if err != nil {
			r.err = err
			return
		}
		defer done()
	}
	began := time.Now()
	r.value, r.err = compute(ctx)
	r.took, r.at = time.Since(began), time.Now()
}

func (k *kept) forget(key string, r *result) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.found[key] != r {
		return
	}
	delete(k.found, key)
	for i, other := range k.order {
		if other == key {
			k.order = append(k.order[:i:i], k.order[i+1:]...)
			break
		}
	}
}

// cached is the result of a computation, waited for as long as the request may last.
func cached[T any](ctx context.Context, m *moment, key string, compute func(context.Context) (T, error)) (T, error) {
	value, ready, err := within(ctx, m, key, computeLimit, compute) // ctx ends before
	if err == nil && !ready {
		err = &problem{http.StatusServiceUnavailable, "This takes longer than a page may.", "It is being computed and will be kept: load the page again in a while."}
	}
	return value, err
}

// within is cached for those who can do without the result: it is not waited for longer than patience, counted from when
// the first one asked for it, so that not everybody who comes meanwhile waits. What the state before had stands in for it where it is slow to make.
func within[T any](ctx context.Context, m *moment, key string, patience time.Duration, compute func(context.Context) (T, error)) (value T, ready bool, err error) {
	m.kept.mu.Lock()
	former := m.kept.former[key]
	m.kept.mu.Unlock()
	var old T
	if former != nil {
		if old = former.value.(T); time.Since(former.at) < live.Rest*former.took {
			return old, true, nil
		}
		patience = 0
	}
	r := m.start(key, func(ctx context.Context) (any, error) { return compute(ctx) })
	wait := time.NewTimer(patience - time.Since(r.began))
	defer wait.Stop()
	if !r.ready() {
		live.GiveBack(ctx)
		select {
		case <-r.done:
		case <-wait.C:
			return old, former != nil, nil
		case <-ctx.Done():
			return old, former != nil, nil
		}
	}
	if r.err != nil {
		return value, false, r.err
	}
	return r.value.(T), true, nil
}
