package export

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph/formats/dot"
	"gonum.org/v1/gonum/graph/formats/dot/ast"

	"mandate/export/exporttest"
	"mandate/graph"
)

// TestDOT reads the file back with gonum's parser and, where it is installed, with Graphviz.
func TestDOT(t *testing.T) {
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			b := write(t, "dot", g, Options{Top: -1, Title: exporttest.HostileNames[0]})
			p := parse(t, write(t, "json", g, Options{}))
			nodes, edges := parseDOT(t, b)
			if nodes != len(p.Nodes) || edges != len(p.Edges) {
				t.Errorf("gonum reads %d nodes and %d edges, want %d and %d", nodes, edges, len(p.Nodes), len(p.Edges))
			}
			drawn := renderDOT(t, b)
			if n, e := strings.Count(drawn, `class="node"`), strings.Count(drawn, `class="edge"`); n != nodes || e != edges {
				t.Errorf("Graphviz draws %d nodes and %d edges, want %d and %d", n, e, nodes, edges)
			}
			if name == "hostile" && !strings.Contains(drawn, `back\slash \N \G`) {
				t.Error("Graphviz took the backslashes of a name for escapes")
			}
		})
	}
}

// parseDOT reads a file with gonum's parser, and counts nodes and edges.
func parseDOT(t *testing.T, b []byte) (nodes, edges int) {
	t.Helper()
	file, err := dot.ParseBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	var visit func(list []ast.Stmt)
	visit = func(list []ast.Stmt) {
		for _, s := range list {
			switch s := s.(type) {
			case *ast.NodeStmt:
				nodes++
				if id := s.Node.ID; !strings.HasPrefix(id, `"`) && id != "matrix" && id != "codes" {
					t.Errorf("the id %s is not quoted", id)
				}
			case *ast.EdgeStmt:
				edges++
			case *ast.Subgraph:
				visit(s.Stmts)
			}
		}
	}
	visit(file.Graphs[0].Stmts)
	return nodes, edges
}

// renderDOT draws a file with Graphviz, which is to have nothing to complain of.
func renderDOT(t *testing.T, b []byte) string {
	t.Helper()
	path, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("Graphviz is not installed: the file was not drawn by it")
	}
	cmd := exec.Command(path, "-Tsvg") //nolint:gosec // the path of Graphviz
	cmd.Stdin = bytes.NewReader(b)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	svg, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("dot -Tsvg: %v\n%s", err, complaints.String())
	}
	return string(svg)
}

// TestTop checks that a picture says what it leaves out.
func TestTop(t *testing.T) {
	got := string(write(t, "dot", exporttest.Sample(), Options{Top: 10}))
	if want := "Shown are the 10 most central of 64 nodes (by degree)"; !strings.Contains(got, want) {
		t.Errorf("the picture does not say %q", want)
	}
	if all := string(write(t, "dot", exporttest.Sample(), Options{Top: -1})); strings.Contains(all, "Shown are") {
		t.Error("the whole picture says that it is not whole")
	}
	ranked := Options{Top: 3, Rankings: []Ranking{{Name: "Fame", Values: map[graph.EntityID]float64{
		"person::ilsa-morrow": 3, "agency::national-river-authority": 2, "law::water-act": 1,
	}}}}
	got = string(write(t, "dot", exporttest.Sample(), ranked))
	if !strings.Contains(got, "Ilsa Morrow") || !strings.Contains(got, "(by Fame)") {
		t.Error("the picture does not go by the ranking it was given")
	}
}
