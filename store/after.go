package store

import (
	"fmt"
	"iter"

	"mandate/graph"
)

// EntitiesAfter are the entities of a type, or all when it is "", that come after one, which need not be there: what
// [Snapshot.Entities] gives, without reading what stands before.
func (r *Snapshot) EntitiesAfter(entityType string, after graph.EntityID) iter.Seq2[graph.Entity, error] {
	prefix, from, parse := []byte{tableEntity}, makeEntityKey(after), parseEntityKey
	if entityType != "" {
		prefix, from = makeTypePrefix(entityType), makeTypeKey(entityType, after)
		parse = func(key []byte) (graph.EntityID, bool) {
			_, id, ok := parseTypeKey(key)
			return id, ok
		}
	}
	return scanFrom(r, prefix, from, func(key, _ []byte) (graph.Entity, bool, error) {
		id, ok := parse(key)
		if !ok {
			return graph.Entity{}, false, badKey(key)
		}
		if id == after {
			return graph.Entity{}, false, nil
		}
		ent, _, err := r.indexed(id)
		return ent, true, err
	}, nil)
}

// AllRelationsAfter are the relations of a type, or all when it is "", that come after one, which need not be there.
func (r *Snapshot) AllRelationsAfter(relationType string, after graph.RelationKey) iter.Seq2[graph.Relation, error] {
	read := readOut(relationType)
	return scanFrom(r, []byte{tableOut}, makeOutKey(after), func(key, value []byte) (graph.Relation, bool, error) {
		rel, keep, err := read(key, value)
		return rel, keep && rel.RelationKey != after, err
	}, nil)
}

// DocumentsAfter are the documents that come after one, which need not be there.
func (r *Snapshot) DocumentsAfter(after graph.DocumentID) iter.Seq2[graph.Document, error] {
	return scanFrom(r, []byte{tableDocument}, makeDocumentKey(after), func(key, value []byte) (graph.Document, bool, error) {
		id, ok := parseDocumentKey(key)
		if !ok {
			return graph.Document{}, false, badKey(key)
		}
		rec, err := decodeRecord(id, value)
		if err != nil {
			return graph.Document{}, false, fmt.Errorf("document %q: %w", id, err)
		}
		return rec.doc, id != after, nil
	}, nil)
}
