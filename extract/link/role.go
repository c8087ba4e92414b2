package link

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"mandate/extract/ner/lists"
	"mandate/extract/nlp"
	"mandate/graph"
)

// role is a title or post that a document gives a person.
type role struct {
	words string   // as the document has them
	facts []string // by which persons of one name are told apart, see reading.facts
}

// roles are what the document gives the persons of a cluster before the name, behind it, and as who is at the head of what.
func roles(doc *nlp.Document, c *nlp.Cluster) (words, facts []string) {
	var all []role
	for _, p := range places(doc, c) {
		s := &said{p: p, doc: doc}
		for _, find := range []func() (role, bool){s.before, s.behind, s.party} {
			if r, ok := find(); ok {
				all = append(all, r)
			}
		}
	}
	for _, i := range c.Mentions {
		all = append(all, heads(doc, i)...)
	}
	for _, r := range all {
		words, facts = append(words, r.words), append(facts, r.facts...)
	}
	if at := strings.ToLower(doc.Info.Country); at != "" && !slices.ContainsFunc(facts, func(f string) bool { return len(f) == 2 }) {
		facts = append(facts, from+at)
	}
	slices.Sort(words)
	slices.Sort(facts)
	return slices.Compact(words), slices.Compact(facts)
}

// heads are the bodies that a mention is said to lead, in the paragraph where it stands.
func heads(doc *nlp.Document, mention int) (all []role) {
	for i := range doc.Relations {
		r := &doc.Relations[i]
		if r.Subject != mention || r.Type != "LEADS" || r.Status == graph.Negated {
			continue
		}
		body := &doc.Mentions[r.Object]
		if body.Cluster < 0 || doc.Sentences[body.Sentence].Passage != doc.Sentences[doc.Mentions[mention].Sentence].Passage {
			continue
		}
		c := &doc.Clusters[body.Cluster]
		if c.Type != "Agency" {
			continue
		}
		one := role{words: "head of " + c.Name}
		if c.Country != "" {
			one.facts = append(one.facts, strings.ToLower(c.Country), office)
		}
		all = append(all, one)
	}
	return all
}

// said is what stands around the name of a person.
type said struct {
	p   place
	doc *nlp.Document
}

// longestRole is the number of tokens up to which a title is read.
const longestRole = 14

// person says whether a token belongs to the name of another person.
func (s *said) person(i int) bool {
	for k := range s.doc.Mentions {
		m := &s.doc.Mentions[k]
		if m.Sentence == s.p.Sentence && m.Type == "Person" && m.Kind == nlp.Named && m.First <= i && i < m.Last && (m.First != s.p.First || m.Last != s.p.Last) {
			return true
		}
	}
	return false
}

// before reads a title before the name: "Peruvian Minister of Health Ana Duran".
func (s *said) before() (role, bool) {
	lo := s.p.First
	for lo > 0 && s.p.First-lo < longestRole && s.inTitle(lo-1) && !s.person(lo-1) {
		lo--
	}
	for i := s.p.First - 1; i > lo; i-- { // "President of Chile and Senator Ana Duran" are two
		if s.p.toks[i].Lower == "and" && slices.ContainsFunc(s.p.toks[i:s.p.First], func(t nlp.Token) bool { return titles()[bare(&t)] != "" }) {
			lo = i + 1
			break
		}
	}
	return s.role(lo, s.p.First)
}

// behind reads a title behind the name: "Ana Duran, the Minister of Health of Peru,".
func (s *said) behind() (role, bool) {
	if t := s.p.around(0); t == nil || t.Text != "," {
		return role{}, false
	}
	lo := s.p.Last + 1
	for lo < len(s.p.toks) && determiners[s.p.toks[lo].Lower] {
		lo++
	}
	hi := lo
	for hi < len(s.p.toks) && hi-lo < longestRole && (s.inTitle(hi) || noun(&s.p.toks[hi])) {
		if s.person(hi) { // "Ana Duran, Minister of Health, and …" goes on with another; "Ana Duran, Minister Juan Paz" is one
			for hi > lo && s.p.toks[hi-1].Lower != "and" {
				hi--
			}
			break
		}
		hi++
	}
	if r, ok := s.role(lo, hi); ok && !s.person(min(hi, len(s.p.toks)-1)) {
		return r, true
	}
	return role{}, false
}

// member is how American documents write party and state behind the name of a member of Congress.
var member = regexp.MustCompile(`^\(?[RDI]-([A-Z][A-Za-z. ]*)\)?$`)

// party reads "(R-LA)" behind a name.
func (s *said) party() (role, bool) {
	var text strings.Builder
	for i := s.p.Last; i < min(len(s.p.toks), s.p.Last+6); i++ {
		text.WriteString(s.p.toks[i].Text)
		if strings.HasSuffix(s.p.toks[i].Text, ")") {
			break
		}
	}
	m := member.FindStringSubmatch(text.String())
	if m == nil || !strings.HasPrefix(text.String(), "(") {
		return role{}, false
	}
	state, ok := listedPlaces().states[m[1]]
	if !ok || state.country != "US" {
		return role{}, false
	}
	return role{strings.Trim(text.String(), "()"), []string{"us", "us.congress." + state.name, office}}, true
}

