package graphtest

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"mandate/graph"
)

// Dump writes out all that a reader answers, one line for each answer, with every way of asking: equal dumps are equal
// graphs. An error ends the line it occurs in.
func Dump(r graph.Reader) []string {
	d := &dumper{r: r}
	docs := all(d, "documents", r.Documents())
	entities := all(d, "entities", r.Entities(""))
	relations := all(d, "relations", r.AllRelations(""))
	for _, doc := range docs {
		one, err := r.Document(doc.ID)
		d.line("document %+v %v", one, err)
		c, err := r.Contribution(doc.ID)
		d.line("contribution %+v %v", c, err)
	}
	types, forms := map[string]bool{"NoSuchType": true}, map[string]bool{}
	for _, ent := range entities {
		one, err := r.Entity(ent.ID)
		d.line("entity %+v %v", one, err)
		types[ent.Type] = true
		for _, f := range append(ent.Aliases, ent.Name) {
			forms[f], forms["The "+strings.ToUpper(f)+"’s"] = true, true
		}
		for _, dir := range []graph.Direction{graph.Out, graph.In, graph.Both} {
			for _, typ := range []string{"", "LEADS", "NO_SUCH_TYPE"} {
				all(d, fmt.Sprintf("relations of %q %d %q", ent.ID, dir, typ), r.Relations(ent.ID, dir, typ))
			}
		}
		all(d, fmt.Sprintf("mentions of %q", ent.ID), r.Mentions(ent.ID))
	}
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		all(d, fmt.Sprintf("entities of type %q", typ), r.Entities(typ))
	}
	for _, f := range slices.Sorted(maps.Keys(forms)) {
		all(d, fmt.Sprintf("lookup %q", f), r.Lookup(f))
	}
	types = map[string]bool{"NO_SUCH_TYPE": true}
	for _, rel := range relations {
		types[rel.Type] = true
		all(d, fmt.Sprintf("statements of %q", rel.RelationKey), r.Statements(rel.RelationKey))
	}
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		all(d, fmt.Sprintf("relations of type %q", typ), r.AllRelations(typ))
	}
	n, err := r.Counts()
	d.line("counts %+v %v", n, err) // fmt prints maps in order of key
	return d.lines
}

type dumper struct {
	r     graph.Reader
	lines []string
}

func (d *dumper) line(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// all dumps a sequence and returns its elements.
func all[T any](d *dumper, title string, seq iter.Seq2[T, error]) []T {
	var xs []T
	for x, err := range seq {
		if err != nil {
			d.line("%s: error %v", title, err)
			continue // must not come to anything: a sequence ends after its first error
		}
		d.line("%s: %+v", title, x)
		xs = append(xs, x)
	}
	return xs
}
