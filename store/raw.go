package store

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/graph"
)

// rawDocument is a document as it is stored.
type rawDocument struct {
	id     graph.DocumentID
	row    []byte
	chunks map[byte][][]byte // by table
}

// section puts the chunks of a section together.
func (d *rawDocument) section(table byte, n int) ([]byte, error) {
	return joinChunks(table, d.id, n, func(i int) ([]byte, error) {
		if i >= len(d.chunks[table]) {
			return nil, nil
		}
		return d.chunks[table][i], nil
	})
}

func (d *rawDocument) contribution() (*graph.Contribution, error) {
	rec, err := decodeRecord(d.id, d.row)
	if err != nil {
		return nil, fmt.Errorf("document %q: %w", d.id, err)
	}
	return assemble(rec, d.section)
}

// clusters are what is known of the document, and its clusters.
func (d *rawDocument) clusters() (*graph.Document, []graph.Cluster, error) {
	rec, err := decodeRecord(d.id, d.row)
	if err != nil {
		return nil, nil, fmt.Errorf("document %q: %w", d.id, err)
	}
	clusters, _, err := readClusters(rec, d.section)
	return &rec.doc, clusters, err
}

// atATime is how many documents one goroutine takes at once.
const atATime = 16

// eachDocument reads all documents with some of their sections, and gives them to as many goroutines as there are
// processors. It waits for all of them.
func (m *remaking) eachDocument(tables []byte, do func(*rawDocument) error) error {
	work := make(chan []*rawDocument)
	stop := make(chan struct{})
	var once sync.Once
	var failed error
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for batch := range work {
				if err := m.each(batch, do); err != nil {
					once.Do(func() {
						failed = err
						close(stop)
					})
					return
				}
			}
		})
	}
	err := m.readDocuments(tables, func(batch []*rawDocument) bool {
		select {
		case work <- batch:
			return true
		case <-stop:
			return false
		}
	})
	close(work)
	wg.Wait()
	if failed != nil {
		return failed
	}
	return err
}

func (m *remaking) each(batch []*rawDocument, do func(*rawDocument) error) (err error) {
	defer guard(m.s.dir, &err)
	for _, d := range batch {
		if err := do(d); err != nil {
			return err
		}
	}
	return nil
}

// readDocuments reads the tables side by side, which are all in the order of documents: up to the one at which there were
// enough the first time.
func (m *remaking) readDocuments(tables []byte, give func([]*rawDocument) bool) (err error) {
	defer guard(m.s.dir, &err)
	sections := map[byte]*badger.Iterator{}
	for _, table := range tables {
		it := m.tx.NewIterator(badger.IteratorOptions{Prefix: []byte{table}})
		defer it.Close()
		it.Rewind()
		sections[table] = it
	}
	it := m.tx.NewIterator(badger.IteratorOptions{Prefix: []byte{tableDocument}})
	defer it.Close()
	var batch []*rawDocument
	size := 0
	for it.Rewind(); it.Valid(); it.Next() {
		id, ok := parseDocumentKey(it.Item().Key())
		if !ok {
			return badKey(it.Item().Key())
		}
		if m.part && id > m.last {
			break
		}
		d := &rawDocument{id: id, chunks: map[byte][][]byte{}}
		if d.row, err = it.Item().ValueCopy(nil); err != nil {
			return err
		}
		for _, table := range tables {
			chunks, n, err := readChunks(sections[table], makeSectionKey(table, id, 0))
			if err != nil {
				return err
			}
			d.chunks[table] = chunks
			size += n
		}
		if batch = append(batch, d); len(batch) == atATime || size > 1<<20 {
			if !give(batch) {
				return nil
			}
			batch, size = nil, 0
			if m.full.Load() && !m.part {
				m.part, m.last = true, id
				return nil
			}
		}
	}
	give(batch)
	return nil
}

// readChunks reads the chunks of a section from the first on, and leaves the iterator behind them.
func readChunks(it *badger.Iterator, first []byte) (chunks [][]byte, size int, err error) {
	prefix := first[:len(first)-4]
	for ; it.Valid(); it.Next() {
		key := it.Item().Key()
		if order := bytes.Compare(key[:min(len(key), len(prefix))], prefix); order > 0 {
			break
		} else if order < 0 || len(key) != len(first) {
			continue // of a document that is not there
		}
		if n, _ := cutNumber(key[len(prefix):]); n != len(chunks) {
			continue
		}
		b, err := it.Item().ValueCopy(nil)
		if err != nil {
			return nil, 0, err
		}
		chunks = append(chunks, b)
		size += len(b)
	}
	return chunks, size, nil
}
