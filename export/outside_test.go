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
