package live

import (
	"context"
	"sync"
)

// Requests are answered a few at a time, in the order in which they came: were all begun at once, those that cost more
// would have to share the processors with everything that comes after them, and take longer than all of it together.

type turnKey struct{}

// turn is the right to be answered now.
type turn struct {
	back sync.Once
	of   chan struct{}
}

func (t *turn) giveBack() { t.back.Do(func() { <-t.of }) }

// Turn waits for the turn of a request; done gives it back. With the context that it returns, [Live.Heavy] and what waits
// for others give it back before.
func (l *Live) Turn(ctx context.Context) (own context.Context, done func(), err error) {
	select {
	case l.turns <- struct{}{}:
		t := &turn{of: l.turns}
		return context.WithValue(ctx, turnKey{}, t), t.giveBack, nil
	case <-ctx.Done():
		return ctx, nil, ctx.Err()
	}
}

// GiveBack gives the turn of a request back, if it has one, for it is going to wait for something else than a processor.
func GiveBack(ctx context.Context) {
	if t, ok := ctx.Value(turnKey{}).(*turn); ok {
		t.giveBack()
	}
}
