package store

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/extract/link"
	"mandate/graph"
)

// plan gathers what some documents and judgements change, until it is written in one go.
type plan struct {
	s         *Store
	tx        *badger.Txn // the state before
	late      bool        // the views wait, see fallBehind
	rows      rows
	size      int // of the rows that are to come, about
	expected  int // their number, about
	changes   map[graph.DocumentID]*change
	judged    *link.Judgements // as they will be
	rejudged  []graph.EntityID // keys of which judgements change
	keys      map[graph.EntityID]*keyChange
	counts    graph.Counts // what is added to the counts, but for entities and relations
	entities  map[graph.EntityID]*entityChange
	relations map[graph.RelationKey]*relationChange
}

// change is a document before and after, as found.
type change struct {
	old, now *graph.Contribution // nil: there is none; old may lack text and quotes
}

// entityChange is an entity before and after.
type entityChange struct {
	before   []byte // its row, nil when there was none
	old, now *entityRow
}

// relationChange is what a plan does to a relation.
type relationChange struct {
	gone  map[graph.DocumentID]bool // documents whose former statements are taken back
	added []relationRow             // what the new statements of each document add up to
}

func (s *Store) newPlan() *plan {
	return &plan{s: s, tx: s.db.NewTransaction(false), late: s.behind.Load(), rows: rows{}, judged: s.judged,
		changes: map[graph.DocumentID]*change{}, keys: map[graph.EntityID]*keyChange{},
		entities: map[graph.EntityID]*entityChange{}, relations: map[graph.RelationKey]*relationChange{}}
}

func (p *plan) discard() { p.tx.Discard() }

// full says that the plan should be written before it gets too large for a transaction, which ends at 15 % of a
// memtable (2.5 MB) or 26,000 rows. The rows of entities and relations come on top.
func (p *plan) full() bool { return p.size > 1<<20 || p.expected > 10_000 }

func (p *plan) set(key, value []byte) { p.rows[string(key)] = value }

// expect notes about how many rows a document makes and how large they are.
func (p *plan) expect(c *graph.Contribution) {
	p.expected += 8
	if p.late {
		return
	}
	p.expected += 2*len(c.Clusters) + 3*len(c.Claims)
	p.size += 200 * len(c.Clusters)
	for i := range c.Claims {
		p.size += 350 + len(c.Claims[i].Evidence.Quote)
	}
}

// put adds or replaces a document.
func (p *plan) put(c *graph.Contribution) error {
	c = c.Canonical()
	if p.s.opt.NoSources {
		c.Text = ""
	}
	id := c.Document.ID
	primary, size := stored(c)
	old, rec, err := readStored(p.tx, c.Document.ID)
	if err != nil {
		return err
	}
	if old != nil {
		if unchanged, err := same(p.tx, primary); err != nil || unchanged {
			return err
		}
		p.drop(c.Document.ID, rec)
	}
	maps.Copy(p.rows, primary)
	p.size += size
	p.expect(c)
	if p.late {
		old, c = nil, nil // they are read again
	}
	p.changes[id] = &change{old, c}
	return nil
}

// forget takes a stored document away.
func (p *plan) forget(c *graph.Contribution, rec *record) {
	p.drop(c.Document.ID, rec)
	p.expect(c)
	p.changes[c.Document.ID] = &change{c, nil}
}

// drop deletes the primary rows of a document.
func (p *plan) drop(id graph.DocumentID, rec *record) {
	p.set(makeDocumentKey(id), nil)
	for table, n := range map[byte]int{tablePassages: rec.chunks.passages, tableClusters: rec.chunks.clusters,
		tableClaims: rec.chunks.claims, tableText: rec.chunks.text} {
		for i := range n {
			p.set(makeSectionKey(table, id, i), nil)
		}
	}
}

