package graph

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Span is a half-open range of byte offsets into the text of a document as read.
type Span struct {
	Start, End int
}

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps says whether the two spans share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Contains says whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Status says how a document puts a statement.
type Status uint8

// The four statuses, in order of precedence: a relation bears the first one that any of its statements has.
const (
	Asserted Status = iota // it is or was so
	Planned                // it will be, is intended, is to be
	Reported               // somebody is said to say so, or it may be so
	Negated                // the document says it is not so
)

var statusNames = [...]string{"asserted", "planned", "reported", "negated"}

// String is the lower-case name of the status.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return fmt.Sprintf("status(%d)", uint8(s))
}

// Statuses are all four, in order of precedence.
func Statuses() []Status { return []Status{Asserted, Planned, Reported, Negated} }

// ParseStatuses reads names of statuses, in any case, each once; "all" is all of them. An empty list gives none.
func ParseStatuses(names []string) ([]Status, error) {
	var found []Status
	for _, name := range names {
		if strings.EqualFold(name, "all") {
			return Statuses(), nil
		}
		s, err := ParseStatus(name)
		if err != nil {
			return nil, fmt.Errorf("%w, or all", err)
		}
		if !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	return found, nil
}

// ParseStatus reads the name of a status, in any case.
func ParseStatus(name string) (Status, error) {
	for i, n := range statusNames {
		if strings.EqualFold(n, name) {
			return Status(i), nil
		}
	}
	return 0, fmt.Errorf("unknown status %q: expected one of %s", name, strings.Join(statusNames[:], ", "))
}

// MarshalText writes the name of the status.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name of a status.
func (s *Status) UnmarshalText(b []byte) error {
	v, err := ParseStatus(string(b))
	*s = v
	return err
}

// Obligation says how strongly a document binds whom it speaks of to do what a statement says.
type Obligation uint8

// The obligations, from none to the strongest; a law's "shall" binds as "must" does.
const (
	Free   Obligation = iota // the document binds nobody
	May                      // may, is authorized to
	Should                   // should, is encouraged to
	Must                     // shall, must, is required to
)

var obligationNames = [...]string{"", "may", "should", "must"}

// String is the verb of the obligation, "" for none.
func (o Obligation) String() string {
	if int(o) < len(obligationNames) {
		return obligationNames[o]
	}
	return fmt.Sprintf("obligation(%d)", uint8(o))
}

// ParseObligation reads what String writes, in any case.
func ParseObligation(name string) (Obligation, error) {
	for i, n := range obligationNames {
		if strings.EqualFold(n, name) {
			return Obligation(i), nil
		}
	}
	return 0, fmt.Errorf("unknown obligation %q: expected may, should, must or nothing", name)
}

// MarshalText writes the verb of the obligation.
func (o Obligation) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (o *Obligation) UnmarshalText(b []byte) error {
	v, err := ParseObligation(string(b))
	*o = v
	return err
}

// Amount is how much money or how many of something a document names; the zero value is none.
type Amount struct {
	Value float64
	Unit  string // of money the ISO 4217 code; "%"; else the lemma of what is counted
}

// String writes the amount for people: "4000000 USD", "300 center"; "" for none.
func (a Amount) String() string {
	if a == (Amount{}) {
		return ""
	}
	return strconv.FormatFloat(a.Value, 'f', -1, 64) + " " + a.Unit
}

// Evidence is where, and in which words, a document says a statement.
type Evidence struct {
	Document   DocumentID
	Passage    int        // ordinal of the passage in the document, from 1
	Paragraph  string     // paragraph number as printed ("12"), "" when the document prints none
	Marking    string     // portion mark of the paragraph
	Span       Span       // the sentence (or heading and item) that says it
	Quote      string     // the text at Span, byte for byte
	Subject    Span       // the words that name the subject
	Object     Span       // the words that name the object
	Cues       []Span     // the words that set the status ("plans to", "has not"), in order
	Rule       string     // id of the rule that read it
	Confidence float64    // 0 to 1
	Obligation Obligation `json:",omitzero"` // how strongly the words bind the subject
	Amount     Amount     `json:",omitzero"` // that goes with what is said: what is paid, how many are served
	Sketch     string     // of the paragraph, see the function of that name; "" not known or too short to be told from others
}
