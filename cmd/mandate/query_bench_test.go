package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mandate/graph"
	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
	"mandate/graph/schema"
	"mandate/store"
)

var (
	benchEdges  = flag.Int("edges", 50_000, "how many edges the store of BenchmarkQuery has")
	benchMemory = flag.Bool("edges-memory", false, "have BenchmarkQuery ask a graph in memory: a store takes minutes to make")
	benchStore  = flag.String("edges-store", "", "keep the store of BenchmarkQuery in this folder, and take it from there")
)

// benchTypes says how many of a hundred nodes are of each type, and which relations lead from one type to another, with
// their share of the edges.
var (
	benchTypes = []struct {
		name  string
		share int
	}{{"Agency", 20}, {"Program", 30}, {"Law", 15}, {"Issue", 10}, {"Region", 8}, {"Group", 7}, {"Person", 10}}
	benchRelations = []struct {
		from, typ, to string
		share         int
	}{
		{"Agency", "LEADS", "Program", 15}, {"Program", "ADDRESSES", "Issue", 15}, {"Agency", "COORDINATES_WITH", "Agency", 15},
		{"Agency", "IMPLEMENTS", "Law", 10}, {"Agency", "FUNDS", "Program", 10}, {"Program", "SERVES", "Group", 10},
		{"Agency", "PART_OF", "Agency", 5}, {"Law", "ESTABLISHES", "Program", 10}, {"Program", "OPERATES_IN", "Region", 10},
	}
)

// synthetic makes documents of 25 edges each over about three edges to a node. An end is drawn as n·u² with u uniform,
// so that the most frequent of n nodes has about √n times the edges of a middling one.
type synthetic struct {
	r     *rand.Rand
	count map[string]int
}

func newSynthetic(edges int) *synthetic {
	s := &synthetic{rand.New(rand.NewPCG(1, 2)), map[string]int{}}
	for _, t := range benchTypes {
		s.count[t.name] = max(2, edges*3/10*t.share/100)
	}
	return s
}

func (s *synthetic) name(typ string, i int) string { return fmt.Sprintf("%s of Matter %d", typ, i) }

func (s *synthetic) document(n int) *graph.Contribution {
	const quote = "The one leads the other, as the plan of the year before says it should."
	c := &graph.Contribution{Document: graph.Document{ID: graph.DocumentID(fmt.Sprintf("docs/%06d.txt", n)), Hash: fmt.Sprint(n), Pipeline: "bench",
		Format: "text", Date: fmt.Sprintf("20%02d-01-02", n%25), Words: 300, Passages: 1}, Passages: []graph.Passage{{}}}
	at := map[string]int{}
	cluster := func(typ string) int {
		u := s.r.Float64()
		name := s.name(typ, int(float64(s.count[typ])*u*u))
		if i, ok := at[name]; ok {
			return i
		}
		at[name] = len(c.Clusters)
		id := graph.EntityID(strings.ToLower(typ + ":" + strings.ReplaceAll(name, " ", "-")))
		c.Clusters = append(c.Clusters, graph.Cluster{Entity: id, Type: typ, Name: name, Mentions: []graph.Mention{{Passage: 1, Span: graph.Span{Start: len(at), End: len(at) + 1}}}})
		return at[name]
	}
	for len(c.Claims) < 25 {
		k := s.r.IntN(100)
		for _, r := range benchRelations {
			if k -= r.share; k < 0 {
				start := len(c.Claims)
				c.Claims = append(c.Claims, graph.Claim{Subject: cluster(r.from), Object: cluster(r.to), Type: r.typ, Evidence: graph.Evidence{Passage: 1,
					Span: graph.Span{Start: start, End: start + len(quote)}, Quote: quote, Rule: "bench", Confidence: 0.8}})
				break
			}
		}
	}
	return c
}

// fill writes documents until the store has so many edges.
func (s *synthetic) fill(b *testing.B, st *store.Store, edges int) {
	for n := 0; ; {
		batch := make([]*graph.Contribution, 64)
		for i := range batch {
			batch[i], n = s.document(n), n+1
		}
		if err := st.Put(batch...); err != nil {
			b.Fatal(err)
		}
		if n%6400 == 0 || n < 6400 {
			if relationsIn(b, st) >= edges {
				return
			}
		}
	}
}

