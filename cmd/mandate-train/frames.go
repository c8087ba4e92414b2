package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"mandate/extract"
	"mandate/extract/relate"
	"mandate/extract/score"
	"mandate/extract/train"
)

// framesCommand measures how far frames depend on the documents at hand when they were written.
func framesCommand() *cli.Command {
	return &cli.Command{
		Name:  "frames",
		Usage: "measure frames on documents without which they would not have been written",
		Description: `Nobody wrote down which document a frame was written for. In its place: a frame that is right about an
edge of one gold document, and right nowhere in the other ones nor in the marked texts of the data folder, may
have been written for that document. With --leave-one-out each document that --only names (default: all) is
scored with all frames, and without those.`,
		Flags: []cli.Flag{
			dataFlag(), goldFlag(),
			&cli.BoolFlag{Name: "leave-one-out", Usage: "score each document without the frames that only it supports"},
			&cli.StringSliceFlag{Name: "only", Usage: "`NAME` of a gold document to leave out, without .json (more than once for several)"},
		},
		Action: func(c *cli.Context) error {
			if !c.Bool("leave-one-out") {
				return errors.New("say what to measure: --leave-one-out")
			}
			return framesLeftOut(c.String("data"), c.StringSlice("gold"), c.StringSlice("only"), c.App.Writer)
		},
	}
}

func framesLeftOut(data string, gold, only []string, w io.Writer) error {
	docs, err := goldDocuments(gold)
	if err != nil {
		return err
	}
	for _, name := range only {
		if !slices.ContainsFunc(docs, func(d goldDocument) bool { return d.name == name }) {
			return fmt.Errorf("no gold document %s in %s", name, strings.Join(gold, ", "))
		}
	}
	elsewhere, err := rightInMarked(data)
	if err != nil {
		return err
	}
	p, err := extract.New(extract.Options{})
	if err != nil {
		return err
	}
	results := make([]score.Result, len(docs))
	for i, d := range docs {
		if results[i], err = scoreGold(p, d); err != nil {
			return err
		}
	}
	frames, err := relate.Frames()
	if err != nil {
		return err
	}
	var with, without []score.Named
	for i, d := range docs {
		if len(only) > 0 && !slices.Contains(only, d.name) {
			continue
		}
		alone := supportedByOne(frames, results, i, elsewhere)
		q, err := extract.New(extract.Options{Without: alone})
		if err != nil {
			return err
		}
		r, err := scoreGold(q, d)
		if err != nil {
			return err
		}
		with = append(with, score.Named{Name: d.name, Result: results[i]})
		without = append(without, score.Named{Name: d.name, Result: r})
		fmt.Fprintf(w, "%s\n  frames right there alone: %d of %d", d.name, len(alone), len(frames))
		if len(alone) > 0 {
			fmt.Fprintf(w, " (%s)", strings.Join(alone, ", "))
		}
		fmt.Fprintf(w, "\n  with them     %s\n  without them  %s\n", figures(results[i]), figures(r))
	}
	fmt.Fprintf(w, "all of these\n  with them     %s\n  without them  %s\n", figures(sumOf(with)), figures(sumOf(without)))
	return nil
}

// rightInMarked are the rules that are right somewhere in the texts with marked relations.
func rightInMarked(data string) (map[string]bool, error) {
	texts, err := train.ReadRelatedFile(filepath.Join(data, "relations", "government", "train.jsonl"))
	if err != nil {
		return nil, err
	}
	docs, err := train.ReadPairs(texts, nil, nil)
	if err != nil {
		return nil, err
	}
	right := map[string]bool{}
	for i := range docs {
		for _, r := range docs[i].Rules {
			if r.Right {
				right[r.Rule] = true
			}
		}
	}
	return right, nil
}

// supportedByOne are the frames that are right in one result and nowhere else.
func supportedByOne(frames []*relate.Frame, results []score.Result, one int, elsewhere map[string]bool) []string {
	var ids []string
	for _, f := range frames {
		if results[one].Rule[f.ID].Right == 0 || elsewhere[f.ID] {
			continue
		}
		other := false
		for k := range results {
			other = other || k != one && results[k].Rule[f.ID].Right > 0
		}
		if !other {
			ids = append(ids, f.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func sumOf(docs []score.Named) score.Result {
	var all []score.Result
	for _, d := range docs {
		all = append(all, d.Result)
	}
	return score.Sum(all...)
}

func figures(r score.Result) string {
	n, e := r.Node.PRF(), r.Edge.PRF()
	return fmt.Sprintf("nodes F1 %.3f   edges P %.3f R %.3f F1 %.3f", n.F1, e.Precision, e.Recall, e.F1)
}
