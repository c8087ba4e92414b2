// Package neo4j gives a graph to Neo4j: as the CSV files of neo4j-admin's bulk import, as a Cypher script, and over Bolt to a
// running server.
//
// Nodes bear the label Entity and their type; "id" is the identifier of mandate. Relationships have the relation type, and
// their evidence as two lists of equal length: quotes, and places ("plan.txt, paragraph 4").
package neo4j

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"

	"mandate/export/attribute"
	"mandate/export/bundle"
	"mandate/export/view"
	"mandate/graph"
)

// separator stands between the elements of a list in a cell. It is no character of any text: Clean takes it out.
const separator = "\x1f"

// script is the command that imports the files.
const script = `#!/bin/sh
# Imports these files into an empty Neo4j database (version 5): sh import.sh [DATABASE]. Stop the database first.
cd "$(dirname "$0")" || exit 1
exec neo4j-admin database import full "${1:-neo4j}" --id-type=string --multiline-fields=true --array-delimiter=U+001F \
  --nodes=nodes-header.csv,nodes.csv --relationships=relationships-header.csv,relationships.csv
`

var kinds = [...]string{attribute.Text: "", attribute.Whole: ":long", attribute.Number: ":double", attribute.Truth: ":boolean"}

// WriteBulk writes the files of the bulk import as a zip archive.
func WriteBulk(w io.Writer, g graph.Reader, opt view.Options) error {
	return bundle.Zip(w, func(create bundle.Create) error { return BulkFiles(create, g, opt) })
}

// BulkFiles writes the files of the bulk import: nodes and relationships, each with a header file, and import.sh.
func BulkFiles(create bundle.Create, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	nodeHead, edgeHead := []string{"id:ID", "name", "aliases:string[]"}, []string{":START_ID", ":END_ID", ":TYPE", "id"}
	for _, f := range nodeAttributes(v) {
		nodeHead = append(nodeHead, f.Name+kinds[f.Kind])
	}
	for _, f := range edgeAttributes() {
		edgeHead = append(edgeHead, f.Name+kinds[f.Kind])
	}
	nodeHead, edgeHead = append(nodeHead, ":LABEL"), append(edgeHead, "quotes:string[]", "places:string[]")
	line := func(cells []string) func(*table) error { return func(t *table) error { return t.row(cells...) } }
	for _, file := range []struct {
		name string
		fill func(*table) error
	}{
		{"nodes-header.csv", line(nodeHead)}, {"nodes.csv", func(t *table) error { return t.nodes(v) }},
		{"relationships-header.csv", line(edgeHead)}, {"relationships.csv", func(t *table) error { return t.edges(v) }},
	} {
		w, err := create(file.name)
		if err != nil {
			return err
		}
		t := &table{bufio.NewWriterSize(w, 1<<16)}
		if err := file.fill(t); err != nil {
			return err
		}
		if err := t.out.Flush(); err != nil {
			return err
		}
	}
	w, err := create("import.sh")
	if err == nil {
		_, err = io.WriteString(w, script)
	}
	return err
}

// nodeAttributes and edgeAttributes are those that have no column of their own: without label and aliases, and without label, type and evidence.
func nodeAttributes(v *view.View) []attribute.Field {
	f := attribute.Nodes(v)
	return append([]attribute.Field{f[1]}, f[3:]...)
}

func edgeAttributes() []attribute.Field {
	f := attribute.Edges()
	return f[2 : len(f)-1]
}

type table struct{ out *bufio.Writer }

func (t *table) nodes(v *view.View) error {
	var values []any
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		values = attribute.Node(values[:0], v, &ent)
		cells := []string{string(ent.ID), view.Clean(ent.Name), list(ent.Aliases), cell(values[1])}
		for _, value := range values[3:] {
			cells = append(cells, cell(value))
		}
		if err := t.row(append(cells, "Entity"+separator+ent.Type)...); err != nil {
			return err
		}
	}
	return nil
}

func (t *table) edges(v *view.View) error {
	var values []any
	for e, err := range v.Stream("") {
		if err != nil {
			return err
		}
		values = attribute.Edge(values[:0], v, e)
		cells := []string{string(e.Subject), string(e.Object), e.Type, e.Relation.ID()}
		for _, value := range values[2 : len(values)-1] {
			cells = append(cells, cell(value))
		}
		quotes, places := evidence(e)
		if err := t.row(append(cells, list(quotes), list(places))...); err != nil {
			return err
		}
	}
	return nil
}

