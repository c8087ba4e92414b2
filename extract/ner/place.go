package ner

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// gazetteer finds known places and organisations: "Yunnan", "Chinese", "the Dutch", "UNHCR". Places named by an
// adjective stand for the country; with "government", "authorities" or "officials" after them they are the country as
// an actor.
type gazetteer struct {
	lex  *Lexicon
	page *pageInfo
	toks []nlp.Token
	sent int
}

func (g *gazetteer) find(shout bool) []nlp.Mention {
	var out []nlp.Mention
	for i := 0; i < len(g.toks); i++ {
		if !isCap(&g.toks[i]) {
			continue
		}
		e, end, ok := g.lex.places.longest(g.toks, i)
		if ok {
			e = g.own(e)
		}
		foreign := ok && g.foreign(e)
		if foreign && (end == i+1 || g.lex.commonHead(g.toks[i].Lower) || g.lex.commonHead(g.toks[end-1].Lower)) {
			continue // an acronym, or a name that its head tells without a list
		}
		if !ok || !g.fits(e, i, end, shout) || g.shared(e, i, end) || end == i+1 && g.page.defined[g.toks[i].Text] != nil {
			continue
		}
		m := nlp.Mention{
			Sentence: g.sent, First: i, Last: end, Head: end - 1, Type: e.Type, Country: e.Country, Name: e.Name, Rule: "list.place",
			Confidence: 0.95, Cluster: -1, Whole: -1,
		}
		if e.Type == "Agency" {
			m.Rule, m.Key = "list.organization", e.Form
			if foreign {
				m.Name, m.Country = "", "" // "House of Representatives"
			}
		} else {
			m.First, m.Last = g.actor(e, i, end)
			if i > 0 && m.First == i && m.Last == end && !e.Adj && directions[g.toks[i-1].Lower] {
				m.First, m.Name = i-1, g.toks[i-1].Text+" "+e.Name // "northern Chile"
			}
		}
		if e.Type == "Agency" && e.Name == "European Union" {
			m.Also = []string{"Region"}
		}
		out = append(out, m)
		i = max(m.Last, end) - 1
	}
	return out
}

// reads says whether the lists speak of the word at i in this document: of an acronym that is somebody else's here, they do not.
func (g *gazetteer) reads(i int) bool {
	e, end, ok := g.lex.places.longest(g.toks, i)
	return ok && !(end == i+1 && g.foreign(g.own(e)))
}

// countries counts how often the document names each country, by any of its forms or by a place of which there is one. Where a
// document comes from counts too, as does whose post a cable is sent by, and a country of which more bodies are named than
// any country is: an order need not say whose departments it orders.
func (s *Stage) countries(doc *nlp.Document) map[string]int {
	named, bodies := map[string]int{}, map[string]map[string]bool{}
	if doc.Info.Country != "" {
		named[doc.Info.Country]++
	}
	if doc.Info.Format == "cable" {
		named["US"]++
	}
	for i := range doc.Sentences {
		toks := doc.Sentences[i].Tokens
		for j := 0; j < len(toks); j++ {
			if !isCap(&toks[j]) {
				continue
			}
			e, end, ok := s.lex.places.longest(toks, j)
			if !ok {
				continue
			}
			switch {
			case e.Country == "":
			case e.Land || e.Type == "Region" && !e.Weak && len(e.namesakes) == 0:
				named[e.Country]++
			case e.Type == "Agency":
				if bodies[e.Country] == nil {
					bodies[e.Country] = map[string]bool{}
				}
				bodies[e.Country][e.Name] = true
			}
			j = end - 1
		}
	}
	most := 0
	for _, n := range named {
		most = max(most, n)
	}
	for country, of := range bodies {
		if named[country] == 0 && len(of) > most {
			named[country] = 1
		}
	}
	return named
}

// unread leaves out towns and other places that are a word of a longer name which nobody has read: "Pune Serum Works". A
// country stays before a name, for it stands before capitals of all kinds ("Kenyan Muslims"); behind one it is mostly the end of
// it ("Clean Ports Kenya").
func (s *Stage) unread(toks []nlp.Token, places, found []nlp.Mention) []nlp.Mention {
	return slices.DeleteFunc(places, func(m nlp.Mention) bool {
		if m.Type != "Region" || overlapsAny(found, m.First, m.Last) {
			return false
		}
		return s.partOfName(toks, m.Last, places, found) && !s.ofLand(toks, &m) && !otherClauses(toks, &m) || s.named(toks, &m) && s.partOfName(toks, m.First-1, places, found)
	})
}

