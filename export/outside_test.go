package export

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"mandate/export/exporttest"
	"mandate/graph"
)

// TestCytoscape has Cytoscape.js read the graph: all nodes and edges, their ends, and a layout and a style that use the data.
func TestCytoscape(t *testing.T) {
	const script = `
const file = JSON.parse(require("fs").readFileSync(0, "utf8"));
const cy = require("cytoscape")({headless: true, styleEnabled: true, elements: file.elements, data: file.data,
  style: [{selector: "node", style: {label: "data(name)"}}, {selector: "edge[interaction]", style: {label: "data(interaction)"}}]});
for (const e of cy.edges()) if (e.source().empty() || e.target().empty() || !e.data("interaction")) throw new Error("edge " + e.id());
for (const n of cy.nodes()) if (typeof n.id() !== "string" || !n.data("name") || n.style("label") === "") throw new Error("node " + n.id());
cy.layout({name: "grid"}).run();
if (cy.elements().pageRank().rank(cy.nodes()[0]) <= 0) throw new Error("no rank");
console.log(cy.nodes().length, cy.edges().length);
process.exit(0); // it would wait for a screen to draw on`
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		p := parse(t, write(t, "json", g, Options{}))
		if got := strings.TrimSpace(exporttest.Node(t, script, write(t, "cytoscape", g, Options{}), "cytoscape")); got != itoas(len(p.Nodes), len(p.Edges)) {
			t.Errorf("%s: Cytoscape.js reads %s", name, got)
		}
	}
}

// TestCypherParser has Neo4j's own grammar read the script, in a part of it: the parser is slow. The commands of cypher-shell
// are no Cypher.
func TestCypherParser(t *testing.T) {
	const script = `
const cypher = require("@neo4j-cypher/language-support");
const text = require("fs").readFileSync(0, "utf8").split("\n").filter(line => !line.startsWith(":")).join("\n");
const wrong = cypher.lintCypherQuery(text, {}).diagnostics.filter(d => d.severity === 1);
if (wrong.length) throw new Error(JSON.stringify(wrong[0]));
if (cypher.lintCypherQuery("MERGE (n {id: 'it's'})", {}).diagnostics.length === 0) throw new Error("the parser takes everything");
console.log(cypher.parseStatementsStrs(text).filter(s => s.trim()).length);`
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		opt := Options{RelationTypes: []string{"FUNDS"}, Connected: true}
		if name == "hostile" {
			opt = Options{RelationTypes: []string{`<EVIL>&"TYPE"`}, EntityTypes: []string{"Unknown<Type>", "Agency"}}
		}
		b := write(t, "cypher", g, opt)
		want := 0
		for line := range bytes.Lines(b) {
			if line[0] != ':' {
				want++
			}
		}
		if got := strings.TrimSpace(exporttest.Node(t, script, b, "@neo4j-cypher/language-support")); got != strconv.Itoa(want) {
			t.Errorf("%s: %s statements, want %d", name, got, want)
		}
	}
}

// TestBrowser opens the report in a browser: no complaint in the console, search finds and hides, a link into a fold opens it.
func TestBrowser(t *testing.T) {
	// Runs in the page, with the text it is to find; what it sees goes into an attribute.
	const probe = `<script>
addEventListener("load", function () {
  var box = document.getElementById("search"), report = {shown: 0, of: document.querySelectorAll("article").length};
  function shown() { return document.querySelectorAll("article.edge:not([hidden]), article.node:not([hidden])").length; }
  report.before = shown();
  box.value = %q; box.dispatchEvent(new Event("input"));
  setTimeout(function () {
    report.shown = shown(); report.says = document.getElementById("found").textContent;
    box.value = ""; box.dispatchEvent(new Event("input"));
    setTimeout(function () {
      report.after = shown();
      var link = document.querySelector("#picture svg a"), svg = document.querySelector("#picture svg");
      report.svg = svg && svg.getBoundingClientRect().width > 100 && svg.getBoundingClientRect().height > 100;
      location.hash = link.getAttribute("href") || link.getAttribute("xlink:href");
      setTimeout(function () {
        report.target = !!document.querySelector(":target");
        document.documentElement.setAttribute("data-report", JSON.stringify(report));
      }, 100);
    }, 400);
  }, 400);
});
</script></body>`
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			word, hits := "resettlement", 0
			if name == "hostile" {
				word = "hyperlink"
			}
			page := string(write(t, "html", g, Options{Title: "Report"}))
			whole := 0
			for _, m := range regexp.MustCompile(`(?s)<article class="(?:edge|node).*?</article>`).FindAllString(page, -1) {
				whole++
				if strings.Contains(strings.ToLower(m), word) {
					hits++
				}
			}
			dom, console := exporttest.Browse(t, []byte(strings.Replace(page, "</body>", fmt.Sprintf(probe, word), 1)))
			if len(console) > 0 {
				t.Errorf("the console says %s", strings.Join(console, "\n"))
			}
			m := regexp.MustCompile(`data-report="([^"]*)"`).FindStringSubmatch(dom)
			if m == nil {
				t.Fatalf("the page did not come so far (%d bytes)", len(dom))
			}
			report := strings.ReplaceAll(m[1], "&quot;", `"`)
			for _, want := range []string{
				fmt.Sprintf(`"before":%d`, whole), fmt.Sprintf(`"shown":%d`, hits), fmt.Sprintf(`"after":%d`, whole),
				fmt.Sprintf(`"says":"%d found"`, hits), `"svg":true`, `"target":true`,
			} {
				if !strings.Contains(report, want) {
					t.Errorf("no %s in %s", want, report)
				}
			}
			if hits == 0 || hits == whole {
				t.Errorf("%d of %d hold %q", hits, whole, word)
			}
		})
	}
}

