// Package cyphertest draws random queries and answers them in the most simple way there is: by going through every node
// and every relationship for every place of a pattern. What the planner and the operators of package cypher make of a query
// is compared with that.
package cyphertest

import (
	"fmt"
	"slices"
	"strings"

	"mandate/graph/cypher/value"
	"pgregory.net/rapid"
)

// Words are what queries are made of: they should be those of the graph, and a few that it does not have.
type Words struct {
	Labels, Types []string
	NodeKeys      []string      // properties of nodes
	TextKeys      []string      // those of them that are always text, or null
	RelKeys       []string      // of relationships
	Values        []value.Value // numbers and strings
	IDs           []value.Value // what id() of a node may be
}

// Query is a random query. Its parts are read by [Query.Rows] and written by [Query.String].
type Query struct {
	matches []match
	where   *condition // after WITH *
	items   []item
	unique  bool // DISTINCT
	Sorted  bool // it has an ORDER BY, by all columns
	skip    int
	limit   int // -1: none
}

type match struct {
	optional bool
	chains   []chain
	where    *condition
}

// chain is nodes with relationships between them.
type chain struct {
	path  string // its name, "" for none
	nodes []node
	rels  []rel
}

type node struct {
	name, label string
	props       []prop
}

type rel struct {
	name     string
	types    []string
	dir      int // 0 to the right, 1 to the left, 2 either
	props    []prop
	varLen   bool
	min, max int
}

type prop struct {
	key string
	val value.Value
}

// condition is a tree of AND, OR and NOT over tests.
type condition struct {
	op   string // "AND", "OR", "NOT", "EXISTS", "LABEL", "ID", or that of a test
	sub  []*condition
	of   string // variable
	key  string
	val  value.Value
	hops chain // of EXISTS
}

// item is one column: of a variable, a property of it, or an aggregation of that.
type item struct {
	call string // "", "count", "min", "max", "count(DISTINCT", "count(*)"
	of   string
	key  string
	fn   string // instead of a property: "id", "type", "size", "length"
}

// drawer draws one query.
type drawer struct {
	t     *rapid.T
	w     Words
	nodes []string // variables so far
	rels  []string
	walks []string
	paths []string
	n     int
}

// Draw draws a query.
func Draw(t *rapid.T, w Words) *Query {
	d := &drawer{t: t, w: w}
	q := &Query{limit: -1}
	for i := range rapid.IntRange(1, 3).Draw(t, "matches") {
		q.matches = append(q.matches, d.match(i))
	}
	if d.one(4) {
		q.where = d.condition(1)
	}
	for range rapid.IntRange(1, 3).Draw(t, "items") {
		q.items = append(q.items, d.item())
	}
	q.unique = d.one(4)
	if q.Sorted = d.one(3); q.Sorted {
		q.skip = rapid.IntRange(0, 2).Draw(t, "skip")
		q.limit = rapid.IntRange(-1, 4).Draw(t, "limit")
	}
	return q
}

// one is true in one case of about so many: 2, 4, 8 or 16. Numbers in a range would not be drawn equally often.
func (d *drawer) one(in int) bool {
	for ; in > 1; in = (in + 1) / 2 {
		if !rapid.Bool().Draw(d.t, "one in two") {
			return false
		}
	}
	return true
}

func pick[T any](d *drawer, what string, from []T) T {
	return rapid.SampledFrom(from).Draw(d.t, what)
}

func (d *drawer) fresh(prefix string) string {
	d.n++
	return fmt.Sprint(prefix, d.n)
}

func (d *drawer) match(i int) match {
	m := match{optional: i > 0 && d.one(3)}
	for range rapid.IntRange(1, 2).Draw(d.t, "chains") {
		m.chains = append(m.chains, d.chain(rapid.IntRange(0, 2).Draw(d.t, "hops"), true))
	}
	if d.one(4) {
		m.where = d.condition(2)
	}
	return m
}

