package train

import (
	"maps"
	"math"
	"slices"
	"sync"

	"mandate/extract/internal/linear"
	"mandate/extract/models"
	"mandate/extract/relate"
	"mandate/graph/schema"
)

// pairFolds is into how many parts documents are divided to see how sure the pair model can be of what it has not seen.
const pairFolds = 8

// LearnPairs learns the pair model, the record of each rule, and the calibration of both, and puts them into tensors, as
// package relate reads them. weight says how much a document counts, by its place.
//
// The tallies are what the decisions come to on documents that neither the scorer nor the records had seen, over all and
// over those that count in full.
func LearnPairs(docs []PairDocument, weight func(i int) float64, o LinearOptions) (*models.Tensors, [2]Tally, error) {
	t := models.NewTensors()
	learn(t, docs, weight, o, func(int) bool { return true })
	priors := rulePriors(docs, weight, func(int) bool { return true })
	names := slices.Sorted(maps.Keys(priors))
	t.Strings["rules"] = names
	for _, n := range names {
		t.Floats["rules.prior"] = append(t.Floats["rules.prior"], float32(priors[n]))
	}
	var said, proposed []evidence
	var parts [pairFolds]*models.Tensors
	var wait sync.WaitGroup
	for fold := range pairFolds {
		wait.Go(func() {
			parts[fold] = models.NewTensors()
			learn(parts[fold], docs, weight, o, func(i int) bool { return i%pairFolds != fold })
		})
	}
	wait.Wait()
	for fold := range pairFolds {
		in := func(i int) bool { return i%pairFolds != fold }
		m, err := linear.Load(parts[fold], "pairs")
		if err != nil {
			return nil, [2]Tally{}, err
		}
		priors := rulePriors(docs, weight, in)
		s := m.NewScorer()
		for i := range docs {
			if in(i) {
				continue
			}
			a, b := judgeFold(&docs[i], s, priors, weight(i))
			said, proposed = append(said, a...), append(proposed, b...)
		}
	}
	t.Floats["calibration.frame"] = calibrate(said)
	t.Floats["calibration.proposal"] = calibrate(proposed)
	var tallies [2]Tally
	for k, least := range []float64{0, 1} {
		tallies[k] = decided(said, t.Floats["calibration.frame"], relate.LeastSaid, least).add(decided(proposed, t.Floats["calibration.proposal"], relate.LeastProposed, least))
		for i := range docs {
			for _, c := range docs[i].Cases {
				if c.Class > 0 && weight(i) >= least {
					tallies[k].Gold++
				}
			}
		}
	}
	return t, tallies, nil
}

// decided counts the decisions of which the curve is sure enough, in documents of at least the weight.
func decided(set []evidence, curve []float32, sure, weight float64) Tally {
	var t Tally
	for _, e := range set {
		if len(curve) == 0 || e.document < weight || logisticOf(curve, e.x) < sure {
			continue
		}
		t.Found++
		if e.right {
			t.Right++
		}
	}
	return t
}

// logisticOf is the curve at x.
func logisticOf[F float32 | float64](w []F, x []float64) float64 {
	z := float64(w[0])
	for i, v := range x {
		z += float64(w[i+1]) * v
	}
	return 1 / (1 + math.Exp(-z))
}

func learn(t *models.Tensors, docs []PairDocument, weight func(int) float64, o LinearOptions, in func(int) bool) {
	var cases []LinearCase
	for i := range docs {
		if !in(i) {
			continue
		}
		if weight(i) == 0 {
			continue
		}
		for _, c := range docs[i].Cases {
			c.Weight *= weight(i)
			cases = append(cases, c)
		}
		for _, c := range docs[i].Marked {
			c.Weight *= weight(i) * o.Marked
			if c.Weight > 0 {
				cases = append(cases, c)
			}
		}
	}
	LearnLinear(t, "pairs", relate.Classes(schema.Default()), cases, o)
}

// rulePriors is how often each rule is right, pulled towards what it says of itself by as much as four more cases would.
func rulePriors(docs []PairDocument, weight func(int) float64, in func(int) bool) map[string]float64 {
	right, all, stated := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i := range docs {
		if !in(i) {
			continue
		}
		for _, r := range docs[i].Rules {
			all[r.Rule] += weight(i)
			stated[r.Rule] = max(stated[r.Rule], r.Stated)
			if r.Right {
				right[r.Rule] += weight(i)
			}
		}
	}
	priors := map[string]float64{}
	for rule, n := range all {
		priors[rule] = (right[rule] + 4*stated[rule]) / (n + 4)
	}
	return priors
}

// evidence is one decision of a model on what it had not seen: what it went by, whether it was right, how much it counts.
type evidence struct {
	x      []float64
	right  bool
	weight float64

	document float64 // weight of its document
}

// judgeFold gives the decisions on a document: on what rules say, and on what the model proposes.
func judgeFold(d *PairDocument, s *linear.Scorer, priors map[string]float64, weight float64) (said, proposed []evidence) {
	byCase := map[int][]RuleCase{}
	for _, r := range d.Rules {
		byCase[r.Case] = append(byCase[r.Case], r)
	}
	for i := range d.Cases {
		c := &d.Cases[i]
		s.Score(c.Features, c.Allowed)
		for _, r := range byCase[i] {
			prior, ok := priors[r.Rule]
			if !ok {
				prior = r.Stated
			}
			p := float64(s.P[r.Class])
			said = append(said, evidence{[]float64{p, relate.Root(p), c.Sure, prior}, r.Right, weight, weight})
		}
		if best := s.Likeliest(); len(byCase[i]) == 0 {
			p := float64(s.P[best])
			proposed = append(proposed, evidence{[]float64{p, relate.Root(p), c.Sure}, best == c.Class, weight * c.Weight, weight})
		}
	}
	return said, proposed
}

// calibrate fits a logistic curve to decisions, by Newton's method with a little ridge: bias first, then a weight for each
// input.
func calibrate(set []evidence) []float32 {
	if len(set) == 0 {
		return nil
	}
	n := len(set[0].x) + 1
	w := make([]float64, n)
	for range 50 {
		grad, hess := make([]float64, n), make([][]float64, n)
		for i := range hess {
			hess[i] = make([]float64, n)
			hess[i][i] = 1e-3
			grad[i] = 1e-3 * w[i]
		}
		for _, e := range set {
			x := append([]float64{1}, e.x...)
			p := logisticOf(w, e.x)
			y := 0.0
			if e.right {
				y = 1
			}
			for i := range x {
				grad[i] += e.weight * (p - y) * x[i]
				for j := range x {
					hess[i][j] += e.weight * p * (1 - p) * x[i] * x[j]
				}
			}
		}
		step := solve(hess, grad)
		for i := range w {
			w[i] -= step[i]
		}
	}
	out := make([]float32, n)
	for i := range w {
		out[i] = float32(w[i])
	}
	return out
}

// solve solves a small symmetric system by elimination.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	x := slices.Clone(b)
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			x[k] -= f * x[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}
