package algo

import (
	"context"

	"gonum.org/v1/gonum/graph/network"
)

// Betweenness counts, for each entity, the pairs of other entities whose shortest paths lead through it, in whichever
// direction the relations point; where several paths are equally short, each counts its share.
//
// It is gonum's exact network.Betweenness (Brandes 2001), whose time grows with nodes times relations and whose state is
// kept in maps: ten seconds at 2,000 entities and 10,000 relations, minutes from 5,000 entities on. It does not heed ctx.
func Betweenness(_ context.Context, n *Network, _ Options) (*Result, error) {
	values := make([]float64, n.Len())
	for id, v := range network.Betweenness(Undirected{n}) { // each entity once: the order does not matter
		values[id] = v / 2 // gonum counts a pair once in each direction
	}
	return n.scores(values), nil
}
