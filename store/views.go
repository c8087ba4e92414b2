package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// plan gathers what some documents change, until it is written in one go. Each document is in a plan once.
type plan struct {
	s         *Store
	tx        *badger.Txn // the state before
	rows      rows
	size      int // of the rows, about
	documents int
	counts    graph.Counts // what is added to the counts, but for entities and relations
	entities  map[graph.EntityID]*entityChange
	relations map[graph.RelationKey]*relationChange
}

// entityChange is an entity before and after.
type entityChange struct {
	before   []byte // its row, nil when there was none
	old, now *entityRow
}

// relationChange is what a plan does to a relation.
type relationChange struct {
	gone  map[graph.DocumentID]bool // documents whose former statements are taken back
	added *graph.Relation           // what the new statements add up to, nil when there are none
}

func (s *Store) newPlan() *plan {
	return &plan{s: s, tx: s.db.NewTransaction(false), rows: rows{},
		entities: map[graph.EntityID]*entityChange{}, relations: map[graph.RelationKey]*relationChange{}}
}

func (p *plan) discard() { p.tx.Discard() }

// full says that the plan should be written before it gets too large for a transaction, which ends at 15 % of a
// memtable (2.5 MB) or 26,000 rows. The rows of entities and relations come on top.
func (p *plan) full() bool { return p.size > 1<<20 || len(p.rows) > 10_000 }

func (p *plan) set(key, value []byte) {
	p.rows[string(key)] = value
	p.size += len(key) + len(value)
}

// put adds or replaces a document.
func (p *plan) put(c *graph.Contribution) error {
	c = c.Canonical()
	primary, size := p.s.stored(c)
	old, rec, err := readStored(p.tx, c.Document.ID)
	if err != nil {
		return err
	}
	if old != nil {
		if unchanged, err := same(p.tx, primary); err != nil || unchanged {
			return err
		}
		if err := p.retract(old, rec); err != nil {
			return err
		}
	}
	maps.Copy(p.rows, primary)
	p.size += size
	p.documents++
	p.addDocument(&c.Document, 1)
	for ent, clusters := range c.ByEntity() {
		e, err := p.entity(ent)
		if err != nil {
			return err
		}
		e.now.tally.Add(clusters)
		for i, part := range mentionChunks(clusters) {
			p.set(makeMentionKey(ent, c.Document.ID, i), encodeMentions(part))
		}
	}
	eachRelation(c, func(key graph.RelationKey, statements []graph.Statement) {
		for i := range statements {
			p.set(makeStatementKey(key, c.Document.ID, i), encodeStatement(&statements[i]))
		}
		sum, r := graph.Summarize(key, statements), p.relation(key)
		if r.added != nil {
			sum = r.added.Plus(sum)
		}
		r.added = &sum
	})
	return nil
}

// retract takes back all that a stored contribution added.
func (p *plan) retract(c *graph.Contribution, rec *record) error {
	id := c.Document.ID
	p.documents++
	p.addDocument(&c.Document, -1)
	p.set(makeDocumentKey(id), nil)
	for table, n := range map[byte]int{tablePassages: rec.chunks.passages, tableClusters: rec.chunks.clusters,
		tableClaims: rec.chunks.claims, tableText: rec.chunks.text} {
		for i := range n {
			p.set(makeSectionKey(table, id, i), nil)
		}
	}
	for ent, clusters := range c.ByEntity() {
		e, err := p.entity(ent)
		if err != nil {
			return err
		}
		e.now.tally.Remove(clusters)
		for i := range mentionChunks(clusters) {
			p.set(makeMentionKey(ent, id, i), nil)
		}
	}
	eachRelation(c, func(key graph.RelationKey, statements []graph.Statement) {
		for i := range statements {
			p.set(makeStatementKey(key, id, i), nil)
		}
		p.relation(key).gone[id] = true
	})
	return nil
}

// mentionChunks are the mentions of one entity in one document, in parts that make values of moderate size.
func mentionChunks(clusters []graph.Cluster) [][]graph.Mention {
	return slices.Collect(slices.Chunk(graph.MergeMentions(clusters), 8192))
}

// eachRelation goes through the statements of a contribution by relation.
func eachRelation(c *graph.Contribution, do func(key graph.RelationKey, statements []graph.Statement)) {
	all := c.Statements()
	for start, end := 0, 0; start < len(all); start = end {
		key := all[start].Key()
		for end = start; end < len(all) && all[end].Key() == key; end++ {
		}
		do(key, all[start:end])
	}
}

func (p *plan) addDocument(d *graph.Document, by int) {
	p.counts.Documents += by
	p.counts.Passages += by * d.Passages
	p.counts.Words += by * d.Words
	p.counts.Bytes += by * d.Bytes
}

func (p *plan) entity(id graph.EntityID) (*entityChange, error) {
	if e := p.entities[id]; e != nil {
		return e, nil
	}
	b, err := get(p.tx, makeEntityKey(id))
	if err != nil {
		return nil, err
	}
	e := &entityChange{before: b, old: &entityRow{}, now: &entityRow{}}
	if b != nil {
		if e.old, err = decodeEntityRow(b); err == nil {
			e.now, err = decodeEntityRow(b)
		}
		if err != nil {
			return nil, fmt.Errorf("entity %q: %w", id, err)
		}
	}
	p.entities[id] = e
	return e, nil
}

