// Package parquet writes a graph as Parquet files, for DuckDB, Arrow, Spark and the like: documents, nodes, edges and
// evidence, joined by identifier.
package parquet

import (
	"io"
	"reflect"
	"strings"

	"mandate/export/attribute"
	"mandate/export/bundle"
	"mandate/export/view"
	"mandate/graph"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// groupRows is how many rows a writer holds before it writes them: memory stays flat whatever the size of the graph.
const groupRows = 50_000

// document, node, edge and evidence are the rows of the files. An empty text in an optional column is null.
type document struct {
	ID       string   `parquet:"id"`
	Title    string   `parquet:"title,optional"`
	Date     string   `parquet:"date,optional"`
	Country  string   `parquet:"country,optional,dict"`
	Marking  string   `parquet:"marking,optional,dict"`
	Format   string   `parquet:"format,optional,dict"`
	Words    int64    `parquet:"words"`
	Passages int64    `parquet:"passages"`
	SHA256   string   `parquet:"sha256,optional"`
	Notes    []string `parquet:"notes,list"`
}

type node struct {
	ID        string   `parquet:"id"`
	Type      string   `parquet:"type,dict"`
	Name      string   `parquet:"name"`
	Aliases   []string `parquet:"aliases,list"`
	Country   string   `parquet:"country,optional,dict"`
	Documents int64    `parquet:"documents"`
	Mentions  int64    `parquet:"mentions"`
}

type edge struct {
	ID          string  `parquet:"id"`
	Source      string  `parquet:"source"`
	Type        string  `parquet:"type,dict"`
	Target      string  `parquet:"target"`
	Status      string  `parquet:"status,dict"`
	Support     int64   `parquet:"support"`
	Independent int64   `parquet:"independent"`
	Statements  int64   `parquet:"statements"`
	Confidence  float64 `parquet:"confidence"`
	Since       string  `parquet:"since,optional"`
	Until       string  `parquet:"until,optional"`
}

// evidence has its offsets in bytes of the document's text, the end not included.
type evidence struct {
	ID           string  `parquet:"id"`
	Edge         string  `parquet:"edge"`
	Document     string  `parquet:"document,dict"`
	Paragraph    string  `parquet:"paragraph,optional"`
	Passage      int64   `parquet:"passage"`
	Start        int64   `parquet:"start"`
	End          int64   `parquet:"end"`
	SubjectStart int64   `parquet:"subject_start"`
	SubjectEnd   int64   `parquet:"subject_end"`
	ObjectStart  int64   `parquet:"object_start"`
	ObjectEnd    int64   `parquet:"object_end"`
	Marking      string  `parquet:"marking,optional,dict"`
	Quote        string  `parquet:"quote"`
	Status       string  `parquet:"status,dict"`
	Since        string  `parquet:"since,optional"`
	Until        string  `parquet:"until,optional"`
	Obligation   string  `parquet:"obligation,optional,dict"` // may, should or must
	Amount       float64 `parquet:"amount,optional"`
	Unit         string  `parquet:"unit,optional,dict"` // an ISO 4217 code, or what is counted
	Rule         string  `parquet:"rule,optional,dict"`
	Confidence   float64 `parquet:"confidence"`
}

// Write writes the files as a zip archive.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	return bundle.Zip(w, func(create bundle.Create) error { return Files(create, g, opt) })
}

// Files writes documents.parquet, nodes.parquet, edges.parquet and evidence.parquet. Measures are further columns of the nodes.
func Files(create bundle.Create, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		fill func(io.Writer, *view.View) error
	}{{"documents.parquet", documents}, {"nodes.parquet", nodes}, {"edges.parquet", edges}, {"evidence.parquet", statements}} {
		w, err := create(file.name)
		if err != nil {
			return err
		}
		if err := file.fill(w, v); err != nil {
			return err
		}
	}
	return nil
}

// settings are the same for every file. The version stays out of them: the same graph gives the same bytes.
func settings() []parquet.WriterOption {
	return []parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1}), parquet.CreatedBy("mandate", "", ""), parquet.MaxRowsPerRowGroup(groupRows),
	}
}

// sheaf hands rows to a writer by the thousand: one at a time costs it several times as much.
type sheaf[T any] struct {
	out  *parquet.GenericWriter[T]
	rows []T
}

const sheafRows = 1000

func newSheaf[T any](w io.Writer) *sheaf[T] {
	return &sheaf[T]{out: parquet.NewGenericWriter[T](w, settings()...), rows: make([]T, 0, sheafRows)}
}

