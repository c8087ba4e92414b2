package cypher_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mandate/graph"
	"mandate/graph/cypher"
	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
	"mandate/graph/schema"
)

// sample is a small graph of two documents.
func sample(t *testing.T) *cypher.ReaderGraph {
	t.Helper()
	cluster := func(typ, name string, aliases ...string) graph.Cluster {
		id := graph.EntityID(strings.ToLower(typ + ":" + strings.ReplaceAll(name, " ", "-")))
		return graph.Cluster{Entity: id, Type: typ, Name: name, Aliases: aliases, Mentions: []graph.Mention{{Passage: 1, Span: graph.Span{Start: 0, End: 3}}}}
	}
	claim := func(s, o int, typ string, st graph.Status, doc, quote string) graph.Claim {
		return graph.Claim{Subject: s, Object: o, Type: typ, Status: st, Evidence: graph.Evidence{Passage: 1, Paragraph: "4", Quote: quote, Confidence: 0.9}}
	}
	clusters := []graph.Cluster{cluster("Agency", "Ministry of Health", "MoH"), cluster("Program", "Safe Water"), cluster("Issue", "Cholera"), cluster("Agency", "Red Office")}
	g := graph.NewGraph(
		&graph.Contribution{Document: graph.Document{ID: "a.txt", Date: "2008", Title: "A", Words: 10}, Clusters: clusters, Claims: []graph.Claim{
			claim(0, 1, "LEADS", graph.Asserted, "a.txt", "The Ministry of Health leads Safe Water."),
			claim(1, 2, "ADDRESSES", graph.Asserted, "a.txt", "Safe Water addresses cholera."),
			claim(3, 1, "FUNDS", graph.Planned, "a.txt", "The Red Office will fund Safe Water."),
		}},
		&graph.Contribution{Document: graph.Document{ID: "b.txt", Date: "2010-02"}, Clusters: clusters[:2], Claims: []graph.Claim{
			claim(0, 1, "LEADS", graph.Asserted, "b.txt", "MoH leads it."),
		}},
	)
	rg, err := cypher.OnReader(g)
	if err != nil {
		t.Fatal(err)
	}
	return rg
}

