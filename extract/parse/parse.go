// Package parse reads sentences: it gives every word its part of speech, its lemma, its head and its relation to the
// head (Universal Dependencies), all in one pass of one network, whose weights the program carries.
package parse

import (
	"fmt"
	"slices"
	"sync"

	"mandate/extract/internal/encoder"
	"mandate/extract/models"
	"mandate/extract/nlp"
)

// Stage is the pipeline stage: it needs sentences and adds tags and trees. The zero value reads with the embedded
// model; several goroutines may use it.
type Stage struct {
	// States asks for Sentence.States, which the learned judges of names, phrases and pairs read.
	States bool
}

// Name is "parse".
func (Stage) Name() string { return "parse" }

// Needs sentences.
func (Stage) Needs() []string { return []string{"sentences"} }

// Adds tags and trees.
func (Stage) Adds() []string { return []string{"tags", "trees"} }

// network is the embedded model, expanded at first use.
var network = sync.OnceValues(func() (*encoder.Network, error) {
	t, err := models.Parser()
	if err != nil {
		return nil, err
	}
	return encoder.New(t)
})

// Expand expands the embedded model ahead of the first sentence, which else waits for it; errors come then.
func Expand() { _, _ = network() }

// readers are readers of the embedded model that nobody is using.
var readers = sync.Pool{}

// Annotate fills in the tokens of doc.
func (s Stage) Annotate(doc *nlp.Document) error {
	net, err := network()
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	b, _ := readers.Get().(*batcher)
	if b == nil {
		b = &batcher{reader: net.NewReader()}
	}
	b.net, b.states = net, s.States
	b.annotate(doc.Sentences)
	readers.Put(b)
	return nil
}

// With gives a function that annotates sentences with another model than the embedded one: for measuring.
func With(t *models.Tensors) (func([]nlp.Sentence), error) {
	net, err := encoder.New(t)
	if err != nil {
		return nil, err
	}
	b := &batcher{net: net, reader: net.NewReader(), states: true}
	return b.annotate, nil
}

// batcher hands sentences to a reader in batches of like length.
type batcher struct {
	net    *encoder.Network
	reader *encoder.Reader
	states bool
	order  []int
	words  []string
	sents  [][]string
}

// A batch has at most so many sentences and words: enough to share the loading of weights, few enough for the cache.
const (
	batchSents = 12
	batchWords = 240
)

func (b *batcher) annotate(sents []nlp.Sentence) {
	b.order = b.order[:0]
	for i := range sents {
		if len(sents[i].Tokens) > 0 {
			b.order = append(b.order, i)
		}
	}
	slices.SortStableFunc(b.order, func(x, y int) int { return len(sents[y].Tokens) - len(sents[x].Tokens) })
	for start := 0; start < len(b.order); {
		end, size := start, 0
		for end < len(b.order) && end-start < batchSents {
			size += len(sents[b.order[end]].Tokens)
			if end > start && size > batchWords {
				break
			}
			end++
		}
		b.batch(sents, b.order[start:end])
		start = end
	}
}

// batch reads the sentences with the given numbers.
func (b *batcher) batch(sents []nlp.Sentence, which []int) {
	b.words, b.sents = b.words[:0], b.sents[:0]
	total := 0
	for _, i := range which {
		total += len(sents[i].Tokens)
	}
	b.words = slices.Grow(b.words, total)
	for _, i := range which {
		from := len(b.words)
		for j := range sents[i].Tokens {
			b.words = append(b.words, sents[i].Tokens[j].Text)
		}
		b.sents = append(b.sents, b.words[from:])
	}
	b.reader.Read(b.sents, func(k int, a *encoder.Analysis) {
		b.fill(&sents[which[k]], a)
	})
}

// fill writes an analysis into the tokens of its sentence.
func (b *batcher) fill(sent *nlp.Sentence, a *encoder.Analysis) {
	for t := range sent.Tokens {
		tok := &sent.Tokens[t]
		tok.UPOS, tok.Head, tok.Deprel, tok.Margin = a.UPOS[t], a.Head[t], a.Rel[t], a.Margin[t]
		tok.Lemma = b.net.Lemma(tok.Text, tok.Lower, a.XPOS[t])
	}
	sent.Parsed = true
	if b.states {
		sent.States = append(sent.States[:0], a.States...)
	}
}
