package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"github.com/urfave/cli/v2"

	"mandate/extract/train"
)

// parserCommand trains the tagger and parser alone.
func parserCommand() *cli.Command {
	return &cli.Command{
		Name:  "parser",
		Usage: "train tagger and parser; vectors.bin must be there, unless without",
		Flags: []cli.Flag{dataFlag(), outFlag(), &cli.IntFlag{Name: "epochs"}, &cli.IntFlag{Name: "hidden"}, &cli.IntFlag{Name: "layers"}, &cli.StringFlag{Name: "name", Value: "parser"}, &cli.IntFlag{Name: "sentences"}, &cli.BoolFlag{Name: "without", Usage: "learn from the treebanks alone, to measure what the word vectors bring"}, &cli.StringFlag{Name: "profile"}},
		Action: func(c *cli.Context) error {
			if f := c.String("profile"); f != "" {
				w, err := os.Create(f)
				if err != nil {
					return err
				}
				defer w.Close()
				if err := pprof.StartCPUProfile(w); err != nil {
					return err
				}
				defer pprof.StopCPUProfile()
			}
			o := train.ParserOptions{Epochs: c.Int("epochs")}
			o.Hidden = c.Int("hidden")
			o.Layers = c.Int("layers")
			vec := &train.Vectors{}
			if !c.Bool("without") {
				var err error
				if vec, err = readVectors(c.String("out")); err != nil {
					return err
				}
			}
			return runParser(c.String("data"), c.String("out"), vec, o, c.Int("sentences"), c.String("name"))
		},
	}
}

// readVectors reads the word vectors of a folder.
func readVectors(dir string) (*train.Vectors, error) {
	f, err := os.Open(filepath.Join(dir, "vectors.bin"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return train.ReadVectors(f)
}

func runParser(data, out string, vec *train.Vectors, o train.ParserOptions, limit int, name string) error {
	banks, err := train.ReadTreebanks(data)
	if err != nil {
		return err
	}
	sents := banks.Train
	if limit > 0 {
		sents = sents[:limit]
	}
	start := time.Now()
	o.Progress = func(epoch int, arc, rel, tag float64) {
		fmt.Fprintf(os.Stderr, "parser: epoch %d, loss of arcs %.3f, labels %.3f, tags %.3f, %s\n", epoch, arc, rel, tag, time.Since(start).Round(time.Second))
	}
	p := train.LearnParser(sents, vec, o, func(epoch int, p *train.Parser) {
		s := train.ScoreParses(banks.EWTDev, p.Parse(train.Forms(banks.EWTDev)))
		fmt.Fprintf(os.Stderr, "parser: EWT dev UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f\n", s.Percent(s.UPOS), s.Percent(s.XPOS), s.Percent(s.UAS), s.Percent(s.LAS))
	})
	w, err := os.Create(filepath.Join(out, name+".gob"))
	if err != nil {
		return err
	}
	if err := p.Write(w); err != nil {
		_ = w.Close()
		return err
	}
	return w.Close()
}
