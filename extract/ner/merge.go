package ner

import (
	"cmp"
	"maps"
	"slices"

	"mandate/extract/internal/english"
	"mandate/extract/ner/model"
	"mandate/extract/nlp"
	"mandate/graph"
)

// precedence of the recognisers where mentions overlap: a lower number wins; the longer one wins within a class. The
// classes follow from what each recogniser knows: a citation has a grammar, a name has a typed head, a list is only as
// long as its entry, an acronym is part of what it stands in.
var precedence = map[string]int{
	"law.provision": 0, "law.code": 0, "law.executive-order": 0, "law.public-law": 0, "law.eu-act": 0, ruleSelf: 0,
	"name.head": 1, "acronym.long": 1, "name.before-head": 1, "list.organization": 1, "person.title": 1, "person.signature": 1, "name.office": 1, "name.distributed": 0, "name.part": 3,
	"list.place": 2, "person.first-name": 2, "person.family-name": 2, "acronym.office": 2,
	"acronym.defined": 3, model.Rule: 3, "acronym": 4,
	"nominal.head": 5, "nominal.use": 5, "nominal.topic": 5, "short.definite": 6, "pronoun": 7,
}

// merge puts the mentions of one sentence together: no two overlap, but a mention may lie inside another where it names
// something of its own: an acronym or a place at the start of a longer name ("MPS Office to Combat …", "Chinese
// migrant workers").
func merge(found []nlp.Mention) []nlp.Mention {
	slices.SortStableFunc(found, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(class(a), class(b)), cmp.Compare(b.Last-b.First, a.Last-a.First), cmp.Compare(a.First, b.First), listed(&b)-listed(&a))
	})
	var out []nlp.Mention
	for _, m := range found {
		if !slices.ContainsFunc(out, func(o nlp.Mention) bool { return conflict(o, m) }) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last))
	})
	return out
}

// listed is 1 for what a list knows: of the same words it knows better than their head word ("World Food Programme").
func listed(m *nlp.Mention) int {
	if m.Rule == "list.organization" {
		return 1
	}
	return 0
}

func class(m nlp.Mention) int {
	if m.Kind == nlp.Short {
		return precedence["short.definite"]
	}
	return precedence[m.Rule]
}

// conflict says whether m cannot stand beside the mention o that was taken before it.
func conflict(o, m nlp.Mention) bool {
	if m.Last <= o.First || o.Last <= m.First {
		return false
	}
	if m.Kind == nlp.Nominal && o.Kind == nlp.Named && m.First == o.First && o.Last < m.Last {
		return false // "North Korean refugees", "CSEC victims"
	}
	inside := o.First <= m.First && m.Last <= o.Last && (m.First > o.First || m.Last < o.Last)
	if !inside {
		return true
	}
	switch m.Rule {
	case "acronym.defined", "acronym", "acronym.office", "list.organization":
		if m.Rule == "list.organization" && m.Last-m.First == 1 && !isAllCaps(m.Key) {
			return true // "State" in "State Council"
		}
		return o.Rule == "acronym" || o.Rule == "acronym.office" || o.Type == "Law" && m.First > o.First
	case "list.place":
		if o.Type == "Law" && m.First == o.First+2 && m.Last < o.Last {
			return false // "EU-Singapore Free Trade Agreement": relate looks whether a hyphen stands between
		}
		return m.First > o.First && o.Kind != nlp.Nominal || o.Type == "Region"
	case "law.provision", "name.part":
		return false
	case "nominal.topic":
		return o.Rule == "nominal.topic" || o.Kind == nlp.Nominal && o.Type == m.Type
	case "nominal.head", "nominal.use":
		return o.Kind != nlp.Nominal
	}
	return true
}

