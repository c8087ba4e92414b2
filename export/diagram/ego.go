package diagram

import (
	"fmt"
	"slices"

	"mandate/graph"
)

// mostAround is how many nodes an ego network shows when the options do not say.
const mostAround = 30

// ego is a node with its neighbours, and theirs.
func ego(c *chooser) error {
	if err := c.weigh(nil); err != nil {
		return err
	}
	center := c.opt.About[0]
	hops := max(c.opt.Hops, 1)
	ent, err := c.entity(center)
	if err != nil {
		return err
	}
	limit := c.limit(mostAround)
	reached := map[graph.EntityID]bool{center: true}
	chosen := []graph.EntityID{center}
	frontier := []graph.EntityID{center}
	total := 1
	for range hops {
		ring, err := c.ring(frontier, reached)
		if err != nil {
			return err
		}
		total += len(ring)
		if limit > 0 {
			chosen = append(chosen, atMost(ring, max(limit-len(chosen), 0))...)
		} else {
			chosen = append(chosen, ring...)
		}
		frontier = ring
	}
	c.d.Form, c.d.Title = Layers, "Around "+ent.Name
	c.d.About = fmt.Sprintf("%s, and what stands within %s of it.", ent.Name, count(hops, "step"))
	keys, err := c.between(chosen)
	if err != nil {
		return err
	}
	if len(chosen) < total {
		c.leave("Shown are %d of %s within %s: the nearest, and of those the most central by %s.", len(chosen), count(total, "node"), count(hops, "step"), c.rankedBy())
	}
	return c.show(chosen, keys)
}

// ring are the nodes one step from the frontier that were not reached before, the most central first.
func (c *chooser) ring(frontier []graph.EntityID, reached map[graph.EntityID]bool) ([]graph.EntityID, error) {
	var ring []graph.EntityID
	for _, id := range frontier {
		for e, err := range c.view.EdgesOf(id) {
			if err != nil {
				return nil, err
			}
			other := e.Object
			if e.Subject != id {
				other = e.Subject
			}
			if !reached[other] {
				ring = append(ring, other)
				reached[other] = true
			}
		}
	}
	slices.SortFunc(ring, c.byRank)
	return ring, nil
}
