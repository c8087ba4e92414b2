package web

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"

	"mandate/export/layout"
	"mandate/export/view"
	"mandate/graph"
	"mandate/graph/algo"
	lang "mandate/graph/cypher/value"
)

// The limits of a view of the graph. A picture of more cannot be read; a link restores what somebody put together.
const (
	firstNodes     = 40   // of a view that the server chooses
	moreNodes      = 20   // that a click on a node adds
	mostNodes      = 2000 // of a view that somebody put together
	mostEdges      = 5000
	mostStatements = 60 // of an edge, for filters; the page of the edge has them all
)

// choice of nodes, with what to say about it.
type chosen struct {
	ids    []graph.EntityID
	title  string
	note   string // what is left out
	center graph.EntityID
}

// choose is the nodes that an address asks for: those around one, those named, those of a community, those that a query
// finds, or the most central ones.
func (s *Server) choose(ctx context.Context, m *moment, q url.Values) (chosen, error) {
	switch {
	case q.Get("start") != "":
		return m.ego(graph.EntityID(q.Get("start")), firstNodes)
	case len(q["node"]) > 0:
		c := chosen{title: "Chosen nodes"}
		for _, id := range q["node"][:min(len(q["node"]), mostNodes)] {
			c.ids = append(c.ids, graph.EntityID(id))
		}
		return c, nil
	case q.Get("query") != "":
		return s.asked(ctx, m, q.Get("query"), q.Get("status"))
	}
	x, ready, err := m.central(ctx, answerLimit)
	if err != nil {
		return chosen{}, err
	}
	if !ready {
		return chosen{}, &problem{http.StatusServiceUnavailable, "Who is central is still being worked out.", "Load the page again in a while, or start from an entity."}
	}
	if of := q.Get("community"); of != "" {
		for i, g := range x.communities {
			if of != thousandless(i+1) {
				continue
			}
			c := chosen{title: g.Name}
			for _, ent := range g.Members[:min(firstNodes, len(g.Members))] {
				c.ids = append(c.ids, ent.ID)
			}
			if more := len(g.Members) - len(c.ids); more > 0 {
				c.note = count(more, "more member", "more members") + " of the community: open a node to see what is around it."
			}
			return c, nil
		}
		return chosen{}, &problem{http.StatusNotFound, "There is no such community.", "The overview lists them."}
	}
	return centralNodes(x), nil
}

// centralNodes are the most central nodes of all types, as far as they are joined to each other.
func centralNodes(x *central) chosen {
	c := chosen{title: "The most central", ids: x.heart}
	if len(x.rank) > len(c.ids) {
		c.note = "The " + thousands(len(c.ids)) + " most central of " + count(len(x.rank), "node", "nodes") + " that hang together, by PageRank."
	}
	return c
}

// readHeart chooses nodes by rank; one that none of the others is joined to gives its place to the next that is.
func (m *moment) readHeart(ctx context.Context, scores []algo.Score) ([]graph.EntityID, error) {
	top := scores[:min(len(scores), 10*firstNodes)]
	place := make(map[graph.EntityID]int, len(top))
	for i, s := range top {
		place[s.Entity.ID] = i
	}
	first := make([]int, len(top)) // the place of the highest ranked node that each is joined to
	for i := range first {
		first[i] = len(top)
	}
	for i, s := range top {
		for rel, err := range m.g.Relations(s.Entity.ID, graph.Out, "") {
			if err = cmp.Or(err, ctx.Err()); err != nil {
				return nil, err
			}
			if j, ok := place[rel.Object]; ok && i != j {
				first[i], first[j] = min(first[i], j), min(first[j], i)
			}
		}
	}
	var ids []graph.EntityID
	in := map[int]bool{}
	for i := range top {
		if len(ids) >= firstNodes {
			break
		}
		if first[i] == len(top) || in[i] {
			continue
		}
		for _, k := range []int{first[i], i} {
			if !in[k] && len(ids) <= firstNodes {
				in[k] = true
				ids = append(ids, top[k].Entity.ID)
			}
		}
	}
	if len(ids) == 0 {
		for _, s := range top[:min(firstNodes, len(top))] {
			ids = append(ids, s.Entity.ID)
		}
	}
	return ids, nil
}

