// Package relate finds relation mentions: that a sentence says of two mentions that one leads, serves, funds … the other.
//
// How text says it is data: frames in rules/*.yaml, each with its trigger words, the places of its arguments, a reason,
// and examples that must and must not match. What a place is ("subject", "object", "with") is answered by a reading of
// the clause, behind the small interface reader, so that a better reading leaves the frames as they are.
package relate

import (
	"cmp"
	"math"

	"mandate/extract/models"
	"slices"

	"mandate/extract/nlp"
	"mandate/graph"
	"mandate/graph/schema"
)

// Stage is the pipeline stage; use New.
type Stage struct {
	byVerb map[string][]*Frame
	byNoun map[string][]*Frame
	schema *schema.Schema

	possible map[[2]string]bool // pairs of types, subject first, that a relation may join
	scorer   *scorer            // nil: frames alone
}

// New makes the stage with the embedded frames, those of the schema, and the embedded scorer of pairs. Frames of relation
// types that the schema lacks are left out.
func New(s *schema.Schema) (*Stage, error) {
	pairs, err := models.Relations()
	if err != nil {
		return nil, err
	}
	return With(s, pairs)
}

// With makes the stage with another scorer of pairs, for measuring, or with none, for learning one.
func With(s *schema.Schema, pairs *models.Tensors) (*Stage, error) {
	frames, err := Frames()
	if err != nil {
		return nil, err
	}
	own, err := ParseFrames("schema "+s.Name, []byte(s.Frames))
	if err != nil {
		return nil, err
	}
	frames = append(slices.Clone(frames), own...)
	st := &Stage{schema: s, byVerb: map[string][]*Frame{}, byNoun: map[string][]*Frame{}, possible: possible(s)}
	for _, f := range frames {
		if !s.Says(f.Relation) {
			continue
		}
		for _, v := range f.Verbs {
			for _, form := range verbForms(v) {
				if !slices.Contains(st.byVerb[form], f) {
					st.byVerb[form] = append(st.byVerb[form], f)
				}
			}
		}
		for _, n := range f.Nouns {
			st.byNoun[n] = append(st.byNoun[n], f)
			st.byNoun[plural(n)] = append(st.byNoun[plural(n)], f)
		}
	}
	if pairs != nil {
		if st.scorer, err = newScorer(pairs); err != nil {
			return nil, err
		}
	}
	return st, nil
}

// LeaveOut takes frames out of a stage that nobody uses yet, by their ids.
func (s *Stage) LeaveOut(ids []string) {
	for _, by := range []map[string][]*Frame{s.byVerb, s.byNoun} {
		for word := range by {
			by[word] = slices.DeleteFunc(by[word], func(f *Frame) bool { return slices.Contains(ids, f.ID) })
		}
	}
}

// Name is "relate".
func (*Stage) Name() string { return "relate" }

// Needs clusters.
func (*Stage) Needs() []string { return []string{"clusters"} }

// Adds relations.
func (*Stage) Adds() []string { return []string{"relations"} }

// Annotate fills in doc.Relations.
func (s *Stage) Annotate(doc *nlp.Document) error {
	s.annotate(doc, nil)
	return nil
}

// annotate fills in doc.Relations; trace, where given, hears of the frames whose trigger stands in the text and that yet
// say nothing.
func (s *Stage) annotate(doc *nlp.Document, trace *trace) {
	doc.Relations = doc.Relations[:0]
	delete(doc.Dropped, WrongEnds)
	left := 0
	s.clauses(doc, trace, func(c *clause, found []finding) {
		if s.scorer != nil {
			found = s.judge(c, found)
		}
		for _, f := range found {
			s.emit(doc, c, f)
		}
		left += c.unsaid(found)
	})
	if left > 0 {
		if doc.Dropped == nil {
			doc.Dropped = map[string]int{}
		}
		doc.Dropped[WrongEnds] += left
	}
	sortRelations(doc)
}

// clauses visits every sentence that has a mention, with what the frames and structures find in it.
func (s *Stage) clauses(doc *nlp.Document, trace *trace, visit func(c *clause, found []finding)) {
	if trace != nil { // which is to hear of each frame once
		s.clauses(doc, nil, func(*clause, []finding) {})
	}
	read := s.read(doc, trace)
	if s.retype(doc, read) {
		read = s.read(doc, trace)
	}
	for i := range read {
		visit(read[i].clause, s.settle(read[i].clause, read[i].found))
	}
}

