package web

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode"
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
	x, err := m.index(r.Context())
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
	hits, total := x.find(res.Query, res.Type, mostHits)
	res.Total = total
	for _, h := range hits {
		if h.entity != nil {
			if _, err := m.g.Entity(h.entity.ID); err != nil {
				continue // it was joined with another since names were read
			}
		}
		res.Hits = append(res.Hits, shownHit{h.entity, h.document, h.form, h.main})
	}
	if len([]rune(res.Query)) > 1 && res.Type == "" {
		from, err := number(r, "from", 0, 0, len(x.documents))
		if err != nil {
			return err
		}
		next, err := m.inTexts(r.Context(), x, res.Query, from, &res)
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

// The limits of reading texts for one page; the next page goes on.
const (
	mostPlaces  = 20
	readingTime = 700 * time.Millisecond
)

// inTexts reads documents, the latest first, for the words. It returns where to go on.
func (m *moment) inTexts(ctx context.Context, x *index, query string, from int, res *results) (next int, err error) {
	began := time.Now()
	words := strings.FieldsFunc(strings.ToLower(query), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if len(words) == 0 {
		return len(x.documents), nil
	}
	for i := from; i < len(x.documents); i++ {
		if len(res.Places) >= mostPlaces || time.Since(began) > readingTime || ctx.Err() != nil {
			return i, nil //nolint:nilerr // the reader may go on from here
		}
		id := x.documents[i].ID
		t, err := m.text(id)
		if err != nil {
			return i, err
		}
		for n, p := range t.passages {
			if place, ok := match(t.at(p.Span), words); ok {
				place.Document, place.Passage = x.documents[i], n+1
				place.Address = address("/document", "id", string(id), "passage", thousandless(n+1), "q", query) + "#here"
				res.Places = append(res.Places, place)
				break // one place for each document; the page of the document shows the others
			}
		}
	}
	return len(x.documents), nil
}

// match finds a passage in which all words stand, in any case, and cuts out what is around the first.
func match(text string, words []string) (found, bool) {
	low := strings.ToLower(text)
	if len(low) != len(text) { // a letter whose small form is longer: look for the words as they are
		low = text
	}
	first := -1
	for _, w := range words {
		at := strings.Index(low, w)
		if at < 0 {
			return found{}, false
		}
		if first < 0 {
			first = at
		}
	}
	end := first + len(words[0])
	const around = 110
	from, to := max(0, first-around), min(len(text), end+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	f := found{Before: text[from:first], Match: text[first:end], Behind: text[end:to]}
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
	x, err := m.index(r.Context())
	if err != nil {
		return err
	}
	hits, _ := x.find(asked(r), "", 10)
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
