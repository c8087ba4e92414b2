package train

import (
	"slices"
	"strings"
	"testing"

	"mandate/extract/nlp"
	"mandate/extract/relate"
	"mandate/graph/schema"
)

// A relation whose end the recogniser would not find is learnt from all the same.
func TestMarkedPairs(t *testing.T) {
	const text = "The works council runs the noon choir in Lima."
	lima := strings.Index(text, "Lima")
	at := func(s string) (int, int) {
		i := strings.Index(text, s)
		return i, i + len(s)
	}
	end := func(s, typ string) MarkedEnd {
		i, j := at(s)
		return MarkedEnd{Start: i, End: j, Type: typ}
	}
	docs, err := ReadPairs([]RelatedText{{ID: "a", Text: text, Relations: []MarkedRelation{
		{Type: "LEADS", Status: "asserted", Head: end("works council", "Agency"), Tail: end("noon choir", "Program")},
	}}}, map[string][]Mark{"a": {{Type: "Region", Span: nlp.Span{Start: lima, End: lima + len("Lima")}}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents", len(docs))
	}
	classes := relate.Classes(schema.Default())
	var got []string
	for _, c := range docs[0].Marked {
		got = append(got, classes[c.Class])
	}
	slices.Sort(got)
	if want := []string{"LEADS>", "none", "none"}; !slices.Equal(got, want) {
		t.Errorf("pairs of marked mentions: %v, want %v", got, want)
	}
}
