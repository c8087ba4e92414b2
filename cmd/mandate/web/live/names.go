package live

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sort"
	"strings"
	"time"

	"mandate/graph"
)

// Names finds entities by their names and aliases, and documents by their titles, word by word. It is made once for a
// state and not changed.
type Names struct {
	state string
	lull  lull
	ids   []graph.EntityID // the most mentioned first: the place is the rank
	types []string
	words []string   // every word of every name, folded, sorted
	at    [][]uint32 // the ranks of the entities that have the word, ascending
	forms []form     // every name and alias, folded, sorted
}

// form is a folded name of an entity.
type form struct {
	text string
	rank uint32
}

// atOnce is how long the making of an index may take to be waited for where an older one is at hand.
const atOnce = 100 * time.Millisecond

// namesFor gives the index of the view. Where making one takes long and one of an earlier state is at hand, that is given
// instead, and the new one is made meanwhile, though not all the time while others write: what is found is looked up in
// the view, and what was renamed since is found by its full name. It is nil while the first one is being made and that
// takes long.
func (v *View) namesFor(ctx context.Context) (*Names, error) {
	v.mu.Lock()
	n := v.names
	v.mu.Unlock()
	if n != nil {
		return n, nil
	}
	last := v.l.lastNames()
	instead := last != nil && last.state != v.state && last.lull.took > atOnce
	if instead && !last.lull.over() {
		return last, nil
	}
	v.mu.Lock()
	if v.naming.IsZero() {
		v.naming = time.Now()
	}
	left := patience - time.Since(v.naming)
	v.mu.Unlock()
	made := v.flight.DoChan("names", func() (any, error) {
		v.mu.Lock()
		n := v.names
		v.mu.Unlock()
		if n != nil {
			return n, nil
		}
		if n := v.l.lastNames(); n != nil && n.state == v.state {
			v.keepNames(n)
			return n, nil
		}
		held, err := v.l.again(v)
		if err != nil {
			return nil, err
		}
		defer held.Release()
		done, err := v.l.Aside(context.Background())
		if err != nil {
			return nil, err
		}
		defer done()
		n, err = newNames(held)
		if err != nil {
			return nil, err
		}
		v.keepNames(n)
		return n, nil
	})
	if instead {
		return last, nil
	}
	GiveBack(ctx)
	wait := time.NewTimer(left)
	defer wait.Stop()
	select {
	case r := <-made:
		if r.Err != nil {
			return nil, r.Err
		}
		return r.Val.(*Names), nil
	case <-wait.C:
		return nil, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// patience is how long searches wait for the first index of a store that was just opened, from when it was begun.
const patience = 150 * time.Millisecond

func (v *View) keepNames(n *Names) {
	v.mu.Lock()
	v.names = n
	v.mu.Unlock()
	v.l.mu.Lock()
	v.l.names = n
	v.l.mu.Unlock()
}

func (l *Live) lastNames() *Names {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.names
}

// again holds a view that is in use for another user.
func (l *Live) again(v *View) (*View, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v.retired && v.users == 0 {
		return nil, errClosed
	}
	v.users++
	l.users++
	return v, nil
}

// named is an entity while the index is made.
type named struct {
	id       graph.EntityID
	typ      string
	mentions int
	forms    []string
}

func newNames(v *View) (*Names, error) {
	began := time.Now()
	var all []named
	for ent, err := range v.Entities("") {
		if err != nil {
			return nil, err
		}
		all = append(all, named{ent.ID, ent.Type, ent.Mentions, graph.FoldForms(append(slices.Clone(ent.Aliases), ent.Name))})
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(cmp.Compare(b.mentions, a.mentions), cmp.Compare(a.id, b.id)) })
	n := &Names{state: v.state, ids: make([]graph.EntityID, len(all)), types: make([]string, len(all))}
	byWord := map[string][]uint32{}
	for i := range all {
		rank := uint32(i)
		n.ids[i], n.types[i] = all[i].id, all[i].typ
		for _, f := range all[i].forms {
			n.forms = append(n.forms, form{f, rank})
			for word := range strings.FieldsSeq(f) {
				if at := byWord[word]; len(at) == 0 || at[len(at)-1] != rank {
					byWord[word] = append(at, rank)
				}
			}
		}
	}
	n.words = make([]string, 0, len(byWord))
	for word := range byWord {
		n.words = append(n.words, word)
	}
	slices.Sort(n.words)
	n.at = make([][]uint32, len(n.words))
	for i, word := range n.words {
		n.at[i] = slices.Clip(byWord[word])
	}
	slices.SortFunc(n.forms, func(a, b form) int { return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.rank, b.rank)) })
	n.lull = lull{time.Since(began), time.Now()}
	return n, nil
}

