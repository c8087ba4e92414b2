package cypher

import (
	"context"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// nameIndex holds every name and alias in lower case, sorted, in one text, so that those that begin with something lie
// together, and those that hold it anywhere are found by going through that text, without reading an entity.
type nameIndex struct {
	mu    sync.Mutex
	spent int64 // rows that queries have looked at for want of the index
	forms *nameForms
}

// nameForms are the forms of an index: those before end[i] and after end[i-1] are form i, of entity ids[of[i]].
type nameForms struct {
	text string
	end  []uint32
	of   []int32
	ids  []graph.EntityID
}

// formEnd parts the forms in the text.
const formEnd = "\x00"

// The most entities that an index is made of, and about how many bytes it takes for each: it has to stay below 4 GiB.
const (
	mostNamed     = 4_000_000
	bytesPerNamed = 100
)

// load reads all names, unless that was done.
func (x *nameIndex) load(ctx context.Context, g *ReaderGraph) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.forms != nil || g.entities > mostNamed {
		return nil
	}
	f, err := readForms(ctx, g)
	if err == nil {
		x.forms = f
	}
	return err
}

// serve gives the index when it is there, or when looking at so many rows instead, added to what was looked at before,
// would cost as much as making it; nil otherwise.
func (x *nameIndex) serve(g *ReaderGraph, rows int) *nameForms {
	x.mu.Lock()
	x.spent += int64(rows)
	forms, worth := x.forms, x.spent >= int64(g.entities)
	x.mu.Unlock()
	if forms != nil || !worth || g.entities > mostNamed {
		return forms
	}
	ctx := g.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	if x.load(ctx, g) != nil { // it shows when the graph is read
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.forms
}

func readForms(ctx context.Context, g *ReaderGraph) (*nameForms, error) {
	type form struct {
		text string
		of   int32
	}
	var forms []form
	out := &nameForms{}
	size, n := 0, 0
	add := func(ent *graph.Entity) bool {
		of := int32(len(out.ids))
		out.ids = append(out.ids, ent.ID)
		lower := []string{strings.ToLower(ent.Name)}
		for _, a := range ent.Aliases {
			lower = append(lower, strings.ToLower(a))
		}
		slices.Sort(lower)
		for _, l := range slices.Compact(lower) {
			if l != "" && !strings.Contains(l, formEnd) && size < 1<<32-1<<20 {
				forms = append(forms, form{l, of})
				size += len(l) + 1
			}
		}
		n++
		return n&1023 != 0 || ctx.Err() == nil
	}
	if a := g.adjacent.loaded.Load(); a != nil {
		for i := range a.nodes {
			if !add(&a.nodes[i].ent) {
				return nil, ctx.Err()
			}
		}
	} else {
		for ent, err := range g.r.Entities("") {
			if err != nil {
				return nil, err
			}
			if !add(&ent) {
				return nil, ctx.Err()
			}
		}
	}
	slices.SortFunc(forms, func(a, b form) int {
		if c := strings.Compare(a.text, b.text); c != 0 {
			return c
		}
		return int(a.of) - int(b.of)
	})
	var text strings.Builder
	text.Grow(size)
	for _, f := range forms {
		text.WriteString(f.text)
		out.end, out.of = append(out.end, uint32(text.Len())), append(out.of, f.of)
		text.WriteString(formEnd)
	}
	out.text = text.String()
	return out, ctx.Err()
}

func (f *nameForms) form(i int) string {
	start := uint32(0)
	if i > 0 {
		start = f.end[i-1] + 1
	}
	return f.text[start:f.end[i]]
}

// serves says whether the index can be asked for a text: not for one that no form could hold as it is.
func servesText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, formEnd) }

// beginning are the entities of which a form begins with the text, in any case: each once, by id.
func (f *nameForms) beginning(text string) []graph.EntityID {
	text = strings.ToLower(text)
	var of []int32
	for i := sort.Search(len(f.end), func(i int) bool { return f.form(i) >= text }); i < len(f.end) && strings.HasPrefix(f.form(i), text); i++ {
		of = append(of, f.of[i])
	}
	return f.entities(of)
}

// equal are the entities of which a form equals the text, in any case: each once, by id.
func (f *nameForms) equal(text string) []graph.EntityID {
	text = strings.ToLower(text)
	var of []int32
	for i := sort.Search(len(f.end), func(i int) bool { return f.form(i) >= text }); i < len(f.end) && f.form(i) == text; i++ {
		of = append(of, f.of[i])
	}
	return f.entities(of)
}

// holding are the entities of which a form holds the text anywhere, in any case: each once, by id.
func (f *nameForms) holding(text string) []graph.EntityID {
	text = strings.ToLower(text)
	var of []int32
	for at := 0; at <= len(f.text); {
		k := strings.Index(f.text[at:], text)
		if k < 0 {
			break
		}
		at += k
		i := sort.Search(len(f.end), func(i int) bool { return int(f.end[i]) >= at })
		if i == len(f.end) {
			break
		}
		of = append(of, f.of[i])
		at = int(f.end[i]) + 1
	}
	return f.entities(of)
}

// entities are those of the numbers. Numbers go as identifiers do.
func (f *nameForms) entities(of []int32) []graph.EntityID {
	slices.Sort(of)
	of = slices.Compact(of)
	ids := make([]graph.EntityID, len(of))
	for i, k := range of {
		ids[i] = f.ids[k]
	}
	return ids
}

// NamesBeginning are up to most names and aliases that begin with the text, in any case, sorted.
func (g *ReaderGraph) NamesBeginning(ctx context.Context, text string, most int) ([]string, error) {
	if err := g.names.load(ctx, g); err != nil {
		return nil, err
	}
	forms := g.names.serve(g, 0)
	if text == "" || forms == nil || !servesText(text) {
		return nil, nil
	}
	var found []string
	for _, id := range forms.beginning(text) {
		if len(found) >= most {
			break
		}
		ent, err := g.entityAt(id)
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

// named hands over the entities of an index as nodes, those with the label only.
func (g *ReaderGraph) named(ids []graph.EntityID, label string, yield func(value.Node, error) bool) {
	for _, id := range ids {
		n := g.nodeOf(id)
		ok := true
		var err error
		if label != "" {
			ok, err = hasLabel(n, label)
		}
		if (ok || err != nil) && !yield(n, err) || err != nil {
			return
		}
	}
}
