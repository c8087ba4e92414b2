package ask

import (
	"context"
	"fmt"
	"slices"

	"mandate/export"
	"mandate/graph"
	"mandate/graph/algo"
)

// rankings lists the measures of centrality that a format goes by or shows. Formats that only hold data need none.
var rankings = map[string][]string{
	"dot":  {"pagerank"},
	"svg":  {"pagerank"},
	"png":  {"pagerank"},
	"pdf":  {"pagerank"},
	"html": {"pagerank", "degree", "betweenness"},
}

// betweennessLimit is the number of nodes times edges above which a page goes without betweenness: the measure takes
// time in proportion to it, a few seconds at this size, hours for a graph of a million edges. `mandate analyze` has no limit.
const betweennessLimit = 2e8

// RankFor computes the measures of centrality for a format, over what the export shows, after those that the options have. A picture
// goes by one score, so that none is added to those that were asked for.
func RankFor(ctx context.Context, format string, g graph.Reader, opt *export.Options) error {
	names := rankings[format]
	if len(names) == 0 || len(names) == 1 && opt.Scores() != nil {
		return nil
	}
	n, err := LoadShown(g, *opt)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == "betweenness" && float64(n.Len())*float64(n.Edges()) > betweennessLimit {
			continue
		}
		ranking, err := Ranking(ctx, n, name)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(opt.Rankings, func(r export.Ranking) bool { return r.Name == ranking.Name }) {
			opt.Rankings = append(opt.Rankings, ranking)
		}
	}
	return nil
}

// LoadShown takes a snapshot of what an export shows. A selection does not narrow it: measures are of the graph around it, too.
func LoadShown(g graph.Reader, opt export.Options) (*algo.Network, error) {
	f := algo.Filter{
		Schema: opt.Schema, Statuses: opt.Statuses, MinConfidence: opt.MinConfidence,
		EntityTypes: opt.EntityTypes, RelationTypes: opt.RelationTypes,
	}
	if len(f.Statuses) == 0 {
		f.Statuses = graph.Statuses()
	}
	return algo.Load(g, f)
}

// Ranking computes a measure that gives a score or a group to each node.
func Ranking(ctx context.Context, n *algo.Network, name string) (export.Ranking, error) {
	m, err := algo.Find(name)
	if err != nil {
		return export.Ranking{}, err
	}
	r, err := m.Run(ctx, n, algo.Options{})
	if err != nil {
		return export.Ranking{}, fmt.Errorf("compute %s: %w", m.Name, err)
	}
	return RankingOf(m, r), nil
}

// RankingOf is the result of a measure as exports and pictures attach it.
func RankingOf(m *algo.Measure, r *algo.Result) export.Ranking {
	a := r.Annotate(m)
	return export.Ranking{Name: a.Title, Description: a.Description, Values: a.Values, Groups: a.Names}
}
