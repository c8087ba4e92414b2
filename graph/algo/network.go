package algo

import (
	"cmp"
	"slices"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"

	"mandate/graph"
)

// Network is a snapshot of a graph in compressed sparse row form: its nodes are numbered from 0 in order of entity ID,
// and the arcs of each node lie together, sorted. Parallel relations are one arc whose weight is their number.
//
// A Network implements gonum's graph.Directed and graph.WeightedDirected, so that every algorithm of gonum can be called
// on it; node IDs are the numbers. It does not change and is safe for use by several goroutines.
type Network struct {
	entities []graph.Entity
	out, in  adjacency
	degrees  [3][]int32 // relations of each node by graph.Direction; a relation to itself counts once in each
	edges    int
}

// edge is one relation before it is compressed.
type edge struct {
	from, to  int32
	symmetric bool
}

// adjacency is one direction of the arcs: those of node i are to[start[i]:start[i+1]].
type adjacency struct {
	start  []int32
	to     []int32
	weight []float64
}

var (
	_ gonum.WeightedDirected   = (*Network)(nil)
	_ gonum.WeightedUndirected = Undirected{}
)

// build compresses the edges.
func (n *Network) build(edges []edge) {
	n.edges = len(edges)
	for d := range n.degrees {
		n.degrees[d] = make([]int32, len(n.entities))
	}
	arcs := make([]edge, 0, len(edges))
	for _, e := range edges {
		arcs = append(arcs, edge{from: e.from, to: e.to})
		n.degrees[graph.Out][e.from]++
		n.degrees[graph.In][e.to]++
		n.degrees[graph.Both][e.from]++
		if e.from == e.to {
			continue
		}
		n.degrees[graph.Both][e.to]++
		if e.symmetric {
			arcs = append(arcs, edge{from: e.to, to: e.from})
			n.degrees[graph.Out][e.to]++
			n.degrees[graph.In][e.from]++
		}
	}
	n.out = compress(arcs, len(n.entities))
	for i := range arcs {
		arcs[i].from, arcs[i].to = arcs[i].to, arcs[i].from
	}
	n.in = compress(arcs, len(n.entities))
}

