package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mandate/extract"
	"mandate/extract/input"
	"mandate/extract/score"
	"mandate/graph"

	"github.com/urfave/cli/v2"
)

func evalVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "eval",
		Usage: "score the graph against gold annotations",
		Description: `Reads each document that has a gold file, on its own and without a store, and compares the graph with the
gold one: precision, recall and F1 of nodes and edges, how often the status is right, how often the
evidence stands where the annotator found it, how often each rule is right, and how often edges are right by
their confidence. The documents are looked for in the folder docs beside the
gold folder, or beside the gold file, unless --docs says where they are.

With --errors every error is listed, and at the end how many there are of each cause. A cause is told by rules:
` + score.CauseHelp + `

Examples:
  mandate eval --gold testdata/gold
  mandate eval --gold testdata/gold/cable.json --errors
  mandate eval --gold cable.json --graph predicted.json --json`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "gold", Usage: "gold `FILE`, or folder of gold files"},
			&cli.StringFlag{Name: "docs", Usage: "folder `DIR` with the documents"},
			&cli.StringFlag{Name: "graph", Usage: "score this exported graph in JSON `FILE` (or folder of them, named like the gold files) instead of reading the documents"},
			fastFlag(),
			&cli.BoolFlag{Name: "errors", Usage: "list every node and edge that is missed, false or double, with the words that say it, and count their causes"},
			schemaFlag(), jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			opt := evalOptions{
				Gold: c.String("gold"), Docs: c.String("docs"), Graph: c.String("graph"),
				Schema: c.String("schema"), Errors: c.Bool("errors"), JSON: c.Bool("json"), Fast: c.Bool("fast"),
			}
			if opt.Gold == "" && c.NArg() == 1 {
				opt.Gold = c.Args().First()
			} else if err := noWords(c); err != nil {
				return err
			}
			if opt.Gold == "" {
				return usagef("eval", "name the gold annotations with --gold")
			}
			ctx, stop := interruptible(c.Context)
			defer stop()
			return runEval(ctx, opt, std.out)
		},
	}
}

type evalOptions struct {
	Gold   string // file or folder
	Docs   string // folder, "" beside the gold
	Graph  string // predicted graph or folder of them, "" to read the documents
	Schema string // file, "" for the built-in one
	Errors bool
	JSON   bool
	Fast   bool // without trees
}

func runEval(ctx context.Context, opt evalOptions, out io.Writer) error {
	files, err := goldFiles(opt.Gold)
	if err != nil {
		return err
	}
	predict := func(file string, _ *score.Gold) (*score.Graph, map[string]int, error) {
		g, err := readPredicted(opt.Graph, file)
		return g, nil, err
	}
	var pipeline *extract.Pipeline
	if opt.Graph == "" {
		sch, err := readSchema(opt.Schema)
		if err != nil {
			return err
		}
		if pipeline, err = extract.New(extract.Options{Schema: sch, Fast: opt.Fast}); err != nil {
			return fmt.Errorf("set up the pipeline: %w", err)
		}
		predict = func(file string, gold *score.Gold) (*score.Graph, map[string]int, error) {
			return readDocument(ctx, pipeline, findText(opt.Docs, file, gold.Document))
		}
	}
	var docs []score.Named
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read the gold file: %w", err)
		}
		gold, err := score.ParseGold(file, text)
		if err != nil {
			return err
		}
		pred, left, err := predict(file, gold)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		result := score.Score(gold, pred)
		if (opt.Errors || opt.JSON) && pipeline != nil {
			tried, err := triedIn(pipeline, findText(opt.Docs, file, gold.Document))
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			result.Tried(tried)
		}
		docs = append(docs, score.Named{Name: filepath.Base(file), Result: result, LeftOut: left})
	}
	if opt.JSON {
		return score.WriteJSON(out, docs)
	}
	if err := score.WriteText(out, docs, opt.Errors); err != nil {
		return err
	}
	if err := score.WriteRules(out, docs); err != nil || !opt.Errors {
		return err
	}
	return score.WriteCauses(out, docs)
}

