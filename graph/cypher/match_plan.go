package cypher

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"mandate/graph"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// matchOp finds the places where a pattern fits.
type matchOp struct {
	in         operator
	optional   bool
	nodes      []patNode
	rels       []patRel
	paths      []patPath
	where      []condition
	bound      map[int]bool // slots that have a value before
	introduces []int        // slots of named variables that it binds
	hidden     []int        // slots of what has no name
	seeks      []seek
}

// matchPlan is the order in which a pattern is matched on one graph.
type matchPlan struct {
	steps []step
	asked float64 // about how many nodes are asked for their relationships
}

type stepKind uint8

const (
	stepScan   stepKind = iota // nodes of a label, or all
	stepSeek                   // nodes by an index
	stepGiven                  // a node that is bound already
	stepExpand                 // from a node over a relationship
	stepBound                  // over a relationship that is bound already
	stepWalk                   // over several relationships
	stepWalked                 // over a list of relationships that is bound already
	stepShort                  // shortest paths between two bound nodes
	stepTest                   // a condition or property
	stepPath                   // puts a path together
)

// step is one step of a plan.
type step struct {
	kind    stepKind
	node    int // that it binds or checks
	from    int // node it starts at
	rel     int
	reverse bool // from right to left
	toBound bool // the node at the far end is bound
	seek    seek
	label   string
	test    test
	path    int
	inline  bool    // properties of a walk can be tested on the way
	rows    float64 // estimated
}

// test is something that must be true once its dependencies are bound.
type test struct {
	deps []int
	text string
	ok   func(ex *exec, r row) (value.Value, error)
	soft bool // from WHERE: an error is left to the end, where another part of the condition may be false
	rel  int  // of a relationship's properties, else -1
}

// planner works out a matchPlan step by step.
type planner struct {
	m     *matchOp
	g     Graph
	bound map[int]bool // slots
	done  []bool       // relationships
	tests []test       // not yet placed
	paths []bool
	plan  matchPlan
	rows  float64
}

// planMatch orders the steps: what is bound or found by an index first, then outwards along relationships, the cheapest
// first; everything is tested as early as it can be.
func planMatch(m *matchOp, g Graph) *matchPlan {
	p := &planner{m: m, g: g, bound: map[int]bool{}, done: make([]bool, len(m.rels)), paths: make([]bool, len(m.paths)), rows: 1}
	for s := range m.bound {
		p.bound[s] = true
	}
	p.tests = m.tests()
	for i := range m.nodes {
		if p.bound[m.nodes[i].slot] {
			p.add(step{kind: stepGiven, node: i})
		}
	}
	p.settle()
	for {
		if i, ok := p.nextRel(); ok {
			p.expand(i)
		} else if n, ok := p.nextNode(); ok {
			p.scan(n)
		} else {
			break
		}
		p.settle()
	}
	return &p.plan
}

func (p *planner) add(s step) {
	s.rows = p.rows
	p.plan.steps = append(p.plan.steps, s)
}

func (p *planner) has(node int) bool { return p.bound[p.m.nodes[node].slot] }

// settle places the tests and paths of which all is bound.
func (p *planner) settle() {
	p.tests = slices.DeleteFunc(p.tests, func(t test) bool {
		ready := !slices.ContainsFunc(t.deps, func(s int) bool { return !p.bound[s] })
		if ready {
			p.rows /= 3
			p.add(step{kind: stepTest, test: t})
		}
		return ready
	})
	for i, path := range p.m.paths {
		open := slices.ContainsFunc(path.rels, func(r int) bool { return !p.done[r] }) ||
			slices.ContainsFunc(path.nodes, func(n int) bool { return !p.has(n) })
		if !p.paths[i] && !open {
			p.paths[i] = true
			p.add(step{kind: stepPath, path: i})
			p.bound[path.slot] = true
			p.settle()
		}
	}
}

