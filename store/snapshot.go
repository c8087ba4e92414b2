package store

import (
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"sync"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// Snapshot is the state of a store at one moment. It is a [graph.Reader]; what is written afterwards does not show.
// Errors that concern the store as a whole are of type *Error.
type Snapshot struct {
	s  *Store
	tx *badger.Txn

	mu     sync.Mutex
	users  int // calls and sequences under way
	closed bool
	idle   map[byte][]*badger.Iterator // by table: those that nobody reads with
}

// mostIdle is how many iterators of a table are kept. Making one costs about as much as a short sequence.
const mostIdle = 4

var _ graph.Reader = (*Snapshot)(nil)

// Snapshot takes the current state. It must be closed: until then the store cannot drop what it replaces.
func (s *Store) Snapshot() (r *Snapshot, err error) {
	defer guard(s.dir, &err)
	for {
		if r, err = s.snapshot(); r != nil || err != nil {
			return r, err
		}
		if err := s.lockedCatchUp(); err != nil {
			return nil, explain(s.dir, err)
		}
	}
}

func (s *Store) lockedCatchUp() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	return s.catchUp()
}

// snapshot takes the current state, nil when its views are behind.
func (s *Store) snapshot() (*Snapshot, error) {
	s.applying.RLock()
	defer s.applying.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, &Error{Kind: ErrClosed, Dir: s.dir}
	}
	if s.behind.Load() {
		return nil, nil
	}
	s.unseen.Store(0)
	r := &Snapshot{s: s, tx: s.db.NewTransaction(false)}
	s.open[r] = struct{}{}
	s.idle.Add(1)
	return r, nil
}

// State names what the snapshot shows: equal names mean equal answers. It is the same in every process that reads the store
// as it is; a store that is opened for writing starts new names, since what a crash takes away could come back otherwise.
func (r *Snapshot) State() string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d", r.s.born, r.tx.ReadTs())
	return fmt.Sprintf("%016x", h.Sum64())
}

// Close releases the snapshot. Sequences that are being read may go on to the end; new ones fail.
func (r *Snapshot) Close() error {
	r.s.mu.Lock()
	delete(r.s.open, r)
	r.s.mu.Unlock()
	r.close()
	return nil
}

func (r *Snapshot) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.closed = true
	if r.users == 0 {
		r.release()
	}
}

func (r *Snapshot) release() {
	for _, its := range r.idle {
		for _, it := range its {
			it.Close()
		}
	}
	r.idle = nil
	r.tx.Discard()
	r.s.idle.Done()
}

// begin keeps the transaction until the matching end.
func (r *Snapshot) begin() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return &Error{Kind: ErrClosed, Dir: r.s.dir}
	}
	r.users++
	return nil
}

func (r *Snapshot) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.users--; r.closed && r.users == 0 {
		r.release()
	}
}

// explain makes an error of the store of what was met while reading. Where the file that is damaged is not named, all
// tables are read to find it.
func (r *Snapshot) explain(err error) error {
	if err = explain(r.s.dir, err); err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) && errors.Is(err, ErrDamaged) && known.File == "" {
		var found *Error
		if errors.As(r.s.Verify(), &found) {
			known.File = found.File
		}
	}
	return err
}

// do runs one reading call.
func (r *Snapshot) do(read func(tx *badger.Txn) error) (err error) {
	if err := r.begin(); err != nil {
		return err
	}
	defer r.end()
	if err := r.guarded(func() error { return read(r.tx) }); err != nil {
		return r.explain(err)
	}
	return nil
}

func (r *Snapshot) guarded(do func() error) (err error) {
	defer guard(r.s.dir, &err)
	return do()
}

// scan is the sequence of what decode makes of the rows under a prefix. decode may say to leave a row out. expect,
// where given, is the number of rows there must be: Badger ends an iteration at a block that cannot be read as if it
// were the last.
func scan[T any](r *Snapshot, prefix []byte, decode func(key, value []byte) (x T, keep bool, err error),
	expect func(tx *badger.Txn) (int, error)) iter.Seq2[T, error] {
	return scanFrom(r, prefix, nil, decode, expect)
}

// scanFrom is scan from a key on, where that is not nil.
func scanFrom[T any](r *Snapshot, prefix, from []byte, decode func(key, value []byte) (x T, keep bool, err error),
	expect func(tx *badger.Txn) (int, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := r.begin(); err != nil {
			yield(none, err)
			return
		}
		defer r.end()
		c := &cursor{r: r, prefix: prefix, from: from}
		failed := true // also when the loop of the caller panics
		defer func() { c.close(failed) }()
		n := 0
		for {
			var x T
			var keep bool
			more := false
			// Only what we do is guarded: a panic in the loop of the caller is the caller's.
			err := r.guarded(func() (err error) {
				if more, err = c.next(); !more || err != nil {
					return err
				}
				n++
				return c.it.Item().Value(func(value []byte) (err error) {
					x, keep, err = decode(c.it.Item().Key(), value)
					return err
				})
			})
			if err == nil && !more && expect != nil {
				err = r.guarded(func() error { return r.checkCount(prefix, n, expect) })
			}
			if err != nil {
				yield(none, r.explain(err))
				return
			}
			if !more || keep && !yield(x, nil) {
				failed = false
				return
			}
		}
	}
}

func (r *Snapshot) checkCount(prefix []byte, n int, expect func(tx *badger.Txn) (int, error)) error {
	want, err := expect(r.tx)
	if err == nil && n != want {
		err = fmt.Errorf("%w: %d rows were found under %q instead of %d", errValue, n, prefix, want)
	}
	return err
}

// iterator is one over a table, to be given back.
func (r *Snapshot) iterator(table byte) *badger.Iterator {
	r.mu.Lock()
	if n := len(r.idle[table]); n > 0 {
		it := r.idle[table][n-1]
		r.idle[table] = r.idle[table][:n-1]
		r.mu.Unlock()
		return it
	}
	r.mu.Unlock()
	return r.tx.NewIterator(badger.IteratorOptions{Prefix: []byte{table}})
}

// giveBack keeps an iterator for the next one who asks.
func (r *Snapshot) giveBack(table byte, it *badger.Iterator) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.idle == nil {
		r.idle = map[byte][]*badger.Iterator{}
	}
	if len(r.idle[table]) >= mostIdle {
		it.Close()
		return
	}
	r.idle[table] = append(r.idle[table], it)
}

// cursor goes through the rows under a prefix, with an iterator that it takes when first used.
type cursor struct {
	r      *Snapshot
	it     *badger.Iterator
	prefix []byte
	from   []byte // where to begin, nil for the first key
}

func (c *cursor) next() (bool, error) {
	if c.it == nil {
		c.it = c.r.iterator(c.prefix[0])
		if c.from != nil {
			c.it.Seek(c.from)
		} else {
			c.it.Seek(c.prefix)
		}
	} else {
		c.it.Next()
	}
	return c.it.ValidForPrefix(c.prefix), nil
}

// close gives the iterator back, unless it failed: then nobody knows what it would do next.
func (c *cursor) close(failed bool) {
	switch {
	case c.it == nil:
	case failed:
		c.it.Close()
	default:
		c.r.giveBack(c.prefix[0], c.it)
	}
}