func (s *sheaf[T]) add(row T) error {
	if s.rows = append(s.rows, row); len(s.rows) < sheafRows {
		return nil
	}
	return s.flush()
}

func (s *sheaf[T]) flush() error {
	_, err := s.out.Write(s.rows)
	s.rows = s.rows[:0]
	return err
}

func (s *sheaf[T]) close() error {
	if err := s.flush(); err != nil {
		return err
	}
	return s.out.Close()
}

func documents(w io.Writer, v *view.View) error {
	out := newSheaf[document](w)
	for doc, err := range v.Graph.Documents() {
		if err != nil {
			return err
		}
		row := document{
			legal(string(doc.ID)), legal(doc.Title), legal(doc.Date), legal(doc.Country), legal(doc.Marking), doc.Format,
			int64(doc.Words), int64(doc.Passages), doc.Hash, legals(doc.Notes),
		}
		if err := out.add(row); err != nil {
			return err
		}
	}
	return out.close()
}

var kinds = [...]reflect.Type{attribute.Text: reflect.TypeFor[*string](), attribute.Whole: reflect.TypeFor[*int64](), attribute.Number: reflect.TypeFor[*float64]()}

// nodes writes rows of a type that is made for the measures there are.
func nodes(w io.Writer, v *view.View) error {
	fixed := reflect.TypeFor[node]()
	fields := reflect.VisibleFields(fixed)
	for _, f := range attribute.Measures(v) {
		fields = append(fields, reflect.StructField{
			Name: "Measure_" + f.Name, Type: kinds[f.Kind], Tag: reflect.StructTag(`parquet:"` + f.Name + `,optional"`),
		})
	}
	wide := reflect.StructOf(fields)
	out := parquet.NewWriter(w, append(settings(), parquet.SchemaOf(reflect.New(wide).Interface()))...) //nolint:staticcheck // rows of a type made at run time
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		row := reflect.New(wide).Elem()
		narrow := reflect.ValueOf(node{
			legal(string(ent.ID)), legal(ent.Type), legal(ent.Name), legals(ent.Aliases), legal(ent.Country), int64(ent.Documents), int64(ent.Mentions),
		})
		for i := range fixed.NumField() {
			row.Field(i).Set(narrow.Field(i))
		}
		for i, value := range attribute.Measured(nil, v, ent.ID) {
			field := row.Field(fixed.NumField() + i)
			switch x := value.(type) {
			case float64:
				field.Set(reflect.ValueOf(&x))
			case int:
				number := int64(x)
				field.Set(reflect.ValueOf(&number))
			case string:
				name := legal(x)
				field.Set(reflect.ValueOf(&name))
			}
		}
		if err := out.Write(row.Interface()); err != nil {
			return err
		}
	}
	return out.Close()
}

func edges(w io.Writer, v *view.View) error {
	out := newSheaf[edge](w)
	for e, err := range v.Sums("") {
		if err != nil {
			return err
		}
		rel := &e.Relation
		row := edge{
			rel.ID(), legal(string(e.Subject)), legal(e.Type), legal(string(e.Object)), rel.Status.String(), int64(rel.Support), int64(rel.Independent),
			int64(rel.Statements), rel.Confidence, legal(rel.Since), legal(rel.Until),
		}
		if err := out.add(row); err != nil {
			return err
		}
	}
	return out.close()
}

func statements(w io.Writer, v *view.View) error {
	out := newSheaf[evidence](w)
	for e, err := range v.Edges("") {
		if err != nil {
			return err
		}
		for i := range e.Statements {
			st := &e.Statements[i]
			ev := &st.Evidence
			row := evidence{
				string(st.ID), e.Relation.ID(), legal(string(ev.Document)), legal(ev.Paragraph), int64(ev.Passage), int64(ev.Span.Start), int64(ev.Span.End),
				int64(ev.Subject.Start), int64(ev.Subject.End), int64(ev.Object.Start), int64(ev.Object.End), legal(ev.Marking), legal(ev.Quote),
				st.Status.String(), legal(st.Since), legal(st.Until), ev.Obligation.String(), ev.Amount.Value, legal(ev.Amount.Unit), legal(ev.Rule), ev.Confidence,
			}
			if err := out.add(row); err != nil {
				return err
			}
		}
	}
	return out.close()
}

// legal is valid UTF-8, which the text type of Parquet promises.
func legal(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

func legals(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = legal(s)
	}
	return out
}
