package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web"
	"mandate/cmd/mandate/web/api"
	"mandate/cmd/mandate/web/live"
	"mandate/graph"
	"mandate/graph/schema"
	"mandate/store"
)

var (
	loadSeconds = flag.Int("load-seconds", 0, "how long BenchmarkServe asks; 0 does not run it")
	loadClients = flag.Int("load-clients", 64, "how many clients of BenchmarkServe ask at a time")
)

// served is a server on loopback, over a store in a folder.
type served struct {
	url     string
	st      *store.Store // nil when it is only read
	live    *live.Live
	started time.Duration // from nothing to the first page
	stop    func()
}

func startServing(b *testing.B, dir string, write bool) *served {
	b.Helper()
	began := time.Now()
	how := live.Options{Schema: schema.Default(), Procedures: ask.MeasureProcedures(schema.Default())}
	s := &served{}
	var err error
	if write {
		if s.st, err = store.Open(dir, store.Options{Cache: live.Cache}); err == nil {
			s.live, err = live.New(s.st, how)
		}
	} else {
		s.live, err = live.Open(dir, how)
	}
	if err != nil {
		b.Fatal(err)
	}
	answers, err := api.New(s.st, api.Options{Live: s.live})
	if err != nil {
		b.Fatal(err)
	}
	srv, err := web.New(web.Options{Live: s.live, API: answers})
	if err != nil {
		b.Fatal(err)
	}
	if err := srv.Warm(); err != nil {
		b.Fatal(err)
	}
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Run(ctx, port) }()
	s.url = "http://" + port.Addr().String()
	s.stop = func() {
		cancel()
		<-done
		_ = s.live.Close()
		if s.st != nil {
			if err := s.st.Close(); err != nil {
				b.Error(err)
			}
		}
	}
	for _, page := range []string{"/", "/api/v1"} {
		resp, err := http.Get(s.url + page)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK || n == 0 {
			b.Fatalf("GET %s: %d, %d bytes, %v", page, resp.StatusCode, n, err)
		}
		_ = resp.Body.Close()
		if page == "/" {
			s.started = time.Since(began)
		}
	}
	return s
}

// loadKinds are the requests of BenchmarkServe, with their share of a hundred.
var loadKinds = []struct {
	name  string
	share int
	path  func(r *rand.Rand, s *synthetic) string
}{
	{"search", 20, func(r *rand.Rand, s *synthetic) string {
		name := s.some(r)
		return "/api/v1/entities?limit=20&q=" + url.QueryEscape(name[:len(name)-r.IntN(3)])
	}},
	{"entity", 20, func(r *rand.Rand, s *synthetic) string { return "/api/v1/entities/" + url.PathEscape(s.someID(r)) }},
	{"relations", 20, func(r *rand.Rand, s *synthetic) string {
		return "/api/v1/entities/" + url.PathEscape(s.someID(r)) + "/relations?limit=50"
	}},
	{"mentions", 5, func(r *rand.Rand, s *synthetic) string {
		return "/api/v1/entities/" + url.PathEscape(s.someID(r)) + "/mentions?limit=50"
	}},
	{"document", 10, func(r *rand.Rand, _ *synthetic) string {
		return "/api/v1/documents/" + url.PathEscape(fmt.Sprintf("docs/%06d.txt", r.IntN(30_000))) + "/statements"
	}},
	{"lists", 5, func(r *rand.Rand, _ *synthetic) string {
		return []string{"/api/v1/relations?limit=50&type=LEADS", "/api/v1/documents?limit=50", "/api/v1/entities?type=Law", "/api/v1/analysis", "/api/v1"}[r.IntN(5)]
	}},
	{"paths", 5, func(r *rand.Rand, s *synthetic) string {
		return "/api/v1/paths?from=" + url.QueryEscape(s.someID(r)) + "&to=" + url.QueryEscape(s.someID(r)) + "&length=4"
	}},
	{"query", 10, func(r *rand.Rand, s *synthetic) string {
		return "/api/v1/query?query=" + url.QueryEscape("MATCH (n {name: '"+s.some(r)+"'})-[r]-(m:Entity) RETURN type(r), m.name ORDER BY m.name LIMIT 50")
	}},
	{"page", 5, func(r *rand.Rand, s *synthetic) string {
		return []string{"/", "/search?q=" + url.QueryEscape(s.some(r))}[r.IntN(2)]
	}},
}

// some is a name, drawn as the ends of edges are.
func (s *synthetic) some(r *rand.Rand) string {
	typ := benchTypes[r.IntN(len(benchTypes))].name
	u := r.Float64()
	return s.name(typ, int(float64(s.count[typ])*u*u))
}

func (s *synthetic) someID(r *rand.Rand) string {
	name := s.some(r)
	typ, _, _ := strings.Cut(name, " ")
	return strings.ToLower(typ + ":" + strings.ReplaceAll(name, " ", "-"))
}

