package coref

import (
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// bareHeads joins a common noun without a modifier ("victims", "trafficking") with the fuller phrase of the same head
// that stands before it, when the document has one.
func (r *resolver) bareHeads() {
	ms := r.doc.Mentions
	introduced, alone := map[string]int{}, map[string]bool{} // by type and head: first mention without modifier; nothing fuller before it
	for i := range ms {
		m := &ms[i]
		if m.Kind == nlp.Nominal && shortens[m.Type] && m.Type != "Region" && m.Last == m.First+1 {
			r.bareBody(i)
		}
		if m.Kind != nlp.Nominal || m.Type != "Group" && m.Type != "Issue" || strings.Contains(nominalKey(m.Name), " ") {
			continue
		}
		head := nominalKey(m.Name)
		if first, ok := introduced[m.Type+"|"+head]; !ok {
			introduced[m.Type+"|"+head] = i
			alone[m.Type+"|"+head] = !r.fullerBefore(i, head)
		} else if first != i && alone[m.Type+"|"+head] {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			o := &ms[j]
			if !r.fuller(o, m.Type, head) {
				continue
			}
			if m.Type == "Group" || m.Type == "Issue" && r.find(i) == i {
				r.parent[i] = i // its own cluster no longer holds it
				r.union(i, j)
			}
			break
		}
	}
}

// bareBody joins "the shelter" with the nearest body of that kind which bears a name and stands before it.
func (r *resolver) bareBody(i int) {
	ms := r.doc.Mentions
	m := &ms[i]
	if m.First == 0 || r.find(i) != i {
		return
	}
	switch r.doc.Sentences[m.Sentence].Tokens[m.First-1].Lower {
	case "the", "this":
	default:
		return
	}
	head := r.headWord(m)
	for j := i - 1; j >= 0; j-- {
		if o := &ms[j]; o.Kind == nlp.Named && o.Type == m.Type && o.Rule != "law.provision" && o.Last-o.First > 1 && r.headWord(o) == head {
			r.union(i, j)
			return
		}
	}
}

// fullerBefore says whether a fuller phrase of the head stands before mention i.
func (r *resolver) fullerBefore(i int, head string) bool {
	ms := r.doc.Mentions
	for j := range ms[:i] {
		if r.fuller(&ms[j], ms[i].Type, head) {
			return true
		}
	}
	return false
}

// fuller says whether a mention says more of a topic or population than its head alone.
func (r *resolver) fuller(m *nlp.Mention, typ, head string) bool {
	return (m.Kind == nlp.Nominal || m.Kind == nlp.Named && typ == "Issue") && m.Type == typ && strings.Contains(nominalKey(m.Name), " ") && r.headWord(m) == head
}

// headWord is the folded singular of a mention's head.
func (r *resolver) headWord(m *nlp.Mention) string {
	return singular(r.doc.Sentences[m.Sentence].Tokens[m.Head].Lower)
}

// shortForms leads "the Ministry", "this Order" and "the government" to what they stand for.
func (r *resolver) shortForms() {
	ms := r.doc.Mentions
	r.none = make([]bool, len(ms))
	country := r.country()
	for i := range ms {
		m := &ms[i]
		if m.Kind != nlp.Short {
			continue
		}
		head := r.headWord(m)
		if m.Rule == "short.definite" && (head == "government" || head == "country") {
			if country >= 0 && m.Type == "Region" {
				r.union(i, country)
			} else {
				r.none[i] = true
			}
			continue
		}
		if m.Rule == "short.title" {
			if j := r.holder(m); j >= 0 {
				m.Type, m.Also = "Person", nil
				r.union(i, j)
				continue
			}
			if m.Type == "Person" {
				r.none[i] = true
				continue
			}
		}
		if j := r.self(m, head); j >= 0 {
			m.Type = ms[j].Type
			r.union(i, j)
			continue
		}
		if j := r.antecedent(i, head); j >= 0 {
			m.Type = ms[j].Type
			r.union(i, j)
			continue
		}
		key := m.Type + "|short|" + head
		j, known := r.byKey[key]
		r.none[i] = !known && !r.nameEnough(m)
		if !r.none[i] {
			if known {
				r.union(i, j)
			} else {
				r.byKey[key] = i
			}
			m.Kind = nlp.Named
		}
	}
}

// holder is the one person whom the document calls by the title that m points to ("President Aruna … the President"), -1
// where there is none or more than one.
func (r *resolver) holder(m *nlp.Mention) int {
	title := r.doc.Sentences[m.Sentence].Tokens[m.Head].Lower
	found := -1
	for j := range r.doc.Mentions {
		o := &r.doc.Mentions[j]
		toks := r.doc.Sentences[o.Sentence].Tokens
		if o.Type != "Person" || o.Kind != nlp.Named || o.First == 0 || toks[o.First-1].Lower != title || o.First > 1 && otherOffice[toks[o.First-2].Lower] {
			continue
		}
		if found >= 0 && r.find(found) != r.find(j) {
			return -1
		}
		found = j
	}
	return found
}

// otherOffice are words before a title that make it another office, or one held no longer or not yet: "Vice President Lu" is not
// the President. What says of which field a minister is ("Foreign Minister Lu") leaves him one.
var otherOffice = words("vice deputy under assistant associate acting interim former then ex prime first second chief junior senior shadow honorary incoming outgoing elect - – ‑")

// nameEnough says whether a short form that points to nothing is the name of what there is one of in a state: "Congress".
func (r *resolver) nameEnough(m *nlp.Mention) bool {
	toks := r.doc.Sentences[m.Sentence].Tokens
	if m.Last != m.First+1 || toks[m.First].Text == toks[m.First].Lower || m.Rule != "name.head" {
		return false
	}
	return onlyOnes[toks[m.First].Lower] || m.Type == "Agency" && r.capitals(toks[m.First].Text) > 1
}

// capitals counts how often a word stands in the document as a short form after an article.
func (r *resolver) capitals(word string) int {
	n := 0
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		toks := r.doc.Sentences[m.Sentence].Tokens
		if m.Kind == nlp.Short && m.Last == m.First+1 && toks[m.First].Text == word && m.First > 0 && toks[m.First-1].Lower == "the" {
			n++
		}
	}
	return n
}