// compress sorts the arcs in place and lays them out by their start; repeated ones add up.
func compress(arcs []edge, nodes int) adjacency {
	slices.SortFunc(arcs, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	adj := adjacency{start: make([]int32, nodes+1)}
	for i, a := range arcs {
		if i > 0 && a.from == arcs[i-1].from && a.to == arcs[i-1].to {
			adj.weight[len(adj.weight)-1]++
			continue
		}
		adj.to = append(adj.to, a.to)
		adj.weight = append(adj.weight, 1)
		adj.start[a.from+1]++
	}
	for i := range nodes {
		adj.start[i+1] += adj.start[i]
	}
	return adj
}

// row is the arcs of a node: their other ends, ascending, and their weights.
func (a *adjacency) row(i int32) ([]int32, []float64) {
	lo, hi := a.start[i], a.start[i+1]
	return a.to[lo:hi], a.weight[lo:hi]
}

// find is the weight of the arc between the two nodes, 0 where there is none.
func (a *adjacency) find(from, to int64) float64 {
	if from < 0 || to < 0 || from >= int64(len(a.start)-1) || to >= int64(len(a.start)-1) {
		return 0
	}
	ids, weights := a.row(int32(from))
	if k, ok := slices.BinarySearch(ids, int32(to)); ok {
		return weights[k]
	}
	return 0
}

// Len is the number of nodes.
func (n *Network) Len() int { return len(n.entities) }

// Edges is the number of relations, parallel ones counted one by one.
func (n *Network) Edges() int { return n.edges }

// Entity is the entity that a node stands for.
func (n *Network) Entity(node int) graph.Entity { return n.entities[node] }

// Index is the number of the node that stands for the entity.
func (n *Network) Index(id graph.EntityID) (int, bool) {
	return slices.BinarySearchFunc(n.entities, id, func(ent graph.Entity, id graph.EntityID) int {
		return cmp.Compare(ent.ID, id)
	})
}

// node is the gonum form of a node.
type node int64

func (n node) ID() int64 { return int64(n) }

// arc is the gonum form of an arc.
type arc struct {
	from, to node
	weight   float64
}

func (a arc) From() gonum.Node         { return a.from }
func (a arc) To() gonum.Node           { return a.to }
func (a arc) Weight() float64          { return a.weight }
func (a arc) ReversedEdge() gonum.Edge { return arc{a.to, a.from, a.weight} }

// Node is the node with the ID, nil when there is none.
func (n *Network) Node(id int64) gonum.Node {
	if id < 0 || id >= int64(len(n.entities)) {
		return nil
	}
	return node(id)
}

// Nodes are all nodes, in ascending order.
func (n *Network) Nodes() gonum.Nodes {
	all := make([]gonum.Node, len(n.entities))
	for i := range all {
		all[i] = node(i)
	}
	return ordered(all)
}

// From are the nodes that arcs lead to from the node, in ascending order.
func (n *Network) From(id int64) gonum.Nodes { return n.neighbours(&n.out, id) }

// To are the nodes from which arcs lead to the node, in ascending order.
func (n *Network) To(id int64) gonum.Nodes { return n.neighbours(&n.in, id) }

func (n *Network) neighbours(adj *adjacency, id int64) gonum.Nodes {
	if n.Node(id) == nil {
		return gonum.Empty
	}
	ids, _ := adj.row(int32(id))
	var list []gonum.Node
	for _, to := range ids {
		if int64(to) != id { // gonum's simple graphs have no arc from a node to itself
			list = append(list, node(to))
		}
	}
	return ordered(list)
}

func ordered(list []gonum.Node) gonum.Nodes {
	if len(list) == 0 {
		return gonum.Empty
	}
	return iterator.NewOrderedNodes(list)
}

// HasEdgeBetween says whether an arc joins the nodes, in either direction.
func (n *Network) HasEdgeBetween(x, y int64) bool {
	return n.HasEdgeFromTo(x, y) || n.HasEdgeFromTo(y, x)
}

// HasEdgeFromTo says whether an arc leads from u to v.
func (n *Network) HasEdgeFromTo(u, v int64) bool { return u != v && n.out.find(u, v) > 0 }

// Edge is the arc from u to v, nil when there is none.
func (n *Network) Edge(u, v int64) gonum.Edge {
	if e := n.WeightedEdge(u, v); e != nil {
		return e
	}
	return nil
}

// WeightedEdge is the arc from u to v, nil when there is none.
func (n *Network) WeightedEdge(u, v int64) gonum.WeightedEdge {
	if !n.HasEdgeFromTo(u, v) {
		return nil
	}
	return arc{node(u), node(v), n.out.find(u, v)}
}

// Weight is the number of relations from x to y, false when there is none; from a node to itself 0 and true.
func (n *Network) Weight(x, y int64) (float64, bool) {
	if x == y {
		return 0, n.Node(x) != nil
	}
	w := n.out.find(x, y)
	return w, w > 0
}

// Undirected is the Network with the direction of its arcs left out, in gonum's terms. Its weights are the number of
// arcs either way.
type Undirected struct{ *Network }

// From are the nodes that share an arc with the node, in ascending order.
func (u Undirected) From(id int64) gonum.Nodes {
	if u.Node(id) == nil {
		return gonum.Empty
	}
	var list []gonum.Node
	for _, i := range u.around(int32(id)) {
		list = append(list, node(i))
	}
	return ordered(list)
}

// around merges the sorted ends of the arcs in and out, without the node itself.
func (n *Network) around(i int32) []int32 {
	out, _ := n.out.row(i)
	in, _ := n.in.row(i)
	both := slices.Compact(mergeSorted(out, in))
	if k, ok := slices.BinarySearch(both, i); ok {
		both = slices.Delete(both, k, k+1)
	}
	return both
}

func mergeSorted(a, b []int32) []int32 {
	m := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] <= b[0] {
			m, a = append(m, a[0]), a[1:]
		} else {
			m, b = append(m, b[0]), b[1:]
		}
	}
	return append(append(m, a...), b...)
}

// EdgeBetween is the edge between the nodes, nil when there is none.
func (u Undirected) EdgeBetween(x, y int64) gonum.Edge { return u.Edge(x, y) }

// Edge is the edge between the nodes, nil when there is none.
func (u Undirected) Edge(x, y int64) gonum.Edge {
	if e := u.WeightedEdge(x, y); e != nil {
		return e
	}
	return nil
}

// WeightedEdgeBetween is the edge between the nodes, nil when there is none.
func (u Undirected) WeightedEdgeBetween(x, y int64) gonum.WeightedEdge { return u.WeightedEdge(x, y) }

// WeightedEdge is the edge between the nodes, nil when there is none.
func (u Undirected) WeightedEdge(x, y int64) gonum.WeightedEdge {
	if !u.HasEdgeBetween(x, y) {
		return nil
	}
	return arc{node(x), node(y), u.out.find(x, y) + u.out.find(y, x)}
}

// Weight is the number of arcs between the nodes, false when there is none; from a node to itself 0 and true.
func (u Undirected) Weight(x, y int64) (float64, bool) {
	if x == y {
		return 0, u.Node(x) != nil
	}
	w := u.out.find(x, y) + u.out.find(y, x)
	return w, w > 0
}
