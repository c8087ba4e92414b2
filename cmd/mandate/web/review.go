package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"mandate/export/view"
	"mandate/extract/link"
	"mandate/graph"
)

// side is one of two entities that may be one.
type side struct {
	Entity graph.Entity
	Places []found
	Bonds  []bond
	Total  int // relations
}

type reviewPage struct {
	Pair     *link.Candidate
	Sides    [2]side
	Number   int // of the pair, from 1
	Total    int
	Type     string
	Types    []string
	Before   string
	After    string
	Next     string // where to go on after a judgement
	Recent   []judged
	Shared   []graph.Entity // neighbours of both
	Withheld bool
}

// judged is a judgement as pages show it.
type judged struct {
	graph.Judgement
	Ident string
	Text  string
}

func newJudged(j graph.Judgement) judged {
	text := ""
	switch j.Kind {
	case graph.Same:
		text = "are one"
	case graph.Different:
		text = "are two"
	case graph.Rename:
		text = "is called “" + view.Clean(j.Value) + "”"
	case graph.Retype:
		text = "is of type " + view.Clean(j.Value)
	case graph.Hide:
		text = "is hidden"
	}
	return judged{j, j.ID(), text}
}

const (
	placesShown = 2
	recentShown = 8
	pageOfJudge = 50
)

// candidates are the pairs that may be one, the most uncertain first.
func (m *moment) candidates(ctx context.Context) ([]link.Candidate, error) {
	pairs, _, err := within(ctx, m, "candidates", answerLimit, func(context.Context) ([]link.Candidate, error) {
		all, err := m.view.Judgements()
		if err != nil {
			return nil, err
		}
		return link.Candidates(m.g.Entities(""), all)
	})
	return pairs, err
}

// review shows a pair that may be one, side by side.
func (s *Server) review(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	pg := reviewPage{Type: q.Get("type"), Withheld: m.withheld()}
	all, err := m.candidates(r.Context())
	if err != nil {
		return err
	}
	judgements, err := m.view.Judgements()
	if err != nil {
		return err
	}
	decided := map[string]bool{}
	for _, j := range judgements {
		decided[j.ID()] = true
	}
	var pairs []link.Candidate
	for _, p := range all {
		if pg.Type != "" && p.A.Type != pg.Type && p.B.Type != pg.Type || decided[graph.Judgement{Kind: graph.Same, A: p.A.ID, B: p.B.ID}.ID()] {
			continue
		}
		pairs = append(pairs, p)
	}
	if counts, err := m.g.Counts(); err == nil {
		pg.Types = s.typesIn(counts.Entities)
	}
	if pg.Total = len(pairs); pg.Total > 0 {
		// a pair that was just decided is gone from the list: the place then is that of the next one
		at, err := number(r, "pair", 1, 1, 1<<30)
		if err != nil {
			return err
		}
		at = min(at, pg.Total)
		to := func(n int) string { return address("/review", "type", pg.Type, "pair", thousandless(n)) }
		pg.Number, pg.Next = at, to(at)
		if at > 1 {
			pg.Before = to(at - 1)
		}
		if at < pg.Total {
			pg.After = to(at + 1)
		}
		p := pairs[at-1]
		pg.Pair = &p
		if err := m.sides(&pg, p); errors.Is(err, graph.ErrNotFound) { // joined since the list was made
			pg.Pair = nil
		} else if err != nil {
			return err
		}
	}
	if !pg.Withheld {
		slices.Reverse(judgements)
		for _, j := range judgements[:min(recentShown, len(judgements))] {
			pg.Recent = append(pg.Recent, newJudged(j))
		}
	}
	return s.render(w, r, "review", frame{Title: "Review", Nav: "review", Wide: true}, pg)
}

// sides reads what tells the two apart.
func (m *moment) sides(pg *reviewPage, p link.Candidate) error {
	near := map[graph.EntityID]int{}
	for i, id := range []graph.EntityID{p.A.ID, p.B.ID} {
		ent, err := m.g.Entity(id)
		if err != nil {
			return err
		}
		sd := side{Entity: ent}
		if sd.Places, err = m.placesOf(id); err != nil {
			return err
		}
		rels, err := m.relations(id)
		if err != nil {
			return err
		}
		sd.Total = len(rels)
		seen := map[graph.EntityID]bool{}
		for k := range rels {
			if other := rels[k].otherID(); !seen[other] {
				seen[other] = true
				near[other]++
			}
		}
		for _, b := range rels[:min(4, len(rels))] {
			if err := m.fill(&b); err != nil {
				return err
			}
			sd.Bonds = append(sd.Bonds, b)
		}
		pg.Sides[i] = sd
	}
	var shared []graph.EntityID
	for id, n := range near {
		if n == 2 {
			shared = append(shared, id)
		}
	}
	slices.Sort(shared)
	for _, id := range shared[:min(6, len(shared))] {
		ent, err := m.g.Entity(id)
		if err != nil {
			return err
		}
		pg.Shared = append(pg.Shared, ent)
	}
	return nil
}

