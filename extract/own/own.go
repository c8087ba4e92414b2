// Package own makes the pipeline serve a schema of the user's: it finds the entities of the types that the schema adds,
// by the words the schema gives for them, and at the end calls everything by the types of the schema.
//
// The stages between know the built-in types only: a type that is "like" a built-in one is read as that one and renamed
// at the end, so that all they know of agencies or laws serves it; a type of its own keeps its name all the way.
package own

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
	"mandate/extract/token"
	"mandate/graph/schema"
)

// The rules by which a mention of a user's type is found, as evidence and `mandate parse` name them.
const (
	ruleName    = "own.name"
	ruleHead    = "own.head"
	ruleNoun    = "own.noun"
	rulePattern = "own.pattern"
)

// Mentions is the stage that finds the entities which a schema describes; use New.
type Mentions struct {
	names    map[string][]phrase // by first word
	nouns    map[string][]phrase // by first word, lower case, singular
	heads    map[string]string   // entity type by head word in lower case
	patterns []pattern
}

// phrase is a name or noun of several words and the type it gives.
type phrase struct {
	words      []string
	entityType string
}

type pattern struct {
	re         *regexp.Regexp
	entityType string
}

// New makes the stage for a schema; nil when the schema describes no entities, so that none is needed.
func New(s *schema.Schema) (*Mentions, error) {
	m := &Mentions{names: map[string][]phrase{}, nouns: map[string][]phrase{}, heads: map[string]string{}}
	some := false
	for i := range s.Entities {
		t := &s.Entities[i]
		if t.Recognise == nil {
			continue
		}
		some = true
		read := s.ReadAs(t.Type)
		for _, n := range t.Recognise.Names {
			add(m.names, cut(n), read)
		}
		for _, n := range t.Recognise.Nouns {
			words := cut(strings.ToLower(n))
			if len(words) > 0 {
				words[len(words)-1] = singular(words[len(words)-1])
			}
			add(m.nouns, words, read)
		}
		for _, h := range t.Recognise.Heads {
			m.heads[strings.ToLower(h)] = read
		}
		for _, p := range t.Recognise.Patterns {
			re, err := regexp.Compile(p)
			if err != nil {
				return nil, fmt.Errorf("entity %s: pattern %q: %w", t.Type, p, err)
			}
			m.patterns = append(m.patterns, pattern{re, read})
		}
	}
	if !some {
		return nil, nil
	}
	return m, nil
}

// add files a phrase under its first word; of two with that word the longer one is tried first.
func add(to map[string][]phrase, words []string, entityType string) {
	if len(words) == 0 {
		return
	}
	to[words[0]] = append(to[words[0]], phrase{words, entityType})
	slices.SortStableFunc(to[words[0]], func(a, b phrase) int { return len(b.words) - len(a.words) })
}

// cut splits a phrase into words as texts are split.
func cut(text string) []string {
	var words []string
	for _, sent := range token.Split(text) {
		for _, t := range sent {
			words = append(words, t.Text)
		}
	}
	return words
}

// Name is "own".
func (*Mentions) Name() string { return "own" }

// Needs mentions.
func (*Mentions) Needs() []string { return []string{"mentions"} }

// Adds nothing that a later stage asks for.
func (*Mentions) Adds() []string { return nil }

// Annotate adds the mentions. They take the place of built-in readings of the same or of overlapping words; what lies
// wholly inside one of them stays (the country in the name of a ship), and so does a longer name round a common noun
// ("Tuna Commission").
func (m *Mentions) Annotate(doc *nlp.Document) error {
	found := make([][]nlp.Mention, len(doc.Sentences))
	for i := range doc.Sentences {
		m.sentence(doc, i, &found[i])
	}
	place(doc, found)
	return nil
}

