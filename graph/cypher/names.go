package cypher

import (
	"slices"
	"strings"
	"sync"

	"mandate/graph"
)

// nameIndex holds every name and alias in folded form, sorted, so that those that begin with a text lie together and
// those that hold it are found without reading an entity. A store is asked for them once, when first needed.
type nameIndex struct {
	once  sync.Once
	err   error
	forms []foldedForm
}

type foldedForm struct {
	folded string
	id     graph.EntityID
}

func (x *nameIndex) load(r graph.Reader) error {
	x.once.Do(func() {
		for ent, err := range r.Entities("") {
			if err != nil {
				x.err = err
				return
			}
			for _, f := range graph.FoldForms(append([]string{ent.Name}, ent.Aliases...)) {
				x.forms = append(x.forms, foldedForm{f, ent.ID})
			}
		}
		slices.SortFunc(x.forms, func(a, b foldedForm) int {
			if c := strings.Compare(a.folded, b.folded); c != 0 {
				return c
			}
			return strings.Compare(string(a.id), string(b.id))
		})
	})
	return x.err
}

// beginning are the entities of which a folded form begins with the text, each once, by id.
func (x *nameIndex) beginning(folded string) []graph.EntityID {
	at, _ := slices.BinarySearchFunc(x.forms, folded, func(f foldedForm, s string) int { return strings.Compare(f.folded, s) })
	var ids []graph.EntityID
	for ; at < len(x.forms) && strings.HasPrefix(x.forms[at].folded, folded); at++ {
		ids = append(ids, x.forms[at].id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// holding are the entities of which a folded form holds the text anywhere, each once, by id.
func (x *nameIndex) holding(folded string) []graph.EntityID {
	var ids []graph.EntityID
	for _, f := range x.forms {
		if strings.Contains(f.folded, folded) {
			ids = append(ids, f.id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// NamesBeginning are up to most names and aliases that begin with the text, in any case, sorted.
func (g *ReaderGraph) NamesBeginning(text string, most int) ([]string, error) {
	if err := g.names.load(g.r); err != nil {
		return nil, err
	}
	folded := graph.FoldName(text)
	var found []string
	for _, id := range g.names.beginning(folded) {
		if folded == "" || len(found) >= most {
			break
		}
		ent, err := g.r.Entity(id)
		if err != nil {
			return nil, err
		}
		for _, n := range append([]string{ent.Name}, ent.Aliases...) {
			if len(n) >= len(text) && strings.EqualFold(n[:len(text)], text) {
				found = append(found, n)
			}
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	return found[:min(most, len(found))], nil
}
