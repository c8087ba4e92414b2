package extract_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mandate/extract"
	"mandate/extract/input"
	"mandate/extract/internal/kernel"
	"mandate/extract/nlp"
)

// samples are the sample documents of the repository, as input reads them.
func samples(tb testing.TB) (names []string, texts [][]byte, docs []*nlp.Document) {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "docs", "*"))
	if err != nil || len(paths) == 0 {
		tb.Fatal("no sample documents", err)
	}
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		doc, err := input.Parse(filepath.Base(p), text)
		if err != nil {
			tb.Fatal(err)
		}
		names, texts, docs = append(names, filepath.Base(p)), append(texts, text), append(docs, doc)
	}
	return names, texts, docs
}

// words counts the words of the documents as the treebanks do, marks of punctuation among them.
func words(docs []*nlp.Document) int {
	n := 0
	for _, d := range docs {
		for i := range d.Sentences {
			n += len(d.Sentences[i].Tokens)
		}
	}
	return n
}

// BenchmarkStage measures each stage alone on what the stages before it make of the sample documents.
func BenchmarkStage(b *testing.B) {
	p, err := extract.New(extract.Options{})
	if err != nil {
		b.Fatal(err)
	}
	_, _, docs := samples(b)
	for _, s := range p.All() {
		before := make([]*nlp.Document, len(docs))
		for i := range docs {
			before[i] = clone(docs[i])
			if err := s.Annotate(docs[i]); err != nil {
				b.Fatal(err)
			}
		}
		total := words(docs)
		b.Run(s.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				fresh := make([]*nlp.Document, len(before))
				for i := range before {
					fresh[i] = clone(before[i])
				}
				b.StartTimer()
				for _, d := range fresh {
					if err := s.Annotate(d); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(total*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}

// BenchmarkRead measures everything from the bytes of the sample documents to their statements, on one core, with each
// kernel of this processor.
func BenchmarkRead(b *testing.B) {
	p, err := extract.New(extract.Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	names, texts, _ := samples(b)
	for _, k := range kernel.Names() {
		b.Run(k, func(b *testing.B) {
			if err := kernel.Use(k); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			total, size := 0, 0
			for b.Loop() {
				total, size = 0, 0
				for i := range names {
					doc, _, err := p.Read(names[i], texts[i])
					if err != nil {
						b.Fatal(err)
					}
					total += words([]*nlp.Document{doc})
					size += len(texts[i])
				}
			}
			b.SetBytes(int64(size))
			b.ReportMetric(float64(total*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}

// clone copies a document as far as stages change it.
func clone(d *nlp.Document) *nlp.Document {
	c := *d
	c.Sentences = slices.Clone(d.Sentences)
	for i := range c.Sentences {
		s := &c.Sentences[i]
		s.Tokens, s.States = slices.Clone(s.Tokens), slices.Clone(s.States)
	}
	c.Mentions, c.Clusters, c.Relations = slices.Clone(d.Mentions), slices.Clone(d.Clusters), slices.Clone(d.Relations)
	for i := range c.Clusters {
		c.Clusters[i].Mentions, c.Clusters[i].Aliases = slices.Clone(d.Clusters[i].Mentions), slices.Clone(d.Clusters[i].Aliases)
	}
	c.Dropped = maps.Clone(d.Dropped)
	return &c
}
