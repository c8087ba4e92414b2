package main

import (
	"errors"
	"io/fs"
	"os"

	"mandate/graph"
	"mandate/store"
)

// withGraph opens the store in dir for reading and hands one consistent state of the graph to use.
func withGraph(dir string, use func(graph.Reader) error) (err error) {
	st, err := store.Open(dir, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return withSnapshot(st, use)
}

// openExisting opens a store for writing, and makes none where none is.
func openExisting(dir string) (*store.Store, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, &store.Error{Kind: store.ErrMissing, Dir: dir}
	}
	return store.Open(dir, store.Options{})
}

// withSnapshot hands one consistent state of an open store to use.
func withSnapshot(st *store.Store, use func(graph.Reader) error) error {
	g, err := st.Snapshot()
	if err != nil {
		return err
	}
	defer g.Close()
	return use(g)
}
