package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/algo"

	"github.com/urfave/cli/v2"
)

// topDefault is how many rows of a table analyze shows when --top is not given: a screenful; topOverview how many of each
// in the overview.
const topDefault, topOverview = 20, 10

// overview is what analyze shows when no measure is named: what most people ask first.
var overview = []string{"whole", "pagerank", "betweenness", "communities", "articulation", "issues-without-lead", "two-leads", "disagreements"}

func analyzeVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "analyze",
		Usage:     "measure the graph: which nodes are central, which hang together, where nobody leads",
		ArgsUsage: "[MEASURE…]",
		Description: `Computes measures and answers questions, and shows what ranks highest. Without the name of a measure it shows an
overview; "all" computes all that need no --from and --to. The overview is
  ` + strings.Join(overview, ", ") + `.
Only asserted edges count, unless --status says otherwise. The measures, with their settings:
` + listMeasures() + `
The settings, for --set NAME=VALUE:
` + listSettings() + `
Examples:
  mandate analyze
  mandate analyze pagerank betweenness --top 10
  mandate analyze communities --set resolution=1.5 --weights support --json
  mandate analyze paths --from "Ministry of Labor" --to "child labor"
  mandate analyze commitments --markdown > ledger.md
  mandate analyze two-leads --as-of 2009-06-30`,
		Flags: slices.Concat([]cli.Flag{
			dbFlag(),
			&cli.IntFlag{Name: "top", Usage: "show the first `N` of each measure; 0 shows all (the default with --csv and --markdown; in the overview it is 10)", Value: topDefault},
			&cli.StringFlag{Name: "from", Usage: "the `NODE`, by name or id, where paths begin"},
			&cli.StringFlag{Name: "to", Usage: "the `NODE`, by name or id, where paths end"},
			&cli.StringSliceFlag{Name: "set", Usage: "a setting of the measures as `NAME=VALUE` (more than once for several)"},
		}, scopeFlags(), []cli.Flag{
			&cli.BoolFlag{Name: "csv", Usage: "write CSV, one table after the other, an empty line between"},
			&cli.BoolFlag{Name: "markdown", Usage: "write tables in Markdown"},
			jsonFlag(),
		}),
		BashComplete: completeWords(measureNames()...),
		Action: func(c *cli.Context) error {
			scope, err := readScope(c)
			if err != nil {
				return err
			}
			opt := analyzeOptions{DB: dbDir(c), Top: c.Int("top"), From: c.String("from"), To: c.String("to"), Settings: c.StringSlice("set"), Scope: scope}
			if opt.Top < 0 {
				return usagef("analyze", "--top %d: how many to show is 1 or more, or 0 for all", opt.Top)
			}
			if opt.Form, err = readForm(c); err != nil {
				return err
			}
			if !c.IsSet("top") && (opt.Form == "csv" || opt.Form == "markdown") {
				opt.Top = 0
			}
			if !c.IsSet("top") && opt.Form == "" && c.NArg() == 0 {
				opt.Top = topOverview
			}
			if opt.Measures, err = findMeasures(c.Args().Slice()); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context, os.Interrupt)
			defer stop()
			return runAnalyze(ctx, opt, std)
		},
	}
}

// readForm is "csv", "markdown", "json" or "" for a person.
func readForm(c *cli.Context) (form string, err error) {
	for _, name := range []string{"csv", "markdown", "json"} {
		if !c.Bool(name) {
			continue
		}
		if form != "" {
			return "", usagef(c.Command.Name, "--%s and --%s: choose one", form, name)
		}
		form = name
	}
	return form, nil
}

func listMeasures() string {
	var b strings.Builder
	for _, m := range algo.Measures {
		settings := ""
		if len(m.Settings) > 0 {
			settings = " [" + strings.Join(m.Settings, ", ") + "]"
		}
		fmt.Fprintf(&b, "  %-20s %s%s\n", m.Name, m.Description, settings)
	}
	return b.String()
}

