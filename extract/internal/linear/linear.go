// Package linear holds multinomial logistic models over hashed features: the small scorers that learn from marked text
// what is too much for rules. Their decisions can be taken apart: every feature adds its share.
//
// Weights are whole numbers; sums of them are exact, and what is float is computed in one fixed order without fused
// operations, so that every processor decides alike.
package linear

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mandate/extract/internal/kernel"
	"mandate/extract/models"
)

// Model scores classes. Class 0 is "none of them".
type Model struct {
	Classes []string
	sparse  []int8  // a row of len(Classes) weights for each hashed feature
	bias    []int32 // by class, in units of sparse
	scale   float32 // from units of sparse to logits
	mask    uint32  // rows of sparse less one
}

// Load takes the model with the name out of a model file.
func Load(t *models.Tensors, name string) (*Model, error) {
	m := &Model{Classes: t.Strings[name+".classes"]}
	s, f := t.Ints[name+".sparse"], t.Floats[name+".bias"]
	k := len(m.Classes)
	if k < 2 || s == nil || s.Cols != k || s.Rows&(s.Rows-1) != 0 || s.Rows == 0 || len(f) != k+1 {
		return nil, fmt.Errorf("model file: no linear model %q", name)
	}
	m.sparse, m.mask = s.Data, uint32(s.Rows-1)
	for _, b := range f[:k] {
		m.bias = append(m.bias, int32(b))
	}
	m.scale = f[k]
	return m, nil
}

// Scorer scores one case at a time; it is not for use by several goroutines.
type Scorer struct {
	m   *Model
	sum []int32
	P   []float32 // after Score: the chance of each class
}

// NewScorer makes a scorer of the model.
func (m *Model) NewScorer() *Scorer {
	k := len(m.Classes)
	return &Scorer{m: m, sum: make([]int32, k), P: make([]float32, k)}
}

// Score computes the chances of the classes that allowed holds (nil: all), from hashed features.
func (s *Scorer) Score(features []uint32, allowed []bool) {
	m, k := s.m, len(s.m.Classes)
	copy(s.sum, m.bias)
	for _, f := range features {
		row := m.sparse[int(f&m.mask)*k:][:k]
		for c, w := range row {
			s.sum[c] += int32(w)
		}
	}
	top := float32(-1e30)
	for c := range k {
		z := float32(float32(s.sum[c]) * m.scale)
		s.P[c] = z
		if (allowed == nil || allowed[c]) && z > top {
			top = z
		}
	}
	var total float32
	for c := range k {
		if allowed != nil && !allowed[c] {
			s.P[c] = 0
			continue
		}
		s.P[c] = kernel.Exp(s.P[c] - top)
		total += s.P[c]
	}
	for c := range k {
		s.P[c] /= total
	}
}

// Likeliest is the likeliest class but class 0, the first of equals.
func (s *Scorer) Likeliest() int {
	best := 1
	for c := 2; c < len(s.P); c++ {
		if s.P[c] > s.P[best] {
			best = c
		}
	}
	return best
}

// Share is what one feature adds to the logit of a class over that of class 0.
type Share struct {
	Feature string
	Logit   float64
}

// Explain lists the features that speak most for the class against class 0, the strongest first, at most so many.
func (m *Model) Explain(class int, features []uint32, names []string, most int) []Share {
	k := len(m.Classes)
	var out []Share
	for i, f := range features {
		row := m.sparse[int(f&m.mask)*k:][:k]
		if w := float64(int(row[class])-int(row[0])) * float64(m.scale); w > 0 && i < len(names) {
			out = append(out, Share{names[i], w})
		}
	}
	slices.SortStableFunc(out, func(a, b Share) int { return cmp.Compare(b.Logit, a.Logit) })
	return out[:min(most, len(out))]
}

// Features gathers the features of one case. With Named set it keeps their names too, for Explain.
type Features struct {
	Hashes []uint32
	Names  []string
	Named  bool
}

// Reset empties the list.
func (f *Features) Reset() { f.Hashes, f.Names = f.Hashes[:0], f.Names[:0] }

// Add adds the feature that the parts spell.
func (f *Features) Add(parts ...string) {
	f.Hashes = append(f.Hashes, hash(parts...))
	if f.Named {
		f.Names = append(f.Names, strings.Join(parts, " "))
	}
}

// State names the features of one word's state in the parser's network; they are hashed once.
type State struct {
	name   string
	hashes [2][widestState]uint32 // by side and place
}

const (
	farState    = 40  // from where a number of a state, -127 to 127, tells something
	widestState = 512 // numbers
)

var stateSides = [2]string{"high", "low"}

// NewState makes the features of a state that the name tells from others.
func NewState(name string) *State {
	s := &State{name: name}
	for side, word := range stateSides {
		for k := range s.hashes[side] {
			s.hashes[side][k] = hash(name, word, strconv.Itoa(k))
		}
	}
	return s
}

// AddState adds a feature for each number of a state, at most 512, that is far from nought.
func (f *Features) AddState(s *State, numbers []int8) {
	for k, x := range numbers {
		side := 0
		switch {
		case x > farState:
		case x < -farState:
			side = 1
		default:
			continue
		}
		f.Hashes = append(f.Hashes, s.hashes[side][k])
		if f.Named {
			f.Names = append(f.Names, s.name+" "+stateSides[side]+" "+strconv.Itoa(k))
		}
	}
}

// hash is the hash of the feature that the parts spell: FNV-1a (Fowler, Noll and Vo), each part closed by a byte that no
// text has.
func hash(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
		h = (h ^ 0xff) * 16777619
	}
	return h ^ h>>15
}