// onlyOnes are the words for bodies and laws of which a state has one, so that a capital is enough to name it.
var onlyOnes = words("congress parliament senate constitution cabinet army navy treasury")

// antecedent is the nearest mention before i (else the first after) with the same head word.
func (r *resolver) antecedent(i int, head string) int {
	ms := r.doc.Mentions
	fits := func(j int) bool {
		o := &ms[j]
		if o.Kind != nlp.Named && !(o.Kind == nlp.Nominal && (o.Type == "Program" || o.Type == "Law" || o.Type == "Agency")) || o.Rule == "law.provision" || !shortens[o.Type] {
			return false
		}
		toks := r.doc.Sentences[o.Sentence].Tokens
		for k := o.First; k < o.Last; k++ {
			if singular(toks[k].Lower) == head && (k == o.Head || k+1 < o.Last && toks[k+1].Text == toks[k+1].Lower || k == o.Last-1) {
				return o.Last-o.First > 1
			}
		}
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if !fits(j) {
			continue
		}
		// of several in that sentence, the one in focus: what stands outside a prepositional phrase
		for k := j; k >= 0 && ms[k].Sentence == ms[j].Sentence; k-- {
			if fits(k) && !r.inPhrase(&ms[k]) {
				return k
			}
		}
		return j
	}
	for j := i + 1; j < len(ms); j++ {
		if fits(j) {
			return j
		}
	}
	return -1
}

// self is the mention by which the document names itself, when m points to it: "this Order" in an order, -1 otherwise.
func (r *resolver) self(m *nlp.Mention, head string) int {
	toks := r.doc.Sentences[m.Sentence].Tokens
	if m.First == 0 || toks[m.First-1].Lower != "this" {
		return -1
	}
	for j := range r.doc.Mentions {
		o := &r.doc.Mentions[j]
		if o.Rule != "self.title" {
			continue
		}
		for _, w := range strings.Fields(graph.FoldName(o.Name)) {
			if singular(w) == head {
				return j
			}
		}
		return -1
	}
	return -1
}

// country is a mention of the country that the document is about: that of its origin if it is named, else the one named
// most often; -1 when two are named equally often.
func (r *resolver) country() int {
	ms := r.doc.Mentions
	count := map[string]int{}
	first := map[string]int{}
	for i := range ms {
		m := &ms[i]
		if m.Type != "Region" || m.Country == "" || m.Kind != nlp.Named || m.Rule != "list.place" {
			continue
		}
		count[m.Name]++
		if _, ok := first[m.Name]; !ok {
			first[m.Name] = i
		}
		if m.Country == r.doc.Info.Country {
			count[m.Name] += 2
		}
	}
	best, n, tie := -1, 0, false
	for name, c := range count {
		switch {
		case c > n:
			best, n, tie = first[name], c, false
		case c == n:
			tie = true
		}
	}
	if tie || n < 2 {
		return -1
	}
	return best
}
