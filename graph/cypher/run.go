package cypher

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// Query is a query that is ready to run, any number of times, on any graph. It is safe for concurrent use.
type Query struct {
	text    string
	mode    syntax.Mode
	root    operator
	columns []column // of the first part; those of the others are copied there
	width   int
	params  map[string]int
	writes  bool
	write   syntax.Span     // the first clause that writes
	keys    map[string]bool // properties that it names
}

// Prepare reads a query, decides what its names mean, and checks what can be checked before it runs. The catalog says
// which procedures, functions, labels and types there are; nil is none. Every error is an *Error.
func Prepare(text string, catalog *Catalog) (q *Query, err error) {
	tree, err := syntax.Parse(text)
	if err != nil {
		return nil, err
	}
	if catalog == nil {
		catalog = &Catalog{}
	}
	defer func() {
		if r := recover(); r != nil {
			b, ok := r.(bail)
			if !ok {
				panic(r)
			}
			q, err = nil, b.err
		}
	}()
	c := &compiler{text: text, catalog: catalog, params: map[string]int{}, keys: map[string]bool{}}
	q = &Query{text: text, mode: tree.Mode, params: c.params, keys: c.keys}
	var parts []operator
	for i, s := range tree.Singles {
		op, columns := c.single(s, nil, false)
		if i == 0 {
			q.columns = columns
		} else {
			op = c.align(s, op, columns, q.columns)
		}
		parts = append(parts, op)
	}
	q.root = parts[0]
	if len(parts) > 1 {
		q.root = &unionOp{parts}
		if !tree.All {
			q.root = &distinctOp{q.root, q.columns}
		}
	}
	q.width, q.writes, q.write = c.slots, c.writes, c.firstWrite
	return q, nil
}

// align gives the columns of a part of a UNION the places of the first part's.
func (c *compiler) align(s *syntax.Single, op operator, columns, first []column) operator {
	var items []item
	for _, f := range first {
		i := slices.IndexFunc(columns, func(c column) bool { return c.name == f.name })
		if i < 0 || len(columns) != len(first) {
			c.syntaxError(s.Span, "DifferentColumnsInUnion", "the parts of a UNION have the same columns; this one has %s and the first has %s", columnNames(columns), columnNames(first))
		}
		items = append(items, item{name: f.name, slot: f.slot, compiled: c.read(columns[i].slot, anyType)})
	}
	return &projectOp{op, items}
}

func columnNames(cs []column) string {
	var ns []string
	for _, c := range cs {
		ns = append(ns, c.name)
	}
	if len(ns) == 0 {
		return "none"
	}
	return strings.Join(ns, ", ")
}

// Columns are the names of the columns of the result.
func (q *Query) Columns() []string {
	ns := []string{}
	for _, c := range q.columns {
		ns = append(ns, c.name)
	}
	return ns
}

// Writes says whether the query has a clause that changes the graph.
func (q *Query) Writes() bool { return q.writes }

// Mode says whether the query begins with EXPLAIN or PROFILE.
func (q *Query) Mode() syntax.Mode { return q.mode }

// Rows is the result of a query: read it once, with All.
type Rows struct {
	Columns []string
	q       *Query
	ex      *exec
	o       Options
	cancel  context.CancelFunc
}

