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
	tableProfile: "names", tableJudgement: "judgements", tableBlock: "blocks of names", tableLink: "links", tableHidden: "hidden names"}

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
	opt := Options{Unlinked: s.opt.Unlinked, MinFree: s.opt.MinFree} // with the texts there are: rows of statements depend on them
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
	if err := checkSchema(r, found); err != nil {
		return 0, err
	}
	judgements, err := checkJudgements(r, found)
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

// eachRow goes through the keys of a table.
func eachRow(ctx context.Context, r *Snapshot, table byte, do func(tx *badger.Txn, item *badger.Item) error) error {
	return r.do(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{table}})
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(tx, it.Item()); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkJudgements reads the judgements, each for itself.
func checkJudgements(r *Snapshot, found func(Finding)) (all []graph.Judgement, err error) {
	err = eachRow(context.Background(), r, tableJudgement, func(_ *badger.Txn, item *badger.Item) error {
		return item.Value(func(b []byte) error {
			id, ok := parseOwnKey[string](tableJudgement, item.Key())
			j, err := decodeJudgement(b)
			if err == nil && (!ok || id != j.ID()) {
				err = fmt.Errorf("row %q holds another judgement", item.Key())
			}
			if err != nil {
				found(Finding{tableNames[tableJudgement], "", err.Error()})
				return nil //nolint:nilerr // told, and the next one is read
			}
			all = append(all, j)
			return nil
		})
	})
	return all, err
}

// checkDocuments reads every document and puts it into the fresh store.
func (s *Store) checkDocuments(ctx context.Context, r *Snapshot, fresh *Store, found func(Finding)) (n int, err error) {
	var batch []*graph.Contribution
	size := 0
	chunks := map[graph.DocumentID]sections[int]{}
	err = eachRow(ctx, r, tableDocument, func(tx *badger.Txn, item *badger.Item) error {
		n++
		id, ok := parseDocumentKey(item.Key())
		if !ok {
			found(Finding{documentRows, "", fmt.Sprintf("row %q has a key that names no document", item.Key())})
			return nil
		}
		rec, err := readRecord(tx, id)
		var c *graph.Contribution
		if err == nil {
			chunks[id] = rec.chunks
			c, err = readWhole(tx, id, rec)
		}
		if err == nil {
			err = c.Check()
		}
		if err == nil {
			err = checkLengths(c)
		}
		if err != nil {
			found(Finding{documentRows, id, err.Error()})
			return nil //nolint:nilerr // told, and the next one is read
		}
		for i, cl := range c.Claims {
			ev := cl.Evidence
			if q, ok := quoted(ev.Span, c.Text); c.Text != "" && (!ok || q != ev.Quote) {
				found(Finding{documentRows, id, fmt.Sprintf("the quote of claim %d is not what stands in the text at bytes %d to %d", i, ev.Span.Start, ev.Span.End)})
			}
		}
		size += len(c.Text)
		if batch = append(batch, c); len(batch) >= 256 || size > 8<<20 {
			err = fresh.Put(batch...)
			batch, size = nil, 0
		}
		return err
	})
	if err == nil {
		err = fresh.Put(batch...)
	}
	if err == nil {
		err = checkSections(ctx, r, chunks, found)
	}
	return n, err
}

// documentRows is the table of findings on documents as found.
const documentRows = "documents"

var sectionTables = []byte{tablePassages, tableClusters, tableClaims, tableText}

func numberOfChunks(n sections[int], table byte) int {
	return map[byte]int{tablePassages: n.passages, tableClusters: n.clusters, tableClaims: n.claims, tableText: n.text}[table]
}

// checkSections looks for parts of documents that belong to none.
func checkSections(ctx context.Context, r *Snapshot, chunks map[graph.DocumentID]sections[int], found func(Finding)) error {
	for _, table := range sectionTables {
		err := eachRow(ctx, r, table, func(_ *badger.Txn, item *badger.Item) error {
			id, chunk, ok := parseSectionKey(table, item.Key())
			n, known := chunks[id]
			if !ok || known && chunk >= numberOfChunks(n, table) {
				found(Finding{documentRows, id, fmt.Sprintf("row %q belongs to nothing that is known of a document", item.Key())})
			} else if !known {
				found(Finding{documentRows, id, fmt.Sprintf("row %q belongs to a document that is not there or cannot be read", item.Key())})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
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

// Repair forgets the documents, judgements and schema that cannot be read, and makes all views anew from the others and the judgements. It
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
	kept := map[graph.DocumentID]sections[int]{}
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
					kept[id] = rec.chunks
					continue
				}
			}
			lost = append(lost, id)
			if err := w.write(it.Item().KeyCopy(nil), nil); err != nil {
				return err
			}
		}
		if soundSchema(tx) != nil {
			if err := w.write(makeMetaKey(schemaRow), nil); err != nil {
				return err
			}
		}
		return dropStray(tx, w, kept)
	})
	if err == nil {
		err = w.commit()
	}
	if err == nil {
		err = s.rebuild()
	}
	return lost, explain(s.dir, err)
}

// dropStray deletes the parts of documents that are not kept, and judgements that cannot be read.
func dropStray(tx *badger.Txn, w *bulk, kept map[graph.DocumentID]sections[int]) error {
	for _, table := range append([]byte{tableJudgement}, sectionTables...) {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{table}})
		for it.Rewind(); it.Valid(); it.Next() {
			key := it.Item().KeyCopy(nil)
			stray := false
			if table == tableJudgement {
				id, _ := parseOwnKey[string](table, key)
				stray = it.Item().Value(func(b []byte) error {
					j, err := decodeJudgement(b)
					if err == nil && j.ID() != id {
						err = errValue
					}
					return err
				}) != nil
			} else {
				id, chunk, ok := parseSectionKey(table, key)
				n, known := kept[id]
				stray = !ok || !known || chunk >= numberOfChunks(n, table)
			}
			if !stray {
				continue
			}
			if err := w.write(key, nil); err != nil {
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
