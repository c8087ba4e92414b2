package coref

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// Laws are told apart by their years and cited by their parts.

// provisions joins a part of a law that stands without its law with the part of that name which stands with one, where only one
// does: "Section 12 of the Ports Act … Section 12". In a law, the sections without a law are its own.
func (r *resolver) provisions() {
	ms := r.doc.Mentions
	if slices.ContainsFunc(ms, func(m nlp.Mention) bool { return m.Rule == "self.title" && m.Type == "Law" }) {
		return
	}
	of := map[string]int{} // folded name → mention with its law; -1 of several laws
	for i := range ms {
		if ms[i].Rule != "law.provision" || ms[i].Whole < 0 {
			continue
		}
		name := graph.FoldName(ms[i].Name)
		if j, ok := of[name]; ok && (j < 0 || r.find(j) != r.find(i)) {
			of[name] = -1
		} else if !ok {
			of[name] = i
		}
	}
	for i := range ms {
		if ms[i].Type != "Law" || ms[i].Kind != nlp.Named || ms[i].Whole >= 0 {
			continue
		}
		if j, ok := of[graph.FoldName(ms[i].Name)]; ok && j >= 0 {
			r.union(i, j)
		}
	}
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
