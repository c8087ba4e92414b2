package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
			opt := importOptions{DB: dbDir(c), Format: strings.ToLower(c.String("format")), Paths: c.Args().Slice(), Quiet: c.Bool("quiet")}
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
	for _, path := range opt.Paths { // before a store is made
		if _, err := os.Stat(path); path != "-" && err != nil {
			return fmt.Errorf("cannot read %s: %w", path, bareError(err))
		}
	}
	st, err := store.Open(opt.DB, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	stored := 0
	for _, path := range opt.Paths {
		var held []*graph.Contribution
		flush := func() error {
			if err := st.Put(held...); err != nil {
				return err
			}
			stored += len(held)
			held = nil
			return nil
		}
		err := readGraph(path, opt.Format, std.in, func(c *graph.Contribution) error {
			if held = append(held, c); len(held) < importBatch {
				return nil
			}
			return flush()
		})
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		if err := flush(); err != nil {
			return fmt.Errorf("import %s: %w", path, err)
		}
	}
	if err := st.Sync(); err != nil {
		return err
	}
	if !opt.Quiet {
		fmt.Fprintf(std.err, "%s stored in %s\n", plural(stored, "document", "documents"), opt.DB)
	}
	return nil
}

// readGraph reads one file.
func readGraph(path, format string, stdin io.Reader, put func(*graph.Contribution) error) error {
	in, name := stdin, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
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
	return read.Read(buf, format, name, put)
}
