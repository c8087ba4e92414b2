package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// Finding is one thing that Check found wrong.
type Finding struct {
	Table    string // which rows: "documents", "relations by subject" …
	Document graph.DocumentID
	What     string
}

// tableNames say in words what a table holds.
var tableNames = map[byte]string{tableMeta: "counts", tableEntity: "entities", tableType: "entities by type", tableForm: "entities by name",
	tableOut: "relations by subject", tableIn: "relations by object", tableStatement: "statements", tableMention: "mentions",
	tableProfile: "names", tableBlock: "blocks of names", tableLink: "links", tableHidden: "hidden names"}

// Check reads every file against its checksums and every document as it was found, holds each quote against the text
// that is kept, makes all views anew in a store of their own below scratch (a folder, "" for the system's), and compares
// them row by row. What does not agree is reported to found, at most some for each table. It fails only when it cannot go on.
func (s *Store) Check(ctx context.Context, scratch string, found func(Finding)) (documents int, err error) {
	if err := s.Verify(); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp(scratch, "mandate-check-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	opt := Options{NoSources: true, Unlinked: s.opt.Unlinked, MinFree: s.opt.MinFree}
	fresh, err := Open(dir, opt)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	r, err := s.Snapshot()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	judgements, err := r.Judgements()
	if err != nil {
		return 0, err
	}
	if err := fresh.Judge(judgements...); err != nil {
		return 0, err
	}
	if documents, err = s.checkDocuments(ctx, r, fresh, found); err != nil {
		return documents, err
	}
	f, err := fresh.Snapshot()
	if err != nil {
		return documents, err
	}
	defer f.Close()
	for _, table := range append([]byte{tableMeta}, views...) {
		if err := compareTable(ctx, r, f, table, found); err != nil {
			return documents, err
		}
	}
	return documents, nil
}

// checkDocuments reads every document and puts it into the fresh store.
func (s *Store) checkDocuments(ctx context.Context, r *Snapshot, fresh *Store, found func(Finding)) (n int, err error) {
	var batch []*graph.Contribution
	size := 0
	for doc, err := range r.Documents() {
		if err != nil {
			return n, err
		}
		if err := ctx.Err(); err != nil {
			return n, err
		}
		n++
		c, err := r.Found(doc.ID)
		if err == nil {
			err = c.Check()
		}
		if err != nil {
			found(Finding{"documents", doc.ID, err.Error()})
			continue
		}
		for i, cl := range c.Claims {
			ev := cl.Evidence
			if q, ok := quoted(ev.Span, c.Text); c.Text != "" && (!ok || q != ev.Quote) {
				found(Finding{"documents", doc.ID, fmt.Sprintf("the quote of claim %d is not what stands in the text at bytes %d to %d", i, ev.Span.Start, ev.Span.End)})
			}
		}
		size += len(c.Text)
		if batch = append(batch, c); len(batch) >= 256 || size > 8<<20 {
			if err := fresh.Put(batch...); err != nil {
				return n, err
			}
			batch, size = nil, 0
		}
	}
	return n, fresh.Put(batch...)
}

// findingsShown is how many differences of one table are reported one by one.
const findingsShown = 5

// compareTable compares the rows of a table in two stores, which both are in order of their keys.
func compareTable(ctx context.Context, have, want *Snapshot, table byte, found func(Finding)) error {
	prefix := []byte{table}
	if table == tableMeta {
		prefix = makeMetaKey("counts")
	}
	differ := 0
	note := func(key []byte, what string) {
		if differ++; differ <= findingsShown {
			found(Finding{tableNames[table], "", fmt.Sprintf("row %q %s", key, what)})
		}
	}
	err := have.do(func(a *badger.Txn) error {
		return want.do(func(b *badger.Txn) error {
			opt := badger.DefaultIteratorOptions
			opt.Prefix = prefix
			x, y := a.NewIterator(opt), b.NewIterator(opt)
			defer x.Close()
			defer y.Close()
			x.Rewind()
			y.Rewind()
			for x.Valid() || y.Valid() {
				if err := ctx.Err(); err != nil {
					return err
				}
				order := 0
				switch {
				case !x.Valid():
					order = 1
				case !y.Valid():
					order = -1
				default:
					order = bytes.Compare(x.Item().Key(), y.Item().Key())
				}
				switch {
				case order < 0:
					note(x.Item().Key(), "belongs to nothing that a document says")
				case order > 0:
					note(y.Item().Key(), "is missing")
				default:
					v, err := x.Item().ValueCopy(nil)
					if err != nil {
						return err
					}
					err = y.Item().Value(func(w []byte) error {
						if !bytes.Equal(v, w) {
							note(x.Item().Key(), "does not say what the documents say")
						}
						return nil
					})
					if err != nil {
						return err
					}
				}
				if order <= 0 {
					x.Next()
				}
				if order >= 0 {
					y.Next()
				}
			}
			return nil
		})
	})
	if differ > findingsShown {
		found(Finding{tableNames[table], "", fmt.Sprintf("%d more rows differ", differ-findingsShown)})
	}
	return err
}

// Repair forgets the documents that cannot be read, and makes all views anew from the others and the judgements. It
// returns the documents it had to forget: read them again. Nobody may read the store meanwhile.
func (s *Store) Repair(ctx context.Context) (lost []graph.DocumentID, err error) {
	defer guard(s.dir, &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.writable(); err != nil {
		return nil, err
	}
	w := s.bulk()
	defer w.discard()
	err = s.db.View(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{tableDocument}})
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			id, ok := parseDocumentKey(it.Item().Key())
			if ok {
				rec, err := readRecord(tx, id)
				if err == nil {
					var c *graph.Contribution
					if c, err = readWhole(tx, id, rec); err == nil {
						err = c.Check()
					}
				}
				if err == nil {
					continue
				}
			}
			lost = append(lost, id)
			if err := forgetRows(tx, w, it.Item().KeyCopy(nil), id); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = w.commit()
	}
	if err == nil {
		err = s.rebuild()
	}
	return lost, explain(s.dir, err)
}

// forgetRows deletes what is there of a document.
func forgetRows(tx *badger.Txn, w *bulk, key []byte, id graph.DocumentID) error {
	if err := w.write(key, nil); err != nil {
		return err
	}
	for _, table := range []byte{tablePassages, tableClusters, tableClaims, tableText} {
		prefix := appendText([]byte{table}, id)
		it := tx.NewIterator(badger.IteratorOptions{Prefix: prefix})
		for it.Rewind(); it.Valid(); it.Next() {
			if err := w.write(it.Item().KeyCopy(nil), nil); err != nil {
				it.Close()
				return err
			}
		}
		it.Close()
	}
	return nil
}

// Compact merges the files of the store, so that what was replaced and forgotten takes no room.
func (s *Store) Compact() (err error) {
	defer guard(s.dir, &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	if err := s.sync(); err != nil {
		return explain(s.dir, err)
	}
	if err := s.db.Flatten(2); err != nil {
		return explain(s.dir, err)
	}
	if err := s.db.RunValueLogGC(0.5); err != nil && !errors.Is(err, badger.ErrNoRewrite) {
		return explain(s.dir, err)
	}
	return nil
}
