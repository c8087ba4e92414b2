package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"mandate/extract/models"
	"mandate/extract/ner/model"
	"mandate/extract/train"
)

// silverWeight is the weight of a sentence of raw text against one marked by hand.
const silverWeight = 0.25

// namesCommand trains the name recogniser alone.
func namesCommand() *cli.Command {
	return &cli.Command{
		Name:  "names",
		Usage: "train the name recogniser; parser.model must be there",
		Flags: []cli.Flag{dataFlag(), outFlag(), marksFlag(), &cli.IntFlag{Name: "epochs"}, &cli.IntFlag{Name: "hidden"}, &cli.IntFlag{Name: "parts"}, &cli.IntFlag{Name: "silver", Usage: "words of raw text to learn from as names.model reads it"}, &cli.Float64Flag{Name: "drop"}, &cli.Float64Flag{Name: "rate"}, &cli.Float64Flag{Name: "other"}},
		Action: func(c *cli.Context) error {
			return runNames(c.String("data"), c.String("out"), c.String("marks"), train.NameOptions{
				Epochs: c.Int("epochs"), Parts: c.Int("parts"), Hidden: c.Int("hidden"), Drop: float32(c.Float64("drop")), Rate: c.Float64("rate"), Other: float32(c.Float64("other")),
			}, c.Int("silver"))
		},
	}
}

func runNames(data, out, marks string, o train.NameOptions, silver int) error {
	b, err := os.ReadFile(filepath.Join(out, "parser.model"))
	if err != nil {
		return err
	}
	parser, err := models.Decode(b)
	if err != nil {
		return err
	}
	set, err := train.ReadNameData(data, marks, parser)
	if err != nil {
		return err
	}
	start := time.Now()
	if silver > 0 {
		b, err := os.ReadFile(filepath.Join(out, "names.model"))
		if err != nil {
			return err
		}
		former, err := models.Decode(b)
		if err != nil {
			return err
		}
		more, err := train.Silver(data, parser, former, silver, silverWeight)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "names: %d sentences of raw text, %s\n", len(more), time.Since(start).Round(time.Second))
		set.Train = append(set.Train, more...)
	}
	o.Progress = func(epoch int, loss float64) {
		fmt.Fprintf(os.Stderr, "names: epoch %d, loss %.4f, %s\n", epoch, loss, time.Since(start).Round(time.Second))
	}
	n, err := train.LearnNames(set.Train, parser, o, func(epoch int, n *train.Names) {
		if epoch%4 != 0 {
			return
		}
		find, err := model.With(parser, n.Tensors())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		s := train.ScoreTexts(set.Dev, find)
		_, _, names := s.Sum("Agency", "Law", "Program", "Region", "Person").PRF()
		_, _, phrases := s.Sum("Issue", "Group").PRF()
		_, _, cross := train.ScoreSentences(set.Cross, find).Sum("Agency", "Region", "Person").PRF()
		fmt.Fprintf(os.Stderr, "names: government dev names %.3f phrases %.3f, politics dev %.3f\n", names, phrases, cross)
	})
	if err != nil {
		return err
	}
	t := n.Tensors()
	find, err := model.With(parser, t)
	if err != nil {
		return err
	}
	train.ScoreTexts(set.Dev, find).Print(os.Stderr)
	var buf bytes.Buffer
	if err := t.Encode(&buf); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "names.model"), buf.Bytes(), 0o644)
}
