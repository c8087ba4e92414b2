package score

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Named is the result of one document under the name of its gold file.
type Named struct {
	Name string
	Result
	LeftOut map[string]int // relations that were read and not written, by reason; nil where nobody knows
}

// WriteText writes one line per document, with its single errors when errors is set, then the sums: recall by edge
// type, nodes by type, status and evidence, and the line of all documents together.
func WriteText(w io.Writer, docs []Named, errors bool) error {
	var b strings.Builder
	all := make([]Result, 0, len(docs))
	for _, d := range docs {
		all = append(all, d.Result)
		line(&b, d.Name, d.Result)
		if errors {
			writeErrors(&b, d.Result)
		}
	}
	t := Sum(all...)
	b.WriteString("recall by edge type: " + byType(t.EdgeType, recall) + "\n")
	b.WriteString("nodes by type: " + byType(t.NodeType, func(c Counts) string {
		p := c.PRF()
		return fmt.Sprintf("P %.2f R %.2f (%s)", p.Precision, p.Recall, recall(c))
	}) + "\n")
	fmt.Fprintf(&b, "status right %d/%d, evidence in the right place %d/%d\n", t.StatusRight, t.Matched, t.EvidenceInPlace, t.Matched)
	fmt.Fprintf(&b, "duplicate nodes %d, forbidden names %d\n", len(t.Duplicates), len(t.Forbidden))
	left := leftOut(docs)
	for _, reason := range slices.Sorted(maps.Keys(left)) {
		fmt.Fprintf(&b, "relations left out: %s %d\n", reason, left[reason])
	}
	line(&b, "ALL", t)
	_, err := io.WriteString(w, b.String())
	return err
}

// leftOut adds up what was left out.
func leftOut(docs []Named) map[string]int {
	all := map[string]int{}
	for _, d := range docs {
		for reason, n := range d.LeftOut {
			all[reason] += n
		}
	}
	return all
}

func recall(c Counts) string { return fmt.Sprintf("%.1f/%.1f", c.Right, c.All) }

// byType lists the types that the gold files have, sorted.
func byType(counts map[string]Counts, show func(Counts) string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if counts[k].All > 0 {
			parts = append(parts, k+" "+show(counts[k]))
		}
	}
	return strings.Join(parts, ", ")
}

func line(b *strings.Builder, name string, r Result) {
	n, e := r.Node.PRF(), r.Edge.PRF()
	fmt.Fprintf(b, "%-28s nodes P %.3f R %.3f F1 %.3f   edges P %.3f R %.3f F1 %.3f\n",
		name, n.Precision, n.Recall, n.F1, e.Precision, e.Recall, e.F1)
}

func writeErrors(b *strings.Builder, r Result) {
	for _, list := range []struct {
		label       string
		items, said []string
	}{
		{"missed_node", r.MissedNodes, nil}, {"false_node", r.FalseNodes, nil}, {"duplicate", r.Duplicates, nil},
		{"forbidden", r.Forbidden, nil}, {"missed_edge", r.MissedEdges, r.MissedSaid}, {"false_edge", r.FalseEdges, r.FalseSaid},
	} {
		for i, x := range list.items {
			fmt.Fprintf(b, "    %s: %s\n", list.label, x)
			if i < len(list.said) && list.said[i] != "" {
				fmt.Fprintf(b, "        “%s”\n", list.said[i])
			}
		}
	}
}

