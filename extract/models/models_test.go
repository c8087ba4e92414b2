package models

import (
	"bytes"
	"slices"
	"testing"
)

func TestManifestDescribesTheEmbeddedFiles(t *testing.T) {
	m, err := ReadManifest()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Models) != 5 || len(m.Data) == 0 || m.Command == "" || m.Licence == "" {
		t.Errorf("the manifest is incomplete: %+v", m)
	}
	size := 0
	for _, e := range m.Models {
		size += e.Bytes
		if len(e.Scores) == 0 {
			t.Errorf("%s has no scores", e.File)
		}
	}
	if size > 12<<20 {
		t.Errorf("the weights are %d bytes; they must stay under 12 MB", size)
	}
	for _, d := range m.Data {
		if d.Licence == "" || d.By == "" {
			t.Errorf("%s: no licence or author", d.Name)
		}
	}
}

func TestEmbeddedModelsExpand(t *testing.T) {
	p, err := Parser()
	if err != nil {
		t.Fatal(err)
	}
	n, err := Names()
	if err != nil {
		t.Fatal(err)
	}
	if p.Ints["word"] == nil || len(n.Strings["tags"]) == 0 {
		t.Error("tables are missing")
	}
}

func sample() *Tensors {
	t := NewTensors()
	t.Ints["a"] = &Matrix{Rows: 2, Cols: 3, Data: []int8{1, -2, 3, 127, -127, 0}}
	t.Floats["f"] = []float32{1.5, -0.25}
	t.Strings["s"] = []string{"one", "", "three"}
	t.Strings["none"] = nil
	return t
}

func TestDecodeIsTheInverseOfEncode(t *testing.T) {
	var b, again bytes.Buffer
	if err := sample().Encode(&b); err != nil {
		t.Fatal(err)
	}
	got, err := Decode(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Ints["a"].Row(1), []int8{127, -127, 0}) || !slices.Equal(got.Floats["f"], []float32{1.5, -0.25}) ||
		!slices.Equal(got.Strings["s"], []string{"one", "", "three"}) || len(got.Strings["none"]) != 0 {
		t.Errorf("got %+v", got)
	}
	if err := got.Encode(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("a second writing differs: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	var b bytes.Buffer
	if err := sample().Encode(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("MANDATE"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := Decode(data); err == nil {
			if err := got.Encode(&bytes.Buffer{}); err != nil {
				t.Error(err)
			}
		}
	})
}

func BenchmarkExpand(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(parserFile); err != nil {
			b.Fatal(err)
		}
	}
}
