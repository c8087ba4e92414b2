package parse

import (
	"testing"

	"mandate/extract/internal/encoder"
	"mandate/extract/models"
)

// BenchmarkLoad is the time from the program's start to the first sentence, less the sentence: the network built from
// the expanded file. BenchmarkExpand in package models is the rest.
func BenchmarkLoad(b *testing.B) {
	t, err := models.Parser()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := encoder.New(t); err != nil {
			b.Fatal(err)
		}
	}
}
