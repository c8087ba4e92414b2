package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"mandate/graph"
	"mandate/graph/algo"

	"github.com/urfave/cli/v2"
)

// topDefault is how many rows of a table analyze shows when --top is not given: a screenful.
const topDefault = 20

func analyzeVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "analyze",
		Usage:     "measure the graph: which nodes are central, which hang together",
		ArgsUsage: "[MEASURE…]",
		Description: `Computes measures and shows the highest ranking nodes. Without the name of a measure it computes all of them.
Only asserted edges count, unless --status says otherwise. The measures:
` + listMeasures() + `
Examples:
  mandate analyze
  mandate analyze pagerank betweenness --top 10
  mandate analyze components --status asserted,planned --json`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.IntFlag{Name: "top", Usage: "show the first `N` of each measure; 0 shows all", Value: topDefault},
			&cli.StringSliceFlag{Name: "nodes", Usage: "only nodes of this `TYPE` (more than once, or with commas, for several)"},
			&cli.StringSliceFlag{Name: "edges", Usage: "only edges of this `TYPE` (more than once, or with commas, for several)"},
			statusFlag(), confidenceFlag(), schemaFlag(), jsonFlag(),
		},
		BashComplete: completeWords(measureNames()...),
		Action: func(c *cli.Context) error {
			f, err := readFilter(c)
			if err != nil {
				return err
			}
			opt := analyzeOptions{
				DB: dbDir(c), Top: c.Int("top"), Schema: c.String("schema"), JSON: c.Bool("json"), Filter: f,
				Nodes: words(c.StringSlice("nodes")), Edges: words(c.StringSlice("edges")),
			}
			if opt.Top < 0 {
				return usagef("analyze", "--top %d: how many to show is 1 or more, or 0 for all", opt.Top)
			}
			if opt.Measures, err = findMeasures(c.Args().Slice()); err != nil {
				return err
			}
			return runAnalyze(c.Context, opt, std.out)
		},
	}
}

func listMeasures() string {
	var b strings.Builder
	for _, m := range algo.Measures {
		fmt.Fprintf(&b, "  %-12s %s\n", m.Name, m.Description)
	}
	return b.String()
}

func measureNames() []string {
	var names []string
	for _, m := range algo.Measures {
		names = append(names, m.Name)
	}
	return names
}

// findMeasures finds measures by name; no name means all.
func findMeasures(names []string) ([]algo.Measure, error) {
	if len(names) == 0 {
		return algo.Measures, nil
	}
	var found []algo.Measure
	for _, name := range names {
		m, err := algo.Find(name)
		if err != nil {
			return nil, usagef("analyze", "unknown measure %q%s (there are %s)", name,
				didYouMean(nearest(name, measureNames(), 1)), strings.Join(measureNames(), ", "))
		}
		found = append(found, *m)
	}
	return found, nil
}

type analyzeOptions struct {
	DB           string
	Measures     []algo.Measure
	Top          int    // rows of each table, 0 all
	Schema       string // file, "" for the built-in one
	Filter       filter
	Nodes, Edges []string // types, none means all
	JSON         bool
}

// analysis is what analyze found.
type analysis struct {
	Nodes    int       `json:"nodes"`
	Edges    int       `json:"edges"`
	Measures []measure `json:"measures"`
}

// measure is what one measure found: ranks or sets of nodes.
type measure struct {
	Name  string         `json:"measure"`
	Title string         `json:"title"`
	Unit  string         `json:"unit"`
	Total int            `json:"total"` // ranks or sets before --top
	Ranks []rank         `json:"ranks,omitempty"`
	Sets  []componentSet `json:"sets,omitempty"`
}

type rank struct {
	Rank  int            `json:"rank"`
	ID    graph.EntityID `json:"id"`
	Type  string         `json:"type"`
	Name  string         `json:"name"`
	Value float64        `json:"value"`
}

type componentSet struct {
	Size  int              `json:"size"`
	Nodes []graph.EntityID `json:"nodes"`
	names []string
}

func runAnalyze(ctx context.Context, opt analyzeOptions, out io.Writer) error {
	sch, err := readSchema(opt.Schema)
	if err != nil {
		return err
	}
	return withGraph(opt.DB, func(g graph.Reader) error {
		if err := resolveTypes("analyze", &opt.Nodes, &opt.Edges, sch, g); err != nil {
			return err
		}
		n, err := algo.Load(g, algo.Filter{
			Schema: sch, Statuses: opt.Filter.Statuses, MinConfidence: opt.Filter.MinConfidence,
			EntityTypes: opt.Nodes, RelationTypes: opt.Edges,
		})
		if err != nil {
			return err
		}
		a := analysis{Nodes: n.Len(), Edges: n.Edges(), Measures: []measure{}}
		for _, m := range opt.Measures {
			r, err := m.Run(ctx, n, algo.Options{})
			if err != nil {
				return fmt.Errorf("compute %s: %w", m.Name, err)
			}
			a.Measures = append(a.Measures, newMeasure(m, r, opt.Top))
		}
		if opt.JSON {
			return writeJSON(out, a)
		}
		return a.write(out)
	})
}

// newMeasure keeps the first rows of a result; equal values share a rank.
func newMeasure(m algo.Measure, r *algo.Result, top int) measure {
	out := measure{Name: m.Name, Title: m.Title, Unit: m.Unit, Total: len(r.Scores) + len(r.Groups)}
	shown := func(n int) int {
		if top == 0 {
			return n
		}
		return min(n, top)
	}
	for i, s := range r.Scores[:shown(len(r.Scores))] {
		place := i + 1
		if i > 0 && s.Value == r.Scores[i-1].Value {
			place = out.Ranks[i-1].Rank
		}
		out.Ranks = append(out.Ranks, rank{place, s.Entity.ID, s.Entity.Type, s.Entity.Name, s.Value})
	}
	for _, group := range r.Groups[:shown(len(r.Groups))] {
		set := componentSet{Size: len(group.Members)}
		for _, ent := range group.Members {
			set.Nodes = append(set.Nodes, ent.ID)
			set.names = append(set.names, ent.Name)
		}
		out.Sets = append(out.Sets, set)
	}
	return out
}

// namesShown is how many members of a set a table names; --json has them all.
const namesShown = 6

// write tells it to a person.
func (a analysis) write(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(tab, "%s, %s\n", plural(a.Nodes, "node", "nodes"), plural(a.Edges, "edge", "edges"))
	for _, m := range a.Measures {
		fmt.Fprintf(tab, "\n%s (%s)\n", m.Title, m.Unit)
		for _, r := range m.Ranks {
			fmt.Fprintln(tab, columns(fmt.Sprintf("%4d", r.Rank), value(r.Value), r.Type, r.Name))
		}
		for i, s := range m.Sets {
			names := s.names[:min(namesShown, len(s.names))]
			more := ""
			if len(s.names) > len(names) {
				more = fmt.Sprintf(" and %d more", len(s.names)-len(names))
			}
			fmt.Fprintln(tab, columns(fmt.Sprintf("%4d", i+1), s.Size, strings.Join(names, ", ")+more))
		}
		if left := m.Total - len(m.Ranks) - len(m.Sets); left > 0 {
			fmt.Fprintf(tab, "   … and %s; --top 0 shows all\n", plural(left, "more", "more"))
		}
	}
	if err := tab.Flush(); err != nil {
		return fmt.Errorf("write the measures: %w", err)
	}
	return nil
}

// value writes a score with four significant digits, whole numbers as they are.
func value(v float64) string {
	if v == float64(int(v)) {
		return thousands(int(v))
	}
	return fmt.Sprintf("%.4g", v)
}
