package train

import (
	"cmp"
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// A pair model that learns from the mentions that the pipeline finds sees fewer than half of the marked relations: of the
// others an end is missing. So a marked text gives its pairs twice, the second time between the ends that the annotators marked.

// markEnds puts the mentions of the annotators in place of those that were found in the text, each name a cluster of its own.
func (t *RelatedText) markEnds(doc *nlp.Document, shift int, names []Mark) {
	var ends []Mark
	add := func(m Mark) {
		m.Span.Start, m.Span.End = m.Span.Start+shift, m.Span.End+shift
		if m.Type != "Event" && !slices.ContainsFunc(ends, func(o Mark) bool { return o.Span == m.Span }) {
			ends = append(ends, m)
		}
	}
	for _, r := range t.Relations {
		for _, e := range []MarkedEnd{r.Head, r.Tail} {
			add(Mark{Type: e.Type, Span: nlp.Span{Start: e.Start, End: e.End}})
		}
	}
	for _, m := range names {
		add(m)
	}
	doc.Mentions, doc.Clusters, doc.Relations = doc.Mentions[:0], doc.Clusters[:0], doc.Relations[:0]
	clusters := map[string]int{}
	for _, e := range ends {
		m, ok := place(doc, e)
		if !ok {
			continue
		}
		key := e.Type + "|" + graph.FoldName(m.Name)
		if m.Kind == nlp.Pronoun {
			key += doc.Source[:m.Span.Start] // each its own
		}
		c, ok := clusters[key]
		if !ok {
			c = len(doc.Clusters)
			clusters[key] = c
			doc.Clusters = append(doc.Clusters, nlp.Cluster{Type: e.Type, Name: m.Name})
		}
		m.Cluster = c
		doc.Mentions = append(doc.Mentions, m)
	}
	slices.SortStableFunc(doc.Mentions, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last))
	})
	for i := range doc.Mentions {
		c := &doc.Clusters[doc.Mentions[i].Cluster]
		c.Mentions = append(c.Mentions, i)
	}
}

// place is the mention that a mark makes: the tokens that it touches, all in one sentence.
func place(doc *nlp.Document, e Mark) (nlp.Mention, bool) {
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if !sent.Span.Overlaps(e.Span) {
			continue
		}
		m := nlp.Mention{Sentence: i, First: -1, Type: e.Type, Rule: "marked", Confidence: markedConfidence, Cluster: -1, Whole: -1}
		capital := false
		for k := range sent.Tokens {
			if t := &sent.Tokens[k]; t.Span.Overlaps(e.Span) {
				if m.First < 0 {
					m.First = k
				}
				m.Last = k + 1
				capital = capital || k > 0 && t.Text != t.Lower
			}
		}
		if m.First < 0 {
			return m, false
		}
		m.Head = sent.HeadOf(m.First, m.Last)
		m.Span = nlp.Span{Start: sent.Tokens[m.First].Span.Start, End: sent.Tokens[m.Last-1].Span.End}
		m.Name = strings.Join(strings.Fields(doc.Source[m.Span.Start:m.Span.End]), " ")
		switch first := &sent.Tokens[m.First]; {
		case m.Last == m.First+1 && first.UPOS == "PRON":
			m.Kind = nlp.Pronoun
		case !capital && (first.UPOS == "DET" || first.UPOS == "PRON"):
			m.Kind = nlp.Short
		case !capital || e.Type == "Issue" || e.Type == "Group":
			m.Kind = nlp.Nominal
		}
		return m, true
	}
	return nlp.Mention{}, false
}

// markedConfidence is the confidence of a marked mention: that of a name by its head.
const markedConfidence = 0.9
