package web

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mandate/graph"

	"pgregory.net/rapid"
)

// written is a document of two passages.
func written(id string, texts [2]string) *graph.Contribution {
	c := &graph.Contribution{Document: graph.Document{ID: graph.DocumentID(id), Hash: fmt.Sprintf("%x", texts), Pipeline: "test", Format: "text", Passages: 2}}
	for _, s := range texts {
		c.Passages = append(c.Passages, graph.Passage{Span: graph.Span{Start: len(c.Text), End: len(c.Text) + len(s)}})
		c.Text += s + "\n\n"
	}
	return c
}

var placeIn = regexp.MustCompile(`href="/document\?id=(\w+)&amp;passage=(\d)`)

// What is found in texts is what reading all of them finds, whatever was written, changed and forgotten while the index was made.
func TestTextsAreFoundByTheirWords(outer *testing.T) {
	vocabulary := []string{"port", "Ports", "ported", "harbour", "Ministry", "minister", "Été", "São", "2010", "U.S.", "x-ray", "ILLEGAL", "İzmir"}
	rapid.Check(outer, func(t *rapid.T) {
		st := newStore(outer, nil)
		defer st.Close()
		s := newServer(outer, st, nil)
		defer s.opt.Live.Close()
		now := map[string][2]string{}
		sentence := func() string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 4).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", "\n"}).Draw(t, "between"))
		}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}).Draw(t, "id")
			if _, there := now[id]; there && rapid.Bool().Draw(t, "forget") {
				if err := st.Forget(graph.DocumentID(id)); err != nil {
					t.Fatal(err)
				}
				delete(now, id)
			} else {
				now[id] = [2]string{sentence(), sentence()}
				if err := st.Put(written(id, now[id])); err != nil {
					t.Fatal(err)
				}
			}
			s.opt.Live.Changed()
			query := rapid.SampledFrom([]string{"port", "ports", "mini", "été", "são", "20", "u.s", "ray x", "illegal port", "İz", "harbour ministry", "nothing"}).Draw(t, "query")
			var want []string
			for id, texts := range now {
				for n, text := range texts {
					if has(text, wordsOf(query)) {
						want = append(want, fmt.Sprint(id, " ", n+1))
						break
					}
				}
			}
			slices.Sort(want)
			for _, when := range []string{"while the index may lack some", "with the index"} {
				var found []string
				for _, m := range placeIn.FindAllStringSubmatch(get(s, "/search?q="+url.QueryEscape(query)).Body.String(), -1) {
					found = append(found, m[1]+" "+m[2])
				}
				slices.Sort(found)
				if !slices.Equal(found, want) {
					t.Fatalf("%s: %q is found in %v, it stands in %v: %q", when, query, found, want, now)
				}
				filled(s)
			}
		}
	})
}

// has says whether each of the words begins a word of the text, in another way than the search.
func has(text string, words []string) bool {
	for _, w := range words {
		begins := regexp.MustCompile(`(?:^|[^\pL\p{Nd}\p{Mn}])` + regexp.QuoteMeta(w))
		if !begins.MatchString(strings.ToLower(text)) {
			return false
		}
	}
	return true
}

// filled waits until the index of texts is not being made.
func filled(s *Server) {
	for {
		s.texts.mu.Lock()
		filling := s.texts.filling
		s.texts.mu.Unlock()
		if !filling {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// The index of texts knows all documents in a few parts, and says of each whether it has the words.
func TestTextsInFewParts(t *testing.T) {
	var x texts
	var documents []graph.Document
	for i := range 300 {
		m := &making{lists: map[string]*list{}}
		c := written(fmt.Sprint(i), [2]string{fmt.Sprintf("number %d", i), fmt.Sprintf("rest%d", i%7)})
		m.add(edition{c.Document.ID, c.Document.Hash}, &text{all: c.Text, passages: c.Passages})
		x.add(m.part())
		documents = append(documents, c.Document)
	}
	if n := len(x.parts); n > 10 {
		t.Errorf("300 documents that came one by one stand in %d parts", n)
	}
	may := x.candidates(documents, []string{"number", "rest3"})
	for i := range documents {
		if may(i) != (i%7 == 3) {
			t.Errorf("document %d: %v", i, may(i))
		}
	}
}
