package web

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"mandate/graph"
)

// index is what search and lists go by: every entity and document in brief, and every word of their names.
type index struct {
	entities  []graph.Entity   // by mentions, most first; without aliases
	documents []graph.Document // by date, latest first; without metadata
	forms     []form           // names, aliases and titles
	starts    []start          // where words of forms start, by the text from there on
	noted     int              // documents of which something was repaired or left out
}

// form is one name of something.
type form struct {
	folded string // as FoldName has it
	shown  string
	of     int  // place in entities or documents
	title  bool // of a document
	main   bool // the name, not an alias
}

// start is the place of a word in a form.
type start struct {
	form int32
	at   uint16
}

func (x *index) text(s start) string { return x.forms[s.form].folded[s.at:] }

// index reads the names of everything.
func (m *moment) index(ctx context.Context) (*index, error) {
	return cached(ctx, m, "index", m.readIndex)
}

// indexSoon is the index for those who can do without.
func (m *moment) indexSoon(ctx context.Context) (*index, bool, error) {
	return within(ctx, m, "index", soon, m.readIndex)
}

func (m *moment) readIndex(ctx context.Context) (*index, error) {
	x := &index{}
	aliases := map[graph.EntityID][]string{}
	for ent, err := range m.g.Entities("") {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return nil, err
		}
		if len(ent.Aliases) > 0 {
			aliases[ent.ID] = ent.Aliases
		}
		ent.Aliases = nil
		x.entities = append(x.entities, ent)
	}
	for doc, err := range m.g.Documents() {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return nil, err
		}
		doc.Meta = nil
		if len(doc.Notes) > 0 {
			x.noted++
		}
		x.documents = append(x.documents, doc)
	}
	slices.SortStableFunc(x.entities, func(a, b graph.Entity) int { return cmp.Compare(b.Mentions, a.Mentions) })
	slices.SortStableFunc(x.documents, func(a, b graph.Document) int { return cmp.Compare(b.Date, a.Date) })
	for i, ent := range x.entities {
		x.add(form{shown: ent.Name, of: i, main: true})
		for _, alias := range aliases[ent.ID] {
			x.add(form{shown: alias, of: i})
		}
	}
	for i, doc := range x.documents {
		x.add(form{shown: cmp.Or(doc.Title, string(doc.ID)), of: i, title: true, main: true})
		if doc.Title != "" {
			x.add(form{shown: string(doc.ID), of: i, title: true})
		}
	}
	slices.SortFunc(x.starts, func(a, b start) int {
		return cmp.Or(cmp.Compare(x.text(a), x.text(b)), cmp.Compare(a.form, b.form))
	})
	return x, ctx.Err()
}

func (x *index) add(f form) {
	f.folded = graph.FoldName(f.shown)
	if f.folded == "" {
		return
	}
	n := int32(len(x.forms))
	x.forms = append(x.forms, f)
	for at := 0; at < min(len(f.folded), 1<<16-1); {
		x.starts = append(x.starts, start{n, uint16(at)})
		next := strings.IndexByte(f.folded[at:], ' ')
		if next < 0 {
			break
		}
		at += next + 1
	}
}

// hit is something that was found by its name.
type hit struct {
	entity   *graph.Entity   // or
	document *graph.Document // what was found
	form     string          // the name that fits
	main     bool
	score    int // higher is better
}

// mostLooked bounds how many names a search looks at.
const mostLooked = 200_000

// find lists what has a name in which all words of the query begin words, the best first, and how many there are.
func (x *index) find(query, entityType string, limit int) ([]hit, int) {
	folded := graph.FoldName(query)
	if folded == "" {
		return nil, 0
	}
	words := strings.Fields(folded)
	rare, from, to := "", 0, len(x.starts)
	for _, w := range words {
		lo, hi := x.span(w)
		if rare == "" || hi-lo < to-from {
			rare, from, to = w, lo, hi
		}
	}
	best := map[int64]hit{} // by what is found
	for _, s := range x.starts[from:min(to, from+mostLooked)] {
		f := &x.forms[s.form]
		if !holds(f.folded, words) || !f.title && entityType != "" && x.entities[f.of].Type != entityType || f.title && entityType != "" {
			continue
		}
		h := hit{form: f.shown, main: f.main, score: 0}
		key := int64(f.of)
		if f.title {
			h.document = &x.documents[f.of]
			key = -key - 1
		} else {
			h.entity = &x.entities[f.of]
			h.score = min(h.entity.Mentions, 1000)
		}
		switch {
		case f.folded == folded:
			h.score += 4000
		case strings.HasPrefix(f.folded, folded):
			h.score += 2000
		case strings.Contains(f.folded, folded):
			h.score += 1000
		}
		if f.main {
			h.score += 100
		}
		if old, ok := best[key]; !ok || h.score > old.score {
			best[key] = h
		}
	}
	hits := make([]hit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.form, b.form), cmp.Compare(a.id(), b.id()))
	})
	return hits[:min(limit, len(hits))], len(hits)
}

func (h hit) id() string {
	if h.entity != nil {
		return string(h.entity.ID)
	}
	return string(h.document.ID)
}

// span is the part of starts that begins with the word.
func (x *index) span(word string) (int, int) {
	lo := sort.Search(len(x.starts), func(i int) bool { return x.text(x.starts[i]) >= word })
	hi := lo + sort.Search(len(x.starts)-lo, func(i int) bool { return !strings.HasPrefix(x.text(x.starts[lo+i]), word) })
	return lo, hi
}

// holds says whether every word begins a word of the text.
func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.HasPrefix(text, w) && !strings.Contains(text, " "+w) {
			return false
		}
	}
	return true
}
