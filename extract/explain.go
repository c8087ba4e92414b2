package extract

import (
	"fmt"

	"mandate/extract/input"
	"mandate/extract/nlp"
	"mandate/extract/relate"
	"mandate/graph"
)

// Explanation is how the pipeline read a text: what it found, by which rules, and which frames almost found something.
type Explanation struct {
	Document     *nlp.Document
	Contribution *graph.Contribution
	Almost       []relate.Attempt // by sentence and trigger
	Reasons      []relate.Reason  // what the scorer of pairs says to each relation
}

// Explain reads a text as Read does and tells how it went.
func (p *Pipeline) Explain(name string, data []byte) (*Explanation, error) {
	doc, err := input.Parse(name, data)
	if err != nil {
		return nil, err
	}
	ex := &Explanation{Document: doc}
	for _, s := range p.stages {
		if err := s.Annotate(doc); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, s.Name(), err)
		}
		if rel, ok := s.(*relate.Stage); ok {
			ex.Almost, ex.Reasons = rel.Explain(doc)
		}
	}
	ex.Contribution = contribution(doc, p.opt.Schema)
	return ex, nil
}