// sentence finds what the schema describes in one sentence: patterns before names, names before heads, heads before
// nouns; what stands first of a kind stands.
func (m *Mentions) sentence(doc *nlp.Document, i int, out *[]nlp.Mention) {
	sent := &doc.Sentences[i]
	put := func(first, last, head int, entityType, rule string, kind nlp.MentionKind) {
		if slices.ContainsFunc(*out, func(o nlp.Mention) bool { return o.First < last && first < o.Last }) {
			return
		}
		*out = append(*out, nlp.Mention{
			Sentence: i, First: first, Last: last, Head: head, Span: nlp.Span{Start: sent.Tokens[first].Span.Start, End: sent.Tokens[last-1].Span.End},
			Type: entityType, Kind: kind, Name: text(sent.Tokens[first:last]), Rule: rule, Confidence: sure[rule], Cluster: -1, Whole: -1,
		})
	}
	m.matchPatterns(doc, sent, put)
	for j := range sent.Tokens {
		for _, p := range m.names[sent.Tokens[j].Text] {
			if at(sent.Tokens, j, p.words, func(t *nlp.Token) string { return t.Text }) {
				put(j, j+len(p.words), j+len(p.words)-1, p.entityType, ruleName, nlp.Named)
				break
			}
		}
	}
	for j := range sent.Tokens {
		if typ, ok := m.heads[sent.Tokens[j].Lower]; ok {
			if first, last := named(sent.Tokens, j); last-first > 1 {
				put(first, last, j, typ, ruleHead, nlp.Named)
			}
		}
	}
	for j := len(sent.Tokens) - 1; j >= 0; j-- { // from the right: the head of a noun phrase is its last word
		m.noun(sent.Tokens, j, put)
	}
}

// How sure each rule is: a pattern and a name are the user's own word; a head or noun may be used otherwise.
var sure = map[string]float64{rulePattern: 1, ruleName: 1, ruleHead: 0.9, ruleNoun: 0.85}

// matchPatterns finds the regular expressions in the words of the sentence.
func (m *Mentions) matchPatterns(doc *nlp.Document, sent *nlp.Sentence, put func(first, last, head int, entityType, rule string, kind nlp.MentionKind)) {
	if len(m.patterns) == 0 || len(sent.Tokens) == 0 {
		return
	}
	toks := sent.Tokens
	from := toks[0].Read.Start
	reading := doc.Passages[sent.Passage].Text[from:toks[len(toks)-1].Read.End]
	for _, p := range m.patterns {
		for _, at := range p.re.FindAllStringIndex(reading, -1) {
			first := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Read.End-from > at[0] })
			last := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Read.End-from >= at[1] })
			if first >= 0 && last >= first {
				put(first, last+1, last, p.entityType, rulePattern, nlp.Named)
			}
		}
	}
}

// at says whether the words stand at token j, each under form.
func at(toks []nlp.Token, j int, words []string, form func(*nlp.Token) string) bool {
	if j+len(words) > len(toks) {
		return false
	}
	for k, w := range words {
		if form(&toks[j+k]) != w {
			return false
		}
	}
	return true
}

// named is the run of tokens that makes a name with the head word at j: capitalised words and numbers before or after it
// ("the trawler Hai Feng 7", "Operation Sea Shield"), the head itself with them.
func named(toks []nlp.Token, j int) (first, last int) {
	first, last = j, j+1
	for last < len(toks) && (proper(&toks[last]) || joins(toks, last)) {
		last++
	}
	if last > j+1 {
		return first, last
	}
	if !proper(&toks[j]) {
		return j, j + 1 // "the vessels": a common noun
	}
	for first > 0 && (proper(&toks[first-1]) || first > 1 && joins(toks, first-1)) && !(first == 1 && toks[0].UPOS != "PROPN") {
		first--
	}
	return first, last
}

// proper says whether a token is a capitalised word or a number.
func proper(t *nlp.Token) bool {
	c := t.Text[0]
	return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0xC0
}

// joins says whether the small word at i joins two capitalised ones into one name.
func joins(toks []nlp.Token, i int) bool {
	switch toks[i].Text {
	case "of", "de", "-", "&", "for":
		return i+1 < len(toks) && i > 0 && proper(&toks[i+1]) && proper(&toks[i-1])
	}
	return false
}

// noun finds a common noun of the schema that ends a noun phrase at j, with the adjectives and nouns that modify it:
// "overfished jack mackerel stocks".
func (m *Mentions) noun(toks []nlp.Token, j int, put func(first, last, head int, entityType, rule string, kind nlp.MentionKind)) {
	for _, key := range []string{toks[j].Lower, singular(toks[j].Lower)} {
		for _, p := range m.nouns[key] {
			end := j + len(p.words)
			if end > len(toks) || !nounAt(toks[j:end], p.words) || end < len(toks) && modifies(&toks[end-1], toks, end) {
				continue
			}
			first := j
			for first > 0 && (modifier(&toks[first-1]) || m.nouns[toks[first-1].Lower] != nil) {
				first--
			}
			put(first, end, end-1, p.entityType, ruleNoun, nlp.Nominal)
			return
		}
	}
}

