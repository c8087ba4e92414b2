package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"mandate/graph"
	"mandate/graph/algo"
)

// bond is one relation as it is seen from one of its ends.
type bond struct {
	graph.Relation
	Out    bool
	Other  graph.Entity
	Quotes []graph.Statement
	More   int // statements that are not shown
}

// bonds are the relations of one type and direction.
type bonds struct {
	Type  string
	Out   bool
	Key   string // "out:LEADS", for addresses
	Rows  []bond
	Total int
	Pager pager
	All   string // address of all of them, "" when they are shown
}

type seenIn struct {
	Document graph.Document
	Mentions int
	First    graph.Mention
	Address  string
}

type dated struct {
	Date      string
	Stated    bool // in the sentence, not by the document alone
	Statement graph.Statement
	Subject   graph.Entity
	Object    graph.Entity
}

type member struct {
	Key  graph.EntityID
	Self bool
}

type dossier struct {
	Entity     graph.Entity
	Groups     []bonds
	One        bool // only one group is shown
	Neighbours []graph.Entity
	Relations  int
	Documents  []seenIn
	MoreDocs   string
	Timeline   []dated
	LeftDates  int // statements that the timeline leaves out
	Members    []member
	Judgements []judged
	Types      []string // to retype
	Community  string
	Rank       float64
	Communal   graph.EntityID
	Picture    string
}

// The limits of the entity page.
const (
	bondsShown    = 8
	bondsOfPage   = 40
	quotesShown   = 2
	docsShown     = 25
	eventsShown   = 40
	eventsRead    = 400 // relations whose statements are looked at for the timeline
	mostNeighbors = 24
)

// entity shows all that is known of an entity.
func (s *Server) entity(w http.ResponseWriter, r *http.Request, m *moment) error {
	id := graph.EntityID(r.URL.Query().Get("id"))
	ent, err := m.g.Entity(id)
	if err != nil {
		if other, ok := m.moved(id, err); ok {
			http.Redirect(w, r, entityURL(other), http.StatusSeeOther)
			return nil
		}
		return err
	}
	d := dossier{Entity: ent, Picture: address("/picture", "start", string(id))}
	for _, t := range s.schema.Entities {
		d.Types = append(d.Types, t.Type)
	}
	rels, err := m.relations(id)
	if err != nil {
		return err
	}
	d.Relations = len(rels)
	if err := m.group(r, &d, rels); err != nil {
		return err
	}
	if !d.One {
		if err := errors.Join(m.around(&d, rels), m.datedOf(&d, rels), m.mentioned(r, &d), m.merged(r.Context(), &d)); err != nil {
			return err
		}
	}
	if c, ready, err := m.central(r.Context(), soon/4); err == nil && ready {
		d.Rank = c.rank[id]
		if n := c.community[id]; n > 0 && n <= len(c.communities) {
			d.Community = c.communities[n-1].Name
			if members := c.communities[n-1].Members; len(members) > 0 {
				d.Communal = members[0].ID
			}
		}
	}
	return s.render(w, r, "entity", frame{Title: ent.Name}, d)
}

// moved finds what has become of a key that is no entity's identifier any more: a judgement may have joined it.
func (m *moment) moved(id graph.EntityID, err error) (graph.EntityID, bool) {
	if !errors.Is(err, graph.ErrNotFound) || m.withheld() {
		return "", false
	}
	all, err := m.view.Judgements()
	if err != nil {
		return "", false
	}
	for _, j := range all {
		other := j.A
		switch {
		case j.Kind != graph.Same || j.A != id && j.B != id:
			continue
		case j.A == id:
			other = j.B
		}
		if _, err := m.g.Entity(other); err == nil {
			return other, true
		}
	}
	return "", false
}

// relations are the relations of an entity, the best supported first.
func (m *moment) relations(id graph.EntityID) ([]bond, error) {
	var all []bond
	for rel, err := range m.g.Relations(id, graph.Both, "") {
		if err != nil {
			return nil, err
		}
		all = append(all, bond{Relation: rel, Out: rel.Subject == id})
	}
	slices.SortStableFunc(all, func(a, b bond) int {
		return cmp.Or(cmp.Compare(b.Independent, a.Independent), cmp.Compare(a.Status, b.Status), cmp.Compare(b.Confidence, a.Confidence))
	})
	return all, nil
}

func (b *bond) otherID() graph.EntityID {
	if b.Out {
		return b.Object
	}
	return b.Subject
}

func (b *bond) group() string {
	if b.Out {
		return "out:" + b.Type
	}
	return "in:" + b.Type
}

