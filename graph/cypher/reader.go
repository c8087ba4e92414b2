package cypher

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// The labels and types that a graph.Reader shows beside those of its schema.
const (
	EntityLabel   = "Entity"       // on every entity, beside its type
	DocumentLabel = "Document"     // on documents
	MentionedIn   = "MENTIONED_IN" // from an entity to a document that names it
)

// ReaderGraph shows a graph.Reader as a property graph:
//
//   - entities, labelled with their type and Entity: id, name, aliases, names (both), country, support (documents that
//     name it), mentions, first and last (the earliest and latest date of these documents);
//   - documents, labelled Document: id, title, date, country, marking, format, words, passages, and their metadata;
//   - relations, typed as in the schema: id, status, support, independent, confidence, since, until,
//     statements, documents and quote;
//   - MENTIONED_IN from entities to documents: mentions.
//
// It is safe for concurrent use.
type ReaderGraph struct {
	r        graph.Reader
	statuses []graph.Status // empty: those of a query that says nothing of status
	counts   graph.Counts
	entities int
	dates    *dates
	names    *nameIndex
	adjacent *adjacent
	ctx      context.Context // of the query, nil outside of one
}

var _ Graph = (*ReaderGraph)(nil)

// OnReader shows a reader as a graph. Only relations of the given statuses are edges. Without any, those are the asserted
// ones, and all of them for a query that speaks of the property status.
func OnReader(r graph.Reader, statuses ...graph.Status) (*ReaderGraph, error) {
	counts, err := r.Counts()
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	g := &ReaderGraph{r: r, statuses: statuses, counts: counts, dates: &dates{of: map[graph.DocumentID]string{}}, names: &nameIndex{}, adjacent: &adjacent{}}
	for _, n := range counts.Entities {
		g.entities += n
	}
	return g, nil
}

// forQuery settles which statuses a query sees.
func (g *ReaderGraph) forQuery(ctx context.Context, q *Query) Graph {
	own := *g
	own.ctx = ctx
	if len(g.statuses) > 0 {
		return &own
	}
	own.statuses = []graph.Status{graph.Asserted}
	if q.keys["status"] {
		own.statuses = []graph.Status{graph.Asserted, graph.Planned, graph.Reported, graph.Negated}
	}
	return &own
}

// The Num of identities says what their Text names.
const (
	idEntity = 1 + iota
	idDocument
	idRelation
	idMention
)

func entityID(id graph.EntityID) value.ID { return value.ID{Num: idEntity, Text: string(id)} }

func (g *ReaderGraph) entity(ent graph.Entity) *entityNode {
	return &entityNode{g: g, id: ent.ID, ent: ent}
}

// Nodes is part of Graph.
func (g *ReaderGraph) Nodes(label string) iter.Seq2[value.Node, error] {
	return func(yield func(value.Node, error) bool) {
		if label != DocumentLabel {
			t := label
			if t == EntityLabel {
				t = ""
			}
			for ent, err := range g.entitiesOfType(t) {
				if !yield(g.entity(ent), err) || err != nil {
					return
				}
			}
		}
		if label != "" && label != DocumentLabel {
			return
		}
		for doc, err := range g.r.Documents() {
			if !yield(&documentNode{doc}, err) || err != nil {
				return
			}
		}
	}
}

// entitiesOfType are those of a type, or all when it is "", from memory where they are there.
func (g *ReaderGraph) entitiesOfType(t string) iter.Seq2[graph.Entity, error] {
	a := g.adjacent.loaded.Load()
	if a == nil {
		return g.r.Entities(t)
	}
	return func(yield func(graph.Entity, error) bool) {
		for i := range a.entities {
			if (t == "" || a.entities[i].Type == t) && !yield(a.entities[i], nil) {
				return
			}
		}
	}
}

// Find is part of Graph: entities are found by name and alias, whatever their case, and everything by id.
func (g *ReaderGraph) Find(label, property string, v value.Value) (iter.Seq2[value.Node, error], bool) {
	switch {
	case property == "id":
	case (property == "name" || listKey(property)) && label != DocumentLabel:
	default:
		return nil, false
	}
	if s, ok := v.(string); ok && s != "" && property != "id" && graph.FoldName(s) == "" {
		return nil, false // a name without a letter: no index has it
	}
	return func(yield func(value.Node, error) bool) {
		s, ok := v.(string)
		switch {
		case !ok || s == "":
		case property == "id":
			if ent, err := g.r.Entity(graph.EntityID(s)); err == nil && !yield(g.entity(ent), nil) {
				return
			}
			if doc, err := g.r.Document(graph.DocumentID(s)); err == nil {
				yield(&documentNode{doc}, nil)
			}
		default:
			for ent, err := range g.r.Lookup(s) {
				if !yield(g.entity(ent), err) || err != nil {
					return
				}
			}
		}
	}, true
}