// nextRel is the cheapest relationship that can be gone along now.
func (p *planner) nextRel() (int, bool) {
	best, least := -1, 0.0
	for i, r := range p.m.rels {
		if p.done[i] {
			continue
		}
		from, to := p.has(r.from), p.has(r.to)
		if r.shortest != syntax.AnyPaths {
			if !from || !to {
				continue
			}
		} else if !from && !to && !(r.bound && !r.varLen) {
			continue
		}
		end := r.from
		if !from {
			end = r.to
		}
		cost := p.degree(i, end)
		switch {
		case r.bound:
			cost = 0
		case r.varLen:
			cost = 1000 * (cost + 1)
		case from && to:
			cost /= 100
		}
		if best < 0 || cost < least {
			best, least = i, cost
		}
	}
	return best, best >= 0
}

// degree is about how many relationships of a step begin at a node of the pattern: as if all of their type did at nodes
// with its label.
func (p *planner) degree(rel, node int) float64 {
	d := p.g.Degree(p.m.rels[rel].types)
	all := p.g.Size("")
	fewest := all
	for _, l := range p.m.nodes[node].labels {
		fewest = min(fewest, p.g.Size(l))
	}
	return d * float64(all) / float64(max(1, fewest))
}

func (p *planner) expand(i int) {
	r := p.m.rels[i]
	s := step{rel: i, from: r.from, node: r.to}
	if !p.has(r.from) || p.has(r.to) && r.varLen && !p.has(r.from) {
		s.reverse, s.from, s.node = true, r.to, r.from
	}
	s.toBound = p.has(s.node) || s.node == s.from
	degree := max(p.degree(i, s.from), 0.1)
	if !r.bound {
		p.plan.asked += max(p.rows, 1)
	}
	switch {
	case r.shortest != syntax.AnyPaths:
		s.kind, s.reverse, s.from, s.node = stepShort, false, r.from, r.to
	case r.bound && r.varLen:
		s.kind = stepWalked
	case r.bound:
		s.kind = stepBound
	case r.varLen:
		s.kind = stepWalk
		p.plan.asked += p.rows * degree
		p.rows *= degree * degree
	default:
		s.kind = stepExpand
		p.rows *= degree
	}
	if r.varLen { // its properties are tested on the way where that is possible
		s.inline = true
		for _, pr := range r.props {
			if slices.ContainsFunc(pr.val.deps, func(d int) bool { return !p.bound[d] }) {
				s.inline = false
			}
		}
		if s.inline {
			p.tests = slices.DeleteFunc(p.tests, func(t test) bool { return t.rel == i })
		}
	}
	p.done[i] = true
	p.add(s)
	p.bound[r.slot] = true
	p.bound[p.m.nodes[s.node].slot] = true
	p.bound[p.m.nodes[s.from].slot] = true
}

// nextNode is the node from which the fewest others have to be looked at.
func (p *planner) nextNode() (int, bool) {
	best, least := -1, 0.0
	for i := range p.m.nodes {
		if p.has(i) {
			continue
		}
		if cost := p.entry(i).rows; best < 0 || cost < least {
			best, least = i, cost
		}
	}
	return best, best >= 0
}

// entry is the cheapest way to the nodes that fit a node of the pattern.
func (p *planner) entry(i int) step {
	n := p.m.nodes[i]
	s := step{kind: stepScan, node: i, rows: float64(p.g.Size(""))}
	for _, l := range n.labels {
		if size := float64(p.g.Size(l)); size <= s.rows {
			s.label, s.rows = l, size
		}
	}
	var best *step
	for _, k := range p.m.seeks {
		if k.node != i {
			continue
		}
		if k, found, ok := p.served(k, s.label, int(s.rows)); ok && (best == nil || found < best.rows) {
			best = &step{kind: stepSeek, node: i, label: s.label, seek: k, rows: found}
		}
	}
	if best != nil {
		return *best
	}
	return s
}

func (p *planner) scan(i int) {
	s := p.entry(i)
	p.rows *= max(s.rows, 1)
	p.bound[p.m.nodes[i].slot] = true
	p.add(s)
}

// tests are all that has to be true of a match, apart from labels and types.
func (m *matchOp) tests() []test {
	var ts []test
	for _, n := range m.nodes {
		for _, pr := range n.props {
			ts = append(ts, test{deps: append([]int{n.slot}, pr.val.deps...), rel: -1, text: n.name + "." + pr.key + " = " + pr.text, ok: propTest(n.slot, pr)})
		}
	}
	for i, r := range m.rels {
		for _, pr := range r.props {
			ts = append(ts, test{deps: append([]int{r.slot}, pr.val.deps...), rel: i, text: r.name + "." + pr.key + " = " + pr.text, ok: propTest(r.slot, pr)})
		}
	}
	for _, w := range m.where {
		ts = append(ts, test{deps: w.deps, rel: -1, text: w.text, soft: true, ok: func(ex *exec, r row) (value.Value, error) { return ex.truth(w.compiled, w.at, r) }})
	}
	return ts
}

