package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"mandate/extract/coref"
	"mandate/extract/input"
	"mandate/extract/models"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/relate"
	"mandate/extract/token"
	"mandate/graph"
	"mandate/graph/schema"
)

// RelatedText is a text with every stated relation marked.
type RelatedText struct {
	ID        string           `json:"id"`
	Text      string           `json:"text"`
	Relations []MarkedRelation `json:"relations"`

	// Outside says that what a name says by a name inside it ("Peruvian Navy") is not marked everywhere.
	Outside bool `json:"-"`
}

// MarkedRelation is a relation between two places of a text.
type MarkedRelation struct {
	Type, Status string
	Head, Tail   MarkedEnd
}

// MarkedEnd is the words that name one end of a relation; offsets count characters in the file and bytes once read.
type MarkedEnd struct {
	Start, End int
	Type       string
}

// ReadRelatedText reads texts with marked relations from JSON lines.
func ReadRelatedText(r io.Reader) ([]RelatedText, error) {
	var out []RelatedText
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<26)
	for line := 1; sc.Scan(); line++ {
		if len(strings.TrimSpace(sc.Text())) == 0 {
			continue
		}
		var t RelatedText
		if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		at := byteOffsets(t.Text)
		for i := range t.Relations {
			for _, e := range []*MarkedEnd{&t.Relations[i].Head, &t.Relations[i].Tail} {
				if e.Start < 0 || e.End < e.Start || e.End >= len(at) {
					return nil, fmt.Errorf("line %d: relation %d: characters %d to %d are not in the text", line, i+1, e.Start, e.End)
				}
				e.Start, e.End = at[e.Start], at[e.End]
			}
		}
		out = append(out, t)
	}
	return out, sc.Err()
}

// ReadRelatedFile reads a file of texts with marked relations.
func ReadRelatedFile(path string) ([]RelatedText, error) { return readFile(path, ReadRelatedText) }

// front is the pipeline up to the stage that finds relations.
type front struct {
	stages []nlp.Stage
	relate *relate.Stage
}

func newFront(phrases *models.Tensors) (*front, error) {
	names, err := ner.With(true, phrases)
	if err != nil {
		return nil, err
	}
	rel, err := relate.With(schema.Default(), nil)
	if err != nil {
		return nil, err
	}
	return &front{[]nlp.Stage{token.Stage{}, parse.Stage{States: true}, names, coref.Stage{}}, rel}, nil
}

// fronts makes a front for each phrase judge once.
type fronts map[*models.Tensors]*front

func (m fronts) with(phrases *models.Tensors) (*front, error) {
	if f := m[phrases]; f != nil {
		return f, nil
	}
	f, err := newFront(phrases)
	m[phrases] = f
	return f, err
}

func (f *front) read(name string, text []byte) (*nlp.Document, error) {
	doc, err := input.Parse(name, text)
	if err != nil {
		return nil, err
	}
	for _, s := range f.stages {
		if err := s.Annotate(doc); err != nil {
			return nil, err
		}
	}
	return doc, nil
}

// PairDocument is what the pair model learns from one document.
type PairDocument struct {
	Name  string
	Cases []LinearCase
	Rules []RuleCase

	Marked []LinearCase // as Cases, between the mentions that the annotators marked
}

// RuleCase is what a rule said of a pair: which case it is of, the class, and whether it is right.
type RuleCase struct {
	Case  int // index of a case of the document
	Rule  string
	Class int
	Right bool

	Stated float64 // how sure the rule says it is
}

// ReadPairs gives the cases of the pair model in texts with marked relations. A pair that is related in several ways
// gives a case for each. names are the marked names of each text, by its id;
// phrases judge the noun phrases.
func ReadPairs(texts []RelatedText, names map[string][]Mark, phrases *PhraseReaders) ([]PairDocument, error) {
	var out []PairDocument
	made := fronts{}
	for i := range texts {
		t := &texts[i]
		f, err := made.with(phrases.For(t.ID))
		if err != nil {
			return nil, err
		}
		doc, err := f.read(t.ID+".txt", []byte(t.Text+"\n"))
		if err != nil {
			return nil, fmt.Errorf("text %s: %w", t.ID, err)
		}
		shift := t.shift(doc)
		said := func(c *relate.Case) ([]string, bool) {
			classes := t.said(doc, c, shift)
			return classes, len(classes) > 0 || !t.Outside || !doc.Mentions[c.A].Span.Overlaps(doc.Mentions[c.B].Span)
		}
		one := pairCases(t.ID, f.relate.Cases(doc), said)
		t.markEnds(doc, shift, names[t.ID])
		more := pairCases(t.ID, f.relate.Cases(doc), said)
		one.Marked = more.Cases
		out = append(out, one)
	}
	return out, nil
}

// shift is by how many bytes the text begins later in the document than in the file: a byte order mark is not read.
func (t *RelatedText) shift(doc *nlp.Document) int {
	bare := strings.TrimPrefix(t.Text, "\ufeff")
	return strings.Index(doc.Source, bare) - len(t.Text) + len(bare)
}

// said are the classes of a pair: which relations are marked between words that the two mentions share.
func (t *RelatedText) said(doc *nlp.Document, c *relate.Case, shift int) []string {
	var out []string
	a, b := doc.Mentions[c.A].Span, doc.Mentions[c.B].Span
	for _, r := range t.Relations {
		h, l := nlp.Span{Start: r.Head.Start + shift, End: r.Head.End + shift}, nlp.Span{Start: r.Tail.Start + shift, End: r.Tail.End + shift}
		if h.Overlaps(a) && l.Overlaps(b) {
			out = append(out, r.Type+">")
		}
		if h.Overlaps(b) && l.Overlaps(a) {
			out = append(out, r.Type+"<")
		}
	}
	return out
}

