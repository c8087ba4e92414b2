// Package coref says which mentions of a document name the same thing: one cluster for each.
//
// It works from the surest sign to the weakest: an acronym and the name that defines it, equal names, a name and its
// unmistakable shortening, then the definite short forms ("the Ministry", "this Order", "the government") that point
// back. A mention that finds nothing to point to makes no node.
package coref

import (
	"slices"
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
	"mandate/graph"
)

// Stage is the pipeline stage; its zero value is ready.
type Stage struct{}

// Name is "coref".
func (Stage) Name() string { return "coref" }

// Needs mentions.
func (Stage) Needs() []string { return []string{"mentions"} }

// Adds clusters.
func (Stage) Adds() []string { return []string{"clusters"} }

// Annotate fills in doc.Clusters and the Cluster of every mention.
func (Stage) Annotate(doc *nlp.Document) error {
	states, err := stateNames()
	if err != nil {
		return err
	}
	r := &resolver{doc: doc, states: states, parent: make([]int, len(doc.Mentions)), byKey: map[string]int{}, wordy: map[int]bool{}}
	for i := range r.parent {
		r.parent[i] = i
	}
	r.dateNames()
	r.acronyms()
	r.wholes()
	r.equalNames()
	r.brackets()
	r.provisions()
	r.wordings()
	r.officeHolders()
	r.publicLaws()
	r.initialisms()
	r.shortenings()
	r.kinds()
	r.acronymWithHead()
	r.persons()
	r.appositions()
	r.namedAfter()
	r.bareHeads()
	r.shortForms()
	r.pronouns()
	r.build()
	return nil
}

// resolver joins mentions: a union-find over their indices, the earlier mention at the root.
type resolver struct {
	doc    *nlp.Document
	states map[string]bool // see stateNames
	parent []int
	byKey  map[string]int
	long   map[string]int // acronym → the mention that spells it out
	none   []bool         // mentions that name nothing
	wordy  map[int]bool   // mentions that say a topic with more words than tell it
}

func (r *resolver) find(i int) int {
	for r.parent[i] != i {
		r.parent[i] = r.parent[r.parent[i]]
		i = r.parent[i]
	}
	return i
}

func (r *resolver) union(a, b int) {
	a, b = r.find(a), r.find(b)
	if a > b {
		a, b = b, a
	}
	r.parent[b] = a
}

// acronyms joins each defined acronym with its long form, wherever it stands in the document.
func (r *resolver) acronyms() {
	r.long = map[string]int{}
	long := r.long
	ms := r.doc.Mentions
	for i := range ms {
		m := &ms[i]
		if m.Rule != "acronym.defined" {
			continue
		}
		toks := r.doc.Sentences[m.Sentence].Tokens
		bracketed := m.First > 0 && (toks[m.First-1].Text == "(" || m.First > 1 && toks[m.First-2].Text == "(")
		if !bracketed && !(m.Last < len(toks) && toks[m.Last].Text == "(") {
			continue
		}
		if _, ok := long[m.Name]; ok {
			continue
		}
		if j := r.longFormOf(i, bracketed); j >= 0 {
			long[m.Name] = j
		}
	}
	for i := range ms {
		if ms[i].Rule != "acronym.defined" {
			continue
		}
		name := ms[i].Name
		j, ok := long[name]
		if !ok {
			j, ok = long[strings.TrimSuffix(name, "s")]
		}
		if ok {
			ms[i].Type, ms[i].Also, ms[i].Country = ms[j].Type, ms[j].Also, ms[j].Country
			r.union(i, j)
		} else if ms[i].Type == "" {
			ms[i].Type = "Agency"
			ms[i].Confidence = 0.5
		}
	}
}

// longFormOf finds the mention that the acronym at i abbreviates: the one that ends at its bracket, of several the longest
// with its first letters, else the longest, or the one around both that goes on after the bracket with a preposition.
func (r *resolver) longFormOf(i int, bracketed bool) int {
	ms := r.doc.Mentions
	m := &ms[i]
	toks := r.doc.Sentences[m.Sentence].Tokens
	before, around, after := -1, -1, -1
	for j := range ms {
		o := &ms[j]
		if j == i || o.Sentence != m.Sentence || o.Type == "" {
			continue
		}
		open := m.First - 1
		for open > 0 && toks[open].Text != "(" {
			open--
		}
		switch {
		case bracketed && o.Last == open && (before < 0 || r.longer(o, &ms[before], m.Name)):
			before = j
		case bracketed && around < 0 && o.First < open && o.Last > m.Last+1:
			around = j
		case !bracketed && o.First == m.Last+1 && after < 0:
			after = j
		}
	}
	switch {
	case before >= 0 && (around < 0 || ms[before].Rule == "name.part" || abbreviates(strings.ToLower(m.Name), ms[before].Name)):
		return before
	case around >= 0:
		return around
	}
	return after
}

