package sparse

import (
	"context"
	"math"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"pgregory.net/rapid"
)

// drawn is a graph in our form and in gonum's.
type drawn struct {
	g        *Graph
	directed *simple.WeightedDirectedGraph
	flat     *simple.WeightedUndirectedGraph
}

// draw draws a graph of up to 200 nodes without loops, with weights 1 to 5.
func draw(t *rapid.T) drawn {
	n := rapid.IntRange(2, rapid.SampledFrom([]int{6, 6, 6, 20, 20, 20, 60, 200}).Draw(t, "size")).Draw(t, "nodes")
	d := drawn{nil, simple.NewWeightedDirectedGraph(0, math.Inf(1)), simple.NewWeightedUndirectedGraph(0, math.Inf(1))}
	for i := range n {
		d.directed.AddNode(simple.Node(i))
		d.flat.AddNode(simple.Node(i))
	}
	var from, to []int32
	var weight []float64
	for range rapid.IntRange(0, 3*n).Draw(t, "arcs") {
		a, b := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to")
		if a == b || d.directed.HasEdgeFromTo(int64(a), int64(b)) {
			continue
		}
		w := float64(rapid.IntRange(1, 5).Draw(t, "weight"))
		d.directed.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(a), T: simple.Node(b), W: w})
		back, _ := d.directed.Weight(int64(b), int64(a))
		if math.IsInf(back, 1) {
			back = 0
		}
		d.flat.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(a), T: simple.Node(b), W: w + back})
		from, to, weight = append(from, int32(a)), append(to, int32(b)), append(weight, w)
	}
	d.g = Build(n, from, to, weight)
	return d
}

// partition is the sets of nodes as gonum has them, as numbers in our order.
func partition(n int, sets [][]gonum.Node) []int32 {
	group := make([]int32, n)
	for i, set := range sets {
		for _, v := range set {
			group[v.ID()] = int32(i)
		}
	}
	return renumber(group, len(sets))
}

// TestOracle holds the algorithms against gonum's.
func TestOracle(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		n := d.g.Len()
		if weak, count := Weak(d.g); !slices.Equal(weak, partition(n, topo.ConnectedComponents(d.flat))) || count == 0 {
			t.Fatalf("weak components %v", weak)
		}
		if strong, _ := Strong(d.g); !slices.Equal(strong, partition(n, topo.TarjanSCC(d.directed))) {
			t.Fatalf("strong components %v", strong)
		}
		length, before, err := Dijkstra(ctx, d.g.Out(), 0)
		if err != nil {
			t.Fatal(err)
		}
		oracle := path.DijkstraFrom(simple.Node(0), d.directed)
		for i := range n {
			if want := oracle.WeightTo(int64(i)); length[i] != want {
				t.Fatalf("length to %d = %v, want %v", i, length[i], want)
			}
			if b := before[i]; b >= 0 && length[b]+d.g.Out().Find(b, int32(i)) != length[i] {
				t.Fatalf("%d is not before %d", b, i)
			}
		}
		between, _, err := Betweenness(ctx, d.g.Both(), 0, 0, Run{})
		if err != nil {
			t.Fatal(err)
		}
		want := network.Betweenness(d.flat)
		for i, v := range between {
			if math.Abs(v-want[int64(i)]) > 1e-6*(1+v) {
				t.Fatalf("betweenness of %d = %v, want %v", i, v, want[int64(i)])
			}
		}
		_, layers := topo.DegeneracyOrdering(d.flat)
		cores := Cores(d.g.Both())
		for k, layer := range layers {
			for _, v := range layer {
				if int(cores[v.ID()]) != k {
					t.Fatalf("core of %d = %d, want %d", v.ID(), cores[v.ID()], k)
				}
			}
		}
	})
}

// TestCommunities checks what Leiden promises: every group hangs together, the modularity is what gonum computes, and is
// about what gonum's Louvain finds.
func TestCommunities(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		both := d.g.Both()
		group, count, err := Communities(ctx, both, 1, rapid.Uint64().Draw(t, "seed"), 0, Run{})
		if err != nil {
			t.Fatal(err)
		}
		sets := make([][]gonum.Node, count)
		for i, g := range group {
			sets[g] = append(sets[g], simple.Node(i))
		}
		for g, set := range sets {
			if len(set) > 1 && !holds(both, group, int32(g), int32(set[0].ID()), len(set)) {
				t.Fatalf("group %v falls apart", set)
			}
		}
		if len(both.To) == 0 {
			return
		}
		q := Modularity(both, group, 1)
		if want := community.Q(d.flat, sets, 1); math.Abs(q-want) > 1e-9 {
			t.Fatalf("modularity %v, gonum says %v", q, want)
		}
		if both.Len() > 60 {
			return // gonum's takes long
		}
		louvain := community.Modularize(d.flat, 1, nil)
		if theirs := community.Q(d.flat, louvain.Communities(), 1); q < theirs-0.06 {
			t.Fatalf("modularity %v, gonum's Louvain has %v", q, theirs)
		}
	})
}

