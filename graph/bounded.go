package graph

import (
	"context"
	"iter"
)

// bounded is a reader whose sequences end when a context does.
type bounded struct {
	Reader
	ctx context.Context //nolint:containedctx // a Reader has none
}

// Bounded is a reader whose sequences end with the error of the context once that is done: for what reads a whole graph.
func Bounded(ctx context.Context, r Reader) Reader { return bounded{r, ctx} }

func until[T any](ctx context.Context, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for x, err := range all {
			if n++; err == nil && n&63 == 1 && ctx.Err() != nil {
				yield(x, ctx.Err())
				return
			}
			if !yield(x, err) {
				return
			}
		}
	}
}

// Entities is part of Reader.
func (b bounded) Entities(t string) iter.Seq2[Entity, error] {
	return until(b.ctx, b.Reader.Entities(t))
}

// AllRelations is part of Reader.
func (b bounded) AllRelations(t string) iter.Seq2[Relation, error] {
	return until(b.ctx, b.Reader.AllRelations(t))
}

// Documents is part of Reader.
func (b bounded) Documents() iter.Seq2[Document, error] {
	return until(b.ctx, b.Reader.Documents())
}

// Statements is part of Reader.
func (b bounded) Statements(key RelationKey) iter.Seq2[Statement, error] {
	return until(b.ctx, b.Reader.Statements(key))
}
