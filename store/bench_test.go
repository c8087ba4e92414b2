package store

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"mandate/graph"
)

// BenchmarkPut writes documents as `mandate build` does, in batches of 64, into a store on disk. One operation is one
// document (10 KB of text, 25 statements); MANDATE_BENCH_DOCS with -benchtime=1x writes so many at once and reports
// the memory held.
func BenchmarkPut(b *testing.B) {
	n := b.N
	if v := os.Getenv("MANDATE_BENCH_DOCS"); v != "" {
		n, _ = strconv.Atoi(v)
	}
	s := openTest(b, b.TempDir(), Options{})
	g := newGenerator(1)
	b.StopTimer()
	for done := 0; done < n; {
		batch := make([]*graph.Contribution, 0, 64)
		for ; done < n && len(batch) < cap(batch); done++ {
			batch = append(batch, g.document(done))
		}
		b.StartTimer()
		put(b, s, batch...)
		b.StopTimer()
	}
	b.StartTimer()
	if err := s.Sync(); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric(float64(n*25)/b.Elapsed().Seconds(), "statements/s")
	st, err := s.Stats()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(st.Bytes)/float64(n), "B/document")
	b.ReportMetric(peakMemory(b), "MB-peak")
}

// peakMemory is the most that the process held at any time, in MB; 0 where that is not known.
func peakMemory(b *testing.B) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	return 0
}

// benchStore is a closed and reopened store of 2,000 documents, 50,000 statements.
func benchStore(b *testing.B) *Snapshot {
	b.Helper()
	dir := b.TempDir()
	s := openTest(b, dir, Options{})
	put(b, s, documents(2_000, 1)...)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	debug.FreeOSMemory()
	return snapshot(b, openTest(b, dir, Options{ReadOnly: true}))
}

func BenchmarkScan(b *testing.B) {
	r := benchStore(b)
	b.Run("AllRelations", func(b *testing.B) {
		n := 0
		for b.Loop() {
			for _, err := range r.AllRelations("") {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "relations/s")
	})
	b.Run("Entities", func(b *testing.B) {
		n := 0
		for b.Loop() {
			for _, err := range r.Entities("") {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "entities/s")
	})
}

func BenchmarkNeighbourhood(b *testing.B) {
	r := benchStore(b)
	var ids []graph.EntityID
	for ent, err := range r.Entities("Law") {
		if err != nil {
			b.Fatal(err)
		}
		ids = append(ids, ent.ID)
	}
	i, n := 0, 0
	for b.Loop() {
		for _, err := range r.Relations(ids[i%len(ids)], graph.Both, "") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		i += 7
	}
	b.ReportMetric(float64(n)/float64(b.N), "relations/op")
}

func BenchmarkReplace(b *testing.B) {
	s := openTest(b, b.TempDir(), Options{})
	cs := documents(1_000, 1)
	put(b, s, cs...)
	other := documents(1_000, 2)
	for i := range other {
		other[i].Document.ID = cs[i].Document.ID
	}
	i := 0
	for b.Loop() {
		if i%2000 < 1000 {
			put(b, s, other[i%1000])
		} else {
			put(b, s, cs[i%1000])
		}
		i++
	}
}
