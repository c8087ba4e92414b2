package coref

import (
	"slices"

	"mandate/extract/ner/model"
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
			if o.Sentence == m.Sentence && o.Kind == nlp.Named && o.First <= at && at < o.Last && (o.Type == m.Type || slices.Contains(m.Also, o.Type) || slices.Contains(o.Also, m.Type) || o.Rule == model.Rule && shortens[o.Type] && shortens[m.Type] && o.Type != "Region") {
				if o.Rule == model.Rule && o.Type != m.Type {
					r.retype(j, m.Type) // what it is called says better what it is than how its name looks
				}
				m.Type = o.Type
				r.union(i, j)
				break
			}
		}
	}
}

// retype gives all mentions of one thing a type.
func (r *resolver) retype(i int, typ string) {
	root := r.find(i)
	for k := range r.doc.Mentions {
		if r.find(k) == root {
			r.doc.Mentions[k].Type = typ
		}
	}
}

// namedAfter joins a description with the name that stands behind it in apposition: "a confidential helpline, \"Speak Up\"".
func (r *resolver) namedAfter() {
	ms := r.doc.Mentions
	for j := range ms {
		o := &ms[j]
		toks := r.doc.Sentences[o.Sentence].Tokens
		if o.Kind != nlp.Named || !shortens[o.Type] || !r.doc.Sentences[o.Sentence].Parsed || toks[o.Head].Deprel != "appos" || o.First > 0 && toks[o.First-1].Text == "(" {
			continue
		}
		for i := j - 1; i >= 0 && ms[i].Sentence == o.Sentence; i-- {
			m := &ms[i]
			if m.Kind == nlp.Named && m.Type == "Law" && o.Type == "Law" && m.First <= toks[o.Head].Head && toks[o.Head].Head < m.Last &&
				otherName(m, o) && onlyMarks(toks[m.Last:o.First]) && !listed(toks, m.Head) && !listed(toks, o.Head) {
				r.union(i, j) // "Law 12, the Clean Rivers Act"
			}
			if m.Kind != nlp.Nominal || m.Head != toks[o.Head].Head || toks[m.Head].Lower != singular(toks[m.Head].Lower) || !onlyMarks(toks[m.Last:o.First]) {
				continue
			}
			if o.Type == m.Type || slices.Contains(m.Also, o.Type) || slices.Contains(o.Also, m.Type) || o.Rule == model.Rule && shortens[m.Type] {
				m.Type = o.Type
				r.union(i, j)
			}
		}
	}
}

// listed says whether other things are named beside the one at i: of "Decree 54, the Reef Code and the Harbor Act", none is the
// other, whatever the tree says of the first comma.
func listed(toks []nlp.Token, i int) bool {
	return toks[i].Deprel == "conj" || slices.ContainsFunc(toks, func(t nlp.Token) bool { return t.Head == i && t.Deprel == "conj" })
}

// onlyMarks says whether tokens are nothing but a comma or colon, quotation marks and an article.
func onlyMarks(toks []nlp.Token) bool {
	for i := range toks {
		if t := toks[i].Text; t != "," && t != ":" && !leadsIn(&toks[i]) {
			return false
		}
	}
	return true
}

// copulaSubject is the subject of the noun at i where it is said of something with "is", or what somebody presents as it
// ("hailed the Coast Compact as a rescue programme"), -1 otherwise.
func copulaSubject(toks []nlp.Token, i int) int {
	subject, object, copula, as := -1, -1, false, false
	for k := range toks {
		switch h, rel := toks[k].Head, toks[k].Deprel; {
		case h == i && rel == "nsubj":
			subject = k
		case h == i && rel == "cop":
			copula = true
		case h == i && rel == "case":
			as = toks[k].Lower == "as"
		case h >= 0 && h == toks[i].Head && (rel == "obj" || rel == "nsubj:pass"):
			object = k
		}
	}
	switch {
	case copula:
		return subject
	case as && toks[i].Deprel == "obl" && toks[i].Head >= 0 && presenting[toks[toks[i].Head].Lemma]:
		return object
	}
	return -1
}

// presenting are the verbs that say of something what it is.
var presenting = words("present describe designate define regard know recognize recognise characterize characterise hail launch introduce unveil")
