package bolttest

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// pack appends values in PackStream, the notation of Bolt.
func pack(b []byte, values ...any) []byte {
	for _, value := range values {
		switch x := value.(type) {
		case nil:
			b = append(b, 0xc0)
		case bool:
			if x {
				b = append(b, 0xc3)
			} else {
				b = append(b, 0xc2)
			}
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 0xcb), uint64(x)) //nolint:gosec // two's complement, as it is meant
		case float64:
			b = binary.BigEndian.AppendUint64(append(b, 0xc1), math.Float64bits(x))
		case string:
			b = append(binary.BigEndian.AppendUint32(append(b, 0xd2), uint32(len(x))), x...) //nolint:gosec // texts of tests are short
		case []any:
			b = pack(binary.BigEndian.AppendUint32(append(b, 0xd6), uint32(len(x))), x...) //nolint:gosec // as above
		case map[string]any:
			b = binary.BigEndian.AppendUint32(append(b, 0xda), uint32(len(x))) //nolint:gosec // as above
			for _, k := range slices.Sorted(maps.Keys(x)) {
				b = pack(b, k, x[k])
			}
		default:
			panic(fmt.Sprintf("a value of type %T", value))
		}
	}
	return b
}

// unpack reads one value.
func unpack(r *bytes.Reader) (any, error) {
	m, err := r.ReadByte()
	if err != nil {
		return nil, err
	}
	small := int(m & 15)
	switch {
	case m < 0x80 || m >= 0xf0:
		return int64(int8(m)), nil //nolint:gosec // small numbers are their own mark
	case m < 0x90:
		return unpackText(r, small)
	case m < 0xa0:
		return unpackList(r, small)
	case m < 0xb0:
		return unpackMap(r, small)
	case m < 0xc0:
		return nil, fmt.Errorf("a structure (%#x) is no parameter", m)
	}
	switch m {
	case 0xc0:
		return nil, nil
	case 0xc1:
		n, err := unpackWhole(r, 8)
		return math.Float64frombits(uint64(n)), err //nolint:gosec // the bits of a float
	case 0xc2, 0xc3:
		return m == 0xc3, nil
	case 0xc8, 0xc9, 0xca, 0xcb:
		return unpackWhole(r, 1<<(m-0xc8))
	}
	width := map[byte]int{0: 1, 1: 2, 2: 4}[m&3]
	n, err := unpackWhole(r, width)
	size := int(n) & (1<<(8*width) - 1)
	if err != nil || width == 0 || size > r.Len() {
		return nil, fmt.Errorf("mark %#x, size %d: %w", m, size, cmp.Or(err, io.ErrUnexpectedEOF))
	}
	switch m &^ 3 {
	case 0xd0:
		return unpackText(r, size)
	case 0xd4:
		return unpackList(r, size)
	case 0xd8:
		return unpackMap(r, size)
	}
	return nil, fmt.Errorf("mark %#x is not known", m)
}

// unpackWhole reads a signed number of some bytes.
func unpackWhole(r io.Reader, width int) (int64, error) {
	b := make([]byte, width)
	if _, err := io.ReadFull(r, b); err != nil {
		return 0, err
	}
	n := int64(0)
	if width > 0 {
		n = int64(int8(b[0])) //nolint:gosec // the sign
	}
	for _, c := range b[min(1, width):] {
		n = n<<8 | int64(c)
	}
	return n, nil
}

func unpackText(r io.Reader, size int) (string, error) {
	b := make([]byte, size)
	_, err := io.ReadFull(r, b)
	return string(b), err
}

func unpackList(r *bytes.Reader, size int) ([]any, error) {
	list := make([]any, size)
	for i := range list {
		var err error
		if list[i], err = unpack(r); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func unpackMap(r *bytes.Reader, size int) (map[string]any, error) {
	m := make(map[string]any, size)
	for range size {
		k, err := unpack(r)
		if err != nil {
			return nil, err
		}
		key, ok := k.(string)
		if !ok {
			return nil, fmt.Errorf("key %v of a map is no text", k)
		}
		if m[key], err = unpack(r); err != nil {
			return nil, err
		}
	}
	return m, nil
}