// propTest compares a property of what is in a slot: of every element, where that is a list.
func propTest(slot int, pr patProp) func(ex *exec, r row) (value.Value, error) {
	return func(ex *exec, r row) (value.Value, error) {
		want, err := pr.val.eval(ex, r)
		if err != nil {
			return nil, err
		}
		l, ok := r[slot].(value.List)
		if !ok {
			l = value.List{r[slot]}
		}
		for _, v := range l {
			have, err := value.Property(v, pr.key)
			if err != nil {
				return nil, ex.at(err, pr.at)
			}
			if value.Equal(have, want) != true {
				return false, nil
			}
		}
		return true, nil
	}
}

func flip(d graph.Direction, reverse bool) graph.Direction {
	if reverse {
		switch d {
		case graph.Out:
			return graph.In
		case graph.In:
			return graph.Out
		}
	}
	return d
}

func (m *matchOp) inputs() []operator { return []operator{m.in} }

func (m *matchOp) describe(*exec) (name, detail string) {
	if m.optional {
		return "OptionalMatch", ""
	}
	return "Match", ""
}

// describeSteps is the plan of a pattern, one step a line, with what PROFILE saw of each.
func (m *matchOp) describeSteps(b *strings.Builder, ex *exec, depth int) {
	seen := ex.stepProfile[m]
	for i, s := range ex.plan(m).steps {
		fmt.Fprintf(b, "%s- %s", strings.Repeat("  ", depth), m.describeStep(s))
		if seen != nil {
			fmt.Fprintf(b, "  [%s, %s]", rowCount(seen[i+1].rows), (seen[i].within - seen[i+1].within).Round(time.Microsecond))
		} else if s.kind != stepTest && s.kind != stepPath && s.kind != stepGiven {
			fmt.Fprintf(b, "  about %s", rowCount(int64(max(1, math.Round(min(s.rows, 1e18))))))
		}
		b.WriteByte('\n')
	}
}

func rowCount(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

func (m *matchOp) describeStep(s step) string {
	node := func(i int) string {
		n := m.nodes[i]
		t := n.name
		for _, l := range n.labels {
			t += ":" + l
		}
		return "(" + t + ")"
	}
	rel := func() string {
		r := m.rels[s.rel]
		t := r.name
		if len(r.types) > 0 {
			t += ":" + strings.Join(r.types, "|")
		}
		if r.varLen {
			t += fmt.Sprintf("*%d..", r.min)
			if r.max >= 0 {
				t += fmt.Sprint(r.max)
			}
		}
		left, right := "-", "-"
		switch flip(r.dir, s.reverse) {
		case graph.Out:
			right = "->"
		case graph.In:
			left = "<-"
		}
		return node(s.from) + left + "[" + t + "]" + right + node(s.node)
	}
	switch s.kind {
	case stepScan:
		if s.label == "" {
			return "scan all nodes " + node(s.node)
		}
		return fmt.Sprintf("scan label %s %s", s.label, node(s.node))
	case stepSeek:
		return s.seek.describe() + " " + node(s.node)
	case stepGiven:
		return "from " + node(s.node)
	case stepExpand:
		return "expand " + rel()
	case stepBound, stepWalked:
		return "check " + rel()
	case stepWalk:
		return "walk " + rel()
	case stepShort:
		return "shortest " + rel()
	case stepTest:
		return "test " + s.test.text
	}
	return "path"
}

// plan is the plan of a pattern for the graph of this run, made once.
func (ex *exec) plan(m *matchOp) *matchPlan {
	p := ex.plans[m]
	if p == nil {
		p = planMatch(m, ex.g)
		ex.plans[m] = p
		if g, ok := ex.g.(*ReaderGraph); ok && ex.whole[m] { // never for EXPLAIN, which has no such patterns
			g.expect(p.asked)
		}
	}
	return p
}
