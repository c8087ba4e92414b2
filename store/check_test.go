package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"
	"mandate/extract/link/linktest"
	"mandate/graph"
	"mandate/graph/graphtest"
)

func check(t *testing.T, s *Store) []Finding {
	t.Helper()
	var all []Finding
	if _, err := s.Check(context.Background(), t.TempDir(), func(f Finding) { all = append(all, f) }); err != nil {
		t.Fatal(err)
	}
	return all
}

// A row that is changed, missing or left over in any view is found, and Repair makes all as it was. A document that
// cannot be read is found, and Repair goes on without it.
func TestCheckAndRepair(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "store"), Options{})
	put(t, s, documents(40, 1)...)
	if err := s.Judge(graph.Judgement{Kind: graph.Hide, A: documents(1, 1)[0].Clusters[0].Entity}); err != nil {
		t.Fatal(err)
	}
	if found := check(t, s); len(found) > 0 {
		t.Fatalf("findings in a sound store: %v", found)
	}
	before := dumpKeys(t, s)
	for _, table := range []byte{tableEntity, tableType, tableForm, tableOut, tableIn, tableStatement, tableMention, tableProfile, tableBlock, tableHidden} {
		w := s.bulk()
		key := firstKey(t, s, table)
		if err := errors.Join(w.write(key, nil), w.write(append(key[:len(key):len(key)], 'x'), []byte{1}), w.commit()); err != nil {
			t.Fatal(err)
		}
		found := check(t, s)
		if len(found) != 2 || found[0].Table != tableNames[table] {
			t.Errorf("table %c: one row missing and one left over, found %v", table, found)
		}
		if lost, err := s.Repair(context.Background()); err != nil || len(lost) > 0 {
			t.Fatal(lost, err)
		}
		if diff := cmp.Diff(before, dumpKeys(t, s)); diff != "" {
			t.Fatalf("table %c: repair did not make all as it was:\n%s", table, diff)
		}
	}
	w := s.bulk()
	if err := errors.Join(w.write(firstKey(t, s, tableClaims), []byte{9, 9}), w.commit()); err != nil {
		t.Fatal(err)
	}
	if found := check(t, s); len(found) == 0 || found[0].Document == "" {
		t.Errorf("a document that cannot be read: %v", found)
	}
	if lost, err := s.Repair(context.Background()); err != nil || len(lost) != 1 {
		t.Errorf("repair lost %v, %v; want one document", lost, err)
	}
	if found := check(t, s); len(found) > 0 {
		t.Errorf("findings after repair: %v", found)
	}
}

func badgerPrefix(table byte) badger.IteratorOptions {
	return badger.IteratorOptions{Prefix: []byte{table}}
}

func firstKey(t *testing.T, s *Store, table byte) []byte {
	t.Helper()
	tx := s.db.NewTransaction(false)
	defer tx.Discard()
	it := tx.NewIterator(badgerPrefix(table))
	defer it.Close()
	if it.Rewind(); !it.Valid() {
		t.Fatalf("table %c is empty", table)
	}
	return it.Item().KeyCopy(nil)
}

// A backup restores every row; the same graph makes the same bytes; one that is cut off or changed anywhere is refused
// and leaves nothing behind.
func TestBackup(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "store"), Options{})
	put(t, s, documents(60, 1)...)
	var file, again bytes.Buffer
	n, err := snapshot(t, s).Backup(context.Background(), &file)
	if err != nil {
		t.Fatal(err)
	}
	other := openTest(t, "", Options{InMemory: true})
	for _, c := range documents(60, 1) {
		put(t, other, c)
	}
	if _, err := snapshot(t, other).Backup(context.Background(), &again); err != nil || !bytes.Equal(file.Bytes(), again.Bytes()) {
		t.Errorf("the same documents in another store make another backup (%v)", err)
	}
	dir := filepath.Join(t.TempDir(), "restored")
	if m, err := Restore(context.Background(), dir, bytes.NewReader(file.Bytes()), Options{}); err != nil || m != n {
		t.Fatalf("restored %d of %d rows: %v", m, n, err)
	}
	r := openTest(t, dir, Options{})
	if diff := cmp.Diff(dumpKeys(t, s), dumpKeys(t, r)); diff != "" {
		t.Errorf("restored rows differ:\n%s", diff)
	}
	if _, err := Restore(context.Background(), dir, bytes.NewReader(file.Bytes()), Options{}); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("restored over a store: %v", err)
	}
	whole := file.Bytes()
	for _, bad := range [][]byte{nil, whole[:10], whole[:len(whole)/2], whole[:len(whole)-1], append(whole[:len(whole):len(whole)], 'x'), flip(whole, len(whole)/3), flip(whole, len(whole)-3)} {
		dir := filepath.Join(t.TempDir(), "bad")
		if _, err := Restore(context.Background(), dir, bytes.NewReader(bad), Options{}); !errors.Is(err, errBackup) {
			t.Errorf("%d of %d bytes: %v", len(bad), len(whole), err)
		}
		if left, _ := filepath.Glob(dir + "*"); len(left) > 0 {
			t.Errorf("a bad backup left %v", left)
		}
	}
}

func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 4
	return b
}

// A compacted store holds the same and takes no more room.
func TestCompact(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "store"), Options{})
	put(t, s, documents(50, 1)...)
	before := dumpKeys(t, s)
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dumpKeys(t, s)); diff != "" {
		t.Errorf("compacting changed rows:\n%s", diff)
	}
}

// A store of an earlier format is brought up to date when it is opened, also for reading only, and holds what it held.
func TestMigration(t *testing.T) {
	for _, format := range []string{"format1", "format2"} {
		for _, opt := range []Options{{}, {ReadOnly: true}} {
			dir := filepath.Join(t.TempDir(), "old")
			if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", format))); err != nil {
				t.Fatal(err)
			}
			s := openTest(t, dir, opt)
			n, err := snapshot(t, s).Counts()
			if err != nil || n.Documents == 0 || n.Statements == 0 {
				t.Fatalf("%s: %+v: %v", format, n, err)
			}
			if found := check(t, s); len(found) > 0 {
				t.Errorf("%s: findings after migration: %v", format, found)
			}
			if v, err := s.readFormat(); err != nil || v != formatVersion {
				t.Errorf("%s: format %d, %v", format, v, err)
			}
			if format == "format2" {
				checkMigrated(t, snapshot(t, s))
			}
		}
	}
}

// checkMigrated compares a store with a new one of its documents as found and of its judgements.
func checkMigrated(t *testing.T, r *Snapshot) {
	t.Helper()
	s := openTest(t, "", Options{InMemory: true})
	for doc, err := range r.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.Found(doc.ID)
		if err != nil || len(c.Claims) != linktest.Statements {
			t.Fatalf("%+v, %v", c, err)
		}
		put(t, s, c)
	}
	judgements, err := r.Judgements()
	if err != nil || len(judgements) != 2 {
		t.Fatalf("judgements %v, %v", judgements, err)
	}
	if err := s.Judge(judgements...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(graphtest.Dump(snapshot(t, s)), graphtest.Dump(r)); diff != "" {
		t.Errorf("after migration the graph is another:\n%.2000s", diff)
	}
}
