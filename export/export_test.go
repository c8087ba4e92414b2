package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mandate/export/exporttest"
	"mandate/graph"
)

func write(t testing.TB, name string, g graph.Reader, opt Options) []byte {
	t.Helper()
	f, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, g, opt); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b.Bytes()
}

// wholeSample are the formats whose golden file is the whole sample; that of the others is what pays for what.
var wholeSample = []string{"json", "jsonl", "csv", "csv-nodes", "csv-evidence", "graphml", "dot", "svg", "html"}

// TestGolden holds every format to its golden file, and to giving the same bytes twice. Archives and databases have none:
// their bytes are up to the compressor and to the version of SQLite.
func TestGolden(t *testing.T) {
	for _, f := range Formats {
		t.Run(f.Name, func(t *testing.T) {
			var opt Options
			if !slices.Contains(wholeSample, f.Name) {
				opt = Options{RelationTypes: []string{"FUNDS"}, Connected: true}
			}
			got := write(t, f.Name, exporttest.Sample(), opt)
			if f.MediaType != "application/zip" && f.Name != "sqlite" && f.Name != "png" && f.Name != "pdf" { // TestPictureFormats reads pictures
				exporttest.Golden(t, "sample-"+f.Name+f.Extension, got)
			}
			if again := write(t, f.Name, exporttest.Sample(), opt); !bytes.Equal(got, again) {
				t.Error("the second export differs")
			}
		})
	}
}

// TestEmpty writes a graph of nothing in every format.
func TestEmpty(t *testing.T) {
	for _, f := range Formats {
		if got := write(t, f.Name, graph.NewGraph(), Options{}); len(got) == 0 && f.Name != "jsonl" && f.Name != "nquads" && f.Name != "ftm" {
			t.Errorf("%s: an empty graph gave an empty file", f.Name)
		}
	}
}

func TestFind(t *testing.T) {
	if _, err := Find("xgmml"); err == nil || !strings.Contains(err.Error(), "json, jsonl") {
		t.Errorf("Find of an unknown format: %v", err)
	}
	for path, want := range map[string]string{"a/b.CSV": "csv", "x.json": "json", "x.jsonl": "jsonl"} {
		if f, err := ForFile(path); err != nil || f.Name != want {
			t.Errorf("ForFile(%q) = %v, %v; want %s", path, f, err, want)
		}
	}
	if _, err := ForFile("x.doc"); err == nil {
		t.Error("ForFile of an unknown extension gave no error")
	}
}

// parsed is what readers of json rely on.
type parsed struct {
	Nodes []struct {
		ID, Type, Name string
		Aliases        []string
	}
	Edges []struct {
		ID, Source, Target, Type, Status string
		Support                          int
		Evidence                         []struct {
			Document, Quote, Status string
			Start, End              int
			Subject, Object         [2]int
		}
	}
	Documents []struct{ ID, Title string }
}

func parse(t *testing.T, b []byte) parsed {
	t.Helper()
	var p parsed
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestJSON(t *testing.T) {
	g := exporttest.Sample()
	p := parse(t, write(t, "json", g, Options{}))
	if len(p.Nodes) != 64 || len(p.Edges) != 123 || len(p.Documents) != 4 {
		t.Fatalf("%d nodes, %d edges, %d documents", len(p.Nodes), len(p.Edges), len(p.Documents))
	}
	names := map[string]string{}
	for _, n := range p.Nodes {
		names[n.ID] = n.Name
		if n.Aliases == nil {
			t.Errorf("aliases of %s are null", n.ID)
		}
	}
	for _, e := range p.Edges {
		for _, ev := range e.Evidence {
			c, err := g.Contribution(graph.DocumentID(ev.Document))
			if err != nil {
				t.Fatal(err)
			}
			if c.Text[ev.Start:ev.End] != ev.Quote {
				t.Errorf("the quote does not stand at its offsets: %q", ev.Quote)
			}
			if c.Text[ev.Subject[0]:ev.Subject[1]] != names[e.Source] || c.Text[ev.Object[0]:ev.Object[1]] != names[e.Target] {
				t.Errorf("subject or object of %q do not stand at their offsets", ev.Quote)
			}
		}
	}
}

// TestFilter checks that an edge shows only the evidence that remains, and goes when none does.
func TestFilter(t *testing.T) {
	g := exporttest.Sample()
	p := parse(t, write(t, "json", g, Options{Statuses: []graph.Status{graph.Planned, graph.Negated}, Connected: true}))
	if len(p.Edges) != 9 {
		t.Errorf("%d planned and negated edges", len(p.Edges))
	}
	ends := map[string]bool{}
	for _, e := range p.Edges {
		ends[e.Source], ends[e.Target] = true, true
		if e.Status != "planned" && e.Status != "negated" || len(e.Evidence) == 0 {
			t.Errorf("edge %s is %s with %d pieces of evidence", e.ID, e.Status, len(e.Evidence))
		}
	}
	if len(p.Nodes) != len(ends) {
		t.Errorf("%d nodes, %d ends of edges", len(p.Nodes), len(ends))
	}
	p = parse(t, write(t, "json", g, Options{EntityTypes: []string{"Agency", "Law"}, RelationTypes: []string{"IMPLEMENTS"}}))
	if len(p.Nodes) != 29 || len(p.Edges) != 8 {
		t.Errorf("%d agencies and laws, %d relations", len(p.Nodes), len(p.Edges))
	}
	for _, opt := range []Options{{EntityTypes: []string{"agency"}}, {RelationTypes: []string{"HATES"}}, {MinConfidence: 2}} {
		for _, f := range Formats {
			if err := f.Write(&bytes.Buffer{}, g, opt); err == nil && f.Name != "shapes" {
				t.Errorf("%s took %+v", f.Name, opt)
			}
		}
	}
}

// TestJSONLines checks that the lines add up to what json has.
func TestJSONLines(t *testing.T) {
	count := map[string]int{}
	for line := range bytes.Lines(write(t, "jsonl", exporttest.Sample(), Options{})) {
		var rec struct{ Kind, ID, Edge string }
		if err := json.Unmarshal(line, &rec); err != nil {
			t.Fatal(err)
		}
		if rec.ID == "" || (rec.Kind == "evidence") != (rec.Edge != "") {
			t.Errorf("incomplete record %s", line)
		}
		count[rec.Kind]++
	}
	if count["document"] != 4 || count["node"] != 64 || count["edge"] != 123 || count["evidence"] != 125 {
		t.Errorf("records: %v", count)
	}
}

func TestCSV(t *testing.T) {
	for name, g := range map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()} {
		p := parse(t, write(t, "json", g, Options{}))
		for format, want := range map[string]int{"csv": len(p.Edges), "csv-nodes": len(p.Nodes)} {
			b := write(t, format, g, Options{})
			rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
			if err != nil {
				t.Fatalf("%s of %s: %v", format, name, err)
			}
			if len(rows) != want+1 {
				t.Errorf("%s of %s: %d rows, want %d", format, name, len(rows)-1, want)
			}
			for _, row := range rows {
				for _, cell := range row {
					if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
						t.Errorf("%s of %s: a spreadsheet would run %q", format, name, cell)
					}
				}
			}
			const script = "import csv,sys,io\nprint(len(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer,encoding='utf-8',newline='')))))"
			if got := strings.TrimSpace(exporttest.Python(t, script, b)); got != strconv.Itoa(want+1) {
				t.Errorf("%s of %s: python reads %s rows, want %d", format, name, got, want+1)
			}
		}
	}
}
