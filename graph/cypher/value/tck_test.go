package value_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mandate/graph/cypher/value"
)

// features is the folder of the conformance scenarios, or the test is skipped.
func features(t *testing.T) string {
	for _, dir := range []string{os.Getenv("TCK_DIR"), filepath.Join(os.Getenv("MANDATE_SHARED"), "tck/features"), "../../../../shared/tck/features"} {
		if st, err := os.Stat(filepath.Join(dir, "expressions")); dir != "" && err == nil && st.IsDir() {
			return dir
		}
	}
	t.Skip("the openCypher conformance scenarios are not there: put them at ../shared/tck beside the repository, or set TCK_DIR")
	return ""
}

// scenario is one scenario with the values of its example put in.
type scenario struct {
	name, query string
	columns     []string
	rows        [][]string
	stored      map[string]string // variables that stand for stored nodes: their properties
	unordered   bool              // lists without order
	err         string            // class and detail of the error
}

// readFeature reads the scenarios that need no graph: those with one query and one outcome.
func readFeature(t *testing.T, file string) []scenario {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []scenario
	for _, block := range regexp.MustCompile(`(?m)^  Scenario`).Split(string(data), -1)[1:] {
		name, body, _ := strings.Cut(block, "\n")
		body, examples, _ := strings.Cut(body, "Examples:")
		quotes := 2
		if strings.Contains(body, "having executed") {
			quotes = 4
		}
		if strings.Contains(body, "parameters are") || strings.Count(body, `"""`) != quotes {
			continue
		}
		table := readTable(examples)
		if len(table) == 0 {
			all = append(all, oneScenario(name, body))
			continue
		}
		for _, row := range table[1:] {
			text := body
			for i, column := range table[0] {
				text = strings.ReplaceAll(text, "<"+column+">", row[i])
			}
			all = append(all, oneScenario(fmt.Sprint(name, row), text))
		}
	}
	return all
}

func oneScenario(name, body string) scenario {
	parts := strings.Split(body, `"""`)
	s := scenario{name: strings.TrimSpace(name), query: strings.TrimSpace(parts[1])}
	if len(parts) > 3 {
		s.query, s.stored = withoutMatch(strings.TrimSpace(parts[3]), parts[1])
		parts = parts[2:]
	}
	s.unordered = strings.Contains(parts[2], "ignoring element order")
	if m := regexp.MustCompile(`a (\w+) should be raised.*: (\S+)`).FindStringSubmatch(parts[2]); m != nil {
		s.err = m[1] + ": " + m[2]
		return s
	}
	if table := readTable(parts[2]); len(table) > 0 {
		s.columns, s.rows = table[0], table[1:]
	}
	return s
}

var (
	created = regexp.MustCompile(`(?m)^\s*CREATE \(:(\w+) (\{.*\})\)\s*$`)
	matched = regexp.MustCompile(`\((\w+):\s*(\w+)\)`)
	clause  = regexp.MustCompile(`(?m)^\s*MATCH [^\n]*\n`)
)

// withoutMatch takes MATCH out of a query that finds single nodes by label, as they were created with properties.
func withoutMatch(query, setup string) (rest string, stored map[string]string) {
	byLabel := map[string]string{}
	for _, m := range created.FindAllStringSubmatch(setup, -1) {
		byLabel[m[1]] = m[2]
	}
	stored = map[string]string{}
	for _, line := range clause.FindAllString(query, -1) {
		for _, m := range matched.FindAllStringSubmatch(line, -1) {
			if byLabel[m[2]] == "" {
				return query, nil
			}
			stored[m[1]] = byLabel[m[2]]
		}
	}
	if len(stored) == 0 || len(byLabel) != len(stored) {
		return query, nil
	}
	return strings.TrimSpace(clause.ReplaceAllString(query, "\n")), stored
}

func readTable(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			continue
		}
		var row []string
		for _, cell := range regexp.MustCompile(`(?:\\.|[^|\\])+`).FindAllString(line, -1) {
			row = append(row, strings.TrimSpace(strings.ReplaceAll(cell, `\|`, `|`)))
		}
		rows = append(rows, row)
	}
	return rows
}

// TestConformance runs every scenario that consists of WITH and RETURN over expressions that the small evaluator of
// these tests knows. The whole language is run by the package above.
func TestConformance(t *testing.T) {
	dir := features(t)
	folders := []string{"temporal", "list", "map", "string", "mathematical", "typeConversion", "comparison", "boolean", "null", "literals", "precedence"}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(dir, "expressions", folder, "*.feature"))
		if err != nil || len(files) == 0 {
			t.Fatal("no features in", folder, err)
		}
		passed, skipped := 0, 0
		for _, file := range files {
			for _, s := range readFeature(t, file) {
				switch ok, why := runScenario(s); {
				case ok:
					passed++
				case why == "":
					skipped++
				default:
					t.Errorf("%s %s\n%s\n%s", filepath.Base(file), s.name, s.query, why)
				}
			}
		}
		t.Logf("%s  passed %d  not evaluated here %d", folder, passed, skipped)
	}
}

// runScenario says whether the scenario passed; where it did not, why is "" when the evaluator does not know it.
func runScenario(s scenario) (ok bool, why string) {
	e := &evaluator{env: testEnv(), vars: map[string]value.Value{}}
	for name, properties := range s.stored {
		e.tokens, e.i = tokens(properties), 0
		v, err := e.expression(0)
		if err != nil {
			return false, err.Error()
		}
		e.stored = append(e.stored, value.Entry{Key: name, Value: v})
	}
	names, got, err := e.query(s.query)
	if errors.Is(err, errUnknown) || s.err != "" && strings.HasPrefix(s.err, "SyntaxError") {
		return false, ""
	}
	if s.err != "" {
		var ve *value.Error
		if !errors.As(err, &ve) || ve.Class+": "+ve.Detail != s.err && !strings.HasSuffix(s.err, "*") {
			return false, fmt.Sprintf("want %s, got %v %v", s.err, got, err)
		}
		return true, ""
	}
	if err != nil {
		return false, err.Error()
	}
	if len(s.rows) != 1 || len(s.rows[0]) != len(got) {
		return false, ""
	}
	for i := range got {
		want, err := value.ParseNotation(strings.ReplaceAll(s.rows[0][i], `\\`, `\`))
		if err != nil {
			return false, err.Error()
		}
		if g, w := value.Canonical(got[i], s.unordered), value.Canonical(want, s.unordered); g != w {
			return false, fmt.Sprintf("%s: want %s, got %s", names[i], w, g)
		}
	}
	return true, ""
}

func testEnv() *value.Env {
	return &value.Env{Statement: time.Date(2026, 11, 24, 1, 2, 3, 456789000, time.UTC)}
}
