package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/export"
	"mandate/export/bundle"
	"mandate/graph"

	"github.com/urfave/cli/v2"
)

func exportVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "export",
		Usage: "write the graph in a format that other programs read",
		Description: `Writes the graph to standard output, or to a file with -o; the file's ending then says the format when
--format does not. A format of several files comes as a zip archive, or as a folder when FILE ends in "/".
The formats:
` + listFormats() + `
--where takes a Cypher query and exports the nodes, edges and paths that it returns; a condition alone
stands for edges: "a" and "b" are their ends, "r" the edge.
--measure puts what ` + "`mandate analyze`" + ` finds beside each node, in the formats that have a place for it.
--for gephi puts edges between the same two nodes together, which Gephi would do on reading.

Examples:
  mandate export --format dot | dot -Tpdf > graph.pdf
  mandate export -o graph.graphml --status asserted --min-confidence 0.5
  mandate export --format jsonl --types Agency,Law,IMPLEMENTS,ESTABLISHES
  mandate export -o gephi.graphml --for gephi --measure pagerank,betweenness
  mandate export -o peru.gexf --where "a.country = 'PE' AND r.support > 1"
  mandate export -o neo4j/ --format neo4j`,
		Flags: append([]cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "write this `FORMAT`"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`, or to standard output when it is \"-\"", Value: "-"},
			&cli.StringFlag{Name: "for", Usage: "write the dialect of this `PROGRAM`: gephi, yed or cytoscape (graphml), d3 or networkx-old (node-link)"},
			&cli.IntFlag{Name: "top", Usage: "in pictures and pages, only the `N` most central nodes"},
			&cli.StringFlag{Name: "title", Usage: "put `TEXT` above pictures and pages"},
		}, partFlags()...),
		BashComplete: func(c *cli.Context) {
			cli.DefaultCompleteWithFlags(c.Command)(c)
			if before := os.Args[max(0, len(os.Args)-2)]; before == "--format" || before == "-f" {
				for _, f := range export.Formats {
					fmt.Fprintln(c.App.Writer, f.Name)
				}
			}
		},
		Action: func(c *cli.Context) error {
			if err := noWords(c); err != nil {
				return err
			}
			p, err := readPart(c)
			if err != nil {
				return err
			}
			opt := exportOptions{part: p, Output: c.String("output"), Target: strings.ToLower(c.String("for")), Top: c.Int("top"), Title: c.String("title")}
			if opt.Format, err = chooseFormat(c.String("format"), opt.Output); err != nil {
				return err
			}
			if err := opt.check(); err != nil {
				return err
			}
			return runExport(c.Context, opt, std.out)
		},
	}
}

func listFormats() string {
	var b strings.Builder
	for _, f := range export.Formats {
		fmt.Fprintf(&b, "  %-12s %-15s %s\n", f.Name, f.Extension, f.Description)
	}
	return b.String()
}

// chooseFormat finds the format by its name or, when that is not given, by the ending of the output file.
func chooseFormat(name, output string) (*export.Format, error) {
	if name != "" {
		return findFormat(name)
	}
	if output == "-" {
		return nil, usagef("export", "say which --format to write: %s", strings.Join(formatNames(), ", "))
	}
	f, err := export.ForFile(output)
	if err != nil {
		return nil, usagef("export", "%v", err)
	}
	return f, nil
}

// findFormat finds a format by name.
func findFormat(name string) (*export.Format, error) {
	f, err := export.Find(name)
	if err != nil {
		return nil, usagef("export", "%v%s", err, ask.DidYouMean(ask.Nearest(name, formatNames(), 1)))
	}
	return f, nil
}

func formatNames() []string {
	var names []string
	for _, f := range export.Formats {
		names = append(names, f.Name)
	}
	return names
}

type exportOptions struct {
	part
	Format *export.Format
	Output string // file, or "-" for standard output
	Target string // program that is to read the file
	Top    int    // 0 means the format's own choice
	Title  string
}

func runExport(ctx context.Context, opt exportOptions, out io.Writer) error {
	if len(opt.Measures) > 0 && !opt.Format.Measured {
		var have []string
		for _, f := range export.Formats {
			if f.Measured {
				have = append(have, f.Name)
			}
		}
		return usagef("export", "--measure: %s has no place for what measures say of nodes; these have: %s", opt.Format.Name, strings.Join(have, ", "))
	}
	return opt.open(ctx, func(g graph.Reader, how export.Options) error {
		how.Top, how.Title, how.Target = opt.Top, opt.Title, opt.Target
		if err := ask.RankFor(ctx, opt.Format.Name, g, &how); err != nil {
			return err
		}
		write := func(w io.Writer) error { return opt.Format.Write(w, g, how) }
		if opt.Output == "-" {
			if err := write(out); err != nil {
				return fmt.Errorf("export as %s: %w", opt.Format.Name, err)
			}
			return nil
		}
		if opt.Format.Files != nil && strings.HasSuffix(opt.Output, "/") {
			return writeBundle(opt.Output, func(create bundle.Create) error { return opt.Format.Files(create, g, how) })
		}
		if err := writeFile(opt.Output, write); err != nil {
			return fmt.Errorf("export as %s: %w", opt.Format.Name, err)
		}
		return nil
	})
}

// writeReport writes the graph as a web page.
func writeReport(ctx context.Context, path string, g graph.Reader, opt export.Options) error {
	f, err := export.Find("html")
	if err == nil {
		err = ask.RankFor(ctx, f.Name, g, &opt)
	}
	if err == nil {
		err = writeFile(path, func(w io.Writer) error { return f.Write(w, g, opt) })
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// writeFile writes a file as a whole or not at all: into a new file beside it, which then takes its place. A symbolic
// link is followed, an existing file keeps its mode, and what is no file (a pipe, a device) is written to as it stands.
func writeFile(path string, write func(io.Writer) error) error {
	mode := os.FileMode(0o644)
	target := path
	if followed, err := filepath.EvalSymlinks(path); err == nil {
		target = followed
	} else if to, err := os.Readlink(path); err == nil { // a link to a file that is not there yet
		target = to
		if !filepath.IsAbs(to) {
			target = filepath.Join(filepath.Dir(path), to)
		}
	}
	switch info, err := os.Stat(target); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name a file to write to", path)
	case err == nil && !info.Mode().IsRegular():
		return writeThrough(target, write)
	case err == nil:
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return cannotWrite(path, filepath.Dir(target), err)
	}
	if err := fill(tmp, mode, write); err != nil {
		return errors.Join(err, ignoreClosed(tmp.Close()), os.Remove(tmp.Name()))
	}
	if err := os.Rename(tmp.Name(), target); err != nil {
		return errors.Join(cannotWrite(path, filepath.Dir(target), err), os.Remove(tmp.Name()))
	}
	return nil
}

// cannotWrite says why a file cannot be made in a folder, without the name of the temporary file.
func cannotWrite(path, folder string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: folder %s does not exist", path, folder)
	}
	return fmt.Errorf("cannot write %s into folder %s: %w", path, folder, bareError(err))
}

// fill writes the temporary file and closes it.
func fill(tmp *os.File, mode os.FileMode, write func(io.Writer) error) error {
	buf := bufio.NewWriterSize(tmp, 1<<16)
	if err := write(buf); err != nil {
		return err
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := tmp.Chmod(mode); err != nil { // CreateTemp makes it private
		return err
	}
	return tmp.Close()
}

// writeThrough writes to what is there already and is no file of its own.
func writeThrough(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buf := bufio.NewWriterSize(f, 1<<16)
	if err := write(buf); err != nil {
		return err
	}
	return buf.Flush()
}

// bareError is the reason of a failure without the path, which may be that of a temporary file.
func bareError(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
