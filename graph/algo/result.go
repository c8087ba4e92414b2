package algo

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"mandate/graph"
)

// Score is what a measure says of one entity.
type Score struct {
	Entity graph.Entity
	Value  float64
}

// Group is a set of entities.
type Group struct {
	Name    string         // of a community: its most central members, and after a colon its issue; "" otherwise
	Issue   string         // of a community: the name of the issue that most relations of its members lead to, "" for none
	Members []graph.Entity // communities: the most central first; others by ID
}

// Central is the part of the name of a community that says who its most central members are; "" for a lone issue.
func (g *Group) Central() string {
	if g.Name == g.Issue {
		return ""
	}
	return strings.TrimSuffix(g.Name, ": "+g.Issue)
}

// Result is what a measure found; its kind says which of Scores, Groups and Table it fills.
type Result struct {
	Scores []Score  // by value, highest first; equal ones by entity ID
	Groups []Group  // by size, largest first; equal ones by their first ID
	Table  [][]any  // a cell for each column, of the Go type that its Type names
	Notes  []string // what a reader should know: an error bound, a modularity; a sentence each
}

// Rows are the rows of the result, with a cell for each of the measure's columns.
func (r *Result) Rows(m *Measure) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		switch m.Kind {
		case Nodes:
			for _, s := range r.Scores {
				if !yield([]any{s.Entity, s.Value}) {
					return
				}
			}
		case Groups:
			for i, g := range r.Groups {
				if !yield([]any{i + 1, len(g.Members), g.Name, g.Members}) {
					return
				}
			}
		case Rows:
			for _, row := range r.Table {
				if !yield(row) {
					return
				}
			}
		}
	}
}

// Annotation is what a measure says of each entity, in the form in which pictures and exports attach it: a size or a
// colour. Entities that the measure says nothing of are missing.
type Annotation struct {
	Name        string                     // of the measure
	Title       string                     // for a legend
	Description string                     // one sentence
	Values      map[graph.EntityID]float64 // scores; of groups, the number of the group from 1, the largest first: a colour, no size
	Names       []string                   // of the groups, in order, "" for one without; nil for scores
}

// Annotate gives the result of a measure of kind Nodes or Groups as an annotation; it is empty for the kind Rows.
func (r *Result) Annotate(m *Measure) Annotation {
	a := Annotation{Name: m.Name, Title: m.Title, Description: m.Description}
	if m.Kind == Groups {
		a.Names = make([]string, 0, len(r.Groups))
	}
	a.Values = make(map[graph.EntityID]float64, len(r.Scores))
	for _, s := range r.Scores {
		a.Values[s.Entity.ID] = s.Value
	}
	for i, g := range r.Groups {
		a.Names = append(a.Names, g.Name)
		for _, ent := range g.Members {
			a.Values[ent.ID] = float64(i + 1)
		}
	}
	return a
}

// scores pairs values, one for each node, with their entities and sorts them.
func (n *Network) scores(values []float64) *Result {
	res := make([]Score, len(values))
	for i, v := range values {
		res[i] = Score{n.entities[i], v}
	}
	slices.SortStableFunc(res, func(a, b Score) int { return cmp.Compare(b.Value, a.Value) }) // nodes are in order of ID
	return &Result{Scores: res}
}

// groups collects the nodes with the same number. Numbers are in the order of the first node of each group.
func (n *Network) groups(number []int32, count int) *Result {
	res := make([]Group, count)
	for i, g := range number {
		res[g].Members = append(res[g].Members, n.entities[i])
	}
	slices.SortStableFunc(res, func(a, b Group) int { return cmp.Compare(len(b.Members), len(a.Members)) })
	return &Result{Groups: res}
}
