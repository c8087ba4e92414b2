package export

import (
	"fmt"
	"io"
	"iter"
	"testing"

	"mandate/graph"
)

// wide is a graph of n nodes with ten edges each, one statement an edge, that is made up while it is read.
type wide struct {
	graph.Reader
	n int
}

func (g wide) Counts() (graph.Counts, error) { return graph.Counts{}, nil }
func (g wide) Documents() iter.Seq2[graph.Document, error] {
	return func(func(graph.Document, error) bool) {}
}
func (g wide) id(i int) graph.EntityID                        { return graph.EntityID(fmt.Sprintf("agency:xx:%09d", i%g.n)) }
func (g wide) Entity(id graph.EntityID) (graph.Entity, error) { return g.entity(id), nil }

func (g wide) entity(id graph.EntityID) graph.Entity {
	return graph.Entity{ID: id, Type: "Agency", Name: "Office of " + string(id), Aliases: []string{"the Office"}, Documents: 3, Mentions: 7}
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
			for j := range 10 {
				key := graph.RelationKey{Subject: g.id(i), Type: "COORDINATES_WITH", Object: g.id(i + j*j + 1)}
				if !yield(graph.Relation{RelationKey: key, Statements: 1, Support: 1, Confidence: 0.8}, nil) {
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

// BenchmarkWrite writes a million edges in each format; MB/s are of bytes written, with what making the graph up costs.
func BenchmarkWrite(b *testing.B) {
	for _, name := range []string{"graphml", "gexf", "jsonl", "nquads", "csv", "csv-list", "node-link", "cypher"} {
		b.Run(name, func(b *testing.B) {
			f, err := Find(name)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				var n counter
				if err := f.Write(&n, wide{n: 100_000}, Options{}); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(n))
			}
		})
	}
}

type counter int64

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return io.Discard.Write(p)
}
