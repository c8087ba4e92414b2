package extract_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract"
	"mandate/extract/score"
	"mandate/graph"
)

var update = flag.Bool("update", false, "write the score tables anew")

// Quality is golden: the scores of every document stand in testdata/golden/scores.txt, so that a change that costs
// quality shows in review.
func TestScores(t *testing.T) {
	table := scoreTable(t, "../testdata/gold", "../testdata/docs")
	golden(t, "../testdata/golden/scores.txt", table)
}

// The same for the annotated documents that are not part of the repository.
func TestScoresShared(t *testing.T) {
	shared := os.Getenv("MANDATE_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	if _, err := os.Stat(filepath.Join(shared, "eval", "gold")); err != nil {
		t.Skip("the annotated documents are not there (set MANDATE_SHARED to the folder that holds eval/gold)")
	}
	table := scoreTable(t, filepath.Join(shared, "eval", "gold"), filepath.Join(shared, "eval", "docs"))
	golden(t, "../testdata/golden/scores-shared.txt", table)
}

// scoreTable reads each annotated document with and without trees and writes the scores.
func scoreTable(t *testing.T, gold, docs string) string {
	t.Helper()
	var b bytes.Buffer
	for _, mode := range []struct {
		name string
		fast bool
	}{{"with trees", false}, {"--fast, from word order", true}} {
		p, err := extract.New(extract.Options{Fast: mode.fast})
		if err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(gold, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no gold files in %s: %v", gold, err)
		}
		var results []score.Named
		for _, f := range files {
			results = append(results, score.Named{Name: filepath.Base(f), Result: scoreOne(t, p, f, docs)})
		}
		fmt.Fprintf(&b, "%s\n", mode.name)
		if err := score.WriteText(&b, results, false); err != nil {
			t.Fatal(err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func scoreOne(t *testing.T, p *extract.Pipeline, goldFile, docs string) score.Result {
	t.Helper()
	data, err := os.ReadFile(goldFile)
	if err != nil {
		t.Fatal(err)
	}
	gold, err := score.ParseGold(goldFile, data)
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(docs, strings.TrimSuffix(filepath.Base(goldFile), ".json")+".*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: its document: %v, %v", goldFile, found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	_, c, err := p.Read(filepath.Base(found[0]), text)
	if err != nil {
		t.Fatal(err)
	}
	g, err := score.FromReader(graph.NewGraph(c))
	if err != nil {
		t.Fatal(err)
	}
	return score.Score(gold, g)
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (write it with go test ./extract -update)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the scores changed (-recorded +now); if it is for the better, record them with go test ./extract -update\n%s", diff)
	}
}
