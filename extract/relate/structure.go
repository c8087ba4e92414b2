package relate

import (
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// structure finds the relations that need no trigger word: what stands in whose name, in whose possession or place.
func structure(c *clause) []finding {
	var out []finding
	for i := range c.toks {
		out = append(out, c.members(i)...)
	}
	for _, m := range c.ms {
		men := c.mention(m)
		if men.Whole >= 0 && c.doc.Mentions[men.Whole].Cluster >= 0 {
			out = append(out, finding{relation: "PART_OF", subject: m, object: men.Whole, trigger: -1, rule: "structure.provision", confidence: 0.95})
		}
		out = append(out, c.possession(m)...)
		out = append(out, c.inside(m)...)
		out = append(out, c.place(m)...)
		out = append(out, c.office(m)...)
		out = append(out, c.attribute(m)...)
		out = append(out, c.described(m)...)
	}
	return out
}

// beside says whether the word at i stands in apposition to the one above it, also where the parser takes the two for a list
// that nothing joins: "the Chilean importer, Andes Foods,".
func (c *clause) beside(i int) bool {
	t := c.tree
	if t.rel(i) != "conj" {
		return t.rel(i) == "appos"
	}
	siblings := 0
	for _, k := range t.children[t.toks[i].Head] {
		if t.rel(k) == "conj" {
			siblings++
		}
	}
	return siblings == 1 && t.child(i, "cc") < 0
}

// described: what the noun that a name stands beside says of its country: "the Brazilian health regulator, ANVISA", "KRA, the
// Kenyan tax authority", "Poland's space agency POLSA".
func (c *clause) described(m int) []finding {
	men := c.mention(m)
	if c.tree == nil || c.typeOf(m) != "Agency" || men.Kind == nlp.Pronoun || men.Kind == nlp.Short || c.owner[men.First] != m {
		return nil
	}
	t, head := c.tree, c.headOf(m)
	var nouns []int
	if h := t.toks[head].Head; h >= 0 && c.beside(head) {
		nouns = append(nouns, h)
	}
	for _, k := range t.children[head] {
		if c.beside(k) {
			nouns = append(nouns, k)
		}
	}
	var out []finding
	for _, n := range nouns {
		if t.toks[n].UPOS != "NOUN" || c.owner[n] >= 0 {
			continue
		}
		for _, k := range t.children[n] {
			rel := t.rel(k) == "amod" || t.rel(k) == "compound" || t.toks[k].Deprel == "nmod:poss"
			if o := c.owner[k]; rel && o >= 0 && c.typeOf(o) == "Region" {
				out = append(out, finding{relation: "OPERATES_IN", subject: m, object: o, trigger: -1, rule: "structure.description", confidence: 0.7})
			}
		}
	}
	return out
}

// possession: "China's Labor Contract Law", "the Department of Justice's FCPA Unit".
func (c *clause) possession(m int) []finding {
	men := c.mention(m)
	if c.tree != nil {
		return c.owners(m)
	}
	if !isPossessiveMark(c.lower(men.Last)) || c.owner[men.First] != m {
		return nil
	}
	next := -1
	for j := men.Last + 1; j < len(c.toks) && j < men.Last+5; j++ {
		if c.owner[j] >= 0 {
			next = c.owner[j]
			break
		}
		if !c.adjectival(j) {
			return nil
		}
	}
	if next < 0 || !ends(c.mention(next), "Agency", "Law", "Program") {
		return nil
	}
	ms, _ := c.group(next)
	var out []finding
	for _, o := range ms {
		out = append(out, c.belongs(o, m, "structure.possessive")...)
	}
	return out
}

// owners reads the possessors of the thing m off the tree: "its child relief centers", "China's Labor Contract Law", "the
// ACWF Spring Rain campaign".
func (c *clause) owners(m int) []finding {
	men := c.mention(m)
	if c.owner[men.First] != m || !ends(men, "Agency", "Law", "Program", "Region") || men.Kind == nlp.Short || men.Kind == nlp.Pronoun {
		return nil
	}
	head := c.headOf(m)
	if men.Type == "Region" { // "Senegal's Casamance region"
		var out []finding
		for _, k := range c.tree.children[head] {
			if o := c.owner[k]; o >= 0 && o != m && c.tree.toks[k].Deprel == "nmod:poss" && c.typeOf(o) == "Region" && c.typeOf(m) == "Region" {
				out = append(out, finding{relation: "PART_OF", subject: m, object: o, trigger: -1, rule: "structure.possessive", confidence: 0.75})
			}
		}
		return out
	}
	out := c.ownerBefore(m)
	for _, k := range c.tree.children[head] {
		if o := c.owner[k]; o >= 0 && o != m && (c.tree.toks[k].Deprel == "nmod:poss" || c.tree.rel(k) == "compound" && c.typeOf(o) == "Agency") {
			out = append(out, c.belongs(m, o, "structure.possessive")...)
		}
	}
	// a sibling in the same compound: "the ACWF Spring Rain campaign"
	if h := c.tree.toks[head].Head; h >= 0 && c.tree.rel(head) == "compound" && c.owner[h] < 0 {
		for _, k := range c.tree.children[h] {
			if o := c.owner[k]; o >= 0 && o != m && k < head && (c.tree.rel(k) == "compound" || c.tree.toks[k].Deprel == "nmod:poss") {
				out = append(out, c.belongs(m, o, "structure.possessive")...)
			}
		}
	}
	if t := c.tree.rel(head); t == "conj" && len(out) == 0 { // "its bureaus and offices"
		if h := c.tree.toks[head].Head; c.owner[h] >= 0 {
			for _, k := range c.tree.children[h] {
				if o := c.owner[k]; o >= 0 && c.tree.toks[k].Deprel == "nmod:poss" {
					out = append(out, c.belongs(m, o, "structure.possessive")...)
				}
			}
		}
	}
	return out
}

// ownerBefore reads the owner that stands right before the thing: "the Department of State's Global Initiative", "the
// Federation (ACWF) “Spring Rain” campaign". Long names mislead trees.
func (c *clause) ownerBefore(m int) []finding {
	men := c.mention(m)
	j := men.First - 1
	marked := isPossessiveMark(c.lower(j))
	if marked {
		j--
	} else {
		switch c.lower(j) {
		case "\"", "“", "``":
			j--
		}
		if c.lower(j) == ")" {
			for j > 0 && c.lower(j) != "(" {
				j--
			}
			j--
		}
	}
	if j < 0 || c.owner[j] < 0 || c.mention(c.owner[j]).Last != j+1 {
		return nil
	}
	o := c.owner[j]
	if !marked && (men.Type != "Program" || c.typeOf(o) != "Agency" || men.Kind != nlp.Named) {
		return nil
	}
	return c.belongs(m, o, "structure.possessive")
}

// members: "COMMIT members, especially Vietnam and Burma" take part in what they are members of.
func (c *clause) members(i int) []finding {
	if w := c.lower(i); w != "members" && w != "participants" && w != "signatories" {
		return nil
	}
	body := -1
	if i > 0 && c.owner[i-1] >= 0 {
		body = c.owner[i-1]
	} else if c.lower(i+1) == "of" {
		for k := i + 2; k < len(c.toks) && k < i+5 && body < 0; k++ {
			body = c.owner[k]
		}
	}
	if body < 0 {
		return nil
	}
	at := i + 1
	if end := c.mention(body).Last; end > i {
		at = c.skipBracket(end)
	}
	var out []finding
	for _, m := range c.including(at) {
		out = append(out, finding{relation: "PARTICIPATES_IN", subject: m, object: body, trigger: i, rule: "structure.members", confidence: 0.75})
	}
	return out
}

// headOf is the token of a mention whose head lies outside it.
func (c *clause) headOf(m int) int {
	men := c.mention(m)
	for i := men.First; i < men.Last; i++ {
		if h := c.toks[i].Head; h < men.First || h >= men.Last {
			return i
		}
	}
	return men.Head
}

// belongs is what a possessor means: a place is where something is, a body is what a unit belongs to or who runs a program.
func (c *clause) belongs(thing, owner int, rule string) []finding {
	t, o := c.typeOf(thing), c.typeOf(owner)
	switch {
	case o == "Region":
		return []finding{{relation: "OPERATES_IN", subject: thing, object: owner, trigger: -1, rule: rule, confidence: 0.8}}
	case t == o:
		return []finding{{relation: "PART_OF", subject: thing, object: owner, trigger: -1, rule: rule, confidence: 0.75}}
	case o == "Agency" && t == "Program":
		return []finding{{relation: "LEADS", subject: owner, object: thing, trigger: -1, rule: rule, confidence: 0.7}}
	}
	return nil
}

func (c *clause) typeOf(m int) string { return c.doc.Clusters[c.mention(m).Cluster].Type }

func ends(m *nlp.Mention, types ...string) bool {
	for _, t := range types {
		if m.Type == t {
			return true
		}
	}
	return false
}

// inside: a body or country named at the start of a longer name owns what the longer name names: "MPS Office to Combat
// Human Trafficking", "Dutch Ministry of Justice".
func (c *clause) inside(m int) []finding {
	men := c.mention(m)
	outer := c.owner[men.First]
	if outer < 0 || outer == m {
		return nil
	}
	o := c.mention(outer)
	if men.Rule == "nominal.topic" || men.Kind == nlp.Nominal && o.Kind == nlp.Nominal && men.First > o.First+1 && men.Last == o.Last {
		if c.typeOf(m) == "Group" {
			return []finding{{relation: "SERVES", subject: outer, object: m, trigger: -1, rule: "structure.name-topic", confidence: 0.7}}
		}
		return []finding{{relation: "ADDRESSES", subject: outer, object: m, trigger: -1, rule: "structure.name-topic", confidence: 0.8}}
	}
	if o.Type == "Law" && (men.Type == "Region" || men.Type == "Agency") && c.hyphened(men, o) {
		return []finding{{relation: "PARTY_TO", subject: m, object: outer, trigger: -1, rule: "structure.name-parties", confidence: 0.8}}
	}
	if men.Type == "Region" && men.Country == "" || men.Type == "Agency" && o.Type == "Program" {
		return nil // "European Green Deal", "UN Conference": a name, no ownership
	}
	if o.First != men.First || o.Kind == nlp.Nominal && men.Type == "Region" && o.Type != "Law" {
		return nil
	}
	if o.Last == men.Last+1 && c.lower(men.Last) == "government" {
		return nil // that a government works in its country is no news
	}
	if men.Type == "Region" && c.abroad(o) {
		return nil // a country's embassy is anywhere but there
	}
	return c.belongs(outer, m, "structure.name")
}

// abroad says whether a body stands for its country in others, by a word of its name.
func (c *clause) abroad(o *nlp.Mention) bool {
	for i := o.First; i < o.Last; i++ {
		if posts[c.lower(i)] {
			return true
		}
	}
	return false
}

var posts = words("embassy embassies consulate consulates legation delegation liaison")

// hyphened says whether the mention stands on one side of a hyphen in the name: "EU-Singapore Free Trade Agreement".
func (c *clause) hyphened(men, outer *nlp.Mention) bool {
	dash := func(i int) bool {
		return i > outer.First && i < outer.Last && (c.lower(i) == "-" || c.lower(i) == "–")
	}
	return men.First == outer.First && dash(men.Last) || dash(men.First-1)
}

// place: "Border Liaison Offices in Yunnan and Guangxi Provinces", "transfer centers along the border with Vietnam".
func (c *clause) place(m int) []finding {
	men := c.mention(m)
	if c.owner[men.First] != m || !ends(men, "Agency", "Program", "Law") || men.Kind == nlp.Short {
		return nil
	}
	j := c.skipBracket(c.skipQuote(men.Last))
	switch c.lower(j) {
	case "in", "across", "throughout", "along", "within", "for", "of", "near":
	default:
		return nil
	}
	prep := c.lower(j)
	for k := j + 1; k < len(c.toks) && k < j+7; k++ {
		r := c.owner[k]
		if r < 0 {
			if boundary[c.lower(k)] || c.lower(k) == "," || prepositions[c.lower(k)] && c.lower(k) != "with" && c.lower(k) != "of" {
				return nil
			}
			continue
		}
		if prep == "within" && c.typeOf(m) == "Agency" && c.typeOf(r) == "Agency" { // "the Park Service within the Department of the Interior"
			return []finding{{relation: "PART_OF", subject: m, object: r, trigger: -1, rule: "structure.within", confidence: 0.7}}
		}
		if c.typeOf(r) != "Region" || (prep == "for" || prep == "of") && k > j+2 {
			return nil
		}
		ms, _ := c.group(r)
		var status *reading
		if c.tree != nil {
			status = c.existence(c.headOf(m))
		}
		var out []finding
		for _, o := range ms {
			out = append(out, finding{relation: "OPERATES_IN", subject: m, object: o, trigger: -1, rule: "structure.place", confidence: 0.75, status: status})
		}
		return out
	}
	return nil
}

// skipQuote passes over a closing quotation mark.
func (c *clause) skipQuote(i int) int {
	switch c.lower(i) {
	case "\"", "”", "''":
		return i + 1
	}
	return i
}

// leading titles say that their bearer is at the head of the body.
var leadingTitles = words("director minister head chair chairman chairwoman chairperson president secretary administrator commissioner chief mayor governor superintendent coordinator rapporteur dg")

// office: "G/TIP Director John Miller"; "John Miller, Director of G/TIP"; "FBI Director".
func (c *clause) office(m int) []finding {
	men := c.mention(m)
	if men.Type != "Person" {
		return nil
	}
	// body, title, name
	j := men.First - 1
	title := false
	for j >= 0 && c.owner[j] < 0 && (isTitleWord(c.toks[j].Text) || leadingTitles[c.lower(j)]) {
		title = title || leadingTitles[c.lower(j)]
		if subordinate[c.lower(j)] {
			return nil
		}
		j--
	}
	if title && j >= 0 && c.owner[j] >= 0 && c.typeOf(c.owner[j]) == "Agency" && c.mention(c.owner[j]).Last == j+1 {
		return []finding{{relation: "LEADS", subject: m, object: c.owner[j], trigger: j + 1, rule: "structure.office", confidence: 0.8}}
	}
	// name, title "of" body
	k := men.Last
	if c.lower(k) != "," {
		return nil
	}
	title = false
	for k++; k < len(c.toks) && k < men.Last+6; k++ {
		if c.owner[k] >= 0 {
			if title && c.typeOf(c.owner[k]) == "Agency" && (c.lower(k-1) == "of" || c.lower(k-2) == "of") {
				return []finding{{relation: "LEADS", subject: m, object: c.owner[k], trigger: k, rule: "structure.office", confidence: 0.75}}
			}
			continue
		}
		if subordinate[c.lower(k)] {
			return nil
		}
		title = title || leadingTitles[c.lower(k)]
	}
	return nil
}

var subordinate = words("deputy assistant vice acting-deputy former under associate")

func isTitleWord(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// purposes reads what a body, program or law is for off the phrases that hang on it.
func (c *clause) purposes(m int) []finding {
	if k := c.mention(m).Kind; k == nlp.Pronoun || k == nlp.Short {
		return nil
	}
	head := c.headOf(m)
	var out []finding
	heads := []int{head}
	if h := c.tree.toks[head].Head; h >= 0 && c.tree.rel(head) == "compound" && c.owner[h] < 0 && c.tree.toks[h].UPOS == "NOUN" {
		heads = append(heads, h) // "the Spring Rain campaign on …"
	}
	for _, i := range heads {
		status := c.existence(i)
		for _, k := range c.tree.children[i] {
			prep, at := c.tree.preposition(k), k
			switch c.tree.rel(k) {
			case "nmod":
			case "acl", "advcl": // "a hotline for reporting trafficking"
				if at = c.tree.child(k, "obj"); at < 0 || !strings.HasSuffix(c.lower(k), "ing") {
					continue
				}
				if mark := c.tree.child(k, "mark"); mark >= 0 {
					prep = c.lower(mark)
				}
			default:
				continue
			}
			if c.owner[at] == m {
				continue
			}
			for _, o := range c.fill(at) {
				if f, ok := c.purpose(m, o, prep); ok {
					f.status = status
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// existence says whether the clause denies that the thing headed by token i is there ("does not have a hotline", "no
// mechanism exists"), or has it planned ("will open a hotline"); nil where it does neither.
func (c *clause) existence(i int) *reading {
	r := &reading{}
	c.markers(i, r)
	h := c.tree.toks[i].Head
	if h < 0 || c.tree.rel(i) != "obj" && c.tree.rel(i) != "nsubj" {
		h = -1
	}
	switch l := c.lemma(h); {
	case l == "have" || l == "exist" || l == "maintain" || l == "there" || l == "be" || l == "lack":
		c.markers(h, r)
		if r.status != graph.Negated {
			return nil
		}
	case makeVerbs[l] && (c.tree.rel(i) == "obj") != c.tree.isPassive(h):
		c.treeModality(h, r)
	case (planVerbs[l] || draftVerbs[l]) && (c.tree.rel(i) == "obj") != c.tree.isPassive(h) && l != "commit":
		c.treeModality(h, r)
		there := hopeVerbs[l] && c.owner[i] >= 0 && c.mention(c.owner[i]).Kind == nlp.Named
		if r.status == graph.Asserted && !there && (planVerbs[l] && !deedVerbs[l] || draftVerbs[l] && c.afoot(h)) {
			c.set(r, graph.Planned, h)
		}
	}
	if r.status == graph.Asserted {
		return nil
	}
	return r
}

// lemma is the lemma of token i, "" where there is none.
func (c *clause) lemma(i int) string {
	if i < 0 {
		return ""
	}
	return c.toks[i].Lemma
}

// purpose is what the phrase with a preposition and the mention o says of the thing m.
func (c *clause) purpose(m, o int, prep string) (finding, bool) {
	f := finding{subject: m, object: o, trigger: -1, rule: "structure.purpose", confidence: 0.65}
	switch c.typeOf(o) {
	case "Issue":
		f.relation = "ADDRESSES"
		switch prep {
		case "on", "against", "for", "regarding", "about", "in", "concerning", "of":
			return f, prep != "of" || c.typeOf(m) == "Law" || c.typeOf(m) == "Program"
		}
	case "Group":
		f.relation = "SERVES"
		return f, prep == "for" || prep == "to"
	}
	return f, false
}

// attribute: the purpose that a thing is named or described with: "an initiative on air quality", "laws against child
// labor", "hotlines for victims", "services for migrant workers".
func (c *clause) attribute(m int) []finding {
	men := c.mention(m)
	if c.owner[men.First] != m || !ends(men, "Agency", "Program", "Law") {
		return nil
	}
	var out []finding
	var status *reading
	if c.tree != nil {
		out = c.purposes(m)
		status = c.existence(c.headOf(m))
	}
	j := c.skipBracket(men.Last)
	prep := c.lower(j)
	relation := ""
	switch prep {
	case "on", "against":
		relation = "ADDRESSES"
	case "for", "to":
		relation = "SERVES"
	default:
		return out
	}
	for k := j + 1; k < len(c.toks) && k < j+6; k++ {
		o := c.owner[k]
		if o < 0 {
			if boundary[c.lower(k)] || prepositions[c.lower(k)] || c.lower(k) == "," {
				return out
			}
			continue
		}
		if prep == "for" && c.typeOf(o) == "Issue" {
			relation = "ADDRESSES"
		}
		if prep == "to" && c.typeOf(o) == "Issue" {
			return out
		}
		ms, _ := c.group(o)
		for _, x := range ms {
			out = append(out, finding{relation: relation, subject: m, object: x, trigger: j, rule: "structure.purpose", confidence: 0.65, status: status})
		}
		return out
	}
	return out
}