func (p *plan) relation(key graph.RelationKey) *relationChange {
	r := p.relations[key]
	if r == nil {
		r = &relationChange{gone: map[graph.DocumentID]bool{}}
		p.relations[key] = r
	}
	return r
}

// commit works out the rows of entities, relations and counts, and writes all.
func (p *plan) commit() error {
	if p.documents == 0 {
		return nil
	}
	b, err := get(p.tx, makeMetaKey("counts"))
	if err != nil {
		return err
	}
	n := graph.Counts{Entities: map[string]int{}, Relations: map[string]int{}}
	if b != nil {
		if n, err = decodeCounts(b); err != nil {
			return fmt.Errorf("counts: %w", err)
		}
	}
	n.Documents += p.counts.Documents
	n.Passages += p.counts.Passages
	n.Words += p.counts.Words
	n.Bytes += p.counts.Bytes
	for key, change := range p.relations {
		if err := p.finishRelation(key, change, &n); err != nil {
			return err
		}
	}
	for id, change := range p.entities {
		p.finishEntity(id, change, &n)
	}
	counts := encodeCounts(&n)
	if len(counts) == 1 { // all zero: as in an empty store
		counts = nil
	}
	p.set(makeMetaKey("counts"), counts)
	if err := p.s.commit(p.rows); err != nil {
		return err
	}
	p.s.unsynced += p.documents
	if p.s.opt.SyncEvery > 0 && p.s.unsynced >= p.s.opt.SyncEvery {
		return p.s.sync()
	}
	return nil
}

func (p *plan) finishRelation(key graph.RelationKey, change *relationChange, n *graph.Counts) error {
	b, err := get(p.tx, makeOutKey(key))
	if err != nil {
		return err
	}
	var old, now *graph.Relation
	if b != nil {
		r, err := decodeRelation(key, b)
		if err != nil {
			return fmt.Errorf("relation %q: %w", key, err)
		}
		old, now = &r, &r
		n.Statements -= r.Statements
	}
	if len(change.gone) > 0 {
		if now, err = p.remaining(key, change.gone); err != nil {
			return err
		}
	}
	if change.added != nil {
		sum := *change.added
		if now != nil {
			sum = now.Plus(sum)
		}
		now = &sum
	}
	var row []byte
	if now != nil {
		n.Statements += now.Statements
		row = encodeRelation(now)
	}
	if !bytes.Equal(b, row) {
		p.set(makeOutKey(key), row)
		p.set(makeInKey(key), row)
	}
	if by := present(now) - present(old); by != 0 {
		addCount(n.Relations, key.Type, by)
		p.entities[key.Subject].now.out += by // the ends are clusters of the document, so they are in the plan
		p.entities[key.Object].now.in += by
	}
	return nil
}

func present(r *graph.Relation) int {
	if r == nil {
		return 0
	}
	return 1
}

// remaining is what the statements of a relation add up to without those of some documents, nil when none are left.
func (p *plan) remaining(key graph.RelationKey, without map[graph.DocumentID]bool) (*graph.Relation, error) {
	prefix := makeStatementPrefix(key)
	it := p.tx.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	var left []graph.Statement
	for it.Rewind(); it.Valid(); it.Next() {
		_, doc, _, ok := parseStatementKey(it.Item().Key())
		if !ok {
			return nil, fmt.Errorf("%w: key %q", errValue, it.Item().Key())
		}
		if without[doc] {
			continue
		}
		err := it.Item().Value(func(b []byte) error {
			st, err := decodeStatement(key, doc, b)
			st.Evidence.Quote = ""
			left = append(left, st)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("statement of %q: %w", key, err)
		}
	}
	if len(left) == 0 {
		return nil, nil
	}
	r := graph.Summarize(key, left)
	return &r, nil
}

func (p *plan) finishEntity(id graph.EntityID, change *entityChange, n *graph.Counts) {
	old, now := change.old, change.now
	n.Mentions += now.tally.Mentions - old.tally.Mentions
	var row []byte
	if now.tally.Documents > 0 {
		row = now.encode()
	}
	if bytes.Equal(change.before, row) {
		return
	}
	p.set(makeEntityKey(id), row)
	before, after := old.tally.Entity(id).Type, now.tally.Entity(id).Type
	if before != after {
		if before != "" {
			p.set(makeTypeKey(before, id), nil)
			addCount(n.Entities, before, -1)
		}
		if after != "" {
			p.set(makeTypeKey(after, id), []byte{})
			addCount(n.Entities, after, 1)
		}
	}
	was, is := old.tally.Forms(), now.tally.Forms()
	if slices.Equal(was, is) {
		return
	}
	for _, f := range graph.FoldForms(was) {
		p.set(makeFormKey(hashForm(f), id), nil)
	}
	for _, f := range graph.FoldForms(is) {
		p.set(makeFormKey(hashForm(f), id), []byte{})
	}
}

// addCount keeps no zeros.
func addCount(counts map[string]int, key string, by int) {
	if counts[key] += by; counts[key] == 0 {
		delete(counts, key)
	}
}
