package graph

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Check says what is wrong with a contribution, all of it in one error, or nil. A contribution that passes can be added
// to any graph; one that does not is refused as a whole.
func (c *Contribution) Check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.Document.ID == "" {
		bad("the document has no ID")
	}
	for i, p := range c.Passages {
		c.checkSpan(bad, p.Span, "passage %d", i+1)
	}
	for i, cl := range c.Clusters {
		if cl.Entity == "" || cl.Type == "" || cl.Name == "" {
			bad("cluster %d (%q) needs an entity, a type and a name", i, cl.Name)
		}
		for j, m := range cl.Mentions {
			c.checkSpan(bad, m.Span, "cluster %d (%q): mention %d", i, cl.Name, j)
		}
	}
	for i, cl := range c.Claims {
		if cl.Subject < 0 || cl.Subject >= len(c.Clusters) || cl.Object < 0 || cl.Object >= len(c.Clusters) {
			bad("claim %d: ends %d and %d are not both among the %d clusters", i, cl.Subject, cl.Object, len(c.Clusters))
		}
		if cl.Type == "" {
			bad("claim %d has no relation type", i)
		}
		if int(cl.Status) >= len(statusNames) {
			bad("claim %d: unknown status %d", i, cl.Status)
		}
		ev := cl.Evidence
		if !(ev.Confidence >= 0 && ev.Confidence <= 1) { // also catches NaN
			bad("claim %d: confidence %v is not between 0 and 1", i, ev.Confidence)
		}
		for _, s := range append([]Span{ev.Span, ev.Subject, ev.Object}, ev.Cues...) {
			c.checkSpan(bad, s, "claim %d: evidence", i)
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("contribution of document %q: %w", c.Document.ID, errors.Join(errs...))
}

// checkSpan reports a span that is turned round or, where the text is there, reaches beyond it.
func (c *Contribution) checkSpan(bad func(string, ...any), s Span, where string, args ...any) {
	if s.Start < 0 || s.End < s.Start || c.Text != "" && s.End > len(c.Text) {
		bad(where+": bytes %d to %d are not a span of a text of %d bytes", append(args, s.Start, s.End, len(c.Text))...)
	}
}

// Canonical is a copy of the contribution in the form in which graphs keep it and give it back: mentions and evidence
// name their document and entity, and slices without elements are nil. What is not changed is shared with c.
func (c *Contribution) Canonical() *Contribution {
	n := *c
	n.Document.Meta = orNil(c.Document.Meta)
	n.Document.Notes = orNil(c.Document.Notes)
	n.Passages = orNil(c.Passages)
	n.Clusters = orNil(slices.Clone(c.Clusters))
	for i := range n.Clusters {
		cl := &n.Clusters[i]
		cl.Aliases, cl.Roles = orNil(cl.Aliases), orNil(cl.Roles)
		cl.Mentions = orNil(slices.Clone(cl.Mentions))
		for j := range cl.Mentions {
			cl.Mentions[j].Document = c.Document.ID
			cl.Mentions[j].Entity = cl.Entity
		}
	}
	n.Claims = orNil(slices.Clone(c.Claims))
	for i := range n.Claims {
		n.Claims[i].Evidence.Document = c.Document.ID
		n.Claims[i].Evidence.Cues = orNil(n.Claims[i].Evidence.Cues)
	}
	return &n
}

func orNil[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}

// Statements are the statements of the contribution, each once, by relation and then by place. Claims that make the
// same statement (they differ in rule or confidence only) are one: the surest, or the first of equals.
func (c *Contribution) Statements() []Statement {
	if len(c.Claims) == 0 {
		return nil
	}
	at := make(map[StatementID]int, len(c.Claims))
	all := make([]Statement, 0, len(c.Claims))
	for i := range c.Claims {
		st := c.Statement(i)
		if j, ok := at[st.ID]; !ok {
			at[st.ID] = len(all)
			all = append(all, st)
		} else if st.Evidence.Confidence > all[j].Evidence.Confidence {
			all[j] = st
		}
	}
	slices.SortFunc(all, func(a, b Statement) int {
		return cmp.Or(a.Key().Compare(b.Key()), compareStatements(a, b))
	})
	return all
}

// Key says which relation the statement is part of.
func (st *Statement) Key() RelationKey {
	return RelationKey{Subject: st.Subject, Type: st.Type, Object: st.Object}
}

// Compare orders relations as a Reader gives them: by subject, type and object.
func (k RelationKey) Compare(o RelationKey) int {
	return cmp.Or(cmp.Compare(k.Subject, o.Subject), cmp.Compare(k.Type, o.Type), cmp.Compare(k.Object, o.Object))
}

// compareStatements orders the statements of one relation as a Reader gives them.
func compareStatements(a, b Statement) int {
	return cmp.Or(cmp.Compare(a.Evidence.Document, b.Evidence.Document),
		cmp.Compare(a.Evidence.Span.Start, b.Evidence.Span.Start), cmp.Compare(a.ID, b.ID))
}

// ByEntity gathers the clusters that were linked to the same entity.
func (c *Contribution) ByEntity() map[EntityID][]Cluster {
	m := make(map[EntityID][]Cluster, len(c.Clusters))
	for _, cl := range c.Clusters {
		m[cl.Entity] = append(m[cl.Entity], cl)
	}
	return m
}

// MergeMentions are the mentions in the clusters of one document, each place once, by span and passage.
func MergeMentions(clusters []Cluster) []Mention {
	var all []Mention
	for _, cl := range clusters {
		all = append(all, cl.Mentions...)
	}
	slices.SortFunc(all, compareMentions)
	return slices.CompactFunc(all, func(a, b Mention) bool { return compareMentions(a, b) == 0 })
}

func compareMentions(a, b Mention) int {
	return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Passage, b.Passage))
}
