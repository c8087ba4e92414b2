package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
)

// RelationKey says which relation: there is at most one of each type between two entities in one direction.
type RelationKey struct {
	Subject EntityID
	Type    string
	Object  EntityID
}

// ID is a short stable identifier for exports: "r" and 16 hexadecimal digits.
func (k RelationKey) ID() string {
	var whole [256]byte
	b := append(append(whole[:0], k.Subject...), 0)
	h := sha256.Sum256(append(append(append(b, k.Type...), 0), k.Object...))
	id := [17]byte{'r'}
	hex.Encode(id[1:], h[:8])
	return string(id[:])
}

// Relation is the statements that agree on subject, type and object, seen as one edge.
type Relation struct {
	RelationKey
	Status     Status // the first status in order of precedence that a statement has
	Statements int    // how many statements
	Support    int    // how many documents say it (with any status)
	// Independent is how many of them say it in words of their own: documents that share a copied paragraph count once.
	Independent int
	Confidence  float64 // of the surest statement that has Status
	Since       string  // earliest stated, "" none
	Until       string  // latest stated, "" none
}

// Summarize adds statements up to a relation. The order of the statements does not matter.
// It panics when there are none: a relation without a statement does not exist.
func Summarize(key RelationKey, statements []Statement) Relation {
	if len(statements) == 0 {
		panic("graph: a relation needs a statement")
	}
	r := Relation{RelationKey: key, Status: statements[0].Status, Statements: len(statements)}
	docs := map[DocumentID][]string{}
	for _, st := range statements {
		docs[st.Evidence.Document] = append(docs[st.Evidence.Document], st.Evidence.Sketch)
		if st.Status < r.Status {
			r.Status = st.Status
		}
		if st.Since != "" && (r.Since == "" || st.Since < r.Since) {
			r.Since = st.Since
		}
		if st.Until > r.Until {
			r.Until = st.Until
		}
	}
	for _, st := range statements {
		if st.Status == r.Status && st.Evidence.Confidence > r.Confidence {
			r.Confidence = st.Evidence.Confidence
		}
	}
	r.Support = len(docs)
	r.Independent = Independent(slices.Collect(maps.Values(docs)))
	return r
}

// Plus adds up two summaries of the same relation that were made from statements of different documents: the result is
// the summary of all the statements, save that Independent takes no paragraph of one side to be a copy of one of the
// other's.
func (r Relation) Plus(o Relation) Relation {
	sum := r
	sum.Statements += o.Statements
	sum.Support += o.Support
	sum.Independent += o.Independent
	switch {
	case o.Status < r.Status:
		sum.Status, sum.Confidence = o.Status, o.Confidence
	case o.Status == r.Status:
		sum.Confidence = max(r.Confidence, o.Confidence)
	}
	if o.Since != "" && (r.Since == "" || o.Since < r.Since) {
		sum.Since = o.Since
	}
	sum.Until = max(r.Until, o.Until)
	return sum
}
