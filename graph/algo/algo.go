// Package algo measures a graph: which entities are central, and which hang together.
//
// [Load] takes a snapshot of a [graph.Reader] as a [Network]; the table [Measures] lists what can be computed on it.
// Results are the same on every run, to the last bit: sums are taken in a fixed order and nothing starts at random.
package algo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"mandate/graph"
)

// Options are the settings of the measures. The zero value works.
type Options struct {
	Damping   float64 // PageRank: how often the reader goes on, 0 to 1; 0 means 0.85, as Brin and Page 1998 chose
	Tolerance float64 // PageRank: the change (sum of absolute differences) at which it stops; 0 means 1e-12
}

// Score is what a measure says of one entity.
type Score struct {
	Entity graph.Entity
	Value  float64
}

// Result is what a measure found. A measure fills Scores or Groups.
type Result struct {
	Scores []Score          // by value, highest first; equal ones by entity ID
	Groups [][]graph.Entity // by size, largest first; equal ones by their first ID; each sorted by ID
}

// Measure is one row of the table of measures.
type Measure struct {
	Name        string // as the command line takes it
	Title       string // as a heading shows it
	Description string // one sentence: what a high value means
	Unit        string // of Score.Value
	Run         func(ctx context.Context, n *Network, opt Options) (*Result, error)
}

// Measures lists every measure, in the order in which a listing shows them.
var Measures = []Measure{
	{"pagerank", "PageRank", "Important because important entities point to it; the values add up to 1.", "share", PageRank},
	{"degree", "Degree", "Number of relations the entity takes part in, in either direction.", "relations", Degree},
	{"degree-in", "Degree, in", "Number of relations that point to the entity.", "relations", DegreeIn},
	{"degree-out", "Degree, out", "Number of relations that start from the entity.", "relations", DegreeOut},
	{"betweenness", "Betweenness", "Number of pairs of other entities whose shortest paths lead through it, in either direction: a go-between.", "pairs", Betweenness},
	{"components", "Components", "Sets of entities that are linked, directly or through others, in either direction.", "entities", Components},
}

// Find is the measure with the name, or an error that lists the names there are.
func Find(name string) (*Measure, error) {
	names := make([]string, len(Measures))
	for i := range Measures {
		if strings.EqualFold(Measures[i].Name, name) {
			return &Measures[i], nil
		}
		names[i] = Measures[i].Name
	}
	return nil, fmt.Errorf("unknown measure %q: expected one of %s", name, strings.Join(names, ", "))
}

// scores pairs values, one for each node, with their entities and sorts them.
func (n *Network) scores(values []float64) *Result {
	res := make([]Score, len(values))
	for i, v := range values {
		res[i] = Score{n.entities[i], v}
	}
	slices.SortStableFunc(res, func(a, b Score) int { return cmp.Compare(b.Value, a.Value) }) // nodes are in order of ID
	return &Result{Scores: res}
}
