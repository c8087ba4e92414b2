package relate

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"

	"mandate/extract/internal/kernel"
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

	calibration *calibration
}

func newScorer(t *models.Tensors) (*scorer, error) {
	m, err := linear.Load(t, "pairs")
	if err != nil {
		return nil, err
	}
	s := &scorer{model: m, class: map[string]int{}}
	if s.calibration, err = loadCalibration(t); err != nil {
		return nil, err
	}
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

// calibration turns what the scorer and the record of a rule say into a confidence: how often, in marked texts that
// neither had seen, a relation with the same marks was right.
type calibration struct {
	rules    map[string]float32 // how often each rule is right
	frame    []float32          // logistic: bias, chance, its root, confidence in the mentions, record
	proposal []float32          // logistic: bias, chance, its root, confidence in the mentions
}

func loadCalibration(t *models.Tensors) (*calibration, error) {
	names, priors := t.Strings["rules"], t.Floats["rules.prior"]
	c := &calibration{rules: map[string]float32{}, frame: t.Floats["calibration.frame"], proposal: t.Floats["calibration.proposal"]}
	if len(priors) != len(names) || len(c.frame) != 5 || len(c.proposal) != 4 {
		return nil, errors.New("model file: the calibration of relations is missing")
	}
	for i, n := range names {
		c.rules[n] = priors[i]
	}
	return c, nil
}

// record is how often the rule of a finding is right; where nothing is known of it, what it says of itself.
func (c *calibration) record(f *finding) float32 {
	if r, ok := c.rules[f.rule]; ok {
		return r
	}
	return float32(f.confidence)
}

// ofFrame is the confidence in what a rule with this record says, to which the scorer gives a chance.
func (c *calibration) ofFrame(record, chance float32, mentions float64) float64 {
	return sigmoid(c.frame[0] + float32(c.frame[1]*chance) + float32(c.frame[2]*root(chance)) + float32(c.frame[3]*float32(mentions)) + float32(c.frame[4]*record))
}

// ofProposal is the confidence in what the scorer alone says.
func (c *calibration) ofProposal(chance float32, mentions float64) float64 {
	return sigmoid(c.proposal[0] + float32(c.proposal[1]*chance) + float32(c.proposal[2]*root(chance)) + float32(c.proposal[3]*float32(mentions)))
}

func sigmoid(z float32) float64 { return float64(kernel.Sigmoid(z)) }

// root is the fourth root: it spreads small chances out, and is exact to the last bit on every processor.
func root(x float32) float32 { return float32(math.Sqrt(math.Sqrt(float64(x)))) }

// Root is the spreading of chances that calibration uses, for learning it.
func Root(x float64) float64 { return math.Sqrt(math.Sqrt(x)) }

// Least confidence of what is written: of a relation that a rule says, and of one that the scorer alone proposes. Both were
// chosen for the best F1 at a precision over 0.7, on documents with a gold graph whose edges the scorer had not seen; with
// other scorers much the same held from 0.15 to 0.25 of the first.
const (
	LeastSaid     = 0.18
	LeastProposed = 0.32
)

// judge weighs the findings of a clause and adds those that the scorer proposes.
func (s *Stage) judge(c *clause, found []finding) []finding {
	j := s.scorer.pool.Get().(*judging)
	defer s.scorer.pool.Put(j)
	classes := s.scorer.model.Classes
	var more []finding
	j.features.Named = c.trace != nil
	judged := make([]bool, len(found))
	for _, p := range s.pairs(c) {
		c.describe(p, hits(found, p), &j.features)
		s.allowed(classes, c.typeOf(p.a), c.typeOf(p.b), j.allowed)
		j.scorer.Score(j.features.Hashes, j.allowed)
		said := false
		for i := range found {
			f := &found[i]
			k, ok := s.scorer.class[f.class(p, s.scorer.class)]
			if !ok {
				continue
			}
			said = true
			if f.formula() {
				continue
			}
			judged[i] = true
			record := s.scorer.calibration.record(f)
			f.confidence = s.scorer.calibration.ofFrame(record, j.scorer.P[k], c.sure(p))
			if c.trace != nil {
				c.noteSaid(f, float64(j.scorer.P[k]), float64(record), s.scorer.model.Explain(k, j.features.Hashes, j.features.Names, mostReasons))
			}
		}
		if best := j.scorer.Likeliest(); !said && c.tree != nil { // without a tree the words between are too little to go by
			sure := s.scorer.calibration.ofProposal(j.scorer.P[best], c.sure(p))
			veto := c.vetoed(p, classes[best])
			if c.trace != nil && sure >= nearlyProposed {
				f := c.proposal(p, classes[best], sure)
				c.noteProposal(&f, float64(j.scorer.P[best]), veto, s.scorer.model.Explain(best, j.features.Hashes, j.features.Names, mostReasons))
			}
			if sure >= LeastProposed && veto == "" {
				more = append(more, c.proposal(p, classes[best], sure))
			}
		}
	}
	out := found[:0]
	for i := range found {
		if _, learnt := s.scorer.class[found[i].relation+">"]; found[i].formula() || !learnt {
			out = append(out, found[i]) // of the user's own relations the scorer has learnt nothing: their frames are believed
			continue
		}
		if !judged[i] { // a pair too far apart to be scored
			found[i].confidence = s.scorer.calibration.ofFrame(s.scorer.calibration.record(&found[i]), 0, c.sure(pair{a: found[i].subject, b: found[i].object}))
		}
		if found[i].confidence >= LeastSaid {
			out = append(out, found[i])
		}
	}
	return c.once(out, more)
}

// once adds the proposals that say something new: of two things a clause relates them in one way once, by the words of the
// rule that says so or else of the surest proposal ("the Ministry of Production (PRODUCE)" has two mentions).
func (c *clause) once(found, more []finding) []finding {
	type saying struct {
		relation string
		from, to int
	}
	of := func(f *finding) saying {
		return saying{f.relation, c.mention(f.subject).Cluster, c.mention(f.object).Cluster}
	}
	said := map[saying]bool{}
	for i := range found {
		said[of(&found[i])] = true
	}
	slices.SortStableFunc(more, func(a, b finding) int { return cmp.Compare(b.confidence, a.confidence) })
	for i := range more {
		s := of(&more[i])
		turned := saying{s.relation, s.to, s.from}
		if said[s] || said[turned] {
			continue
		}
		said[s] = true
		found = append(found, more[i])
	}
	return found
}

// vetoed says which words forbid a proposal, "" none: a semicolon parts what is said of the one from what is said of the
// other, an embassy is not where it comes from, hearing is no acting, and who is a deputy does not lead.
func (c *clause) vetoed(p pair, class string) string {
	if p.lead {
		return ""
	}
	for i := c.mention(p.a).Last; i < c.mention(p.b).First; i++ {
		if c.lower(i) == ";" {
			return "a semicolon stands between the two"
		}
	}
	if body, place := c.mention(p.a), c.mention(p.b); class == "OPERATES_IN>" && place.First >= body.First && place.Last <= body.Last && c.abroad(body) && c.lower(place.First-1) != "in" {
		return "a country's embassy is anywhere but there"
	}
	if class == "ADDRESSES>" && c.tree != nil {
		if w := c.path(c.anchor(p.a), c.anchor(p.b)); w.top >= 0 && hearVerbs[c.toks[w.top].Lemma] {
			return "who hears of something has not acted on it"
		}
	}
	if class != "LEADS>" && class != "LEADS<" {
		return ""
	}
	leader := p.a
	if class == "LEADS<" {
		leader = p.b
	}
	if c.tree != nil && c.tree.preposition(c.anchor(leader)) == "with" {
		return "who stands after \"with\" does not lead"
	}
	for i := c.mention(p.a).First; i < c.mention(p.b).Last; i++ {
		if subordinate[c.lower(i)] {
			return "the words speak of a deputy"
		}
	}
	return ""
}

// hearVerbs tell what somebody comes to know.
var hearVerbs = words("hear learn know read notice remember recall")

// sure is the confidence of the less sure of two mentions.
func (c *clause) sure(p pair) float64 {
	return min(c.mention(p.a).Confidence, c.mention(p.b).Confidence)
}

// formula says whether the finding rests on the set form of a whole document ("ENACTED by …"), of which the words of one
// clause tell nothing.
func (f *finding) formula() bool { return strings.HasPrefix(f.rule, "enact.") }

// class is the class of the finding if it is about the pair, "" otherwise.
func (f *finding) class(p pair, known map[string]int) string {
	switch {
	case f.subject == p.a && f.object == p.b:
		return f.relation + ">"
	case f.subject == p.b && f.object == p.a:
		if _, ok := known[f.relation+"<"]; ok {
			return f.relation + "<"
		}
		return f.relation + ">" // without direction
	}
	return ""
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
	var w path
	if !p.lead {
		if w = c.path(c.anchor(p.a), c.anchor(p.b)); w.top >= 0 {
			at = w.top
		}
	}
	f.trigger = at
	f.status = &reading{}
	c.wayModality(w, f.status)
	if verb := c.sharedVerb(w); f.relation == "COORDINATES_WITH" && verb >= 0 { // "Peru and Chile will set up": what they do together
		c.treeModality(verb, f.status)
		return f
	}
	if o := c.owner[at]; o >= 0 && (o == p.a || o == p.b) { // said inside a phrase, whatever is said of the whole
		if r := c.existence(at); r != nil && r.status != f.status.status && outweighs(r.status, f.status.status) {
			f.status = r
		}
		return f
	}
	c.treeModality(at, f.status)
	return f
}

// sharedVerb is the verb whose subject or agent two coordinated words are, -1 where they are not coordinated or no verb's.
func (c *clause) sharedVerb(w path) int {
	if w.top < 0 || len(w.down) == 0 {
		return -1
	}
	for _, i := range w.down {
		if c.tree.rel(i) != "conj" {
			return -1
		}
	}
	rel, h := c.tree.rel(w.top), c.tree.toks[w.top].Head
	if len(w.up) > 0 || h < 0 || c.tree.toks[h].UPOS != "VERB" || rel != "nsubj" && c.tree.toks[w.top].Deprel != "obl:agent" {
		return -1
	}
	return h
}

// Case is a pair of mentions as the pair model learns from it.
type Case struct {
	A, B     int // mentions, in text order
	Features []uint32
	Allowed  []bool  // by class
	Said     []Said  // what rules say of the pair
	Sure     float64 // confidence of the less sure mention
}

// Said is what a rule says of a pair.
type Said struct {
	Rule, Class string
	Stated      float64 // how sure the rule says it is
}

// Cases are the pairs of a document that has been read up to this stage, for learning.
func (s *Stage) Cases(doc *nlp.Document) []Case {
	var out []Case
	classes := Classes(s.schema)
	known := map[string]int{}
	for i, name := range classes {
		known[name] = i
	}
	var f linear.Features
	s.clauses(doc, nil, func(c *clause, found []finding) {
		for _, p := range s.pairs(c) {
			c.describe(p, hits(found, p), &f)
			allowed := make([]bool, len(classes))
			s.allowed(classes, c.typeOf(p.a), c.typeOf(p.b), allowed)
			one := Case{A: p.a, B: p.b, Features: slices.Clone(f.Hashes), Allowed: allowed, Sure: c.sure(p)}
			for i := range found {
				if class := found[i].class(p, known); class != "" {
					one.Said = append(one.Said, Said{found[i].rule, class, found[i].confidence})
				}
			}
			out = append(out, one)
		}
	})
	return out
}
