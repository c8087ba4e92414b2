package web

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"mandate/export/diagram"
	"mandate/export/view"
	"mandate/graph"
	"mandate/graph/algo"
)

// questions are the groups of measures that have an entry in the menu.
var questions = []struct {
	Name, Title, About string
	Measures           []string
}{
	{"gaps", "Gaps", "What nobody is said to be in charge of, and who is named but never said to lead.", []string{"issues-without-lead", "never-leading", "articulation", "bridges"}},
	{"conflicts", "Conflicts", "Where documents disagree, or give the same thing to two.", []string{"disagreements", "two-leads", "overlapping-mandates"}},
	{"ledger", "Ledger", "Who is to do what, with whom, by when, and what became of it.", []string{"commitments"}},
	{"centrality", "Centrality", "Who and what is in the thick of it.", []string{"pagerank", "degree", "betweenness", "cores", "communities", "components"}},
}

// cell is one cell of a table of results; one of the fields is filled.
type cell struct {
	Text      string
	Number    bool
	Entity    *graph.Entity
	Entities  []graph.Entity
	More      int // entities that are not shown
	Relations []graph.Relation
	Statement *graph.Statement
}

type measureTable struct {
	Name, Title, About string
	Head               []string
	Rows               [][]cell
	Notes              []string
	Pager              pager
	Sampled            bool
	View               string // address of a view of what the rows name
}

type analysisPage struct {
	Question string
	Title    string
	About    string
	Measures []measureLink
	Table    measureTable
	Names    map[graph.EntityID]string // ends of relations
}

type measureLink struct {
	Name, Title string
	Current     bool
}

const (
	rowsOfTable   = 25
	mostInCell    = 6
	sampleAbove   = 3000 // entities: measures that walk from every one of them are estimated above it
	samples       = 500
	longestTopic  = 64
	mostOfMatrix  = 60
	defaultMatrix = 25
)

// analysis shows what a measure finds.
func (s *Server) analysis(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	name, topic := q.Get("measure"), q.Get("of")
	if len(name) > longestTopic {
		name = name[:longestTopic]
	}
	pg := analysisPage{}
	for _, qu := range questions {
		if name == "" && (qu.Name == topic || topic == "" && qu.Name == "gaps") {
			name = qu.Measures[0]
		}
		if slices.Contains(qu.Measures, name) && pg.Question == "" {
			pg.Question, pg.Title, pg.About = qu.Name, qu.Title, qu.About
			for _, mn := range qu.Measures {
				if measure, err := algo.Find(mn); err == nil {
					pg.Measures = append(pg.Measures, measureLink{mn, measure.Title, mn == name})
				}
			}
		}
	}
	measure, err := algo.Find(name)
	if err != nil || pg.Question == "" {
		return &problem{http.StatusNotFound, "There is no analysis of that name.", "Choose one of gaps, conflicts, ledger and centrality."}
	}
	opt := algo.Options{}
	counts, err := m.g.Counts()
	if err != nil {
		return err
	}
	total := 0
	for _, n := range counts.Entities {
		total += n
	}
	if slices.Contains(measure.Settings, "samples") && total > sampleAbove {
		opt.Samples, pg.Table.Sampled = samples, true
	}
	asserted := pg.Question != "centrality"
	res, err := cached(r.Context(), m, "measure "+measure.Name, func(ctx context.Context) (*algo.Result, error) {
		return m.measured(ctx, measure.Name, asserted, opt)
	})
	if err != nil {
		return err
	}
	if err := pg.fill(r, m, measure, res); err != nil {
		return err
	}
	return s.render(w, r, "analysis", frame{Title: pg.Title + ": " + measure.Title, Nav: pg.Question, Wide: true}, pg)
}

