package graphtest

import (
	"mandate/graph"
	"pgregory.net/rapid"
)

// Contributions draws some documents over few names, so that they share entities, relations, forms and IDs.
func Contributions(t *rapid.T) []*graph.Contribution {
	return rapid.SliceOfN(contribution(), 0, 6).Draw(t, "contributions")
}

var (
	entityIDs = []graph.EntityID{"agency:a", "agency:a-b", "agency:a\x00", "law:l", "region:r", "issue:i"}
	typeNames = []string{"Agency", "Agency", "Agency", "Law", "Region", "Issue"}
	formNames = []string{"The MPS", "MPS", "m.p.s", "Ministry", "ministry’s", "Ministry of Labor", "…", "Çin", "x"}
)

func contribution() *rapid.Generator[*graph.Contribution] {
	return rapid.Custom(func(t *rapid.T) *graph.Contribution {
		c := &graph.Contribution{Document: graph.Document{
			ID:       graph.DocumentID(rapid.SampledFrom([]string{"a", "a/b", "a\x00", "b", "ü"}).Draw(t, "document")),
			Hash:     rapid.SampledFrom([]string{"h1", "h2"}).Draw(t, "hash"),
			Pipeline: "p", Bytes: rapid.IntRange(0, 1<<40).Draw(t, "bytes"), Words: rapid.IntRange(0, 9).Draw(t, "words"),
			Notes: rapid.SliceOfN(rapid.String(), 0, 2).Draw(t, "notes"),
		}}
		if rapid.Bool().Draw(t, "property") {
			c.Document.Meta = []graph.Property{{Key: "k", Value: rapid.String().Draw(t, "value")}}
		}
		c.Text = rapid.SampledFrom([]string{"", text, text + text}).Draw(t, "text")
		for range rapid.IntRange(0, 5).Draw(t, "clusters") {
			c.Clusters = append(c.Clusters, drawCluster(t))
		}
		for range rapid.IntRange(0, 5).Draw(t, "claims") {
			if len(c.Clusters) > 0 {
				c.Claims = append(c.Claims, drawClaim(t, len(c.Clusters)))
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "passages") {
			c.Passages = append(c.Passages, graph.Passage{Label: "1", Marking: "U", Span: drawSpan(t),
				Sketch: rapid.SampledFrom([]string{"", "abcdefgh", "abcdefXY", "abcdVWXY", "zzzzzzzz"}).Draw(t, "sketch")})
		}
		c.Document.Passages = len(c.Passages)
		return c
	})
}

func drawCluster(t *rapid.T) graph.Cluster {
	i := rapid.IntRange(0, len(entityIDs)-1).Draw(t, "entity")
	cl := graph.Cluster{Entity: entityIDs[i], Type: typeNames[i], Name: rapid.SampledFrom(formNames).Draw(t, "name"),
		Aliases: rapid.SliceOfN(rapid.SampledFrom(formNames), 0, 3).Draw(t, "aliases"),
		Country: rapid.SampledFrom([]string{"", "CN", "US"}).Draw(t, "country")}
	if rapid.IntRange(0, 9).Draw(t, "other type") == 0 {
		cl.Type = "Issue"
	}
	for range rapid.IntRange(0, 3).Draw(t, "mentions") {
		cl.Mentions = append(cl.Mentions, graph.Mention{Passage: rapid.IntRange(0, 2).Draw(t, "passage"), Span: drawSpan(t)})
	}
	return cl
}

func drawSpan(t *rapid.T) graph.Span {
	start := rapid.IntRange(0, 5).Draw(t, "start")
	return graph.Span{Start: start, End: start + rapid.IntRange(0, 3).Draw(t, "length")}
}

func drawClaim(t *rapid.T, clusters int) graph.Claim {
	when := rapid.SampledFrom([]string{"", "2008", "2008-11-17", "2012"})
	cl := graph.Claim{
		Subject: rapid.IntRange(0, clusters-1).Draw(t, "subject"), Object: rapid.IntRange(0, clusters-1).Draw(t, "object"),
		Type:   rapid.SampledFrom([]string{"LEADS", "SERVES"}).Draw(t, "type"),
		Status: graph.Status(rapid.IntRange(0, 3).Draw(t, "status")),
		Since:  when.Draw(t, "since"), Until: when.Draw(t, "until"),
		Evidence: graph.Evidence{Passage: 1, Span: drawSpan(t), Subject: drawSpan(t), Object: drawSpan(t),
			Paragraph: "3a", Marking: "U", Rule: rapid.SampledFrom([]string{"", "r1", "r2"}).Draw(t, "rule"),
			Confidence: float64(rapid.IntRange(0, 4).Draw(t, "confidence")) / 4},
	}
	cl.Evidence.Quote = text[cl.Evidence.Span.Start:cl.Evidence.Span.End]
	for range rapid.IntRange(0, 2).Draw(t, "cues") {
		cl.Evidence.Cues = append(cl.Evidence.Cues, drawSpan(t))
	}
	cl.Evidence.Obligation = rapid.SampledFrom([]graph.Obligation{graph.Free, graph.Free, graph.May, graph.Must}).Draw(t, "obligation")
	cl.Evidence.Amount = rapid.SampledFrom([]graph.Amount{{}, {}, {Value: 2.5e6, Unit: "USD"}, {Value: 3, Unit: "center"}}).Draw(t, "amount")
	return cl
}
