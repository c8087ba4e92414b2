package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"mandate/extract/nlp"
	"mandate/extract/token"
	"mandate/extract/train"
)

// tokenCommand trains the model of where words and sentences end, alone.
func tokenCommand() *cli.Command {
	return &cli.Command{
		Name:  "token",
		Usage: "train the model of where words and sentences end",
		Flags: []cli.Flag{dataFlag(), outFlag(), &cli.IntFlag{Name: "epochs"}, &cli.Float64Flag{Name: "rate"}, &cli.Float64Flag{Name: "decay"}, &cli.IntFlag{Name: "open"}},
		Action: func(c *cli.Context) error {
			return runToken(c.String("data"), c.String("out"), train.BoundaryOptions{
				Epochs: c.Int("epochs"), Rate: c.Float64("rate"), Decay: c.Float64("decay"), Open: int32(c.Int("open")),
			})
		},
	}
}

func runToken(data, out string, o train.BoundaryOptions) error {
	banks, err := train.ReadTreebanks(data)
	if err != nil {
		return err
	}
	t := train.LearnBoundaries(banks.Train, o, func(what string, epoch int, loss float64) {
		fmt.Fprintf(os.Stderr, "%s: epoch %d, loss %.5f\n", what, epoch, loss)
	})
	split, err := token.With(t)
	if err != nil {
		return err
	}
	for _, set := range []struct {
		name  string
		sents []train.Sentence
	}{{"EWT dev", banks.EWTDev}, {"GUM dev", banks.GUMDev}} {
		fmt.Fprintf(os.Stderr, "%s: %s\n", set.name, treebankLine(set.sents, split.Split, func([]nlp.Sentence) {}, true))
	}
	var buf bytes.Buffer
	if err := t.Encode(&buf); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "token.model"), buf.Bytes(), 0o644)
}