// longer says whether a is the better long form of an acronym than b.
func (r *resolver) longer(a, b *nlp.Mention, acronym string) bool {
	acronym = strings.ToLower(acronym)
	if x, y := abbreviates(acronym, a.Name), abbreviates(acronym, b.Name); x != y {
		return x // "the Reserve of the World Fish Fund (WFF)"
	}
	return a.Last-a.First > b.Last-b.First
}

// equalNames joins mentions with the same folded name and type.
func (r *resolver) equalNames() {
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Type == "" || m.Kind == nlp.Short || m.Kind == nlp.Pronoun {
			continue
		}
		for _, k := range r.keys(m) {
			if m.Whole >= 0 {
				k += "|" + graph.FoldName(r.doc.Mentions[m.Whole].Name)
			}
			k = m.Type + "|" + k
			if j, ok := r.byKey[k]; ok {
				r.union(i, j)
			} else {
				r.byKey[k] = i
			}
		}
	}
}

// keys are the forms of a mention's name by which it is known.
func (r *resolver) keys(m *nlp.Mention) []string {
	if m.Kind == nlp.Nominal {
		name := nominalKey(r.spelled(m.Name))
		if m.Key != "" {
			return []string{nominalKey(m.Key), name}
		}
		return []string{name}
	}
	folded := graph.FoldName(m.Name)
	out := []string{folded}
	if m.Type == "Law" && m.Rule == "law.provision" {
		return out
	}
	for _, x := range expansions {
		if full := strings.ReplaceAll(" "+folded+" ", " "+x[0]+" ", " "+x[1]+" "); len(full) > len(folded)+2 {
			out = append(out, strings.TrimSpace(full))
		}
	}
	if m.Type == "Region" {
		for _, style := range []string{"republic of ", "kingdom of ", "state of ", "commonwealth of ", "government of "} {
			if _, place, ok := strings.Cut(folded, style); ok && place != "" {
				out = append(out, strings.TrimPrefix(place, "the "))
			}
		}
	}
	for _, head := range []string{"department", "ministry", "directorate", "secretariat"} {
		if what, ok := strings.CutSuffix(folded, " "+head); ok {
			out = append(out, head+" of "+what)
		}
		if what, ok := strings.CutPrefix(folded, head+" of the "); ok {
			out = append(out, head+" of "+what)
		}
	}
	if s := graph.FoldName(strings.NewReplacer("Labour", "Labor", "Centre", "Center", "Programme", "Program", "&", "and").Replace(m.Name)); s != folded {
		out = append(out, s)
	}
	return out
}

// expansions are the abbreviations that stand in the names of bodies and laws.
var expansions = [][2]string{{"un", "united nations"}, {"us", "united states"}, {"u s", "united states"}, {"eu", "european union"}, {"uk", "united kingdom"}, {"u k", "united kingdom"}}

