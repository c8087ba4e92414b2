package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"mandate/export"
	"mandate/extract/input"
	"mandate/graph"
	"mandate/store"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/urfave/cli/v2"
)

func buildVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "read documents and add what they say to the graph",
		ArgsUsage: "PATH…",
		Description: `Reads files, folders with everything below them, .gz and .zip archives, and standard input ("-"), and adds
what they say to the graph. A document that has not changed since the last build is left alone; one that
has changed replaces what it said before. What cannot be read is skipped, and the summary says why.
Interrupt it whenever you like: what is stored stays stored, and the next build goes on from there.

With --sync the graph is made equal to the folders: documents that came from them and are no longer there are
forgotten, after all others were read. What cannot be read now is kept as it was read last, and documents from
elsewhere are left alone. Run it in the folder in which the graph was built: documents are named by their path
from there. With --dry-run nothing is written, only said what would be.

With --max-marking paragraphs that are marked higher are not read into the graph at all: their text is not kept,
and names, edges and titles are those of the others. Of a document that is wholly marked higher the path, the
mark and a checksum are kept, so that it is not read again. A store can also be built whole and looked at with
the same flag of show, list, query, export and the others.

The graph remembers the schema by which it was built: the next builds, and all verbs that look at it, go by
that one without --schema. Another is refused unless --change-schema says that it takes the place of the first.

Examples:
  mandate build docs
  mandate build --sync --dry-run docs
  mandate build --report out.html --include '*.md' --exclude 'drafts/**' docs
  zcat cable.txt.gz | mandate build -`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "report", Usage: "also write the whole graph as one web page to `FILE`"},
			schemaFlag(),
			&cli.BoolFlag{Name: "change-schema", Usage: "with --schema: read by it from now on, also what was read by another"},
			&cli.StringSliceFlag{Name: "include", Usage: "in folders, read only files that match `PATTERN`, as in '**/*.md' (more than once for several)"},
			&cli.StringSliceFlag{Name: "exclude", Usage: "in folders, leave out files that match `PATTERN` (more than once for several)"},
			&cli.IntFlag{Name: "workers", Usage: "read `N` documents at a time (default one for each processor)"},
			&cli.StringFlag{Name: "max-size", Usage: "skip documents larger than `SIZE`, as in 500kB or 1GB"},
			&cli.BoolFlag{Name: "sync", Usage: "also forget the documents that are no longer in the folders"},
			&cli.BoolFlag{Name: "allow-empty", Usage: "with --sync: forget all, when there is nothing left to read"},
			&cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, Usage: "only say what would be added, replaced and forgotten"},
			&cli.StringFlag{Name: "max-marking", Usage: "do not read what is marked higher than `MARK` (U, SBU, C, S or TS): neither its text nor what it says is kept"},
			fastFlag(),
			&cli.BoolFlag{Name: "no-sources", Usage: "do not keep the texts themselves, only what was read from them"},
			&cli.BoolFlag{Name: "verbose", Usage: "name each document when it is stored"},
			jsonFlag(), quietFlag(),
		},
		Action: func(c *cli.Context) error {
			opt := buildOptions{
				DB: dbDir(c), Report: c.String("report"), Schema: c.String("schema"), Change: c.Bool("change-schema"), Paths: c.Args().Slice(),
				Include: c.StringSlice("include"), Exclude: c.StringSlice("exclude"),
				Workers: c.Int("workers"), NoSources: c.Bool("no-sources"), Fast: c.Bool("fast"),
				Sync: c.Bool("sync"), AllowEmpty: c.Bool("allow-empty"), DryRun: c.Bool("dry-run"),
				Verbose: c.Bool("verbose"), JSON: c.Bool("json"), Quiet: c.Bool("quiet"),
			}
			var err error
			if opt.MaxMarking, err = maxMarking(c); err != nil {
				return err
			}
			if len(opt.Paths) == 0 {
				return usagef("build", "name the files or folders to read, or - for standard input")
			}
			if opt.AllowEmpty && !opt.Sync {
				return usagef("build", "--allow-empty goes with --sync: without it nothing is forgotten")
			}
			if opt.Change && opt.Schema == "" {
				return usagef("build", "--change-schema goes with --schema FILE: `mandate schema print` writes the built-in one")
			}
			if opt.DryRun && opt.Report != "" {
				return usagef("build", "--report writes a file, and --dry-run writes nothing: leave one of them out")
			}
			if opt.Workers < 0 {
				return usagef("build", "--workers %d: at least one document is read at a time", opt.Workers)
			}
			if s := c.String("max-size"); s != "" {
				n, err := parseSize(s)
				if err != nil {
					return usagef("build", "--max-size: %v", err)
				}
				opt.MaxSize = n
			}
			if err := checkPatterns(c, "include", "exclude"); err != nil {
				return err
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			return runBuild(ctx, opt, std)
		},
	}
}

// checkPatterns refuses malformed patterns before anything is opened.
func checkPatterns(c *cli.Context, flags ...string) error {
	for _, flag := range flags {
		for _, p := range c.StringSlice(flag) {
			if !doublestar.ValidatePattern(filepath.ToSlash(p)) {
				return usagef("build", "--%s: pattern %q is malformed: use *, **, ? and [a-z] as in a shell", flag, p)
			}
		}
	}
	return nil
}

