package main

import (
	"context"
	"fmt"

	"mandate/extract"
	"mandate/extract/conllu"
	"mandate/extract/input"

	"github.com/urfave/cli/v2"
)

func parseVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "parse",
		Usage:     "show how documents are read: words, parts of speech, trees, mentions, dates and amounts",
		ArgsUsage: "PATH…",
		Description: `Reads documents as build does, keeps nothing, and writes what it sees in each sentence. The format is CoNLL-U,
as the Universal Dependencies treebanks have it; in the last column, Span is the word's place in the file in
bytes, Entity the mentions that begin and end there, with the number of what they name in this document,
type, head, and the rule that found them, and Date and Amount what the dates (in ISO 8601) and amounts
there mean. With --tree every sentence is drawn instead.

Examples:
  mandate parse cable.txt
  mandate parse --tree cable.txt
  echo "The plan is led by the Ministry of Labor." | mandate parse --tree -`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "tree", Usage: "draw each sentence as a tree"},
			fastFlag(),
			schemaFlag(),
		},
		Action: func(c *cli.Context) error {
			opt := parseOptions{Paths: c.Args().Slice(), Tree: c.Bool("tree"), Fast: c.Bool("fast"), Schema: c.String("schema")}
			if len(opt.Paths) == 0 {
				return usagef("parse", "name the files or folders to read, or - for standard input")
			}
			if opt.Tree && opt.Fast {
				return usagef("parse", "--fast makes no trees, so there is nothing for --tree to draw")
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			return runParse(ctx, opt, std)
		},
	}
}

type parseOptions struct {
	Paths  []string
	Tree   bool
	Fast   bool
	Schema string // file, "" for the built-in one
}

// runParse writes what the pipeline sees in each document, one after the other.
func runParse(ctx context.Context, opt parseOptions, std streams) error {
	sch, err := readSchema(opt.Schema)
	if err != nil {
		return err
	}
	if err := checkPaths(opt.Paths); err != nil {
		return err
	}
	in := input.Options{Stdin: std.in}
	pipeline, err := extract.New(extract.Options{Schema: sch, Input: in, Workers: 1, Fast: opt.Fast})
	if err != nil {
		return fmt.Errorf("set up the pipeline: %w", err)
	}
	read, skipped := 0, 0
	for src, err := range input.Sources(opt.Paths, in) {
		if ctx.Err() != nil {
			return interruptedError{plural(read, "document was", "documents were") + " written"}
		}
		doc, err := pipeline.Document(src, err)
		if err != nil {
			skipped++
			fmt.Fprintf(std.err, "mandate: %s\n", clean(err.Error()))
			continue
		}
		write := conllu.Write
		if opt.Tree {
			write = conllu.Draw
			if read > 0 {
				fmt.Fprintln(std.out)
			}
		}
		if err := write(std.out, doc); err != nil {
			return fmt.Errorf("write %s: %w", src.Name, err)
		}
		read++
	}
	if skipped > 0 {
		return skippedError{skipped}
	}
	return nil
}
