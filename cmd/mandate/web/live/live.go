// Package live holds the present state of a store at hand for a program that answers questions for a long time: views
// that several requests share, indexes that are made once for each state, and bounds on what runs at the same time.
package live

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/schema"
	"mandate/store"
)

// Options say how a store is seen. The zero value shows all of it.
type Options struct {
	MaxMarking string         // show nothing from paragraphs marked higher; "" shows all
	Schema     *schema.Schema // nil means schema.Default()
	// Procedures are what queries may CALL.
	Procedures []cypher.Procedure
	// Idle is for Open: the store is let go when nobody has asked for so long; 0 means two seconds.
	Idle time.Duration
	// Heavy is how many queries, measures and exports may run at a time; 0 means two for each core.
	Heavy int
}

// Cache is how much of a store that many ask is kept in memory as it is read, in bytes.
const Cache = 192 << 20

// freshFor is how old a view may be while others write: a view is made at most so often, so that what is computed for
// it serves more than one request. What [Live.Judge] writes shows at once.
const freshFor = 250 * time.Millisecond

// Live is a store that is asked by many. It is safe for use by several goroutines.
type Live struct {
	opt   Options
	dir   string // of Open; "" when the store was handed over
	heavy chan struct{}
	aside chan struct{}
	turns chan struct{}

	refreshing sync.Mutex // held while a view is made

	mu      sync.Mutex // guards what follows
	st      *store.Store
	current *View
	looked  time.Time // when the store was last asked for its state
	written bool      // something was written through us since
	users   int       // views that are held
	letGo   *time.Timer
	closed  bool
	names   *Names // the last that were made, of whatever state
	read    lull   // since a graph was last read into memory
}

// New shows a store that is open already, which the caller closes after the Live.
func New(st *store.Store, opt Options) (*Live, error) {
	l, err := newLive(opt)
	if err != nil {
		return nil, err
	}
	l.st = st
	return l, nil
}

// Open shows the store in a folder. It is opened for reading when somebody asks, and let go when nobody has asked for a
// while, so that a build by another process gets its turn. While another process holds the store, views fail with an
// error that says so.
func Open(dir string, opt Options) (*Live, error) {
	l, err := newLive(opt)
	if err != nil {
		return nil, err
	}
	l.dir = dir
	return l, nil
}

func newLive(opt Options) (*Live, error) {
	if opt.MaxMarking != "" && !graph.KnownMarking(opt.MaxMarking) {
		return nil, fmt.Errorf("there is no marking %q: expected U, SBU, C, S or TS", opt.MaxMarking)
	}
	if opt.Schema == nil {
		opt.Schema = schema.Default()
	}
	if opt.Idle == 0 {
		opt.Idle = 2 * time.Second
	}
	if opt.Heavy == 0 {
		opt.Heavy = 2 * runtime.GOMAXPROCS(0)
	}
	cores := runtime.GOMAXPROCS(0)
	return &Live{opt: opt, heavy: make(chan struct{}, opt.Heavy), aside: make(chan struct{}, max(1, cores/2)), turns: make(chan struct{}, 2*cores)}, nil
}

// MaxMarking is the highest marking that is shown, "" for all.
func (l *Live) MaxMarking() string { return l.opt.MaxMarking }

// Schema is that of the entities and relations.
func (l *Live) Schema() *schema.Schema { return l.opt.Schema }

// errClosed says that the server is going down.
var errClosed = errors.New("the server is stopping")

// View is the present state of the store. It must be released.
func (l *Live) View() (*View, error) {
	if v, ok, err := l.held(); ok || err != nil {
		return v, err
	}
	l.refreshing.Lock()
	defer l.refreshing.Unlock()
	if v, ok, err := l.held(); ok || err != nil { // another one made it meanwhile
		return v, err
	}
	if err := l.refresh(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hold()
}

// held is the current view where it may be used as it is. One that is a little old may while another goroutine makes
// the next.
func (l *Live) held() (*View, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, false, errClosed
	}
	if l.current == nil || l.written {
		return nil, false, nil
	}
	if !l.st.ReadOnly() && time.Since(l.looked) >= freshFor && l.refreshing.TryLock() {
		l.looked = time.Now()
		go func() {
			defer l.refreshing.Unlock()
			_ = l.refresh() // the error comes again when somebody has to wait for a view
		}()
	}
	v, err := l.hold()
	return v, err == nil, err
}

