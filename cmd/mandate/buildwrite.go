package main

import (
	"errors"
	"fmt"
	"time"

	"mandate/extract"
	"mandate/extract/input"
	"mandate/graph"
	"mandate/store"
)

// Documents are written in batches. A batch is closed when it holds this many documents or bytes of text, or is this
// old: large enough for the store to write them in one go, small enough to lose little when the power fails.
const (
	batchDocuments = 256
	batchBytes     = 8 << 20
	batchAge       = 2 * time.Second
)

// writer takes results from the pipeline and puts them in the store, batch by batch. A document counts as stored, and
// is reported as such, only after the store has synced it to disk.
type writer struct {
	store   *store.Store
	show    *progress
	summary *summary
	batch   []*graph.Contribution
	bytes   int
	opened  time.Time // when the first document of the batch came
}

func newWriter(db string, st *store.Store, show *progress) *writer {
	return &writer{store: st, show: show, summary: newSummary(db, time.Now())}
}

// known says whether the store holds this very document, read by this very pipeline.
func (w *writer) known(name, hash, pipeline string) bool {
	h, p, ok, err := w.store.Known(graph.DocumentID(name))
	return err == nil && ok && h == hash && p == pipeline
}

// add takes one result.
func (w *writer) add(r extract.Result) error {
	w.summary.add(r)
	w.show.read(r)
	if r.Contribution != nil {
		if len(w.batch) == 0 {
			w.opened = time.Now()
		}
		w.batch = append(w.batch, r.Contribution)
		w.bytes += len(r.Contribution.Text)
	}
	if len(w.batch) >= batchDocuments || w.bytes >= batchBytes || len(w.batch) > 0 && time.Since(w.opened) >= batchAge {
		return w.flush()
	}
	return nil
}

// flush writes the batch and syncs it to disk.
func (w *writer) flush() error {
	if len(w.batch) == 0 {
		return nil
	}
	err := w.store.Put(w.batch...)
	if err == nil {
		err = w.store.Sync()
	}
	if err != nil {
		return fmt.Errorf("store %s (%s before it stored): %w", w.batch[0].Document.ID,
			plural(w.summary.Stored, "document was", "documents were"), err)
	}
	w.summary.Stored += len(w.batch)
	w.show.stored(w.batch)
	clear(w.batch)
	w.batch, w.bytes = w.batch[:0], 0
	return nil
}

// skipReason phrases why a document was skipped, without its name.
func skipReason(err error) string {
	if skip := new(input.Skip); errors.As(err, &skip) {
		return skip.Reason
	}
	return err.Error()
}
