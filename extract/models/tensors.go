package models

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"
	"unsafe"

	"github.com/klauspost/compress/zstd"
)

// Matrix is a table of small whole numbers: Rows rows of Cols.
type Matrix struct {
	Rows, Cols int
	Data       []int8
}

// Row is row i.
func (m *Matrix) Row(i int) []int8 { return m.Data[i*m.Cols : (i+1)*m.Cols] }

// Tensors is the content of a model file: tables, rows of floats and lists of words, by name.
type Tensors struct {
	Ints    map[string]*Matrix
	Floats  map[string][]float32
	Strings map[string][]string
}

// NewTensors is an empty Tensors.
func NewTensors() *Tensors {
	return &Tensors{Ints: map[string]*Matrix{}, Floats: map[string][]float32{}, Strings: map[string][]string{}}
}

// A model file is compressed with zstd; within, it is magic, then sections until the end: kind, name, two sizes,
// content. The version is the last byte of magic. Numbers are little-endian.
const magic = "MANDATE\x01"

const (
	kindInts    = 'i'
	kindFloats  = 'f'
	kindStrings = 's'
)

// limit is the largest size that a section may state: more means that the file is damaged.
const limit = 1 << 27

// Encode writes the tensors, in order of kind and name.
func (t *Tensors) Encode(w io.Writer) error {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	b := &bytes.Buffer{}
	b.WriteString(magic)
	head := func(kind byte, name string, rows, cols int) {
		b.WriteByte(kind)
		b.WriteByte(byte(len(name)))
		b.WriteString(name)
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(rows)))
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(cols)))
	}
	for _, name := range sortedNames(t.Floats) {
		f := t.Floats[name]
		head(kindFloats, name, len(f), 4)
		for _, x := range f {
			b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
		}
	}
	for _, name := range sortedNames(t.Ints) {
		m := t.Ints[name]
		head(kindInts, name, m.Rows, m.Cols)
		for _, x := range m.Data {
			b.WriteByte(byte(x))
		}
	}
	for _, name := range sortedNames(t.Strings) {
		text := strings.Join(t.Strings[name], "\n")
		head(kindStrings, name, len(text), len(t.Strings[name]))
		b.WriteString(text)
	}
	_, err = w.Write(z.EncodeAll(b.Bytes(), nil)) // in one go, so that the file says how long it is expanded
	return err
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Decode reads what Encode wrote.
func Decode(data []byte) (*Tensors, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(1<<28))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	raw, err := z.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("model file: %w", err)
	}
	if !strings.HasPrefix(string(raw[:min(len(raw), len(magic))]), magic) {
		return nil, errors.New("not a model file of this version")
	}
	t := NewTensors()
	rest := raw[len(magic):]
	for len(rest) > 0 {
		if rest, err = t.section(rest); err != nil {
			return nil, err
		}
	}
	return t, nil
}

var errDamaged = errors.New("model file is damaged")

// section reads one section and returns what follows. Tables of whole numbers share the memory of the file.
func (t *Tensors) section(b []byte) ([]byte, error) {
	if len(b) < 2 || len(b) < 2+int(b[1])+8 {
		return nil, errDamaged
	}
	kind, name, b := b[0], string(b[2:2+b[1]]), b[2+int(b[1]):]
	rows, cols := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	b = b[8:]
	size := rows
	if kind != kindStrings {
		if rows > limit || cols > limit {
			return nil, errDamaged
		}
		size = rows * cols
	}
	if size > limit || size > len(b) {
		return nil, errDamaged
	}
	body, rest := b[:size], b[size:]
	switch kind {
	case kindInts:
		t.Ints[name] = &Matrix{Rows: rows, Cols: cols, Data: signed(body)}
	case kindFloats:
		if cols != 4 {
			return nil, errDamaged
		}
		f := make([]float32, rows)
		for i := range f {
			f[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
		}
		t.Floats[name] = f
	case kindStrings:
		list := strings.Split(string(body), "\n")
		if cols == 0 {
			list = nil
		}
		if len(list) != cols {
			return nil, errDamaged
		}
		t.Strings[name] = list
	default:
		return nil, errDamaged
	}
	return rest, nil
}

// signed is bytes read as signed numbers, in the same memory: a copy would cost as much again as the weights.
func signed(b []byte) []int8 {
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&b[0])), len(b))
}
