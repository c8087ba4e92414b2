package algo

import (
	"fmt"
	"iter"
	"slices"

	"mandate/graph"
)

// relations are the relations of which a statement passes the filter, as what passes adds up to.
func (n *Network) relations() iter.Seq2[graph.Relation, error] {
	return func(yield func(graph.Relation, error) bool) {
		read := newChecker(n.g, &n.f)
		for rel, err := range n.g.AllRelations("") {
			if err != nil {
				yield(rel, fmt.Errorf("relations: %w", err))
				return
			}
			if len(n.f.RelationTypes) > 0 && !slices.Contains(n.f.RelationTypes, rel.Type) {
				continue
			}
			if read.whole(rel) {
				if !yield(rel, nil) {
					return
				}
				continue
			}
			passed, err := read.statements(rel)
			if err != nil {
				yield(rel, err)
				return
			}
			if len(passed) > 0 && !yield(graph.Summarize(rel.RelationKey, passed), nil) {
				return
			}
		}
	}
}

// checker tells which statements pass a filter. It remembers what it learns of documents.
type checker struct {
	g         graph.Reader
	f         *Filter
	documents map[graph.DocumentID]document
	max       int // the highest marking allowed
}

// document is what the filter asks of a document.
type document struct {
	date    string
	marking string
	in      bool
}

func newChecker(g graph.Reader, f *Filter) *checker {
	c := &checker{g: g, f: f, documents: map[graph.DocumentID]document{}}
	if f.MaxMarking != "" {
		c.max = graph.MarkingLevel(f.MaxMarking)
	}
	return c
}

// whole says whether every statement of the relation passes, as far as the summary tells.
func (c *checker) whole(rel graph.Relation) bool {
	f := c.f
	if f.AsOf != "" || f.From != "" || f.Until != "" || f.MaxMarking != "" || f.Documents != nil {
		return false
	}
	// The summary's confidence is that of a statement with its status; others may differ.
	alone := rel.Statements == 1 || len(f.Statuses) == 4 && f.MinConfidence == 0
	return alone && slices.Contains(f.Statuses, rel.Status) && rel.Confidence >= f.MinConfidence
}

func (c *checker) statements(rel graph.Relation) ([]graph.Statement, error) {
	var passed []graph.Statement
	for st, err := range c.g.Statements(rel.RelationKey) {
		if err != nil {
			return nil, fmt.Errorf("statements of %s: %w", rel.ID(), err)
		}
		ok, err := c.passes(st)
		if err != nil {
			return nil, err
		}
		if ok {
			passed = append(passed, st)
		}
	}
	return passed, nil
}

func (c *checker) passes(st graph.Statement) (bool, error) {
	f := c.f
	if !slices.Contains(f.Statuses, st.Status) || st.Evidence.Confidence < f.MinConfidence {
		return false, nil
	}
	if f.AsOf == "" && f.From == "" && f.Until == "" && f.MaxMarking == "" && f.Documents == nil {
		return true, nil
	}
	doc, err := c.document(st.Evidence.Document)
	if err != nil {
		return false, err
	}
	marking := st.Evidence.Marking
	if marking == "" {
		marking = doc.marking
	}
	switch {
	case !doc.in, f.MaxMarking != "" && graph.MarkingLevel(marking) > c.max:
		return false, nil
	case f.AsOf != "" && (!by(doc.date, f.AsOf) || !by(st.Since, f.AsOf) || st.Status == graph.Asserted && st.Evidence.Obligation != graph.Must && !by(f.AsOf, st.Until)): // a duty's date is a deadline
		return false, nil
	case (f.From != "" || f.Until != "") && doc.date == "":
		return false, nil // nobody knows whether it lies within
	}
	return by(f.From, doc.date) && by(doc.date, f.Until), nil
}

func (c *checker) document(id graph.DocumentID) (document, error) {
	if d, ok := c.documents[id]; ok {
		return d, nil
	}
	doc, err := c.g.Document(id)
	if err != nil {
		return document{}, fmt.Errorf("document of a statement: %w", err)
	}
	d := document{doc.Date, doc.Marking, c.f.Documents == nil || c.f.Documents(doc)}
	c.documents[id] = d
	return d, nil
}

// by says whether the date a is not after the date b, as far as the less precise of the two tells; dates that are not
// known raise no objection.
func by(a, b string) bool {
	n := min(len(a), len(b), len("2006-01-02"))
	return a[:n] <= b[:n]
}
