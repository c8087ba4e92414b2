package coref

import (
	"slices"

	"mandate/extract/nlp"
)

// appositions joins a description with the name it describes: "Reporters Shield, a legal assistance program", "the IMCS is
// a joint meeting".
func (r *resolver) appositions() {
	ms := r.doc.Mentions
	for i := range ms {
		m := &ms[i]
		if m.Kind != nlp.Nominal || !shortens[m.Type] || !r.doc.Sentences[m.Sentence].Parsed {
			continue
		}
		toks := r.doc.Sentences[m.Sentence].Tokens
		at := toks[m.Head].Head
		if toks[m.Head].Deprel != "appos" {
			at = copulaSubject(toks, m.Head)
		}
		if at < 0 {
			continue
		}
		for j := range ms {
			o := &ms[j]
			if o.Sentence == m.Sentence && o.Kind == nlp.Named && o.First <= at && at < o.Last && (o.Type == m.Type || slices.Contains(m.Also, o.Type) || slices.Contains(o.Also, m.Type)) {
				m.Type = o.Type
				r.union(i, j)
				break
			}
		}
	}
}

// copulaSubject is the subject of the noun at i where it is said of something with "is", -1 otherwise.
func copulaSubject(toks []nlp.Token, i int) int {
	subject, copula := -1, false
	for k := range toks {
		if toks[k].Head != i {
			continue
		}
		switch toks[k].Deprel {
		case "nsubj":
			subject = k
		case "cop":
			copula = true
		}
	}
	if !copula {
		return -1
	}
	return subject
}