// nounAt compares the words of a noun: the last one in either number.
func nounAt(toks []nlp.Token, words []string) bool {
	for k, w := range words {
		if toks[k].Lower != w && !(k == len(words)-1 && singular(toks[k].Lower) == w) {
			return false
		}
	}
	return true
}

// modifies says whether the noun t only modifies the next one, which the tree says ("squid fishery").
func modifies(t *nlp.Token, toks []nlp.Token, next int) bool {
	return t.Deprel == "compound" && t.Head >= next && t.Head < len(toks)
}

// modifier says whether a word may stand before a common noun as part of its name.
func modifier(t *nlp.Token) bool {
	return (t.UPOS == "ADJ" && t.Deprel == "amod" || t.UPOS == "NOUN" && t.Deprel == "compound" || t.UPOS == "PROPN" && t.Deprel == "compound") &&
		t.Text[0] != '\''
}

// text is the words as a name.
func text(toks []nlp.Token) string {
	var b strings.Builder
	for i := range toks {
		if i > 0 && toks[i].Space {
			b.WriteByte(' ')
		}
		b.WriteString(toks[i].Text)
	}
	return b.String()
}

// place puts the mentions that were found among those that are there, outer before inner, and moves the references
// between mentions along.
func place(doc *nlp.Document, found [][]nlp.Mention) {
	old := doc.Mentions
	now := make([]int, len(old)) // where each old mention stands afterwards, -1 nowhere
	var out []nlp.Mention
	from := 0
	for i := range doc.Sentences {
		to := from
		for to < len(old) && old[to].Sentence == i {
			to++
		}
		out = merge(out, old[from:to], now[from:to], found[i])
		from = to
	}
	for i := range out {
		if w := out[i].Whole; w >= 0 {
			out[i].Whole = now[w]
		}
	}
	doc.Mentions = out
}

// merge appends the mentions of one sentence to out.
func merge(out, old []nlp.Mention, now []int, found []nlp.Mention) []nlp.Mention {
	type placed struct {
		nlp.Mention
		was int
	}
	var all []placed
	for i, o := range old {
		now[i] = -1
		if !slices.ContainsFunc(found, func(m nlp.Mention) bool { return replaces(&m, &o) }) {
			all = append(all, placed{o, i})
		}
	}
	for _, m := range found {
		if !slices.ContainsFunc(old, func(o nlp.Mention) bool { return holds(&o, &m) }) {
			all = append(all, placed{m, -1})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.Last - a.Last
	})
	for _, m := range all {
		if m.was >= 0 {
			now[m.was] = len(out)
		}
		out = append(out, m.Mention)
	}
	return out
}

// holds says whether the longer built-in name o keeps the common noun m for itself: "Tuna Commission".
func holds(o, m *nlp.Mention) bool {
	return m.Rule == ruleNoun && o.Kind == nlp.Named && o.First <= m.First && m.Last <= o.Last
}

// replaces says whether m takes the place of o.
func replaces(m, o *nlp.Mention) bool {
	if m.Last <= o.First || o.Last <= m.First || holds(o, m) {
		return false
	}
	inside := m.First <= o.First && o.Last <= m.Last && o.Last-o.First < m.Last-m.First
	return !inside || o.Kind != nlp.Named
}

// Types is the stage that calls clusters by the types of a schema. What is of a built-in type that the schema neither has
// nor takes over makes no entity.
type Types struct{ Schema *schema.Schema }

// Name is "types".
func (Types) Name() string { return "types" }

// Needs relations: the stages that find them know built-in types.
func (Types) Needs() []string { return []string{"relations"} }

// Adds nothing that a later stage asks for.
func (Types) Adds() []string { return nil }

// Annotate renames the types of all clusters.
func (s Types) Annotate(doc *nlp.Document) error {
	for i := range doc.Clusters {
		c := &doc.Clusters[i]
		c.ReadAs = c.Type
		c.Type = s.Schema.TypeOf(c.ReadAs)
	}
	return nil
}

// singular is the word in the singular.
func singular(w string) string { return english.Singular(w) }
