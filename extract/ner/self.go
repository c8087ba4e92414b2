package ner

import (
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// Many documents of government are themselves a law: an order, a memorandum, a regulation. What they are called stands
// at their top, and "this order" means it.

// titlePassages is how far from the top the title may stand, in passages.
const titlePassages = 6

// self finds the mention of the document itself: a passage at its top that is the name of a law, or its title.
func (s *Stage) self(doc *nlp.Document, found [][]nlp.Mention) {
	title := graph.FoldName(doc.Info.Title)
	lawTitle := s.lawTitle(doc.Info.Title)
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if sent.Passage >= titlePassages {
			return
		}
		p := &doc.Passages[sent.Passage]
		if len(sent.Tokens) > 40 || len(sent.Tokens) < 2 || p.Kind == nlp.ListItem || p.Kind == nlp.TableRow {
			continue
		}
		for k := range found[i] {
			m := &found[i][k]
			if m.Type == "Law" && strings.HasPrefix(m.Rule, "law.") && m.Rule != "law.provision" && m.First == 0 && (m.Last >= len(sent.Tokens)-1 || p.Kind == nlp.Heading && m.Last*2 >= len(sent.Tokens)) {
				m.Rule = ruleSelf
				return
			}
		}
		text := graph.FoldName(p.Text)
		if !lawTitle || text == "" || text != title && !(len(text) > 20 && strings.HasSuffix(title, text)) {
			continue
		}
		m := nlp.Mention{
			Sentence: i, First: 0, Last: len(sent.Tokens), Head: 0, Type: "Law", Also: []string{"Program"}, Name: strings.Join(strings.Fields(doc.Info.Title), " "),
			Rule: ruleSelf, Confidence: 0.9, Cluster: -1, Whole: -1,
		}
		finish(doc, sent, &m)
		inside := topics(s.lex, sent.Tokens, i, []nlp.Mention{m})
		for j := range inside {
			finish(doc, sent, &inside[j])
		}
		var rest []nlp.Mention
		for _, o := range found[i] {
			if o.Rule == "list.place" || o.Rule == "acronym.defined" {
				rest = append(rest, o)
			}
		}
		found[i] = append([]nlp.Mention{m}, append(rest, inside...)...)
		return
	}
}

// ruleSelf marks the mention by which a document names itself.
const ruleSelf = "self.title"

// lawTitle says whether a title names a law: its head word, before the first preposition, is one of those.
func (s *Stage) lawTitle(title string) bool {
	words := strings.Fields(strings.ToLower(title))
	for i, w := range words {
		w = strings.Trim(w, ",:;.")
		last := i+1 == len(words)
		if !last && !connectors[strings.Trim(words[i+1], ",:;.")] {
			continue
		}
		for _, h := range s.lex.headsOf(w) {
			if h.Type == "Law" && h.Name {
				return true
			}
		}
		return false
	}
	return false
}
