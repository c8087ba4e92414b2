package diagram

import (
	"cmp"
	"fmt"
	"slices"

	"mandate/export/view"
	"mandate/graph"
)

// Limits of a picture of paths.
const (
	longestPath = 6
	mostPaths   = 12
	mostTries   = 20000 // paths looked at before the best are taken, so that a hub cannot hold the picture up
)

// hop is a step from a node to another by an edge, in either direction.
type hop struct {
	to  graph.EntityID
	key graph.RelationKey
}

// paths are the shortest ways between two nodes; of equally long ones, those that avoid what everything is linked to.
func paths(c *chooser) error {
	if err := c.weigh(nil); err != nil {
		return err
	}
	from, to := c.opt.About[0], c.opt.About[1]
	a, err := c.entity(from)
	if err != nil {
		return err
	}
	b, err := c.entity(to)
	if err != nil {
		return err
	}
	if from == to {
		return fmt.Errorf("%s is both ends: name two different nodes", a.Name)
	}
	longest := c.opt.Longest
	if longest <= 0 {
		longest = longestPath
	}
	c.d.Form, c.d.Start, c.d.Title = Layers, from, fmt.Sprintf("From %s to %s", a.Name, b.Name)
	found, more, err := c.ways(from, to, longest)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		c.d.About = fmt.Sprintf("No path of %s or fewer leads from %s to %s, in either direction of the relations.", count(longest, "step"), a.Name, b.Name)
		return c.show([]graph.EntityID{from, to}, nil)
	}
	limit := c.limit(mostPaths)
	shown := atMost(found, limit)
	ids := []graph.EntityID{from, to}
	var keys []graph.RelationKey
	for _, p := range shown {
		at := from
		for _, h := range p {
			beside, err := c.between([]graph.EntityID{at, h.to})
			if err != nil {
				return err
			}
			keys = append(keys, beside...)
			ids = append(ids, h.to)
			at = h.to
		}
	}
	c.d.About = fmt.Sprintf("The shortest way has %s; relations are followed in either direction.", count(len(found[0]), "step"))
	switch {
	case more:
		c.leave("Shown are %s of more than %d, the shortest first and those through the least linked nodes.", count(len(shown), "path"), len(found))
	case len(shown) < len(found):
		c.leave("Shown are %d of %s of up to %s, the shortest first and those through the least linked nodes.", len(shown), count(len(found), "path"), count(len(found[len(found)-1]), "step"))
	}
	return c.show(ids, keys)
}

// Ways are the shortest ways between two nodes, at most as many as the limit, as the picture of paths shows them: the nodes
// on each, in order. More says that there are others.
func Ways(v *view.View, from, to graph.EntityID, limit int) (ways [][]graph.EntityID, more bool, err error) {
	c := &chooser{view: v, d: &Diagram{}}
	if err := c.weigh(nil); err != nil {
		return nil, false, err
	}
	found, more, err := c.ways(from, to, longestPath)
	if err != nil {
		return nil, false, err
	}
	for _, p := range atMost(found, limit) {
		way := []graph.EntityID{from}
		for _, h := range p {
			way = append(way, h.to)
		}
		ways = append(ways, way)
	}
	return ways, more || len(found) > len(ways), nil
}

// ways lists simple paths without two nodes in common order, shortest first; those one step longer than the shortest as well.
// More says that there are others that were not looked at.
func (c *chooser) ways(from, to graph.EntityID, longest int) (found [][]hop, more bool, err error) {
	near := map[graph.EntityID][]hop{}
	distance, err := c.distances(to, from, longest, near)
	if err != nil {
		return nil, false, err
	}
	shortest, ok := distance[from]
	if !ok {
		return nil, false, nil
	}
	longest = min(longest, shortest+1)
	tries := 0
	on := map[graph.EntityID]bool{from: true}
	var way []hop
	var walk func(at graph.EntityID)
	walk = func(at graph.EntityID) {
		if at == to {
			if tries++; tries > mostTries {
				more = true
				return
			}
			found = append(found, slices.Clone(way))
			return
		}
		for _, h := range near[at] {
			d, ok := distance[h.to]
			if !ok || on[h.to] || len(way)+1+d > longest || more {
				continue
			}
			on[h.to] = true
			way = append(way, h)
			walk(h.to)
			way = way[:len(way)-1]
			delete(on, h.to)
		}
	}
	walk(from)
	// A path through a hub says little: prefer those whose busiest inner node is the least busy.
	busy := func(p []hop) int {
		most := 0
		for _, h := range p[:len(p)-1] {
			most = max(most, c.degree[h.to])
		}
		return most
	}
	slices.SortStableFunc(found, func(a, b []hop) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(busy(a), busy(b)))
	})
	return found, more, nil
}

// distances walks from a node until another is reached, and one step further: how many steps each node is away, and the
// nodes beside each, one hop to each.
func (c *chooser) distances(start, until graph.EntityID, longest int, near map[graph.EntityID][]hop) (map[graph.EntityID]int, error) {
	distance := map[graph.EntityID]int{start: 0}
	frontier := []graph.EntityID{start}
	stop := longest
	for d := 0; d <= stop && len(frontier) > 0; d++ {
		var next []graph.EntityID
		for _, id := range frontier {
			if id == until {
				stop = min(stop, d+1)
			}
			seen := map[graph.EntityID]bool{id: true}
			for e, err := range c.view.EdgesOf(id) {
				if err != nil {
					return nil, err
				}
				other := e.Object
				if e.Subject != id {
					other = e.Subject
				}
				if seen[other] {
					continue
				}
				seen[other] = true
				near[id] = append(near[id], hop{other, e.RelationKey})
				if _, ok := distance[other]; !ok && d < stop {
					distance[other] = d + 1
					next = append(next, other)
				}
			}
		}
		frontier = next
	}
	return distance, nil
}
