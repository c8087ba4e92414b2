package cypher

import (
	"errors"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// projectOp computes columns.
type projectOp struct {
	in    operator
	items []item
}

func (p *projectOp) run(ex *exec, in row, yield func(row) error) error {
	out := make(row, ex.width)
	return start(ex, p.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		copy(out, r)
		burst := ex.burst
		defer func() { ex.burst = burst }()
		for i := range p.items {
			v, err := p.items[i].eval(ex, r)
			if err != nil {
				return err
			}
			out[p.items[i].slot] = v
		}
		return yield(out)
	})
}
func (p *projectOp) describe(*exec) (name, detail string) { return "Project", itemNames(p.items) }
func (p *projectOp) inputs() []operator                   { return []operator{p.in} }

// aggregateOp groups rows and computes columns for each group, in the order in which the groups were first seen.
type aggregateOp struct {
	in    operator
	items []item
	calls []aggCall
	keys  []groupKey
}

// group is the state of one group.
type group struct{ accs []value.Accumulator }

// Of the memory of a group: bytes of itself, and of each aggregation before it has gathered anything.
const (
	groupBytes = 40
	accBytes   = 80
)

func (a *aggregateOp) newGroup(ex *exec) *group {
	g := &group{make([]value.Accumulator, len(a.calls))}
	for i, call := range a.calls {
		g.accs[i] = call.new(&ex.env)
	}
	return g
}

func (a *aggregateOp) run(ex *exec, in row, yield func(row) error) error {
	table := value.NewTable(len(a.keys))
	var order []*group
	vals, args := make([]value.Value, len(a.keys)), make([]value.Value, 2)
	held := ex.held
	defer func() { ex.held = held }()
	err := start(ex, a.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		burst := ex.burst
		defer func() { ex.burst = burst }()
		for i, k := range a.keys {
			v, err := k.eval(ex, r)
			if err != nil {
				return err
			}
			vals[i] = v
		}
		before := table.Held()
		n, fresh := table.Add(vals)
		if fresh {
			order = append(order, a.newGroup(ex))
			more := table.Held() - before + groupBytes + int64(len(a.calls))*accBytes
			for _, v := range vals {
				more += value.Size(v)
			}
			if err := ex.charge(more); err != nil {
				return err
			}
		}
		return a.add(ex, order[n], r, args)
	})
	if err != nil {
		return err
	}
	if len(order) == 0 && len(a.keys) == 0 {
		table.Add(nil)
		order = append(order, a.newGroup(ex))
	}
	out := make(row, ex.width)
	for n, g := range order {
		copy(out, in)
		for i, k := range a.keys {
			out[k.slot] = table.Row(n)[i]
		}
		order[n] = nil
		if err := a.finish(ex, g, out, yield); err != nil {
			return err
		}
	}
	return nil
}

// add takes a row to the aggregations of its group. room is for their arguments, of which there are two at most.
func (a *aggregateOp) add(ex *exec, g *group, r row, room []value.Value) error {
	for i := range a.calls {
		call := &a.calls[i]
		args := room[:len(call.args)]
		for k, arg := range call.args {
			v, err := arg.eval(ex, r)
			if err != nil {
				return err
			}
			args[k] = v
		}
		var n int64
		holder, ok := g.accs[i].(value.Holder)
		if ok {
			n -= holder.Held()
		}
		if err := g.accs[i].Add(args); err != nil {
			return ex.at(err, call.at)
		}
		if ok {
			n += holder.Held()
		}
		if err := ex.charge(n); err != nil {
			return err
		}
	}
	return nil
}

func (a *aggregateOp) finish(ex *exec, g *group, out row, yield func(row) error) error {
	for i, call := range a.calls {
		v, err := g.accs[i].Result()
		if err != nil {
			return ex.at(err, call.at)
		}
		out[call.slot] = v
	}
	for _, it := range a.items {
		v, err := it.eval(ex, out)
		if err != nil {
			return err
		}
		out[it.slot] = v
	}
	return yield(out)
}
func (a *aggregateOp) describe(*exec) (name, detail string) { return "Aggregate", itemNames(a.items) }
func (a *aggregateOp) inputs() []operator                   { return []operator{a.in} }

// distinctOp lets each row through once.
type distinctOp struct {
	in      operator
	columns []column
}

func (d *distinctOp) run(ex *exec, in row, yield func(row) error) error {
	seen := value.NewTable(len(d.columns))
	vals := make([]value.Value, len(d.columns))
	held := ex.held
	defer func() { ex.held = held }()
	return start(ex, d.in, in, func(r row) error {
		for i, c := range d.columns {
			vals[i] = r[c.slot]
		}
		before := seen.Held()
		if _, fresh := seen.Add(vals); !fresh {
			return nil
		}
		more := seen.Held() - before
		for _, v := range vals {
			more += value.Size(v)
		}
		if err := ex.charge(more); err != nil {
			return err
		}
		return yield(r)
	})
}
func (d *distinctOp) describe(*exec) (name, detail string) { return "Distinct", "" }
func (d *distinctOp) inputs() []operator                   { return []operator{d.in} }

type skipOp struct {
	in operator
	n  compiled
	at syntax.Span
}

func (s *skipOp) run(ex *exec, in row, yield func(row) error) error {
	n, err := ex.count("SKIP", s.n, s.at)
	if err != nil {
		return err
	}
	return start(ex, s.in, in, func(r row) error {
		if n > 0 {
			n--
			return nil
		}
		return yield(r)
	})
}
func (s *skipOp) describe(*exec) (name, detail string) { return "Skip", "" }
func (s *skipOp) inputs() []operator                   { return []operator{s.in} }

// limitOp ends after n rows, unless something below writes: then it runs to the end without handing on more.
type limitOp struct {
	in    operator
	n     compiled
	at    syntax.Span
	drain bool
}

func (l *limitOp) run(ex *exec, in row, yield func(row) error) error {
	n, err := ex.count("LIMIT", l.n, l.at)
	if err != nil {
		return err
	}
	if n == 0 && !l.drain {
		return nil
	}
	stop := &stopped{l}
	err = start(ex, l.in, in, func(r row) error {
		if n == 0 {
			return nil
		}
		n--
		if err := yield(r); err != nil {
			return err
		}
		if n == 0 && !l.drain {
			return stop
		}
		return nil
	})
	if errors.Is(err, stop) {
		return nil
	}
	return err
}
func (l *limitOp) describe(*exec) (name, detail string) { return "Limit", "" }
func (l *limitOp) inputs() []operator                   { return []operator{l.in} }
