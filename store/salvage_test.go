package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"
	"mandate/graph"
	"mandate/graph/graphtest"
)

// Of a store with a damaged file, whichever it is, all documents are saved of which nothing stood in the file, the file is
// named, and what is made of them is sound.
func TestSalvage(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole")
	cs := documents(40, 1)
	for i := range 4 { // a table each
		s, err := Open(whole, Options{})
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, cs[10*i:10*i+10]...)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	tables, _ := filepath.Glob(filepath.Join(whole, "*.sst"))
	vlogs, _ := filepath.Glob(filepath.Join(whole, "*.vlog"))
	if len(tables) < 4 || len(vlogs) == 0 {
		t.Fatalf("%d tables, %d value logs", len(tables), len(vlogs))
	}
	damages := map[string]func([]byte) []byte{"deleted": nil, "emptied": func([]byte) []byte { return []byte{} },
		"cut": func(b []byte) []byte { return b[:len(b)/2] }, "garbled": func(b []byte) []byte { return garble(b, len(b)/2) }}
	for _, tt := range []struct {
		file string
		lost int
	}{{filepath.Base(tables[1]), 10}, {badger.ManifestFilename, 0}, {"KEYREGISTRY", 0}, {filepath.Base(vlogs[0]), 0}, {markFile, 0}} {
		for what, do := range damages {
			if tt.file == markFile && do == nil {
				continue // a folder without it is not ours
			}
			t.Run(tt.file+" "+what, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "store")
				if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
					t.Fatal(err)
				}
				damage(t, filepath.Join(dir, tt.file), do)
				before := fileSums(t, dir)
				sum, err := Salvage(context.Background(), dir, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if sum.Kept != 40-tt.lost || len(sum.Lost)+sum.Unnamed != tt.lost || tt.file != markFile && !slices.Contains(sum.Files, tt.file) {
					t.Errorf("%+v", sum)
				}
				if diff := cmp.Diff(before, fileSums(t, sum.Aside)); diff != "" {
					t.Errorf("the damaged store was changed:\n%s", diff)
				}
				s := openTest(t, dir, Options{})
				var left []*graph.Contribution
				for i, c := range cs {
					if tt.lost == 0 || i/10 != 1 {
						left = append(left, c)
					}
				}
				if diff := cmp.Diff(graphtest.Dump(graph.NewGraph(left...)), graphtest.Dump(snapshot(t, s))); diff != "" {
					t.Errorf("%.2000s", diff)
				}
				if found := check(t, s); len(found) > 0 {
					t.Errorf("%v", found)
				}
				if rest, _ := filepath.Glob(dir + ".*"); len(rest) != 1 {
					t.Errorf("left behind: %v", rest)
				}
			})
		}
	}
}

// Whichever row of whichever table is altered, swapped with another, deleted or added: check says so, and where.
func TestCheckSeesEveryRow(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true})
	cs := documents(6, 1)
	put(t, s, cs...)
	hide := graph.Judgement{Kind: graph.Hide, A: cs[0].Clusters[0].Entity, Reason: "not wanted", Date: "2020"}
	rename := graph.Judgement{Kind: graph.Rename, A: cs[0].Clusters[1].Entity, Value: "Another Name", Reason: "better", Date: "2020"}
	if err := s.Judge(hide, rename); err != nil {
		t.Fatal(err)
	}
	if found := check(t, s); len(found) > 0 {
		t.Fatalf("findings in a sound store: %v", found)
	}
	set := func(key, value []byte) {
		t.Helper()
		w := s.bulk()
		if err := w.write(key, value); err != nil {
			t.Fatal(err)
		}
		if err := w.commit(); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range append([]byte{tableDocument, tablePassages, tableClusters, tableClaims, tableText, tableJudgement, tableMeta}, views...) {
		keys, values := rowsOf(t, s, table)
		if len(keys) == 0 {
			t.Errorf("table %c is empty", table)
			continue
		}
		where := tableNames[table]
		if where == "" {
			where = "documents"
		}
		sees := func(key []byte, what string) {
			t.Helper()
			found := check(t, s)
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Table == where }) {
				t.Errorf("table %c, row %q %s: found %v", table, key, what, found)
			}
		}
		at := len(keys) / 2
		key, value := keys[at], values[at]
		for i := 0; i < len(value); i += 1 + len(value)/2 {
			set(key, garbleByte(value, i))
			sees(key, "with another byte")
		}
		if len(value) == 0 {
			set(key, []byte{valueVersion})
			sees(key, "with a value")
		}
		if other := values[(at+1)%len(values)]; !bytes.Equal(other, value) {
			set(key, other)
			sees(key, "with the value of another")
		}
		if table != tableJudgement { // nothing says that there must be one
			set(key, nil)
			sees(key, "deleted")
		}
		set(key, value)
		if table == tableMeta || table == tableJudgement {
			continue
		}
		more := append(bytes.Clone(key[:len(key)-1]), key[len(key)-1]+1)
		set(more, value)
		sees(more, "added")
		set(more, nil)
	}
	if found := check(t, s); len(found) > 0 {
		t.Errorf("the test did not put back what it changed: %v", found)
	}
	// And all of it at once is repaired.
	for _, table := range []byte{tableClaims, tableText, tableJudgement, tableOut, tableProfile} {
		keys, values := rowsOf(t, s, table)
		set(keys[0], values[0][:len(values[0])/2])
		set(append(keys[0][:len(keys[0])-1:len(keys[0])-1], 'x'), values[0])
	}
	if lost, err := s.Repair(context.Background()); err != nil || len(lost) != 1 {
		t.Errorf("lost %v, %v; want one document", lost, err)
	}
	if found := check(t, s); len(found) > 0 {
		t.Errorf("after the repair: %v", found)
	}
}

func garbleByte(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 0x15
	return b
}

// rowsOf are the rows of a table; of what is known of the store the counts alone.
func rowsOf(t *testing.T, s *Store, table byte) (keys, values [][]byte) {
	t.Helper()
	tx := s.db.NewTransaction(false)
	defer tx.Discard()
	it := tx.NewIterator(badgerPrefix(table))
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		key := it.Item().KeyCopy(nil)
		if table == tableMeta && !strings.HasSuffix(string(key), "counts") {
			continue
		}
		value, err := it.Item().ValueCopy(nil)
		if err != nil {
			t.Fatal(err)
		}
		keys, values = append(keys, key), append(values, value)
	}
	return keys, values
}
