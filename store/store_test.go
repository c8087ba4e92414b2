package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"
	"mandate/graph"
	"mandate/graph/graphtest"
	"pgregory.net/rapid"
)

func openTest(t testing.TB, dir string, opt Options) *Store {
	t.Helper()
	s, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func snapshot(t testing.TB, s *Store) *Snapshot {
	t.Helper()
	r, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func put(t testing.TB, s *Store, cs ...*graph.Contribution) {
	t.Helper()
	if err := s.Put(cs...); err != nil {
		t.Fatal(err)
	}
}

// reused is one store for all cases of a suite: before each, the documents of the last are forgotten. Opening a store
// for each of hundreds of generated cases would take long, and leftovers would show.
type reused struct {
	*Store
	t *testing.T
}

func (e *reused) empty() {
	for doc, err := range snapshot(e.t, e.Store).Documents() {
		if err == nil {
			err = e.Forget(doc.ID)
		}
		if err != nil {
			e.t.Fatal(err)
		}
	}
}

func (e *reused) Put(c *graph.Contribution) error { return e.Store.Put(c) }
func (e *reused) Reader() graph.Reader            { return snapshot(e.t, e.Store) }

func TestStoreConforms(t *testing.T) {
	for name, opt := range map[string]Options{"memory": {InMemory: true, Unlinked: true}, "disk": {Unlinked: true}} {
		t.Run(name, func(t *testing.T) {
			e := &reused{openTest(t, t.TempDir(), opt), t}
			graphtest.Run(t, func(t *testing.T, cs []*graph.Contribution) graph.Reader {
				e.empty()
				put(t, e.Store, cs...)
				return snapshot(t, e.Store)
			})
		})
	}
}

func TestStoreEdits(t *testing.T) {
	e := &reused{openTest(t, "", Options{InMemory: true, Unlinked: true}), t}
	graphtest.RunEdits(t, func(*testing.T) graphtest.Editor {
		e.empty()
		return e
	})
}

// dumpKeys is every row of the store.
func dumpKeys(t testing.TB, s *Store) []string {
	t.Helper()
	if s.behind.Load() {
		snapshot(t, s)
	}
	var all []string
	err := s.db.View(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.DefaultIteratorOptions)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			v, err := it.Item().ValueCopy(nil)
			if err != nil {
				return err
			}
			all = append(all, fmt.Sprintf("%q = %q", it.Item().Key(), v))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// After any edits every row is as in a store to which only the documents that are left were added, in another order.
func TestRowsDependOnDocumentsOnly(t *testing.T) {
	edited := &reused{openTest(t, "", Options{InMemory: true, Unlinked: true}), t}
	fresh := &reused{openTest(t, "", Options{InMemory: true, Unlinked: true}), t}
	empty := dumpKeys(t, fresh.Store)
	rapid.Check(t, func(rt *rapid.T) {
		edited.empty()
		fresh.empty()
		if diff := cmp.Diff(empty, dumpKeys(t, edited.Store)); diff != "" {
			rt.Fatalf("rows are left after all was forgotten:\n%s", diff)
		}
		edited.patience = rapid.SampledFrom([]int{-1, 0, usualPatience}).Draw(rt, "patience") // where views are made late, and at once
		fresh.patience = rapid.SampledFrom([]int{-1, 0}).Draw(rt, "fresh patience")
		left := map[graph.DocumentID]*graph.Contribution{}
		for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			batch := graphtest.Contributions(rt)
			put(t, edited.Store, batch...)
			for _, c := range batch {
				left[c.Document.ID] = c
			}
			for _, id := range slices.Sorted(maps.Keys(left)) {
				if rapid.IntRange(0, 3).Draw(rt, "forget") == 0 {
					if err := edited.Forget(id); err != nil {
						rt.Fatal(err)
					}
					delete(left, id)
				}
			}
		}
		ids := rapid.Permutation(slices.Sorted(maps.Keys(left))).Draw(rt, "order")
		for _, id := range ids {
			put(t, fresh.Store, left[id])
		}
		if diff := cmp.Diff(dumpKeys(t, fresh.Store), dumpKeys(t, edited.Store)); diff != "" {
			rt.Fatalf("rows differ (-fresh +edited):\n%s", diff)
		}
	})
}

func TestPutAgainChangesNothing(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true, Unlinked: true})
	cs := documents(20, 1)
	put(t, s, cs...)
	before, version := dumpKeys(t, s), s.db.MaxVersion()
	put(t, s, cs...)
	if diff := cmp.Diff(before, dumpKeys(t, s)); diff != "" {
		t.Error(diff)
	}
	if s.db.MaxVersion() != version {
		t.Error("putting the same documents again wrote something")
	}
	hash, pipeline, ok, err := s.Known(cs[3].Document.ID)
	if hash != cs[3].Document.Hash || pipeline != "p" || !ok || err != nil {
		t.Errorf("Known: %q %q %v %v", hash, pipeline, ok, err)
	}
	if _, _, ok, err := s.Known("none"); ok || err != nil {
		t.Errorf("Known of the unknown: %v %v", ok, err)
	}
}

