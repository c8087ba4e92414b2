package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/extract/link"
	"mandate/graph"
)

// All views at once. The views of many documents are made several times as fast when each row is written once, in the
// order of keys, as when every few documents change the rows of those before. So the first documents of a store, and many
// that come later, are put without views ("behind"), and the views are made when somebody wants to see them, or the store
// is closed. A store in which the row "rebuilding" is set has views that are missing or incomplete: that is noted in the
// same transaction as the first document, so that after a crash the next one to open the store knows.

// rebuild makes all views anew from the contributions and judgements. When it is interrupted, the next Open knows.
func (s *Store) rebuild() error {
	if err := s.repair(); err != nil { // what failed half-way since the store was opened
		return err
	}
	if err := s.commitSmall(makeMetaKey("rebuilding"), number(1)); err != nil {
		return err
	}
	if err := s.sync(); err != nil {
		return err
	}
	w := s.bulk()
	defer w.discard()
	if err := s.clearViews(w); err != nil {
		return err
	}
	last, all, err := s.makeViews()
	if err == nil && !all {
		err = s.addViewsAfter(last)
	}
	if err != nil {
		return err
	}
	if err := s.sync(); err != nil {
		return err
	}
	return s.commit(rows{string(makeMetaKey("rebuilding")): nil, string(makeMetaKey("format")): number(formatVersion),
		string(makeMetaKey("linking")): number(s.linking())})
}

