package algo

import (
	"cmp"
	"slices"

	"mandate/graph"
	"mandate/graph/algo/sparse"
)

// Network is a snapshot of a graph in compressed sparse row form: its nodes are numbered from 0 in order of entity ID,
// and the arcs of each node lie together, sorted. Parallel relations are one arc whose weight is the sum of theirs.
//
// A Network implements gonum's graph.Directed and graph.WeightedDirected, so that every algorithm of gonum can be called
// on it; node IDs are the numbers. It does not change and is safe for use by several goroutines.
type Network struct {
	entities []graph.Entity
	arcs     *sparse.Graph
	degrees  [3][]int32 // relations of each node by graph.Direction; a relation to itself counts once in each
	edges    int
	g        graph.Reader // for the evidence
	f        Filter       // what of g is counted
}

// edges are relations before they are compressed.
type edges struct {
	from, to  []int32
	weight    []float64 // nil: 1 each
	symmetric []bool    // the relation has no direction
}

// build compresses the edges.
func (n *Network) build(e edges) {
	n.edges = len(e.from)
	for d := range n.degrees {
		n.degrees[d] = make([]int32, len(n.entities))
	}
	turned := e
	for k, from := range e.from {
		to := e.to[k]
		n.degrees[graph.Out][from]++
		n.degrees[graph.In][to]++
		n.degrees[graph.Both][from]++
		if from == to {
			continue
		}
		n.degrees[graph.Both][to]++
		if e.symmetric[k] || n.f.Undirected {
			turned.from, turned.to = append(turned.from, to), append(turned.to, from)
			if e.weight != nil {
				turned.weight = append(turned.weight, e.weight[k])
			}
			n.degrees[graph.Out][to]++
			n.degrees[graph.In][from]++
		}
	}
	n.arcs = sparse.Build(len(n.entities), turned.from, turned.to, turned.weight)
}

// Len is the number of nodes.
func (n *Network) Len() int { return len(n.entities) }

// Edges is the number of relations, parallel ones counted one by one.
func (n *Network) Edges() int { return n.edges }

// Entity is the entity that a node stands for.
func (n *Network) Entity(node int) graph.Entity { return n.entities[node] }

// Arcs is the graph as numbers.
func (n *Network) Arcs() *sparse.Graph { return n.arcs }

// Index is the number of the node that stands for the entity.
func (n *Network) Index(id graph.EntityID) (int, bool) {
	return slices.BinarySearchFunc(n.entities, id, func(ent graph.Entity, id graph.EntityID) int {
		return cmp.Compare(ent.ID, id)
	})
}
