package store

import (
	"errors"
	"fmt"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph/schema"
)

// Schema is the schema by which the documents of a store were read.
type Schema struct {
	Name        string // that it gives itself
	Fingerprint string // of what it says, see [schema.Schema.Fingerprint]
	Text        string // its file, "" for the built-in one
}

// SchemaOf is the record of a schema that was read from a text; "" stands for the built-in one.
func SchemaOf(s *schema.Schema, text string) Schema {
	return Schema{Name: s.Name, Fingerprint: s.Fingerprint(), Text: text}
}

// Read gives the types themselves. It fails when this version of mandate does not take the text.
func (s *Schema) Read() (*schema.Schema, error) {
	if s.Text == "" {
		return schema.Default(), nil
	}
	sch, err := schema.Parse(s.Name, []byte(s.Text))
	if err != nil {
		return nil, fmt.Errorf("the schema that the store was built with cannot be read any more: give a mended one with --schema\n%w", err)
	}
	return sch, nil
}

// SetSchema keeps the schema by which documents are read from now on.
func (s *Store) SetSchema(sch Schema) error {
	if s.opt.ReadOnly {
		return &Error{Kind: ErrReadOnly, Dir: s.dir}
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	m := newMessage()
	m.text(1, sch.Name)
	m.text(2, sch.Fingerprint)
	m.text(3, sch.Text)
	return explain(s.dir, s.commit(rows{string(makeMetaKey(schemaRow)): m}))
}

const schemaRow = "schema"

// Schema is the schema by which the documents were read; ok is false in a store that keeps none, as earlier versions of
// mandate made them.
func (r *Snapshot) Schema() (sch Schema, ok bool, err error) {
	err = r.do(func(tx *badger.Txn) (err error) {
		sch, ok, err = readSchema(tx)
		return err
	})
	return sch, ok, err
}

func readSchema(tx *badger.Txn) (sch Schema, ok bool, err error) {
	b, err := get(tx, makeMetaKey(schemaRow))
	if err != nil || b == nil {
		return Schema{}, false, err
	}
	err = eachTop(b, func(f field) error {
		switch f.num {
		case 1:
			sch.Name = f.text()
		case 2:
			sch.Fingerprint = f.text()
		case 3:
			sch.Text = f.text()
		}
		return nil
	})
	if err == nil && sch.Name == "" {
		err = fmt.Errorf("%w: it names no schema", errValue)
	}
	if err != nil {
		return Schema{}, false, fmt.Errorf("the schema by which documents were read: %w", err)
	}
	return sch, true, nil
}

// soundSchema fails when the schema cannot be read or is not the one of its fingerprint.
func soundSchema(tx *badger.Txn) error {
	sch, ok, err := readSchema(tx)
	if err != nil || !ok || sch.Text == "" {
		return err
	}
	read, err := schema.Parse(sch.Name, []byte(sch.Text))
	if err == nil && read.Fingerprint() != sch.Fingerprint {
		err = errors.New("the schema by which documents were read: its text is not the one of its fingerprint")
	}
	return err
}

// checkSchema reports a schema that is not sound.
func checkSchema(r *Snapshot, found func(Finding)) error {
	return r.do(func(tx *badger.Txn) error {
		if err := soundSchema(tx); err != nil {
			found(Finding{tableNames[tableMeta], "", err.Error() + "; when it is repaired, give it anew with `mandate build --schema FILE`"})
		}
		return nil
	})
}
