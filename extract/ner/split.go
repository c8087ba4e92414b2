package ner

import (
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// split reads a run of name words as what it holds: one typed name, or a body, a title and a person ("G/TIP Director
// Miller"), or words that are no name we can type.
func (n *namer) split(c chunk) []chunk {
	if n.isPlace(c.first, c.last) {
		return nil // the gazetteer has it
	}
	if typ := n.typeOf(c); typ != "" {
		c.typ, c.rule = typ, "name.head"
		c.also = n.otherTypes(c, typ)
		c.short = !c.complement && (n.words(c.first, c.last) == 1 || c.last-c.first == 2 && shortPairs[n.toks[c.first].Lower+" "+n.toks[c.first+1].Lower])
		if parts := n.distribute(c); parts != nil {
			return parts
		}
		if t, ok := n.followedByHead(c.last); ok && t == typ && !c.short {
			c = n.withHead(c) // "the Blue Dot Network initiative"
		}
		return []chunk{c}
	}
	if first, last, ok := n.titleIn(c); ok {
		return n.aroundTitle(c, first, last)
	}
	if _, ok := n.followedByHead(c.last); c.complement && !ok { // "Members of the National People's Congress": the parts by themselves
		left := chunk{first: c.first, last: c.segment, segment: c.segment}
		return append(n.split(left), n.rest(c.segment, c.last)...)
	}
	if n.known(c.first, c.last) {
		return nil // the gazetteer and the acronyms have it
	}
	if typ, ok := n.followedByHead(c.last); ok && n.words(c.first, c.last) <= 8 {
		c.typ, c.rule = typ, "name.before-head"
		return []chunk{n.withHead(c)}
	}
	if n.isPerson(c.first, c.last) {
		c.typ, c.rule = "Person", "person.first-name"
		return []chunk{c}
	}
	return nil
}

// distribute takes apart a plural head over a coordination: "Departments of State and the Treasury" are two bodies, each
// named "Department of …".
func (n *namer) distribute(c chunk) []chunk {
	head := n.toks[c.segment-1]
	one := english.Singular(head.Lower)
	if !c.complement || one == head.Lower || one != "department" && one != "ministry" && one != "university" || c.segment >= c.last || n.toks[c.segment].Lower != "of" {
		return nil
	}
	one = titleCase(one)
	var out []chunk
	first := c.segment + 1
	for i := first; i <= c.last; i++ {
		if i < c.last && n.toks[i].Lower != "and" && n.toks[i].Text != "," {
			continue
		}
		if i > first {
			part := chunk{first: first, last: i, segment: i, typ: c.typ, rule: "name.distributed", name: one + " of " + plain(n.toks[first:i])}
			if len(out) == 0 {
				part.first = c.first
			}
			out = append(out, part)
		}
		first = i + 1
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// plain is the tokens as text.
func plain(toks []nlp.Token) string {
	var b strings.Builder
	for i := range toks {
		if i > 0 && toks[i].Space {
			b.WriteByte(' ')
		}
		b.WriteString(toks[i].Text)
	}
	return b.String()
}

// rest reads what stands after a joint as names of its own.
func (n *namer) rest(i, last int) []chunk {
	var out []chunk
	for i < last {
		if !n.name[i] {
			i++
			continue
		}
		c := n.grow(i)
		if c.last > last {
			c.last = last
			c.segment = min(c.segment, last)
		}
		out = append(out, n.split(c)...)
		i = max(c.last, i+1)
	}
	return out
}

// otherTypes are the further types the head word allows.
func (n *namer) otherTypes(c chunk, typ string) []string {
	var out []string
	for _, h := range n.lex.headsOf(n.headWord(c)) {
		if h.Type != typ && nameTypes[h.Type] {
			out = append(out, h.Type)
		}
	}
	return out
}

func (n *namer) words(first, last int) int {
	w := 0
	for i := first; i < last; i++ {
		if isWordToken(&n.toks[i]) {
			w++
		}
	}
	return w
}

// titleIn finds the words of a title within the first segment: from the first title word to the last of the run.
func (n *namer) titleIn(c chunk) (first, last int, ok bool) {
	for i := c.first; i < c.segment && i < c.last; i++ {
		if n.lex.titles[n.toks[i].Lower] {
			first, last = i, i+1
			for last < c.segment {
				switch t := &n.toks[last]; {
				case n.lex.titles[t.Lower] || t.Lower == "vice": // "Director General", "Executive Vice-President"
					last++
				case isHyphen(t.Text) && last+1 < c.segment && n.lex.titles[n.toks[last+1].Lower]:
					last += 2
				case t.Text == "(" && last+2 < c.segment && n.toks[last+2].Text == ")" && isAcronym(n.toks[last+1].Text):
					last += 3 // "Executive Vice-President (EVP)"
				default:
					return first, last, true
				}
			}
			return first, last, true
		}
	}
	return 0, 0, false
}

func (n *namer) aroundTitle(c chunk, first, last int) []chunk {
	var out []chunk
	start := first
	for start > c.first && n.lex.titleModifiers[n.toks[start-1].Lower] {
		start--
	}
	if start > c.first {
		out = n.split(chunk{first: c.first, last: start, segment: start})
	}
	if last < c.segment && n.name[last] && !n.lex.commonHead(n.toks[c.segment-1].Lower) {
		out = append(out, chunk{first: last, last: c.segment, segment: c.segment, typ: "Person", rule: "person.title"})
	}
	if c.complement {
		if j := n.personIn(c.segment+1, c.last); j > 0 { // "Minister for Harbors Ana Duran"
			return append(append(out, n.rest(c.segment, j)...), chunk{first: j, last: c.last, segment: c.last, typ: "Person", rule: "person.title"})
		}
	}
	if last == c.segment && n.office(c, first, last) && !n.headsBody(c) {
		return append(out, chunk{first: first, last: c.last, segment: last, typ: "Agency", rule: "name.office"})
	}
	if c.complement {
		out = append(out, n.rest(c.segment, c.last)...)
	}
	return out
}

// personIn finds where a personal name that ends the run begins, after at least one other word; 0 none.
func (n *namer) personIn(i, last int) int {
	for j := i + 1; j+1 < last && j > 0; j++ {
		if n.lex.firstNames[n.toks[j].Text] && last-j <= 4 && n.name[j] && n.name[last-1] && !n.lex.commonHead(n.toks[last-1].Lower) {
			return j
		}
	}
	return 0
}

// office says whether the title, without a person behind it, names the office itself, which acts like a body: "the
// Secretary of State shall", "the Attorney General".
func (n *namer) office(c chunk, first, last int) bool {
	for i := first; i+1 < last; i++ {
		if n.toks[i+1].Lower == "general" && (n.toks[i].Lower == "attorney" || n.toks[i].Lower == "solicitor" || n.toks[i].Lower == "surgeon") {
			return true
		}
	}
	return c.complement && (n.toks[c.segment].Lower == "of" && officeTitles[n.toks[last-1].Lower] || n.toks[last-1].Lower == "coordinator")
}

// headsBody says whether what follows the title is a body by itself, so that the title only says who heads it: "Director
// of the National Water Agency".
func (n *namer) headsBody(c chunk) bool {
	if !c.complement {
		return false
	}
	for _, r := range n.rest(c.segment+1, c.last) {
		if r.typ == "Agency" && !r.short {
			return true
		}
	}
	return false
}

var officeTitles = set("secretary director administrator commissioner comptroller minister commandant superintendent registrar inspector ombudsman")

// followedByHead says whether a lower-case head word that types names follows ("the Spring Rain campaign"), past a
// closing quotation mark.
func (n *namer) followedByHead(i int) (string, bool) {
	for i < len(n.toks) && (n.toks[i].Text == "”" || n.toks[i].Text == "\"" || n.toks[i].Text == "’" || n.toks[i].Text == "''") {
		i++
	}
	for skip := 0; skip < 2 && i < len(n.toks); skip++ {
		w := english.Singular(n.toks[i].Lower)
		if n.toks[i].Text != n.toks[i].Lower {
			return "", false
		}
		for _, h := range n.lex.headsOf(w) {
			if h.Name && (h.Type == "Program" || h.Type == "Law" || h.Type == "Agency") && w == n.toks[i].Lower {
				return h.Type, true
			}
		}
		if closed[w] || !isWordToken(&n.toks[i]) {
			return "", false
		}
		i++
	}
	return "", false
}

// withHead takes the small head word that follows into the mention, though not into the name.
func (n *namer) withHead(c chunk) chunk {
	c.name = strings.Trim(plain(n.toks[c.first:c.last]), "\"”“")
	end := c.last
	for end < len(n.toks) && (n.toks[end].Text == "”" || n.toks[end].Text == "\"" || n.toks[end].Text == "’" || n.toks[end].Text == "''") {
		end++
	}
	for k := end; k < end+2 && k < len(n.toks); k++ {
		for _, h := range n.lex.headsOf(n.toks[k].Lower) {
			if h.Name && h.Type == c.typ {
				c.last, c.segment = k+1, k+1
				return c
			}
		}
	}
	return c
}

// rareFirst says whether the word is a given name that is an ordinary word too ("Drew", "Rob"), used here as a name: in
// mid sentence, and nowhere in the document without a capital.
func (n *namer) rareFirst(i int) bool {
	return (i > 0 || n.toks[i].UPOS == "PROPN") && n.lex.wordNames[n.toks[i].Text] && n.page != nil && n.page.lower[n.toks[i].Lower] == 0 && len(n.lex.headsOf(n.toks[i].Lower)) == 0
}

// isPerson says whether the tokens read like a personal name: a known given name, then one to four more words.
func (n *namer) isPerson(first, last int) bool {
	w := n.words(first, last)
	if w < 2 || w > 5 || !n.lex.firstNames[n.toks[first].Text] && !n.rareFirst(first) {
		return false
	}
	for i := first; i < last; i++ {
		if isAcronym(n.toks[i].Text) && len(n.toks[i].Text) > 3 || isNumber(n.toks[i].Text) {
			return false
		}
	}
	return !n.lex.commonHead(n.toks[last-1].Lower)
}