// checkPaths fails when none of the paths exists: most likely the user is in another folder than they think, and a
// store made here would be in the way. One that is missing among others is skipped like other input.
func checkPaths(paths []string) error {
	for _, p := range paths {
		if _, err := os.Stat(p); p == "-" || !errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	if len(paths) == 1 {
		return fmt.Errorf("nothing to read: %s does not exist", clean(paths[0]))
	}
	return fmt.Errorf("nothing to read: none of %s exists", clean(strings.Join(paths, ", ")))
}

// interruptible ends the context at the first interrupt, so that the work at hand can be finished; a second one ends
// the program at once.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

type buildOptions struct {
	DB               string
	Report           string // file for the web page, "" for none
	Schema           string // file, "" for the one of the graph, or the built-in one
	Change           bool   // also where the graph was built by another one
	Paths            []string
	Include, Exclude []string
	Workers          int    // 0 means one for each processor
	MaxSize          int64  // 0 means what package input allows
	MaxMarking       string // "" means everything
	NoSources        bool
	Fast             bool
	Sync             bool // forget what is no longer there
	AllowEmpty       bool // also when nothing is
	DryRun           bool // only say what would be done
	Verbose          bool
	JSON, Quiet      bool
}

// memoryLimit is how much memory the collector lets a build fill before it works harder, in bytes: reading makes much that
// lives briefly. Measured with 10,000 documents: peak 271 MB instead of 494, at the same speed.
const memoryLimit = 220 << 20

// runBuild reads the documents into the store and sums up what was done.
func runBuild(ctx context.Context, opt buildOptions, std streams) (err error) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	sch, err := readBuildSchema(opt.Schema)
	if err != nil {
		return err
	}
	if opt.Sync {
		if err := checkRoots(opt.Paths); err != nil {
			return err
		}
	}
	if err := checkPaths(opt.Paths); err != nil {
		return err
	}
	in := opt.input(std.in)
	if err := sch.setUp(opt, in); err != nil {
		return err
	}
	if opt.DryRun {
		return rehearse(ctx, opt, in, sch, std)
	}
	read := input.Sources(opt.Paths, in)
	var l *sources
	if opt.Sync {
		if l, err = listSources(ctx, opt.Paths, in); err != nil {
			return rehearsalStopped(err)
		}
		read = l.all()
	}
	st, err := store.Open(opt.DB, store.Options{NoSources: opt.NoSources})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := withSnapshot(st, func(g graph.Reader) error { return sch.settle(opt, in, g) }); err != nil {
		return err
	}
	if err := sch.keep(st); err != nil {
		return err
	}

	var gone []graph.DocumentID
	elsewhere := 0
	if opt.Sync {
		err := withSnapshot(st, func(g graph.Reader) (err error) {
			if gone, elsewhere, err = l.gone(g); err != nil {
				return err
			}
			return l.checkSync(g, gone, opt)
		})
		if err != nil {
			return err
		}
	}
	show := newProgress(opt, in, std)
	w := newWriter(opt.DB, st, show)
	known := func(name, hash string) bool { return w.known(name, hash, sch.pipeline.Fingerprint()) }
	runErr := sch.pipeline.Each(ctx, read, known, w.add)
	if err := w.flush(); err != nil {
		show.done()
		return err
	}
	if runErr == nil && len(gone) > 0 {
		if err := forgetGone(st, gone, w.summary, show); err != nil {
			show.done()
			return err
		}
	}
	show.done()
	w.summary.Elsewhere = elsewhere
	interrupted := errors.Is(runErr, context.Canceled)
	if runErr != nil && !interrupted {
		return fmt.Errorf("build: %w", runErr)
	}
	if err := finishBuild(ctx, opt, sch, st, w.summary, std); err != nil {
		return err
	}
	if interrupted {
		done := plural(w.summary.Stored, "document was stored and stays", "documents were stored and stay")
		if opt.Sync {
			done += ", none was forgotten"
		}
		return interruptedError{done + "; run the same command again to go on"}
	}
	if n := len(w.summary.Skipped); n > 0 {
		return skippedError{n}
	}
	return nil
}

// input is how the documents are listed and read.
func (opt *buildOptions) input(stdin io.Reader) input.Options {
	return input.Options{Include: opt.Include, Exclude: opt.Exclude, MaxBytes: opt.MaxSize, Stdin: stdin}
}

// finishBuild writes the summary and the report.
func finishBuild(ctx context.Context, opt buildOptions, sch *buildSchema, st *store.Store, sum *summary, std streams) error {
	err := withSnapshot(st, func(g graph.Reader) (err error) {
		if sch.changed {
			if sum.Older, err = sch.older(g); err != nil {
				return err
			}
		}
		if err := sum.count(g); err != nil || opt.Report == "" {
			return err
		}
		sum.Report = opt.Report
		return writeReport(context.WithoutCancel(ctx), opt.Report, g, export.Options{Schema: sch.schema})
	})
	if err != nil {
		return err
	}
	switch {
	case opt.JSON:
		return writeJSON(std.out, sum)
	case opt.Quiet:
		return sum.writeSkipped(std.err)
	}
	return sum.write(std.out)
}
