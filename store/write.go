package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// maxID is the longest identifier of a document, entity or type, in bytes. A key holds up to four of them, each up to
// twice as long as it is, and Badger's keys end at 65,000 bytes.
const maxID = 8000

// Put adds documents, or replaces those with the same ID: all that a former version contributed is gone afterwards.
// Putting what is there already changes nothing. Many documents in one call are written faster than one by one. After
// a crash each document is there as it was before or as it is now, never in between. Of two contributions for one
// document the later counts. A contribution that does not pass Check is an error, and nothing of the call is written.
func (s *Store) Put(contributions ...*graph.Contribution) (err error) {
	defer guard(s.dir, &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	last := map[graph.DocumentID]int{}
	for i, c := range contributions {
		if err := c.Check(); err != nil {
			return err
		}
		if err := checkLengths(c); err != nil {
			return err
		}
		last[c.Document.ID] = i
	}
	if len(contributions) > 0 {
		if err := s.fallBehind(); err != nil {
			return explain(s.dir, err)
		}
	}
	p := s.newPlan()
	defer func() { p.discard() }()
	for i, c := range contributions {
		if last[c.Document.ID] != i {
			continue
		}
		if err := p.put(c); err != nil {
			return s.putError(c.Document.ID, err)
		}
		if !p.full() {
			continue
		}
		if err := p.commit(); err != nil {
			return s.putError(c.Document.ID, err)
		}
		p.discard()
		p = s.newPlan()
	}
	if err := p.commit(); err != nil {
		return explain(s.dir, err)
	}
	return nil
}

func (s *Store) putError(id graph.DocumentID, err error) error {
	return fmt.Errorf("put %q: %w", id, explain(s.dir, err))
}

// Forget takes a document away with all that it contributed. Its error wraps graph.ErrNotFound when there is none.
func (s *Store) Forget(id graph.DocumentID) (err error) {
	defer guard(s.dir, &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	p := s.newPlan()
	defer p.discard()
	old, rec, err := readStored(p.tx, id)
	if err == nil && old == nil {
		return fmt.Errorf("document %q: %w", id, graph.ErrNotFound)
	}
	if err == nil {
		p.forget(old, rec)
		err = p.commit()
	}
	if err != nil {
		return fmt.Errorf("forget %q: %w", id, explain(s.dir, err))
	}
	return nil
}

func (s *Store) writable() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return &Error{Kind: ErrClosed, Dir: s.dir}
	case s.opt.ReadOnly:
		return &Error{Kind: ErrReadOnly, Dir: s.dir}
	}
	return nil
}

func checkLengths(c *graph.Contribution) error {
	var errs []error
	check := func(what, id string) {
		if len(id) > maxID {
			errs = append(errs, fmt.Errorf("%s %.40q… has %d bytes; %d are allowed", what, id, len(id), maxID))
		}
	}
	check("document", string(c.Document.ID))
	for _, cl := range c.Clusters {
		check("entity", string(cl.Entity))
		check("entity type", cl.Type)
	}
	for _, cl := range c.Claims {
		check("relation type", cl.Type)
	}
	return errors.Join(errs...)
}

// chunkSize is the size of a chunk of a section, before compression. A quarter of what Badger would move to the value
// log.
const chunkSize = 256 << 10

// split cuts a section into chunks of a size. There is always one, save for a section without bytes.
func split(b []byte, size int) [][]byte {
	var chunks [][]byte
	for len(b) > size {
		chunks = append(chunks, b[:size:size])
		b = b[size:]
	}
	if len(b) > 0 {
		chunks = append(chunks, b)
	}
	return chunks
}

// stored is a contribution as its primary rows hold it, and about how large they are.
func stored(c *graph.Contribution) (rows, int) {
	rec := &record{doc: c.Document}
	text := c.Text
	rec.text = len(text)
	r, size := rows{}, 0
	put := func(table byte, n *int, chunks [][]byte) {
		for i, chunk := range chunks {
			r[string(makeSectionKey(table, c.Document.ID, i))] = chunk
			size += len(chunk) + 64
		}
		*n = len(chunks)
	}
	whole := [][]byte{[]byte(text), nil, nil, nil}
	if len(c.Passages) > 0 {
		whole[1] = encodePassages(c.Passages)
		put(tablePassages, &rec.chunks.passages, split(whole[1], chunkSize))
	}
	if len(c.Clusters) > 0 {
		whole[2] = encodeClusters(c.Clusters)
		put(tableClusters, &rec.chunks.clusters, split(whole[2], chunkSize))
	}
	if len(c.Claims) > 0 {
		whole[3] = encodeClaims(c.Claims, text)
		put(tableClaims, &rec.chunks.claims, split(whole[3], chunkSize))
	}
	put(tableText, &rec.chunks.text, encodeText(text))
	rec.sum = sumParts(append(whole, rec.encode())...)
	b := rec.encode()
	r[string(makeDocumentKey(c.Document.ID))] = b
	return r, size + len(b)
}

