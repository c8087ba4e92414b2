package algo

import (
	"cmp"
	"context"
	"slices"

	"mandate/graph"
)

// Change says how a relation of one graph is not the same in another.
type Change string

// The changes, in the order in which a listing shows them.
const (
	LeadChanged  Change = "lead changed" // what somebody led, others lead now
	Added        Change = "added"
	Dropped      Change = "dropped"
	Weakened     Change = "weakened" // the status is further from asserted: was done, is planned now; was planned, is denied now
	Strengthened Change = "strengthened"
)

// Changes lists all changes.
var Changes = []Change{LeadChanged, Added, Dropped, Weakened, Strengthened}

// Difference is one change between two graphs.
type Difference struct {
	Change        Change
	Subject       graph.Entity // of LeadChanged: the one led
	Type          string
	Object        graph.Entity      // of LeadChanged: the zero value
	Before, After []graph.Statement // the surest statement of the relation on each side; of LeadChanged, one for each lead
	Leads         [2][]graph.Entity // of LeadChanged: who led before, who leads after
}

// Diff compares what two networks say, of the statements that their filters let through: changes of lead first, then what was added,
// dropped, weakened and strengthened, each by relation. The leads of something are compared by what is asserted or planned;
// a LEADS relation that is part of a change of lead is not listed again.
func Diff(ctx context.Context, before, after *Network) ([]Difference, error) {
	var sides [2]*side
	for i, n := range []*Network{before, after} {
		s, err := newSide(ctx, n)
		if err != nil {
			return nil, err
		}
		sides[i] = s
	}
	old, now := sides[0], sides[1]
	var found []Difference
	changed := map[graph.EntityID]bool{}
	for _, id := range old.led() {
		was, is := old.leads[id], now.leads[id]
		if len(is) == 0 || slices.Equal(was, is) {
			continue
		}
		changed[id] = true
		d := Difference{Change: LeadChanged, Subject: old.entity[id], Type: leads}
		d.Before, d.Leads[0] = old.leaders(id)
		d.After, d.Leads[1] = now.leaders(id)
		found = append(found, d)
	}
	for _, k := range old.keys {
		if k.Type == leads && changed[k.Object] {
			continue
		}
		if d, ok := old.compare(now, k); ok {
			found = append(found, d)
		}
	}
	for _, k := range now.keys {
		if _, known := old.best[k]; !known && !(k.Type == leads && changed[k.Object]) {
			found = append(found, Difference{Change: Added, Subject: now.entity[k.Subject], Type: k.Type, Object: now.entity[k.Object],
				After: []graph.Statement{now.best[k]}})
		}
	}
	slices.SortStableFunc(found, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(slices.Index(Changes, a.Change), slices.Index(Changes, b.Change)), cmp.Compare(a.Subject.ID, b.Subject.ID),
			cmp.Compare(a.Type, b.Type), cmp.Compare(a.Object.ID, b.Object.ID))
	})
	return found, nil
}

// side is one of the graphs that are compared.
type side struct {
	entity map[graph.EntityID]graph.Entity
	keys   []graph.RelationKey
	best   map[graph.RelationKey]graph.Statement // the first in order of status, then the surest
	leads  map[graph.EntityID][]graph.EntityID   // who leads it, sorted
}

func newSide(ctx context.Context, n *Network) (*side, error) {
	all, err := n.said(ctx)
	if err != nil {
		return nil, err
	}
	s := &side{map[graph.EntityID]graph.Entity{}, nil, map[graph.RelationKey]graph.Statement{}, map[graph.EntityID][]graph.EntityID{}}
	keys, statements := n.byKey(all)
	for _, k := range keys {
		subject, object, ok := n.names(k)
		if !ok {
			continue
		}
		s.keys = append(s.keys, k)
		s.entity[k.Subject], s.entity[k.Object] = subject, object
		best := statements[k][0].Statement
		for _, st := range statements[k][1:] {
			if st.Status < best.Status || st.Status == best.Status && st.Evidence.Confidence > best.Evidence.Confidence {
				best = st.Statement
			}
		}
		s.best[k] = best
		if k.Type == leads && best.Status <= graph.Planned {
			s.leads[k.Object] = append(s.leads[k.Object], k.Subject)
		}
	}
	for _, ids := range s.leads {
		slices.Sort(ids)
	}
	return s, nil
}

// led are the entities that somebody leads, sorted.
func (s *side) led() []graph.EntityID {
	var ids []graph.EntityID
	for id := range s.leads {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (s *side) leaders(of graph.EntityID) (statements []graph.Statement, who []graph.Entity) {
	for _, id := range s.leads[of] {
		statements = append(statements, s.best[graph.RelationKey{Subject: id, Type: leads, Object: of}])
		who = append(who, s.entity[id])
	}
	return statements, who
}

// compare says what became of a relation.
func (s *side) compare(now *side, k graph.RelationKey) (Difference, bool) {
	d := Difference{Subject: s.entity[k.Subject], Type: k.Type, Object: s.entity[k.Object], Before: []graph.Statement{s.best[k]}}
	is, ok := now.best[k]
	if !ok {
		d.Change = Dropped
		return d, true
	}
	d.After = []graph.Statement{is}
	switch was := s.best[k]; {
	case is.Status > was.Status:
		d.Change = Weakened
	case is.Status < was.Status:
		d.Change = Strengthened
	default:
		return d, false
	}
	return d, true
}
