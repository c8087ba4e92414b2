package train

import (
	"sort"
	"strings"

	"mandate/extract/internal/encoder"
	"mandate/extract/internal/kernel"
	"mandate/extract/nlp"
)

// ParserOptions says how the parser is trained. The zero value gives the defaults.
type ParserOptions struct {
	Sizes
	Epochs int     // default 18
	Batch  int     // words per step; default 450
	Rate   float64 // of learning, at the start; default 0.003
	Seed   uint64  // default 1
	// Progress is told of each epoch's end, with the losses per word; nil is silent.
	Progress func(epoch int, arc, rel, tag float64)
}

func (o *ParserOptions) defaults() {
	o.Sizes.defaults()
	setDefault(&o.Epochs, 18)
	setDefault(&o.Batch, 450)
	if o.Rate == 0 {
		o.Rate = 0.003
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
}

// Parser is a trained network in full precision.
type Parser struct{ net *net }

// capitals is the share of sentences that are read as if printed in capitals, so that headings are no surprise.
const capitals = 0.03

// warmUp is the number of steps in which the rate of learning rises to its start.
const warmUp = 200

// LearnParser trains tagger and parser on the sentences. Each call of eval, if not nil, gets the parser after an epoch.
func LearnParser(sents []Sentence, vec *Vectors, o ParserOptions, eval func(epoch int, p *Parser)) *Parser {
	o.defaults()
	lex := newLexicon(sents, vec)
	n := newNet(o.Sizes, lex, vec, o.Seed)
	plain := make([]*example, len(sents))
	words := 0
	for i := range sents {
		plain[i] = lex.example(&sents[i], false)
		words += len(plain[i].word)
	}
	p := &Parser{net: n}
	total := float64(o.Epochs) * float64(words)
	done, step := 0, 0
	for epoch := 1; epoch <= o.Epochs; epoch++ {
		st := &n.state
		st.lossArc, st.lossRel, st.lossTag = 0, 0, 0
		steps := 0
		for _, batch := range n.batches(plain, o.Batch) {
			step++
			rate := o.Rate * (1 - float64(done)/total) * min(1, float64(step)/warmUp)
			n.learn(batch, float32(rate))
			done += st.lay.rows
			steps++
		}
		if o.Progress != nil {
			o.Progress(epoch, st.lossArc/float64(steps), st.lossRel/float64(steps), st.lossTag/float64(steps))
		}
		if eval != nil {
			eval(epoch, p)
		}
	}
	return p
}

// batches puts the examples in batches of like length, in random order, some of them in capitals.
func (n *net) batches(all []*example, words int) [][]*example {
	list := make([]*example, len(all))
	for i, e := range all {
		list[i] = e
		if n.rng.float() < capitals {
			list[i] = n.lex.example(e.src, true)
		}
	}
	n.rng.shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	sort.SliceStable(list, func(i, j int) bool { return len(list[i].word) > len(list[j].word) })
	out := cut(list, words)
	n.rng.shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// cut divides a list into batches of at most so many words, at least one sentence each.
func cut(list []*example, words int) [][]*example {
	var out [][]*example
	start, size := 0, 0
	for i, e := range list {
		if i > start && size+len(e.word) > words {
			out = append(out, list[start:i])
			start, size = i, 0
		}
		size += len(e.word)
	}
	if start < len(list) {
		out = append(out, list[start:])
	}
	return out
}

// Analysis is what a parser says of a sentence.
type Analysis struct {
	UPOS, XPOS, Deprel []string
	Head               []int
}

// Parse reads sentences with the network in full precision.
func (p *Parser) Parse(sents [][]string) []Analysis {
	n := p.net
	n.opt.pack(false)
	type item struct {
		e  *example
		at int
	}
	items := make([]item, 0, len(sents))
	for i, forms := range sents {
		if len(forms) > 0 {
			items = append(items, item{n.lex.read(forms), i})
		}
	}
	sort.SliceStable(items, func(i, j int) bool { return len(items[i].e.word) > len(items[j].e.word) })
	out := make([]Analysis, len(sents))
	list := make([]*example, len(items))
	for i, it := range items {
		list[i] = it.e
	}
	k := 0
	var dec encoder.Decoder
	for _, batch := range cut(list, 800) {
		n.forward(batch, false)
		for s := range batch {
			out[items[k].at] = n.decode(s, &dec)
			k++
		}
	}
	return out
}

func (n *net) decode(s int, dec *encoder.Decoder) Analysis {
	st := &n.state
	size := st.lay.lens[s]
	stride := n.arcs(s)
	a := Analysis{Head: append([]int(nil), dec.Tree(st.s, size, stride)...)}
	n.relHidden(s, a.Head)
	st.ds = grown(st.ds, size*n.nRel)
	kernel.Gemm(size, st.rh, n.Rel, 1, &n.rel.packed, st.ds, n.nRel, false)
	addRow(st.ds, n.relB.w)
	root := n.lex.deprel.id("root")
	for t := range size {
		r := st.lay.row(s, t)
		tags := st.t[r*n.tag.cols : (r+1)*n.tag.cols]
		a.UPOS = append(a.UPOS, n.lex.upos.names[argmax(tags[:len(n.lex.upos.names)], -1)])
		a.XPOS = append(a.XPOS, n.lex.xpos.names[argmax(tags[n.nUpos:n.nUpos+len(n.lex.xpos.names)], -1)])
		if a.Head[t] < 0 {
			a.Deprel = append(a.Deprel, "root")
			continue
		}
		rels := st.ds[t*n.nRel : t*n.nRel+len(n.lex.deprel.names)]
		a.Deprel = append(a.Deprel, n.lex.deprel.names[argmax(rels, root)])
	}
	return a
}

func argmax(z []float32, skip int) int {
	best := -1
	for i, x := range z {
		if i != skip && (best < 0 || x > z[best]) {
			best = i
		}
	}
	return best
}

// Score counts how well analyses agree with a treebank, over all tokens, as the CoNLL 2018 shared task does with gold
// tokens: UPOS, heads, heads with labels (without subtypes).
type Score struct {
	Words, UPOS, XPOS, UAS, LAS int
}

// ScoreParses compares analyses with the sentences they are of.
func ScoreParses(gold []Sentence, got []Analysis) Score {
	var s Score
	for i := range gold {
		g, a := &gold[i], &got[i]
		for t := range g.Form {
			s.Words++
			if g.UPOS[t] == a.UPOS[t] {
				s.UPOS++
			}
			if g.XPOS[t] == a.XPOS[t] {
				s.XPOS++
			}
			if g.Head[t] == a.Head[t] {
				s.UAS++
				if base(g.Deprel[t]) == base(a.Deprel[t]) {
					s.LAS++
				}
			}
		}
	}
	return s
}

// Percent is a count as per cent of the words.
func (s Score) Percent(n int) float64 { return 100 * float64(n) / float64(max(1, s.Words)) }

// base is a relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// Forms lists the words of each sentence.
func Forms(sents []Sentence) [][]string {
	out := make([][]string, len(sents))
	for i := range sents {
		out[i] = sents[i].Form
	}
	return out
}

// ParseWith reads the sentences of a treebank, with gold tokens, by a function that annotates.
func ParseWith(gold []Sentence, annotate func([]nlp.Sentence)) []Analysis {
	sents := make([]nlp.Sentence, len(gold))
	for i := range gold {
		for _, f := range gold[i].Form {
			sents[i].Tokens = append(sents[i].Tokens, nlp.Token{Text: f, Lower: strings.ToLower(f), Head: -1})
		}
	}
	annotate(sents)
	out := make([]Analysis, len(gold))
	for i := range sents {
		for t := range sents[i].Tokens {
			tok := &sents[i].Tokens[t]
			out[i].UPOS, out[i].Head, out[i].Deprel = append(out[i].UPOS, tok.UPOS), append(out[i].Head, tok.Head), append(out[i].Deprel, tok.Deprel)
			out[i].XPOS = append(out[i].XPOS, "")
		}
	}
	return out
}
