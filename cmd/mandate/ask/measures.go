// Package ask holds what the command line and the server share when they put questions to a graph: measures as procedures
// of queries, values and cells as JSON, what an export selects and goes by, and what a misspelt name may have meant.
package ask

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mandate/graph"
	"mandate/graph/algo"
	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
	"mandate/graph/schema"
)

// MeasureProcedures makes a procedure of every row of the table of measures: CALL algo.pagerank({types: ['LEADS']})
// YIELD node, score. A hyphen in the name of a measure is an underscore in that of its procedure.
func MeasureProcedures(sch *schema.Schema) []cypher.Procedure {
	var list []cypher.Procedure
	for i := range algo.Measures {
		m := &algo.Measures[i]
		p := cypher.Procedure{
			Name: "algo." + strings.ReplaceAll(m.Name, "-", "_"), About: m.Description,
			In: []cypher.Field{{Name: "settings", Type: "MAP?"}}, Optional: 1,
			Call: func(ctx context.Context, g cypher.Graph, args []lang.Value, yield func([]lang.Value) error) error {
				return callMeasure(ctx, m, sch, g, args[0], yield)
			},
		}
		for _, c := range m.Columns {
			p.Out = append(p.Out, cypher.Field{Name: c.Name, Type: columnTypes[c.Type]})
		}
		list = append(list, p)
	}
	return list
}

// columnTypes says how queries see the columns of measures.
var columnTypes = map[algo.Type]string{
	algo.Entity: "NODE", algo.Entities: "LIST", algo.Number: "FLOAT", algo.Count: "INTEGER", algo.Text: "STRING",
	algo.Relations: "LIST", algo.Statement: "MAP", algo.Evidence: "LIST",
}

// callMeasure computes a measure and hands over its rows.
func callMeasure(ctx context.Context, m *algo.Measure, sch *schema.Schema, g cypher.Graph, settings lang.Value, yield func([]lang.Value) error) error {
	rg, ok := g.(*cypher.ReaderGraph)
	if !ok {
		return fmt.Errorf("%s measures a store only", m.Name)
	}
	f := algo.Filter{Schema: sch, Statuses: rg.Statuses()}
	opt, err := readMeasureSettings(m, settings, &f)
	if err != nil {
		return err
	}
	n, err := algo.Load(graph.Bounded(ctx, rg.Reader()), f)
	if err != nil {
		return err
	}
	res, err := m.Run(ctx, n, opt)
	if err != nil {
		return err
	}
	for row := range res.Rows(m) {
		out := make([]lang.Value, len(row))
		for i, c := range row {
			out[i] = measured(rg, c)
		}
		if err := yield(out); err != nil {
			return err
		}
	}
	return nil
}

// measured is a cell of what a measure found as a value of the language.
func measured(g *cypher.ReaderGraph, c any) lang.Value {
	list := lang.List{}
	switch x := c.(type) {
	case graph.Entity:
		return g.EntityNode(x)
	case []graph.Entity:
		for _, ent := range x {
			list = append(list, g.EntityNode(ent))
		}
		return list
	case []graph.Relation:
		for _, rel := range x {
			list = append(list, g.RelationEdge(rel))
		}
		return list
	case graph.Statement:
		return cypher.StatementMap(x)
	case []graph.Statement:
		for _, st := range x {
			list = append(list, cypher.StatementMap(st))
		}
		return list
	case int:
		return int64(x)
	}
	return c
}

// FilterSettings are the settings that say which part of the graph a measure sees, for every measure.
var FilterSettings = []string{"as_of", "connected", "dated_from", "dated_until", "labels", "max_marking", "min_confidence", "status", "types",
	"undirected", "weights"}

