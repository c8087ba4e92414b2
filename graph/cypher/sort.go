package cypher

import (
	"fmt"
	"slices"

	"mandate/graph/cypher/value"
)

// sortOp sorts rows. Where a LIMIT follows it keeps no more than the rows that are wanted. Of a row it keeps the columns, and
// what a WHERE behind ORDER BY reads.
type sortOp struct {
	in      operator
	keys    []sortKey
	columns []column
	limit   *limitOp
	skip    *skipOp
	also    []int // slots that WHERE reads beside the columns
	at      []int // of each key, where its value stands among those that are kept of a row: columns first, then other keys
	kept    int   // how many that are
}

func newSort(in operator, keys []sortKey, columns []column) *sortOp {
	s := &sortOp{in: in, keys: keys, columns: columns, kept: len(columns)}
	for _, k := range keys {
		at := slices.IndexFunc(columns, func(c column) bool { return c.slot == k.slot })
		if at < 0 {
			at = s.kept
			s.kept++
		}
		s.at = append(s.at, at)
	}
	return s
}

// sorter is one run of a sortOp.
type sorter struct {
	*sortOp
	ex       *exec
	rows     [][]value.Value
	worst    []value.Value // of a full top: rows that are not before it are not wanted
	compared int
	stop     error
}

func (s *sorter) compare(a, b []value.Value) int {
	if s.compared++; s.compared&0xfff == 0 && s.stop == nil {
		s.stop = s.ex.interrupted()
	}
	if s.stop != nil { // the rest of the sorting is of no use: let it end soon
		return 0
	}
	for i, at := range s.at {
		c := value.Order(a[at], b[at])
		if s.keys[i].desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func (s *sortOp) run(ex *exec, in row, yield func(row) error) error {
	top, err := s.top(ex)
	if err != nil {
		return err
	}
	st := &sorter{sortOp: s, ex: ex}
	held := ex.held
	defer func() { ex.held = held }()
	vals := make([]value.Value, s.kept+len(s.also))
	err = start(ex, s.in, in, func(r row) error {
		if err := ex.tick(); err != nil {
			return err
		}
		burst := ex.burst
		defer func() { ex.burst = burst }()
		for i, c := range s.columns {
			vals[i] = r[c.slot]
		}
		for i, at := range s.at {
			if at < len(s.columns) {
				continue
			}
			v, err := s.keys[i].eval(ex, r)
			if err != nil {
				return err
			}
			vals[at] = v
		}
		for i, slot := range s.also {
			vals[s.kept+i] = r[slot]
		}
		if st.worst != nil && st.compare(vals, st.worst) >= 0 {
			return st.stop
		}
		if err := st.keep(vals); err != nil {
			return err
		}
		if top >= 0 && len(st.rows) >= 2*top+1000 { // keep the best, in the order they came
			ex.held = held
			return st.cut(top)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if slices.SortStableFunc(st.rows, st.compare); st.stop != nil {
		return st.stop
	}
	out := make(row, ex.width)
	copy(out, in)
	for _, vals := range st.rows {
		for i, c := range s.columns {
			out[c.slot] = vals[i]
		}
		for i, slot := range s.also {
			out[slot] = vals[s.kept+i]
		}
		if err := yield(out); err != nil {
			return err
		}
	}
	return nil
}

// keep adds a row.
func (s *sorter) keep(vals []value.Value) error {
	room := cap(s.rows)
	s.rows = append(s.rows, slices.Clone(vals))
	return s.ex.charge(24*int64(cap(s.rows)-room) + keptSize(vals))
}

// keptSize is what a row holds beyond its place in the list of them.
func keptSize(vals []value.Value) int64 {
	n := 16 * int64(len(vals))
	for _, v := range vals {
		n += value.Size(v)
	}
	return n
}

// cut leaves the best rows only, and counts what they hold.
func (s *sorter) cut(top int) error {
	if slices.SortStableFunc(s.rows, s.compare); s.stop != nil {
		return s.stop
	}
	clear(s.rows[top:])
	s.rows = s.rows[:top]
	if top > 0 {
		s.worst = s.rows[top-1]
	}
	n := 24 * int64(cap(s.rows))
	for _, vals := range s.rows {
		n += keptSize(vals)
	}
	return s.ex.charge(n)
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
