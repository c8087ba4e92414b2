package export

import (
	"cmp"
	"slices"

	"mandate/graph"
	"mandate/graph/algo"
)

// UpTo is the part of a graph that stands in paragraphs marked no higher than max ("U", "SBU" …). It is built anew from the
// paragraphs that remain, so that nothing else is left of the others: no entity, no alias, no count, no text.
// A paragraph without a mark has that of its document. Of a document that is marked higher as a whole, only the name remains, and
// that only when some of its paragraphs are not. The result is in memory.
func UpTo(g graph.Reader, max string) (graph.Reader, error) {
	level := algo.MarkingLevel(max)
	out := graph.NewGraph()
	for doc, err := range g.Documents() {
		if err != nil {
			return nil, err
		}
		c, err := g.Contribution(doc.ID)
		if err != nil {
			return nil, err
		}
		if c := upTo(c, level); c != nil {
			out.Add(c)
		}
	}
	return out, nil
}

// upTo is the part of a contribution up to a level of marking, nil when there is none.
func upTo(c *graph.Contribution, level int) *graph.Contribution {
	allowed := make([]bool, len(c.Passages)+1) // by ordinal, from 1; 0 is outside every passage
	allowed[0] = algo.MarkingLevel(c.Document.Marking) <= level
	some := allowed[0]
	for i, p := range c.Passages {
		allowed[i+1] = algo.MarkingLevel(cmp.Or(p.Marking, c.Document.Marking)) <= level
		some = some || allowed[i+1]
	}
	if !some {
		return nil
	}
	in := func(passage int) bool { return passage < len(allowed) && passage >= 0 && allowed[passage] }
	n := &graph.Contribution{Document: c.Document}
	if !allowed[0] {
		n.Document = graph.Document{ID: c.Document.ID, Date: c.Document.Date, Country: c.Document.Country, Marking: c.Document.Marking, Format: c.Document.Format, Encoding: c.Document.Encoding}
	}
	if !slices.Contains(allowed, false) {
		n.Text = c.Text
	}
	for i, p := range c.Passages {
		if allowed[i+1] {
			n.Passages = append(n.Passages, p)
		} else {
			n.Passages = append(n.Passages, graph.Passage{Marking: p.Marking}) // ordinals stay as they are
		}
	}
	at := make([]int, len(c.Clusters))
	for i := range c.Clusters {
		at[i] = -1
		if cl, ok := visible(&c.Clusters[i], c.Text, in); ok {
			at[i] = len(n.Clusters)
			n.Clusters = append(n.Clusters, cl)
		}
	}
	for _, claim := range c.Claims {
		shown := in(claim.Evidence.Passage) && (claim.Evidence.Marking == "" || algo.MarkingLevel(claim.Evidence.Marking) <= level)
		if shown && at[claim.Subject] >= 0 && at[claim.Object] >= 0 {
			claim.Subject, claim.Object = at[claim.Subject], at[claim.Object]
			n.Claims = append(n.Claims, claim)
		}
	}
	return n
}

// visible is a cluster with the mentions that may be seen, named by what they say where the text is there.
func visible(cl *graph.Cluster, text string, in func(passage int) bool) (graph.Cluster, bool) {
	n := *cl
	n.Mentions = nil
	forms := map[string]bool{}
	for _, m := range cl.Mentions {
		if in(m.Passage) {
			n.Mentions = append(n.Mentions, m)
			if m.Span.End <= len(text) {
				forms[graph.FoldName(text[m.Span.Start:m.Span.End])] = true
			}
		}
	}
	if len(n.Mentions) == 0 || len(n.Mentions) == len(cl.Mentions) {
		return n, len(n.Mentions) > 0
	}
	var names []string
	for _, form := range append([]string{cl.Name}, cl.Aliases...) {
		if forms[graph.FoldName(form)] {
			names = append(names, form)
		}
	}
	if len(names) == 0 { // named otherwise than it is written (a plural, a line break): the shortest form gives away least
		names = []string{slices.MinFunc(append([]string{cl.Name}, cl.Aliases...), func(a, b string) int {
			return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
		})}
	}
	n.Name, n.Aliases = names[0], names[1:]
	slices.Sort(n.Aliases)
	return n, true
}
