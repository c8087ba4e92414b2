package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"mandate/export/exporttest"
	"mandate/graph"
)

// TestSVG reads the picture back with encoding/xml and Python's parser: one box for each node, one line for each edge,
// every name whole.
func TestSVG(t *testing.T) {
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			b := write(t, "svg", g, Options{Top: -1, Title: exporttest.HostileNames[0]})
			p := parse(t, write(t, "json", g, Options{Connected: true}))
			wellFormed(t, b)
			boxes := bytes.Count(b, []byte(`rx="6"`))
			lines := bytes.Count(b, []byte(`class="mg-hit"`))
			if lines != len(p.Edges) || boxes != len(p.Nodes) {
				t.Errorf("%d lines and %d boxes for %d edges and %d nodes", lines, boxes, len(p.Edges), len(p.Nodes))
			}
			if bytes.Contains(b, []byte("NaN")) || bytes.Contains(b, []byte("Inf")) {
				t.Error("a coordinate is not a number")
			}
			const script = "import sys,xml.etree.ElementTree as E\nprint(sum(1 for e in E.fromstring(sys.stdin.buffer.read()).iter() if e.get('class')=='mg-hit'))"
			if got := strings.TrimSpace(exporttest.Python(t, script, b)); got != fmt.Sprint(lines) {
				t.Errorf("python reads %s lines, want %d", got, lines)
			}
		})
	}
}

// outside are the ways in which a page can ask for something else.
var outside = regexp.MustCompile(`(?i)(src|srcset|action|data|poster)\s*=\s*["']?(https?:|//)|@import|url\(|<link|<iframe|<object|<embed|<base|<img`)

// TestHTML parses the page as a browser does: nothing hostile has become an element or an attribute, every link within the
// page has a target, ids are unique, and nothing is asked from elsewhere.
func TestHTML(t *testing.T) {
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			b := write(t, "html", g, Options{Title: exporttest.HostileNames[1]})
			doc, err := html.Parse(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			ids, links, count := map[string]int{}, []string{}, map[string]int{}
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				count[n.Data]++
				for _, a := range n.Attr {
					switch {
					case a.Key == "id":
						ids[a.Val]++
					case a.Key == "href":
						links = append(links, a.Val)
					case strings.HasPrefix(a.Key, "on"):
						t.Errorf("<%s> has an event handler %s", n.Data, a.Key)
					case a.Key == "class" && n.Data == "article":
						count[a.Val]++
					}
				}
			}
			if count["script"] != 1 || count["img"] != 0 || count["b"] != 0 {
				t.Errorf("%d scripts, %d images, %d <b>", count["script"], count["img"], count["b"])
			}
			for id, n := range ids {
				if n > 1 {
					t.Errorf("%d elements have the id %q", n, id)
				}
			}
			for _, l := range links {
				if !strings.HasPrefix(l, "#") || ids[l[1:]] == 0 {
					t.Errorf("the link %q leads nowhere in the page", l)
				}
			}
			p := parse(t, write(t, "json", g, Options{}))
			quotes := 0
			for _, e := range p.Edges {
				quotes += len(e.Evidence)
			}
			if count["edge"] != len(p.Edges) || count["node"] != len(p.Nodes) || count["blockquote"] != quotes || count["document"] != len(p.Documents) {
				t.Errorf("page has %v; want %d edges, %d nodes, %d quotes, %d documents", count, len(p.Edges), len(p.Nodes), quotes, len(p.Documents))
			}
			if name == "sample" {
				if at := outside.Find(b); at != nil {
					t.Errorf("the page asks for something from elsewhere: %s", at)
				}
			}
		})
	}
}

// large is a graph of n relations, each said once.
func large(n int) *graph.Graph {
	c := &graph.Contribution{Document: graph.Document{ID: "d.txt"}}
	for i := range n {
		c.Clusters = append(c.Clusters, graph.Cluster{Entity: graph.EntityID(fmt.Sprintf("a%05d", i)), Type: "Agency", Name: fmt.Sprintf("Office %d", i)})
		c.Claims = append(c.Claims, graph.Claim{Subject: i, Object: i / 2, Type: "REPORTS_TO", Evidence: graph.Evidence{Quote: "so it is", Span: graph.Span{Start: i * 8, End: i*8 + 8}}})
	}
	return graph.NewGraph(c)
}

// TestLargeReport checks that a long list is folded, and that nothing of it is missing.
func TestLargeReport(t *testing.T) {
	b := write(t, "html", large(5000), Options{})
	if n := bytes.Count(b, []byte("<blockquote>")); n != 5000 {
		t.Errorf("%d quotes, want 5000", n)
	}
	if n := bytes.Count(b, []byte(`<details class="fold">`)); n != 2*49 {
		t.Errorf("%d folds, want 49 of relations and 49 of nodes", n)
	}
	if opened, shut := bytes.Count(b, []byte("<details")), bytes.Count(b, []byte("</details>")); opened != shut {
		t.Errorf("%d details are opened, %d closed", opened, shut)
	}
	if !bytes.Contains(b, []byte("Shown are the 60 most central of 5000 nodes")) {
		t.Error("the picture does not say what it leaves out")
	}
}

// full is a writer that fails after some bytes, as a full disk does.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

var _ io.Writer = (*full)(nil)

// TestFullDisk checks that no format swallows the error of its writer.
func TestFullDisk(t *testing.T) {
	for _, f := range Formats {
		for _, room := range []int{0, 500} {
			if err := f.Write(&full{room}, exporttest.Sample(), Options{}); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d bytes: %v", f.Name, room, err)
			}
		}
	}
}