// ego is a node and what is next to it, the best supported first.
func (m *moment) ego(id graph.EntityID, limit int) (chosen, error) {
	ent, err := m.g.Entity(id)
	if err != nil {
		return chosen{}, err
	}
	c := chosen{ids: []graph.EntityID{id}, title: ent.Name, center: id}
	rels, err := m.relations(id)
	if err != nil {
		return c, err
	}
	seen := map[graph.EntityID]bool{id: true}
	for i := range rels {
		other := rels[i].otherID()
		if seen[other] {
			continue
		}
		if seen[other] = true; len(c.ids) <= limit {
			c.ids = append(c.ids, other)
		}
	}
	if more := len(seen) - len(c.ids); more > 0 {
		c.note = thousands(len(c.ids)-1) + " of " + count(len(seen)-1, "neighbour", "neighbours") + ", the best supported; open the node again for more."
	}
	return c, nil
}

// asked is the nodes of the result of a query.
func (s *Server) asked(ctx context.Context, m *moment, text, status string) (chosen, error) {
	c := chosen{title: "Result of a query"}
	if len(text) > queryText {
		return c, &problem{http.StatusRequestEntityTooLarge, "The query is too long.", "It may have 16 KiB here."}
	}
	seen := map[graph.EntityID]bool{}
	_, err := s.run(ctx, m, text, status, func(_ []string, values []lang.Value) (bool, error) {
		ids := map[graph.EntityID]bool{}
		var unused []part
		for _, v := range values {
			if err := s.cell(&unused, v, ids, false); err != nil {
				return false, err
			}
		}
		sorted := make([]graph.EntityID, 0, len(ids))
		for id := range ids {
			sorted = append(sorted, id)
		}
		slices.Sort(sorted)
		for _, id := range sorted {
			if !seen[id] {
				seen[id] = true
				c.ids = append(c.ids, id)
			}
		}
		if len(c.ids) > 150 {
			c.note = "The result has more nodes; shown are the first 150."
			c.ids = c.ids[:150]
			return false, nil
		}
		return true, nil
	})
	if err != nil {
		return c, &problem{http.StatusUnprocessableEntity, "The query has no answer: " + view.Clip(view.Clean(err.Error()), 300), "The query page shows what is wrong with it."}
	}
	return c, nil
}

// canvas is what the graph view is given.
type canvas struct {
	Title string       `json:"title"`
	Note  string       `json:"note,omitempty"`
	Nodes []canvasNode `json:"nodes"`
	Edges []canvasEdge `json:"edges"`
	Docs  []canvasDoc  `json:"docs"`
	Types []canvasType `json:"types"`
	Marks []string     `json:"marks"`
	Cut   string       `json:"cut,omitempty"` // what did not fit
}

type canvasNode struct {
	ID        graph.EntityID `json:"id"`
	Name      string         `json:"name"`
	Type      string         `json:"type"`
	X         float64        `json:"x"`
	Y         float64        `json:"y"`
	Degree    int            `json:"degree"` // relations in the whole graph, 0 not known yet
	Rank      float64        `json:"rank"`
	Mentions  int            `json:"mentions"`
	Documents int            `json:"documents"`
	Community int            `json:"community"`
}

type canvasEdge struct {
	ID         string            `json:"id"`
	From       graph.EntityID    `json:"from"`
	Type       string            `json:"type"`
	To         graph.EntityID    `json:"to"`
	Label      string            `json:"label"`
	Symmetric  bool              `json:"symmetric,omitempty"`
	Status     graph.Status      `json:"status"`
	Support    int               `json:"support"`
	Confidence float64           `json:"confidence"`
	Address    string            `json:"address"`
	Said       []canvasStatement `json:"said"`
}

