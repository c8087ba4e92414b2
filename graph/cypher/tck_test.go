package cypher_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/value"
)

var (
	tckTable  = flag.Bool("tck", false, "print the table of the conformance scenarios, and every one that does not pass")
	tckUpdate = flag.Bool("tck-update", false, "write testdata/tck-passing.txt anew")
)

const passingFile = "testdata/tck-passing.txt"

// verdict says how a scenario came out: wrong is an answer that is not the expected one, failed an error instead of an answer.
type verdict int

const (
	passed verdict = iota
	wrong
	failed
	skipped
)

// TestConformance runs the openCypher conformance scenarios (TCK_DIR) through the door of the package. A scenario that
// passed before must pass.
func TestConformance(t *testing.T) {
	dir := os.Getenv("TCK_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "tck", "features")
	} else if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir) // as seen from the root of the repository
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the conformance scenarios are not there: set TCK_DIR to the folder `features` of the openCypher TCK (%v)", err)
	}
	scenarios, err := readFeatures(dir)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]*[4]int{}
	var passing []string
	for _, s := range scenarios {
		v, why := runScenario(s, filepath.Join(dir, "..", "graphs"))
		for _, key := range []string{s.folder, "total"} {
			if counts[key] == nil {
				counts[key] = &[4]int{}
			}
			counts[key][v]++
		}
		if v == passed {
			passing = append(passing, s.folder+" "+s.name)
		} else if *tckTable {
			fmt.Printf("%s: %s %s: %s\n", map[verdict]string{wrong: "WRONG", failed: "ERROR", skipped: "SKIP"}[v], s.folder, s.name, why)
		}
	}
	if *tckTable {
		printTable(counts)
	}
	slices.Sort(passing)
	if *tckUpdate {
		if err := os.WriteFile(passingFile, []byte(strings.Join(passing, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	comparePassing(t, passing)
}

func printTable(counts map[string]*[4]int) {
	var names []string
	for n := range counts {
		if n != "total" {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	for _, n := range append(names, "total") {
		c := counts[n]
		fmt.Printf("%s  passed %d  wrong %d  error %d  skipped %d  of %d\n", n, c[passed], c[wrong], c[failed], c[skipped], c[0]+c[1]+c[2]+c[3])
	}
}

func comparePassing(t *testing.T, passing []string) {
	f, err := os.Open(passingFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if _, ok := slices.BinarySearch(passing, sc.Text()); !ok && sc.Text() != "" {
			t.Errorf("passed before and does not pass now: %s", sc.Text())
		}
	}
}

// world is the state of one scenario.
type world struct {
	g       *cypher.Memory
	catalog cypher.Catalog
	params  map[string]value.Value
	graphs  string
	before  state
	columns []string
	rows    [][]value.Value
	err     error
}

var (
	raised    = regexp.MustCompile(`^an? (\w+) should be raised at (compile time|runtime|any time): (\S+)$`)
	signature = regexp.MustCompile(`^there exists a procedure ([\w.]+)\((.*)\) :: \((.*?)\)\s*:?$`)
	named     = regexp.MustCompile(`^the (\S+) graph$`)
)

func runScenario(s scenario, graphs string) (v verdict, why string) {
	defer func() {
		if r := recover(); r != nil {
			v, why = wrong, fmt.Sprint("panic: ", r)
		}
	}()
	w := &world{g: &cypher.Memory{}, graphs: graphs, params: map[string]value.Value{}}
	for _, st := range s.steps {
		if v, why := w.step(st); v != passed {
			return v, why
		}
	}
	return passed, ""
}

func (w *world) step(st tckStep) (verdict, string) {
	text := strings.TrimSuffix(st.text, ":")
	switch {
	case text == "an empty graph" || text == "any graph":
	case text == "having executed":
		if w.exec(st.doc); w.err != nil {
			return failed, "set-up: " + w.err.Error()
		}
	case text == "executing query" || text == "executing control query":
		w.before = stateOf(w.g)
		w.exec(st.doc)
	case text == "parameters are":
		for _, r := range st.table {
			p, err := value.ParseNotation(r[1])
			if err != nil {
				return skipped, "parameter: " + err.Error()
			}
			w.params[r[0]] = p
		}
	case strings.HasPrefix(text, "the result should be"):
		return w.result(text, st.table)
	case text == "no side effects":
		return w.effects(nil)
	case text == "the side effects should be":
		return w.effects(st.table)
	default:
		return w.others(st)
	}
	return passed, ""
}

func (w *world) others(st tckStep) (verdict, string) {
	if m := raised.FindStringSubmatch(st.text); m != nil {
		return w.raised(m[1], m[2], m[3])
	}
	if m := signature.FindStringSubmatch(st.text); m != nil {
		return w.procedure(m[1], m[2], m[3], st.table)
	}
	if m := named.FindStringSubmatch(st.text); m != nil {
		text, err := os.ReadFile(filepath.Join(w.graphs, m[1], m[1]+".cypher"))
		if err != nil {
			return skipped, err.Error()
		}
		if w.exec(string(text)); w.err != nil {
			return failed, "set-up: " + w.err.Error()
		}
		return passed, ""
	}
	return skipped, "unknown step: " + st.text
}

// exec runs a query and keeps its result.
func (w *world) exec(text string) {
	w.rows, w.columns, w.err = nil, nil, nil
	q, err := cypher.Prepare(text, &w.catalog)
	if err != nil {
		w.err = err
		return
	}
	now := time.Date(2026, 11, 24, 1, 2, 3, 4000000, time.UTC)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	rows, err := q.Run(ctx, w.g, cypher.Options{Params: w.params, Now: now, Clock: time.Now, Seed: 1})
	if err != nil {
		w.err = err
		return
	}
	w.columns = rows.Columns
	for r, err := range rows.All() {
		if err != nil {
			w.err = err
			return
		}
		w.rows = append(w.rows, r)
	}
}

func (w *world) raised(class, phase, detail string) (verdict, string) {
	var e *cypher.Error
	if w.err == nil {
		return wrong, fmt.Sprintf("no error, but %s %s was expected; rows: %s", class, detail, w.printed(false))
	}
	if !errors.As(w.err, &e) {
		return failed, "unclassified error: " + w.err.Error()
	}
	if e.Class != class || detail != "*" && e.Detail != detail || phase == "compile time" && e.Runtime || phase == "runtime" && !e.Runtime {
		return failed, fmt.Sprintf("%s %s (run time: %v) instead of %s %s at %s: %v", e.Class, e.Detail, e.Runtime, class, detail, phase, e.Message)
	}
	return passed, ""
}

// result compares rows with a table.
func (w *world) result(text string, table [][]string) (verdict, string) {
	if w.err != nil {
		return failed, w.err.Error()
	}
	if strings.HasSuffix(text, "empty") {
		if len(w.rows) > 0 {
			return wrong, "rows instead of none: " + w.printed(false)
		}
		return passed, ""
	}
	loose := strings.Contains(text, "ignoring element order")
	if len(table) == 0 {
		return skipped, "no table"
	}
	order := make([]int, len(table[0])) // place of each expected column
	for i, name := range table[0] {
		if order[i] = slices.Index(w.columns, name); order[i] < 0 || len(w.columns) != len(table[0]) {
			return wrong, fmt.Sprintf("columns %q instead of %q", w.columns, table[0])
		}
	}
	var want, got []string
	for _, r := range table[1:] {
		var cs []string
		for _, cell := range r {
			v, err := value.ParseNotation(cell)
			if err != nil {
				return skipped, "table: " + err.Error()
			}
			cs = append(cs, value.Canonical(v, loose))
		}
		want = append(want, strings.Join(cs, " | "))
	}
	for _, r := range w.rows {
		var cs []string
		for _, i := range order {
			cs = append(cs, value.Canonical(r[i], loose))
		}
		got = append(got, strings.Join(cs, " | "))
	}
	if !strings.Contains(text, "in order") {
		slices.Sort(want)
		slices.Sort(got)
	}
	if !slices.Equal(want, got) {
		return wrong, fmt.Sprintf("got %q want %q", got, want)
	}
	return passed, ""
}

func (w *world) printed(loose bool) string {
	var b strings.Builder
	for _, r := range w.rows {
		for _, v := range r {
			b.WriteString(value.Canonical(v, loose) + " | ")
		}
	}
	return b.String()
}

// state is all there is in a graph, as sets.
type state [4]map[string]bool // nodes, relationships, labels, properties

var effectNames = []string{"nodes", "relationships", "labels", "properties"}

func stateOf(g *cypher.Memory) state {
	s := state{{}, {}, {}, {}}
	props := func(id string, m value.Map) {
		for k, v := range m.All() {
			s[3][id+"."+k+"="+value.Canonical(v, false)] = true
		}
	}
	for n := range g.Nodes("") {
		id := fmt.Sprint("n", n.NodeID().Num)
		s[0][id] = true
		ls, _ := n.Labels()
		for _, l := range ls {
			s[2][l] = true
		}
		m, _ := n.Properties()
		props(id, m)
		_ = g.Around(n, graph.Out, nil, "", func(r value.Relationship, _ value.Node) error {
			id := fmt.Sprint("r", r.RelationshipID().Num)
			s[1][id] = true
			m, err := r.Properties()
			props(id, m)
			return err
		})
	}
	return s
}

func (w *world) effects(table [][]string) (verdict, string) {
	if w.err != nil {
		return failed, w.err.Error()
	}
	after := stateOf(w.g)
	got := map[string]string{}
	for i, name := range effectNames {
		for sign, sets := range map[string][2]map[string]bool{"+": {after[i], w.before[i]}, "-": {w.before[i], after[i]}} {
			n := 0
			for k := range sets[0] {
				if !sets[1][k] {
					n++
				}
			}
			if n > 0 {
				got[sign+name] = fmt.Sprint(n)
			}
		}
	}
	for _, r := range table {
		if got[r[0]] != r[1] {
			return wrong, fmt.Sprintf("side effects %v, want %v", got, table)
		}
		delete(got, r[0])
	}
	if len(got) > 0 {
		return wrong, fmt.Sprintf("side effects %v, want %v", got, table)
	}
	return passed, ""
}

// procedure registers a procedure that looks its results up in a table.
func (w *world) procedure(name, in, out string, table [][]string) (verdict, string) {
	p := cypher.Procedure{Name: name, In: fields(in), Out: fields(out)}
	var rows [][]value.Value
	for _, r := range table[min(1, len(table)):] {
		var vs []value.Value
		for _, c := range r {
			v, err := value.ParseNotation(c)
			if err != nil {
				return skipped, "procedure: " + err.Error()
			}
			vs = append(vs, v)
		}
		rows = append(rows, vs)
	}
	p.Call = func(_ context.Context, _ cypher.Graph, args []value.Value, yield func([]value.Value) error) error {
		for _, r := range rows {
			fits := true
			for i, a := range args {
				fits = fits && value.Same(a, r[i])
			}
			if fits && len(r) >= len(args)+len(p.Out) {
				if err := yield(r[len(args):]); err != nil {
					return err
				}
			}
		}
		return nil
	}
	w.catalog.Procedures = append(w.catalog.Procedures, p)
	return passed, ""
}

func fields(s string) []cypher.Field {
	var fs []cypher.Field
	for _, f := range strings.Split(s, ",") {
		if name, t, ok := strings.Cut(f, "::"); ok {
			fs = append(fs, cypher.Field{Name: strings.TrimSpace(name), Type: strings.TrimSpace(t)})
		}
	}
	return fs
}
