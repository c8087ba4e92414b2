package coref

import (
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
		for first < len(toks) && quoted(toks[first].Text) {
			first++
		}
		for j := i + 1; j < len(ms) && ms[j].Sentence == a.Sentence && ms[j].First <= first; j++ {
			b := &ms[j]
			last := b.Last
			for last < len(toks) && quoted(toks[last].Text) {
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

func numbered(name string) bool { return strings.ContainsAny(name, "0123456789") }

func quoted(w string) bool {
	switch w {
	case "“", "”", "\"", "''", "``", "‘", "’", "the":
		return true
	}
	return false
}

// provisions joins a part of a law that stands without its law with the part of that name which stands with one, where only one
// does: "Section 12 of the Ports Act … Section 12".
func (r *resolver) provisions() {
	ms := r.doc.Mentions
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
