package model

import (
	"cmp"
	"slices"
	"strings"

	"mandate/extract/internal/encoder"
	"mandate/extract/nlp"
)

// A document calls one thing by one name again and again, and the network sees each place alone. What it finds in some
// places is therefore looked for in the others: the same words are given the type that they have most, weighed by
// confidence, if that is found in a good share of the places.

// Limits, chosen on the government dev texts.
const (
	agreeShare = 0.3  // of the places that must have been found
	agreeSure  = 0.6  // confidence that one of them must have
	agreeLong  = 12   // tokens of the longest name that is looked for
	agreeLess  = 0.75 // what is left of the confidence of the best place in one that was not found
)

// votes are the places of one name.
type votes struct {
	weight map[string]float64 // by type
	found  int
	total  int
	best   float64 // greatest confidence
	typ    string
}

// agree adds names to those found per sentence, and settles types. The lists stay in order of position.
func agree(doc *nlp.Document, found [][]encoder.Name) {
	all := map[string]*votes{}
	firsts := map[string]int{} // first word of a name → tokens of the longest name that begins so
	for i, names := range found {
		for _, n := range names {
			if n.Last-n.First > agreeLong {
				continue
			}
			toks := doc.Sentences[i].Tokens
			k := key(toks[n.First:n.Last], phrase(n.Type))
			v := all[k]
			if v == nil {
				v = &votes{weight: map[string]float64{}}
				all[k] = v
			}
			v.weight[n.Type] += n.Confidence
			v.found++
			v.best = max(v.best, n.Confidence)
			first := toks[n.First].Lower
			firsts[first] = max(firsts[first], n.Last-n.First)
		}
	}
	for _, v := range all {
		for _, t := range types { // a fixed order, so that ties go one way
			if v.weight[t] > 0 && (v.typ == "" || v.weight[t] > v.weight[v.typ]) {
				v.typ = t
			}
		}
	}
	eachPlace(doc, firsts, all, func(_, _, _ int, v *votes) { v.total++ })
	for i := range found {
		for k := range found[i] {
			n := &found[i][k]
			if v := all[key(doc.Sentences[i].Tokens[n.First:n.Last], phrase(n.Type))]; v != nil && v.typ != "" && phrase(v.typ) == phrase(n.Type) {
				n.Type = v.typ
			}
		}
	}
	eachPlace(doc, firsts, all, func(i, first, last int, v *votes) {
		if v.best < agreeSure || float64(v.found) < agreeShare*float64(v.total) {
			return
		}
		for _, n := range found[i] {
			if n.First < last && first < n.Last {
				return
			}
		}
		found[i] = append(found[i], encoder.Name{First: first, Last: last, Type: v.typ, Confidence: v.best * agreeLess})
	})
	for i := range found {
		slices.SortFunc(found[i], func(a, b encoder.Name) int { return cmp.Compare(a.First, b.First) })
	}
}

// eachPlace calls f for every place where the words of a name stand, the longest name first at each word.
func eachPlace(doc *nlp.Document, firsts map[string]int, all map[string]*votes, f func(sentence, first, last int, v *votes)) {
	for i := range doc.Sentences {
		toks := doc.Sentences[i].Tokens
		for t := 0; t < len(toks); t++ {
			for n := min(firsts[toks[t].Lower], len(toks)-t); n > 0; n-- {
				v := all[key(toks[t:t+n], false)]
				if v == nil {
					v = all[key(toks[t:t+n], true)]
				}
				if v != nil {
					f(i, t, t+n, v)
					t += n - 1
					break
				}
			}
		}
	}
}

// phrase says whether a type is of things that are described rather than named: capitals do not matter there.
func phrase(typ string) bool { return typ == "Issue" || typ == "Group" }

// key identifies a run of words: as written for names, in small letters, and marked as such, for phrases.
func key(toks []nlp.Token, phrase bool) string {
	var b strings.Builder
	if phrase {
		b.WriteByte(0)
	}
	for i := range toks {
		b.WriteByte(' ')
		if phrase {
			b.WriteString(toks[i].Lower)
		} else {
			b.WriteString(toks[i].Text)
		}
	}
	return b.String()
}
