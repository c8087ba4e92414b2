// Package algo measures a graph: which entities are central, which hang together, what leads from one to the other, and
// what only a graph with evidence can tell, such as which issues nobody leads on.
//
// [Load] takes a snapshot of a [graph.Reader] as a [Network]; the table [Measures] (measures.go) lists what can be computed on it, with
// the settings and the columns of each. Results are the same on every run and on any number of cores, to the last bit.
package algo

import (
	"context"
	"fmt"
	"strings"
)

// Kind says what a measure finds.
type Kind uint8

// The kinds of measures.
const (
	Nodes  Kind = iota // a score for each entity: Result.Scores
	Groups             // sets of entities: Result.Groups
	Rows               // anything else: Result.Table
)

// String is the lower-case name of the kind.
func (k Kind) String() string { return [...]string{"nodes", "groups", "rows"}[k] }

// Type says what the cells of a column hold.
type Type uint8

// The types of cells, with the Go type of each.
const (
	Entity    Type = iota // graph.Entity
	Entities              // []graph.Entity
	Number                // float64
	Count                 // int
	Text                  // string
	Relations             // []graph.Relation
	Statement             // graph.Statement, with its quote
	Evidence              // []graph.Statement: for each relation of the row the surest statement that says it
)

// Column is one column of what a measure finds.
type Column struct {
	Name  string // lower_snake, as JSON, CSV and YIELD name it
	Title string // as the head of a table shows it
	Type  Type
}

// Measure is one row of the table of measures.
type Measure struct {
	Name        string // as the command line and CALL take it, in kebab-case
	Title       string // as a heading shows it
	Description string // one sentence: what a high value, a group or a row means
	Unit        string // of Score.Value, or of the size of a group; "" for rows
	Kind        Kind
	Settings    []string // names of the settings of [Settings] that it heeds
	Needs       []string // those that must be given
	Columns     []Column // of what [Result.Rows] gives
	Run         func(ctx context.Context, n *Network, opt Options) (*Result, error)
}

// What most measures find.
var (
	scoreColumns = []Column{{"node", "Node", Entity}, {"score", "Score", Number}}
	groupColumns = []Column{{"group", "Group", Count}, {"size", "Size", Count}, {"name", "Name", Text}, {"nodes", "Nodes", Entities}}
)

// runFunc is how a measure is computed.
type runFunc = func(ctx context.Context, n *Network, opt Options) (*Result, error)

// Find is the measure with the name, in any case and with "-" or "_", or an error that lists the names there are.
func Find(name string) (*Measure, error) {
	plain := strings.ReplaceAll(name, "_", "-")
	names := make([]string, len(Measures))
	for i := range Measures {
		if strings.EqualFold(Measures[i].Name, plain) {
			return &Measures[i], nil
		}
		names[i] = Measures[i].Name
	}
	return nil, fmt.Errorf("unknown measure %q: expected one of %s", name, strings.Join(names, ", "))
}
