// Package graphtest is what every implementation of [graph.Reader] must pass: hand-made cases for each method, and a
// comparison with a naive model over generated documents.
package graphtest

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/graph"
	"pgregory.net/rapid"
)

// Build makes the reader under test. Of two contributions for the same document the later one counts. What it opens it
// closes with t.Cleanup.
type Build func(t *testing.T, contributions []*graph.Contribution) graph.Reader

// Run runs the suite.
func Run(t *testing.T, build Build) {
	t.Run("empty", func(t *testing.T) { testEmpty(t, build(t, nil)) })
	t.Run("small", func(t *testing.T) { testSmall(t, build(t, small())) })
	t.Run("like the model", func(t *testing.T) {
		for name, cs := range map[string][]*graph.Contribution{"small": small(), "replaced": replaced(), "odd": odd()} {
			t.Run(name, func(t *testing.T) { sameAsModel(t, build(t, cs), cs) })
		}
	})
	t.Run("order of documents", func(t *testing.T) {
		cs := small()
		want := Dump(build(t, cs))
		slices.Reverse(cs)
		if diff := cmp.Diff(want, Dump(build(t, cs))); diff != "" {
			t.Errorf("the graph depends on the order in which documents were added (-first +reversed):\n%s", diff)
		}
	})
	t.Run("early stop", func(t *testing.T) { testEarlyStop(t, build(t, small())) })
	t.Run("several readers", func(t *testing.T) { testConcurrent(t, build(t, small())) })
	t.Run("generated", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			cs := Contributions(rt)
			r := build(t, cs)
			if diff := cmp.Diff(Dump(newModel(cs)), Dump(r)); diff != "" {
				rt.Fatalf("not like the model (-model +reader):\n%s", diff)
			}
		})
	})
}

// Editor is a graph that can be changed.
type Editor interface {
	Put(c *graph.Contribution) error
	Forget(id graph.DocumentID) error
	// Reader reads the state after all that was Put and forgotten so far.
	Reader() graph.Reader
}

// RunEdits checks that, after any sequence of additions, replacements and removals, nothing is left of what was
// replaced or forgotten. open makes an empty graph and closes it with t.Cleanup.
func RunEdits(t *testing.T, open func(t *testing.T) Editor) {
	t.Run("forget the unknown", func(t *testing.T) {
		if err := open(t).Forget("none.txt"); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("Forget of an unknown document: %v, want ErrNotFound", err)
		}
	})
	t.Run("snapshot", func(t *testing.T) { testSequenceKeepsState(t, open(t)) })
	t.Run("generated", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			ed := open(t)
			left := map[graph.DocumentID]*graph.Contribution{}
			for _, c := range rapid.SliceOfN(contribution(), 0, 12).Draw(rt, "steps") {
				id := c.Document.ID
				if left[id] != nil && rapid.Bool().Draw(rt, "forget") {
					delete(left, id)
					if err := ed.Forget(id); err != nil {
						rt.Fatal(err)
					}
					continue
				}
				left[id] = c
				if err := ed.Put(c); err != nil {
					rt.Fatal(err)
				}
			}
			var cs []*graph.Contribution
			for _, c := range left {
				cs = append(cs, c)
			}
			if diff := cmp.Diff(Dump(newModel(cs)), Dump(ed.Reader())); diff != "" {
				rt.Fatalf("not like a fresh graph of the documents that are left (-fresh +edited):\n%s", diff)
			}
		})
	})
}

