package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mandate/export/diagram"
	"mandate/export/view"
	"mandate/graph"
)

// mostWays is how many ways between two entities a dossier tells.
const mostWays = 20

// two is the dossier of two entities: what is said of both, what lies between them.
func (d *dossier) two() error {
	a, b := &d.about[0], &d.about[1]
	title := a.Name + " and " + b.Name
	if t := d.view.Options.Title; t != view.DefaultTitle {
		title = t
	}
	d.say("# %s", line(title))
	for i := range d.about {
		d.say("\n## %s\n", line(d.about[i].Name))
		d.facts(&d.about[i])
	}
	for _, part := range []func(a, b *graph.Entity) error{d.direct, d.ways, d.shared} {
		if err := part(a, b); err != nil {
			return err
		}
	}
	if err := d.conflicts(); err != nil {
		return err
	}
	if err := d.timeline(); err != nil {
		return err
	}
	if err := d.together(a, b); err != nil {
		return err
	}
	d.sources()
	return nil
}

// direct is what is said of both in one sentence.
func (d *dossier) direct(a, b *graph.Entity) error {
	edges, err := d.between(a.ID, b.ID)
	if err != nil {
		return err
	}
	d.say("\n## What is said of both")
	if len(edges) == 0 {
		d.say("\nNo statement relates the two directly.")
	}
	return d.tell(edges)
}

// between are the edges from one entity to another and back.
func (d *dossier) between(a, b graph.EntityID) ([]view.Edge, error) {
	all, err := d.edgesOf(a)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e view.Edge) bool { return far(&e, a) != b }), nil
}

// tell writes edges as sentences, each with its quotes. What has been told is not told again.
func (d *dossier) tell(edges []view.Edge) error {
	for i := range edges {
		e := &edges[i]
		if slices.ContainsFunc(d.told, func(t view.Edge) bool { return t.RelationKey == e.RelationKey }) {
			continue
		}
		d.told = append(d.told, *e)
		subject, object, err := d.ends(e)
		if err != nil {
			return err
		}
		d.say("\n%s %s %s — %s", bold(subject.Name), text(d.view.RelationType(e.Type).Label), bold(object.Name), d.summary(e, &object))
		if err := d.statements(e); err != nil {
			return err
		}
	}
	return nil
}

// ways are the shortest ways between the two, and then every edge on them with its quotes.
func (d *dossier) ways(a, b *graph.Entity) error {
	found, more, err := diagram.Ways(d.view, a.ID, b.ID, mostWays)
	if err != nil {
		return err
	}
	d.say("\n## What lies between\n")
	if len(found) == 0 {
		d.say("No way of relations leads from one to the other.")
		return nil
	}
	var edges []view.Edge
	for _, way := range found {
		var b strings.Builder
		for i, id := range way {
			ent, err := d.entity(id)
			if err != nil {
				return err
			}
			if i > 0 {
				beside, err := d.between(way[i-1], id)
				if err != nil {
					return err
				}
				b.WriteString(" " + d.arrows(beside, way[i-1]) + " ")
				edges = append(edges, beside...)
			}
			b.WriteString(bold(ent.Name))
		}
		d.say("1. %s", b.String())
	}
	if more {
		d.say("\nThere are more ways; these are the shortest, those through the least linked nodes first.")
	}
	if len(found[0]) > 2 || len(found) > 1 {
		d.say("\n### What is said on the way")
	}
	return d.tell(edges)
}

// arrows says how two nodes that stand beside each other on a way are related.
func (d *dossier) arrows(edges []view.Edge, from graph.EntityID) string {
	var to, back []string
	for i := range edges {
		e := &edges[i]
		label := d.view.RelationType(e.Type).Label
		if e.Relation.Status != graph.Asserted {
			label += ", " + e.Relation.Status.String()
		}
		if e.Subject == from {
			to = append(to, text(label))
		} else {
			back = append(back, text(label))
		}
	}
	var parts []string
	if len(to) > 0 {
		parts = append(parts, "– "+strings.Join(to, "; ")+" →")
	}
	if len(back) > 0 {
		parts = append(parts, "← "+strings.Join(back, "; ")+" –")
	}
	return strings.Join(parts, " ")
}

// shared is what both are related to.
func (d *dossier) shared(a, b *graph.Entity) error {
	labels := [2]map[graph.EntityID][]string{{}, {}}
	for i, ent := range []*graph.Entity{a, b} {
		edges, err := d.edgesOf(ent.ID)
		if err != nil {
			return err
		}
		for j := range edges {
			id := far(&edges[j], ent.ID)
			labels[i][id] = append(labels[i][id], text(d.label(&edges[j], ent.ID)))
		}
	}
	var both []graph.Entity
	for id := range labels[0] {
		if id != a.ID && id != b.ID && labels[1][id] != nil {
			ent, err := d.entity(id)
			if err != nil {
				return err
			}
			both = append(both, ent)
		}
	}
	if len(both) == 0 {
		return nil
	}
	slices.SortFunc(both, func(x, y graph.Entity) int {
		return cmp.Or(cmp.Compare(y.Documents, x.Documents), cmp.Compare(x.ID, y.ID))
	})
	d.say("\n## Neighbours of both\n\n| Who or what | Type | %s | %s |\n|---|---|---|---|", bold(a.Name), bold(b.Name))
	for i := range both {
		ent := &both[i]
		d.say("| %s | %s | %s | %s |", bold(ent.Name), text(ent.Type), strings.Join(labels[0][ent.ID], ", "), strings.Join(labels[1][ent.ID], ", "))
	}
	return nil
}

// together are the documents that name both.
func (d *dossier) together(a, b *graph.Entity) error {
	var times [2]map[graph.DocumentID]int
	for i, ent := range []*graph.Entity{a, b} {
		times[i] = map[graph.DocumentID]int{}
		for m, err := range d.view.Graph.Mentions(ent.ID) {
			if err != nil {
				return fmt.Errorf("mentions of %s: %w", ent.ID, err)
			}
			times[i][m.Document]++
		}
	}
	var ids []graph.DocumentID
	for id := range times[0] {
		if times[1][id] > 0 {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		d.say("\n## Documents that name both\n\nNone does.")
		return nil
	}
	slices.Sort(ids)
	d.say("\n## Documents that name both\n\n| Document | %s | %s |\n|---|---:|---:|", bold(a.Name), bold(b.Name))
	for _, id := range ids {
		n, err := d.number(id)
		if err != nil {
			return err
		}
		d.say("| D%d %s | %s | %s |", n, code(string(id)), count(times[0][id], "time"), count(times[1][id], "time"))
	}
	return nil
}
