// Package link says which entity of the world a document's cluster is.
//
// An entity's identifier is made of its type, its jurisdiction where one is known, and its normalised name, so that it
// depends on nothing but the document itself: building in any order, in one go or bit by bit, gives the same entities.
// A ministry named without its country is that of the country the document comes from.
package link

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"mandate/extract/nlp"
	"mandate/graph"
)

// Stage is the pipeline stage; its zero value is ready.
type Stage struct{}

// Name is "link".
func (Stage) Name() string { return "link" }

// Needs clusters.
func (Stage) Needs() []string { return []string{"clusters"} }

// Adds entities.
func (Stage) Adds() []string { return []string{"entities"} }

// Annotate sets the Entity of every cluster. Clusters that come out with the same identifier are one entity.
func (Stage) Annotate(doc *nlp.Document) error {
	for i := range doc.Clusters {
		c := &doc.Clusters[i]
		c.Country = jurisdiction(doc, c)
		c.Entity = ID(c.Type, c.Country, c.Name)
	}
	return nil
}

// ID is the identifier of the entity of a type with a name, within a jurisdiction ("" for none).
func ID(entityType, country, name string) graph.EntityID {
	id := strings.ToLower(entityType) + ":"
	switch entityType {
	case "Agency", "Law", "Program", "Region":
		if country != "" {
			id += strings.ToLower(country) + ":"
		}
	}
	return graph.EntityID(id + slug(name))
}

// jurisdiction is the country of a cluster: its own, or for a national body without one that of the document.
func jurisdiction(doc *nlp.Document, c *nlp.Cluster) string {
	if c.Country != "" || doc.Info.Country == "" {
		return c.Country
	}
	for _, i := range c.Mentions {
		if doc.Mentions[i].Rule == "list.organization" {
			return ""
		}
	}
	switch c.Type {
	case "Law", "Program": // "the Criminal Code" in a cable from Santiago is Chile's
		for _, w := range strings.Fields(graph.FoldName(c.Name)) {
			if international[w] || treaty[w] {
				return ""
			}
		}
		return doc.Info.Country
	case "Agency":
	default:
		return ""
	}
	for _, w := range strings.Fields(graph.FoldName(c.Name)) {
		if national[w] {
			return doc.Info.Country
		}
		if international[w] {
			return ""
		}
	}
	return ""
}

// national are the words by which a body is known to be one of a state; the first of either kind in the name decides.
var national = map[string]bool{
	"ministry": true, "department": true, "directorate": true, "parliament": true, "congress": true, "senate": true, "supreme": true,
	"national": true, "police": true, "prosecutor": true, "cabinet": true, "federal": true, "state": true, "provincial": true, "municipal": true,
	"constitutional": true, "army": true, "navy": true, "customs": true, "bureau": true,
}

var international = map[string]bool{
	"international": true, "united": true, "world": true, "european": true, "global": true, "regional": true, "inter": true, "african": true, "asian": true,
}

// treaty are the words of instruments between states.
var treaty = map[string]bool{
	"convention": true, "treaty": true, "protocol": true, "declaration": true, "covenant": true, "charter": true, "un": true, "eu": true,
	"accord": true, "pact": true, "resolution": true, "agreement": true,
}

// slug is the name in lower case without accents, words joined by hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(graph.FoldName(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
