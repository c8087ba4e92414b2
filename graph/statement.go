package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// StatementID identifies a statement by its content: 32 hexadecimal digits.
type StatementID string

// Statement is one sourced claim: one document saying, in one place, that subject stands in a relation to object.
type Statement struct {
	ID       StatementID
	Subject  EntityID
	Type     string // relation type of the schema, UPPER_SNAKE
	Object   EntityID
	Status   Status
	Since    string // when it began, ISO 8601 with the precision stated; what an act brings about ("launched in 2008") has this only; "" not said
	Until    string // when it ended or is due, equal to Since for what is only said to have been so then ("led in 2008"); "" not said
	Evidence Evidence
}

// NewStatementID hashes what makes a statement the one it is: its ends, type and status, and the words that say it.
// Two statements that differ only in rule or confidence have the same identifier.
func NewStatementID(st Statement) StatementID {
	h := sha256.New()
	var n [8]byte
	str := func(s string) {
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	num := func(v int) {
		binary.BigEndian.PutUint64(n[:], uint64(v))
		h.Write(n[:])
	}
	str(string(st.Subject))
	str(st.Type)
	str(string(st.Object))
	str(st.Status.String())
	str(string(st.Evidence.Document))
	for _, s := range []Span{st.Evidence.Span, st.Evidence.Subject, st.Evidence.Object} {
		num(s.Start)
		num(s.End)
	}
	return StatementID(hex.EncodeToString(h.Sum(nil)[:16]))
}

// Contribution is all that one document adds to the graph. It is the unit of writing, replacing and forgetting:
// a store keeps contributions, and entities and relations are what they add up to.
type Contribution struct {
	Document Document
	Text     string // the text as read; spans point into it
	Passages []Passage
	Clusters []Cluster
	Claims   []Claim
}

// Cluster is the mentions of one thing within one document, and the entity it was linked to.
type Cluster struct {
	Entity   EntityID
	Type     string
	Name     string   // the fullest form in this document
	Aliases  []string // every other form, sorted
	Country  string
	Mentions []Mention // in text order
	Roles    []string  `json:",omitempty"` // of a person: titles and posts as the document gives them, "Minister of Health of Peru", sorted
}

// Claim is a statement before linking: its ends are clusters of the same document.
type Claim struct {
	Subject, Object int // indices into Contribution.Clusters
	Type            string
	Status          Status
	Since, Until    string
	Symmetric       bool // the ends may change places: the one with the smaller entity is the subject
	Evidence        Evidence
}

// Statement is the claim with its ends linked.
func (c *Contribution) Statement(i int) Statement {
	cl := c.Claims[i]
	st := Statement{
		Subject: c.Clusters[cl.Subject].Entity, Type: cl.Type, Object: c.Clusters[cl.Object].Entity,
		Status: cl.Status, Since: cl.Since, Until: cl.Until, Evidence: cl.Evidence,
	}
	st.Evidence.Document = c.Document.ID
	if p := st.Evidence.Passage - 1; p >= 0 && p < len(c.Passages) {
		st.Evidence.Sketch = c.Passages[p].Sketch
	}
	st.ID = NewStatementID(st)
	return st
}
