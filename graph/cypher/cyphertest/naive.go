package cyphertest

import (
	"fmt"
	"slices"
	"strings"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/value"
)

// everything is a graph as two lists.
type everything struct {
	nodes []value.Node
	rels  []value.Relationship
	at    map[value.ID]value.Node
}

func readAll(g cypher.Graph) (*everything, error) {
	all := &everything{at: map[value.ID]value.Node{}}
	for n, err := range g.Nodes("") {
		if err != nil {
			return nil, err
		}
		all.nodes = append(all.nodes, n)
		all.at[n.NodeID()] = n
	}
	for _, n := range all.nodes {
		err := g.Around(n, graph.Out, nil, "", func(r value.Relationship, _ value.Node) error {
			all.rels = append(all.rels, r)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// binding is what the variables of a query stand for: a node, a relationship, a list of these, or null. A path is kept
// as the number of its relationships.
type binding map[string]value.Value

func (b binding) with(name string, v value.Value) binding {
	if name == "" {
		return b
	}
	next := binding{}
	for k, v := range b {
		next[k] = v
	}
	next[name] = v
	return next
}

// Rows answers the query by going through everything. The rows are in order where the query sorts, else in any.
func (q *Query) Rows(g cypher.Graph) ([][]value.Value, error) {
	all, err := readAll(g)
	if err != nil {
		return nil, err
	}
	found := []binding{{}}
	for _, m := range q.matches {
		var next []binding
		for _, b := range found {
			n := len(next)
			all.chains(m.chains, b, nil, func(b binding) {
				if m.where == nil || all.truth(m.where, b) == true {
					next = append(next, b)
				}
			})
			if m.optional && len(next) == n {
				next = append(next, m.missing(b))
			}
		}
		found = next
	}
	if q.where != nil {
		found = slices.DeleteFunc(found, func(b binding) bool { return all.truth(q.where, b) != true })
	}
	rows := q.project(found)
	if q.unique {
		rows = distinct(rows)
	}
	if q.Sorted {
		slices.SortFunc(rows, func(a, b []value.Value) int { return slices.CompareFunc(a, b, value.Order) })
		rows = rows[min(q.skip, len(rows)):]
		if q.limit >= 0 {
			rows = rows[:min(q.limit, len(rows))]
		}
	}
	return rows, nil
}

// missing gives null to the variables that a match brings.
func (m match) missing(b binding) binding {
	set := func(name string) {
		if _, ok := b[name]; !ok {
			b = b.with(name, nil)
		}
	}
	for _, c := range m.chains {
		set(c.path)
		for _, n := range c.nodes {
			set(n.name)
		}
		for _, r := range c.rels {
			set(r.name)
		}
	}
	return b
}

// chains finds the places of all chains of a match; each relationship is used once.
func (all *everything) chains(cs []chain, b binding, used []value.Relationship, found func(binding)) {
	if len(cs) == 0 {
		found(b)
		return
	}
	c := cs[0]
	for _, n := range all.nodes {
		if next, ok := c.nodes[0].fits(n, b); ok {
			all.hops(c, 0, n, 0, next, used, func(b binding, used []value.Relationship, length int) {
				all.chains(cs[1:], b.with(c.path, int64(length)), used, found)
			})
		}
	}
}

// hops goes from the k-th node of a chain to its end.
func (all *everything) hops(c chain, k int, at value.Node, length int, b binding, used []value.Relationship, found func(binding, []value.Relationship, int)) {
	if k == len(c.rels) {
		found(b, used, length)
		return
	}
	r := c.rels[k]
	arrive := func(gone value.List, n value.Node, used []value.Relationship) {
		b := b
		if r.varLen {
			b = b.with(r.name, gone)
		} else {
			b = b.with(r.name, gone[0])
		}
		if b, ok := c.nodes[k+1].fits(n, b); ok {
			all.hops(c, k+1, n, length+len(gone), b, used, found)
		}
	}
	least, most := 1, 1
	if r.varLen {
		least, most = r.min, r.max
	}
	var walk func(gone value.List, n value.Node, used []value.Relationship)
	walk = func(gone value.List, n value.Node, used []value.Relationship) {
		if len(gone) >= least {
			arrive(gone, n, used)
		}
		if len(gone) == most {
			return
		}
		for _, e := range all.rels {
			if slices.ContainsFunc(used, func(u value.Relationship) bool { return u.RelationshipID() == e.RelationshipID() }) || !r.fits(e) {
				continue
			}
			onward := append(slices.Clip(used), e)
			id := n.NodeID()
			if r.dir != 1 && e.StartID() == id {
				walk(append(slices.Clip(gone), e), all.at[e.EndID()], onward)
			}
			if r.dir != 0 && e.EndID() == id && !(r.dir == 2 && e.StartID() == id) {
				walk(append(slices.Clip(gone), e), all.at[e.StartID()], onward)
			}
		}
	}
	walk(nil, at, used)
}

func (n node) fits(v value.Node, b binding) (binding, bool) {
	if have, ok := b[n.name]; ok && n.name != "" {
		if o, ok := have.(value.Node); !ok || o.NodeID() != v.NodeID() {
			return nil, false
		}
	}
	if !hasLabel(v, n.label) {
		return nil, false
	}
	for _, p := range n.props {
		if value.Equal(property(v, p.key), p.val) != true {
			return nil, false
		}
	}
	return b.with(n.name, v), true
}

func (r rel) fits(v value.Relationship) bool {
	if len(r.types) > 0 && !slices.Contains(r.types, v.RelationshipType()) {
		return false
	}
	for _, p := range r.props {
		if value.Equal(property(v, p.key), p.val) != true {
			return false
		}
	}
	return true
}

func hasLabel(n value.Node, label string) bool {
	labels, err := n.Labels()
	return err == nil && (label == "" || slices.Contains(labels, label))
}

// property is null for null, and where it cannot be read.
func property(v value.Value, key string) value.Value {
	p, err := value.Property(v, key)
	if err != nil {
		panic(fmt.Sprintf("cyphertest: %v", err)) // graphs in tests can be read
	}
	return p
}

// truth is true, false or null.
func (all *everything) truth(c *condition, b binding) value.Value {
	switch c.op {
	case "AND", "OR":
		f := map[string]func(a, b value.Value) (value.Value, error){"AND": value.And, "OR": value.Or}[c.op]
		v, _ := f(all.truth(c.sub[0], b), all.truth(c.sub[1], b))
		return v
	case "NOT":
		v, _ := value.Not(all.truth(c.sub[0], b))
		return v
	case "CONST":
		return c.val
	case "LABEL":
		n, ok := b[c.of].(value.Node)
		if !ok {
			return nil
		}
		return hasLabel(n, c.key)
	case "ID":
		n, ok := b[c.of].(value.Node)
		if !ok {
			return nil
		}
		return value.Equal(n.NodeID().Value(), c.val)
	case "EXISTS":
		found := false
		all.chains([]chain{c.hops}, b, nil, func(binding) { found = true })
		return found
	}
	have := property(b[c.of], c.key)
	if op, ok := strings.CutPrefix(c.op, "LOWER "); ok {
		s, ok := have.(string)
		if !ok {
			return nil
		}
		return tests[op](strings.ToLower(s), strings.ToLower(value.Text(c.val)))
	}
	switch c.op {
	case "IS NULL":
		return have == nil
	case "IN":
		v, _ := value.In(have, value.List{c.val, nil})
		return v
	}
	return tests[c.op](have, c.val)
}

var tests = map[string]func(a, b value.Value) value.Value{"=": value.Equal, "<>": value.NotEqual, "<": value.Less, ">=": value.GreaterEqual,
	"STARTS WITH": value.StartsWith, "CONTAINS": value.Contains}

// value is what a column without its aggregation says of a row.
func (it item) value(b binding) value.Value {
	v := b[it.of]
	if it.fn == "" || v == nil {
		return property(v, it.key)
	}
	switch x := v.(type) {
	case value.Node:
		return x.NodeID().Value()
	case value.Relationship:
		if it.fn == "type" {
			return x.RelationshipType()
		}
		return x.RelationshipID().Value()
	case value.List:
		return int64(len(x))
	}
	return v
}

// project groups where a column aggregates.
func (q *Query) project(found []binding) [][]value.Value {
	var rows [][]value.Value
	aggregates := slices.ContainsFunc(q.items, func(it item) bool { return it.call != "" })
	if !aggregates {
		for _, b := range found {
			var row []value.Value
			for _, it := range q.items {
				row = append(row, it.value(b))
			}
			rows = append(rows, row)
		}
		return rows
	}
	groups := map[string][]binding{}
	var order []string
	alone := true // no column to group by: there is one group, even of nothing
	for _, it := range q.items {
		alone = alone && it.call != ""
	}
	if alone {
		groups[""], order = nil, []string{""}
	}
	for _, b := range found {
		var key []byte
		for _, it := range q.items {
			if it.call == "" {
				key = value.AppendKey(key, it.value(b))
			}
		}
		if _, ok := groups[string(key)]; !ok {
			order = append(order, string(key))
		}
		groups[string(key)] = append(groups[string(key)], b)
	}
	for _, k := range order {
		var row []value.Value
		for _, it := range q.items {
			row = append(row, it.total(groups[k]))
		}
		rows = append(rows, row)
	}
	return rows
}

// total is a column of a group.
func (it item) total(group []binding) value.Value {
	switch it.call {
	case "":
		return it.value(group[0])
	case "count(*)":
		return int64(len(group))
	}
	var have []value.Value
	for _, b := range group {
		if v := it.value(b); v != nil {
			have = append(have, v)
		}
	}
	slices.SortStableFunc(have, value.Order)
	switch {
	case it.call == "count":
		return int64(len(have))
	case it.call == "count(DISTINCT":
		return int64(len(slices.CompactFunc(have, value.Same)))
	case len(have) == 0:
		return nil
	case it.call == "min":
		return have[0]
	}
	return have[len(have)-1]
}

func distinct(rows [][]value.Value) [][]value.Value {
	var out [][]value.Value
	for _, r := range rows {
		if !slices.ContainsFunc(out, func(o []value.Value) bool { return slices.EqualFunc(o, r, value.Same) }) {
			out = append(out, r)
		}
	}
	return out
}
