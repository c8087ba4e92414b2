package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"mandate/export/exporttest"
	"mandate/graph"
)

func itoas(n ...int) string {
	s := make([]string, len(n))
	for i, v := range n {
		s[i] = strconv.Itoa(v)
	}
	return strings.Join(s, " ")
}

// wellFormed reads a whole XML text and counts its elements by name.
func wellFormed(t *testing.T, b []byte) map[string]int {
	t.Helper()
	count := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatal(err)
		}
		if el, ok := token.(xml.StartElement); ok {
			count[el.Name.Local]++
		}
	}
}

// TestGraphML reads the file back with networkx: sizes, ends, types of values and the names.
func TestGraphML(t *testing.T) {
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			b := write(t, "graphml", g, Options{})
			p := parse(t, write(t, "json", g, Options{}))
			if got := wellFormed(t, b); got["node"] != len(p.Nodes) || got["edge"] != len(p.Edges) {
				t.Fatalf("elements: %v", got)
			}
			const script = `
import sys, networkx as nx
G = nx.parse_graphml(sys.stdin.buffer.read().decode("utf-8"), force_multigraph=True)
assert G.is_directed()
for _, d in G.nodes(data=True):
    assert isinstance(d["documents"], int) and isinstance(d["r"], int) and d["name"] == d["label"]
for _, _, k, d in G.edges(keys=True, data=True):
    assert k.startswith("r") and isinstance(d["weight"], float) and isinstance(d["symmetric"], bool) and d["evidence"]
print(G.number_of_nodes(), G.number_of_edges(), len({k for _, _, k in G.edges(keys=True)}))
for n, d in sorted(G.nodes(data=True)):
    print(ascii(d["label"]))`
			out := strings.Split(exporttest.Python(t, script, b, "networkx"), "\n")
			if want := itoas(len(p.Nodes), len(p.Edges), len(p.Edges)); out[0] != want {
				t.Errorf("networkx reads %s nodes, edges and edge ids; want %s", out[0], want)
			}
			if name == "sample" {
				for i, n := range p.Nodes {
					if out[i+1] != "'"+n.Name+"'" {
						t.Errorf("networkx reads node %d as %s, want %s", i, out[i+1], n.Name)
					}
				}
			}
		})
	}
}