// inTitle says whether a token can be one of a title before a name.
func (s *said) inTitle(i int) bool {
	t := &s.p.toks[i]
	return connectors[t.Lower] || qualifiers[t.Lower] || t.Text == "-" || titles()[bare(t)] != "" || capital(t) && strings.ContainsFunc(t.Text, unicode.IsLetter)
}

func noun(t *nlp.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "ADJ" || t.UPOS == "PROPN" }

// role reads the tokens from lo to before hi as a title, with what stands before and behind its head.
func (s *said) role(lo, hi int) (role, bool) {
	at := lo
	for at < hi && titles()[bare(&s.p.toks[at])] == "" {
		at++
	}
	if at >= hi {
		return role{}, false
	}
	end := at + 1 // behind the last word of "Executive Vice President"
	for i := end; i < hi && !connectors[s.p.toks[i].Lower]; i++ {
		if titles()[bare(&s.p.toks[i])] != "" {
			end = i + 1
		}
	}
	start := at
	for start > lo && before(&s.p.toks[start-1]) {
		start--
	}
	var first, last []string
	for _, t := range s.p.toks[start:at] {
		first = append(first, t.Lower)
	}
	for hi > end && (connectors[s.p.toks[hi-1].Lower] || s.p.toks[hi-1].Text == "-") {
		hi--
	}
	for _, t := range s.p.toks[end:hi] {
		last = append(last, t.Lower)
	}
	head := headOf(s.p.toks[at:end])
	if head == "officer" && end > at+1 {
		head = "" // "Chief Executive Officer"
	}
	words := s.doc.Source
	if a, b := s.p.toks[start].Span.Start, s.p.toks[hi-1].Span.End; a < b && b <= len(words) {
		words = strings.Join(strings.Fields(words[a:b]), " ")
	} else {
		words = joined(s.p.toks[start:hi])
	}
	return role{words, s.facts(first, head, last)}, true
}

// headOf is the title by which a post goes: "minister" of "Prime Minister", "attorney" of "Attorney General".
func headOf(toks []nlp.Token) string {
	head := bare(&toks[len(toks)-1])
	if len(toks) > 1 && (head == "general" || head == "elect") {
		head = bare(&toks[0])
	}
	if long := shortTitles[head]; long != "" {
		head = long
	}
	return head
}

