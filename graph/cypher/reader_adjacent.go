package cypher

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"

	"mandate/graph"
)

// A store answers "the relations of this entity" with a search in its tables, which costs about as much as reading
// readsPerRow rows one after the other. A query, or a session, that has asked so often that reading everything once would have
// been cheaper gets everything read once, and its further questions are answered from memory.
const readsPerRow = 30

// Of the memory that the adjacency takes: bytes of an entity with its names, and of a relation in both directions, as
// measured with made-up names of 20 letters; and the most that it may take.
const (
	bytesPerEntity = 350
	bytesPerArc    = 48
	mostAdjacent   = 512 << 20
)

// adjacent counts the questions to a reader, and holds the relations once they are read.
type adjacent struct {
	questions atomic.Int64
	loading   sync.Mutex
	loaded    atomic.Pointer[adjacency]
	failed    bool // the reader has an error: it will show when it is asked again
}

// adjacency is all entities and relations of a reader in memory.
type adjacency struct {
	entities []graph.Entity // by ID
	index    map[graph.EntityID]int32
	types    []string
	arcs     []relationArc // by subject, type, object
	out      []int32       // those of entity i are arcs[out[i]:out[i+1]]
	in       []int32       // those that end at entity i are arcs[incoming[in[i]:in[i+1]]…]
	incoming []int32
	texts    []string // of since and until
}

// relationArc is a relation without its names.
type relationArc struct {
	subject, object                  int32
	typ, since, until                int32
	statements, support, independent int32
	status                           graph.Status
	confidence                       float64
}

// get is the adjacency when it is there or worth its cost; nil otherwise.
func (x *adjacent) get(ctx context.Context, g *ReaderGraph) *adjacency {
	if a := x.loaded.Load(); a != nil {
		return a
	}
	relations := 0
	for _, n := range g.counts.Relations {
		relations += n
	}
	rows := int64(g.entities + relations)
	if x.questions.Add(1)*readsPerRow < rows || int64(g.entities)*bytesPerEntity+int64(relations)*bytesPerArc > mostAdjacent {
		return nil
	}
	x.loading.Lock()
	defer x.loading.Unlock()
	if a := x.loaded.Load(); a != nil || x.failed {
		return a
	}
	a, err := readAdjacency(ctx, g.r)
	if err != nil {
		x.failed = ctx == nil || ctx.Err() == nil
		return nil
	}
	x.loaded.Store(a)
	return a
}

func readAdjacency(ctx context.Context, r graph.Reader) (*adjacency, error) {
	a := &adjacency{index: map[graph.EntityID]int32{}}
	for ent, err := range r.Entities("") {
		if err != nil {
			return nil, err
		}
		if ctx != nil && len(a.entities)&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.index[ent.ID] = int32(len(a.entities))
		a.entities = append(a.entities, ent)
	}
	types, texts := newInterned(&a.types), newInterned(&a.texts)
	for rel, err := range r.AllRelations("") {
		if err != nil {
			return nil, err
		}
		if ctx != nil && len(a.arcs)&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.arcs = append(a.arcs, relationArc{a.index[rel.Subject], a.index[rel.Object], types(rel.Type), texts(rel.Since), texts(rel.Until),
			int32(rel.Statements), int32(rel.Support), int32(rel.Independent), rel.Status, rel.Confidence})
	}
	a.arrange()
	return a, nil
}

// newInterned numbers texts in the order in which they come.
func newInterned(list *[]string) func(string) int32 {
	at := map[string]int32{}
	return func(s string) int32 {
		i, ok := at[s]
		if !ok {
			i = int32(len(*list))
			at[s] = i
			*list = append(*list, s)
		}
		return i
	}
}

// arrange finds where the arcs of each entity stand. Those that end at it stay in order of subject and type.
func (a *adjacency) arrange() {
	n := len(a.entities)
	a.out, a.in, a.incoming = make([]int32, n+1), make([]int32, n+1), make([]int32, len(a.arcs))
	for _, r := range a.arcs {
		a.out[r.subject+1]++
		a.in[r.object+1]++
	}
	for i := range n {
		a.out[i+1] += a.out[i]
		a.in[i+1] += a.in[i]
	}
	next := append([]int32{}, a.in...)
	for k, r := range a.arcs {
		a.incoming[next[r.object]] = int32(k)
		next[r.object]++
	}
}

func (a *adjacency) relation(r *relationArc) graph.Relation {
	return graph.Relation{RelationKey: graph.RelationKey{Subject: a.entities[r.subject].ID, Type: a.types[r.typ], Object: a.entities[r.object].ID},
		Status: r.status, Statements: int(r.statements), Support: int(r.support), Independent: int(r.independent), Confidence: r.confidence,
		Since: a.texts[r.since], Until: a.texts[r.until]}
}

// relations are those of an entity, in the order of graph.Reader.
func (a *adjacency) relations(id graph.EntityID, dir graph.Direction, typ string) iter.Seq2[graph.Relation, error] {
	return func(yield func(graph.Relation, error) bool) {
		i, ok := a.index[id]
		if !ok {
			return
		}
		hand := func(r *relationArc) bool {
			return typ != "" && a.types[r.typ] != typ || yield(a.relation(r), nil)
		}
		if dir != graph.In {
			for k := a.out[i]; k < a.out[i+1]; k++ {
				if !hand(&a.arcs[k]) {
					return
				}
			}
		}
		if dir == graph.Out {
			return
		}
		for _, k := range a.incoming[a.in[i]:a.in[i+1]] {
			r := &a.arcs[k]
			if dir == graph.Both && r.subject == r.object {
				continue
			}
			if !hand(r) {
				return
			}
		}
	}
}

// relations are those of an entity, from memory where they are there.
func (g *ReaderGraph) relations(id graph.EntityID, dir graph.Direction, typ string) iter.Seq2[graph.Relation, error] {
	if a := g.adjacent.get(g.ctx, g); a != nil {
		return a.relations(id, dir, typ)
	}
	return g.r.Relations(id, dir, typ)
}

// entityAt is an entity, from memory where it is there.
func (g *ReaderGraph) entityAt(id graph.EntityID) (graph.Entity, error) {
	if a := g.adjacent.get(g.ctx, g); a != nil {
		if i, ok := a.index[id]; ok {
			return a.entities[i], nil
		}
	}
	return g.r.Entity(id)
}
