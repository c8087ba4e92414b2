package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// JudgementKind is what a person decided.
type JudgementKind string

// The kinds of judgements.
const (
	Same      JudgementKind = "same"      // A and B are one entity
	Different JudgementKind = "different" // A and B are two
	Rename    JudgementKind = "rename"    // A is called Value
	Retype    JudgementKind = "retype"    // A is of type Value
	Hide      JudgementKind = "hide"      // A is not to be in the graph, nor what is said of it
)

// JudgementKinds are all kinds, in the order in which help shows them.
var JudgementKinds = []JudgementKind{Same, Different, Rename, Retype, Hide}

// Judgement is what a person decided about entities, against or beyond what the documents say. It stays in force when
// documents come and go: it names entities by identifiers that documents give, and waits where none does.
type Judgement struct {
	Kind   JudgementKind `json:"kind"`
	A      EntityID      `json:"a"`
	B      EntityID      `json:"b,omitempty"`      // of Same and Different
	Value  string        `json:"value,omitempty"`  // of Rename and Retype
	Reason string        `json:"reason,omitempty"` // why, in the words of the person
	Date   string        `json:"date,omitempty"`   // when, ISO 8601
}

// ID is what a judgement is about: a later one with the same ID takes the place of an earlier one, so that two things
// cannot be judged the same and different at a time. It is "j" and twelve hexadecimal digits.
func (j Judgement) ID() string {
	about, b := j.Kind, j.B
	a := j.A
	if j.Kind == Same || j.Kind == Different {
		about = "pair"
		if b < a {
			a, b = b, a
		}
	}
	h := sha256.Sum256([]byte(string(about) + "\x00" + string(a) + "\x00" + string(b)))
	return "j" + hex.EncodeToString(h[:6])
}

// Check says what is wrong with a judgement, or nil.
func (j Judgement) Check() error {
	pair := j.Kind == Same || j.Kind == Different
	valued := j.Kind == Rename || j.Kind == Retype
	switch {
	case !slices.Contains(JudgementKinds, j.Kind):
		return fmt.Errorf("there is no judgement %q: expected one of %v", j.Kind, JudgementKinds)
	case j.A == "" || pair && j.B == "":
		return fmt.Errorf("judgement %q does not say of which entity", j.Kind)
	case pair && j.A == j.B:
		return fmt.Errorf("judgement %q: %s is one entity, two are needed", j.Kind, j.A)
	case !pair && j.B != "":
		return fmt.Errorf("judgement %q is of one entity, not of two", j.Kind)
	case valued && FoldName(j.Value) == "":
		return fmt.Errorf("judgement %q of %s needs a value", j.Kind, j.A)
	case !valued && j.Value != "":
		return fmt.Errorf("judgement %q has no value", j.Kind)
	}
	return nil
}

// CompareJudgements orders judgements by date, then by what they are about.
func CompareJudgements(a, b Judgement) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID(), b.ID()), cmp.Compare(a.Kind, b.Kind))
}
