package cypher

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// A store answers "the relations of this entity" with a search in its tables, which costs about as much as reading
// readsPerRow rows one after the other. A query, or a session, that has asked so often that reading everything once would have
// been cheaper gets everything read once, and its further questions are answered from memory.
const readsPerRow = 30

// Of the memory that the adjacency takes: bytes of an entity with its names, and of a relation in both directions, as
// measured with made-up names of 20 letters; and the most that it may take.
const (
	bytesPerEntity = 430
	bytesPerArc    = 80
	mostAdjacent   = 512 << 20
)

// adjacent counts the questions to a reader, and holds the relations once they are read.
type adjacent struct {
	questions atomic.Int64
	loading   sync.Mutex
	loaded    atomic.Pointer[adjacency]
	failed    atomic.Bool // the reader has an error: it will show when it is asked again
}

// adjacency is all entities and relations of a reader in memory. Nodes and relationships are handed out by pointer, so
// that a question makes nothing new.
type adjacency struct {
	g        *ReaderGraph
	nodes    []entityNode // by ID
	index    map[graph.EntityID]int32
	byType   map[string][]int32
	types    []string
	arcs     []relationArc // by subject, type, object
	out      []int32       // those of node i are arcs[out[i]:out[i+1]]
	in       []int32       // those that end at node i are arcs[incoming[in[i]:in[i+1]]…]
	incoming []int32
	// What a selection goes by lies side by side, so that it is fast to go through: of arcs, and of incoming, the kind and the
	// number of the node at the far end, and of nodes the number of their type.
	outKind, inKind []uint16
	outNode, inNode []int32
	nodeType        []int32
	nodeTypes       map[string]int32
	texts           []string // of since and until
}

// mostKinds is how many kinds of relations there may be: a type and a status each.
const mostKinds = 1 << 16

func (r *relationArc) kind() int { return int(r.typ)<<2 | int(r.status&3) }

// rows is how many rows reading everything takes.
func (g *ReaderGraph) rows() int64 {
	n := int64(g.entities)
	for _, k := range g.counts.Relations {
		n += int64(k)
	}
	return n
}

// adjacencyFits says whether the adjacency may be held in memory.
func (g *ReaderGraph) adjacencyFits() bool {
	return g.adjacencyBytes() <= mostAdjacent && g.rows() < 1<<31 && len(g.counts.Relations) < mostKinds>>2
}

func (g *ReaderGraph) adjacencyBytes() int64 {
	return int64(g.entities)*bytesPerEntity + (g.rows()-int64(g.entities))*bytesPerArc
}

// InMemory is about how many bytes the graph takes once it is read into memory, see [ReaderGraph.Warm]: 0 for one that
// never is.
func (g *ReaderGraph) InMemory() int64 {
	if !g.adjacencyFits() {
		return 0
	}
	return g.adjacencyBytes() + int64(g.entities)*bytesPerNamed
}

// Warm reads all entities, their names and all relations into memory, so that questions are answered from there; a
// graph that would take more than half a GiB stays where it is. A session that will ask often calls it before, or
// beside, its first question: otherwise everything is read when so much was asked that it pays.
func (g *ReaderGraph) Warm(ctx context.Context) error {
	if !g.adjacencyFits() {
		return nil
	}
	g.adjacent.loading.Lock()
	defer g.adjacent.loading.Unlock()
	if err := g.adjacent.read(ctx, g); err != nil {
		return err
	}
	return g.names.load(ctx, g)
}

// expect is told that a query is about to ask so many questions.
func (g *ReaderGraph) expect(questions float64) {
	if x := g.adjacent; questions*readsPerRow >= 2*float64(g.rows()) && x.loaded.Load() == nil {
		x.questions.Add(g.rows()/readsPerRow + 1)
		x.get(g.ctx, g)
	}
}

// get is the adjacency when it is there or worth its cost; nil otherwise.
func (x *adjacent) get(ctx context.Context, g *ReaderGraph) *adjacency {
	if a := x.loaded.Load(); a != nil {
		return a
	}
	if x.questions.Add(1)*readsPerRow < g.rows() || x.failed.Load() || !g.adjacencyFits() || ctx != nil && ctx.Err() != nil {
		return nil
	}
	if !x.loading.TryLock() { // somebody else is at it
		return nil
	}
	defer x.loading.Unlock()
	if err := x.read(ctx, g); err != nil {
		x.failed.Store(ctx == nil || ctx.Err() == nil)
	}
	return x.loaded.Load()
}

