package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"mandate/extract/models"
	"mandate/extract/train"
)

// relationsCommand trains the scorer of pairs of mentions.
func relationsCommand() *cli.Command {
	return &cli.Command{
		Name:  "relations",
		Usage: "train the scorer of related mentions",
		Flags: []cli.Flag{
			dataFlag(), outFlag(),
			&cli.StringSliceFlag{Name: "gold", Usage: "folder `DIR` of gold graphs to learn from as well, its documents beside it in docs"},
			&cli.StringFlag{Name: "leave-out", Usage: "gold graph `NAME` not to learn from, to be scored on"},
			&cli.Float64Flag{Name: "sentences", Usage: "weight of the marked sentences against the gold graphs"}, &cli.IntFlag{Name: "epochs"}, &cli.Float64Flag{Name: "rate"}, &cli.Float64Flag{Name: "decay"}, &cli.IntFlag{Name: "rows"},
		},
		Action: func(c *cli.Context) error {
			return runRelations(c.String("data"), c.String("out"), c.StringSlice("gold"), c.String("leave-out"), c.Float64("sentences"), train.LinearOptions{
				Epochs: c.Int("epochs"), Rate: c.Float64("rate"), Decay: c.Float64("decay"), Rows: c.Int("rows"),
			})
		},
	}
}

func runRelations(data, out string, gold []string, leaveOut string, weight float64, o train.LinearOptions) error {
	texts, err := train.ReadRelatedFile(filepath.Join(data, "relations", "government", "train.jsonl"))
	if err != nil {
		return err
	}
	cases, err := train.ReadPairs(texts)
	if err != nil {
		return err
	}
	for i := range cases {
		cases[i].Weight *= weight
	}
	if weight == 0 {
		cases = nil
	}
	related := func(cases []train.LinearCase) int {
		n := 0
		for i := range cases {
			if cases[i].Class > 0 {
				n++
			}
		}
		return n
	}
	fmt.Fprintf(os.Stderr, "relations: %d pairs in marked texts, %d related\n", len(cases), related(cases))
	for _, dir := range gold {
		more, err := train.ReadGraphPairs(dir, filepath.Join(dir, "..", "docs"), leaveOut)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "relations: %d pairs in documents with a gold graph, %d related\n", len(more), related(more))
		cases = append(cases, more...)
	}
	t := models.NewTensors()
	train.LearnPairs(t, cases, o)
	var buf bytes.Buffer
	if err := t.Encode(&buf); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "relations: %d bytes\n", buf.Len())
	return os.WriteFile(filepath.Join(out, "relations.model"), buf.Bytes(), 0o644)
}
