package main

import (
	"maps"
	"slices"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/schema"
)

// typeFlag is a flag that takes types of nodes or of edges.
type typeFlag struct {
	verb, name string // as typed, for the messages: "list", "--type"
	edges      bool
}

// resolve finds the types that the user means, in any case: those of the schema and those that the graph has.
func (f typeFlag) resolve(names []string, sch *schema.Schema, g graph.Reader) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	counts, err := g.Counts()
	if err != nil {
		return nil, err
	}
	want, other, kind := nodeTypes(sch, counts), edgeTypes(sch, counts), "edges"
	if f.edges {
		want, other, kind = other, want, "nodes"
	}
	var found []string
	for _, name := range names {
		same := func(t string) bool { return strings.EqualFold(t, name) }
		switch i := slices.IndexFunc(want, same); {
		case slices.Contains(want, name):
			found = append(found, name)
		case i >= 0:
			found = append(found, want[i])
		case slices.ContainsFunc(other, same):
			return nil, usagef(f.verb, "%s %s is a type of %s (there are %s)", f.name, name, kind, strings.Join(want, ", "))
		default:
			return nil, usagef(f.verb, "%s: unknown type %q%s (there are %s)", f.name, name,
				ask.DidYouMean(ask.Nearest(name, want, 1)), strings.Join(want, ", "))
		}
	}
	return found, nil
}

// one is resolve for a flag with a single value, "" when it was not given.
func (f typeFlag) one(name string, sch *schema.Schema, g graph.Reader) (string, error) {
	if name == "" {
		return "", nil
	}
	found, err := f.resolve([]string{name}, sch, g)
	if err != nil {
		return "", err
	}
	return found[0], nil
}

// resolveTypes resolves the values of --nodes and --edges.
func resolveTypes(verb string, nodes, edges *[]string, sch *schema.Schema, g graph.Reader) (err error) {
	if *nodes, err = (typeFlag{verb, "--nodes", false}).resolve(*nodes, sch, g); err != nil {
		return err
	}
	*edges, err = typeFlag{verb, "--edges", true}.resolve(*edges, sch, g)
	return err
}

// nodeTypes are the types of nodes that the schema or the graph has, sorted.
func nodeTypes(sch *schema.Schema, counts graph.Counts) []string {
	types := slices.Collect(maps.Keys(counts.Entities))
	for _, t := range sch.Entities {
		types = append(types, t.Type)
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// edgeTypes are the types of edges that the schema or the graph has, sorted.
func edgeTypes(sch *schema.Schema, counts graph.Counts) []string {
	types := slices.Collect(maps.Keys(counts.Relations))
	for _, t := range sch.Relations {
		types = append(types, t.Type)
	}
	slices.Sort(types)
	return slices.Compact(types)
}