// TestGephiRules checks the files for Gephi against the rules of its importers: keys of nodes apart from keys of edges, none with an
// id that means something else there (d3, d7), plain types only, every id once, one graph, no pair of nodes joined twice; in GEXF,
// declared attributes only, true dates, and the direction, not the relation, as the type of an edge.
func TestGephiRules(t *testing.T) {
	const graphML = `
import sys, xml.etree.ElementTree as ET
ns = "{http://graphml.graphdrawing.org/xmlns}"
root = ET.fromstring(sys.stdin.buffer.read())
keys = {"node": {}, "edge": {}}
for k in root.iter(ns + "key"):
    assert k.get("for") in keys and k.get("id") not in ("d3", "d7", "weight", "id") and k.get("attr.type") in ("boolean", "int", "long", "float", "double", "string")
    assert k.get("id") not in keys["node"] and k.get("id") not in keys["edge"]
    keys[k.get("for")][k.get("id")] = k.get("attr.name")
assert "label" in keys["node"].values() and "weight" in keys["edge"].values()
graphs = list(root.iter(ns + "graph"))
assert len(graphs) == 1 and graphs[0].get("edgedefault") == "directed"
nodes = [n.get("id") for n in root.iter(ns + "node")]
edges = [e.get("id") for e in root.iter(ns + "edge")]
assert len(set(nodes)) == len(nodes) and len(set(edges)) == len(edges) and all(edges)
pairs = [(e.get("source"), e.get("target")) for e in root.iter(ns + "edge")]
assert len(set(pairs)) == len(pairs) and all(u in set(nodes) for p in pairs for u in p)
for what in keys:
    for el in root.iter(ns + what):
        used = [d.get("key") for d in el.iter(ns + "data")]
        assert len(set(used)) == len(used) and all(u in keys[what] for u in used)
print(len(nodes), len(edges))`
	const gexf = `
import sys, datetime, xml.etree.ElementTree as ET
ns, viz = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
root = ET.fromstring(sys.stdin.buffer.read())
g = root.find(ns + "graph")
assert g.get("defaultedgetype") == "directed" and g.get("timeformat") == "date"
declared = {c.get("class"): {a.get("id"): a.get("type") for a in c} for c in g.iter(ns + "attributes")}
nodes = {n.get("id") for n in g.iter(ns + "node")}
edges = list(g.iter(ns + "edge"))
assert len({e.get("id") for e in edges}) == len(edges)
keys = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
assert len(set(keys)) == len(keys) and all(k[2] for k in keys)
for what in ("node", "edge"):
    for el in g.iter(ns + what):
        for v in el.iter(ns + "attvalue"):
            kind = declared[what][v.get("for")]
            if kind in ("integer", "long"): int(v.get("value"))
            elif kind in ("float", "double"): float(v.get("value"))
            elif kind == "boolean": assert v.get("value") in ("true", "false")
            else: assert kind == "string"
        for stretch in [el, *el.iter(ns + "spell")]:
            for end in ("start", "end"):
                if stretch.get(end) is not None: datetime.date.fromisoformat(stretch.get(end))
            assert stretch.get("startopen") is None and stretch.get("endopen") is None
for e in edges:
    assert e.get("type") in (None, "directed", "undirected", "mutual") and e.get("source") in nodes and e.get("target") in nodes and float(e.get("weight", 1)) > 0
for n in g.iter(ns + "node"):
    c = n.find(viz + "color")
    assert n.get("label") is not None and all(0 <= int(c.get(k)) <= 255 for k in "rgb")
print(len(nodes), len(edges))`
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		p := parse(t, write(t, "json", g, Options{}))
		pairs := map[string]bool{}
		for _, e := range p.Edges {
			pairs[e.Source+"\x00"+e.Target] = true
		}
		if got := strings.TrimSpace(exporttest.Python(t, graphML, write(t, "graphml", g, Options{Target: "gephi"}))); got != itoas(len(p.Nodes), len(pairs)) {
			t.Errorf("%s: GraphML has %s", name, got)
		}
		if got := strings.TrimSpace(exporttest.Python(t, gexf, write(t, "gexf", g, Options{}))); got != itoas(len(p.Nodes), len(p.Edges)) {
			t.Errorf("%s: GEXF has %s", name, got)
		}
	}
}
