// Package ner finds entity mentions: words that name an agency, law, program, region, issue, group or person.
//
// Several recognisers read each sentence, each good at one thing: names by their capitals and head words, known places
// and organisations from lists, citations of law, acronyms and their definitions, common-noun nodes by head words and
// phrases. What they find is put together in one place, merge.go.
package ner

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mandate/extract/models"
	"mandate/extract/ner/model"
	"mandate/extract/nlp"
	"mandate/graph"
)

// Stage is the pipeline stage. The zero value is not ready: use New.
type Stage struct {
	lex   *Lexicon
	model *model.Recognizer // nil: rules and lists alone

	phrases *phraseJudge // nil: no say on common nouns
}

// New makes the stage with the embedded lists and, if trained is set, with the embedded models as a second reader, which
// need the trees and states of the parser.
func New(trained bool) (*Stage, error) {
	var phrases *models.Tensors
	if trained {
		var err error
		if phrases, err = models.Phrases(); err != nil {
			return nil, err
		}
	}
	return With(trained, phrases)
}

// With is New with a phrase judge of one's own, nil for none.
func With(trained bool, phrases *models.Tensors) (*Stage, error) {
	lex, err := LoadLexicon()
	if err != nil {
		return nil, err
	}
	s := &Stage{lex: lex}
	if trained {
		if s.model, err = model.New(); err != nil {
			return nil, err
		}
	}
	if phrases != nil {
		if s.phrases, err = newPhraseJudge(phrases); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Name is "ner".
func (*Stage) Name() string { return "ner" }

// Needs sentences.
func (*Stage) Needs() []string { return []string{"sentences"} }

// Adds mentions.
func (*Stage) Adds() []string { return []string{"mentions"} }

// pageInfo is what one sentence needs to know of the whole document.
type pageInfo struct {
	midCaps map[string]int // words seen with a capital where not every word has one
	lower   map[string]int // words seen without
	caps    map[string]int // words as written, with a capital
	defined map[string]*definition
	country string            // the document's place of origin
	named   map[string]int    // countries → how often the document names them or places in them
	known   map[string]string // folded typed name found in running text → its type, for headings
}

// Annotate fills in doc.Mentions.
func (s *Stage) Annotate(doc *nlp.Document) error {
	doc.Mentions = doc.Mentions[:0]
	page := &pageInfo{country: doc.Info.Country, named: s.countries(doc), midCaps: map[string]int{}, lower: map[string]int{}, caps: map[string]int{}, defined: map[string]*definition{}, known: map[string]string{}}
	cases := make([]letterCase, len(doc.Sentences))
	for i := range doc.Sentences {
		cases[i] = caseOf(doc, &doc.Sentences[i])
		page.read(&doc.Sentences[i], cases[i] != running)
	}
	var defs []definition
	for i := range doc.Sentences {
		defs = append(defs, definitions(doc.Sentences[i].Tokens, i)...)
	}
	for i := range defs {
		if _, ok := page.defined[defs[i].short]; !ok {
			page.defined[defs[i].short] = &defs[i]
		}
	}
	found := make([][]nlp.Mention, len(doc.Sentences))
	for _, pass := range []letterCase{running, titled, shouted} { // headings know the names of the running text
		for i := range doc.Sentences {
			if cases[i] == pass {
				found[i] = s.sentence(doc, page, i, pass, defs)
				page.learn(found[i], pass)
			}
		}
	}
	s.familyNames(doc, found, cases)
	page.complete(doc, found)
	s.self(doc, found)
	for _, ms := range found {
		doc.Mentions = append(doc.Mentions, ms...)
	}
	doc.Times, doc.Amounts = doc.Times[:0], doc.Amounts[:0]
	for i := range doc.Sentences {
		doc.Times = append(doc.Times, times(doc.Sentences[i].Tokens, i, doc.Info.Date)...)
		doc.Amounts = append(doc.Amounts, amounts(doc.Sentences[i].Tokens, i, doc.Times)...)
	}
	if s.model != nil {
		seen := s.model.Mentions(doc)
		doc.Mentions = s.secondReading(doc, seen, cases)
		if s.phrases != nil {
			s.judgePhrases(doc, seen)
		}
	}
	doc.Mentions = s.insideOnly(doc.Mentions)
	return nil
}

// complete extends a name over a word written small that other places of the document write with a capital: "Ministry of
// Civil affairs".
func (p *pageInfo) complete(doc *nlp.Document, found [][]nlp.Mention) {
	for i := range found {
		sent := &doc.Sentences[i]
		for k := range found[i] {
			m := &found[i][k]
			if m.Rule != "name.head" || m.Last >= len(sent.Tokens) || !isWordToken(&sent.Tokens[m.Last]) || isCap(&sent.Tokens[m.Last]) || closed[sent.Tokens[m.Last].Lower] {
				continue
			}
			if typ, ok := p.known[graph.FoldName(m.Name+" "+sent.Tokens[m.Last].Text)]; ok && typ == m.Type && !overlapsAny(found[i], m.Last, m.Last+1) {
				m.Last++
				m.Name = ""
				finish(doc, sent, m)
			}
		}
	}
}

// familyNames finds the persons of the document where only their family name stands.
func (s *Stage) familyNames(doc *nlp.Document, found [][]nlp.Mention, cases []letterCase) {
	families := map[string]bool{}
	for _, ms := range found {
		for _, m := range ms {
			if m.Type != "Person" {
				continue
			}
			w := strings.Fields(m.Name)
			for len(w) > 1 && (w[len(w)-1] == "Jr." || w[len(w)-1] == "Sr.") {
				w = w[:len(w)-1]
			}
			if last := w[len(w)-1]; len(last) > 1 && !s.lex.commonHead(strings.ToLower(last)) {
				families[last] = true
			}
		}
	}
	for i := range found {
		if cases[i] != running {
			continue
		}
		toks := doc.Sentences[i].Tokens
		for j := range toks {
			end := j + 1
			for end+1 < len(toks) && isHyphen(toks[end].Text) && !toks[end].Space && !toks[end+1].Space && isCap(&toks[end+1]) {
				end += 2 // "Koné-Béoué"
			}
			if !families[plain(toks[j:end])] || overlapsAny(found[i], j, end) {
				continue
			}
			m := nlp.Mention{Sentence: i, First: j, Last: end, Head: end - 1, Type: "Person", Rule: "person.family-name", Confidence: 0.8, Cluster: -1, Whole: -1}
			finish(doc, &doc.Sentences[i], &m)
			found[i] = merge(append(found[i], m))
		}
	}
}

// letterCase says what the capitals of a sentence tell.
type letterCase uint8

const (
	running letterCase = iota // a capital marks a name
	titled                    // a heading: every word of weight has one
	shouted                   // all letters are capitals
)

func caseOf(doc *nlp.Document, sent *nlp.Sentence) letterCase {
	p := &doc.Passages[sent.Passage]
	caps, small, words, long := 0, 0, 0, 0
	item := p.Kind == nlp.ListItem || p.Kind == nlp.TableRow // names stand there by themselves
	for i := range sent.Tokens {
		t := &sent.Tokens[i]
		if !isWordToken(t) || isNumber(t.Text) {
			continue
		}
		words++
		if len(t.Text) >= 4 {
			long++
		}
		switch {
		case finite[t.Text]:
			small++ // headings write verbs with a capital, too
		case closed[t.Lower]:
		case isCap(t):
			caps++
		default:
			small++
		}
	}
	switch heading := p.Kind == nlp.Heading || p.Kind == nlp.HeaderLine; {
	case isAllCaps(doc.Source[sent.Span.Start:sent.Span.End]) && (heading || caps > 2 || long >= 2 || long == 1 && words == len(sent.Tokens)):
		return shouted
	case small == 0 && caps > 1 && runIn(p.Text) && sent.Tokens[len(sent.Tokens)-1].Text == "." && len(sent.Tokens) < 16:
		return titled // "Sec. 6. General Provisions. (a) …"
	case small == 0 && !item && (heading || caps > 2) && sent.Tokens[len(sent.Tokens)-1].Text != ")" || heading && caps > 2*small:
		return titled
	}
	return running
}

// finite are verbs that only sentences have in small letters.
var finite = set("is was are were has had will shall did does")

// runIn says whether a passage begins as a numbered section whose heading stands in its first line.
func runIn(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	switch strings.ToLower(word) {
	case "sec.", "section", "article", "art.", "chapter", "title", "part":
		return true
	}
	return word != "" && word[0] >= '0' && word[0] <= '9'
}

// learn remembers the names of the running text.
func (p *pageInfo) learn(found []nlp.Mention, c letterCase) {
	if c != running {
		return
	}
	for _, m := range found {
		if m.Kind == nlp.Named {
			p.known[graph.FoldName(m.Name)] = m.Type
		}
	}
}

func (p *pageInfo) read(sent *nlp.Sentence, shout bool) {
	for i := range sent.Tokens {
		t := &sent.Tokens[i]
		if !isWordToken(t) {
			continue
		}
		if isCap(t) {
			p.caps[t.Text]++
		}
		switch {
		case !isCap(t):
			p.lower[t.Lower]++
		case !shout && i > 0 && isWordToken(&sent.Tokens[i-1]):
			p.midCaps[t.Lower]++
		}
	}
}

// sentence reads the mentions of one sentence.
func (s *Stage) sentence(doc *nlp.Document, page *pageInfo, at int, letters letterCase, defs []definition) []nlp.Mention {
	sent := &doc.Sentences[at]
	toks := sent.Tokens
	var found []nlp.Mention
	cites := &citer{toks: toks, sent: at}
	found = append(found, cites.find()...)
	switch letters {
	case shouted:
		found = append(found, s.shoutedPerson(toks, at)...)
	case titled:
		for _, m := range s.names(toks, page, at) {
			name := nameOf(doc.Passages[sent.Passage].Text, toks[m.First:m.Last])
			if _, ok := page.known[graph.FoldName(name)]; ok || m.Rule == "person.title" { // a title tells a person there, too
				found = append(found, m)
			}
		}
		found = append(found, s.acronyms(toks, page, at)...)
	default:
		found = append(found, s.names(toks, page, at)...)
		found = append(found, s.acronyms(toks, page, at)...)
	}
	found = append(found, s.bracketed(toks, page, at, found)...)
	for _, d := range defs {
		if d.sent == at {
			found = append(found, s.definitionMentions(toks, at, d, found)...)
		}
	}
	g := &gazetteer{lex: s.lex, page: page, toks: toks, sent: at}
	places := g.find(letters == shouted)
	if letters == running {
		places = s.unread(toks, places, found)
	}
	found = slices.DeleteFunc(found, func(m nlp.Mention) bool { return governs(toks, &m, places) })
	found = append(found, places...)
	if doc.Passages[sent.Passage].Kind == nlp.Caption {
		found = slices.DeleteFunc(found, func(m nlp.Mention) bool { return m.Type == "Program" || m.Type == "Law" })
	}
	found = merge(found)
	taken := make([]bool, len(toks))
	for _, m := range found {
		for i := m.First; i < m.Last; i++ {
			taken[i] = true
		}
	}
	if doc.Passages[sent.Passage].Kind != nlp.Caption {
		n := &nominal{lex: s.lex, toks: toks, sent: at, taken: taken}
		for _, m := range n.find(sent.Parsed) {
			if letters == running || m.Type == "Issue" || m.Type == "Group" {
				found = append(found, m)
			}
		}
		found = append(found, s.spelledTopics(toks, page, at, found)...)
	}
	found = merge(append(found, s.bracketed(toks, page, at, found)...))
	found = append(found, topics(s.lex, toks, at, found)...)
	found = append(found, pronounMentions(toks, at)...)
	found = append(found, shorts(s.lex, toks, at, found)...)
	found = merge(found)
	for i := range found {
		finish(doc, sent, &found[i])
	}
	return found
}

// governs says whether a name is no more than the government of a place, which stands for the place: "Government of Kenya",
// "U.S. Government".
func governs(toks []nlp.Token, m *nlp.Mention, places []nlp.Mention) bool {
	return governments(toks, m) || m.Type == "Agency" && (toks[m.First].Lower == "government" || toks[m.Last-1].Lower == "government") &&
		slices.ContainsFunc(places, func(p nlp.Mention) bool { return p.Type == "Region" && p.First == m.First && p.Last == m.Last })
}

// names are the mentions of the typed names of a sentence.
func (s *Stage) names(toks []nlp.Token, page *pageInfo, at int) []nlp.Mention {
	n := &namer{lex: s.lex, page: page, toks: toks}
	var out []nlp.Mention
	for _, c := range n.find() {
		out = append(out, s.nameMention(toks, at, c))
	}
	return out
}

// shoutedPerson reads a signature: a line of a few words in capitals that begins with a given name.
func (s *Stage) shoutedPerson(toks []nlp.Token, at int) []nlp.Mention {
	last := len(toks)
	for last > 0 && (toks[last-1].Text == "." || toks[last-1].Text == ",") {
		last--
	}
	if last < 2 || last > 6 || !s.lex.firstNames[titleCase(toks[0].Text)] || s.lex.commonHead(toks[last-1].Lower) {
		return nil
	}
	words := make([]string, last)
	for i := range words {
		if !isWordToken(&toks[i]) && toks[i].Text != "," || closed[toks[i].Lower] {
			return nil
		}
		words[i] = titleCase(toks[i].Text)
	}
	name := strings.ReplaceAll(strings.Join(words, " "), " ,", ",")
	return []nlp.Mention{{Sentence: at, First: 0, Last: last, Head: last - 1, Type: "Person", Name: name, Rule: "person.signature", Confidence: 0.8, Cluster: -1, Whole: -1}}
}

func titleCase(w string) string {
	r, n := utf8.DecodeRuneInString(w)
	return string(r) + strings.ToLower(w[n:])
}

// nameMention is the mention of a typed chunk.
func (s *Stage) nameMention(toks []nlp.Token, at int, c chunk) nlp.Mention {
	m := nlp.Mention{
		Sentence: at, First: c.first, Last: c.last, Head: min(c.segment, c.last) - 1, Type: c.typ, Also: c.also, Name: c.name, Rule: c.rule,
		Confidence: 0.9, Cluster: -1, Whole: -1,
	}
	if c.short {
		m.Kind = nlp.Short
		m.Confidence = 0.7
	}
	if e, end, ok := s.lex.places.longest(toks, c.first); ok && e.Type == "Region" && !e.Weak && end < c.last {
		m.Country = e.Country // "Dutch Ministry of Justice"
	}
	return m
}

// finish sets what follows from the tokens: the span and the name.
func finish(doc *nlp.Document, sent *nlp.Sentence, m *nlp.Mention) {
	toks := sent.Tokens
	m.Span = nlp.Span{Start: toks[m.First].Span.Start, End: toks[m.Last-1].Span.End}
	if m.Name == "" {
		m.Name = oneOf(nameOf(doc.Passages[sent.Passage].Text, toks[m.First:m.Last]))
		if m.Kind == nlp.Nominal {
			m.Name = small(m.Name, toks[m.First:m.Last])
		}
	}
}

// oneOf writes the first name of a list whose head stands for all of them as it would stand alone: "Departments of State".
func oneOf(name string) string {
	if strings.Contains(name, " and ") || strings.Contains(name, ",") {
		return name
	}
	for _, h := range [...][2]string{{"Departments of ", "Department of "}, {"Ministries of ", "Ministry of "}, {"Governments of ", "Government of "}} {
		if rest, ok := strings.CutPrefix(name, h[0]); ok {
			return h[1] + rest
		}
	}
	return name
}

// small writes a description as it reads in mid sentence: "Migrant workers" and "MIGRANT WORKERS" as "migrant workers",
// but "North Korean refugees" as it stands.
func small(name string, toks []nlp.Token) string {
	if isAllCaps(name) {
		if isAcronym(name) {
			return name // "COVID-19"
		}
		return strings.ToLower(name)
	}
	for i := range toks {
		if isCap(&toks[i]) && (i > 0 || isAcronym(toks[i].Text) || toks[i].UPOS == "PROPN" || toks[i].UPOS == "") {
			return name
		}
	}
	r, n := utf8.DecodeRuneInString(name)
	return strings.ToLower(string(r)) + name[n:]
}

// nameOf is the words as a name: blanks single, without an acronym in brackets inside, without a possessive ending.
func nameOf(text string, toks []nlp.Token) string {
	var b strings.Builder
	last := len(toks)
	for last > 1 && (isPossessive(toks[last-1].Text) || toks[last-1].Text == "," || toks[last-1].Text == "”") {
		last--
	}
	for i := 0; i < last; i++ {
		if toks[i].Text == "(" && i+2 < last && toks[i+2].Text == ")" && isAcronym(toks[i+1].Text) {
			i += 2
			continue
		}
		if toks[i].Space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(toks[i].Text)
	}
	return b.String()
}
