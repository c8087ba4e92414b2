// Package dossier writes all that is known of an entity, or of two and what lies between them, as Markdown: every statement
// with its words and its place, by relation; a timeline; neighbours; where documents disagree; and the documents themselves
// with their hashes, so that each quote can be looked up.
package dossier

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// Write writes the dossier of one entity, or of two.
func Write(w io.Writer, g graph.Reader, opt view.Options, about ...graph.EntityID) error {
	if n := len(about); n != 1 && n != 2 || n == 2 && about[0] == about[1] {
		return fmt.Errorf("a dossier is about one entity or about two different ones")
	}
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	d := &dossier{view: v, out: bufio.NewWriterSize(w, 1<<16), ents: map[graph.EntityID]graph.Entity{}, numbers: map[graph.DocumentID]int{}}
	for _, id := range about {
		ent, err := d.entity(id)
		if err != nil {
			return err
		}
		d.about = append(d.about, ent)
	}
	write := d.one
	if len(about) == 2 {
		write = d.two
	}
	if err := write(); err != nil {
		return err
	}
	return d.out.Flush()
}

type dossier struct {
	view      *view.View
	out       *bufio.Writer
	about     []graph.Entity
	ents      map[graph.EntityID]graph.Entity
	documents []graph.Document
	numbers   map[graph.DocumentID]int // of documents, in the order in which they are first quoted
	told      []view.Edge              // edges of which the statements have been written, for the parts that follow
}

// say writes a line; the writer keeps its first error.
func (d *dossier) say(format string, args ...any) { fmt.Fprintf(d.out, format+"\n", args...) }

func (d *dossier) entity(id graph.EntityID) (graph.Entity, error) {
	if ent, ok := d.ents[id]; ok {
		return ent, nil
	}
	ent, err := d.view.Graph.Entity(id)
	if err != nil {
		return ent, fmt.Errorf("entity %s: %w", id, err)
	}
	d.ents[id] = ent
	return ent, nil
}

// number is the number under which a document is cited.
func (d *dossier) number(id graph.DocumentID) (int, error) {
	if n, ok := d.numbers[id]; ok {
		return n, nil
	}
	doc, err := d.view.Graph.Document(id)
	if err != nil {
		return 0, fmt.Errorf("document %s: %w", id, err)
	}
	d.documents = append(d.documents, doc)
	d.numbers[id] = len(d.documents)
	return len(d.documents), nil
}

// one is the dossier of one entity.
func (d *dossier) one() error {
	ent := &d.about[0]
	title := ent.Name
	if t := d.view.Options.Title; t != view.DefaultTitle {
		title = t
	}
	d.say("# %s\n", line(title))
	d.facts(ent)
	edges, err := d.edgesOf(ent.ID)
	if err != nil {
		return err
	}
	if len(edges) == 0 {
		d.say("\nNo statement relates it to anything else.")
	}
	if err := d.relations(ent, edges); err != nil {
		return err
	}
	if err := d.conflicts(); err != nil {
		return err
	}
	if err := d.timeline(); err != nil {
		return err
	}
	if err := d.neighbours(ent, edges); err != nil {
		return err
	}
	d.sources()
	return nil
}

// facts are what an entity is, under which names, and how often it is named.
func (d *dossier) facts(ent *graph.Entity) {
	d.say("- **What:** %s", text(ent.Type))
	if ent.Country != "" {
		d.say("- **Of:** %s", text(ent.Country))
	}
	if len(ent.Aliases) > 0 {
		names := make([]string, len(ent.Aliases))
		for i, a := range ent.Aliases {
			names[i] = text(a)
		}
		d.say("- **Also called:** %s", strings.Join(names, "; "))
	}
	d.say("- **Named:** %s in %s", count(ent.Mentions, "time"), count(ent.Documents, "document"))
	d.say("- **Id:** %s", code(string(ent.ID)))
	for i := range d.view.Options.Rankings {
		r := &d.view.Options.Rankings[i]
		if number, name := r.Group(ent.ID); number > 0 && name != "" {
			d.say("- **%s:** %d, %s", text(r.Name), number, text(name))
		} else if number > 0 {
			d.say("- **%s:** %d", text(r.Name), number)
		} else if score, ok := r.Values[ent.ID]; ok {
			d.say("- **%s:** %.6g", text(r.Name), score)
		}
	}
}

