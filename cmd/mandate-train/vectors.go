package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"mandate/extract/train"
)

// vectorsCommand learns word vectors alone.
func vectorsCommand() *cli.Command {
	return &cli.Command{
		Name:  "vectors",
		Usage: "learn word vectors from raw text",
		Flags: []cli.Flag{dataFlag(), outFlag(), &cli.IntFlag{Name: "epochs", Value: 2}},
		Action: func(c *cli.Context) error {
			return runVectors(c.String("data"), c.String("out"), c.Int("epochs"))
		},
	}
}

func dataFlag() cli.Flag {
	return &cli.StringFlag{Name: "data", Usage: "`DIR` of treebanks, marked names and raw text", Required: true}
}

func outFlag() cli.Flag {
	return &cli.StringFlag{Name: "out", Usage: "`DIR` to write to", Required: true}
}

func runVectors(data, out string, epochs int) error {
	banks, err := train.ReadTreebanks(data)
	if err != nil {
		return err
	}
	files, err := train.RawFiles(data)
	if err != nil {
		return err
	}
	var extra [][]string
	for i := range banks.Train {
		extra = append(extra, banks.Train[i].Form)
	}
	start, last := time.Now(), time.Now()
	v, err := train.LearnVectors(files, extra, train.VectorOptions{Epochs: epochs, Progress: func(done float64) {
		if time.Since(last) > 10*time.Second {
			last = time.Now()
			fmt.Fprintf(os.Stderr, "vectors: %.0f %% after %s\n", done*100, time.Since(start).Round(time.Second))
		}
	}})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(out, "vectors.bin"))
	if err != nil {
		return err
	}
	if err := v.Write(f); err != nil {
		_ = f.Close()
		return err
	}
	fmt.Fprintf(os.Stderr, "vectors: %d words, %s\n", len(v.Words), time.Since(start).Round(time.Second))
	return f.Close()
}
