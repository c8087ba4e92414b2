package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/extract/link"
	"mandate/graph"
	"mandate/graph/graphtest"
	"pgregory.net/rapid"
)

// What a store holds can be damaged: every decoder gives an error that wraps errValue, or a value, never a panic.
func FuzzDecode(f *testing.F) {
	c := documents(1, 1)[0].Canonical()
	rec := record{doc: c.Document, text: 7}
	st := c.Statements()
	rel := graph.Summarize(st[0].Key(), st[:1])
	e := entityRow{out: 3}
	e.tally.Add(c.Clusters[:1])
	f.Add(rec.encode())
	f.Add(encodePassages(c.Passages))
	f.Add(encodeClusters(c.Clusters[:2]))
	f.Add(encodeClaims(c.Claims[:2], ""))
	f.Add(e.encode())
	f.Add([]byte(encodeRelation(&rel)))
	f.Add(encodeProfile(&link.Profile{Documents: 2, Bare: 1, Short: map[string]int{"mps": 1}}))
	f.Add(encodeLink(&link.Link{Entity: "e", Name: "n", Hidden: true}))
	f.Add(encodeJudgement(&graph.Judgement{Kind: graph.Hide, A: "e"}))
	f.Add(encodeStatement(&st[0], ""))
	f.Add(encodeMentions(c.Clusters[0].Mentions))
	f.Add(encodeCounts(&graph.Counts{Entities: map[string]int{"Agency": 2}}))
	f.Add(encodeText(c.Text)[0])
	f.Fuzz(func(t *testing.T, b []byte) {
		errs := map[string]error{}
		_, errs["record"] = decodeRecord("d", b)
		_, errs["passages"] = decodePassages(b)
		_, errs["clusters"] = decodeClusters("d", b)
		_, errs["claims"] = decodeClaims("d", b, "some text")
		_, errs["entity"] = decodeEntityRow(b)
		_, errs["relation"] = decodeRelation(rel.RelationKey, b)
		_, _, errs["statement"] = decodeStatement(rel.RelationKey, "d", b)
		_, errs["mentions"] = decodeMentions("e", "d", b)
		_, errs["counts"] = decodeCounts(b)
		_, errs["profile"] = decodeProfile(b)
		_, errs["link"] = decodeLink(b)
		_, errs["judgement"] = decodeJudgement(b)
		_, _, errs["log"] = readLogRow(b)
		_, _, errs["text"] = decodeText(b)
		for what, err := range errs {
			if err != nil && !errors.Is(err, errValue) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// Sections are read as they were written, with the quotes in the text or beside it.
func TestSectionsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range graphtest.Contributions(t) {
			c = c.Canonical()
			clusters, err := decodeClusters(c.Document.ID, encodeClusters(c.Clusters))
			if diff := cmp.Diff(c.Clusters, clusters); diff != "" || err != nil {
				t.Fatal(err, diff)
			}
			claims, err := decodeClaims(c.Document.ID, encodeClaims(c.Claims, c.Text), c.Text)
			if diff := cmp.Diff(c.Claims, claims); diff != "" || err != nil {
				t.Fatal(err, diff)
			}
			rec, err := decodeRecord(c.Document.ID, (&record{doc: c.Document}).encode())
			if err != nil || !cmp.Equal(c.Document, rec.doc) {
				t.Fatal(err, cmp.Diff(c.Document, rec.doc))
			}
		}
	})
}

// Fields of a later version are passed over.
func TestUnknownFieldsAreSkipped(t *testing.T) {
	m := encodeRelation(&graph.Relation{Statements: 4, Support: 2})
	m.text(90, "new")
	m.num(91, 7)
	r, err := decodeRelation(graph.RelationKey{}, m)
	if err != nil || r.Statements != 4 || r.Support != 2 {
		t.Errorf("%+v %v", r, err)
	}
}
