package train

import (
	"fmt"
	"os"
	"testing"

	"mandate/extract/internal/linear"
	"mandate/extract/models"
	"mandate/extract/relate"
	"mandate/graph/schema"
)

func TestRelEval(t *testing.T) {
	get := func(f string) []LinearCase {
		x, err := ReadRelatedFile("/work/shared/data/relations/government/" + f + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		c, err := ReadPairs(x)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	tr, dev := get("train"), get("dev")
	g7, err := ReadGraphPairs("/work/shared/eval/gold", "/work/shared/eval/docs", "")
	if err != nil {
		t.Fatal(err)
	}
	g8, err := ReadGraphPairs("../../testdata/gold", "../../testdata/docs", "")
	if err != nil {
		t.Fatal(err)
	}
	classes := relate.Classes(schema.Default())
	eval := func(name string, m *linear.Model, set []LinearCase) {
		s := m.NewScorer()
		for _, th := range []float64{0.2, 0.3, 0.4, 0.5, 0.6} {
			r, f, g, any := 0, 0, 0, 0
			for i := range set {
				c := &set[i]
				s.Score(c.Features, c.Dense, c.Allowed)
				if c.Class > 0 {
					g++
				}
				// best class above none
				best := 0
				for k := 1; k < len(classes); k++ {
					if best == 0 || s.P[k] > s.P[best] {
						best = k
					}
				}
				if float64(s.P[best]) >= th {
					f++
					if best == c.Class {
						r++
					}
					if c.Class > 0 {
						any++
					}
				}
			}
			p, rr := float64(r)/float64(f+1), float64(r)/float64(g+1)
			fmt.Printf("%s th %.1f P %.3f R %.3f F1 %.3f (any %d of %d, gold %d)\n", name, th, p, rr, 2*p*rr/(p+rr+1e-9), any, f, g)
		}
	}
	mark := func(set []LinearCase, how int, dom uint32) []LinearCase {
		var out []LinearCase
		for _, c := range set {
			f := append([]uint32(nil), c.Features...)
			if how >= 1 {
				f = append(f, 77777+dom, 99991+dom*7+uint32(c.Features[0]))
			}
			if how >= 2 {
				for _, h := range c.Features {
					f = append(f, (h^dom*2654435761)*2246822519)
				}
			}
			c.Features = f
			out = append(out, c)
		}
		return out
	}
	for _, o := range []LinearOptions{{Decay: 1e-3}, {Decay: 1e-2, Rate: 0.05}, {Decay: 3e-2, Rate: 0.05}, {Decay: 1e-2, Rate: 0.02}} {
		for _, w := range []float64{0, 0.05, 0.1, 0.2} {
			set := mark(g7, 1, 2)
			if w > 0 {
				gov := mark(tr, 1, 1)
				for i := range gov {
					gov[i].Weight = w
				}
				set = append(set, gov...)
			}
			ts := models.NewTensors()
			LearnPairs(ts, set, o)
			m, err := linear.Load(ts, "pairs")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println(w, o)
			eval(" dev as gov", m, mark(dev, 1, 1))
			eval(" dev as gold", m, mark(dev, 1, 2))
			eval(" eight as gold", m, mark(g8, 1, 2))
		}
	}
	_ = os.Stdout
}
