package store

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	badger "github.com/dgraph-io/badger/v4"
	"google.golang.org/protobuf/encoding/protowire"
)

// rows is a change: keys and their new values, nil to delete.
type rows map[string][]byte

// commit writes a change so that all of it is there after a crash, or nothing.
func (s *Store) commit(r rows) error {
	if err := s.checkSpace(r); err != nil {
		return err
	}
	tx := s.db.NewTransaction(true)
	defer tx.Discard()
	for _, key := range slices.Sorted(maps.Keys(r)) {
		err := write(tx, []byte(key), r[key])
		if errors.Is(err, badger.ErrTxnTooBig) {
			return s.commitLarge(r)
		}
		if err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return s.syncFullLog()
}

// syncFullLog brings the log of a memtable onto the disk when a commit has begun a new one. Within one log a loss of
// power takes away the end; if it could take away the end of one log and leave the next, views would count documents
// that are gone.
func (s *Store) syncFullLog() error {
	if s.opt.InMemory {
		return nil
	}
	logs, err := filepath.Glob(filepath.Join(s.dir, "*.mem"))
	if err != nil || len(logs) == 0 {
		return err
	}
	newest := slices.Max(logs)
	if newest == s.log {
		return nil
	}
	s.log = newest
	return s.sync()
}

func write(tx *badger.Txn, key, value []byte) error {
	if value == nil {
		return tx.Delete(key)
	}
	return tx.SetEntry(badger.NewEntry(key, value))
}

// checkSpace refuses to write when the disk is nearly full.
func (s *Store) checkSpace(r rows) error {
	need := s.opt.MinFree
	if need < 0 || s.opt.InMemory {
		return nil
	}
	if need == 0 {
		need = DefaultMinFree
	}
	for key, value := range r {
		need += 2 * int64(len(key)+len(value)) // once as log, once as table
	}
	if free, ok := freeSpace(s.dir); ok && free < need {
		return &Error{Kind: ErrFull, Dir: s.dir, Err: fmt.Errorf("%d MB are free, %d MB are needed", free>>20, need>>20+1)}
	}
	return nil
}

// A change too large for one transaction is first written down in the log table. Then, in one transaction, the row
// "pending" is set: from here on the change counts as done, and whoever opens the store next ends it. The rows are
// written in several transactions; writing them twice does no harm. Snapshots wait meanwhile.

// commitLarge writes a change of any size.
func (s *Store) commitLarge(r rows) error {
	if err := s.clearLog(); err != nil {
		return err
	}
	n, err := s.writeLog(r)
	if err != nil {
		_ = s.clearLog() // the next Open tries again
		return err
	}
	if err := s.sync(); err != nil {
		return err
	}
	if err := s.commitSmall(makeMetaKey("pending"), number(n)); err != nil {
		return err
	}
	if testHookPending != nil {
		testHookPending()
	}
	return s.applyLog(n)
}

// testHookPending is called between the two halves of a large change.
var testHookPending func()

func (s *Store) commitSmall(key, value []byte) error {
	return s.db.Update(func(tx *badger.Txn) error { return write(tx, key, value) })
}

// logChunk is the size of a value in the log, well below the threshold for the value log.
const logChunk = 256 << 10

// writeLog writes the rows down and returns the number of log rows.
func (s *Store) writeLog(r rows) (n int, err error) {
	w := s.bulk()
	defer w.discard()
	m := newMessage()
	flush := func() error {
		err := w.write(makeLogKey(n), m)
		m = newMessage()
		n++
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(r)) {
		var one message
		one.bytes(1, []byte(key))
		if value := r[key]; value != nil {
			one.bytes(2, value)
		}
		m = protowire.AppendBytes(protowire.AppendTag(m, 1, protowire.BytesType), one)
		if len(m) >= logChunk {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	if err := flush(); err != nil {
		return n, err
	}
	return n, w.commit()
}

// applyLog writes the rows in the log to where they belong.
func (s *Store) applyLog(n int) error {
	s.applying.Lock()
	defer s.applying.Unlock()
	w := s.bulk()
	defer w.discard()
	for i := range n {
		var b []byte
		err := s.db.View(func(tx *badger.Txn) (err error) {
			b, err = get(tx, makeLogKey(i))
			return err
		})
		if err == nil {
			err = eachTop(b, func(f field) error {
				key, value, err := readLogRow(f.b)
				if err != nil {
					return err
				}
				return w.write(key, value)
			})
		}
		if err != nil {
			return fmt.Errorf("row %d of a change that was interrupted: %w", i, err)
		}
	}
	if err := w.commit(); err != nil {
		return err
	}
	if err := s.sync(); err != nil {
		return err
	}
	if err := s.commitSmall(makeMetaKey("pending"), nil); err != nil {
		return err
	}
	return s.clearLog()
}

func readLogRow(b []byte) (key, value []byte, err error) {
	err = eachField(b, func(f field) error {
		switch f.num {
		case 1:
			key = slices.Clone(f.b)
		case 2:
			value = append([]byte{}, f.b...) // never nil: an empty value is not a deletion
		}
		return nil
	})
	return key, value, err
}

// clearLog deletes what is left in the log.
func (s *Store) clearLog() error {
	w := s.bulk()
	defer w.discard()
	err := s.db.View(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{tableLog}})
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			if err := w.write(it.Item().KeyCopy(nil), nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.commit()
}

// repair ends a large change that was interrupted after it counted as done, or clears away one that did not.
func (s *Store) repair() error {
	n := 0
	err := s.db.View(func(tx *badger.Txn) (err error) {
		n, err = readNumber(tx, "pending")
		return err
	})
	if err != nil {
		return err
	}
	if n > 0 {
		return s.applyLog(n)
	}
	return s.clearLog()
}

// bulk writes rows in as many transactions as it takes.
type bulk struct {
	db *badger.DB
	tx *badger.Txn
}

func (s *Store) bulk() *bulk { return &bulk{s.db, s.db.NewTransaction(true)} }

func (w *bulk) write(key, value []byte) error {
	err := write(w.tx, key, value)
	if !errors.Is(err, badger.ErrTxnTooBig) {
		return err
	}
	if err := w.commit(); err != nil {
		return err
	}
	w.tx = w.db.NewTransaction(true)
	if err := write(w.tx, key, value); err != nil {
		return fmt.Errorf("a row of %d bytes: %w", len(value), err)
	}
	return nil
}

func (w *bulk) commit() error { return w.tx.Commit() }
func (w *bulk) discard()      { w.tx.Discard() }

// ordered writes rows that come about in the order of their keys.
type ordered struct {
	s    *Store
	wb   *badger.WriteBatch
	size int
}

func (s *Store) ordered() *ordered {
	wb := s.db.NewWriteBatch()
	wb.SetMaxPendingTxns(2)
	return &ordered{s: s, wb: wb}
}

// write takes a row, of which it keeps a copy.
func (o *ordered) write(key, value []byte) error {
	if o.size += len(key) + len(value); o.size > 8<<20 {
		o.size = 0
		if err := o.s.checkSpace(nil); err != nil {
			return err
		}
	}
	b := make([]byte, len(key)+len(value))
	copy(b[copy(b, key):], value)
	return o.wb.Set(b[:len(key):len(key)], b[len(key):])
}

func (o *ordered) flush() error { return o.wb.Flush() }
func (o *ordered) cancel()      { o.wb.Cancel() }
