package store

import (
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

func encodeRelation(r *graph.Relation) []byte {
	m := newMessage()
	m.num(1, int(r.Status))
	m.num(2, r.Statements)
	m.num(3, r.Support)
	m.float(4, r.Confidence)
	m.text(5, r.Since)
	m.text(6, r.Until)
	return m
}

func decodeRelation(key graph.RelationKey, b []byte) (graph.Relation, error) {
	r := graph.Relation{RelationKey: key}
	err := eachTop(b, func(f field) error {
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
		}
		return nil
	})
	return r, err
}

func encodeStatement(st *graph.Statement) []byte {
	m := newMessage()
	m.num(1, int(st.Status))
	m.text(2, st.Since)
	m.text(3, st.Until)
	m.bytes(4, encodeEvidence(&st.Evidence, ""))
	return m
}

func decodeStatement(key graph.RelationKey, doc graph.DocumentID, b []byte) (graph.Statement, error) {
	st := graph.Statement{Subject: key.Subject, Type: key.Type, Object: key.Object}
	err := eachTop(b, func(f field) (err error) {
		switch f.num {
		case 1:
			st.Status = graph.Status(f.n)
		case 2:
			st.Since = f.text()
		case 3:
			st.Until = f.text()
		case 4:
			st.Evidence, err = decodeEvidence(doc, f.b, "")
		}
		return err
	})
	return st, err
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
