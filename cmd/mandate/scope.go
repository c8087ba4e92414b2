package main

import (
	"time"

	"mandate/export/view"
	"mandate/graph"
	"mandate/graph/algo"

	"github.com/urfave/cli/v2"
)

// scope says which part of a graph is measured or compared.
type scope struct {
	filter
	Schema       string   // file, "" for the built-in one
	Nodes, Edges []string // types, none means all
	AsOf         string   // dates, "" open
	Since, Until string
	MaxMarking   string // the graph that is loaded is one up to it
	Weights      algo.Weights
	Undirected   bool
	readable     bool // quotes are for people, as view.Readable has them
}

// scopeFlags are the flags of a scope.
func scopeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "nodes", Usage: "only nodes of this `TYPE` (more than once, or with commas, for several)"},
		&cli.StringSliceFlag{Name: "edges", Usage: "only edges of this `TYPE` (more than once, or with commas, for several)"},
		statusFlag(), confidenceFlag(),
		&cli.StringFlag{Name: "as-of", Usage: "the graph as of this `DATE` (2009, 2009-06 or 2009-06-30): what was said by then, had begun and had not ended"},
		&cli.StringFlag{Name: "since", Usage: "only what documents dated on or after this `DATE` say"},
		&cli.StringFlag{Name: "until", Usage: "only what documents dated on or before this `DATE` say"},
		markingFlag(),
		&cli.StringFlag{Name: "weights", Usage: "what an edge weighs: none, support or confidence as `WHAT`", Value: "none"},
		&cli.BoolFlag{Name: "undirected", Usage: "count every edge in both directions"},
		schemaFlag(),
	}
}

// isDate says whether the text is a year, a month or a day that there is.
func isDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// readScope reads the flags of a scope.
func readScope(c *cli.Context) (s scope, err error) {
	verb := c.Command.Name
	if s.filter, err = readFilter(c); err != nil {
		return s, err
	}
	s.Schema, s.Nodes, s.Edges = c.String("schema"), words(c.StringSlice("nodes")), words(c.StringSlice("edges"))
	s.AsOf, s.Since, s.Until = c.String("as-of"), c.String("since"), c.String("until")
	for _, f := range []string{"as-of", "since", "until"} {
		if d := c.String(f); d != "" && !isDate(d) {
			return s, usagef(verb, "--%s %s: write a date as 2009, 2009-06 or 2009-06-30", f, d)
		}
	}
	if s.MaxMarking, err = maxMarking(c); err != nil {
		return s, err
	}
	s.Undirected = c.Bool("undirected")
	if name := c.String("weights"); name != "" {
		if s.Weights, err = algo.ParseWeights(name); err != nil {
			return s, usagef(verb, "--weights: %v", err)
		}
	}
	return s, nil
}

// load takes the snapshot of the graph.
func (s scope) load(verb string, g graph.Reader) (*algo.Network, error) {
	return s.loadOf(verb, g, nil)
}

// loadOf takes the snapshot of what some documents say, of what all say when documents is nil.
func (s scope) loadOf(verb string, g graph.Reader, documents func(graph.Document) bool) (*algo.Network, error) {
	sch, err := schemaOf(s.Schema, g)
	if err != nil {
		return nil, err
	}
	if err := resolveTypes(verb, &s.Nodes, &s.Edges, sch, g); err != nil {
		return nil, err
	}
	if s.readable {
		g = view.Readable(g)
	}
	return algo.Load(g, algo.Filter{
		Schema: sch, Statuses: s.Statuses, MinConfidence: s.MinConfidence, EntityTypes: s.Nodes, RelationTypes: s.Edges,
		AsOf: s.AsOf, From: s.Since, Until: s.Until, Weights: s.Weights, Undirected: s.Undirected,
		Documents: documents,
	})
}