// nominalKey is the content words of a common-noun name in the singular and in alphabetical order, so that "victims of
// trafficking" and "trafficking victims" are one.
func nominalKey(name string) string {
	var words []string
	name = strings.NewReplacer("anti-", "", "Anti-", "", "counter-", "", "-", "").Replace(name)
	for _, w := range strings.Fields(graph.FoldName(name)) {
		switch w {
		case "of", "the", "in", "for", "and", "to", "against", "a", "an", "on":
		default:
			words = append(words, singular(w))
		}
	}
	oneWord(words)
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// singular is the word in the singular and in one spelling.
func singular(w string) string {
	if w == "labour" {
		return "labor"
	}
	return english.Singular(w)
}

// shortenings joins a name with the one longer name that it begins or ends: "National Plan of Action" with "National
// Plan of Action on Combating Trafficking", "Ministry of Justice" with "Dutch Ministry of Justice".
func (r *resolver) shortenings() {
	ms := r.doc.Mentions
	words := make([][]string, len(ms))
	for i := range ms {
		if named(&ms[i]) && shortens[ms[i].Type] {
			words[i] = strings.Fields(graph.FoldName(ms[i].Name))
		}
	}
	for i := range ms {
		if len(words[i]) < 2 || r.find(i) != i {
			continue
		}
		match := -1
		for j := range ms {
			if len(words[j]) <= len(words[i]) || ms[j].Type != ms[i].Type || !r.shortened(words[i], words[j]) || ms[i].Type == "Region" && !r.opensWithPlace(j) {
				continue
			}
			if match >= 0 && r.find(match) != r.find(j) {
				match = -2 // two longer names: it may be either
				break
			}
			match = j
		}
		if match >= 0 && r.find(match) != r.find(i) {
			r.union(i, match)
		}
	}
}

var shortens = map[string]bool{"Agency": true, "Law": true, "Program": true, "Region": true}

func named(m *nlp.Mention) bool {
	return m.Kind == nlp.Named && m.Rule != "law.provision" && m.Rule != "acronym"
}

// opensWithPlace says whether a region is named with the place that it lies in before it: "Amsterdam Harbour District",
// but not "South Kivu Province".
func (r *resolver) opensWithPlace(j int) bool {
	m := &r.doc.Mentions[j]
	return slices.ContainsFunc(r.doc.Mentions, func(o nlp.Mention) bool {
		return o.Type == "Region" && o.Kind == nlp.Named && o.Last-o.First < m.Last-m.First &&
			strings.HasPrefix(graph.FoldName(m.Name), graph.FoldName(o.Name)+" ")
	})
}

// shortened says whether a is b without its beginning, without its years, or without a complement that a preposition
// opens.
func (r *resolver) shortened(a, b []string) bool {
	for len(b) > len(a)+1 && year(b[len(b)-1]) && !slices.ContainsFunc(a, year) {
		b = b[:len(b)-1] // "Road Safety Plan 2022-2031"
	}
	d := len(b) - len(a)
	if slices.Equal(a, b[d:]) {
		return !slices.ContainsFunc(b[:d], func(w string) bool { return w[0] >= '0' && w[0] <= '9' }) && b[d-1] != "of" && b[d-1] != "for" && b[d-1] != "and"
	}
	if slices.Equal(a, b[:len(a)]) {
		switch b[len(a)] {
		case "on", "for", "against", "to", "in":
			return true
		}
		return b[len(a)] == "of" && (len(a) >= 3 || fields[a[len(a)-1]] && !r.ofSomebody(b[len(a)+1:]))
	}
	return false
}

// fields are the heads of bodies that are told apart by what they deal with: of two words, "Vice-Ministry" is short for that of
// rural roads, but a "Central Bank" or "General Assembly" is not short for somebody's.
var fields = words("ministry department secretariat directorate")

// ofSomebody says whether the words of a complement name a place or a body of the document, so that they say whose something is and
// not what it deals with: "Republic of Chile".
func (r *resolver) ofSomebody(complement []string) bool {
	for i := range complement {
		if r.states[strings.Join(complement[i:], " ")] {
			return true
		}
	}
	all := " " + strings.Join(complement, " ") + " "
	return slices.ContainsFunc(r.doc.Mentions, func(m nlp.Mention) bool {
		name := graph.FoldName(m.Name)
		return (m.Type == "Region" || m.Type == "Agency") && m.Kind == nlp.Named && name != "" && strings.Contains(all, " "+name+" ")
	})
}

// year says whether a folded word is a year, as it stands behind the name of a plan.
func year(w string) bool {
	return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && w[2] >= '0' && w[2] <= '9' && w[3] >= '0' && w[3] <= '9'
}

// persons joins a family name with the person who bears it.
func (r *resolver) persons() {
	ms := r.doc.Mentions
	last := map[string]int{}
	for pass := 0; pass < 2; pass++ {
		for i := range ms {
			if ms[i].Type != "Person" {
				continue
			}
			w := strings.Fields(ms[i].Name)
			if len(w) == 0 {
				continue
			}
			family := graph.FoldName(w[len(w)-1]) // of two words where a hyphen joins them
			if (family == "jr" || family == "sr") && len(w) > 1 {
				family = graph.FoldName(w[len(w)-2])
			}
			if len(w) > 1 && pass == 0 {
				if _, ok := last[family]; !ok {
					last[family] = i
				}
			}
			if j, ok := last[family]; ok && pass == 1 && len(w) == 1 {
				r.union(i, j)
			}
		}
	}
}
