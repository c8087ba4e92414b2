package algo

import (
	"cmp"
	"context"
	"slices"

	"mandate/graph"
)

// relations of the built-in schema that the questions go by. A schema of the user's own that lacks one has no answers.
const (
	leads       = "LEADS"
	addresses   = "ADDRESSES"
	serves      = "SERVES"
	implements  = "IMPLEMENTS"
	partOf      = "PART_OF"
	coordinates = "COORDINATES_WITH"
)

// knowledge is the relations that the filter lets through, as the questions look at them.
type knowledge struct {
	entity map[graph.EntityID]graph.Entity
	all    []graph.Relation
}

func (n *Network) knowledge(ctx context.Context) (*knowledge, error) {
	k := &knowledge{entity: make(map[graph.EntityID]graph.Entity, n.Len())}
	for _, ent := range n.entities {
		k.entity[ent.ID] = ent
	}
	for rel, err := range n.relations() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		_, okSubject := k.entity[rel.Subject]
		_, okObject := k.entity[rel.Object]
		if okSubject && okObject {
			k.all = append(k.all, rel)
		}
	}
	return k, nil
}

// incoming are the relations of a type by their object.
func (k *knowledge) incoming(relationType string) map[graph.EntityID][]graph.Relation {
	to := map[graph.EntityID][]graph.Relation{}
	for _, rel := range k.all {
		if rel.Type == relationType {
			to[rel.Object] = append(to[rel.Object], rel)
		}
	}
	return to
}

// subjects are the entities that the relations start from, each once, by ID.
func (k *knowledge) subjects(rels []graph.Relation) []graph.Entity {
	var ents []graph.Entity
	for _, rel := range rels {
		ents = append(ents, k.entity[rel.Subject])
	}
	slices.SortFunc(ents, func(a, b graph.Entity) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(ents, func(a, b graph.Entity) bool { return a.ID == b.ID })
}

// issuesWithoutLead are the issues that somebody or something addresses, where no agency or person is said to lead any of
// those who do: there is a program, but nobody in charge of it. Those that most deal with come first.
func issuesWithoutLead(ctx context.Context, n *Network, _ Options) (*Result, error) {
	k, err := n.knowledge(ctx)
	if err != nil {
		return nil, err
	}
	led, addressed := k.incoming(leads), k.incoming(addresses)
	res := &Result{}
	for _, ent := range n.entities {
		who := k.subjects(addressed[ent.ID])
		if ent.Type != "Issue" || len(who) == 0 ||
			slices.ContainsFunc(who, func(w graph.Entity) bool { return len(led[w.ID]) > 0 }) {
			continue
		}
		res.Table = append(res.Table, []any{ent, len(who), who})
	}
	slices.SortStableFunc(res.Table, func(a, b []any) int { return cmp.Compare(b[1].(int), a[1].(int)) })
	return res, nil
}

// neverLeading are the agencies that no relation says to lead anything.
func neverLeading(ctx context.Context, n *Network, _ Options) (*Result, error) {
	k, err := n.knowledge(ctx)
	if err != nil {
		return nil, err
	}
	leading := map[graph.EntityID]bool{}
	for _, rel := range k.all {
		if rel.Type == leads {
			leading[rel.Subject] = true
		}
	}
	res := &Result{}
	for i, ent := range n.entities {
		if ent.Type == "Agency" && !leading[ent.ID] {
			res.Table = append(res.Table, []any{ent, ent.Documents, ent.Mentions, int(n.degrees[graph.Both][i])})
		}
	}
	slices.SortStableFunc(res.Table, func(a, b []any) int { return cmp.Compare(b[2].(int), a[2].(int)) })
	return res, nil
}

// twoLeads are the entities that several agencies, or several persons, are said to lead. An agency and its head are one.
func twoLeads(ctx context.Context, n *Network, _ Options) (*Result, error) {
	k, err := n.knowledge(ctx)
	if err != nil {
		return nil, err
	}
	led := k.incoming(leads)
	res := &Result{}
	for _, ent := range n.entities {
		byType := map[string]int{}
		who := k.subjects(led[ent.ID])
		most := 0
		for _, w := range who {
			byType[w.Type]++
			most = max(most, byType[w.Type])
		}
		if most >= 2 {
			rels := led[ent.ID]
			evidence, err := n.evidence(rels)
			if err != nil {
				return nil, err
			}
			res.Table = append(res.Table, []any{ent, len(who), who, rels, evidence})
		}
	}
	slices.SortStableFunc(res.Table, func(a, b []any) int { return cmp.Compare(b[1].(int), a[1].(int)) })
	return res, nil
}

// overlappingMandates are the pairs of agencies that do the same with the same, where neither is part of the other.
func overlappingMandates(ctx context.Context, n *Network, opt Options) (*Result, error) {
	k, err := n.knowledge(ctx)
	if err != nil {
		return nil, err
	}
	type pair struct{ a, b graph.EntityID }
	ordered := func(a, b graph.EntityID) pair { return pair{min(a, b), max(a, b)} }
	within, together := map[pair]bool{}, map[pair]bool{}
	for _, rel := range k.all {
		switch rel.Type {
		case partOf:
			within[ordered(rel.Subject, rel.Object)] = true
		case coordinates:
			together[ordered(rel.Subject, rel.Object)] = true
		}
	}
	common := map[pair][]graph.Entity{}
	for _, relationType := range []string{leads, implements, addresses, serves} {
		for object, rels := range k.incoming(relationType) {
			who := k.subjects(rels)
			for i, a := range who {
				for _, b := range who[i+1:] {
					if p := ordered(a.ID, b.ID); a.Type == "Agency" && b.Type == "Agency" && !within[p] {
						common[p] = append(common[p], k.entity[object])
					}
				}
			}
		}
	}
	res := &Result{}
	for p, ents := range common {
		slices.SortFunc(ents, func(a, b graph.Entity) int { return cmp.Compare(a.ID, b.ID) })
		ents = slices.CompactFunc(ents, func(a, b graph.Entity) bool { return a.ID == b.ID })
		if len(ents) < max(opt.Least, 1) {
			continue
		}
		said := "not said"
		if together[p] {
			said = "yes"
		}
		res.Table = append(res.Table, []any{k.entity[p.a], k.entity[p.b], len(ents), said, ents})
	}
	slices.SortFunc(res.Table, func(a, b []any) int {
		return cmp.Or(cmp.Compare(b[2].(int), a[2].(int)), cmp.Compare(a[0].(graph.Entity).ID, b[0].(graph.Entity).ID),
			cmp.Compare(a[1].(graph.Entity).ID, b[1].(graph.Entity).ID))
	})
	return res, nil
}
