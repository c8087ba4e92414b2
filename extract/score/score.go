package score

import (
	"fmt"
	"slices"
	"strings"
)

// PRF is precision, recall and their harmonic mean, each 0 to 1.
type PRF struct {
	Precision, Recall, F1 float64
}

// MarshalJSON writes the three numbers as a list.
func (p PRF) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%s,%s,%s]", number(p.Precision), number(p.Recall), number(p.F1)), nil
}

func number(f float64) string { return fmt.Sprintf("%v", f) }

// Counts are weighted counts of what is right, wrong and there to be found.
type Counts struct {
	Right, Wrong, All float64
}

// PRF is what the counts come to; a part that has nothing to count is 0.
func (c Counts) PRF() PRF {
	var p PRF
	if c.Right+c.Wrong > 0 {
		p.Precision = c.Right / (c.Right + c.Wrong)
	}
	if c.All > 0 {
		p.Recall = c.Right / c.All
	}
	if p.Precision+p.Recall > 0 {
		p.F1 = 2 * p.Precision * p.Recall / (p.Precision + p.Recall)
	}
	return p
}

func (c Counts) plus(o Counts) Counts {
	return Counts{c.Right + o.Right, c.Wrong + o.Wrong, c.All + o.All}
}

// Result is the score of one document, or the sum over several.
type Result struct {
	Node, Edge      Counts
	NodeType        map[string]Counts // by node type: of the gold node's first type, and of the false node's type
	EdgeType        map[string]Counts // by edge type, in lower case
	Matched         int               // required edges that were found
	StatusRight     int               // of the matched edges, those with the right status
	EvidenceInPlace int               // of the matched edges, those with evidence where the annotator found them
	Duplicates      []string          // names of nodes for which another node already stands
	Forbidden       []string          // names of nodes that the gold file forbids
	MissedNodes     []string
	FalseNodes      []string // "Type: name"
	MissedEdges     []string
	FalseEdges      []string
	MissedSaid      []string          // for each of MissedEdges, the words that say it
	FalseSaid       []string          // for each of FalseEdges, the words it was read from, with the rule that did
	Rule            map[string]Counts // by rule, of the edges for which it gave evidence: how many are right and wrong, unweighted
	Causes          map[Cause]Errors  // what is wrong, by cause
	Unread          []*GoldEdge       // missed edges whose ends were found, with nothing between them; see Tried
	falseEdges      []*Edge
	Sureness        [10]Counts // by tenth of confidence, [0.9, 1] last: how many edges are right and wrong, unweighted
}

// Score compares a predicted graph with the gold graph of the same document.
func Score(gold *Gold, pred *Graph) Result {
	r := Result{NodeType: map[string]Counts{}, EdgeType: map[string]Counts{}, Rule: map[string]Counts{}, Causes: map[Cause]Errors{}}
	aligned := r.alignNodes(gold, pred)
	r.matchEdges(gold, pred, aligned)
	r.blame(gold, pred, aligned)
	return r
}

// Sum adds results up. Lists of single errors are joined in order.
func Sum(results ...Result) Result {
	t := Result{NodeType: map[string]Counts{}, EdgeType: map[string]Counts{}, Rule: map[string]Counts{}, Causes: map[Cause]Errors{}}
	for _, r := range results {
		t.Node, t.Edge = t.Node.plus(r.Node), t.Edge.plus(r.Edge)
		for k, c := range r.NodeType {
			t.NodeType[k] = t.NodeType[k].plus(c)
		}
		for k, c := range r.EdgeType {
			t.EdgeType[k] = t.EdgeType[k].plus(c)
		}
		t.Matched += r.Matched
		t.StatusRight += r.StatusRight
		t.EvidenceInPlace += r.EvidenceInPlace
		t.Duplicates = append(t.Duplicates, r.Duplicates...)
		t.Forbidden = append(t.Forbidden, r.Forbidden...)
		t.MissedNodes = append(t.MissedNodes, r.MissedNodes...)
		t.FalseNodes = append(t.FalseNodes, r.FalseNodes...)
		t.MissedEdges = append(t.MissedEdges, r.MissedEdges...)
		t.FalseEdges = append(t.FalseEdges, r.FalseEdges...)
		t.MissedSaid = append(t.MissedSaid, r.MissedSaid...)
		t.FalseSaid = append(t.FalseSaid, r.FalseSaid...)
		for k, c := range r.Rule {
			t.Rule[k] = t.Rule[k].plus(c)
		}
		for c, e := range r.Causes {
			t.count(c, e)
		}
		for i, c := range r.Sureness {
			t.Sureness[i] = t.Sureness[i].plus(c)
		}
	}
	return t
}

