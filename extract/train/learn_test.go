package train

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"mandate/extract/internal/encoder"
)

// toy is a treebank of three sentences, said often.
func toy() []Sentence {
	var b strings.Builder
	for range 12 {
		b.WriteString(tree)
		b.WriteString("1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\t_\n3\tloudly\tloudly\tADV\tRB\t_\t2\tadvmod\t_\t_\n\n")
		b.WriteString("1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\tMinister\tminister\tNOUN\tNN\t_\t3\tnsubj\t_\t_\n3\tsees\tsee\tVERB\tVBZ\t_\t0\troot\t_\t_\n4\tdogs\tdog\tNOUN\tNNS\t_\t3\tobj\t_\t_\n\n")
	}
	s, err := ReadConllu(strings.NewReader(b.String()))
	if err != nil {
		panic(err)
	}
	return s
}

func small() ParserOptions {
	return ParserOptions{Sizes: Sizes{Word: 16, Sub: 16, Hidden: 16, Layers: 2, Arc: 16, Rel: 16}, Epochs: 30, Batch: 20, Rate: 0.01}
}

func TestLearnParserLearnsAndIsReproducible(t *testing.T) {
	sents := toy()
	learnt := func() (*Parser, []byte) {
		p := LearnParser(sents, &Vectors{Dim: 16}, small(), nil)
		var b bytes.Buffer
		if err := p.Tensors(sents).Encode(&b); err != nil {
			t.Fatal(err)
		}
		return p, b.Bytes()
	}
	p, a := learnt()
	if s := ScoreParses(sents, p.Parse(Forms(sents))); s.LAS < s.Words*95/100 || s.UPOS < s.Words*95/100 {
		t.Errorf("after training on them, %d of %d words are attached right, %d tagged right", s.LAS, s.Words, s.UPOS)
	}
	if _, b := learnt(); !bytes.Equal(a, b) {
		t.Error("the same data gave other weights")
	}
	var file bytes.Buffer
	if err := p.Write(&file); err != nil {
		t.Fatal(err)
	}
	q, err := ReadParser(&file)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := q.Tensors(sents).Encode(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b.Bytes()) {
		t.Error("a parser that was stored and read again gives other weights")
	}
}

// TestGradient compares gradients with differences of the loss.
func TestGradient(t *testing.T) {
	sents := toy()[:3]
	lex := newLexicon(toy(), &Vectors{Dim: 16})
	n := newNet(small().Sizes, lex, &Vectors{Dim: 16}, 1)
	n.drop = 0
	batch := []*example{lex.example(&sents[0], false), lex.example(&sents[2], false), lex.example(&sents[1], false)}
	loss := func() float64 {
		st := &n.state
		n.rng = newRand(3) // the same words hidden each time
		st.lossArc, st.lossRel, st.lossTag = 0, 0, 0
		before := make([][]float32, len(n.opt.params))
		for i, p := range n.opt.params {
			before[i] = append([]float32(nil), p.w...)
		}
		n.learn(batch, 0)
		for i, p := range n.opt.params {
			copy(p.w, before[i])
		}
		return st.lossArc + st.lossRel + st.lossTag
	}
	n.opt.clip = math.Inf(1)
	// The moments of Adam after one step from zero hold the gradient.
	first := func(p *param) {
		clear(p.m)
	}
	for _, c := range []struct {
		name string
		p    *param
	}{{"recurrent", n.lstm[0].u[1]}, {"input", n.lstm[1].w}, {"bilinear", n.bil}, {"root", n.root}, {"labels", n.rel}, {"projection", n.proj}} {
		first(c.p)
		loss()
		grad := append([]float32(nil), c.p.m...)
		worst := 0
		for i, g := range grad {
			if math.Abs(float64(g)) > math.Abs(float64(grad[worst])) {
				worst = i
			}
		}
		const step = 1e-2
		old := c.p.w[worst]
		c.p.w[worst] = old + step
		up := loss()
		c.p.w[worst] = old - step
		down := loss()
		c.p.w[worst] = old
		want, got := (up-down)/(2*step), float64(grad[worst])/(1-adamMean)
		if c.name != "recurrent" && c.name != "input" && c.name != "projection" {
			// XPOS counts in the gradient, not in the loss that is told; it does not reach these.
			if math.Abs(want-got) > 0.02*math.Abs(want)+1e-4 {
				t.Errorf("%s: gradient %v, difference quotient %v", c.name, got, want)
			}
		}
	}
}

func TestChainGradient(t *testing.T) {
	rng := newRand(5)
	k := 3
	c := chain{k: k, trans: newParam(k+1, padded(k)).uniform(rng, 1), fixed: make([]bool, (k+1)*k)}
	emit := make([]float32, 4*k)
	for i := range emit {
		emit[i] = rng.normal()
	}
	allowed := []uint64{1, 3, 7, 2}
	d := make([]float32, len(emit))
	c.loss(emit, k, allowed, d, 1)
	none := make([]float32, len(emit))
	for i := range emit {
		old := emit[i]
		emit[i] = old + 1e-2
		up := c.loss(emit, k, allowed, none, 1)
		emit[i] = old - 1e-2
		down := c.loss(emit, k, allowed, none, 1)
		emit[i] = old
		if want := (up - down) / 2e-2; math.Abs(want-float64(d[i])) > 1e-3 {
			t.Errorf("emission %d: gradient %v, difference quotient %v", i, d[i], want)
		}
	}
}

func TestLemmasFollowTheTreebank(t *testing.T) {
	sents := toy()
	p := LearnParser(sents, &Vectors{Dim: 16}, ParserOptions{Sizes: small().Sizes, Epochs: 1}, nil)
	net, err := encoder.New(p.Tensors(sents))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{{"Dogs", "NNS", "dog"}, {"sees", "VBZ", "see"}, {"n't", "RB", "not"}, {"The", "DT", "the"}, {"cats", "NNS", "cat"}} {
		if got := net.Lemma(c[0], strings.ToLower(c[0]), c[1]); got != c[2] {
			t.Errorf("lemma of %s: %q, want %q", c[0], got, c[2])
		}
	}
}
