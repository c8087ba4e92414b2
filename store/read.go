package store

import (
	"fmt"
	"iter"
	"slices"

	badger "github.com/dgraph-io/badger/v4"
	"google.golang.org/protobuf/encoding/protowire"
	"mandate/extract/link"
	"mandate/graph"
)

func badKey(key []byte) error { return fmt.Errorf("%w: key %q", errValue, key) }

// Entity is part of graph.Reader.
func (r *Snapshot) Entity(id graph.EntityID) (ent graph.Entity, err error) {
	err = r.do(func(tx *badger.Txn) error {
		row, err := readEntity(tx, id)
		if err == nil && row == nil {
			return fmt.Errorf("entity %q: %w", id, graph.ErrNotFound)
		}
		if err == nil {
			ent = row.tally.Entity(id)
		}
		return err
	})
	return ent, err
}

// readEntity is the row of an entity, nil when there is none.
func readEntity(tx *badger.Txn, id graph.EntityID) (*entityRow, error) {
	b, err := get(tx, makeEntityKey(id))
	if err != nil || b == nil {
		return nil, err
	}
	row, err := decodeEntityRow(b)
	if err != nil {
		return nil, fmt.Errorf("entity %q: %w", id, err)
	}
	return row, nil
}

// indexed is the entity that a row of an index leads to.
func (r *Snapshot) indexed(id graph.EntityID) (graph.Entity, *entityRow, error) {
	row, err := readEntity(r.tx, id)
	if err == nil && row == nil {
		err = fmt.Errorf("%w: entity %q is in an index and has no row", errValue, id)
	}
	if err != nil {
		return graph.Entity{}, nil, err
	}
	return row.tally.Entity(id), row, nil
}

