package sparse

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	peers       = flag.Bool("peers", false, "compare speed and memory with igraph and networkx (python3)")
	peersOnly   = flag.String("peers-only", "", "only comparisons whose line contains this text")
	peersLimit  = flag.Duration("peers-limit", 90*time.Second, "give a peer up after so long")
	peersChild  = flag.String("peers-child", "", "for the test itself: run this algorithm on the graph in the file and leave")
	peersFile   = flag.String("peers-file", "", "see peers-child")
	peersSample = flag.Int("peers-sample", 0, "compare sampled with exact betweenness on a graph of so many nodes")
)

// figure is what a process measured of itself.
type figure struct {
	Seconds float64 // CPU time of the algorithm alone, graph loaded
	MiB     float64 // peak memory of the process, loading included
	Value   float64 // a number that tells whether the result is right
}

// contest is one line of the comparison.
type contest struct {
	what  string
	graph string
	// The figures to reach: igraph's seconds over ours, networkx's over ours (0: not run), and our memory over igraph's
	// (0: no target). For leiden, value is modularity.
	igraph, networkx, memory float64
}

var contests = []contest{
	{"pagerank", "ba-1e6", 5, 0, 0.2}, {"weak", "ba-1e6", 5, 0, 0.2}, {"bfs", "ba-1e6", 5, 0, 0.2}, {"dijkstra", "ba-1e6", 5, 0, 0.2},
	{"strong", "ba-1e6", 3, 0, 0}, {"hits", "ba-1e6", 1, 0, 0},
	{"pagerank", "ba-1e5", 5, 20, 0}, {"weak", "ba-1e5", 5, 20, 0}, {"bfs", "ba-1e5", 5, 20, 0}, {"dijkstra", "ba-1e5", 5, 20, 0},
	{"strong", "ba-1e5", 3, 20, 0}, {"hits", "ba-1e5", 1, 20, 0}, {"eigenvector", "ba-1e5", 1, 20, 0},
	{"cores", "ba-1e5", 1, 20, 0}, {"triangles", "ba-1e5", 1, 20, 0},
	{"betweenness", "ba-1e4", 1.2, 0, 0}, {"closeness", "ba-1e4", 1.2, 0, 0}, {"harmonic", "ba-1e4", 1.2, 0, 0},
	{"betweenness", "ba-2e3", 1.2, 20, 0}, {"closeness", "ba-2e3", 1.2, 20, 0}, {"harmonic", "ba-2e3", 1.2, 20, 0},
	{"leiden", "ba-1e4", 2, 20, 0}, {"leiden", "planted-1e4", 2, 20, 0},
	{"leiden", "ba-1e5", 2, 0, 0}, {"leiden", "planted-1e5", 2, 0, 0},
	{"pagerank", "planted-1e6", 5, 0, 0.2}, {"weak", "planted-1e6", 5, 0, 0.2}, {"bfs", "planted-1e6", 5, 0, 0.2},
}

// TestPeers prints how much faster and smaller than igraph and networkx the algorithms are. It is no test of the program: it
// fails only when results differ. All run on one core, each in a process of its own.
func TestPeers(t *testing.T) {
	if *peersChild != "" {
		child(t)
		return
	}
	if !*peers {
		t.Skip("a comparison of speed: make bench-peers")
	}
	python := "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import igraph, networkx").Run(); err != nil {
		t.Skip("needs python3 with igraph and networkx: apt-get install python3-igraph python3-networkx")
	}
	files := map[string]string{}
	dir := t.TempDir()
	fmt.Printf("%-12s %-12s %10s %10s %10s  %-18s %-18s %s\n", "algorithm", "graph", "ours s", "igraph s", "networkx s", "× igraph (goal)", "× networkx (goal)", "memory MiB ours/igraph (goal)")
	for _, c := range contests {
		if !strings.Contains(c.what+" "+c.graph, *peersOnly) {
			continue
		}
		if files[c.graph] == "" {
			files[c.graph] = makeGraph(t, dir, c.graph)
		}
		ours := ask(t, os.Args[0], "-test.run=^TestPeers$", "-peers-child="+c.what, "-peers-file="+files[c.graph])
		igraph := ask(t, python, filepath.Join("testdata", "peers.py"), "igraph", c.what, files[c.graph], "0")
		networkx := &figure{Seconds: math.NaN()}
		if c.networkx > 0 {
			networkx = ask(t, python, filepath.Join("testdata", "peers.py"), "networkx", c.what, files[c.graph], "0")
		}
		c.print(t, ours, igraph, networkx)
	}
}