// triedIn reads a document once more and says on which of its sentences a frame of a relation was tried.
func triedIn(pipeline *extract.Pipeline, path string) (func(relation string, quotes []string) bool, error) {
	type try struct{ relation, sentence string }
	var tried []try
	for src, err := range input.Sources([]string{path}, input.Options{}) {
		if err != nil {
			return nil, err
		}
		data, err := src.Load(input.Options{})
		if err != nil {
			return nil, err
		}
		ex, err := pipeline.Explain(src.Name, data)
		if err != nil {
			return nil, err
		}
		at := func(i int) string {
			sp := ex.Document.Sentences[i].Span
			return ex.Document.Source[sp.Start:sp.End]
		}
		for _, a := range ex.Almost {
			if a.Trigger >= 0 && !strings.HasPrefix(a.Rule, "learned.") {
				tried = append(tried, try{a.Relation, at(a.Sentence)})
			}
		}
		for _, r := range ex.Document.Relations {
			if !strings.HasPrefix(r.Rule, "learned.") {
				tried = append(tried, try{r.Type, at(r.Sentence)})
			}
		}
	}
	return func(relation string, quotes []string) bool {
		return slices.ContainsFunc(tried, func(t try) bool { return t.relation == relation && score.Says(t.sentence, quotes) })
	}, nil
}

// goldFiles are the .json files of a folder, sorted, or the one file.
func goldFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("find the gold annotations: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("find the gold annotations: %w", err)
	}
	var files []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			files = append(files, filepath.Join(path, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no gold file (*.json) in %s", path)
	}
	return files, nil
}

// findText says where the document of a gold file is.
func findText(docs, goldFile, document string) string {
	if docs != "" {
		return sameStem(filepath.Join(docs, document))
	}
	dir := filepath.Dir(goldFile)
	beside := sameStem(filepath.Join(dir, "..", "docs", document))
	if _, err := os.Stat(beside); err == nil {
		return beside
	}
	return sameStem(filepath.Join(dir, document))
}

// sameStem is the path, or where no file has it, that of the one file beside it with the same name but another ending:
// annotations often name the text that was made of a document.
func sameStem(path string) string {
	if _, err := os.Stat(path); err == nil {
		return path
	}
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	found, err := filepath.Glob(stem + ".*")
	found = slices.DeleteFunc(found, func(f string) bool { return filepath.Ext(f) == ".json" }) // gold, not a document
	if err == nil && len(found) == 1 {
		return found[0]
	}
	return path
}

// readDocument reads one document into a graph of its own, and says how many relations it left out, by reason.
func readDocument(ctx context.Context, pipeline *extract.Pipeline, path string) (*score.Graph, map[string]int, error) {
	var found []*graph.Contribution
	left := map[string]int{}
	fresh := func(string, string) bool { return false }
	err := pipeline.Each(ctx, input.Sources([]string{path}, input.Options{}), fresh, func(r extract.Result) error {
		if r.Err != nil {
			return fmt.Errorf("%s: %s", r.Name, skipReason(r.Err))
		}
		found = append(found, r.Contribution)
		for reason, n := range r.Dropped {
			left[reason] += n
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("no document at %s: say with --docs where the documents are", path)
	}
	g, err := score.FromReader(graph.NewGraph(found...))
	return g, left, err
}

// readPredicted reads the predicted graph that belongs to a gold file. One that is missing from a folder is empty.
func readPredicted(path, goldFile string) (*score.Graph, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("find the predicted graph: %w", err)
	}
	if info.IsDir() {
		path = filepath.Join(path, filepath.Base(goldFile))
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &score.Graph{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the predicted graph: %w", err)
	}
	defer f.Close()
	g, err := score.ReadGraph(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return g, nil
}