// testSequenceKeepsState starts a sequence, changes the graph, and goes on reading.
func testSequenceKeepsState(t *testing.T, ed Editor) {
	for _, c := range small() {
		if err := ed.Put(c); err != nil {
			t.Fatal(err)
		}
	}
	before := Dump(ed.Reader())
	n := 0
	for d, err := range ed.Reader().Documents() {
		if err != nil {
			t.Fatal(err)
		}
		if err := ed.Forget(d.ID); err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != len(small()) {
		t.Errorf("forgetting while reading: saw %d of %d documents", n, len(small()))
	}
	if diff := cmp.Diff(Dump(newModel(nil)), Dump(ed.Reader())); diff != "" {
		t.Errorf("something is left after all was forgotten (-empty +left):\n%s", diff)
	}
	for _, c := range small() {
		if err := ed.Put(c); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, Dump(ed.Reader())); diff != "" {
		t.Errorf("putting all back does not give the same graph:\n%s", diff)
	}
}

func sameAsModel(t *testing.T, r graph.Reader, cs []*graph.Contribution) {
	t.Helper()
	if diff := cmp.Diff(Dump(newModel(cs)), Dump(r)); diff != "" {
		t.Errorf("not like the model (-model +reader):\n%s", diff)
	}
}

func testEmpty(t *testing.T, r graph.Reader) {
	sameAsModel(t, r, nil)
	n, err := r.Counts()
	if err != nil || n.Documents != 0 || n.Entities == nil || n.Relations == nil {
		t.Errorf("Counts of an empty graph: %+v, %v; want zeros and maps that are not nil", n, err)
	}
	notFound(t, r, "x:none", "none.txt")
}

func notFound(t *testing.T, r graph.Reader, ent graph.EntityID, doc graph.DocumentID) {
	t.Helper()
	_, e1 := r.Entity(ent)
	_, e2 := r.Document(doc)
	_, e3 := r.Contribution(doc)
	for i, err := range []error{e1, e2, e3} {
		want := fmt.Sprintf("%q", doc)
		if i == 0 {
			want = fmt.Sprintf("%q", ent)
		}
		if !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("%s: error %v, want one that wraps ErrNotFound", want, err)
		}
	}
	for name, n := range map[string]int{
		"Relations": count(t, r.Relations(ent, graph.Both, "")), "Mentions": count(t, r.Mentions(ent)),
		"Statements": count(t, r.Statements(graph.RelationKey{Subject: ent, Type: "LEADS", Object: ent})),
		"Lookup":     count(t, r.Lookup("no such name")), "Lookup of nothing": count(t, r.Lookup("…")),
	} {
		if n != 0 {
			t.Errorf("%s of the unknown: %d results", name, n)
		}
	}
}

func count[T any](t *testing.T, seq iter.Seq2[T, error]) int {
	t.Helper()
	return len(collect(t, seq))
}

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for x, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

// testEarlyStop leaves every sequence after each possible number of elements.
func testEarlyStop(t *testing.T, r graph.Reader) {
	stopEarly(t, "Entities", r.Entities(""))
	stopEarly(t, "Entities of a type", r.Entities("Agency"))
	stopEarly(t, "Lookup", r.Lookup("the ministry"))
	stopEarly(t, "Relations out", r.Relations(mps, graph.Out, ""))
	stopEarly(t, "Relations in", r.Relations(plan, graph.In, ""))
	stopEarly(t, "Relations both", r.Relations(mps, graph.Both, ""))
	stopEarly(t, "AllRelations", r.AllRelations(""))
	stopEarly(t, "Statements", r.Statements(graph.RelationKey{Subject: mps, Type: "LEADS", Object: plan}))
	stopEarly(t, "Mentions", r.Mentions(mps))
	stopEarly(t, "Documents", r.Documents())
}

func stopEarly[T any](t *testing.T, name string, seq iter.Seq2[T, error]) {
	t.Helper()
	all := collect(t, seq)
	if len(all) < 2 {
		t.Errorf("%s: %d elements, the case should have 2 or more", name, len(all))
	}
	for n := 1; n < len(all); n++ {
		var some []T
		for x, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			if some = append(some, x); len(some) == n {
				break
			}
		}
		if diff := cmp.Diff(all[:n], some); diff != "" {
			t.Errorf("%s left after %d:\n%s", name, n, diff)
		}
	}
}

func testConcurrent(t *testing.T, r graph.Reader) {
	want := Dump(r)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if diff := cmp.Diff(want, Dump(r)); diff != "" {
				t.Errorf("read beside others:\n%s", diff)
			}
		})
	}
	wg.Wait()
}
