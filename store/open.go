package store

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/ristretto/v2/z"
	"mandate/extract/link"
	"mandate/graph"
)

// Options say how a store is opened. The zero value opens it for writing and keeps everything.
type Options struct {
	ReadOnly  bool         // refuse to write; several processes may read at the same time
	NoSources bool         // do not keep the texts of documents (quotes are kept)
	Logger    *slog.Logger // nil: silent
	SyncEvery int          // Sync after so many documents; 0: only when told, and on Close
	MinFree   int64        // bytes that must stay free on the disk, see DefaultMinFree; 0: that, below 0: do not look
	Cache     int64        // bytes of what was read that are kept in memory; 0: 48 MiB
	InMemory  bool         // keep nothing on disk but what is just being sorted; for tests
	Unlinked  bool         // every cluster is the entity that it names, whatever other documents say; for tests
}

// DefaultMinFree is the room that must be free before each write. Badger writes through memory maps, for which a full
// disk is not an error but the end of the process; this is what it may take until the next look: two memtables in
// flight and one being filled, each as log and as table, and as much again for tables that are being merged.
const DefaultMinFree = 12 * memTableSize

// Store is a graph on disk. Put, Forget and Sync are for one goroutine at a time; all else may be called by several at
// once, also while that one writes.
type Store struct {
	dir string
	opt Options
	db  *badger.DB

	pool *z.AllocatorPool // see unpool
	born int64            // tells the store from others, see Snapshot.State

	writing  sync.Mutex       // held by Put, Forget and Sync
	applying sync.RWMutex     // held for writing while a change that takes several transactions is half done
	unsynced int              // documents since the last Sync
	judged   *link.Judgements // in force; changed under writing
	patience int              // see fallBehind; below 0 views never wait; for tests
	unseen   atomic.Int64     // documents that were put since somebody took a snapshot
	behind   atomic.Bool      // whether documents are put without views, see rebuild
	log      string           // the newest memtable's log after the last commit

	mu     sync.Mutex
	closed bool
	open   map[*Snapshot]struct{}
	idle   sync.WaitGroup // snapshots that are open or still read from
}

// Open opens the store in folder dir and creates it when there is none, unless it is to be read only. A store that was
// not closed in order is brought in order first, also for reading only. Errors that concern the store as a whole are
// of type *Error.
func Open(dir string, opt Options) (*Store, error) {
	if opt.InMemory {
		return open("", opt)
	}
	exists, err := checkFolder(dir)
	if err != nil {
		return nil, err
	}
	if !exists {
		if opt.ReadOnly {
			return nil, &Error{Kind: ErrMissing, Dir: dir}
		}
		if err := create(dir); err != nil {
			return nil, explain(dir, fmt.Errorf("create: %w", err))
		}
	}
	if locked(dir, opt.ReadOnly) {
		return nil, &Error{Kind: ErrInUse, Dir: dir, PID: lockHolder(dir)}
	}
	clean, err := inspect(dir)
	if err != nil {
		return nil, explain(dir, err)
	}
	if opt.ReadOnly && !clean {
		// Badger does not read what a crash left behind until it was opened for writing once.
		if err := putInOrder(dir, opt); err != nil {
			return nil, fmt.Errorf("the store was not closed in order and has to be repaired before it is read: %w", err)
		}
	}
	s, err := openFiles(dir, opt)
	if errors.Is(err, errStale) {
		if err := putInOrder(dir, opt); err != nil {
			return nil, fmt.Errorf("the store was written by an earlier version of mandate, or the build that wrote it was cut off: it has to be brought up to date before it is read: %w", err)
		}
		return openFiles(dir, opt)
	}
	return s, err
}

// putInOrder opens a store for writing, which repairs it and brings it up to date, and closes it again.
func putInOrder(dir string, opt Options) error {
	s, err := openFiles(dir, Options{Logger: opt.Logger, MinFree: opt.MinFree, Unlinked: opt.Unlinked})
	if err == nil {
		err = s.Close()
	}
	return err
}

// create makes the folder and marks it as ours.
func create(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return writeMark(dir)
}

// openFiles opens the database in a folder that was looked at. CLEAN goes before anything may change, and comes back
// when nothing did.
func openFiles(dir string, opt Options) (*Store, error) {
	if opt.ReadOnly {
		return open(dir, opt)
	}
	path := filepath.Join(dir, cleanFile)
	clean, readErr := os.ReadFile(path)
	if readErr == nil {
		if err := os.Remove(path); err != nil {
			return nil, explain(dir, err)
		}
	}
	if err := errors.Join(dropEmptyLogs(dir), dropScratch(dir)); err != nil {
		return nil, explain(dir, err)
	}
	s, err := open(dir, opt)
	if err != nil && readErr == nil {
		_ = writeFileSynced(path, clean) // the error that matters is err
	}
	return s, err
}

// dropEmptyLogs deletes logs without a byte: files that were made when the process was killed or the disk was full.
// Badger does not open a store that has one.
func dropEmptyLogs(dir string) error {
	files, err := listFiles(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if log := strings.HasSuffix(f.name, ".mem") || strings.HasSuffix(f.name, ".vlog"); !log || f.size > 0 {
			continue
		}
		if err := os.Remove(filepath.Join(dir, f.name)); err != nil {
			return err
		}
	}
	return nil
}

