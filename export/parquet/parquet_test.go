package parquet

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"mandate/export/exporttest"
	"mandate/export/view"
	"mandate/graph"

	"github.com/parquet-go/parquet-go"
)

// TestMeasures checks that a measure is a column of its own, null where a node has no score, and that the same graph gives
// the same bytes.
func TestMeasures(t *testing.T) {
	g := exporttest.Sample()
	scores := map[graph.EntityID]float64{}
	n := 0
	for ent, err := range g.Entities("") {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%2 == 0 {
			scores[ent.ID] = float64(n)
		}
	}
	opt := view.Options{Rankings: []view.Ranking{{Name: "Degree, in", Values: scores}}}
	var b, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&b, &again} {
		if err := Write(w, g, opt); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("the second export differs")
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("nodes.parquet")
	if err != nil {
		t.Fatal(err)
	}
	file, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		ID       string   `parquet:"id"`
		DegreeIn *float64 `parquet:"degree_in,optional"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != n {
		t.Errorf("%d rows, want %d", len(rows), n)
	}
	for _, r := range rows {
		score, ok := scores[graph.EntityID(r.ID)]
		if ok != (r.DegreeIn != nil) || ok && *r.DegreeIn != score {
			t.Errorf("%s: score %v, want %v", r.ID, r.DegreeIn, score)
		}
	}
}
