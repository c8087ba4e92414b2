package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"mandate/extract"
	"mandate/extract/models"
	"mandate/extract/score"
	"mandate/graph"
)

// scoreWith scores the graph of one document, read with a phrase judge and a scorer of relations.
func scoreWith(phrases, pairs *models.Tensors, d goldDocument) (score.Result, error) {
	p, err := extract.New(extract.Options{Phrases: phrases, Pairs: pairs})
	if err != nil {
		return score.Result{}, err
	}
	return scoreGold(p, d)
}

// scoreGold scores the graph of a document.
func scoreGold(p *extract.Pipeline, d goldDocument) (score.Result, error) {
	text, err := os.ReadFile(d.gold)
	if err != nil {
		return score.Result{}, err
	}
	gold, err := score.ParseGold(d.gold, text)
	if err != nil {
		return score.Result{}, err
	}
	found, err := filepath.Glob(d.pattern)
	if err != nil || len(found) != 1 {
		return score.Result{}, fmt.Errorf("%s: one document %s is expected", d.gold, d.pattern)
	}
	if text, err = os.ReadFile(found[0]); err != nil {
		return score.Result{}, err
	}
	_, c, err := p.Read(filepath.Base(found[0]), text)
	if err != nil {
		return score.Result{}, err
	}
	g, err := score.FromReader(graph.NewGraph(c))
	if err != nil {
		return score.Result{}, err
	}
	return score.Score(gold, g), nil
}

// goldDocument is a gold file and where its document is.
type goldDocument struct{ name, gold, pattern string }

// goldDocuments are those of folders of gold graphs, whose documents are in the folder docs beside each.
func goldDocuments(dirs []string) ([]goldDocument, error) {
	var out []goldDocument
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("no gold file (*.json) in %s", dir)
		}
		for _, f := range files {
			stem := strings.TrimSuffix(filepath.Base(f), ".json")
			out = append(out, goldDocument{stem, f, filepath.Join(dir, "..", "docs", stem+".*")})
		}
	}
	return out, nil
}
