package main

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

func forgetVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "forget",
		Usage:     "take documents, and all that only they said, out of the graph",
		ArgsUsage: "DOCUMENT…",
		Description: `Removes documents from the graph, by their path or the name that ` + "`mandate list documents`" + ` shows. Edges that
other documents also state stay, with the evidence of those. When one of the names is unknown, nothing is removed.

Examples:
  mandate forget docs/draft.md
  mandate forget archive.zip/a.txt archive.zip/b.txt`,
		Flags: []cli.Flag{dbFlag(), quietFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usagef("forget", "name the documents to forget; `mandate list documents` shows them")
			}
			out := std.out
			if c.Bool("quiet") {
				out = io.Discard
			}
			return runForget(forgetOptions{DB: dbDir(c), Documents: c.Args().Slice()}, out)
		},
	}
}

type forgetOptions struct {
	DB        string
	Documents []string
}

func runForget(opt forgetOptions, out io.Writer) (err error) {
	st, err := openExisting(opt.DB, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	ids, err := findDocuments(st, opt.Documents)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := st.Forget(id); err != nil {
			return fmt.Errorf("forget %s: %w", id, err)
		}
	}
	if err := st.Sync(); err != nil {
		return fmt.Errorf("sync %s: %w", opt.DB, err)
	}
	for _, id := range ids {
		if _, err := fmt.Fprintf(out, "forgot %s\n", clean(string(id))); err != nil {
			return err
		}
	}
	return nil
}

// findDocuments finds the documents by name, or says which are unknown.
func findDocuments(st *store.Store, names []string) ([]graph.DocumentID, error) {
	var ids []graph.DocumentID
	err := withSnapshot(st, func(g graph.Reader) error {
		for _, name := range names {
			id, err := findDocument(g, name)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// findDocument finds one document: by its name as it stands, or cleaned the way build cleans paths.
func findDocument(g graph.Reader, name string) (graph.DocumentID, error) {
	for _, id := range []string{name, path.Clean(filepath.ToSlash(name))} {
		_, err := g.Document(graph.DocumentID(id))
		if err == nil {
			return graph.DocumentID(id), nil
		}
		if !errors.Is(err, graph.ErrNotFound) {
			return "", err
		}
	}
	var all []string
	for doc, err := range g.Documents() {
		if err != nil {
			return "", err
		}
		all = append(all, string(doc.ID))
	}
	return "", fmt.Errorf("no document %q in the graph%s", name, ask.DidYouMean(ask.Nearest(name, all, 3)))
}
