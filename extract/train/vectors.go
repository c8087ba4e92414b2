package train

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sort"

	"mandate/extract/internal/encoder"
	"mandate/extract/internal/kernel"
	"mandate/extract/token"
)

// VectorOptions says how word vectors are learnt. The zero value gives the defaults.
type VectorOptions struct {
	Dim    int    // floats per word, a multiple of 16; default 96
	Words  int    // the most words to keep, by frequency; default 45,000
	Least  int    // times a word must occur; default 5
	Window int    // neighbours on either side, each with a table of its own; default 3
	Epochs int    // passes over the text; default 2
	Seed   uint64 // default 1
	// Progress is told the share of work done, 0 to 1; nil is silent.
	Progress func(done float64)
}

func (o *VectorOptions) defaults() {
	setDefault(&o.Dim, 96)
	setDefault(&o.Words, 45000)
	setDefault(&o.Least, 5)
	setDefault(&o.Window, 3)
	setDefault(&o.Epochs, 2)
	if o.Seed == 0 {
		o.Seed = 1
	}
}

func setDefault(v *int, x int) {
	if *v == 0 {
		*v = x
	}
}

// Vectors is a table of word vectors: row i of Dim floats is word i.
type Vectors struct {
	Dim    int
	Words  []string // folded, most frequent first, ties by spelling
	Counts []int
	Data   []float32
}

// Index maps each word to its row.
func (v *Vectors) Index() map[string]int {
	m := make(map[string]int, len(v.Words))
	for i, w := range v.Words {
		m[w] = i
	}
	return m
}

// corpus is text as numbers: words by their row, -1 between sentences, -2 for words that are not in the table.
type corpus struct {
	ids []int32
}

// LearnVectors learns word vectors from the raw files and, so that their words are not missing, from extra sentences
// (of treebanks). The method is the structured skip-gram with negative sampling (Ling et al. 2015): each place around
// the word has its own output table, which keeps what the words do in the sentence, not only what they are about.
func LearnVectors(files []string, extra [][]string, o VectorOptions) (*Vectors, error) {
	o.defaults()
	counts := map[string]int{}
	var stream []string
	intern := map[string]string{}
	add := func(form string) {
		w := encoder.Fold(form)
		if s, ok := intern[w]; ok {
			w = s
		} else {
			intern[w] = w
		}
		counts[w]++
		stream = append(stream, w)
	}
	for _, path := range files {
		err := ReadRaw(path, func(par string) {
			for _, toks := range token.Split(par) {
				for i := range toks {
					add(toks[i].Text)
				}
				stream = append(stream, "")
			}
		})
		if err != nil {
			return nil, err
		}
	}
	for _, sent := range extra {
		for _, w := range sent {
			add(w)
		}
		stream = append(stream, "")
	}
	v := newVectors(counts, o)
	index := v.Index()
	c := corpus{ids: make([]int32, len(stream))}
	for i, w := range stream {
		switch id, ok := index[w]; {
		case w == "":
			c.ids[i] = -1
		case !ok:
			c.ids[i] = -2
		default:
			c.ids[i] = int32(id)
		}
	}
	skipgram(v, c.ids, o)
	return v, nil
}

func newVectors(counts map[string]int, o VectorOptions) *Vectors {
	v := &Vectors{Dim: o.Dim}
	for w, n := range counts {
		if n >= o.Least {
			v.Words = append(v.Words, w)
		}
	}
	sort.Slice(v.Words, func(i, j int) bool {
		a, b := counts[v.Words[i]], counts[v.Words[j]]
		return a > b || a == b && v.Words[i] < v.Words[j]
	})
	if len(v.Words) > o.Words {
		v.Words = v.Words[:o.Words]
	}
	for _, w := range v.Words {
		v.Counts = append(v.Counts, counts[w])
	}
	v.Data = make([]float32, len(v.Words)*o.Dim)
	return v
}

// Constants of the skip-gram, as in word2vec.
const (
	negatives   = 5
	subsample   = 1e-4
	firstRate   = 0.025
	negativePow = 0.75
	negativeLen = 1 << 22
)

