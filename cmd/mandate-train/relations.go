package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"mandate/extract/models"
	"mandate/extract/score"
	"mandate/extract/train"
)

// relationsCommand trains the scorer of pairs of mentions.
func relationsCommand() *cli.Command {
	return &cli.Command{
		Name:  "relations",
		Usage: "train the scorer of related mentions, or measure it on documents it has not seen",
		Flags: []cli.Flag{
			dataFlag(), &cli.StringFlag{Name: "out", Usage: "`DIR` to write to"}, goldFlag(),
			&cli.BoolFlag{Name: "leave-one-out", Usage: "score each document of --gold with a scorer that has not learnt from it, and write no model"},
		},
		Action: func(c *cli.Context) error {
			if c.Bool("leave-one-out") {
				return leaveOneOut(c.String("data"), c.StringSlice("gold"), c.App.Writer)
			}
			if c.String("out") == "" {
				return errors.New("say where to write the model: --out DIR")
			}
			return runRelations(c.String("data"), c.String("out"), c.StringSlice("gold"))
		},
	}
}

func goldFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "gold", Usage: "folder `DIR` of gold graphs to learn from as well, their documents in the folder docs beside it", Value: cli.NewStringSlice("testdata/gold")}
}

// markedWeight is the weight of a text with marked relations against a document with a gold graph: the texts are of more
// kinds, and the gold graphs are what an analyst would draw. Set on the sample documents.
const markedWeight = 0.25

// pairOptions are those of the pair model, set on the government dev texts and the sample documents.
var pairOptions = train.LinearOptions{Rate: 0.05, Decay: 1e-2, Marked: 1}

// pairDocuments reads all that the scorer learns from, and says how much each document counts.
func pairDocuments(data string, gold []string) ([]train.PairDocument, func(int) float64, error) {
	texts, err := train.ReadRelatedFile(filepath.Join(data, "relations", "government", "train.jsonl"))
	if err != nil {
		return nil, nil, err
	}
	marks, err := train.ReadMarkedFile(filepath.Join(data, "ner", "government", "train.jsonl"))
	if err != nil {
		return nil, nil, err
	}
	names := map[string][]train.Mark{}
	for i := range marks {
		names[marks[i].ID] = marks[i].Marks
	}
	docs, err := train.ReadPairs(texts, names)
	if err != nil {
		return nil, nil, err
	}
	marked := len(docs)
	for _, dir := range gold {
		more, err := train.ReadGraphPairs(dir, filepath.Join(dir, "..", "docs"))
		if err != nil {
			return nil, nil, err
		}
		docs = append(docs, more...)
	}
	pairs, related := 0, 0
	for i := range docs {
		pairs += len(docs[i].Cases)
		for k := range docs[i].Cases {
			if docs[i].Cases[k].Class > 0 {
				related++
			}
		}
	}
	fmt.Fprintf(os.Stderr, "relations: %d documents, %d pairs of mentions, %d related\n", len(docs), pairs, related)
	return docs, func(i int) float64 {
		if i < marked {
			return markedWeight
		}
		return 1
	}, nil
}

func runRelations(data, out string, gold []string) error {
	docs, weight, err := pairDocuments(data, gold)
	if err != nil {
		return err
	}
	t, tallies, err := train.LearnPairs(docs, weight, pairOptions)
	if err != nil {
		return err
	}
	for _, x := range tallies {
		t.Floats["unseen"] = append(t.Floats["unseen"], float32(x.Right), float32(x.Found), float32(x.Gold))
	}
	fmt.Fprintf(os.Stderr, "relations: on unseen documents %s; with a gold graph %s\n", prf(tallies[0]), prf(tallies[1]))
	var buf bytes.Buffer
	if err := t.Encode(&buf); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "relations.model"), buf.Bytes(), 0o644)
}

// relationScores are the scores that the model took along from its learning: on documents that it had not seen.
func relationScores(t *models.Tensors) map[string]string {
	scores := map[string]string{}
	for i, name := range []string{"related pairs of mentions, unseen documents", "related pairs of mentions, unseen documents with a gold graph"} {
		if f := t.Floats["unseen"]; len(f) >= 3*i+3 {
			scores[name] = prf(train.Tally{Right: int(f[3*i]), Found: int(f[3*i+1]), Gold: int(f[3*i+2])})
		}
	}
	return scores
}

// leaveOneOut scores every gold document with a scorer that has learnt from all the others.
func leaveOneOut(data string, gold []string, w io.Writer) error {
	docs, weight, err := pairDocuments(data, gold)
	if err != nil {
		return err
	}
	var results []score.Named
	for _, dir := range gold {
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			return err
		}
		for _, path := range files {
			stem := strings.TrimSuffix(filepath.Base(path), ".json")
			t, _, err := train.LearnPairs(docs, func(i int) float64 {
				if docs[i].Name == stem {
					return 0
				}
				return weight(i)
			}, pairOptions)
			if err != nil {
				return err
			}
			r, err := scoreWith(t, path, filepath.Join(dir, "..", "docs", stem+".*"))
			if err != nil {
				return err
			}
			results = append(results, score.Named{Name: filepath.Base(path), Result: r})
		}
	}
	if err := score.WriteText(w, results, false); err != nil {
		return err
	}
	return score.WriteRules(w, results)
}