// secondReading adds what the model found to what the rules found: where a rule has read a name or a phrase, the rule's words
// stand, since it knows its reason; where none has, a mention of which the model is sure is taken. Only an issue that befalls
// people and a place in a longer name leave room for a reading around them. What the model has found is then looked for in
// the other sentences, and gets the type that the document as a whole gives its name.
func (s *Stage) secondReading(doc *nlp.Document, found []nlp.Mention, cases []letterCase) []nlp.Mention {
	bySentence := make([][]nlp.Mention, len(doc.Sentences))
	for _, m := range judge(doc, found, cases) {
		bySentence[m.Sentence] = append(bySentence[m.Sentence], m)
	}
	for _, m := range found {
		least := sureName
		if m.Kind == nlp.Nominal {
			least = likely
		}
		if m.Type == "" || m.Confidence < least || governments(doc.Sentences[m.Sentence].Tokens, &m) || cases[m.Sentence] != running || pointer(doc.Sentences[m.Sentence].Tokens[m.First:m.Last]) || slices.ContainsFunc(bySentence[m.Sentence], func(o nlp.Mention) bool {
			return o.Kind != nlp.Pronoun && o.First < m.Last && m.First < o.Last && !placeIn(&o, &m) && !plight(&o, &m)
		}) {
			continue
		}
		m.Rule = model.Rule
		finish(doc, &doc.Sentences[m.Sentence], &m)
		bySentence[m.Sentence] = append(bySentence[m.Sentence], m)
	}
	for i := range bySentence {
		s.chairs(doc.Sentences[i].Tokens, bySentence[i])
	}
	elsewhere(doc, bySentence, cases)
	out := inOrder(doc.Mentions[:0], bySentence)
	oneType(out)
	return out
}

// chairs makes persons of those whom the model takes for bodies where somebody is said to chair by a name of several words, none
// of which heads names: "the committee chaired by Ama Badu-Addo".
func (s *Stage) chairs(toks []nlp.Token, ms []nlp.Mention) {
	for i := range ms {
		m := &ms[i]
		if m.Rule != model.Rule || m.Kind != nlp.Named || m.Type != "Agency" || m.Last-m.First < 2 || m.First < 2 || toks[m.First-1].Lower != "by" || !chairing[toks[m.First-2].Lower] {
			continue
		}
		if !slices.ContainsFunc(toks[m.First:m.Last], func(t nlp.Token) bool {
			return isAcronym(t.Text) || closed[t.Lower] || len(s.lex.headsOf(t.Lower)) > 0 || s.lex.isPlace(t.Text)
		}) {
			m.Type = "Person"
		}
	}
}

var chairing = set("chaired headed")

// elsewhere finds the names of several words that the model is sure of in one sentence where they stand in others.
func elsewhere(doc *nlp.Document, bySentence [][]nlp.Mention, cases []letterCase) {
	names := map[string][]nlp.Mention{} // by first word
	known := map[string]bool{}          // each name once, however often it stands
	for i := range bySentence {
		for _, m := range bySentence[i] {
			toks := doc.Sentences[i].Tokens
			if m.Rule == model.Rule && m.Kind == nlp.Named && m.Last-m.First > 1 && isCap(&toks[m.First]) && isCap(&toks[m.Last-1]) && !known[m.Type+"|"+plain(toks[m.First:m.Last])] {
				known[m.Type+"|"+plain(toks[m.First:m.Last])] = true
				names[toks[m.First].Text] = append(names[toks[m.First].Text], m)
			}
		}
	}
	for i := range bySentence {
		toks := doc.Sentences[i].Tokens
		for j := range toks {
			for _, o := range names[toks[j].Text] {
				end := j + o.Last - o.First
				if cases[i] != running || end > len(toks) || end < len(toks) && isCap(&toks[end]) || j > 0 && isCap(&toks[j-1]) || overlapsAny(bySentence[i], j, end) ||
					plain(toks[j:end]) != plain(doc.Sentences[o.Sentence].Tokens[o.First:o.Last]) {
					continue
				}
				m := nlp.Mention{Sentence: i, First: j, Last: end, Head: j + o.Head - o.First, Type: o.Type, Rule: model.Rule, Confidence: o.Confidence, Cluster: -1, Whole: -1}
				finish(doc, &doc.Sentences[i], &m)
				bySentence[i] = append(bySentence[i], m)
			}
		}
	}
}

// oneType gives a name that the model reads as now one type, now another the type for which most of the document speaks: the
// readings of the rules, and its own as far as it is sure of them.
func oneType(ms []nlp.Mention) {
	votes := map[string]map[string]float64{}
	for i := range ms {
		m := &ms[i]
		if m.Kind != nlp.Named || m.Type == "" || m.Rule == "list.place" || m.Rule == "acronym" {
			continue
		}
		name := graph.FoldName(m.Name)
		if votes[name] == nil {
			votes[name] = map[string]float64{}
		}
		votes[name][m.Type] += m.Confidence
	}
	for i := range ms {
		m := &ms[i]
		if m.Rule != model.Rule || m.Kind != nlp.Named {
			continue
		}
		of := votes[graph.FoldName(m.Name)]
		best := m.Type
		for _, typ := range slices.Sorted(maps.Keys(of)) {
			if of[typ] > of[best] {
				best = typ
			}
		}
		m.Type = best
	}
}

