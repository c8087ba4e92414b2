package store

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/klauspost/compress/s2"
)

// sorter puts rows in the order of their keys, however many there are: runs that fill the memory it may use are sorted
// and written to a file, and merged at the end. Rows of equal keys come one after the other, in no order.
type sorter struct {
	dir   string // of the file
	limit int    // of bytes in a run
	run   sorterRun
	file  *os.File
	runs  []*io.SectionReader // runs in the file, compressed
	end   int64               // of the file

	spilled chan error // the result of the run that is being written; nil when none is
	idle    sorterRun  // memory of the run before that
}

// sorterRun is rows one after the other, and where they stand.
type sorterRun struct {
	bytes []byte
	rows  []sorterRow
}

type sorterRow struct{ at, key, value uint32 }

func (r *sorterRun) key(i int) []byte { return r.bytes[r.rows[i].at:][:r.rows[i].key] }
func (r *sorterRun) value(i int) []byte {
	return r.bytes[r.rows[i].at+r.rows[i].key:][:r.rows[i].value]
}

func (r *sorterRun) sort() {
	slices.SortFunc(r.rows, func(a, b sorterRow) int {
		return bytes.Compare(r.bytes[a.at:][:a.key], r.bytes[b.at:][:b.key])
	})
}

func (r *sorterRun) clear() { r.bytes, r.rows = r.bytes[:0], r.rows[:0] }

// newSorter makes one that keeps its file in a folder and about twice as many bytes as the limit in memory.
func newSorter(dir string, limit int) *sorter { return &sorter{dir: dir, limit: limit} }

// add takes a row, of which it keeps a copy.
func (s *sorter) add(key, value []byte) error {
	if len(s.run.bytes)+len(key)+len(value) > s.limit && len(s.run.rows) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	if s.run.bytes == nil && s.file != nil { // the first run may be small, the second is as large as any
		s.run.bytes = make([]byte, 0, s.limit)
	}
	s.run.rows = append(s.run.rows, sorterRow{uint32(len(s.run.bytes)), uint32(len(key)), uint32(len(value))})
	s.run.bytes = append(append(s.run.bytes, key...), value...)
	return nil
}

// spill has the run sorted and written while the next one is filled.
func (s *sorter) spill() error {
	if err := s.wait(); err != nil {
		return err
	}
	if s.file == nil {
		file, err := createScratch(s.dir)
		if err != nil {
			return err
		}
		s.file = file
	}
	full := s.run
	s.run, s.idle = s.idle, sorterRun{}
	s.spilled = make(chan error, 1)
	go func() { s.spilled <- s.write(&full) }()
	return nil
}

// wait waits for the run that is being written.
func (s *sorter) wait() error {
	if s.spilled == nil {
		return nil
	}
	err := <-s.spilled
	s.spilled = nil
	return err
}

