package main

import (
	"maps"
	"slices"
	"strings"

	"mandate/graph"
	"mandate/graph/schema"
)

// typeName finds the type of nodes or edges that the user means by name, in any case: one of the schema or one that the
// graph has. verb is the one typed, for the message.
func typeName(verb, name string, edges bool, g graph.Reader) (string, error) {
	if name == "" {
		return "", nil
	}
	counts, err := g.Counts()
	if err != nil {
		return "", err
	}
	nodeTypes, edgeTypes := slices.Collect(maps.Keys(counts.Entities)), slices.Collect(maps.Keys(counts.Relations))
	for _, t := range schema.Default().Entities {
		nodeTypes = append(nodeTypes, t.Type)
	}
	for _, t := range schema.Default().Relations {
		edgeTypes = append(edgeTypes, t.Type)
	}
	want, other, kind := nodeTypes, edgeTypes, "edges"
	if edges {
		want, other, kind = edgeTypes, nodeTypes, "nodes"
	}
	same := func(t string) bool { return strings.EqualFold(t, name) }
	if i := slices.IndexFunc(want, same); i >= 0 {
		return want[i], nil
	}
	slices.Sort(want)
	want = slices.Compact(want)
	if slices.ContainsFunc(other, same) {
		return "", usagef(verb, "--type %s is a type of %s (there are %s)", name, kind, strings.Join(want, ", "))
	}
	return "", usagef(verb, "unknown type %q%s (there are %s)", name, didYouMean(nearest(name, want, 1)), strings.Join(want, ", "))
}
