package export

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"mandate/export/exporttest"
	"mandate/graph"
)

// readers are programs that we did not write. Each script reads a format from standard input and prints the number of nodes and of
// edges that it finds, after looking at what matters in that format.
var readers = []struct {
	format, name, target string
	modules              []string
	script               string
}{
	{"graphml", "igraph", "", []string{"igraph"}, `
import igraph, sys, tempfile
f = tempfile.NamedTemporaryFile(suffix=".graphml"); f.write(sys.stdin.buffer.read()); f.flush()
G = igraph.Graph.Read_GraphML(f.name)
assert all(isinstance(w, float) for w in G.es["weight"])
print(G.vcount(), G.ecount())`},
	{"graphml", "networkx", "cytoscape", []string{"networkx"}, `
import sys, networkx as nx
G = nx.parse_graphml(sys.stdin.buffer.read().decode(), force_multigraph=True)
assert all(d["interaction"] == d["type"] for _, _, d in G.edges(data=True))
print(G.number_of_nodes(), G.number_of_edges())`},
	{"graphml", "networkx", "yed", []string{"networkx"}, `
import sys, networkx as nx
import xml.etree.ElementTree as ET
b = sys.stdin.buffer.read()
y, g = "{http://www.yworks.com/xml/graphml}", "{http://graphml.graphdrawing.org/xmlns}"
root = ET.fromstring(b)
assert len(root.findall(f".//{y}NodeLabel")) == len(root.findall(f".//{g}node"))
assert len(root.findall(f".//{y}EdgeLabel")) == len(root.findall(f".//{g}edge"))
G = nx.parse_graphml(b.decode(), force_multigraph=True)
assert all(d["shape_type"] == "roundrectangle" for _, d in G.nodes(data=True))
print(G.number_of_nodes(), G.number_of_edges())`},
	{"gexf", "networkx", "", []string{"networkx"}, `
import sys, io, networkx as nx
import xml.etree.ElementTree as ET
b = sys.stdin.buffer.read()
root = ET.fromstring(b)
assert root.tag == "{http://gexf.net/1.3}gexf" and root.get("version") == "1.3"
assert all(n.find("{http://gexf.net/1.3/viz}color") is not None for n in root.iter("{http://gexf.net/1.3}node"))
b = b.replace(b"http://gexf.net/1.3/viz", b"http://www.gexf.net/1.2draft/viz").replace(b'"http://gexf.net/1.3"', b'"http://www.gexf.net/1.2draft"').replace(b'version="1.3"', b'version="1.2"')
G = nx.read_gexf(io.BytesIO(b))
assert all(isinstance(d["documents"], int) for _, d in G.nodes(data=True))
print(G.number_of_nodes(), len(list(root.iter("{http://gexf.net/1.3}edge"))))`},
	{"gml", "networkx", "", []string{"networkx"}, `
import sys, networkx as nx
G = nx.parse_gml(sys.stdin.buffer.read().decode("ascii"))
assert G.is_directed() and all(isinstance(d["weight"], float) and d["evidence"] for _, _, d in G.edges(data=True))
print(G.number_of_nodes(), G.number_of_edges())`},
	{"gml", "igraph", "", []string{"igraph"}, `
import igraph, sys, tempfile
f = tempfile.NamedTemporaryFile(suffix=".gml"); f.write(sys.stdin.buffer.read()); f.flush()
G = igraph.Graph.Read_GML(f.name)
print(G.vcount(), G.ecount())`},
	{"pajek", "networkx", "", []string{"networkx"}, `
import sys, networkx as nx
G = nx.parse_pajek(sys.stdin.buffer.read().decode())
print(G.number_of_nodes(), G.number_of_edges())`},
	{"pajek", "igraph", "", []string{"igraph"}, `
import igraph, sys, tempfile
f = tempfile.NamedTemporaryFile(suffix=".net"); f.write(sys.stdin.buffer.read()); f.flush()
G = igraph.Graph.Read_Pajek(f.name)
assert G.is_directed() and len(set(G.vs["id"])) == G.vcount() and all(w >= 1 for w in G.es["weight"])
print(G.vcount(), G.ecount())`},
	{"node-link", "networkx", "", []string{"networkx"}, `
import sys, json, networkx as nx
d = json.load(sys.stdin)
d.setdefault("links", d["edges"])
G = nx.node_link_graph(d)
assert G.is_directed() and G.is_multigraph()
print(G.number_of_nodes(), G.number_of_edges())`},
	{"cytoscape", "networkx", "", []string{"networkx"}, `
import sys, json, networkx as nx
d = json.load(sys.stdin)
for n in d["elements"]["nodes"]: n["data"]["value"] = n["data"]["id"]
ids = [e["data"]["id"] for k in d["elements"].values() for e in k]
assert len(ids) == len(set(ids))
for e in d["elements"]["edges"]: e["data"]["key"] = e["data"]["id"]
G = nx.cytoscape_graph(d)
print(G.number_of_nodes(), G.number_of_edges())`},
	{"csv-list", "networkx", "", []string{"networkx"}, `
import sys, csv, io, networkx as nx
f = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")
lines = ["\t".join((r["source"], r["target"], r["weight"], r["type"])) for r in csv.DictReader(f, strict=True)]
assert all(l.count("\t") == 3 for l in lines)
G = nx.parse_edgelist(lines, delimiter="\t", comments=None, create_using=nx.MultiDiGraph, data=[("weight", int), ("type", str)])
assert all(d["weight"] >= 1 and d["type"] for _, _, d in G.edges(data=True))
print(G.number_of_nodes(), G.number_of_edges())`},
	{"csv-list", "igraph", "", []string{"igraph"}, `
import sys, csv, io, igraph
rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline=""), strict=True))
G = igraph.Graph.TupleList([(s, t, int(w), y) for s, t, w, y in rows[1:]], directed=True, edge_attrs=["weight", "type"])
print(G.vcount(), G.ecount())`},
	{"csv-matrix", "igraph", "", []string{"igraph"}, `
import sys, csv, io, igraph
rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")))
assert [r[0] for r in rows[1:]] == rows[0][1:]
G = igraph.Graph.Weighted_Adjacency([[int(c) for c in r[1:]] for r in rows[1:]], mode="directed")
print(G.vcount(), G.ecount())`},
	{"csv-matrix", "networkx", "", []string{"networkx", "numpy"}, `
import sys, csv, io, numpy, networkx as nx
rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline=""), strict=True))
G = nx.relabel_nodes(nx.from_numpy_array(numpy.array([r[1:] for r in rows[1:]], dtype=int), create_using=nx.DiGraph), dict(enumerate(rows[0][1:])))
assert all(d["weight"] >= 1 for _, _, d in G.edges(data=True))
print(G.number_of_nodes(), G.number_of_edges())`},
	{"nquads", "rdflib", "", []string{"rdflib"}, `
import sys, rdflib
from rdflib import RDF
D = rdflib.Dataset(default_union=True)
D.parse(data=sys.stdin.buffer.read().decode(), format="nquads")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
assert all(isinstance(g.identifier, rdflib.URIRef) for g in D.graphs())
quotes = list(D.query("SELECT ?q { ?a a oa:Annotation ; prov:value ?q ; oa:hasTarget/oa:hasSelector/oa:exact ?q }", initNs={"oa": OA, "prov": rdflib.PROV}))
assert len(quotes) == len(set(D.subjects(RDF.type, OA.Annotation))) > 0
print(len(set(D.query("SELECT ?e { ?e rdfs:label ?l ; dcterms:identifier ?i }", initNs={"rdfs": rdflib.RDFS, "dcterms": rdflib.DCTERMS}))), len(set(D.subjects(RDF.type, RDF.Statement))))`},
	{"turtle", "rdflib", "", []string{"rdflib"}, rdfScript + `"turtle")`},
	{"sqlite", "sqlite3", "", []string{"sqlite3"}, `
import sys, sqlite3, tempfile
f = tempfile.NamedTemporaryFile(suffix=".sqlite"); f.write(sys.stdin.buffer.read()); f.flush()
db = sqlite3.connect(f.name)
one = lambda q: db.execute(q).fetchone()[0]
assert one("PRAGMA integrity_check") == "ok" and not db.execute("PRAGMA foreign_key_check").fetchall()
assert one("SELECT count(*) FROM quotes") == one("SELECT count(*) FROM evidence") >= one("SELECT count(*) FROM relations")
assert one("SELECT sum(outgoing) FROM degrees") == one("SELECT count(*) FROM edges")
print(one("SELECT count(*) FROM nodes"), one("SELECT count(*) FROM edges"))`},
	{"json-ld", "rdflib", "", []string{"rdflib"}, rdfScript + `"json-ld")`},
	{"parquet", "pyarrow", "", []string{"pyarrow"}, `
import sys, io, zipfile, pyarrow.parquet as pq, pyarrow.compute as pc
z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
docs, nodes, edges, evidence = [pq.read_table(io.BytesIO(z.read(n + ".parquet"))) for n in ("documents", "nodes", "edges", "evidence")]
for t in (docs, nodes, edges, evidence):
    t.validate(full=True)
    assert len(set(t["id"].to_pylist())) == t.num_rows
assert str(nodes.schema.field("aliases").type).startswith("list<") and any(nodes["aliases"].to_pylist())
assert set(edges["source"].to_pylist()) | set(edges["target"].to_pylist()) <= set(nodes["id"].to_pylist())
assert set(evidence["edge"].to_pylist()) == set(edges["id"].to_pylist())
assert pc.sum(edges["statements"]).as_py() == evidence.num_rows
assert all(len(q.encode()) <= e - s or "\ufffd" in q for q, s, e in zip(*(evidence[c].to_pylist() for c in ("quote", "start", "end"))))
print(nodes.num_rows, edges.num_rows)`},
	{"parquet", "duckdb", "", []string{"duckdb"}, `
import sys, io, zipfile, tempfile, os, duckdb
d = tempfile.mkdtemp()
zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).extractall(d)
os.chdir(d)
one = lambda q: duckdb.connect().execute(q).fetchall()[0][0]
assert one("SELECT count(*) FROM 'evidence.parquet' v JOIN 'edges.parquet' e ON e.id = v.edge JOIN 'documents.parquet' d ON d.id = v.document") == one("SELECT sum(statements) FROM 'edges.parquet'")
assert one("SELECT count(*) FROM 'edges.parquet' WHERE since = '' OR support < 1 OR independent < 1") == 0
print(one("SELECT count(*) FROM 'nodes.parquet'"), one("SELECT count(*) FROM 'edges.parquet'"))`},
}