// read reads everything, unless that was done. It is called under loading.
func (x *adjacent) read(ctx context.Context, g *ReaderGraph) error {
	if x.loaded.Load() != nil {
		return nil
	}
	if ctx == nil {
		ctx = context.Background()
	}
	root := *g
	root.ctx, root.statuses = nil, nil
	a := &adjacency{g: &root, index: make(map[graph.EntityID]int32, g.entities)}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var entities error
	done := make(chan struct{})
	go func() {
		defer close(done)
		if entities = a.readEntities(ctx, g.r); entities != nil {
			stop()
		}
	}()
	ends, err := a.readRelations(ctx, g.r)
	if err != nil {
		stop()
	}
	<-done
	if entities != nil && (err == nil || errors.Is(err, context.Canceled)) {
		err = entities
	}
	if err != nil {
		return err
	}
	if err := a.arrange(ctx, ends); err != nil {
		return err
	}
	x.loaded.Store(a)
	return nil
}

func (a *adjacency) readEntities(ctx context.Context, r graph.Reader) error {
	all := make([]graph.Entity, 0, a.g.entities)
	for ent, err := range r.Entities("") {
		if err == nil && len(all)&1023 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		all = append(all, ent)
	}
	a.nodes, a.byType = make([]entityNode, len(all)), map[string][]int32{}
	a.nodeType, a.nodeTypes = make([]int32, len(all)), map[string]int32{}
	known := map[string]string{}
	shared := func(s string) string {
		if k, ok := known[s]; ok {
			return k
		}
		known[s] = s
		return s
	}
	for i := range all {
		n := &a.nodes[i]
		all[i].Type = shared(all[i].Type)
		all[i].Country = shared(all[i].Country)
		a.byType[all[i].Type] = append(a.byType[all[i].Type], int32(i))
		n.g, n.ent, n.at, n.name = a.g, all[i], int32(i)+1, text(all[i].Name)
		n.hash = value.Hash(entityID(n.ent.ID))
		n.read.Store(true)
		a.index[n.ent.ID] = int32(i)
		typ, ok := a.nodeTypes[n.ent.Type]
		if !ok {
			typ = int32(len(a.nodeTypes))
			a.nodeTypes[n.ent.Type] = typ
		}
		a.nodeType[i] = typ
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// readRelations reads the relations; their ends, as numbers of entities, are found out later.
func (a *adjacency) readRelations(ctx context.Context, r graph.Reader) ([][2]graph.EntityID, error) {
	n := int(a.g.rows()) - a.g.entities
	ends := make([][2]graph.EntityID, 0, n)
	a.arcs = make([]relationArc, 0, n)
	at, typeAt := map[string]int32{}, map[string]int32{}
	textAt := func(s string) int32 {
		i, ok := at[s]
		if !ok {
			i = int32(len(a.texts))
			at[s], a.texts = i, append(a.texts, s)
		}
		return i
	}
	for rel, err := range r.AllRelations("") {
		if err == nil && len(a.arcs)&1023 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		typ, ok := typeAt[rel.Type]
		if !ok {
			typ = int32(len(a.types))
			typeAt[rel.Type], a.types = typ, append(a.types, rel.Type)
		}
		ends = append(ends, [2]graph.EntityID{rel.Subject, rel.Object})
		a.arcs = append(a.arcs, relationArc{a: a, typ: typ, since: textAt(rel.Since), until: textAt(rel.Until), statements: int32(rel.Statements),
			support: int32(rel.Support), independent: int32(rel.Independent), status: rel.Status, confidence: rel.Confidence})
	}
	return ends, nil
}

// arrange finds where the arcs of each entity stand. Those that end at it stay in order of subject and type.
func (a *adjacency) arrange(ctx context.Context, ends [][2]graph.EntityID) error {
	n := len(a.nodes)
	a.out, a.in, a.incoming = make([]int32, n+1), make([]int32, n+1), make([]int32, len(a.arcs))
	for k := range a.arcs {
		r := &a.arcs[k]
		var ok, ok2 bool
		if k > 0 && ends[k][0] == ends[k-1][0] {
			r.subject, ok = a.arcs[k-1].subject, true
		} else {
			r.subject, ok = a.index[ends[k][0]]
		}
		if r.object, ok2 = a.index[ends[k][1]]; !ok || !ok2 {
			return errors.New("a relation has an end that is no entity")
		}
		a.out[r.subject+1]++
		a.in[r.object+1]++
		if k&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	for i := range n {
		a.out[i+1] += a.out[i]
		a.in[i+1] += a.in[i]
	}
	next := append([]int32{}, a.in...)
	a.outKind, a.inKind = make([]uint16, len(a.arcs)), make([]uint16, len(a.arcs))
	a.outNode, a.inNode = make([]int32, len(a.arcs)), make([]int32, len(a.arcs))
	for k := range a.arcs {
		r := &a.arcs[k]
		at := next[r.object]
		a.outKind[k], a.inKind[at] = uint16(r.kind()), uint16(r.kind())
		a.outNode[k], a.inNode[at] = r.object, r.subject
		a.incoming[at] = int32(k)
		next[r.object]++
	}
	return nil
}

// node is the entity with the id, nil when there is none.
func (a *adjacency) node(id graph.EntityID) *entityNode {
	if i, ok := a.index[id]; ok {
		return &a.nodes[i]
	}
	return nil
}

// selection says which relationships a step of a query goes along.
type selection struct {
	kinds []bool // by kind
	typ   int32  // of the far end, -1 any
}

// selection prepares what around needs, and remembers it: a step asks the same for node after node.
func (g *ReaderGraph) selection(a *adjacency, types []string, label string) *selection {
	key := selectionKey{a: a, n: len(types), label: label}
	if len(types) > 0 {
		key.first = &types[0]
	}
	if g.last.key == key && g.last.sel != nil {
		return g.last.sel
	}
	sel := &selection{typ: -1}
	if label != "" && label != EntityLabel {
		var ok bool
		if sel.typ, ok = a.nodeTypes[label]; !ok {
			sel.typ = int32(len(a.nodeTypes)) // no node has it
		}
	}
	sel.kinds = make([]bool, 4*len(a.types))
	for i, t := range a.types {
		for _, s := range g.statuses {
			sel.kinds[i<<2|int(s)] = len(types) == 0 || slices.Contains(types, t)
		}
	}
	g.last.key, g.last.sel = key, sel
	return sel
}

// selectionKey identifies a selection by the pattern that it belongs to.
type selectionKey struct {
	a     *adjacency
	first *string
	n     int
	label string
}

// around hands over the relationships of a node, in the order of graph.Reader.
func (a *adjacency) around(i int32, dir graph.Direction, sel *selection, yield func(value.Relationship, value.Node) error) error {
	if dir != graph.In {
		first, end := a.out[i], a.out[i+1]
		nodes := a.outNode[first:end]
		for k, kind := range a.outKind[first:end] {
			other := nodes[k]
			if !sel.kinds[kind] || sel.typ >= 0 && a.nodeType[other] != sel.typ {
				continue
			}
			if err := yield(&a.arcs[first+int32(k)], &a.nodes[other]); err != nil {
				return err
			}
		}
	}
	if dir == graph.Out {
		return nil
	}
	first, end := a.in[i], a.in[i+1]
	nodes := a.inNode[first:end]
	for k, kind := range a.inKind[first:end] {
		other := nodes[k]
		if !sel.kinds[kind] || sel.typ >= 0 && a.nodeType[other] != sel.typ || dir == graph.Both && other == i {
			continue
		}
		if err := yield(&a.arcs[a.incoming[first+int32(k)]], &a.nodes[other]); err != nil {
			return err
		}
	}
	return nil
}

// relationArc is a relation in memory, as a relationship: its ends are numbers of nodes, its texts those of the table.
type relationArc struct {
	a                                *adjacency
	subject, object                  int32
	typ, since, until                int32
	statements, support, independent int32
	confidence                       float64
	status                           graph.Status
}

func (r *relationArc) relation() graph.Relation {
	a := r.a
	return graph.Relation{RelationKey: graph.RelationKey{Subject: a.nodes[r.subject].ent.ID, Type: a.types[r.typ], Object: a.nodes[r.object].ent.ID},
		Status: r.status, Statements: int(r.statements), Support: int(r.support), Independent: int(r.independent), Confidence: r.confidence,
		Since: a.texts[r.since], Until: a.texts[r.until]}
}

func (r *relationArc) RelationshipID() value.ID {
	return value.ID{Num: idRelation, Text: string(r.a.nodes[r.subject].ent.ID), Type: r.a.types[r.typ], End: string(r.a.nodes[r.object].ent.ID)}
}
func (r *relationArc) RelationshipType() string { return r.a.types[r.typ] }
func (r *relationArc) StartID() value.ID        { return entityID(r.a.nodes[r.subject].ent.ID) }
func (r *relationArc) EndID() value.ID          { return entityID(r.a.nodes[r.object].ent.ID) }

func (r *relationArc) Property(name string) (value.Value, error) {
	return (&relationEdge{r: r.a.g.r, rel: r.relation()}).Property(name)
}

func (r *relationArc) Properties() (value.Map, error) {
	return (&relationEdge{r: r.a.g.r, rel: r.relation()}).Properties()
}

// entityAt is an entity, from memory where it is there.
func (g *ReaderGraph) entityAt(id graph.EntityID) (graph.Entity, error) {
	if a := g.adjacent.get(g.ctx, g); a != nil {
		if n := a.node(id); n != nil {
			return n.ent, nil
		}
	}
	return g.r.Entity(id)
}
