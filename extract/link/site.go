package link

import (
	"strings"
)

// Places whose name is another's.

// within says whether a place is a word of another name: a given name before a family name ("Chad Smith"), or a place that
// is called with its article ("The Valley") where it has none ("Valley Forge").
func within(p place) bool {
	if p.Last != p.First+1 {
		return false
	}
	before, after := p.around(-1), p.around(0)
	if t := &p.toks[p.First]; beginnings[t.Lower] || before != nil && after != nil && capital(before) && capital(after) && before.UPOS != "DET" &&
		(t.Deprel == "compound" || t.Deprel == "flat") && t.Head == before.Head && t.Head >= p.Last && capital(&p.toks[t.Head]) {
		return true // "San" of some saint, "Pacific" in "American Pacific Mining Corp."
	}
	if strings.HasPrefix(p.Name, "The ") || strings.HasPrefix(p.Key, "The ") {
		return (before == nil || before.Lower != "the") && !strings.EqualFold(p.toks[p.First].Text, "the")
	}
	return after != nil && !p.owned && capital(after) && !capitals(after.Text) && listedPlaces().given[p.toks[p.First].Lower] && !listedPlaces().state[after.Lower]
}

// beginnings are words with which names of places begin, and which are none by themselves.
var beginnings = map[string]bool{"san": true, "santa": true, "saint": true, "st.": true, "los": true, "las": true, "el": true, "fort": true, "mount": true,
	"port": true, "cape": true, "new": true, "north": true, "south": true, "upper": true, "lower": true, "great": true}

// unplaced says whether a mention is one word that no list knows as a place, and stands in no state: as likely somebody's family
// name as a town.
func unplaced(p place) bool {
	return p.Last == p.First+1 && !strings.HasPrefix(p.Rule, "list.") && p.state("") == ""
}

// placed says whether the name of a place goes on behind it, or began before: "San Juan Hill", "Los Angeles Times", "District of
// [Columbia]". A title does not belong to it.
func placed(p place) bool {
	if of, before := p.around(-1), p.around(-2); of != nil && before != nil && of.Lower == "of" && holders[before.Lower] && capital(before) && !p.owned {
		return true
	}
	next := p.around(0)
	if next == nil || p.owned || !named(next) || next.UPOS != "PROPN" || titles()[bare(next)] != "" || listedPlaces().state[next.Lower] {
		return false
	}
	last := &p.toks[p.Last-1]
	return (last.Deprel == "compound" || last.Deprel == "flat") && last.Head == p.Last ||
		p.Head >= p.First && p.Head < p.Last && p.toks[p.Head].Deprel == "compound" && p.toks[p.Head].Head == p.Last
}

// holders are what has the name of a place in its own, and is another thing.
var holders = map[string]bool{"district": true, "university": true, "college": true, "bank": true, "diocese": true, "battle": true, "treaty": true, "gulf": true}
