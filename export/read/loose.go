package read

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mandate/graph"
)

// loose is a graph that is being read: nodes and edges as the file has them, not yet by document.
type loose struct {
	file      string
	documents []graph.Document
	nodes     map[string]node
	edges     []edge
	skip      func(error) // takes what is wrong in a record; nil: it ends the reading
}

type node struct {
	id, kind, name, country string
	aliases                 []string
}

type edge struct {
	id, source, target, kind string
	status                   graph.Status
	confidence               float64
	since, until             string
	exact                    []graph.Claim // with offsets
	quotes                   []string      // "place: quote", without
}

func newLoose(file string) *loose { return &loose{file: file, nodes: map[string]node{}} }

func (l *loose) node(n node) {
	if n.name == "" {
		n.name = n.id
	}
	if n.kind == "" {
		n.kind = "Entity"
	}
	l.nodes[n.id] = n
}

// draft is a document that is being put together.
type draft struct {
	c    *graph.Contribution
	at   map[string]int // of nodes among the clusters
	text strings.Builder
}

// contributions puts the graph together by document and hands over each, by name.
func (l *loose) contributions(put func(*graph.Contribution) error) error {
	drafts := map[graph.DocumentID]*draft{}
	open := func(id graph.DocumentID) *draft {
		if drafts[id] == nil {
			drafts[id] = &draft{c: &graph.Contribution{Document: graph.Document{ID: id, Format: "text", Encoding: "utf-8"}}, at: map[string]int{}}
		}
		return drafts[id]
	}
	for _, doc := range l.documents {
		open(doc.ID).c.Document = doc
	}
	own := graph.DocumentID("import:" + l.file)
	used := map[string]bool{}
	for i := range l.edges {
		e := &l.edges[i]
		if err := l.ends(e); err != nil {
			if err := l.bad(err); err != nil {
				return err
			}
			continue
		}
		used[e.source], used[e.target] = true, true
		if e.kind == "" {
			e.kind = "RELATED_TO"
		}
		for _, claim := range e.exact {
			open(claim.Evidence.Document).add(l, e, claim)
		}
		for _, line := range e.quotes {
			doc, paragraph, quote := place(line)
			if doc == "" {
				doc = own
			}
			open(doc).quote(l, e, paragraph, quote)
		}
		if len(e.exact)+len(e.quotes) == 0 {
			open(own).add(l, e, l.claim(e))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(l.nodes)) {
		if !used[id] {
			open(own).cluster(l, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(drafts)) {
		c := drafts[id].done(l.file)
		if err := c.Check(); err != nil {
			if err := l.bad(err); err != nil {
				return err
			}
			continue
		}
		if err := put(c); err != nil {
			return err
		}
	}
	return nil
}

// ends checks that both ends of an edge are there.
func (l *loose) ends(e *edge) error {
	for _, end := range []string{e.source, e.target} {
		if _, ok := l.nodes[end]; !ok {
			return fmt.Errorf("edge %q: there is no node %q", e.id, end)
		}
	}
	return nil
}

func (l *loose) claim(e *edge) graph.Claim {
	return graph.Claim{Type: e.kind, Status: e.status, Since: e.since, Until: e.until, Evidence: graph.Evidence{Rule: "import", Confidence: e.confidence}}
}

// place takes "plan.txt, paragraph 4: quote" apart. A line that has no place is all quote.
func place(line string) (doc graph.DocumentID, paragraph, quote string) {
	where, quote, ok := strings.Cut(line, ": ")
	if !ok {
		return "", "", line
	}
	name, paragraph, _ := strings.Cut(where, ", paragraph ")
	return graph.DocumentID(name), paragraph, quote
}

// cluster is the place of a node among the clusters of the document.
func (d *draft) cluster(l *loose, id string) int {
	if at, ok := d.at[id]; ok {
		return at
	}
	n := l.nodes[id]
	d.at[id] = len(d.c.Clusters)
	aliases := slices.DeleteFunc(slices.Sorted(slices.Values(n.aliases)), func(a string) bool { return a == "" || a == n.name })
	d.c.Clusters = append(d.c.Clusters, graph.Cluster{Entity: graph.EntityID(id), Type: n.kind, Name: n.name, Aliases: aliases, Country: n.country})
	return d.at[id]
}

func (d *draft) add(l *loose, e *edge, claim graph.Claim) {
	claim.Subject, claim.Object = d.cluster(l, e.source), d.cluster(l, e.target)
	for _, end := range []struct {
		cluster int
		span    graph.Span
	}{{claim.Subject, claim.Evidence.Subject}, {claim.Object, claim.Evidence.Object}} {
		m := graph.Mention{Passage: claim.Evidence.Passage, Span: end.span}
		cl := &d.c.Clusters[end.cluster]
		if end.span.Len() > 0 && !slices.Contains(cl.Mentions, m) {
			cl.Mentions = append(cl.Mentions, m)
		}
	}
	d.c.Claims = append(d.c.Claims, claim)
}

// quote adds a statement of which only the words are known: they become a paragraph of the document.
func (d *draft) quote(l *loose, e *edge, paragraph, quote string) {
	claim := l.claim(e)
	ev := &claim.Evidence
	ev.Span.Start = d.text.Len()
	d.text.WriteString(quote)
	ev.Span.End = d.text.Len()
	d.text.WriteString("\n\n")
	d.c.Passages = append(d.c.Passages, graph.Passage{Label: paragraph, Span: ev.Span})
	ev.Passage, ev.Paragraph, ev.Quote = len(d.c.Passages), paragraph, quote
	ev.Subject, ev.Object = d.named(l, e.source, ev), d.named(l, e.target, ev)
	d.add(l, e, claim)
}

// named is where the quote names a node, or all of the quote.
func (d *draft) named(l *loose, id string, ev *graph.Evidence) graph.Span {
	n := l.nodes[id]
	for _, form := range append([]string{n.name}, n.aliases...) {
		if i := strings.Index(ev.Quote, form); i >= 0 && form != "" {
			return graph.Span{Start: ev.Span.Start + i, End: ev.Span.Start + i + len(form)}
		}
	}
	return ev.Span
}

func (d *draft) done(file string) *graph.Contribution {
	if d.text.Len() > 0 {
		d.c.Text = d.text.String()
		d.c.Document.Bytes, d.c.Document.Words, d.c.Document.Passages = len(d.c.Text), len(strings.Fields(d.c.Text)), len(d.c.Passages)
	}
	if d.c.Document.Hash == "" {
		d.c.Document.Notes = append(d.c.Document.Notes, "imported from "+file+": the quotes are here, not the whole text")
	}
	return d.c
}