// Entities is part of graph.Reader.
func (r *Snapshot) Entities(entityType string) iter.Seq2[graph.Entity, error] {
	if entityType != "" {
		return scan(r, makeTypePrefix(entityType), func(key, _ []byte) (graph.Entity, bool, error) {
			_, id, ok := parseTypeKey(key)
			if !ok {
				return graph.Entity{}, false, badKey(key)
			}
			ent, _, err := r.indexed(id)
			return ent, true, err
		}, countOf(func(n *graph.Counts) int { return n.Entities[entityType] }))
	}
	return scan(r, []byte{tableEntity}, func(key, value []byte) (graph.Entity, bool, error) {
		id, ok := parseEntityKey(key)
		if !ok {
			return graph.Entity{}, false, badKey(key)
		}
		row, err := decodeEntityRow(value)
		if err != nil {
			return graph.Entity{}, false, fmt.Errorf("entity %q: %w", id, err)
		}
		return row.tally.Entity(id), true, nil
	}, countOf(func(n *graph.Counts) int { return sum(n.Entities) }))
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// countOf expects a number that is in the counts.
func countOf(pick func(*graph.Counts) int) func(*badger.Txn) (int, error) {
	return func(tx *badger.Txn) (int, error) {
		n, err := readCounts(tx)
		return pick(&n), err
	}
}

// Lookup is part of graph.Reader.
func (r *Snapshot) Lookup(name string) iter.Seq2[graph.Entity, error] {
	folded := graph.FoldName(name)
	if folded == "" {
		return func(func(graph.Entity, error) bool) {}
	}
	return scan(r, makeFormPrefix(hashForm(folded)), func(key, _ []byte) (graph.Entity, bool, error) {
		_, id, ok := parseFormKey(key)
		if !ok {
			return graph.Entity{}, false, badKey(key)
		}
		ent, row, err := r.indexed(id)
		if err != nil {
			return ent, false, err
		}
		found := slices.ContainsFunc(row.tally.Forms(), func(f string) bool { return graph.FoldName(f) == folded })
		return ent, found, nil
	}, nil)
}

// Relations is part of graph.Reader.
func (r *Snapshot) Relations(id graph.EntityID, dir graph.Direction, relationType string) iter.Seq2[graph.Relation, error] {
	prefix, expect := makeOutPrefix(id), numberOf(id, outDegree)
	if relationType != "" {
		prefix, expect = appendText(prefix, relationType), nil
	}
	out := scan(r, prefix, readOut(""), expect)
	in := scan(r, makeInPrefix(id), func(key, value []byte) (graph.Relation, bool, error) {
		k, ok := parseInKey(key)
		if !ok {
			return graph.Relation{}, false, badKey(key)
		}
		if relationType != "" && k.Type != relationType || dir == graph.Both && k.Subject == id {
			return graph.Relation{}, false, nil
		}
		rel, err := decodeRelation(k, value)
		return rel, true, err
	}, numberOf(id, inDegree))
	switch dir {
	case graph.Out:
		return out
	case graph.In:
		return in
	}
	return func(yield func(graph.Relation, error) bool) {
		for _, part := range []iter.Seq2[graph.Relation, error]{out, in} {
			for rel, err := range part {
				if !yield(rel, err) || err != nil {
					return
				}
			}
		}
	}
}

// The fields of an entity's row that say how often it is mentioned and how many relations it has, see entityRow.
const (
	mentionNumber = 2
	outDegree     = 7
	inDegree      = 8
)

// numberOf expects a number that is in the row of an entity.
func numberOf(id graph.EntityID, num protowire.Number) func(*badger.Txn) (int, error) {
	return func(tx *badger.Txn) (n int, err error) {
		b, err := get(tx, makeEntityKey(id))
		if err != nil || b == nil {
			return 0, err
		}
		err = eachTop(b, func(f field) error {
			if f.num == num {
				n = f.int()
			}
			return nil
		})
		return n, err
	}
}

// readOut decodes rows of the out table, of one type or all. Rows that follow each other share their texts.
func readOut(relationType string) func(key, value []byte) (graph.Relation, bool, error) {
	var last graph.RelationKey
	return func(key, value []byte) (graph.Relation, bool, error) {
		k, ok := parseOutKeyAfter(last, key)
		if !ok {
			return graph.Relation{}, false, badKey(key)
		}
		if last = k; relationType != "" && k.Type != relationType {
			return graph.Relation{}, false, nil
		}
		rel, err := decodeRelation(k, value)
		return rel, true, err
	}
}

// AllRelations is part of graph.Reader.
func (r *Snapshot) AllRelations(relationType string) iter.Seq2[graph.Relation, error] {
	return scan(r, []byte{tableOut}, readOut(relationType), countOf(func(n *graph.Counts) int { return sum(n.Relations) }))
}

// Statements is part of graph.Reader.
func (r *Snapshot) Statements(key graph.RelationKey) iter.Seq2[graph.Statement, error] {
	return func(yield func(graph.Statement, error) bool) {
		var text quotes
		scan(r, makeStatementPrefix(key), func(k, value []byte) (graph.Statement, bool, error) {
			rel, doc, _, ok := parseStatementKey(k)
			if !ok {
				return graph.Statement{}, false, badKey(k)
			}
			st, inText, err := decodeStatement(rel, doc, value)
			if err == nil && inText {
				st.Evidence.Quote, err = text.read(r.tx, doc, st.Evidence.Span)
			}
			st.ID = graph.NewStatementID(st)
			return st, true, err
		}, func(tx *badger.Txn) (int, error) {
			b, err := get(tx, makeOutKey(key))
			if err != nil || b == nil {
				return 0, err
			}
			rel, err := decodeRelation(key, b)
			return rel.Statements, err
		})(yield)
	}
}

// Mentions is part of graph.Reader.
func (r *Snapshot) Mentions(id graph.EntityID) iter.Seq2[graph.Mention, error] {
	rows := scan(r, makeMentionPrefix(id), func(key, value []byte) ([]graph.Mention, bool, error) {
		ent, doc, _, ok := parseMentionKey(key)
		if !ok {
			return nil, false, badKey(key)
		}
		part, err := decodeMentions(ent, doc, value)
		return part, true, err
	}, nil)
	return func(yield func(graph.Mention, error) bool) {
		n := 0
		for part, err := range rows {
			if err != nil {
				yield(graph.Mention{}, err)
				return
			}
			for _, m := range part {
				if n++; !yield(m, nil) {
					return
				}
			}
		}
		err := r.do(func(*badger.Txn) error {
			return r.checkCount(makeMentionPrefix(id), n, numberOf(id, mentionNumber))
		})
		if err != nil {
			yield(graph.Mention{}, err)
		}
	}
}

// Documents is part of graph.Reader.
func (r *Snapshot) Documents() iter.Seq2[graph.Document, error] {
	return scan(r, []byte{tableDocument}, func(key, value []byte) (graph.Document, bool, error) {
		id, ok := parseDocumentKey(key)
		if !ok {
			return graph.Document{}, false, badKey(key)
		}
		rec, err := decodeRecord(id, value)
		if err != nil {
			return graph.Document{}, false, fmt.Errorf("document %q: %w", id, err)
		}
		return rec.doc, true, nil
	}, countOf(func(n *graph.Counts) int { return n.Documents }))
}

// Document is part of graph.Reader.
func (r *Snapshot) Document(id graph.DocumentID) (doc graph.Document, err error) {
	err = r.do(func(tx *badger.Txn) error {
		rec, err := readRecord(tx, id)
		if err == nil {
			doc = rec.doc
		}
		return err
	})
	return doc, err
}

func readRecord(tx *badger.Txn, id graph.DocumentID) (*record, error) {
	b, err := get(tx, makeDocumentKey(id))
	if err == nil && b == nil {
		return nil, fmt.Errorf("document %q: %w", id, graph.ErrNotFound)
	}
	var rec *record
	if err == nil {
		rec, err = decodeRecord(id, b)
	}
	if err != nil {
		return nil, fmt.Errorf("document %q: %w", id, err)
	}
	return rec, nil
}

// Contribution is part of graph.Reader.
func (r *Snapshot) Contribution(id graph.DocumentID) (*graph.Contribution, error) {
	var c *graph.Contribution
	err := r.do(func(tx *badger.Txn) error {
		rec, err := readRecord(tx, id)
		if err != nil {
			return err
		}
		if c, err = readWhole(tx, id, rec); err != nil || r.s.opt.Unlinked {
			return err
		}
		links := map[graph.EntityID]link.Link{}
		for _, key := range link.Keys(c) {
			if links[key], err = readLink(tx, key); err != nil {
				return err
			}
		}
		c = link.Apply(c, func(key graph.EntityID) link.Link { return links[key] })
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Found is the contribution of a document as it was found, before linking: its clusters bear keys instead of entities.
func (r *Snapshot) Found(id graph.DocumentID) (c *graph.Contribution, err error) {
	err = r.do(func(tx *badger.Txn) error {
		rec, err := readRecord(tx, id)
		if err == nil {
			c, err = readWhole(tx, id, rec)
		}
		return err
	})
	return c, err
}

// Text is the text of a document and its passages, without what was found in it. The text is "" where none was kept.
func (r *Snapshot) Text(id graph.DocumentID) (text string, passages []graph.Passage, err error) {
	err = r.do(func(tx *badger.Txn) error {
		rec, err := readRecord(tx, id)
		if err != nil {
			return err
		}
		b, found, _, err := readText(rec, sectionsOf(tx, id))
		text, passages = string(b), found
		return err
	})
	return text, passages, err
}

// readText reads the text of a document and its passages, these also as they are stored.
func readText(rec *record, read readSections) (text []byte, passages []graph.Passage, stored []byte, err error) {
	id := rec.doc.ID
	text, err = read(tableText, rec.chunks.text)
	if err != nil {
		return nil, nil, nil, err
	}
	if len(text) != rec.text {
		return nil, nil, nil, fmt.Errorf("%w: document %q: the text has %d bytes instead of %d", errValue, id, len(text), rec.text)
	}
	if rec.chunks.passages == 0 {
		return text, nil, nil, nil
	}
	stored, err = read(tablePassages, rec.chunks.passages)
	if err == nil {
		passages, err = decodePassages(stored)
	}
	if err != nil {
		return nil, nil, nil, fmt.Errorf("document %q: passages: %w", id, err)
	}
	return text, passages, stored, nil
}

// readWhole reads a contribution as found, with its text and quotes.
func readWhole(tx *badger.Txn, id graph.DocumentID, rec *record) (*graph.Contribution, error) {
	return assemble(rec, sectionsOf(tx, id))
}

// assemble makes a contribution of the sections of a document.
func assemble(rec *record, read readSections) (*graph.Contribution, error) {
	c := &graph.Contribution{Document: rec.doc}
	text, found, passages, err := readText(rec, read)
	if err != nil {
		return nil, err
	}
	c.Text, c.Passages = string(text), found
	clusters, claims, err := readClaims(c, rec, read)
	if err == nil && rec.sum != "" && rec.sum != sumParts(text, passages, clusters, claims, rec.head) {
		err = fmt.Errorf("%w: document %q: its parts are not as they were written", errValue, rec.doc.ID)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Counts is part of graph.Reader.
func (r *Snapshot) Counts() (n graph.Counts, err error) {
	err = r.do(func(tx *badger.Txn) error {
		n, err = readCounts(tx)
		return err
	})
	return n, err
}

func readCounts(tx *badger.Txn) (graph.Counts, error) {
	b, err := get(tx, makeMetaKey("counts"))
	if err == nil && b == nil {
		return graph.Counts{Entities: map[string]int{}, Relations: map[string]int{}}, nil
	}
	var n graph.Counts
	if err == nil {
		n, err = decodeCounts(b)
	}
	if err != nil {
		return n, fmt.Errorf("counts: %w", err)
	}
	return n, nil
}
