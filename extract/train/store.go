package train

import (
	"encoding/gob"
	"io"
)

// checkpoint is a network as stored between steps of the training, in full precision.
type checkpoint struct {
	Sizes              Sizes
	Words              []string
	Counts             []int
	UPOS, XPOS, Deprel []string
	Fixed              []float32
	Params             [][]float32
}

// Write stores the parser in full precision.
func (p *Parser) Write(w io.Writer) error {
	n := p.net
	c := checkpoint{
		Sizes: n.Sizes, Words: n.lex.words, Counts: n.lex.counts, Fixed: n.fixed,
		UPOS: n.lex.upos.names, XPOS: n.lex.xpos.names, Deprel: n.lex.deprel.names,
	}
	for _, q := range n.opt.params {
		c.Params = append(c.Params, q.w)
	}
	return gob.NewEncoder(w).Encode(c)
}

// ReadParser reads what Write wrote.
func ReadParser(r io.Reader) (*Parser, error) {
	var c checkpoint
	if err := gob.NewDecoder(r).Decode(&c); err != nil {
		return nil, err
	}
	lex := &lexicon{words: c.Words, counts: c.Counts, index: map[string]int{}, upos: listed(c.UPOS), xpos: listed(c.XPOS), deprel: listed(c.Deprel)}
	for i, w := range c.Words {
		if i > 0 {
			lex.index[w] = i
		}
	}
	n := newNet(c.Sizes, lex, nil, 1)
	n.fixed = c.Fixed
	for i, q := range n.opt.params {
		copy(q.w, c.Params[i])
	}
	return &Parser{net: n}, nil
}

func listed(names []string) *labels {
	l := &labels{names: names, index: map[string]int{}}
	for i, n := range names {
		l.index[n] = i
	}
	return l
}
