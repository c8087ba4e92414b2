package record

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"mandate/export/view"
	"mandate/graph"
)

// nodeRecord is an entity.
type nodeRecord struct {
	ID        graph.EntityID `json:"id"`
	Type      string         `json:"type"`
	Name      string         `json:"name"`
	Aliases   []string       `json:"aliases"` // never null
	Country   string         `json:"country,omitempty"`
	Documents int            `json:"documents"`
	Mentions  int            `json:"mentions"`
}

// newNodeRecord is the record of an entity.
func newNodeRecord(ent graph.Entity) nodeRecord {
	n := nodeRecord{ent.ID, ent.Type, ent.Name, ent.Aliases, ent.Country, ent.Documents, ent.Mentions}
	if n.Aliases == nil {
		n.Aliases = []string{}
	}
	return n
}

// edgeRecord is a relation.
type edgeRecord struct {
	ID          string           `json:"id"`
	Source      graph.EntityID   `json:"source"`
	Target      graph.EntityID   `json:"target"`
	Type        string           `json:"type"`
	Status      graph.Status     `json:"status"`
	Support     int              `json:"support"`     // documents that say it
	Independent int              `json:"independent"` // of them, those that do so in words of their own
	Confidence  float64          `json:"confidence"`
	Since       string           `json:"since,omitempty"`
	Until       string           `json:"until,omitempty"`
	Evidence    []evidenceRecord `json:"evidence,omitempty"`
}

// newEdgeRecord is the record of an edge, with its evidence if asked for.
func newEdgeRecord(e *view.Edge, evidence bool) edgeRecord {
	rel := e.Relation
	rec := edgeRecord{
		ID: rel.ID(), Source: rel.Subject, Target: rel.Object, Type: rel.Type, Status: rel.Status,
		Support: rel.Support, Independent: rel.Independent, Confidence: rel.Confidence, Since: rel.Since, Until: rel.Until,
	}
	if evidence {
		for i := range e.Statements {
			rec.Evidence = append(rec.Evidence, newEvidenceRecord(&e.Statements[i]))
		}
	}
	return rec
}

// evidenceRecord is a statement: where and in which words a document says it. Spans are [start, end] in bytes.
type evidenceRecord struct {
	Document   graph.DocumentID `json:"document"`
	Paragraph  string           `json:"paragraph"` // number as printed, "" none
	Passage    int              `json:"passage"`   // ordinal in the document, from 1
	Start      int              `json:"start"`
	End        int              `json:"end"`
	Quote      string           `json:"quote"`
	Subject    [2]int           `json:"subject"`
	Object     [2]int           `json:"object"`
	Status     graph.Status     `json:"status"`
	Marking    string           `json:"marking,omitempty"`
	Since      string           `json:"since,omitempty"`
	Until      string           `json:"until,omitempty"`
	Rule       string           `json:"rule"`
	Confidence float64          `json:"confidence"`
	Cues       [][2]int         `json:"cues,omitempty"`
	Obligation string           `json:"obligation,omitempty"`
	Amount     float64          `json:"amount,omitempty"`
	Unit       string           `json:"unit,omitempty"`
}

// newEvidenceRecord is the record of a statement.
func newEvidenceRecord(st *graph.Statement) evidenceRecord {
	ev := &st.Evidence
	rec := evidenceRecord{
		Document: ev.Document, Paragraph: ev.Paragraph, Passage: ev.Passage, Start: ev.Span.Start, End: ev.Span.End,
		Quote: ev.Quote, Subject: pair(ev.Subject), Object: pair(ev.Object), Status: st.Status, Marking: ev.Marking,
		Since: st.Since, Until: st.Until, Rule: ev.Rule, Confidence: ev.Confidence,
		Obligation: ev.Obligation.String(), Amount: ev.Amount.Value, Unit: ev.Amount.Unit,
	}
	for _, c := range ev.Cues {
		rec.Cues = append(rec.Cues, pair(c))
	}
	return rec
}

func pair(s graph.Span) [2]int { return [2]int{s.Start, s.End} }

// TestAppend holds what is written by hand against what encoding/json writes of the same records.
func TestAppend(t *testing.T) {
	encode := func(value any) string {
		var out bytes.Buffer
		if err := NewEncoder(&out).Encode(value); err != nil {
			t.Fatal(err)
		}
		return string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
	}
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string {
			if rapid.Bool().Draw(t, "bytes") {
				return string(rapid.SliceOf(rapid.Byte()).Draw(t, name))
			}
			return rapid.StringOf(rapid.RuneFrom([]rune("ab \"\\\b\f\n\r\t<>&\x00\x1f\x7f\u2028\u2029\ufffdé水"))).Draw(t, name)
		}
		whole := func(name string) int { return rapid.IntRange(-5, 1<<40).Draw(t, name) }
		span := func(name string) graph.Span { return graph.Span{Start: whole(name), End: whole(name)} }
		number := func(name string) float64 {
			return rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 1, 0.5, 1e-6, 1e-7, -3e-9, 1e21, 1e20, 1e-300})).Draw(t, name)
		}
		status := graph.Status(rapid.IntRange(0, 3).Draw(t, "status"))
		ent := graph.Entity{
			ID: graph.EntityID(text("id")), Type: text("type"), Name: text("name"), Aliases: rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "aliases"),
			Country: text("country"), Documents: whole("documents"), Mentions: whole("mentions"),
		}
		if got, want := string(AppendNode([]byte{'{'}, &ent)), encode(newNodeRecord(ent)); got != want {
			t.Fatalf("node\n%s\n%s", got, want)
		}
		st := graph.Statement{Status: status, Since: text("since"), Until: text("until"), Evidence: graph.Evidence{
			Document: graph.DocumentID(text("document")), Passage: whole("passage"), Paragraph: text("paragraph"), Marking: text("marking"), Span: span("span"),
			Quote: text("quote"), Subject: span("subject"), Object: span("object"), Rule: text("rule"), Confidence: number("confidence"),
			Obligation: graph.Obligation(rapid.IntRange(0, 3).Draw(t, "obligation")), Amount: graph.Amount{Value: number("amount"), Unit: text("unit")},
		}}
		for range rapid.IntRange(0, 3).Draw(t, "cues") {
			st.Evidence.Cues = append(st.Evidence.Cues, span("cue"))
		}
		if got, want := string(AppendEvidence([]byte{'{'}, &st)), encode(newEvidenceRecord(&st)); got != want {
			t.Fatalf("evidence\n%s\n%s", got, want)
		}
		rel := graph.Relation{
			RelationKey: graph.RelationKey{Subject: ent.ID, Type: ent.Type, Object: graph.EntityID(text("object"))}, Status: status,
			Support: whole("support"), Independent: whole("independent"), Confidence: number("confidence"), Since: text("since"), Until: text("until"),
		}
		e := view.Edge{RelationKey: rel.RelationKey, Relation: rel}
		if got, want := string(append(AppendEdge([]byte{'{'}, rel.ID(), &rel), '}')), encode(newEdgeRecord(&e, true)); got != want {
			t.Fatalf("edge\n%s\n%s", got, want)
		}
	})
}
