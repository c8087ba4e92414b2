package cypher

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
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
	last     struct {        // of the query, see selection
		key selectionKey
		sel *selection
	}
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

// With is the same graph with relations of other statuses, see [OnReader]. What is in memory serves both.
func (g *ReaderGraph) With(statuses ...graph.Status) *ReaderGraph {
	other := *g
	other.statuses = statuses
	return &other
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
		own.statuses = graph.Statuses()
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
	n := &entityNode{g: g, ent: ent}
	n.read.Store(true)
	return n
}

// Nodes is part of Graph.
func (g *ReaderGraph) Nodes(label string) iter.Seq2[value.Node, error] {
	return func(yield func(value.Node, error) bool) {
		if label != DocumentLabel {
			t := label
			if t == EntityLabel {
				t = ""
			}
			if !g.entitiesOfType(t, yield) {
				return
			}
		}
		if label != "" && label != DocumentLabel {
			return
		}
		for doc, err := range g.r.Documents() {
			if !yield(&documentNode{doc: doc}, err) || err != nil {
				return
			}
		}
	}
}

// entitiesOfType hands over those of a type, or all when it is "", from memory where they are there; false when no more
// are wanted.
func (g *ReaderGraph) entitiesOfType(t string, yield func(value.Node, error) bool) bool {
	if a := g.adjacent.loaded.Load(); a != nil && t == "" {
		for i := range a.nodes {
			if !yield(&a.nodes[i], nil) {
				return false
			}
		}
		return true
	} else if a != nil {
		for _, i := range a.byType[t] {
			if !yield(&a.nodes[i], nil) {
				return false
			}
		}
		return true
	}
	for ent, err := range g.r.Entities(t) {
		if !yield(g.entity(ent), err) || err != nil {
			return false
		}
	}
	return true
}

// Index is part of Graph: entities are found by name and alias, whatever their case, and everything by id. Names by how
// they begin or what they hold are found by an index in memory, which is made when it pays.
func (g *ReaderGraph) Index(label, property string, how How, instead int) (float64, bool) {
	switch {
	case (property == "id" || property == Identity) && how == Equals:
		return 1, true
	case property != "name" && !listKey(property) || label == DocumentLabel:
		return 0, false
	case how == Equals:
		return 1, true
	}
	forms := g.names.serve(g, instead)
	if forms == nil {
		return 0, false
	}
	found := float64(g.entities) / 1000
	if how == Holds {
		found *= 10
	}
	return 1 + min(found, float64(instead)/10), true
}

