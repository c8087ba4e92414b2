package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
	"mandate/graph"
)

// Found is a graph that still knows what it was made of: documents as they were found, before linking, and judgements.
type Found interface {
	graph.Reader
	Found(id graph.DocumentID) (*graph.Contribution, error)
	Judgements() ([]graph.Judgement, error)
}

// UpTo is the part of a graph that stands in paragraphs marked no higher than mark ("U", "SBU" …). It is built anew from
// those paragraphs, so that nothing is left of the others: no entity, no name or alias, no identifier made of one, no
// count, no date, no text. An entity that is only meant there ("the ministry", "it") and nowhere named is not in it.
// Who is who is found anew as well, by what these paragraphs say and by judgements; a name given by a judgement counts
// when one of the paragraphs has it. Of a document of which nothing may be seen, not even the name remains.
//
// A reader that is not [Found] is taken to have documents as they were found. The result is in memory.
func UpTo(g graph.Reader, mark string) (graph.Reader, error) {
	if !graph.KnownMarking(mark) {
		return nil, fmt.Errorf("there is no marking %q: expected U, SBU, C, S or TS", mark)
	}
	var judgements []graph.Judgement
	found, ok := g.(Found)
	if ok {
		var err error
		if judgements, err = found.Judgements(); err != nil {
			return nil, err
		}
	}
	read := func(id graph.DocumentID) (*graph.Contribution, error) {
		if ok {
			return found.Found(id)
		}
		return g.Contribution(id)
	}
	before, err := judged(g, read, judgements)
	if err != nil {
		return nil, err
	}
	level := graph.MarkingLevel(mark)
	var all []*graph.Contribution
	for doc, err := range g.Documents() {
		if err != nil {
			return nil, err
		}
		c, err := read(doc.ID)
		if err != nil {
			return nil, err
		}
		if c = upTo(c, level, before); c != nil {
			all = append(all, c)
		}
	}
	if ok {
		all = Corpus(all, visibleJudgements(judgements, all))
	}
	return graph.NewGraph(all...), nil
}

// judged are the links of all keys when somebody judged an entity: what is hidden or of another type stays so where only
// part of its names is left, and its key is another.
func judged(g graph.Reader, read func(graph.DocumentID) (*graph.Contribution, error), judgements []graph.Judgement) (map[graph.EntityID]Link, error) {
	if !slices.ContainsFunc(judgements, func(j graph.Judgement) bool { return j.Kind == graph.Hide || j.Kind == graph.Retype }) {
		return nil, nil
	}
	// Documents of clusters alone, each with its number for a mention: what is left after linking says what became of them.
	var found []*graph.Contribution
	for doc, err := range g.Documents() {
		if err != nil {
			return nil, err
		}
		c, err := read(doc.ID)
		if err != nil {
			return nil, err
		}
		l := &graph.Contribution{Document: graph.Document{ID: doc.ID}}
		for i, cl := range c.Clusters {
			cl.Mentions = []graph.Mention{{Span: graph.Span{Start: i, End: i}}}
			l.Clusters = append(l.Clusters, cl)
		}
		found = append(found, l)
	}
	links := map[graph.EntityID]Link{}
	for n, c := range Corpus(found, judgements) {
		for _, cl := range found[n].Clusters {
			links[cl.Entity] = Link{Hidden: true}
		}
		for _, cl := range c.Clusters {
			was := found[n].Clusters[cl.Mentions[0].Span.Start]
			l := Link{}
			if cl.Type != was.Type {
				l.Type = cl.Type
			}
			links[was.Entity] = l
		}
	}
	return links, nil
}

