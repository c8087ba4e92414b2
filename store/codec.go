package store

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
	"mandate/graph"
)

// A value that is not empty is a version byte, then fields in the wire format of protocol buffers. Fields that are not
// known are skipped, zero values are left out.
const valueVersion = 1

// errValue is wrapped by every error that says that the bytes of a value do not make sense.
var errValue = errors.New("value cannot be read")

// message is a value, or a part of one, as it is written.
type message []byte

func newMessage() message { return append(make(message, 0, usualSize), valueVersion) }

// usualSize is about that of most messages and parts, so that they need not grow.
const usualSize = 96

func newPart() message { return make(message, 0, usualSize) }

func (m *message) text(num protowire.Number, s string) {
	if s != "" {
		m.bytes(num, []byte(s))
	}
}

func (m *message) bytes(num protowire.Number, b []byte) {
	*m = protowire.AppendBytes(protowire.AppendTag(*m, num, protowire.BytesType), b)
}

func (m *message) num(num protowire.Number, n int) {
	if n != 0 {
		*m = protowire.AppendVarint(protowire.AppendTag(*m, num, protowire.VarintType), uint64(n))
	}
}

func (m *message) float(num protowire.Number, f float64) {
	if f != 0 {
		*m = protowire.AppendFixed64(protowire.AppendTag(*m, num, protowire.Fixed64Type), math.Float64bits(f))
	}
}

func (m *message) counts(num protowire.Number, counts map[string]int) {
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		var one message
		one.text(1, k)
		one.num(2, counts[k])
		m.bytes(num, one)
	}
}

// field is one field as read: n for numbers and the bits of floats, b for the rest.
type field struct {
	num protowire.Number
	n   uint64
	b   []byte
}

func (f field) int() int       { return int(f.n) }
func (f field) text() string   { return string(f.b) }
func (f field) float() float64 { return math.Float64frombits(f.n) }

// eachField reads the fields of a part. The bytes it hands out belong to b.
func eachField(b []byte, read func(f field) error) error {
	for len(b) > 0 {
		num, typ, n := protowire.ConsumeTag(b)
		if n < 0 {
			return fmt.Errorf("%w: %w", errValue, protowire.ParseError(n))
		}
		b = b[n:]
		f := field{num: num}
		switch typ {
		case protowire.VarintType:
			f.n, n = protowire.ConsumeVarint(b)
		case protowire.Fixed64Type:
			f.n, n = protowire.ConsumeFixed64(b)
		case protowire.BytesType:
			f.b, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(num, typ, b)
		}
		if n < 0 {
			return fmt.Errorf("%w: field %d: %w", errValue, num, protowire.ParseError(n))
		}
		b = b[n:]
		if err := read(f); err != nil {
			return err
		}
	}
	return nil
}

// eachTop reads the fields of a whole value.
func eachTop(b []byte, read func(f field) error) error {
	if len(b) == 0 || b[0] != valueVersion {
		return fmt.Errorf("%w: it does not start with version %d", errValue, valueVersion)
	}
	return eachField(b[1:], read)
}

func readCount(b []byte, into *map[string]int) error {
	var key string
	var n int
	err := eachField(b, func(f field) error {
		switch f.num {
		case 1:
			key = f.text()
		case 2:
			n = f.int()
		}
		return nil
	})
	if *into == nil {
		*into = map[string]int{}
	}
	(*into)[key] = n
	return err
}

// appendSpans writes spans one after the other: start and length.
func appendSpans(b []byte, spans ...graph.Span) []byte {
	for _, s := range spans {
		b = protowire.AppendVarint(b, uint64(s.Start))
		b = protowire.AppendVarint(b, uint64(s.End-s.Start))
	}
	return b
}

// numbers reads n varints off the front.
func numbers(b []byte, into ...*int) ([]byte, error) {
	for _, p := range into {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return nil, fmt.Errorf("%w: %w", errValue, protowire.ParseError(n))
		}
		*p = int(v)
		b = b[n:]
	}
	return b, nil
}

func readSpans(b []byte) ([]graph.Span, error) {
	spans := make([]graph.Span, 0, 4)
	for len(b) > 0 {
		var start, length int
		var err error
		if b, err = numbers(b, &start, &length); err != nil {
			return nil, err
		}
		spans = append(spans, graph.Span{Start: start, End: start + length})
	}
	return spans, nil
}

// record is the row of a document: what is known of it, and how its sections are kept.
type record struct {
	doc    graph.Document // without ID, which is in the key
	chunks sections[int]
	text   int    // length of the text kept, 0 when none is
	sum    string // of the row itself and of all sections, see sumParts; "" from before it was kept
	head   []byte // the row as read, but for the sum
}

// sections holds one thing for each section of a contribution.
type sections[T any] struct{ passages, clusters, claims, text T }

func (r *record) encode() []byte {
	d, m := &r.doc, newMessage()
	m.text(1, d.Hash)
	m.text(2, d.Pipeline)
	m.text(3, d.Format)
	m.text(4, d.Encoding)
	m.text(5, d.Title)
	m.text(6, d.Date)
	m.text(7, d.Country)
	m.text(8, d.Marking)
	for _, p := range d.Meta {
		var one message
		one.text(1, p.Key)
		one.text(2, p.Value)
		m.bytes(9, one)
	}
	m.num(10, d.Bytes)
	m.num(11, d.Words)
	m.num(12, d.Passages)
	for _, n := range d.Notes {
		m.bytes(13, []byte(n))
	}
	m.num(14, r.chunks.passages)
	m.num(15, r.chunks.clusters)
	m.num(16, r.chunks.claims)
	m.num(17, r.chunks.text)
	m.num(18, r.text)
	m.text(19, r.sum) // the last
	return m
}

func decodeRecord(id graph.DocumentID, b []byte) (*record, error) {
	r := &record{doc: graph.Document{ID: id}}
	d := &r.doc
	texts := map[int]*string{1: &d.Hash, 2: &d.Pipeline, 3: &d.Format, 4: &d.Encoding, 5: &d.Title, 6: &d.Date, 7: &d.Country, 8: &d.Marking}
	nums := map[int]*int{10: &d.Bytes, 11: &d.Words, 12: &d.Passages, 14: &r.chunks.passages, 15: &r.chunks.clusters,
		16: &r.chunks.claims, 17: &r.chunks.text, 18: &r.text}
	err := eachTop(b, func(f field) error {
		if p := texts[int(f.num)]; p != nil {
			*p = f.text()
		} else if p := nums[int(f.num)]; p != nil {
			*p = f.int()
		} else if f.num == 19 {
			r.sum = f.text()
			r.head = b[:max(0, len(b)-len(r.sum)-3)] // a tag of two bytes and a length of one
		} else if f.num == 13 {
			d.Notes = append(d.Notes, f.text())
		} else if f.num == 9 {
			var p graph.Property
			d.Meta = append(d.Meta, p)
			return eachField(f.b, func(f field) error {
				switch f.num {
				case 1:
					d.Meta[len(d.Meta)-1].Key = f.text()
				case 2:
					d.Meta[len(d.Meta)-1].Value = f.text()
				}
				return nil
			})
		}
		return nil
	})
	if c := r.chunks; err == nil && min(c.passages, c.clusters, c.claims, c.text, r.text) < 0 {
		err = fmt.Errorf("%w: a number of chunks is negative", errValue)
	}
	return r, err
}

// countFields is how many fields there are, up to one that cannot be read.
func countFields(b []byte) (n int) {
	for len(b) > 0 {
		_, _, size := protowire.ConsumeField(b)
		if size < 0 {
			break
		}
		b = b[size:]
		n++
	}
	return n
}
