// Package view is a graph as an export shows it: filtered, summed up over what the filter leaves, and in a fixed order.
// It is what the export formats share; they stream from it, so that none holds a whole graph in memory.
package view

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"mandate/graph"
	"mandate/graph/schema"
)

// Options say what of a graph to export, and how. The zero value exports all of it.
type Options struct {
	Schema        *schema.Schema // labels and colours of the types; nil means schema.Default()
	Statuses      []graph.Status // statements to show; empty means all
	EntityTypes   []string       // empty means all
	RelationTypes []string       // empty means all
	MinConfidence float64        // leave out statements below it, 0 to 1
	Only          *Selection     // leave out what is not in it; nil means all
	Target        string         // program that is to read the file, where a format has more than one dialect ("gephi"); "" means any
	Connected     bool           // leave out nodes without an edge that is shown (pictures do so unless Isolated is set)

	// The rest is for pictures and pages (svg, dot, html).
	Title    string    // "" means "Knowledge graph"
	Top      int       // show at most so many nodes in a picture, the most central first; 0 means 60, below 0 all
	Isolated bool      // show nodes without an edge in a picture as well, where there is room
	Rankings []Ranking // measures; Top goes by the first that gives scores, and by degree where there is none
}

// Selection is a part of a graph, for [Options]: nodes and edges.
type Selection struct {
	Nodes map[graph.EntityID]bool
	Edges map[graph.RelationKey]bool
}

// Defaults of [Options].
const (
	DefaultTop   = 60
	DefaultTitle = "Knowledge graph"
)

// Edge is a relation as the view shows it.
type Edge struct {
	graph.RelationKey
	Relation   graph.Relation    // summed up over Statements
	Statements []graph.Statement // those that the options let through, in the order of the Reader; at least one
}

// View is a graph seen through options. It is safe for use by several goroutines.
type View struct {
	Graph   graph.Reader
	Options Options // with Schema and Title filled in

	entityTypes   map[string]schema.EntityType // those of the schema, with no field empty
	relationTypes map[string]schema.RelationType
	highest       float64 // score by the first ranking that gives scores
}

// New checks the options and puts them over the graph.
func New(g graph.Reader, opt Options) (*View, error) {
	if opt.Schema == nil {
		opt.Schema = schema.Default()
	}
	if opt.Title == "" {
		opt.Title = DefaultTitle
	}
	if !(opt.MinConfidence >= 0 && opt.MinConfidence <= 1) {
		return nil, fmt.Errorf("lowest confidence %v is not between 0 and 1", opt.MinConfidence)
	}
	counts, err := g.Counts()
	if err != nil {
		return nil, fmt.Errorf("sizes of the graph: %w", err)
	}
	var entities, relations []string
	for _, t := range opt.Schema.Entities {
		entities = append(entities, t.Type)
	}
	for _, t := range opt.Schema.Relations {
		relations = append(relations, t.Type)
	}
	if err := known("entity", opt.EntityTypes, entities, counts.Entities); err != nil {
		return nil, err
	}
	if err := known("relation", opt.RelationTypes, relations, counts.Relations); err != nil {
		return nil, err
	}
	v := &View{Graph: g, Options: opt, entityTypes: map[string]schema.EntityType{}, relationTypes: map[string]schema.RelationType{}}
	for _, t := range slices.Backward(opt.Schema.Entities) {
		v.entityTypes[t.Type] = filledEntity(t)
	}
	for _, t := range slices.Backward(opt.Schema.Relations) {
		v.relationTypes[t.Type] = filledRelation(t)
	}
	if r := opt.Scores(); r != nil {
		for _, value := range r.Values {
			v.highest = max(v.highest, value)
		}
	}
	return v, nil
}

// known refuses a type that neither the schema nor the graph has: it would silently show nothing.
func known(what string, asked, inSchema []string, inGraph map[string]int) error {
	for _, t := range asked {
		if !slices.Contains(inSchema, t) && inGraph[t] == 0 {
			return fmt.Errorf("unknown %s type %q: the schema has %s", what, t, strings.Join(inSchema, ", "))
		}
	}
	return nil
}

// Whole says whether the options leave nothing out.
func (v *View) Whole() bool {
	o := &v.Options
	return v.all() && len(o.EntityTypes) == 0 && len(o.RelationTypes) == 0 && o.Only == nil && !o.Connected
}

// all says whether the options let every statement through.
func (v *View) all() bool { return len(v.Options.Statuses) == 0 && v.Options.MinConfidence == 0 }

// shows says whether the options let the statement through.
func (v *View) shows(st *graph.Statement) bool {
	return (len(v.Options.Statuses) == 0 || slices.Contains(v.Options.Statuses, st.Status)) &&
		st.Evidence.Confidence >= v.Options.MinConfidence
}

// showsType says whether nodes of the type are shown.
func (v *View) showsType(entityType string) bool {
	return len(v.Options.EntityTypes) == 0 || slices.Contains(v.Options.EntityTypes, entityType)
}

