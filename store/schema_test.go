package store_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"mandate/graph/schema"
	"mandate/store"
)

const ownSchema = `name: fleet
version: 1
entities:
  - {type: Body, like: Agency, description: A body.}
relations:
  - {type: ABOVE, description: Is above., ends: [{from: [Body], to: [Body]}]}
`

// A store keeps the schema by which it was built, also through a backup and when its files are saved.
func TestSchemaIsKept(t *testing.T) {
	sch, err := schema.Parse("own.yaml", []byte(ownSchema))
	if err != nil {
		t.Fatal(err)
	}
	want := store.SchemaOf(sch, ownSchema)
	dir := filepath.Join(t.TempDir(), "db")
	st := openStore(t, dir, store.Options{})
	if _, ok := keptSchema(t, st); ok {
		t.Error("a new store has a schema already")
	}
	if err := st.SetSchema(want); err != nil {
		t.Fatal(err)
	}
	closeStore(t, st)

	st = openStore(t, dir, store.Options{ReadOnly: true})
	if got, ok := keptSchema(t, st); !ok || got != want {
		t.Errorf("kept %+v, want %+v", got, want)
	}
	if err := st.SetSchema(want); err == nil {
		t.Error("a store that is open for reading took a schema")
	}
	snap, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var backup bytes.Buffer
	if _, err := snap.Backup(context.Background(), &backup); err != nil {
		t.Fatal(err)
	}
	snap.Close()
	closeStore(t, st)

	again := filepath.Join(t.TempDir(), "db")
	if _, err := store.Restore(context.Background(), again, &backup, store.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Salvage(context.Background(), again, store.Options{}); err != nil {
		t.Fatal(err)
	}
	st = openStore(t, again, store.Options{})
	defer closeStore(t, st)
	if got, ok := keptSchema(t, st); !ok || got != want {
		t.Errorf("restored and saved: kept %+v, want %+v", got, want)
	}
	if read, err := want.Read(); err != nil || read.Fingerprint() != sch.Fingerprint() {
		t.Errorf("it reads as %v, %v", read, err)
	}
	// one whose text is not that of its fingerprint is found, and taken out
	broken := want
	broken.Text = schemaOfAnother
	if err := st.SetSchema(broken); err != nil {
		t.Fatal(err)
	}
	var found []store.Finding
	if _, err := st.Check(context.Background(), t.TempDir(), func(f store.Finding) { found = append(found, f) }); err != nil || len(found) != 1 {
		t.Errorf("check: %v, %v", found, err)
	}
	if _, err := st.Repair(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, ok := keptSchema(t, st); ok {
		t.Errorf("after repair it keeps %+v", got)
	}
}

const schemaOfAnother = `name: fleet
version: 2
entities:
  - {type: Body, like: Agency, description: Another body.}
relations:
  - {type: ABOVE, description: Is above., ends: [{from: [Body], to: [Body]}]}
`

func openStore(t *testing.T, dir string, opt store.Options) *store.Store {
	t.Helper()
	st, err := store.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func closeStore(t *testing.T, st *store.Store) {
	t.Helper()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

func keptSchema(t *testing.T, st *store.Store) (store.Schema, bool) {
	t.Helper()
	snap, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	sch, ok, err := snap.Schema()
	if err != nil {
		t.Fatal(err)
	}
	return sch, ok
}