// edgesOf are the edges of an entity with their statements, grouped by type and direction: those that it does first.
func (d *dossier) edgesOf(id graph.EntityID) ([]view.Edge, error) {
	var edges []view.Edge
	for sum, err := range d.view.EdgesOf(id) {
		if err != nil {
			return nil, err
		}
		e, ok, err := d.view.Edge(sum.RelationKey)
		if err != nil {
			return nil, err
		}
		if ok {
			edges = append(edges, e)
		}
	}
	slices.SortStableFunc(edges, func(a, b view.Edge) int {
		return cmp.Or(cmp.Compare(side(&a, id), side(&b, id)), cmp.Compare(a.Type, b.Type),
			cmp.Compare(b.Relation.Support, a.Relation.Support), a.RelationKey.Compare(b.RelationKey))
	})
	return edges, nil
}

// side is 0 where the entity is the subject.
func side(e *view.Edge, id graph.EntityID) int {
	if e.Subject == id {
		return 0
	}
	return 1
}

// label says a relation as it reads from the entity.
func (d *dossier) label(e *view.Edge, id graph.EntityID) string {
	t := d.view.RelationType(e.Type)
	if side(e, id) == 1 && !t.Symmetric {
		if t.Inverse != "" {
			return t.Inverse
		}
		return t.Label + " (incoming)"
	}
	return t.Label
}

func (d *dossier) relations(ent *graph.Entity, edges []view.Edge) error {
	d.told = append(d.told, edges...)
	head := ""
	for i := range edges {
		e := &edges[i]
		if label := d.label(e, ent.ID); label != head {
			head = label
			d.say("\n## %s", line(label))
		}
		other, err := d.entity(far(e, ent.ID))
		if err != nil {
			return err
		}
		d.say("\n%s — %s", bold(other.Name), d.summary(e, &other))
		if err := d.statements(e); err != nil {
			return err
		}
	}
	return nil
}

// far is the other end of an edge.
func far(e *view.Edge, id graph.EntityID) graph.EntityID {
	if e.Subject == id {
		return e.Object
	}
	return e.Subject
}

// summary says what stands behind an edge, in a few words.
func (d *dossier) summary(e *view.Edge, other *graph.Entity) string {
	rel := &e.Relation
	parts := []string{text(other.Type), rel.Status.String()}
	if when := period(rel.Since, rel.Until); when != "" {
		parts = append(parts, text(when))
	}
	documents := count(rel.Support, "document")
	if rel.Independent < rel.Support {
		documents += fmt.Sprintf(" (%d in words of their own)", rel.Independent)
	}
	return strings.Join(append(parts, documents, fmt.Sprintf("confidence %.2f", rel.Confidence)), ", ")
}

// statements quotes everything that is behind an edge.
func (d *dossier) statements(e *view.Edge) error {
	for i := range e.Statements {
		st := &e.Statements[i]
		n, err := d.number(st.Evidence.Document)
		if err != nil {
			return err
		}
		d.say("\n> “%s”\\\n> — %s", quote(&st.Evidence), d.place(st, n))
	}
	return nil
}

// place says where a statement stands and how it is put.
func (d *dossier) place(st *graph.Statement, n int) string {
	ev := &st.Evidence
	parts := []string{fmt.Sprintf("[D%d](#documents)", n)}
	if ev.Paragraph != "" {
		parts = append(parts, "paragraph "+text(ev.Paragraph))
	} else if ev.Passage > 0 {
		parts = append(parts, fmt.Sprintf("passage %d", ev.Passage))
	}
	if ev.Marking != "" {
		parts = append(parts, "("+text(ev.Marking)+")")
	}
	parts = append(parts, fmt.Sprintf("bytes %d–%d", ev.Span.Start, ev.Span.End), st.Status.String())
	if when := period(st.Since, st.Until); when != "" {
		parts = append(parts, text(when))
	}
	parts = append(parts, fmt.Sprintf("confidence %.2f", ev.Confidence))
	if ev.Rule != "" {
		parts = append(parts, "rule "+code(ev.Rule))
	}
	return strings.Join(parts, ", ")
}

// period says two dates in words.
func period(since, until string) string {
	switch {
	case since != "" && since == until:
		return "in " + since
	case since != "" && until != "":
		return "from " + since + " to " + until
	case since != "":
		return "since " + since
	case until != "":
		return "until " + until
	}
	return ""
}

// count writes a number with its noun: "1 node", "2 nodes".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
