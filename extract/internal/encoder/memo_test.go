package encoder

import (
	"fmt"
	"reflect"
	"testing"

	"mandate/extract/models"
)

// A reader that has met more words than it keeps reads as a new one does.
func TestMemo(t *testing.T) {
	m, err := models.Parser()
	if err != nil {
		t.Fatal(err)
	}
	net, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	old := net.NewReader()
	for start := 0; start < 3*memoWords; start += 70 {
		sents := [][]string{nil, {"The", "Ministry", "of", "Health", "acts", "."}}
		for i := range 60 {
			sents[0] = append(sents[0], fmt.Sprintf("word%c%c%d", 'a'+i%26, 'a'+start/70%26, start/1820))
			if i%7 == 0 {
				sents[0] = append(sents[0], "the")
			}
		}
		read := func(r *Reader) (out []Analysis) {
			r.Read(sents, func(_ int, a *Analysis) {
				out = append(out, Analysis{
					Head: append([]int(nil), a.Head...), Rel: append([]string(nil), a.Rel...), UPOS: append([]string(nil), a.UPOS...),
					States: append([]int8(nil), a.States...), Margin: append([]float32(nil), a.Margin...),
				})
			})
			return out
		}
		if got, want := read(old), read(net.NewReader()); !reflect.DeepEqual(got, want) {
			t.Fatalf("after %d words the reader reads otherwise", start)
		}
	}
	if len(old.known.slots) > memoWords || len(old.known.rows) > memoWords*8*net.layers[0].hid {
		t.Errorf("%d words are kept in %d numbers", len(old.known.slots), len(old.known.rows))
	}
}
