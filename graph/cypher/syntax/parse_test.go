package syntax_test

import (
	"errors"
	"strings"
	"testing"

	"mandate/graph/cypher/syntax"
)

// TestParse reads every clause and kind of expression.
func TestParse(t *testing.T) {
	for _, text := range []string{
		"MATCH (n:A:B {x: 1})-[r:T|U*1..3 {y: 2}]->(m), p = shortestPath((a)-[*..5]-(b)) WHERE n.x = 1 RETURN *",
		"OPTIONAL MATCH (a)<--(b) WITH DISTINCT a, count(*) AS n ORDER BY n DESC SKIP 1 LIMIT 2 WHERE n > 1 RETURN a;",
		"UNWIND [1, 2] AS x RETURN x UNION ALL RETURN 3 AS x",
		"CALL db.labels() YIELD label AS l WHERE l <> 'x' RETURN l",
		"CREATE (a)-[:T]->(b) SET a.x = 1, a += {y: 2}, a:L REMOVE a.z, a:M DETACH DELETE b",
		"MERGE (a:A) ON CREATE SET a.x = 1 ON MATCH SET a.x = 2",
		"RETURN CASE WHEN true THEN 1 ELSE 2 END, [x IN range(1, 2) WHERE x > 1 | x * 2], [(a)-->(b) | b.x], reduce(s = 0, x IN [1] | s + x)",
		"RETURN all(x IN [1] WHERE x = 1), EXISTS { (a)-->(b) WHERE a.x = 1 }, COUNT { MATCH (n) RETURN n }, n {.x, .*, y: 1, z}",
		"RETURN -9223372036854775808, 0x7F, 0o17, .5, 1e3, 'a\\u00e9\\'', \"b\", $p, $1, `a b`.c[1..], l[..-1], m['k'] // end",
		"RETURN 1 + 2 * 3 ^ 4 % 5 - -6 /* in between */ = 7 AND NOT a IS NULL OR b STARTS WITH 'c' XOR d =~ 'e'",
		"EXPLAIN MATCH (n) RETURN n", "PROFILE MATCH (n) RETURN n",
		"RETURN (1) - (2), (a)-[:T]-(b)",
	} {
		if _, err := syntax.Parse(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestErrors asks for the kind and the place of what is wrong.
func TestErrors(t *testing.T) {
	tests := []struct {
		text, detail string
		line, column int
	}{
		{"RETURN", syntax.UnexpectedSyntax, 1, 7},
		{"MATCH (n)\nRETRN n", syntax.UnexpectedSyntax, 2, 1},
		{"MATCH (n)", syntax.InvalidClauseComposition, 1, 1},
		{"RETURN 9223372036854775808", syntax.IntegerOverflow, 1, 8},
		{"RETURN 1e999", syntax.FloatingPointOverflow, 1, 8},
		{"RETURN 12ab", syntax.InvalidNumberLiteral, 1, 10},
		{"RETURN '\\uZZZZ'", syntax.InvalidUnicodeLiteral, 1, 9},
		{"RETURN 1 — 2", syntax.InvalidUnicodeCharacter, 1, 10},
		{"RETURN 'abc", syntax.UnexpectedSyntax, 1, 8},
		{"RETURN 1 /* x", syntax.UnexpectedSyntax, 1, 10},
		{"RETURN 1 AS a UNION RETURN 1 AS a UNION ALL RETURN 1 AS a", syntax.InvalidClauseComposition, 1, 35},
		{"MATCH (a)-[:T*-1]->(b) RETURN a", syntax.InvalidRelationshipPattern, 1, 15},
		{"RETURN 1 MATCH (n) RETURN n", syntax.InvalidClauseComposition, 1, 10},
		{"RETURN " + strings.Repeat("(", 1000) + "1", syntax.UnexpectedSyntax, 1, 507},
	}
	for _, tt := range tests {
		_, err := syntax.Parse(tt.text)
		var e *syntax.Error
		if !errors.As(err, &e) {
			t.Errorf("%.40q: no error", tt.text)
		} else if e.Detail != tt.detail || e.Line != tt.line || e.Column != tt.column && len(tt.text) < 100 {
			t.Errorf("%.40q: %s at %d:%d, want %s at %d:%d: %v", tt.text, e.Detail, e.Line, e.Column, tt.detail, tt.line, tt.column, err)
		}
	}
}

// TestErrorText shows the line and a caret, also after tabs and in long lines.
func TestErrorText(t *testing.T) {
	_, err := syntax.Parse("MATCH (n)\n\tRETURN n.x y")
	if want := "  \tRETURN n.x y\n  \t           ^"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got\n%v\nwant an end of\n%s", err, want)
	}
	_, err = syntax.Parse("RETURN " + strings.Repeat("1 + ", 500) + "]")
	if err == nil || len(err.Error()) > 500 {
		t.Errorf("the error shows too much: %v", err)
	}
}

func TestClosest(t *testing.T) {
	all := []string{"COORDINATES_WITH", "LEADS", "FUNDS"}
	for name, want := range map[string]string{"COORDINATE_WITH": "COORDINATES_WITH", "leeds": "LEADS", "ELADS": "LEADS", "X": "", "OPPOSES": ""} {
		if got := syntax.Closest(name, all); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("MATCH (n)-[r:A|B*1..2]->(m {x: $p}) WHERE n.x = 1 RETURN n, count(*) ORDER BY n.x")
	f.Add("RETURN [x IN [1] WHERE x > 1 | x], {a: 1}, 'x\\u00e9', 0x1f, .5")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := syntax.Parse(text)
		var e *syntax.Error
		if err != nil {
			if !errors.As(err, &e) || e.Error() == "" {
				t.Fatalf("not an *Error: %v", err)
			}
			return
		}
		for _, s := range q.Singles {
			for _, c := range s.Clauses {
				if r := c.Range(); r.Start < 0 || r.End < r.Start || r.End > len(text) {
					t.Fatalf("a clause at %v of %d bytes", r, len(text))
				}
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		_, _ = syntax.Parse("MATCH (a:Agency)-[:LEADS]->(p:Program)-[:ADDRESSES]->(i:Issue) RETURN i.name, count(DISTINCT a) ORDER BY 2 DESC LIMIT 10")
	}
}