// ofLand says whether a place is a country, by whatever form.
func (s *Stage) ofLand(toks []nlp.Token, m *nlp.Mention) bool {
	for k := m.First; k < m.Last; k++ {
		if e, _, ok := s.lex.places.longest(toks, k); ok && e.Type == "Region" {
			return e.Land
		}
	}
	return false
}

// otherClauses says whether the tree takes a place and the capital behind it for two things that the verb has: "In Nairobi
// Odhiambo said".
func otherClauses(toks []nlp.Token, m *nlp.Mention) bool {
	return m.Last < len(toks) && base(toks[m.Head].Deprel) == "obl" && base(toks[m.Last].Deprel) == "nsubj" && toks[m.Head].Head == toks[m.Last].Head
}

// named says whether the word before a place can open a name that ends with it ("Habitat Oceania"): not a post ("Embassy
// Cairo"), a direction ("Northern Bihar"), or what "in" and its like lead in, which is a part of the place ("in Downtown
// Nairobi").
func (s *Stage) named(toks []nlp.Token, m *nlp.Mention) bool {
	i := m.First - 1
	return i > 0 && !posts[toks[i].Lower] && !directions[toks[i].Lower] && !within[toks[i-1].Lower]
}

// within are the prepositions that lead to places.
var within = set("in near outside within across throughout at around")

// posts go by the town they are in.
var posts = set("embassy amembassy consulate mission legatt post delegation office")

// partOfName says whether the word at i has the capital of a name that is neither read nor a title.
func (s *Stage) partOfName(toks []nlp.Token, i int, places, found []nlp.Mention) bool {
	if i >= len(toks) || !isCap(&toks[i]) || len(toks[i].Text) < 3 || isAllCaps(toks[i].Text) || isMonth(toks[i].Lower) || closed[toks[i].Lower] || !toks[i].Space && i > 0 {
		return false
	}
	return !s.lex.titles[toks[i].Lower] && !s.lex.titleModifiers[toks[i].Lower] && !s.lex.firstNames[toks[i].Text] && !overlapsAny(found, i, i+1) && !overlapsAny(places, i, i+1)
}

// own is which of the things of one name the document means: of those that lie in countries the document names, the one
// whose country it names most often ("Victoria" in a text on the Seychelles). A country is always the country.
func (g *gazetteer) own(e *entry) *entry {
	if e.Land {
		return e
	}
	best := e
	for _, o := range e.namesakes {
		if g.page.named[o.Country] > g.page.named[best.Country] {
			best = o
		}
	}
	return best
}

// foreign says whether an entry is a body of a country which the document does not name, though it names others, and bears
// an acronym or a name that bodies of other countries may have too: then it is somebody else's.
func (g *gazetteer) foreign(e *entry) bool {
	if e.Type != "Agency" || e.Country == "" || len(g.page.named) == 0 || g.page.named[e.Country] > 0 {
		return false
	}
	words := strings.Fields(e.Form)
	if len(words) == 1 {
		return isAllCaps(e.Form) && len(e.Form) <= 4
	}
	return !slices.ContainsFunc(words, g.lex.isPlace) &&
		(g.lex.headsName(words[0]) || g.lex.headsName(words[len(words)-1]))
}

// shared says whether the words at [i, end) are the name of a ministry that other states have too ("Ministry of Justice"),
// in a text that does not come from the state of the list: whose it is, the text must say.
func (g *gazetteer) shared(e *entry, i, end int) bool {
	if e.Type != "Agency" || e.Country == "" || e.Country == g.page.country || end-i < 3 || g.toks[i].Lower != "ministry" {
		return false
	}
	for k := i + 1; k < end; k++ { // "Ministry of Public Security of the People's Republic of China"
		if place, _, ok := g.lex.places.longest(g.toks, k); ok && place.Type == "Region" {
			return false
		}
	}
	return true
}