// group puts relations of one type and direction together; the largest group comes first.
func (m *moment) group(r *http.Request, d *dossier, rels []bond) error {
	byKey := map[string][]bond{}
	var keys []string
	for _, b := range rels {
		if byKey[b.group()] == nil {
			keys = append(keys, b.group())
		}
		byKey[b.group()] = append(byKey[b.group()], b)
	}
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(len(byKey[b]), len(byKey[a])) })
	if only := r.URL.Query().Get("relation"); only != "" {
		if byKey[only] == nil {
			return &problem{http.StatusNotFound, "It has no such relations.", "Go back to its page."}
		}
		keys, d.One = []string{only}, true
	}
	for _, key := range keys {
		all := byKey[key]
		g := bonds{Type: all[0].Type, Out: all[0].Out, Key: key, Total: len(all), Rows: all[:min(bondsShown, len(all))]}
		if d.One {
			var err error
			if g.Pager, err = cut(r, "page", len(all), bondsOfPage); err != nil {
				return err
			}
			g.Rows = all[g.Pager.From:g.Pager.To]
		} else if len(all) > bondsShown {
			g.All = address("/entity", "id", string(d.Entity.ID), "relation", key)
		}
		for i := range g.Rows {
			if err := m.fill(&g.Rows[i]); err != nil {
				return err
			}
		}
		d.Groups = append(d.Groups, g)
	}
	return nil
}

// fill reads the other end and the best quotes.
func (m *moment) fill(b *bond) (err error) {
	if b.Other, err = m.g.Entity(b.otherID()); err != nil {
		return err
	}
	for st, err := range m.g.Statements(b.RelationKey) {
		if err != nil {
			return err
		}
		if len(b.Quotes) < 50 {
			b.Quotes = append(b.Quotes, st)
		}
	}
	slices.SortStableFunc(b.Quotes, func(a, c graph.Statement) int {
		return cmp.Or(cmp.Compare(a.Status, c.Status), cmp.Compare(c.Evidence.Confidence, a.Evidence.Confidence))
	})
	b.Quotes = b.Quotes[:min(quotesShown, len(b.Quotes))]
	b.More = b.Statements - len(b.Quotes)
	return nil
}

// around lists the nearest neighbours.
func (m *moment) around(d *dossier, rels []bond) error {
	seen := map[graph.EntityID]bool{d.Entity.ID: true}
	for i := range rels {
		id := rels[i].otherID()
		if seen[id] || len(d.Neighbours) == mostNeighbors {
			continue
		}
		seen[id] = true
		ent, err := m.g.Entity(id)
		if err != nil {
			return err
		}
		d.Neighbours = append(d.Neighbours, ent)
	}
	return nil
}

// datedOf lists statements by date: the one that the sentence gives, else that of the document.
func (m *moment) datedOf(d *dossier, rels []bond) error {
	dates := map[graph.DocumentID]string{}
	for i := range rels {
		if i == eventsRead {
			d.LeftDates += len(rels) - i
			break
		}
		for st, err := range m.g.Statements(rels[i].RelationKey) {
			if err != nil {
				return err
			}
			ev := dated{Date: cmp.Or(st.Since, st.Until), Statement: st}
			if ev.Stated = ev.Date != ""; !ev.Stated {
				id := st.Evidence.Document
				if _, ok := dates[id]; !ok {
					doc, err := m.g.Document(id)
					if err != nil {
						return err
					}
					dates[id] = doc.Date
				}
				ev.Date = dates[id]
			}
			if ev.Date != "" {
				d.Timeline = append(d.Timeline, ev)
			}
		}
	}
	byDate := func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Statement.ID, b.Statement.ID))
	}
	if more := len(d.Timeline) - eventsShown; more > 0 { // what sentences give dates for says more than when documents were written
		slices.SortStableFunc(d.Timeline, func(a, b dated) int {
			if a.Stated != b.Stated {
				return map[bool]int{true: -1, false: 1}[a.Stated]
			}
			return byDate(a, b)
		})
		d.Timeline = d.Timeline[:eventsShown]
		d.LeftDates += more
	}
	slices.SortStableFunc(d.Timeline, byDate)
	for i := range d.Timeline {
		ev := &d.Timeline[i]
		var err error
		if ev.Subject, err = m.g.Entity(ev.Statement.Subject); err != nil {
			return err
		}
		if ev.Object, err = m.g.Entity(ev.Statement.Object); err != nil {
			return err
		}
	}
	return nil
}

// mentioned lists the documents that name it, and where.
func (m *moment) mentioned(r *http.Request, d *dossier) error {
	skip, err := number(r, "skip", 0, 0, 1<<30)
	if err != nil {
		return err
	}
	n := 0
	var current graph.DocumentID
	for mention, err := range m.g.Mentions(d.Entity.ID) {
		if err != nil {
			return err
		}
		if mention.Document == current {
			if last := len(d.Documents) - 1; n > skip {
				d.Documents[last].Mentions++
			}
			continue
		}
		current = mention.Document
		if n++; n > skip+docsShown {
			d.MoreDocs = address("/entity", "id", string(d.Entity.ID), "skip", thousandless(skip+docsShown)) + "#documents"
			break
		}
		if n <= skip {
			continue
		}
		doc, err := m.g.Document(mention.Document)
		if err != nil {
			return err
		}
		d.Documents = append(d.Documents, seenIn{Document: doc, Mentions: 1, First: mention,
			Address: address("/document", "id", string(doc.ID), "entity", string(d.Entity.ID), "passage", thousandless(mention.Passage)) + "#here"})
	}
	return nil
}

