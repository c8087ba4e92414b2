package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/pb"
	"google.golang.org/protobuf/proto"
	"mandate/graph"
)

// Salvaged says what became of a damaged store.
type Salvaged struct {
	Kept    int                // documents that were saved
	Lost    []graph.DocumentID // documents of which something is left, but not all
	Unnamed int                // documents that are missing besides, as far as the count of documents can still be read
	Files   []string           // damaged files
	Aside   string             // the folder in which the damaged store was put
}

// Salvage makes a sound store of one with damaged files: the documents that are whole, with all views made anew, and the
// judgements. The damaged store is kept beside it. What was written last may be missing or, where a damaged file held
// the news of it, be as it was before: build again what changed last, and forget again what was forgotten. Nobody may
// have the store open.
func Salvage(ctx context.Context, dir string, opt Options) (sum *Salvaged, err error) {
	defer guard(dir, &err)
	dir = filepath.Clean(dir)
	if _, err := checkFolder(dir); err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	if locked(dir, false) {
		return nil, &Error{Kind: ErrInUse, Dir: dir, PID: lockHolder(dir)}
	}
	work, fresh := dir+".salvage", dir+".new"
	for _, d := range []string{work, fresh} {
		if err := os.RemoveAll(d); err != nil {
			return nil, err
		}
	}
	defer func() {
		err = errors.Join(err, os.RemoveAll(work))
		if err != nil {
			err = errors.Join(err, os.RemoveAll(fresh))
		}
	}()
	sum = &Salvaged{}
	db, err := sum.openSound(dir, work)
	if err != nil {
		return nil, explain(dir, err)
	}
	into, err := Open(fresh, Options{Logger: opt.Logger, MinFree: opt.MinFree})
	if err == nil {
		err = errors.Join(sum.copyDocuments(ctx, db, into), into.Close())
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return nil, explain(dir, err)
	}
	for n := 1; sum.Aside == ""; n++ {
		aside := fmt.Sprintf("%s.damaged-%d", dir, n)
		if _, err := os.Lstat(aside); errors.Is(err, os.ErrNotExist) {
			sum.Aside = aside
		}
	}
	if err := os.Rename(dir, sum.Aside); err != nil {
		return nil, err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return nil, errors.Join(err, os.Rename(sum.Aside, dir))
	}
	return sum, syncPath(filepath.Dir(dir))
}

// openSound opens what is whole in dir in a folder of its own: tables and logs whose checksums are right.
func (sum *Salvaged) openSound(dir, work string) (*badger.DB, error) {
	files, err := listFiles(dir)
	if err != nil {
		return nil, err
	}
	have := map[string]fileMark{}
	for _, f := range files {
		have[f.name] = f
	}
	listed, err := inspectManifest(dir, have)
	if err != nil || listed == nil {
		if err != nil {
			sum.Files = append(sum.Files, badger.ManifestFilename)
		}
		listed = nil
	}
	for _, name := range sortedNames(listed) {
		if _, ok := have[name]; !ok {
			sum.Files = append(sum.Files, name)
		}
	}
	if marks, ok, _ := readClean(dir); ok {
		for _, name := range sortedNames(marks) {
			if !strings.HasSuffix(name, ".sst") && have[name].hash != marks[name].hash && !slices.Contains(sum.Files, name) {
				sum.Files = append(sum.Files, name)
			}
		}
	}
	if err := os.MkdirAll(work, 0o777); err != nil {
		return nil, err
	}
	var changes []*pb.ManifestChange
	var logs []string
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		switch filepath.Ext(f.name) {
		case ".sst":
			t, ok := listed[f.name]
			if listed == nil {
				t = zstdTable // on the lowest level, where the newest of several versions counts
			} else if !ok {
				continue // merged into others before
			}
			if err := inspectTable(path, t); err != nil {
				sum.Files = append(sum.Files, f.name)
				continue
			}
			var id uint64
			if _, err := fmt.Sscanf(f.name, "%d.sst", &id); err != nil {
				continue
			}
			changes = append(changes, &pb.ManifestChange{Id: id, Op: pb.ManifestChange_CREATE, Level: uint32(t.Level),
				EncryptionAlgo: pb.EncryptionAlgo_aes, Compression: uint32(options.ZSTD)})
		case ".mem":
			if f.size == 0 {
				continue
			}
			logs = append(logs, f.name)
		default:
			continue // what Badger makes anew
		}
		if err := linkFile(path, filepath.Join(work, f.name)); err != nil {
			return nil, err
		}
	}
	if err := writeManifest(work, changes); err != nil {
		return nil, err
	}
	db, err := openBadger(work)
	if err != nil && len(logs) > 0 { // without the logs, one of which must be what cannot be read
		for _, name := range logs {
			if err := os.Remove(filepath.Join(work, name)); err != nil {
				return nil, err
			}
		}
		sum.Files = append(sum.Files, logs...)
		db, err = openBadger(work)
	}
	return db, err
}

