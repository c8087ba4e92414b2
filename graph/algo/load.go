package algo

import (
	"fmt"
	"slices"

	"mandate/graph"
	"mandate/graph/schema"
)

// Weights says what an arc weighs.
type Weights uint8

// What an arc weighs; parallel relations add up.
const (
	Alike        Weights = iota // each relation 1
	BySupport                   // the number of documents that say it (that pass the filter)
	ByConfidence                // the confidence of its surest statement (that passes the filter)
)

// ParseWeights reads "none", "support" or "confidence".
func ParseWeights(name string) (Weights, error) {
	for w, s := range []string{"none", "support", "confidence"} {
		if s == name {
			return Weights(w), nil
		}
	}
	return 0, fmt.Errorf("unknown weights %q: expected none, support or confidence", name)
}

// Filter says which part of a graph to measure. The zero value takes all entities and every asserted relation.
type Filter struct {
	Schema        *schema.Schema            // tells which relations have no direction; nil means schema.Default()
	Statuses      []graph.Status            // statements to count; empty means asserted only
	EntityTypes   []string                  // empty means all
	RelationTypes []string                  // empty means all
	MinConfidence float64                   // leave out statements below it
	AsOf          string                    // ISO 8601 date: only what was said by then, had begun and had not ended; "" means all
	From, Until   string                    // ISO 8601 dates: only statements of documents dated within, these days included; "" means open
	MaxMarking    string                    // leave out statements marked higher, as "U" or "SBU"; "" means none
	Documents     func(graph.Document) bool // only statements of documents for which it is true; nil means all
	Connected     bool                      // leave out entities that no counted relation touches
	Undirected    bool                      // every relation counts in both directions
	Weights       Weights
}

// Load takes a snapshot of the part of g that the filter lets through: one pass over its entities, one over its relations.
// A relation is in when one of its statements is; parallel relations of several types add up.
// A relation whose type the schema calls symmetric counts as an arc in each direction. The network reads evidence from g
// when a measure asks for it, so g must stay open.
func Load(g graph.Reader, f Filter) (*Network, error) {
	if f.Schema == nil {
		f.Schema = schema.Default()
	}
	if len(f.Statuses) == 0 {
		f.Statuses = []graph.Status{graph.Asserted}
	}
	n := &Network{g: g, f: f}
	index := map[graph.EntityID]int32{}
	for ent, err := range g.Entities("") {
		if err != nil {
			return nil, fmt.Errorf("load network: entities: %w", err)
		}
		if len(f.EntityTypes) == 0 || slices.Contains(f.EntityTypes, ent.Type) {
			index[ent.ID] = int32(len(n.entities))
			n.entities = append(n.entities, ent)
		}
	}
	var e edges
	for rel, err := range n.relations() {
		if err != nil {
			return nil, fmt.Errorf("load network: %w", err)
		}
		from, okFrom := index[rel.Subject]
		to, okTo := index[rel.Object]
		if !okFrom || !okTo {
			continue
		}
		e.from, e.to = append(e.from, from), append(e.to, to)
		switch f.Weights {
		case BySupport:
			e.weight = append(e.weight, float64(rel.Support))
		case ByConfidence:
			e.weight = append(e.weight, rel.Confidence)
		}
		t, ok := f.Schema.Relation(rel.Type)
		e.symmetric = append(e.symmetric, ok && t.Symmetric)
	}
	if f.Connected {
		n.dropIsolated(e)
	}
	n.build(e)
	return n, nil
}

// dropIsolated removes the entities that no edge touches and renumbers the edges in place.
func (n *Network) dropIsolated(e edges) {
	keep := make([]bool, len(n.entities))
	for k := range e.from {
		keep[e.from[k]], keep[e.to[k]] = true, true
	}
	at := make([]int32, len(n.entities))
	kept := n.entities[:0]
	for i, ent := range n.entities {
		if keep[i] {
			at[i] = int32(len(kept))
			kept = append(kept, ent)
		}
	}
	n.entities = kept
	for k := range e.from {
		e.from[k], e.to[k] = at[e.from[k]], at[e.to[k]]
	}
}
