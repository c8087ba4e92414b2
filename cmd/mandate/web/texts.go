package web

import (
	"encoding/binary"
	"errors"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"mandate/graph"
)

// texts says which documents have a word, so that a search need not read them all. It is made in the background, the
// latest documents first, in parts; each part says of its documents what words they have and is not changed any more.
// A document is known by its identifier and the checksum of its file: where the store changes, only what is new is read.
type texts struct {
	mu      sync.Mutex
	parts   []*textPart // not changed in place
	where   map[edition]spot
	known   *located
	size    int // bytes of all parts
	filling bool
	full    *graph.Document // the first of the documents that are all in it
	asked   time.Time       // when somebody last searched
}

// edition is a document as it was read.
type edition struct {
	id   graph.DocumentID
	hash string
}

// spot is the place of a document.
type spot struct {
	of *textPart
	at uint32
}

// textPart is an index of some documents.
type textPart struct {
	documents []edition
	words     []string // folded, sorted
	ends      []uint32 // where the list of each word ends in lists
	lists     []byte   // for each word the places of the documents that have it, ascending: the differences, as varints
}

func (p *textPart) bytes() int { return len(p.lists) + 24*len(p.words) }

// The limits of the index.
const (
	mostOfTexts  = 512 << 20              // bytes of lists; what goes beyond is read when it is searched
	partTime     = 500 * time.Millisecond // of reading for one part, after which it can be searched
	partBytes    = 16 << 20               // read for one part
	fillFor      = 20 * time.Second       // after the last search, so that a build gets the store when nobody searches
	longestInput = 64                     // bytes of a word that are looked at
)

// eachWord gives the words of a text in small letters with their places, until yield says no.
func eachWord(s string, yield func(word string, at graph.Span) bool) {
	start := -1
	for i, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && !yield(lowered(s[start:i]), graph.Span{Start: start, End: i}) {
			return
		}
		start = -1
	}
	if start >= 0 {
		yield(lowered(s[start:]), graph.Span{Start: start, End: len(s)})
	}
}

// lowered is the part of a word that is looked at, in small letters.
func lowered(word string) string {
	for len(word) > longestInput {
		_, n := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-n]
	}
	return strings.ToLower(word)
}

// wordsOf are the words of a query, each once.
func wordsOf(query string) []string {
	var words []string
	eachWord(query, func(word string, _ graph.Span) bool {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
		return true
	})
	return words
}

// making is a part that is being made.
type making struct {
	documents []edition
	lists     map[string]*list
	read      int
}

// list are the documents that have a word.
type list struct {
	last uint32 // one more than the place of the last document, 0 for none
	diff []byte
}

func (m *making) add(e edition, t *text) {
	at := uint32(len(m.documents))
	m.documents = append(m.documents, e)
	for _, p := range t.passages {
		s := t.read(p.Span)
		m.read += len(s)
		eachWord(s, func(word string, _ graph.Span) bool {
			l := m.lists[word]
			if l == nil {
				l = &list{}
				m.lists[strings.Clone(word)] = l // the text itself need not be kept for it
			}
			l.put(at)
			return true
		})
	}
}

func (l *list) put(at uint32) {
	if l.last == at+1 {
		return
	}
	l.diff = binary.AppendUvarint(l.diff, uint64(at+1-l.last))
	l.last = at + 1
}

func (m *making) part() *textPart {
	p := &textPart{documents: m.documents, words: make([]string, 0, len(m.lists)), ends: make([]uint32, 0, len(m.lists))}
	n := 0
	for word, l := range m.lists {
		p.words = append(p.words, word)
		n += len(l.diff)
	}
	slices.Sort(p.words)
	p.lists = make([]byte, 0, n)
	for _, word := range p.words {
		p.lists = append(p.lists, m.lists[word].diff...)
		p.ends = append(p.ends, uint32(len(p.lists)))
	}
	return p
}

// each gives the places of the documents that have a word, by its place.
func (p *textPart) each(word int, yield func(at uint32)) {
	from := uint32(0)
	if word > 0 {
		from = p.ends[word-1]
	}
	at := uint64(0)
	for b := p.lists[from:p.ends[word]]; len(b) > 0; {
		d, n := binary.Uvarint(b)
		b = b[n:]
		at += d
		yield(uint32(at - 1))
	}
}

// having are the documents of the part in which each of the words begins a word, as bits by their places; nil for none.
func (p *textPart) having(words []string) []uint64 {
	var all []uint64
	for _, w := range words {
		from := sort.SearchStrings(p.words, w)
		some := make([]uint64, (len(p.documents)+63)/64)
		found := false
		for i := from; i < len(p.words) && strings.HasPrefix(p.words[i], w); i++ {
			found = true
			p.each(i, func(at uint32) { some[at/64] |= 1 << (at % 64) })
		}
		if !found {
			return nil
		}
		if all == nil {
			all = some
			continue
		}
		for i := range all {
			all[i] &= some[i]
		}
	}
	return all
}

