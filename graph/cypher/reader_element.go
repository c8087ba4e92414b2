package cypher

import (
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// entityNode is an entity as a node. It is read when more than its id is asked for.
type entityNode struct {
	hash uint64      // where it is from the adjacency
	name value.Value // that of the entity, made once; nil when it is not from there
	at   int32       // its number in the adjacency and one, 0 when it is not from there
	read atomic.Bool
	ent  graph.Entity // its ID alone until it is read
	g    *ReaderGraph
	mu   sync.Mutex
	err  error
}

// KeyHash is part of value.Hashed.
func (n *entityNode) KeyHash() uint64 {
	if n.at != 0 {
		return n.hash
	}
	return value.Hash(n.NodeID())
}

func (n *entityNode) load() error {
	if n.read.Load() {
		return n.err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.read.Load() {
		id := n.ent.ID
		n.ent, n.err = n.g.entityAt(id)
		n.ent.ID = id
		n.read.Store(true)
	}
	return n.err
}

func (n *entityNode) NodeID() value.ID { return entityID(n.ent.ID) }

func (n *entityNode) Labels() ([]string, error) {
	if err := n.load(); err != nil {
		return nil, err
	}
	return []string{n.ent.Type, EntityLabel}, nil
}

// HeldBytes is part of value.Sized: a node that was made for a query is held by it.
func (n *entityNode) HeldBytes() int64 {
	if n.at != 0 {
		return 0
	}
	size := int64(unsafe.Sizeof(*n)) + int64(len(n.ent.ID))
	if n.read.Load() {
		size += int64(len(n.ent.Type) + len(n.ent.Name) + len(n.ent.Country))
		for _, a := range n.ent.Aliases {
			size += 16 + int64(len(a))
		}
	}
	return size
}

// labelled says whether the node has the label, or any will do.
func (n *entityNode) labelled(label string) (bool, error) {
	if label == "" || label == EntityLabel {
		return true, nil
	}
	err := n.load()
	return n.ent.Type == label, err
}

// hasLabel says whether a node has the label.
func hasLabel(n value.Node, label string) (bool, error) {
	switch n := n.(type) {
	case *entityNode:
		return n.labelled(label)
	case *documentNode:
		return label == DocumentLabel, nil
	}
	labels, err := n.Labels()
	return slices.Contains(labels, label), err
}

// text is a string property: null when empty.
func text[T ~string](s T) value.Value {
	if s == "" {
		return nil
	}
	return string(s)
}

func (n *entityNode) Property(name string) (value.Value, error) {
	if name == "id" {
		return string(n.ent.ID), nil
	}
	if err := n.load(); err != nil {
		return nil, err
	}
	switch name {
	case "name":
		if n.name != nil {
			return n.name, nil
		}
		return text(n.ent.Name), nil
	case "aliases":
		l := value.List{}
		for _, a := range n.ent.Aliases {
			l = append(l, a)
		}
		return l, nil
	case "names":
		l := value.List{n.ent.Name}
		for _, a := range n.ent.Aliases {
			l = append(l, a)
		}
		return l, nil
	case "country":
		return text(n.ent.Country), nil
	case "support":
		return int64(n.ent.Documents), nil
	case "mentions":
		return int64(n.ent.Mentions), nil
	case "first", "last":
		first, last, err := n.g.span(n.ent.ID)
		if name == "last" {
			first = last
		}
		return text(first), err
	}
	return nil, nil
}

func (n *entityNode) Properties() (value.Map, error) {
	return gather(n.Property, "id", "name", "aliases", "country", "support", "mentions", "first", "last")
}

// gather makes a map of the properties that are there.
func gather(property func(string) (value.Value, error), names ...string) (value.Map, error) {
	var es []value.Entry
	for _, k := range names {
		v, err := property(k)
		if err != nil {
			return value.Map{}, err
		}
		if v != nil {
			es = append(es, value.Entry{Key: k, Value: v})
		}
	}
	return value.NewMap(es...), nil
}

// documentNode is a document as a node. It is read when more than its id is asked for.
type documentNode struct {
	r    graph.Reader
	doc  graph.Document // its ID alone until it is read
	once sync.Once
	err  error
}

func (n *documentNode) load() error {
	n.once.Do(func() {
		if n.r != nil {
			id := n.doc.ID
			n.doc, n.err = n.r.Document(id)
			n.doc.ID = id
		}
	})
	return n.err
}

func (n *documentNode) NodeID() value.ID {
	return value.ID{Num: idDocument, Text: string(n.doc.ID)}
}

// HeldBytes is part of value.Sized.
func (n *documentNode) HeldBytes() int64 {
	d := &n.doc
	size := int64(unsafe.Sizeof(*n)) + int64(len(d.ID)+len(d.Title)+len(d.Date))
	for _, m := range d.Meta {
		size += int64(unsafe.Sizeof(m)) + int64(len(m.Key)+len(m.Value))
	}
	return size
}

func (n *documentNode) Labels() ([]string, error) { return []string{DocumentLabel}, nil }

var documentKeys = []string{"id", "title", "date", "country", "marking", "format", "words", "passages"}

func (n *documentNode) Property(name string) (value.Value, error) {
	d := &n.doc
	if name == "id" {
		return string(d.ID), nil
	}
	if err := n.load(); err != nil {
		return nil, err
	}
	switch name {
	case "title":
		return text(d.Title), nil
	case "date":
		return text(d.Date), nil
	case "country":
		return text(d.Country), nil
	case "marking":
		return text(d.Marking), nil
	case "format":
		return text(d.Format), nil
	case "words":
		return int64(d.Words), nil
	case "passages":
		return int64(d.Passages), nil
	case "name", "aliases", "names": // those are properties of entities, by which an index finds them
		return nil, nil
	}
	var found value.List
	for _, p := range d.Meta {
		if p.Key == name {
			found = append(found, p.Value)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	return found, nil
}

func (n *documentNode) Properties() (value.Map, error) {
	if err := n.load(); err != nil {
		return value.Map{}, err
	}
	keys := append([]string{}, documentKeys...)
	for _, p := range n.doc.Meta {
		keys = append(keys, p.Key)
	}
	return gather(n.Property, keys...)
}

// relationEdge is a relation as a relationship.
type relationEdge struct {
	r   graph.Reader
	rel graph.Relation
}

func (e *relationEdge) RelationshipID() value.ID {
	return value.ID{Num: idRelation, Text: string(e.rel.Subject), Type: e.rel.Type, End: string(e.rel.Object)}
}

// HeldBytes is part of value.Sized.
func (e *relationEdge) HeldBytes() int64 {
	return int64(unsafe.Sizeof(*e)) + int64(len(e.rel.Subject)+len(e.rel.Type)+len(e.rel.Object))
}

func (e *relationEdge) RelationshipType() string { return e.rel.Type }
func (e *relationEdge) StartID() value.ID        { return entityID(e.rel.Subject) }
func (e *relationEdge) EndID() value.ID          { return entityID(e.rel.Object) }

func (e *relationEdge) Property(name string) (value.Value, error) {
	switch name {
	case "id":
		return e.rel.ID(), nil
	case "status":
		return e.rel.Status.String(), nil
	case "support":
		return int64(e.rel.Support), nil
	case "independent":
		return int64(e.rel.Independent), nil
	case "statements":
		return int64(e.rel.Statements), nil
	case "confidence":
		return e.rel.Confidence, nil
	case "since":
		return text(e.rel.Since), nil
	case "until":
		return text(e.rel.Until), nil
	case "documents", "quote":
		return e.said(name)
	}
	return nil, nil
}

// said is what the statements behind the relation add: the documents, and the words of the surest one of its status.
func (e *relationEdge) said(name string) (value.Value, error) {
	docs := value.List{}
	var quote value.Value
	best := -1.0
	for st, err := range e.r.Statements(e.rel.RelationKey) {
		if err != nil {
			return nil, err
		}
		if id := string(st.Evidence.Document); len(docs) == 0 || docs[len(docs)-1] != value.Value(id) {
			docs = append(docs, id)
		}
		if st.Status == e.rel.Status && st.Evidence.Confidence > best {
			best, quote = st.Evidence.Confidence, st.Evidence.Quote
		}
	}
	if name == "quote" {
		return quote, nil
	}
	return docs, nil
}

func (e *relationEdge) Properties() (value.Map, error) {
	return gather(e.Property, "id", "status", "support", "independent", "statements", "confidence", "since", "until", "documents", "quote")
}

// mentionEdge joins an entity to a document that names it.
type mentionEdge struct {
	ent      graph.EntityID
	doc      graph.DocumentID
	mentions int
}

func (e *mentionEdge) RelationshipID() value.ID {
	return value.ID{Num: idMention, Text: string(e.ent), Type: MentionedIn, End: string(e.doc)}
}

// HeldBytes is part of value.Sized.
func (e *mentionEdge) HeldBytes() int64 {
	return int64(unsafe.Sizeof(*e)) + int64(len(e.ent)+len(e.doc))
}

func (e *mentionEdge) RelationshipType() string { return MentionedIn }
func (e *mentionEdge) StartID() value.ID        { return entityID(e.ent) }
func (e *mentionEdge) EndID() value.ID {
	return value.ID{Num: idDocument, Text: string(e.doc)}
}

func (e *mentionEdge) Property(name string) (value.Value, error) {
	if name == "mentions" {
		return int64(e.mentions), nil
	}
	return nil, nil
}

func (e *mentionEdge) Properties() (value.Map, error) { return gather(e.Property, "mentions") }
