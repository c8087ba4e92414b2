package export

import (
	"flag"
	"iter"
	"runtime"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"

	"mandate/graph"
)

var writeEdges = flag.Int("edges", 1_000_000, "how many edges BenchmarkWrite writes")

// wide is a graph of n nodes with ten edges each, one statement an edge, that is made up while it is read, so that what
// is measured is the writing.
type wide struct {
	graph.Reader
	n int
}

var theOffice = []string{"the Office"}

func (g wide) Counts() (graph.Counts, error) { return graph.Counts{}, nil }
func (g wide) Documents() iter.Seq2[graph.Document, error] {
	return func(func(graph.Document, error) bool) {}
}

func (g wide) id(i int) graph.EntityID {
	b := []byte("agency:xx:000000000")
	for i, at := i%g.n, len(b)-1; i > 0; i, at = i/10, at-1 {
		b[at] += byte(i % 10)
	}
	return graph.EntityID(b)
}
func (g wide) Entity(id graph.EntityID) (graph.Entity, error) { return g.entity(id), nil }

func (g wide) entity(id graph.EntityID) graph.Entity {
	return graph.Entity{ID: id, Type: "Agency", Name: "Office of " + string(id), Aliases: theOffice, Documents: 3, Mentions: 7}
}

func (g wide) Entities(string) iter.Seq2[graph.Entity, error] {
	return func(yield func(graph.Entity, error) bool) {
		for i := range g.n {
			if !yield(g.entity(g.id(i)), nil) {
				return
			}
		}
	}
}

func (g wide) AllRelations(string) iter.Seq2[graph.Relation, error] {
	return func(yield func(graph.Relation, error) bool) {
		for i := range g.n {
			subject := g.id(i)
			for j := range 10 {
				key := graph.RelationKey{Subject: subject, Type: "COORDINATES_WITH", Object: g.id(i + j*j + 1)}
				if !yield(graph.Relation{RelationKey: key, Statements: 1, Support: 1, Independent: 1, Confidence: 0.8}, nil) {
					return
				}
			}
		}
	}
}

func (g wide) Statements(key graph.RelationKey) iter.Seq2[graph.Statement, error] {
	return func(yield func(graph.Statement, error) bool) {
		yield(graph.Statement{ID: "0123456789abcdef0123456789abcdef", Subject: key.Subject, Type: key.Type, Object: key.Object, Evidence: graph.Evidence{
			Document: "docs/a/report.txt", Passage: 4, Paragraph: "4", Span: graph.Span{Start: 100, End: 204}, Subject: graph.Span{Start: 104, End: 120}, Object: graph.Span{Start: 150, End: 170},
			Quote: "The office works with the other office & \"its\" branches\nto put the national plan into practice this year.", Rule: "coordinates.verb", Confidence: 0.8,
		}}, nil)
	}
}

// BenchmarkWrite writes a million edges in each format. MB/s are of bytes written by one core, with what making the graph
// up costs (the line "nothing"); peak-MB is the most memory that was in use at a time, what was not collected yet included.
func BenchmarkWrite(b *testing.B) {
	b.Run("nothing", func(b *testing.B) {
		for b.Loop() {
			g := wide{n: *writeEdges / 10}
			for rel := range g.AllRelations("") {
				for range g.Statements(rel.RelationKey) {
				}
			}
		}
	})
	for _, name := range []string{"graphml", "gexf", "jsonl", "nquads", "csv", "csv-nodes", "csv-evidence", "csv-list", "json", "gml", "pajek", "node-link", "cytoscape", "turtle", "json-ld", "neo4j", "cypher", "parquet"} {
		b.Run(name, func(b *testing.B) {
			f, err := Find(name)
			if err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			var n counter
			start := cpuTime()
			for b.Loop() {
				if err := f.Write(&n, wide{n: *writeEdges / 10}, Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n.written)/1e6/(cpuTime()-start).Seconds(), "MB/s")
			b.ReportMetric(float64(n.written)/1e6/float64(b.N), "MB")
			b.ReportMetric(float64(n.peak)/1e6, "peak-MB")
		})
	}
}

// cpuTime is what the process has had of all cores so far: the machine may be shared.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// counter counts what is written, and looks at every megabyte how much memory is in use.
type counter struct {
	written, looked int
	peak            uint64
	sample          [1]metrics.Sample
}

func (n *counter) Write(p []byte) (int, error) {
	if n.written += len(p); n.written-n.looked > 1<<20 {
		n.looked = n.written
		n.sample[0].Name = "/memory/classes/heap/objects:bytes"
		metrics.Read(n.sample[:])
		n.peak = max(n.peak, n.sample[0].Value.Uint64())
	}
	return len(p), nil
}
