package main

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

// measureProcedures makes a procedure of every row of the table of measures: CALL algo.pagerank({types: ['LEADS']})
// YIELD node, score. A hyphen in the name of a measure is an underscore in that of its procedure.
func measureProcedures(sch *schema.Schema) []cypher.Procedure {
	var list []cypher.Procedure
	for _, m := range algo.Measures {
		list = append(list, cypher.Procedure{
			Name: "algo." + strings.ReplaceAll(m.Name, "-", "_"), About: m.Description,
			In: []cypher.Field{{Name: "settings", Type: "MAP?"}}, Optional: 1,
			Out: []cypher.Field{{Name: "node", Type: "NODE"}, {Name: "score", Type: "FLOAT"}, {Name: "group", Type: "INTEGER?"}},
			Call: func(ctx context.Context, g cypher.Graph, args []lang.Value, yield func([]lang.Value) error) error {
				return callMeasure(ctx, m, sch, g, args[0], yield)
			},
		})
	}
	return list
}

// callMeasure computes a measure. Of one that gives groups, score is the size of the group, and group its number, the
// largest first.
func callMeasure(ctx context.Context, m algo.Measure, sch *schema.Schema, g cypher.Graph, settings lang.Value, yield func([]lang.Value) error) error {
	rg, ok := g.(*cypher.ReaderGraph)
	if !ok {
		return fmt.Errorf("algo.%s measures a store only", m.Name)
	}
	f := algo.Filter{Schema: sch, Statuses: rg.Statuses()}
	opt, err := readMeasureSettings(settings, &f)
	if err != nil {
		return err
	}
	n, err := algo.Load(rg.Reader(), f)
	if err != nil {
		return err
	}
	res, err := m.Run(ctx, n, opt)
	if err != nil {
		return err
	}
	for _, s := range res.Scores {
		if err := yield([]lang.Value{rg.EntityNode(s.Entity), s.Value, nil}); err != nil {
			return err
		}
	}
	for i, group := range res.Groups {
		for _, ent := range group {
			if err := yield([]lang.Value{rg.EntityNode(ent), float64(len(group)), int64(i + 1)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// measureSettings are the keys that a procedure's settings may have.
var measureSettings = []string{"connected", "damping", "labels", "min_confidence", "status", "tolerance", "types"}

// readMeasureSettings reads what the settings say of the part of the graph to measure and of how to do it.
func readMeasureSettings(settings lang.Value, f *algo.Filter) (opt algo.Options, err error) {
	m, ok := settings.(lang.Map)
	if !ok {
		return opt, nil
	}
	for key, v := range m.All() {
		switch key {
		case "labels":
			f.EntityTypes, err = texts(key, v)
		case "types":
			f.RelationTypes, err = texts(key, v)
		case "status":
			f.Statuses, err = settingStatuses(key, v)
		case "connected":
			f.Connected, ok = v.(bool)
			if !ok {
				err = wrongSetting(key, "true or false", v)
			}
		case "min_confidence":
			f.MinConfidence, err = number(key, v)
		case "damping":
			opt.Damping, err = number(key, v)
		case "tolerance":
			opt.Tolerance, err = number(key, v)
		default:
			err = &lang.Error{Class: "ProcedureError", Detail: "InvalidArgumentValue", Message: fmt.Sprintf("unknown setting `%s`%s (there are %s)",
				key, didYouMean(nearest(key, measureSettings, 1)), strings.Join(measureSettings, ", "))}
		}
		if err != nil {
			return opt, err
		}
	}
	return opt, nil
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
	if slices.Contains(names, "all") {
		return []graph.Status{graph.Asserted, graph.Planned, graph.Reported, graph.Negated}, nil
	}
	var found []graph.Status
	for _, name := range names {
		s, err := graph.ParseStatus(name)
		if err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, nil
}
