// Package html writes a graph as one page that needs nothing else: summary, picture, the most central nodes, every edge with
// all its quotes, all nodes, all documents. It makes no request, works without JavaScript, prints, and turns dark where the
// reader's system is.
package html

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"slices"

	"mandate/export/view"
	"mandate/graph"
)

// Picture draws a picture of a kind as inline SVG, with nodes and edges that lead to the given fragments of the page. It writes
// nothing and ok is false when there is nothing to draw.
type Picture func(w io.Writer, v *view.View, kind string, node func(graph.EntityID) string, edge func(graph.RelationKey) string) (title string, ok bool, err error)

// pictures are the kinds of pictures on the page. All but the first are folded.
var pictures = []string{"top", "matrix", "lanes", "coordination", "timeline"}

//go:embed page.tmpl
var pageText string

//go:embed page.css
var styleText string

//go:embed page.js
var scriptText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"anchor": anchor, "clean": view.Clean, "quote": view.Quote, "plural": plural,
}).Parse(pageText))

// Sizes of the page.
const (
	mostCentral = 12  // nodes in each table of central nodes
	chunk       = 100 // entries in the open; further ones are folded by as many, so that the page opens fast
)

// writer is a page on its way out.
type writer struct {
	out   *bufio.Writer // keeps its first error
	view  *view.View
	names view.Names
}

// Write writes the page. It streams: what it keeps in memory is the picture.
func Write(w io.Writer, g graph.Reader, opt view.Options, picture Picture) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	p, err := v.Picture()
	if err != nil {
		return err
	}
	tally, err := v.Tally()
	if err != nil {
		return err
	}
	h := &writer{out: bufio.NewWriterSize(w, 1<<16), view: v, names: view.Names{View: v}}
	steps := []func() error{
		func() error { return h.head(tally) },
		func() error { return h.picture(picture) },
		func() error { return h.central(p) },
		func() error { return h.edges(tally) },
		func() error { return h.nodes(tally) },
		h.documents,
		func() error {
			return h.run("foot", struct{ Script template.JS }{template.JS(scriptText)}) //nolint:gosec // our own text
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("write page: %w", err)
		}
	}
	return h.out.Flush()
}

// run executes one piece of the page.
func (h *writer) run(piece string, data any) error { return page.ExecuteTemplate(h.out, piece, data) }

