package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/syntax"
	lang "mandate/graph/cypher/value"
)

// The limits of a query that comes from a page.
const (
	queryTime   = 15 * time.Second
	queryMemory = 256 << 20
	querySteps  = 50_000_000
	queryRows   = 500 // shown
	queryText   = 16 << 10
	mostParts   = 12 // elements of a list, steps of a path that a cell shows
)

// part is a piece of what a cell shows.
type part struct {
	Text   string
	Entity *graph.Entity
	Doc    graph.DocumentID
	Rel    *graph.Relation
	Quote  bool // words of a document
}

type example struct{ Title, Text string }

type queryPage struct {
	Text     string
	Status   string
	Examples []example
	Columns  []string
	Rows     [][][]part
	Plan     string
	More     bool
	Took     string
	Error    *syntax.Error
	Mark     [3]string // the line of the error: before, at and after its place
	Refused  string
	View     string // address of the result as a graph
	Nodes    int
	Ran      bool
}

// query answers a query in Cypher.
func (s *Server) query(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	pg := queryPage{Text: q.Get("q"), Status: q.Get("status"), Examples: s.examples()}
	if len(pg.Text) > queryText {
		return &problem{http.StatusRequestEntityTooLarge, "The query is too long.", "It may have 16 KiB here; `mandate query --file` takes longer ones."}
	}
	if strings.TrimSpace(pg.Text) != "" {
		pg.Ran = true
		ids := map[graph.EntityID]bool{}
		err := s.ask(r.Context(), m, &pg, ids)
		var wrong *syntax.Error
		switch {
		case errors.As(err, &wrong):
			pg.Error = wrong
			pg.Mark = marked(wrong)
		case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled):
			pg.Refused = "The query took longer than " + queryTime.String() + ". Ask for less: name a label or a type, or add LIMIT."
		case err != nil:
			return err
		}
		if pg.Nodes = len(ids); pg.Nodes > 0 && pg.Error == nil {
			pg.View = address("/graph", "query", pg.Text, "status", pg.Status)
		}
	}
	if pg.Error != nil || pg.Refused != "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	return s.render(w, r, "query", frame{Title: "Query", Nav: "query", Wide: true, Scripts: []string{"query.js"}}, pg)
}

