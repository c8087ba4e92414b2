package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2/z"
)

// Badger forgives too much for a store that must not lose a row in silence: it cuts a manifest off at the first record
// that is not whole and deletes the tables it then does not know; it leaves out a table whose index does not fit its
// checksum; it ends an iteration, and drops what is left in a compaction, at a block that cannot be read; and for some
// files it panics in a goroutine of its own. So the files are looked at before Badger is.
//
// When a store is closed, the file CLEAN lists its files with their sizes and times. It is deleted when the store is
// opened for writing. A table that is as listed is trusted: whoever writes to it changes its time. After a crash, or
// when files were copied, every table that is not as listed is read whole and checked. What is left is a disk that
// forgets: sequences that know how long they must be report it, Verify finds all of it.
const cleanFile = "CLEAN"

// fileMark is what CLEAN says of one file.
type fileMark struct {
	name, time string
	size       int64
	hash       string // of all but tables, which are large and have checksums of their own
}

// listFiles are the marks of Badger's files, by name.
func listFiles(dir string) ([]fileMark, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var marks []fileMark
	for _, e := range entries {
		if !badgerFile.MatchString(e.Name()) || badgerFile.FindString(e.Name()) != e.Name() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		m := fileMark{name: e.Name(), size: info.Size(), time: fmt.Sprint(info.ModTime().UnixNano()), hash: "-"}
		if !strings.HasSuffix(m.name, ".sst") {
			text, err := os.ReadFile(filepath.Join(dir, m.name))
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(text)
			m.hash = hex.EncodeToString(sum[:])
		}
		marks = append(marks, m)
	}
	return marks, nil
}

func writeClean(dir string) error {
	marks, err := listFiles(dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, m := range marks {
		fmt.Fprintf(&b, "%s %d %s %s\n", m.name, m.size, m.time, m.hash)
	}
	return writeFileSynced(filepath.Join(dir, cleanFile), []byte(b.String()))
}

// readClean reads CLEAN; ok is false when the store was not closed (or the file makes no sense, which comes to the same).
func readClean(dir string) (marks map[string]fileMark, ok bool, err error) {
	text, err := os.ReadFile(filepath.Join(dir, cleanFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	marks = map[string]fileMark{}
	for line := range strings.Lines(string(text)) {
		var m fileMark
		if n, err := fmt.Sscan(line, &m.name, &m.size, &m.time, &m.hash); n != 4 || err != nil {
			return nil, false, nil
		}
		marks[m.name] = m
	}
	return marks, true, nil
}

// inspect looks at the files of an existing store. clean says that it was closed in order.
func inspect(dir string) (clean bool, err error) {
	marks, clean, err := readClean(dir)
	if err != nil {
		return false, err
	}
	files, err := listFiles(dir)
	if err != nil {
		return false, err
	}
	have := map[string]fileMark{}
	for _, f := range files {
		have[f.name] = f
	}
	if clean {
		for _, name := range sortedNames(marks) {
			want := marks[name]
			switch f, ok := have[name]; {
			case !ok:
				return false, damaged(dir, name, errors.New("the file is missing"))
			case f.size != want.size:
				return false, damaged(dir, name, fmt.Errorf("the file has %d bytes instead of %d", f.size, want.size))
			case f.hash != want.hash:
				return false, damaged(dir, name, errors.New("its content is not what was written"))
			}
		}
	}
	tables, err := inspectManifest(dir, have)
	if err != nil {
		return false, err
	}
	for _, name := range sortedNames(tables) {
		f, ok := have[name]
		if !ok {
			return false, damaged(dir, name, errors.New("the file is missing"))
		}
		if known := clean && marks[name].time == f.time; known {
			continue
		}
		if err := inspectTable(filepath.Join(dir, name), tables[name]); err != nil {
			return false, damaged(dir, name, err)
		}
	}
	return clean, nil
}

func damaged(dir, file string, err error) error {
	return &Error{Kind: ErrDamaged, Dir: dir, File: file, Err: err}
}

func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// inspectManifest reads the manifest as Badger will, and gives the tables it lists.
func inspectManifest(dir string, have map[string]fileMark) (tables map[string]badger.TableManifest, err error) {
	defer guard(dir, &err)
	tableFiles := 0
	for name := range have {
		if strings.HasSuffix(name, ".sst") {
			tableFiles++
		}
	}
	if _, ok := have[badger.ManifestFilename]; !ok {
		if tableFiles == 0 {
			return nil, nil // killed before Badger wrote its first file
		}
		return nil, damaged(dir, badger.ManifestFilename, errors.New("the file is missing"))
	}
	f, err := os.Open(filepath.Join(dir, badger.ManifestFilename))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, end, err := badger.ReplayManifestFile(f, 0, badgerOptions(dir, Options{}))
	if err != nil {
		return nil, damaged(dir, badger.ManifestFilename, err)
	}
	if torn := end < have[badger.ManifestFilename].size; torn && tableFiles > len(m.Tables) {
		// A record may be torn when power is lost while it is written, but then Badger would delete the tables that
		// it does not list. Rather than guess, keep all.
		return nil, damaged(dir, badger.ManifestFilename, errors.New("its last record is not whole and tables are not listed"))
	}
	tables = map[string]badger.TableManifest{}
	for id, t := range m.Tables {
		tables[filepath.Base(table.NewFilename(id, dir))] = t
	}
	return tables, nil
}

// zstdTable is how our tables are written.
var zstdTable = badger.TableManifest{Compression: options.ZSTD}

// Verify reads every table and checks it against its checksums. It may be called while the store is in use.
func (s *Store) Verify() error {
	if s.opt.InMemory {
		return nil
	}
	for _, t := range s.db.Tables() { // not the files in the folder, some of which may be half written
		path := table.NewFilename(t.ID, s.dir)
		err := inspectTable(path, zstdTable)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if !slices.ContainsFunc(s.db.Tables(), func(now badger.TableInfo) bool { return now.ID == t.ID }) {
			continue // merged into others meanwhile: Badger cuts such a file to nothing, then deletes it
		}
		return damaged(s.dir, filepath.Base(path), err)
	}
	return nil
}

// inspectTable reads a table whole and checks every block against its checksum. It reads the file into memory: were it
// mapped, a file that Badger cuts off meanwhile would end the program.
func inspectTable(path string, t badger.TableManifest) (err error) {
	defer guard(path, &err)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	tab, err := table.OpenTable(&z.MmapFile{Data: data, Fd: f}, table.Options{
		ReadOnly: true, Compression: t.Compression, BlockSize: 16 << 10, ChkMode: options.OnBlockRead,
	})
	if err != nil {
		return err
	}
	return tab.VerifyChecksum()
}