// A snapshot shows one state while documents come and go.
func TestSnapshotWhileWriting(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	cs := documents(60, 2)
	put(t, s, cs[:30]...)
	r := snapshot(t, s)
	want := graphtest.Dump(r)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if diff := cmp.Diff(want, graphtest.Dump(r)); diff != "" {
				t.Errorf("the snapshot changed:\n%s", diff)
			}
		})
	}
	put(t, s, cs[30:]...)
	for _, c := range cs[:30] {
		if err := s.Forget(c.Document.ID); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	if diff := cmp.Diff(graphtest.Dump(graph.NewGraph(cs[30:]...)), graphtest.Dump(snapshot(t, s))); diff != "" {
		t.Errorf("not like the memory graph:\n%s", diff)
	}
}

// Readers come and go while documents are put, replaced and forgotten: each sees one state, in which all agrees. Run it with
// -race.
func TestReadersWhileBuilding(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				r, err := s.Snapshot()
				if err != nil {
					t.Error(err)
					return
				}
				n, err := r.Counts()
				documents, relations := 0, 0
				for doc, e := range r.Documents() {
					err = errors.Join(err, e)
					_, e = r.Contribution(doc.ID)
					err = errors.Join(err, e)
					documents++
				}
				for rel, e := range r.AllRelations("") {
					err = errors.Join(err, e)
					for _, e := range r.Statements(rel.RelationKey) {
						err = errors.Join(err, e)
					}
					relations++
				}
				if err != nil || documents != n.Documents || relations != sum(n.Relations) {
					t.Errorf("%d documents and %d relations, counted %+v: %v", documents, relations, n, err)
				}
				r.Close()
			}
		})
	}
	for round := range 4 {
		cs := documents(30, uint64(round+1))
		put(t, s, cs...)
		for i, c := range cs[:5] {
			if err := s.Forget(c.Document.ID); err != nil {
				t.Error(i, err)
			}
		}
		if err := s.Sync(); err != nil {
			t.Error(err)
		}
	}
	close(done)
	wg.Wait()
}

func TestSnapshotAfterClose(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true, Unlinked: true})
	put(t, s, documents(3, 3)...)
	r := snapshot(t, s)
	n := 0
	for _, err := range r.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		n++
		r.Close() // a sequence under way goes on
	}
	if n != 3 {
		t.Errorf("a sequence ended after %d of 3 when its snapshot was closed", n)
	}
	if _, err := r.Counts(); !errors.Is(err, ErrClosed) {
		t.Errorf("reading a closed snapshot: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(); !errors.Is(err, ErrClosed) {
		t.Errorf("Put into a closed store: %v", err)
	}
	if _, err := s.Snapshot(); !errors.Is(err, ErrClosed) {
		t.Errorf("Snapshot of a closed store: %v", err)
	}
}

func TestNoSources(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true, NoSources: true})
	c := documents(1, 4)[0]
	put(t, s, c)
	got, err := snapshot(t, s).Contribution(c.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := c.Canonical()
	want.Text = ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Texts are kept compressed, and come back as they were.
func TestSourcesAreCompressed(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true})
	c := documents(1, 4)[0]
	c.Text += strings.Repeat("The ministry said no more than it had said before. ", 1000)
	put(t, s, c)
	_, values := rowsOf(t, s, tableText)
	if n := len(bytes.Join(values, nil)); n == 0 || n > len(c.Text)/2 {
		t.Errorf("a text of %d bytes takes %d", len(c.Text), n)
	}
	if got, err := snapshot(t, s).Contribution(c.Document.ID); err != nil || got.Text != c.Text {
		t.Errorf("the text comes back otherwise (%v)", err)
	}
}

