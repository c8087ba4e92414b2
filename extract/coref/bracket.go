package coref

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// brackets joins a name with the other name of the same thing that stands alone in brackets behind it: a body or program and
// the word it is known by, "Port Safety Agency (Havna)", a law and its number or title, "Clean Rivers Act (Law 88)". A longer
// name in brackets may be what the first is part of.
func (r *resolver) brackets() {
	ms := r.doc.Mentions
	for i := range ms {
		a := &ms[i]
		if a.Kind != nlp.Named || a.Type == "" || a.Type == "Region" || a.Type == "Person" || a.Rule == "law.provision" {
			continue
		}
		toks := r.doc.Sentences[a.Sentence].Tokens
		open := a.Last
		if a.Type == "Law" && open+1 < len(toks) && toks[open].Lower == "of" && year(toks[open+1].Text) {
			open += 2
		}
		if open >= len(toks) || toks[open].Text != "(" {
			continue
		}
		first := open + 1
		for first < len(toks) && leadsIn(&toks[first]) {
			first++
		}
		for j := i + 1; j < len(ms) && ms[j].Sentence == a.Sentence && ms[j].First <= first; j++ {
			b := &ms[j]
			last := b.Last
			for last < len(toks) && quoteMark(toks[last].Text) {
				last++
			}
			if b.First == first && last < len(toks) && toks[last].Text == ")" && b.Kind == nlp.Named && b.Type == a.Type && otherName(a, b) {
				r.union(i, j)
			}
		}
	}
}

// otherName says whether the name b, in brackets behind a, can be another name of it.
func otherName(a, b *nlp.Mention) bool {
	if a.Type == "Law" {
		return a.Rule != "law.provision" && b.Rule != "law.provision" && numbered(a.Name) != numbered(b.Name)
	}
	return !strings.Contains(b.Name, " ") && strings.Contains(a.Name, " ") && b.Rule != "list.organization"
}

// numbered says whether a law goes by its number. A year is none: "Reef Act 1995" is a name like "Harbor Act".
func numbered(name string) bool {
	return slices.ContainsFunc(strings.Fields(graph.FoldName(name)), func(w string) bool { return strings.ContainsAny(w, "0123456789") && !year(w) })
}

// leadsIn says whether a token may stand before a name without being of it: a quotation mark or the article.
func leadsIn(t *nlp.Token) bool { return quoteMark(t.Text) || t.Lower == "the" }

func quoteMark(w string) bool {
	switch w {
	case "“", "”", "\"", "''", "``", "‘", "’":
		return true
	}
	return false
}
