package link

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"mandate/graph"
)

// Version counts the changes to how keys are linked: a store linked by an earlier one is linked again.
const Version = 7

// Link is what became of a key.
type Link struct {
	Entity graph.EntityID
	Name   string // by judgement, "" as documents have it
	Type   string // by judgement, "" as documents have it
	Hidden bool   // by judgement
}

// Giver is a key that gives an acronym a long form, with its link.
type Giver struct {
	Key  graph.EntityID
	Link Link
}

// Resolve links keys to entities. It is given keys with all that are together with one of them in a block or judgement,
// and with the users of each; of a user that somebody judged, also the givers. Other givers it asks for (with the acronym,
// folded as in a key); nil says that there are no others. The result is a function of all profiles and judgements, whatever
// part of them is given. First come the judgements of people, then names that differ only in the way of writing, then
// persons by middle names and titles, towns with and without their state, laws with and without their year, then acronyms. No step joins what somebody judged different.
func Resolve(profiles map[graph.EntityID]*Profile, judged *Judgements, others func(s Search, acronym string) iter.Seq2[Giver, error]) (map[graph.EntityID]Link, error) {
	if others == nil {
		others = func(Search, string) iter.Seq2[Giver, error] { return func(func(Giver, error) bool) {} }
	}
	r := &resolver{profiles: profiles, judged: judged, others: others, parts: map[graph.EntityID]*part{}, readings: map[graph.EntityID]reading{},
		outside: map[graph.EntityID]*part{}}
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
	r.joinBearers()
	for _, judged := range []bool{true, false} { // what somebody judged may bring long forms together, what nobody did cannot
		if err := r.joinAcronyms(judged); err != nil {
			return nil, err
		}
	}
	return r.links(), nil
}

type resolver struct {
	profiles map[graph.EntityID]*Profile
	judged   *Judgements
	keys     []graph.EntityID // sorted
	readings map[graph.EntityID]reading
	parts    map[graph.EntityID]*part
	others   func(s Search, acronym string) iter.Seq2[Giver, error]
	outside  map[graph.EntityID]*part // entities of givers that are not among the keys
}

// part is keys that are one entity.
type part struct {
	keys []graph.EntityID
	link *Link // of an entity whose other keys are not among those to resolve
}

// join makes two keys one entity, unless that would unite keys that were judged different.
func (r *resolver) join(a, b graph.EntityID) bool { return r.unite(r.parts[a], r.parts[b]) }

func (r *resolver) unite(p, q *part) bool {
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

// meaning is an acronym in names of a type.
type meaning struct{ kind, acronym string }

// joinAcronyms joins what is named by an acronym alone with the long form that documents give it, where they give it one
// only. What is named in documents of one country is sought there first, then among what is of no country.
func (r *resolver) joinAcronyms(judged bool) error {
	givers := map[meaning][]graph.EntityID{}
	for _, key := range r.keys {
		for a := range r.profiles[key].Short {
			rd := r.readings[key]
			m := meaning{rd.kind, slug(a)}
			givers[m] = append(givers[m], key)
		}
	}
	type pair struct {
		bare graph.EntityID
		long *part
	}
	var found []pair
	for _, bare := range r.keys {
		if !r.profiles[bare].isBare() || r.judged.Has(bare) != judged {
			continue
		}
		kind, country, acronym := cutKey(bare)
		m := meaning{kind, acronym}
		long, err := r.meant(m, givers[m], country)
		if err != nil {
			return err
		}
		if long != nil {
			found = append(found, pair{bare, long})
		}
	}
	for _, p := range found {
		long := p.long
		if len(long.keys) > 0 {
			long = r.parts[long.keys[0]] // which may have been united with another since
		}
		r.unite(long, r.parts[p.bare])
	}
	return nil
}

// meant is the one entity among the givers of an acronym that is meant by those who use it in a country, nil none.
func (r *resolver) meant(m meaning, among []graph.EntityID, country string) (*part, error) {
	for _, within := range []string{country, ""} {
		s := givers(m.kind, m.acronym, within)
		s.All = country == "" // without a country every giver counts: that two countries have such a body is a contradiction
		s.Countries = s.Countries[:1]
		var one *part
		for _, g := range among {
			if rd := r.readings[g]; !s.All && rd.seat() != within {
				continue
			}
			if p := r.parts[g]; one == nil {
				one = p
			} else if one != p {
				return nil, nil
			}
		}
		for g, err := range r.others(s, m.acronym) {
			if err != nil {
				return nil, err
			}
			if r.outside[g.Link.Entity] == nil {
				r.outside[g.Link.Entity] = &part{link: &g.Link}
			}
			if p := r.outside[g.Link.Entity]; one == nil {
				one = p
			} else if one != p {
				return nil, nil
			}
		}
		if one != nil || s.All {
			return one, nil
		}
	}
	return nil, nil
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
		if l.Entity = slices.MinFunc(p.keys, r.compareHeads); p.link != nil {
			l = *p.link
		}
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