// A document with more rows than fit into a transaction, more text than fits into a value, and bytes that are no text.
func TestLargeDocument(t *testing.T) {
	c := large()
	s := openTest(t, t.TempDir(), Options{})
	put(t, s, documents(5, 5)...)
	before := dumpKeys(t, s)
	put(t, s, c)
	got, err := snapshot(t, s).Contribution(c.Document.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(c.Canonical(), got) {
		t.Error("the contribution that is read is not the one that was put")
	}
	if n, err := snapshot(t, s).Counts(); err != nil || n.Statements != len(c.Claims)+statements(documents(5, 5)) {
		t.Errorf("%d statements, %v", n.Statements, err)
	}
	if err := s.Forget(c.Document.ID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dumpKeys(t, s)); diff != "" {
		t.Errorf("left after Forget:\n%.2000s", diff)
	}
	if vlogs, _ := filepath.Glob(filepath.Join(s.dir, "*.vlog")); len(vlogs) != 1 {
		t.Errorf("the value log was written to: %v", vlogs)
	}
}

func statements(cs []*graph.Contribution) (n int) {
	for _, c := range cs {
		n += len(c.Statements())
	}
	return n
}

// large is a document of some megabytes with 20,000 statements.
func large() *graph.Contribution {
	c := documents(1, 6)[0]
	c.Document.ID = "large.txt"
	rnd := rand.New(rand.NewPCG(6, 6))
	noise := make([]byte, 6<<20) // does not compress
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	c.Text += string(noise)
	claims := c.Claims[:1]
	c.Claims = nil
	for i := range 20_000 {
		cl := claims[0]
		cl.Subject, cl.Object = i%len(c.Clusters), i/7%len(c.Clusters)
		cl.Evidence.Span = graph.Span{Start: i, End: i + 40}
		cl.Evidence.Quote = c.Text[i : i+40]
		c.Claims = append(c.Claims, cl)
	}
	return c
}

// When a large change is interrupted after it counts as done, the next Open ends it; before, nothing of it is left.
func TestInterruptedLargeChange(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	small := documents(5, 5)
	put(t, s, small...)
	defer func() { testHookPending = nil }()
	testHookPending = func() { panic("interrupted") }
	if err := s.Put(large()); err == nil {
		t.Fatal("the test did not interrupt the change")
	}
	testHookPending = nil
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got := openTest(t, dir, Options{})
	fresh := openTest(t, t.TempDir(), Options{})
	put(t, fresh, append(small, large())...)
	if !slices.Equal(dumpKeys(t, fresh), dumpKeys(t, got)) {
		t.Error("the change was not ended")
	}
	if _, err := got.writeLog(rows{"x": []byte("never finished")}); err != nil {
		t.Fatal(err)
	}
	if err := got.Close(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(dumpKeys(t, fresh), dumpKeys(t, openTest(t, dir, Options{}))) {
		t.Error("a change that never counted as done left something")
	}
}

func TestPutRefuses(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true, Unlinked: true})
	good := documents(1, 7)[0]
	bad := *good
	bad.Document.ID = "bad.txt"
	bad.Claims = []graph.Claim{{Subject: 99, Type: "X"}}
	if err := s.Put(good, &bad); err == nil || !strings.Contains(err.Error(), "bad.txt") {
		t.Errorf("a contribution that makes no sense: %v", err)
	}
	long := *good
	long.Clusters = slices.Clone(good.Clusters)
	long.Clusters[0].Entity = graph.EntityID(strings.Repeat("x", maxID+1))
	if err := s.Put(&long); err == nil || !strings.Contains(err.Error(), "8001 bytes; 8000 are allowed") {
		t.Errorf("an identifier that is too long: %v", err)
	}
	if n, err := snapshot(t, s).Counts(); n.Documents != 0 || err != nil {
		t.Errorf("something was written: %+v %v", n, err)
	}
	long.Clusters[0].Entity = graph.EntityID(strings.Repeat("\x00", maxID)) // the longest key there can be
	long.Claims = []graph.Claim{{Subject: 0, Object: 0, Type: strings.Repeat("\x00", maxID)}}
	long.Document.ID = graph.DocumentID(strings.Repeat("\x00", maxID))
	put(t, s, &long)
}

func TestReadOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	if _, err := Open(dir, Options{ReadOnly: true}); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "mandate build") {
		t.Errorf("reading a store that is not there: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made")
	}
	s := openTest(t, dir, Options{})
	cs := documents(10, 8)
	put(t, s, cs...)
	for _, opt := range []Options{{}, {ReadOnly: true}} {
		_, err := Open(dir, opt)
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, ErrInUse) || e.PID != os.Getpid() {
			t.Errorf("opening a store that is open: %v", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := fileSums(t, dir)
	one := openTest(t, dir, Options{ReadOnly: true})
	two := openTest(t, dir, Options{ReadOnly: true})
	if !slices.Equal(graphtest.Dump(snapshot(t, one)), graphtest.Dump(snapshot(t, two))) {
		t.Error("two readers see different graphs")
	}
	if err := one.Put(cs[0]); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Put: %v", err)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("opening for writing beside readers: %v", err)
	}
	one.Close()
	two.Close()
	if diff := cmp.Diff(before, fileSums(t, dir)); diff != "" {
		t.Errorf("reading changed files:\n%s", diff)
	}
}

func fileSums(t *testing.T, dir string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		sums[e.Name()] = fmt.Sprintf("%d bytes, hash %x", len(b), hashForm(string(b)))
	}
	return sums
}

func TestStats(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	put(t, s, documents(50, 9)...)
	st, err := s.Stats()
	if err != nil || st.Format != formatVersion || st.Files < 3 || st.Bytes < 10_000 || st.Bytes > 10<<20 {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestFullDiskIsSeenBefore(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	s.opt.MinFree = 1 << 60
	err := s.Put(documents(1, 1)...)
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("Put on a full disk: %v", err)
	}
	s.opt.MinFree = 0
	put(t, s, documents(1, 1)...)
}

// Badger's pool of memory is known by the name of a field: see unpool.
func TestBadgerStillHasItsPool(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true, Unlinked: true})
	if s.pool == nil {
		t.Error("this version of Badger keeps its pool elsewhere: measure the memory of BenchmarkPut and see to unpool")
	}
}

func TestSplit(t *testing.T) {
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize} {
		b := bytes.Repeat([]byte{'x'}, n)
		if got := bytes.Join(split(b, chunkSize), nil); !bytes.Equal(got, b) {
			t.Errorf("%d bytes come back as %d", n, len(got))
		}
	}
}
