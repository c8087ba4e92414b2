package ask

import (
	"context"
	"fmt"

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

// RankFor computes the measures of centrality for a format, over what the export shows.
func RankFor(ctx context.Context, format string, g graph.Reader, opt *export.Options) error {
	if len(rankings[format]) == 0 {
		return nil
	}
	n, err := LoadShown(g, *opt)
	if err != nil {
		return err
	}
	for _, name := range rankings[format] {
		if name == "betweenness" && float64(n.Len())*float64(n.Edges()) > betweennessLimit {
			continue
		}
		ranking, err := Ranking(ctx, n, name)
		if err != nil {
			return err
		}
		opt.Rankings = append(opt.Rankings, ranking)
	}
	return nil
}

// LoadShown takes a snapshot of what an export shows.
func LoadShown(g graph.Reader, opt export.Options) (*algo.Network, error) {
	f := algo.Filter{
		Schema: opt.Schema, Statuses: opt.Statuses, MinConfidence: opt.MinConfidence,
		EntityTypes: opt.EntityTypes, RelationTypes: opt.RelationTypes,
	}
	if len(f.Statuses) == 0 {
		f.Statuses = []graph.Status{graph.Asserted, graph.Planned, graph.Reported, graph.Negated}
	}
	return algo.Load(g, f)
}

// Ranking computes a measure of centrality.
func Ranking(ctx context.Context, n *algo.Network, name string) (export.Ranking, error) {
	m, err := algo.Find(name)
	if err != nil {
		return export.Ranking{}, err
	}
	r, err := m.Run(ctx, n, algo.Options{})
	if err != nil {
		return export.Ranking{}, fmt.Errorf("compute %s: %w", m.Name, err)
	}
	values := make(map[graph.EntityID]float64, len(r.Scores))
	for _, s := range r.Scores {
		values[s.Entity.ID] = s.Value
	}
	return export.Ranking{Name: m.Title, Description: m.Description, Values: values}, nil
}