// Search finds entities of a type, or of all when it is "", of which a name or alias has all words of the text, the last
// one perhaps not finished: first those that are called so, then those of which a name begins so, then the others, each
// the most mentioned first. It gives most of them from the one numbered from on, and whether there are more; partial says
// that the index of names is still being made, so that only those were found that are called so.
func (v *View) Search(ctx context.Context, text, entityType string, from, most int) (found []graph.Entity, more, partial bool, err error) {
	n, err := v.namesFor(ctx)
	if err != nil {
		return nil, false, false, err
	}
	if n == nil {
		n, partial = &Names{state: v.state}, true
	}
	found, more, err = v.search(ctx, n, text, entityType, from, most)
	return found, more, partial, err
}

func (v *View) search(ctx context.Context, n *Names, text, entityType string, from, most int) (found []graph.Entity, more bool, err error) {
	folded := graph.FoldName(text)
	if folded == "" {
		return nil, false, nil
	}
	seen := map[graph.EntityID]bool{}
	place := 0
	take := func(ent graph.Entity) bool {
		if seen[ent.ID] || entityType != "" && ent.Type != entityType {
			return true
		}
		seen[ent.ID] = true
		if place++; place <= from {
			return true
		}
		if len(found) == most {
			more = true
			return false
		}
		found = append(found, ent)
		return true
	}
	// Those that are called so come from the store, which is never behind.
	var called []graph.Entity
	for ent, err := range v.Lookup(text) {
		if err != nil {
			return nil, false, err
		}
		called = append(called, ent)
	}
	slices.SortFunc(called, func(a, b graph.Entity) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.ID, b.ID))
	})
	for _, ent := range called {
		if !take(ent) {
			return found, more, nil
		}
	}
	for _, ranks := range [][]uint32{n.beginning(folded), n.holding(folded)} {
		for i, rank := range ranks {
			if i&1023 == 0 && ctx.Err() != nil {
				return nil, false, ctx.Err()
			}
			id := n.ids[rank]
			if seen[id] || entityType != "" && n.state == v.state && n.types[rank] != entityType {
				continue
			}
			if place < from && n.state == v.state { // not shown: it need not be read
				seen[id] = true
				place++
				continue
			}
			ent, err := v.Entity(id)
			if errors.Is(err, graph.ErrNotFound) {
				continue // of an earlier state
			}
			if err != nil {
				return nil, false, err
			}
			if !take(ent) {
				return found, more, nil
			}
		}
	}
	return found, false, nil
}

// beginning are the ranks of the entities of which a form begins with the text, ascending.
func (n *Names) beginning(folded string) []uint32 {
	var ranks []uint32
	for i := sort.Search(len(n.forms), func(i int) bool { return n.forms[i].text >= folded }); i < len(n.forms) && strings.HasPrefix(n.forms[i].text, folded); i++ {
		ranks = append(ranks, n.forms[i].rank)
	}
	slices.Sort(ranks)
	return slices.Compact(ranks)
}

// holding are the ranks of the entities whose names have all words of the text, the last one perhaps only its beginning.
func (n *Names) holding(folded string) []uint32 {
	var lists [][]uint32
	words := strings.Fields(folded)
	for i, word := range words {
		list := n.having(word, i == len(words)-1)
		if len(list) == 0 {
			return nil
		}
		lists = append(lists, list)
	}
	slices.SortFunc(lists, func(a, b []uint32) int { return cmp.Compare(len(a), len(b)) })
	both := slices.Clone(lists[0])
	for _, list := range lists[1:] {
		both = slices.DeleteFunc(both, func(rank uint32) bool {
			_, ok := slices.BinarySearch(list, rank)
			return !ok
		})
	}
	return both
}

// having are the ranks of the entities that have a word, or one that begins with it.
func (n *Names) having(word string, begins bool) []uint32 {
	i, ok := slices.BinarySearch(n.words, word)
	if !begins {
		if !ok {
			return nil
		}
		return n.at[i]
	}
	var ranks []uint32
	several := false
	for ; i < len(n.words) && strings.HasPrefix(n.words[i], word); i++ {
		if ranks == nil {
			ranks = n.at[i]
			continue
		}
		if !several {
			ranks, several = slices.Clone(ranks), true
		}
		ranks = append(ranks, n.at[i]...)
	}
	if several {
		slices.Sort(ranks)
		ranks = slices.Compact(ranks)
	}
	return ranks
}

// Warm begins to make what the first search would have to wait for.
func (v *View) Warm() {
	held, err := v.Hold()
	if err != nil {
		return
	}
	go func() {
		defer held.Release()
		_, _ = held.namesFor(context.Background()) // its error comes again when somebody searches
	}()
}