func listSettings() string {
	var b strings.Builder
	for _, s := range algo.Settings {
		if s.Default == "" && s.Name != "by" {
			continue // given by --from and --to
		}
		fmt.Fprintf(&b, "  %-20s %s: %s", s.Name, s.About, s.Expected())
		if s.Default != "" {
			fmt.Fprintf(&b, " (default %s)", s.Default)
		}
		b.WriteByte('\n')
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

// findMeasures finds measures by name; no name means the overview.
func findMeasures(names []string) ([]algo.Measure, error) {
	if len(names) == 0 {
		names = overview
	}
	if len(names) == 1 && names[0] == "all" {
		return slices.DeleteFunc(slices.Clone(algo.Measures), func(m algo.Measure) bool { return len(m.Needs) > 0 }), nil
	}
	var found []algo.Measure
	for _, name := range names {
		m, err := algo.Find(name)
		if err != nil {
			return nil, usagef("analyze", "unknown measure %q%s (there are %s)", name,
				ask.DidYouMean(ask.Nearest(name, measureNames(), 1)), strings.Join(measureNames(), ", "))
		}
		found = append(found, *m)
	}
	return found, nil
}

type analyzeOptions struct {
	DB       string
	Measures []algo.Measure
	Top      int // rows of each table, 0 all
	From, To string
	Settings []string // NAME=VALUE
	Scope    scope
	Form     string // "csv", "markdown", "json" or "" for a person
}

func runAnalyze(ctx context.Context, opt analyzeOptions, std streams) error {
	return withGraphUpTo(opt.DB, opt.Scope.MaxMarking, func(g graph.Reader) error {
		opt.Scope.readable = opt.Form == "" || opt.Form == "markdown"
		n, err := opt.Scope.load("analyze", g)
		if err != nil {
			return err
		}
		counts, err := g.Counts()
		if err != nil {
			return fmt.Errorf("sizes of the graph: %w", err)
		}
		a := analysis{Nodes: n.Len(), Edges: n.Edges(), Statuses: opt.Scope.Statuses, Measures: []measure{}}
		if len(a.Statuses) == 0 {
			a.Statuses = []graph.Status{graph.Asserted}
		}
		for _, count := range counts.Relations {
			a.AllEdges += count
		}
		for _, m := range opt.Measures {
			settings, err := opt.settings(m, g)
			if err != nil {
				return err
			}
			bar := newMeasureBar(m.Title, std)
			settings.Progress = bar.tell
			r, err := m.Run(ctx, n, settings)
			bar.done()
			if errors.Is(err, context.Canceled) {
				return interruptedError{m.Name + " was not finished"}
			}
			if err != nil {
				return fmt.Errorf("compute %s: %w", m.Name, err)
			}
			a.Measures = append(a.Measures, newMeasure(m, r, opt.Top))
		}
		return a.write(opt.Form, std.out)
	})
}

// settings reads the settings that the measure heeds; one that no measure asked for heeds is an error.
func (opt analyzeOptions) settings(m algo.Measure, g graph.Reader) (algo.Options, error) {
	var o algo.Options
	for _, end := range []struct{ flag, name string }{{"from", opt.From}, {"to", opt.To}} {
		switch {
		case slices.Contains(m.Needs, end.flag) && end.name == "":
			return o, usagef("analyze", "%s needs --from and --to: the two nodes, by name or id", m.Name)
		case end.name == "" || !slices.Contains(m.Settings, end.flag):
			continue
		}
		ent, err := findEntity(g, end.name, "")
		if err != nil {
			return o, fmt.Errorf("--%s: %w", end.flag, err)
		}
		if err := m.Set(&o, end.flag, string(ent.ID)); err != nil {
			return o, err
		}
	}
	for _, s := range opt.Settings {
		name, text, ok := strings.Cut(s, "=")
		if !ok {
			return o, usagef("analyze", "--set %s: write NAME=VALUE, as in --set resolution=1.5", s)
		}
		if !slices.ContainsFunc(opt.Measures, func(m algo.Measure) bool { return slices.Contains(m.Settings, name) }) {
			return o, usagef("analyze", "--set %s: no measure that was asked for has a setting %q", s, name)
		}
		if !slices.Contains(m.Settings, name) {
			continue
		}
		v, err := settingValue(name, text, g)
		if err == nil {
			err = m.Set(&o, name, v)
		}
		if err != nil {
			return o, usagef("analyze", "--set %s: %v", s, err)
		}
	}
	return o, nil
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// settingValue reads the text of a setting as its type has it.
func settingValue(name, text string, g graph.Reader) (any, error) {
	s, ok := algo.FindSetting(name)
	if !ok {
		return text, nil
	}
	switch {
	case s.Type == "INTEGER" && wholeNumber.MatchString(text):
		return strconv.Atoi(text)
	case s.Type == "FLOAT":
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return v, nil
		}
		return text, nil // Set says what was expected
	case s.Type == "BOOLEAN" && (text == "true" || text == "false"):
		return text == "true", nil
	case name == "nodes":
		var ids []string
		for _, n := range words([]string{text}) {
			ent, err := findEntity(g, n, "")
			if err != nil {
				return nil, err
			}
			ids = append(ids, string(ent.ID))
		}
		return ids, nil
	case s.Type == "LIST<STRING>":
		return words([]string{text}), nil
	}
	return text, nil
}
