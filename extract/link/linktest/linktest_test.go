package linktest_test

import (
	"reflect"
	"testing"

	"mandate/extract/link/linktest"
	"mandate/graph"
)

func corpus(t testing.TB, seed uint64) *linktest.Corpus {
	t.Helper()
	c, err := linktest.New(seed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Documents are sound, functions of seed and number, and as large as they are said to be.
func TestDocuments(t *testing.T) {
	c, again, other := corpus(t, 1), corpus(t, 1), corpus(t, 2)
	ids := map[graph.DocumentID]bool{}
	for i := range 500 {
		d := c.Document(i)
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		if len(d.Truth) != len(d.Clusters) || len(d.Claims) != linktest.Statements || ids[d.Document.ID] {
			t.Fatalf("%s: %d truths for %d clusters, %d claims", d.Document.ID, len(d.Truth), len(d.Clusters), len(d.Claims))
		}
		ids[d.Document.ID] = true
		for j, cl := range d.Claims {
			if ev := cl.Evidence; ev.Quote == "" || ev.Quote != d.Text[ev.Span.Start:ev.Span.End] || !ev.Span.Contains(ev.Subject) || !ev.Span.Contains(ev.Object) {
				t.Errorf("%s: claim %d stands nowhere: %+v", d.Document.ID, j, ev)
			}
		}
		for _, cl := range d.Clusters {
			if len(cl.Mentions) == 0 {
				t.Errorf("%s: %s is not mentioned", d.Document.ID, cl.Name)
			}
		}
		if !reflect.DeepEqual(d, again.Document(i)) {
			t.Fatalf("document %d differs when made again", i)
		}
		if reflect.DeepEqual(d.Text, other.Document(i).Text) {
			t.Errorf("document %d is the same with another seed", i)
		}
	}
}

// What is meant is consistent: a thing has one type, and something in the corpus has to be linked
// (several keys for one thing) and kept apart (one name for several things).
func TestTruth(t *testing.T) {
	c := corpus(t, 3)
	types := map[string]string{}
	keys, names := map[string]map[graph.EntityID]bool{}, map[string]map[string]bool{}
	add := func(to map[string]map[string]bool, k, v string) {
		if to[k] == nil {
			to[k] = map[string]bool{}
		}
		to[k][v] = true
	}
	unknown := 0
	for i := range 3_000 {
		d := c.Document(i)
		for k, thing := range d.Truth {
			cl := d.Clusters[k]
			if thing == "" {
				unknown++
				continue
			}
			if was := types[thing]; was != "" && was != cl.Type {
				t.Errorf("%s is %s and %s", thing, was, cl.Type)
			}
			types[thing] = cl.Type
			if keys[thing] == nil {
				keys[thing] = map[graph.EntityID]bool{}
			}
			keys[thing][cl.Entity] = true
			add(names, cl.Type+" "+cl.Name, thing)
		}
	}
	several := 0
	for _, ks := range keys {
		if len(ks) > 1 {
			several++
		}
	}
	shared := 0
	for _, things := range names {
		if len(things) > 1 {
			shared++
		}
	}
	t.Logf("%d things, %d with several keys; %d names, %d of several things; %d clusters that only their document can tell", len(keys), several, len(names), shared, unknown)
	if several < len(keys)/10 || shared < len(names)/50 || unknown == 0 {
		t.Error("there is too little to link or to keep apart")
	}
}

func TestScore(t *testing.T) {
	var tally linktest.Tally
	for _, x := range [][2]string{{"e1", "a"}, {"e1", "a"}, {"e2", "a"}, {"e2", "b"}, {"e3", ""}, {"e3", ""}} {
		tally.Add(graph.EntityID(x[0]), x[1])
	}
	// Pairs of one entity: aa, ab, ??; of one thing: three of a.
	if s := tally.Score(); s != (linktest.Score{Precision: 1. / 3, Recall: 1. / 3, Pairs: 3}) {
		t.Errorf("%+v", s)
	}
	if s := new(linktest.Tally).Score(); s.Precision != 1 || s.Recall != 1 {
		t.Errorf("of nothing: %+v", s)
	}
}

// Linking finds out what is meant, for several worlds.
func TestQuality(t *testing.T) {
	const n = 2_000 // of the store's figures there are more
	for seed := range uint64(3) {
		c := corpus(t, seed)
		var found []*graph.Contribution
		var truth [][]string
		for i := range n {
			d := c.Document(i)
			found, truth = append(found, d.Contribution), append(truth, d.Truth)
		}
		s := linktest.Linked(found, truth).Score()
		t.Logf("seed %d: %d documents, %d pairs: precision %.4f, recall %.4f", seed, n, s.Pairs, s.Precision, s.Recall)
		if s.Precision < 0.995 || s.Recall < 0.95 {
			t.Errorf("seed %d: precision %.4f, recall %.4f; want 0.995 and 0.95", seed, s.Precision, s.Recall)
		}
	}
}
