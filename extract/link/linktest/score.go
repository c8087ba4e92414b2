package linktest

import (
	"strconv"

	"mandate/extract/link"
	"mandate/graph"
)

// Score is how well entities agree with the things that were meant, by pairs of clusters: of the pairs that are one
// entity, how many are one thing (precision), and of the pairs that are one thing, how many are one entity (recall).
type Score struct {
	Precision, Recall float64
	Pairs             int // that are one thing
}

// Tally gathers what became of each cluster.
type Tally struct {
	pairs   map[[2]string]int // by entity and thing
	nothing int               // clusters that stand for nothing known
}

// Add counts a cluster: the entity it was linked to and the thing it stands for.
func (t *Tally) Add(ent graph.EntityID, thing string) {
	if t.pairs == nil {
		t.pairs = map[[2]string]int{}
	}
	if thing == "" { // each is a thing of its own
		t.nothing++
		thing = "?" + strconv.Itoa(t.nothing)
	}
	t.pairs[[2]string{string(ent), thing}]++
}

// Score adds it all up.
func (t *Tally) Score() Score {
	entities, things := map[string]int{}, map[string]int{}
	both := 0
	for k, n := range t.pairs {
		entities[k[0]] += n
		things[k[1]] += n
		both += n * (n - 1) / 2
	}
	sum := func(of map[string]int) (pairs int) {
		for _, n := range of {
			pairs += n * (n - 1) / 2
		}
		return pairs
	}
	s := Score{Precision: 1, Recall: 1, Pairs: sum(things)}
	if n := sum(entities); n > 0 {
		s.Precision = float64(both) / float64(n)
	}
	if s.Pairs > 0 {
		s.Recall = float64(both) / float64(s.Pairs)
	}
	return s
}

// Linked links documents at once and counts what became of their clusters.
func Linked(found []*graph.Contribution, truth [][]string) *Tally {
	t := &Tally{}
	for i, c := range link.Corpus(found, nil) {
		for k, cl := range c.Clusters { // nothing is hidden, so they are where they were
			t.Add(cl.Entity, truth[i][k])
		}
	}
	return t
}
