package live

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"mandate/export"
	"mandate/graph"
	"mandate/graph/algo"
	"mandate/graph/cypher"
	"mandate/store"

	"golang.org/x/sync/singleflight"
)

// View is one state of the store, as far as it may be seen. Everything read from it fits together.
type View struct {
	graph.Reader

	l      *Live
	snap   *store.Snapshot
	state  string
	counts graph.Counts
	query  *cypher.ReaderGraph

	users   int  // guarded by Live.mu
	retired bool // likewise
	warmed  bool // likewise: the graph is in memory, or is being read

	flight   singleflight.Group
	mu       sync.Mutex
	names    *Names
	naming   time.Time // when names were begun
	networks []loaded
	results  []measured
	catalog  *cypher.Catalog
}

// loaded is a network that was asked for.
type loaded struct {
	key string
	net *algo.Network
}

// mostNetworks is how many networks a view keeps: one for each filter that people look at in turn.
const mostNetworks = 3

func newView(l *Live, snap *store.Snapshot) (v *View, err error) {
	v = &View{Reader: snap, l: l, snap: snap, state: snap.State()}
	if l.opt.MaxMarking != "" {
		if v.Reader, err = export.UpTo(snap, l.opt.MaxMarking); err != nil {
			_ = snap.Close()
			return nil, err
		}
	}
	if v.counts, err = v.Reader.Counts(); err == nil {
		v.query, err = cypher.OnReader(v.Reader)
	}
	if err != nil {
		_ = snap.Close()
		return nil, err
	}
	return v, nil
}

// Release ends the use of a view.
func (v *View) Release() {
	v.l.mu.Lock()
	defer v.l.mu.Unlock()
	v.users--
	if v.retired && v.users == 0 {
		_ = v.snap.Close()
	}
	v.l.released()
}

// retire closes the view once nobody uses it. The caller holds Live.mu.
func (v *View) retire() {
	v.retired = true
	if v.users == 0 {
		_ = v.snap.Close()
	}
}

// State names what the view shows: equal names mean equal answers.
func (v *View) State() string { return v.state }

// Size are the sizes of the graph. The maps must not be changed.
func (v *View) Size() graph.Counts { return v.counts }

// Graph is the view as queries see it. It is read into memory for those who come after, though not for each of many states
// that follow each other; what goes wrong, or that the view has been closed, shows when the same is read again.
func (v *View) Graph() *cypher.ReaderGraph {
	l := v.l
	l.mu.Lock()
	defer l.mu.Unlock()
	if !v.warmed && !v.retired && l.read.over() {
		v.warmed = true
		v.users++ // it cannot be closed: the caller holds it
		l.users++
		go v.readWhole()
	}
	return v.query
}

// readWhole reads the graph into memory.
func (v *View) readWhole() {
	defer v.Release()
	done, err := v.l.Aside(context.Background())
	if err != nil {
		return
	}
	defer done()
	began := time.Now()
	_ = v.query.Warm(context.Background())
	v.l.mu.Lock()
	defer v.l.mu.Unlock()
	v.l.read = lull{time.Since(began), time.Now()}
}

// Catalog is what queries may use: the types of the schema and those that the graph has beyond it, and the procedures.
func (v *View) Catalog() *cypher.Catalog {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.catalog == nil {
		c := cypher.ReaderCatalog(v.l.opt.Schema, v.l.opt.Procedures...)
		c.Labels = withKeys(c.Labels, v.counts.Entities)
		c.Types = withKeys(c.Types, v.counts.Relations)
		v.catalog = c
	}
	return v.catalog
}

// EntityTypes are the types of entities that the schema or the graph has, sorted.
func (v *View) EntityTypes() []string {
	var types []string
	for _, t := range v.l.opt.Schema.Entities {
		types = append(types, t.Type)
	}
	return withKeys(types, v.counts.Entities)
}

// RelationTypes are the types of relations that the schema or the graph has, sorted.
func (v *View) RelationTypes() []string {
	var types []string
	for _, t := range v.l.opt.Schema.Relations {
		types = append(types, t.Type)
	}
	return withKeys(types, v.counts.Relations)
}

