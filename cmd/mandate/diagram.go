package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/export"
	"mandate/export/diagram"
	"mandate/export/scene"
	"mandate/graph"
	"mandate/graph/algo"

	"github.com/urfave/cli/v2"
)

func diagramVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "diagram",
		Usage:     "draw a picture that answers a question",
		ArgsUsage: "KIND [NODE [NODE]]",
		Description: `Draws a part of the graph, chosen so that it can be read; the picture says what it leaves out. It is written to
standard output, or to a file with -o, whose ending then says the format (svg, png, pdf or dot). The kinds:
` + listDiagrams() + `
Examples:
  mandate diagram ego DICAPI --hops 2 -o coast-guard.svg
  mandate diagram paths "Ministry of Production" "illegal fishing" -o paths.pdf
  mandate diagram matrix --columns Issue --status asserted -o who-does-what.png
  mandate diagram top --by betweenness --color communities -o go-betweens.png
  mandate diagram lanes -o lanes.svg --render          # drawn by an installed Graphviz`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`, or to standard output when it is \"-\"", Value: "-"},
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "write this `FORMAT`: " + strings.Join(export.PictureFormats, ", ") + " (default: by the ending of the file, else svg)"},
			&cli.IntFlag{Name: "top", Usage: "show at most `N` nodes, rows, paths or statements (default: what can be read; -1 for all)"},
			&cli.StringFlag{Name: "by", Usage: "the most important, with the largest letters, are those with the highest `MEASURE`: " + strings.Join(centralities(), ", "), Value: "pagerank"},
			&cli.StringFlag{Name: "color", Usage: "colour boxes by the groups of this `MEASURE`, not by their type: " + strings.Join(groupings(), ", ")},
			&cli.IntFlag{Name: "hops", Usage: "ego: show what is up to `N` steps away", Value: 1},
			&cli.IntFlag{Name: "longest", Usage: "paths: of at most `N` steps", Value: 6},
			&cli.StringSliceFlag{Name: "rows", Usage: "matrix, lanes: those who act are of this `TYPE` (default: Agency)"},
			&cli.StringSliceFlag{Name: "columns", Usage: "matrix, lanes: what they act on is of this `TYPE` (default: Program and Issue)"},
			statusFlag(), confidenceFlag(),
			&cli.StringSliceFlag{Name: "nodes", Usage: "only nodes of this `TYPE` (more than once, or with commas, for several)"},
			&cli.StringSliceFlag{Name: "edges", Usage: "only edges of this `TYPE` (more than once, or with commas, for several)"},
			&cli.StringFlag{Name: "title", Usage: "put `TEXT` above the picture"},
			&cli.StringFlag{Name: "theme", Usage: "colours for `light` or dark sheets (default: svg as the reader's system is, others light)"},
			&cli.StringFlag{Name: "layout", Usage: "place boxes `layered`, from left to right, or by force (default: what suits the picture)"},
			&cli.Uint64Flag{Name: "seed", Usage: "another `NUMBER` gives another picture of the same, where boxes are placed by force"},
			&cli.BoolFlag{Name: "render", Usage: "let an installed Graphviz draw the picture, as svg, png or pdf"},
			&cli.DurationFlag{Name: "render-limit", Usage: "stop Graphviz after `TIME`", Value: time.Minute},
			markingFlag(), schemaFlag(),
		},
		BashComplete: func(c *cli.Context) {
			cli.DefaultCompleteWithFlags(c.Command)(c)
			for _, k := range diagram.Kinds {
				fmt.Fprintln(c.App.Writer, k.Name)
			}
		},
		Action: func(c *cli.Context) error {
			opt, err := readDiagramOptions(c)
			if err != nil {
				return err
			}
			return runDiagram(c.Context, opt, std.out)
		},
	}
}

func listDiagrams() string {
	var b strings.Builder
	for _, k := range diagram.Kinds {
		fmt.Fprintf(&b, "  %-17s %s\n", strings.Join(append([]string{k.Name}, k.Arguments...), " "), k.Description)
	}
	return b.String()
}

// centralities are the measures that give each node a score.
func centralities() []string { return measuresOf(algo.Nodes) }

// groupings are the measures that put each node into a group.
func groupings() []string { return measuresOf(algo.Groups) }

func measuresOf(kind algo.Kind) []string {
	var names []string
	for _, m := range algo.Measures {
		if m.Kind == kind && len(m.Needs) == 0 {
			names = append(names, m.Name)
		}
	}
	return names
}

type diagramOptions struct {
	DB            string
	Kind          *diagram.Kind
	About         []string // names or ids of the nodes it is about
	Output        string   // file, or "-" for standard output
	Format        string
	Schema        string // file, "" for the built-in one
	Filter        filter
	MaxMarking    string   // "" means everything
	Nodes, Edges  []string // types, none means all
	Rows, Columns []string
	Top           int
	By            string // measure of scores
	Color         string // measure of groups, "" for colours of types
	Hops, Longest int
	Title         string
	Theme         scene.Theme
	Layout        string
	Seed          uint64
	Render        bool
	RenderLimit   time.Duration
}

// readDiagramOptions reads the command line.
func readDiagramOptions(c *cli.Context) (diagramOptions, error) {
	opt := diagramOptions{
		DB: dbDir(c), Output: c.String("output"), Format: strings.ToLower(c.String("format")), Schema: c.String("schema"),
		Nodes: words(c.StringSlice("nodes")), Edges: words(c.StringSlice("edges")),
		Rows: words(c.StringSlice("rows")), Columns: words(c.StringSlice("columns")),
		Top: c.Int("top"), By: c.String("by"), Color: c.String("color"), Hops: c.Int("hops"), Longest: c.Int("longest"), Title: c.String("title"),
		Theme: scene.Theme(strings.ToLower(c.String("theme"))), Layout: strings.ToLower(c.String("layout")), Seed: c.Uint64("seed"),
		Render: c.Bool("render"), RenderLimit: c.Duration("render-limit"),
	}
	var err error
	if opt.MaxMarking, err = maxMarking(c); err != nil {
		return opt, err
	}
	args := c.Args().Slice()
	if len(args) == 0 {
		return opt, usagef("diagram", "say which diagram to draw: %s", strings.Join(diagramNames(), ", "))
	}
	kind, err := diagram.Find(args[0])
	if err != nil {
		return opt, usagef("diagram", "%v%s", err, ask.DidYouMean(ask.Nearest(args[0], diagramNames(), 1)))
	}
	opt.Kind, opt.About = kind, args[1:]
	if len(opt.About) != len(kind.Arguments) {
		want := "no node"
		if len(kind.Arguments) > 0 {
			want = strings.Join(kind.Arguments, " and ") + " (put names of several words in quotes)"
		}
		return opt, usagef("diagram", "%s takes %s, not %s", kind.Name, want, plural(len(opt.About), "argument", "arguments"))
	}
	return opt, opt.check(c)
}

// check refuses what does not fit together.
func (opt *diagramOptions) check(c *cli.Context) (err error) {
	if opt.Filter, err = readFilter(c); err != nil {
		return err
	}
	if opt.Format == "" {
		opt.Format = "svg"
		if end := strings.TrimPrefix(strings.ToLower(filepath.Ext(opt.Output)), "."); opt.Output != "-" && end != "" {
			opt.Format = end
		}
	}
	if !slices.Contains(export.PictureFormats, opt.Format) {
		return usagef("diagram", "unknown picture format %q: expected one of %s", opt.Format, strings.Join(export.PictureFormats, ", "))
	}
	if opt.Theme != scene.Auto && opt.Theme != scene.Light && opt.Theme != scene.Dark {
		return usagef("diagram", "--theme %s: expected light or dark", opt.Theme)
	}
	if !slices.Contains([]string{"", "layered", "force"}, opt.Layout) {
		return usagef("diagram", "--layout %s: expected layered or force", opt.Layout)
	}
	if opt.Hops < 1 || opt.Longest < 1 || opt.RenderLimit <= 0 {
		return usagef("diagram", "--hops, --longest and --render-limit are at least 1")
	}
	if opt.Render && opt.Format == "dot" {
		return usagef("diagram", "--render draws svg, png or pdf: name such a file with -o, or leave --render out for DOT")
	}
	if !slices.Contains(centralities(), strings.ToLower(opt.By)) {
		return usagef("diagram", "--by %s: expected one of %s%s", opt.By, strings.Join(centralities(), ", "), ask.DidYouMean(ask.Nearest(opt.By, centralities(), 1)))
	}
	if opt.Color != "" && !slices.Contains(groupings(), strings.ToLower(opt.Color)) {
		return usagef("diagram", "--color %s: expected one of %s%s", opt.Color, strings.Join(groupings(), ", "), ask.DidYouMean(ask.Nearest(opt.Color, groupings(), 1)))
	}
	if boxes := []string{"top", "ego", "paths", "coordination", "communities"}; opt.Color != "" && !slices.Contains(boxes, opt.Kind.Name) {
		return usagef("diagram", "--color colours the boxes of %s; %s has colours of types only", strings.Join(boxes, ", "), opt.Kind.Name)
	}
	return nil
}

func diagramNames() []string {
	var names []string
	for _, k := range diagram.Kinds {
		names = append(names, k.Name)
	}
	return names
}

// runDiagram draws a picture.
func runDiagram(ctx context.Context, opt diagramOptions, out io.Writer) error {
	return withGraphUpTo(opt.DB, opt.MaxMarking, func(g graph.Reader) error {
		sch, err := schemaOf(opt.Schema, g)
		if err != nil {
			return err
		}
		if err := resolveTypes("diagram", &opt.Nodes, &opt.Edges, sch, g); err != nil {
			return err
		}
		if opt.Rows, err = (typeFlag{"diagram", "--rows", false}).resolve(opt.Rows, sch, g); err != nil {
			return err
		}
		if opt.Columns, err = (typeFlag{"diagram", "--columns", false}).resolve(opt.Columns, sch, g); err != nil {
			return err
		}
		dr := export.Drawing{
			Options: export.Options{
				Schema: sch, Statuses: opt.Filter.Statuses, MinConfidence: opt.Filter.MinConfidence,
				EntityTypes: opt.Nodes, RelationTypes: opt.Edges, Top: opt.Top, Title: opt.Title,
			},
			Kind: opt.Kind.Name, Format: opt.Format, Theme: opt.Theme, Layout: opt.Layout, Seed: opt.Seed,
			Diagram: diagram.Options{Hops: opt.Hops, Longest: opt.Longest, Rows: opt.Rows, Columns: opt.Columns},
		}
		for _, name := range opt.About {
			ent, err := findEntity(g, name, "")
			if err != nil {
				return err
			}
			dr.Diagram.About = append(dr.Diagram.About, ent.ID)
		}
		if err := measureFor(ctx, opt, g, &dr); err != nil {
			return err
		}
		write := func(w io.Writer) error { return export.Draw(w, g, dr) }
		if opt.Render {
			write = func(w io.Writer) error { return renderDrawing(ctx, opt, g, dr, w) }
		}
		if opt.Output == "-" {
			if (opt.Format == "png" || opt.Format == "pdf") && onTerminal(out) {
				return usagef("diagram", "a %s is not for the terminal: name a file with -o", opt.Format)
			}
			err = write(out)
		} else {
			err = writeFile(opt.Output, write)
		}
		if err != nil {
			return fmt.Errorf("draw: %w", err)
		}
		return nil
	})
}

// measureFor computes what the picture goes by: the measure of --by, and the groups of --color, or of the communities that it shows.
func measureFor(ctx context.Context, opt diagramOptions, g graph.Reader, dr *export.Drawing) error {
	n, err := ask.LoadShown(g, dr.Options)
	if err != nil {
		return err
	}
	ranking, err := ask.Ranking(ctx, n, strings.ToLower(opt.By))
	if err != nil {
		return err
	}
	dr.Rankings = append(dr.Rankings, ranking)
	groups := strings.ToLower(opt.Color)
	cards := opt.Kind.Name == "communities"
	if groups == "" && cards {
		groups = "communities"
	}
	if groups == "" {
		return nil
	}
	m, err := algo.Find(groups)
	if err != nil {
		return err
	}
	r, err := m.Run(ctx, n, algo.Options{})
	if err != nil {
		return fmt.Errorf("compute %s: %w", m.Name, err)
	}
	if !cards {
		dr.Rankings = append(dr.Rankings, ask.RankingOf(m, r))
		return nil
	}
	dr.Diagram.GroupedBy = strings.ToLower(m.Title)
	for _, group := range r.Groups {
		members := diagram.Members{Name: group.Central(), Issue: group.Issue}
		for _, ent := range group.Members {
			members.IDs = append(members.IDs, ent.ID)
		}
		dr.Diagram.Communities = append(dr.Diagram.Communities, members)
	}
	return nil
}
