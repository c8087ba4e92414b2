package link

import (
	"slices"

	"mandate/graph"
)

// Judgements are what people decided, found by the key. The zero value holds none, and so does nil.
type Judgements struct {
	equal, unequal map[graph.EntityID][]graph.EntityID
	single         map[graph.EntityID][]graph.Judgement
}

// NewJudgements files judgements. Of two about the same the later counts.
func NewJudgements(all []graph.Judgement) *Judgements {
	all = slices.Clone(all)
	slices.SortFunc(all, graph.CompareJudgements)
	last := map[string]graph.Judgement{}
	for _, j := range all {
		last[j.ID()] = j
	}
	js := &Judgements{map[graph.EntityID][]graph.EntityID{}, map[graph.EntityID][]graph.EntityID{}, map[graph.EntityID][]graph.Judgement{}}
	for _, j := range all {
		if last[j.ID()] != j {
			continue
		}
		switch j.Kind {
		case graph.Same:
			js.equal[j.A], js.equal[j.B] = append(js.equal[j.A], j.B), append(js.equal[j.B], j.A)
		case graph.Different:
			js.unequal[j.A], js.unequal[j.B] = append(js.unequal[j.A], j.B), append(js.unequal[j.B], j.A)
		default:
			js.single[j.A] = append(js.single[j.A], j)
		}
	}
	for _, m := range []map[graph.EntityID][]graph.EntityID{js.equal, js.unequal} {
		for k := range m {
			slices.Sort(m[k])
		}
	}
	return js
}

func (js *Judgements) same(key graph.EntityID) []graph.EntityID {
	if js == nil {
		return nil
	}
	return js.equal[key]
}

func (js *Judgements) different(key graph.EntityID) []graph.EntityID {
	if js == nil {
		return nil
	}
	return js.unequal[key]
}

// With are the keys that somebody judged together with this one: they have to be resolved together.
func (js *Judgements) With(key graph.EntityID) []graph.EntityID {
	return slices.Concat(js.same(key), js.different(key))
}

// Has says whether somebody judged of the key.
func (js *Judgements) Has(key graph.EntityID) bool {
	return js != nil && (len(js.equal[key]) > 0 || len(js.unequal[key]) > 0 || len(js.single[key]) > 0)
}

// on is what was decided of an entity with these keys; of contradictions the latest counts.
func (js *Judgements) on(keys []graph.EntityID) (l Link) {
	if js == nil {
		return l
	}
	var all []graph.Judgement
	for _, k := range keys {
		all = append(all, js.single[k]...)
	}
	slices.SortFunc(all, graph.CompareJudgements)
	for _, j := range all {
		switch j.Kind {
		case graph.Rename:
			l.Name = j.Value
		case graph.Retype:
			l.Type = j.Value
		case graph.Hide:
			l.Hidden = true
		}
	}
	return l
}
