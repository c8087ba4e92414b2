package relate

import (
	"slices"
	"strconv"
	"strings"

	"mandate/extract/internal/linear"
	"mandate/extract/nlp"
)

// Pairs of mentions and what can be seen of them: the features by which the learned scorer decides whether a sentence
// relates the two. They are words and shapes of the tree between the two, never the names themselves, so that what is
// learnt from one country's ministries serves for another's.

// pair is two mentions of a clause, or one of the clause that leads a list in and one of its item. The first one stands
// first in the text.
type pair struct {
	a, b int  // mentions
	lead bool // a stands in the clause that leads the list in
}

// pairs are the pairs of a clause that any relation of the schema could join.
func (s *Stage) pairs(c *clause) []pair {
	var out []pair
	add := func(a, b int, lead bool) {
		ma, mb := c.mention(a), c.mention(b)
		if ma.Cluster == mb.Cluster || ma.Cluster < 0 || mb.Cluster < 0 {
			return
		}
		if s.possible[[2]string{c.typeOf(a), c.typeOf(b)}] || s.possible[[2]string{c.typeOf(b), c.typeOf(a)}] {
			out = append(out, pair{a, b, lead})
		}
	}
	for i, a := range c.ms {
		for _, b := range c.ms[i+1:] {
			if c.mention(b).First-c.mention(a).First <= farthest {
				add(a, b, false)
			}
		}
	}
	if c.lead != nil && c.tree != nil {
		for _, a := range c.lead.ms {
			for _, b := range c.ms {
				if c.mention(b).First <= nearItem {
					add(a, b, true)
				}
			}
		}
	}
	return out
}

// Bounds of the pairs looked at, in tokens: beyond them the marked texts have next to no relation.
const (
	farthest = 60
	nearItem = 25
)

// anchor is the token by which a mention hangs in the tree: its head, or where it is coordinated the first of the list.
func (c *clause) anchor(m int) int {
	i := c.mention(m).Head
	if c.tree == nil {
		return i
	}
	for range len(c.toks) {
		h := c.toks[i].Head
		if c.tree.rel(i) != "conj" || h < 0 || c.toks[h].UPOS == "VERB" && c.toks[i].UPOS != "VERB" {
			return i
		}
		i = h
	}
	return i
}

// path is the way from one token up to the lowest common ancestor and down to another.
type path struct {
	up, down []int // tokens left on the way up, and reached on the way down, without the top
	top      int   // the lowest common ancestor, -1 when the trees do not meet
}

func (c *clause) path(from, to int) path {
	var chain []int
	seen := map[int]int{}
	for i := from; i >= 0 && len(chain) <= len(c.toks); i = c.toks[i].Head {
		seen[i] = len(chain)
		chain = append(chain, i)
	}
	p := path{top: -1}
	for i := to; i >= 0 && len(p.down) <= len(c.toks); i = c.toks[i].Head {
		if k, ok := seen[i]; ok {
			p.top, p.up = i, chain[:k]
			break
		}
		p.down = append(p.down, i)
	}
	slices.Reverse(p.down)
	return p
}

// describe fills in the features of a pair. hits are the frames and structures that relate the two, as "rule>" or
// "rule<" by who is the subject.
func (c *clause) describe(p pair, hits []string, f *linear.Features) {
	f.Reset()
	ta, tb := c.typeOf(p.a), c.typeOf(p.b)
	ends := ta + ":" + tb
	f.Add("types", ends)
	for _, h := range hits {
		f.Add("hit", h)
		f.Add("hit types", h, ends)
	}
	if len(hits) == 0 {
		f.Add("no hit", ends)
	}
	ma, mb := c.mention(p.a), c.mention(p.b)
	f.Add("kinds", kindNames[ma.Kind], kindNames[mb.Kind], ends)
	if p.lead {
		c.describeLead(p, ends, f)
		return
	}
	c.describeHeads(p, ends, f)
	c.describeWords(ma, mb, ends, f)
	if c.tree != nil {
		top := c.describePath(p, ends, f)
		c.describeState(ofFirst, ma.Head, f)
		c.describeState(ofSecond, mb.Head, f)
		if top >= 0 {
			c.describeState(ofTop, top, f)
		}
	}
}