func openBadger(dir string) (db *badger.DB, err error) {
	defer guard(dir, &err)
	// No table may be merged: Badger empties what it has merged, and the damaged store with it where tables are linked.
	return badger.Open(badgerOptions(dir, Options{}).WithNumCompactors(0))
}

// linkFile copies a file. Tables, which Badger changes only when it has merged them, are linked where that can be done.
func linkFile(from, to string) error {
	if strings.HasSuffix(from, ".sst") && os.Link(from, to) == nil {
		return nil
	}
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// writeManifest writes a manifest as Badger does (manifest.go, helpRewrite): "Bdgr", two bytes of the program that uses
// it, version 8, then one change set with its length and checksum.
func writeManifest(dir string, changes []*pb.ManifestChange) error {
	set, err := proto.Marshal(&pb.ManifestChangeSet{Changes: changes})
	if err != nil {
		return err
	}
	b := append([]byte("Bdgr"), 0, 0, 0, 8)
	b = binary.BigEndian.AppendUint32(b, uint32(len(set)))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(set, crc32.MakeTable(crc32.Castagnoli)))
	return os.WriteFile(filepath.Join(dir, badger.ManifestFilename), append(b, set...), 0o666)
}

// copyDocuments puts what is whole into a fresh store.
func (sum *Salvaged) copyDocuments(ctx context.Context, db *badger.DB, into *Store) error {
	tx := db.NewTransaction(false)
	defer tx.Discard()
	if judgements, err := readJudgements(tx); err == nil {
		if err := into.Judge(judgements...); err != nil {
			return err
		}
	}
	if sch, ok, err := readSchema(tx); err == nil && ok && soundSchema(tx) == nil {
		if err := into.SetSchema(sch); err != nil {
			return err
		}
	}
	seen := map[graph.DocumentID]bool{} // whether a document was saved, of all of which anything is left
	for _, table := range []byte{tableDocument, tablePassages, tableClusters, tableClaims, tableText} {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{table}})
		for it.Rewind(); it.Valid(); it.Next() {
			key := it.Item().KeyCopy(nil)
			id, ok := parseDocumentKey(key)
			if !ok {
				id, _, ok = parseSectionKey(table, key)
			}
			if ok {
				seen[id] = false
			}
		}
		it.Close()
	}
	var batch []*graph.Contribution
	size := 0
	flush := func() error {
		err := into.Put(batch...)
		batch, size = nil, 0
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := sound(tx, id)
		if err != nil {
			sum.Lost = append(sum.Lost, id)
			continue
		}
		sum.Kept++
		batch, size = append(batch, c), size+len(c.Text)
		if len(batch) >= 256 || size > 8<<20 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if n, err := readCounts(tx); err == nil {
		sum.Unnamed = max(0, n.Documents-sum.Kept-len(sum.Lost))
	}
	return flush()
}

// sound reads a document of which all must be there, of one version.
func sound(tx *badger.Txn, id graph.DocumentID) (c *graph.Contribution, err error) {
	defer guard("", &err)
	rec, err := readRecord(tx, id)
	if err != nil {
		return nil, err
	}
	if c, err = readWhole(tx, id, rec); err == nil {
		err = c.Check()
	}
	if err == nil && rec.sum == "" { // written before sums were kept: by one transaction, if nothing is missing
		err = oneVersion(tx, id)
	}
	return c, err
}

// oneVersion fails when the rows of a document were not written together.
func oneVersion(tx *badger.Txn, id graph.DocumentID) error {
	item, err := tx.Get(makeDocumentKey(id))
	if err != nil {
		return err
	}
	version := item.Version()
	for _, table := range []byte{tablePassages, tableClusters, tableClaims, tableText} {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: appendText([]byte{table}, id)})
		for it.Rewind(); it.Valid(); it.Next() {
			if it.Item().Version() != version {
				it.Close()
				return fmt.Errorf("%w: document %q: its parts were not written together", errValue, id)
			}
		}
		it.Close()
	}
	return nil
}
