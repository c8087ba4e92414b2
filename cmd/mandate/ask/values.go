package ask

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	lang "mandate/graph/cypher/value"
)

// AppendJSON writes a value as JSON. Nodes are objects with id, labels and properties, relationships with id, type,
// start, end and properties, paths with nodes and relationships. Temporal values are ISO 8601 texts; numbers that JSON
// has not (NaN, Infinity) are texts too.
func AppendJSON(b []byte, v lang.Value) ([]byte, error) {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, x), nil
	case int64:
		return strconv.AppendInt(b, x, 10), nil
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return AppendText(b, lang.Format(x)), nil
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
	return AppendText(b, lang.Text(v)), nil
}

// AppendText writes a JSON string. Broken UTF-8 becomes U+FFFD.
func AppendText(b []byte, s string) []byte {
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
		if b, err = AppendJSON(b, e); err != nil {
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
		b = append(AppendText(b, k), ':')
		if b, err = AppendJSON(b, e); err != nil {
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
	b = AppendText(append(b, `{"id":`...), NodeText(n.NodeID()))
	b = append(b, `,"labels":`...)
	for i, l := range labels {
		b = AppendText(append(b, "[,"[min(i, 1)]), l)
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
		b = append(AppendText(append(b, `"id":`...), lang.Text(id)), ',')
	}
	b = AppendText(append(b, `"type":`...), r.RelationshipType())
	b = AppendText(append(b, `,"start":`...), NodeText(r.StartID()))
	b = AppendText(append(b, `,"end":`...), NodeText(r.EndID()))
	if b, err = appendJSONMap(append(b, `,"properties":`...), props); err != nil {
		return b, err
	}
	return append(b, '}'), nil
}

// NodeText is the identifier of a node as the property id has it.
func NodeText(id lang.ID) string {
	if id.Text != "" {
		return id.Text
	}
	return lang.Text(id.Value())
}
