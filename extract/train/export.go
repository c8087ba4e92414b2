package train

import (
	"math"

	"mandate/extract/internal/kernel"
	"mandate/extract/models"
)

// Tensors is the parser in whole numbers, as the program carries it. The treebank teaches the lemmas.
func (p *Parser) Tensors(sents []Sentence) *models.Tensors {
	n := p.net
	t := models.NewTensors()
	words := make([]float32, len(n.fixed))
	for i := range words {
		words[i] = n.fixed[i] + n.delta.w[i]
	}
	subScale := clipped(n.sub.w) / 127
	unit := float32(math.Ceil(float64(clipped(words) / 127 / subScale)))
	t.Ints["word"] = &models.Matrix{Rows: len(n.lex.words), Cols: n.Word, Data: whole(words, unit*subScale)}
	t.Ints["sub"] = &models.Matrix{Rows: n.sub.rows, Cols: n.Sub, Data: whole(n.sub.w, subScale)}
	t.Floats["size"] = []float32{unit, float32(n.Arc), float32(n.Rel), float32(n.nUpos), float32(n.Hidden), float32(n.Layers)}
	in := subScale
	for i, l := range n.lstm {
		name := "lstm" + string(rune('0'+i)) + "."
		putLinear(t, name+"w", l.w, l.b.w, in)
		putLinear(t, name+"f", l.u[0], nil, 1.0/kernel.CellScale)
		putLinear(t, name+"b", l.u[1], nil, 1.0/kernel.CellScale)
		in = 1.0 / kernel.CellScale
	}
	putLinear(t, "proj", n.proj, n.projB.w, in)
	putLinear(t, "bil", n.bil, n.bilB.w, 1.0/2048)
	putLinear(t, "rel", n.rel, n.relB.w, 1.0/8192)
	putLinear(t, "tag", n.tag, n.tagB.w, in)
	t.Floats["rootarc"], t.Floats["rootrel"] = n.root.w[:n.Arc], n.root.w[n.Arc:]
	t.Strings["words"] = n.lex.words[1:]
	t.Strings["upos"], t.Strings["xpos"], t.Strings["deprel"] = n.lex.upos.names, n.lex.xpos.names, n.lex.deprel.names
	learnLemmas(sents, t)
	return t
}

// putLinear stores a matrix with one row per output, each in whole numbers of its own scale; in is the unit of the
// input.
func putLinear(t *models.Tensors, name string, p *param, bias []float32, in float32) {
	m := &models.Matrix{Rows: p.cols, Cols: p.rows, Data: make([]int8, len(p.w))}
	scale := make([]float32, p.cols)
	for j := range p.cols {
		var top float32
		for i := range p.rows {
			top = max(top, p.w[i*p.cols+j], -p.w[i*p.cols+j])
		}
		step := top / 127
		if step == 0 {
			step = 1
		}
		for i := range p.rows {
			m.Data[j*p.rows+i] = int8(kernel.Round(p.w[i*p.cols+j] / step))
		}
		scale[j] = step * in
	}
	t.Ints[name], t.Floats[name+".scale"] = m, scale
	if bias != nil {
		t.Floats[name+".bias"] = bias
	}
}

// clipped is the size up to which numbers are told apart: what is larger, one in ten thousand, is cut off.
func clipped(x []float32) float32 {
	const bins = 1 << 14
	var top float32
	used := 0
	for _, v := range x {
		top = max(top, v, -v)
	}
	if top == 0 {
		return 1
	}
	hist := make([]int, bins)
	for _, v := range x {
		if v != 0 {
			hist[min(bins-1, int(max(v, -v)/top*bins))]++
			used++
		}
	}
	left := used / 10000
	for b := bins - 1; b > 0; b-- {
		if left -= hist[b]; left < 0 {
			return top * float32(b+1) / bins
		}
	}
	return top
}

func whole(x []float32, scale float32) []int8 {
	out := make([]int8, len(x))
	for i, v := range x {
		out[i] = int8(max(-127, min(127, kernel.Round(max(-1e6, min(1e6, v/scale))))))
	}
	return out
}