// sumParts is by what it is known that the parts of a document belong together and are as they were written: the first
// eight bytes of the SHA-256 of their own.
func sumParts(parts ...[]byte) string {
	var all []byte
	for _, s := range parts {
		one := sha256.Sum256(s)
		all = append(all, one[:]...)
	}
	one := sha256.Sum256(all)
	return string(one[:8])
}

// readSection puts the chunks of a section together.
func readSection(tx *badger.Txn, table byte, id graph.DocumentID, n int) ([]byte, error) {
	return joinChunks(table, id, n, func(i int) ([]byte, error) { return get(tx, makeSectionKey(table, id, i)) })
}

// joinChunks puts the chunks of a section together; chunk is nil for one that is not there.
func joinChunks(table byte, id graph.DocumentID, n int, chunk func(i int) ([]byte, error)) ([]byte, error) {
	var whole []byte
	for i := range n {
		b, err := chunk(i)
		if err != nil {
			return nil, err
		}
		if b == nil {
			return nil, fmt.Errorf("%w: document %q: chunk %d of %d in table %c is missing", errValue, id, i+1, n, table)
		}
		if table == tableText {
			if b, _, err = decodeText(b); err != nil {
				return nil, fmt.Errorf("document %q: text: %w", id, err)
			}
		}
		if whole == nil {
			whole = b
		} else {
			whole = append(whole, b...)
		}
	}
	return whole, nil
}

// readStored reads a contribution as found, without its text and quotes: what is needed to take it back. It is nil when there is
// none.
func readStored(tx *badger.Txn, id graph.DocumentID) (*graph.Contribution, *record, error) {
	b, err := get(tx, makeDocumentKey(id))
	if err != nil || b == nil {
		return nil, nil, err
	}
	rec, err := decodeRecord(id, b)
	if err != nil {
		return nil, nil, fmt.Errorf("document %q: %w", id, err)
	}
	c := &graph.Contribution{Document: rec.doc}
	_, _, err = readClaims(c, rec, sectionsOf(tx, id))
	return c, rec, err
}

// readSections gives a section of a document of so many chunks as it was before it was cut.
type readSections func(table byte, chunks int) ([]byte, error)

func sectionsOf(tx *badger.Txn, id graph.DocumentID) readSections {
	return func(table byte, n int) ([]byte, error) { return readSection(tx, table, id, n) }
}

// readClusters reads the clusters, and gives them as they are stored, too.
func readClusters(rec *record, read readSections) (clusters []graph.Cluster, whole []byte, err error) {
	if rec.chunks.clusters == 0 {
		return nil, nil, nil
	}
	whole, err = read(tableClusters, rec.chunks.clusters)
	if err == nil {
		clusters, err = decodeClusters(rec.doc.ID, whole)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("document %q: clusters: %w", rec.doc.ID, err)
	}
	return clusters, whole, nil
}

// readClaims fills in clusters and claims, and gives them as they are stored. Quotes are taken from the text where it was
// filled in before.
func readClaims(c *graph.Contribution, rec *record, read readSections) (clusters, claims []byte, err error) {
	id := c.Document.ID
	if c.Clusters, clusters, err = readClusters(rec, read); err != nil {
		return nil, nil, err
	}
	if rec.chunks.claims > 0 {
		claims, err = read(tableClaims, rec.chunks.claims)
		if err == nil {
			c.Claims, err = decodeClaims(id, claims, c.Text)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("document %q: claims: %w", id, err)
		}
		for i, cl := range c.Claims {
			if min(cl.Subject, cl.Object) < 0 || max(cl.Subject, cl.Object) >= len(c.Clusters) {
				return nil, nil, fmt.Errorf("%w: document %q: claim %d has an end outside the clusters", errValue, id, i)
			}
		}
	}
	return clusters, claims, nil
}

// same says whether the rows are in the store as they are.
func same(tx *badger.Txn, r rows) (bool, error) {
	for key, value := range r {
		b, err := get(tx, []byte(key))
		if err != nil || b == nil || !bytes.Equal(b, value) {
			return false, err
		}
	}
	return true, nil
}
