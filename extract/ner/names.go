package ner

import (
	"slices"
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// A name is a run of capitalised words, joined where English joins them inside names: "Ministry of Human Resources and
// Social Security", "Convention against Corruption", "Office to Combat Human Trafficking", "Trafficking in Persons".
// Whether a joint belongs to the name is decided by what stands on either side: the head word on the left must be one
// that takes such a complement, and the right must not be a name in its own right.

// chunk is a candidate name: tokens [first, last) of a sentence.
type chunk struct {
	first, last int
	segment     int  // end of the first segment, before the first preposition: the head is its last word
	complement  bool // has a prepositional complement
	typ         string
	also        []string
	short       bool   // a bare head word: "Ministry"
	name        string // where it is not the words themselves
	rule        string
}

// namer reads the names of one sentence.
type namer struct {
	lex  *Lexicon
	page *pageInfo
	toks []nlp.Token
	name []bool // token may be part of a name
}

// find lists the typed chunks of the sentence, left to right.
func (n *namer) find() []chunk {
	n.mark()
	var out []chunk
	for i := 0; i < len(n.toks); {
		if !n.name[i] {
			i++
			continue
		}
		c := n.grow(i)
		out = append(out, n.split(c)...)
		i = max(c.last, i+1)
	}
	return out
}

// mark says which tokens may be part of a name by their capital.
func (n *namer) mark() {
	n.name = make([]bool, len(n.toks))
	for i := range n.toks {
		t := &n.toks[i]
		if !isCap(t) || isMonth(t.Lower) && (i+1 >= len(n.toks) || !isCap(&n.toks[i+1])) || closed[t.Lower] && !isAcronym(t.Text) && !n.ordinal(i) && !n.compound(i) || t.Lower == "whereas" {
			continue
		}
		if _, ok := provisions[english.Singular(t.Lower)]; ok && i+1 < len(n.toks) && isNumber(n.toks[i+1].Text) {
			continue // "Article 6 of the Fisheries Act" is a citation, not a name
		}
		n.name[i] = true
	}
	for i := range n.toks {
		if n.name[i] && n.opens(i) && !n.initialName(i) {
			n.name[i] = false
		}
	}
}

// compound says whether a hyphen joins the small word at i with a word of a name: "the In-Service Training Program".
func (n *namer) compound(i int) bool {
	return i > 0 && i+2 < len(n.toks) && isHyphen(n.toks[i+1].Text) && !isHyphen(n.toks[i-1].Text) && !n.toks[i+1].Space && !n.toks[i+2].Space && isCap(&n.toks[i+2])
}

// ordinal says whether the word at i, which most names do not hold, opens one: a place of the lists ("New York Bar
// Association"), or its capital in mid sentence before another ("the New Partnership for Ports").
func (n *namer) ordinal(i int) bool {
	if !ordinals[n.toks[i].Lower] || !n.next(i) {
		return false
	}
	if _, end, ok := n.lex.places.longest(n.toks, i); ok && end > i+1 {
		return true
	}
	return !n.opens(i) && isWordToken(&n.toks[i-1]) && (!isCap(&n.toks[i-1]) || n.toks[i-1].Lower == "the")
}

var ordinals = set("new first second third")

// opens says whether token i stands where any word would have a capital: at the start of the sentence, of a quotation
// or of an enumerated item.
func (n *namer) opens(i int) bool {
	if i == 0 {
		return true
	}
	switch p := n.toks[i-1].Text; p {
	case "“", "\"", "``", "‘", ":", "•", "—", "*", ".", ";":
		return true
	case ")":
		return i <= 4
	}
	return i == 1 && !isWordToken(&n.toks[0])
}

// initialName says whether the capitalised word at i, which would have a capital anyway, is one of a name.
func (n *namer) initialName(i int) bool {
	t := &n.toks[i]
	if p := n.toks[max(i-1, 0)].Text; i > 0 && (p == "“" || p == "\"" || p == "‘") && n.next(i) {
		return true // a name in quotation marks
	}
	if isAcronym(t.Text) || n.page.midCaps[t.Lower] > 0 {
		return n.page.midCaps[t.Lower] >= n.page.lower[t.Lower] || n.next(i) || isAcronym(t.Text)
	}
	if _, _, ok := n.lex.places.longest(n.toks, i); ok {
		return true
	}
	if n.next(i) {
		return n.page.lower[t.Lower] == 0
	}
	// "Office of …", "Department for …": a head word with a complement
	if i+2 < len(n.toks) && (n.toks[i+1].Lower == "of" || n.toks[i+1].Lower == "for" || n.toks[i+1].Lower == "on") {
		j := i + 2
		if n.toks[j].Lower == "the" {
			j++
		}
		return j < len(n.toks) && isCap(&n.toks[j]) && n.lex.takesComplement(t.Lower)
	}
	return n.lex.firstNames[t.Text] || n.lex.titles[t.Lower]
}

// next says whether the word after i is capitalised and follows directly.
func (n *namer) next(i int) bool {
	return i+1 < len(n.toks) && isCap(&n.toks[i+1]) && !closed[n.toks[i+1].Lower]
}

// grow extends the run of name words at i over joints that belong to it.
func (n *namer) grow(i int) chunk {
	c := chunk{first: i, last: n.run(i)}
	c.segment = c.last
	for c.last < len(n.toks) {
		end, prep := n.join(c)
		if end == 0 {
			break
		}
		switch {
		case prep && !c.complement:
			c.segment, c.complement = c.last, true
		case !prep && n.toks[c.last].Text == "(":
			c.segment = end // "… Initiative Against Trafficking (COMMIT) Joint Declaration" is a declaration
		case !c.complement:
			c.segment = end
		}
		c.last = end
	}
	return c
}

// run is the end of the capitalised words that follow each other from i, with numbers, hyphens, "&" and "/" inside.
func (n *namer) run(i int) int {
	j := max(n.placeEnd(i), i+1)
	for j < len(n.toks) {
		t := &n.toks[j]
		switch {
		case n.name[j] && n.placeEnd(j) > j+1:
			j = n.placeEnd(j)
		case n.name[j]:
			j++
		case isNumber(t.Text) && n.numbered(i, j):
			j++
		case isHyphen(t.Text) && !t.Space && j+1 < len(n.toks) && !n.toks[j+1].Space && (n.name[j+1] || isNumber(n.toks[j+1].Text)):
			j += 2
		case t.Text == "/" && !t.Space && j+1 < len(n.toks) && !n.toks[j+1].Space && isAllCaps(n.toks[j-1].Text) && isAllCaps(n.toks[j+1].Text):
			j += 2
		case t.Text == "&" && j+1 < len(n.toks) && n.name[j+1]:
			j += 2
		default:
			return j
		}
	}
	return j
}

// placeEnd is where the place ends that begins at i and has small words inside ("Côte d'Ivoire", "Trinidad and Tobago"), 0
// for other words.
func (n *namer) placeEnd(i int) int {
	e, end, ok := n.lex.places.longest(n.toks, i)
	if !ok || e.Type != "Region" || e.Adj || n.toks[end-1].Text == n.toks[end-1].Lower || !slices.Contains(n.name[i:end], false) {
		return 0
	}
	return end
}

// numbered says whether the number at j belongs to the name that began at i: "Agenda 2030", "Resolution 1325", "Form 27".
func (n *namer) numbered(i, j int) bool {
	if j+1 < len(n.toks) && n.name[j+1] && !n.toks[j+1].Space {
		return true // G7-like
	}
	if n.year(j) && j == i+1 {
		if typ, ok := n.followedByHead(j + 1); ok && typ == "Program" {
			return true // "Europe 2020 strategy"
		}
	}
	prev := n.toks[j-1].Lower
	for _, h := range n.lex.headsOf(prev) {
		if h.Type == "Program" || h.Type == "Law" {
			return true
		}
	}
	return prev == "no." || prev == "vision" || prev == "agenda"
}

// year says whether the token at i is a year of four figures.
func (n *namer) year(i int) bool {
	return i < len(n.toks) && len(n.toks[i].Text) == 4 && (n.toks[i].Text[:2] == "19" || n.toks[i].Text[:2] == "20") && isNumber(n.toks[i].Text)
}

// join says how far the name reaches over the joint that follows it, 0 when it ends there; prep tells that the joint is
// a preposition.
func (n *namer) join(c chunk) (end int, prep bool) {
	t := &n.toks[c.last]
	switch {
	case isPossessive(t.Text):
		return n.joinPossessive(c), false
	case t.Text == "(":
		return n.joinBracket(c)
	case t.Text == "," && c.complement:
		return n.joinList(c), false
	case t.Lower == "and" || t.Lower == "or":
		return n.joinAnd(c), false
	case connectors[t.Lower]:
		if end := n.headBehind(c, t.Lower); end > 0 {
			return end, false
		}
		return n.joinPreposition(c, t.Lower), true
	}
	return 0, false
}

// rightRun is the run of name words at i, past an article.
func (n *namer) rightRun(i int) (first, last int, ok bool) {
	if i < len(n.toks) {
		switch n.toks[i].Lower {
		case "the", "its":
			i++
		}
	}
	if i >= len(n.toks) || !n.name[i] {
		return 0, 0, false
	}
	return i, n.run(i), true
}

func (n *namer) joinPreposition(c chunk, prep string) int {
	if prep == "of" && n.year(c.last+1) && n.headType(c) == "Law" {
		return c.last + 2 // "Protocol of 1997"
	}
	if end := n.titled(c); end > 0 {
		return end
	}
	head := n.headType(c)
	first, last, ok := n.rightRun(c.last + 1)
	if i := c.last + 1; !ok && head == "Law" && i < len(n.toks) && (n.toks[i].Lower == "a" || n.toks[i].Lower == "an") {
		first, last, ok = n.rightRun(i + 1) // "Treaty on a Safe Harbor Zone"; what others are asked for is no name: "asked the Ministry of Health for a …"
		ok = ok && first == i+1 && !n.known(first, last)
	}
	if !ok || isMonth(n.toks[first].Lower) {
		return 0
	}
	left := n.toks[c.last-1].Lower
	switch prep {
	case "of":
		if head != "" || n.lex.takesComplement(n.headWord(c)) || c.complement && (verbalNoun(left) || left == "people" || left == "rights") {
			return last
		}
	case "for", "on", "against":
		if head != "" && head != "Region" || c.complement && verbalNoun(left) {
			return last
		}
	case "to":
		if left == "parties" && (head != "" || c.complement) {
			return last // "Conference of the Parties to the Convention"
		}
		if head != "" && head != "Region" && first == c.last+1 && !n.known(first, last) {
			return last
		}
	case "in":
		if n.isPlace(first, last) {
			if w := n.headWord(c); w == "mission" || w == "operation" || w == "force" {
				return last
			}
			return 0
		}
		if verbalNoun(left) || left == "trade" {
			return last
		}
	case "with":
		if left == "persons" || left == "people" || left == "children" || left == "individuals" {
			return last
		}
	case "de", "la", "del", "des", "du", "van", "von", "der", "den", "al", "bin", "da":
		return last
	}
	return 0
}

// titled says how far a name without a head word of its own reaches when a small head word closes it: "the Integrity for
// Development campaign", "the Solutions through Emerging Technology program". 0: it does not.
func (n *namer) titled(c chunk) int {
	if n.headType(c) != "" || c.complement || n.known(c.first, c.last) || n.isPerson(c.first, c.last) {
		return 0
	}
	end := c.last
	for range 3 {
		if end >= len(n.toks) || !connectors[n.toks[end].Lower] && n.toks[end].Lower != "through" {
			return 0
		}
		first, last, ok := n.rightRun(end + 1)
		if !ok || n.known(first, last) {
			return 0
		}
		end = last
		if typ, ok := n.followedByHead(end); ok && typ == "Program" {
			return end
		}
	}
	return 0
}

// joinAnd: in a complement ("… Resources and Social Security") the right side joins unless it is a name by itself;
// before the head ("Food and Drug Administration") only when the head comes on the right.
func (n *namer) joinAnd(c chunk) int {
	i := c.last + 1
	if i >= len(n.toks) || !n.name[i] {
		return 0
	}
	last := n.run(i)
	if n.known(i, last) || n.isPerson(i, last) {
		return 0
	}
	right := n.typeOf(chunk{first: i, last: last, segment: last})
	if c.complement {
		if (right == "Agency" || right == "Law" || right == "Program") && !n.remit(c, last) && !n.acronymOfAll(c, i, last) {
			return 0
		}
		return last
	}
	left := n.typeOf(c)
	if left == "" && right != "" && right != "Region" && last-i >= 2 && c.last-c.first <= 3 && !n.known(c.first, c.last) && !n.isPerson(c.first, c.last) {
		return last
	}
	return 0
}

// acronymOfAll says whether the acronym in brackets behind the words [i, last) begins like the name before them and not like they
// do: "Directorate of Ports and Coast Guard (DPC)".
func (n *namer) acronymOfAll(c chunk, i, last int) bool {
	if last+2 >= len(n.toks) || n.toks[last].Text != "(" || n.toks[last+2].Text != ")" || !isAcronym(n.toks[last+1].Text) {
		return false
	}
	first := n.toks[last+1].Text[0]
	return n.toks[c.first].Text[0] == first && n.toks[i].Text[0] != first
}

// remit says whether the words that end before last are what a ministry or another office deals with, by their plural, and
// no body of their own: "Ministry of Health and Social Services".
func (n *namer) remit(c chunk, last int) bool {
	w := n.toks[last-1].Lower
	return remitHeads[n.toks[c.segment-1].Lower] && w != english.Singular(w)
}

var remitHeads = set("ministry department bureau office secretariat directorate division committee")

// joinList: "Bureau for Democracy, Human Rights, and Governance": all parts up to the one after "and" join, if none is a
// name by itself.
func (n *namer) joinList(c chunk) int {
	i := c.last
	for parts := 0; parts < 6; parts++ {
		if i >= len(n.toks) || n.toks[i].Text != "," {
			return 0
		}
		i++
		and := i < len(n.toks) && n.toks[i].Lower == "and"
		if and {
			i++
		}
		if i >= len(n.toks) || !n.name[i] {
			return 0
		}
		last := n.run(i)
		if n.known(i, last) || n.isPerson(i, last) || n.typeOf(chunk{first: i, last: last, segment: last}) != "" && !(and && n.remit(c, last)) {
			return 0
		}
		if and {
			return last
		}
		i = last
		if i+1 < len(n.toks) && n.toks[i].Lower == "and" && n.name[i+1] {
			end := n.run(i + 1)
			if n.known(i+1, end) || n.isPerson(i+1, end) || n.typeOf(chunk{first: i + 1, last: end, segment: end}) != "" {
				return 0
			}
			return end
		}
	}
	return 0
}

// joinPossessive: "All China Women's Federation", but "China's Labor Contract Law" are two.
func (n *namer) joinPossessive(c chunk) int {
	i := c.last + 1
	if end := n.joinPlural(c); end > 0 {
		return end
	}
	if i >= len(n.toks) || !n.name[i] || n.known(c.first, c.last) || n.typeOf(c) != "" || n.isPerson(c.first, c.last) {
		return 0
	}
	if n.holder(c) {
		return 0 // what belongs to "President Biden" or "Foreign Minister Lu" is not of the name
	}
	if c.last-c.first == 1 && n.lex.titles[n.toks[c.first].Lower] && n.toks[c.first].Lower != "mayor" && n.toks[c.first].Lower != "governor" {
		return 0
	}
	return n.run(i)
}

// holder says whether the words are a title and a name after it.
func (n *namer) holder(c chunk) bool {
	return !n.lex.titles[n.toks[c.last-1].Lower] && slices.ContainsFunc(n.toks[c.first:c.last-1], func(t nlp.Token) bool { return n.lex.titles[t.Lower] })
}

// joinPlural: those whom a name is about own one word of it: "Department of Veterans' Affairs", "Boat Owners' Units' Union";
// but "Bureau of Ports' Safety Plan" are two.
func (n *namer) joinPlural(c chunk) int {
	owner, i := n.toks[c.last-1].Lower, c.last+1
	if p := n.toks[c.last].Text; p != "'" && p != "’" || owner == english.Singular(owner) || i >= len(n.toks) || !n.name[i] || n.known(c.first, c.last) || n.isPlace(c.last-1, c.last) {
		return 0
	}
	last := n.run(i)
	right := n.toks[last-1].Lower
	switch {
	case c.complement && last == i+1 && (n.typeOf(chunk{first: i, last: last, segment: last}) == "" || right != english.Singular(right)):
		return last
	case !c.complement && n.words(c.first, c.last) > 1 && n.typeOf(c) != "":
		return last
	}
	return 0
}

// joinBracket: an acronym of the name so far may stand inside it: "Foreign Corrupt Practices Act (FCPA) Unit",
// "National Plan of Action (NPA) on Combating Trafficking".
func (n *namer) joinBracket(c chunk) (end int, prep bool) {
	i := c.last
	if i+3 >= len(n.toks) || n.toks[i+2].Text != ")" || !isAcronym(n.toks[i+1].Text) {
		return 0, false
	}
	if n.name[i+3] && n.toks[i+3].Space {
		return n.run(i + 3), false
	}
	if p := n.toks[i+3].Lower; p == "on" || p == "of" || p == "for" || p == "against" {
		if first, last, ok := n.rightRun(i + 4); ok && n.headType(c) != "" && !n.known(first, last) {
			return last, true
		}
	}
	return 0, false
}

// headWord is the lower-case singular of the word that heads the chunk: the last of its first segment, numbers and
// brackets aside.
func (n *namer) headWord(c chunk) string {
	for i := min(c.segment, c.last) - 1; i >= c.first; i-- {
		t := &n.toks[i]
		if t.Text == ")" && i-2 > c.first && n.toks[i-2].Text == "(" {
			i -= 2
			continue
		}
		if isNumber(t.Text) || isHyphen(t.Text) || !isWordToken(t) || isRomanNumeral(t.Text) || t.Lower == "general" && i > c.first && n.lex.headsName(n.toks[i-1].Lower) {
			continue // "Directorate General"
		}
		return english.Singular(strings.TrimSuffix(t.Lower, ".")) // "Volta Mills Ltd."
	}
	return ""
}

// headType is the type that the head word gives the chunk, "" none. Title heads ("Minister of …") give "title".
func (n *namer) headType(c chunk) string {
	w := n.headWord(c)
	if w == "" {
		return ""
	}
	if n.lex.titles[w] {
		return "title"
	}
	if !c.complement && timeWords[w] {
		return "" // "Fiscal Year 2022"
	}
	words := 0
	for i := c.first; i < c.segment && i < c.last; i++ {
		if isWordToken(&n.toks[i]) {
			words++
		}
	}
	for _, h := range n.lex.headsOf(w) {
		if nameTypes[h.Type] && h.Name && (h.Strong || words > 1) {
			return h.Type
		}
	}
	return ""
}

// nameTypes are the types a capitalised name gets from its head word.
var nameTypes = map[string]bool{"Agency": true, "Law": true, "Program": true, "Region": true}

// typeOf is headType without titles.
func (n *namer) typeOf(c chunk) string {
	if t := n.headType(c); t != "title" {
		return t
	}
	return ""
}

// known says whether the tokens are, as a whole, a place, an organisation of the lists, or an acronym.
func (n *namer) known(first, last int) bool {
	if last-first == 1 && isAcronym(n.toks[first].Text) {
		return true
	}
	if _, end, ok := n.lex.places.longest(n.toks, first); ok && end == last {
		return true
	}
	return false
}

func (n *namer) isPlace(first, last int) bool {
	e, end, ok := n.lex.places.longest(n.toks, first)
	return ok && end == last && e.Type == "Region"
}

func verbalNoun(w string) bool {
	for _, s := range []string{"ing", "tion", "sion", "ment", "ance", "ence"} {
		if strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}

var timeWords = set("year month week day decade century quarter")

func isMonth(w string) bool { return months[w] }

var months = set("january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday")

func isRomanNumeral(s string) bool { return strings.Trim(s, "IVX") == "" && s != "" }

func isWordToken(t *nlp.Token) bool {
	for _, r := range t.Text {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x80 && r != '–' && r != '—' && r != '“' && r != '”' && r != '’' && r != '‘'
	}
	return false
}
