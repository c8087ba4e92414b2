// Package model finds names with the trained network: a second reading beside the rules, which it knows. It reads what
// the parser's network made of each word, and on each word the signs of what the rules found there.
package model

import (
	"slices"
	"strings"
	"sync"

	"mandate/extract/internal/encoder"
	"mandate/extract/models"
	"mandate/extract/nlp"
	"mandate/graph"
)

// Rule is the name under which the mentions of this package are known.
const Rule = "model"

// Recognizer finds names with the embedded model. Several goroutines may use it.
type Recognizer struct {
	net     *encoder.Namer
	readers sync.Pool
}

// New makes a recogniser with the embedded models of parser and names.
func New() (*Recognizer, error) {
	base, err := models.Parser()
	if err != nil {
		return nil, err
	}
	names, err := models.Names()
	if err != nil {
		return nil, err
	}
	return With(base, names)
}

// With makes a recogniser with other models, for measuring.
func With(parser, names *models.Tensors) (*Recognizer, error) {
	base, err := encoder.New(parser)
	if err != nil {
		return nil, err
	}
	net, err := encoder.NewNamer(names, base)
	if err != nil {
		return nil, err
	}
	return &Recognizer{net: net}, nil
}

// Mentions lists the names and phrases that the model sees, in order of position, with their confidence (the least
// chance, by the model, of the tags of the words). It needs the sentences' States (parse.Stage with States) and, in
// doc.Mentions, what the rules found; sentences without states give none. Cluster and Whole are -1.
func (r *Recognizer) Mentions(doc *nlp.Document) []nlp.Mention {
	reader, _ := r.readers.Get().(*encoder.NameReader)
	if reader == nil {
		reader = r.net.NewReader()
	}
	defer r.readers.Put(reader)
	found := make([][]encoder.Name, len(doc.Sentences))
	signs := Signs(doc)
	var forms []string
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if sent.States == nil {
			continue
		}
		forms = forms[:0]
		for t := range sent.Tokens {
			forms = append(forms, sent.Tokens[t].Text)
		}
		found[i] = slices.Clone(reader.Read(forms, sent.States, signs[i]))
	}
	agree(doc, found)
	var out []nlp.Mention
	for i := range found {
		for _, n := range found[i] {
			out = append(out, mention(doc, i, n))
		}
	}
	return out
}

// mention turns a name into a mention.
func mention(doc *nlp.Document, sentence int, n encoder.Name) nlp.Mention {
	sent := &doc.Sentences[sentence]
	m := nlp.Mention{
		Sentence: sentence, First: n.First, Last: n.Last, Head: sent.HeadOf(n.First, n.Last), Type: n.Type,
		Span: graph.Span{Start: sent.Tokens[n.First].Span.Start, End: sent.Tokens[n.Last-1].Span.End},
		Rule: Rule, Confidence: n.Confidence, Cluster: -1, Whole: -1,
	}
	if n.Type == "Issue" || n.Type == "Group" {
		m.Kind = nlp.Nominal
	}
	var b strings.Builder
	for t := n.First; t < n.Last; t++ {
		if t > n.First && sent.Tokens[t].Space {
			b.WriteByte(' ')
		}
		b.WriteString(sent.Tokens[t].Text)
	}
	m.Name = b.String()
	return m
}
