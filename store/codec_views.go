package store

import (
	"fmt"
	"slices"

	"mandate/extract/link"
	"mandate/graph"
)

// entityRow is the row of an entity: the counts it is made from, and how many relations it has.
type entityRow struct {
	tally   graph.Tally
	out, in int // relations of which it is the subject, the object
}

func (e *entityRow) encode() []byte {
	m := newMessage()
	m.num(1, e.tally.Documents)
	m.num(2, e.tally.Mentions)
	m.counts(3, e.tally.Types)
	m.counts(4, e.tally.Names)
	m.counts(5, e.tally.Aliases)
	m.counts(6, e.tally.Countries)
	m.num(7, e.out)
	m.num(8, e.in)
	return m
}

func decodeEntityRow(b []byte) (*entityRow, error) {
	e := &entityRow{}
	err := eachTop(b, func(f field) error {
		switch f.num {
		case 1:
			e.tally.Documents = f.int()
		case 2:
			e.tally.Mentions = f.int()
		case 3:
			return readCount(f.b, &e.tally.Types)
		case 4:
			return readCount(f.b, &e.tally.Names)
		case 5:
			return readCount(f.b, &e.tally.Aliases)
		case 6:
			return readCount(f.b, &e.tally.Countries)
		case 7:
			e.out = f.int()
		case 8:
			e.in = f.int()
		}
		return nil
	})
	return e, err
}

// relationRow is the row of a relation: what its statements add up to and, while its documents are few, the sketches of
// the paragraphs in which each of them makes one, so that copies are known without reading the statements.
type relationRow struct {
	graph.Relation
	sketches [][]string // by document, in no document's order; nil when there are more than maxSketched
}

// maxSketched is the largest number of documents of which the sketches are kept in the row of a relation. A relation of
// more is added up from all its statements whenever a document comes to it, which takes a hundred times as long.
const maxSketched = 512

// sort puts the sketches in an order that does not depend on that of the documents, and drops those of too many.
func (r *relationRow) sort() {
	if len(r.sketches) > maxSketched {
		r.sketches = nil
		return
	}
	for _, s := range r.sketches {
		slices.Sort(s)
	}
	slices.SortFunc(r.sketches, slices.Compare[[]string])
}

func encodeRelation(r *graph.Relation) message {
	m := newMessage()
	m.num(1, int(r.Status))
	m.num(2, r.Statements)
	m.num(3, r.Support)
	m.float(4, r.Confidence)
	m.text(5, r.Since)
	m.text(6, r.Until)
	m.num(7, r.Support-r.Independent)
	return m
}

func (r *relationRow) encode() message {
	m := encodeRelation(&r.Relation)
	for _, s := range r.sketches {
		var one message
		for _, sketch := range s {
			one.bytes(1, []byte(sketch))
		}
		m.bytes(8, one)
	}
	return m
}

// decodeRelation reads what the row of a relation says of it, and leaves the sketches alone.
func decodeRelation(key graph.RelationKey, b []byte) (graph.Relation, error) {
	r := graph.Relation{RelationKey: key}
	copies := 0
	err := eachTop(b, func(f field) error {
		readRelation(&r, &copies, f)
		return nil
	})
	r.Independent = r.Support - copies
	return r, err
}

func readRelation(r *graph.Relation, copies *int, f field) {
	switch f.num {
	case 1:
		r.Status = graph.Status(f.n)
	case 2:
		r.Statements = f.int()
	case 3:
		r.Support = f.int()
	case 4:
		r.Confidence = f.float()
	case 5:
		r.Since = f.text()
	case 6:
		r.Until = f.text()
	case 7:
		*copies = f.int()
	}
}

func decodeRelationRow(key graph.RelationKey, b []byte) (relationRow, error) {
	r := relationRow{Relation: graph.Relation{RelationKey: key}}
	copies := 0
	err := eachTop(b, func(f field) error {
		readRelation(&r.Relation, &copies, f)
		if f.num != 8 {
			return nil
		}
		var one []string
		err := eachField(f.b, func(f field) error {
			one = append(one, f.text())
			return nil
		})
		r.sketches = append(r.sketches, one)
		return err
	})
	r.Independent = r.Support - copies
	return r, err
}

// encodeStatement writes a statement. A quote that stands in the text that is kept is left out.
func encodeStatement(st *graph.Statement, text string) []byte {
	m := newMessage()
	m.num(1, int(st.Status))
	m.text(2, st.Since)
	m.text(3, st.Until)
	m.bytes(4, encodeEvidence(&st.Evidence, text))
	return m
}

