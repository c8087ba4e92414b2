package coref

import (
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// initialisms joins an acronym that the document never defines with the one name that it is made of the first letters
// of: "COSP" and "Conference of the States Parties to the …".
func (r *resolver) initialisms() {
	ms := r.doc.Mentions
	for i := range ms {
		m := &ms[i]
		if m.Rule != "acronym" && m.Rule != "acronym.defined" || len(m.Name) < 3 || r.find(i) != i {
			continue
		}
		if _, ok := r.long[m.Name]; ok {
			continue
		}
		match := -1
		for j := range ms {
			o := &ms[j]
			if j == i || o.Kind != nlp.Named || !shortens[o.Type] || !strings.Contains(o.Name, " ") || !r.defines(o, m.Name) && !abbreviates(strings.ToLower(m.Name), o.Name) {
				continue
			}
			if match >= 0 && r.find(match) != r.find(j) {
				match = -2
				break
			}
			match = j
		}
		if match >= 0 {
			for k := range ms {
				if ms[k].Rule == m.Rule && ms[k].Name == m.Name {
					ms[k].Type, ms[k].Also, ms[k].Country = ms[match].Type, ms[match].Also, ms[match].Country
					r.union(k, match)
				}
			}
		}
	}
}

// defines says whether the acronym stands in brackets behind the name.
func (r *resolver) defines(o *nlp.Mention, acronym string) bool {
	toks := r.doc.Sentences[o.Sentence].Tokens
	return o.Last+2 < len(toks) && toks[o.Last].Text == "(" && toks[o.Last+1].Text == acronym && toks[o.Last+2].Text == ")"
}

// abbreviates says whether an acronym in small letters is made of the first letters of the words of a name, or of its
// beginning up to a preposition, with or without its small words.
func abbreviates(acronym, name string) bool {
	var with, without strings.Builder
	for _, w := range strings.Fields(graph.FoldName(name)) {
		small := smallWords[w]
		if small && w != "the" && w != "and" && (with.String() == acronym || without.String() == acronym) {
			return true
		}
		if w != "the" {
			with.WriteByte(w[0])
		}
		if !small {
			without.WriteByte(w[0])
		}
	}
	return with.String() == acronym || without.String() == acronym
}

var smallWords = words("of the and for on to in against with")
