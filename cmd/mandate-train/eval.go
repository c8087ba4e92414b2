package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"mandate/extract/models"
	"mandate/extract/ner/model"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/token"
	"mandate/extract/train"
)

// evalCommand measures models.
func evalCommand() *cli.Command {
	return &cli.Command{
		Name:  "eval",
		Usage: "measure the embedded models, or those of a folder",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "treebank", Usage: "CoNLL-U `FILE`; several count as one"},
			&cli.BoolFlag{Name: "raw", Usage: "read the treebank's text from scratch"},
			&cli.StringFlag{Name: "ner", Usage: "`FILE` of marked names: JSON lines, IOB2 or CoNLL"},
			&cli.StringSliceFlag{Name: "re3d", Usage: "folder `DIR` of re3d, with documents.json and relations.json; several count as one"},
			&cli.StringFlag{Name: "models", Usage: "`DIR` of token.model, parser.model and names.model instead of the embedded ones"},
		},
		Action: func(c *cli.Context) error {
			m, err := loadModels(c.String("models"))
			if err != nil {
				return err
			}
			switch {
			case len(c.StringSlice("treebank")) > 0:
				return evalTreebank(c.App.Writer, m, c.StringSlice("treebank"), c.Bool("raw"))
			case c.String("ner") != "":
				return evalNames(c.App.Writer, m, c.String("ner"))
			case len(c.StringSlice("re3d")) > 0:
				return evalRe3d(c.App.Writer, m, c.StringSlice("re3d"))
			}
			return errors.New("say what to measure: --treebank FILE, --ner FILE or --re3d DIR")
		},
	}
}

// loaded is the models.
type loaded struct{ token, parser, names, phrases, relations *models.Tensors }

func loadModels(dir string) (*loaded, error) {
	var m loaded
	var err error
	if dir == "" {
		if m.parser, err = models.Parser(); err == nil {
			m.names, err = models.Names()
		}
		if err == nil {
			m.token, err = models.Token()
		}
		if err == nil {
			m.phrases, err = models.Phrases()
		}
		if err == nil {
			m.relations, err = models.Relations()
		}
		return &m, err
	}
	for _, f := range []struct {
		name string
		to   **models.Tensors
	}{{"token.model", &m.token}, {"parser.model", &m.parser}, {"names.model", &m.names}, {"phrases.model", &m.phrases}, {"relations.model", &m.relations}} {
		b, err := os.ReadFile(filepath.Join(dir, f.name))
		if err != nil {
			return nil, err
		}
		if *f.to, err = models.Decode(b); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return &m, nil
}

func evalTreebank(w io.Writer, m *loaded, files []string, raw bool) error {
	var gold []train.Sentence
	for _, f := range files {
		s, err := train.ReadConlluFile(f)
		if err != nil {
			return err
		}
		gold = append(gold, s...)
	}
	annotate, err := parseWith(m)
	if err != nil {
		return err
	}
	split := token.Split
	if raw {
		s, err := token.With(m.token)
		if err != nil {
			return err
		}
		split = s.Split
	}
	fmt.Fprintln(w, treebankLine(gold, split, annotate, raw))
	return nil
}

func parseWith(m *loaded) (func([]nlp.Sentence), error) { return parse.With(m.parser) }

// treebankLine is the line of scores on a treebank.
func treebankLine(gold []train.Sentence, split func(string) [][]nlp.Token, annotate func([]nlp.Sentence), raw bool) string {
	if raw {
		s := train.ScoreRaw(gold, split, annotate)
		f := func(t train.Tally) float64 { _, _, f1 := t.PRF(); return 100 * f1 }
		return fmt.Sprintf("sentences %.2f words %.2f UPOS %.2f UAS %.2f LAS %.2f", f(s.Sentences), f(s.Words), f(s.UPOS), f(s.UAS), f(s.LAS))
	}
	s := train.ScoreParses(gold, train.ParseWith(gold, annotate))
	return fmt.Sprintf("UPOS %.2f UAS %.2f LAS %.2f", s.Percent(s.UPOS), s.Percent(s.UAS), s.Percent(s.LAS))
}

func evalNames(w io.Writer, m *loaded, path string) error {
	s, err := scoreNames(m, path)
	if err != nil {
		return err
	}
	s.Print(w)
	return nil
}

// scoreNames measures the name model, with the rules whose finds it reads, on a file of marked names.
func scoreNames(m *loaded, path string) (train.NameScore, error) {
	prep, err := train.NewPreparer(m.parser)
	if err != nil {
		return nil, err
	}
	find, err := model.With(m.parser, m.names)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".jsonl") {
		texts, err := train.ReadMarkedFile(path)
		if err != nil {
			return nil, err
		}
		for i := range texts {
			if err := prep.Text(&texts[i]); err != nil {
				return nil, err
			}
		}
		return train.ScoreTexts(texts, find), nil
	}
	set, err := train.ReadIOBFile(path)
	if err != nil {
		return nil, err
	}
	for i := range set {
		if err := prep.Sentence(&set[i]); err != nil {
			return nil, err
		}
	}
	return train.ScoreSentences(set, find), nil
}