// visibleJudgements leaves out names that no document has.
func visibleJudgements(judgements []graph.Judgement, documents []*graph.Contribution) []graph.Judgement {
	forms := map[string]bool{}
	for _, c := range documents {
		for _, cl := range c.Clusters {
			forms[graph.FoldName(cl.Name)] = true
			for _, a := range cl.Aliases {
				forms[graph.FoldName(a)] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(judgements), func(j graph.Judgement) bool {
		return j.Kind == graph.Rename && !forms[graph.FoldName(j.Value)]
	})
}

// upTo is the part of a contribution up to a level of marking, nil when there is none.
func upTo(c *graph.Contribution, level int, before map[graph.EntityID]Link) *graph.Contribution {
	v := graph.NewVisible(&c.Document, c.Passages, c.Text, level)
	if v.None() {
		return nil
	}
	n := &graph.Contribution{Document: v.Document(c.Document), Text: v.Text()}
	for i, p := range c.Passages {
		if !v.Passage(i + 1) {
			p = graph.Passage{Marking: p.Marking, Span: graph.Span{Start: p.Span.Start, End: p.Span.Start}} // ordinals stay as they are
		}
		n.Passages = append(n.Passages, p)
	}
	at := make([]int, len(c.Clusters))
	for i := range c.Clusters {
		at[i] = -1
		if cl, ok := visible(c, i, v); ok && !before[c.Clusters[i].Entity].Hidden {
			if t := before[c.Clusters[i].Entity].Type; t != "" {
				cl.Type = t
			}
			at[i] = len(n.Clusters)
			n.Clusters = append(n.Clusters, cl)
		}
	}
	for _, claim := range c.Claims {
		ev := &claim.Evidence
		shown := v.Passage(ev.Passage) && graph.MarkingLevel(ev.Marking) <= level
		for _, s := range append([]graph.Span{ev.Span, ev.Subject, ev.Object}, ev.Cues...) {
			shown = shown && v.Span(s)
		}
		if shown = shown && at[claim.Subject] >= 0 && at[claim.Object] >= 0; shown &&
			n.Clusters[at[claim.Subject]].Entity != n.Clusters[at[claim.Object]].Entity {
			claim.Subject, claim.Object = at[claim.Subject], at[claim.Object]
			n.Claims = append(n.Claims, claim)
		}
	}
	return n
}

// visible is a cluster with the mentions that may be seen, called by the names that stand in them.
func visible(c *graph.Contribution, i int, v *graph.Visible) (graph.Cluster, bool) {
	cl := c.Clusters[i]
	all := cl.Mentions
	cl.Mentions = nil
	var said []string // what the mentions that may be seen say
	for _, m := range all {
		if !v.Passage(m.Passage) || !v.Span(m.Span) {
			continue
		}
		cl.Mentions = append(cl.Mentions, m)
		if m.Span.End <= len(c.Text) {
			said = append(said, c.Text[m.Span.Start:m.Span.End])
		}
	}
	if len(cl.Mentions) == len(all) {
		return cl, len(all) > 0
	}
	if c.Text == "" { // a store without texts: quotes have some of them
		said = quoted(c, i, v)
	}
	var names []string
	for _, form := range append([]string{cl.Name}, cl.Aliases...) {
		if slices.ContainsFunc(said, func(s string) bool { return says(s, form, cl.Type) }) {
			names = append(names, form)
		}
	}
	if len(cl.Mentions) == 0 || len(names) == 0 {
		return cl, false
	}
	// The longest is the fullest, as far as one can tell; an acronym is less than what it stands for.
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(compareBool(IsAcronym(a), IsAcronym(b)), compareBool(a != cl.Name, b != cl.Name), -cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	named := names[0] == cl.Name
	cl.Name, cl.Aliases = names[0], slices.Clone(names[1:])
	slices.Sort(cl.Aliases)
	if cl.Country != "" && cl.Country != c.Document.Country {
		named, cl.Country = false, "" // perhaps only the others say of which country it is
		if iso := stated(cl.Name, cl.Type); iso != "" {
			cl.Country = strings.ToUpper(iso)
		}
	}
	cl.Roles = nil
	if name, _, ok := strings.Cut(string(cl.Entity), ","); ok {
		cl.Entity = graph.EntityID(name) // perhaps only the others say in which state it is, of which year, or what post is held
		if isPerson(cl.Entity) && c.Document.Country != "" {
			cl.Entity += graph.EntityID("," + from + strings.ToLower(c.Document.Country))
		}
	}
	if !named {
		cl.Entity = key(&c.Document, &nlp.Cluster{Type: cl.Type, Country: cl.Country, Name: cl.Name, Aliases: cl.Aliases}, false)
	}
	return cl, true
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// quoted are the words that name a cluster in quotes that may be seen.
func quoted(c *graph.Contribution, cluster int, v *graph.Visible) (said []string) {
	for _, claim := range c.Claims {
		ev := &claim.Evidence
		for end, s := range map[int]graph.Span{claim.Subject: ev.Subject, claim.Object: ev.Object} {
			from, to := s.Start-ev.Span.Start, s.End-ev.Span.Start
			if end == cluster && v.Span(ev.Span) && from >= 0 && from <= to && to <= len(ev.Quote) {
				said = append(said, ev.Quote[from:to])
			}
		}
	}
	return said
}

// says whether the words of a mention say a name: every word of it stands among them, if need be in the plural. A country
// is also said by its adjective.
func says(mention, form, entityType string) bool {
	a, b := graph.FoldName(mention), graph.FoldName(form)
	if a == b {
		return b != ""
	}
	if entityType == "Region" && stated(a, entityType) != "" && stated(a, entityType) == stated(b, entityType) {
		return true
	}
	words := strings.Fields(a)
	for i, w := range words {
		words[i] = english.Singular(w)
	}
	for _, w := range strings.Fields(b) {
		if !slices.Contains(words, english.Singular(w)) {
			return false
		}
	}
	return b != ""
}

// stated is the country that a name states, in lower case: that of a region, or of a national body as in "Ministry of
// Health of Peru".
func stated(name, entityType string) string {
	if entityType == "Region" {
		name = strings.ReplaceAll(slug(name), "-", " ")
		if iso := names().country[name]; iso != "" {
			return iso
		}
		if of := names().adjective[name]; len(of) == 1 { // "Korean" is of two
			return of[0]
		}
		return ""
	}
	r := reading{}
	r.cutCountry(strings.Split(slug(name), "-"))
	return r.country
}
