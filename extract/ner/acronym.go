package ner

import (
	"strings"
	"unicode"

	"mandate/extract/nlp"
)

// definition is an acronym introduced in the text: "Ministry of Public Security (MPS)" or "MPS (Ministry of Public
// Security)".
type definition struct {
	short             string
	sent              int
	long, shortTokens [2]int // token ranges in the sentence
}

// definitions finds the acronyms that a sentence defines. The long form is found by the method of Schwartz and Hearst
// (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text": each character of the short
// form, from the right, must occur in the words before the bracket, the first one at the beginning of a word.
func definitions(toks []nlp.Token, sent int) []definition {
	var out []definition
	for i := 1; i+2 < len(toks); i++ {
		if toks[i].Text != "(" {
			continue
		}
		k := i + 1
		if toks[k].Text == "“" || toks[k].Text == "\"" || toks[k].Lower == "the" {
			k++
		}
		if k+1 >= len(toks) {
			continue
		}
		end := k + 1
		if toks[end].Text == "”" || toks[end].Text == "\"" {
			end++
		}
		if end >= len(toks) || toks[end].Text != ")" && toks[end].Text != ";" && toks[end].Text != "," {
			continue
		}
		if short := toks[k].Text; isAcronym(short) && !isAcronym(toks[i-1].Text) {
			if start, ok := longForm(toks, i, short); ok {
				out = append(out, definition{short: short, sent: sent, long: [2]int{start, i}, shortTokens: [2]int{k, k + 1}})
			}
		}
	}
	for i := 0; i+3 < len(toks); i++ { // "MPS (Ministry of Public Security)"
		if !isAcronym(toks[i].Text) || toks[i+1].Text != "(" {
			continue
		}
		for end := i + 3; end < len(toks) && end < i+16; end++ {
			if toks[end].Text != ")" {
				continue
			}
			if start, ok := longForm(toks, end, toks[i].Text); ok && start == i+2 && end-start >= 2 {
				out = append(out, definition{short: toks[i].Text, sent: sent, long: [2]int{start, end}, shortTokens: [2]int{i, i + 1}})
			}
			break
		}
	}
	return out
}

