package value_test

import (
	"testing"

	"mandate/graph/cypher/value"
)

func BenchmarkAppendKey(b *testing.B) {
	row := []value.Value{"Department of State", int64(42), 2.5, value.List{"a", int64(1)}}
	var key []byte
	b.ReportAllocs()
	for b.Loop() {
		key = key[:0]
		for _, v := range row {
			key = value.AppendKey(key, v)
		}
	}
}

func BenchmarkOrder(b *testing.B) {
	var x, y value.Value = "Department of Defense", "Department of State"
	b.ReportAllocs()
	for b.Loop() {
		value.Order(x, y)
	}
}

func BenchmarkParseDateTime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := value.ParseDateTime("2015-07-21T21:40:32.142+02:00[Europe/Stockholm]"); err != nil {
			b.Fatal(err)
		}
	}
}
