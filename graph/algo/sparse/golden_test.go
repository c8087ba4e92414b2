package sparse

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

// golden is what testdata/golden.py wrote.
type golden struct {
	Versions                            map[string]string
	Nodes                               int
	Arcs, Karate                        [][2]int32
	PageRank, Personal                  []float64
	Betweenness                         []float64
	BetweennessDirected                 []float64 `json:"betweenness_directed"`
	Closeness, Harmonic, Eigenvector    []float64
	Hubs, Authorities, Cores, Triangles []float64
	Assortativity                       float64
	KarateLeiden                        float64 `json:"karate_leiden"`
	Articulation                        []int32
	Bridges                             [][2]int32
	Weak, Strong                        int
	Paths                               [][]int32
	Shortest                            []float64
}

func build(n int, arcs [][2]int32) *Graph {
	var from, to []int32
	for _, a := range arcs {
		from, to = append(from, a[0]), append(to, a[1])
	}
	return Build(n, from, to, nil)
}

// floats gives numbers of any type as float64, times a factor.
func floats[T int32 | int64 | float64](values []T, factor float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v) * factor
	}
	return out
}

func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance) {
			t.Errorf("%s of node %d = %.12g, want %.12g", what, i, got[i], want[i])
		}
	}
}

// TestGolden compares with networkx and igraph.
func TestGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var want golden
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	ctx, run := context.Background(), Run{}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	g := build(want.Nodes, want.Arcs)
	both := g.Both()

	rank, err := PageRank(ctx, g, 0.85, 1e-14, nil, run)
	check(err)
	near(t, "PageRank", rank, want.PageRank, 1e-9)
	seeds := make([]float64, want.Nodes)
	seeds[3], seeds[4] = 0.5, 0.5
	rank, err = PageRank(ctx, g, 0.85, 1e-14, seeds, run)
	check(err)
	near(t, "personalised PageRank", rank, want.Personal, 1e-9)
	b, bound, err := Betweenness(ctx, both, 0, 0, run)
	check(err)
	near(t, "betweenness", floats(b, 0.5), want.Betweenness, 1e-9)
	if bound != 0 {
		t.Errorf("the bound of an exact betweenness is %v", bound)
	}
	b, _, err = Betweenness(ctx, g.Out(), 0, 0, run)
	check(err)
	near(t, "directed betweenness", b, want.BetweennessDirected, 1e-9)
	all, err := Nearness(ctx, both, Pivots(want.Nodes, 0, 0), run)
	check(err)
	var closeness, harmonic []float64
	for _, x := range all {
		c := 0.0
		if x.Sum > 0 {
			c = float64(x.Reached) / float64(x.Sum) * float64(x.Reached) / float64(want.Nodes-1)
		}
		closeness, harmonic = append(closeness, c), append(harmonic, x.Harmonic)
	}
	near(t, "closeness", closeness, want.Closeness, 1e-9)
	near(t, "harmonic closeness", harmonic, want.Harmonic, 1e-9)
	e, err := Eigenvector(ctx, both, 1e-12, run)
	check(err)
	near(t, "eigenvector", e, want.Eigenvector, 1e-8)
	hubs, authorities, err := HITS(ctx, g, 1e-12, run)
	check(err)
	near(t, "hubs", hubs, want.Hubs, 1e-8)
	near(t, "authorities", authorities, want.Authorities, 1e-8)
	near(t, "cores", floats(Cores(both), 1), want.Cores, 0)
	near(t, "triangles", floats(Triangles(both), 1), want.Triangles, 0)
	near(t, "assortativity", []float64{Assortativity(both)}, []float64{want.Assortativity}, 1e-9)

	cut := Cuts(both)
	var points []int32
	for i, p := range cut.Parts {
		if p > 0 {
			points = append(points, int32(i))
		}
	}
	if !slices.Equal(points, want.Articulation) || !slices.Equal(cut.Bridges, want.Bridges) {
		t.Errorf("articulation points %v, bridges %v; want %v, %v", points, cut.Bridges, want.Articulation, want.Bridges)
	}
	if _, weak := Weak(g); weak != want.Weak {
		t.Errorf("%d weak components, want %d", weak, want.Weak)
	}
	if _, strong := Strong(g); strong != want.Strong {
		t.Errorf("%d strong components, want %d", strong, want.Strong)
	}
	var paths [][]int32
	check(Simple(ctx, both, 0, 5, 4, func(nodes []int32) bool { paths = append(paths, slices.Clone(nodes)); return true }))
	slices.SortFunc(want.Paths, slices.Compare[[]int32])
	if !slices.EqualFunc(paths, want.Paths, slices.Equal[[]int32]) {
		t.Errorf("paths %v, want %v", paths, want.Paths)
	}
	short, err := Shortest(ctx, both, 0, 5, 8, false)
	check(err)
	var lengths []float64
	for _, p := range short {
		lengths = append(lengths, p.Length)
	}
	near(t, "k shortest", lengths, want.Shortest, 0)

	karate := build(34, want.Karate).Both()
	group, _, err := Communities(ctx, karate, 1, 0, 0, run)
	check(err)
	if q := Modularity(karate, group, 1); q < want.KarateLeiden-0.002 {
		t.Errorf("modularity of the karate club %.4f, igraph's Leiden has %.4f", q, want.KarateLeiden)
	}
}
