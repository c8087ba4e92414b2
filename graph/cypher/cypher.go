// Package cypher answers openCypher 9 queries. It evaluates over the small interface [Graph]: [OnReader] shows a
// graph.Reader through it, [Memory] is a property graph in memory that queries can change as well.
//
// The order of things: [Parse] (package syntax) makes a tree; [Prepare] decides what each name means, checks scopes and
// types, and compiles the tree to operators; [Query.Run] plans the patterns for the graph at hand and streams rows.
package cypher

import (
	"context"
	"iter"
	"time"

	"mandate/graph"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// Error is what is wrong with a query, see [syntax.Error].
type Error = syntax.Error

// Graph is what a query reads. Sequences have a fixed order, end after the first error, and may be left early.
type Graph interface {
	// Nodes are the nodes with the label, or all nodes when label is "".
	Nodes(label string) iter.Seq2[value.Node, error]
	// Index says whether an index serves to find nodes with the label (any, when "") by the property, and about how many
	// it would give. instead is how many nodes would have to be looked at otherwise: an index that has to be made first may not be
	// worth it.
	Index(label, property string, how How, instead int) (found float64, ok bool)
	// Find gives nodes with the label (any, when "") of which the property, or an element of it, may fit v, by an index:
	// all that do, and perhaps others. It is false when no index serves for this value.
	Find(label, property string, how How, v value.Value) (iter.Seq2[value.Node, error], bool)
	// Node is the node with the id, or an error that wraps graph.ErrNotFound.
	Node(id value.ID) (value.Node, error)
	// Around hands over the relationships of a node, of any of the types or of all when types is empty, each with the
	// node at its far end, until done or until yield returns an error, which it returns. With graph.Both, one that begins
	// and ends at the node comes once. Where a label is given, relationships to nodes without it are left out.
	Around(n value.Node, dir graph.Direction, types []string, label string, yield func(value.Relationship, value.Node) error) error
	// Size is about how many nodes have the label (all nodes when ""): the planner goes by it.
	Size(label string) int
	// Degree is about how many relationships of the types (all when empty) leave a node: the planner goes by it.
	Degree(types []string) float64
}

// Field is a named and typed argument or result of a procedure. Type is written as in signatures: "STRING?", "INTEGER",
// "NUMBER?", "LIST", "MAP", "NODE", "ANY".
type Field struct{ Name, Type string }

// Procedure is what CALL calls.
type Procedure struct {
	Name     string // "algo.pagerank"
	About    string // one sentence
	In, Out  []Field
	Optional int // how many of the last arguments may be left out; they are null then
	// Call hands over rows of as many values as Out has, until done or until yield returns an error, which it returns.
	Call func(ctx context.Context, g Graph, args []value.Value, yield func([]value.Value) error) error
}

// Function is a function that needs the graph: evidence(r), statements(n).
type Function struct {
	Name      string
	Min, Max  int
	Signature string
	About     string
	Maps      bool // it returns a list of maps
	Call      func(ctx context.Context, g Graph, args []value.Value) (value.Value, error)
}

// Catalog is what a query may use beyond the language itself. The zero value holds nothing more.
type Catalog struct {
	Procedures []Procedure
	Functions  []Function
	// Labels, Types and Keys are the names that the graph knows, for "did you mean …?". A query that names none of
	// them is not refused, unless Strict.
	Labels, Types []string
	Strict        bool
}

// Options say how a query runs. The zero value works.
type Options struct {
	Params    map[string]value.Value
	MaxRows   int           // rows of the result; 0: no limit. More is an error, not a cut
	Timeout   time.Duration // 0: none but that of the context
	MaxMemory int64         // bytes that the operators of a query may hold, estimated; 0: 1 GiB
	MaxSteps  int64         // rows, relationships and elements looked at; 0: no limit
	Now       time.Time     // what date() and its kin say; zero: they are an error
	Zone      *time.Location
	Seed      uint64           // of rand()
	Clock     func() time.Time // for date.realtime() and the times of PROFILE; nil: Now
}

// Parse reads a query without looking at what it means. Every error is an *Error.
func Parse(text string) (*syntax.Query, error) { return syntax.Parse(text) }