// pairCases turns the pairs of a document into cases, with the classes that said gives; pairs of which it knows nothing
// are left out.
func pairCases(name string, pairs []relate.Case, said func(*relate.Case) (classes []string, known bool)) PairDocument {
	classes := relate.Classes(schema.Default())
	index := func(n string) int {
		if k := slices.Index(classes, n); k >= 0 {
			return k
		}
		return slices.Index(classes, strings.TrimSuffix(n, "<")+">") // without direction
	}
	out := PairDocument{Name: name}
	for i := range pairs {
		c := &pairs[i]
		names, known := said(c)
		if !known {
			continue
		}
		var right []int
		for _, n := range names {
			if k := index(n); k >= 0 && c.Allowed[k] {
				right = append(right, k)
			}
		}
		slices.Sort(right)
		right = slices.Compact(right)
		for _, s := range c.Said {
			if k := index(s.Class); k >= 0 {
				out.Rules = append(out.Rules, RuleCase{Case: len(out.Cases), Rule: s.Rule, Class: k, Right: slices.Contains(right, k), Stated: s.Stated})
			}
		}
		if len(right) == 0 {
			right = []int{0}
		}
		for _, k := range right {
			out.Cases = append(out.Cases, LinearCase{Features: c.Features, Allowed: c.Allowed, Class: k, Weight: 1 / float64(len(right)), Sure: c.Sure})
		}
	}
	return out
}

// goldGraph is an annotated document: its nodes and edges, and where the text says the edges.
type goldGraph struct {
	Document string
	Nodes    []struct {
		ID      string
		Types   []string
		Name    string
		Aliases []string

		Optional bool
	}
	Edges []struct {
		From, Type, To string
		Para           any
		Quote          string
		QuoteAlso      []string `json:"quote_also"`
		Optional       bool
	}
}

// ReadGraphPairs gives the cases of the pair model in documents with a gold graph, from a folder of gold files and one of
// their documents. The graphs say which nodes are related, not by which words: a pair of
// mentions that stands where the annotator found the edge is a case for it, one that stands elsewhere is none, since there
// it may be said or not.
func ReadGraphPairs(gold, docs string, phrases *PhraseReaders) ([]PairDocument, error) {
	var out []PairDocument
	made := fronts{}
	err := eachGold(gold, docs, func(stem, file string, text []byte, g *goldGraph) error {
		f, err := made.with(phrases.For(stem))
		if err != nil {
			return err
		}
		doc, err := f.read(file, text)
		if err != nil {
			return err
		}
		node := g.align(doc)
		out = append(out, pairCases(stem, f.relate.Cases(doc), func(c *relate.Case) ([]string, bool) { return g.said(doc, node, c) }))
		return nil
	})
	return out, err
}

// align finds the gold node of each cluster, "" none: by an equal name of a fitting type, or for phrases by half of the
// words.
func (g *goldGraph) align(doc *nlp.Document) []string {
	out := make([]string, len(doc.Clusters))
	for i := range doc.Clusters {
		c := &doc.Clusters[i]
		best := 0.0
		for _, n := range g.Nodes {
			if !slices.Contains(n.Types, c.Type) {
				continue
			}
			for _, name := range append([]string{n.Name}, n.Aliases...) {
				for _, ours := range append([]string{c.Name}, c.Aliases...) {
					share := sharedWords(name, ours)
					if share == 1 || share >= 0.5 && (c.Type == "Issue" || c.Type == "Group" || c.Type == "Program") {
						if share > best {
							best, out[i] = share, n.ID
						}
					}
				}
			}
		}
	}
	return out
}

// sharedWords is the share of all words of two names that both have.
func sharedWords(a, b string) float64 {
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields(graph.FoldName(s)) {
			switch w {
			case "the", "a", "an", "of", "in", "on", "for", "to", "and", "or":
			default:
				m[strings.TrimSuffix(w, "s")] = true
			}
		}
		return m
	}
	x, y := set(a), set(b)
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	if len(x)+len(y) == both {
		return 0
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func (g *goldGraph) said(doc *nlp.Document, node []string, c *relate.Case) (classes []string, known bool) {
	a, b := &doc.Mentions[c.A], &doc.Mentions[c.B]
	from, to := node[a.Cluster], node[b.Cluster]
	if from == "" || to == "" || from == to {
		return nil, from != to || from == ""
	}
	known = true
	for _, e := range g.Edges {
		class := ""
		switch {
		case e.From == from && e.To == to:
			class = strings.ToUpper(e.Type) + ">"
		case e.From == to && e.To == from:
			class = strings.ToUpper(e.Type) + "<"
		default:
			continue
		}
		switch {
		case !e.Optional && g.at(doc, e.Para, append([]string{e.Quote}, e.QuoteAlso...), a, b):
			classes = append(classes, class)
		case len(classes) == 0: // said elsewhere, or readers differ
			known = false
		}
	}
	return classes, known || len(classes) > 0
}

// at says whether the mentions stand where the annotator found an edge: in the paragraph, or in the sentence of the quote.
func (g *goldGraph) at(doc *nlp.Document, para any, quotes []string, a, b *nlp.Mention) bool {
	sent := &doc.Sentences[b.Sentence]
	squeeze := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	said := squeeze(doc.Source[min(doc.Sentences[a.Sentence].Span.Start, sent.Span.Start):max(doc.Sentences[a.Sentence].Span.End, sent.Span.End)])
	for _, q := range quotes {
		if q = squeeze(q); q != "" {
			if strings.Contains(said, q) || strings.Contains(q, said) {
				return true
			}
			para = nil // the quote is the better guide
		}
	}
	return para != nil && doc.Passages[sent.Passage].Label == fmt.Sprint(para)
}
