package record

import (
	"math"
	"strconv"

	"mandate/export/view"
	"mandate/graph"
)

// AppendNode appends the fields of a node and the closing brace.
func AppendNode(b []byte, ent *graph.Entity) []byte {
	b = view.AppendJSON(append(b, `"id":`...), string(ent.ID))
	b = view.AppendJSON(append(b, `,"type":`...), ent.Type)
	b = view.AppendJSON(append(b, `,"name":`...), ent.Name)
	b = append(b, `,"aliases":[`...)
	for i, a := range ent.Aliases {
		if i > 0 {
			b = append(b, ',')
		}
		b = view.AppendJSON(b, a)
	}
	b = append(b, ']')
	b = optional(b, `,"country":`, ent.Country)
	b = whole(b, `,"documents":`, ent.Documents)
	return append(whole(b, `,"mentions":`, ent.Mentions), '}')
}

// AppendEdge appends the fields of an edge but its evidence; the closing brace is the caller's.
func AppendEdge(b []byte, id string, rel *graph.Relation) []byte {
	b = view.AppendJSON(append(b, `"id":`...), id)
	b = view.AppendJSON(append(b, `,"source":`...), string(rel.Subject))
	b = view.AppendJSON(append(b, `,"target":`...), string(rel.Object))
	b = view.AppendJSON(append(b, `,"type":`...), rel.Type)
	b = view.AppendJSON(append(b, `,"status":`...), rel.Status.String())
	b = whole(b, `,"support":`, rel.Support)
	b = whole(b, `,"independent":`, rel.Independent)
	b = number(b, `,"confidence":`, rel.Confidence)
	b = optional(b, `,"since":`, rel.Since)
	return optional(b, `,"until":`, rel.Until)
}

// AppendEvidence appends the fields of a statement and the closing brace.
func AppendEvidence(b []byte, st *graph.Statement) []byte {
	ev := &st.Evidence
	b = view.AppendJSON(append(b, `"document":`...), string(ev.Document))
	b = view.AppendJSON(append(b, `,"paragraph":`...), ev.Paragraph)
	b = whole(b, `,"passage":`, ev.Passage)
	b = whole(b, `,"start":`, ev.Span.Start)
	b = whole(b, `,"end":`, ev.Span.End)
	b = view.AppendJSON(append(b, `,"quote":`...), ev.Quote)
	b = span(append(b, `,"subject":`...), ev.Subject)
	b = span(append(b, `,"object":`...), ev.Object)
	b = view.AppendJSON(append(b, `,"status":`...), st.Status.String())
	b = optional(b, `,"marking":`, ev.Marking)
	b = optional(b, `,"since":`, st.Since)
	b = optional(b, `,"until":`, st.Until)
	b = view.AppendJSON(append(b, `,"rule":`...), ev.Rule)
	b = number(b, `,"confidence":`, ev.Confidence)
	for i, c := range ev.Cues {
		sep := ","
		if i == 0 {
			sep = `,"cues":[`
		}
		b = span(append(b, sep...), c)
	}
	if len(ev.Cues) > 0 {
		b = append(b, ']')
	}
	b = optional(b, `,"obligation":`, ev.Obligation.String())
	if ev.Amount.Value != 0 {
		b = number(b, `,"amount":`, ev.Amount.Value)
	}
	b = optional(b, `,"unit":`, ev.Amount.Unit)
	return append(b, '}')
}

func optional(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return view.AppendJSON(append(b, key...), value)
}

func whole(b []byte, key string, n int) []byte {
	return strconv.AppendInt(append(b, key...), int64(n), 10)
}

func span(b []byte, s graph.Span) []byte {
	b = strconv.AppendInt(append(b, '['), int64(s.Start), 10)
	return append(strconv.AppendInt(append(b, ','), int64(s.End), 10), ']')
}

// number is the shortest decimal that reads back as the same number, with an exponent only when it is very small or large.
func number(b []byte, key string, f float64) []byte {
	b = append(b, key...)
	if a := math.Abs(f); a == 0 || a >= 1e-6 && a < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	if n := len(b); b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 is written e-9
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}
