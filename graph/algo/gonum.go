package algo

import (
	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"

	"mandate/graph/algo/sparse"
)

var (
	_ gonum.WeightedDirected   = (*Network)(nil)
	_ gonum.WeightedUndirected = Undirected{}
)

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
func (n *Network) From(id int64) gonum.Nodes { return n.neighbours(n.arcs.Out(), id) }

// To are the nodes from which arcs lead to the node, in ascending order.
func (n *Network) To(id int64) gonum.Nodes { return n.neighbours(n.arcs.In(), id) }

func (n *Network) neighbours(rows *sparse.Rows, id int64) gonum.Nodes {
	if n.Node(id) == nil {
		return gonum.Empty
	}
	ids, _ := rows.Row(int32(id))
	list := make([]gonum.Node, 0, len(ids))
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

// find is the weight of the arc between two nodes, 0 where there is none or no such nodes.
func (n *Network) find(rows *sparse.Rows, x, y int64) float64 {
	if n.Node(x) == nil || n.Node(y) == nil {
		return 0
	}
	return rows.Find(int32(x), int32(y))
}

// HasEdgeBetween says whether an arc joins the nodes, in either direction.
func (n *Network) HasEdgeBetween(x, y int64) bool {
	return n.HasEdgeFromTo(x, y) || n.HasEdgeFromTo(y, x)
}

// HasEdgeFromTo says whether an arc leads from u to v.
func (n *Network) HasEdgeFromTo(u, v int64) bool { return u != v && n.find(n.arcs.Out(), u, v) > 0 }

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
	return arc{node(u), node(v), n.find(n.arcs.Out(), u, v)}
}

// Weight is that of the arc from x to y, false when there is none; from a node to itself 0 and true.
func (n *Network) Weight(x, y int64) (float64, bool) {
	if x == y {
		return 0, n.Node(x) != nil
	}
	w := n.find(n.arcs.Out(), x, y)
	return w, w > 0
}

// Undirected is the Network with the direction of its arcs left out, in gonum's terms. Weights of arcs either way add up.
type Undirected struct{ *Network }

// From are the nodes that share an arc with the node, in ascending order.
func (u Undirected) From(id int64) gonum.Nodes { return u.neighbours(u.arcs.Both(), id) }

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
	w := u.find(u.arcs.Both(), x, y)
	if w == 0 {
		return nil
	}
	return arc{node(x), node(y), w}
}

// Weight is the sum of the weights of the arcs between the nodes, false when there is none; from a node to itself 0 and true.
func (u Undirected) Weight(x, y int64) (float64, bool) {
	if x == y {
		return 0, u.Node(x) != nil
	}
	w := u.find(u.arcs.Both(), x, y)
	return w, w > 0
}
