package link

import (
	"maps"
	"slices"

	"mandate/graph"
)

// Apply is a contribution as the graph sees it: clusters belong to the entities that their keys are linked to, and what
// is hidden is left out, with all that is said of it. A claim whose two ends turn out to be one entity is left out as well.
// The given contribution, whose clusters name keys, is not changed.
func Apply(c *graph.Contribution, link func(key graph.EntityID) Link) *graph.Contribution {
	n := *c
	n.Clusters, n.Claims = nil, nil
	at := make([]int, len(c.Clusters)) // where a cluster has gone, -1 hidden
	for i, cl := range c.Clusters {
		l := link(cl.Entity)
		if at[i] = len(n.Clusters); l.Hidden {
			at[i] = -1
			continue
		}
		cl.Entity = l.Entity
		if l.Type != "" {
			cl.Type = l.Type
		}
		if l.Name != "" && l.Name != cl.Name {
			forms := append(slices.DeleteFunc(slices.Clone(cl.Aliases), func(a string) bool { return a == l.Name }), cl.Name)
			slices.Sort(forms)
			cl.Name, cl.Aliases = l.Name, slices.Compact(forms)
		}
		n.Clusters = append(n.Clusters, cl)
	}
	for _, cl := range c.Claims {
		s, o := at[cl.Subject], at[cl.Object]
		if s < 0 || o < 0 {
			continue
		}
		from, to := n.Clusters[s].Entity, n.Clusters[o].Entity
		if from == to && c.Clusters[cl.Subject].Entity != c.Clusters[cl.Object].Entity {
			continue
		}
		cl.Subject, cl.Object = s, o
		if cl.Symmetric && to < from {
			cl.Subject, cl.Object = cl.Object, cl.Subject
			cl.Evidence.Subject, cl.Evidence.Object = cl.Evidence.Object, cl.Evidence.Subject
		}
		n.Claims = append(n.Claims, cl)
	}
	return n.Canonical()
}

// Corpus links all documents at once, in memory: what a store does bit by bit.
func Corpus(contributions []*graph.Contribution, judgements []graph.Judgement) []*graph.Contribution {
	profiles := map[graph.EntityID]*Profile{}
	for _, c := range contributions {
		addProfiles(profiles, c)
	}
	links, _ := Resolve(profiles, NewJudgements(judgements), nil) // all are given: nobody is asked who could fail
	var all []*graph.Contribution
	for _, c := range contributions {
		all = append(all, Apply(c, func(key graph.EntityID) Link { return links[key] }))
	}
	return all
}

// addProfiles counts what a document says of its keys.
func addProfiles(profiles map[graph.EntityID]*Profile, c *graph.Contribution) {
	for key, clusters := range c.ByEntity() {
		if profiles[key] == nil {
			profiles[key] = &Profile{}
		}
		profiles[key].Add(&c.Document, clusters)
	}
}

// Keys are the keys of a contribution, sorted.
func Keys(c *graph.Contribution) []graph.EntityID {
	return slices.Sorted(maps.Keys(c.ByEntity()))
}
