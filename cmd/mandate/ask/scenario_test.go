package ask_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/syntax"
	lang "mandate/graph/cypher/value"
	"mandate/graph/schema"
)

var update = flag.Bool("update", false, "write what the queries of testdata/queries.txt give now")

// scenarioGraph is what the queries of testdata/queries.txt are put to: three documents, one of which copies a paragraph of another.
func scenarioGraph(t *testing.T) *cypher.ReaderGraph {
	t.Helper()
	type words = []string
	build := func(doc graph.Document, clusters []words, claims ...graph.Claim) *graph.Contribution {
		c := &graph.Contribution{Document: doc, Passages: []graph.Passage{{}}}
		for i, w := range clusters { // type, country, name, aliases…
			id := strings.ToLower(w[0] + ":" + w[1] + ":" + strings.ReplaceAll(w[2], " ", "-"))
			c.Clusters = append(c.Clusters, graph.Cluster{Entity: graph.EntityID(id), Type: w[0], Country: w[1], Name: w[2], Aliases: w[3:],
				Mentions: []graph.Mention{{Passage: 1, Span: graph.Span{Start: 10 * i, End: 10*i + 5}}}})
		}
		c.Claims = claims
		return c
	}
	claim := func(s int, typ string, o int, status graph.Status, since, quote string) graph.Claim {
		return graph.Claim{Subject: s, Object: o, Type: typ, Status: status, Since: since, Evidence: graph.Evidence{Passage: 1, Paragraph: "2", Marking: "U",
			Span: graph.Span{Start: 0, End: len(quote)}, Quote: quote, Rule: "r-" + strings.ToLower(typ), Confidence: 0.9 - float64(len(quote)%10)/20}}
	}
	health, water, cholera := words{"Agency", "PE", "Ministry of Health", "MoH", "the Ministry"}, words{"Program", "PE", "Safe Water"}, words{"Issue", "", "cholera"}
	cs := []*graph.Contribution{
		build(graph.Document{ID: "a.txt", Title: "Water and health", Date: "2008-11-17", Country: "PE", Marking: "UNCLASSIFIED", Format: "text", Words: 120, Passages: 1,
			Meta: []graph.Property{{Key: "author", Value: "EMBASSY LIMA"}, {Key: "tag", Value: "KWAT"}, {Key: "tag", Value: "SOCI"}}},
			[]words{health, water, cholera, {"Agency", "", "World Bank", "IBRD"}, {"Law", "PE", "Water Act of 2005", "the Act"}},
			claim(0, "LEADS", 1, graph.Asserted, "2005", "The Ministry of Health has led Safe Water since 2005."), claim(1, "ADDRESSES", 2, graph.Asserted, "", "Safe Water fights cholera."),
			claim(3, "FUNDS", 1, graph.Planned, "2009", "The World Bank will fund Safe Water from 2009."), claim(4, "ESTABLISHES", 1, graph.Asserted, "2005", "The Water Act of 2005 set up Safe Water.")),
		build(graph.Document{ID: "b.txt", Title: "Borders", Date: "2010-02", Format: "text", Words: 80, Passages: 1},
			[]words{{"Agency", "PE", "Ministry of Health"}, water, {"Agency", "PE", "Coast Guard", "DICAPI"}, {"Agency", "PE", "Ministry of Defense", "MINDEF"}},
			claim(0, "LEADS", 1, graph.Asserted, "", "MoH leads it."), claim(2, "PART_OF", 3, graph.Asserted, "", "The Coast Guard is part of the Ministry of Defense."),
			claim(0, "COORDINATES_WITH", 3, graph.Reported, "", "MoH is said to work with Defense."), claim(2, "LEADS", 1, graph.Negated, "", "The Coast Guard does not lead it.")),
		build(graph.Document{ID: "c.txt", Date: "2012", Format: "html", Words: 5, Passages: 1}, []words{{"Agency", "PE", "Ministry of Defense"}, {"Region", "PE", "Tumbes"}},
			claim(0, "OPERATES_IN", 1, graph.Asserted, "", "Defense patrols Tumbes.")),
	}
	g, err := cypher.OnReader(graph.NewGraph(cs...))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestQueries puts the queries of testdata/queries.txt to the graph: a query stands in lines that begin with "> ", its columns,
// rows and errors follow.
func TestQueries(t *testing.T) {
	const path = "testdata/queries.txt"
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sch := schema.Default()
	catalog := cypher.ReaderCatalog(sch, ask.MeasureProcedures(sch)...)
	cold, warm := scenarioGraph(t), scenarioGraph(t)
	if err := warm.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got, query strings.Builder
	for line := range strings.Lines(string(want)) {
		text, asked := strings.CutPrefix(line, "> ")
		if asked {
			query.WriteString(text)
			got.WriteString(line)
			continue
		}
		if query.Len() > 0 {
			text := strings.TrimSuffix(query.String(), "\n")
			answer := answerOf(cold, catalog, text)
			if again := answerOf(warm, catalog, text); again != answer && !strings.Contains(text, "EXPLAIN") {
				t.Errorf("%s: from memory it is\n%sand not\n%s", text, again, answer)
			}
			got.WriteString(answer)
			query.Reset()
		}
		if strings.HasPrefix(line, "#") || line == "\n" {
			got.WriteString(line)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, []byte(got.String())) {
		t.Errorf("%s is not what the queries give (run with -update and read the difference):\n%s", path, firstDifference(string(want), got.String()))
	}
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: want %s\ngot %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("want %d lines, got %d", len(a), len(b))
}

// answerOf is what a query gives: a line of columns and the rows, the plan, or the error.
func answerOf(g cypher.Graph, catalog *cypher.Catalog, text string) string {
	var b strings.Builder
	fail := func(err error) string {
		var e *cypher.Error
		kind := "not an *Error"
		if errors.As(err, &e) {
			kind = e.Class + " " + e.Detail
		}
		fmt.Fprintf(&b, "! %s\n", kind)
		for _, l := range strings.Split(strings.TrimSuffix(err.Error(), "\n"), "\n") {
			b.WriteString("! " + l + "\n")
		}
		return b.String()
	}
	q, err := cypher.Prepare(text, catalog)
	if err != nil {
		return fail(err)
	}
	now := time.Date(2012, 3, 4, 5, 6, 7, 0, time.UTC)
	rows, err := q.Run(context.Background(), g, cypher.Options{MaxRows: 50, MaxMemory: 8 << 20, MaxSteps: 1_000_000, Now: now, Zone: time.UTC,
		Params: map[string]lang.Value{"name": "Ministry of Health", "list": lang.List{int64(1), "x"}}})
	if err != nil {
		return fail(err)
	}
	b.WriteString("| " + strings.Join(rows.Columns, " | ") + "\n")
	n := 0
	for row, err := range rows.All() {
		if err != nil {
			return fail(err)
		}
		if n++; n > 20 {
			continue
		}
		var cells []string
		for _, v := range row {
			cells = append(cells, lang.Format(v))
		}
		b.WriteString("  " + strings.Join(cells, " | ") + "\n")
	}
	if n > 20 {
		fmt.Fprintf(&b, "  … %d rows\n", n)
	}
	if q.Mode() == syntax.Explain {
		return rows.Plan()
	}
	return b.String()
}
