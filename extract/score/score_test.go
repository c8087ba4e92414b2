package score

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"The Ministry of Labour", "ministry of labor"},
		{"  its  National Programmes ", "national program"},
		{"China's Ministries", "china ministrie"},
		{"States' Parties to", "state partie to"}, // "s'" before a blank vanishes as a whole
		{"the", "the"},
		{"theatre", "theatre"},
		{"Classes of business", "classe of business"},
		{"U.S.", "u s"},
		{"laws", "law"},
		{"gas", "gas"}, // too short
		{"2004s", "2004s"},
		{"Children’s Rights", "children right"},
		{"São Paulo", "s o paulo"},
		{"", ""},
	} {
		if got := fold(tt.name); got != tt.want {
			t.Errorf("fold(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

const goldText = `{
 "document": "a.txt",
 "nodes": [
  {"id": "mps", "types": ["Agency"], "name": "Ministry of Public Security", "aliases": ["MPS"]},
  {"id": "plan", "types": ["Program", "Law"], "name": "National Plan of Action"},
  {"id": "traf", "types": ["Issue"], "name": "human trafficking", "aliases": ["trafficking in persons"]},
  {"id": "cn", "types": ["Region"], "name": "China", "optional": true},
  {"id": "art", "types": ["Law"], "name": "Article 240", "weight": 0.5},
  {"id": "mwa", "types": ["Agency"], "name": "Ministry of Women's Affairs"}
 ],
 "edges": [
  {"from": "mps", "type": "leads", "to": "plan", "para": 3, "quote": "led by the Ministry of Public Security"},
  {"from": "art", "type": "addresses", "to": "traf", "para": "4", "status": "planned", "status_also": ["reported"], "weight": 0.5},
  {"from": "mps", "type": "coordinates_with", "to": "mwa", "para_also": ["7"]},
  {"from": "mps", "type": "operates_in", "to": "cn", "optional": true}
 ],
 "forbidden": ["More stories"]
}`

func TestScore(t *testing.T) {
	gold, err := ParseGold("gold.json", []byte(goldText))
	if err != nil {
		t.Fatal(err)
	}
	node := func(id, typ, name string, aliases ...string) Node { return Node{id, typ, name, aliases} }
	mps, plan := node("1", "Agency", "the Ministry of Public Security"), node("2", "Law", "National plan of action")
	para := func(p string) []Evidence { return []Evidence{{Paragraph: Label{p, true}}} }
	for _, tt := range []struct {
		name  string
		pred  Graph
		check func(t *testing.T, r Result)
	}{
		{"nothing", Graph{}, func(t *testing.T, r Result) {
			same(t, r.Node, Counts{0, 0, 4.5})
			same(t, r.Edge, Counts{0, 0, 2.5})
			same(t, r.MissedEdges[0], "mps --leads--> plan (para 3)")
			same(t, r.MissedEdges[2], "mps --coordinates_with--> mwa (para None)")
		}},
		{"a name and a second type", Graph{Nodes: []Node{mps, plan}}, func(t *testing.T, r Result) {
			same(t, r.Node, Counts{2, 0, 4.5})
			same(t, r.NodeType["Program"], Counts{1, 0, 1})
		}},
		{"a wrong type is false", Graph{Nodes: []Node{node("1", "Region", "MPS")}}, func(t *testing.T, r Result) {
			same(t, r.FalseNodes, []string{"Region: MPS"})
			same(t, r.NodeType["Region"], Counts{0, 1, 0})
		}},
		{"a second node is a duplicate", Graph{Nodes: []Node{mps, node("9", "Agency", "MPS")}}, func(t *testing.T, r Result) {
			same(t, r.Duplicates, []string{"MPS"})
			same(t, r.Node, Counts{1, 1, 4.5})
		}},
		{"a second optional node is not", Graph{Nodes: []Node{node("1", "Region", "China"), node("2", "Region", "China's")}}, func(t *testing.T, r Result) {
			same(t, r.Node, Counts{0, 0, 4.5})
		}},
		{"half of the content words are enough for an issue", Graph{Nodes: []Node{node("1", "Issue", "trafficking in women")}}, func(t *testing.T, r Result) {
			same(t, r.Node.Right, 0.0) // women, trafficking against trafficking, person: a third
		}},
		{"more of the content words", Graph{Nodes: []Node{node("1", "Issue", "human trafficking crimes"), node("2", "Agency", "Public Security Ministry")}}, func(t *testing.T, r Result) {
			same(t, r.Node, Counts{1, 1, 4.5})
		}},
		{"an exact name goes first", Graph{Nodes: []Node{node("1", "Issue", "human trafficking crimes"), node("2", "Issue", "human trafficking")}}, func(t *testing.T, r Result) {
			same(t, r.Duplicates, []string{"human trafficking crimes"})
		}},
		{"a forbidden name", Graph{Nodes: []Node{node("1", "Program", "More Stories")}}, func(t *testing.T, r Result) {
			same(t, r.Forbidden, []string{"More Stories"})
			same(t, r.Node.Wrong, 1.0)
		}},
		{"an edge with evidence in its paragraph", Graph{[]Node{mps, plan}, []Edge{{"1", "2", "LEADS", "asserted", para("3"), 0.85}}}, func(t *testing.T, r Result) {
			same(t, r.Edge, Counts{1, 0, 2.5})
			same(t, []int{r.Matched, r.StatusRight, r.EvidenceInPlace}, []int{1, 1, 1})
		}},
		{"an edge with evidence around its quote", Graph{[]Node{mps, plan}, []Edge{{"1", "2", "LEADS", "", []Evidence{{Quote: "It is led by\nthe Ministry of Public Security."}}, 0.85}}}, func(t *testing.T, r Result) {
			same(t, []int{r.Matched, r.StatusRight, r.EvidenceInPlace}, []int{1, 1, 1})
		}},
		{"rules and confidence of what is right and wrong", Graph{[]Node{mps, plan}, []Edge{
			{"1", "2", "LEADS", "", []Evidence{{Rule: "leads.verb"}, {Rule: "leads.noun"}, {Rule: "leads.verb"}}, 1},
			{"2", "1", "LEADS", "", []Evidence{{Rule: "leads.verb", Quote: "so it\nsays"}}, 0.3},
		}}, func(t *testing.T, r Result) {
			same(t, r.Rule, map[string]Counts{"leads.verb": {Right: 1, Wrong: 1}, "leads.noun": {Right: 1}})
			same(t, []Counts{r.Sureness[9], r.Sureness[3]}, []Counts{{Right: 1}, {Wrong: 1}})
			same(t, r.FalseSaid, []string{"so it says [leads.verb]"})
		}},
		{"an edge the wrong way round", Graph{[]Node{mps, plan}, []Edge{{"2", "1", "LEADS", "asserted", nil, 0.85}}}, func(t *testing.T, r Result) {
			same(t, r.Edge, Counts{0, 1, 2.5})
			same(t, r.FalseEdges, []string{"National plan of action --LEADS--> the Ministry of Public Security"})
		}},
		{"an edge without direction", Graph{[]Node{mps, node("5", "Agency", "Ministry of Women's Affairs")}, []Edge{{"5", "1", "COORDINATES_WITH", "planned", para("7"), 0.85}, {"1", "5", "COORDINATES_WITH", "asserted", nil, 0.85}}}, func(t *testing.T, r Result) {
			same(t, r.Edge, Counts{1, 0, 2.5})
			same(t, []int{r.Matched, r.StatusRight, r.EvidenceInPlace}, []int{1, 0, 1})
		}},
		{"a weight, and another status", Graph{[]Node{node("1", "Law", "Article 240"), node("2", "Issue", "trafficking in persons")}, []Edge{{"1", "2", "ADDRESSES", "reported", para("5"), 0.85}}}, func(t *testing.T, r Result) {
			same(t, r.Edge, Counts{0.5, 0, 2.5})
			same(t, []int{r.Matched, r.StatusRight, r.EvidenceInPlace}, []int{1, 1, 0})
			same(t, r.EdgeType["addresses"], Counts{0.5, 0, 0.5})
		}},
		{"optional edges and ends count nowhere", Graph{[]Node{mps, plan, node("3", "Region", "China")}, []Edge{{"1", "3", "OPERATES_IN", "", nil, 0.85}, {"2", "3", "OPERATES_IN", "", nil, 0.85}}}, func(t *testing.T, r Result) {
			same(t, r.Edge, Counts{0, 0, 2.5})
		}},
		{"an edge to nowhere", Graph{[]Node{mps}, []Edge{{"1", "8", "LEADS", "", nil, 0.85}}}, func(t *testing.T, r Result) {
			same(t, r.FalseEdges, []string{"the Ministry of Public Security --LEADS--> ?"})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, Score(gold, &tt.pred)) })
	}
}

func TestCauses(t *testing.T) {
	gold, err := ParseGold("gold.json", []byte(goldText))
	if err != nil {
		t.Fatal(err)
	}
	r := Score(gold, &Graph{
		Nodes: []Node{
			{"mps", "Agency", "Ministry of Public Security", nil}, {"again", "Agency", "MPS", nil},
			{"law", "Agency", "Article 240", nil}, {"office", "Agency", "Ministry of Women's Affairs Office", nil},
			{"plan", "Program", "National Plan of Action", []string{"human trafficking"}}, {"menu", "Program", "Menu", nil},
		},
		Edges: []Edge{
			{"plan", "mps", "LEADS", "", nil, 1}, {"mps", "menu", "LEADS", "", nil, 1},
		},
	})
	same(t, r.Causes, map[Cause]Errors{
		WrongType:     {MissedNodes: 1, FalseNodes: 1, MissedEdges: 1},
		Coreference:   {MissedNodes: 1, FalseNodes: 1},
		WrongBoundary: {MissedNodes: 1, FalseNodes: 1, MissedEdges: 1},
		FalseMention:  {FalseNodes: 1, FalseEdges: 1},
		WrongFrame:    {MissedEdges: 1, FalseEdges: 1},
	})

	r = Score(gold, &Graph{Nodes: []Node{{"mps", "Agency", "MPS", nil}, {"plan", "Law", "National Plan of Action", nil}}})
	same(t, r.Causes[NoFrame].MissedEdges, 1)
	r.Tried(func(relation string, quotes []string) bool {
		return relation == "LEADS" && Says("It is led by the  ministry of Public Security.", quotes)
	})
	same(t, r.Causes[ParseError].MissedEdges, 1)
	same(t, r.Causes[NoFrame].MissedEdges, 0)
	same(t, r.Causes[MissedMention], Errors{MissedNodes: 3, MissedEdges: 2})
}

func same[T any](t *testing.T, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestParseGoldRefuses(t *testing.T) {
	for _, tt := range []struct{ text, says string }{
		{`{`, "not a gold file"},
		{`{"nodes": []}`, "no nodes"},
		{`{"nodes": [{"id": "a", "name": "A"}]}`, "node 1 needs"},
		{`{"nodes": [{"id": "a", "name": "A", "types": ["X"]}, {"id": "a", "name": "B", "types": ["X"]}]}`, `id "a"`},
		{`{"nodes": [{"id": "a", "name": "A", "types": ["X"]}], "edges": [{"from": "a", "type": "t", "to": "b"}]}`, `"b"`},
		{`{"nodes": [{"id": "a", "name": "A", "types": ["X"]}], "edges": [{"from": "a", "type": "t", "to": "a", "para": []}]}`, "a paragraph is"},
	} {
		if _, err := ParseGold("g.json", []byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("ParseGold(%s): %v, want it to say %q", tt.text, err, tt.says)
		}
	}
}

func TestReadGraphRefuses(t *testing.T) {
	for _, text := range []string{"", "{}", `{"nodes": []}`, `{"nodes": [], "edges": []} x`, "[]"} {
		if _, err := ReadGraph(strings.NewReader(text)); err == nil {
			t.Errorf("ReadGraph(%q) took it", text)
		}
	}
	if _, err := ReadGraph(strings.NewReader(`{"nodes": [], "edges": []}` + "\n")); err != nil {
		t.Error(err)
	}
}

func TestReports(t *testing.T) {
	gold, err := ParseGold("gold.json", []byte(goldText))
	if err != nil {
		t.Fatal(err)
	}
	pred := &Graph{Nodes: []Node{{"1", "Agency", "MPS", nil}, {"2", "Program", "Menu", nil}}}
	docs := []Named{{Name: "gold.json", Result: Score(gold, pred), LeftOut: map[string]int{"ends of the wrong type": 2}}}
	var b bytes.Buffer
	if err := WriteText(&b, docs, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"gold.json                    nodes P 0.500 R 0.222 F1 0.308   edges P 0.000 R 0.000 F1 0.000\n",
		"    false_node: Program: Menu\n",
		"    missed_edge: mps --leads--> plan (para 3)\n",
		"recall by edge type: addresses 0.0/0.5, coordinates_with 0.0/1.0, leads 0.0/1.0\n",
		"nodes by type: Agency P 1.00 R 0.50 (1.0/2.0), Issue P 0.00 R 0.00 (0.0/1.0),",
		"status right 0/0, evidence in the right place 0/0\n",
		"relations left out: ends of the wrong type 2\n",
		"ALL                          nodes P 0.500",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := WriteJSON(&b, docs); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Node []float64 `json:"node"`
		Docs map[string]struct {
			Counts []float64 `json:"counts"`
		} `json:"docs"`
	}
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	same(t, back.Docs["gold.json"].Counts, []float64{1, 1, 4.5, 0, 0, 2.5})
	same(t, back.Node[0], 0.5)
}
