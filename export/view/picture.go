package view

import (
	"cmp"
	"fmt"
	"slices"

	"mandate/graph"
)

// Picture is the part of a view that a picture shows.
type Picture struct {
	Nodes      []Node
	Edges      []Edge // between Nodes, by key
	AllNodes   int    // nodes that the picture could have shown: those with an edge, and with Isolated all
	AllEdges   int
	Alone      int    // nodes left out because no edge touches them
	Documents  int    // in the graph
	Statements int    // behind the edges that are shown
	RankedBy   string // by what the nodes were chosen: "PageRank" or "degree"
}

// Node is an entity in a picture.
type Node struct {
	graph.Entity
	Degree int     // edges of the view that touch it, in the picture or not
	Rank   float64 // by the first ranking that gives scores; the degree where there is none
}

// Picture chooses what a picture shows: the most central nodes and all edges between them. It keeps the keys of all edges
// in memory, but reads the statements only of those that are shown.
func (v *View) Picture() (*Picture, error) {
	p := &Picture{RankedBy: "degree"}
	degree := map[graph.EntityID]int{}
	var keys []graph.RelationKey
	for e, err := range v.edges(v.Graph.AllRelations(""), false) {
		if err != nil {
			return nil, err
		}
		keys = append(keys, e.RelationKey)
		degree[e.Subject]++
		if e.Object != e.Subject {
			degree[e.Object]++
		}
	}
	p.AllEdges = len(keys)
	var nodes []Node
	for ent, err := range v.Nodes("") {
		if err != nil {
			return nil, err
		}
		if degree[ent.ID] == 0 && !v.Options.Isolated {
			p.Alone++
			continue
		}
		nodes = append(nodes, Node{Entity: ent, Degree: degree[ent.ID], Rank: float64(degree[ent.ID])})
	}
	p.AllNodes = len(nodes)
	if r := v.Options.Scores(); r != nil {
		p.RankedBy = r.Name
		for i := range nodes {
			nodes[i].Rank = r.Values[nodes[i].ID]
		}
	}
	p.Nodes = choose(nodes, keys, v.Options.Top)
	return p, v.fill(p, keys)
}

// fill reads the edges between the nodes of the picture, and what else it says.
func (v *View) fill(p *Picture, keys []graph.RelationKey) error {
	shown := map[graph.EntityID]bool{}
	for _, n := range p.Nodes {
		shown[n.ID] = true
	}
	for _, key := range keys {
		if !shown[key.Subject] || !shown[key.Object] {
			continue
		}
		e, ok, err := v.Edge(key)
		if err != nil {
			return err
		}
		if ok {
			p.Edges = append(p.Edges, e)
			p.Statements += len(e.Statements)
		}
	}
	counts, err := v.Graph.Counts()
	if err != nil {
		return fmt.Errorf("sizes of the graph: %w", err)
	}
	p.Documents = counts.Documents
	return nil
}

// choose takes the highest ranked nodes. One that none of the others is joined to gives its place to the next that is, as
// a picture of nodes without edges says nothing. The result is in order of ID.
func choose(nodes []Node, keys []graph.RelationKey, top int) []Node {
	if top == 0 {
		top = DefaultTop
	}
	if top < 0 || len(nodes) <= top {
		return nodes
	}
	slices.SortStableFunc(nodes, func(a, b Node) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(b.Degree, a.Degree))
	})
	around := map[graph.EntityID][]graph.EntityID{}
	for _, k := range keys {
		if k.Subject != k.Object {
			around[k.Subject] = append(around[k.Subject], k.Object)
			around[k.Object] = append(around[k.Object], k.Subject)
		}
	}
	in := map[graph.EntityID]bool{}
	for _, n := range nodes[:top] {
		in[n.ID] = true
	}
	joined := func(n Node) bool {
		return slices.ContainsFunc(around[n.ID], func(id graph.EntityID) bool { return in[id] })
	}
	var chosen []Node
	for _, n := range nodes[:top] {
		if joined(n) {
			chosen = append(chosen, n)
		}
	}
	clear(in)
	for _, n := range chosen {
		in[n.ID] = true
	}
	for _, n := range nodes[top:] {
		if len(chosen) == top {
			break
		}
		if joined(n) {
			chosen = append(chosen, n)
			in[n.ID] = true
		}
	}
	if len(chosen) == 0 { // no two of the first are joined, and so on down: show them as they are
		chosen = nodes[:top]
	}
	slices.SortFunc(chosen, func(a, b Node) int { return cmp.Compare(a.ID, b.ID) })
	return chosen
}

// LeftOut says in one sentence what the picture does not show, "" when it shows everything.
func (p *Picture) LeftOut() string {
	alone := ""
	if p.Alone > 0 {
		alone = fmt.Sprintf("%s without a relation left out.", count(p.Alone, "node"))
	}
	if len(p.Nodes) == p.AllNodes && len(p.Edges) == p.AllEdges {
		return alone
	}
	s := fmt.Sprintf("Shown are the %d most central of %s (by %s) and the %d of %s between them.",
		len(p.Nodes), count(p.AllNodes, "node"), p.RankedBy, len(p.Edges), count(p.AllEdges, "relation"))
	if alone != "" {
		s += " " + alone
	}
	return s
}

// Source says in one sentence what the picture is made from.
func (p *Picture) Source() string {
	return fmt.Sprintf("From %s, in a graph of %s, built by mandate.", count(p.Statements, "statement"), count(p.Documents, "document"))
}

// count writes a number with its noun: "1 node", "2 nodes".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
