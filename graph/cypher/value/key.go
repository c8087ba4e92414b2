package value

import (
	"encoding/binary"
	"math"
)

// AppendKey appends a byte string that two values share exactly if they are the [Same], to be used as the key of a map
// for DISTINCT and grouping. Keys say where they end, so those of several values can be appended one after the other.
func AppendKey(dst []byte, v Value) []byte {
	k := KindOf(v)
	switch v := v.(type) {
	case int64:
		return appendInt(append(dst, byte(KindInteger)), v)
	case float64:
		return appendFloatKey(dst, v)
	}
	dst = append(dst, byte(k))
	switch v := v.(type) {
	case bool:
		if v {
			return append(dst, 1)
		}
		return append(dst, 0)
	case string:
		return appendText(dst, v)
	case List:
		dst = binary.AppendUvarint(dst, uint64(len(v)))
		for _, e := range v {
			dst = AppendKey(dst, e)
		}
	case Map:
		dst = binary.AppendUvarint(dst, uint64(len(v.entries)))
		for _, e := range v.entries {
			dst = AppendKey(appendText(dst, e.Key), e.Value)
		}
	case Node:
		return appendID(dst, v.NodeID())
	case Relationship:
		return appendID(dst, v.RelationshipID())
	case Path:
		dst = binary.AppendUvarint(dst, uint64(len(v.Nodes)))
		for _, n := range v.Nodes {
			dst = appendID(dst, n.NodeID())
		}
		for _, r := range v.Relationships {
			dst = appendID(dst, r.RelationshipID())
		}
	default:
		return appendTemporalKey(dst, v)
	}
	return dst
}

// appendFloatKey writes whole numbers as integers, so that 1 and 1.0 share a key, and every NaN alike.
func appendFloatKey(dst []byte, f float64) []byte {
	if f == math.Trunc(f) && f >= -1<<63 && f < 1<<63 {
		return appendInt(append(dst, byte(KindInteger)), int64(f))
	}
	if math.IsNaN(f) {
		f = math.NaN()
	}
	return binary.BigEndian.AppendUint64(append(dst, byte(KindFloat)), math.Float64bits(f))
}

func appendTemporalKey(dst []byte, v Value) []byte {
	switch v := v.(type) {
	case Date:
		return appendInt(dst, v.days)
	case LocalTime:
		return appendInt(dst, v.ns)
	case Time:
		return appendInt(appendInt(dst, v.ns), int64(v.offset))
	case LocalDateTime:
		return appendInt(appendInt(dst, v.sec), int64(v.ns))
	case DateTime:
		dst = appendInt(appendInt(appendInt(dst, v.sec), int64(v.ns)), int64(v.offset))
		return appendText(dst, v.zoneName())
	case Duration:
		return appendInt(appendInt(appendInt(appendInt(dst, v.months), v.days), v.sec), int64(v.ns))
	}
	return dst
}

func appendInt(dst []byte, i int64) []byte { return binary.BigEndian.AppendUint64(dst, uint64(i)) }

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

func appendID(dst []byte, id ID) []byte {
	dst = appendText(appendInt(dst, id.Num), id.Text)
	if id.Type != "" {
		dst = appendText(appendText(append(dst, 1), id.Type), id.End)
		return dst
	}
	return append(dst, 0)
}