const rdfScript = `
import sys, rdflib
from rdflib import RDF
def count(format):
    G = rdflib.Graph()
    G.parse(data=sys.stdin.buffer.read().decode(), format=format)
    print(len(set(G.query("SELECT ?e { ?e rdfs:label ?l ; dcterms:identifier ?i }", initNs={"rdfs": rdflib.RDFS, "dcterms": rdflib.DCTERMS}))), len(set(G.subjects(RDF.type, RDF.Statement))))
count(`

// TestReaders has each format read by others, of a graph as it should be and of one that is full of hostile names.
func TestReaders(t *testing.T) {
	for graphName, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		p := parse(t, write(t, "json", g, Options{}))
		for _, r := range readers {
			t.Run(strings.Join([]string{r.format, r.target, r.name, graphName}, "-"), func(t *testing.T) {
				t.Parallel()
				want := itoas(len(p.Nodes), len(p.Edges))
				if r.format == "csv-list" { // it has no nodes without an edge
					ends := map[string]bool{}
					for _, e := range p.Edges {
						ends[e.Source], ends[e.Target] = true, true
					}
					want = itoas(len(ends), len(p.Edges))
				}
				if r.format == "csv-matrix" {
					pairs := map[string]bool{}
					for _, e := range p.Edges {
						pairs[e.Source+"\x00"+e.Target] = true
					}
					want = itoas(len(p.Nodes), len(pairs))
				}
				got := strings.TrimSpace(exporttest.Python(t, r.script, write(t, r.format, g, Options{Target: r.target}), r.modules...))
				if got != want {
					t.Errorf("%s reads %s nodes and edges, want %s", r.name, got, want)
				}
			})
		}
	}
}

