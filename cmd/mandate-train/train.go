package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"mandate/extract/models"
	"mandate/extract/token"
	"mandate/extract/train"
)

// trainCommand makes all models.
func trainCommand() *cli.Command {
	return &cli.Command{
		Name:  "train",
		Usage: "make the models of words, trees and names",
		Flags: []cli.Flag{dataFlag(), outFlag(), marksFlag()},
		Action: func(c *cli.Context) error {
			return runTrain(c.String("data"), c.String("out"), c.String("marks"))
		},
	}
}

// runTrain makes these models in a folder of its own and copies what the program carries to out.
func runTrain(data, out, marks string) error {
	work, err := os.MkdirTemp("", "mandate-train-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := runToken(data, work, train.BoundaryOptions{}); err != nil {
		return err
	}
	if err := sameToken(work); err != nil {
		return err
	}
	if err := runVectors(data, work, 2); err != nil {
		return err
	}
	vec, err := readVectors(work)
	if err != nil {
		return err
	}
	if err := runParser(data, work, vec, train.ParserOptions{}, 0, "parser"); err != nil {
		return err
	}
	if err := runExport(data, work, "parser"); err != nil {
		return err
	}
	if err := runNames(data, work, marks, train.NameOptions{}, 0); err != nil {
		return err
	}
	for _, name := range []string{"token.model", "parser.model", "names.model"} {
		b, err := os.ReadFile(filepath.Join(work, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// sameToken refuses to go on with a token model other than the one this program carries, by which the texts are cut that
// the other models learn from.
func sameToken(work string) error {
	made, err := os.ReadFile(filepath.Join(work, "token.model"))
	if err != nil {
		return err
	}
	man, err := models.ReadManifest()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(made)
	for _, e := range man.Models {
		if e.File == "token.model" && e.SHA256 != hex.EncodeToString(sum[:]) {
			return errors.New("the token model that was learnt is not the one this program carries: run `mandate-train token` with --out extract/models first, then build again (make models does both)")
		}
	}
	return nil
}

// exportCommand turns a trained parser into whole numbers.
func exportCommand() *cli.Command {
	return &cli.Command{
		Name:  "export",
		Usage: "write parser.model from a parser in full precision",
		Flags: []cli.Flag{dataFlag(), outFlag(), &cli.StringFlag{Name: "name", Value: "parser"}},
		Action: func(c *cli.Context) error {
			return runExport(c.String("data"), c.String("out"), c.String("name"))
		},
	}
}

func runExport(data, out, name string) error {
	f, err := os.Open(filepath.Join(out, name+".gob"))
	if err != nil {
		return err
	}
	defer f.Close()
	p, err := train.ReadParser(f)
	if err != nil {
		return err
	}
	banks, err := train.ReadTreebanks(data)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := p.Tensors(banks.Train).Encode(&buf); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "parser.model"), buf.Bytes(), 0o644)
}

// manifestCommand measures the models of a folder and writes their manifest.
func manifestCommand() *cli.Command {
	return &cli.Command{
		Name:  "manifest",
		Usage: "measure the models of a folder and write their manifest",
		Flags: []cli.Flag{dataFlag(), outFlag()},
		Action: func(c *cli.Context) error {
			return runManifest(c.String("data"), c.String("out"))
		},
	}
}

// sources are the data that the models are learnt from.
var sources = []models.Source{
	{Name: "Universal Dependencies English Web Treebank (EWT)", By: "Natalia Silveira, Timothy Dozat, Christopher Manning, Sebastian Schuster, Ethan Chi, John Bauer, Miriam Connor, Marie-Catherine de Marneffe, Nathan Schneider, Sam Bowman, Hanzhi Zhu, Daniel Galbraith and others; texts: Linguistic Data Consortium", Licence: "CC BY-SA 4.0", Used: "tags, lemmas, trees: train part"},
	{Name: "Georgetown University Multilayer corpus (GUM), genres academic, bio, court, interview, news, speech, textbook, vlog, voyage", By: "Amir Zeldes and others, Georgetown University", Licence: "annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain by genre", Used: "tags, lemmas, trees, names: train part"},
	{Name: "Universal NER, English EWT, dev part", By: "Stephen Mayhew, Terra Blevins and others", Licence: "CC BY-SA 4.0", Used: "names"},
	{Name: "CrossNER, politics, train part", By: "Zihan Liu and others", Licence: "MIT", Used: "names"},
	{Name: "Relationship and Entity Extraction Evaluation Dataset (re3d), CENTCOM and Wikipedia", By: "Aleph Insights and Committed Software for the Defence Science and Technology Laboratory (Dstl), United Kingdom; texts: U.S. Central Command, Wikipedia authors", Licence: "public domain (CENTCOM), CC BY-SA 3.0 (Wikipedia)", Used: "names"},
	{Name: "government texts with marked names", By: "the authors of mandate; texts by the governments of the United States, New York, Singapore, the European Union and the United Nations", Licence: "public domain, CC0, MIT, EU reuse with acknowledgement", Used: "names: train part; dev part for tuning"},
	{Name: "government texts with marked relations", By: "the authors of mandate; the same texts", Licence: "as above", Used: "phrases, relations: train part; dev part for tuning"},
	{Name: "texts of this repository with marked names and relations (testdata/training/marks)", By: "the authors of mandate; passages of others by the Executive Office of the President and speakers at the United Nations", Licence: "marks and own texts Apache-2.0; passages public domain, CC0", Used: "names, phrases, relations"},
	{Name: "the sample and training documents of this repository with their gold graphs, and the examples of its frames", By: "the authors of mandate", Licence: "Apache-2.0", Used: "phrases, relations"},
	{Name: "White House statements, executive orders, United Nations General Debate speeches", By: "Executive Office of the President; United Nations", Licence: "public domain, CC0", Used: "word vectors"},
}

func runManifest(data, out string) error {
	m, err := loadModels(out)
	if err != nil {
		return err
	}
	banks, err := train.ReadTreebanks(data)
	if err != nil {
		return err
	}
	parserScores, err := parserScores(m, banks)
	if err != nil {
		return err
	}
	annotate, err := parseWith(m)
	if err != nil {
		return err
	}
	if carb := filepath.Join(data, "openie", "carb_dev.tsv"); exists(carb) {
		if parserScores["CaRB dev"], err = openieLine(carb, annotate, ""); err != nil {
			return err
		}
	}
	namesScores, err := namesScores(m, filepath.Join(data, "ner"))
	if err != nil {
		return err
	}
	man := models.Manifest{
		Version: 1, Command: "make models DATA=DIR",
		Licence: "CC BY-SA 4.0", Data: sources,
	}
	for _, e := range []models.Entry{
		{File: "token.model", Scores: map[string]string{"EWT test, raw text": parserScores["EWT test, raw text"], "GUM test, raw text": parserScores["GUM test, raw text"]}},
		{File: "parser.model", Scores: parserScores},
		{File: "names.model", Scores: namesScores},
		{File: "phrases.model", Scores: phraseScores(m.phrases)},
		{File: "relations.model", Scores: relationScores(m.relations)},
	} {
		b, err := os.ReadFile(filepath.Join(out, e.File))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		e.Bytes, e.SHA256 = len(b), hex.EncodeToString(sum[:])
		e.Note, e.Command = noteOf(out, e.SHA256), commands[e.File]
		man.Models = append(man.Models, e)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // "&&" in commands
	enc.SetIndent("", "  ")
	if err := enc.Encode(man); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s", b.Bytes())
	return os.WriteFile(filepath.Join(out, "manifest.json"), b.Bytes(), 0o644)
}

// commands make each file, in the order of the manifest.
var commands = map[string]string{
	"token.model":     "go run ./cmd/mandate-train token --data DIR --out extract/models",
	"parser.model":    "go run ./cmd/mandate-train vectors --data DIR --out extract/models && go run ./cmd/mandate-train parser --data DIR --out extract/models && go run ./cmd/mandate-train export --data DIR --out extract/models",
	"names.model":     "go run ./cmd/mandate-train names --data DIR --out extract/models",
	"phrases.model":   "go run ./cmd/mandate-train phrases --data DIR --out extract/models",
	"relations.model": "go run ./cmd/mandate-train relations --data DIR --out extract/models",
}

// namesScores measures the name model on the sets that it is tuned on.
func namesScores(m *loaded, dir string) (map[string]string, error) {
	gov, err := scoreNames(m, filepath.Join(dir, "government", "dev.jsonl"))
	if err != nil {
		return nil, err
	}
	politics, err := scoreNames(m, filepath.Join(dir, "crossner_politics_dev.txt"))
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"government dev names":                              prf(gov.Sum("Agency", "Law", "Program", "Region", "Person")),
		"government dev phrases":                            prf(gov.Sum("Issue", "Group")),
		"CrossNER politics dev, persons, bodies and places": prf(politics.Sum("Agency", "Region", "Person")),
	}, nil
}

// noteOf is the note that the manifest of a folder has on the file with this checksum: it holds as long as the file does.
func noteOf(dir, sum string) string {
	b, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	var man models.Manifest
	if err != nil || json.Unmarshal(b, &man) != nil {
		return ""
	}
	for _, e := range man.Models {
		if e.SHA256 == sum {
			return e.Note
		}
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func prf(t train.Tally) string {
	p, r, f := t.PRF()
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f", p, r, f)
}

func parserScores(m *loaded, banks *train.Treebanks) (map[string]string, error) {
	annotate, err := parseWith(m)
	if err != nil {
		return nil, err
	}
	split, err := token.With(m.token)
	if err != nil {
		return nil, err
	}
	scores := map[string]string{}
	for _, x := range []struct {
		name string
		set  []train.Sentence
		raw  bool
	}{
		{"EWT dev", banks.EWTDev, false}, {"EWT test", banks.EWTTest, false},
		{"EWT dev, raw text", banks.EWTDev, true}, {"EWT test, raw text", banks.EWTTest, true}, {"GUM test, raw text", banks.GUMTest, true},
		{"GUM dev", banks.GUMDev, false}, {"GUM test", banks.GUMTest, false},
	} {
		scores[x.name] = treebankLine(x.set, split.Split, annotate, x.raw)
	}
	return scores, nil
}