func (s *sorter) write(run *sorterRun) error {
	run.sort()
	out := &countingWriter{w: s.file}
	z := s2.NewWriter(out, s2.WriterConcurrency(1), s2.WriterBlockSize(sorterBlock))
	var length [2 * binary.MaxVarintLen32]byte
	for _, row := range run.rows {
		b := binary.AppendUvarint(binary.AppendUvarint(length[:0], uint64(row.key)), uint64(row.value))
		if _, err := z.Write(b); err != nil {
			return err
		}
		if _, err := z.Write(run.bytes[row.at:][:row.key+row.value]); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	s.runs = append(s.runs, io.NewSectionReader(s.file, s.end, out.n))
	s.end += out.n
	run.clear()
	s.idle = *run
	return nil
}

// sorterBlock is how much of a run is compressed at once, and held in memory for each run while they are merged.
const sorterBlock = 64 << 10

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// each gives all rows in order. The bytes are good until the next row. Nothing can be added afterwards.
func (s *sorter) each(do func(key, value []byte) error) error {
	if err := s.wait(); err != nil {
		return err
	}
	s.idle = sorterRun{}
	s.run.sort()
	if len(s.runs) == 0 {
		for i := range s.run.rows {
			if err := do(s.run.key(i), s.run.value(i)); err != nil {
				return err
			}
		}
		return nil
	}
	var heap mergeHeap
	for _, r := range s.runs {
		heap = append(heap, &mergeSource{in: bufio.NewReaderSize(s2.NewReader(r, s2.ReaderMaxBlockSize(sorterBlock)), 16<<10)})
	}
	heap = append(heap, &mergeSource{run: &s.run})
	if err := heap.begin(); err != nil {
		return err
	}
	for len(heap) > 0 {
		if err := do(heap[0].key, heap[0].value); err != nil {
			return err
		}
		if err := heap.next(); err != nil {
			return err
		}
	}
	return nil
}

// close gives back the memory and takes the file away.
func (s *sorter) close() error {
	err := s.wait()
	s.run, s.idle = sorterRun{}, sorterRun{}
	if s.file != nil {
		err = errors.Join(err, s.file.Close(), removeScratch(s.file.Name()))
		s.file = nil
	}
	return err
}

// mergeSource is a run that is being read: from the file, or from memory.
type mergeSource struct {
	in         *bufio.Reader
	run        *sorterRun
	at         int
	buf        []byte
	key, value []byte
}

// next reads a row; ok is false when there are no more.
func (m *mergeSource) next() (ok bool, err error) {
	if m.run != nil {
		if m.at == len(m.run.rows) {
			return false, nil
		}
		m.key, m.value = m.run.key(m.at), m.run.value(m.at)
		m.at++
		return true, nil
	}
	k, err := binary.ReadUvarint(m.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	v := uint64(0)
	if err == nil {
		v, err = binary.ReadUvarint(m.in)
	}
	if err == nil {
		m.buf = slices.Grow(m.buf[:0], int(k+v))[:k+v]
		_, err = io.ReadFull(m.in, m.buf)
	}
	if err != nil {
		return false, fmt.Errorf("rows that were sorted cannot be read back: %w", err)
	}
	m.key, m.value = m.buf[:k], m.buf[k:]
	return true, nil
}

// mergeHeap has the run with the first key on top. (container/heap calls its methods through an interface, for every
// comparison.)
type mergeHeap []*mergeSource

func (h *mergeHeap) begin() error {
	var err error
	*h = slices.DeleteFunc(*h, func(m *mergeSource) bool {
		ok, e := m.next()
		err = errors.Join(err, e)
		return !ok
	})
	slices.SortFunc(*h, func(a, b *mergeSource) int { return bytes.Compare(a.key, b.key) })
	return err
}

// next goes on to the next row.
func (h *mergeHeap) next() error {
	all := *h
	ok, err := all[0].next()
	if err != nil {
		return err
	}
	if !ok {
		last := len(all) - 1
		all[0] = all[last]
		all[last] = nil
		all = all[:last]
		*h = all
	}
	for i := 0; ; {
		least := i
		for _, child := range []int{2*i + 1, 2*i + 2} {
			if child < len(all) && bytes.Compare(all[child].key, all[least].key) < 0 {
				least = child
			}
		}
		if least == i {
			return nil
		}
		all[i], all[least] = all[least], all[i]
		i = least
	}
}

// scratchPattern is what files of a sorter are called. What a crash leaves of them is deleted when the store is opened.
const scratchPattern = "sorting-*.tmp"

// createScratch makes a file that is gone when the process ends, where the system knows how to do that.
func createScratch(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, scratchPattern)
	if err == nil && runtime.GOOS != "windows" {
		err = os.Remove(file.Name())
	}
	if err != nil && file != nil {
		err = errors.Join(err, file.Close())
	}
	return file, err
}

func removeScratch(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// dropScratch deletes what a crash left of files for sorting.
func dropScratch(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, scratchPattern))
	for _, name := range left {
		err = errors.Join(err, removeScratch(name))
	}
	return err
}