// placesOf shows an entity in the first texts that name it.
func (m *moment) placesOf(id graph.EntityID) ([]found, error) {
	var list []found
	var last graph.DocumentID
	for mention, err := range m.g.Mentions(id) {
		if err != nil {
			return nil, err
		}
		if mention.Document == last {
			continue
		}
		last = mention.Document
		t, err := m.text(mention.Document)
		if err != nil {
			return nil, err
		}
		doc, err := m.g.Document(mention.Document)
		if err != nil {
			return nil, err
		}
		f := found{Document: doc, Passage: mention.Passage, Match: t.read(mention.Span),
			Address: address("/document", "id", string(doc.ID), "entity", string(id), "passage", thousandless(mention.Passage)) + "#here"}
		if p := mention.Passage - 1; p >= 0 && p < len(t.passages) {
			f.Before, f.Behind = context2(t, t.passages[p].Span, mention.Span)
		}
		if list = append(list, f); len(list) == placesShown {
			break
		}
	}
	return list, nil
}

// context2 is the text around a span within its passage, on both sides.
func context2(t *text, passage, span graph.Span) (before, behind string) {
	before, behind = t.read(graph.Span{Start: passage.Start, End: span.Start}), t.read(graph.Span{Start: span.End, End: passage.End})
	const around = 90
	if rs := []rune(before); len(rs) > around {
		before = "…" + string(rs[len(rs)-around:])
	}
	if rs := []rune(behind); len(rs) > around {
		behind = string(rs[:around]) + "…"
	}
	return before, behind
}

type judgementList struct {
	Rows  []judged
	Pager pager
}

// judgements lists what people decided, the latest first.
func (s *Server) judgements(w http.ResponseWriter, r *http.Request, m *moment) error {
	if m.withheld() {
		return &problem{http.StatusForbidden, "Judgements are not shown here.", "They name entities whatever their marking; start the server without --max-marking."}
	}
	all, err := m.view.Judgements()
	if err != nil {
		return err
	}
	slices.Reverse(all)
	var l judgementList
	if l.Pager, err = cut(r, "page", len(all), pageOfJudge); err != nil {
		return err
	}
	for _, j := range all[l.Pager.From:l.Pager.To] {
		l.Rows = append(l.Rows, newJudged(j))
	}
	return s.render(w, r, "judgements", frame{Title: "Judgements", Nav: "review"}, l)
}

// mayEdit says no where the server only shows.
func (s *Server) mayEdit() error {
	if s.opt.Edit {
		return nil
	}
	return &problem{http.StatusForbidden, "This server only shows.", "Start it as `mandate serve --edit` to judge."}
}

const longestReason = 2000

// judge puts a judgement in force.
func (s *Server) judge(w http.ResponseWriter, r *http.Request) {
	if err := s.mayEdit(); err != nil {
		s.fail(w, r, err)
		return
	}
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, &problem{http.StatusBadRequest, "The form cannot be read.", "Go back and try again."})
		return
	}
	f := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get(name), "")) }
	j := graph.Judgement{Kind: graph.JudgementKind(f("kind")), A: graph.EntityID(f("a")), Value: f("value"), Reason: f("reason"), Date: s.opt.Now().UTC().Format(time.DateOnly)}
	if j.Kind == graph.Same || j.Kind == graph.Different {
		j.B, j.Value = graph.EntityID(f("b")), ""
	}
	if err := s.checkJudgement(j); err != nil {
		s.fail(w, r, err)
		return
	}
	if err := s.opt.Live.Judge(j); err != nil {
		s.fail(w, r, err)
		return
	}
	s.back(w, r, f("next"), j.ID(), newJudged(j).Text)
}

func (s *Server) checkJudgement(j graph.Judgement) error {
	wrong := func(what, then string) error { return &problem{http.StatusBadRequest, what, then} }
	if err := j.Check(); err != nil {
		return wrong("That is no judgement: "+err.Error()+".", "Go back and fill in the form.")
	}
	if len(j.Reason) > longestReason || len(j.Value) > longestReason || len(j.A)+len(j.B) > 2*longestReason {
		return wrong("That is too long.", "A reason or a name has at most 2,000 bytes.")
	}
	if _, ok := s.schema.Entity(j.Value); j.Kind == graph.Retype && !ok {
		return wrong("There is no type of that name.", "Choose one of the list.")
	}
	return nil
}

// undo takes a judgement back.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) {
	if err := s.mayEdit(); err != nil {
		s.fail(w, r, err)
		return
	}
	id := r.PostFormValue("id")
	if err := s.opt.Live.Unjudge(id); err != nil {
		if errors.Is(err, graph.ErrNotFound) {
			err = &problem{http.StatusNotFound, "That judgement is not in force.", "It was taken back already; the list of judgements shows those in force."}
		}
		s.fail(w, r, err)
		return
	}
	s.back(w, r, r.PostFormValue("next"), "", "")
}

// back leads to a page of this server, with what was done. The address comes from a form: only its path and query count.
func (s *Server) back(w http.ResponseWriter, r *http.Request, next, id, text string) {
	u, err := url.Parse(next)
	if err != nil || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		u = &url.URL{Path: "/review"}
	}
	q := u.Query()
	q.Del("judged")
	q.Del("done")
	if id != "" {
		q.Set("judged", id)
		q.Set("done", text)
	}
	http.Redirect(w, r, (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String(), http.StatusSeeOther)
}
