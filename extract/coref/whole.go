package coref

import "mandate/extract/nlp"

// wholes finds, for each provision ("Article 5"), the law it is part of: the one named after "of" behind its list, else
// that of the provisions named before it in the same passage.
func (r *resolver) wholes() {
	ms := r.doc.Mentions
	whole, passage := -1, -1
	for i := range ms {
		m := &ms[i]
		if p := r.doc.Sentences[m.Sentence].Passage; p != passage {
			whole, passage = -1, p
		}
		if m.Rule != "law.provision" {
			continue
		}
		if w, named := r.lawAfter(i); w >= 0 || named {
			whole = w // a law that is named but not known is not the one before
		}
		if m.Whole = whole; whole == i { // it is what the one before is part of
			m.Whole = -1
		}
	}
}

// lawAfter is the law that follows the list of provisions which mention i is in, past "of", articles and a possessor
// ("of China's Criminal Code"), -1 where nobody has read one; named says whether "of" names one at all.
func (r *resolver) lawAfter(i int) (law int, named bool) {
	ms := r.doc.Mentions
	toks := r.doc.Sentences[ms[i].Sentence].Tokens
	end := ms[i].Last
	inner := ms[i].First > 0 && toks[ms[i].First-1].Lower == "of" // what follows it is cited anew
	for j := i + 1; j < len(ms) && ms[j].Sentence == ms[i].Sentence; j++ {
		if ms[j].Rule != "law.provision" {
			break
		}
		if ms[j].First > end+2 || toks[end].Lower == "of" || inner && !isDigit(toks[ms[j].First].Text[0]) {
			break
		}
		end = ms[j].Last
	}
	if end >= len(toks) || toks[end].Lower != "of" {
		return -1, false
	}
	for j := range ms {
		m := &ms[j]
		if m.Sentence != ms[i].Sentence || m.First <= end || m.First > end+5 || m.Type != "Law" || m.Kind == nlp.Pronoun {
			continue
		}
		if m.Rule != "law.provision" || m.First == end+1 { // "section 1189 of title 8"
			return j, true
		}
	}
	return -1, true
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