// Run starts a query on a graph. Rows are computed while they are read; a query that writes has done so when All ends.
// Every error is an *Error, or that of ctx.
func (q *Query) Run(ctx context.Context, g Graph, o Options) (*Rows, error) {
	for _, name := range sortedKeys(q.params) {
		if _, ok := o.Params[name]; !ok {
			return nil, syntax.Errorf(q.text, q.params[name], "ParameterMissing", "MissingParameter", "the parameter $%s was not given a value", name)
		}
	}
	if _, ok := g.(*Memory); q.writes && !ok {
		return nil, syntax.Errorf(q.text, q.write.Start, "AccessError", "ReadOnly", "a query cannot change this graph, so that every edge keeps its evidence: what is known enters by `mandate build`, and corrections are made by judgements")
	}
	rows := &Rows{Columns: q.Columns(), q: q, o: o}
	if o.Timeout > 0 {
		ctx, rows.cancel = context.WithTimeout(ctx, o.Timeout)
	}
	if rg, ok := g.(*ReaderGraph); ok {
		g = rg.forQuery(ctx, q)
	}
	rows.ex = newExec(ctx, q, g, o)
	rows.ex.whole = map[*matchOp]bool{}
	if q.mode != syntax.Explain {
		wholeMatches(q.root, o.MaxRows == 0, rows.ex.whole)
	}
	if q.mode == syntax.Profile {
		rows.ex.profile, rows.ex.stepProfile = map[operator]*profile{}, map[*matchOp][]stepSeen{}
	}
	return rows, nil
}

// wholeMatches notes the patterns of which every match is wanted: those that no LIMIT cuts short.
func wholeMatches(o operator, all bool, into map[*matchOp]bool) {
	switch x := o.(type) {
	case *limitOp:
		all = false
	case *sortOp, *aggregateOp:
		all = true
	case *matchOp:
		into[x] = all
	}
	for _, in := range o.inputs() {
		wholeMatches(in, all, into)
	}
}

func sortedKeys(m map[string]int) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// Hold counts bytes that whoever reads the rows keeps of them against the memory of the query, until the query ends.
func (r *Rows) Hold(bytes int64) error {
	r.ex.kept += bytes
	return r.ex.at(r.ex.charge(0), syntax.Span{Start: -1})
}

// All are the rows, each with a value for every column. It ends after the first error, and may be left early.
func (r *Rows) All() iter.Seq2[[]value.Value, error] {
	return func(yield func([]value.Value, error) bool) {
		if r.cancel != nil {
			defer r.cancel()
		}
		stop := &stopped{r.q.root}
		n := 0
		err := r.run(func(out row) error {
			n++
			if r.o.MaxRows > 0 && n > r.o.MaxRows {
				return limitError("the result has more than %d rows: add LIMIT, or allow more", r.o.MaxRows)
			}
			vs := make([]value.Value, len(r.q.columns))
			for i, c := range r.q.columns {
				vs[i] = out[c.slot]
			}
			if !yield(vs, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(nil, r.ex.at(err, syntax.Span{Start: -1}))
		}
	}
}

// run runs the operators; what a failed query has written is taken back.
func (r *Rows) run(yield func(row) error) error {
	ex := r.ex
	if r.q.mode == syntax.Explain {
		return nil
	}
	m, _ := ex.g.(*Memory)
	err := ex.interrupted()
	if err == nil {
		err = start(ex, r.q.root, make(row, ex.width), yield)
	}
	if m != nil && r.q.writes {
		if err == nil {
			err = ex.checkOrphans()
		}
		if err != nil && !errors.As(err, new(*stopped)) {
			m.rollback()
		} else {
			m.commit()
		}
	}
	return err
}

// Plan is the plan of the query, one operator a line, the last one first. After a run with PROFILE it has the rows and
// the time of each.
func (r *Rows) Plan() string {
	var b strings.Builder
	r.describe(&b, r.q.root, 0)
	return b.String()
}

func (r *Rows) describe(b *strings.Builder, o operator, depth int) {
	name, detail := o.describe(r.ex)
	fmt.Fprintf(b, "%s%s", strings.Repeat("  ", depth), name)
	if detail != "" {
		fmt.Fprintf(b, "  %s", detail)
	}
	if p := r.ex.profile[o]; p != nil {
		fmt.Fprintf(b, "  [%s, %s]", rowCount(p.rows), p.spent.Round(time.Microsecond))
	}
	b.WriteByte('\n')
	if m, ok := o.(*matchOp); ok {
		m.describeSteps(b, r.ex, depth+1)
	}
	for _, in := range o.inputs() {
		if _, ok := in.(rowOp); !ok {
			r.describe(b, in, depth+1)
		}
	}
}