// readMeasureSettings reads what the settings say of the part of the graph to measure and of how to do it.
func readMeasureSettings(m *algo.Measure, settings lang.Value, f *algo.Filter) (opt algo.Options, err error) {
	given, ok := settings.(lang.Map)
	if !ok {
		given = lang.NewMap()
	}
	for key, v := range given.All() {
		switch {
		case slices.Contains(m.Settings, key):
			err = m.Set(&opt, key, plain(v))
		case slices.Contains(FilterSettings, key):
			err = setFilter(f, key, v)
		default:
			all := slices.Concat(m.Settings, FilterSettings)
			err = fmt.Errorf("%s has no setting `%s`%s (there are %s)", m.Name, key, DidYouMean(Nearest(key, all, 1)), strings.Join(all, ", "))
		}
		if err != nil {
			return opt, &lang.Error{Class: "ProcedureError", Detail: lang.InvalidArgumentValue, Message: err.Error()}
		}
	}
	for _, need := range m.Needs {
		if _, ok := given.Get(need); !ok {
			s, _ := algo.FindSetting(need)
			return opt, &lang.Error{Class: "ProcedureError", Detail: lang.InvalidArgumentValue,
				Message: fmt.Sprintf("%s needs the setting `%s`: %s", m.Name, need, s.About)}
		}
	}
	return opt, nil
}

// plain is a value as algo takes settings: nodes by their identifier.
func plain(v lang.Value) any {
	switch x := v.(type) {
	case lang.Node:
		return NodeText(x.NodeID())
	case lang.List:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = plain(e)
		}
		return out
	}
	return v
}

// setFilter sets one of the FilterSettings.
func setFilter(f *algo.Filter, key string, v lang.Value) (err error) {
	switch key {
	case "labels":
		f.EntityTypes, err = texts(key, v)
	case "types":
		f.RelationTypes, err = texts(key, v)
	case "status":
		f.Statuses, err = settingStatuses(key, v)
	case "min_confidence":
		f.MinConfidence, err = number(key, v)
	case "connected":
		f.Connected, err = truth(key, v)
	case "undirected":
		f.Undirected, err = truth(key, v)
	case "weights":
		var name string
		if name, err = text(key, v); err == nil {
			f.Weights, err = algo.ParseWeights(name)
		}
	case "as_of":
		f.AsOf, err = text(key, v)
	case "dated_from":
		f.From, err = text(key, v)
	case "dated_until":
		f.Until, err = text(key, v)
	case "max_marking":
		f.MaxMarking, err = text(key, v)
	}
	return err
}

func truth(key string, v lang.Value) (bool, error) {
	b, ok := v.(bool)
	if !ok {
		return false, wrongSetting(key, "true or false", v)
	}
	return b, nil
}

// text takes dates as well.
func text(key string, v lang.Value) (string, error) {
	switch v.(type) {
	case string, lang.Date, lang.DateTime, lang.LocalDateTime:
		return lang.Text(v), nil
	}
	return "", wrongSetting(key, "a string", v)
}

func wrongSetting(key, want string, v lang.Value) error {
	return &lang.Error{Class: lang.TypeError, Detail: "InvalidArgumentValue",
		Message: fmt.Sprintf("the setting `%s` is %s, not a %s", key, want, lang.KindOf(v))}
}

func number(key string, v lang.Value) (float64, error) {
	switch x := v.(type) {
	case int64:
		return float64(x), nil
	case float64:
		return x, nil
	}
	return 0, wrongSetting(key, "a number", v)
}

// texts reads a string or a list of strings.
func texts(key string, v lang.Value) ([]string, error) {
	l, ok := v.(lang.List)
	if !ok {
		l = lang.List{v}
	}
	var out []string
	for _, e := range l {
		s, ok := e.(string)
		if !ok {
			return nil, wrongSetting(key, "a string or a list of strings", e)
		}
		out = append(out, s)
	}
	return out, nil
}

func settingStatuses(key string, v lang.Value) ([]graph.Status, error) {
	names, err := texts(key, v)
	if err != nil {
		return nil, err
	}
	return graph.ParseStatuses(names)
}
