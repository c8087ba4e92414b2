package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"mandate/graph"
	"mandate/store"
)

// withGraph opens the store in dir for reading and hands one consistent state of the graph to use.
func withGraph(dir string, use func(graph.Reader) error) (err error) {
	st, err := openForReading(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	g, err := st.Snapshot()
	if err != nil {
		return fmt.Errorf("read the graph in %s: %w", dir, err)
	}
	defer g.Close()
	return use(g)
}

// openForReading opens a store that must be there.
func openForReading(dir string) (*store.Store, error) {
	if err := exists(dir); err != nil {
		return nil, err
	}
	return store.Open(dir, store.Options{ReadOnly: true})
}

// exists says what to do when there is no store.
func exists(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no graph in %s: build one with `mandate build --db %s DOCUMENTS`, or name another with --db", dir, dir)
	}
	return nil
}
