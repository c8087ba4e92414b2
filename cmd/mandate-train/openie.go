package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"mandate/extract/nlp"
	"mandate/extract/train"
)

// openieCommand measures how well clauses can be read off the trees.
func openieCommand() *cli.Command {
	return &cli.Command{
		Name:  "openie",
		Usage: "measure open relations read off the trees, as CaRB's scorer does by default",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "carb", Usage: "`FILE` of gold relations: sentence, predicate, arguments, parted by tabs", Required: true},
			&cli.StringFlag{Name: "write", Usage: "also write what was found to `FILE`, as carb.py reads it with --tabbed"},
			&cli.StringFlag{Name: "models", Usage: "`DIR` of models instead of the embedded ones"},
		},
		Action: func(c *cli.Context) error {
			m, err := loadModels(c.String("models"))
			if err != nil {
				return err
			}
			annotate, err := parseWith(m)
			if err != nil {
				return err
			}
			line, err := openieLine(c.String("carb"), annotate, c.String("write"))
			if err != nil {
				return err
			}
			fmt.Fprintln(c.App.Writer, line)
			return nil
		},
	}
}

// openieLine is the line of scores on a file of CaRB. What was found goes to the file write, unless that is "".
func openieLine(carb string, annotate func([]nlp.Sentence), write string) (string, error) {
	gold, err := train.ReadCarbFile(carb)
	if err != nil {
		return "", err
	}
	texts := make([]string, len(gold))
	for i := range gold {
		texts[i] = gold[i].Text
	}
	found := train.OpenRelations(texts, annotate)
	if write != "" {
		if err := writeTabbed(write, texts, found); err != nil {
			return "", err
		}
	}
	p, r, f := train.ScoreCarb(gold, found)
	return fmt.Sprintf("openie P %.3f R %.3f F1 %.3f", p, r, f), nil
}

// writeTabbed writes sentence, confidence, predicate and arguments, a line for each relation.
func writeTabbed(path string, texts []string, found [][]train.Relation) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for i, list := range found {
		for _, r := range list {
			fmt.Fprintf(w, "%s\t1\t%s\t%s\n", texts[i], r.Predicate, strings.Join(r.Args, "\t"))
		}
	}
	if err := w.Flush(); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