// holds says whether the nodes of a group can all be reached from one of them without leaving it.
func holds(r *Rows, group []int32, g, from int32, size int) bool {
	met := map[int32]bool{from: true}
	for queue := []int32{from}; len(queue) > 0; queue = queue[1:] {
		to, _ := r.Row(queue[0])
		for _, j := range to {
			if group[j] == g && !met[j] {
				met[j] = true
				queue = append(queue, j)
			}
		}
	}
	return len(met) == size
}

// TestWorkers checks that the number of cores does not change a single bit.
func TestWorkers(t *testing.T) {
	ctx := context.Background()
	edges := albert(20_000, newRandom())
	g := build(20_000, edges)
	type results struct {
		rank, between, hubs, authorities []float64
		near                             []Near
	}
	compute := func(workers int) (r results) {
		run := Run{Workers: workers}
		var errs [4]error
		r.rank, errs[0] = PageRank(ctx, g, 0.85, 1e-9, nil, run)
		r.between, _, errs[1] = Betweenness(ctx, g.Both(), 40, 1, run)
		r.hubs, r.authorities, errs[2] = HITS(ctx, g, 1e-4, run)
		r.near, errs[3] = Nearness(ctx, g.Both(), Pivots(g.Len(), 200, 1), run)
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	one := compute(1)
	for _, workers := range []int{2, 7} {
		r := compute(workers)
		if !slices.Equal(one.rank, r.rank) || !slices.Equal(one.between, r.between) || !slices.Equal(one.hubs, r.hubs) ||
			!slices.Equal(one.authorities, r.authorities) || !slices.Equal(one.near, r.near) {
			t.Errorf("results differ with %d goroutines", workers)
		}
	}
}

// TestCancel checks that long work stops when told to.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := build(3000, albert(3000, newRandom()))
	for name, err := range map[string]error{
		"pagerank":    second(PageRank(ctx, g, 0.85, 1e-9, nil, Run{})),
		"nearness":    second(Nearness(ctx, g.Both(), Pivots(3000, 0, 0), Run{})),
		"eigenvector": second(Eigenvector(ctx, g.Both(), 1e-9, Run{})),
	} {
		if err == nil {
			t.Errorf("%s did not stop", name)
		}
	}
	if _, _, err := Betweenness(ctx, g.Both(), 0, 0, Run{}); err == nil {
		t.Error("betweenness did not stop")
	}
	if _, _, err := Communities(ctx, g.Both(), 1, 0, 0, Run{}); err == nil {
		t.Error("communities did not stop")
	}
}

func second[T any](_ T, err error) error { return err }

// TestSample checks that a sample of walks finds most of the top of the exact ranking, within its bound.
func TestSample(t *testing.T) {
	ctx := context.Background()
	g := build(1500, albert(1500, newRandom())).Both()
	exact, _, err := Betweenness(ctx, g, 0, 0, Run{})
	if err != nil {
		t.Fatal(err)
	}
	guess, bound, err := Betweenness(ctx, g, 300, 5, Run{})
	if err != nil {
		t.Fatal(err)
	}
	if whole := 1500.0 * 1498; bound >= whole*0.2 {
		t.Errorf("a bound of %v says little", bound)
	}
	if found := common(top(exact, 20), top(guess, 20)); found < 16 {
		t.Errorf("%d of the top 20 found", found)
	}
	for i := range exact {
		if math.Abs(exact[i]-guess[i]) > bound {
			t.Errorf("node %d is off by %v, more than the bound %v", i, exact[i]-guess[i], bound)
		}
	}
}

// TestSampleOfParts checks that the bound goes by the size of the parts, not of the whole, and still holds.
func TestSampleOfParts(t *testing.T) {
	ctx := context.Background()
	const parts, size = 30, 20
	var from, to []int32
	random := newRandom()
	for p := range int32(parts) {
		for i := range int32(size - 1) {
			from, to = append(from, p*size+i+1), append(to, p*size+int32(random.IntN(int(i+1))))
		}
	}
	g := BuildUndirected(parts*size, from, to, nil).Both()
	exact, _, err := Betweenness(ctx, g, 0, 0, Run{})
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(20) {
		guess, bound, err := Betweenness(ctx, g, 200, seed, Run{})
		if err != nil {
			t.Fatal(err)
		}
		if bound > parts*size*(size-2) {
			t.Fatalf("the bound is %v", bound)
		}
		for i := range exact {
			if math.Abs(exact[i]-guess[i]) > bound {
				t.Errorf("seed %d: node %d is off by %v, more than the bound %v", seed, i, exact[i]-guess[i], bound)
			}
		}
	}
}

// top are the k nodes of the highest values.
func top(values []float64, k int) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case values[a] > values[b]:
			return -1
		case values[a] < values[b]:
			return 1
		}
		return 0
	})
	return order[:k]
}

func common(a, b []int) (count int) {
	for _, x := range a {
		if slices.Contains(b, x) {
			count++
		}
	}
	return count
}
