package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/graph"
	"mandate/graph/graphtest"
)

// closedStore is a folder with a store that was closed in order.
func closedStore(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, documents(200, 1)...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// readAll opens the store and asks for everything; the first error counts.
func readAll(dir string, opt Options) error {
	s, err := Open(dir, opt)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer r.Close()
	for rel, err := range r.AllRelations("") {
		if err != nil {
			return err
		}
		for _, err := range r.Statements(rel.RelationKey) {
			if err != nil {
				return err
			}
		}
	}
	for ent, err := range r.Entities("") {
		if err != nil {
			return err
		}
		for _, err := range r.Mentions(ent.ID) {
			if err != nil {
				return err
			}
		}
	}
	for doc, err := range r.Documents() {
		if err == nil {
			_, err = r.Contribution(doc.ID)
		}
		if err != nil {
			return err
		}
	}
	_, err = r.Counts()
	return err
}

// Whatever happens to a file of a closed store, opening or reading says so and names the file.
func TestDamagedFiles(t *testing.T) {
	damages := []struct {
		name string
		do   func(b []byte) []byte // nil: delete
	}{
		{"deleted", nil},
		{"emptied", func([]byte) []byte { return []byte{} }},
		{"cut at half", func(b []byte) []byte { return b[:len(b)/2] }},
		{"cut by a byte", func(b []byte) []byte { return b[:len(b)-1] }},
		{"garbled at the start", func(b []byte) []byte { return garble(b, 0) }},
		{"garbled in the middle", func(b []byte) []byte { return garble(b, len(b)/2) }},
		{"garbled at the end", func(b []byte) []byte { return garble(b, len(b)-12) }},
		{"zeros", func(b []byte) []byte { return make([]byte, len(b)) }},
	}
	whole := closedStore(t)
	for _, pattern := range []string{"MANIFEST", "*.sst", "*.vlog", "KEYREGISTRY", markFile} {
		paths, err := filepath.Glob(filepath.Join(whole, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("the store has no file like %s", pattern)
		}
		file := filepath.Base(paths[0])
		for _, d := range damages {
			for _, opt := range []Options{{ReadOnly: true}, {}} {
				name := file + " " + d.name
				if !opt.ReadOnly {
					name += ", for writing"
				}
				t.Run(name, func(t *testing.T) {
					dir := filepath.Join(t.TempDir(), "copy")
					if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
						t.Fatal(err)
					}
					damage(t, filepath.Join(dir, file), d.do)
					before := fileSums(t, dir)
					err := readAll(dir, opt)
					var e *Error
					errors.As(err, &e)
					switch {
					case d.do == nil && file == markFile:
						if !errors.Is(err, ErrNotStore) {
							t.Errorf("error %v, want ErrNotStore", err)
						}
					case e == nil || !errors.Is(err, ErrDamaged):
						t.Fatalf("error %v, want ErrDamaged", err)
					case e.File != file:
						t.Errorf("%q is named instead of %q: %v", e.File, file, err)
					}
					if e != nil && !cmp.Equal(before, fileSums(t, dir)) {
						t.Error("a store that cannot be opened was changed")
					}
				})
			}
		}
	}
}

func garble(b []byte, at int) []byte {
	b = slices.Clone(b)
	for i := max(at, 0); i < min(at+8, len(b)); i++ {
		b[i] ^= 0x5a
	}
	return b
}

func damage(t *testing.T, path string, do func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil && do == nil {
		err = os.Remove(path)
	} else if err == nil {
		err = os.WriteFile(path, do(b), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Bytes that rot on the disk leave size and time as they were. Verify finds them.
func TestRottenBlock(t *testing.T) {
	whole := closedStore(t)
	tables, _ := filepath.Glob(filepath.Join(whole, "*.sst"))
	info, err := os.Stat(tables[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []int64{1, 2, 3, 5, 7} {
		at := info.Size() * part / 10
		b, err := os.ReadFile(tables[0])
		if err != nil {
			t.Fatal(err)
		}
		rotten := garble(b, int(at))
		writeAsBefore(t, tables[0], rotten, info)
		s, err := Open(whole, Options{ReadOnly: true})
		if err == nil {
			err = s.Verify()
			s.Close()
		}
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, ErrDamaged) || e.File != filepath.Base(tables[0]) {
			t.Errorf("rot at byte %d of %d: error %v, want ErrDamaged in %s", at, info.Size(), err, filepath.Base(tables[0]))
		}
		writeAsBefore(t, tables[0], b, info)
	}
	if err := openTest(t, whole, Options{}).Verify(); err != nil {
		t.Error(err)
	}
}

func writeAsBefore(t *testing.T, path string, b []byte, info os.FileInfo) {
	t.Helper()
	err := os.WriteFile(path, b, 0o600)
	if err == nil {
		err = os.Chtimes(path, info.ModTime(), info.ModTime())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A copy of a closed store is a store.
func TestCopiedStore(t *testing.T) {
	dir := closedStore(t)
	other := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := readAll(other, Options{ReadOnly: true}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(graphtest.Dump(graph.NewGraph(documents(200, 1)...)), graphtest.Dump(snapshot(t, openTest(t, other, Options{})))); diff != "" {
		t.Errorf("%.2000s", diff)
	}
}

func TestNotOurs(t *testing.T) {
	write := func(dir, name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	folder := t.TempDir()
	write(folder, "letter.txt", "dear")
	foreign := t.TempDir()
	write(foreign, "MANIFEST", "Bdgr\x00\x00\x00\x08")
	newer := t.TempDir()
	write(newer, markFile, markText+"7\n")
	file := filepath.Join(folder, "letter.txt")
	for _, tt := range []struct {
		dir  string
		kind error
		want string
	}{
		{folder, ErrNotStore, "letter.txt"}, {foreign, ErrNotStore, "Badger database of another program"},
		{file, ErrNotStore, "it is a file"}, {newer, ErrNewer, "format 7, this one knows up to 3"},
	} {
		for _, opt := range []Options{{}, {ReadOnly: true}} {
			_, err := Open(tt.dir, opt)
			if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v", tt.want, err)
			}
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("something was written: %v", entries)
	}
}

// The version in the database counts as well as that in the mark.
func TestNewerDatabase(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	m := newMessage()
	m.num(1, formatVersion+1)
	if err := s.commit(rows{string(makeMetaKey("format")): m}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := Open(dir, Options{}); !errors.Is(err, ErrNewer) {
			t.Errorf("%v", err)
		}
	}
}
