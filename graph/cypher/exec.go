package cypher

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// exec is the state of one run of a query.
type exec struct {
	ctx         context.Context
	g           Graph
	params      map[string]value.Value
	env         value.Env
	matcher     value.Matcher
	text        string
	width       int // slots of a row
	steps       int64
	maxSteps    int64
	held        int64 // bytes, estimated
	burst       int64 // bytes of the large values that were made for the row at hand, see sized
	kept        int64 // bytes that whoever reads the rows keeps of them
	maxHeld     int64
	plans       map[*matchOp]*matchPlan
	orphans     []*memNode // deleted by DELETE: at the end of the query none of them may have a relationship
	profile     map[operator]*profile
	stepProfile map[*matchOp][]stepSeen
	whole       map[*matchOp]bool // patterns of which every match is wanted
	clock       func() time.Time
}

// limitError is the error of a query that is stopped: class and detail are the same for all limits.
func limitError(format string, args ...any) error {
	return &value.Error{Class: "ResourceError", Detail: value.LimitExceeded, Message: fmt.Sprintf(format, args...)}
}

// tick counts one step of any operator, and now and then looks whether the query is to stop.
func (ex *exec) tick() error {
	ex.steps++
	if ex.maxSteps > 0 && ex.steps > ex.maxSteps {
		return limitError("the query looked at more than %d rows and relationships: it was stopped; make the pattern narrower", ex.maxSteps)
	}
	if ex.steps&255 != 0 {
		return nil
	}
	return ex.interrupted()
}

func (ex *exec) interrupted() error {
	if err := ex.ctx.Err(); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return limitError("the query took longer than it may: it was stopped; make the pattern narrower, or allow more time")
		}
		return err
	}
	return nil
}

// charge counts bytes that an operator holds.
func (ex *exec) charge(n int64) error {
	if ex.held += n; ex.held+ex.burst+ex.kept > ex.maxHeld {
		return limitError("the query holds more than %d MiB: it was stopped; return or sort fewer rows", ex.maxHeld>>20)
	}
	return nil
}

// chargeRow counts a row that is kept.
func (ex *exec) chargeRow(r row) error {
	n := int64(16*len(r) + 24)
	for _, v := range r {
		n += value.Size(v)
	}
	return ex.charge(n)
}

// bigValue is from how many bytes on a value counts while a row is made.
const bigValue = 64 << 10

// sized refuses a string or list that is too long to go on with, and counts large ones until the row that they are made
// for is done with: several of them may be there at once.
func (ex *exec) sized(v value.Value) error {
	var n int64
	switch x := v.(type) {
	case string:
		if n = int64(len(x)); n > ex.maxHeld/4 {
			return limitError("a string of %d bytes is longer than a query may make", len(x))
		}
	case value.List:
		if int64(len(x)) > ex.maxHeld/64 {
			return limitError("a list of %d elements is longer than a query may make", len(x))
		}
		n = 24 * int64(len(x))
	}
	if err := ex.unfolded(v); err != nil {
		return err
	}
	if n < bigValue {
		return nil
	}
	ex.burst += n
	return ex.charge(0)
}

// unfolded refuses a list or map that would be too large written out. Parts may be shared ("[a, a]" again and again), so that
// a value takes little memory, but whoever compares, prints or hashes it goes through every part as often as it stands there.
func (ex *exec) unfolded(v value.Value) error {
	left := ex.maxHeld / 4
	if unfold(v, &left); left < 0 {
		return limitError("a value of more than %d MiB written out is larger than a query may make", ex.maxHeld>>22)
	}
	return nil
}

// unfold takes what is in a list or map from left, and ends when nothing is.
func unfold(v value.Value, left *int64) {
	part := func(e value.Value) {
		if s, ok := e.(string); ok {
			*left -= int64(len(s))
			return
		}
		unfold(e, left)
	}
	switch x := v.(type) {
	case value.List:
		*left -= 16 * int64(len(x))
		for i := 0; i < len(x) && *left >= 0; i++ {
			part(x[i])
		}
	case value.Map:
		*left -= 16 * int64(x.Len())
		for _, e := range x.All() {
			if part(e); *left < 0 {
				return
			}
		}
	}
}

// maxNesting bounds how deep lists and maps lie in each other, and with it the stack of whoever goes through them.
const maxNesting = 10_000