// Whose state a feature is of: the head of the first or second mention, or the word where their ways up the tree meet.
const (
	ofFirst = iota
	ofSecond
	ofTop
)

// describeState tells what the parser's network made of a word, by each number of its state that is far from nought: it
// has read the whole sentence, and words that do the same work in theirs have states alike, whatever they are.
func (c *clause) describeState(of, token int, f *linear.Features) {
	states := c.doc.Sentences[c.sent].States
	if states == nil { // the pipeline did not ask for them
		return
	}
	width := len(states) / len(c.toks)
	f.AddState(stateNames[of], states[token*width:][:width])
}

var stateNames = [...]*linear.State{ofFirst: linear.NewState("state of the first"), ofSecond: linear.NewState("state of the second"), ofTop: linear.NewState("state of the top")}

var kindNames = map[nlp.MentionKind]string{nlp.Named: "name", nlp.Nominal: "noun", nlp.Short: "short", nlp.Pronoun: "pronoun"}

// describeHeads tells what the two mentions are called by common nouns: a name's own head word ("Ministry") is one.
func (c *clause) describeHeads(p pair, ends string, f *linear.Features) {
	ha, hb := c.toks[c.mention(p.a).Head].Lemma, c.toks[c.mention(p.b).Head].Lemma
	if c.mention(p.a).Kind != nlp.Pronoun {
		f.Add("head a", ha, ends)
	}
	if c.mention(p.b).Kind != nlp.Pronoun {
		f.Add("head b", hb, ends)
	}
	nested := "apart"
	ma, mb := c.mention(p.a), c.mention(p.b)
	if mb.First < ma.Last {
		nested = "inside"
		if mb.Last == ma.Last {
			nested = "inside at the end"
		} else if mb.First == ma.First {
			nested = "inside at the start"
		}
	} else if mb.First == ma.Last {
		nested = "next"
	}
	f.Add("nested", nested, ends)
}

// describeWords tells the words between and beside the two.
func (c *clause) describeWords(ma, mb *nlp.Mention, ends string, f *linear.Features) {
	n := mb.First - ma.Last
	between := 0
	for _, m := range c.ms {
		if o := c.mention(m); o.First >= ma.Last && o.Last <= mb.First && c.owner[o.First] == m {
			between++
		}
	}
	f.Add("mentions between", strconv.Itoa(min(between, 5)), ends)
	size := "far"
	switch {
	case n <= 1:
		size = "0-1"
	case n <= 3:
		size = "2-3"
	case n <= 6:
		size = "4-6"
	case n <= 12:
		size = "7-12"
	}
	f.Add("distance", size, ends)
	if n > 0 && n <= 5 {
		var b strings.Builder
		for i := ma.Last; i < mb.First; i++ {
			b.WriteString(c.toks[i].Lower)
			b.WriteByte(' ')
		}
		f.Add("between", b.String())
		f.Add("between types", b.String(), ends)
	}
	if n > 0 && n <= 14 {
		for i := ma.Last; i < mb.First; i++ {
			if c.owner[i] < 0 {
				f.Add("word between", c.toks[i].Lemma)
				if c.toks[i].UPOS == "VERB" || c.toks[i].UPOS == "ADP" || c.toks[i].UPOS == "NOUN" {
					f.Add("word between types", c.toks[i].Lemma, ends)
				}
			}
		}
	}
	f.Add("before a", c.lower(ma.First-1), ends)
	f.Add("after a", c.lower(ma.Last), ends)
	f.Add("before b", c.lower(mb.First-1), ends)
	f.Add("after b", c.lower(mb.Last), ends)
}