// addViewsAfter puts the documents that come after one into the views, as if they were new.
func (s *Store) addViewsAfter(last graph.DocumentID) error {
	var ids []graph.DocumentID
	err := s.db.View(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{tableDocument}})
		defer it.Close()
		for it.Seek(makeDocumentKey(last)); it.Valid(); it.Next() {
			id, ok := parseDocumentKey(it.Item().Key())
			if !ok {
				return badKey(it.Item().Key())
			}
			if id != last {
				ids = append(ids, id)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	p := s.newPlan()
	defer func() { p.discard() }()
	for _, id := range ids {
		p.late = false
		if err := p.again(id); err != nil {
			return fmt.Errorf("document %q: %w", id, err)
		}
		if !p.full() {
			continue
		}
		if err := p.commit(); err != nil {
			return err
		}
		p.discard()
		p = s.newPlan()
	}
	p.late = false
	return p.commit()
}

// again puts a stored document into the views as if it were new.
func (p *plan) again(id graph.DocumentID) error {
	rec, err := readRecord(p.tx, id)
	if err != nil {
		return err
	}
	c, err := readWhole(p.tx, id, rec)
	if err != nil {
		return err
	}
	p.expect(c)
	p.changes[id] = &change{nil, c}
	return nil
}

// catchUp makes the views that are behind. The caller holds writing.
func (s *Store) catchUp() (err error) {
	defer guard(s.dir, &err)
	if !s.behind.Load() {
		return nil
	}
	if err := s.rebuild(); err != nil {
		return err
	}
	s.behind.Store(false)
	s.unseen.Store(0)
	return nil
}

// usualPatience is how many documents are put with their views, at least, before views wait.
const usualPatience = 1_000

// Keys are linked in memory, so there is an end to how many views are made at once: the documents after those that have so
// many keys are added to them, and no more documents than this are put without views. (100,000 documents of the synthetic corpus have
// 210,000 keys, and linking them takes 170 MB.)
const mostDocuments = 150_000

var mostKeys = 400_000

// fallBehind lets the views wait where making all of them anew will be less work than changing them for each document: in an
// empty store, and when the documents that were put since somebody looked are more than a quarter of all. Whoever takes a
// snapshot does so before or after: never while there are documents without views.
func (s *Store) fallBehind() error {
	if s.patience < 0 {
		return nil
	}
	if s.behind.Load() {
		if int(s.unseen.Load()) < mostDocuments {
			return nil
		}
		return s.catchUp()
	}
	var n graph.Counts
	err := s.db.View(func(tx *badger.Txn) (err error) {
		n, err = readCounts(tx)
		return err
	})
	if err != nil {
		return err
	}
	if unseen := int(s.unseen.Load()); n.Documents >= mostDocuments || n.Documents > 0 && (unseen <= s.patience || unseen <= n.Documents/4) {
		return nil
	}
	s.applying.Lock()
	s.behind.Store(true)
	s.applying.Unlock()
	return nil
}

// How many bytes are sorted in memory at a time. The file takes the rest.
const (
	sortMuch   = 8 << 20
	sortLittle = 4 << 20
)

// remaking is the making of all views.
type remaking struct {
	s       *Store
	tx      *badger.Txn
	out     *ordered
	links   map[graph.EntityID]link.Link // of the keys that are not simply their own entity
	counts  graph.Counts
	degrees map[graph.EntityID]*[2]int // relations from an entity, and to it

	full atomic.Bool      // there are as many keys as may be linked at once
	part bool             // not all documents are taken, because of that
	last graph.DocumentID // that is taken

	sorting    sync.Mutex // of statements and mentions
	statements *sorter    // rows of statements
	mentions   *sorter    // rows of mentions with what makes up the entity, and rows of hidden keys
	rest       *sorter    // indexes
}

// testHookRemaking is called after each step.
var testHookRemaking func(step int)

// makeViews makes all views of a store that has none. all is false where they are those of the documents up to the last that was
// taken.
func (s *Store) makeViews() (last graph.DocumentID, all bool, err error) {
	dir := s.dir
	if s.opt.InMemory {
		dir = os.TempDir()
	}
	s.applying.Lock()
	defer s.applying.Unlock()
	tx := s.db.NewTransaction(false)
	defer tx.Discard()
	judgements, err := readJudgements(tx)
	if err != nil {
		return "", false, err
	}
	s.judged = link.NewJudgements(judgements)
	m := &remaking{s: s, tx: tx, out: s.ordered(), degrees: map[graph.EntityID]*[2]int{},
		counts:     graph.Counts{Entities: map[string]int{}, Relations: map[string]int{}},
		statements: newSorter(dir, sortMuch), mentions: newSorter(dir, sortMuch), rest: newSorter(dir, sortLittle)}
	defer func() { err = errors.Join(err, m.statements.close(), m.mentions.close(), m.rest.close()) }()
	defer m.out.cancel()
	for i, step := range []func() error{m.linkAll, m.gather, m.writeRelations, m.writeEntities, m.writeRest} {
		if err := step(); err != nil {
			return "", false, err
		}
		if testHookRemaking != nil {
			testHookRemaking(i)
		}
	}
	if counts := encodeCounts(&m.counts); len(counts) > 1 { // else all zero: as in an empty store
		if err := m.out.write(makeMetaKey("counts"), counts); err != nil {
			return "", false, err
		}
	}
	return m.last, !m.part, m.out.flush()
}

// linkAll resolves the keys of all documents, and writes the tables of profiles, blocks and links.
func (m *remaking) linkAll() (err error) {
	if m.s.opt.Unlinked {
		return nil
	}
	var counting sync.Mutex
	profiles := map[graph.EntityID]*link.Profile{}
	err = m.eachDocument([]byte{tableClusters}, func(d *rawDocument) error {
		doc, clusters, err := d.clusters()
		if err != nil {
			return err
		}
		byKey := (&graph.Contribution{Clusters: clusters}).ByEntity()
		counting.Lock()
		defer counting.Unlock()
		for key, clusters := range byKey {
			if profiles[key] == nil {
				profiles[key] = &link.Profile{}
			}
			profiles[key].Add(doc, clusters)
		}
		if len(profiles) >= mostKeys {
			m.full.Store(true)
		}
		return nil
	})
	if err != nil {
		return err
	}
	m.full.Store(m.part) // also where the last of all documents made it so
	keys := slices.Sorted(maps.Keys(profiles))
	blocks := newSorter(m.statements.dir, sortLittle)
	defer func() { err = errors.Join(err, blocks.close()) }()
	for _, key := range keys {
		if err := m.out.write(makeOwnKey(tableProfile, key), encodeProfile(profiles[key])); err != nil {
			return err
		}
		for _, b := range link.Blocks(key, profiles[key]) {
			if err := blocks.add(append(makeBlockKey(b), key...), nil); err != nil {
				return err
			}
		}
	}
	if err := m.writeBlocks(blocks); err != nil {
		return err
	}
	links, err := link.Resolve(profiles, m.s.judged, nil)
	if err != nil {
		return err
	}
	m.links = map[graph.EntityID]link.Link{}
	for _, key := range keys {
		l := links[key]
		if l == (link.Link{Entity: key}) {
			continue
		}
		m.links[key] = l
		if err := m.out.write(makeOwnKey(tableLink, key), encodeLink(&l)); err != nil {
			return err
		}
	}
	return nil
}

// writeBlocks writes the table of blocks. A row to sort is the key of a row, then a key that is in the block.
func (m *remaking) writeBlocks(blocks *sorter) error {
	var row []byte
	var keys []graph.EntityID
	done := func() error {
		if len(keys) == 0 {
			return nil
		}
		return m.out.write(row, encodeBlock(slices.Compact(keys)))
	}
	n := len(makeBlockKey(link.Block{}))
	err := blocks.each(func(key, _ []byte) error {
		if !bytes.Equal(row, key[:n]) {
			if err := done(); err != nil {
				return err
			}
			row, keys = bytes.Clone(key[:n]), keys[:0]
		}
		keys = append(keys, graph.EntityID(key[n:]))
		return nil
	})
	if err != nil {
		return err
	}
	return done()
}

// link is what became of a key.
func (m *remaking) link(key graph.EntityID) link.Link {
	if l, ok := m.links[key]; ok {
		return l
	}
	return link.Link{Entity: key}
}

// gather reads all documents and gives the rows that each of them makes to be sorted.
func (m *remaking) gather() error {
	err := m.eachDocument(sectionTables, func(d *rawDocument) error {
		c, err := d.contribution()
		if err != nil {
			return err
		}
		linked := c
		if !m.s.opt.Unlinked {
			linked = link.Apply(c, m.link)
		}
		m.sorting.Lock()
		defer m.sorting.Unlock()
		return m.add(c, linked)
	})
	m.links = nil
	return err
}

// add gives the rows of one document, as found and as linked, to be sorted.
func (m *remaking) add(found, c *graph.Contribution) error {
	id := c.Document.ID
	m.counts.Documents++
	m.counts.Passages += c.Document.Passages
	m.counts.Words += c.Document.Words
	m.counts.Bytes += c.Document.Bytes
	if c != found {
		for i := range found.Clusters {
			key := found.Clusters[i].Entity
			if m.link(key).Hidden {
				if err := m.mentions.add(makeHiddenKey(key, id), nil); err != nil {
					return err
				}
			}
		}
	}
	for ent, clusters := range c.ByEntity() {
		for i, part := range mentionChunks(clusters) {
			if err := m.mentions.add(makeMentionKey(ent, id, i), appendMaking(clusters, i, part)); err != nil {
				return err
			}
		}
	}
	var err error
	eachRelation(c, func(key graph.RelationKey, statements []graph.Statement) {
		for i := range statements {
			if err == nil {
				err = m.statements.add(makeStatementKey(key, id, i), encodeStatement(&statements[i], c.Text))
			}
		}
	})
	return err
}

// appendMaking is the value of a row of mentions while it is sorted: how many mentions there are, with the first chunk the
// clusters, which make up the entity, and the value to be written.
func appendMaking(clusters []graph.Cluster, chunk int, part []graph.Mention) []byte {
	b := binary.AppendUvarint(nil, uint64(len(part)))
	var making []byte
	if chunk == 0 {
		bare := slices.Clone(clusters)
		for i := range bare {
			bare[i].Mentions, bare[i].Entity = nil, ""
		}
		making = encodeClusters(bare)
	}
	b = append(binary.AppendUvarint(b, uint64(len(making))), making...)
	return append(b, encodeMentions(part)...)
}

func cutMaking(b []byte) (mentions int, making, value []byte, err error) {
	n, k := binary.Uvarint(b)
	size, l := uint64(0), 0
	if k > 0 {
		size, l = binary.Uvarint(b[k:])
	}
	if k <= 0 || l <= 0 || size > uint64(len(b)-k-l) {
		return 0, nil, nil, fmt.Errorf("%w: a row that was sorted", errValue)
	}
	b = b[k+l:]
	return int(n), b[:size], b[size:], nil
}

// writeRelations writes the table of statements, and of what they add up to by subject.
func (m *remaking) writeRelations() error {
	r := &relationMaking{m: m}
	err := m.statements.each(func(key, value []byte) error {
		if err := r.add(key, value); err != nil {
			return err
		}
		return m.out.write(key, value)
	})
	if err == nil {
		err = r.done()
	}
	return errors.Join(err, m.statements.close())
}

// relationMaking adds up the statements of one relation after the other.
type relationMaking struct {
	m      *remaking
	prefix []byte // of its rows
	key    graph.RelationKey
	row    *relationRow
	doc    graph.DocumentID
	said   []graph.Statement // by the document
}

func (r *relationMaking) add(key, value []byte) error {
	if len(r.prefix) == 0 || !bytes.HasPrefix(key, r.prefix) {
		if err := r.done(); err != nil {
			return err
		}
		var ok bool
		var rest []byte
		if r.key, rest, ok = cutRelation(key[1:]); !ok {
			return badKey(key)
		}
		r.prefix = append(r.prefix[:0], key[:len(key)-len(rest)]...)
	}
	doc, _, ok := cutTextAs(key[len(r.prefix):], r.doc)
	if !ok {
		return badKey(key)
	}
	if doc != r.doc {
		r.documentDone()
		r.doc = doc
	}
	st, _, err := decodeStatement(r.key, doc, value)
	r.said = append(r.said, st)
	return err
}

// documentDone adds what the document says.
func (r *relationMaking) documentDone() {
	if len(r.said) == 0 {
		return
	}
	var sketches []string
	for i := range r.said {
		if s := r.said[i].Evidence.Sketch; s != "" {
			sketches = append(sketches, s)
		}
	}
	sum := graph.Summarize(r.key, r.said)
	if r.said = r.said[:0]; r.row == nil {
		r.row = &relationRow{Relation: sum}
	} else {
		r.row.Relation = r.row.Plus(sum)
	}
	r.row.sketches = append(r.row.sketches, sketches)
}

// done writes the relation.
func (r *relationMaking) done() error {
	r.documentDone()
	row, m := r.row, r.m
	if r.row = nil; row == nil {
		return nil
	}
	row.Independent = graph.Independent(row.sketches)
	row.sort()
	m.counts.Statements += row.Statements
	m.counts.Relations[r.key.Type]++
	m.degree(r.key.Subject)[0]++
	m.degree(r.key.Object)[1]++
	if err := m.rest.add(makeInKey(r.key), encodeRelation(&row.Relation)); err != nil {
		return err
	}
	return m.out.write(makeOutKey(r.key), row.encode())
}

func (m *remaking) degree(id graph.EntityID) *[2]int {
	if m.degrees[id] == nil {
		m.degrees[id] = &[2]int{}
	}
	return m.degrees[id]
}

// writeEntities writes the tables of mentions, hidden keys and entities.
func (m *remaking) writeEntities() error {
	e := &entityMaking{m: m}
	err := m.mentions.each(func(key, value []byte) error {
		if key[0] == tableHidden {
			return m.out.write(key, nil)
		}
		mentions, making, value, err := cutMaking(value)
		if err == nil {
			err = e.add(key, mentions, making)
		}
		if err != nil {
			return err
		}
		return m.out.write(key, value)
	})
	if err == nil {
		err = e.done()
	}
	return errors.Join(err, m.mentions.close())
}

// entityMaking adds up the clusters of one entity after the other.
type entityMaking struct {
	m      *remaking
	prefix []byte
	id     graph.EntityID
	row    *entityRow
}

func (e *entityMaking) add(key []byte, mentions int, making []byte) error {
	if len(e.prefix) == 0 || !bytes.HasPrefix(key, e.prefix) {
		if err := e.done(); err != nil {
			return err
		}
		id, rest, ok := cutText[graph.EntityID](key[1:])
		if !ok {
			return badKey(key)
		}
		e.prefix = append(e.prefix[:0], key[:len(key)-len(rest)]...)
		e.id, e.row = id, &entityRow{}
	}
	e.row.tally.Mentions += mentions
	if len(making) == 0 {
		return nil
	}
	clusters, err := decodeClusters("", making)
	e.row.tally.Add(clusters)
	return err
}

// done writes the entity.
func (e *entityMaking) done() error {
	row, m := e.row, e.m
	if e.row = nil; row == nil {
		return nil
	}
	if d := m.degrees[e.id]; d != nil {
		row.out, row.in = d[0], d[1]
		delete(m.degrees, e.id)
	}
	m.counts.Mentions += row.tally.Mentions
	if t := row.tally.Entity(e.id).Type; t != "" {
		m.counts.Entities[t]++
		if err := m.rest.add(makeTypeKey(t, e.id), nil); err != nil {
			return err
		}
	}
	for _, h := range hashForms(row.tally.Forms()) {
		if err := m.rest.add(makeFormKey(h, e.id), nil); err != nil {
			return err
		}
	}
	return m.out.write(makeEntityKey(e.id), row.encode())
}

// writeRest writes the tables that are indexes.
func (m *remaking) writeRest() error {
	return m.rest.each(m.out.write)
}
