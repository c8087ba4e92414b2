// Package sqlite writes a graph as an SQLite database: tables of documents, nodes, aliases, edges and evidence, and views
// that join them for reading.
package sqlite

import (
	"database/sql"
	_ "embed" // for the tables
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"

	_ "modernc.org/sqlite" // the driver, which needs no C
)

//go:embed tables.sql
var tables string

// Write writes the database. It is built in a temporary file first: the format is not one that can be written from
// beginning to end. Memory stays flat.
func Write(w io.Writer, g graph.Reader, opt view.Options) (err error) {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mandate-sqlite-")
	if err != nil {
		return fmt.Errorf("a temporary folder for the database: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "graph.sqlite")
	if err := build(path, v); err != nil {
		return err
	}
	f, err := os.Open(path) //nolint:gosec // made above
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(w, f)
	return err
}

var kinds = [...]string{attribute.Text: "TEXT", attribute.Whole: "INTEGER", attribute.Number: "REAL", attribute.Truth: "INTEGER"}

func build(path string, v *view.View) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + tables); err != nil {
		return err
	}
	for _, field := range attribute.Measures(v) { // names are letters, digits and "_"
		if _, err := db.Exec("ALTER TABLE nodes ADD COLUMN " + field.Name + " " + kinds[field.Kind]); err != nil {
			return err
		}
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	f := &filler{tx: tx, view: v, prepared: map[string]*sql.Stmt{}}
	if err := f.fill(); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

type filler struct {
	tx       *sql.Tx
	view     *view.View
	prepared map[string]*sql.Stmt
}

// insert adds a row. A value that is an empty text is NULL.
func (f *filler) insert(table string, values ...any) error {
	st := f.prepared[table]
	if st == nil {
		var err error
		marks := strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")
		if st, err = f.tx.Prepare("INSERT INTO " + table + " VALUES (" + marks + ")"); err != nil {
			return err
		}
		f.prepared[table] = st
	}
	for i, value := range values {
		if s, ok := value.(string); ok {
			if s == "" {
				values[i] = nil
			} else {
				values[i] = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "\ufffd"), "\ufffd") // C programs end a text at U+0000
			}
		}
	}
	_, err := st.Exec(values...)
	return err
}

func (f *filler) fill() error {
	for doc, err := range f.view.Graph.Documents() {
		if err == nil {
			err = f.insert("documents", string(doc.ID), doc.Title, doc.Date, doc.Country, doc.Marking, doc.Format, doc.Words, doc.Passages, doc.Hash)
		}
		if err != nil {
			return err
		}
	}
	for ent, err := range f.view.Nodes("") {
		if err == nil {
			err = f.node(&ent)
		}
		if err != nil {
			return err
		}
	}
	for e, err := range f.view.Stream("") {
		if err == nil {
			err = f.edge(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) node(ent *graph.Entity) error {
	row := []any{string(ent.ID), ent.Type, ent.Name, ent.Country, ent.Documents, ent.Mentions}
	row = attribute.Measured(row, f.view, ent.ID)
	if err := f.insert("nodes", row...); err != nil {
		return err
	}
	for _, a := range ent.Aliases {
		if err := f.insert("aliases", string(ent.ID), a); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) edge(e *view.Edge) error {
	rel := &e.Relation
	err := f.insert("edges", rel.ID(), string(e.Subject), e.Type, string(e.Object), rel.Status.String(), rel.Support, rel.Independent, rel.Statements, rel.Confidence, rel.Since, rel.Until)
	for i := 0; err == nil && i < len(e.Statements); i++ {
		st := &e.Statements[i]
		ev := &st.Evidence
		err = f.insert("evidence", string(st.ID), rel.ID(), string(ev.Document), ev.Paragraph, ev.Passage, ev.Span.Start, ev.Span.End, ev.Marking,
			ev.Quote, st.Status.String(), st.Since, st.Until, ev.Obligation.String(), ev.Amount.Value, ev.Amount.Unit, ev.Rule, ev.Confidence)
	}
	return err
}