// TestGephi checks that one edge is left from one node to another.
func TestGephi(t *testing.T) {
	const script = `
import sys, networkx as nx
G = nx.parse_graphml(sys.stdin.buffer.read().decode(), force_multigraph=True)
pairs = [(u, v) for u, v, _ in G.edges(keys=True)]
print(len(pairs), len(set(pairs)), sum(int(d["weight"]) for _, _, d in G.edges(data=True)))`
	g := exporttest.Hostile()
	p := parse(t, write(t, "json", g, Options{}))
	pairs, weight := map[string]bool{}, 0
	for _, e := range p.Edges {
		pairs[e.Source+"\x00"+e.Target] = true
		weight += e.Support
	}
	got := strings.TrimSpace(exporttest.Python(t, script, write(t, "graphml", g, Options{Target: "gephi"}), "networkx"))
	if want := itoas(len(pairs), len(pairs), weight); got != want {
		t.Errorf("edges, pairs and weight: %s, want %s", got, want)
	}
}

// TestShapes holds the RDF to our SHACL shapes, and the shapes to finding what is wrong.
func TestShapes(t *testing.T) {
	const script = `
import sys, pyshacl, rdflib
data, shapes = sys.stdin.buffer.read().decode().split("\n# SHAPES\n")
G = rdflib.Graph().parse(data=data, format="turtle")
S = rdflib.Graph().parse(data=shapes, format="turtle")
ok, _, text = pyshacl.validate(G, shacl_graph=S)
assert ok, text
e = next(G.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
G.remove((e, rdflib.PROV.wasDerivedFrom, None))
print(pyshacl.validate(G, shacl_graph=S)[0])`
	for _, g := range []graph.Reader{exporttest.Sample(), exporttest.Hostile()} {
		b := append(write(t, "turtle", g, Options{}), "\n# SHAPES\n"...)
		b = append(b, write(t, "shapes", g, Options{})...)
		if got := strings.TrimSpace(exporttest.Python(t, script, b, "pyshacl", "rdflib")); got != "False" {
			t.Errorf("an edge without evidence passes: %s", got)
		}
	}
}