// withKeys is the list with the keys of the counts, sorted, each once.
func withKeys(list []string, counts map[string]int) []string {
	all := slices.Clone(list)
	for k := range counts {
		all = append(all, k)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Judgements are the judgements in force. Under a highest marking, only those on entities that may be seen, without the
// words of those who judged: nobody marked them.
func (v *View) Judgements() ([]graph.Judgement, error) {
	all, err := v.snap.Judgements()
	if err != nil || v.l.opt.MaxMarking == "" {
		return all, err
	}
	var shown []graph.Judgement
	for _, j := range all {
		_, err := v.Entity(j.A)
		if err == nil && j.B != "" {
			_, err = v.Entity(j.B)
		}
		if err == nil {
			j.Reason, j.Value = "", ""
			shown = append(shown, j)
		}
	}
	return shown, nil
}

// Text is the text of a document and its passages, as far as they may be seen.
func (v *View) Text(id graph.DocumentID) (string, []graph.Passage, error) {
	if v.l.opt.MaxMarking == "" {
		return v.snap.Text(id)
	}
	c, err := v.Contribution(id)
	if err != nil {
		return "", nil, err
	}
	return c.Text, c.Passages, nil
}

// Members are the keys that are linked to an entity, as far as they may be seen.
func (v *View) Members(id graph.EntityID) ([]graph.EntityID, error) {
	if v.l.opt.MaxMarking != "" {
		return nil, nil // a key is made of a name, which may stand in a paragraph that is marked higher
	}
	return v.snap.Members(id)
}

// Network is the part of the graph that a filter lets through, for measures. It may be read until the view is released.
// f.Documents must be nil.
func (v *View) Network(ctx context.Context, f algo.Filter) (*algo.Network, error) {
	if f.Schema == nil {
		f.Schema = v.l.opt.Schema
	}
	key := networkKey(f)
	if n := v.network(key); n != nil {
		return n, nil
	}
	made := v.flight.DoChan("network "+key, func() (any, error) {
		if n := v.network(key); n != nil {
			return n, nil
		}
		n, err := algo.Load(v.Reader, f)
		if err != nil {
			return nil, err
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		if v.networks = append(v.networks, loaded{key, n}); len(v.networks) > mostNetworks {
			v.networks = slices.Delete(v.networks, 0, 1)
		}
		return n, nil
	})
	GiveBack(ctx)
	select {
	case r := <-made:
		if r.Err != nil {
			return nil, r.Err
		}
		return r.Val.(*algo.Network), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// networkKey tells networks apart.
func networkKey(f algo.Filter) string {
	return fmt.Sprintf("%q %q %q %v %q %q %q %q %v %v %v", f.Statuses, f.EntityTypes, f.RelationTypes, f.MinConfidence, f.AsOf, f.From, f.Until,
		f.MaxMarking, f.Connected, f.Undirected, f.Weights)
}

// network is one that was loaded; it counts as the one used last.
func (v *View) network(key string) *algo.Network {
	v.mu.Lock()
	defer v.mu.Unlock()
	i := slices.IndexFunc(v.networks, func(l loaded) bool { return l.key == key })
	if i < 0 {
		return nil
	}
	l := v.networks[i]
	v.networks = append(slices.Delete(v.networks, i, i+1), l)
	return l.net
}

// EntitiesAfter are the entities of a type, or all when it is "", that come after one; "" is before all.
func (v *View) EntitiesAfter(entityType string, after graph.EntityID) iter.Seq2[graph.Entity, error] {
	if v.Reader == graph.Reader(v.snap) && after != "" {
		return v.snap.EntitiesAfter(entityType, after)
	}
	return skip(v.Entities(entityType), func(ent graph.Entity) bool { return ent.ID > after })
}

// RelationsAfter are the relations of a type, or all when it is "", that come after one; the zero key is before all.
func (v *View) RelationsAfter(relationType string, after graph.RelationKey) iter.Seq2[graph.Relation, error] {
	if v.Reader == graph.Reader(v.snap) && after.Subject != "" {
		return v.snap.AllRelationsAfter(relationType, after)
	}
	return skip(v.AllRelations(relationType), func(rel graph.Relation) bool { return CompareKeys(rel.RelationKey, after) > 0 })
}

// DocumentsAfter are the documents that come after one; "" is before all.
func (v *View) DocumentsAfter(after graph.DocumentID) iter.Seq2[graph.Document, error] {
	if v.Reader == graph.Reader(v.snap) && after != "" {
		return v.snap.DocumentsAfter(after)
	}
	return skip(v.Documents(), func(doc graph.Document) bool { return doc.ID > after })
}

// CompareKeys orders relations as a graph.Reader does.
func CompareKeys(a, b graph.RelationKey) int {
	return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Object, b.Object))
}

// skip leaves out what stands at the beginning of a sequence.
func skip[T any](all iter.Seq2[T, error], keep func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for x, err := range all {
			if (err != nil || keep(x)) && !yield(x, err) {
				return
			}
		}
	}
}

// Bounded is the view as a reader whose sequences end with an error when the context does.
func (v *View) Bounded(ctx context.Context) graph.Reader { return graph.Bounded(ctx, v.Reader) }

// Hold holds the view for another user, who releases it as well.
func (v *View) Hold() (*View, error) { return v.l.again(v) }