// merged tells which keys were linked and what people decided about them. Neither is shown where markings are withheld:
// names may come from what is.
func (m *moment) merged(ctx context.Context, d *dossier) error {
	if m.withheld() {
		return nil
	}
	id := d.Entity.ID
	keys, ready, err := within(ctx, m, "members of "+string(id), 2*soon, func(ctx context.Context) ([]graph.EntityID, error) {
		done, err := m.server.opt.Live.Heavy(ctx) // it reads every document that names the entity
		if err != nil {
			return nil, err
		}
		defer done()
		return m.view.Members(id)
	})
	if err != nil || !ready {
		return err
	}
	about := map[graph.EntityID]bool{id: true}
	for _, key := range keys {
		about[key] = true
		d.Members = append(d.Members, member{key, key == id})
	}
	all, err := m.view.Judgements()
	if err != nil {
		return err
	}
	for _, j := range all {
		if about[j.A] || about[j.B] {
			d.Judgements = append(d.Judgements, newJudged(j))
		}
	}
	return nil
}

// step is one relation of a path.
type step struct {
	Relation graph.Relation
	Back     bool // it is walked from object to subject
	To       graph.Entity
	Quote    graph.Statement
}

type way struct {
	Start graph.Entity
	Steps []step
}

type ways struct {
	From, To     graph.Entity
	FromID, ToID string
	Ways         []way
	Asked        bool
	Choices      []choice
	View         string
}

// choice is what somebody may have meant by a name.
type choice struct {
	Entity  graph.Entity
	Address string
}

// paths shows how two entities are linked, the shortest ways first.
func (s *Server) paths(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	p := ways{FromID: q.Get("from"), ToID: q.Get("to")}
	for _, end := range []struct {
		name string
		text string
		ent  *graph.Entity
	}{{"from", p.FromID, &p.From}, {"to", p.ToID, &p.To}} {
		if strings.TrimSpace(end.text) == "" {
			continue
		}
		list, err := m.named(r.Context(), end.text)
		if err != nil {
			return err
		}
		if len(list) == 1 {
			*end.ent = list[0]
			continue
		}
		for _, ent := range list {
			ends := map[string]string{"from": p.FromID, "to": p.ToID}
			ends[end.name] = string(ent.ID)
			p.Choices = append(p.Choices, choice{ent, address("/paths", "from", ends["from"], "to", ends["to"])})
		}
		if len(list) == 0 {
			return &problem{http.StatusNotFound, "Nothing is called “" + end.text + "”.", "Search for it above; the name of one end of a path is a name as the graph has it, or an identifier."}
		}
		break
	}
	if p.From.ID != "" && p.To.ID != "" {
		p.Asked = true
		res, err := cached(r.Context(), m, "paths "+string(p.From.ID)+"\x00"+string(p.To.ID), func(ctx context.Context) (*algo.Result, error) {
			return m.measured(ctx, "paths", false, algo.Options{From: p.From.ID, To: p.To.ID, K: 5})
		})
		if err != nil {
			return err
		}
		ids := map[graph.EntityID]bool{}
		for _, row := range res.Table {
			wy, err := m.way(p.From, row)
			if err != nil {
				return err
			}
			p.Ways = append(p.Ways, wy)
			ids[p.From.ID] = true
			for _, st := range wy.Steps {
				ids[st.To.ID] = true
			}
		}
		p.View = viewOf(ids)
	}
	return s.render(w, r, "paths", frame{Title: "Paths"}, p)
}

// way makes steps of a row of the measure.
func (m *moment) way(from graph.Entity, row []any) (way, error) {
	wy := way{Start: from}
	at := from.ID
	for _, cell := range row {
		rels, ok := cell.([]graph.Relation)
		if !ok {
			continue
		}
		for _, rel := range rels {
			st := step{Relation: rel, Back: rel.Subject != at}
			if at = rel.Object; st.Back {
				at = rel.Subject
			}
			b := bond{Relation: rel, Out: !st.Back}
			if err := m.fill(&b); err != nil {
				return wy, err
			}
			st.To = b.Other
			if len(b.Quotes) > 0 {
				st.Quote = b.Quotes[0]
			}
			wy.Steps = append(wy.Steps, st)
		}
	}
	return wy, nil
}

// named are the entities that an identifier or a name means; where no name fits exactly, those that begin so.
func (m *moment) named(ctx context.Context, text string) ([]graph.Entity, error) {
	text = strings.TrimSpace(text)
	ent, err := m.g.Entity(graph.EntityID(text))
	if err == nil || !errors.Is(err, graph.ErrNotFound) {
		return []graph.Entity{ent}, err
	}
	var list []graph.Entity
	for ent, err := range m.g.Lookup(text) {
		if err != nil {
			return nil, err
		}
		list = append(list, ent)
	}
	if len(list) > 0 {
		return list, nil
	}
	x, err := m.index(ctx)
	if err != nil {
		return nil, err
	}
	hits, _ := x.find(text, "", 10)
	for _, h := range hits {
		if h.entity != nil {
			list = append(list, *h.entity)
		}
	}
	return list, nil
}
