package relate

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"mandate/extract/internal/linear"
	"mandate/extract/models"
	"mandate/extract/nlp"
	"mandate/graph/schema"
)

// scorer is the learned second opinion: it has seen in marked government text which pairs of mentions are related, and
// weighs the frames that fire, the words and the tree. It judges what the frames found, and proposes what no frame says.
type scorer struct {
	model *linear.Model
	class map[string]int // by name: "LEADS>" (the first mention is the subject) or "LEADS<"
	pool  sync.Pool
}

func newScorer(t *models.Tensors) (*scorer, error) {
	m, err := linear.Load(t, "pairs")
	if err != nil {
		return nil, err
	}
	s := &scorer{model: m, class: map[string]int{}}
	for i, c := range m.Classes {
		s.class[c] = i
	}
	s.pool.New = func() any { return &judging{scorer: m.NewScorer(), allowed: make([]bool, len(m.Classes))} }
	return s, nil
}

// judging is what one goroutine needs to score pairs.
type judging struct {
	scorer   *linear.Scorer
	features linear.Features
	allowed  []bool
}

// possible are the pairs of types, subject first, that a relation of the schema may join, in the types as which text is
// read.
func possible(s *schema.Schema) map[[2]string]bool {
	out := map[[2]string]bool{}
	for i := range s.Relations {
		for _, e := range s.Relations[i].Ends {
			for _, from := range e.From {
				for _, to := range e.To {
					out[[2]string{s.ReadAs(from), s.ReadAs(to)}] = true
				}
			}
		}
	}
	return out
}

// Classes are the classes of the pair model for a schema: none, then each relation type in both directions, or in none
// where it has none.
func Classes(s *schema.Schema) []string {
	out := []string{"none"}
	for i := range s.Relations {
		r := &s.Relations[i]
		if out = append(out, r.Type+">"); !r.Symmetric {
			out = append(out, r.Type+"<")
		}
	}
	return out
}

// allowed sets which classes the types of the two ends allow.
func (s *Stage) allowed(classes []string, from, to string, out []bool) {
	for i, name := range classes {
		switch {
		case i == 0:
			out[i] = true
		case strings.HasSuffix(name, "<"):
			_, out[i] = s.schema.Saying(name[:len(name)-1], s.schema.TypeOf(to), s.schema.TypeOf(from))
		default:
			_, out[i] = s.schema.Saying(name[:len(name)-1], s.schema.TypeOf(from), s.schema.TypeOf(to))
		}
	}
}

// hits are the findings on a pair, by rule and direction.
func hits(found []finding, p pair) []string {
	var out []string
	for i := range found {
		f := &found[i]
		switch {
		case f.subject == p.a && f.object == p.b:
			out = append(out, f.relation+">", f.rule+">")
		case f.subject == p.b && f.object == p.a:
			out = append(out, f.relation+"<", f.rule+"<")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Limits on the chances that the scorer gives, set on the marked government texts and on the annotated documents.
var (
	proposeAt = env("PA", 0.5) // from which a relation is taken that no frame says
	dropBelow = env("DB", 0.1) // below which a relation is dropped that a frame says
)

func env(k string, d float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(k), 64); err == nil {
		return v
	}
	return d
}

// judge weighs the findings of a clause and adds those that the scorer proposes.
func (s *Stage) judge(c *clause, found []finding) []finding {
	j := s.scorer.pool.Get().(*judging)
	defer s.scorer.pool.Put(j)
	classes := s.scorer.model.Classes
	drop := make([]bool, len(found))
	var more []finding
	for _, p := range s.pairs(c) {
		c.describe(p, hits(found, p), &j.features)
		s.allowed(classes, c.typeOf(p.a), c.typeOf(p.b), j.allowed)
		j.scorer.Score(j.features.Hashes, nil, j.allowed)
		said := false
		for i := range found {
			f := &found[i]
			name := f.relation + ">"
			if f.subject == p.b && f.object == p.a && s.scorer.class[f.relation+"<"] > 0 {
				name = f.relation + "<"
			} else if !(f.subject == p.a && f.object == p.b || f.subject == p.b && f.object == p.a) {
				continue
			}
			k, ok := s.scorer.class[name]
			if !ok {
				continue
			}
			said = true
			chance := float64(j.scorer.P[k])
			f.confidence = chance
			drop[i] = chance < dropBelow
		}
		if best := j.scorer.Likeliest(); !said && float64(j.scorer.P[best]) >= proposeAt {
			more = append(more, c.proposal(p, classes[best], float64(j.scorer.P[best])))
		}
	}
	out := found[:0]
	for i := range found {
		if !drop[i] {
			out = append(out, found[i])
		}
	}
	return append(out, more...)
}

// proposal is the finding of a class.
func (c *clause) proposal(p pair, class string, chance float64) finding {
	f := finding{relation: class[:len(class)-1], subject: p.a, object: p.b, trigger: -1, confidence: chance}
	if strings.HasSuffix(class, "<") {
		f.subject, f.object = p.b, p.a
	}
	f.rule = "learned." + strings.ReplaceAll(strings.ToLower(f.relation), "_", "-")
	if c.tree == nil {
		return f
	}
	at := c.anchor(p.b)
	if !p.lead {
		if w := c.path(c.anchor(p.a), c.anchor(p.b)); w.top >= 0 {
			at = w.top
		}
	}
	f.trigger = at
	f.status = &reading{}
	c.treeModality(at, f.status)
	return f
}

// Case is a pair of mentions as the pair model learns from it.
type Case struct {
	A, B     int // mentions, in text order
	Features []uint32
	Allowed  []bool // by class
}

// Cases are the pairs of a document that has been read up to this stage, for learning.
func (s *Stage) Cases(doc *nlp.Document) []Case {
	var out []Case
	classes := Classes(s.schema)
	var f linear.Features
	s.clauses(doc, nil, func(c *clause, found []finding) {
		for _, p := range s.pairs(c) {
			c.describe(p, hits(found, p), &f)
			allowed := make([]bool, len(classes))
			s.allowed(classes, c.typeOf(p.a), c.typeOf(p.b), allowed)
			out = append(out, Case{A: p.a, B: p.b, Features: slices.Clone(f.Hashes), Allowed: allowed})
		}
	})
	return out
}
