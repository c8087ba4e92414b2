package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"mandate/export/view"
	"mandate/graph"
)

// text is the text of a document as far as it may be shown.
type text struct {
	all      string
	passages []graph.Passage
	markup   bool // it is read without its markup
	whole    bool // what stands between passages may be shown, too
}

// read is a part of the text as it is read: without markup.
func (t *text) read(s graph.Span) string { return view.ReadingText(t.at(s), t.markup) }

func (t *text) at(s graph.Span) string {
	if s.Start < 0 || s.Start > s.End || s.End > len(t.all) {
		return ""
	}
	return t.all[s.Start:s.End]
}

// text reads a text. Where markings are withheld, only the passages that remain can be read.
func (m *moment) text(id graph.DocumentID) (*text, error) {
	all, passages, err := m.view.Text(id)
	if err != nil {
		return nil, err
	}
	doc, err := m.g.Document(id)
	if err != nil {
		return nil, err
	}
	return &text{all, passages, view.InMarkup(&doc), !m.withheld()}, nil
}

// withheld says whether something may be left out for its marking.
func (m *moment) withheld() bool { return m.server.opt.Live.MaxMarking() != "" }

// piece is a stretch of text with one and the same meaning.
type piece struct {
	Text   string
	Entity graph.EntityID // whose mention it is, "" nobody's
	Class  string
	Said   bool // a statement stands here
	Here   bool // it is what was asked for
	Anchor bool // the first of these
}

// noted is a statement beside the passage that makes it.
type noted struct {
	Statement       graph.Statement
	Subject, Object string // names in this document
	Here            bool
}

type shownPassage struct {
	Number  int
	Gap     string // what stands before it in the file: page numbers, blank lines
	Label   string
	Marking string
	Pieces  []piece
	Notes   []noted
	Here    bool
	Hidden  bool
}

type shownDocument struct {
	Document  graph.Document
	Passages  []shownPassage
	Tail      string
	Pager     pager
	Kept      bool // the text is in the store
	Markup    bool // it is shown without its markup
	Here      *noted
	Entities  []graph.Entity
	Entity    graph.Entity // the one whose mentions are marked
	Places    []int        // passages that name it
	Hash      string
	Query     string
	Found     []int // passages where the words of the query stand
	Statement int   // how many statements
}

// passagesOfPage is how many passages a page of a document has.
const passagesOfPage = 60

// document shows a text as it was, with what was read out of it.
func (s *Server) document(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	id := graph.DocumentID(q.Get("id"))
	c, err := m.g.Contribution(id)
	if err != nil {
		return err
	}
	t := &text{c.Text, c.Passages, view.InMarkup(&c.Document), !m.withheld()}
	d := shownDocument{Document: c.Document, Kept: t.all != "", Markup: t.markup, Hash: c.Document.Hash, Query: asked(r)}
	statements := c.Statements()
	d.Statement = len(statements)
	here := -1 // the passage that was asked for
	var place graph.Span
	for i := range statements {
		if string(statements[i].ID) == q.Get("statement") {
			st := statements[i]
			n := noted{st, nameIn(c, st.Subject), nameIn(c, st.Object), true}
			d.Here, here, place = &n, st.Evidence.Passage, st.Evidence.Span
		}
	}
	if here < 0 {
		if here, err = number(r, "passage", -1, 1, 1<<30); err != nil {
			return err
		}
		if p := here - 1; p >= 0 && p < len(t.passages) {
			place = t.passages[p].Span
		}
	}
	d.mark(c, t, graph.EntityID(q.Get("entity")))
	total := len(t.passages)
	if here > 0 && here <= total && q.Get("page") == "" {
		q.Set("page", thousandless((here-1)/passagesOfPage+1))
		r = r.Clone(r.Context())
		r.URL.RawQuery = q.Encode()
	}
	if d.Pager, err = cut(r, "page", total, passagesOfPage); err != nil {
		return err
	}
	if d.Kept {
		d.lay(s, c, t, statements, here, place)
	} else {
		d.quotes(c, statements)
	}
	d.Entities = append(d.Entities, m.entitiesOf(r.Context(), c)...)
	return s.render(w, r, "document", frame{Title: cmp.Or(c.Document.Title, string(id)), Nav: "documents"}, d)
}

// mark notes which entity and which words were asked for, and where they stand.
func (d *shownDocument) mark(c *graph.Contribution, t *text, id graph.EntityID) {
	for i := range c.Clusters {
		if cl := &c.Clusters[i]; cl.Entity == id && id != "" {
			d.Entity = graph.Entity{ID: id, Name: cmp.Or(d.Entity.Name, cl.Name), Type: cl.Type}
			for _, mention := range cl.Mentions {
				d.Places = append(d.Places, mention.Passage)
			}
		}
	}
	slices.Sort(d.Places)
	d.Places = slices.Compact(d.Places)
	if words := wordsOf(d.Query); len(words) > 0 {
		for n, p := range t.passages {
			if _, ok := match(t.read(p.Span), words); ok && len(d.Found) < 100 {
				d.Found = append(d.Found, n+1)
			}
		}
	}
}

// nameIn is what a document calls an entity.
func nameIn(c *graph.Contribution, id graph.EntityID) string {
	for i := range c.Clusters {
		if c.Clusters[i].Entity == id {
			return c.Clusters[i].Name
		}
	}
	return string(id)
}

