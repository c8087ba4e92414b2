package score

import "slices"

// candidate is a predicted node with its folded names and the gold nodes that bear one of them.
type candidate struct {
	node  *Node
	forms []string
	hits  []int // indices of gold nodes of a fitting type, required ones first
}

// goldIndex finds gold nodes by name.
type goldIndex struct {
	gold      *Gold
	names     map[string][]int
	words     [][]map[string]bool // by node: the content words of each of its names
	forbidden map[string]bool
}

func indexGold(gold *Gold) *goldIndex {
	ix := &goldIndex{gold: gold, names: map[string][]int{}, words: make([][]map[string]bool, len(gold.Nodes)), forbidden: map[string]bool{}}
	for i, g := range gold.Nodes {
		for _, n := range append([]string{g.Name}, g.Aliases...) {
			ix.names[fold(n)] = append(ix.names[fold(n)], i)
			ix.words[i] = append(ix.words[i], contentWords(n))
		}
	}
	for _, n := range gold.Forbidden {
		ix.forbidden[fold(n)] = true
	}
	return ix
}

// fits says whether a gold node accepts the type.
func (ix *goldIndex) fits(i int, nodeType string) bool {
	return slices.Contains(ix.gold.Nodes[i].Types, nodeType)
}

func (ix *goldIndex) candidate(p *Node) candidate {
	c := candidate{node: p}
	for _, n := range append([]string{p.Name}, p.Aliases...) {
		f := fold(n)
		c.forms = append(c.forms, f)
		for _, i := range ix.names[f] {
			if ix.fits(i, p.Type) {
				c.hits = append(c.hits, i)
			}
		}
	}
	slices.SortStableFunc(c.hits, func(a, b int) int {
		return rank(ix.gold.Nodes[a].Optional) - rank(ix.gold.Nodes[b].Optional)
	})
	return c
}

func rank(optional bool) int {
	if optional {
		return 1
	}
	return 0
}

// closest is the gold node of a fitting type that shares the most content words with a name of p, at least half of
// all; -1 when there is none.
func (ix *goldIndex) closest(p *Node) int {
	var forms []map[string]bool
	for _, n := range append([]string{p.Name}, p.Aliases...) {
		forms = append(forms, contentWords(n))
	}
	best, at := 0.0, -1
	for i := range ix.gold.Nodes {
		if !ix.fits(i, p.Type) {
			continue
		}
		for _, gw := range ix.words[i] {
			for _, pw := range forms {
				if share := overlap(gw, pw); share >= 0.5 && share > best {
					best, at = share, i
				}
			}
		}
	}
	return at
}
