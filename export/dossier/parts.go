package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mandate/export/diagram"
	"mandate/export/view"
	"mandate/graph"
)

// conflicts are the edges that one statement asserts or plans and another denies, and what more than one is said to lead.
func (d *dossier) conflicts() error {
	var lines []string
	leads := map[graph.EntityID][]graph.EntityID{}
	for i := range d.told {
		e := &d.told[i]
		subject, object, err := d.ends(e)
		if err != nil {
			return err
		}
		var says, denies []string
		for j := range e.Statements {
			st := &e.Statements[j]
			n, err := d.number(st.Evidence.Document)
			if err != nil {
				return err
			}
			words := fmt.Sprintf("“%s” (%s)", quote(&st.Evidence), d.place(st, n))
			switch st.Status {
			case graph.Negated:
				denies = append(denies, words)
			case graph.Asserted, graph.Planned:
				says = append(says, words)
			}
		}
		if len(says) > 0 && len(denies) > 0 {
			lines = append(lines, fmt.Sprintf("- %s %s %s is both said and denied.\n  - Said: %s\n  - Denied: %s", bold(subject.Name),
				text(d.view.RelationType(e.Type).Label), bold(object.Name), strings.Join(says, "; "), strings.Join(denies, "; ")))
		}
		if e.Type == "LEADS" && e.Relation.Status == graph.Asserted {
			leads[e.Object] = append(leads[e.Object], e.Subject)
		}
	}
	for _, ent := range d.about {
		byType := map[string][]string{}
		for _, id := range leads[ent.ID] {
			who, err := d.entity(id)
			if err != nil {
				return err
			}
			byType[who.Type] = append(byType[who.Type], bold(who.Name))
		}
		for _, t := range slices.Sorted(keys(byType)) { // an agency and its head are one
			if names := byType[t]; len(names) > 1 {
				lines = append(lines, fmt.Sprintf("- More than one is said to lead %s: %s.", bold(ent.Name), strings.Join(names, ", ")))
			}
		}
	}
	if len(lines) > 0 {
		d.say("\n## Where the documents disagree\n\n%s", strings.Join(lines, "\n"))
	}
	return nil
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (d *dossier) ends(e *view.Edge) (subject, object graph.Entity, err error) {
	if subject, err = d.entity(e.Subject); err == nil {
		object, err = d.entity(e.Object)
	}
	return subject, object, err
}

// timeline is what has been told, by date: that which the sentence states, else that of the document.
func (d *dossier) timeline() error {
	type event struct {
		day  int
		row  string
		when string
	}
	var events []event
	seen := map[string]bool{}
	undated := 0
	for i := range d.told {
		e := &d.told[i]
		subject, object, err := d.ends(e)
		if err != nil {
			return err
		}
		for j := range e.Statements {
			st := &e.Statements[j]
			n, err := d.number(st.Evidence.Document)
			if err != nil {
				return err
			}
			when, how := period(st.Since, st.Until), "stated"
			day, ok := diagram.Day(cmp.Or(st.Since, st.Until), false)
			if !ok {
				when, how = d.documents[n-1].Date, "date of the document"
				when = when[:min(len(when), len("2006-01-02"))] // not to the minute
				day, ok = diagram.Day(when, false)
			}
			if !ok {
				undated++
				continue
			}
			row := fmt.Sprintf("| %s | %s | %s %s %s | %s | D%d |", text(when), how, bold(subject.Name), text(d.view.RelationType(e.Type).Label), bold(object.Name), st.Status, n)
			if !seen[row] {
				seen[row] = true
				events = append(events, event{day, row, when})
			}
		}
	}
	if len(events) == 0 {
		return nil
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.when, b.when)) })
	d.say("\n## Timeline\n\n| When | Which date | What | Status | Document |\n|---|---|---|---|---|")
	for _, e := range events {
		d.say("%s", e.row)
	}
	if undated > 0 {
		d.say("\n%s without a date: left out of the timeline, quoted above.", count(undated, "statement"))
	}
	return nil
}

// neighbours is who stands beside an entity, those of which the most documents speak first.
func (d *dossier) neighbours(ent *graph.Entity, edges []view.Edge) error {
	type neighbour struct {
		id     graph.EntityID
		labels []string
		said   map[graph.DocumentID]bool
	}
	var list []*neighbour
	at := map[graph.EntityID]*neighbour{}
	for i := range edges {
		e := &edges[i]
		id := far(e, ent.ID)
		if id == ent.ID {
			continue
		}
		if at[id] == nil {
			at[id] = &neighbour{id: id, said: map[graph.DocumentID]bool{}}
			list = append(list, at[id])
		}
		for j := range e.Statements {
			at[id].said[e.Statements[j].Evidence.Document] = true
		}
		label := d.label(e, ent.ID)
		if e.Relation.Status != graph.Asserted {
			label += " (" + e.Relation.Status.String() + ")"
		}
		at[id].labels = append(at[id].labels, text(label))
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b *neighbour) int {
		return cmp.Or(cmp.Compare(len(b.said), len(a.said)), cmp.Compare(len(b.labels), len(a.labels)), cmp.Compare(a.id, b.id))
	})
	d.say("\n## Neighbours\n\n| Who or what | Type | How | Documents | Id |\n|---|---|---|---:|---|")
	for _, n := range list {
		other, err := d.entity(n.id)
		if err != nil {
			return err
		}
		d.say("| %s | %s | %s | %d | %s |", bold(other.Name), text(other.Type), strings.Join(n.labels, ", "), len(n.said), code(string(n.id)))
	}
	return nil
}

// sources are the documents that have been cited.
func (d *dossier) sources() {
	d.say("\n## Documents\n")
	if len(d.documents) == 0 {
		d.say("None is quoted.")
		return
	}
	for i := range d.documents {
		doc := &d.documents[i]
		parts := []string{code(string(doc.ID))}
		if doc.Title != "" {
			parts = append([]string{bold(doc.Title)}, parts...)
		}
		for _, p := range []struct{ name, value string }{{"dated", doc.Date}, {"marked", doc.Marking}} {
			if p.value != "" {
				parts = append(parts, p.name+" "+text(p.value))
			}
		}
		if doc.Hash != "" {
			parts = append(parts, "SHA-256 "+code(doc.Hash))
		}
		d.say("- **D%d** %s", i+1, strings.Join(parts, ", "))
	}
	d.say("\nOffsets are in bytes of the document as read, the end not included. Written by mandate.")
}
