package record

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"mandate/export/view"
	"mandate/graph"
)

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
		if got, want := string(AppendNode([]byte{'{'}, &ent)), encode(NewNode(ent)); got != want {
			t.Fatalf("node\n%s\n%s", got, want)
		}
		st := graph.Statement{Status: status, Since: text("since"), Until: text("until"), Evidence: graph.Evidence{
			Document: graph.DocumentID(text("document")), Passage: whole("passage"), Paragraph: text("paragraph"), Marking: text("marking"), Span: span("span"),
			Quote: text("quote"), Subject: span("subject"), Object: span("object"), Rule: text("rule"), Confidence: number("confidence"),
		}}
		for range rapid.IntRange(0, 3).Draw(t, "cues") {
			st.Evidence.Cues = append(st.Evidence.Cues, span("cue"))
		}
		if got, want := string(AppendEvidence([]byte{'{'}, &st)), encode(NewEvidence(&st)); got != want {
			t.Fatalf("evidence\n%s\n%s", got, want)
		}
		rel := graph.Relation{
			RelationKey: graph.RelationKey{Subject: ent.ID, Type: ent.Type, Object: graph.EntityID(text("object"))}, Status: status,
			Support: whole("support"), Independent: whole("independent"), Confidence: number("confidence"), Since: text("since"), Until: text("until"),
		}
		e := view.Edge{RelationKey: rel.RelationKey, Relation: rel}
		if got, want := string(append(AppendEdge([]byte{'{'}, rel.ID(), &rel), '}')), encode(NewEdge(&e, true)); got != want {
			t.Fatalf("edge\n%s\n%s", got, want)
		}
	})
}
