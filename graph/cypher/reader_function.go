package cypher

import (
	"context"
	"slices"

	"mandate/graph"
	"mandate/graph/cypher/value"
	"mandate/graph/schema"
)

// ReaderCatalog is what queries on a [ReaderGraph] may use: the functions evidence(r) and statements(n), the labels and
// types of the schema (others are refused, with the nearest name), the search in names, and the procedures given.
func ReaderCatalog(s *schema.Schema, procedures ...Procedure) *Catalog {
	c := &Catalog{Procedures: append(indexProcedures(), procedures...), Strict: true, Labels: []string{EntityLabel, DocumentLabel}, Types: []string{MentionedIn}}
	for _, t := range s.Entities {
		c.Labels = append(c.Labels, t.Type)
	}
	for _, t := range s.Relations {
		c.Types = append(c.Types, t.Type)
	}
	slices.Sort(c.Labels)
	slices.Sort(c.Types)
	c.Functions = []Function{
		{Name: "evidence", Min: 1, Max: 1, Signature: "evidence(relationship)", Maps: true, Call: evidence,
			About: "where a relationship is said: a list of maps with document, passage, paragraph, quote, status, confidence, since, until, rule, marking, obligation, amount and its unit"},
		{Name: "statements", Min: 1, Max: 1, Signature: "statements(node)", Maps: true, Call: statements,
			About: "every statement about an entity, of any status: a list of maps as of evidence, with subject, type and object"},
	}
	return c
}

func evidence(_ context.Context, g Graph, args []value.Value) (value.Value, error) {
	switch r := args[0].(type) {
	case nil:
		return nil, nil
	case *relationEdge:
		return statementsOf(r.r, r.rel.RelationKey, value.List{})
	case *relationArc:
		return statementsOf(r.a.g.r, r.relation().RelationKey, value.List{})
	case *mentionEdge:
		rg, ok := g.(*ReaderGraph)
		if !ok {
			return nil, nil
		}
		out := value.List{}
		for m, err := range rg.r.Mentions(r.ent) {
			if err != nil {
				return nil, err
			}
			if m.Document == r.doc {
				out = append(out, value.NewMap(value.Entry{Key: "document", Value: string(m.Document)}, value.Entry{Key: "passage", Value: int64(m.Passage)},
					value.Entry{Key: "start", Value: int64(m.Span.Start)}, value.Entry{Key: "end", Value: int64(m.Span.End)}))
			}
		}
		return out, nil
	}
	return nil, wrongArgument("evidence works on a relationship of the graph", args[0])
}

func wrongArgument(what string, v value.Value) error {
	return &value.Error{Class: value.TypeError, Detail: value.InvalidArgumentValue, Message: what + ", not on " + value.KindOf(v).Article()}
}

func statementsOf(r graph.Reader, key graph.RelationKey, out value.List) (value.List, error) {
	for st, err := range r.Statements(key) {
		if err != nil {
			return nil, err
		}
		out = append(out, StatementMap(st))
	}
	return out, nil
}

// StatementMap is a statement as evidence(r) and statements(n) show it.
func StatementMap(st graph.Statement) value.Map {
	ev := &st.Evidence
	return value.NewMap(
		value.Entry{Key: "subject", Value: string(st.Subject)}, value.Entry{Key: "type", Value: st.Type}, value.Entry{Key: "object", Value: string(st.Object)},
		value.Entry{Key: "status", Value: st.Status.String()}, value.Entry{Key: "document", Value: string(ev.Document)}, value.Entry{Key: "passage", Value: int64(ev.Passage)},
		value.Entry{Key: "quote", Value: ev.Quote}, value.Entry{Key: "confidence", Value: ev.Confidence}, value.Entry{Key: "id", Value: string(st.ID)},
		value.Entry{Key: "paragraph", Value: text(ev.Paragraph)}, value.Entry{Key: "marking", Value: text(ev.Marking)}, value.Entry{Key: "rule", Value: text(ev.Rule)},
		value.Entry{Key: "since", Value: text(st.Since)}, value.Entry{Key: "until", Value: text(st.Until)},
		value.Entry{Key: "obligation", Value: text(ev.Obligation.String())}, value.Entry{Key: "amount", Value: amountOf(ev.Amount)},
		value.Entry{Key: "unit", Value: text(ev.Amount.Unit)})
}

// amountOf is the value of an amount, null for none.
func amountOf(a graph.Amount) value.Value {
	if a == (graph.Amount{}) {
		return nil
	}
	return a.Value
}

func statements(_ context.Context, _ Graph, args []value.Value) (value.Value, error) {
	switch n := args[0].(type) {
	case nil:
		return nil, nil
	case *documentNode:
		return nil, wrongArgument("statements works on an entity", args[0])
	case *entityNode:
		out := value.List{}
		for rel, err := range n.g.r.Relations(n.ent.ID, graph.Both, "") {
			if err != nil {
				return nil, err
			}
			if out, err = statementsOf(n.g.r, rel.RelationKey, out); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return nil, wrongArgument("statements works on an entity", args[0])
}
