package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"mandate/extract/input"
	"mandate/extract/nlp"
	"mandate/graph"
)

// Result is what became of one source.
type Result struct {
	Name         string
	Size         int64               // bytes read, after decompression
	Contribution *graph.Contribution // nil when unchanged or skipped
	Unchanged    bool                // the store already has exactly this
	Err          error               // why it was skipped
	Dropped      map[string]int      // relation mentions that were refused, by reason
}

// Each reads every source, several at once, and hands the results to emit in the order of the sources, from the calling
// goroutine. known says whether the store already holds the document with this content and pipeline; nil means never.
// A source that cannot be read makes a Result with Err; the run goes on. Each ends early with the error of emit or of
// the context. At most a few documents per worker are in memory at once.
func (p *Pipeline) Each(ctx context.Context, sources iter.Seq2[input.Source, error], known func(name, hash string) bool, emit func(Result) error) error {
	workers := p.opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	type job struct {
		src  input.Source
		err  error
		done chan Result
	}
	work, queue := make(chan *job), make(chan *job, 2*workers)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			for j := range work {
				j.done <- p.one(j.src, j.err, known)
			}
		})
	}
	wg.Go(func() {
		defer close(queue)
		defer close(work)
		for src, err := range sources {
			j := &job{src: src, err: err, done: make(chan Result, 1)}
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
			select {
			case work <- j:
			case <-ctx.Done():
				j.done <- Result{Name: src.Name, Err: ctx.Err()}
				return
			}
		}
	})
	for j := range queue {
		r := <-j.done
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := emit(r); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Document reads one source, as Each does, and gives what the stages made of it. err is what the listing of the sources
// said of it: it is passed on.
func (p *Pipeline) Document(src input.Source, err error) (doc *nlp.Document, failed error) {
	if err != nil {
		return nil, err
	}
	defer func() {
		if v := recover(); v != nil {
			doc, failed = nil, defect(src, v)
		}
	}()
	data, err := src.Load(p.opt.Input)
	if err != nil {
		return nil, err
	}
	doc, _, err = p.Read(src.Name, data)
	return doc, err
}

// defect is the error for a panic in a stage.
func defect(src input.Source, v any) error {
	return fmt.Errorf("%s: mandate failed on this document (%v); please report it", src.Name, v)
}

// one reads one source. A panic in a stage is a defect of ours, but it costs the user one document, not the run.
func (p *Pipeline) one(src input.Source, err error, known func(name, hash string) bool) (r Result) {
	r = Result{Name: src.Name, Err: err}
	if err != nil {
		var skip *input.Skip
		if errors.As(err, &skip) {
			r.Name = skip.Name
		}
		return r
	}
	defer func() {
		if v := recover(); v != nil {
			r = Result{Name: src.Name, Err: defect(src, v)}
		}
	}()
	data, err := src.Load(p.opt.Input)
	if err != nil {
		r.Err = err
		return r
	}
	r.Size = int64(len(data))
	if known != nil {
		sum := sha256.Sum256(data)
		if known(src.Name, hex.EncodeToString(sum[:])) {
			r.Unchanged = true
			return r
		}
	}
	doc, c, err := p.Read(src.Name, data)
	if err != nil {
		r.Err = err
		return r
	}
	r.Contribution, r.Dropped = c, doc.Dropped
	return r
}
