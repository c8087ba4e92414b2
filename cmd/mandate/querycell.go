package main

import (
	"strings"

	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
)

// cell is a value as a person reads it in a table: text and points in time bare, a node by its label and name, a relationship by its type.
// Null is an empty cell.
func cell(v lang.Value) (string, error) {
	switch x := v.(type) {
	case nil:
		return "", nil
	case string:
		return oneLine(x), nil
	case lang.Date, lang.Time, lang.LocalTime, lang.DateTime, lang.LocalDateTime, lang.Duration:
		return lang.Text(x), nil
	}
	var b strings.Builder
	err := writeCell(&b, v)
	return b.String(), err
}

func writeCell(b *strings.Builder, v lang.Value) error {
	switch x := v.(type) {
	case lang.Node:
		return writeNodeCell(b, x)
	case lang.Relationship:
		b.WriteString("[:" + x.RelationshipType() + "]")
		return nil
	case lang.Path:
		return writePathCell(b, x)
	case lang.List:
		b.WriteByte('[')
		for i, e := range x {
			if i > 0 {
				b.WriteString(", ")
			}
			if err := writeCell(b, e); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	case lang.Map:
		b.WriteByte('{')
		first := true
		for k, e := range x.All() {
			if !first {
				b.WriteString(", ")
			}
			first = false
			b.WriteString(k + ": ")
			if err := writeCell(b, e); err != nil {
				return err
			}
		}
		b.WriteByte('}')
		return nil
	}
	b.WriteString(oneLine(lang.Format(v)))
	return nil
}

func writeNodeCell(b *strings.Builder, n lang.Node) error {
	ent, ok, err := cypher.EntityOf(n)
	switch doc, isDoc := cypher.DocumentOf(n); {
	case err != nil:
		return err
	case ok:
		b.WriteString("(:" + ent.Type + " " + oneLine(ent.Name) + ")")
	case isDoc:
		b.WriteString("(:" + cypher.DocumentLabel + " " + oneLine(string(doc.ID)) + ")")
	default:
		b.WriteString(lang.Format(n))
	}
	return nil
}

func writePathCell(b *strings.Builder, p lang.Path) error {
	for i, n := range p.Nodes {
		if i > 0 {
			r := p.Relationships[i-1]
			before, after := "-", "->"
			if r.StartID() != p.Nodes[i-1].NodeID() {
				before, after = "<-", "-"
			}
			b.WriteString(before + "[:" + r.RelationshipType() + "]" + after)
		}
		if err := writeNodeCell(b, n); err != nil {
			return err
		}
	}
	return nil
}

// isNumber says whether a column of such values is set to the right.
func isNumber(v lang.Value) bool {
	switch v.(type) {
	case int64, float64:
		return true
	}
	return false
}
