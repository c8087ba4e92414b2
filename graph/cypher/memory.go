package cypher

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// Memory is a property graph in memory that queries can change. The zero value is an empty graph. A query that fails
// leaves it as it was. It is not safe for concurrent use.
type Memory struct {
	nodes map[int64]*memNode
	rels  map[int64]*memRel
	order []*memNode // by id; holds deleted ones until the next compaction
	next  int64
	undo  []func()
}

var _ Graph = (*Memory)(nil)

type memNode struct {
	id      int64
	labels  []string // sorted
	props   map[string]value.Value
	rels    []*memRel // a loop stands once
	deleted bool
}

type memRel struct {
	id         int64
	typ        string
	start, end *memNode
	props      map[string]value.Value
	deleted    bool
}

func deletedAccess(what string) error {
	return &value.Error{Class: value.EntityNotFound, Detail: value.DeletedEntityAccess, Message: "this " + what + " was deleted earlier in the query: its labels and properties are gone"}
}

func (n *memNode) NodeID() value.ID { return value.ID{Num: n.id} }

func (n *memNode) Labels() ([]string, error) {
	if n.deleted {
		return nil, deletedAccess("node")
	}
	return n.labels, nil
}

func (n *memNode) Property(name string) (value.Value, error) {
	if n.deleted {
		return nil, deletedAccess("node")
	}
	return n.props[name], nil
}

func (n *memNode) Properties() (value.Map, error) {
	if n.deleted {
		return value.Map{}, deletedAccess("node")
	}
	return toMap(n.props), nil
}

func (r *memRel) RelationshipID() value.ID { return value.ID{Num: r.id} }
func (r *memRel) RelationshipType() string { return r.typ }
func (r *memRel) StartID() value.ID        { return r.start.NodeID() }
func (r *memRel) EndID() value.ID          { return r.end.NodeID() }

func (r *memRel) Property(name string) (value.Value, error) {
	if r.deleted {
		return nil, deletedAccess("relationship")
	}
	return r.props[name], nil
}

func (r *memRel) Properties() (value.Map, error) {
	if r.deleted {
		return value.Map{}, deletedAccess("relationship")
	}
	return toMap(r.props), nil
}

func toMap(props map[string]value.Value) value.Map {
	es := make([]value.Entry, 0, len(props))
	for _, k := range slices.Sorted(maps.Keys(props)) {
		es = append(es, value.Entry{Key: k, Value: props[k]})
	}
	return value.NewMap(es...)
}

// Nodes is part of Graph.
func (m *Memory) Nodes(label string) iter.Seq2[value.Node, error] {
	return func(yield func(value.Node, error) bool) {
		for _, n := range m.order {
			if !n.deleted && (label == "" || slices.Contains(n.labels, label)) && !yield(n, nil) {
				return
			}
		}
	}
}

// Index is part of Graph: a Memory has one by identity.
func (m *Memory) Index(_, property string, how How, _ int) (float64, bool) {
	return 1, property == Identity && how == Equals
}

// Find is part of Graph.
func (m *Memory) Find(_, property string, how How, v value.Value) (iter.Seq2[value.Node, error], bool) {
	if property != Identity || how != Equals {
		return nil, false
	}
	return func(yield func(value.Node, error) bool) {
		id, ok := wholeNumber(v)
		if n := m.nodes[id]; ok && n != nil {
			yield(n, nil)
		}
	}, true
}

// wholeNumber is the number of an identity, which id() returns as it is and elementId() as a text.
func wholeNumber(v value.Value) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case float64:
		return int64(v), v == float64(int64(v))
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil
	}
	return 0, false
}

// Node is part of Graph.
func (m *Memory) Node(id value.ID) (value.Node, error) {
	if n := m.nodes[id.Num]; n != nil && id.Text == "" {
		return n, nil
	}
	return nil, fmt.Errorf("node %v: %w", id.Value(), graph.ErrNotFound)
}

