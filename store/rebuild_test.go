package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/extract/link/linktest"
	"mandate/graph"
)

// Rows come out in the order of their keys, however many runs they were sorted in.
func TestSorter(t *testing.T) {
	for name, limit := range map[string]int{"in memory": 1 << 20, "in a file": 1 << 10} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := newSorter(dir, limit)
			rnd := rand.New(rand.NewPCG(1, 1))
			var want []string
			for range 5_000 {
				key := fmt.Sprint(rnd.IntN(1_000_000))
				value := bytes.Repeat([]byte{key[0]}, rnd.IntN(5))
				want = append(want, key)
				if err := s.add([]byte(key), value); err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(want)
			var got []string
			err := s.each(func(key, value []byte) error {
				if !bytes.Equal(value, bytes.Repeat(key[:1], len(value))) {
					t.Errorf("the value of %s is %s", key, value)
				}
				got = append(got, string(key))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Error("the rows are not what was added, in order")
			}
			if err := s.close(); err != nil {
				t.Fatal(err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		})
	}
}

// The views of many documents are the same when they are made at once as when each document was added to them.
func TestViewsAtOnce(t *testing.T) {
	c, err := linktest.New(3)
	if err != nil {
		t.Fatal(err)
	}
	cs := c.Contributions(0, 300)
	for name, opt := range map[string]Options{"sources": {}, "no sources": {NoSources: true}, "unlinked": {Unlinked: true}} {
		t.Run(name, func(t *testing.T) {
			late, soon := openTest(t, t.TempDir(), opt), openTest(t, t.TempDir(), opt)
			soon.patience = -1
			hidden := graph.Judgement{Kind: graph.Hide, A: cs[0].Clusters[0].Entity, Date: "2020"}
			for _, s := range []*Store{late, soon} {
				put(t, s, cs[:100]...)
				if err := s.Judge(hidden); err != nil {
					t.Fatal(err)
				}
				put(t, s, cs[100:]...)
				if err := s.Forget(cs[50].Document.ID); err != nil {
					t.Fatal(err)
				}
			}
			if !late.behind.Load() || soon.behind.Load() {
				t.Fatal("views are not made when the test means them to be")
			}
			if diff := cmp.Diff(dumpKeys(t, soon), dumpKeys(t, late)); diff != "" {
				t.Errorf("rows differ (-one by one +at once):\n%.3000s", diff)
			}
		})
	}
}

// Where there are more keys than are linked at once, the documents that are left are added one by one.
func TestViewsOfManyKeys(t *testing.T) {
	defer func(most int) { mostKeys = most }(mostKeys)
	c, err := linktest.New(4)
	if err != nil {
		t.Fatal(err)
	}
	cs := c.Contributions(0, 150)
	soon := openTest(t, t.TempDir(), Options{})
	soon.patience = -1
	put(t, soon, cs...)
	want := dumpKeys(t, soon)
	for _, most := range []int{1, 500, 10_000} {
		mostKeys = most
		late := openTest(t, t.TempDir(), Options{})
		put(t, late, cs...)
		if diff := cmp.Diff(want, dumpKeys(t, late)); diff != "" {
			t.Errorf("at most %d keys: rows differ (-one by one +at once):\n%.3000s", most, diff)
		}
	}
}

// Views wait again where more comes than there was, unless somebody looks.
func TestViewsWaitAgain(t *testing.T) {
	cs := documents(120, 11)
	s, fresh := openTest(t, t.TempDir(), Options{}), openTest(t, t.TempDir(), Options{})
	s.patience = 50
	put(t, s, cs[:10]...)
	for i := 10; i < 60; i++ {
		snapshot(t, s).Close()
		put(t, s, cs[i])
	}
	if s.behind.Load() {
		t.Error("the views wait though somebody looks all the time")
	}
	for i := 60; i < 120; i++ {
		put(t, s, cs[i], cs[i-1])
	}
	if !s.behind.Load() {
		t.Error("the views do not wait when nobody looks")
	}
	put(t, fresh, cs...)
	if diff := cmp.Diff(dumpKeys(t, fresh), dumpKeys(t, s)); diff != "" {
		t.Errorf("rows differ (-at once +waiting again):\n%.3000s", diff)
	}
}

// When the making of views is interrupted, the next one who opens the store makes them, also for reading only.
func TestInterruptedViews(t *testing.T) {
	defer func() { testHookRemaking = nil }()
	cs := documents(60, 9)
	fresh := openTest(t, t.TempDir(), Options{})
	put(t, fresh, cs...)
	want := dumpKeys(t, fresh)
	for at := range 5 {
		dir := t.TempDir()
		s := openTest(t, dir, Options{})
		put(t, s, cs...)
		testHookRemaking = func(step int) {
			if step == at {
				panic("interrupted")
			}
		}
		if r, err := s.Snapshot(); err == nil {
			r.Close()
			t.Fatal("the test did not interrupt it")
		}
		if err := s.Close(); err == nil {
			t.Fatal("closing tells nothing of views that could not be made")
		}
		testHookRemaking = nil
		if got := dumpKeys(t, openTest(t, dir, Options{ReadOnly: at%2 == 0})); !slices.Equal(got, want) {
			t.Errorf("interrupted after step %d: rows differ", at)
		}
	}
}

// Who takes snapshots of a store while its first documents are put sees none without what it says.
func TestSnapshotsOfFirstDocuments(t *testing.T) {
	cs := documents(40, 10)
	s := openTest(t, t.TempDir(), Options{})
	failed := make(chan error, 1)
	go func() {
		defer close(failed)
		for i := range cs {
			if err := s.Put(cs[i]); err != nil {
				failed <- err
				return
			}
		}
	}()
	for last := 0; last < len(cs); {
		r := snapshot(t, s)
		n, err := r.Counts()
		if err != nil {
			t.Fatal(err)
		}
		there := 0
		for _, err := range r.Documents() { // an error where there are not as many as are counted
			if err != nil {
				t.Fatal(err)
			}
			there++
		}
		if there != n.Documents || there < last {
			t.Fatalf("%d documents are there, %d are counted", there, n.Documents)
		}
		last = there
		r.Close()
		select {
		case err := <-failed:
			if err != nil {
				t.Fatal(err)
			}
		default:
		}
	}
}
