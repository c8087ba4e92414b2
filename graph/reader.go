package graph

import (
	"errors"
	"iter"
)

// ErrNotFound is wrapped by every error that says that an entity or document is not in the graph.
var ErrNotFound = errors.New("not found")

// Direction says which relations of an entity are meant.
type Direction uint8

// The directions.
const (
	Out  Direction = iota // the entity is the subject
	In                    // the entity is the object
	Both                  // either; a relation from an entity to itself comes once
)

// Reader is a graph as everyone who asks sees it: one consistent state that does not change while it is read.
// Sequences come in ascending order of identifier (relations: subject, type, object; statements: document, span
// start, then ID; mentions: document, then span), end after the first error, and may be left early.
// A Reader is safe for use by several goroutines.
type Reader interface {
	// Entity is the entity with the id, or an error that wraps ErrNotFound.
	Entity(id EntityID) (Entity, error)
	// Entities are all entities of the type, or all entities when entityType is "".
	Entities(entityType string) iter.Seq2[Entity, error]
	// Lookup finds entities of which a name or alias equals name under FoldName.
	Lookup(name string) iter.Seq2[Entity, error]
	// Relations are the relations of an entity, of one type or of all when relationType is "".
	// With Both, outgoing ones come first.
	Relations(id EntityID, dir Direction, relationType string) iter.Seq2[Relation, error]
	// AllRelations are all relations of the type, or all relations when relationType is "".
	AllRelations(relationType string) iter.Seq2[Relation, error]
	// Statements are the statements behind a relation.
	Statements(key RelationKey) iter.Seq2[Statement, error]
	// Mentions are the places where an entity is named.
	Mentions(id EntityID) iter.Seq2[Mention, error]
	// Documents are all documents.
	Documents() iter.Seq2[Document, error]
	// Document is the document with the id, or an error that wraps ErrNotFound.
	Document(id DocumentID) (Document, error)
	// Contribution is all that a document says, or an error that wraps ErrNotFound.
	// Its Text is "" when the store was told not to keep sources.
	Contribution(id DocumentID) (*Contribution, error)
	// Counts are the sizes of the graph.
	Counts() (Counts, error)
}

// Counts are the sizes of a graph.
type Counts struct {
	Documents, Passages, Words, Bytes int
	Mentions, Statements              int
	Entities                          map[string]int // by entity type
	Relations                         map[string]int // by relation type
}
