package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"mandate/export"
	"mandate/extract/link"
	"mandate/graph"
	"mandate/graph/schema"
	"mandate/store"
)

// withGraph opens the store in dir for reading and hands one consistent state of the graph to use.
func withGraph(dir string, use func(graph.Reader) error) (err error) {
	return withGraphUpTo(dir, "", use)
}

// withGraphUpTo is withGraph without what is marked higher than mark, "" for everything.
func withGraphUpTo(dir, mark string, use func(graph.Reader) error) (err error) {
	return withGraphWithin(context.Background(), dir, mark, use)
}

// withGraphWithin is withGraphUpTo where opening ends with the error of the context once that is done. What use does does
// not.
func withGraphWithin(ctx context.Context, dir, mark string, use func(graph.Reader) error) (err error) {
	st, err := openWithin(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return withSnapshot(st, func(g graph.Reader) error {
		if mark != "" {
			if whole, ok := g.(withFound); ok && ctx.Done() != nil {
				g = foundWithin{graph.Bounded(ctx, g), whole}
			}
			if g, err = upTo(g, mark); err != nil {
				return err
			}
		}
		return use(g)
	})
}

// withFound is a graph that knows what it was made of, and by which schema.
type withFound interface {
	link.Found
	withTypes
}

// foundWithin is a store of which the lists end with a context.
type foundWithin struct {
	graph.Reader
	whole withFound
}

func (f foundWithin) Found(id graph.DocumentID) (*graph.Contribution, error) {
	return f.whole.Found(id)
}
func (f foundWithin) Judgements() ([]graph.Judgement, error) { return f.whole.Judgements() }
func (f foundWithin) Schema() (store.Schema, bool, error)    { return f.whole.Schema() }

// openWithin opens a store for reading. One that is open only after the context has ended is closed again.
func openWithin(ctx context.Context, dir string) (*store.Store, error) {
	if ctx.Done() == nil {
		return store.Open(dir, store.Options{ReadOnly: true})
	}
	var st *store.Store
	var err error
	opened := make(chan struct{})
	go func() {
		defer close(opened)
		st, err = store.Open(dir, store.Options{ReadOnly: true})
	}()
	select {
	case <-opened:
		return st, err
	case <-ctx.Done():
	}
	go func() {
		if <-opened; err == nil {
			_ = st.Close()
		}
	}()
	return nil, ctx.Err()
}

// upTo is the graph without what is marked higher than mark, "" for everything.
func upTo(g graph.Reader, mark string) (graph.Reader, error) {
	if mark == "" {
		return g, nil
	}
	visible, err := export.UpTo(g, mark)
	if err != nil {
		return nil, fmt.Errorf("leave out what is marked higher than %s: %w", mark, err)
	}
	if s, ok := g.(withTypes); ok {
		return limited{visible, s}, nil
	}
	return visible, nil
}

// withTypes is a graph that knows by which schema its documents were read.
type withTypes interface {
	Schema() (store.Schema, bool, error)
}

// limited is a part of a graph, which was read by the schema of the whole.
type limited struct {
	graph.Reader
	withTypes
}

// schemaOf is the schema in the file at path; when path is "", the one by which the documents of the graph were read, and
// where the graph does not say that, the built-in one.
func schemaOf(path string, g graph.Reader) (*schema.Schema, error) {
	if s, ok := g.(withTypes); ok && path == "" {
		kept, ok, err := s.Schema()
		if err != nil || !ok {
			return schema.Default(), err
		}
		return kept.Read()
	}
	return readSchema(path)
}

// servedSchema is schemaOf for the store in a folder, for servers, which open it later and may find it in use, or not there
// yet: then they go by the built-in schema, and say so.
func servedSchema(path, dir string, say io.Writer) (sch *schema.Schema, err error) {
	if path != "" {
		return readSchema(path)
	}
	err = withGraph(dir, func(g graph.Reader) (err error) {
		sch, err = schemaOf("", g)
		return err
	})
	switch {
	case errors.Is(err, store.ErrInUse):
		fmt.Fprintf(say, "mandate: %v; until this is started again, types are those of the built-in schema\n", err)
		return schema.Default(), nil
	case errors.Is(err, store.ErrMissing): // which is told when it is opened
		return schema.Default(), nil
	}
	return sch, err
}

// openExisting opens a store for writing, and makes none where none is.
func openExisting(dir string, opt store.Options) (*store.Store, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, &store.Error{Kind: store.ErrMissing, Dir: dir}
	}
	return store.Open(dir, opt)
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
