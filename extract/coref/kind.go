package coref

import (
	"slices"
	"strings"
	"sync"

	"mandate/extract/ner/lists"
	"mandate/extract/ner/model"
	"mandate/extract/nlp"
	"mandate/graph"
)

// kinds joins a name with the one longer name that adds to it what kind of thing it is: "Minkali" and "Minkali National Park",
// "Port Hale" and "City of Port Hale", "Asante Road" and "Asante Road Teaching Hospital".
func (r *resolver) kinds() {
	ms := r.doc.Mentions
	first, names := map[string]bool{}, make([]string, len(ms)) // the first mention of each name stands for all
	for i := range ms {
		m := &ms[i]
		if m.Kind != nlp.Named || m.Type != "Region" && m.Type != "Agency" {
			continue
		}
		if name := graph.FoldName(m.Name); name != "" && !first[m.Type+"|"+name] {
			first[m.Type+"|"+name], names[i] = true, name
		}
	}
	for i := range ms {
		a := &ms[i]
		if names[i] == "" || a.Type == "Agency" && (a.Rule != model.Rule || !strings.Contains(a.Name, " ")) || a.Type == "Region" && r.hasOtherName(i, names[i]) {
			continue // of several names: "State of Port Hale", which is not the city
		}
		match := -1
		for j := range ms {
			if names[j] == "" || ms[j].Type != a.Type || len(names[j]) <= len(names[i]) || !r.withKind(names[i], names[j], a) {
				continue
			}
			if match >= 0 && r.find(match) != r.find(j) {
				match = -2 // a state and a city, say
				break
			}
			match = j
		}
		if match >= 0 {
			r.union(i, match)
		}
	}
}

// acronymWithHead joins a body named by its acronym and head word with the body of that acronym, where its full name has that
// head: "ORS Bureau", the Bureau of Reef Safety.
func (r *resolver) acronymWithHead() {
	ms := r.doc.Mentions
	for i := range ms {
		a := &ms[i]
		short, head, ok := strings.Cut(a.Name, " ")
		if !ok || a.Kind != nlp.Named || a.Type != "Agency" || strings.Contains(head, " ") || len(short) < 2 || short != strings.ToUpper(short) {
			continue
		}
		for j := range ms {
			b := &ms[j]
			if b.Sentence != a.Sentence || b.First != a.First || b.Last != a.First+1 || b.Type != "Agency" {
				continue
			}
			full := r.fullName(j)
			words := strings.Fields(graph.FoldName(full))
			if h := graph.FoldName(head); len(words) > 2 && (words[0] == h || words[len(words)-1] == h) && graph.FoldName(full) != graph.FoldName(a.Name) {
				r.union(i, j)
			}
			break
		}
	}
}

// fullName is the longest name in the document of what mention i names.
func (r *resolver) fullName(i int) string {
	best := r.doc.Mentions[i].Name
	for k := range r.doc.Mentions {
		if m := &r.doc.Mentions[k]; m.Kind == nlp.Named && r.find(k) == r.find(i) && len(m.Name) > len(best) {
			best = m.Name
		}
	}
	return best
}

// hasOtherName says whether what mention i names bears another name in the document, but for its government's.
func (r *resolver) hasOtherName(i int, name string) bool {
	for k := range r.doc.Mentions {
		if m := &r.doc.Mentions[k]; r.find(k) == r.find(i) && m.Kind == nlp.Named {
			if other := graph.FoldName(r.surface(m)); other != name && other != "government of "+name {
				return true
			}
		}
	}
	return false
}

// withKind says whether long is the folded name of mention a with its kind. A name that is also a country's or a state's is not
// taken for its city's: "City of Buenos Aires".
func (r *resolver) withKind(name, long string, a *nlp.Mention) bool {
	if rest, ok := strings.CutSuffix(long, " of "+name); ok {
		return a.Type == "Region" && styles[rest] && !(towns[rest] && r.states[graph.FoldName(a.Name)])
	}
	rest, ok := strings.CutPrefix(long, name+" ")
	if !ok || a.Rule == "list.place" { // the lists know the town of a district's name
		return false
	}
	words := strings.Fields(rest)
	if a.Type == "Agency" {
		return houses[words[len(words)-1]] && len(words) <= 2
	}
	for _, w := range words {
		if !areas[w] {
			return false
		}
	}
	return true
}

var (
	// styles lead in a place's name without being told from it.
	styles = map[string]bool{"city": true, "town": true, "village": true, "municipality": true, "commune": true, "autonomous region": true, "autonomous republic": true, "island": true}
	// towns are styles that a country or a state of the same name has not.
	towns = words("city town village municipality commune")
	// areas say what kind of place is named.
	areas = words("national nature natural forest game wildlife marine park reserve sanctuary island islands")
	// houses are bodies that go by the name of their place or founder.
	houses = words("hospital clinic university college school seminary prison stadium airport library museum")
)

// stateNames are the folded names of countries and of their states and provinces.
var stateNames = sync.OnceValues(func() (map[string]bool, error) {
	all, err := lists.Load()
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, c := range all.Countries {
		for _, name := range slices.Concat([]string{c.Name}, c.Aliases, c.Adjectives, c.Nouns) {
			out[graph.FoldName(name)] = true
		}
	}
	for _, s := range all.Subdivisions {
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			out[graph.FoldName(name)] = true
		}
	}
	return out, nil
})