// entitiesOf are the entities that a document names, the most named first.
func (m *moment) entitiesOf(ctx context.Context, c *graph.Contribution) []graph.Entity {
	n := map[graph.EntityID]graph.Entity{}
	for i := range c.Clusters {
		cl := &c.Clusters[i]
		ent, ok := n[cl.Entity]
		if !ok {
			ent = graph.Entity{ID: cl.Entity, Type: cl.Type, Name: cl.Name}
		}
		ent.Mentions += len(cl.Mentions)
		n[cl.Entity] = ent
	}
	list := make([]graph.Entity, 0, len(n))
	for _, ent := range n {
		list = append(list, ent)
	}
	slices.SortFunc(list, func(a, b graph.Entity) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.ID, b.ID))
	})
	list = list[:min(len(list), 60)]
	for i := range list {
		if ent, err := m.g.Entity(list[i].ID); err == nil && ctx.Err() == nil {
			list[i].Name = ent.Name
		}
	}
	return list
}

// lay cuts the passages of the page into pieces.
func (d *shownDocument) lay(s *Server, c *graph.Contribution, t *text, statements []graph.Statement, here int, place graph.Span) {
	byPassage := map[int][]graph.Statement{}
	for _, st := range statements {
		byPassage[st.Evidence.Passage] = append(byPassage[st.Evidence.Passage], st)
	}
	mentions := map[int][]graph.Mention{}
	types := map[graph.EntityID]string{}
	names := map[graph.EntityID]string{}
	for i := range c.Clusters {
		cl := &c.Clusters[i]
		types[cl.Entity] = cl.Type
		names[cl.Entity] = cmp.Or(names[cl.Entity], cl.Name)
		for _, m := range cl.Mentions {
			m.Entity = cl.Entity
			mentions[m.Passage] = append(mentions[m.Passage], m)
		}
	}
	end := 0
	if d.Pager.From > 0 {
		end = t.passages[d.Pager.From-1].Span.End
	}
	anchored := false
	for i := d.Pager.From; i < d.Pager.To; i++ {
		p := t.passages[i]
		sp := shownPassage{Number: i + 1, Label: p.Label, Marking: p.Marking, Here: i+1 == here, Hidden: !t.whole && p.Span.Len() == 0}
		if t.whole && p.Span.Start > end && !t.markup { // there is nothing but markup between
			sp.Gap = strings.Trim(t.at(graph.Span{Start: end, End: p.Span.Start}), "\r\n")
		}
		end = max(end, p.Span.End)
		said := byPassage[i+1]
		slices.SortStableFunc(said, func(a, b graph.Statement) int { return cmp.Compare(a.Evidence.Span.Start, b.Evidence.Span.Start) })
		for _, st := range said {
			sp.Notes = append(sp.Notes, noted{st, names[st.Subject], names[st.Object], d.Here != nil && st.ID == d.Here.Statement.ID})
		}
		var target graph.Span
		if sp.Here {
			target = place
		}
		sp.Pieces = pieces(t, p.Span, mentions[i+1], said, target, d.Here != nil)
		for k := range sp.Pieces {
			pc := &sp.Pieces[k]
			if pc.Entity != "" {
				pc.Class = s.pages.class(types[pc.Entity])
			}
			if pc.Here = pc.Here || d.Entity.ID != "" && pc.Entity == d.Entity.ID; pc.Here && !anchored && sp.Here {
				pc.Anchor, anchored = true, true
			}
		}
		d.Passages = append(d.Passages, sp)
	}
	if t.whole && !t.markup && d.Pager.To == len(t.passages) && end < len(t.all) {
		d.Tail = strings.TrimRight(t.all[end:], "\r\n ")
	}
}

// quotes stands in for the text where the store has none: the sentences that statements quote.
func (d *shownDocument) quotes(c *graph.Contribution, statements []graph.Statement) {
	slices.SortStableFunc(statements, func(a, b graph.Statement) int { return cmp.Compare(a.Evidence.Span.Start, b.Evidence.Span.Start) })
	for _, st := range statements {
		d.Passages = append(d.Passages, shownPassage{
			Number: st.Evidence.Passage, Label: st.Evidence.Paragraph, Marking: st.Evidence.Marking,
			Pieces: []piece{{Text: view.ReadingText(st.Evidence.Quote, view.InMarkup(&c.Document))}},
			Notes:  []noted{{st, nameIn(c, st.Subject), nameIn(c, st.Object), d.Here != nil && st.ID == d.Here.Statement.ID}},
		})
	}
}

// pieces cuts a passage where mentions and statements begin and end. Of mentions that overlap the shortest shows.
func pieces(t *text, span graph.Span, mentions []graph.Mention, said []graph.Statement, target graph.Span, exact bool) []piece {
	at := map[int]bool{span.Start: true, span.End: true}
	note := func(s graph.Span) {
		for _, x := range []int{s.Start, s.End} {
			if x > span.Start && x < span.End && utf8.RuneStart(t.all[x]) {
				at[x] = true
			}
		}
	}
	for _, m := range mentions {
		note(m.Span)
	}
	for _, st := range said {
		note(st.Evidence.Span)
	}
	note(target)
	slices.SortStableFunc(mentions, func(a, b graph.Mention) int { return cmp.Compare(a.Span.Len(), b.Span.Len()) })
	cuts := make([]int, 0, len(at))
	for x := range at {
		cuts = append(cuts, x)
	}
	slices.Sort(cuts)
	var list []piece
	for i := 0; i+1 < len(cuts); i++ {
		s := graph.Span{Start: cuts[i], End: cuts[i+1]}
		p := piece{Text: t.read(s), Here: target.Overlaps(s) && exact}
		for _, m := range mentions {
			if m.Span.Contains(s) && strings.TrimSpace(p.Text) != "" {
				p.Entity = m.Entity
				break
			}
		}
		for _, st := range said {
			if st.Evidence.Span.Overlaps(s) {
				p.Said = true
				break
			}
		}
		list = append(list, p)
	}
	return list
}
