package coref

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// build turns the joined mentions into clusters, in order of first mention.
func (r *resolver) build() {
	doc := r.doc
	doc.Clusters = doc.Clusters[:0]
	index := map[int]int{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		m.Cluster = -1
		if m.Type == "" || r.none[i] {
			continue
		}
		root := r.find(i)
		c, ok := index[root]
		if !ok {
			c = len(doc.Clusters)
			index[root] = c
			doc.Clusters = append(doc.Clusters, nlp.Cluster{Type: doc.Mentions[root].Type})
		}
		m.Cluster = c
		doc.Clusters[c].Mentions = append(doc.Clusters[c].Mentions, i)
	}
	for c := range doc.Clusters {
		r.describe(&doc.Clusters[c])
	}
}

// describe names a cluster: by its fullest proper name, or, for common nouns, its commonest form.
func (r *resolver) describe(c *nlp.Cluster) {
	count := map[string]int{}
	best, country := -1, map[string]int{}
	for _, i := range c.Mentions {
		m := &r.doc.Mentions[i]
		if m.Country != "" {
			country[m.Country]++
		}
		if m.Kind == nlp.Short || m.Kind == nlp.Pronoun || r.wordy[i] {
			continue
		}
		count[m.Name]++
		if best < 0 || fuller(m, &r.doc.Mentions[best]) {
			best = i
		}
	}
	if best < 0 {
		best = c.Mentions[0]
	}
	c.Name = r.doc.Mentions[best].Name
	c.Type = r.doc.Mentions[best].Type
	if r.doc.Mentions[best].Kind == nlp.Nominal {
		for name, n := range count {
			if n > count[c.Name] || n == count[c.Name] && (len(name) > len(c.Name) || len(name) == len(c.Name) && name < c.Name) {
				c.Name = name
			}
		}
	}
	c.Country = most(country)
	if w := r.doc.Mentions[best].Whole; w >= 0 && r.doc.Mentions[best].Rule == "law.provision" {
		c.Aliases = append(c.Aliases, c.Name)
		if r.doc.Mentions[w].Rule == "law.provision" {
			c.Name += " of " + r.doc.Mentions[w].Name
		} else {
			c.Name += " of the " + r.wholeName(w)
		}
	}
	for _, i := range c.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind == nlp.Short || m.Kind == nlp.Pronoun {
			continue
		}
		for _, form := range []string{m.Name, r.surface(m), r.dated(m), r.undated(m)} {
			if form != c.Name && form != "" {
				c.Aliases = append(c.Aliases, form)
			}
		}
	}
	slices.Sort(c.Aliases)
	c.Aliases = slices.Compact(c.Aliases)
}

// surface is the words of a mention as they stand, blanks single.
func (r *resolver) surface(m *nlp.Mention) string {
	if m.Type != "Region" && m.Rule != "list.organization" {
		return ""
	}
	var b strings.Builder
	for i, t := range r.doc.Sentences[m.Sentence].Tokens[m.First:m.Last] {
		if i > 0 && t.Space {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// undated is the name of a law without the year behind it, where the document has no other law of that name.
func (r *resolver) undated(m *nlp.Mention) string {
	if m.Type != "Law" || m.Kind != nlp.Named {
		return ""
	}
	at := strings.LastIndex(m.Name, " of ")
	if at < 0 || !year(m.Name[at+4:]) {
		return ""
	}
	for i := range r.doc.Mentions {
		if o := &r.doc.Mentions[i]; o.Type == "Law" && o.Name != m.Name && strings.HasPrefix(o.Name, m.Name[:at+4]) {
			return ""
		}
	}
	return m.Name[:at]
}

// dateNames gives the laws of one name that the document tells apart by their years names with these: "Customs Law of 1995" and
// "Customs Law of 2014".
func (r *resolver) dateNames() {
	ms := r.doc.Mentions
	dates := map[string]map[string]bool{} // folded name → its forms with a year
	for i := range ms {
		if form := r.dated(&ms[i]); form != "" {
			name := graph.FoldName(ms[i].Name)
			if dates[name] == nil {
				dates[name] = map[string]bool{}
			}
			words := strings.Fields(form)
			for _, w := range []string{words[0], words[len(words)-1]} {
				if year(w) {
					dates[name][w] = true
				}
			}
		}
	}
	for i := range ms {
		if form := r.dated(&ms[i]); form != "" && len(dates[graph.FoldName(ms[i].Name)]) > 1 {
			ms[i].Name = form
		}
	}
}

// dated is the name of a law with the year that stands before or behind it, "" without one: "the 1988 Drug Convention", "the
// Ports Act of 2012".
func (r *resolver) dated(m *nlp.Mention) string {
	toks := r.doc.Sentences[m.Sentence].Tokens
	switch {
	case m.Type != "Law" || m.Kind != nlp.Named || m.Rule == "law.provision" || slices.ContainsFunc(strings.Fields(m.Name), year):
	case m.First > 0 && year(toks[m.First-1].Text):
		return toks[m.First-1].Text + " " + m.Name
	case m.Last+1 < len(toks) && toks[m.Last].Lower == "of" && year(toks[m.Last+1].Text):
		return m.Name + " of " + toks[m.Last+1].Text
	}
	return ""
}

// fuller says whether a names the cluster better than b: proper names before common nouns, long forms before acronyms,
// then the longer one.
func fuller(a, b *nlp.Mention) bool {
	if rank(a) != rank(b) {
		return rank(a) < rank(b)
	}
	return len(a.Name) > len(b.Name)
}

func rank(m *nlp.Mention) int {
	switch {
	case m.Kind == nlp.Named && m.Rule != "acronym.defined" && m.Rule != "acronym" && m.Rule != "law.public-law":
		return 0
	case m.Kind == nlp.Nominal:
		return 1
	}
	return 2
}

// most is the key with the highest count, the first in alphabetical order among equals.
func most(count map[string]int) string {
	best := ""
	for k, n := range count {
		if n > count[best] || n == count[best] && (best == "" || k < best) {
			best = k
		}
	}
	return best
}

// wholeName is the fullest name of the law that a provision is part of.
func (r *resolver) wholeName(w int) string {
	root := r.find(w)
	best := &r.doc.Mentions[w]
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; r.find(i) == root && m.Kind == nlp.Named && m.Type == "Law" && fuller(m, best) {
			best = m
		}
	}
	return best.Name
}
