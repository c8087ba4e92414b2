package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"mandate/extract/models"
	"mandate/extract/token"
	"mandate/extract/train"
)

// sharedData is the folder of treebanks and marked names; the test is skipped without it.
func sharedData(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("MANDATE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	data := filepath.Join(dir, "data")
	if _, err := os.Stat(filepath.Join(data, "treebanks", "ewt")); err != nil {
		t.Skip("no treebanks in ../shared nor in $MANDATE_SHARED")
	}
	return data
}

// scores are those of the manifest, of one file.
func scores(t *testing.T, file string) map[string]string {
	t.Helper()
	m, err := models.ReadManifest()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range m.Models {
		if e.File == file {
			return e.Scores
		}
	}
	t.Fatalf("the manifest does not name %s", file)
	return nil
}

func TestEmbeddedParserKeepsItsScores(t *testing.T) {
	data := sharedData(t)
	m, err := loadModels("")
	if err != nil {
		t.Fatal(err)
	}
	gold, err := train.ReadConlluFile(filepath.Join(data, "treebanks", "ewt", "en_ewt-ud-dev.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	annotate, err := parseWith(m)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]bool{"EWT dev": false, "EWT dev, raw text": true} {
		if got, want := treebankLine(gold, token.Split, annotate, raw), scores(t, "parser.model")[name]; got != want {
			t.Errorf("%s: %s, the manifest says %s", name, got, want)
		}
	}
	carb := filepath.Join(data, "openie", "carb_dev.tsv")
	if _, err := os.Stat(carb); err != nil {
		return
	}
	got, err := openieLine(carb, annotate, "")
	if err != nil {
		t.Fatal(err)
	}
	if want := scores(t, "parser.model")["CaRB dev"]; got != want {
		t.Errorf("CaRB dev: %s, the manifest says %s", got, want)
	}
}

func TestEmbeddedNamesKeepTheirScores(t *testing.T) {
	data := sharedData(t)
	m, err := loadModels("")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scoreNames(m, filepath.Join(data, "ner", "government", "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for name, types := range map[string][]string{
		"government dev names":   {"Agency", "Law", "Program", "Region", "Person"},
		"government dev phrases": {"Issue", "Group"},
	} {
		var p, r, f float64
		if _, err := fmt.Sscanf(scores(t, "names.model")[name], "P %f R %f F1 %f", &p, &r, &f); err != nil {
			t.Fatal(err)
		}
		// The model reads what the rules found, which change without it: a little up or down is no fault.
		if _, _, got := s.Sum(types...).PRF(); math.Abs(got-f) > 0.02 {
			t.Errorf("%s: F1 %.3f, the manifest says %.3f", name, got, f)
		}
	}
}
