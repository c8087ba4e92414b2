package algo

import (
	"fmt"
	"slices"

	"mandate/graph"
	"mandate/graph/schema"
)

// Filter says which part of a graph to measure. The zero value takes all entities and every asserted relation.
type Filter struct {
	Schema        *schema.Schema // tells which relations have no direction; nil means schema.Default()
	Statuses      []graph.Status // statements to count; empty means asserted only
	EntityTypes   []string       // empty means all
	RelationTypes []string       // empty means all
	MinConfidence float64        // leave out statements below it
	Connected     bool           // leave out entities that no counted relation touches
}

// Load takes a snapshot of the part of g that the filter lets through: one pass over its entities, one over its relations.
// A relation is in when one of its statements is; its weight is 1, and parallel relations of several types add up.
// A relation whose type the schema calls symmetric counts as an arc in each direction.
func Load(g graph.Reader, f Filter) (*Network, error) {
	sch := f.Schema
	if sch == nil {
		sch = schema.Default()
	}
	if len(f.Statuses) == 0 {
		f.Statuses = []graph.Status{graph.Asserted}
	}
	n := &Network{}
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
	var edges []edge
	for rel, err := range g.AllRelations("") {
		if err != nil {
			return nil, fmt.Errorf("load network: relations: %w", err)
		}
		from, okFrom := index[rel.Subject]
		to, okTo := index[rel.Object]
		if !okFrom || !okTo || len(f.RelationTypes) > 0 && !slices.Contains(f.RelationTypes, rel.Type) {
			continue
		}
		in, err := f.counts(g, rel)
		if err != nil {
			return nil, err
		}
		if in {
			t, ok := sch.Relation(rel.Type)
			edges = append(edges, edge{from, to, ok && t.Symmetric})
		}
	}
	if f.Connected {
		edges = n.dropIsolated(edges)
	}
	n.build(edges)
	return n, nil
}

// counts says whether a statement of the relation passes. It reads the statements only where the summary leaves it open.
func (f *Filter) counts(g graph.Reader, rel graph.Relation) (bool, error) {
	if slices.Contains(f.Statuses, rel.Status) && rel.Confidence >= f.MinConfidence {
		return true, nil // the summary's confidence is that of a statement with its status
	}
	if rel.Statements == 1 {
		return false, nil
	}
	for st, err := range g.Statements(rel.RelationKey) {
		if err != nil {
			return false, fmt.Errorf("load network: statements of %s: %w", rel.ID(), err)
		}
		if slices.Contains(f.Statuses, st.Status) && st.Evidence.Confidence >= f.MinConfidence {
			return true, nil
		}
	}
	return false, nil
}

// dropIsolated removes the entities that no edge touches and renumbers the edges.
func (n *Network) dropIsolated(edges []edge) []edge {
	keep := make([]bool, len(n.entities))
	for _, e := range edges {
		keep[e.from], keep[e.to] = true, true
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
	for i := range edges {
		edges[i].from, edges[i].to = at[edges[i].from], at[edges[i].to]
	}
	return edges
}
