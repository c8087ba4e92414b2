// Package nlptest makes documents for the tests of the stages, out of any text and bytes, and checks what every stage
// must keep: spans within the text, indices that lead somewhere, mentions in order. Fuzz targets are built on it.
package nlptest

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mandate/extract/nlp"
)

var (
	tags = []string{"NOUN", "PROPN", "VERB", "AUX", "ADP", "DET", "ADJ", "ADV", "PRON", "CCONJ", "SCONJ", "NUM", "PART", "PUNCT", "SYM", "INTJ", "X"}
	rels = []string{
		"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "amod", "appos", "conj", "cc", "case", "mark", "det", "aux",
		"aux:pass", "cop", "acl", "acl:relcl", "advcl", "ccomp", "xcomp", "csubj", "compound", "flat", "nummod", "advmod", "parataxis", "punct", "dep", "",
	}
	types = []string{"Agency", "Law", "Program", "Region", "Person", "Event", "Issue", "Group"}
)

// shape is a source of choices: bytes that come round again.
type shape struct {
	bytes []byte
	at    int
}

// pick is a choice of n.
func (s *shape) pick(n int) int {
	if len(s.bytes) == 0 || n < 1 {
		return 0
	}
	b := int(s.bytes[s.at%len(s.bytes)]) + s.at/len(s.bytes)
	s.at++
	return b % n
}

// Document makes a document of a text: each line a passage, its words parted at blanks and marks, its sentences at points.
// Bytes choose the kind of each passage, and the tags and tree of each sentence; with none the document has no trees.
func Document(text string, choices []byte) *nlp.Document {
	doc := &nlp.Document{Source: strings.ToValidUTF8(text, "?")}
	s := &shape{bytes: choices}
	start := 0
	for line := range strings.Lines(doc.Source) {
		read := strings.TrimRight(line, "\n")
		if strings.TrimSpace(read) != "" {
			addPassage(doc, read, start, s)
		}
		start += len(line)
	}
	return doc
}

func addPassage(doc *nlp.Document, text string, start int, s *shape) {
	p := nlp.Passage{
		Text: text, Span: nlp.Span{Start: start, End: start + len(text)}, Heading: -1, Parent: -1,
		Map:  nlp.OffsetMap{{ReadLen: len(text), Source: start, SourceLen: len(text)}},
		Kind: nlp.PassageKind(s.pick(int(nlp.Caption) + 1)),
	}
	n := len(doc.Passages)
	if p.Kind == nlp.ListItem && n > 0 {
		p.Parent = n - 1
	}
	for k := n - 1; k >= 0 && p.Heading < 0; k-- {
		if doc.Passages[k].Kind == nlp.Heading {
			p.Heading = k
		}
	}
	if p.Kind == nlp.TableRow {
		p.Cells = []int{0}
	}
	doc.Passages = append(doc.Passages, p)
	var toks []nlp.Token
	flush := func() {
		if len(toks) > 0 {
			doc.Sentences = append(doc.Sentences, sentence(toks, n, s))
			toks = nil
		}
	}
	space := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			space = true
			i += size
			continue
		}
		end := i + size
		for word := isWord(r); word && end < len(text); {
			r, size := utf8.DecodeRuneInString(text[end:])
			if word = isWord(r); word {
				end += size
			}
		}
		w := text[i:end]
		toks = append(toks, nlp.Token{
			Text: w, Lower: strings.ToLower(w), Span: nlp.Span{Start: start + i, End: start + end}, Read: nlp.Span{Start: i, End: end},
			Space: space && len(toks) > 0, Head: -1,
		})
		space = false
		if i = end; w == "." {
			flush()
		}
	}
	flush()
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// sentence gives words a tree, if there are choices: one root, every other word on one that hangs already.
func sentence(toks []nlp.Token, passage int, s *shape) nlp.Sentence {
	sent := nlp.Sentence{Passage: passage, Span: nlp.Span{Start: toks[0].Span.Start, End: toks[len(toks)-1].Span.End}, Tokens: toks}
	if len(s.bytes) == 0 {
		return sent
	}
	sent.Parsed = true
	root := s.pick(len(toks))
	hung := []int{root}
	for t := range toks {
		tok := &toks[t]
		tok.Lemma, tok.UPOS = tok.Lower, tags[s.pick(len(tags))]
		if t == root {
			tok.Head, tok.Deprel = -1, "root"
			continue
		}
		tok.Head, tok.Deprel = hung[s.pick(len(hung))], rels[s.pick(len(rels))]
		hung = append(hung, t)
	}
	return sent
}

