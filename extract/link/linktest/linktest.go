// Package linktest makes documents of which it is known which names are one thing, as many as wanted: for tests and
// figures of linking and of the store.
//
// A corpus is a world of states with ministries, laws, programs and people, of international bodies, topics and places
// (world.go), and documents that name them as documents do (document.go): in full, turned round, with and without the
// country, the article or a middle name, with and without the post of a person, by an acronym that is explained or is not. Documents are functions of the seed
// and of their number, so a corpus takes no room and any part of it can be made anew. Score says how well entities that
// were linked agree with the things that were meant.
package linktest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"mandate/extract/link"
	"mandate/extract/nlp"
	"mandate/graph"
)

// Corpus is an endless row of documents.
type Corpus struct {
	seed  uint64
	world *world
}

// New makes a corpus. Another seed makes other documents about another world.
func New(seed uint64) (*Corpus, error) {
	w, err := newWorld(seed)
	if err != nil {
		return nil, err
	}
	return &Corpus{seed, w}, nil
}

// Document is a document as the pipeline would have read it, with what it means.
type Document struct {
	*graph.Contribution
	// Truth names, for each cluster, the thing it stands for. It is "" where only the document itself can tell, as with
	// a family name alone: such a cluster is to be linked to nothing.
	Truth []string
}

// Statements is the number of statements of each document.
const Statements = 10

// Document makes document i. Its clusters bear the keys that package link gives them.
func (c *Corpus) Document(i int) *Document {
	r := rand.New(rand.NewPCG(c.seed, uint64(i)+1))
	d := c.world.draft(r, i)
	doc := &nlp.Document{Info: d.Document}
	for k, cl := range d.Clusters {
		rule := "name.head"
		if d.listed[k] {
			rule = "list.organization"
		}
		doc.Mentions = append(doc.Mentions, nlp.Mention{Rule: rule})
		if d.posts[k] != "" {
			doc.Mentions[k] = d.titled(doc, k)
		}
		doc.Clusters = append(doc.Clusters, nlp.Cluster{Type: cl.Type, Name: cl.Name, Aliases: cl.Aliases, Country: cl.Country, Mentions: []int{k}})
	}
	if err := (link.Stage{}).Annotate(doc); err != nil {
		panic(fmt.Sprintf("keys of %s: %v", d.ID(), err)) // it has no error to give
	}
	for k := range d.Clusters {
		cl := &d.Clusters[k]
		cl.Entity, cl.Country, cl.Roles = doc.Clusters[k].Entity, doc.Clusters[k].Country, doc.Clusters[k].Roles
		for m := range cl.Mentions {
			cl.Mentions[m].Entity = cl.Entity
		}
	}
	return &Document{d.Contribution, d.truth}
}

// Contributions makes documents from number first to before number end.
func (c *Corpus) Contributions(first, end int) []*graph.Contribution {
	all := make([]*graph.Contribution, 0, end-first)
	for i := first; i < end; i++ {
		all = append(all, c.Document(i).Contribution)
	}
	return all
}

// titled adds the words to the document that name the person of a cluster with his post, and is the mention of the name in them.
func (d *draft) titled(doc *nlp.Document, k int) nlp.Mention {
	var toks []nlp.Token
	add := func(text string) int {
		for _, w := range strings.Fields(text) {
			toks = append(toks, nlp.Token{Text: w, Lower: strings.ToLower(w)})
		}
		return len(toks)
	}
	m := nlp.Mention{Sentence: len(doc.Sentences), Type: "Person", Kind: nlp.Named, Rule: "person.title", Cluster: k}
	m.First, m.Last = add(d.posts[k]), add(d.Clusters[k].Name)
	doc.Sentences = append(doc.Sentences, nlp.Sentence{Tokens: toks})
	return m
}