// chain draws a chain; an open one may bring variables.
func (d *drawer) chain(hops int, open bool) chain {
	var c chain
	var bound []string // a relationship of this chain can be named behind it only
	for k := range hops + 1 {
		c.nodes = append(c.nodes, d.node(open || k > 0 && d.one(2), open))
		if k == hops {
			break
		}
		r := rel{dir: rapid.IntRange(0, 2).Draw(d.t, "dir")}
		if d.one(2) {
			r.types = []string{pick(d, "type", d.w.Types)}
			if other := pick(d, "type", d.w.Types); d.one(3) && other != r.types[0] {
				r.types = append(r.types, other)
			}
		}
		if r.varLen = d.one(4); r.varLen {
			r.min = rapid.IntRange(0, 2).Draw(d.t, "min")
			r.max = r.min + rapid.IntRange(0, 1).Draw(d.t, "more")
		}
		if d.one(16) {
			r.props = append(r.props, prop{pick(d, "key", d.w.RelKeys), pick(d, "value", d.w.Values)})
		}
		if open && d.one(2) {
			r.name = d.fresh("r")
			if r.varLen {
				d.walks = append(d.walks, r.name)
			} else {
				bound = append(bound, r.name)
			}
		}
		c.rels = append(c.rels, r)
	}
	if open && d.one(5) {
		c.path = d.fresh("p")
		d.paths = append(d.paths, c.path)
	}
	d.rels = append(d.rels, bound...)
	return c
}

func (d *drawer) node(free, open bool) node {
	var n node
	switch {
	case len(d.nodes) > 0 && (!free || d.one(3)):
		n.name = pick(d, "variable", d.nodes)
	case open && !d.one(4):
		n.name = d.fresh("n")
		d.nodes = append(d.nodes, n.name)
	}
	if d.one(4) {
		n.label = pick(d, "label", d.w.Labels)
	}
	if d.one(16) {
		n.props = append(n.props, prop{pick(d, "key", d.w.NodeKeys), pick(d, "value", d.w.Values)})
	}
	return n
}

// variable is one that is bound, and whether it is a node.
func (d *drawer) variable() (name string, isNode bool) {
	all := slices.Concat(d.nodes, d.rels)
	if len(all) == 0 {
		return "", false
	}
	name = pick(d, "variable", all)
	return name, slices.Contains(d.nodes, name)
}

func (d *drawer) condition(depth int) *condition {
	if depth > 0 && d.one(2) {
		switch op := pick(d, "op", []string{"AND", "OR", "NOT"}); op {
		case "NOT":
			return &condition{op: op, sub: []*condition{d.condition(depth - 1)}}
		default:
			return &condition{op: op, sub: []*condition{d.condition(depth - 1), d.condition(depth - 1)}}
		}
	}
	if depth > 0 && len(d.nodes) > 0 && d.one(4) { // what an index may serve on both sides
		name := pick(d, "variable", d.nodes)
		return &condition{op: "OR", sub: []*condition{d.sought(name), d.sought(name)}}
	}
	name, isNode := d.variable()
	if name == "" {
		return &condition{op: "CONST", val: rapid.Bool().Draw(d.t, "const")}
	}
	if isNode && d.one(5) {
		return &condition{op: "LABEL", of: name, key: pick(d, "label", d.w.Labels)}
	}
	if len(d.nodes) > 0 && d.one(5) {
		return &condition{op: "EXISTS", hops: d.chain(1, false)}
	}
	if isNode && d.one(8) {
		return &condition{op: "ID", of: name, val: pick(d, "id", d.w.IDs)}
	}
	keys := d.w.RelKeys
	if isNode {
		keys = d.w.NodeKeys
	}
	c := &condition{op: pick(d, "test", []string{"=", "<>", "<", ">=", "STARTS WITH", "CONTAINS", "IN", "IS NULL", "LOWER =", "LOWER STARTS WITH", "LOWER CONTAINS"}),
		of: name, key: pick(d, "key", keys), val: pick(d, "value", d.w.Values)}
	if lower, ok := strings.CutPrefix(c.op, "LOWER "); ok && !(isNode && slices.Contains(d.w.TextKeys, c.key)) {
		c.op = lower
	}
	return c
}

// sought is a condition on a node that an index may serve.
func (d *drawer) sought(name string) *condition {
	if d.one(2) {
		return &condition{op: "ID", of: name, val: pick(d, "id", d.w.IDs)}
	}
	c := &condition{op: pick(d, "test", []string{"=", "IN", "STARTS WITH", "CONTAINS"}), of: name, key: pick(d, "key", d.w.NodeKeys), val: pick(d, "value", d.w.Values)}
	if d.one(2) {
		return &condition{op: "AND", sub: []*condition{c, {op: "LABEL", of: name, key: pick(d, "label", d.w.Labels)}}}
	}
	return c
}

