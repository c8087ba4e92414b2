package main

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
)

// cell is a value as a person reads it in a table: text bare, a node by its label and name, a relationship by its type.
// Null is an empty cell.
func cell(v lang.Value) (string, error) {
	switch x := v.(type) {
	case nil:
		return "", nil
	case string:
		return oneLine(x), nil
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

// appendJSON writes a value as JSON. Nodes are objects with id, labels and properties, relationships with id, type,
// start, end and properties, paths with nodes and relationships. Temporal values are ISO 8601 texts; numbers that JSON
// has not (NaN, Infinity) are texts too.
func appendJSON(b []byte, v lang.Value) ([]byte, error) {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, x), nil
	case int64:
		return strconv.AppendInt(b, x, 10), nil
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return appendText(b, lang.Format(x)), nil
		}
		return append(b, strings.Replace(lang.Format(x), ".0e", "e", 1)...), nil
	case lang.List:
		return appendJSONList(b, x)
	case lang.Map:
		return appendJSONMap(b, x)
	case lang.Node:
		return appendJSONNode(b, x)
	case lang.Relationship:
		return appendJSONRelationship(b, x)
	case lang.Path:
		nodes, rels := lang.List{}, lang.List{}
		for _, n := range x.Nodes {
			nodes = append(nodes, n)
		}
		for _, r := range x.Relationships {
			rels = append(rels, r)
		}
		return appendJSONMap(b, lang.NewMap(lang.Entry{Key: "nodes", Value: nodes}, lang.Entry{Key: "relationships", Value: rels}))
	}
	return appendText(b, lang.Text(v)), nil
}

// appendText writes a JSON string. Broken UTF-8 becomes U+FFFD.
func appendText(b []byte, s string) []byte {
	var w strings.Builder
	enc := json.NewEncoder(&w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string can always be written
	return append(b, strings.TrimSuffix(w.String(), "\n")...)
}

func appendJSONList(b []byte, l lang.List) ([]byte, error) {
	b = append(b, '[')
	var err error
	for i, e := range l {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendJSON(b, e); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

func appendJSONMap(b []byte, m lang.Map) ([]byte, error) {
	b = append(b, '{')
	var err error
	for k, e := range m.All() {
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(appendText(b, k), ':')
		if b, err = appendJSON(b, e); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

func appendJSONNode(b []byte, n lang.Node) ([]byte, error) {
	labels, err := n.Labels()
	if err != nil {
		return b, err
	}
	props, err := n.Properties()
	if err != nil {
		return b, err
	}
	b = appendText(append(b, `{"id":`...), nodeText(n.NodeID()))
	b = append(b, `,"labels":`...)
	for i, l := range labels {
		b = appendText(append(b, "[,"[min(i, 1)]), l)
	}
	if len(labels) == 0 {
		b = append(b, '[')
	}
	if b, err = appendJSONMap(append(b, `],"properties":`...), props); err != nil {
		return b, err
	}
	return append(b, '}'), nil
}

func appendJSONRelationship(b []byte, r lang.Relationship) ([]byte, error) {
	props, err := r.Properties()
	if err != nil {
		return b, err
	}
	b = append(b, '{')
	if id, ok := props.Get("id"); ok {
		b = append(appendText(append(b, `"id":`...), lang.Text(id)), ',')
	}
	b = appendText(append(b, `"type":`...), r.RelationshipType())
	b = appendText(append(b, `,"start":`...), nodeText(r.StartID()))
	b = appendText(append(b, `,"end":`...), nodeText(r.EndID()))
	if b, err = appendJSONMap(append(b, `,"properties":`...), props); err != nil {
		return b, err
	}
	return append(b, '}'), nil
}

// nodeText is the identifier of a node as the property id has it.
func nodeText(id lang.ID) string {
	if id.Text != "" {
		return id.Text
	}
	return lang.Text(id.Value())
}