// TestFollowTheMoney has each line checked by the package that owns the model: no property that it does not know, no value
// that it cleans away, no end of the wrong kind.
func TestFollowTheMoney(t *testing.T) {
	const script = `
import sys, json
from followthemoney import model
ents = {}
for line in sys.stdin:
    d = json.loads(line)
    e = model.get_proxy(d, cleaned=False)
    try: e.schema.validate(d)
    except Exception as x: sys.exit(f"{d}: {x.errors}")
    assert d["id"] not in ents
    ents[d["id"]] = e
    for name, values in d["properties"].items():
        assert name in e.schema.properties, (e.schema.name, name)
        assert e.get(name), (e.schema.name, name, values)
links = 0
for e in ents.values():
    for prop, value in e.itervalues():
        if prop.type.name == "entity":
            assert ents[value].schema.is_a(prop.range), (e.schema.name, prop.name, ents[value].schema.name)
    links += e.schema.name in ("ProjectParticipant", "Membership", "Payment", "UnknownLink")
print(links > 0)`
	for _, g := range []graph.Reader{exporttest.Sample(), exporttest.Hostile()} {
		b := write(t, "ftm", g, Options{})
		if got := strings.TrimSpace(exporttest.Python(t, script, b, "followthemoney")); got != "True" {
			t.Errorf("links: %s", got)
		}
	}
}

// TestNeo4jBulk reads the files in the dialect of the importer and checks the columns against the headers and the ends against the nodes.
func TestNeo4jBulk(t *testing.T) {
	for _, g := range []graph.Reader{exporttest.Sample(), exporttest.Hostile()} {
		b := write(t, "neo4j", g, Options{})
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if files[f.Name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		p := parse(t, write(t, "json", g, Options{}))
		const script = `
import sys, csv, io
parts = sys.stdin.buffer.read().decode().split("\x1d")
nh, nodes, rh, rels = [list(csv.reader(io.StringIO(s, newline=""), strict=True)) for s in parts]
nh, rh = nh[0], rh[0]
assert all(len(r) == len(nh) for r in nodes) and all(len(r) == len(rh) for r in rels)
ids = {r[nh.index("id:ID")] for r in nodes}
assert len(ids) == len(nodes)
for r in rels:
    assert r[rh.index(":START_ID")] in ids and r[rh.index(":END_ID")] in ids and r[rh.index(":TYPE")]
    q, p = r[rh.index("quotes:string[]")].split("\x1f"), r[rh.index("places:string[]")].split("\x1f")
    assert len(q) == len(p) and all(q)
print(len(nodes), len(rels))`
		in := bytes.Join([][]byte{files["nodes-header.csv"], files["nodes.csv"], files["relationships-header.csv"], files["relationships.csv"]}, []byte{0x1d})
		if got := strings.TrimSpace(exporttest.Python(t, script, in)); got != itoas(len(p.Nodes), len(p.Edges)) {
			t.Errorf("nodes and relationships: %s", got)
		}
		if !bytes.Contains(files["import.sh"], []byte("neo4j-admin database import")) {
			t.Error("there is no command")
		}
	}
}