func open(dir string, opt Options) (s *Store, err error) {
	defer guard(dir, &err)
	db, err := badger.Open(badgerOptions(dir, opt))
	if err != nil {
		if err = explain(dir, err); !errors.As(err, new(*Error)) && !strings.Contains(err.Error(), "permission") {
			err = &Error{Kind: ErrDamaged, Dir: dir, File: badgerFile.FindString(err.Error()), Err: err}
		}
		return nil, err
	}
	s = &Store{dir: dir, opt: opt, db: db, pool: unpool(db), patience: usualPatience, open: map[*Snapshot]struct{}{}, born: time.Now().UnixNano()}
	if opt.ReadOnly {
		if info, err := os.Stat(filepath.Join(dir, markFile)); err == nil {
			s.born = info.ModTime().UnixNano()
		}
	}
	if err := s.start(); err != nil {
		_ = s.closeDB()
		return nil, explain(dir, err)
	}
	return s, nil
}

// start checks the format in the database itself, and ends or undoes what a crash interrupted.
func (s *Store) start() error {
	v, err := s.readFormat()
	if err != nil {
		return err
	}
	switch {
	case v == 0 && s.opt.ReadOnly:
		return damaged(s.dir, "", errors.New("the row that names the format is missing"))
	case v == 0:
		err := s.commit(rows{string(makeMetaKey("format")): number(formatVersion), string(makeMetaKey("linking")): number(s.linking())})
		if err != nil {
			return err
		}
	default:
		if err := checkVersion(s.dir, v); err != nil {
			return err
		}
	}
	if !s.opt.ReadOnly {
		if err := s.repair(); err != nil {
			return err
		}
	}
	if err := s.bringUpToDate(); err != nil {
		return err
	}
	return s.db.View(func(tx *badger.Txn) error {
		all, err := readJudgements(tx)
		s.judged = link.NewJudgements(all)
		return err
	})
}

// readFormat is the version that the database states, 0 for an empty one.
func (s *Store) readFormat() (v int, err error) {
	err = s.db.View(func(tx *badger.Txn) (err error) {
		if v, err = readNumber(tx, "format"); err != nil || v > 0 {
			return err
		}
		it := tx.NewIterator(badger.IteratorOptions{})
		defer it.Close()
		if it.Rewind(); it.Valid() {
			return damaged(s.dir, "", errors.New("the row that names the format is missing"))
		}
		return nil
	})
	return v, err
}

// number is the row of a number in the table of what is known of the store itself.
func number(n int) []byte {
	m := newMessage()
	m.num(1, n)
	return m
}

// readNumber reads such a row, 0 when there is none.
func readNumber(tx *badger.Txn, name string) (n int, err error) {
	b, err := get(tx, makeMetaKey(name))
	if err != nil || b == nil {
		return 0, err
	}
	err = eachTop(b, func(f field) error {
		if f.num == 1 {
			n = f.int()
		}
		return nil
	})
	return n, err
}

// get is the value of a key, nil when there is none.
func get(tx *badger.Txn, key []byte) ([]byte, error) {
	item, err := tx.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return item.ValueCopy(nil)
}

// Known says with which hash and by which pipeline the document was read; ok is false when it is not in the store.
func (s *Store) Known(id graph.DocumentID) (hash, pipeline string, ok bool, err error) {
	defer guard(s.dir, &err)
	s.applying.RLock()
	defer s.applying.RUnlock()
	err = s.db.View(func(tx *badger.Txn) error {
		b, err := get(tx, makeDocumentKey(id))
		if err != nil || b == nil {
			return err
		}
		r, err := decodeRecord(id, b)
		if err != nil {
			return fmt.Errorf("document %q: %w", id, err)
		}
		hash, pipeline, ok = r.doc.Hash, r.doc.Pipeline, true
		return nil
	})
	return hash, pipeline, ok, explain(s.dir, err)
}

// Sync brings all that was Put or forgotten onto the disk: after it returns, a loss of power does not undo it.
func (s *Store) Sync() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return explain(s.dir, s.sync())
}

// sync brings the logs of all memtables onto the disk; Badger's Sync leaves out those that wait to be made tables.
func (s *Store) sync() (err error) {
	defer guard(s.dir, &err)
	s.unsynced = 0
	if s.opt.InMemory || s.opt.ReadOnly {
		return nil
	}
	if err := s.db.Sync(); err != nil {
		return err
	}
	logs, err := filepath.Glob(filepath.Join(s.dir, "*.mem"))
	if err != nil {
		return err
	}
	for _, path := range logs {
		// One that is gone meanwhile has become a table, which Badger synced.
		if err := syncPath(path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return syncPath(s.dir)
}

// Close waits for sequences that are being read, and closes the store. Snapshots cannot be read afterwards. It must not
// be called from within a loop over a sequence.
func (s *Store) Close() (err error) {
	defer guard(s.dir, &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	late := s.catchUp()
	s.mu.Lock()
	for snap := range s.open {
		snap.close()
	}
	s.mu.Unlock()
	s.idle.Wait()
	if err := errors.Join(late, s.closeDB()); err != nil {
		return explain(s.dir, fmt.Errorf("close: %w", err))
	}
	if s.opt.InMemory || s.opt.ReadOnly {
		return nil
	}
	return explain(s.dir, writeClean(s.dir))
}

func (s *Store) closeDB() error {
	err := s.db.Close()
	s.pool.Release()
	return err
}

// ReadOnly says whether the store was opened for reading only: then its state does not change.
func (s *Store) ReadOnly() bool { return s.opt.ReadOnly }

// Stats are figures on a store as a thing on disk.
type Stats struct {
	Format int   // version of the layout
	Bytes  int64 // room taken on disk
	Files  int
}

// Stats looks at the store's files.
func (s *Store) Stats() (Stats, error) {
	st := Stats{Format: formatVersion}
	if s.opt.InMemory {
		return st, nil
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return st, explain(s.dir, err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if os.IsNotExist(err) {
			continue // a table that was merged meanwhile
		}
		if err != nil {
			return st, explain(s.dir, err)
		}
		st.Files++
		st.Bytes += diskUse(info)
	}
	return st, nil
}
