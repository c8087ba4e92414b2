package algo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mandate/graph"
)

// everyStatus counts statements whatever their status.
func (n *Network) everyStatus() *Network {
	all := *n
	all.f.Statuses = graph.Statuses()
	return &all
}

// said is a statement with the date of its document.
type said struct {
	graph.Statement
	date string
}

// saidAnyhow are all statements that the filter lets through whatever their status, in order of relations.
func (n *Network) saidAnyhow(ctx context.Context) ([]said, error) { return n.everyStatus().said(ctx) }

// said are all statements that the filter lets through, in order of relations.
func (n *Network) said(ctx context.Context) ([]said, error) {
	check := newChecker(n.g, &n.f)
	var all []said
	for rel, err := range n.relations() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		passed, err := check.statements(rel)
		if err != nil {
			return nil, err
		}
		for _, st := range passed {
			doc, err := check.document(st.Evidence.Document)
			if err != nil {
				return nil, err
			}
			all = append(all, said{st, doc.date})
		}
	}
	return all, nil
}

// key is the relation that a statement belongs to; one without direction has its lower end first.
func (n *Network) key(st graph.Statement) graph.RelationKey {
	k := graph.RelationKey{Subject: st.Subject, Type: st.Type, Object: st.Object}
	if t, ok := n.f.Schema.Relation(st.Type); ok && t.Symmetric && k.Object < k.Subject {
		k.Subject, k.Object = k.Object, k.Subject
	}
	return k
}

// byKey collects the statements of each relation; keys come in the order of their first statement.
func (n *Network) byKey(all []said) (keys []graph.RelationKey, statements map[graph.RelationKey][]said) {
	statements = map[graph.RelationKey][]said{}
	for _, st := range all {
		k := n.key(st.Statement)
		if statements[k] == nil {
			keys = append(keys, k)
		}
		statements[k] = append(statements[k], st)
	}
	return keys, statements
}

// names are the two entities of a relation, false when the filter leaves one out.
func (n *Network) names(k graph.RelationKey) (subject, object graph.Entity, ok bool) {
	i, okSubject := n.Index(k.Subject)
	j, okObject := n.Index(k.Object)
	if !okSubject || !okObject {
		return subject, object, false
	}
	return n.entities[i], n.entities[j], true
}

// disagreements are the relations that one statement asserts or plans and another denies: for each, the surest of both.
// It looks at statements of every status.
func disagreements(ctx context.Context, n *Network, _ Options) (*Result, error) {
	all, err := n.saidAnyhow(ctx)
	if err != nil {
		return nil, err
	}
	res := &Result{}
	keys, statements := n.byKey(all)
	for _, k := range keys {
		subject, object, ok := n.names(k)
		if !ok {
			continue
		}
		var yes, no *said
		for _, st := range statements[k] {
			switch {
			case st.Status == graph.Negated && (no == nil || st.Evidence.Confidence > no.Evidence.Confidence):
				no = &st
			case st.Status <= graph.Planned && (yes == nil || st.Status < yes.Status ||
				st.Status == yes.Status && st.Evidence.Confidence > yes.Evidence.Confidence):
				yes = &st
			}
		}
		if yes != nil && no != nil {
			res.Table = append(res.Table, []any{subject, k.Type, object, yes.Statement, no.Statement})
		}
	}
	return res, nil
}

// commitments are the statements that plan something, order it or say by when it is due, those due first, then by who is to do it:
// with whom (others who are said in the same sentence to do the same, or to coordinate with them), and what became of it:
// "done" when a document of a later date asserts the relation, "denied" when a later one denies it, else "planned", or
// "required" of what a document orders.
// It looks at statements of every status.
func commitments(ctx context.Context, n *Network, _ Options) (*Result, error) {
	all, err := n.saidAnyhow(ctx)
	if err != nil {
		return nil, err
	}
	type sentence struct {
		document graph.DocumentID
		span     graph.Span
	}
	same := map[sentence][]said{}
	for _, st := range all {
		at := sentence{st.Evidence.Document, st.Evidence.Span}
		same[at] = append(same[at], st)
	}
	_, statements := n.byKey(all)
	res := &Result{}
	for _, st := range all {
		due := st.Until != "" && st.Until > st.date && st.date != ""
		if st.Status != graph.Planned && !(st.Status == graph.Asserted && (due || st.Evidence.Obligation == graph.Must)) {
			continue
		}
		who, what, ok := n.names(graph.RelationKey{Subject: st.Subject, Object: st.Object})
		if !ok {
			continue
		}
		with := n.partners(st, same[sentence{st.Evidence.Document, st.Evidence.Span}])
		res.Table = append(res.Table, []any{who, n.label(st.Type), what, with, st.Until, outcome(st, statements[n.key(st.Statement)]), st.date, st.Statement})
	}
	slices.SortStableFunc(res.Table, func(a, b []any) int {
		return cmp.Or(compareDue(a[4].(string), b[4].(string)), cmp.Compare(a[0].(graph.Entity).ID, b[0].(graph.Entity).ID))
	})
	if open := slices.IndexFunc(res.Table, func(row []any) bool { return row[4].(string) == "" }); open >= 0 {
		res.Notes = append(res.Notes, fmt.Sprintf("%d of %d have no date by which they are due.", len(res.Table)-open, len(res.Table)))
	}
	return res, nil
}

// compareDue puts what is due earlier first, and what is due at no stated time last.
func compareDue(a, b string) int {
	switch {
	case a == "" && b != "":
		return 1
	case a != "" && b == "":
		return -1
	}
	return cmp.Compare(a, b)
}

// label is how the schema puts a relation in words.
func (n *Network) label(relationType string) string {
	if t, ok := n.f.Schema.Relation(relationType); ok && t.Label != "" {
		return t.Label
	}
	return relationType
}

// partners are who else does the same in the same sentence, or coordinates there with who does it.
func (n *Network) partners(st said, sentence []said) []graph.Entity {
	var ids []graph.EntityID
	for _, o := range sentence {
		switch {
		case o.Type == st.Type && o.Object == st.Object && o.Subject != st.Subject:
			ids = append(ids, o.Subject)
		case o.Type == coordinates && o.Subject == st.Subject && o.Object != st.Object:
			ids = append(ids, o.Object)
		case o.Type == coordinates && o.Object == st.Subject && o.Subject != st.Object:
			ids = append(ids, o.Subject)
		}
	}
	slices.Sort(ids)
	var ents []graph.Entity
	for _, id := range slices.Compact(ids) {
		if i, ok := n.Index(id); ok {
			ents = append(ents, n.entities[i])
		}
	}
	return ents
}

// outcome is what statements of later documents say of a commitment: the last of them counts.
func outcome(st said, others []said) string {
	text, last := "planned", st.date
	switch {
	case st.Evidence.Obligation == graph.Must:
		text = "required"
	case st.Status == graph.Asserted:
		text = "under way"
	}
	for _, o := range others {
		if st.date == "" || o.date <= last {
			continue
		}
		switch {
		case o.Status == graph.Asserted && o.Evidence.Obligation != graph.Must:
			text, last = "done", o.date
		case o.Status == graph.Negated:
			text, last = "denied", o.date
		}
	}
	return text
}
