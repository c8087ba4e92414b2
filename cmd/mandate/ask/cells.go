package ask

import (
	"mandate/graph"
)

// Ref is an entity in a row.
type Ref struct {
	ID   graph.EntityID `json:"id"`
	Type string         `json:"type"`
	Name string         `json:"name"`
}

// Quote is a statement in a row.
type Quote struct {
	ID        graph.StatementID `json:"id"`
	Status    graph.Status      `json:"status"`
	Since     string            `json:"since,omitempty"`
	Until     string            `json:"until,omitempty"`
	Document  graph.DocumentID  `json:"document"`
	Paragraph string            `json:"paragraph,omitempty"`
	Start     int               `json:"start"`
	End       int               `json:"end"`
	Quote     string            `json:"quote"`
}

// Step is a relation in a row.
type Step struct {
	ID          string         `json:"id"`
	Source      graph.EntityID `json:"source"`
	Type        string         `json:"type"`
	Target      graph.EntityID `json:"target"`
	Status      graph.Status   `json:"status"`
	Support     int            `json:"support"`
	Independent int            `json:"independent"`
	Confidence  float64        `json:"confidence"`
}

// Cell is a cell of what a measure or a comparison found, as JSON has it: entities by reference, relations as steps,
// statements with their quote.
func Cell(cell any) any {
	switch x := cell.(type) {
	case graph.Entity:
		return Ref{x.ID, x.Type, x.Name}
	case []graph.Entity:
		refs := make([]Ref, len(x))
		for i, ent := range x {
			refs[i] = Ref{ent.ID, ent.Type, ent.Name}
		}
		return refs
	case []graph.Relation:
		steps := make([]Step, len(x))
		for i, rel := range x {
			steps[i] = Step{rel.ID(), rel.Subject, rel.Type, rel.Object, rel.Status, rel.Support, rel.Independent, rel.Confidence}
		}
		return steps
	case graph.Statement:
		ev := x.Evidence
		return Quote{x.ID, x.Status, x.Since, x.Until, ev.Document, ev.Paragraph, ev.Span.Start, ev.Span.End, ev.Quote}
	case []graph.Statement:
		quotes := make([]any, len(x))
		for i, st := range x {
			quotes[i] = Cell(st)
		}
		return quotes
	}
	return cell
}
