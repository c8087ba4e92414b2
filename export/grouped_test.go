package export

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mandate/export/diagram"
	"mandate/export/exporttest"
	"mandate/export/picture"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// grouped are options with a measure that finds groups before one that gives scores: the first node is in the last of the groups and
// has the highest score.
func grouped(t *testing.T, g graph.Reader) (opt Options, ids []graph.EntityID) {
	t.Helper()
	groups := Ranking{Name: "Communities", Values: map[graph.EntityID]float64{}, Groups: []string{"River people", "", "Port people"}}
	scores := Ranking{Name: "Fame", Values: map[graph.EntityID]float64{}}
	for ent, err := range g.Entities("") {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, ent.ID)
	}
	for i, id := range ids {
		groups.Values[id] = float64(3 - i%3)
		scores.Values[id] = float64(len(ids) - i)
	}
	return Options{Rankings: []Ranking{groups, scores}, Isolated: true}, ids
}

// TestGroups checks that a group is a number and a name, and shows as a colour, and that a score shows as a size.
func TestGroups(t *testing.T) {
	scripts := map[string]string{
		"graphml": `
import sys, networkx as nx
G = nx.parse_graphml(sys.stdin.buffer.read().decode(), force_multigraph=True)
for n, d in G.nodes(data=True):
    assert isinstance(d["communities"], int) and isinstance(d["fame"], float) and (d["communities"] == 2) == ("communities_name" not in d)
    assert d["color"] == "#%02x%02x%02x" % (d["r"], d["g"], d["b"])
    print(n, d["communities"], d["color"], d["size"])`,
		"gexf": `
import sys, io, networkx as nx
b = sys.stdin.buffer.read()
b = b.replace(b"http://gexf.net/1.3/viz", b"http://www.gexf.net/1.2draft/viz").replace(b'"http://gexf.net/1.3"', b'"http://www.gexf.net/1.2draft"').replace(b'version="1.3"', b'version="1.2"')
for n, d in nx.read_gexf(io.BytesIO(b)).nodes(data=True):
    assert isinstance(d["communities"], int) and isinstance(d["fame"], float)
    c = d["viz"]["color"]
    print(n, d["communities"], "#%02x%02x%02x" % (c["r"], c["g"], c["b"]), d["viz"]["size"])`,
		"sqlite": `
import sys, sqlite3, tempfile
f = tempfile.NamedTemporaryFile(suffix=".sqlite"); f.write(sys.stdin.buffer.read()); f.flush()
for id, group, name, score in sqlite3.connect(f.name).execute("SELECT id, communities, communities_name, fame FROM nodes"):
    assert isinstance(group, int) and isinstance(score, float) and name == {1: "River people", 2: None, 3: "Port people"}[group]
    print(id, group, "-", "-")`,
	}
	g := exporttest.Sample()
	opt, ids := grouped(t, g)
	for format, script := range scripts {
		t.Run(format, func(t *testing.T) {
			modules := []string{"networkx"}
			if format == "sqlite" {
				modules = []string{"sqlite3"}
			}
			lines := strings.Split(strings.TrimSpace(exporttest.Python(t, script, write(t, format, g, opt), modules...)), "\n")
			if len(lines) != len(ids) {
				t.Fatalf("%d nodes, want %d", len(lines), len(ids))
			}
			last := 1e9
			for i, line := range lines {
				var id, color, size string
				var group int
				if _, err := fmt.Sscan(line, &id, &group, &color, &size); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				if want := 3 - i%3; id != string(ids[i]) || group != want || color != "-" && color != view.GroupColor(want) {
					t.Errorf("node %d is %q, want group %d", i, line, want)
				}
				if size == "-" {
					continue
				}
				var d float64
				if _, err := fmt.Sscan(size, &d); err != nil || d > last || d < 10 || d > 50 || i == 0 && d != 50 {
					t.Errorf("node %d has size %s after %v", i, size, last)
				}
				last = d
			}
		})
	}
}

// TestGroupsInPictures checks that pictures choose and size nodes by scores and colour them by groups, which the legend names.
func TestGroupsInPictures(t *testing.T) {
	g := exporttest.Sample()
	opt, ids := grouped(t, g)
	opt.Top = 5
	first, err := g.Entity(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"dot", "svg"} {
		got := string(write(t, format, g, opt))
		for _, want := range []string{"by Fame", "The larger the letters, the higher the Fame", "Port people", first.Name} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: there is no %q", format, want)
			}
		}
		if strings.Contains(got, ">Agencies<") {
			t.Errorf("%s: the legend has types, which have no colour here", format)
		}
	}
	html := write(t, "html", g, opt)
	if !bytes.Contains(html, []byte("River people")) || bytes.Contains(html, []byte("by Communities")) {
		t.Error("the page does not list the groups, or ranks by them")
	}
}

// TestGroupColors checks that each hue is another.
func TestGroupColors(t *testing.T) {
	var colors []string
	for k := range view.GroupHues {
		colors = append(colors, view.GroupColor(k+1))
	}
	rest := view.GroupColor(view.GroupHues + 1)
	slices.Sort(colors)
	if len(slices.Compact(slices.Clone(colors))) != view.GroupHues || slices.Contains(colors, rest) || view.GroupColor(0) != rest {
		t.Errorf("colours %v, and %s for the rest", colors, rest)
	}
}

// TestGroupContrast checks that text and notes can be read on every group's colour, on light and on dark sheets (WCAG 2.2, 1.4.3).
func TestGroupContrast(t *testing.T) {
	g := exporttest.Sample()
	_, ids := grouped(t, g)
	v, err := view.New(g, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all []diagram.Members
	for i := 0; i+3 <= len(ids); i += 3 {
		all = append(all, diagram.Members{IDs: ids[i : i+3], Issue: "floods"})
	}
	kind, err := diagram.Find("communities")
	if err != nil {
		t.Fatal(err)
	}
	d, err := kind.New(v, diagram.Options{Communities: all})
	if err != nil {
		t.Fatal(err)
	}
	s, err := picture.Draw(v, d, picture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cards := 0
	for _, sh := range s.Shapes {
		card, ok := sh.(scene.Group)
		if !ok || len(card.Shapes) < 2 {
			continue
		}
		box, ok := card.Shapes[0].(scene.Rect)
		if !ok {
			continue
		}
		cards++
		for _, inner := range card.Shapes[1:] {
			words := inner.(scene.Text)
			for _, theme := range []scene.Theme{scene.Light, scene.Dark} {
				if c := view.Contrast(words.Ink.Color(theme), box.Fill.Color(theme)); c < 4.5 {
					t.Errorf("%q has a contrast of %.2f on a %s sheet", words.S, c, theme)
				}
			}
		}
	}
	if cards < view.GroupHues {
		t.Errorf("%d cards, which do not show every colour", cards)
	}
}