// canvasStatement is what filters look at.
type canvasStatement struct {
	Status     graph.Status `json:"s"`
	Confidence float64      `json:"c"`
	Doc        int          `json:"d"` // place in docs
	Mark       int          `json:"m"` // place in marks
}

type canvasDoc struct {
	ID    graph.DocumentID `json:"id"`
	Title string           `json:"title"`
	Date  string           `json:"date"`
}

type canvasType struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Color string `json:"color"`
}

// graph is the page with the graph view.
func (s *Server) graph(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	c, err := s.choose(r.Context(), m, q)
	if err != nil {
		return err
	}
	var list []graph.Entity
	for _, id := range c.ids {
		if ent, err := m.g.Entity(id); err == nil {
			list = append(list, ent)
		}
	}
	body := map[string]any{"Title": c.title, "Note": c.note, "Nodes": list, "Picture": "/picture?" + q.Encode(), "Query": q.Encode(), "Center": c.center}
	return s.render(w, r, "graph", frame{Title: "Graph: " + view.Clip(view.Clean(c.title), 80), Nav: "graph", Wide: true, Scripts: []string{"graphology.min.js", "sigma.min.js", "graph.js"}}, body)
}

// request is what the graph view asks for.
type canvasRequest struct {
	Query  string           `json:"query"`  // of the address of the page
	IDs    []graph.EntityID `json:"ids"`    // or: these nodes, from a link
	Expand graph.EntityID   `json:"expand"` // or: what is around this one
	Shown  []placed         `json:"shown"`  // beside these
}

// placed is a node where the view has it.
type placed struct {
	ID graph.EntityID `json:"id"`
	X  float64        `json:"x"`
	Y  float64        `json:"y"`
}