// Find is part of Graph.
func (g *ReaderGraph) Find(label, property string, how How, v value.Value) (iter.Seq2[value.Node, error], bool) {
	s, ok := v.(string)
	if property == Identity {
		property = "id"
	}
	forms := g.names.serve(g, 0)
	if forms != nil && property != "id" && servesText(s) {
		return func(yield func(value.Node, error) bool) {
			switch {
			case !ok:
			case how == Begins:
				g.named(forms.beginning(s), label, yield)
			case how == Holds:
				g.named(forms.holding(s), label, yield)
			default:
				g.named(forms.equal(s), label, yield)
			}
		}, true
	}
	if how != Equals {
		return nil, false
	}
	if ok && s != "" && property != "id" && graph.FoldName(s) == "" {
		return nil, false // a name without a letter: no index has it
	}
	return func(yield func(value.Node, error) bool) {
		switch {
		case !ok || s == "":
		case property == "id":
			n := g.nodeOf(graph.EntityID(s))
			switch err := n.load(); {
			case err == nil:
				if !yield(n, nil) {
					return
				}
			case !errors.Is(err, graph.ErrNotFound):
				yield(nil, err)
				return
			}
			if doc, err := g.r.Document(graph.DocumentID(s)); err == nil {
				yield(&documentNode{doc: doc}, nil)
			} else if !errors.Is(err, graph.ErrNotFound) {
				yield(nil, err)
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

// Node is part of Graph.
func (g *ReaderGraph) Node(id value.ID) (value.Node, error) {
	switch id.Num {
	case idEntity:
		return g.nodeOf(graph.EntityID(id.Text)), nil
	case idDocument:
		return &documentNode{r: g.r, doc: graph.Document{ID: graph.DocumentID(id.Text)}}, nil
	}
	return nil, fmt.Errorf("node %v: %w", id.Value(), graph.ErrNotFound)
}

func (g *ReaderGraph) nodeOf(id graph.EntityID) *entityNode {
	if a := g.adjacent.loaded.Load(); a != nil {
		if n := a.node(id); n != nil {
			return n
		}
	}
	return &entityNode{g: g, ent: graph.Entity{ID: id}}
}

// Around is part of Graph.
func (g *ReaderGraph) Around(n value.Node, dir graph.Direction, types []string, label string, yield func(value.Relationship, value.Node) error) error {
	mentions := len(types) == 0 || slices.Contains(types, MentionedIn)
	id := n.NodeID()
	if id.Num == idDocument {
		if mentions && dir != graph.Out && label != DocumentLabel {
			return g.entitiesOf(graph.DocumentID(id.Text), label, yield)
		}
		return nil
	}
	ent := graph.EntityID(id.Text)
	if label != DocumentLabel && !(mentions && len(types) == 1) {
		if err := g.relations(n, ent, dir, types, label, yield); err != nil {
			return err
		}
	}
	if mentions && dir != graph.In && (label == "" || label == DocumentLabel) {
		return g.documentsOf(ent, yield)
	}
	return nil
}

// relations hands over the relationships between entities, from memory where they are there.
func (g *ReaderGraph) relations(n value.Node, id graph.EntityID, dir graph.Direction, types []string, label string, yield func(value.Relationship, value.Node) error) error {
	if a := g.adjacent.get(g.ctx, g); a != nil {
		at := int32(0)
		if ent, ok := n.(*entityNode); ok {
			at = ent.at
		}
		if at == 0 {
			i, ok := a.index[id]
			if !ok {
				return nil
			}
			at = i + 1
		}
		return a.around(at-1, dir, g.selection(a, types, label), yield)
	}
	if g.ctx != nil && g.ctx.Err() != nil {
		return g.ctx.Err()
	}
	one := ""
	if len(types) == 1 {
		one = types[0]
	}
	for rel, err := range g.r.Relations(id, dir, one) {
		if err != nil {
			return err
		}
		if !slices.Contains(g.statuses, rel.Status) || len(types) > 1 && !slices.Contains(types, rel.Type) {
			continue
		}
		other := rel.Object
		if rel.Subject != id {
			other = rel.Subject
		}
		far := g.nodeOf(other)
		if ok, err := far.labelled(label); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := yield(&relationEdge{r: g.r, rel: rel}, far); err != nil {
			return err
		}
	}
	return nil
}

// documentsOf hands over the documents that name an entity. Mentions come by document.
func (g *ReaderGraph) documentsOf(ent graph.EntityID, yield func(value.Relationship, value.Node) error) error {
	var edge *mentionEdge
	hand := func() error {
		if edge == nil {
			return nil
		}
		return yield(edge, &documentNode{r: g.r, doc: graph.Document{ID: edge.doc}})
	}
	for m, err := range g.r.Mentions(ent) {
		if err != nil {
			return err
		}
		if edge != nil && edge.doc == m.Document {
			edge.mentions++
			continue
		}
		if err := hand(); err != nil {
			return err
		}
		edge = &mentionEdge{ent: ent, doc: m.Document, mentions: 1}
	}
	return hand()
}

// entitiesOf hands over the entities with a label that a document names, by id.
func (g *ReaderGraph) entitiesOf(doc graph.DocumentID, label string, yield func(value.Relationship, value.Node) error) error {
	c, err := g.r.Contribution(doc)
	if err != nil {
		return err
	}
	byEntity := c.ByEntity()
	for _, id := range slices.Sorted(maps.Keys(byEntity)) {
		n := len(graph.MergeMentions(byEntity[id]))
		if n == 0 { // seen from the entity there is no place either
			continue
		}
		far := g.nodeOf(id)
		if ok, err := far.labelled(label); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := yield(&mentionEdge{ent: id, doc: doc, mentions: n}, far); err != nil {
			return err
		}
	}
	return nil
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
