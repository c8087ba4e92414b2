package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"mandate/export"
	dossiers "mandate/export/dossier"
	"mandate/export/view"
	"mandate/graph"

	"github.com/urfave/cli/v2"
)

func dossierVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "dossier",
		Usage:     "write all that is known of an entity, or of two, for reading",
		ArgsUsage: "NAME [OTHER]",
		Description: `Writes a dossier as Markdown, or as a web page when FILE ends in ".html". Of one entity: its names, every
statement by relation with its words and place, where documents disagree, a timeline, its neighbours. Of two: what
is said of both, the ways between them with the words behind each step, neighbours and documents they share. The
documents stand at the end with their hashes, so that every quote can be looked up.

Examples:
  mandate dossier "National Plan Against Illegal Fishing" > plan.md
  mandate dossier "Ministry of Production" DICAPI -o both.html
  mandate dossier PRODUCE --status asserted --max-marking U`,
		Flags: append([]cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "write this `FORMAT`: markdown or html"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`, or to standard output when it is \"-\"", Value: "-"},
			&cli.StringFlag{Name: "title", Usage: "put `TEXT` above it"},
		}, partFlags()...),
		Action: func(c *cli.Context) error {
			if n := c.NArg(); n != 1 && n != 2 {
				return usagef("dossier", "name one entity or two, each in quotes when it has blanks")
			}
			p, err := readPart(c)
			if err != nil {
				return err
			}
			opt := dossierOptions{part: p, Names: c.Args().Slice(), Output: c.String("output"), Title: c.String("title")}
			switch format := strings.ToLower(c.String("format")); format {
			case "":
				ending := strings.ToLower(filepath.Ext(opt.Output))
				opt.Page = ending == ".html" || ending == ".htm"
			case "html":
				opt.Page = true
			case "markdown", "md":
			default:
				return usagef("dossier", "unknown format %q: expected markdown or html", format)
			}
			return runDossier(c.Context, opt, std.out)
		},
	}
}

type dossierOptions struct {
	part
	Names  []string // one or two
	Output string   // file, or "-" for standard output
	Title  string
	Page   bool // a web page instead of Markdown
}

func runDossier(ctx context.Context, opt dossierOptions, out io.Writer) error {
	return opt.open(ctx, func(g graph.Reader, how export.Options) error {
		how.Title = opt.Title
		var about []graph.EntityID
		for _, name := range opt.Names {
			ent, err := findEntity(g, name, "")
			if err != nil {
				return err
			}
			about = append(about, ent.ID)
		}
		if len(about) == 2 && about[0] == about[1] {
			return usagef("dossier", "%q and %q are the same entity: name two different ones, or one", opt.Names[0], opt.Names[1])
		}
		write := dossiers.Write
		if opt.Page {
			write = dossiers.WritePage
		}
		fill := func(w io.Writer) error { return write(w, view.Readable(g), how, about...) }
		if opt.Output == "-" {
			return fill(out)
		}
		if err := writeFile(opt.Output, fill); err != nil {
			return fmt.Errorf("dossier: %w", err)
		}
		return nil
	})
}
