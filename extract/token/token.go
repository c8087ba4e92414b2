// Package token splits passages into sentences and words, each with its place in the source.
//
// Words follow the Universal Dependencies treebanks of English: contractions and possessive endings are words of
// their own ("do" "n't", "China" "'s"), hyphenated compounds come apart at the hyphen unless the first part is a
// prefix ("long" "-" "term", but "anti-trafficking"), abbreviations keep their point ("U.S.", "No.").
package token

import (
	"strings"

	"mandate/extract/nlp"
)

// Stage is the pipeline stage: it needs passages and adds sentences.
type Stage struct{}

// Name is "token".
func (Stage) Name() string { return "token" }

// Needs passages.
func (Stage) Needs() []string { return []string{"passages"} }

// Adds sentences.
func (Stage) Adds() []string { return []string{"sentences"} }

// Annotate fills in doc.Sentences and counts the words.
func (Stage) Annotate(doc *nlp.Document) error {
	doc.Sentences = doc.Sentences[:0]
	words := 0
	for i := range doc.Passages {
		p := &doc.Passages[i]
		for _, toks := range Split(p.Text) {
			for j := range toks {
				t := &toks[j]
				t.Span = p.Map.Source(t.Read)
				if isWordByte(t.Text[0]) {
					words++
				}
			}
			doc.Sentences = append(doc.Sentences, nlp.Sentence{
				Passage: i,
				Span:    nlp.Span{Start: toks[0].Span.Start, End: toks[len(toks)-1].Span.End},
				Tokens:  toks,
			})
		}
	}
	doc.Info.Words = words
	return nil
}

// Split reads a passage's text with the embedded model; see [Splitter.Split].
func Split(text string) [][]nlp.Token { return embedded().Split(text) }

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func makeToken(text string, start, end int) nlp.Token {
	s := text[start:end]
	return nlp.Token{
		Text: s, Lower: strings.ToLower(s), Read: nlp.Span{Start: start, End: end},
		Space: start > 0 && isBlank(text, start), Head: -1,
	}
}
