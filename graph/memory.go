package graph

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
)

// Graph is a graph in memory. It is a [Reader] of the documents added so far: every call, and every sequence from the
// moment it is started, sees one consistent state. The zero value is an empty graph. It is safe for use by several
// goroutines.
//
// A contribution must not be changed after it was added. One that does not pass [Contribution.Check] makes every
// reading method fail with that error until the document is replaced or forgotten.
type Graph struct {
	mu   sync.Mutex
	docs map[DocumentID]*Contribution
	view *view // nil: something was added since it was made
}

var _ Reader = (*Graph)(nil)

// NewGraph is a graph of the given contributions; of two for the same document the later one counts.
func NewGraph(contributions ...*Contribution) *Graph {
	g := &Graph{}
	for _, c := range contributions {
		g.Add(c)
	}
	return g
}

// Add adds a document, or replaces the one with the same ID.
func (g *Graph) Add(c *Contribution) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.docs == nil {
		g.docs = map[DocumentID]*Contribution{}
	}
	g.docs[c.Document.ID] = c.Canonical()
	g.view = nil
}

// Forget takes a document away with all that it contributed, or fails with an error that wraps ErrNotFound.
func (g *Graph) Forget(id DocumentID) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.docs[id] == nil {
		return fmt.Errorf("document %q: %w", id, ErrNotFound)
	}
	delete(g.docs, id)
	g.view = nil
	return nil
}

// current is the view of all that was added so far.
func (g *Graph) current() (*view, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.view == nil {
		g.view = newView(g.docs)
	}
	return g.view, g.view.err
}

// view is what a set of contributions adds up to, in the orders in which it is read. It does not change.
type view struct {
	err       error
	docs      map[DocumentID]*Contribution
	docIDs    []DocumentID
	entities  []Entity // by ID
	byType    map[string][]int
	byForm    map[string][]int // by folded name
	relations []Relation       // by key
	stated    [][]Statement    // parallel to relations
	out, in   map[EntityID][]int
	mentions  map[EntityID][]Mention
	counts    Counts
}

func newView(docs map[DocumentID]*Contribution) *view {
	v := &view{
		docs: maps.Clone(docs), docIDs: slices.Sorted(maps.Keys(docs)),
		byType: map[string][]int{}, byForm: map[string][]int{},
		out: map[EntityID][]int{}, in: map[EntityID][]int{}, mentions: map[EntityID][]Mention{},
		counts: Counts{Entities: map[string]int{}, Relations: map[string]int{}},
	}
	tallies := map[EntityID]*Tally{}
	var all []Statement
	for _, id := range v.docIDs {
		c := docs[id]
		if v.err = c.Check(); v.err != nil {
			return v
		}
		v.counts.Documents++
		v.counts.Passages += c.Document.Passages
		v.counts.Words += c.Document.Words
		v.counts.Bytes += c.Document.Bytes
		for ent, clusters := range c.ByEntity() {
			if tallies[ent] == nil {
				tallies[ent] = &Tally{}
			}
			tallies[ent].Add(clusters)
			v.mentions[ent] = append(v.mentions[ent], MergeMentions(clusters)...)
		}
		all = append(all, c.Statements()...)
	}
	v.addEntities(tallies)
	v.addRelations(all)
	return v
}

func (v *view) addEntities(tallies map[EntityID]*Tally) {
	for _, id := range slices.Sorted(maps.Keys(tallies)) {
		i, ent := len(v.entities), tallies[id].Entity(id)
		v.entities = append(v.entities, ent)
		v.byType[ent.Type] = append(v.byType[ent.Type], i)
		for _, folded := range FoldForms(tallies[id].Forms()) {
			v.byForm[folded] = append(v.byForm[folded], i)
		}
		v.counts.Entities[ent.Type]++
		v.counts.Mentions += ent.Mentions
	}
}

// FoldForms are the names under FoldName by which an entity with these forms is found: sorted, distinct, none empty.
func FoldForms(forms []string) []string {
	folded := make([]string, 0, len(forms))
	for _, f := range forms {
		if f = FoldName(f); f != "" {
			folded = append(folded, f)
		}
	}
	slices.Sort(folded)
	return slices.Compact(folded)
}

func (v *view) addRelations(all []Statement) {
	slices.SortFunc(all, func(a, b Statement) int {
		return cmp.Or(a.Key().Compare(b.Key()), compareStatements(a, b))
	})
	v.counts.Statements = len(all)
	for start, end := 0, 0; start < len(all); start = end {
		key := all[start].Key()
		for end = start; end < len(all) && all[end].Key() == key; end++ {
		}
		i := len(v.relations)
		v.relations = append(v.relations, Summarize(key, all[start:end]))
		v.stated = append(v.stated, all[start:end:end])
		v.out[key.Subject] = append(v.out[key.Subject], i)
		v.in[key.Object] = append(v.in[key.Object], i)
		v.counts.Relations[key.Type]++
	}
}

// each is the sequence of what read finds in the current view, or of one error.
func each[T any](g *Graph, read func(v *view, yield func(T) bool)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		v, err := g.current()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		read(v, func(x T) bool { return yield(x, nil) })
	}
}
