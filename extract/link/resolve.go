package link

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"mandate/graph"
)

// Version counts the changes to how keys are linked: a store linked by an earlier one is linked again.
const Version = 2

// Link is what became of a key.
type Link struct {
	Entity graph.EntityID
	Name   string // by judgement, "" as documents have it
	Type   string // by judgement, "" as documents have it
	Hidden bool   // by judgement
}

// Resolve links keys to entities. It is given all keys of some blocks, with all blocks of each; keys of other blocks do
// not matter. The result is a function of profiles and judgements. First come the judgements of people, then names that
// differ only in the way of writing, then persons with and without middle names, then acronyms. No step joins what
// somebody judged different.
func Resolve(profiles map[graph.EntityID]*Profile, judged *Judgements) map[graph.EntityID]Link {
	r := &resolver{profiles: profiles, judged: judged, parts: map[graph.EntityID]*part{}, readings: map[graph.EntityID]reading{}}
	for _, key := range slices.Sorted(maps.Keys(profiles)) {
		if profiles[key].Documents == 0 {
			continue
		}
		r.keys = append(r.keys, key)
		r.parts[key] = &part{keys: []graph.EntityID{key}}
		if !profiles[key].isBare() {
			r.readings[key] = read(key)
		}
	}
	r.joinJudged()
	r.joinNames()
	r.joinPersons()
	r.joinAcronyms()
	return r.links()
}

type resolver struct {
	profiles map[graph.EntityID]*Profile
	judged   *Judgements
	keys     []graph.EntityID // sorted
	readings map[graph.EntityID]reading
	parts    map[graph.EntityID]*part
}

// part is keys that are one entity.
type part struct{ keys []graph.EntityID }

// join makes two keys one entity, unless that would unite keys that were judged different.
func (r *resolver) join(a, b graph.EntityID) bool {
	p, q := r.parts[a], r.parts[b]
	if p == q {
		return true
	}
	for _, k := range p.keys {
		for _, no := range r.judged.different(k) {
			if r.parts[no] == q {
				return false
			}
		}
	}
	p.keys = append(p.keys, q.keys...)
	for _, k := range q.keys {
		r.parts[k] = p
	}
	return true
}

func (r *resolver) joinJudged() {
	for _, a := range r.keys {
		for _, b := range r.judged.same(a) {
			if r.parts[b] != nil {
				r.join(a, b)
			}
		}
	}
}

// joinAll joins the keys of each group, in order; one that may not join the first joins the next that it may.
func (r *resolver) joinAll(groups map[string][]graph.EntityID) {
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		group := groups[name]
		for i, key := range group {
			for _, other := range group[:i] {
				if r.join(other, key) {
					break
				}
			}
		}
	}
}

func (r *resolver) joinNames() {
	groups := map[string][]graph.EntityID{}
	for _, key := range r.keys {
		if rd, ok := r.readings[key]; ok && rd.kind != "person" {
			groups[rd.signature()] = append(groups[rd.signature()], key)
		}
	}
	r.joinAll(groups)
}

// joinPersons joins "John Smith" with "John A. Smith" and "John Adam Smith" where all middle names that occur agree. Where
// two disagree there are two persons, and nobody knows which of them is without.
func (r *resolver) joinPersons() {
	groups := map[string][]graph.EntityID{}
	for _, key := range r.keys {
		if rd := r.readings[key]; rd.block != "" {
			groups[rd.block] = append(groups[rd.block], key)
		}
	}
	maps.DeleteFunc(groups, func(_ string, group []graph.EntityID) bool {
		for i, a := range group {
			for _, b := range group[:i] {
				if !sameMiddle(r.readings[a].middle, r.readings[b].middle) {
					return true
				}
			}
		}
		return false
	})
	r.joinAll(groups)
}

// sameMiddle says whether two persons may be one by their middle names: an initial agrees with a name, nothing with all.
func sameMiddle(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.EqualFunc(a, b, func(x, y string) bool {
		short, long := x, y
		if len(short) > len(long) {
			short, long = long, short
		}
		return short == long || len([]rune(short)) == 1 && strings.HasPrefix(long, short)
	})
}

// joinAcronyms joins what is named by an acronym alone with the long form that documents give it, where they give it one
// only. What is named in documents of one country is sought there first, then among what is of no country.
func (r *resolver) joinAcronyms() {
	type meaning struct{ kind, acronym string }
	givers := map[meaning][]graph.EntityID{}
	for _, key := range r.keys {
		for a := range r.profiles[key].Short {
			rd := r.readings[key]
			m := meaning{rd.kind, slug(a)}
			givers[m] = append(givers[m], key)
		}
	}
	type pair struct{ bare, long graph.EntityID }
	var found []pair
	for _, bare := range r.keys {
		if !r.profiles[bare].isBare() {
			continue
		}
		kind, country, slug := cutKey(bare)
		if long, ok := r.meant(givers[meaning{kind, slug}], country); ok {
			found = append(found, pair{bare, long})
		}
	}
	for _, p := range found {
		r.join(p.long, p.bare)
	}
}

// meant is the one entity among the givers of an acronym that is meant by those who use it in a country.
func (r *resolver) meant(givers []graph.EntityID, country string) (graph.EntityID, bool) {
	for _, within := range []string{country, ""} {
		var one *part
		var key graph.EntityID
		for _, g := range givers {
			// Without a country every giver counts: that two countries have such a body is a contradiction.
			if c := r.readings[g].country; country != "" && c != within {
				continue
			}
			if one != nil && one != r.parts[g] {
				return "", false
			}
			if one == nil {
				one, key = r.parts[g], g
			}
		}
		if one != nil {
			return key, true
		}
	}
	return "", false
}

func (r *resolver) links() map[graph.EntityID]Link {
	links := make(map[graph.EntityID]Link, len(r.keys))
	done := map[*part]bool{}
	for _, key := range r.keys {
		p := r.parts[key]
		if done[p] {
			continue
		}
		done[p] = true
		l := r.judged.on(p.keys)
		l.Entity = slices.MinFunc(p.keys, r.compareHeads)
		for _, k := range p.keys {
			links[k] = l
		}
	}
	return links
}

// compareHeads says which of the keys of an entity is its identifier: a name before an acronym, one with its country
// before one without, then the shortest. It does not look at how many documents use a key, so that an identifier changes
// seldom.
func (r *resolver) compareHeads(a, b graph.EntityID) int {
	rank := func(k graph.EntityID) (n int) {
		if r.profiles[k].isBare() {
			n += 2
		}
		if _, country, _ := cutKey(k); country == "" {
			n++
		}
		return n
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