// grown is what a value adds to an earlier one that it may hold: the bytes of what is new, whether it does hold it, and
// how much deeper that lies. Of what is nested in it, it looks at so many elements only; then it takes the worst for true.
func grown(v, old value.Value, left *int) (n int64, holds bool, deeper int) {
	if sameValue(v, old) {
		return 0, true, 0
	}
	inner := func(e value.Value) {
		switch e := e.(type) {
		case value.List, value.Map:
			if *left--; *left < 0 {
				holds, deeper = true, max(deeper, 1)
				return
			}
			more, has, d := grown(e, old, left)
			n += more
			if has {
				holds, deeper = true, max(deeper, d+1)
			}
		case string:
			n += int64(len(e))
		}
	}
	switch x := v.(type) {
	case string:
		return int64(len(x)), false, 0
	case value.List:
		n = 24*int64(len(x)) + 24
		for _, e := range x {
			inner(e)
		}
	case value.Map:
		n = 64 * int64(x.Len())
		for _, e := range x.All() {
			inner(e)
		}
	}
	return n, holds, deeper
}

// sameValue says whether two lists or maps are one.
func sameValue(a, b value.Value) bool {
	switch x := a.(type) {
	case value.List:
		y, ok := b.(value.List)
		return ok && len(x) == len(y) && len(x) > 0 && &x[0] == &y[0]
	case value.Map:
		y, ok := b.(value.Map)
		return ok && x.Is(y)
	}
	return false
}

// at gives an error the place in the query where it arose, if it has none yet.
func (ex *exec) at(err error, span syntax.Span) error {
	if err == nil {
		return nil
	}
	var placed *Error
	if errors.As(err, &placed) || errors.As(err, new(*stopped)) {
		return err
	}
	if stop := ex.ctx.Err(); stop != nil && errors.Is(err, stop) { // what is below the operators says it as it is
		if err = ex.interrupted(); !isLimit(err) {
			return err
		}
	}
	e := &Error{Class: "ExecutionError", Detail: "Failed", Message: err.Error(), Runtime: true, Cause: err}
	var v *value.Error
	if errors.As(err, &v) {
		e.Class, e.Detail, e.Message = v.Class, v.Detail, v.Message
	}
	e.Locate(ex.text, span.Start)
	return e
}

// fork is a copy of a row that can be written to.
func (ex *exec) fork(r row) row {
	out := make(row, ex.width)
	copy(out, r)
	return out
}

// stopped tells the operators below that no more rows are wanted. Each operator that stops makes one of its own.
type stopped struct{ by operator }

func (*stopped) Error() string { return "stopped" }

// operator is one step of a plan. It hands every row that it makes for the row in to yield, until done or until yield
// returns an error, which it returns. The row is the operator's own, which may make the next one in it: yield may write to
// slots that nobody below reads, and copies what it keeps.
type operator interface {
	run(ex *exec, in row, yield func(row) error) error
	describe(ex *exec) (name, detail string)
	inputs() []operator
}

// profile is what PROFILE shows of an operator.
type profile struct {
	rows  int64
	spent time.Duration // within it and what is below it
}

// start runs an operator, and keeps count where PROFILE asks for it.
func start(ex *exec, o operator, in row, yield func(row) error) error {
	if ex.profile == nil {
		return o.run(ex, in, yield)
	}
	p := ex.profile[o]
	if p == nil {
		p = &profile{}
		ex.profile[o] = p
	}
	began := ex.clock()
	var above time.Duration
	err := o.run(ex, in, func(r row) error {
		p.rows++
		from := ex.clock()
		err := yield(r)
		above += ex.clock().Sub(from)
		return err
	})
	p.spent += ex.clock().Sub(began) - above
	return err
}

// newExec sets up a run.
func newExec(ctx context.Context, q *Query, g Graph, o Options) *exec {
	ex := &exec{ctx: ctx, g: g, params: o.Params, text: q.text, width: q.width, maxSteps: o.MaxSteps, maxHeld: o.MaxMemory,
		plans: map[*matchOp]*matchPlan{}, clock: o.Clock}
	if ex.maxHeld <= 0 {
		ex.maxHeld = 1 << 30
	}
	if ex.clock == nil {
		now := o.Now
		ex.clock = func() time.Time { return now }
	}
	ex.env = value.Env{Transaction: o.Now, Statement: o.Now, Zone: o.Zone, Realtime: o.Clock,
		Random: rand.New(rand.NewPCG(o.Seed, 0x6d616e64617465)), MaxItems: int(ex.maxHeld / 64), MaxBytes: int(ex.maxHeld / 4)}
	ex.env.Interrupt = ex.interrupted
	return ex
}
