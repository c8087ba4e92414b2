package algo

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph/network"
	"pgregory.net/rapid"

	"mandate/graph"
)

// small has a pair of parallel relations (a-b), a pair each way (c-d), one without direction (a-e), one from an entity to
// itself (k), a small component (i, j) and an entity without relations (l).
const small = `a LEADS b|a FUNDS b|b IMPLEMENTS c|c AMENDS d|d AMENDS c|a COORDINATES_WITH e|e FUNDS c|f PART_OF a|` +
	`g PART_OF a|h PART_OF f|i LEADS j|k REPORTS_TO k|h FUNDS c`

// build makes a graph of the relations "subject TYPE object [status [confidence]]", and of the entities in alone.
func build(t testing.TB, relations string, alone ...string) *graph.Graph {
	t.Helper()
	c := &graph.Contribution{Document: graph.Document{ID: "d.txt"}}
	at := map[string]int{}
	cluster := func(name string) int {
		if _, ok := at[name]; !ok {
			at[name] = len(c.Clusters)
			c.Clusters = append(c.Clusters, graph.Cluster{Entity: graph.EntityID("agency:" + name), Type: "Agency", Name: name})
		}
		return at[name]
	}
	for _, name := range alone {
		cluster(name)
	}
	for i, line := range strings.Split(relations, "|") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		claim := graph.Claim{Subject: cluster(f[0]), Type: f[1], Object: cluster(f[2])}
		claim.Evidence = graph.Evidence{Confidence: 1, Span: graph.Span{Start: i, End: i + 1}}
		if len(f) > 3 {
			if err := claim.Status.UnmarshalText([]byte(f[3])); err != nil {
				t.Fatal(err)
			}
		}
		if len(f) > 4 {
			if _, err := fmt.Sscan(f[4], &claim.Evidence.Confidence); err != nil {
				t.Fatal(err)
			}
		}
		c.Claims = append(c.Claims, claim)
	}
	return graph.NewGraph(c)
}