// anchor is the name of an entity's place in the page.
func anchor(id graph.EntityID) string {
	sum := sha256.Sum256([]byte(id))
	return "n" + hex.EncodeToString(sum[:8])
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// row is a number with its heading.
type row struct {
	Label string
	Count int
	Color template.CSS
	Href  string
}

// head writes everything above the picture.
func (h *writer) head(tally *view.Tally) error {
	data := struct {
		Title                      string
		Style                      template.CSS
		Total, Statuses            []row
		Nodes, Edges               []row
		Documents, Statements, Sum int
	}{Title: view.Clean(h.view.Options.Title), Style: template.CSS(styleText)} //nolint:gosec // our own text
	types, err := h.view.EntityTypes()
	if err != nil {
		return err
	}
	nodes, edges := 0, 0
	for i, t := range types {
		if n := tally.Nodes[t.Type]; n > 0 {
			data.Nodes = append(data.Nodes, row{Label: t.Label, Count: n, Color: template.CSS(t.Color), Href: fmt.Sprintf("#t%d", i)}) //nolint:gosec // EntityType lets only colours through
			nodes += n
		}
	}
	relations, err := h.view.RelationTypes()
	if err != nil {
		return err
	}
	for i, t := range relations {
		if n := tally.Edges[t.Type]; n > 0 {
			data.Edges = append(data.Edges, row{Label: t.Label, Count: n, Href: fmt.Sprintf("#e%d", i)})
			edges += n
		}
	}
	for _, s := range view.Statuses {
		data.Statuses = append(data.Statuses, row{Label: s.Status.String(), Count: tally.Statuses[s.Status]})
	}
	data.Total = []row{
		{Label: "documents", Count: tally.Documents, Href: "#documents"}, {Label: "statements", Count: tally.Statements},
		{Label: "nodes", Count: nodes, Href: "#nodes"}, {Label: "relations", Count: edges, Href: "#relations"},
	}
	return h.run("head", data)
}

// picture writes the pictures.
func (h *writer) picture(draw Picture) error {
	shown := 0
	for _, kind := range pictures {
		var drawn bytes.Buffer
		title, ok, err := draw(&drawn, h.view, kind, func(id graph.EntityID) string { return "#" + anchor(id) }, func(key graph.RelationKey) string { return "#" + key.ID() })
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if shown == 0 {
			if err := h.run("picture-start", nil); err != nil {
				return err
			}
		}
		piece := struct {
			Title   string
			First   bool
			Drawing template.HTML
		}{view.Clean(title), shown == 0, template.HTML(drawn.String())} //nolint:gosec // svg escapes
		if err := h.run("drawing", piece); err != nil {
			return err
		}
		shown++
	}
	if shown == 0 {
		return h.run("nothing", nil)
	}
	return h.run("picture-end", nil)
}

// ranked is a node in a table of central nodes, or a group, which has a name only.
type ranked struct {
	graph.Entity
	Value string
	Share float64 // of the highest value, in per cent
}

// groups are the largest groups, with how many nodes each has.
func (h *writer) groups(r *view.Ranking) []ranked {
	sizes := make([]int, len(r.Groups))
	for id := range r.Values {
		if only := h.view.Options.Only; only == nil || only.Nodes[id] {
			if number, _ := r.Group(id); number > 0 {
				sizes[number-1]++
			}
		}
	}
	order := make([]int, len(sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	var rows []ranked
	for _, i := range order {
		if sizes[i] < 2 || len(rows) == mostCentral {
			break
		}
		name := r.Groups[i]
		if name == "" {
			name = fmt.Sprintf("group %d", i+1)
		}
		rows = append(rows, ranked{graph.Entity{Name: name}, fmt.Sprintf("%d nodes", sizes[i]), 100 * float64(sizes[i]) / float64(sizes[order[0]])})
	}
	return rows
}

// central writes a table for each ranking, or one by degree where there is none.
func (h *writer) central(p *view.Picture) error {
	rankings := h.view.Options.Rankings
	if len(rankings) == 0 {
		byDegree := view.Ranking{Name: "Degree", Description: "Number of relations the node takes part in.", Values: map[graph.EntityID]float64{}}
		for _, n := range p.Nodes {
			byDegree.Values[n.Entity.ID] = float64(n.Degree)
		}
		rankings = []view.Ranking{byDegree}
	}
	type table struct {
		view.Ranking
		Rows []ranked
	}
	var tables, groups []table
	for _, r := range rankings {
		if r.Grouping() {
			if rows := h.groups(&r); len(rows) > 0 {
				groups = append(groups, table{Ranking: r, Rows: rows})
			}
			continue
		}
		ids := make([]graph.EntityID, 0, len(r.Values))
		for id, v := range r.Values {
			if only := h.view.Options.Only; v > 0 && (only == nil || only.Nodes[id]) { // measures are of the graph around the selection, too
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(a, b graph.EntityID) int {
			return cmp.Or(cmp.Compare(r.Values[b], r.Values[a]), cmp.Compare(a, b))
		})
		t := table{Ranking: r}
		for _, id := range ids {
			if len(t.Rows) == mostCentral {
				break
			}
			ent, err := h.view.Graph.Entity(id)
			if err != nil {
				return fmt.Errorf("ranking %s: %w", r.Name, err)
			}
			t.Rows = append(t.Rows, ranked{ent, fmt.Sprintf("%.4g", r.Values[id]), 100 * r.Values[id] / r.Values[ids[0]]})
		}
		if len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	return h.run("central", append(tables, groups...))
}
