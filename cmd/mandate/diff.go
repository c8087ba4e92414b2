package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path"
	"slices"
	"strings"
	"text/tabwriter"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/algo"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

func diffVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     "say what changed between two dates, two sets of documents or two stores",
		ArgsUsage: "OLD NEW",
		Description: `Compares what is said on two sides: which edges were added, dropped, weakened (asserted before, only planned or
denied now) or strengthened, and which programs and agencies others lead now; each with its quotes. A side is
  a date       the graph as of then: 2008, 2008-11 or 2008-11-17
  a store      the folder of a store
  documents    the documents of --db whose names match: "cables/2008*", or all under a folder: "cables/"
Edges of every status are compared, unless --status says otherwise.

Examples:
  mandate diff 2008 2009-06
  mandate diff "plans/2010/*" "plans/2015/*" --change "lead changed,dropped"
  mandate diff old.db mandate.db --json`,
		Flags: append([]cli.Flag{
			dbFlag(),
			&cli.StringSliceFlag{Name: "change", Usage: "only changes of this `KIND`: lead changed, added, dropped, weakened or strengthened (with commas for several)"},
			&cli.StringSliceFlag{Name: "nodes", Usage: "only nodes of this `TYPE` (more than once, or with commas, for several)"},
			&cli.StringSliceFlag{Name: "edges", Usage: "only edges of this `TYPE` (more than once, or with commas, for several)"},
			markingFlag(),
			statusFlag(), confidenceFlag(), schemaFlag(),
			&cli.BoolFlag{Name: "csv", Usage: "write CSV"},
			&cli.BoolFlag{Name: "markdown", Usage: "write a table in Markdown"},
		}, jsonFlag()),
		Action: func(c *cli.Context) error {
			s, err := readScope(c)
			if err != nil {
				return err
			}
			if c.NArg() != 2 {
				return usagef("diff", "name two sides, OLD and NEW: dates, stores or documents; `mandate help diff` shows how")
			}
			opt := diffOptions{DB: dbDir(c), Old: c.Args().Get(0), New: c.Args().Get(1), Scope: s}
			for _, name := range words(c.StringSlice("change")) {
				change := algo.Change(strings.ToLower(strings.ReplaceAll(name, "-", " ")))
				if !slices.Contains(algo.Changes, change) {
					return usagef("diff", "--change %s: there are lead changed, added, dropped, weakened and strengthened", name)
				}
				opt.Changes = append(opt.Changes, change)
			}
			if opt.Form, err = readForm(c); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context, os.Interrupt)
			defer stop()
			return runDiff(ctx, opt, std.out)
		},
	}
}

type diffOptions struct {
	DB       string
	Old, New string // dates, folders of stores, or patterns of documents
	Changes  []algo.Change
	Scope    scope
	Form     string
}

func runDiff(ctx context.Context, opt diffOptions, out io.Writer) (err error) {
	stores := opened{}
	defer func() { err = errors.Join(err, stores.close()) }()
	var sides [2]*algo.Network
	if len(opt.Scope.filter.Statuses) == 0 {
		opt.Scope.filter.Statuses = graph.Statuses()
	}
	for i, name := range []string{opt.Old, opt.New} {
		if sides[i], err = opt.side(name, stores); err != nil {
			return err
		}
	}
	found, err := algo.Diff(ctx, sides[0], sides[1])
	if errors.Is(err, context.Canceled) {
		return interruptedError{"the comparison was not finished"}
	}
	if err != nil {
		return fmt.Errorf("compare %s with %s: %w", opt.Old, opt.New, err)
	}
	if len(opt.Changes) > 0 {
		found = slices.DeleteFunc(found, func(d algo.Difference) bool { return !slices.Contains(opt.Changes, d.Change) })
	}
	return writeDiff(found, opt.Form, out)
}

// opened are the stores that were opened, each once.
type opened map[string]*openStore

type openStore struct {
	st   *store.Store
	snap *store.Snapshot
	g    graph.Reader // of it, what may be seen
}

func (o opened) graph(dir, maxMarking string) (graph.Reader, error) {
	if s := o[dir]; s != nil {
		return s.g, nil
	}
	st, err := store.Open(dir, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	snap, err := st.Snapshot()
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	o[dir] = &openStore{st: st, snap: snap}
	o[dir].g, err = upTo(snap, maxMarking)
	return o[dir].g, err
}

func (o opened) close() (err error) {
	for _, s := range o {
		err = errors.Join(err, s.snap.Close(), s.st.Close())
	}
	return err
}

// side takes the snapshot of one side of the comparison: of a date, of the documents that match, or of a store.
func (opt diffOptions) side(name string, stores opened) (*algo.Network, error) {
	s := opt.Scope
	s.readable = opt.Form == "" || opt.Form == "markdown"
	if isDate(name) {
		g, err := stores.graph(opt.DB, s.MaxMarking)
		if err != nil {
			return nil, err
		}
		s.AsOf = name
		return s.load("diff", g)
	}
	info, statErr := os.Stat(name)
	isDir := statErr == nil && info.IsDir()
	if _, err := os.Stat(opt.DB); err == nil || !isDir {
		pattern := strings.TrimSuffix(name, "/")
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, usagef("diff", "%s: a pattern of documents is like cables/2008*: %v", name, err)
		}
		g, err := stores.graph(opt.DB, s.MaxMarking)
		if err != nil {
			return nil, err
		}
		matches := func(d graph.Document) bool { return matchesDocument(pattern, string(d.ID)) }
		for doc, err := range g.Documents() {
			if err != nil {
				return nil, err
			}
			if matches(doc) {
				return s.loadOf("diff", g, matches)
			}
		}
	}
	if !isDir {
		return nil, fmt.Errorf("%q is no date and no store, and no document of %s matches it; `mandate list documents` lists them", name, opt.DB)
	}
	g, err := stores.graph(name, s.MaxMarking)
	if err != nil {
		return nil, err
	}
	return s.load("diff", g)
}