// decodeStatement reads a statement. inText says that its quote was left out.
func decodeStatement(key graph.RelationKey, doc graph.DocumentID, b []byte) (st graph.Statement, inText bool, err error) {
	st = graph.Statement{Subject: key.Subject, Type: key.Type, Object: key.Object}
	err = eachTop(b, func(f field) (err error) {
		switch f.num {
		case 1:
			st.Status = graph.Status(f.n)
		case 2:
			st.Since = f.text()
		case 3:
			st.Until = f.text()
		case 4:
			st.Evidence, inText, err = decodeEvidence(doc, f.b)
		}
		return err
	})
	return st, inText, err
}

func encodeMentions(mentions []graph.Mention) []byte { return appendMentions(newMessage(), mentions) }

func decodeMentions(ent graph.EntityID, doc graph.DocumentID, b []byte) ([]graph.Mention, error) {
	if err := eachTop(b[:min(len(b), 1)], nil); err != nil {
		return nil, err
	}
	return readMentions(ent, doc, b[1:])
}

func encodeCounts(c *graph.Counts) []byte {
	m := newMessage()
	m.num(1, c.Documents)
	m.num(2, c.Passages)
	m.num(3, c.Words)
	m.num(4, c.Bytes)
	m.num(5, c.Mentions)
	m.num(6, c.Statements)
	m.counts(7, c.Entities)
	m.counts(8, c.Relations)
	return m
}

func decodeCounts(b []byte) (graph.Counts, error) {
	c := graph.Counts{Entities: map[string]int{}, Relations: map[string]int{}}
	nums := []*int{&c.Documents, &c.Passages, &c.Words, &c.Bytes, &c.Mentions, &c.Statements}
	err := eachTop(b, func(f field) error {
		switch {
		case f.num <= 6:
			*nums[f.num-1] = f.int()
		case f.num == 7:
			return readCount(f.b, &c.Entities)
		case f.num == 8:
			return readCount(f.b, &c.Relations)
		}
		return nil
	})
	return c, err
}

func encodeProfile(p *link.Profile) []byte {
	m := newMessage()
	m.num(1, p.Documents)
	m.num(2, p.Bare)
	m.counts(3, p.Short)
	m.counts(4, p.Years)
	return m
}

func decodeProfile(b []byte) (*link.Profile, error) {
	p := &link.Profile{}
	err := eachTop(b, func(f field) error {
		switch f.num {
		case 1:
			p.Documents = f.int()
		case 2:
			p.Bare = f.int()
		case 3:
			return readCount(f.b, &p.Short)
		case 4:
			return readCount(f.b, &p.Years)
		}
		return nil
	})
	return p, err
}

func encodeLink(l *link.Link) []byte {
	m := newMessage()
	m.text(1, string(l.Entity))
	m.text(2, l.Name)
	m.text(3, l.Type)
	if l.Hidden {
		m.num(4, 1)
	}
	return m
}

func decodeLink(b []byte) (l link.Link, err error) {
	err = eachTop(b, func(f field) error {
		switch f.num {
		case 1:
			l.Entity = graph.EntityID(f.b)
		case 2:
			l.Name = f.text()
		case 3:
			l.Type = f.text()
		case 4:
			l.Hidden = f.n != 0
		}
		return nil
	})
	return l, err
}

func encodeJudgement(j *graph.Judgement) []byte {
	m := newMessage()
	m.text(1, string(j.Kind))
	m.text(2, string(j.A))
	m.text(3, string(j.B))
	m.text(4, j.Value)
	m.text(5, j.Reason)
	m.text(6, j.Date)
	m.text(7, sumParts(m)) // the last
	return m
}

func decodeJudgement(b []byte) (j graph.Judgement, err error) {
	err = eachTop(b, func(f field) error {
		switch f.num {
		case 1:
			j.Kind = graph.JudgementKind(f.b)
		case 2:
			j.A = graph.EntityID(f.b)
		case 3:
			j.B = graph.EntityID(f.b)
		case 4:
			j.Value = f.text()
		case 5:
			j.Reason = f.text()
		case 6:
			j.Date = f.text()
		case 7: // missing in rows from before it was kept
			if n := len(b) - len(f.b) - 2; n < 0 || f.text() != sumParts(b[:n]) {
				return fmt.Errorf("%w: it is not as it was written", errValue)
			}
		}
		return nil
	})
	return j, err
}

// A row of blocks holds the keys in order, written as in keys of rows.
func encodeBlock(keys []graph.EntityID) []byte {
	if len(keys) == 0 {
		return nil
	}
	m := newMessage()
	for _, k := range keys {
		m = appendText(m, k)
	}
	return m
}

func decodeBlock(b []byte) (keys []graph.EntityID, err error) {
	if err := eachTop(b[:min(len(b), 1)], nil); err != nil {
		return nil, err
	}
	for b = b[1:]; len(b) > 0; {
		key, rest, ok := cutText[graph.EntityID](b)
		if !ok {
			return nil, fmt.Errorf("%w: a block of names", errValue)
		}
		keys, b = append(keys, key), rest
	}
	return keys, nil
}