// governments says whether a body is no more than the governments of several places, each of which stands for itself: "the
// Governments of Kenya and Uganda".
func governments(toks []nlp.Token, m *nlp.Mention) bool {
	return m.Type == "Agency" && m.Last-m.First > 2 && toks[m.First].Lower == "governments" && toks[m.First+1].Lower == "of"
}

// inOrder appends the mentions of all sentences, each sentence's by position, outer before inner.
func inOrder(out []nlp.Mention, bySentence [][]nlp.Mention) []nlp.Mention {
	for _, ms := range bySentence {
		slices.SortStableFunc(ms, func(a, b nlp.Mention) int {
			return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last))
		})
		out = append(out, ms...)
	}
	return out
}

// plight says whether an issue stands at the end of the people it befalls: "patients living with tuberculosis".
func plight(o, m *nlp.Mention) bool {
	return o.Kind == nlp.Nominal && o.Type == "Issue" && m.Kind == nlp.Nominal && m.Type == "Group" && o.First > m.Head && o.Last == m.Last
}

// placeIn says whether a place stands inside a longer name of another kind: "Costa Rica Consensus".
func placeIn(o, m *nlp.Mention) bool {
	return o.Rule == "list.place" && m.Kind == nlp.Named && m.Type != "Region" && m.First <= o.First && o.Last <= m.Last && o.Last-o.First < m.Last-m.First
}

// judge holds what the rules found to what the model found in the sentences that it reads. The rules stand, but for
// those readings that are right so seldom where the model does not share them that they are better left out; an acronym
// that the document never spells out has the type that the model gives it.
func judge(doc *nlp.Document, found []nlp.Mention, cases []letterCase) []nlp.Mention {
	bySentence := make([][]*nlp.Mention, len(doc.Sentences))
	for i := range found {
		bySentence[found[i].Sentence] = append(bySentence[found[i].Sentence], &found[i])
	}
	out := doc.Mentions[:0]
	for _, m := range doc.Mentions {
		if sent := &doc.Sentences[m.Sentence]; sent.States == nil || cases[m.Sentence] == shouted {
			out = append(out, m)
			continue
		}
		same, other := (*nlp.Mention)(nil), (*nlp.Mention)(nil)
		for _, o := range bySentence[m.Sentence] {
			switch {
			case m.Last <= o.First || o.Last <= m.First:
			case o.Type == m.Type:
				same = o
			default:
				other = o
			}
		}
		m.Agreed = same != nil && !(m.Type == "Group" && bodies[english.Singular(doc.Sentences[m.Sentence].Tokens[m.Head].Lower)])
		if same == nil && doubtful(&m) {
			continue
		}
		if m.Rule == "acronym" && same == nil && other != nil {
			if other.Confidence >= sureName || other.First != m.First || other.Last != m.Last || other.Type == "Person" || other.Type == "Event" {
				continue // the model's reading takes its place, or nothing does
			}
			m.Type = other.Type
		}
		out = append(out, m)
	}
	return out
}

// bodies are heads of phrases that are read as populations and are none.
var bodies = set("organization organisation country group member institution association agency authority company bank state")

// doubtful says whether a reading needs a second reader: a person by what follows a title, or by a first or family name.
func doubtful(m *nlp.Mention) bool {
	switch m.Rule {
	case "person.title", "person.first-name", "person.family-name":
		return true
	}
	return false
}

// pointer says whether the words only point to a part of the documents at hand: "Ref B", "Annex A", "Table 3".
func pointer(toks []nlp.Token) bool {
	return len(toks) == 2 && pointers[toks[0].Lower] && len(toks[1].Text) <= 3
}

var pointers = set("ref reference annex appendix figure table attachment enclosure note exhibit box chapter section paragraph para footnote item step phase")

// How sure the model must be of a name or phrase that no rule has read, 0 to 1: set on the marked government texts.
const (
	sureName   = 0.8
	surePhrase = 0.75
	likely     = 0.65 // of a phrase that the phrase judge has to share
)
