package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"

	"mandate/export"
	"mandate/graph"
	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
)

// graphResult collects the entities and relations of a result and writes them in a format of package export.
type graphResult struct {
	w         io.Writer
	page      page
	format    string
	entities  map[graph.EntityID]graph.Entity
	relations map[graph.RelationKey]graph.Relation
	documents map[graph.DocumentID]bool // what the formats have no place for
}

func newGraphResult(format string) func(io.Writer, []string, page) rowWriter {
	return func(w io.Writer, _ []string, p page) rowWriter {
		return &graphResult{w, p, format, map[graph.EntityID]graph.Entity{}, map[graph.RelationKey]graph.Relation{}, map[graph.DocumentID]bool{}}
	}
}

func (r *graphResult) row(values []lang.Value) error {
	for _, v := range values {
		if err := r.collect(v); err != nil {
			return err
		}
	}
	return nil
}

// collect looks for nodes and relationships, within lists, maps and paths as well.
func (r *graphResult) collect(v lang.Value) error {
	var err error
	switch x := v.(type) {
	case lang.Node:
		return r.node(x)
	case lang.Relationship:
		return r.relation(x)
	case lang.List:
		for _, e := range x {
			err = errors.Join(err, r.collect(e))
		}
	case lang.Map:
		for _, e := range x.All() {
			err = errors.Join(err, r.collect(e))
		}
	case lang.Path:
		for _, n := range x.Nodes {
			err = errors.Join(err, r.node(n))
		}
		for _, e := range x.Relationships {
			err = errors.Join(err, r.relation(e))
		}
	}
	return err
}

func (r *graphResult) node(n lang.Node) error {
	ent, ok, err := cypher.EntityOf(n)
	if err != nil {
		return err
	}
	if ok {
		return r.add(ent)
	} else if doc, ok := cypher.DocumentOf(n); ok {
		r.documents[doc.ID] = true
	}
	return nil
}

// add keeps an entity.
func (r *graphResult) add(ent graph.Entity) error {
	if _, ok := r.entities[ent.ID]; ok {
		return nil
	}
	r.entities[ent.ID] = ent
	return r.page.hold(heldElement + int64(len(ent.ID)+len(ent.Name)+24*len(ent.Aliases)))
}

// heldElement is about how many bytes an entity or relation takes in a map and in the list that is written, without texts.
const heldElement = 600

func (r *graphResult) relation(e lang.Relationship) error {
	rel, ok := cypher.RelationOf(e)
	if !ok {
		return nil
	}
	if _, ok := r.relations[rel.RelationKey]; !ok {
		if err := r.page.hold(heldElement); err != nil {
			return err
		}
	}
	r.relations[rel.RelationKey] = rel
	for _, id := range []graph.EntityID{rel.Subject, rel.Object} {
		if _, ok := r.entities[id]; ok {
			continue
		}
		ent, err := r.page.s.reader.Entity(id)
		if err != nil {
			return err
		}
		if err := r.add(ent); err != nil {
			return err
		}
	}
	return nil
}

// between adds the relations between the nodes of a result that has none of its own.
func (r *graphResult) between() error {
	seen := r.page.s.opt.Statuses
	if len(seen) == 0 {
		seen = []graph.Status{graph.Asserted}
	}
	for _, id := range slices.Sorted(maps.Keys(r.entities)) {
		for rel, err := range r.page.s.reader.Relations(id, graph.Out, "") {
			if err != nil {
				return err
			}
			if _, ok := r.entities[rel.Object]; ok && slices.Contains(seen, rel.Status) {
				r.relations[rel.RelationKey] = rel
			}
		}
	}
	return nil
}

func (r *graphResult) end() error {
	if len(r.entities) == 0 {
		return fmt.Errorf("the result has no node to put into %s: return nodes, relationships or paths, as in MATCH p = (a)-[:LEADS]->(b) RETURN p", r.format)
	}
	if len(r.relations) == 0 {
		if err := r.between(); err != nil {
			return err
		}
	}
	if len(r.documents) > 0 {
		fmt.Fprintf(r.page.s.std.err, "%s left out: %s holds entities and their relations\n", plural(len(r.documents), "document is", "documents are"), r.format)
	}
	f, err := export.Find(r.format)
	if err != nil {
		return err
	}
	sub, err := newSubGraph(r)
	if err != nil {
		return err
	}
	return f.Write(r.w, sub, export.Options{Schema: r.page.s.schema, Title: headline(r.page.title), Top: -1, Isolated: true})
}

// longestHeadline is how many characters of a query stand above a picture.
const longestHeadline = 90

func headline(query string) string {
	if rs := []rune(query); len(rs) > longestHeadline {
		return string(rs[:longestHeadline-1]) + "…"
	}
	return query
}

// subGraph is a part of a graph as a graph.Reader: some of its entities and relations, with all their evidence.
type subGraph struct {
	graph.Reader
	entities  []graph.Entity   // by ID
	relations []graph.Relation // by key
	counts    graph.Counts
}

func newSubGraph(r *graphResult) (*subGraph, error) {
	g := &subGraph{Reader: r.page.s.reader, counts: graph.Counts{Entities: map[string]int{}, Relations: map[string]int{}}}
	for _, id := range slices.Sorted(maps.Keys(r.entities)) {
		g.entities = append(g.entities, r.entities[id])
		g.counts.Entities[r.entities[id].Type]++
	}
	docs := map[graph.DocumentID]bool{}
	for _, rel := range r.relations {
		g.relations = append(g.relations, rel)
		g.counts.Relations[rel.Type]++
		g.counts.Statements += rel.Statements
		for st, err := range g.Reader.Statements(rel.RelationKey) {
			if err != nil {
				return nil, err
			}
			docs[st.Evidence.Document] = true
		}
	}
	g.counts.Documents = len(docs)
	slices.SortFunc(g.relations, func(a, b graph.Relation) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Object, b.Object))
	})
	return g, nil
}

func (g *subGraph) Entities(entityType string) iter.Seq2[graph.Entity, error] {
	return sequence(g.entities, func(e graph.Entity) bool { return entityType == "" || e.Type == entityType })
}

func (g *subGraph) AllRelations(relationType string) iter.Seq2[graph.Relation, error] {
	return sequence(g.relations, func(r graph.Relation) bool { return relationType == "" || r.Type == relationType })
}

func (g *subGraph) Relations(id graph.EntityID, dir graph.Direction, relationType string) iter.Seq2[graph.Relation, error] {
	return sequence(g.relations, func(r graph.Relation) bool {
		return (relationType == "" || r.Type == relationType) &&
			(r.Subject == id && dir != graph.In || r.Object == id && dir != graph.Out)
	})
}

func (g *subGraph) Counts() (graph.Counts, error) { return g.counts, nil }

// sequence is the elements that fit, without an error.
func sequence[T any](all []T, fits func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, e := range all {
			if fits(e) && !yield(e, nil) {
				return
			}
		}
	}
}