// evidence is the quotes of an edge and where each stands.
func evidence(e *view.Edge) (quotes, places []string) {
	for i := range e.Statements {
		ev := &e.Statements[i].Evidence
		quotes, places = append(quotes, view.PlainQuote(ev)), append(places, view.Clean(view.Place(ev)))
	}
	return quotes, places
}

func list(values []string) string {
	clean := make([]string, len(values))
	for i, v := range values {
		clean[i] = view.Clean(v)
	}
	return strings.Join(clean, separator)
}

func cell(value any) string {
	if s, ok := value.(string); ok {
		return view.Clean(s)
	}
	return string(view.AppendValue(nil, value, nil))
}

// row writes cells, all in quotes: the importer takes an empty cell in quotes for an empty text, one without for none.
func (t *table) row(cells ...string) error {
	for i, c := range cells {
		if i > 0 {
			_ = t.out.WriteByte(',')
		}
		if c != "" {
			_, _ = t.out.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
	}
	return t.out.WriteByte('\n')
}

// constraint makes identifiers unique; the index behind it is what MERGE and MATCH go by.
const constraint = "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"

// WriteCypher writes a script for cypher-shell. Running it again changes nothing: nodes and relationships are merged.
func WriteCypher(w io.Writer, g graph.Reader, opt view.Options) error {
	var values []any
	transaction := func(b []byte, i int) []byte {
		if i > 0 && i%Batch == 0 {
			return append(b, ":commit\n:begin\n"...)
		}
		return b
	}
	return view.Write{
		Head: func(b []byte, _ *view.View) []byte {
			return append(b, constraint+";\n:begin\n"...)
		},
		Node: func(b []byte, v *view.View, i int, ent *graph.Entity) []byte {
			b = text(append(transaction(b, i), "MERGE (n:Entity {id: "...), string(ent.ID))
			b = append(name(append(b, "}) SET n:"...), ent.Type), ", n += {name: "...)
			b = text(b, ent.Name)
			b = texts(append(b, ", aliases: "...), ent.Aliases)
			values = attribute.Node(values[:0], v, ent)
			b = properties(b, nodeAttributes(v), append(values[1:2:2], values[3:]...))
			return append(b, "};\n"...)
		},
		Between: func(b []byte, _ *view.View) []byte { return append(b, ":commit\n:begin\n"...) },
		Edge: func(b []byte, v *view.View, i int, e *view.Edge) []byte {
			b = text(append(transaction(b, i), "MATCH (a:Entity {id: "...), string(e.Subject))
			b = text(append(b, "}), (b:Entity {id: "...), string(e.Object))
			b = name(append(b, "}) MERGE (a)-[r:"...), e.Type)
			b = text(append(b, " {id: "...), e.Relation.ID())
			quotes, places := evidence(e)
			b = texts(append(b, "}]->(b) SET r += {quotes: "...), quotes)
			b = texts(append(b, ", places: "...), places)
			values = attribute.Edge(values[:0], v, e)
			b = properties(b, edgeAttributes(), values[2:len(values)-1])
			return append(b, "};\n"...)
		},
		Tail: func(b []byte, _ *view.View) []byte { return append(b, ":commit\n"...) },
	}.To(w, g, opt)
}

func properties(b []byte, fields []attribute.Field, values []any) []byte {
	for i, value := range values {
		if value != nil {
			b = append(append(append(b, ", "...), fields[i].Name...), ": "...)
			b = literal(b, value)
		}
	}
	return b
}

// literal writes a value. A float keeps its point, or Cypher takes it for an integer, and has no "+" in its exponent.
func literal(b []byte, value any) []byte {
	x, ok := value.(float64)
	if !ok {
		return view.AppendValue(b, value, text)
	}
	from := len(b)
	b = strconv.AppendFloat(b, x, 'f', -1, 64)
	if !bytes.ContainsRune(b[from:], '.') {
		b = append(b, ".0"...)
	}
	return b
}

// name writes a label or type, quoted where it is more than letters, digits and "_".
func name(b []byte, s string) []byte {
	s = view.Clean(s)
	for i, c := range s {
		if !(c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9') {
			return append(append(append(b, '`'), strings.ReplaceAll(s, "`", "``")...), '`')
		}
	}
	return append(b, s...)
}

// text writes a string of Cypher on one line.
func text(b []byte, s string) []byte {
	b = append(b, '\'')
	for _, r := range s {
		switch {
		case r == '\'' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case !view.LegalXML(r):
			b = append(b, "\ufffd"...)
		default:
			b = append(b, string(r)...)
		}
	}
	return append(b, '\'')
}

func texts(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = text(b, s)
	}
	return append(b, ']')
}
