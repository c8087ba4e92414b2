package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mandate/graph/cypher/syntax"
)

// The picture in README.md is what the command beside it makes of the sample documents.
func TestReadmePicture(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	dir := t.TempDir()
	db, got := filepath.Join(dir, "readme.db"), filepath.Join(dir, "readme.svg")
	mustRun(t, exitFine, "build", "--quiet", "--db", db, "testdata/docs")
	mustRun(t, exitFine, "diagram", "ego", "National Plan Against Illegal Fishing", "--hops", "4", "--db", db, "-o", got)
	picture, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "golden", "readme.svg")
	if *update {
		if err := os.WriteFile(golden, picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(picture) {
		t.Errorf("%s is not what the command makes now (write it anew with go test ./cmd/mandate -run ReadmePicture -update)", golden)
	}
}

// The ten questions of README.md are those of the help, and each of them finds something in the sample documents.
func TestReadmeQuestions(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "```cypher\n"+questions+"```") {
		t.Error("README.md does not have cmd/mandate/questions.cypher as it stands")
	}
	db := filepath.Join(t.TempDir(), "readme.db")
	mustRun(t, exitFine, "build", "--quiet", "--db", db, "testdata/docs")
	list := syntax.Split(questions)
	if len(list) != 10 {
		t.Fatalf("%d questions", len(list))
	}
	for _, q := range list {
		query := questions[q.Start:q.End]
		if out := mustRun(t, exitFine, "query", "--db", db, "--format", "jsonl", query); out == "" {
			t.Errorf("nothing found by\n%s", query)
		}
	}
}
