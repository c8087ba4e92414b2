package api

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/algo"

	"github.com/danielgtaylor/huma/v2"
)

// Measure is what can be computed on the graph.
type Measure struct {
	Name        string    `json:"name"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Unit        string    `json:"unit,omitempty"`
	Kind        string    `json:"kind" enum:"nodes,groups,rows"`
	Settings    []Setting `json:"settings" nullable:"false"`
	Columns     []Column  `json:"columns" nullable:"false"`
}

// Setting is what can be set for a measure.
type Setting struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Default  string `json:"default,omitempty"`
	About    string `json:"about"`
	Required bool   `json:"required,omitempty"`
}

// Column is one column of what a measure finds.
type Column struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// Measures are all measures.
type Measures struct {
	Measures []Measure `json:"measures" nullable:"false"`
}

// Finding is what a measure found.
type Finding struct {
	Measure string           `json:"measure"`
	Title   string           `json:"title"`
	Nodes   int              `json:"nodes" doc:"of the part of the graph that was measured"`
	Edges   int              `json:"edges"`
	Total   int              `json:"total" doc:"rows of all pages"`
	Notes   []string         `json:"notes,omitempty"`
	Rows    []map[string]any `json:"rows" nullable:"false" doc:"a value for each column; of statements, with their quote"`
	Next    string           `json:"next,omitempty" doc:"the parameter \"cursor\" of the next page"`
}

// analysisIn are the parameters of a measure. Those that are named in the tables of package algo are read from the query as
// they stand.
type analysisIn struct {
	Measure string `path:"measure" maxLength:"100"`
	Page
	given url.Values
}

// Resolve is called by huma with the request.
func (in *analysisIn) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	in.given = u.Query()
	return nil
}

// filterParams are the parameters that say which part of the graph is measured.
var filterParams = []struct {
	name, about string
	set         func(f *algo.Filter, text string) error
}{
	{"nodes_of", "only entities of these types, with commas between", func(f *algo.Filter, s string) error { f.EntityTypes = strings.Split(s, ","); return nil }},
	{"edges_of", "only relations of these types, with commas between", func(f *algo.Filter, s string) error { f.RelationTypes = strings.Split(s, ","); return nil }},
	{"status", "only statements of these statuses, with commas between; asserted ones when it is missing", func(f *algo.Filter, s string) (err error) {
		f.Statuses, err = readStatuses(strings.Split(s, ","))
		return err
	}},
	{"min_confidence", "only statements that are at least so sure", func(f *algo.Filter, s string) (err error) {
		f.MinConfidence, err = strconv.ParseFloat(s, 64)
		if err == nil && !(f.MinConfidence >= 0 && f.MinConfidence <= 1) {
			err = fmt.Errorf("%s is not between 0 and 1", s)
		}
		return err
	}},
	{"as_of", "a date: only what was said by then, had begun and had not ended", func(f *algo.Filter, s string) error { f.AsOf = s; return date(s) }},
	{"dated_from", "a date: only statements of documents of that day or later", func(f *algo.Filter, s string) error { f.From = s; return date(s) }},
	{"dated_until", "a date: only statements of documents of that day or earlier", func(f *algo.Filter, s string) error { f.Until = s; return date(s) }},
	{"connected", "true leaves out entities without a relation", func(f *algo.Filter, s string) (err error) { f.Connected, err = strconv.ParseBool(s); return err }},
	{"undirected", "true has every relation count in both directions", func(f *algo.Filter, s string) (err error) { f.Undirected, err = strconv.ParseBool(s); return err }},
	{"weights", "what a relation weighs: none, support or confidence", func(f *algo.Filter, s string) (err error) { f.Weights, err = algo.ParseWeights(s); return err }},
}

// date refuses what is no date, of a day, month or year.
func date(s string) error {
	for i, r := range s {
		if (r < '0' || r > '9') != (i == 4 || i == 7) || (i == 4 || i == 7) && r != '-' {
			return fmt.Errorf("%q is no date: write it as 2008-11-17", s)
		}
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return fmt.Errorf("%q is no date: write it as 2008-11-17", s)
	}
	return nil
}

func (s *server) analysisRoutes() {
	huma.Register(s.api, get("measures", "/analysis", "questions", "What can be computed", "", listErrors), func(context.Context, *struct{}) (*output[Measures], error) {
		return reply(measures(), nil)
	})
	op := get("analysis", "/analysis/{measure}", "questions", "Compute a measure",
		"GET /analysis has the measures, with the settings that each heeds. The rows come in the order of the measure.", itemErrors)
	op.RejectUnknownQueryParameters = false // read does, with the tables
	huma.Register(s.api, op, s.analysis)
	described := s.api.OpenAPI().Paths[op.Path].Get
	for _, p := range described.Parameters {
		if p.Name == "measure" {
			for _, m := range algo.Measures {
				p.Schema.Enum = append(p.Schema.Enum, m.Name)
			}
		}
	}
	add := func(name, about string) {
		described.Parameters = append(described.Parameters, &huma.Param{Name: name, In: "query", Description: about, Schema: &huma.Schema{Type: "string", MaxLength: &longSetting}})
	}
	for _, p := range filterParams {
		add(p.name, p.about)
	}
	for _, setting := range algo.Settings {
		add(setting.Name, setting.About)
	}
}

var longSetting = 4096

func measures() Measures {
	out := Measures{}
	for _, m := range algo.Measures {
		row := Measure{m.Name, m.Title, m.Description, m.Unit, m.Kind.String(), []Setting{}, []Column{}}
		for _, name := range m.Settings {
			if set, ok := algo.FindSetting(name); ok {
				row.Settings = append(row.Settings, Setting{set.Name, set.Type, set.Default, set.About, slices.Contains(m.Needs, name)})
			}
		}
		for _, c := range m.Columns {
			row.Columns = append(row.Columns, Column{c.Name, c.Title})
		}
		out.Measures = append(out.Measures, row)
	}
	return out
}

// read reads the filter and the settings.
func (in *analysisIn) read(m *algo.Measure) (f algo.Filter, opt algo.Options, err error) {
	names := make([]string, 0, len(in.given))
	for name := range in.given {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		text := in.given.Get(name)
		if name == "limit" || name == "cursor" {
			continue
		}
		i := slices.IndexFunc(filterParams, func(p struct {
			name, about string
			set         func(f *algo.Filter, text string) error
		}) bool {
			return p.name == name
		})
		set, known := algo.FindSetting(name)
		switch {
		case len(text) > longSetting || len(in.given[name]) > 1:
			err = fmt.Errorf("it is too long, or given twice")
		case i >= 0:
			err = filterParams[i].set(&f, text)
		case known && slices.Contains(m.Settings, name):
			err = m.Set(&opt, name, settingOf(set.Type, text))
		case known:
			err = fmt.Errorf("%s does not heed it; it heeds %s", m.Name, strings.Join(m.Settings, ", "))
		default:
			err = fmt.Errorf("there is no such parameter")
		}
		if err != nil {
			return f, opt, wrong("%s: %v", name, err)
		}
	}
	for _, need := range m.Needs {
		if in.given.Get(need) == "" {
			set, _ := algo.FindSetting(need)
			return f, opt, wrong("%s needs %s: %s", m.Name, need, set.About)
		}
	}
	return f, opt, nil
}

// settingOf is text as the type of a setting has it; text that is no such thing stays text, which is then refused.
func settingOf(typ, text string) any {
	switch {
	case strings.HasPrefix(typ, "LIST"):
		return strings.Split(text, ",")
	case typ == "INTEGER":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case typ == "FLOAT":
		if x, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x
		}
	case typ == "BOOLEAN":
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	}
	return text
}

func (s *server) analysis(ctx context.Context, in *analysisIn) (*output[Finding], error) {
	m, err := algo.Find(in.Measure)
	if err != nil {
		return nil, refuse(http.StatusNotFound, err.Error())
	}
	from, err := readOffset(in.Cursor)
	if err != nil {
		return nil, err
	}
	f, opt, err := in.read(m)
	if err != nil {
		return nil, err
	}
	v := viewOf(ctx)
	for _, id := range []graph.EntityID{opt.From, opt.To} {
		if id == "" {
			continue
		}
		if _, err := v.Entity(id); err != nil {
			return nil, problem(err)
		}
	}
	done, err := s.live.Heavy(ctx)
	if err != nil {
		return nil, problem(err)
	}
	defer done()
	n, err := v.Network(ctx, f)
	if err != nil {
		return nil, problem(err)
	}
	r, err := v.Measure(ctx, m, n, f, opt)
	if err != nil {
		return nil, problem(err)
	}
	out := Finding{Measure: m.Name, Title: m.Title, Nodes: n.Len(), Edges: n.Edges(), Total: len(r.Scores) + len(r.Groups) + len(r.Table), Notes: r.Notes, Rows: []map[string]any{}}
	i := 0
	for row := range r.Rows(m) {
		if i++; i <= from {
			continue
		}
		if len(out.Rows) == in.Limit {
			out.Next = cursor(strconv.Itoa(i - 1))
			break
		}
		cells := map[string]any{}
		for k, cell := range row {
			cells[m.Columns[k].Name] = jsonCell(cell)
		}
		out.Rows = append(out.Rows, cells)
	}
	return reply(out, nil)
}

// jsonCell is a cell of a row; quotes are marked as what they are, and numbers that JSON has not are texts.
func jsonCell(cell any) any {
	switch x := cell.(type) {
	case graph.Statement:
		return newStatement(x)
	case []graph.Statement:
		all := make([]Statement, len(x))
		for i, st := range x {
			all[i] = newStatement(st)
		}
		return all
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Sprint(x)
		}
	}
	return ask.Cell(cell)
}