// marked cuts the line of an error at the place that is to blame.
func marked(e *syntax.Error) [3]string {
	rs := []rune(e.Source)
	at := e.Column - 1
	if e.Offset < 0 || at < 0 || at > len(rs) {
		return [3]string{e.Source, "", ""}
	}
	end := at
	word := func(c rune) bool {
		return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	for end < len(rs) && word(rs[end]) {
		end++
	}
	if end == at && end < len(rs) {
		end++
	}
	spot := string(rs[at:end])
	if spot == "" {
		spot = " "
	}
	return [3]string{string(rs[:at]), spot, string(rs[end:])}
}

// statusesOf are the statuses of the edges that count, by the choice of a page.
func statusesOf(choice string) ([]graph.Status, error) {
	if choice == "" {
		return nil, nil
	}
	found, err := graph.ParseStatuses([]string{choice})
	if err != nil {
		return nil, &problem{http.StatusBadRequest, "There is no such status.", "It is asserted, planned, reported, negated or all."}
	}
	return found, nil
}

// run runs a query and hands over its rows.
func (s *Server) run(ctx context.Context, m *moment, text, status string, row func(columns []string, values []lang.Value) (more bool, err error)) (*cypher.Rows, error) {
	statuses, err := statusesOf(status)
	if err != nil {
		return nil, err
	}
	q, err := cypher.Prepare(text, m.view.Catalog())
	if err != nil {
		return nil, err
	}
	if q.Writes() {
		return nil, &problem{http.StatusForbidden, "Queries here only read.", "What is known enters by `mandate build`; what you decide, by review."}
	}
	g, err := cypher.OnReader(m.g, statuses...)
	if err != nil {
		return nil, err
	}
	done, err := s.opt.Live.Heavy(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	now := s.opt.Now()
	rows, err := q.Run(ctx, g, cypher.Options{Timeout: queryTime, MaxMemory: queryMemory, MaxSteps: querySteps, Now: now, Clock: s.opt.Now, Zone: time.UTC})
	if err != nil {
		return nil, err
	}
	for vs, err := range rows.All() {
		if err != nil {
			return rows, err
		}
		if more, err := row(rows.Columns, vs); err != nil || !more {
			return rows, err
		}
	}
	return rows, nil
}

func (s *Server) ask(ctx context.Context, m *moment, pg *queryPage, ids map[graph.EntityID]bool) error {
	began := time.Now()
	rows, err := s.run(ctx, m, pg.Text, pg.Status, func(columns []string, values []lang.Value) (bool, error) {
		pg.Columns = columns
		if len(pg.Rows) == queryRows {
			pg.More = true
			return false, nil
		}
		var cells [][]part
		for i, v := range values {
			var c []part
			if err := s.cell(&c, v, ids, strings.HasSuffix(strings.ToLower(columns[i]), "quote")); err != nil {
				return false, err
			}
			cells = append(cells, c)
		}
		pg.Rows = append(pg.Rows, cells)
		return true, nil
	})
	if rows != nil {
		pg.Columns = rows.Columns
		pg.Plan = rows.Plan()
		if text := strings.ToUpper(strings.TrimSpace(pg.Text)); !strings.HasPrefix(text, "EXPLAIN") && !strings.HasPrefix(text, "PROFILE") {
			pg.Plan = ""
		}
	}
	pg.Took = time.Since(began).Round(time.Millisecond).String()
	return err
}

// cell is a value as parts: nodes, relationships and documents lead to their pages.
func (s *Server) cell(to *[]part, v lang.Value, ids map[graph.EntityID]bool, quote bool) error {
	add := func(p part) { *to = append(*to, p) }
	switch x := v.(type) {
	case nil:
	case lang.Node:
		return s.nodeCell(to, x, ids)
	case lang.Relationship:
		rel, ok := cypher.RelationOf(x)
		if !ok {
			add(part{Text: strings.ToLower(strings.ReplaceAll(x.RelationshipType(), "_", " "))})
			return nil
		}
		ids[rel.Subject], ids[rel.Object] = true, true
		add(part{Text: s.pages.view.RelationType(rel.Type).Label, Rel: &rel})
	case lang.Path:
		for i, n := range x.Nodes {
			if i > 0 {
				if err := s.cell(to, x.Relationships[i-1], ids, false); err != nil {
					return err
				}
			}
			if err := s.nodeCell(to, n, ids); err != nil {
				return err
			}
		}
	case lang.List:
		for i, e := range x {
			if i == mostParts {
				add(part{Text: "… and " + thousands(len(x)-i) + " more"})
				break
			}
			if i > 0 {
				add(part{Text: ", "})
			}
			if err := s.cell(to, e, ids, quote); err != nil {
				return err
			}
		}
	case lang.Map:
		first := true
		for k, e := range x.All() {
			if !first {
				add(part{Text: ", "})
			}
			first = false
			add(part{Text: k + ": "})
			if err := s.cell(to, e, ids, k == "quote"); err != nil {
				return err
			}
		}
	case string:
		add(part{Text: x, Quote: quote})
	default:
		add(part{Text: lang.Text(x)})
	}
	return nil
}

func (s *Server) nodeCell(to *[]part, n lang.Node, ids map[graph.EntityID]bool) error {
	ent, ok, err := cypher.EntityOf(n)
	if err != nil {
		return err
	}
	if ok {
		ids[ent.ID] = true
		*to = append(*to, part{Entity: &ent})
	} else if doc, ok := cypher.DocumentOf(n); ok {
		*to = append(*to, part{Text: string(doc.ID), Doc: doc.ID})
	}
	return nil
}

// examples are the worked questions.
func (s *Server) examples() []example {
	var list []example
	for block := range strings.SplitSeq(s.opt.Questions, "\n\n") {
		head, body, ok := strings.Cut(strings.TrimSpace(block), "\n")
		if !ok || !strings.HasPrefix(head, "//") {
			continue
		}
		title := strings.TrimLeft(strings.TrimPrefix(head, "//"), " 0123456789.")
		list = append(list, example{title, strings.TrimSuffix(strings.TrimSpace(body), ";")})
	}
	return list
}

// queryWords is what the editor of queries completes and colours.
func (s *Server) queryWords(w http.ResponseWriter, _ *http.Request, m *moment) error {
	c := m.view.Catalog()
	functions := []string{}
	for _, f := range lang.Functions() {
		functions = append(functions, f.Name)
	}
	for _, f := range c.Functions {
		functions = append(functions, f.Name)
	}
	for _, f := range lang.Aggregations() {
		functions = append(functions, f.Name)
	}
	procedures := []string{}
	for _, p := range c.Procedures {
		procedures = append(procedures, p.Name)
	}
	w.Header().Set("Content-Type", "application/json")
	writeJSON(w, map[string][]string{
		"labels": c.Labels, "types": c.Types, "functions": functions, "procedures": procedures,
		"keywords":   {"MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "DISTINCT", "ORDER BY", "SKIP", "LIMIT", "WITH", "UNWIND", "AS", "AND", "OR", "NOT", "IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "IS NULL", "IS NOT NULL", "CASE", "WHEN", "THEN", "ELSE", "END", "CALL", "YIELD", "UNION", "EXPLAIN", "PROFILE", "DESC", "ASC", "EXISTS", "true", "false", "null"},
		"properties": {"id", "name", "names", "aliases", "country", "support", "mentions", "first", "last", "title", "date", "marking", "words", "passages", "status", "confidence", "since", "until", "statements", "documents", "quote"},
	})
	return nil
}