func (c contest) print(t *testing.T, ours, igraph, networkx *figure) {
	ratio := func(theirs *figure, goal float64) string {
		if goal == 0 {
			return "-"
		}
		mark, more := "MISSED", ""
		if theirs.Value == gaveUp {
			more = ">"
		}
		if theirs.Seconds/ours.Seconds >= goal {
			mark = "ok"
		}
		return fmt.Sprintf("%s%.1f (%g) %s", more, theirs.Seconds/ours.Seconds, goal, mark)
	}
	memory := fmt.Sprintf("%.0f/%.0f", ours.MiB, igraph.MiB)
	if c.memory > 0 {
		mark := "MISSED"
		if ours.MiB <= c.memory*igraph.MiB {
			mark = "ok"
		}
		memory += fmt.Sprintf(" (%g) %s", c.memory, mark)
	}
	if c.what == "leiden" {
		mark := "MISSED"
		if ours.Value >= igraph.Value-0.002 {
			mark = "ok"
		}
		memory += fmt.Sprintf("  modularity %.4f, igraph %.4f %s", ours.Value, igraph.Value, mark)
	} else if igraph.Value != gaveUp && math.Abs(ours.Value-igraph.Value) > 1e-4*math.Abs(igraph.Value) {
		t.Errorf("%s of %s: our result has %v, igraph's %v", c.what, c.graph, ours.Value, igraph.Value)
	}
	fmt.Printf("%-12s %-12s %10.4f %10.3f %10.3f  %-18s %-18s %s\n", c.what, c.graph, ours.Seconds, igraph.Seconds, networkx.Seconds,
		ratio(igraph, c.igraph), ratio(networkx, c.networkx), memory)
}

// gaveUp is the value of a process that was stopped at the limit.
const gaveUp = -1e300

// ask runs a process and reads its figure; one that takes too long is stopped.
func ask(t *testing.T, name string, args ...string) *figure {
	ctx, cancel := context.WithTimeout(context.Background(), 3**peersLimit) // the machine may be shared: CPU time counts
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return &figure{Seconds: cmd.ProcessState.UserTime().Seconds(), Value: gaveUp, MiB: math.NaN()}
	}
	f := &figure{}
	if err == nil {
		err = json.Unmarshal(bytes.SplitN(out, []byte("\n"), 2)[0], f)
	}
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, args, err, out, errs.String())
	}
	return f
}

// cpu is the CPU time of the process so far.
func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// child runs one algorithm and prints its figure.
func child(t *testing.T) {
	ctx, run := context.Background(), Run{Workers: 1}
	g := readGraph(t, *peersFile, *peersChild == "dijkstra")
	if slices.Contains([]string{"betweenness", "closeness", "harmonic", "eigenvector", "cores", "triangles", "leiden"}, *peersChild) {
		g.Both()
	}
	if *peersChild == "pagerank" || *peersChild == "hits" {
		g.In()
	}
	runtime.GC()
	start := cpu()
	var value float64
	var err error
	switch *peersChild {
	case "pagerank":
		var v []float64
		v, err = PageRank(ctx, g, 0.85, 1e-10, nil, run)
		value = slices.Max(v)
	case "weak":
		_, count := Weak(g)
		value = float64(count)
	case "strong":
		_, count := Strong(g)
		value = float64(count)
	case "bfs":
		for _, d := range BFS(g.Out(), 0) {
			value += float64(max(d, 0))
		}
	case "dijkstra":
		var length []float64
		length, _, err = Dijkstra(ctx, g.Out(), 0)
		for _, l := range length {
			if !math.IsInf(l, 1) {
				value += l
			}
		}
	case "hits":
		var a []float64
		_, a, err = HITS(ctx, g, 1e-8, run)
		value = slices.Max(a)
	case "eigenvector":
		var a []float64
		a, err = Eigenvector(ctx, g.Both(), 1e-8, run)
		normalize(a)
		value = slices.Max(a)
	case "betweenness":
		var v []float64
		v, _, err = Betweenness(ctx, g.Both(), 0, 0, run)
		value = slices.Max(v) / 2
	case "closeness", "harmonic":
		var near []Near
		near, err = Nearness(ctx, g.Both(), Pivots(g.Len(), 0, 0), run)
		for _, x := range near {
			if *peersChild == "harmonic" {
				value = max(value, x.Harmonic/float64(g.Len()-1))
			} else {
				value = max(value, float64(x.Reached)/float64(x.Sum))
			}
		}
	case "cores":
		value = float64(slices.Max(Cores(g.Both())))
	case "triangles":
		var closed, all float64
		for i, c := range Triangles(g.Both()) {
			d := float64(g.Both().Degree(int32(i)))
			closed, all = closed+float64(c), all+d*(d-1)/2
		}
		value = closed / all
	case "leiden":
		var group []int32
		group, _, err = Communities(ctx, g.Both(), 1, 1, 2, run)
		if err != nil {
			t.Fatal(err)
		}
		f := figure{Seconds: cpu() - start, MiB: peak(), Value: Modularity(g.Both(), group, 1)}
		emit(f)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	emit(figure{cpu() - start, peak(), value})
}

func emit(f figure) {
	text, _ := json.Marshal(f)
	fmt.Println(string(text))
}

// peak is the most memory the process has had, in MiB.
func peak() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Maxrss) / 1024
}

