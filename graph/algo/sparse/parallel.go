package sparse

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Run says how an algorithm is to be carried out. The zero value works. It never changes a result.
type Run struct {
	Workers  int                   // goroutines; 0: one for each core
	Progress func(done, total int) // called now and then, by one goroutine at a time; nil: not
}

func (r Run) workers() int {
	if r.Workers > 0 {
		return r.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// reporter counts what is done and tells the Run.
type reporter struct {
	mu          sync.Mutex
	done, total int
	tell        func(done, total int)
}

func (r Run) reporter(total int) *reporter { return &reporter{total: total, tell: r.Progress} }

func (r *reporter) add(n int) {
	if r.tell == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += n
	r.tell(r.done, r.total)
}

// blockSize is how many nodes a block has: enough to keep a core busy for some microseconds.
const blockSize = 1 << 14

// blocks calls do for each block of blockSize of the numbers 0 to n-1, several at a time. The block's ordinal tells do
// where to leave its sum.
func blocks(n, workers int, do func(block, lo, hi int)) {
	count := (n + blockSize - 1) / blockSize
	tasks(count, workers, func(_, b int) { do(b, b*blockSize, min((b+1)*blockSize, n)) })
}

// tasks calls do for the tasks 0 to count-1, several at a time, begun in order; worker says whose turn it is.
func tasks(count, workers int, do func(worker, task int)) {
	workers = min(workers, count)
	if workers <= 1 {
		for i := range count {
			do(0, i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				do(w, i)
			}
		}()
	}
	wg.Wait()
}

// total adds up in order.
func total(parts []float64) (sum float64) {
	for _, p := range parts {
		sum += p
	}
	return sum
}

// every returns the context's error, looked up only at every 1,024th step.
func every(ctx context.Context, step int) error {
	if step&1023 != 0 {
		return nil
	}
	return ctx.Err()
}