// loadResult is what the clients saw.
type loadResult struct {
	mu     sync.Mutex
	spent  map[string][]time.Duration
	wrong  map[string]int
	worked time.Duration // of the processor, where the system tells
}

// ask has the clients ask for a while. A name that no edge drew is not there: 404 is an answer, too.
func (s *served) ask(clients int, long time.Duration, made *synthetic) *loadResult {
	res := &loadResult{spent: map[string][]time.Duration{}, wrong: map[string]int{}}
	until, before := time.Now().Add(long), worked()
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
			r := rand.New(rand.NewPCG(uint64(c), 11))
			spent, wrong := map[string][]time.Duration{}, map[string]int{}
			for time.Now().Before(until) {
				n := r.IntN(100)
				i := 0
				for ; n >= loadKinds[i].share; i++ {
					n -= loadKinds[i].share
				}
				began := time.Now()
				resp, err := client.Get(s.url + loadKinds[i].path(r, made))
				if err == nil {
					_, err = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
				switch {
				case err != nil:
					wrong[err.Error()]++
				case resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNotFound:
					wrong[loadKinds[i].name+" "+resp.Status]++
				}
				spent[loadKinds[i].name] = append(spent[loadKinds[i].name], time.Since(began))
			}
			res.mu.Lock()
			defer res.mu.Unlock()
			for k, v := range spent {
				res.spent[k] = append(res.spent[k], v...)
			}
			for k, v := range wrong {
				res.wrong[k] += v
			}
		})
	}
	all.Wait()
	res.worked = worked() - before
	return res
}

func (res *loadResult) report(b *testing.B, what string, long time.Duration) {
	var all []time.Duration
	for _, kind := range loadKinds {
		spent := res.spent[kind.name]
		slices.Sort(spent)
		if n := len(spent); n > 0 {
			b.Logf("%s %-10s %7d  p50 %6.1f  p99 %6.1f  max %6.1f ms", what, kind.name, n, ms(spent[n/2]), ms(spent[n*99/100]), ms(spent[n-1]))
		}
		all = append(all, spent...)
	}
	slices.Sort(all)
	n := len(all)
	b.Logf("%s all        %7d  p50 %6.1f  p99 %6.1f  max %6.1f ms, %.0f/s, wrong: %v", what, n, ms(all[n/2]), ms(all[n*99/100]), ms(all[n-1]), float64(n)/long.Seconds(), res.wrong)
	b.Logf("%s processor time of a request, client included: %.2f ms", what, ms(res.worked)/float64(n))
	b.ReportMetric(ms(all[n*99/100]), "ms-p99-"+what)
	b.ReportMetric(float64(n)/long.Seconds(), "req/s-"+what)
	if len(res.wrong) > 0 {
		b.Errorf("%s: %v", what, res.wrong)
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// peak watches the memory of the process, clients included, until it is called.
func peak() func() uint64 {
	var most atomic.Uint64
	done := make(chan struct{})
	go func() {
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse+m.StackInuse))
			select {
			case <-done:
				return
			case <-time.After(500 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(done); return most.Load() }
}

// BenchmarkServe has clients ask a server on loopback, first on its own, then while documents are written to the same
// store (a copy of it). `make bench-serve` runs it on a million edges.
func BenchmarkServe(b *testing.B) {
	if *loadSeconds == 0 {
		b.Skip("-load-seconds says how long to ask")
	}
	dir, made := openBench(b)
	long := time.Duration(*loadSeconds) * time.Second
	for b.Loop() {
		s := startServing(b, dir, false)
		b.ReportMetric(ms(s.started), "ms-first-page")
		end := peak()
		res := s.ask(*loadClients, long, made)
		s.stop()
		res.report(b, "alone", long)
		b.ReportMetric(float64(end())/(1<<20), "MiB-alone")

		own := filepath.Join(b.TempDir(), "copy.db")
		if err := os.CopyFS(own, os.DirFS(dir)); err != nil {
			b.Fatal(err)
		}
		s = startServing(b, own, true)
		stop, written := make(chan struct{}), make(chan int)
		go func() {
			other := newSynthetic(*benchEdges)
			n := 0
			for ; ; n += 16 {
				select {
				case <-stop:
					written <- n
					return
				default:
				}
				batch := make([]*graph.Contribution, 16)
				for i := range batch {
					batch[i] = other.document(1_000_000 + n + i)
				}
				if err := s.st.Put(batch...); err != nil {
					b.Error(err)
				}
			}
		}()
		end = peak()
		res = s.ask(*loadClients, long, made)
		close(stop)
		b.Logf("%d documents were written meanwhile", <-written)
		s.stop()
		res.report(b, "writing", long)
		b.ReportMetric(float64(end())/(1<<20), "MiB-writing")
	}
}
