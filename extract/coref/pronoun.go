package coref

import "mandate/extract/nlp"

// pronouns leads "it", "its", "they", "he" to the actor that the text has in focus: the first actor of the same sentence
// that stands outside a prepositional phrase, else that of the sentence before in the same passage. "I" is who signs.
func (r *resolver) pronouns() {
	ms := r.doc.Mentions
	first := r.firstMentions()
	signer := r.signer()
	for i := range ms {
		m := &ms[i]
		if m.Kind != nlp.Pronoun {
			continue
		}
		j := -1
		switch m.Name {
		case "i", "me", "my":
			j = signer
		case "he", "she", "his", "her", "him":
			j = r.focus(i, first, func(o *nlp.Mention) bool { return o.Type == "Person" })
		case "it", "its":
			if !r.expletive(m) {
				j = r.focus(i, first, singularActor)
			}
		case "they", "their", "them":
			j = r.focus(i, first, func(o *nlp.Mention) bool {
				return o.Type == "Group" || o.Kind == nlp.Nominal && (o.Type == "Agency" || o.Type == "Program")
			})
		}
		if j < 0 {
			r.none[i] = true
			continue
		}
		m.Type = ms[j].Type
		r.union(i, j)
	}
}

func singularActor(o *nlp.Mention) bool {
	switch o.Type {
	case "Agency", "Region", "Law", "Program":
		return o.Kind == nlp.Named || o.Kind == nlp.Short
	}
	return false
}

// expletive says whether "it" stands for nothing: "it is hereby ordered", "it is important".
func (r *resolver) expletive(m *nlp.Mention) bool {
	toks := r.doc.Sentences[m.Sentence].Tokens
	if m.Name != "it" || m.Last+1 >= len(toks) {
		return false
	}
	if toks[m.Last].Lower != "is" && toks[m.Last].Lower != "was" {
		return false
	}
	switch w := toks[m.Last+1].Lower; w {
	case "hereby", "important", "necessary", "essential", "also", "clear", "possible", "the", "not":
		return true
	}
	return false
}

// firstMentions gives the range of mentions of each sentence.
func (r *resolver) firstMentions() []int {
	first := make([]int, len(r.doc.Sentences)+1)
	k := 0
	for s := range r.doc.Sentences {
		for k < len(r.doc.Mentions) && r.doc.Mentions[k].Sentence < s {
			k++
		}
		first[s] = k
	}
	first[len(r.doc.Sentences)] = len(r.doc.Mentions)
	return first
}

// focus is the actor in focus at mention i.
func (r *resolver) focus(i int, first []int, fits func(*nlp.Mention) bool) int {
	ms := r.doc.Mentions
	s := ms[i].Sentence
	if j := r.salient(first[s], i, fits); j >= 0 {
		return j
	}
	if s > 0 && r.doc.Sentences[s-1].Passage == r.doc.Sentences[s].Passage {
		return r.salient(first[s-1], first[s], fits)
	}
	return -1
}

// salient is the first fitting mention of the range that stands outside a prepositional phrase, else the last fitting one.
func (r *resolver) salient(from, to int, fits func(*nlp.Mention) bool) int {
	last := -1
	for j := from; j < to; j++ {
		o := &r.doc.Mentions[j]
		if r.none[j] || o.Type == "" {
			continue
		}
		if o.Kind == nlp.Pronoun { // one that has been followed to what it stands for leads there, too
			o = &r.doc.Mentions[r.find(j)]
		}
		if o.Kind == nlp.Pronoun || !fits(o) {
			continue
		}
		if !r.inPhrase(&r.doc.Mentions[j]) {
			return j
		}
		last = j
	}
	return last
}

// inPhrase says whether a preposition opens the phrase that the mention stands in.
func (r *resolver) inPhrase(m *nlp.Mention) bool {
	toks := r.doc.Sentences[m.Sentence].Tokens
	i := m.First - 1
	for i >= 0 && (toks[i].Lower == "the" || toks[i].Lower == "a" || toks[i].UPOS == "ADJ") {
		i--
	}
	if i < 0 {
		return false
	}
	switch toks[i].Lower {
	case "of", "in", "for", "with", "by", "to", "on", "from", "at", "against", "under", "between", "among", "through", "within", "during", "since", "'s", "’s":
		return true
	}
	return false
}

// signer is the person who signs the document, -1 none: one in capitals on a line of their own, or one whose name fills
// a passage near the end.
func (r *resolver) signer() int {
	ms := r.doc.Mentions
	for j := len(ms) - 1; j >= 0; j-- {
		m := &ms[j]
		if m.Type != "Person" {
			continue
		}
		if m.Rule == "person.signature" {
			return j
		}
		sent := &r.doc.Sentences[m.Sentence]
		if sent.Passage*10 >= len(r.doc.Passages)*6 && m.First == 0 && len(sent.Tokens) <= m.Last+4 && len(r.doc.Passages[sent.Passage].Text) < 80 {
			return j
		}
	}
	return -1
}
