package ner

import (
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
		if !ok || !g.fits(e, i, end, shout) || g.shared(e, i, end) || end == i+1 && g.page.defined[g.toks[i].Text] != nil {
			continue
		}
		m := nlp.Mention{
			Sentence: g.sent, First: i, Last: end, Head: end - 1, Type: e.Type, Country: e.Country, Name: e.Name, Rule: "list.place",
			Confidence: 0.95, Cluster: -1, Whole: -1,
		}
		if e.Type == "Agency" {
			m.Rule, m.Key = "list.organization", e.Form
		} else {
			m.First, m.Last = g.actor(e, i, end)
			if i > 0 && m.First == i && m.Last == end && !e.Adj && directions[g.toks[i-1].Lower] && g.toks[i-1].Text == g.toks[i-1].Lower {
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
	if end-i == 1 && (isAllCaps(e.Form) || isAcronym(e.Form)) && len(e.Form) <= 6 && t.Text != e.Form {
		return false // "US", not "Us"; "LeT", not "Let"
	}
	if end-i == 1 && e.Type == "Agency" && isAllCaps(t.Text) && i > 0 && end < len(g.toks) && isShouted(&g.toks[i-1]) && isShouted(&g.toks[end]) {
		return false // "QUESTIONING WHO WIELDED THE POWER: …"
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
