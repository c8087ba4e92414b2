package encoder

import (
	"math"
	"math/rand/v2"
	"testing"
)

// exhaust finds the score of the best tree with one root by trying them all.
func exhaust(scores []float32, n, stride int) float64 {
	best := math.Inf(-1)
	heads := make([]int, n)
	var try func(i int)
	try = func(i int) {
		if i < n {
			for h := -1; h < n; h++ {
				if h != i {
					heads[i] = h
					try(i + 1)
				}
			}
			return
		}
		if s, ok := value(scores, heads, stride); ok && s > best {
			best = s
		}
	}
	try(0)
	return best
}

// value is the score of a tree, and whether it is one with a single root.
func value(scores []float32, heads []int, stride int) (float64, bool) {
	var s float64
	roots := 0
	var seen []bool
	for i, h := range heads {
		s += float64(scores[i*stride+h+1])
		if h < 0 {
			roots++
		}
	}
	return s, roots == 1 && isTree(heads, &seen)
}

func TestTreeIsTheBestWithOneRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var d Decoder
	for round := range 400 {
		n := 1 + round%6
		stride := 16
		scores := make([]float32, n*stride)
		for i := range scores {
			scores[i] = float32(r.IntN(15)) - 7
			if round%2 == 0 {
				scores[i] = float32(r.NormFloat64())
			}
		}
		got, ok := value(scores, d.Tree(scores, n, stride), stride)
		if want := exhaust(scores, n, stride); !ok || math.Abs(got-want) > 1e-4 {
			t.Fatalf("round %d, %d words: tree %v scores %v, the best scores %v", round, n, ok, got, want)
		}
	}
}

func TestScriptsLeadBack(t *testing.T) {
	for _, c := range [][3]string{
		{"policies", "policy", "3,y"}, {"The", "the", "0,"}, {"Obama", "Obama", "=0,"}, {"was", "be", "3,be"},
		{"n't", "not", "2,ot"}, {"Ministries", "ministry", "3,y"}, {"IDs", "ID", "=1,"},
	} {
		text := Script(c[0], c[1])
		if text != c[2] {
			t.Errorf("script of %s: %q, want %q", c[0], text, c[2])
		}
		s, err := parseScript(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := s.apply(c[0], Fold(c[0])); !ok || got != c[1] {
			t.Errorf("%s by %q: %q, want %q", c[0], text, got, c[1])
		}
	}
}

func TestFoldAndSubs(t *testing.T) {
	if got := Fold("U.S.’s 2010–12 É"); got != "u.s.'s 0000-00 é" {
		t.Errorf("folded %q", got)
	}
	for _, w := range []string{"", "a", "Ministry", "’s", "żółć", "\xff\xfe"} {
		subs := Subs(nil, w, AppendFold(nil, w), nil)
		if len(subs) > MaxSubs {
			t.Errorf("%q has %d subwords", w, len(subs))
		}
		for _, s := range subs {
			if int(s) >= SubRows {
				t.Errorf("%q: row %d", w, s)
			}
		}
	}
}