// clauseRead is a clause and what frames and structures find in it.
type clauseRead struct {
	clause *clause
	found  []finding
}

// read reads every sentence that has a mention.
func (s *Stage) read(doc *nlp.Document, trace *trace) []clauseRead {
	var out []clauseRead
	bySentence := make([][]int, len(doc.Sentences))
	for i := range doc.Mentions {
		if doc.Mentions[i].Cluster >= 0 {
			bySentence[doc.Mentions[i].Sentence] = append(bySentence[doc.Mentions[i].Sentence], i)
		}
	}
	self, signer := selfOf(doc), signerOf(doc)
	for i := range doc.Sentences {
		if len(bySentence[i]) < 1 {
			continue
		}
		c := newClause(doc, i, bySentence[i])
		c.lead, c.trace = s.lead(doc, i, bySentence), trace
		out = append(out, clauseRead{c, append(s.found(c), c.enactment(self, signer)...)})
	}
	return out
}

// lead is the clause that leads in the list which sentence i opens an item of, nil otherwise.
func (s *Stage) lead(doc *nlp.Document, i int, bySentence [][]int) *clause {
	p := doc.Sentences[i].Passage
	if doc.Passages[p].Kind != nlp.ListItem || doc.Passages[p].Parent < 0 || i > 0 && doc.Sentences[i-1].Passage == p {
		return nil
	}
	for depth := 0; depth < 4 && doc.Passages[p].Parent >= 0; depth++ {
		p = doc.Passages[p].Parent
		for k := i - 1; k >= 0 && doc.Sentences[k].Passage >= p; k-- {
			if doc.Sentences[k].Passage == p {
				if len(bySentence[k]) > 0 {
					return newClause(doc, k, bySentence[k])
				}
				break
			}
		}
	}
	return nil
}

// finding is a relation between two mentions that a matcher found, before its types are checked.
type finding struct {
	relation        string
	subject, object int // indices of mentions
	trigger         int // token, -1 none
	rule            string
	confidence      float64
	status          *reading // how the trigger is put; nil: asserted
}

// found runs the matchers over a clause: frames first, then what structure alone says.
func (s *Stage) found(c *clause) []finding {
	out := s.matchFrames(c)
	return append(out, structure(c)...)
}

// emit writes a finding as a relation mention if the schema allows its ends, in this direction; else it is a misfit.
func (s *Stage) emit(doc *nlp.Document, c *clause, f finding) {
	if f.subject == f.object {
		return
	}
	from, to := &doc.Mentions[f.subject], &doc.Mentions[f.object]
	a, b := &doc.Clusters[from.Cluster], &doc.Clusters[to.Cluster]
	typ, ok := s.schema.Saying(f.relation, s.schema.TypeOf(a.Type), s.schema.TypeOf(b.Type))
	if from.Cluster == to.Cluster {
		return
	}
	if !ok {
		c.misfits = append(c.misfits, misfit{relation: f.relation, trigger: f.trigger, a: f.subject, b: f.object})
		return
	}
	sure := f.confidence
	if s.scorer == nil {
		sure *= min(from.Confidence, to.Confidence) // which calibration takes into account
	}
	r := nlp.RelationMention{
		Type: typ.Type, Subject: f.subject, Object: f.object, Sentence: c.sent, Span: c.saying(from, to), Rule: f.rule, Confidence: math.Round(1e4*sure) / 1e4,
	}
	if f.status != nil {
		r.Status, r.Cues, r.Obligation = f.status.status, f.status.cues, f.status.duty
	}
	if cue := c.unfinished(&f); cue >= 0 && r.Status == graph.Asserted {
		r.Status, r.Cues = graph.Planned, append(slices.Clone(r.Cues), c.toks[cue].Span)
	}
	r.Since, r.Until = c.when(f.relation, f.trigger)
	c.end(&f, &r)
	r.Amount = c.howMuch(f.trigger, f.object)
	doc.Relations = append(doc.Relations, r)
}

// sortRelations puts the relations in text order and drops what is said twice by two rules over the same words; the
// surer one stays.
func sortRelations(doc *nlp.Document) {
	slices.SortStableFunc(doc.Relations, func(a, b nlp.RelationMention) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Object, b.Object),
			cmp.Compare(a.Type, b.Type), cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Rule, b.Rule))
	})
	doc.Relations = slices.CompactFunc(doc.Relations, func(a, b nlp.RelationMention) bool {
		return a.Sentence == b.Sentence && a.Subject == b.Subject && a.Object == b.Object && a.Type == b.Type
	})
}