func load(t testing.TB, g graph.Reader, f Filter) *Network {
	t.Helper()
	n, err := Load(g, f)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func run(t testing.TB, name string, n *Network) map[string]float64 {
	t.Helper()
	m, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	res, err := m.Run(context.Background(), n, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(res.Scores, func(a, b Score) int {
		if a.Value != b.Value {
			return int(math.Copysign(1, b.Value-a.Value))
		}
		return strings.Compare(string(a.Entity.ID), string(b.Entity.ID))
	}) {
		t.Errorf("%s: scores are not sorted: %v", name, res.Scores)
	}
	values := map[string]float64{}
	for _, s := range res.Scores {
		values[s.Entity.Name] = s.Value
	}
	return values
}

// TestGolden compares with numbers that networkx 2.8.8 computed: G is the DiGraph of the relations in small, with the
// number of parallel ones as weight and the COORDINATES_WITH one in both directions.
func TestGolden(t *testing.T) {
	n := load(t, build(t, small, "l"), Filter{})
	rank, between := run(t, "pagerank", n), run(t, "betweenness", n)
	for _, want := range []struct {
		name string
		// nx.pagerank(G, alpha=.85, tol=1e-14, max_iter=10000)
		rank float64
		// nx.betweenness_centrality(nx.Graph(G.to_undirected()), normalized=False)
		between float64
	}{
		{"a", 0.062075558278, 8.5},
		{"b", 0.050837856817, 2},
		{"c", 0.335040430068, 8.5},
		{"d", 0.300446072684, 0},
		{"e", 0.033249781971, 2},
		{"f", 0.022317932655, 2},
		{"g", 0.015661707126, 0},
		{"h", 0.015661707126, 2},
		{"i", 0.015661707126, 0},
		{"j", 0.028974158183, 0},
		{"k", 0.104411380841, 0},
		{"l", 0.015661707126, 0},
	} {
		if got := rank[want.name]; math.Abs(got-want.rank) > 1e-11 {
			t.Errorf("PageRank of %s = %.12f, want %.12f", want.name, got, want.rank)
		}
		if got := between[want.name]; math.Abs(got-want.between) > 1e-9 {
			t.Errorf("betweenness of %s = %v, want %v", want.name, got, want.between)
		}
	}
}

func TestDegree(t *testing.T) {
	n := load(t, build(t, small, "l"), Filter{})
	all, in, out := run(t, "degree", n), run(t, "degree-in", n), run(t, "degree-out", n)
	for _, want := range []struct {
		name         string
		all, in, out float64
	}{
		{"a", 5, 3, 3}, // the relation without direction is one relation, in as well as out
		{"b", 3, 2, 1},
		{"c", 5, 4, 1},
		{"k", 1, 1, 1}, // to itself
		{"l", 0, 0, 0},
	} {
		if all[want.name] != want.all || in[want.name] != want.in || out[want.name] != want.out {
			t.Errorf("degree of %s = %v, in %v, out %v; want %v, %v, %v",
				want.name, all[want.name], in[want.name], out[want.name], want.all, want.in, want.out)
		}
	}
	if n.Edges() != 13 || n.Len() != 12 {
		t.Errorf("%d nodes, %d edges; want 12 and 13", n.Len(), n.Edges())
	}
}

func TestComponents(t *testing.T) {
	// sorted(map(sorted, nx.weakly_connected_components(G)), key=lambda c: (-len(c), c))
	const want = "abcdefgh ij k l"
	res, err := components(context.Background(), load(t, build(t, small, "l"), Filter{}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, group := range res.Groups {
		var b strings.Builder
		for _, ent := range group.Members {
			b.WriteString(ent.Name)
		}
		got = append(got, b.String())
	}
	if strings.Join(got, " ") != want {
		t.Errorf("components %q, want %q", got, want)
	}
}

func TestFilter(t *testing.T) {
	g := build(t, "a LEADS b asserted 0.4|a LEADS b planned 0.9|b FUNDS c negated|c PART_OF d", "z")
	planned := []graph.Status{graph.Planned}
	for _, tt := range []struct {
		name         string
		f            Filter
		nodes, edges int
	}{
		{"default is asserted", Filter{}, 5, 2},
		{"connected", Filter{Connected: true}, 4, 2},
		{"planned hides behind asserted", Filter{Statuses: planned, Connected: true}, 2, 1},
		{"status and confidence must hold of one statement", Filter{MinConfidence: 0.8, Connected: true}, 2, 1},
		{"confidence of planned", Filter{Statuses: planned, MinConfidence: 0.8}, 5, 1},
		{"relation type", Filter{RelationTypes: []string{"PART_OF"}, Connected: true}, 2, 1},
		{"entity type that is not there", Filter{EntityTypes: []string{"Law"}}, 0, 0},
	} {
		n := load(t, g, tt.f)
		if n.Len() != tt.nodes || n.Edges() != tt.edges {
			t.Errorf("%s: %d nodes, %d edges; want %d, %d", tt.name, n.Len(), n.Edges(), tt.nodes, tt.edges)
		}
		for i := range n.Len() {
			if at, ok := n.Index(n.Entity(i).ID); !ok || at != i {
				t.Errorf("%s: Index(%q) = %d, %v; want %d", tt.name, n.Entity(i).ID, at, ok, i)
			}
		}
	}
}

func TestBadSettings(t *testing.T) {
	n := load(t, build(t, small), Filter{})
	for _, opt := range []Options{{Damping: 1}, {Damping: -1}, {Damping: math.NaN()}, {Tolerance: -1}} {
		if _, err := pageRank(context.Background(), n, opt); err == nil {
			t.Errorf("PageRank(%+v) gave no error", opt)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pageRank(ctx, n, Options{}); err == nil {
		t.Error("PageRank did not stop when told to")
	}
	if _, err := Find("importance"); err == nil || !strings.Contains(err.Error(), "pagerank, degree") {
		t.Errorf("Find of an unknown measure: %v", err)
	}
}

// TestEmpty runs every measure on nothing at all.
func TestEmpty(t *testing.T) {
	n := load(t, graph.NewGraph(), Filter{})
	for _, m := range Measures {
		if len(m.Needs) > 0 {
			continue // there is nothing to start from
		}
		if res, err := m.Run(context.Background(), n, Options{}); err != nil || len(res.Scores)+len(res.Groups) > 0 {
			t.Errorf("%s of an empty network: %v, %v", m.Name, res, err)
		}
	}
}

// drawNetwork draws a graph of at most 12 entities.
func drawNetwork(t *rapid.T, tt *testing.T) *Network {
	var lines []string
	for range rapid.IntRange(0, 30).Draw(t, "relations") {
		from, to := rapid.IntRange(0, 11).Draw(t, "from"), rapid.IntRange(0, 11).Draw(t, "to")
		kind := rapid.SampledFrom([]string{"LEADS", "FUNDS", "COORDINATES_WITH"}).Draw(t, "type")
		lines = append(lines, fmt.Sprintf("%c %s %c", 'a'+from, kind, 'a'+to))
	}
	n, err := Load(build(tt, strings.Join(lines, "|"), "a", "b", "c"), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// noLoops says whether no relation leads from an entity to itself: gonum leaves those out.
func noLoops(n *Network) bool {
	for i := range int32(n.Len()) {
		if to, _ := n.arcs.Out().Row(i); slices.Contains(to, i) {
			return false
		}
	}
	return true
}

// TestProperties holds the measures against gonum's own and against each other.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := drawNetwork(rt, t)
		rank, err := pageRank(context.Background(), n, Options{})
		if err != nil {
			rt.Fatal(err)
		}
		var sum float64
		for _, s := range rank.Scores {
			sum += s.Value
		}
		if math.Abs(sum-1) > 1e-9 {
			rt.Fatalf("PageRank adds up to %v", sum)
		}
		if noLoops(n) {
			oracle := network.PageRankSparse(n, 0.85, 1e-12)
			for _, s := range rank.Scores {
				i, _ := n.Index(s.Entity.ID)
				if math.Abs(oracle[int64(i)]-s.Value) > 1e-8 {
					rt.Fatalf("PageRank of %s = %v, gonum says %v", s.Entity.Name, s.Value, oracle[int64(i)])
				}
			}
		}
		groups, err := components(context.Background(), n, Options{})
		if err != nil {
			rt.Fatal(err)
		}
		part := map[graph.EntityID]int{}
		for i, group := range groups.Groups {
			for _, ent := range group.Members {
				part[ent.ID] = i
			}
		}
		if len(part) != n.Len() {
			rt.Fatalf("%d entities in components, want %d", len(part), n.Len())
		}
		for i := range n.Len() {
			for to := n.From(int64(i)); to.Next(); {
				if part[n.Entity(i).ID] != part[n.Entity(int(to.Node().ID())).ID] {
					rt.Fatal("an arc joins two components")
				}
			}
		}
		again, _ := pageRank(context.Background(), n, Options{})
		if !slices.EqualFunc(rank.Scores, again.Scores, func(a, b Score) bool { return a.Value == b.Value && a.Entity.ID == b.Entity.ID }) {
			rt.Fatal("PageRank differs from run to run")
		}
	})
}

// TestGonumInterfaces checks what gonum's algorithms rely on.
func TestGonumInterfaces(t *testing.T) {
	n := load(t, build(t, small, "l"), Filter{})
	for i := range int64(n.Len()) {
		for j := range int64(n.Len()) {
			if (n.Edge(i, j) != nil) != n.HasEdgeFromTo(i, j) {
				t.Errorf("Edge(%d, %d) and HasEdgeFromTo disagree", i, j)
			}
			u := Undirected{n}
			if (u.EdgeBetween(i, j) != nil) != (u.EdgeBetween(j, i) != nil) {
				t.Errorf("EdgeBetween(%d, %d) depends on the order", i, j)
			}
		}
	}
	if n.Node(99) != nil || n.From(99).Len() != 0 || n.HasEdgeBetween(-1, 99) {
		t.Error("a node that is not there has edges")
	}
	if w, ok := n.Weight(0, 1); !ok || w != 2 {
		t.Errorf("weight of two parallel relations = %v, %v", w, ok)
	}
}

// TestCommunityNames checks that a community is named by its most central members and the issue that most of their relations lead to.
func TestCommunityNames(t *testing.T) {
	g := build(t, `a ADDRESSES x|b ADDRESSES x|c ADDRESSES x|a COORDINATES_WITH b|a COORDINATES_WITH c|c ADDRESSES y`)
	n := load(t, g, Filter{})
	for i := range n.entities {
		if name := n.entities[i].Name; name == "x" || name == "y" {
			n.entities[i].Type = "Issue"
		}
	}
	res, err := communities(context.Background(), n, Options{Resolution: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Groups) != 1 {
		t.Fatalf("%d communities", len(res.Groups))
	}
	if c := res.Groups[0]; c.Name != "a, c, b: x" || c.Issue != "x" || c.Central() != "a, c, b" {
		t.Errorf("name %q, issue %q, members %q", c.Name, c.Issue, c.Central())
	}
	m, err := Find("communities")
	if err != nil {
		t.Fatal(err)
	}
	if a := res.Annotate(m); len(a.Names) != 1 || a.Values["agency:a"] != 1 {
		t.Errorf("annotation %+v", a)
	}
	m, err = Find("degree")
	if err != nil {
		t.Fatal(err)
	}
	if a := n.degree(graph.Both).Annotate(m); a.Names != nil {
		t.Errorf("scores have names of groups: %v", a.Names)
	}
}
