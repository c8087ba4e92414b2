package store

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// Any piece of a text is read as it stands in the text, however the text is cut and written, in this format or that before.
func TestQuotesAreReadFromTheText(t *testing.T) {
	s := openTest(t, "", Options{InMemory: true})
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, size := range []int{1, textShort, textShort + 1, textChunk, textChunk + 1, 3*textChunk - 1, chunkSize + 5, 2 * chunkSize} {
		text := make([]byte, size)
		for i := range text {
			text[i] = byte('a' + rnd.IntN(20))
		}
		before := split(slices.Clone(text), chunkSize) // as format 2 did
		for i, chunk := range before {
			before[i] = textEncoder.EncodeAll(chunk, nil)
		}
		for _, chunks := range [][][]byte{encodeText(string(text)), before} {
			checkQuotes(t, s, rnd, text, chunks)
		}
	}
}

func checkQuotes(t *testing.T, s *Store, rnd *rand.Rand, text []byte, chunks [][]byte) {
	t.Helper()
	r := rows{}
	for i, chunk := range chunks {
		r[string(makeSectionKey(tableText, "d", i))] = chunk
	}
	if err := s.commit(r); err != nil {
		t.Fatal(err)
	}
	err := s.db.View(func(tx *badger.Txn) error {
		var q quotes
		for range 50 {
			span := graph.Span{Start: rnd.IntN(len(text))}
			span.End = span.Start + rnd.IntN(len(text)-span.Start) + 1
			got, err := q.read(tx, "d", span)
			if err != nil || got != string(text[span.Start:span.End]) {
				t.Fatalf("%v of a text of %d bytes in %d chunks: %d bytes, %v", span, len(text), len(chunks), len(got), err)
			}
		}
		if _, err := q.read(tx, "d", graph.Span{Start: len(text) - 1, End: len(text) + 1}); err == nil {
			t.Error("a quote that goes beyond the text is no error")
		}
		whole, err := readSection(tx, tableText, "d", len(chunks))
		if err != nil || !bytes.Equal(whole, text) {
			t.Errorf("the text of %d bytes comes back with %d, %v", len(text), len(whole), err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range r {
		r[key] = nil
	}
	if err := s.commit(r); err != nil {
		t.Fatal(err)
	}
}
