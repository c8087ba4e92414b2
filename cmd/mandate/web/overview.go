package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"mandate/graph"
	"mandate/graph/algo"
)

// network is the graph as measures see it: all of it, or only what is asserted.
func (m *moment) network(ctx context.Context, asserted bool) (*algo.Network, error) {
	f := algo.Filter{Statuses: graph.Statuses()}
	if asserted {
		f.Statuses = nil
	}
	return m.view.Network(ctx, f)
}

// measured is what a measure finds.
func (m *moment) measured(ctx context.Context, name string, asserted bool, opt algo.Options) (*algo.Result, error) {
	measure, err := algo.Find(name)
	if err != nil {
		return nil, &problem{http.StatusNotFound, "There is no measure of that name.", "The analysis pages list those there are."}
	}
	n, err := m.network(ctx, asserted)
	if err != nil {
		return nil, err
	}
	done, err := m.server.opt.Live.Heavy(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return measure.Run(ctx, n, opt)
}

// central is who and what is in the thick of it.
type central struct {
	byType      map[string][]algo.Score
	rank        map[graph.EntityID]float64 // PageRank
	communities []algo.Group
	community   map[graph.EntityID]int // by number, from 1
	degree      map[graph.EntityID]int // relations
	heart       []graph.EntityID       // the most central that are joined to each other
}

const mostCentral = 8

func (m *moment) readCentral(ctx context.Context) (*central, error) {
	ranks, err := m.measured(ctx, "pagerank", false, algo.Options{})
	if err != nil {
		return nil, err
	}
	groups, err := m.measured(ctx, "communities", false, algo.Options{})
	if err != nil {
		return nil, err
	}
	degrees, err := m.measured(ctx, "degree", false, algo.Options{})
	if err != nil {
		return nil, err
	}
	c := &central{degree: make(map[graph.EntityID]int, len(degrees.Scores)), byType: map[string][]algo.Score{}, rank: make(map[graph.EntityID]float64, len(ranks.Scores)), community: make(map[graph.EntityID]int, len(ranks.Scores))}
	for _, s := range ranks.Scores {
		c.rank[s.Entity.ID] = s.Value
		if list := c.byType[s.Entity.Type]; len(list) < mostCentral {
			c.byType[s.Entity.Type] = append(list, s)
		}
	}
	if c.heart, err = m.readHeart(ctx, ranks.Scores); err != nil {
		return nil, err
	}
	for _, s := range degrees.Scores {
		c.degree[s.Entity.ID] = int(s.Value)
	}
	for i, g := range groups.Groups {
		for _, ent := range g.Members {
			c.community[ent.ID] = i + 1
		}
		if len(g.Members) > 2 && len(c.communities) < 4*mostCentral {
			g.Members = g.Members[:min(len(g.Members), 200)]
			c.communities = append(c.communities, algo.Group{Name: g.Name, Issue: g.Issue, Members: slices.Clone(g.Members)})
		}
	}
	return c, nil
}

// central is waited for no longer than patience.
func (m *moment) central(ctx context.Context, patience time.Duration) (*central, bool, error) {
	return within(ctx, m, "central", patience, m.readCentral)
}

// soon is how long a page waits for what takes its time on large stores and is not what the page is about.
const soon = 300 * time.Millisecond

type typed struct {
	Type  string
	Count int
	Top   []algo.Score
}

type overview struct {
	Counts      graph.Counts
	Entities    int
	Relations   int
	Types       []typed
	Verbs       []typed
	Communities []algo.Group
	Latest      []graph.Document
	Noted       int
	Ready       bool // false: what is central is still being worked out
	Listed      bool // false: names are still being read
}

func (s *Server) overview(w http.ResponseWriter, r *http.Request, m *moment) error {
	var o overview
	var err error
	if o.Counts, err = m.g.Counts(); err != nil {
		return err
	}
	if _, _, err := m.central(r.Context(), 0); err != nil { // it begins, so that the page need not wait twice
		return err
	}
	x, listed, err := m.indexSoon(r.Context())
	if err != nil {
		return err
	}
	if o.Listed = listed; listed {
		o.Latest, o.Noted = x.documents[:min(8, len(x.documents))], x.noted
	}
	c, ready, err := m.central(r.Context(), soon)
	if err != nil {
		return err
	}
	for _, t := range s.typesIn(o.Counts.Entities) {
		row := typed{Type: t, Count: o.Counts.Entities[t]}
		if ready {
			row.Top = c.byType[t]
		}
		o.Types = append(o.Types, row)
		o.Entities += row.Count
	}
	for _, t := range slices.Sorted(maps.Keys(o.Counts.Relations)) {
		o.Verbs = append(o.Verbs, typed{Type: t, Count: o.Counts.Relations[t]})
		o.Relations += o.Counts.Relations[t]
	}
	slices.SortStableFunc(o.Verbs, func(a, b typed) int { return cmp.Compare(b.Count, a.Count) })
	if o.Ready = ready; ready {
		o.Communities = c.communities[:min(mostCentral, len(c.communities))]
	}
	return s.render(w, r, "overview", frame{Title: "Overview", Nav: "overview"}, o)
}

// typesIn are the types that occur: those of the schema in its order, then others.
func (s *Server) typesIn(counts map[string]int) []string {
	var list []string
	for _, t := range s.schema.Entities {
		if counts[t.Type] > 0 {
			list = append(list, t.Type)
		}
	}
	for _, t := range slices.Sorted(maps.Keys(counts)) {
		if _, ok := s.schema.Entity(t); !ok && counts[t] > 0 {
			list = append(list, t)
		}
	}
	return list
}

// pager says which part of a list a page shows.
type pager struct {
	Page, Pages, From, To, Total int
	Before, After                string // addresses, "" none
}

// cut is the part of a list of total elements that the request asks for.
func cut(r *http.Request, name string, total, size int) (pager, error) {
	pages := max(1, (total+size-1)/size)
	n, err := number(r, name, 1, 1, pages)
	if err != nil {
		return pager{}, err
	}
	p := pager{Page: n, Pages: pages, From: (n - 1) * size, To: min(n*size, total), Total: total}
	at := func(n int) string {
		q := r.URL.Query()
		q.Set(name, thousandless(n))
		return r.URL.Path + "?" + q.Encode()
	}
	if n > 1 {
		p.Before = at(n - 1)
	}
	if n < pages {
		p.After = at(n + 1)
	}
	return p, nil
}

type entityList struct {
	Types []typed
	Type  string
	Rows  []graph.Entity
	Pager pager
}

const rowsOfList = 50

// entities lists what is in the graph, the most mentioned first.
func (s *Server) entities(w http.ResponseWriter, r *http.Request, m *moment) error {
	x, err := m.index(r.Context())
	if err != nil {
		return err
	}
	counts, err := m.g.Counts()
	if err != nil {
		return err
	}
	l := entityList{Type: r.URL.Query().Get("type")}
	for _, t := range s.typesIn(counts.Entities) {
		l.Types = append(l.Types, typed{Type: t, Count: counts.Entities[t]})
	}
	all := x.entities
	if l.Type != "" {
		all = nil
		for _, ent := range x.entities {
			if ent.Type == l.Type {
				all = append(all, ent)
			}
		}
	}
	if l.Pager, err = cut(r, "page", len(all), rowsOfList); err != nil {
		return err
	}
	l.Rows = all[l.Pager.From:l.Pager.To]
	title := "Everything in the graph"
	if l.Type != "" {
		title = s.pages.view.EntityType(l.Type).Label
	}
	return s.render(w, r, "entities", frame{Title: title}, l)
}

type documentList struct {
	Rows  []graph.Document
	Noted bool
	Pager pager
}

// documents lists the documents, the latest first.
func (s *Server) documents(w http.ResponseWriter, r *http.Request, m *moment) error {
	x, err := m.index(r.Context())
	if err != nil {
		return err
	}
	l := documentList{Noted: r.URL.Query().Get("noted") != ""}
	all := x.documents
	if l.Noted {
		all = nil
		for _, doc := range x.documents {
			if len(doc.Notes) > 0 {
				all = append(all, doc)
			}
		}
	}
	if l.Pager, err = cut(r, "page", len(all), rowsOfList); err != nil {
		return err
	}
	l.Rows = all[l.Pager.From:l.Pager.To]
	return s.render(w, r, "documents", frame{Title: "Documents", Nav: "documents"}, l)
}
