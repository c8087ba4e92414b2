package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mandate/export/read"
	"mandate/graph"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

func importVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "import",
		Usage:     "read a graph that was exported into the store",
		ArgsUsage: "FILE…",
		Description: `Reads files that ` + "`mandate export`" + ` or another program wrote, and adds their documents to the graph; "-" is standard
input. The formats: ` + strings.Join(read.Formats, ", ") + `. What each gives back:
  jsonl      everything, when the whole graph was exported: texts, mentions, offsets
  graphml    nodes, edges and quotes; edges that have no quote belong to a document "import:FILE"
  gexf       the same
  node-link  the same
What is wrong in a file is told and skipped, and the rest is read; the exit status is 3 then. Judgements are not
in these files: ` + "`mandate judge list --json`" + ` and ` + "`mandate judge import`" + ` carry them.

Examples:
  mandate export --db old.db --format jsonl | mandate import --db new.db -
  mandate import network.graphml`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "the files have this `FORMAT`, whatever they look like"},
			quietFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usagef("import", "name at least one file to read, or \"-\" for standard input")
			}
			format := strings.ToLower(c.String("format"))
			if format != "" && !slices.Contains(read.Formats, format) {
				return usagef("import", "format %q cannot be imported: expected one of %s", format, strings.Join(read.Formats, ", "))
			}
			opt := importOptions{DB: dbDir(c), Format: format, Paths: c.Args().Slice(), Quiet: c.Bool("quiet")}
			return runImport(opt, std)
		},
	}
}

type importOptions struct {
	DB     string
	Format string // "" means as the file looks
	Paths  []string
	Quiet  bool
}

// importBatch is how many documents are stored in one go.
const importBatch = 64

func runImport(opt importOptions, std streams) (err error) {
	if err := checkPaths(opt.Paths); err != nil { // before a store is made
		return fmt.Errorf("import: %w", err)
	}
	in := &importer{opt: opt, std: std}
	defer func() {
		if in.store != nil {
			err = errors.Join(err, in.store.Close())
		}
	}()
	for _, path := range opt.Paths {
		if err := in.file(path); err != nil {
			return fmt.Errorf("import %s: %w", path, err)
		}
	}
	if in.store != nil {
		if err := in.store.Sync(); err != nil {
			return err
		}
	}
	if !opt.Quiet {
		fmt.Fprintf(std.err, "%s stored in %s\n", plural(in.stored, "document", "documents"), opt.DB)
	}
	if in.skipped > 0 {
		return skippedError{in.skipped}
	}
	return nil
}

// importer reads files into a store, which it opens when there is something to keep.
type importer struct {
	opt     importOptions
	std     streams
	store   *store.Store
	held    []*graph.Contribution
	stored  int
	skipped int
	told    int // of what was skipped in the file at hand
}

// skippedShown is how many reasons are told of one file: a screenful.
const skippedShown = 20

// file reads one file. What is wrong in it, or with it, is told and skipped; the error is that of the store.
func (in *importer) file(path string) error {
	in.told = 0
	var failed error
	got := 0
	put := func(c *graph.Contribution) error {
		got++
		if in.held = append(in.held, c); len(in.held) >= importBatch {
			failed = in.flush()
		}
		return failed
	}
	err := readGraph(path, in.opt.Format, in.std.in, put, in.skip)
	if failed != nil {
		return failed
	}
	switch {
	case err != nil:
		in.skip(err)
	case got == 0 && in.told == 0:
		in.skip(fmt.Errorf("%s: there is no graph in it", path))
	}
	if more := in.told - skippedShown; more > 0 {
		fmt.Fprintf(in.std.err, "skipped %s more in %s\n", plural(more, "record", "records"), clean(path))
	}
	return in.flush()
}

// skip tells what is left out, and why.
func (in *importer) skip(err error) {
	in.skipped++
	if in.told++; in.told <= skippedShown {
		fmt.Fprintf(in.std.err, "skipped %s\n", clean(oneLine(err.Error())))
	}
}

func (in *importer) flush() error {
	if len(in.held) == 0 {
		return nil
	}
	if in.store == nil {
		var err error
		if in.store, err = store.Open(in.opt.DB, store.Options{}); err != nil {
			return err
		}
	}
	if err := in.store.Put(in.held...); err != nil {
		return err
	}
	in.stored += len(in.held)
	in.held = nil
	return nil
}

// readGraph reads one file.
func readGraph(path, format string, stdin io.Reader, put func(*graph.Contribution) error, skip func(error)) error {
	in, name := stdin, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, bareError(err))
		}
		defer func() { _ = f.Close() }() // only read
		in, name = f, filepath.Base(path)
	}
	buf := bufio.NewReaderSize(in, 1<<16)
	if format == "" {
		head, _ := buf.Peek(4096) // an error comes again when the rest is read
		if format = read.Detect(head); format == "" {
			return fmt.Errorf("%s: this is none of the formats that can be read (%s): name it with --format", name, strings.Join(read.Formats, ", "))
		}
	}
	return read.Read(buf, format, name, put, skip)
}