func skipgram(v *Vectors, ids []int32, o VectorOptions) {
	rng := newRand(o.Seed)
	d, places := o.Dim, 2*o.Window
	for i := range v.Data {
		v.Data[i] = (rng.float() - 0.5) / float32(d)
	}
	out := make([]float32, places*len(v.Words)*d)
	table := negativeTable(v.Counts)
	keep := keepRates(v.Counts)
	grad := make([]float32, d)
	total := float64(len(ids) * o.Epochs)
	sent := make([]int32, 0, 256)
	done := 0
	for range o.Epochs {
		for i := 0; i < len(ids); i++ {
			done++
			if ids[i] != -1 {
				if ids[i] == -2 || rng.float() < keep[ids[i]] {
					sent = append(sent, ids[i])
				}
				continue
			}
			rate := firstRate * float32(math.Max(1e-4, 1-float64(done)/total))
			for c, w := range sent {
				if w < 0 {
					continue
				}
				center := v.Data[int(w)*d : int(w+1)*d]
				clear(grad)
				for p := range places {
					at := c + p - o.Window
					if p >= o.Window {
						at++
					}
					if at < 0 || at >= len(sent) || sent[at] < 0 {
						continue
					}
					base := out[p*len(v.Words)*d:]
					for n := 0; n <= negatives; n++ {
						target, label := sent[at], float32(1)
						if n > 0 {
							target, label = table[rng.next()%negativeLen], 0
							if target == sent[at] {
								continue
							}
						}
						row := base[int(target)*d : int(target+1)*d]
						g := float32((label - kernel.Sigmoid(kernel.Dot(center, row))) * rate)
						kernel.Axpy(g, row, grad)
						kernel.Axpy(g, center, row)
					}
				}
				kernel.Axpy(1, grad, center)
			}
			sent = sent[:0]
			if o.Progress != nil && done%4096 < 32 {
				o.Progress(float64(done) / total)
			}
		}
	}
}

func negativeTable(counts []int) []int32 {
	var sum float64
	for _, n := range counts {
		sum += math.Pow(float64(n), negativePow)
	}
	table := make([]int32, negativeLen)
	w, acc := 0, math.Pow(float64(counts[0]), negativePow)/sum
	for i := range table {
		table[i] = int32(w)
		if float64(i+1)/negativeLen > acc && w+1 < len(counts) {
			w++
			acc += math.Pow(float64(counts[w]), negativePow) / sum
		}
	}
	return table
}

// keepRates are the chances that an occurrence of a word is used: frequent words are thinned out.
func keepRates(counts []int) []float32 {
	total := 0
	for _, n := range counts {
		total += n
	}
	keep := make([]float32, len(counts))
	for i, n := range counts {
		f := float64(n) / float64(total)
		keep[i] = float32(math.Min(1, math.Sqrt(subsample/f)+subsample/f))
	}
	return keep
}

// Write stores the table: "MVEC", the numbers of words and floats, then each word's length, bytes, count and row.
func (v *Vectors) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("MVEC")
	put := func(n int) { b.Write(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
	put(len(v.Words))
	put(v.Dim)
	for i, word := range v.Words {
		put(len(word))
		b.WriteString(word)
		put(v.Counts[i])
		for _, x := range v.Data[i*v.Dim : (i+1)*v.Dim] {
			put(int(math.Float32bits(x)))
		}
	}
	return b.Flush()
}

// ReadVectors reads what Write wrote.
func ReadVectors(r io.Reader) (*Vectors, error) {
	b := bufio.NewReader(r)
	var err error
	get := func() int {
		var x [4]byte
		if err == nil {
			_, err = io.ReadFull(b, x[:])
		}
		return int(binary.LittleEndian.Uint32(x[:]))
	}
	magic := make([]byte, 4)
	if _, e := io.ReadFull(b, magic); e != nil || string(magic) != "MVEC" {
		return nil, fmt.Errorf("not a table of word vectors")
	}
	n := get()
	v := &Vectors{Dim: get()}
	if v.Dim > 4096 {
		return nil, fmt.Errorf("word vectors of %d floats: the file is damaged", v.Dim)
	}
	for range n {
		size := get()
		if size > 1<<16 {
			return nil, fmt.Errorf("a word of %d bytes: the file is damaged", size)
		}
		word := make([]byte, size)
		if err == nil {
			_, err = io.ReadFull(b, word)
		}
		v.Words = append(v.Words, string(word))
		v.Counts = append(v.Counts, get())
		for range v.Dim {
			v.Data = append(v.Data, math.Float32frombits(uint32(get())))
		}
		if err != nil {
			return nil, fmt.Errorf("word vectors: %w", err)
		}
	}
	return v, nil
}
