package store

import (
	"errors"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/extract/link"
)

// errStale says that a store that is open for reading only has no views yet, or views made by an earlier version.
var errStale = errors.New("the views are not made yet, or were made by an earlier version of mandate")

// views are the tables that can be made anew from the contributions and judgements.
var views = []byte{tableEntity, tableType, tableForm, tableOut, tableIn, tableStatement, tableMention, tableProfile, tableBlock,
	tableLink, tableHidden}

// viewsVersion counts the changes to the rows of views: a store that has earlier ones makes them anew.
//
//	1  the first
//	2  keys in one block share a row (table b); the row of a relation has sketches of up to 512 documents
const viewsVersion = 2

// linking is the version of the views: of their rows, and of the rules by which this store links, 0 for not at all.
func (s *Store) linking() int {
	if s.opt.Unlinked {
		return 1000 * (viewsVersion - 1)
	}
	return 1000*(viewsVersion-1) + link.Version
}

// bringUpToDate makes the views anew where an earlier version made them, or where making them was interrupted.
func (s *Store) bringUpToDate() error {
	var format, linking, half int
	err := s.db.View(func(tx *badger.Txn) (err error) {
		if format, err = readNumber(tx, "format"); err == nil {
			if linking, err = readNumber(tx, "linking"); err == nil {
				half, err = readNumber(tx, "rebuilding")
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if format == formatVersion && linking == s.linking() && half == 0 {
		return nil
	}
	if s.opt.ReadOnly {
		return errStale
	}
	if format == formatVersion && linking == s.linking() {
		s.behind.Store(true) // until somebody wants to see them
		return nil
	}
	if !s.opt.InMemory && format != formatVersion {
		if err := writeMark(s.dir); err != nil { // from here on an earlier version does not touch it
			return err
		}
	}
	return s.rebuild()
}

// clearViews deletes every row of the views.
func (s *Store) clearViews(w *bulk) error {
	for _, table := range views {
		err := s.db.View(func(tx *badger.Txn) error {
			it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{table}})
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
	}
	if err := w.write(makeMetaKey("counts"), nil); err != nil {
		return err
	}
	return w.commit()
}