// Nodes are the entities that are shown, of the type or of all types when entityType is "", by ID.
func (v *View) Nodes(entityType string) iter.Seq2[graph.Entity, error] {
	return func(yield func(graph.Entity, error) bool) {
		for ent, err := range v.Graph.Entities(entityType) {
			if err != nil {
				yield(graph.Entity{}, fmt.Errorf("entities: %w", err))
				return
			}
			if !v.showsType(ent.Type) || v.Options.Only != nil && !v.Options.Only.Nodes[ent.ID] {
				continue
			}
			if v.Options.Connected {
				joined, err := v.joined(ent.ID)
				if err != nil {
					yield(graph.Entity{}, err)
					return
				}
				if !joined {
					continue
				}
			}
			if !yield(ent, nil) {
				return
			}
		}
	}
}

// joined says whether an edge that is shown touches the entity.
func (v *View) joined(id graph.EntityID) (bool, error) {
	for rel, err := range v.Graph.Relations(id, graph.Both, "") {
		if err != nil {
			return false, fmt.Errorf("relations of %s: %w", id, err)
		}
		if ok, err := newSummer(v, false, false).sum(rel); err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}

// Edges are the relations that are shown, of the type or of all types when relationType is "", by key. A relation of which
// no statement is shown is left out.
func (v *View) Edges(relationType string) iter.Seq2[Edge, error] {
	return v.edges(v.Graph.AllRelations(relationType), true)
}

// Stream is what Edges gives, for those who write a million of them: the edge and its statements are there until the next
// one is asked for.
func (v *View) Stream(relationType string) iter.Seq2[*Edge, error] {
	return v.stream(v.Graph.AllRelations(relationType), true, true)
}

// Sums are what Edges gives, without the statements: those are read only where the options need them.
func (v *View) Sums(relationType string) iter.Seq2[Edge, error] {
	return v.edges(v.Graph.AllRelations(relationType), false)
}

// EdgesOf are the relations of the entity that are shown, outgoing ones first, without their statements.
func (v *View) EdgesOf(id graph.EntityID) iter.Seq2[Edge, error] {
	return v.edges(v.Graph.Relations(id, graph.Both, ""), false)
}

func (v *View) edges(relations iter.Seq2[graph.Relation, error], statements bool) iter.Seq2[Edge, error] {
	return func(yield func(Edge, error) bool) {
		for e, err := range v.stream(relations, statements, false) {
			if err != nil {
				yield(Edge{}, err)
				return
			}
			if !yield(*e, nil) {
				return
			}
		}
	}
}

func (v *View) stream(relations iter.Seq2[graph.Relation, error], statements, reuse bool) iter.Seq2[*Edge, error] {
	return func(yield func(*Edge, error) bool) {
		s := newSummer(v, statements, reuse)
		for rel, err := range relations {
			if err != nil {
				yield(nil, fmt.Errorf("relations: %w", err))
				return
			}
			ok, err := s.sum(rel)
			if err != nil {
				yield(nil, err)
				return
			}
			if ok && !yield(&s.edge, nil) {
				return
			}
		}
	}
}

// Edge is one relation as the view shows it, with its statements; ok is false when it is not shown.
func (v *View) Edge(key graph.RelationKey) (e Edge, ok bool, err error) {
	s := newSummer(v, true, false)
	ok, err = s.sum(graph.Relation{RelationKey: key})
	return s.edge, ok, err
}

// Best is the statement that stands for the edge where there is room for one: the surest of those with its status.
func (e *Edge) Best() *graph.Statement {
	best := -1
	for i := range e.Statements {
		st := &e.Statements[i]
		if st.Status == e.Relation.Status && (best < 0 || st.Evidence.Confidence > e.Statements[best].Evidence.Confidence) {
			best = i
		}
	}
	return &e.Statements[best]
}

// Tally counts what the view shows, by one pass over its relations.
type Tally struct {
	Documents  int
	Nodes      map[string]int // by entity type
	Edges      map[string]int // by relation type
	Statements int
	Statuses   [4]int // edges by status
}

// Tally counts.
func (v *View) Tally() (*Tally, error) {
	counts, err := v.Graph.Counts()
	if err != nil {
		return nil, fmt.Errorf("sizes of the graph: %w", err)
	}
	t := &Tally{Documents: counts.Documents, Nodes: map[string]int{}, Edges: map[string]int{}}
	for ent, err := range v.Nodes("") {
		if err != nil {
			return nil, err
		}
		t.Nodes[ent.Type]++
	}
	for e, err := range v.edges(v.Graph.AllRelations(""), false) {
		if err != nil {
			return nil, err
		}
		t.Edges[e.Type]++
		t.Statements += e.Relation.Statements
		t.Statuses[e.Relation.Status]++
	}
	return t, nil
}