// graphData gives the graph view nodes and edges, with their places.
func (s *Server) graphData(w http.ResponseWriter, r *http.Request, m *moment) error {
	var req canvasRequest
	if err := json.NewDecoder(r.Body).Decode(&req); err != nil {
		return unreadable(err)
	}
	if len(req.IDs) > mostNodes || len(req.Shown) > mostNodes {
		return &problem{http.StatusRequestEntityTooLarge, "That is more than a view can show.", "Hide some nodes, or start from another one."}
	}
	var c *canvas
	var err error
	switch {
	case req.Expand != "":
		c, err = s.expand(r.Context(), m, req)
	case len(req.IDs) > 0:
		c, err = s.canvas(r.Context(), m, chosen{ids: req.IDs, title: "Restored view"})
	default:
		q, bad := url.ParseQuery(req.Query)
		if bad != nil {
			return unreadable(bad)
		}
		var ch chosen
		if ch, err = s.choose(r.Context(), m, q); err == nil {
			c, err = s.canvas(r.Context(), m, ch)
		}
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	writeJSON(w, c)
	return nil
}

func unreadable(err error) error {
	return &problem{http.StatusBadRequest, "The request cannot be read.", view.Clip(view.Clean(err.Error()), 200)}
}

// canvas fills in nodes and the edges between them, and finds their places.
func (s *Server) canvas(ctx context.Context, m *moment, ch chosen) (*canvas, error) {
	c := &canvas{Title: view.Clean(ch.title), Note: ch.note}
	in := map[graph.EntityID]bool{}
	if err := s.addNodes(ctx, m, c, ch.ids, in); err != nil {
		return nil, err
	}
	f := newFiller(s, m, c)
	for _, n := range c.Nodes {
		for rel, err := range m.g.Relations(n.ID, graph.Out, "") {
			if err = cmp.Or(err, ctx.Err()); err != nil {
				return nil, err
			}
			if in[rel.Object] {
				if err := f.edge(rel); err != nil {
					return nil, err
				}
			}
		}
	}
	place(c)
	return c, nil
}

// addNodes adds the nodes that there are; others were joined or forgotten since a link was made.
func (s *Server) addNodes(ctx context.Context, m *moment, c *canvas, ids []graph.EntityID, in map[graph.EntityID]bool) error {
	x, ready, err := m.central(ctx, soon)
	if err != nil {
		return err
	}
	gone := 0
	for _, id := range ids {
		if in[id] {
			continue
		}
		ent, err := m.g.Entity(id)
		if err != nil {
			gone++
			continue
		}
		in[id] = true
		n := canvasNode{ID: id, Name: view.Clean(ent.Name), Type: ent.Type, Mentions: ent.Mentions, Documents: ent.Documents}
		if ready {
			n.Rank, n.Community, n.Degree = x.rank[id], x.community[id], x.degree[id]
		}
		c.Nodes = append(c.Nodes, n)
	}
	if gone > 0 {
		c.Cut = count(gone, "node is", "nodes are") + " not in the graph any more."
	}
	return nil
}

// filler adds edges with what filters look at.
type filler struct {
	s     *Server
	m     *moment
	c     *canvas
	docs  map[graph.DocumentID]int
	marks map[string]int
}

func newFiller(s *Server, m *moment, c *canvas) *filler {
	c.Edges, c.Docs, c.Marks = []canvasEdge{}, []canvasDoc{}, []string{}
	for _, t := range s.schema.Entities {
		v := s.pages.view.EntityType(t.Type)
		c.Types = append(c.Types, canvasType{t.Type, v.Label, v.Color})
	}
	return &filler{s, m, c, map[graph.DocumentID]int{}, map[string]int{}}
}

func (f *filler) edge(rel graph.Relation) error {
	if len(f.c.Edges) >= mostEdges {
		f.c.Cut = "Only " + thousands(mostEdges) + " edges are shown."
		return nil
	}
	t := f.s.pages.view.RelationType(rel.Type)
	e := canvasEdge{ID: rel.ID(), From: rel.Subject, Type: rel.Type, To: rel.Object, Label: t.Label, Symmetric: t.Symmetric, Status: rel.Status,
		Support: rel.Support, Confidence: rel.Confidence, Address: edgeURL(rel.RelationKey)}
	for st, err := range f.m.g.Statements(rel.RelationKey) {
		if err != nil {
			return err
		}
		if len(e.Said) == mostStatements {
			break
		}
		doc, mark, err := f.source(st)
		if err != nil {
			return err
		}
		e.Said = append(e.Said, canvasStatement{st.Status, st.Evidence.Confidence, doc, mark})
	}
	f.c.Edges = append(f.c.Edges, e)
	return nil
}

// source files the document and the marking of a statement.
func (f *filler) source(st graph.Statement) (doc, mark int, err error) {
	ev := &st.Evidence
	doc, ok := f.docs[ev.Document]
	d, err := f.m.g.Document(ev.Document)
	if err != nil {
		return 0, 0, err
	}
	if !ok {
		doc = len(f.c.Docs)
		f.docs[ev.Document] = doc
		f.c.Docs = append(f.c.Docs, canvasDoc{d.ID, view.Clip(view.Clean(cmp.Or(d.Title, string(d.ID))), 120), day(d.Date)})
	}
	name := cmp.Or(ev.Marking, d.Marking)
	if mark, ok = f.marks[name]; !ok {
		mark = len(f.c.Marks)
		f.marks[name] = mark
		f.c.Marks = append(f.c.Marks, name)
	}
	return doc, mark, nil
}

// place finds a place for every node.
func place(c *canvas) {
	at := map[graph.EntityID]int{}
	boxes := make([]layout.Size, len(c.Nodes))
	for i, n := range c.Nodes {
		at[n.ID] = i
		boxes[i] = layout.Size{W: 50 + 1.25*min(240, layout.TextWidth(n.Name, 13)), H: 56} // names stay as large when the view is far away
	}
	seen := map[[2]int]bool{}
	var links []layout.Link
	for _, e := range c.Edges {
		a, b := at[e.From], at[e.To]
		if a > b {
			a, b = b, a
		}
		if a != b && !seen[[2]int{a, b}] {
			seen[[2]int{a, b}] = true
			links = append(links, layout.Link{From: a, To: b})
		}
	}
	points, _ := layout.Place(boxes, links, layout.Options{Gap: 12, Aspect: 1.6})
	for i, p := range points {
		// a name stands to the right of its node; the view counts upwards
		c.Nodes[i].X, c.Nodes[i].Y = round(p.X-boxes[i].W/2+12), -round(p.Y)
	}
}

func round(f float64) float64 { return math.Round(f*10) / 10 }

// expand adds what is around a node to a view, and leaves what is there where it is.
func (s *Server) expand(ctx context.Context, m *moment, req canvasRequest) (*canvas, error) {
	shown := map[graph.EntityID]placed{}
	for _, p := range req.Shown {
		if math.IsNaN(p.X) || math.Abs(p.X) > 1e7 || math.Abs(p.Y) > 1e7 {
			p.X, p.Y = 0, 0
		}
		shown[p.ID] = p
	}
	around, err := m.ego(req.Expand, 1<<30)
	if err != nil {
		return nil, err
	}
	var fresh []graph.EntityID
	left := 0
	for _, id := range around.ids {
		if _, ok := shown[id]; ok {
			continue
		}
		if len(fresh) == moreNodes || len(shown)+len(fresh) >= mostNodes {
			left++
			continue
		}
		fresh = append(fresh, id)
	}
	c := &canvas{Title: view.Clean(around.title), Nodes: []canvasNode{}}
	if left > 0 {
		c.Note = count(left, "more neighbour", "more neighbours") + " of " + c.Title + ": open it again."
	}
	in := map[graph.EntityID]bool{}
	if err := s.addNodes(ctx, m, c, fresh, in); err != nil {
		return nil, err
	}
	f := newFiller(s, m, c)
	seen := map[graph.RelationKey]bool{}
	for _, n := range c.Nodes {
		for rel, err := range m.g.Relations(n.ID, graph.Both, "") {
			if err = cmp.Or(err, ctx.Err()); err != nil {
				return nil, err
			}
			other := rel.Object
			if other == n.ID {
				other = rel.Subject
			}
			if _, old := shown[other]; (old || in[other]) && !seen[rel.RelationKey] {
				seen[rel.RelationKey] = true
				if err := f.edge(rel); err != nil {
					return nil, err
				}
			}
		}
	}
	spread(c, shown, req.Expand)
	return c, nil
}

// spread puts new nodes around the one they hang on, where there is room between those that are there.
func spread(c *canvas, shown map[graph.EntityID]placed, from graph.EntityID) {
	center := shown[from]
	const step, apart, golden = 34, 60, 2.399963229728653 // the golden angle spreads evenly, however many there are
	taken := make([]placed, 0, len(shown)+len(c.Nodes))
	for _, p := range shown {
		taken = append(taken, p)
	}
	slices.SortFunc(taken, func(a, b placed) int { return cmp.Compare(a.ID, b.ID) })
	k := 4
	for i := range c.Nodes {
		for ; ; k++ {
			r := step * math.Sqrt(float64(k))
			x, y := center.X+r*1.3*math.Cos(float64(k)*golden), center.Y+r*math.Sin(float64(k)*golden)
			free := !slices.ContainsFunc(taken, func(p placed) bool { return math.Abs(p.X-x) < 1.4*apart && math.Abs(p.Y-y) < 0.6*apart })
			if free || k > 4000 {
				c.Nodes[i].X, c.Nodes[i].Y = round(x), round(y)
				taken = append(taken, placed{c.Nodes[i].ID, x, y})
				k++
				break
			}
		}
	}
}

// viewOf is the address of a view of some nodes, "" when there are too many for an address or none.
func viewOf(ids map[graph.EntityID]bool) string {
	if len(ids) == 0 || len(ids) > 60 {
		return ""
	}
	q := url.Values{}
	for id := range ids {
		q.Add("node", string(id))
	}
	slices.Sort(q["node"])
	return "/graph?" + q.Encode()
}
