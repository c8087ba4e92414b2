package diagram

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// chooser fills a diagram from a view.
type chooser struct {
	view *view.View
	opt  Options
	d    *Diagram

	degree map[graph.EntityID]int // edges of the view by the nodes they touch; filled by weigh
	names  map[graph.EntityID]graph.Entity
}

// limit is how much the kind shows at most; -1 is all.
func (c *chooser) limit(usual int) int {
	if c.view.Options.Top == 0 {
		return usual
	}
	return max(c.view.Options.Top, -1)
}

// atMost cuts a list.
func atMost[T any](list []T, limit int) []T {
	if limit >= 0 && len(list) > limit {
		return list[:limit]
	}
	return list
}

// weigh counts the edges at each node, in one pass.
func (c *chooser) weigh(visit func(e *view.Edge)) error {
	c.degree = map[graph.EntityID]int{}
	for e, err := range c.view.Sums("") {
		if err != nil {
			return err
		}
		c.degree[e.Subject]++
		if e.Object != e.Subject {
			c.degree[e.Object]++
		}
		if visit != nil {
			visit(&e)
		}
	}
	return nil
}

// rank is how central a node is, by the first ranking of the options that gives scores, else by its degree.
func (c *chooser) rank(id graph.EntityID) float64 {
	if r := c.view.Options.Scores(); r != nil {
		return r.Values[id]
	}
	return float64(c.degree[id])
}

// rankedBy names what rank goes by.
func (c *chooser) rankedBy() string {
	if r := c.view.Options.Scores(); r != nil {
		return r.Name
	}
	return "degree"
}

// byRank orders nodes, the most central first; ties by degree, then by ID.
func (c *chooser) byRank(a, b graph.EntityID) int {
	return cmp.Or(cmp.Compare(c.rank(b), c.rank(a)), cmp.Compare(c.degree[b], c.degree[a]), cmp.Compare(a, b))
}

// entity reads an entity, once.
func (c *chooser) entity(id graph.EntityID) (graph.Entity, error) {
	if ent, ok := c.names[id]; ok {
		return ent, nil
	}
	ent, err := c.view.Graph.Entity(id)
	if err != nil {
		return ent, fmt.Errorf("entity %s: %w", id, err)
	}
	if c.names == nil {
		c.names = map[graph.EntityID]graph.Entity{}
	}
	c.names[id] = ent
	return ent, nil
}

// show puts the nodes and edges into the diagram, in order of ID and of key.
func (c *chooser) show(ids []graph.EntityID, keys []graph.RelationKey) error {
	c.d.Sized = c.rankedBy()
	ids = slices.Clone(ids)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		ent, err := c.entity(id)
		if err != nil {
			return err
		}
		c.d.Nodes = append(c.d.Nodes, Node{
			Node:   view.Node{Entity: ent, Degree: c.degree[id], Rank: c.rank(id)},
			Center: slices.Contains(c.opt.About, id),
		})
	}
	keys = slices.Clone(keys)
	slices.SortFunc(keys, graph.RelationKey.Compare)
	for _, k := range slices.Compact(keys) {
		e, ok, err := c.view.Edge(k)
		if err != nil {
			return err
		}
		if ok {
			c.d.Edges = append(c.d.Edges, e)
		}
	}
	return nil
}

// between are the edges of the view with both ends among the nodes.
func (c *chooser) between(ids []graph.EntityID) ([]graph.RelationKey, error) {
	in := map[graph.EntityID]bool{}
	for _, id := range ids {
		in[id] = true
	}
	var keys []graph.RelationKey
	for _, id := range ids {
		for e, err := range c.view.EdgesOf(id) {
			if err != nil {
				return nil, err
			}
			if e.Subject == id && in[e.Object] {
				keys = append(keys, e.RelationKey)
			}
		}
	}
	return keys, nil
}

// leave notes what is not shown.
func (c *chooser) leave(format string, args ...any) {
	c.d.LeftOut = append(c.d.LeftOut, fmt.Sprintf(format, args...))
}

// top is the most central nodes.
func top(c *chooser) error {
	p, err := c.view.Picture()
	if err != nil {
		return err
	}
	c.d.Form, c.d.Title, c.d.Sized = Forces, c.view.Options.Title, c.rankedBy()
	for _, n := range p.Nodes {
		c.d.Nodes = append(c.d.Nodes, Node{Node: n})
	}
	c.d.Edges = p.Edges
	if s := p.LeftOut(); s != "" {
		c.d.LeftOut = append(c.d.LeftOut, s)
	}
	return nil
}

// coordination is the nodes that symmetric relations join.
func coordination(c *chooser) error {
	var labels []string
	symmetric := map[string]bool{}
	types, err := c.view.RelationTypes()
	if err != nil {
		return err
	}
	for _, t := range types {
		if t.Symmetric {
			symmetric[t.Type] = true
			labels = append(labels, t.Label)
		}
	}
	var keys []graph.RelationKey
	around := map[graph.EntityID]int{}
	err = c.weigh(func(e *view.Edge) {
		if symmetric[e.Type] && e.Subject != e.Object {
			keys = append(keys, e.RelationKey)
			around[e.Subject]++
			around[e.Object]++
		}
	})
	if err != nil {
		return err
	}
	ids := make([]graph.EntityID, 0, len(around))
	for id := range around {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b graph.EntityID) int { return cmp.Or(cmp.Compare(around[b], around[a]), c.byRank(a, b)) })
	shown := atMost(ids, c.limit(60))
	in := map[graph.EntityID]bool{}
	for _, id := range shown {
		in[id] = true
	}
	var inside []graph.RelationKey
	joined := map[graph.EntityID]bool{}
	for _, k := range keys {
		if in[k.Subject] && in[k.Object] {
			inside = append(inside, k)
			joined[k.Subject], joined[k.Object] = true, true
		}
	}
	shown = slices.DeleteFunc(slices.Clone(shown), func(id graph.EntityID) bool { return !joined[id] })
	c.d.Form, c.d.Title, c.d.Plain = Forces, "Who coordinates with whom", len(labels) == 1
	c.d.About = "A line joins two nodes of which it is said that one " + strings.Join(labels, " or ") + " the other."
	if len(shown) < len(ids) {
		c.leave("Shown are %d of %s that coordinate, those with the most partners first, and the %d of %s between them.",
			len(shown), count(len(ids), "node"), len(inside), count(len(keys), "relation"))
	}
	return c.show(shown, inside)
}
