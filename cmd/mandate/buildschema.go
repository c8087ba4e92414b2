package main

import (
	"fmt"
	"os"

	"mandate/extract"
	"mandate/extract/input"
	"mandate/graph"
	"mandate/graph/schema"
	"mandate/store"
)

// buildSchema is the schema by which a build reads, with the pipeline that does so. A graph is built by one schema: the one
// that was given first, until another is said to take its place.
type buildSchema struct {
	schema   *schema.Schema
	text     string // of its file, "" for the built-in one
	file     string // "" when none was given
	pipeline *extract.Pipeline
	changed  bool // the graph was built by another one so far
}

// readBuildSchema reads the schema in a file; "" is the built-in one until settle knows better.
func readBuildSchema(path string) (*buildSchema, error) {
	if path == "" {
		return &buildSchema{schema: schema.Default()}, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	sch, err := schema.Parse(path, text)
	if err != nil {
		return nil, err
	}
	if sch.Fingerprint() == schema.Default().Fingerprint() {
		text = nil
	}
	return &buildSchema{schema: sch, text: string(text), file: path}, nil
}

// setUp makes the pipeline.
func (b *buildSchema) setUp(opt buildOptions, in input.Options) (err error) {
	b.pipeline, err = extract.New(extract.Options{Schema: b.schema, Input: in, MaxMarking: opt.MaxMarking, Workers: opt.Workers, Fast: opt.Fast})
	if err != nil {
		return fmt.Errorf("set up the pipeline: %w", err)
	}
	return nil
}

// settle takes the schema of the graph when none was given, and refuses one that is not that of the graph, unless it is to
// take its place or there is nothing yet that was read by the other.
func (b *buildSchema) settle(opt buildOptions, in input.Options, g graph.Reader) error {
	s, ok := g.(withTypes)
	if !ok {
		return nil
	}
	kept, ok, err := s.Schema()
	if err != nil || !ok || kept.Fingerprint == b.schema.Fingerprint() {
		return err
	}
	if kept.Text == "" && b.text == "" { // the built-in one of another version of mandate
		return nil
	}
	if b.file == "" {
		b.text = kept.Text
		if b.schema, err = kept.Read(); err != nil {
			return err
		}
		return b.setUp(opt, in)
	}
	counts, err := g.Counts()
	if err != nil {
		return fmt.Errorf("count the graph: %w", err)
	}
	switch {
	case counts.Documents == 0:
		return nil
	case !opt.Change:
		what := fmt.Sprintf("another schema, %q", kept.Name)
		if kept.Name == b.schema.Name {
			what = fmt.Sprintf("another version of the schema %q", kept.Name)
		}
		return fmt.Errorf("the graph in %s was built by %s: leave --schema out to go on with that one, add --change-schema to read the documents anew by %s, or name another folder with --db",
			opt.DB, what, b.file)
	}
	b.changed = true
	return nil
}

// keep has the store remember the schema.
func (b *buildSchema) keep(st *store.Store) error {
	kept := store.SchemaOf(b.schema, b.text)
	var same bool
	err := withSnapshot(st, func(g graph.Reader) error {
		was, ok, err := g.(withTypes).Schema()
		same = ok && was.Fingerprint == kept.Fingerprint
		return err
	})
	if err != nil || same {
		return err
	}
	if err := st.SetSchema(kept); err != nil {
		return fmt.Errorf("keep the schema: %w", err)
	}
	return nil
}

// older counts the documents that were not read by this schema.
func (b *buildSchema) older(g graph.Reader) (n int, err error) {
	now := b.pipeline.Fingerprint()
	for d, err := range g.Documents() {
		if err != nil {
			return n, fmt.Errorf("list the documents: %w", err)
		}
		if d.Pipeline != now {
			n++
		}
	}
	return n, nil
}
