package extract

import (
	"slices"

	"mandate/extract/nlp"
	"mandate/extract/relate"
	"mandate/graph"
	"mandate/graph/schema"
)

// contribution turns what was read in a document into knowledge: clusters become what the document calls an entity,
// relation mentions become claims with their evidence. It is the one place where text becomes knowledge; a relation
// whose ends the schema does not allow is dropped here, and counted.
func contribution(doc *nlp.Document, s *schema.Schema) *graph.Contribution {
	c := &graph.Contribution{Document: doc.Info, Text: doc.Source}
	c.Document.Passages = len(doc.Passages)
	for i := range doc.Passages {
		p := &doc.Passages[i]
		c.Passages = append(c.Passages, graph.Passage{Label: p.Label, Marking: p.Marking, Span: p.Span,
			Sketch: graph.Sketch(doc.Source[p.Span.Start:p.Span.End])})
	}
	shown := worthShowing(doc, s)
	index := make([]int, len(doc.Clusters)) // clusters that are one entity become one
	at := map[graph.EntityID]int{}
	for i := range doc.Clusters {
		if !shown[i] {
			continue
		}
		cl := &doc.Clusters[i]
		k, ok := at[cl.Entity]
		if !ok {
			k = len(c.Clusters)
			at[cl.Entity] = k
			c.Clusters = append(c.Clusters, graph.Cluster{Entity: cl.Entity, Type: cl.Type, Name: cl.Name, Country: cl.Country})
		}
		index[i] = k
		addCluster(&c.Clusters[k], doc, cl)
	}
	for i := range c.Clusters {
		tidy(&c.Clusters[i])
	}
	for i := range doc.Relations {
		claim, reason := claimOf(doc, &doc.Relations[i], s, index)
		if reason != "" {
			if doc.Dropped == nil {
				doc.Dropped = map[string]int{}
			}
			doc.Dropped[reason]++
			continue
		}
		c.Claims = append(c.Claims, claim)
	}
	return c
}

// worthShowing says which clusters become nodes: what bears a proper name, every topic, and of what is only described
// ("civil groups", "a joint meeting") that of which the document says something.
func worthShowing(doc *nlp.Document, s *schema.Schema) []bool {
	shown := make([]bool, len(doc.Clusters))
	for i := range doc.Clusters {
		shown[i] = s.ReadAs(doc.Clusters[i].Type) == "Issue" || slices.ContainsFunc(doc.Clusters[i].Mentions, func(m int) bool {
			return doc.Mentions[m].Kind == nlp.Named || doc.Mentions[m].Agreed && s.ReadAs(doc.Clusters[i].Type) == "Group"
		})
	}
	for i := range doc.Relations {
		shown[doc.Mentions[doc.Relations[i].Subject].Cluster] = true
		shown[doc.Mentions[doc.Relations[i].Object].Cluster] = true
	}
	for i := range doc.Clusters {
		shown[i] = shown[i] && doc.Clusters[i].Type != "" // of a type that the schema has no place for
	}
	return shown
}

func addCluster(to *graph.Cluster, doc *nlp.Document, cl *nlp.Cluster) {
	to.Aliases = append(to.Aliases, cl.Name)
	to.Aliases = append(to.Aliases, cl.Aliases...)
	to.Roles = append(to.Roles, cl.Roles...)
	for _, m := range cl.Mentions {
		mention := &doc.Mentions[m]
		to.Mentions = append(to.Mentions, graph.Mention{
			Entity: cl.Entity, Document: doc.Info.ID, Passage: doc.Sentences[mention.Sentence].Passage + 1, Span: mention.Span,
		})
	}
}

func tidy(c *graph.Cluster) {
	slices.Sort(c.Aliases)
	c.Aliases = slices.Compact(c.Aliases)
	c.Aliases = slices.DeleteFunc(c.Aliases, func(a string) bool { return a == c.Name })
	slices.Sort(c.Roles)
	c.Roles = slices.Compact(c.Roles)
	slices.SortFunc(c.Mentions, func(a, b graph.Mention) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return a.Span.End - b.Span.End
	})
	c.Mentions = slices.Compact(c.Mentions)
}

// claimOf is the claim a relation mention makes, or the reason why it makes none.
func claimOf(doc *nlp.Document, r *nlp.RelationMention, s *schema.Schema, index []int) (graph.Claim, string) {
	subject, object := &doc.Mentions[r.Subject], &doc.Mentions[r.Object]
	if subject.Cluster < 0 || object.Cluster < 0 {
		return graph.Claim{}, "an end stands for nothing"
	}
	from, to := &doc.Clusters[subject.Cluster], &doc.Clusters[object.Cluster]
	if from.Entity == to.Entity {
		return graph.Claim{}, "both ends are the same"
	}
	typ, ok := s.Relation(r.Type)
	if !ok {
		return graph.Claim{}, r.Type + " is not in the schema"
	}
	if !typ.Allows(from.Type, to.Type) {
		return graph.Claim{}, relate.WrongEnds
	}
	if typ.Symmetric && to.Entity < from.Entity {
		subject, object = object, subject
	}
	sent := &doc.Sentences[r.Sentence]
	p := &doc.Passages[sent.Passage]
	return graph.Claim{
		Subject: index[subject.Cluster], Object: index[object.Cluster], Type: r.Type, Status: r.Status, Since: r.Since, Until: r.Until, Symmetric: typ.Symmetric,
		Evidence: graph.Evidence{
			Document: doc.Info.ID, Passage: sent.Passage + 1, Paragraph: p.Label, Marking: p.Marking,
			Span: r.Span, Quote: doc.Source[r.Span.Start:r.Span.End], Subject: subject.Span, Object: object.Span,
			Cues: r.Cues, Rule: r.Rule, Confidence: r.Confidence, Obligation: r.Obligation, Amount: r.Amount,
		},
	}, ""
}