// hold takes the current view for one user. The caller holds mu.
func (l *Live) hold() (*View, error) {
	if l.closed || l.current == nil {
		return nil, errClosed
	}
	l.current.users++
	l.users++
	return l.current, nil
}

// refresh makes the current view one of the present state. The caller holds refreshing.
func (l *Live) refresh() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return errClosed
	}
	if l.st == nil {
		st, err := store.Open(l.dir, store.Options{ReadOnly: true, Cache: Cache})
		if err != nil {
			l.mu.Unlock()
			return err
		}
		l.st = st
	}
	st, before := l.st, l.current
	written := l.written
	l.written = false
	l.mu.Unlock()

	snap, err := st.Snapshot()
	var v *View
	if err == nil && before != nil && before.state == snap.State() {
		_ = snap.Close()
		v = before
	} else if err == nil {
		v, err = newView(l, snap)
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.written = l.written || written
		return err
	}
	l.looked = time.Now()
	if v != before {
		l.current = v
		if before != nil {
			before.retire()
		}
	}
	if l.closed {
		l.current.retire()
		l.current = nil
		return errClosed
	}
	return nil
}

// Judge puts judgements in force; views taken afterwards show them.
func (l *Live) Judge(judgements ...graph.Judgement) error {
	return l.write(func(st *store.Store) error { return st.Judge(judgements...) })
}

// Unjudge takes judgements back; views taken afterwards show it.
func (l *Live) Unjudge(ids ...string) error {
	return l.write(func(st *store.Store) error { return st.Unjudge(ids...) })
}

// Changed says that somebody wrote to the store: views taken afterwards show it.
func (l *Live) Changed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written = true
}

func (l *Live) write(change func(*store.Store) error) error {
	l.mu.Lock()
	st, closed := l.st, l.closed
	l.mu.Unlock()
	if closed {
		return errClosed
	}
	if st == nil || st.ReadOnly() {
		return &store.Error{Kind: store.ErrReadOnly, Dir: l.dir}
	}
	err := change(st)
	if err == nil {
		err = st.Sync()
	}
	l.Changed()
	return err
}

// ErrBusy is the error of a request that could not begin in time because too many others run.
var ErrBusy = errors.New("too many queries and measures are running: try again in a moment")

// Heavy waits for its turn to run something that takes the processor for itself; done gives the turn back.
func (l *Live) Heavy(ctx context.Context) (done func(), err error) {
	GiveBack(ctx)
	select {
	case l.heavy <- struct{}{}:
		return func() { <-l.heavy }, nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, ErrBusy
		}
		return nil, ctx.Err()
	}
}

// Aside waits for its turn to run something in the background that every state of the store needs anew, as an index: only so
// many run at a time that requests keep half of the processors. done gives the turn back. What runs must not wait for another
// turn.
func (l *Live) Aside(ctx context.Context) (done func(), err error) {
	select {
	case l.aside <- struct{}{}:
		return func() { <-l.aside }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Rest is how many times as long as something took to make must pass before it is made for a new state of the store, where
// that of an earlier one will do meanwhile: while a build writes, states come faster than indexes are made.
const Rest = 10

// lull is the time since something was last made.
type lull struct {
	took time.Duration
	at   time.Time
}

// over says whether it may be made anew.
func (l lull) over() bool { return time.Since(l.at) >= Rest*l.took }

// Close lets go of the view and, after Open, of the store. Views that are held can be read until they are released.
func (l *Live) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	if l.letGo != nil {
		l.letGo.Stop()
	}
	return l.drop()
}

// drop lets go of what nobody uses. The caller holds mu.
func (l *Live) drop() error {
	if l.current != nil {
		l.current.retire()
		l.current = nil
	}
	if l.dir == "" || l.st == nil || l.users > 0 {
		return nil
	}
	st := l.st
	l.st = nil
	return st.Close()
}

// released counts a user out. The caller holds mu.
func (l *Live) released() {
	if l.users--; l.users > 0 || l.dir == "" {
		return
	}
	if l.closed {
		_ = l.drop()
		return
	}
	if l.letGo == nil {
		l.letGo = time.AfterFunc(l.opt.Idle, l.idle)
	} else {
		l.letGo.Reset(l.opt.Idle)
	}
}

// idle lets the store go when nobody uses it.
func (l *Live) idle() {
	if !l.refreshing.TryLock() {
		return // somebody is about to ask; the timer is set anew when that one is done
	}
	defer l.refreshing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.users == 0 {
		_ = l.drop()
	}
}