// replace takes what a document said, linked as it was, out of the views, and puts in what it says, linked as it is. Either
// may be nil: there is none. What does not change is left alone, for a document of which one name is linked otherwise
// changes few rows.
func (p *plan) replace(id graph.DocumentID, old, now *graph.Contribution) error {
	was, is := map[graph.EntityID][]graph.Cluster{}, map[graph.EntityID][]graph.Cluster{}
	said, says := map[graph.RelationKey]*saying{}, map[graph.RelationKey]*saying{}
	if old != nil {
		p.addDocument(&old.Document, -1)
		was, said = old.ByEntity(), sayings(old)
	}
	if now != nil {
		p.addDocument(&now.Document, 1)
		is, says = now.ByEntity(), sayings(now)
	}
	for ent, clusters := range was {
		if after, ok := is[ent]; ok && reflect.DeepEqual(clusters, after) {
			delete(is, ent)
			continue
		}
		e, err := p.entity(ent)
		if err != nil {
			return err
		}
		e.now.tally.Remove(clusters)
		for i := range mentionChunks(clusters) {
			p.set(makeMentionKey(ent, id, i), nil)
		}
	}
	for ent, clusters := range is {
		e, err := p.entity(ent)
		if err != nil {
			return err
		}
		e.now.tally.Add(clusters)
		for i, part := range mentionChunks(clusters) {
			p.set(makeMentionKey(ent, id, i), encodeMentions(part))
		}
	}
	for key, before := range said {
		if after := says[key]; after != nil && slices.EqualFunc(before.rows, after.rows, bytes.Equal) {
			delete(says, key)
			continue
		}
		for i := range before.rows {
			p.set(makeStatementKey(key, id, i), nil)
		}
		p.relation(key).gone[id] = true
	}
	for key, after := range says {
		for i, row := range after.rows {
			p.set(makeStatementKey(key, id, i), row)
		}
		r := p.relation(key)
		r.added = append(r.added, after.sum)
	}
	return nil
}

// saying is what one document says in a relation.
type saying struct {
	rows [][]byte // of its statements
	sum  relationRow
}

// sayings are what a document says, by relation.
func sayings(c *graph.Contribution) map[graph.RelationKey]*saying {
	all := map[graph.RelationKey]*saying{}
	eachRelation(c, func(key graph.RelationKey, statements []graph.Statement) {
		s := &saying{}
		var sketches []string
		for i := range statements {
			s.rows = append(s.rows, encodeStatement(&statements[i], c.Text))
			if sketch := statements[i].Evidence.Sketch; sketch != "" {
				sketches = append(sketches, sketch)
			}
		}
		s.sum = relationRow{graph.Summarize(key, statements), [][]string{sketches}}
		all[key] = s
	})
	return all
}

// plus adds up rows of different documents, but for the number of independent ones.
func (r *relationRow) plus(o relationRow) *relationRow {
	return &relationRow{r.Relation.Plus(o.Relation), slices.Concat(r.sketches, o.sketches)}
}