// WriteRules writes how often each rule is right, over the edges it gave evidence for in all documents, most used first;
// then how often edges are right by their confidence, which tells whether it can be believed.
func WriteRules(w io.Writer, docs []Named) error {
	var all []Result
	for _, d := range docs {
		all = append(all, d.Result)
	}
	t := Sum(all...)
	var b strings.Builder
	if len(t.Rule) > 0 {
		b.WriteString("\nrule                             right  of edges\n")
	}
	rules := slices.SortedFunc(maps.Keys(t.Rule), func(a, c string) int {
		return cmp.Or(cmp.Compare(t.Rule[c].Right+t.Rule[c].Wrong, t.Rule[a].Right+t.Rule[a].Wrong), cmp.Compare(a, c))
	})
	for _, rule := range rules {
		c := t.Rule[rule]
		fmt.Fprintf(&b, "%-32s  %.2f  %.0f/%.0f\n", rule, c.PRF().Precision, c.Right, c.Right+c.Wrong)
	}
	b.WriteString("\nconfidence  right  of edges\n")
	for i := len(t.Sureness) - 1; i >= 0; i-- {
		if c := t.Sureness[i]; c.Right+c.Wrong > 0 {
			fmt.Fprintf(&b, "%.1f to %.1f   %.2f  %.0f/%.0f\n", float64(i)/10, float64(i+1)/10, c.PRF().Precision, c.Right, c.Right+c.Wrong)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// jsonResult is a result as WriteJSON writes it. The names are the ones of the annotators' own scorer.
type jsonResult struct {
	Node         PRF                   `json:"node"`
	Edge         PRF                   `json:"edge"`
	Counts       [6]float64            `json:"counts"`
	StatusOK     int                   `json:"status_ok"`
	ParaOK       int                   `json:"para_ok"`
	MatchedEdges int                   `json:"matched_edges"`
	Duplicates   []string              `json:"duplicates"`
	Forbidden    []string              `json:"forbidden"`
	MissedNodes  []string              `json:"missed_nodes"`
	FalseNodes   []string              `json:"false_nodes"`
	MissedEdges  []string              `json:"missed_edges"`
	FalseEdges   []string              `json:"false_edges"`
	ByType       map[string][2]float64 `json:"by_type"`
	ByNodeType   map[string][3]float64 `json:"by_node_type"`
	ByRule       map[string][2]float64 `json:"by_rule"` // right and wrong edges
	ByCause      map[Cause]Errors      `json:"by_cause"`
	ByConfidence [10][2]float64        `json:"by_confidence"` // right and wrong edges, by tenth
}

func (r Result) json() jsonResult {
	j := jsonResult{
		Node: r.Node.PRF(), Edge: r.Edge.PRF(),
		Counts:   [6]float64{r.Node.Right, r.Node.Wrong, r.Node.All, r.Edge.Right, r.Edge.Wrong, r.Edge.All},
		StatusOK: r.StatusRight, ParaOK: r.EvidenceInPlace, MatchedEdges: r.Matched,
		Duplicates: list(r.Duplicates), Forbidden: list(r.Forbidden),
		MissedNodes: list(r.MissedNodes), FalseNodes: list(r.FalseNodes),
		MissedEdges: list(r.MissedEdges), FalseEdges: list(r.FalseEdges),
		ByType: map[string][2]float64{}, ByNodeType: map[string][3]float64{}, ByRule: map[string][2]float64{}, ByCause: r.Causes,
	}
	for k, c := range r.Rule {
		j.ByRule[k] = [2]float64{c.Right, c.Wrong}
	}
	for i, c := range r.Sureness {
		j.ByConfidence[i] = [2]float64{c.Right, c.Wrong}
	}
	for k, c := range r.EdgeType {
		if c.All > 0 {
			j.ByType[k] = [2]float64{c.Right, c.All}
		}
	}
	for k, c := range r.NodeType {
		j.ByNodeType[k] = [3]float64{c.Right, c.Wrong, c.All}
	}
	return j
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// WriteJSON writes {"node": [P, R, F1], "edge": [P, R, F1], "left_out": {reason: n}, "all": {…}, "docs": {name: {…}}}, where "counts" are
// right, wrong and all, of nodes and then of edges.
func WriteJSON(w io.Writer, docs []Named) error {
	byName := map[string]jsonResult{}
	all := make([]Result, 0, len(docs))
	for _, d := range docs {
		byName[d.Name] = d.Result.json()
		all = append(all, d.Result)
	}
	t := Sum(all...)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(struct {
		Node PRF                   `json:"node"`
		Edge PRF                   `json:"edge"`
		Left map[string]int        `json:"left_out,omitempty"`
		All  jsonResult            `json:"all"`
		Docs map[string]jsonResult `json:"docs"`
	}{t.Node.PRF(), t.Edge.PRF(), leftOut(docs), t.json(), byName}); err != nil {
		return fmt.Errorf("write the scores: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