// AddMentions marks words of the document's sentences as mentions, of lengths, types and kinds that the bytes choose. They
// do not overlap, and each names a thing of its own unless a stage says otherwise.
func AddMentions(doc *nlp.Document, choices []byte) {
	s := &shape{bytes: choices}
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		for t := 0; t < len(sent.Tokens); t++ {
			n := s.pick(5)
			if n == 0 {
				continue
			}
			last := min(t+n, len(sent.Tokens))
			sp := nlp.Span{Start: sent.Tokens[t].Span.Start, End: sent.Tokens[last-1].Span.End}
			m := nlp.Mention{
				Sentence: i, First: t, Last: last, Head: t + s.pick(last-t), Span: sp, Type: types[s.pick(len(types))],
				Kind: nlp.MentionKind(s.pick(4)), Rule: "test", Confidence: 0.5, Cluster: -1, Whole: -1,
			}
			m.Name = strings.Join(strings.Fields(doc.Source[sp.Start:sp.End]), " ")
			if k := len(doc.Mentions); k > 0 && s.pick(8) == 0 {
				m.Whole = s.pick(k)
			}
			doc.Mentions = append(doc.Mentions, m)
			t = last
		}
	}
}

// Clusters puts each mention by name or description into a cluster of its own or, as the bytes choose, into an earlier one
// of its type.
func Clusters(doc *nlp.Document, choices []byte) {
	s := &shape{bytes: choices}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if k := s.pick(len(doc.Clusters) + 1); k < len(doc.Clusters) && doc.Clusters[k].Type == m.Type {
			m.Cluster = k
			doc.Clusters[k].Mentions = append(doc.Clusters[k].Mentions, i)
			continue
		}
		m.Cluster = len(doc.Clusters)
		doc.Clusters = append(doc.Clusters, nlp.Cluster{Type: m.Type, Name: m.Name, Mentions: []int{i}})
	}
}

// Check fails the test where the document breaks what all stages keep.
func Check(t testing.TB, doc *nlp.Document) {
	t.Helper()
	within := func(what string, sp nlp.Span) {
		if sp.Start < 0 || sp.End > len(doc.Source) || sp.Start > sp.End {
			t.Fatalf("%s stands from %d to %d in a text of %d bytes", what, sp.Start, sp.End, len(doc.Source))
		}
	}
	words := func(what string, sentence, first, last int) {
		if sentence < 0 || sentence >= len(doc.Sentences) || first < 0 || last <= first || last > len(doc.Sentences[sentence].Tokens) {
			t.Fatalf("%s is words %d to %d of sentence %d", what, first, last, sentence)
		}
	}
	for i := range doc.Sentences {
		within("a sentence", doc.Sentences[i].Span)
		for k := range doc.Sentences[i].Tokens {
			within("a word", doc.Sentences[i].Tokens[k].Span)
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		within("mention "+m.Name, m.Span)
		words("mention "+m.Name, m.Sentence, m.First, m.Last)
		if m.Head < m.First || m.Head >= m.Last || m.Cluster < -1 || m.Cluster >= len(doc.Clusters) || m.Whole < -1 || m.Whole >= len(doc.Mentions) ||
			m.Type == "" && m.Cluster >= 0 || !(m.Confidence >= 0 && m.Confidence <= 1) {
			t.Fatalf("mention %+v", m)
		}
		if i > 0 {
			checkOrder(t, &doc.Mentions[i-1], m)
		}
	}
	for i := range doc.Clusters {
		c := &doc.Clusters[i]
		if len(c.Mentions) == 0 || c.Name == "" || c.Type == "" {
			t.Fatalf("cluster %+v", c)
		}
		for _, k := range c.Mentions {
			if k < 0 || k >= len(doc.Mentions) || doc.Mentions[k].Cluster != i {
				t.Fatalf("cluster %d lists mention %d", i, k)
			}
		}
		if !slices.IsSorted(c.Aliases) {
			t.Fatalf("aliases %q", c.Aliases)
		}
	}
	for i := range doc.Times {
		words("a date", doc.Times[i].Sentence, doc.Times[i].First, doc.Times[i].Last)
		if doc.Times[i].From == "" || doc.Times[i].To < doc.Times[i].From {
			t.Fatalf("date %+v", doc.Times[i])
		}
	}
	for i := range doc.Amounts {
		words("an amount", doc.Amounts[i].Sentence, doc.Amounts[i].First, doc.Amounts[i].Last)
	}
	for i := range doc.Relations {
		r := &doc.Relations[i]
		within("relation "+r.Type, r.Span)
		for _, k := range []int{r.Subject, r.Object} {
			if k < 0 || k >= len(doc.Mentions) || doc.Mentions[k].Cluster < 0 {
				t.Fatalf("relation %+v", r)
			}
		}
		for _, c := range r.Cues {
			within("what shows the status of "+r.Type, c)
		}
		if r.Type == "" || !(r.Confidence >= 0 && r.Confidence <= 1) || r.Sentence < 0 || r.Sentence >= len(doc.Sentences) {
			t.Fatalf("relation %+v", r)
		}
	}
}

// checkOrder fails where two mentions that follow each other are out of order or cross.
func checkOrder(t testing.TB, a, b *nlp.Mention) {
	t.Helper()
	ordered := a.Sentence < b.Sentence || a.Sentence == b.Sentence && (a.First < b.First || a.First == b.First && a.Last >= b.Last)
	if !ordered || a.Sentence == b.Sentence && b.First < a.Last && b.Last > a.Last {
		t.Fatalf("mention %q (%d-%d of sentence %d) before %q (%d-%d of %d)", a.Name, a.First, a.Last, a.Sentence, b.Name, b.First, b.Last, b.Sentence)
	}
}
