// Package link says which entity of the world a document's cluster is.
//
// It works in two steps. Within the document, each cluster gets a key, made of its type, its jurisdiction where one is
// known, and its normalised name: a function of the document and of nothing else (Stage). A ministry named without its
// country is that of the country the document comes from; a person's key has what titles say of country, place and walk
// of life (role.go). Across documents, keys are linked to entities (Resolve), by
// what all documents together say of them and by what people judged; the identifier of an entity is one of its keys.
// Links are a view over the keys: they can be made anew at any time and come out the same, in whatever order documents
// came. Keys are linked within blocks of names that have something in common, so a new document touches few of them.
package link

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
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

// Annotate sets the Entity of every cluster to its key. Clusters that come out with the same key are one entity.
func (Stage) Annotate(doc *nlp.Document) error {
	for i := range doc.Clusters {
		doc.Clusters[i].Country = jurisdiction(doc, &doc.Clusters[i])
	}
	words := sync.OnceValue(func() map[string]bool { return lowerWords(doc) })
	for i := range doc.Clusters {
		c := &doc.Clusters[i]
		var facts []string
		if c.Type == "Person" {
			c.Roles, facts = roles(doc, c)
		}
		if misread(doc, c, words) {
			c.Entity = ownKey(&doc.Info, c)
			continue
		}
		c.Entity = key(&doc.Info, c, listed(doc, c))
		q := qualifier(doc, c)
		if c.Type == "Person" {
			q = strings.Join(facts, "+")
		}
		if q != "" && !local(c) {
			c.Entity += graph.EntityID("," + q)
		}
	}
	return nil
}

// key is the key of a cluster. What is named by an acronym alone is sought where the document comes from, though it may
// belong to no country. Who or what only the document itself tells apart from others of the kind is nothing outside it.
func key(doc *graph.Document, c *nlp.Cluster, listed bool) graph.EntityID {
	switch {
	case local(c) && !listed:
		if at := home(doc); at != "" && isPost(strings.Fields(graph.FoldName(c.Name))) {
			return ID(c.Type, c.Country, c.Name) + graph.EntityID("-in-"+strings.ToLower(at)) // in a cable from Lima, that in Peru
		}
		return ownKey(doc, c)
	case c.Country == "" && IsAcronym(c.Name) && !listed:
		return ID(c.Type, home(doc), c.Name)
	}
	return ID(c.Type, c.Country, c.Name)
}

// ownKey is the key of what only its document tells apart.
func ownKey(doc *graph.Document, c *nlp.Cluster) graph.EntityID {
	sum := sha256.Sum256([]byte(doc.ID))
	return ID(c.Type, "", c.Name) + graph.EntityID("@"+hex.EncodeToString(sum[:4]))
}

// home is the country that a document is about when it names none: that where it comes from, or else that of the posts it is
// addressed to.
func home(doc *graph.Document) string {
	if doc.Country != "" {
		return doc.Country
	}
	return addressed(doc)
}

// addressed is the country of the posts that a cable is addressed to, where package input found them all in one.
func addressed(doc *graph.Document) string {
	for _, p := range doc.Meta {
		if p.Key == "addressee-country" {
			return p.Value
		}
	}
	return ""
}

// listed says whether the cluster was found in the list of organisations, which knows where they belong.
func listed(doc *nlp.Document, c *nlp.Cluster) bool {
	return slices.ContainsFunc(c.Mentions, func(i int) bool { return doc.Mentions[i].Rule == "list.organization" })
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
	if c.Country != "" || listed(doc, c) {
		return c.Country
	}
	if doc.Info.Country == "" {
		// A cable to Lima speaks of Peru's ministries. Of departments and courts it may mean those of its own country.
		if c.Type == "Agency" && slices.ContainsFunc(strings.Fields(graph.FoldName(c.Name)), func(w string) bool { return foreign[plain(w, 0)] }) {
			return addressed(&doc.Info)
		}
		return ""
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
	for i, w := range strings.Fields(graph.FoldName(c.Name)) {
		if ofState(w, i) {
			return doc.Info.Country
		}
		if international[w] {
			return ""
		}
	}
	return ""
}

// ofState says whether a word, at its place in a name, is one of national, however it is written.
func ofState(w string, at int) bool { return national[w] || national[plain(w, at)] }

// national are the words by which a body is known to be one of a state; the first of either kind in the name decides.
var national = map[string]bool{
	"ministry": true, "department": true, "directorate": true, "parliament": true, "congress": true, "senate": true, "supreme": true,
	"national": true, "police": true, "prosecutor": true, "cabinet": true, "federal": true, "state": true, "provincial": true, "municipal": true,
	"constitutional": true, "army": true, "navy": true, "customs": true, "bureau": true,
	// what every state has and numbers for itself
	"court": true, "tribunal": true, "brigade": true, "regiment": true, "battalion": true, "infantry": true, "naval": true, "fleet": true,
	"squadron": true, "precinct": true, "district": true, "president": true, "presidency": true, "prime": true, "attorney": true, "ombudsman": true,
}

// foreign are the words of national that the country which sends cables has no body by.
var foreign = map[string]bool{"ministry": true, "parliament": true, "gendarmerie": true, "carabineros": true}

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