// describePath tells the way through the tree between the two, and gives the word where their ways up meet, -1 none.
func (c *clause) describePath(p pair, ends string, f *linear.Features) (top int) {
	t := c.tree
	top = -1
	for _, way := range []struct {
		name     string
		from, to int
	}{{"path", c.anchor(p.a), c.anchor(p.b)}, {"own path", c.mention(p.a).Head, c.mention(p.b).Head}} {
		w := c.path(way.from, way.to)
		if w.top < 0 {
			f.Add(way.name, "none", ends)
			continue
		}
		var rels, lemmas strings.Builder
		for _, i := range w.up {
			rels.WriteString("<" + c.edge(i))
			lemmas.WriteString("<" + c.edge(i))
		}
		summit := c.toks[w.top].Lemma
		if w.top == way.from || w.top == way.to {
			summit = "*" // one of the two itself
		}
		lemmas.WriteString(" " + summit + " ")
		for _, i := range w.down {
			rels.WriteString(">" + c.edge(i))
			lemmas.WriteString(">" + c.edge(i))
		}
		f.Add(way.name, rels.String())
		f.Add(way.name, "types", rels.String(), ends)
		f.Add(way.name, "top", lemmas.String())
		f.Add(way.name, "top types", lemmas.String(), ends)
		if way.name == "own path" {
			continue
		}
		top = w.top
		f.Add("path length", strconv.Itoa(min(len(w.up), 4)), strconv.Itoa(min(len(w.down), 4)), ends)
		passive := ""
		if c.toks[w.top].UPOS == "VERB" && t.isPassive(w.top) {
			passive = "passive"
		}
		f.Add("top", summit, passive)
		f.Add("top types", summit, passive, ends)
		f.Add("top tag", c.toks[w.top].UPOS, passive, ends)
		first, last := "", ""
		if len(w.up) > 0 {
			first = c.edge(w.up[len(w.up)-1])
		}
		if len(w.down) > 0 {
			last = c.edge(w.down[0])
		}
		f.Add("top edges", summit, passive, first, last)
		f.Add("top edges types", passive, first, last, ends)
		for _, i := range w.up[min(1, len(w.up)):] {
			f.Add("on the way up", c.toks[i].Lemma, ends)
			f.Add("edge up", c.edge(i), c.toks[i].Lemma)
		}
		for _, i := range w.down[:max(0, len(w.down)-1)] {
			f.Add("on the way down", c.toks[i].Lemma, ends)
			f.Add("edge down", c.edge(i), c.toks[i].Lemma)
		}
		if w.top != way.from && w.top != way.to {
			for _, k := range t.children[w.top] {
				switch t.rel(k) {
				case "obj", "xcomp", "advmod", "compound", "obl":
					f.Add("beside", summit, t.rel(k), c.toks[k].Lemma)
				}
			}
			if h := c.toks[w.top].Head; h >= 0 {
				f.Add("above", c.toks[h].Lemma, t.rel(w.top), summit)
			}
		}
	}
	return top
}

// edge names the step from a token to its head: the relation, and for phrases the preposition that opens them.
func (c *clause) edge(i int) string {
	rel := c.toks[i].Deprel
	if r := c.tree.rel(i); r == "nmod" || r == "obl" || r == "acl" || r == "advcl" {
		if p := c.tree.preposition(i); p != "" {
			return r + "_" + p
		}
		if rel == "nmod:poss" || rel == "acl:relcl" {
			return rel
		}
		return r
	}
	if rel == "nsubj:pass" {
		return rel
	}
	return c.tree.rel(i)
}

// describeLead tells how a list item hangs on the clause that leads it in.
func (c *clause) describeLead(p pair, ends string, f *linear.Features) {
	l := c.lead
	f.Add("lead", ends)
	root := ""
	for i := range l.toks {
		if l.toks[i].Head < 0 {
			root = l.toks[i].Lemma
		}
	}
	f.Add("lead root", root, ends)
	for i := max(0, len(l.toks)-4); i < len(l.toks); i++ {
		f.Add("lead end", l.toks[i].Lower, ends)
	}
	f.Add("lead head", l.toks[c.mention(p.a).Head].Deprel, ends)
	i := c.anchor(p.b)
	f.Add("item head", c.edge(i), ends)
	for depth := 0; depth < 3 && c.toks[i].Head >= 0; depth++ {
		i = c.toks[i].Head
		f.Add("item above", c.toks[i].Lemma, ends)
		f.Add("item above", strconv.Itoa(depth), c.toks[i].Lemma)
	}
	if len(c.toks) > 0 {
		f.Add("item first", c.toks[0].Lemma, ends)
	}
	f.Add("item nth", strconv.Itoa(min(5, slices.Index(c.ms, p.b))), ends)
}
