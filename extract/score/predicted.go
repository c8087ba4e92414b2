package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"mandate/graph"
)

// Graph is a predicted graph, in the form that `export --format json` writes.
type Graph struct {
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
}

// Node is a predicted entity.
type Node struct {
	ID      string   `json:"id"`
	Type    string   `json:"type"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
}

// Edge is a predicted relation with the places that say it.
type Edge struct {
	Source   string     `json:"source"`
	Target   string     `json:"target"`
	Type     string     `json:"type"`   // in either case
	Status   string     `json:"status"` // "" means asserted
	Evidence []Evidence `json:"evidence"`

	Confidence float64 `json:"confidence"` // 0 to 1; 0 where the graph gives none
}

// Evidence is one place that says an edge.
type Evidence struct {
	Document  string `json:"document"`
	Paragraph Label  `json:"paragraph"`
	Quote     string `json:"quote"`
	Rule      string `json:"rule"` // what read it, "" where the graph does not say
}

// ReadGraph reads a predicted graph from JSON.
func ReadGraph(r io.Reader) (*Graph, error) {
	var g struct {
		Nodes *[]Node `json:"nodes"`
		Edges *[]Edge `json:"edges"`
	}
	dec := json.NewDecoder(r)
	if err := dec.Decode(&g); err != nil {
		return nil, fmt.Errorf("not a graph in JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not a graph in JSON: something follows after its end")
	}
	if g.Nodes == nil || g.Edges == nil {
		return nil, errors.New(`not a graph in JSON: it needs "nodes" and "edges"`)
	}
	return &Graph{Nodes: *g.Nodes, Edges: *g.Edges}, nil
}

// FromReader takes the predicted graph from a reader: every entity, and every relation with all of its evidence,
// in the reader's order, which is the order of the JSON export.
func FromReader(g graph.Reader) (*Graph, error) {
	var out Graph
	for ent, err := range g.Entities("") {
		if err != nil {
			return nil, fmt.Errorf("read the entities: %w", err)
		}
		out.Nodes = append(out.Nodes, Node{ID: string(ent.ID), Type: ent.Type, Name: ent.Name, Aliases: ent.Aliases})
	}
	for rel, err := range g.AllRelations("") {
		if err != nil {
			return nil, fmt.Errorf("read the relations: %w", err)
		}
		e := Edge{Source: string(rel.Subject), Target: string(rel.Object), Type: rel.Type, Status: rel.Status.String(), Confidence: rel.Confidence}
		for st, err := range g.Statements(rel.RelationKey) {
			if err != nil {
				return nil, fmt.Errorf("read the statements: %w", err)
			}
			e.Evidence = append(e.Evidence, Evidence{
				Document:  string(st.Evidence.Document),
				Paragraph: Label{Text: st.Evidence.Paragraph, Valid: st.Evidence.Paragraph != ""},
				Quote:     st.Evidence.Quote,
				Rule:      st.Evidence.Rule,
			})
		}
		out.Edges = append(out.Edges, e)
	}
	return &out, nil
}