func (d *drawer) item() item {
	call := pick(d, "call", []string{"", "", "", "", "count", "min", "max", "count(DISTINCT", "count(*)"})
	if call == "count(*)" {
		return item{call: call}
	}
	switch {
	case len(d.walks) > 0 && d.one(4):
		return item{call: call, of: pick(d, "variable", d.walks), fn: "size"}
	case len(d.paths) > 0 && d.one(4):
		return item{call: call, of: pick(d, "variable", d.paths), fn: "length"}
	}
	name, isNode := d.variable()
	switch {
	case name == "":
		return item{call: "count(*)"}
	case d.one(3):
		return item{call: call, of: name, fn: "id"}
	case isNode:
		return item{call: call, of: name, key: pick(d, "key", d.w.NodeKeys)}
	}
	if d.one(3) {
		return item{call: call, of: name, fn: "type"}
	}
	return item{call: call, of: name, key: pick(d, "key", d.w.RelKeys)}
}

// String is the query as text.
func (q *Query) String() string {
	var b strings.Builder
	for _, m := range q.matches {
		if m.optional {
			b.WriteString("OPTIONAL ")
		}
		for i, c := range m.chains {
			b.WriteString([]string{"MATCH ", ", "}[min(i, 1)] + c.String())
		}
		if m.where != nil {
			b.WriteString(" WHERE " + m.where.String())
		}
		b.WriteByte(' ')
	}
	if q.where != nil {
		b.WriteString("WITH * WHERE " + q.where.String() + " ")
	}
	b.WriteString("RETURN ")
	if q.unique {
		b.WriteString("DISTINCT ")
	}
	var columns []string
	for i, it := range q.items {
		b.WriteString([]string{"", ", "}[min(i, 1)] + it.String() + fmt.Sprint(" AS c", i))
		columns = append(columns, fmt.Sprint("c", i))
	}
	if q.Sorted {
		b.WriteString(" ORDER BY " + strings.Join(columns, ", "))
	}
	if q.skip > 0 {
		fmt.Fprint(&b, " SKIP ", q.skip)
	}
	if q.limit >= 0 {
		fmt.Fprint(&b, " LIMIT ", q.limit)
	}
	return b.String()
}

func (c chain) String() string {
	var b strings.Builder
	if c.path != "" {
		b.WriteString(c.path + " = ")
	}
	for i, n := range c.nodes {
		b.WriteString("(" + n.name)
		if n.label != "" {
			b.WriteString(":" + n.label)
		}
		b.WriteString(braces(n.props) + ")")
		if i < len(c.rels) {
			b.WriteString(c.rels[i].String())
		}
	}
	return b.String()
}

func (r rel) String() string {
	s := r.name
	for i, t := range r.types {
		s += []string{":", "|"}[min(i, 1)] + t
	}
	if r.varLen {
		s += fmt.Sprintf("*%d..%d", r.min, r.max)
	}
	return []string{"-[", "<-[", "-["}[r.dir] + s + braces(r.props) + []string{"]->", "]-", "]-"}[r.dir]
}

func braces(ps []prop) string {
	if len(ps) == 0 {
		return ""
	}
	var cells []string
	for _, p := range ps {
		cells = append(cells, p.key+": "+value.Format(p.val))
	}
	return " {" + strings.Join(cells, ", ") + "}"
}

func (c *condition) String() string {
	switch c.op {
	case "AND", "OR":
		return "(" + c.sub[0].String() + " " + c.op + " " + c.sub[1].String() + ")"
	case "NOT":
		return "NOT (" + c.sub[0].String() + ")"
	case "CONST":
		return value.Format(c.val)
	case "LABEL":
		return c.of + ":" + c.key
	case "EXISTS":
		return "EXISTS { " + c.hops.String() + " }"
	case "ID":
		return "id(" + c.of + ") = " + value.Format(c.val)
	case "IS NULL":
		return c.of + "." + c.key + " IS NULL"
	case "IN":
		return c.of + "." + c.key + " IN [" + value.Format(c.val) + ", null]"
	}
	if op, ok := strings.CutPrefix(c.op, "LOWER "); ok {
		return "toLower(" + c.of + "." + c.key + ") " + op + " " + value.Format(strings.ToLower(value.Text(c.val)))
	}
	return c.of + "." + c.key + " " + c.op + " " + value.Format(c.val)
}

func (it item) String() string {
	if it.call == "count(*)" {
		return it.call
	}
	s := it.of + "." + it.key
	if it.fn != "" {
		s = it.fn + "(" + it.of + ")"
	}
	switch it.call {
	case "":
		return s
	case "count(DISTINCT":
		return it.call + " " + s + ")"
	}
	return it.call + "(" + s + ")"
}
