package store

import (
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/extract/link/linktest"
	"mandate/graph"
)

var (
	corpusDocs = flag.Int("corpus-docs", 2_000, "how many documents BenchmarkCorpus writes")
	corpusSeed = flag.Uint64("corpus-seed", 1, "the seed of the corpus of BenchmarkCorpus")
	corpusDir  = flag.String("corpus-store", "", "keep the store of BenchmarkCorpus in this folder, and take it from there")
	corpusSeen = flag.Bool("corpus-seen", false, "somebody looks at the store of BenchmarkCorpus after the first batch: the views of all others are made with them")
	corpusBare = flag.Bool("corpus-no-sources", false, "BenchmarkCorpus keeps no texts")
)

// benchBatch is how many documents `mandate build` writes, and syncs, at once.
const benchBatch = 256

// BenchmarkCorpus measures a store of a synthetic corpus: writing it, adding documents one by one, opening it, the first
// answer, the quality of linking. With -benchtime=1x and -corpus-docs 100000 that is what `make bench-store` prints.
func BenchmarkCorpus(b *testing.B) {
	c, err := linktest.New(*corpusSeed)
	if err != nil {
		b.Fatal(err)
	}
	dir := *corpusDir
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "store")
	}
	opt := Options{NoSources: *corpusBare}
	if _, err := os.Stat(dir); err != nil {
		b.Run("write", func(b *testing.B) { benchWrite(b, dir, c, opt) })
	}
	b.Run("size", func(b *testing.B) { benchSize(b, dir) })
	b.Run("open", func(b *testing.B) { benchOpen(b, dir, c) })
	b.Run("linking", func(b *testing.B) { benchLinking(b, dir, c) })
	b.Run("add", func(b *testing.B) { benchAdd(b, dir, c, opt) })
}

func benchWrite(b *testing.B, dir string, c *linktest.Corpus, opt Options) {
	if b.N > 1 {
		b.Skip("run it with -benchtime=1x")
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(220 << 20)) // as `mandate build` does
	b.StopTimer()
	s, err := Open(dir, opt)
	if err != nil {
		b.Fatal(err)
	}
	slowest, cpu := time.Duration(0), time.Duration(0)
	for done := 0; done < *corpusDocs; done += benchBatch {
		batch := c.Contributions(done, min(done+benchBatch, *corpusDocs))
		b.StartTimer()
		began, used := time.Now(), cpuTime()
		put(b, s, batch...)
		if err := s.Sync(); err != nil {
			b.Fatal(err)
		}
		slowest = max(slowest, time.Since(began))
		b.StopTimer()
		cpu += cpuTime() - used
		if *corpusSeen && done == 0 {
			snapshot(b, s).Close()
		}
	}
	b.StartTimer()
	used := cpuTime()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	cpu += cpuTime() - used
	b.ReportMetric(cpu.Seconds(), "s-cpu") // of all threads: what does not depend on who else is at work
	b.ReportMetric(float64(*corpusDocs*linktest.Statements)/b.Elapsed().Seconds(), "statements/s")
	b.ReportMetric(float64(slowest.Milliseconds()), "ms-slowest-batch")
	b.ReportMetric(peakMemory(b), "MB-peak")
}

// benchSize says what takes the room, before compression for each table and after it in all.
func benchSize(b *testing.B, dir string) {
	s := openTest(b, dir, Options{ReadOnly: true})
	st, err := s.Stats()
	if err != nil {
		b.Fatal(err)
	}
	n, err := snapshot(b, s).Counts()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(st.Bytes)/float64(n.Statements), "B/statement")
	keys, values, rows := map[byte]int{}, map[byte]int{}, map[byte]int{}
	err = s.db.View(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.DefaultIteratorOptions)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			t := it.Item().Key()[0]
			rows[t]++
			keys[t] += len(it.Item().Key())
			values[t] += int(it.Item().ValueSize())
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for t, rows := range rows {
		b.Logf("%c: %.2f rows, %.0f bytes of keys and %.0f of values for a statement", t, float64(rows)/float64(n.Statements), float64(keys[t])/float64(n.Statements), float64(values[t])/float64(n.Statements))
	}
}

// benchOpen opens the store and shows an entity: it, its relations and what is said in one of them.
func benchOpen(b *testing.B, dir string, c *linktest.Corpus) {
	var opens, shows []time.Duration
	for i := range 20 {
		began := time.Now()
		s, err := Open(dir, Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		opens = append(opens, time.Since(began))
		began = time.Now()
		r, err := s.Snapshot()
		if err != nil {
			b.Fatal(err)
		}
		showFirst(b, r, c.Document(i).Clusters[0].Name)
		shows = append(shows, time.Since(began))
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(opens)
	slices.Sort(shows)
	b.ReportMetric(ms(opens[len(opens)/2]), "ms-open")
	b.ReportMetric(ms(shows[len(shows)/2]), "ms-show")
	b.ReportMetric(ms(shows[len(shows)-1]), "ms-show-slowest")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// showFirst reads what `mandate show NAME` does.
func showFirst(b *testing.B, r *Snapshot, name string) {
	for ent, err := range r.Lookup(name) {
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for rel, err := range r.Relations(ent.ID, graph.Both, "") {
			if err != nil {
				b.Fatal(err)
			}
			for st, err := range r.Statements(rel.RelationKey) {
				if err != nil || st.Evidence.Quote == "" {
					b.Fatalf("%+v, %v", st, err)
				}
			}
			if n++; n == 50 {
				break
			}
		}
		return
	}
	b.Fatalf("%s is not in the store", name)
}

func benchLinking(b *testing.B, dir string, c *linktest.Corpus) {
	r := snapshot(b, openTest(b, dir, Options{ReadOnly: true}))
	var tally linktest.Tally
	for i := range *corpusDocs {
		d := c.Document(i)
		linked, err := r.Contribution(d.Document.ID)
		if err != nil {
			b.Fatal(err)
		}
		for k, cl := range linked.Clusters {
			tally.Add(cl.Entity, d.Truth[k])
		}
	}
	score := tally.Score()
	b.ReportMetric(score.Precision, "precision")
	b.ReportMetric(score.Recall, "recall")
	b.ReportMetric(float64(score.Pairs), "pairs")
}

// benchAdd adds documents of the same world that the store does not have, one by one, each synced, and forgets them again.
func benchAdd(b *testing.B, dir string, c *linktest.Corpus, opt Options) {
	s := openTest(b, dir, opt)
	var took []time.Duration
	var ids []graph.DocumentID
	for i := range 1_000 {
		d := c.Document(*corpusDocs + i)
		began := time.Now()
		put(b, s, d.Contribution)
		if err := s.Sync(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		ids = append(ids, d.Document.ID)
	}
	slices.Sort(took)
	b.ReportMetric(ms(took[len(took)/2]), "ms-median")
	b.ReportMetric(ms(took[len(took)*99/100]), "ms-p99")
	b.ReportMetric(ms(took[len(took)-1]), "ms-slowest")
	for _, id := range ids {
		if err := s.Forget(id); err != nil {
			b.Fatal(err)
		}
	}
}
