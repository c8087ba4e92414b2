package live

import (
	"context"
	"iter"

	"mandate/graph"
)

// bounded is a reader whose sequences end when a context does.
type bounded struct {
	graph.Reader
	ctx context.Context //nolint:containedctx // graph.Reader has none
}

// Bounded is the view as a reader whose sequences end with an error when the context does: for what reads a whole graph.
func (v *View) Bounded(ctx context.Context) graph.Reader { return bounded{v.Reader, ctx} }

func until[T any](ctx context.Context, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for x, err := range all {
			if n++; err == nil && n&63 == 0 && ctx.Err() != nil {
				yield(x, ctx.Err())
				return
			}
			if !yield(x, err) {
				return
			}
		}
	}
}

// Entities is part of graph.Reader.
func (b bounded) Entities(t string) iter.Seq2[graph.Entity, error] {
	return until(b.ctx, b.Reader.Entities(t))
}

// AllRelations is part of graph.Reader.
func (b bounded) AllRelations(t string) iter.Seq2[graph.Relation, error] {
	return until(b.ctx, b.Reader.AllRelations(t))
}

// Documents is part of graph.Reader.
func (b bounded) Documents() iter.Seq2[graph.Document, error] {
	return until(b.ctx, b.Reader.Documents())
}

// Statements is part of graph.Reader.
func (b bounded) Statements(key graph.RelationKey) iter.Seq2[graph.Statement, error] {
	return until(b.ctx, b.Reader.Statements(key))
}
