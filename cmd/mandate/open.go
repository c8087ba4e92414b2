package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"mandate/export"
	"mandate/graph"
	"mandate/store"
)

// withGraph opens the store in dir for reading and hands one consistent state of the graph to use.
func withGraph(dir string, use func(graph.Reader) error) (err error) {
	return withGraphUpTo(dir, "", use)
}

// withGraphUpTo is withGraph without what is marked higher than mark, "" for everything.
func withGraphUpTo(dir, mark string, use func(graph.Reader) error) (err error) {
	st, err := store.Open(dir, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return withSnapshot(st, func(g graph.Reader) error {
		if g, err = upTo(g, mark); err != nil {
			return err
		}
		return use(g)
	})
}

// upTo is the graph without what is marked higher than mark, "" for everything.
func upTo(g graph.Reader, mark string) (graph.Reader, error) {
	if mark == "" {
		return g, nil
	}
	g, err := export.UpTo(g, mark)
	if err != nil {
		return nil, fmt.Errorf("leave out what is marked higher than %s: %w", mark, err)
	}
	return g, nil
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
