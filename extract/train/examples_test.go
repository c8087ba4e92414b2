package train

import (
	"slices"
	"testing"

	"mandate/extract/relate"
	"mandate/graph/schema"
)

// The examples of a frame say what its ends are, and what they are not; of other pairs of the same sentence they say nothing,
// and none counts for the record of a rule.
func TestReadFrameExamples(t *testing.T) {
	frames, err := relate.ParseFrames("frames.yaml", []byte(`
- id: leads.test
  relation: LEADS
  reason: to see what is learnt
  verbs: [run]
  to: [object]
  match:
    - text: The Ministry of Health runs the Clean Water Program in Peru.
      ends: [Ministry of Health | Clean Water Program]
  refuse:
    - text: The Clean Water Program is run by the Ministry of Health.
      ends: [Clean Water Program | Ministry of Health]
`))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := ReadFrameExamples(frames, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 || len(docs[0].Cases) > 0 || len(docs[0].Rules) > 0 {
		t.Fatalf("documents: %+v", docs)
	}
	classes := relate.Classes(schema.Default())
	var got []string
	for _, c := range docs[0].Marked {
		got = append(got, classes[c.Class])
	}
	if want := []string{"LEADS>", "none"}; !slices.Equal(got, want) {
		t.Errorf("cases %v, want %v", got, want)
	}
}
