package coref

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
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