func (pg *analysisPage) fill(r *http.Request, m *moment, measure *algo.Measure, res *algo.Result) (err error) {
	t := &pg.Table
	t.Name, t.Title, t.About, t.Notes = measure.Name, measure.Title, measure.Description, res.Notes
	if t.Pager, err = cut(r, "page", len(res.Scores)+len(res.Groups)+len(res.Table), rowsOfTable); err != nil {
		return err
	}
	for _, c := range measure.Columns {
		title := c.Title
		if c.Name == "score" && measure.Unit != "" {
			title += " (" + measure.Unit + ")"
		}
		t.Head = append(t.Head, title)
	}
	pg.Names = map[graph.EntityID]string{}
	ids := map[graph.EntityID]bool{}
	n := 0
	for row := range res.Rows(measure) {
		if n++; n <= t.Pager.From {
			continue
		}
		if n > t.Pager.To {
			break
		}
		cells := make([]cell, len(row))
		for i, v := range row {
			cells[i] = m.newCell(v)
			cells[i].Text = m.server.worded(cells[i].Text)
			if e := cells[i].Entity; e != nil {
				ids[e.ID] = true
			}
			for _, e := range cells[i].Entities {
				ids[e.ID] = true
			}
			for _, rel := range cells[i].Relations {
				for _, id := range []graph.EntityID{rel.Subject, rel.Object} {
					if ent, err := m.g.Entity(id); err == nil {
						pg.Names[id] = ent.Name
					}
				}
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	t.View = viewOf(ids)
	return nil
}

var dated10 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)

// worded is a text as a reader likes it: a relation type by its label, a moment by its day.
func (s *Server) worded(text string) string {
	if _, ok := s.schema.Relation(text); ok {
		return s.pages.view.RelationType(text).Label
	}
	if dated10.MatchString(text) {
		return day(text)
	}
	return text
}

func (m *moment) newCell(v any) cell {
	switch x := v.(type) {
	case graph.Entity:
		if x.ID == "" {
			return cell{}
		}
		return cell{Entity: &x}
	case []graph.Entity:
		return cell{Entities: x[:min(mostInCell, len(x))], More: max(0, len(x)-mostInCell)}
	case float64:
		return cell{Text: figure(x), Number: true}
	case int:
		return cell{Text: thousands(x), Number: true}
	case string:
		return cell{Text: x}
	case []graph.Relation:
		return cell{Relations: x[:min(mostInCell, len(x))], More: max(0, len(x)-mostInCell)}
	case graph.Statement:
		if x.ID == "" && x.Evidence.Quote == "" {
			return cell{}
		}
		if view.HasMarkup(x.Evidence.Quote) {
			if doc, err := m.g.Document(x.Evidence.Document); err == nil {
				x.Evidence = view.Reading(x.Evidence, view.InMarkup(&doc))
			}
		}
		return cell{Statement: &x}
	}
	return cell{}
}

type matrixPage struct {
	Rows, Columns string // types
	Types         []string
	Matrix        *diagram.Matrix
	About         string
	LeftOut       []string
	Letters       map[string]string
	Top           int
	Status        string
}

// matrix is the table of who does what to what.
func (s *Server) matrix(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	pg := matrixPage{Rows: cmp.Or(q.Get("rows"), "Agency"), Columns: q.Get("columns"), Letters: map[string]string{}, Status: q.Get("status")}
	counts, err := m.g.Counts()
	if err != nil {
		return err
	}
	pg.Types = s.typesIn(counts.Entities)
	if pg.Top, err = number(r, "top", defaultMatrix, 1, mostOfMatrix); err != nil {
		return err
	}
	opt := view.Options{Schema: s.schema, Top: pg.Top}
	if pg.Status != "" {
		st, err := graph.ParseStatus(pg.Status)
		if err != nil {
			return &problem{http.StatusBadRequest, "There is no such status.", "It is asserted, planned, reported or negated."}
		}
		opt.Statuses = []graph.Status{st}
	}
	ask := diagram.Options{Rows: []string{pg.Rows}}
	if pg.Columns != "" {
		ask.Columns = []string{pg.Columns}
	}
	for _, t := range append(slices.Clone(ask.Rows), ask.Columns...) {
		if _, ok := s.schema.Entity(t); !ok && counts.Entities[t] == 0 {
			return &problem{http.StatusBadRequest, "There is no such type of entity.", "There are " + strings.Join(pg.Types, ", ") + "."}
		}
	}
	key := strings.Join([]string{"matrix", pg.Rows, pg.Columns, pg.Status, thousandless(pg.Top)}, "\x00")
	d, err := cached(r.Context(), m, key, func(context.Context) (*diagram.Diagram, error) {
		kind, err := diagram.Find("matrix")
		if err != nil {
			return nil, err
		}
		v, err := view.New(m.g, opt)
		if err != nil {
			return nil, err
		}
		return kind.New(v, ask)
	})
	if err != nil {
		return err
	}
	pg.Matrix, pg.About, pg.LeftOut = d.Matrix, d.About, d.LeftOut
	if d.Matrix != nil {
		for _, c := range d.Matrix.Codes {
			pg.Letters[c.Type] = c.Letter
		}
	}
	return s.render(w, r, "matrix", frame{Title: "Matrix", Nav: "matrix", Wide: true}, pg)
}