// joined is one part with the documents of two that are still wanted.
func joined(a, b *textPart, wanted func(edition, spot) bool) *textPart {
	m := &making{lists: map[string]*list{}}
	for _, p := range []*textPart{a, b} {
		now := make([]uint32, len(p.documents)) // places in the new part, from 1; 0 is gone
		for i, e := range p.documents {
			if wanted(e, spot{p, uint32(i)}) {
				m.documents = append(m.documents, e)
				now[i] = uint32(len(m.documents))
			}
		}
		for i, word := range p.words {
			p.each(i, func(at uint32) {
				if now[at] == 0 {
					return
				}
				l := m.lists[word]
				if l == nil {
					l = &list{}
					m.lists[word] = l
				}
				l.put(now[at] - 1)
			})
		}
	}
	return m.part()
}

// add takes in a part. Of two at the end that are about as large one is made, so that there are never many. Only the one
// who fills the index calls it, so that nobody waits while two are joined.
func (t *texts) add(p *textPart) {
	t.put(p, 0)
	for n := len(t.parts); n > 1 && t.parts[n-2].bytes() < 2*t.parts[n-1].bytes(); n = len(t.parts) {
		t.put(joined(t.parts[n-2], t.parts[n-1], func(e edition, s spot) bool { return t.where[e] == s }), 2)
	}
}

// put puts a part in the place of the last ones.
func (t *texts) put(p *textPart, last int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, old := range t.parts[len(t.parts)-last:] {
		t.size -= old.bytes()
	}
	t.parts = append(slices.Clone(t.parts[:len(t.parts)-last]), p)
	t.size += p.bytes()
	if t.where == nil {
		t.where = map[edition]spot{}
	}
	for i, e := range p.documents {
		t.where[e] = spot{p, uint32(i)}
	}
	t.known = nil
}

// forget drops the editions that the store has no longer, once they are many.
func (t *texts) forget(documents []graph.Document) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.where) < 2*len(documents)+1000 {
		return
	}
	now := make(map[edition]spot, len(documents))
	for i := range documents {
		e := edition{documents[i].ID, documents[i].Hash}
		if s, ok := t.where[e]; ok {
			now[e] = s
		}
	}
	t.where, t.known = now, nil
}

// missing are the places of the documents that are not in the index.
func (t *texts) missing(documents []graph.Document) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []int
	for i := range documents {
		if _, ok := t.where[edition{documents[i].ID, documents[i].Hash}]; !ok && documents[i].Hash != "" {
			list = append(list, i)
		}
	}
	return list
}

// fill reads what the index lacks of the documents, for as long as somebody searches.
func (t *texts) fill(s *Server, documents []graph.Document) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked = time.Now()
	if t.filling || t.full == &documents[0] {
		return
	}
	t.filling = true
	go func() {
		done := t.fillAll(s, documents)
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.filling = false; done {
			t.full = &documents[0]
		}
	}()
}

func (t *texts) fillAll(s *Server, documents []graph.Document) (done bool) {
	t.forget(documents)
	for missing := t.missing(documents); len(missing) > 0; {
		t.mu.Lock()
		tired, full := time.Since(t.asked) > fillFor, t.size > mostOfTexts
		t.mu.Unlock()
		if tired || full {
			return full
		}
		n, err := t.fillSome(s, documents, missing)
		if err != nil {
			return false // whoever searches reads the same document, and is told
		}
		missing = missing[n:]
	}
	return true
}

// fillSome makes one part and says how many documents it took. The store is held no longer than that takes.
func (t *texts) fillSome(s *Server, documents []graph.Document, missing []int) (int, error) {
	m, err := s.moment()
	if err != nil {
		return 0, err
	}
	defer m.release()
	made := &making{lists: map[string]*list{}}
	began, n := time.Now(), 0
	for _, i := range missing {
		if n > 0 && (time.Since(began) > partTime || made.read > partBytes) {
			break
		}
		n++
		doc, err := m.g.Document(documents[i].ID)
		if errors.Is(err, graph.ErrNotFound) || err == nil && doc.Hash != documents[i].Hash {
			continue // it has changed since
		}
		if err != nil {
			return n, err
		}
		body, err := m.text(doc.ID)
		if err != nil {
			return n, err
		}
		made.add(edition{doc.ID, doc.Hash}, body)
	}
	t.add(made.part())
	time.Sleep(time.Since(began)) // those who ask come first
	return n, nil
}

// located is where the documents of a state of the store stand in the index.
type located struct {
	first *graph.Document // of the documents
	spots []spot          // of each of them; the zero spot where the index does not have it
}

// locate finds the documents in the index, once for each state and part.
func (t *texts) locate(documents []graph.Document) ([]*textPart, []spot) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known == nil || t.known.first != &documents[0] {
		t.known = &located{&documents[0], make([]spot, len(documents))}
		for i := range documents {
			t.known.spots[i] = t.where[edition{documents[i].ID, documents[i].Hash}]
		}
	}
	return t.parts, t.known.spots
}

// candidates says which of the documents may have all the words: those that have them, and those the index does not know.
func (t *texts) candidates(documents []graph.Document, words []string) func(i int) bool {
	if len(documents) == 0 {
		return func(int) bool { return false }
	}
	parts, spots := t.locate(documents)
	having := make(map[*textPart][]uint64, len(parts))
	for _, p := range parts {
		having[p] = p.having(words)
	}
	return func(i int) bool {
		s := spots[i]
		if s.of == nil {
			return true
		}
		b := having[s.of]
		return b != nil && b[s.at/64]&(1<<(s.at%64)) != 0
	}
}