// longForm finds where the long form of short begins that ends before token end.
func longForm(toks []nlp.Token, end int, short string) (int, bool) {
	letters := make([]rune, 0, len(short))
	for _, r := range strings.TrimSuffix(short, "s") {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	limit := max(0, end-min(len(letters)*2+4, len(letters)+8))
	if start, ok := initials(toks, limit, end, letters); ok {
		return start, true
	}
	// characters anywhere in the words, right to left
	k := len(letters) - 1
	for i := end - 1; i >= limit && k >= 0; i-- {
		if toks[i].Text == "," && i == end-1 || toks[i].Text == "." || toks[i].Text == ";" || toks[i].Text == "(" {
			return 0, false
		}
		w := []rune(toks[i].Lower)
		for j := len(w) - 1; j >= 0 && k >= 0; j-- {
			if w[j] == letters[k] && (k > 0 || j == 0) {
				k--
				if k < 0 {
					return i, !closed[toks[i].Lower]
				}
			}
		}
	}
	return 0, false
}

// initials matches the letters with the first letters of words, right to left; small words may be passed over.
func initials(toks []nlp.Token, limit, end int, letters []rune) (int, bool) {
	k := len(letters) - 1
	for i := end - 1; i >= limit; i-- {
		w := toks[i].Lower
		if toks[i].Text == "." || toks[i].Text == ";" || toks[i].Text == "(" || toks[i].Text == ")" {
			return 0, false
		}
		first := []rune(w)[0]
		switch {
		case first == letters[k]:
			if k == 0 {
				return i, !closed[w]
			}
			k--
		case closed[w] || isHyphen(w) || isPossessive(w) || w == ",":
		default:
			return 0, false
		}
	}
	return 0, false
}

// acronyms finds acronyms used by themselves.
func (s *Stage) acronyms(toks []nlp.Token, page *pageInfo, at int) []nlp.Mention {
	var out []nlp.Mention
	g := &gazetteer{lex: s.lex, page: page, toks: toks, sent: at}
	for i := 0; i < len(toks); i++ {
		t := &toks[i]
		if opener := i == 0 && i+1 < len(toks) && (toks[1].Text == ":" || toks[1].Text == "."); opener || len(t.Text) > 6 && i == 0 && isAllCaps(t.Text) {
			continue // "SUMMARY: …", "ENACTED by …"
		}
		if !isAcronym(t.Text) && page.defined[t.Text] == nil || s.lex.notAcronyms[t.Text] || loud(toks, i) {
			continue
		}
		end := i + 1
		for end+1 < len(toks) && toks[end].Text == "/" && !toks[end].Space && !toks[end+1].Space && isAllCaps(toks[end+1].Text) {
			end += 2 // "DOL/ILAB"
		}
		m := nlp.Mention{Sentence: at, First: i, Last: end, Head: end - 1, Rule: "acronym", Cluster: -1, Whole: -1, Confidence: 0.5}
		if page.defined[strings.TrimSuffix(t.Text, "s")] != nil || page.defined[t.Text] != nil {
			m.Rule, m.Confidence = "acronym.defined", 0.9 // typed by coref from its long form
			m.Type = ""
		} else if g.reads(i) {
			continue // the gazetteer has it
		} else if page.lower[t.Lower] > 0 || len(t.Text) < 3 && end == i+1 || isRomanNumeral(t.Text) || noBody(toks, i) || s.isTopic(toks, i) {
			continue
		} else {
			m.Type = "Agency"
		}
		out = append(out, m)
		i = end - 1
	}
	// "G/TIP": a letter and an acronym
	for i := 0; i+2 < len(toks); i++ {
		if len(toks[i].Text) <= 3 && isAllCaps(toks[i].Text) && toks[i+1].Text == "/" && !toks[i+1].Space && !toks[i+2].Space && isAllCaps(toks[i+2].Text) {
			out = append(out, nlp.Mention{Sentence: at, First: i, Last: i + 3, Head: i + 2, Type: "Agency", Rule: "acronym.office", Confidence: 0.7, Cluster: -1, Whole: -1})
		}
	}
	return out
}

// spelledTopics finds the acronyms of issues and groups that stand in no phrase.
func (s *Stage) spelledTopics(toks []nlp.Token, page *pageInfo, at int, found []nlp.Mention) []nlp.Mention {
	var out []nlp.Mention
	for i := range toks {
		if !isAcronym(toks[i].Text) || page.defined[toks[i].Text] != nil || !s.isTopic(toks, i) || overlapsAny(found, i, i+1) || loud(toks, i) {
			continue
		}
		e, end, _ := s.lex.phrases.longestSingular(toks, i)
		out = append(out, nlp.Mention{
			Sentence: at, First: i, Last: end, Head: end - 1, Type: e.Type, Kind: nlp.Nominal, Key: e.Name, Rule: "nominal.head", Confidence: 0.7, Cluster: -1, Whole: -1,
		})
	}
	return out
}

// isTopic says whether the word at i is an acronym that the lists of issues and groups know without a sign beside it: "AIDS".
func (s *Stage) isTopic(toks []nlp.Token, i int) bool {
	e, _, ok := s.lex.phrases.longestSingular(toks, i)
	return ok && !e.Weak
}

// loud says whether the word at i is written in capitals because its neighbours are, as in "NOW, THEREFORE" and "FACT
// SHEET": a word of some length beside another one in capitals.
func loud(toks []nlp.Token, i int) bool {
	for _, k := range []int{i - 2, i - 1, i + 1, i + 2} {
		if k < 0 || k >= len(toks) || (k == i-2 || k == i+2) && toks[(i+k)/2].Text != "," {
			continue
		}
		if t := toks[k].Text; len(t) > 1 && isAllCaps(t) && isWordToken(&toks[k]) && !isNumber(t) && (len(t) >= 5 || len(toks[i].Text) >= 5 || closed[toks[k].Lower]) {
			return true
		}
	}
	return false
}

// definitionMentions are the long and the short form of a definition; where a name already covers the long form only
// the short one is new.
func (s *Stage) definitionMentions(toks []nlp.Token, at int, d definition, found []nlp.Mention) []nlp.Mention {
	short := nlp.Mention{Sentence: at, First: d.shortTokens[0], Last: d.shortTokens[1], Head: d.shortTokens[0], Rule: "acronym.defined", Confidence: 0.9, Cluster: -1, Whole: -1}
	out := []nlp.Mention{short}
	for _, m := range found {
		if m.Type != "" && m.First <= d.long[0] && m.Last > d.shortTokens[1]+1 && isCap(&toks[d.shortTokens[1]+1]) {
			break // "Foreign Corrupt Practices Act (FCPA) Unit": the acronym is of a part
		}
		if m.Type != "" && m.First <= d.long[0] && m.Last >= d.long[1] || m.Type != "" && m.Last == d.long[1] && m.First >= d.long[0] && m.Type != "Region" {
			return out
		}
	}
	long := nlp.Mention{Sentence: at, First: d.long[0], Last: d.long[1], Head: longSegment(toks, d) - 1, Rule: "acronym.long", Confidence: 0.85, Cluster: -1, Whole: -1}
	long.Type, long.Also = s.typeLong(toks, d)
	if long.Type == "" {
		return out
	}
	if !isCap(&toks[d.long[0]]) {
		long.Kind = nlp.Nominal
	}
	for _, m := range found {
		if m.First <= long.First && m.Last > long.Last {
			long.Rule = "name.part"
		}
	}
	return append(out, long)
}

// bracketed finds acronyms that stand in brackets behind a typed name without being made of its letters, as those of
// names in another language are: "National Tourism Service (SERNATUR)".
func (s *Stage) bracketed(toks []nlp.Token, page *pageInfo, at int, found []nlp.Mention) []nlp.Mention {
	var out []nlp.Mention
	for _, m := range found {
		i := m.Last
		if m.Kind != nlp.Named && m.Type != "Agency" || m.Type == "Region" || m.Type == "Person" || m.Rule == "acronym" || i+2 >= len(toks) || toks[i].Text != "(" || toks[i+2].Text != ")" {
			continue
		}
		short := toks[i+1].Text
		if !isAcronym(short) && !s.coined(&toks[i+1], page) || page.defined[short] != nil || m.Last-m.First < 2 {
			continue
		}
		if e, _, ok := s.lex.places.longest(toks, i+1); ok && e.Type != "Agency" {
			continue
		}
		page.defined[short] = &definition{short: short, sent: at, long: [2]int{m.First, m.Last}, shortTokens: [2]int{i + 1, i + 2}}
		out = append(out, nlp.Mention{Sentence: at, First: i + 1, Last: i + 2, Head: i + 1, Rule: "acronym.defined", Confidence: 0.85, Cluster: -1, Whole: -1})
	}
	return out
}

// coined says whether a word is made to name something: it has a capital inside ("DepEd"), or the document writes it with a
// capital more than once and never without, and it is no word of the lists ("Tusla").
func (s *Stage) coined(t *nlp.Token, page *pageInfo) bool {
	if !isCap(t) || len(t.Text) < 3 || t.UPOS != "PROPN" && t.UPOS != "" || closed[t.Lower] || isMonth(t.Lower) {
		return false
	}
	if strings.ToLower(t.Text[1:]) != t.Text[1:] {
		return !isAllCaps(t.Text)
	}
	return page.caps[t.Text] > 1 && page.lower[t.Lower] == 0 && len(s.lex.headsOf(t.Lower)) == 0 && !s.lex.titles[t.Lower] && !s.lex.firstNames[t.Text] && !s.lex.verbs[t.Lower]
}

// longSegment is the end of the part of a long form that its head closes: before the first preposition.
func longSegment(toks []nlp.Token, d definition) int {
	for i := d.long[0] + 1; i < d.long[1]; i++ {
		if connectors[toks[i].Lower] && toks[i].Lower != "and" && toks[i].Lower != "the" && isWordToken(&toks[i]) {
			return i
		}
	}
	return d.long[1]
}

// typeLong types the long form of an acronym by its head word.
func (s *Stage) typeLong(toks []nlp.Token, d definition) (string, []string) {
	n := &namer{lex: s.lex, toks: toks}
	c := chunk{first: d.long[0], last: d.long[1], segment: longSegment(toks, d)}
	typ := n.typeOf(c)
	if typ == "" {
		for _, h := range s.lex.headsOf(n.headWord(c)) {
			return h.Type, nil
		}
		if isCap(&toks[d.long[0]]) {
			if i := d.long[0]; i > 1 && (possessives[toks[i-1].Lower] || possessives[toks[i-2].Lower]) {
				return "Program", []string{"Agency"} // "its enhanced Nationally Determined Contribution"
			}
			return "Agency", []string{"Program"}
		}
		return "Issue", nil
	}
	return typ, n.otherTypes(c, typ)
}

var possessives = set("its their our his her 's ’s")
