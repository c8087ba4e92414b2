package link

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"mandate/graph"
)

// Candidate is two entities that may be one.
type Candidate struct {
	A, B  graph.Entity // A.ID < B.ID
	Score float64      // how likely they are one, 0 to 1; near 0.5 nobody knows
	Why   string       // what speaks for it
}

// Scores of candidates by what speaks for them. They order a list for people, and decide nothing.
const (
	scoreCountry = 0.55 // one name, of which one is of a country and the other of none
	scoreAcronym = 0.5  // an acronym and a name that it is given to
	scoreMiddle  = 0.35 // first and last names agree, middle names do not
	scorePosts   = 0.45 // the same name, with posts that one person does not hold
	scoreTypo    = 0.7  // one word differs by one letter
	scoreWord    = 0.4  // one word more, at three words in common; less with fewer
)

// Candidates finds pairs of entities that are likely one and are not linked, nor judged, the most uncertain first. All
// entities are held in memory.
func Candidates(entities iter.Seq2[graph.Entity, error], judgements []graph.Judgement) ([]Candidate, error) {
	judged := map[[2]graph.EntityID]bool{}
	for _, j := range judgements {
		judged[ordered(j.A, j.B)] = true
	}
	var all []graph.Entity
	blocks := map[string][]int{}
	readings := []reading{}
	for ent, err := range entities {
		if err != nil {
			return nil, err
		}
		i := len(all)
		r := read(ent.ID)
		all, readings = append(all, ent), append(readings, r)
		for _, b := range reviewBlocks(&r, &ent) {
			blocks[b] = append(blocks[b], i)
		}
	}
	best := map[[2]int]Candidate{}
	for _, name := range slices.Sorted(maps.Keys(blocks)) {
		group := blocks[name]
		for n, j := range group {
			for _, i := range group[:n] {
				a, b := min(i, j), max(i, j)
				if a == b || judged[ordered(all[a].ID, all[b].ID)] {
					continue
				}
				score, why := compare(&readings[a], &readings[b], &all[a], &all[b])
				if score > best[[2]int{a, b}].Score {
					best[[2]int{a, b}] = Candidate{all[a], all[b], score, why}
				}
			}
		}
	}
	list := slices.Collect(maps.Values(best))
	slices.SortFunc(list, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(math.Abs(x.Score-0.5), math.Abs(y.Score-0.5)),
			cmp.Compare(y.A.Documents+y.B.Documents, x.A.Documents+x.B.Documents), cmp.Compare(x.A.ID, y.A.ID), cmp.Compare(x.B.ID, y.B.ID))
	})
	return list, nil
}

func ordered(a, b graph.EntityID) [2]graph.EntityID {
	if b < a {
		a, b = b, a
	}
	return [2]graph.EntityID{a, b}
}

// reviewBlocks are the groups within which entities are compared.
func reviewBlocks(r *reading, ent *graph.Entity) []string {
	if r.block != "" && r.kind != "law" {
		return []string{"person|" + r.block}
	}
	if r.kind == "person" || r.kind == "region" || strings.Contains(string(ent.ID), "@") { // nothing outside its document
		return nil
	}
	blocks := []string{"words|" + r.kind + "|" + strings.Join(r.words, " ")}
	for i := range r.words {
		if rest := slices.Delete(slices.Clone(r.words), i, i+1); len(rest) >= 2 {
			blocks = append(blocks, "words|"+r.kind+"|"+strings.Join(rest, " "))
		}
	}
	for _, form := range append([]string{ent.Name}, ent.Aliases...) {
		if IsAcronym(form) {
			blocks = append(blocks, "acronym|"+r.kind+"|"+slug(form))
		}
	}
	return blocks
}

// compare says how likely two entities of a block are one.
func compare(r, o *reading, a, b *graph.Entity) (float64, string) {
	if r.country != "" && o.country != "" && r.country != o.country || !sameNumbers(r.words, o.words) {
		return 0, ""
	}
	if r.kind == "region" {
		return scoreMiddle, "one name, in two states or once in none"
	}
	if r.kind == "person" && sameMiddle(r.middle, o.middle) {
		return scorePosts, "the same name, told apart by posts or countries: " + told(r.facts) + " and " + told(o.facts)
	}
	if r.kind == "person" {
		return scoreMiddle, "first and last names agree, middle names do not"
	}
	if slices.Equal(r.words, o.words) {
		return scoreCountry, "the same name, once of a country and once of none"
	}
	if IsAcronym(a.Name) != IsAcronym(b.Name) {
		return scoreAcronym, "an acronym, and a name to which documents give it"
	}
	only, other := without(r.words, o.words), without(o.words, r.words)
	common := len(r.words) - len(only)
	switch {
	case len(only) == 1 && len(other) == 1 && common >= 1 && oneLetter(only[0], other[0]):
		return scoreTypo, "one letter differs"
	case len(only)+len(other) == 1 && common >= 2 && !negation[strings.Join(append(only, other...), "")]:
		return scoreWord * float64(min(common, 3)) / 3, "one has a word more: " + spelled(append(only, other...)[0], a, b)
	}
	return 0, ""
}

// told is what titles say of a person, in words.
func told(facts []string) string {
	var said []string
	for _, f := range facts {
		at, in := strings.CutPrefix(f, from)
		parts := strings.SplitN(f, ".", 3)
		switch {
		case in:
			said = append(said, "named in documents from "+strings.ToUpper(at))
		case len(parts) == 3:
			said = append(said, strings.ReplaceAll(parts[1]+" for "+parts[2], "-", " "))
		case len(f) == 2:
			said = append(said, strings.ToUpper(f))
		case f == office && len(facts) > 1: // the country says more
		case f == office:
			said = append(said, "in office")
		default:
			said = append(said, walkNames[f])
		}
	}
	if len(said) == 0 {
		return "no post told"
	}
	return strings.Join(said, ", ")
}

// walkNames are the walks of life in words.
var walkNames = map[string]string{"bench": "judge", "ranks": "police or soldier", "faith": "clergy", "stage": "arts or sports"}

// spelled is the word as one of the entities spells it; names are compared by stems.
func spelled(stem string, entities ...*graph.Entity) string {
	for _, ent := range entities {
		_, _, slug := cutKey(ent.ID)
		for i, w := range strings.Split(slug, "-") {
			if plain(w, i) == stem {
				return w
			}
		}
	}
	return stem
}

// negation are words that turn a name into its opposite.
var negation = map[string]bool{"non": true, "not": true, "no": true, "anti": true, "counter": true, "against": true, "without": true, "former": true, "un": true}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(w string) bool { return slices.Contains(b, w) })
}

func sameNumbers(a, b []string) bool {
	numbers := func(ws []string) []string {
		return slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return !strings.ContainsAny(w, "0123456789") })
	}
	return slices.Equal(numbers(a), numbers(b))
}

// oneLetter says whether two long words differ by one letter added, left out or changed.
func oneLetter(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 5 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i < len(x) && slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i:], y[i+1:])
}