// readGraph reads what makeGraph wrote.
func readGraph(t *testing.T, path string, weighted bool) *Graph {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Scan()
	head := strings.Fields(in.Text())
	n, _ := strconv.Atoi(head[0])
	var from, to []int32
	var weight []float64
	m, _ := strconv.Atoi(head[2])
	from, to = make([]int32, 0, m), make([]int32, 0, m)
	for in.Scan() {
		b := in.Bytes()
		i := bytes.IndexByte(b, ' ')
		j := i + 1 + bytes.IndexByte(b[i+1:], ' ')
		from, to = append(from, int32(digits(b[:i]))), append(to, int32(digits(b[i+1:j])))
		if weighted {
			weight = append(weight, float64(digits(b[j+1:])))
		}
	}
	if head[1] == "0" {
		return BuildUndirected(n, from, to, weight)
	}
	return Build(n, from, to, weight)
}

func digits(b []byte) (n int) {
	for _, c := range b {
		n = 10*n + int(c-'0')
	}
	return n
}

// makeGraph writes a Barabási–Albert graph, 5 arcs for each node in a random direction, or a planted partition: groups of
// 100 with 10 arcs for each node within and 4 without, undirected. Weights are 1 to 100.
func makeGraph(t *testing.T, dir, name string) string {
	kind, size, _ := strings.Cut(name, "-")
	f64, err := strconv.ParseFloat(size, 64)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	random := rand.New(rand.NewPCG(1, 2))
	directed := 1
	edges := albert(int(f64), random)
	if kind == "planted" {
		directed, edges = 0, planted(int(f64), random)
	} else if strings.HasPrefix(kind, "ba") && len(edges) == 0 {
		t.Fatal("no graph")
	}
	fmt.Fprintf(w, "%d %d %d\n", int(f64), directed, len(edges))
	for _, e := range edges {
		fmt.Fprintf(w, "%d %d %d\n", e[0], e[1], 1+random.IntN(100))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// albert is a Barabási–Albert graph with 5 distinct arcs for each new node.
func albert(n int, random *rand.Rand) (edges [][2]int32) {
	const m = 5
	ends := make([]int32, 0, 2*m*n)
	for i := range int32(m) {
		ends = append(ends, i)
	}
	for v := int32(m); v < int32(n); v++ {
		var chosen []int32
		for len(chosen) < m {
			if u := ends[random.IntN(len(ends))]; !slices.Contains(chosen, u) {
				chosen = append(chosen, u)
			}
		}
		for _, u := range chosen {
			ends = append(ends, u, v)
			if random.IntN(2) == 0 {
				edges = append(edges, [2]int32{u, v})
			} else {
				edges = append(edges, [2]int32{v, u})
			}
		}
	}
	return edges
}

// planted is a planted partition: node i is in group i mod (n/100).
func planted(n int, random *rand.Rand) (edges [][2]int32) {
	groups := n / 100
	for i := range n {
		var mine []int32
		for len(mine) < 7 {
			j := random.IntN(100)*groups + i%groups // within
			if len(mine) >= 5 {
				j = random.IntN(n)
			}
			if j == i || slices.Contains(mine, int32(j)) {
				continue
			}
			mine = append(mine, int32(j))
			edges = append(edges, [2]int32{int32(min(i, j)), int32(max(i, j))})
		}
	}
	slices.SortFunc(edges, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(edges)
}

func newRandom() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// TestPeersSample says how many of the hundred nodes of highest betweenness a sample of sources finds. At 10^5 nodes the
// exact values take long: minutes on many cores, half an hour on one.
func TestPeersSample(t *testing.T) {
	if *peersSample == 0 {
		t.Skip("takes long: make bench-sample")
	}
	n := *peersSample
	g := build(n, albert(n, newRandom())).Both()
	exact, _, err := Betweenness(context.Background(), g, 0, 0, Run{})
	if err != nil {
		t.Fatal(err)
	}
	for _, samples := range []int{n / 100, n / 50, n / 20} {
		start := cpu()
		guess, _, err := Betweenness(context.Background(), g, samples, 1, Run{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("%d nodes, %d sampled: %d of the top 100 found, %.2f s\n", n, samples, common(top(exact, 100), top(guess, 100)), cpu()-start)
	}
}