func relationsIn(b *testing.B, st *store.Store) (n int) {
	err := withSnapshot(st, func(g graph.Reader) error {
		counts, err := g.Counts()
		n = total(counts.Relations)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func openBench(b *testing.B) (string, *synthetic) {
	dir := *benchStore
	s := newSynthetic(*benchEdges)
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "bench.db")
	}
	if _, err := os.Stat(dir); err == nil {
		return dir, s
	}
	st, err := store.Open(dir, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	s.fill(b, st, *benchEdges)
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	return dir, s
}

// benchQueries are put with the names of two nodes as $a and $b.
var benchQueries = []struct{ name, text string }{
	{"one-hop", "MATCH (n {name: $a})-[r]-(m:Entity) RETURN type(r), m.name"},
	{"two-hop", "MATCH (n {name: $a})-[:" + benchAll + "*1..2]-(m) RETURN DISTINCT m.name"},
	{"aggregate", "MATCH (a:Agency)-[:LEADS]->(p:Program)-[:ADDRESSES]->(i:Issue) RETURN i.name, count(DISTINCT a) ORDER BY 2 DESC LIMIT 10"},
	{"shortest-path", "MATCH (a {name: $a}), (b {name: $b}) MATCH p = shortestPath((a)-[:" + benchAll + "*]-(b)) RETURN length(p)"},
	{"shortest-path-any", "MATCH (a {name: $a}), (b {name: $b}) MATCH p = shortestPath((a)-[*]-(b)) RETURN length(p)"},
	{"prefix", "MATCH (n:Agency) WHERE n.name STARTS WITH $a RETURN n.name"},
	{"contains", "MATCH (n) WHERE toLower(n.name) CONTAINS toLower($a) RETURN n.name"},
}

const benchAll = "COORDINATES_WITH|LEADS|ADDRESSES|IMPLEMENTS|FUNDS|SERVES|PART_OF|ESTABLISHES|OPERATES_IN"

// BenchmarkQuery asks a store of --edges edges (1,000,000 with `make bench-query`): in "store" as a command does that
// asks once, so that a query reads what it needs and no more; in "warm" as a session does that has called Warm, the cost
// of which is "load". Of each query it reports the median in ms beside the mean; the first run of each, which warms the
// cache, does not count.
func BenchmarkQuery(b *testing.B) {
	ask := func(r graph.Reader, s *synthetic) error {
		counts, err := r.Counts()
		if err != nil {
			return err
		}
		b.Logf("%d entities, %d relations", total(counts.Entities), total(counts.Relations))
		var g *cypher.ReaderGraph
		fresh := func() {
			var err error
			if g, err = cypher.OnReader(r); err != nil {
				b.Fatal(err)
			}
		}
		fresh()
		b.Run("store", func(b *testing.B) { benchAsk(b, s, r, g) })
		b.Run("load", func(b *testing.B) {
			for b.Loop() {
				fresh()
				if err := g.Warm(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("warm", func(b *testing.B) {
			if err := g.Warm(context.Background()); err != nil {
				b.Fatal(err)
			}
			benchAsk(b, s, r, g)
		})
		return nil
	}
	var err error
	if *benchMemory {
		g, s := graph.NewGraph(), newSynthetic(*benchEdges)
		for n := range *benchEdges / 20 { // of 25 edges in a document some are there already
			g.Add(s.document(n))
		}
		err = ask(g, s)
	} else {
		dir, s := openBench(b)
		err = withGraph(dir, func(r graph.Reader) error { return ask(r, s) })
	}
	if err != nil {
		b.Fatal(err)
	}
}

// benchAsk puts every query to the graph.
func benchAsk(b *testing.B, s *synthetic, r graph.Reader, g *cypher.ReaderGraph) {
	node := func(rnd *rand.Rand) string { // any that the graph has, each as likely
		for {
			t := benchTypes[rnd.IntN(3)].name
			name := s.name(t, rnd.IntN(s.count[t]))
			for range r.Lookup(name) {
				return name
			}
		}
	}
	for _, q := range benchQueries {
		b.Run(q.name, func(b *testing.B) {
			rnd := rand.New(rand.NewPCG(7, 7))
			var spent []time.Duration
			ask := func() {
				params := map[string]lang.Value{"a": node(rnd), "b": node(rnd)}
				began := time.Now()
				countRows(b, g, q.text, params)
				spent = append(spent, time.Since(began))
			}
			ask()
			spent = spent[:0]
			for b.Loop() {
				ask()
			}
			slices.Sort(spent)
			b.ReportMetric(float64(spent[len(spent)/2].Microseconds())/1000, "ms-median")
		})
	}
}

func countRows(b *testing.B, g cypher.Graph, text string, params map[string]lang.Value) (n int) {
	q, err := cypher.Prepare(text, cypher.ReaderCatalog(schema.Default()))
	if err != nil {
		b.Fatal(err)
	}
	rows, err := q.Run(context.Background(), g, cypher.Options{Params: params})
	if err != nil {
		b.Fatal(err)
	}
	for _, err := range rows.All() {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	return n
}