func joined(toks []nlp.Token) string {
	var b strings.Builder
	for i, t := range toks {
		if i > 0 && t.Text != "," {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// before says whether a token may stand before the head of a title: "Peruvian", "FBI", "former", "Deputy".
func before(t *nlp.Token) bool {
	switch t.UPOS {
	case "DET", "ADP", "PRON", "SCONJ", "CCONJ", "ADV", "VERB", "AUX":
		return qualifiers[t.Lower]
	}
	return !connectors[t.Lower] && !determiners[t.Lower]
}

// facts are what a title says of its bearer: the country that he serves, the place that he stands for, the walk of life.
// What was, is no longer; the country it was in remains.
func (s *said) facts(first []string, head string, last []string) (facts []string) {
	walk := walks()[head]
	if walk == "" || head == "officer" && slices.Contains(first, "affairs") { // "Government Affairs Officer"
		return nil
	}
	of := last // "Ambassador of Peru to Chile" is Peru's, and "Ambassador to Chile" anybody's
	for i, w := range last {
		if w == "to" || sent[head] && w != "of" && connectors[w] {
			of = last[:i]
			break
		}
	}
	country := countryIn(first)
	if country == "" {
		country = countryIn(of)
	}
	if seated[head] != "" {
		if place, in := seatIn(first, of); place != "" {
			if country = in; country == "" {
				country = "xx" // a town: of which country is not said
			}
			facts = append(facts, country+"."+seated[head]+"."+place)
		}
	}
	if country == "" && head == "minister" {
		country = strings.ToLower(s.doc.Info.Country) // as the ministry that he leads
	}
	if country != "" && country != "xx" {
		facts = append(facts, country)
	}
	if !slices.ContainsFunc(first, func(w string) bool { return past[w] }) {
		facts = append(facts, walk)
	}
	return facts
}

// countryIn is the country named among the words of a title, in lower case.
func countryIn(words []string) string {
	n := names()
	for size := min(4, len(words)); size > 0; size-- {
		for i := 0; i+size <= len(words); i++ {
			part := strings.ReplaceAll(slug(strings.Join(words[i:i+size], " ")), "-", " ")
			if iso := n.country[part]; iso != "" {
				return iso
			}
			if of := n.adjective[part]; len(of) == 1 {
				return of[0]
			}
		}
	}
	return ""
}

// seatIn is the place that a governor, mayor or member of parliament stands for, folded as in keys, and its country.
func seatIn(first, last []string) (place, country string) {
	for size := min(longestState, len(first)); size > 0; size-- {
		if s, ok := stateNamed(first[len(first)-size:]); ok {
			return s, "us"
		}
	}
	if len(last) < 2 || !connectors[last[0]] {
		return "", ""
	}
	end := 1
	for end < len(last) && !connectors[last[end]] {
		end++
	}
	if end == 1 {
		return "", ""
	}
	name := last[1:end]
	if s, ok := stateNamed(name); ok {
		return s, "us"
	}
	if countryIn(name) != "" {
		return "", ""
	}
	return slug(strings.Join(name, " ")), countryIn(last[end:])
}

// stateNamed is the state of the United States that the words name.
func stateNamed(words []string) (string, bool) {
	if listedPlaces().state[strings.Join(words, " ")] {
		name := slug(strings.Join(words, " "))
		return name, statesOf("US")[name]
	}
	return "", false
}

// statesOf are the states of a country, folded as in keys.
var statesOf = func() func(iso string) map[string]bool {
	all := sync.OnceValue(func() map[string]map[string]bool {
		m := map[string]map[string]bool{}
		for _, s := range listedPlaces().states {
			if m[s.country] == nil {
				m[s.country] = map[string]bool{}
			}
			m[s.country][s.name] = true
		}
		return m
	})
	return func(iso string) map[string]bool { return all()[iso] }
}()

// bare is a word of a title as it is looked up.
func bare(t *nlp.Token) string { return strings.TrimSuffix(t.Lower, ".") }

// titles are the words that end a title of the list other than a mere address, in lower case without a point.
var titles = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	all, err := lists.Load()
	if err != nil {
		return m // the recognisers, which need the lists, say so
	}
	for _, t := range all.Titles {
		if t.Kind == "honorific" || t.Kind == "degree" {
			continue
		}
		words := strings.Fields(strings.ToLower(t.Text))
		for i, w := range words {
			if i > 0 && connectors[w] {
				words = words[:i]
				break
			}
		}
		if last := words[len(words)-1]; strings.IndexFunc(last, unicode.IsLetter) == 0 {
			m[strings.TrimSuffix(last, ".")] = t.Kind
		}
	}
	for w := range walks() {
		m[w] = "office"
	}
	return m
})

// shortTitles leads from short titles, and from those of one meaning, to the one by which they are compared.
var shortTitles = map[string]string{"sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative", "congressman": "representative",
	"congresswoman": "representative", "congressmember": "representative", "gov": "governor", "amb": "ambassador", "sgt": "sergeant", "pm": "minister",
	"det": "detective", "cpl": "corporal", "pvt": "private", "premier": "minister", "supt": "superintendent"}

// from stands before the country of a document that names a person and does not say of which country.
const from = "in-"

// office is the walk of life of those who hold an office of state; it goes with any other that is not exclusive.
const office = "office"

// walks are the walks of life by titles. Nobody follows two of them at a time, but officers, envoys and teachers of whom
// titles tell for life are in none.
var walks = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for walk, words := range map[string]string{
		office: `minister secretary president senator representative governor mayor ambassador commissioner administrator chancellor king queen
prince emir sultan prosecutor attorney director speaker undersecretary prefect comptroller councillor councilman councilwoman`,
		"bench": "judge justice magistrate",
		"ranks": "sergeant corporal private constable detective trooper",
		"faith": "bishop archbishop cardinal pastor rabbi imam mullah ayatollah mufti monsignor patriarch",
		"stage": "actor actress singer musician coach player quarterback golfer boxer footballer",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = walk
		}
	}
	for short, long := range shortTitles {
		m[short] = m[long]
	}
	return m
})

// seated are the posts of which each is for a place; one does not change it.
var seated = map[string]string{"governor": "governor", "mayor": "mayor", "senator": "congress", "representative": "congress", "prefect": "prefect"}

// sent are those who are named for where they are sent.
var sent = map[string]bool{"ambassador": true, "representative": true, "commissioner": true}

var connectors = map[string]bool{"of": true, "for": true, "to": true, "and": true, "the": true, "in": true, "on": true, "at": true, "from": true, "de": true, "&": true}

var determiners = map[string]bool{"the": true, "a": true, "an": true, "his": true, "her": true, "their": true, "its": true, "our": true}

// qualifiers may stand in a title in small letters.
var qualifiers = map[string]bool{"former": true, "then": true, "acting": true, "deputy": true, "vice": true, "late": true, "retired": true, "ex": true, "interim": true,
	"current": true, "new": true, "assistant": true, "under": true, "chief": true, "prime": true, "first": true}

var past = map[string]bool{"former": true, "late": true, "retired": true, "ex": true, "then": true}