// Node is part of Graph. An entity is read from the store when one of its properties is asked for.
func (g *ReaderGraph) Node(id value.ID) (value.Node, error) {
	switch id.Num {
	case idEntity:
		if a := g.adjacent.loaded.Load(); a != nil {
			if i, ok := a.index[graph.EntityID(id.Text)]; ok {
				return g.entity(a.entities[i]), nil
			}
		}
		return &entityNode{g: g, id: graph.EntityID(id.Text), once: &sync.Once{}}, nil
	case idDocument:
		doc, err := g.r.Document(graph.DocumentID(id.Text))
		return &documentNode{doc}, err
	}
	return nil, fmt.Errorf("node %v: %w", id.Value(), graph.ErrNotFound)
}

// Relationships is part of Graph.
func (g *ReaderGraph) Relationships(id value.ID, dir graph.Direction, types []string) iter.Seq2[value.Relationship, error] {
	mentions := len(types) == 0 || slices.Contains(types, MentionedIn)
	return func(yield func(value.Relationship, error) bool) {
		if id.Num == idDocument {
			if mentions && dir != graph.Out {
				g.entitiesOf(graph.DocumentID(id.Text), yield)
			}
			return
		}
		ent := graph.EntityID(id.Text)
		each := types
		if len(each) == 0 {
			each = []string{""}
		}
		for i, t := range each {
			if t == MentionedIn || slices.Contains(each[:i], t) {
				continue
			}
			for rel, err := range g.relations(ent, dir, t) {
				if err == nil && !slices.Contains(g.statuses, rel.Status) {
					continue
				}
				if !yield(&relationEdge{g: g, rel: rel}, err) || err != nil {
					return
				}
			}
		}
		if mentions && dir != graph.In {
			g.documentsOf(ent, yield)
		}
	}
}

// documentsOf are the documents that name an entity. Mentions come by document.
func (g *ReaderGraph) documentsOf(ent graph.EntityID, yield func(value.Relationship, error) bool) {
	var edge *mentionEdge
	for m, err := range g.r.Mentions(ent) {
		if err != nil {
			yield(nil, err)
			return
		}
		if edge != nil && edge.doc == m.Document {
			edge.mentions++
			continue
		}
		if edge != nil && !yield(edge, nil) {
			return
		}
		edge = &mentionEdge{ent: ent, doc: m.Document, mentions: 1}
	}
	if edge != nil {
		yield(edge, nil)
	}
}

// entitiesOf are the entities that a document names, by id.
func (g *ReaderGraph) entitiesOf(doc graph.DocumentID, yield func(value.Relationship, error) bool) {
	c, err := g.r.Contribution(doc)
	if err != nil {
		yield(nil, err)
		return
	}
	byEntity := c.ByEntity()
	ids := make([]graph.EntityID, 0, len(byEntity))
	for id := range byEntity {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if !yield(&mentionEdge{ent: id, doc: doc, mentions: len(graph.MergeMentions(byEntity[id]))}, nil) {
			return
		}
	}
}

// Size is part of Graph.
func (g *ReaderGraph) Size(label string) int {
	switch label {
	case "":
		return g.entities + g.counts.Documents
	case EntityLabel:
		return g.entities
	case DocumentLabel:
		return g.counts.Documents
	}
	return g.counts.Entities[label]
}

// Degree is part of Graph.
func (g *ReaderGraph) Degree(types []string) float64 {
	n := 0
	if len(types) == 0 {
		n = g.counts.Mentions
		for _, k := range g.counts.Relations {
			n += k
		}
	}
	for _, t := range types {
		if t == MentionedIn {
			n += g.counts.Mentions
		}
		n += g.counts.Relations[t]
	}
	return float64(n) / float64(max(1, g.entities))
}

// dates remembers the dates of documents.
type dates struct {
	mu sync.Mutex
	of map[graph.DocumentID]string
}

func (g *ReaderGraph) date(id graph.DocumentID) (string, error) {
	g.dates.mu.Lock()
	defer g.dates.mu.Unlock()
	if d, ok := g.dates.of[id]; ok {
		return d, nil
	}
	doc, err := g.r.Document(id)
	if err != nil {
		return "", err
	}
	g.dates.of[id] = doc.Date
	return doc.Date, nil
}

// span is the earliest and latest date of the documents that name an entity, "" when none has one.
func (g *ReaderGraph) span(id graph.EntityID) (first, last string, err error) {
	for m, err := range g.r.Mentions(id) {
		if err != nil {
			return "", "", err
		}
		d, err := g.date(m.Document)
		if err != nil {
			return "", "", err
		}
		if d != "" && (first == "" || d < first) {
			first = d
		}
		last = max(last, d)
	}
	return first, last, nil
}
