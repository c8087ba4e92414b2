package link

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"mandate/graph"
)

// Merge is two documents that were found to name one entity.
type Merge struct {
	Entity graph.Entity
	Said   [2]Naming
}

// Naming is how a document names an entity, and where it does so first.
type Naming struct {
	Name    string
	Key     graph.EntityID // of the name in this document; "" where the graph does not know
	Mention graph.Mention
}

// mostNamings is how many documents of an entity are looked at for two that name it differently.
const mostNamings = 40

// Sample draws entities that several documents name, of one type or of all, each as likely as the other, and for each two
// of its documents: two that name it differently where there are such among those looked at. It is for people who want to
// know how often linking is right. The same graph and seed give the same sample, in order of entity.
func Sample(g graph.Reader, entityType string, n int, seed uint64) ([]Merge, error) {
	var all []graph.Entity
	for ent, err := range g.Entities(entityType) {
		if err != nil {
			return nil, err
		}
		if ent.Documents > 1 {
			all = append(all, ent)
		}
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:min(n, len(all))]
	slices.SortFunc(all, func(a, b graph.Entity) int { return cmp.Compare(a.ID, b.ID) })
	var sample []Merge
	for _, ent := range all {
		m, err := drawPair(g, ent, rng)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", ent.ID, err)
		}
		sample = append(sample, m)
	}
	return sample, nil
}

// drawPair draws two documents that name an entity.
func drawPair(g graph.Reader, ent graph.Entity, rng *rand.Rand) (Merge, error) {
	first := map[graph.DocumentID]graph.Mention{}
	var documents []graph.DocumentID
	for m, err := range g.Mentions(ent.ID) {
		if err != nil {
			return Merge{}, err
		}
		if _, ok := first[m.Document]; !ok {
			first[m.Document] = m
			documents = append(documents, m.Document)
		}
	}
	rng.Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
	var said []Naming
	for _, id := range documents[:min(len(documents), mostNamings)] {
		n, err := naming(g, ent.ID, first[id])
		if err != nil {
			return Merge{}, err
		}
		said = append(said, n)
		if graph.FoldName(n.Name) != graph.FoldName(said[0].Name) {
			return Merge{ent, [2]Naming{said[0], n}}, nil
		}
	}
	if len(said) < 2 {
		return Merge{}, fmt.Errorf("it is counted in %d documents and found in %d", ent.Documents, len(said))
	}
	return Merge{ent, [2]Naming{said[0], said[1]}}, nil
}

// naming is how the document of a mention names an entity: by its fullest name, and where that stands first.
func naming(g graph.Reader, id graph.EntityID, at graph.Mention) (Naming, error) {
	c, err := g.Contribution(at.Document)
	if err != nil {
		return Naming{}, err
	}
	n := Naming{Mention: at}
	clusters := c.ByEntity()[id]
	for _, cl := range clusters {
		if len(cl.Name) > len(n.Name) {
			n.Name = cl.Name
		}
	}
	for _, m := range graph.MergeMentions(clusters) {
		if m.Span.End <= len(c.Text) && graph.FoldName(c.Text[m.Span.Start:m.Span.End]) == graph.FoldName(n.Name) {
			n.Mention = m
			break
		}
	}
	f, ok := g.(Found)
	if !ok {
		return n, nil
	}
	if c, err = f.Found(at.Document); err != nil {
		return Naming{}, err
	}
	for _, cl := range c.Clusters {
		if slices.ContainsFunc(cl.Mentions, func(m graph.Mention) bool { return m.Span == n.Mention.Span }) {
			n.Key = cl.Entity
			break
		}
	}
	return n, nil
}