// mentionChunks are the mentions of one entity in one document, in parts that make values of moderate size. There is
// always one, by which it is known that the document has the entity.
func mentionChunks(clusters []graph.Cluster) [][]graph.Mention {
	if chunks := slices.Collect(slices.Chunk(graph.MergeMentions(clusters), 8192)); len(chunks) > 0 {
		return chunks
	}
	return [][]graph.Mention{nil}
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

// commit writes the documents and judgements, and the rows of all views unless these are behind.
func (p *plan) commit() error {
	if len(p.changes) == 0 && len(p.rows) == 0 {
		return nil
	}
	if p.late {
		p.set(makeMetaKey("rebuilding"), number(1))
	} else if err := p.makeViews(); err != nil {
		return err
	}
	if err := p.s.commit(p.rows); err != nil {
		return err
	}
	p.s.unsynced += len(p.changes)
	p.s.unseen.Add(int64(len(p.changes)))
	if p.s.opt.SyncEvery > 0 && p.s.unsynced >= p.s.opt.SyncEvery {
		return p.s.sync()
	}
	return nil
}

// makeViews links what is new and works out the rows of all views.
func (p *plan) makeViews() error {
	relink, err := p.link()
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(p.changes)) {
		if err := p.apply(id, p.changes[id], relink); err != nil {
			return fmt.Errorf("document %q: %w", id, err)
		}
	}
	n, err := readCounts(p.tx)
	if err != nil {
		return err
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
	return nil
}

// apply takes a document out of the views as it was linked and puts it in as it is.
func (p *plan) apply(id graph.DocumentID, ch *change, relink map[graph.EntityID]*relinked) error {
	var old, now *graph.Contribution
	var err error
	if ch.old != nil {
		old, err = p.linked(ch.old, func(key graph.EntityID) (link.Link, error) {
			if r := relink[key]; r != nil {
				return r.old, nil
			}
			return readLink(p.tx, key)
		}, nil)
		if err != nil {
			return err
		}
	}
	if ch.now != nil {
		now, err = p.linked(ch.now, func(key graph.EntityID) (link.Link, error) {
			if r := relink[key]; r != nil {
				return r.now, nil
			}
			return readLink(p.tx, key)
		}, []byte{})
		if err != nil {
			return err
		}
	}
	return p.replace(id, old, now)
}

// linked is a contribution as linked. The rows that say where hidden keys occur are given the value.
func (p *plan) linked(c *graph.Contribution, find func(graph.EntityID) (link.Link, error), hidden []byte) (*graph.Contribution, error) {
	if p.s.opt.Unlinked {
		return c, nil
	}
	links := map[graph.EntityID]link.Link{}
	for _, key := range link.Keys(c) {
		l, err := find(key)
		if err != nil {
			return nil, err
		}
		if links[key] = l; l.Hidden {
			p.set(makeHiddenKey(key, c.Document.ID), hidden)
		}
	}
	return link.Apply(c, func(key graph.EntityID) link.Link { return links[key] }), nil
}

func (p *plan) finishRelation(key graph.RelationKey, change *relationChange, n *graph.Counts) error {
	b, err := get(p.tx, makeOutKey(key))
	if err != nil {
		return err
	}
	var old, now *relationRow
	if b != nil {
		r, err := decodeRelationRow(key, b)
		if err != nil {
			return fmt.Errorf("relation %q: %w", key, err)
		}
		old, now = &r, &r
		n.Statements -= r.Statements
	}
	switch {
	case old != nil && len(change.gone) == old.Support: // nobody else says it
		now = nil
	case len(change.gone) > 0 || old != nil && len(old.sketches) != old.Support:
		if now, err = p.remaining(key, change.gone); err != nil {
			return err
		}
	}
	for _, more := range change.added {
		if now == nil {
			now = &more
		} else {
			now = now.plus(more)
		}
	}
	if now != nil && len(change.added) > 0 {
		now.Independent = graph.Independent(now.sketches)
	}
	var out, in []byte
	if now != nil {
		n.Statements += now.Statements
		now.sort()
		out, in = now.encode(), encodeRelation(&now.Relation)
	}
	if !bytes.Equal(b, out) {
		p.set(makeOutKey(key), out)
		p.set(makeInKey(key), in)
	}
	if by := present(now) - present(old); by != 0 {
		addCount(n.Relations, key.Type, by)
		subject, err := p.entity(key.Subject)
		if err != nil {
			return err
		}
		object, err := p.entity(key.Object)
		if err != nil {
			return err
		}
		subject.now.out += by
		object.now.in += by
	}
	return nil
}

func present(r *relationRow) int {
	if r == nil {
		return 0
	}
	return 1
}

// remaining is what the statements of a relation add up to without those of some documents, nil when none are left.
func (p *plan) remaining(key graph.RelationKey, without map[graph.DocumentID]bool) (*relationRow, error) {
	prefix := makeStatementPrefix(key)
	it := p.tx.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	var left []graph.Statement
	row := &relationRow{}
	last := graph.DocumentID("")
	for it.Rewind(); it.Valid(); it.Next() {
		_, doc, _, ok := parseStatementKey(it.Item().Key())
		if !ok {
			return nil, fmt.Errorf("%w: key %q", errValue, it.Item().Key())
		}
		if without[doc] {
			continue
		}
		err := it.Item().Value(func(b []byte) error {
			st, _, err := decodeStatement(key, doc, b)
			st.Evidence.Quote = ""
			if len(left) == 0 || doc != last {
				row.sketches, last = append(row.sketches, nil), doc
			}
			if s := st.Evidence.Sketch; s != "" {
				at := len(row.sketches) - 1
				row.sketches[at] = append(row.sketches[at], s)
			}
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
	row.Relation = graph.Summarize(key, left)
	return row, nil
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
	if before, after := old.tally.Entity(id).Type, now.tally.Entity(id).Type; before != after {
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
	before, after := hashForms(was), hashForms(is)
	for _, h := range before {
		if !slices.Contains(after, h) {
			p.set(makeFormKey(h, id), nil)
		}
	}
	for _, h := range after {
		if !slices.Contains(before, h) {
			p.set(makeFormKey(h, id), []byte{})
		}
	}
}

// hashForms are the numbers under which the forms of a name are indexed.
func hashForms(forms []string) []uint64 {
	var hashes []uint64
	for _, f := range graph.FoldForms(forms) {
		hashes = append(hashes, hashForm(f))
	}
	return hashes
}

// addCount keeps no zeros.
func addCount(counts map[string]int, key string, by int) {
	if counts[key] += by; counts[key] == 0 {
		delete(counts, key)
	}
}
