package cypher

import (
	"errors"
	"fmt"
	"slices"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// projectOp computes columns.
type projectOp struct {
	in    operator
	items []item
}

func (p *projectOp) run(ex *exec, in row, yield func(row) error) error {
	return start(ex, p.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		out := ex.fork(r)
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
type group struct {
	row  row
	accs []value.Accumulator
}

func (a *aggregateOp) newGroup(ex *exec, base row) *group {
	g := &group{row: ex.fork(base)}
	for _, call := range a.calls {
		g.accs = append(g.accs, call.new(&ex.env))
	}
	return g
}

func (a *aggregateOp) run(ex *exec, in row, yield func(row) error) error {
	groups := map[string]*group{}
	var order []*group
	var key []byte
	vals, args := make([]value.Value, len(a.keys)), make([]value.Value, 2)
	held := ex.held
	err := start(ex, a.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		key = key[:0]
		burst := ex.burst
		defer func() { ex.burst = burst }()
		for i, k := range a.keys {
			v, err := k.eval(ex, r)
			if err != nil {
				return err
			}
			vals[i], key = v, value.AppendKey(key, v)
		}
		g := groups[string(key)]
		if g == nil {
			g = a.newGroup(ex, in)
			for i, k := range a.keys {
				g.row[k.slot] = vals[i]
			}
			groups[string(key)] = g
			order = append(order, g)
			if err := ex.chargeRow(g.row); err != nil {
				return err
			}
		}
		return a.add(ex, g, r, args)
	})
	if err != nil {
		return err
	}
	if len(order) == 0 && len(a.keys) == 0 {
		order = append(order, a.newGroup(ex, in))
	}
	for _, g := range order {
		if err := a.finish(ex, g, yield); err != nil {
			return err
		}
	}
	ex.held = held
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
		if call.name == "collect" {
			n = 16 + sizeOf(args[0], 2)
		}
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

func (a *aggregateOp) finish(ex *exec, g *group, yield func(row) error) error {
	for i, call := range a.calls {
		v, err := g.accs[i].Result()
		if err != nil {
			return ex.at(err, call.at)
		}
		g.row[call.slot] = v
	}
	for _, it := range a.items {
		v, err := it.eval(ex, g.row)
		if err != nil {
			return err
		}
		g.row[it.slot] = v
	}
	return yield(g.row)
}
func (a *aggregateOp) describe(*exec) (name, detail string) { return "Aggregate", itemNames(a.items) }
func (a *aggregateOp) inputs() []operator                   { return []operator{a.in} }

// distinctOp lets each row through once.
type distinctOp struct {
	in      operator
	columns []column
}

func (d *distinctOp) run(ex *exec, in row, yield func(row) error) error {
	seen := map[string]struct{}{}
	var key []byte
	held := ex.held
	defer func() { ex.held = held }()
	return start(ex, d.in, in, func(r row) error {
		key = key[:0]
		for _, c := range d.columns {
			key = value.AppendKey(key, r[c.slot])
		}
		if _, ok := seen[string(key)]; ok {
			return nil
		}
		if err := ex.charge(int64(len(key) + 48)); err != nil {
			return err
		}
		seen[string(key)] = struct{}{}
		return yield(r)
	})
}
func (d *distinctOp) describe(*exec) (name, detail string) { return "Distinct", "" }
func (d *distinctOp) inputs() []operator                   { return []operator{d.in} }

// sortOp sorts rows. Where a LIMIT follows it keeps no more than the rows that are wanted.
type sortOp struct {
	in    operator
	keys  []sortKey
	limit *limitOp
	skip  *skipOp
}

// sorted is a row with the values it is sorted by.
type sorted struct {
	row  row
	keys []value.Value
}

func (s *sortOp) run(ex *exec, in row, yield func(row) error) error {
	top, err := s.top(ex)
	if err != nil {
		return err
	}
	var rows []sorted
	var stop error
	compared := 0
	compare := func(a, b sorted) int {
		if compared++; compared&0xfff == 0 && stop == nil {
			stop = ex.interrupted()
		}
		if stop != nil { // the rest of the sorting is of no use: let it end soon
			return 0
		}
		for i, k := range s.keys {
			c := value.Order(a.keys[i], b.keys[i])
			if k.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	}
	held := ex.held
	err = start(ex, s.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		burst := ex.burst
		defer func() { ex.burst = burst }()
		e := sorted{r, make([]value.Value, len(s.keys))}
		for i, k := range s.keys {
			v, err := k.eval(ex, r)
			if err != nil {
				return err
			}
			e.keys[i] = v
		}
		rows = append(rows, e)
		if top >= 0 && len(rows) >= 2*top+1000 { // keep the best, in the order they came
			if slices.SortStableFunc(rows, compare); stop != nil {
				return stop
			}
			clear(rows[top:])
			rows = rows[:top]
			ex.held = held
		}
		return ex.chargeRow(r)
	})
	if err != nil {
		return err
	}
	if slices.SortStableFunc(rows, compare); stop != nil {
		return stop
	}
	for _, e := range rows {
		if err := yield(e.row); err != nil {
			return err
		}
	}
	ex.held = held
	return nil
}

// top is how many rows are wanted, -1 all.
func (s *sortOp) top(ex *exec) (int, error) {
	if s.limit == nil {
		return -1, nil
	}
	n, err := ex.count("LIMIT", s.limit.n, s.limit.at)
	if err != nil {
		return 0, err
	}
	if s.skip != nil {
		k, err := ex.count("SKIP", s.skip.n, s.skip.at)
		if err != nil {
			return 0, err
		}
		n = min(n, 1<<40) + min(k, 1<<40)
	}
	if n > 1<<30 {
		return -1, nil
	}
	return int(n), nil
}
func (s *sortOp) describe(*exec) (name, detail string) {
	if s.limit != nil {
		return "Top", fmt.Sprintf("by %d keys", len(s.keys))
	}
	return "Sort", fmt.Sprintf("by %d keys", len(s.keys))
}
func (s *sortOp) inputs() []operator { return []operator{s.in} }

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