// matchesDocument says whether the name of a document, or a folder that it is in, matches the pattern.
func matchesDocument(pattern, name string) bool {
	for ; name != "." && name != "/"; name = path.Dir(name) {
		if ok, _ := path.Match(pattern, name); ok { // the pattern is known to be a good one
			return true
		}
	}
	return false
}

var diffColumns = []algo.Column{
	{Name: "change", Title: "Change", Type: algo.Text}, {Name: "source", Title: "Subject", Type: algo.Entity},
	{Name: "type", Title: "Relation", Type: algo.Text}, {Name: "target", Title: "Object", Type: algo.Entity},
	{Name: "before_status", Title: "Before", Type: algo.Text}, {Name: "after_status", Title: "After", Type: algo.Text},
	{Name: "before", Title: "Said before", Type: algo.Text}, {Name: "after", Title: "Said after", Type: algo.Text},
}

// jsonDifference is a change as --json writes it.
type jsonDifference struct {
	Change      algo.Change `json:"change"`
	Source      ask.Ref     `json:"source"`
	Type        string      `json:"type"`
	Target      *ask.Ref    `json:"target,omitempty"`
	LeadsBefore []ask.Ref   `json:"leads_before,omitempty"`
	LeadsAfter  []ask.Ref   `json:"leads_after,omitempty"`
	Before      any         `json:"before"`
	After       any         `json:"after"`
}

func writeDiff(found []algo.Difference, form string, out io.Writer) error {
	if form == "json" {
		list := make([]jsonDifference, len(found))
		for i, d := range found {
			list[i] = jsonDifference{Change: d.Change, Source: ask.Cell(d.Subject).(ask.Ref), Type: d.Type,
				Before: ask.Cell(d.Before), After: ask.Cell(d.After)}
			if d.Change == algo.LeadChanged {
				list[i].LeadsBefore, list[i].LeadsAfter = ask.Cell(d.Leads[0]).([]ask.Ref), ask.Cell(d.Leads[1]).([]ask.Ref)
			} else {
				list[i].Target = &ask.Ref{ID: d.Object.ID, Type: d.Object.Type, Name: d.Object.Name}
			}
		}
		return writeJSON(out, list)
	}
	if form == "" {
		return tellDiff(found, out)
	}
	t := table{columns: diffColumns}
	for _, d := range found {
		before, after := statuses(d.Before), statuses(d.After)
		if d.Change == algo.LeadChanged {
			before, after = strings.Join(entityNames(d.Leads[0]), "; "), strings.Join(entityNames(d.Leads[1]), "; ")
		}
		t.rows = append(t.rows, []any{string(d.Change), d.Subject, d.Type, d.Object, before, after, quotes(d.Before), quotes(d.After)})
	}
	if form == "csv" {
		return t.writeCSV(out)
	}
	var b strings.Builder
	t.writeMarkdown(&b)
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the changes: %w", err)
	}
	return nil
}

func statuses(list []graph.Statement) string {
	var words []string
	for _, st := range list {
		words = append(words, st.Status.String())
	}
	return strings.Join(words, "; ")
}

func quotes(list []graph.Statement) string {
	var parts []string
	for _, st := range list {
		parts = append(parts, "“"+oneLine(st.Evidence.Quote)+"” "+source(st))
	}
	return strings.Join(parts, " ")
}

// tellDiff tells the changes to a person, each kind under a heading.
func tellDiff(found []algo.Difference, out io.Writer) error {
	tab := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.StripEscape)
	if len(found) == 0 {
		fmt.Fprintln(tab, "nothing changed")
	}
	for i, d := range found {
		if i == 0 || found[i-1].Change != d.Change {
			count := 0
			for _, o := range found {
				if o.Change == d.Change {
					count++
				}
			}
			if i > 0 {
				fmt.Fprintln(tab)
			}
			fmt.Fprintf(tab, "%s (%d)\n", d.Change, count)
		}
		if d.Change == algo.LeadChanged {
			fmt.Fprintf(tab, "  %s: led by %s, now by %s\n", clean(d.Subject.Name), clean(strings.Join(entityNames(d.Leads[0]), ", ")),
				clean(strings.Join(entityNames(d.Leads[1]), ", ")))
		} else {
			fmt.Fprintf(tab, "  %s %s %s\n", clean(d.Subject.Name), d.Type, clean(d.Object.Name))
		}
		for _, st := range d.Before {
			fmt.Fprintf(tab, "    before: “%s” %s\n", clean(oneLine(st.Evidence.Quote)), source(st))
		}
		for _, st := range d.After {
			fmt.Fprintf(tab, "    after:  “%s” %s\n", clean(oneLine(st.Evidence.Quote)), source(st))
		}
	}
	if err := tab.Flush(); err != nil {
		return fmt.Errorf("write the changes: %w", err)
	}
	return nil
}