// alignNodes finds the gold node of each predicted node, by its id, and counts the nodes.
func (r *Result) alignNodes(gold *Gold, pred *Graph) map[string]int {
	ix := indexGold(gold)
	aligned := map[string]int{}
	taken := make([]bool, len(gold.Nodes))
	// Nodes with a name in common go first, so that a merely similar node does not take their place.
	var exact, near []candidate
	for i := range pred.Nodes {
		c := ix.candidate(&pred.Nodes[i])
		if len(c.hits) > 0 {
			exact = append(exact, c)
		} else {
			near = append(near, c)
		}
	}
	for _, c := range append(exact, near...) {
		p, hit := c.node, -1
		if len(c.hits) > 0 {
			hit = c.hits[0]
		} else if phrases[p.Type] {
			hit = ix.closest(p)
		}
		if hit < 0 {
			if slices.ContainsFunc(c.forms, func(f string) bool { return ix.forbidden[f] }) {
				r.Forbidden = append(r.Forbidden, p.Name)
			}
			r.FalseNodes = append(r.FalseNodes, p.Type+": "+p.Name)
			r.NodeType[p.Type] = r.NodeType[p.Type].plus(Counts{Wrong: 1})
			continue
		}
		aligned[p.ID] = hit
		if taken[hit] && !gold.Nodes[hit].Optional {
			r.Duplicates = append(r.Duplicates, p.Name)
			r.NodeType[p.Type] = r.NodeType[p.Type].plus(Counts{Wrong: 1})
		}
		taken[hit] = true
	}
	for i, g := range gold.Nodes {
		if g.Optional {
			continue
		}
		c := Counts{All: weight(g.Weight)}
		if taken[i] {
			c.Right = c.All
		} else {
			r.MissedNodes = append(r.MissedNodes, g.Name)
		}
		r.Node = r.Node.plus(c)
		r.NodeType[g.Types[0]] = r.NodeType[g.Types[0]].plus(c)
	}
	r.Node.Wrong = float64(len(r.FalseNodes) + len(r.Duplicates))
	return aligned
}

// edgeKey is an edge between two gold nodes, by their indices.
type edgeKey struct {
	from int
	kind string
	to   int
}

func newEdgeKey(from int, kind string, to int) edgeKey {
	if symmetric[kind] && to < from {
		from, to = to, from
	}
	return edgeKey{from, kind, to}
}

// matchEdges finds the predicted edge of each gold edge and counts the edges.
func (r *Result) matchEdges(gold *Gold, pred *Graph, aligned map[string]int) {
	want, order := goldEdges(gold)
	names := map[string]string{}
	for _, p := range pred.Nodes {
		names[p.ID] = p.Name
	}
	found := map[edgeKey]bool{}
	seen := map[edgeKey]bool{}
	for i := range pred.Edges {
		e := &pred.Edges[i]
		kind := strings.ToLower(e.Type)
		from, okFrom := aligned[e.Source]
		to, okTo := aligned[e.Target]
		if okFrom && okTo {
			key := newEdgeKey(from, kind, to)
			if seen[key] {
				continue
			}
			seen[key] = true
			if g, ok := want[key]; ok {
				found[key] = true
				r.countFound(g, e)
				if !g.Optional {
					r.countRules(e, Counts{Right: 1})
				}
				continue
			}
			if gold.Nodes[from].Optional || gold.Nodes[to].Optional {
				continue
			}
		}
		r.FalseEdges = append(r.FalseEdges, fmt.Sprintf("%s --%s--> %s", nameOr(names, e.Source), e.Type, nameOr(names, e.Target)))
		r.FalseSaid = append(r.FalseSaid, e.said())
		r.falseEdges = append(r.falseEdges, e)
		r.countRules(e, Counts{Wrong: 1})
		r.Edge.Wrong++
		r.EdgeType[kind] = r.EdgeType[kind].plus(Counts{Wrong: 1})
	}
	for _, key := range order {
		g := want[key]
		if g.Optional {
			continue
		}
		c := Counts{All: weight(g.Weight)}
		r.Edge.All += c.All
		if found[key] {
			c.Right = c.All
		} else {
			r.MissedEdges = append(r.MissedEdges, g.String())
			r.MissedSaid = append(r.MissedSaid, g.Quote)
		}
		r.EdgeType[g.Type] = r.EdgeType[g.Type].plus(c)
	}
}

// countRules counts an edge for every rule that gave evidence of it, and for its confidence.
func (r *Result) countRules(e *Edge, c Counts) {
	var rules []string
	for _, ev := range e.Evidence {
		if ev.Rule != "" && !slices.Contains(rules, ev.Rule) {
			rules = append(rules, ev.Rule)
		}
	}
	for _, rule := range rules {
		r.Rule[rule] = r.Rule[rule].plus(c)
	}
	i := max(0, min(int(e.Confidence*10), len(r.Sureness)-1))
	r.Sureness[i] = r.Sureness[i].plus(c)
}

// said is the first evidence of an edge, for a person to read.
func (e *Edge) said() string {
	if len(e.Evidence) == 0 {
		return ""
	}
	s := strings.Join(strings.Fields(e.Evidence[0].Quote), " ")
	if rule := e.Evidence[0].Rule; rule != "" {
		s += " [" + rule + "]"
	}
	return s
}

// countFound counts a gold edge that was found, and judges the status and the evidence of what found it.
func (r *Result) countFound(g *GoldEdge, e *Edge) {
	if g.Optional {
		return
	}
	r.Matched++
	r.Edge.Right += weight(g.Weight)
	status := e.Status
	if status == "" {
		status = "asserted"
	}
	if slices.Contains(g.statuses(), status) {
		r.StatusRight++
	}
	if slices.ContainsFunc(e.Evidence, g.holds) {
		r.EvidenceInPlace++
	}
}

// goldEdges are the gold edges by key, and the keys in order of first appearance. Where two edges have one key the
// later one counts.
func goldEdges(gold *Gold) (map[edgeKey]*GoldEdge, []edgeKey) {
	index := make(map[string]int, len(gold.Nodes))
	for i, n := range gold.Nodes {
		index[n.ID] = i
	}
	want := make(map[edgeKey]*GoldEdge, len(gold.Edges))
	var order []edgeKey
	for i := range gold.Edges {
		e := &gold.Edges[i]
		key := newEdgeKey(index[e.From], e.Type, index[e.To])
		if want[key] == nil {
			order = append(order, key)
		}
		want[key] = e
	}
	return want, order
}

func nameOr(names map[string]string, id string) string {
	if n, ok := names[id]; ok {
		return n
	}
	return "?"
}
