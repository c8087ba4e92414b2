package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mandate/export/view"
	"mandate/graph"
)

// longestSearch is how much of what is searched for is looked at, in bytes.
const longestSearch = 200

// found is a place in a text.
type found struct {
	Document              graph.Document
	Passage               int
	Before, Match, Behind string
	Address               string
}

type results struct {
	Query  string
	Type   string
	Types  []typed
	Hits   []shownHit
	Total  int
	Listed bool // false: names are still being read, and only those were found that are called so
	Places []found
	// Looked is how many documents were read of Documents, up to which Next goes on.
	Looked, Documents int
	Next              string
	Here              string // the address of this search with names only
}

type shownHit struct {
	Entity   *graph.Entity
	Document *graph.Document
	Form     string
	Main     bool
}

// asked is what is searched for.
func asked(r *http.Request) string {
	q := strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))
	for len(q) > longestSearch {
		_, n := utf8.DecodeLastRuneInString(q)
		q = q[:len(q)-n]
	}
	return q
}

const mostHits = 40

// search looks for names, then for words in the texts.
func (s *Server) search(w http.ResponseWriter, r *http.Request, m *moment) error {
	res := results{Query: asked(r), Type: r.URL.Query().Get("type")}
	x, listed, err := m.indexSoon(r.Context())
	if err != nil {
		return err
	}
	counts, err := m.g.Counts()
	if err != nil {
		return err
	}
	for _, t := range s.typesIn(counts.Entities) {
		res.Types = append(res.Types, typed{Type: t, Count: counts.Entities[t]})
	}
	var hits []hit
	if res.Listed = listed; listed {
		hits, res.Total = x.find(res.Query, res.Type, mostHits)
	} else if hits, err = m.called(res.Query, res.Type); err != nil {
		return err
	}
	for _, h := range hits {
		if h.entity != nil {
			if _, err := m.g.Entity(h.entity.ID); err != nil {
				continue // it was joined with another since names were read
			}
		}
		res.Hits = append(res.Hits, shownHit{h.entity, h.document, h.form, h.main})
	}
	if listed && len([]rune(res.Query)) > 1 && res.Type == "" {
		from, err := number(r, "from", 0, 0, len(x.documents))
		if err != nil {
			return err
		}
		next, err := s.inTexts(r.Context(), m, x, from, &res)
		if err != nil {
			return err
		}
		res.Documents = len(x.documents)
		if res.Looked = next; next < len(x.documents) {
			res.Next = address("/search", "q", res.Query, "from", thousandless(next))
		}
		if from > 0 {
			res.Here = address("/search", "q", res.Query)
		}
	}
	title := "Search"
	if res.Query != "" {
		title = "Search: " + view.Clip(view.Clean(res.Query), 60)
	}
	return s.render(w, r, "search", frame{Title: title, Search: res.Query}, res)
}

// called are the entities of a type, or of all when it is "", that have a name: what can be found while names are still
// being read.
func (m *moment) called(name, entityType string) (hits []hit, err error) {
	for ent, err := range m.g.Lookup(name) {
		if err != nil {
			return nil, err
		}
		if entityType == "" || ent.Type == entityType {
			hits = append(hits, hit{entity: &ent, form: ent.Name, main: true})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.entity.Mentions, a.entity.Mentions), cmp.Compare(a.entity.ID, b.entity.ID))
	})
	return hits[:min(len(hits), mostHits)], nil
}

// The limits of reading texts for one page; the next page goes on.
const (
	mostPlaces  = 20
	readingTime = 100 * time.Millisecond
)

// inTexts reads the documents that may have the words, the latest first. It returns where to go on.
func (s *Server) inTexts(ctx context.Context, m *moment, x *index, from int, res *results) (next int, err error) {
	words := wordsOf(res.Query)
	if len(words) == 0 || len(x.documents) == 0 {
		return len(x.documents), nil
	}
	s.texts.fill(s, x.documents)
	may := s.texts.candidates(x.documents, words)
	began, read := time.Now(), 0
	for i := from; i < len(x.documents); i++ {
		if !may(i) {
			continue
		}
		if len(res.Places) >= mostPlaces || read > 0 && time.Since(began) > readingTime || ctx.Err() != nil {
			return i, nil //nolint:nilerr // the reader may go on from here
		}
		read++
		id := x.documents[i].ID
		t, err := m.text(id)
		if errors.Is(err, graph.ErrNotFound) {
			continue // it was forgotten since names were read
		}
		if err != nil {
			return i, err
		}
		for n, p := range t.passages {
			if place, ok := match(t.read(p.Span), words); ok {
				place.Document, place.Passage = x.documents[i], n+1
				place.Address = address("/document", "id", string(id), "passage", thousandless(n+1), "q", res.Query) + "#here"
				res.Places = append(res.Places, place)
				break // one place for each document; the page of the document shows the others
			}
		}
	}
	return len(x.documents), nil
}

// match finds a passage in which each of the words begins a word, and cuts out what is around the first.
func match(text string, words []string) (found, bool) {
	var first graph.Span
	seen := make([]bool, len(words))
	left := len(words)
	eachWord(text, func(word string, at graph.Span) bool {
		for i, w := range words {
			if !seen[i] && strings.HasPrefix(word, w) {
				if seen[i] = true; left == len(words) {
					first = at
				}
				left--
			}
		}
		return left > 0
	})
	if left > 0 {
		return found{}, false
	}
	const around = 110
	from, to := max(0, first.Start-around), min(len(text), first.End+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	f := found{Before: text[from:first.Start], Match: text[first.Start:first.End], Behind: text[first.End:to]}
	if from > 0 {
		f.Before = "…" + f.Before
	}
	if to < len(text) {
		f.Behind += "…"
	}
	return f, true
}

// completion is one line below the search box.
type completion struct {
	Name    string `json:"name"`
	Form    string `json:"form,omitempty"` // the name that fits, when it is another
	Type    string `json:"type"`
	Class   string `json:"class"`
	Address string `json:"address"`
	ID      string `json:"id"`
}

// complete answers while somebody types.
func (s *Server) complete(w http.ResponseWriter, r *http.Request, m *moment) error {
	x, listed, err := m.indexSoon(r.Context())
	if err != nil {
		return err
	}
	var hits []hit
	if listed {
		hits, _ = x.find(asked(r), "", 10)
	} else if hits, err = m.called(asked(r), ""); err != nil {
		return err
	}
	list := []completion{}
	for _, h := range hits {
		c := completion{Address: "", ID: h.id()}
		if h.entity != nil {
			c.Name, c.Type, c.Class, c.Address = view.Clean(h.entity.Name), h.entity.Type, s.pages.class(h.entity.Type), entityURL(h.entity.ID)
			if !h.main {
				c.Form = view.Clean(h.form)
			}
		} else {
			c.Name, c.Type, c.Class, c.Address = view.Clean(h.form), "Document", "td", documentURL(h.document.ID)
		}
		list = append(list, c)
	}
	w.Header().Set("Content-Type", "application/json")
	writeJSON(w, list)
	return nil
}
