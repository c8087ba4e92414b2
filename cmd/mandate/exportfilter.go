package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/export"
	"mandate/export/bundle"
	"mandate/graph"
	"mandate/graph/algo"
	"mandate/graph/cypher"
	"mandate/graph/schema"

	"github.com/urfave/cli/v2"
)

// check refuses what the format would ignore.
func (opt *exportOptions) check() error {
	if opt.Target != "" && !slices.Contains(opt.Format.Targets, opt.Target) {
		if len(opt.Format.Targets) == 0 {
			return usagef("export", "--for %s: %s has one dialect only; leave --for out", opt.Target, opt.Format.Name)
		}
		return usagef("export", "--for %s: %s is written for %s", opt.Target, opt.Format.Name, strings.Join(opt.Format.Targets, ", "))
	}
	if strings.HasSuffix(opt.Output, "/") && opt.Format.Files == nil {
		return usagef("export", "%s is a folder, and %s is one file: name a file to write to", opt.Output, opt.Format.Name)
	}
	return nil
}

// part says which part of the graph leaves it, and what goes along at the nodes: what export, push and the like share.
type part struct {
	verb         string // for messages
	DB           string
	Schema       string // file, "" for the built-in one
	Filter       filter
	Nodes, Edges []string // types, none means all
	Types        []string // of both kinds; added to Nodes and Edges
	Where        string   // Cypher query or condition, "" means everything
	MaxMarking   string   // "" means everything
	Measures     []string // names, shown at the nodes
}

// partFlags are the flags that [readPart] reads, without --db.
func partFlags() []cli.Flag {
	return []cli.Flag{
		statusFlag(), confidenceFlag(),
		&cli.StringSliceFlag{Name: "nodes", Usage: "only nodes of this `TYPE` (more than once, or with commas, for several)"},
		&cli.StringSliceFlag{Name: "edges", Usage: "only edges of this `TYPE` (more than once, or with commas, for several)"},
		&cli.StringSliceFlag{Name: "types", Usage: "only nodes and edges of this `TYPE`: both kinds in one list"},
		&cli.StringFlag{Name: "where", Aliases: []string{"query"}, Usage: "only what this Cypher `QUERY` returns, or edges that meet this condition"},
		markingFlag(),
		&cli.StringSliceFlag{Name: "measure", Usage: "give nodes their score or group of this `MEASURE` (more than once, or with commas, for several)"},
		schemaFlag(),
	}
}

func readPart(c *cli.Context) (part, error) {
	marking, err := maxMarking(c)
	if err != nil {
		return part{}, err
	}
	opt := part{
		verb: c.Command.Name, DB: dbDir(c), Schema: c.String("schema"), Nodes: words(c.StringSlice("nodes")), Edges: words(c.StringSlice("edges")),
		Types: words(c.StringSlice("types")), Where: c.String("where"), MaxMarking: marking, Measures: words(c.StringSlice("measure")),
	}
	for i, name := range opt.Measures {
		m, err := algo.Find(name)
		if err != nil {
			return opt, usagef(opt.verb, "--measure: %v", err)
		}
		if m.Kind == algo.Rows || len(m.Needs) > 0 {
			return opt, usagef(opt.verb, "--measure %s: it gives no score to each node; see `mandate analyze %s`", name, m.Name)
		}
		opt.Measures[i] = m.Name
	}
	slices.Sort(opt.Measures)
	opt.Measures = slices.Compact(opt.Measures)
	opt.Filter, err = readFilter(c)
	return opt, err
}

// open hands the part of the graph to use, as options of an export.
func (opt *part) open(ctx context.Context, use func(graph.Reader, export.Options) error) error {
	return withGraphUpTo(opt.DB, opt.MaxMarking, func(g graph.Reader) error {
		sch, err := schemaOf(opt.Schema, g)
		if err != nil {
			return err
		}
		g, err = opt.narrow(g, sch)
		if err != nil {
			return err
		}
		if err := resolveTypes(opt.verb, &opt.Nodes, &opt.Edges, sch, g); err != nil {
			return err
		}
		how := export.Options{
			Schema: sch, Statuses: opt.Filter.Statuses, MinConfidence: opt.Filter.MinConfidence, EntityTypes: opt.Nodes, RelationTypes: opt.Edges,
		}
		if how.Only, err = opt.selection(ctx, g, sch); err != nil {
			return err
		}
		if err := opt.measure(ctx, g, &how); err != nil {
			return err
		}
		return use(g, how)
	})
}

// narrow sorts --types into nodes and edges.
func (opt *part) narrow(g graph.Reader, sch *schema.Schema) (graph.Reader, error) {
	if len(opt.Types) == 0 {
		return g, nil
	}
	counts, err := g.Counts()
	if err != nil {
		return nil, err
	}
	fold := func(list []string, name string) bool {
		return slices.ContainsFunc(list, func(t string) bool { return strings.EqualFold(t, strings.ReplaceAll(name, "-", "_")) })
	}
	for _, name := range opt.Types {
		switch {
		case fold(nodeTypes(sch, counts), name):
			opt.Nodes = append(opt.Nodes, name)
		case fold(edgeTypes(sch, counts), name):
			opt.Edges = append(opt.Edges, name)
		default:
			all := append(nodeTypes(sch, counts), edgeTypes(sch, counts)...)
			return nil, usagef(opt.verb, "--types: there is no type %q: expected one of %s%s", name, strings.Join(all, ", "), ask.DidYouMean(ask.Nearest(name, all, 1)))
		}
	}
	return g, nil
}

// selection runs --where.
func (opt *part) selection(ctx context.Context, g graph.Reader, sch *schema.Schema) (*export.Selection, error) {
	if opt.Where == "" {
		return nil, nil
	}
	sel, err := ask.Select(ctx, g, sch, opt.Where, opt.Filter.Statuses, cypher.Options{})
	var bad *ask.BadQuery
	if errors.As(err, &bad) {
		return nil, usagef(opt.verb, "--where: %v", err)
	}
	if err != nil {
		return nil, fmt.Errorf("--where: %w", err)
	}
	return sel, nil
}

// measure computes --measure for the nodes: a score, or the group that each belongs to.
func (opt *part) measure(ctx context.Context, g graph.Reader, how *export.Options) error {
	if len(opt.Measures) == 0 {
		return nil
	}
	n, err := ask.LoadShown(g, *how)
	if err != nil {
		return err
	}
	for _, name := range opt.Measures {
		ranking, err := ask.Ranking(ctx, n, name)
		if err != nil {
			return err
		}
		how.Rankings = append(how.Rankings, ranking)
	}
	return nil
}

// writeBundle writes files into a new folder beside the one that is asked for, which it then becomes. A folder that is there already and
// holds something is not replaced.
func writeBundle(path string, files func(bundle.Create) error) error {
	target := filepath.Clean(path)
	if held, err := os.ReadDir(target); err == nil && len(held) > 0 {
		return fmt.Errorf("folder %s is not empty: name another one, or remove what it holds", path)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return cannotWrite(path, filepath.Dir(target), err)
	}
	err = bundle.Folder(tmp, files)
	if err == nil {
		err = os.Chmod(tmp, 0o755) //nolint:gosec // as folders are made; MkdirTemp makes it private
	}
	if err == nil {
		_ = os.Remove(target) // an empty folder gives way
		err = os.Rename(tmp, target)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(tmp))
	}
	return nil
}