// Around is part of Graph.
func (m *Memory) Around(node value.Node, dir graph.Direction, types []string, label string, yield func(value.Relationship, value.Node) error) error {
	n := m.nodes[node.NodeID().Num]
	if n == nil || n.deleted {
		return nil
	}
	for _, r := range n.rels {
		if r.deleted || dir == graph.Out && r.start != n || dir == graph.In && r.end != n ||
			len(types) > 0 && !slices.Contains(types, r.typ) {
			continue
		}
		other := r.end
		if r.start != n {
			other = r.start
		}
		if label != "" && !slices.Contains(other.labels, label) {
			continue
		}
		if err := yield(r, other); err != nil {
			return err
		}
	}
	return nil
}

// Size is part of Graph.
func (m *Memory) Size(label string) int {
	if label == "" {
		return len(m.nodes)
	}
	n := 0
	for _, o := range m.order {
		if !o.deleted && slices.Contains(o.labels, label) {
			n++
		}
	}
	return n
}

// Degree is part of Graph.
func (m *Memory) Degree([]string) float64 {
	if len(m.nodes) == 0 {
		return 0
	}
	return float64(len(m.rels)) / float64(len(m.nodes))
}

func (m *Memory) createNode(labels []string, props map[string]value.Value) *memNode {
	if m.nodes == nil {
		m.nodes, m.rels = map[int64]*memNode{}, map[int64]*memRel{}
	}
	labels = slices.Clone(labels)
	slices.Sort(labels)
	n := &memNode{id: m.next, labels: slices.Compact(labels), props: props}
	m.next++
	m.nodes[n.id] = n
	m.order = append(m.order, n)
	m.undo = append(m.undo, func() {
		n.deleted = true
		delete(m.nodes, n.id)
		m.order = slices.DeleteFunc(m.order, func(o *memNode) bool { return o == n })
	})
	return n
}

func (m *Memory) createRel(typ string, start, end *memNode, props map[string]value.Value) *memRel {
	r := &memRel{id: m.next, typ: typ, start: start, end: end, props: props}
	m.next++
	m.rels[r.id] = r
	start.rels = append(start.rels, r)
	if end != start {
		end.rels = append(end.rels, r)
	}
	m.undo = append(m.undo, func() { m.unlink(r) })
	return r
}

// unlink takes a relationship out of the graph.
func (m *Memory) unlink(r *memRel) {
	r.deleted = true
	delete(m.rels, r.id)
	same := func(o *memRel) bool { return o == r }
	r.start.rels = slices.DeleteFunc(slices.Clone(r.start.rels), same)
	r.end.rels = slices.DeleteFunc(slices.Clone(r.end.rels), same)
}

func (m *Memory) deleteRel(r *memRel) {
	if r.deleted {
		return
	}
	startRels, endRels := r.start.rels, r.end.rels
	m.unlink(r)
	m.undo = append(m.undo, func() {
		r.deleted = false
		m.rels[r.id] = r
		r.start.rels, r.end.rels = startRels, endRels
	})
}

func (m *Memory) deleteNode(n *memNode) {
	if n.deleted {
		return
	}
	n.deleted = true
	delete(m.nodes, n.id)
	m.undo = append(m.undo, func() {
		n.deleted = false
		m.nodes[n.id] = n
	})
}

// setProp sets one property of a node or a relationship, or takes it away where v is null.
func (m *Memory) setProp(props *map[string]value.Value, name string, v value.Value) {
	old := *props
	next := maps.Clone(old)
	if next == nil {
		next = map[string]value.Value{}
	}
	if v == nil {
		delete(next, name)
	} else {
		next[name] = v
	}
	*props = next
	m.undo = append(m.undo, func() { *props = old })
}

func (m *Memory) setLabels(n *memNode, add, remove []string) {
	old := n.labels
	next := append(slices.Clone(old), add...)
	next = slices.DeleteFunc(next, func(l string) bool { return slices.Contains(remove, l) })
	slices.Sort(next)
	n.labels = slices.Compact(next)
	m.undo = append(m.undo, func() { n.labels = old })
}

// commit forgets how to go back, and the deleted nodes.
func (m *Memory) commit() {
	m.undo = nil
	m.order = slices.DeleteFunc(m.order, func(n *memNode) bool { return n.deleted })
}

// rollback takes back all that was done since the last commit.
func (m *Memory) rollback() {
	for i := len(m.undo) - 1; i >= 0; i-- {
		m.undo[i]()
	}
	m.undo = nil
}
