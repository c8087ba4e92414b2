package graph

import (
	"cmp"
	"maps"
	"slices"
)

// Tally counts what documents say of one entity. It is all that is needed to make the [Entity], can be added to and
// taken from document by document, and does not depend on their order. The maps count documents and hold no zeros.
// The zero value is ready to use.
type Tally struct {
	Documents int // documents that name the entity
	Mentions  int // places where they do
	Types     map[string]int
	Names     map[string]int // by the fullest form in the document
	Aliases   map[string]int // by other form
	Countries map[string]int
}

// Add counts one document: the clusters are all those of the document that are linked to the entity.
func (t *Tally) Add(clusters []Cluster) { t.count(clusters, 1) }

// Remove takes back what Add counted for the same clusters.
func (t *Tally) Remove(clusters []Cluster) { t.count(clusters, -1) }

func (t *Tally) count(clusters []Cluster, by int) {
	if len(clusters) == 0 {
		return
	}
	var types, names, aliases, countries []string
	for _, cl := range clusters {
		types = append(types, cl.Type)
		names = append(names, cl.Name)
		aliases = append(aliases, cl.Aliases...)
		countries = append(countries, cl.Country)
	}
	t.Documents += by
	t.Mentions += by * len(MergeMentions(clusters))
	countEach(&t.Types, types, by)
	countEach(&t.Names, names, by)
	countEach(&t.Aliases, aliases, by)
	countEach(&t.Countries, countries, by)
}

// countEach adds by to every distinct value that is not empty.
func countEach(m *map[string]int, values []string, by int) {
	slices.Sort(values)
	for _, v := range slices.Compact(values) {
		if v == "" {
			continue
		}
		if *m == nil {
			*m = map[string]int{}
		}
		if (*m)[v] += by; (*m)[v] == 0 {
			delete(*m, v)
		}
	}
}

// Forms are all names and aliases, sorted and distinct.
func (t *Tally) Forms() []string {
	forms := make([]string, 0, len(t.Names)+len(t.Aliases))
	forms = slices.AppendSeq(forms, maps.Keys(t.Names))
	forms = slices.AppendSeq(forms, maps.Keys(t.Aliases))
	slices.Sort(forms)
	return slices.Compact(forms)
}

// Entity is what the counts add up to. The name is the form that most documents use as their fullest, among equals the
// longest, then the first in order; type and country are the most frequent, among equals the first in order.
func (t *Tally) Entity(id EntityID) Entity {
	ent := Entity{
		ID:        id,
		Type:      most(t.Types, nil),
		Name:      most(t.Names, func(a, b string) int { return cmp.Compare(len(b), len(a)) }),
		Country:   most(t.Countries, nil),
		Documents: t.Documents,
		Mentions:  t.Mentions,
	}
	ent.Aliases = orNil(slices.DeleteFunc(t.Forms(), func(f string) bool { return f == ent.Name }))
	return ent
}

// most is the key with the highest count; tie, where given, decides between equals before their order does.
func most(counts map[string]int, tie func(a, b string) int) string {
	best, n := "", 0
	for k, c := range counts {
		if order := cmp.Compare(n, c); order > 0 {
			continue
		} else if order == 0 {
			if tie != nil {
				order = tie(k, best)
			}
			if order = cmp.Or(order, cmp.Compare(k, best)); order > 0 {
				continue
			}
		}
		best, n = k, c
	}
	return best
}

// MergeClusters adds up the clusters of one entity: one slice for each document that names it. The order of documents
// and clusters does not matter.
func MergeClusters(id EntityID, documents ...[]Cluster) Entity {
	var t Tally
	for _, clusters := range documents {
		t.Add(clusters)
	}
	return t.Entity(id)
}