// fits says whether the words at [i, end) are really the entry.
func (g *gazetteer) fits(e *entry, i, end int, shout bool) bool {
	t := &g.toks[i]
	if end-i == 1 && (isAllCaps(e.Form) || isAcronym(e.Form) && len(e.Form) <= 6) && t.Text != e.Form {
		return false // "US", not "Us"; "LeT", not "Let"; "TRAFFIC", not "Traffic"
	}
	if end-i == 1 && e.Type == "Agency" && isAllCaps(t.Text) && i > 0 && end < len(g.toks) && isShouted(&g.toks[i-1]) && isShouted(&g.toks[end]) {
		return false // "QUESTIONING WHO WIELDED THE POWER: …"
	}
	if end-i == 1 && e.Type == "Agency" && (noBody(g.toks, i) || g.ordinary(i) && loud(g.toks, i)) {
		return false // "EUR 5 million"; "MORE TRAFFIC"
	}
	if end-i == 1 && isAllCaps(t.Text) && !isAllCaps(e.Form) && !shout {
		return false // an acronym that happens to spell a place
	}
	if shout && (e.Weak || e.Type == "Agency" && end-i == 1) {
		return false
	}
	if e.Type == "Agency" && end-i == 1 && !isAllCaps(e.Form) && strings.Contains(e.Name, " ") {
		// "State", "Treasury": only where the document names the body in full
		_, ok := g.page.known[graph.FoldName(e.Name)]
		return ok
	}
	if !e.Weak {
		return true
	}
	// a word with another meaning: only as the object of "in", "from" …, or before another place, or seen as a place before
	if i > 0 {
		switch g.toks[i-1].Lower {
		case "in", "from", "to", "near", "outside", "within", "across", "throughout", "between", "of":
			return end == len(g.toks) || !isCap(&g.toks[end])
		}
	}
	if end+1 < len(g.toks) && g.toks[end].Text == "," {
		_, _, ok := g.lex.places.longest(g.toks, end+1)
		return ok
	}
	return false
}

// ordinary says whether the word at i, written small, is one of the document or one that heads phrases.
func (g *gazetteer) ordinary(i int) bool {
	w := g.toks[i].Lower
	return !closed[w] && (g.page.lower[w] > 0 || len(g.lex.headsOf(w)) > 0)
}

// isShouted says whether a word is in capitals and too long for most acronyms.
func isShouted(t *nlp.Token) bool { return len(t.Text) > 5 && isAllCaps(t.Text) }

// actor widens a country name over the words that make it an actor: "Government of China", "Chinese authorities".
func (g *gazetteer) actor(e *entry, i, end int) (int, int) {
	if end < len(g.toks) && (e.Adj || isPossessive(g.toks[end].Text)) {
		k := end
		if isPossessive(g.toks[k].Text) {
			k++
		}
		if k < len(g.toks) && actorNouns[g.toks[k].Lower] && (k+1 >= len(g.toks) || !isCap(&g.toks[k+1])) {
			return i, k + 1
		}
	}
	if i >= 2 && (g.toks[i-1].Lower == "of" || g.toks[i-1].Lower == "the" && i >= 3 && g.toks[i-2].Lower == "of") {
		k := i - 2
		if g.toks[i-1].Lower == "the" {
			k--
		}
		if w := g.toks[k].Lower; w == "government" || w == "republic" || w == "people" && isCap(&g.toks[k]) {
			return k, end
		}
	}
	return i, end
}

var directions = set("northern southern eastern western central northeastern northwestern southeastern southwestern rural coastal")

var actorNouns = set("government authorities officials administration side governments")

// insideOnly leaves out towns and areas that the document names inside longer names only: who reads of Lakeside University has
// not read of Lakeside. A country or a state stays, for a body that bears its name is the state's: "Texas Water Board".
func (s *Stage) insideOnly(ms []nlp.Mention) []nlp.Mention {
	alone := map[string]bool{}
	inside := make([]bool, len(ms))
	for i := range ms {
		if m := &ms[i]; m.Type == "Region" && m.Rule == "list.place" {
			inside[i] = insideName(ms, i)
			alone[m.Name] = alone[m.Name] || !inside[i]
		}
	}
	at := -1
	return slices.DeleteFunc(ms, func(m nlp.Mention) bool {
		at++
		return inside[at] && !alone[m.Name] && !s.lex.isState(m.Name)
	})
}

// insideName says whether mention i is a part of the name of something else.
func insideName(ms []nlp.Mention, i int) bool {
	m := &ms[i]
	within := func(o *nlp.Mention) bool {
		return o.Kind == nlp.Named && o.Type != "Region" && o.First <= m.First && m.Last <= o.Last && o.Last-o.First > m.Last-m.First
	}
	for j := i - 1; j >= 0 && ms[j].Sentence == m.Sentence; j-- {
		if within(&ms[j]) {
			return true
		}
	}
	for j := i + 1; j < len(ms) && ms[j].Sentence == m.Sentence; j++ {
		if within(&ms[j]) {
			return true
		}
	}
	return false
}