func run(g cypher.Graph, catalog *cypher.Catalog, text string, o cypher.Options) (string, error) {
	q, err := cypher.Prepare(text, catalog)
	if err != nil {
		return "", err
	}
	rows, err := q.Run(context.Background(), g, o)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for r, err := range rows.All() {
		if err != nil {
			return b.String(), err
		}
		for i, v := range r {
			if i > 0 {
				b.WriteString(" | ")
			}
			b.WriteString(value.Format(v))
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// TestReaderGraph asks what a query sees of a graph.Reader.
func TestReaderGraph(t *testing.T) {
	g := sample(t)
	catalog := cypher.ReaderCatalog(schema.Default())
	tests := []struct{ query, want string }{
		{"MATCH (n:Entity) RETURN count(*)", "4\n"},
		{"MATCH (n:Agency) RETURN n.name ORDER BY n.name", "'Ministry of Health'\n'Red Office'\n"},
		{"MATCH (n {name: 'Ministry of Health'}) RETURN labels(n), n.support, n.aliases, n.first, n.last", "['Agency', 'Entity'] | 2 | ['MoH'] | '2008' | '2010-02'\n"},
		{"MATCH (n) WHERE 'MoH' IN n.aliases RETURN n.name", "'Ministry of Health'\n"},
		{"MATCH (n) WHERE n.aliases = ['MoH'] RETURN n.name", "'Ministry of Health'\n"},
		{"MATCH (n) WHERE toLower(n.name) = 'ministry of health' RETURN n.name", "'Ministry of Health'\n"},
		{"MATCH (n) WHERE n.name IN ['Cholera', 'Red Office', 'Cholera', 'MoH'] RETURN n.name ORDER BY n.name", "'Cholera'\n'Red Office'\n"},
		{"MATCH (n:Program {name: 'Cholera'}) RETURN n", ""},
		{"MATCH (n) WHERE n.name = 'Cholera' OR n.name = 'Red Office' OR n.name = 'Cholera' RETURN n.name ORDER BY n.name", "'Cholera'\n'Red Office'\n"},
		{"MATCH (n) WHERE n:Issue AND n.name = 'Cholera' OR 'MoH' IN n.aliases AND n.support > 1 RETURN n.name ORDER BY n.name", "'Cholera'\n'Ministry of Health'\n"},
		{"MATCH (m {name: 'Cholera'}) MATCH (n) WHERE id(n) = id(m) RETURN n.name, elementId(n) = n.id", "'Cholera' | true\n"},
		{"MATCH (n) WHERE id(n) = 'b.txt' OR n.name = 'Cholera' OR id(n) IN [1, 'none'] RETURN labels(n) ORDER BY labels(n)", "['Document']\n['Issue', 'Entity']\n"},
		{"MATCH (n) WHERE n.name = 'Cholera' OR n.name = null OR n.name = n.id RETURN n.name", "'Cholera'\n"},
		{"MATCH (n:Agency) WHERE false AND (n.name = toInteger([1]) OR id(n) = 'x') RETURN n", ""},
		{"MATCH (a)-[r:LEADS]->(b) RETURN a.name, r.status, r.support, r.documents, r.quote", "'Ministry of Health' | 'asserted' | 2 | ['a.txt', 'b.txt'] | 'The Ministry of Health leads Safe Water.'\n"},
		{"MATCH (a)-[r:FUNDS]->(b) RETURN a.name", ""},
		{"MATCH (a)-[r:FUNDS]->(b) WHERE r.status = 'planned' RETURN a.name", "'Red Office'\n"},
		{"MATCH (a)-[r:FUNDS {status: 'planned'}]->(b) RETURN a.name", "'Red Office'\n"},
		{"MATCH (a)-[r:FUNDS]->(b) WHERE r['status'] = 'planned' RETURN a.name", "'Red Office'\n"},
		{"MATCH (a)-[r:FUNDS]->(b) WHERE properties(r).status = 'planned' RETURN a.name", "'Red Office'\n"},
		{"MATCH (a)-[r:FUNDS]->(b) RETURN r {.status}", "{status: 'planned'}\n"},
		{"MATCH (d:Document) RETURN d.id, d.date ORDER BY d.id", "'a.txt' | '2008'\n'b.txt' | '2010-02'\n"},
		{"MATCH (d:Document {id: 'b.txt'})<-[:MENTIONED_IN]-(e) RETURN e.name ORDER BY e.name", "'Ministry of Health'\n'Safe Water'\n"},
		{"MATCH (:Agency)-[r:LEADS]->() UNWIND evidence(r) AS ev RETURN ev.document, ev.paragraph, ev.quote, ev.status",
			"'a.txt' | '4' | 'The Ministry of Health leads Safe Water.' | 'asserted'\n'b.txt' | '4' | 'MoH leads it.' | 'asserted'\n"},
		{"MATCH (n {name: 'Safe Water'}) RETURN size(statements(n))", "4\n"},
		{"MATCH (a {name: 'Ministry of Health'}), (i {name: 'Cholera'}) MATCH p = shortestPath((a)-[:LEADS|ADDRESSES*]-(i)) RETURN length(p), [n IN nodes(p) | n.name]",
			"2 | ['Ministry of Health', 'Safe Water', 'Cholera']\n"},
		{"MATCH (a:Agency)-[:LEADS]->(p:Program)-[:ADDRESSES]->(i:Issue) RETURN i.name, count(DISTINCT a) ORDER BY 2 DESC LIMIT 10", "'Cholera' | 1\n"},
		{"MATCH (a:Agency) RETURN a.name, COUNT { (a)-[:LEADS]->() } AS n ORDER BY n DESC", "'Ministry of Health' | 1\n'Red Office' | 0\n"},
		{"MATCH (a:Agency) RETURN a {.name, x: 1} ORDER BY a.name LIMIT 1", "{name: 'Ministry of Health', x: 1}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			got, err := run(g, catalog, tt.query, cypher.Options{})
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// TestErrors asks for errors that say where and what instead.
func TestErrors(t *testing.T) {
	g := sample(t)
	catalog := cypher.ReaderCatalog(schema.Default())
	tests := []struct{ query, want string }{
		{"MATCH (n:Agancy) RETURN n", "did you mean `Agency`?"},
		{"MATCH ()-[r:LEDS]->() RETURN r", "did you mean `LEADS`?"},
		{"MATCH (n) WHERE n:Agancy RETURN n", "did you mean `Agency`?"},
		{"MATCH ()-[r]->() WHERE r:LEDS RETURN r", "did you mean `LEADS`?"},
		{"UNWIND $x AS x RETURN x:LEADS OR x:Agancy AS l", "did you mean `Agency`?"},
		{"MATCH (n)\nCREATE (m:Agency)", "line 2, column 1: "},
		{"MATCH (n)\n  SET n.x = 1", "\n    SET n.x = 1\n    ^"},
		{"MTCH (n) RETURN n", "did you mean MATCH?"},
		{"MATCH (n)\nRETURN m", "line 2, column 8"},
		{"MATCH (node)\nRETURN nod", "did you mean `node`?"},
		{"RETURN toLowr('A')", "did you mean `toLower`?"},
		{"CREATE (n:Agency)", "every edge keeps its evidence"},
		{"RETURN $x", "$x"},
		{"RETURN 1 !=2", "<>"},
		{"MATCH (n) RETURN n.name =~ '('", ""},
	}
	for _, tt := range tests {
		_, err := run(g, catalog, tt.query, cypher.Options{})
		var e *cypher.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.query, err, tt.want)
		}
	}
}

// TestHostileQueries end with an error, soon and within their memory.
func TestHostileQueries(t *testing.T) {
	m := &cypher.Memory{}
	if _, err := run(m, nil, "UNWIND range(1, 300) AS i CREATE (:N {i: i})", cypher.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := run(m, nil, "MATCH (a:N), (b:N) WHERE a.i < 40 AND b.i < 40 CREATE (a)-[:R]->(b)", cypher.Options{}); err != nil {
		t.Fatal(err)
	}
	o := cypher.Options{Timeout: 300 * time.Millisecond, MaxMemory: 32 << 20, MaxRows: 100_000}
	for _, text := range []string{
		"MATCH (a), (b), (c), (d) RETURN count(*)",
		"MATCH p = ({i: 1})-[*1..30]-({i: 2}) RETURN count(p)",
		"MATCH (a), (b), (c) RETURN a, b, c",
		"UNWIND range(1, 100000000) AS x RETURN collect(x)",
		"RETURN range(1, 1000000000000)",
		"RETURN reduce(s = 'aaaaaaaaaaaaaaaa', x IN range(1, 40) | s + s)",
		"UNWIND range(1, 3000000) AS x WITH x ORDER BY -x RETURN count(x)",
		"RETURN " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000),
		"RETURN " + strings.Repeat("[", 100_000),
		"RETURN " + strings.Repeat("{a: (", 50_000),
		"RETURN " + strings.Repeat("1 + ", 20_000) + "1",
		"RETURN " + strings.Repeat("NOT ", 20_000) + "true",
		"RETURN [" + strings.Repeat("[x IN ", 400) + "y",
		"MATCH " + strings.Repeat("(a)-->", 2_000) + "(b) RETURN 1",
	} {
		done := make(chan error, 1)
		go func() {
			_, err := run(m, nil, text, o)
			done <- err
		}()
		select {
		case err := <-done:
			var e *cypher.Error
			if !errors.As(err, &e) {
				t.Errorf("%.60s: got %v", text, err)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%.60s: still running", text)
		}
	}
}

// TestFailedWrite leaves the graph as it was.
func TestFailedWrite(t *testing.T) {
	m := &cypher.Memory{}
	if _, err := run(m, nil, "CREATE (:A {x: 1})-[:R]->(:B)", cypher.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"MATCH (a:A) SET a.x = 2, a:C CREATE (a)-[:S]->(:D) WITH a MATCH (a) DELETE a",
		"MATCH (a:A) DETACH DELETE a WITH 1 AS one RETURN one / 0",
	} {
		if _, err := run(m, nil, text, cypher.Options{}); err == nil {
			t.Fatalf("%s: no error", text)
		}
		got, err := run(m, nil, "MATCH (a)-[r]->(b) RETURN a, r, b", cypher.Options{})
		if err != nil || got != "(:A {x: 1}) | [:R] | (:B)\n" {
			t.Errorf("after %s: %q, %v", text, got, err)
		}
	}
}

// TestHiddenVariables asks that a comprehension's variable is not taken for a column that is written alike.
func TestHiddenVariables(t *testing.T) {
	tests := []struct{ query, want string }{
		{"UNWIND [{x: 1}] AS a WITH a.x AS y, a WHERE any(a IN [{x: 5}] WHERE a.x = 5) RETURN y", "1\n"},
		{"UNWIND [{x: 1}, {x: 2}] AS a RETURN a.x AS y, [a IN [{x: 5}] | a.x] + collect(1) AS z ORDER BY y", "1 | [5, 1]\n2 | [5, 1]\n"},
		{"UNWIND [3, 1, 2] AS x RETURN x ORDER BY [x IN [7] | x][0] + x", "1\n2\n3\n"},
		{"UNWIND [1, 2] AS x WITH x ORDER BY x DESC LIMIT 1 RETURN x", "2\n"},
		{"UNWIND [1, 2, 3] AS x WITH x * 2 AS y ORDER BY y DESC WHERE x > 1 RETURN y", "6\n4\n"},
		{"UNWIND [1, 2, 3, 4] AS x WITH x AS y, x % 2 AS z ORDER BY x % 2, -x SKIP 1 LIMIT 2 WHERE any(k IN [x] WHERE k > 2) RETURN y", "3\n"},
		{"UNWIND [1, 1, 2] AS x WITH DISTINCT x AS y RETURN sum(y)", "3\n"},
		{"WITH 1 AS x RETURN x UNION WITH 1 AS x RETURN x", "1\n"},
		{"WITH 1 AS x RETURN x UNION ALL WITH 1 AS x RETURN x", "1\n1\n"},
		{"RETURN 1 < 2 < 3, 1 < 3 < 2, null IS NULL", "true | false | true\n"},
	}
	for _, tt := range tests {
		got, err := run(&cypher.Memory{}, nil, tt.query, cypher.Options{})
		if err != nil || got != tt.want {
			t.Errorf("%s: got %q, %v; want %q", tt.query, got, err, tt.want)
		}
	}
}

// TestPlan asks for the plan: by the index, from the smaller side, and without running.
func TestPlan(t *testing.T) {
	g := sample(t)
	for text, want := range map[string]string{
		"EXPLAIN MATCH (a:Agency)-[:LEADS]->(p {name: 'Safe Water'}) RETURN a":  "index name (p)",
		"EXPLAIN MATCH (a:Agency)-[:LEADS]->(i:Issue) RETURN a":                 "scan label Issue",
		"EXPLAIN MATCH (n) RETURN n ORDER BY n.name LIMIT 2":                    "Top",
		"EXPLAIN MATCH (n) WHERE n.name = 'a' OR n.name IN ['b', 'c'] RETURN n": "index name or index name (n)",
		"EXPLAIN MATCH (n) WHERE elementId(n) = 'law:l' RETURN n":               "by identity (n)",
		"EXPLAIN MATCH (n) WHERE id(n) IN ['law:l'] RETURN n":                   "by identity (n)",
		"EXPLAIN MATCH (n:Issue) WHERE n.name = 'a' OR n.support = 2 RETURN n":  "scan label Issue",
		"PROFILE MATCH (a:Agency) RETURN a.name":                                "[2 rows",
	} {
		q, err := cypher.Prepare(text, cypher.ReaderCatalog(schema.Default()))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := q.Run(context.Background(), g, cypher.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range rows.All() {
			if err != nil {
				t.Fatal(err)
			}
			if q.Mode() == syntax.Explain {
				t.Error("EXPLAIN gives no rows")
			}
		}
		if plan := rows.Plan(); !strings.Contains(plan, want) {
			t.Errorf("%s: the plan is\n%swant %q", text, plan, want)
		}
	}
}

func FuzzPrepare(f *testing.F) {
	for _, s := range []string{"MATCH (n)-[r:A|B*1..2]->(m {x: $p}) WHERE n.x = 1 RETURN n, count(*) ORDER BY n.x SKIP 1 LIMIT 2",
		"RETURN [x IN [1] WHERE x > 1 | x], {a: 1}['a'], CASE 1 WHEN 2 THEN 3 END", "MERGE (a) ON CREATE SET a.x = 1 RETURN EXISTS { (a)-->() }",
		"CALL db.x() YIELD a RETURN all(x IN [1] WHERE x)", "WITH 1 AS a RETURN a UNION ALL RETURN 0x1F AS a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := cypher.Prepare(text, nil)
		var e *cypher.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("not an *Error: %v", err)
		}
		if err != nil || q.Writes() {
			return
		}
		rows, err := q.Run(context.Background(), &cypher.Memory{}, cypher.Options{MaxSteps: 10_000, MaxMemory: 1 << 20})
		if err != nil {
			return
		}
		for _, err := range rows.All() {
			if err != nil && !errors.As(err, &e) {
				t.Fatalf("not an *Error: %v", err)
			}
		}
	})
}
