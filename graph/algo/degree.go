package algo

import (
	"context"

	"mandate/graph"
)

// Degree counts the relations that each entity takes part in. A relation from an entity to itself counts once.
func Degree(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.degree(graph.Both), nil
}

// DegreeIn counts the relations that point to each entity; one without direction points to both its ends.
func DegreeIn(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.degree(graph.In), nil
}

// DegreeOut counts the relations that start from each entity; one without direction starts from both its ends.
func DegreeOut(_ context.Context, n *Network, _ Options) (*Result, error) {
	return n.degree(graph.Out), nil
}

func (n *Network) degree(dir graph.Direction) *Result {
	values := make([]float64, n.Len())
	for i, d := range n.degrees[dir] {
		values[i] = float64(d)
	}
	return n.scores(values)
}
