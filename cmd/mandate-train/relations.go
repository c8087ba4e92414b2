package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"mandate/extract/models"
	"mandate/extract/relate"
	"mandate/extract/score"
	"mandate/extract/train"
)

// relationsCommand trains the scorer of pairs of mentions.
func relationsCommand() *cli.Command {
	return &cli.Command{
		Name:  "relations",
		Usage: "train the scorer of related mentions, or measure it on documents it has not seen",
		Flags: []cli.Flag{
			dataFlag(), &cli.StringFlag{Name: "out", Usage: "`DIR` to write to"}, goldFlag(), trainingFlag(), marksFlag(),
			&cli.BoolFlag{Name: "leave-one-out", Usage: "score each document of --gold with a scorer that has not learnt from it (in four groups), and write no model"},
		},
		Action: func(c *cli.Context) error {
			if c.Bool("leave-one-out") {
				return leaveOneOut(c.String("data"), c.String("marks"), goldFolders(c), c.App.Writer)
			}
			if c.String("out") == "" {
				return errors.New("say where to write the model: --out DIR")
			}
			return runRelations(c.String("data"), c.String("out"), c.String("marks"), goldFolders(c))
		},
	}
}

func goldFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "gold", Usage: "folder `DIR` of gold graphs to learn from as well, their documents in the folder docs beside it", Value: cli.NewStringSlice("testdata/gold")}
}

func trainingFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "training", Usage: "folder `DIR` of gold graphs of documents that were written to learn from, likewise", Value: cli.NewStringSlice("testdata/training/gold")}
}

// folder is a folder of gold graphs, their documents in the folder docs beside it.
type folder struct {
	gold   string
	weight float64 // of its documents
}

func (f folder) docs() string { return filepath.Join(f.gold, "..", "docs") }

func marksFlag() cli.Flag {
	return &cli.StringFlag{Name: "marks", Usage: "folder `DIR` of texts that we marked by hand, *.jsonl, to learn from as well", Value: "testdata/training/marks"}
}

func goldFolders(c *cli.Context) []folder {
	var out []folder
	for _, dir := range c.StringSlice("gold") {
		out = append(out, folder{dir, 1})
	}
	for _, dir := range c.StringSlice("training") {
		out = append(out, folder{dir, trainingWeight})
	}
	return out
}

// trainingWeight is the weight of a document that was written to be learnt from: it says far more in a sentence than
// documents do, and a scorer that takes it for typical finds relations everywhere. Set on the government dev texts and the
// sample documents.
const trainingWeight = 0.3

// markedWeight is the weight of a text with marked relations against a document with a gold graph: the texts are of more
// kinds, and the gold graphs are what an analyst would draw. Set on the sample documents.
const markedWeight = 0.25

// exampleWeight is the weight of the examples of a frame: they are beyond doubt.
const exampleWeight = 1

// pairOptions are those of the pair model, set on the government dev texts and the sample documents.
var pairOptions = train.LinearOptions{Rate: 0.05, Decay: 1e-2, Epochs: 5, Marked: 1}

// phraseOptions are those of the phrase judge, set on the government dev texts.
var phraseOptions = train.LinearOptions{Rate: 0.02, Decay: 3e-3}

// phrasesCommand trains the judge of noun phrases.
func phrasesCommand() *cli.Command {
	return &cli.Command{
		Name:  "phrases",
		Usage: "train the judge of noun phrases",
		Flags: []cli.Flag{dataFlag(), outFlag(), goldFlag(), trainingFlag(), marksFlag()},
		Action: func(c *cli.Context) error {
			in, err := readRelated(c.String("data"), c.String("marks"), goldFolders(c))
			if err != nil {
				return err
			}
			readers := train.LearnPhraseReaders(in.phrases, phraseOptions)
			t := readers.All()
			rules, judged, err := readers.Tally(in.phrases)
			if err != nil {
				return err
			}
			for _, x := range []train.Tally{rules, judged} {
				t.Floats["unseen"] = append(t.Floats["unseen"], float32(x.Right), float32(x.Found), float32(x.Gold))
			}
			fmt.Fprintf(os.Stderr, "phrases of unseen documents: read by rules %s; after the judge %s\n", prf(rules), prf(judged))
			return writeModel(filepath.Join(c.String("out"), "phrases.model"), t)
		},
	}
}

func writeModel(path string, t *models.Tensors) error {
	var buf bytes.Buffer
	if err := t.Encode(&buf); err != nil {
		return err
	}
	return os.WriteFile(path, buf.Bytes(), 0o644)
}

// related is what both the phrase judge and the scorer of pairs learn from.
type related struct {
	texts   []train.RelatedText
	names   map[string][]train.Mark
	gold    []folder
	phrases []train.PhraseDocument
}

func readRelated(data, marks string, gold []folder) (*related, error) {
	r := &related{names: map[string][]train.Mark{}, gold: gold}
	var err error
	if r.texts, err = train.ReadRelatedFile(filepath.Join(data, "relations", "government", "train.jsonl")); err != nil {
		return nil, err
	}
	named, err := train.ReadMarkedFile(filepath.Join(data, "ner", "government", "train.jsonl"))
	if err != nil {
		return nil, err
	}
	own, err := train.ReadMarks(marks, data)
	if err != nil {
		return nil, err
	}
	r.texts = append(r.texts, own.Related...)
	for _, m := range append(named, own.Names...) {
		r.names[m.ID] = m.Marks
	}
	if r.phrases, err = train.ReadPhrases(r.texts, r.names); err != nil {
		return nil, err
	}
	for _, dir := range gold {
		more, err := train.ReadGraphPhrases(dir.gold, dir.docs())
		if err != nil {
			return nil, err
		}
		r.phrases = append(r.phrases, more...)
	}
	frames, err := relate.Frames()
	if err != nil {
		return nil, err
	}
	examples, err := train.ReadExamplePhrases(frames)
	if err != nil {
		return nil, err
	}
	r.phrases = append(r.phrases, examples)
	return r, nil
}

// pairDocuments reads all that the scorer learns from, and says how much each document counts. Each document is read with
// a phrase judge that has not learnt from it.
func pairDocuments(data, marks string, gold []folder) ([]train.PairDocument, func(int) float64, *train.PhraseReaders, error) {
	in, err := readRelated(data, marks, gold)
	if err != nil {
		return nil, nil, nil, err
	}
	phrases := train.LearnPhraseReaders(in.phrases, phraseOptions)
	docs, err := train.ReadPairs(in.texts, in.names, phrases)
	if err != nil {
		return nil, nil, nil, err
	}
	weights := slices.Repeat([]float64{markedWeight}, len(docs))
	for _, dir := range gold {
		more, err := train.ReadGraphPairs(dir.gold, dir.docs(), phrases)
		if err != nil {
			return nil, nil, nil, err
		}
		docs = append(docs, more...)
		weights = append(weights, slices.Repeat([]float64{dir.weight}, len(more))...)
	}
	frames, err := relate.Frames()
	if err != nil {
		return nil, nil, nil, err
	}
	examples, err := train.ReadFrameExamples(frames, phrases)
	if err != nil {
		return nil, nil, nil, err
	}
	of, err := train.ReadRuleExamples(relate.RuleExamples(), phrases)
	if err != nil {
		return nil, nil, nil, err
	}
	examples = append(examples, of)
	docs = append(docs, examples...)
	weights = append(weights, slices.Repeat([]float64{exampleWeight}, len(examples))...)
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
	return docs, func(i int) float64 { return weights[i] }, phrases, nil
}

func runRelations(data, out, marks string, gold []folder) error {
	docs, weight, _, err := pairDocuments(data, marks, gold)
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
	return writeModel(filepath.Join(out, "relations.model"), t)
}

// relationScores are the scores that the model took along from its learning: on documents that it had not seen.
func relationScores(t *models.Tensors) map[string]string {
	return unseen(t, "related pairs of mentions, unseen documents", "related pairs of mentions, unseen documents with a gold graph")
}

// phraseScores are likewise those of the phrase judge.
func phraseScores(t *models.Tensors) map[string]string {
	return unseen(t, "noun phrases of unseen documents, by rules alone", "noun phrases of unseen documents, with the judge")
}

func unseen(t *models.Tensors, names ...string) map[string]string {
	scores := map[string]string{}
	for i, name := range names {
		if f := t.Floats["unseen"]; len(f) >= 3*i+3 {
			scores[name] = prf(train.Tally{Right: int(f[3*i]), Found: int(f[3*i+1]), Gold: int(f[3*i+2])})
		}
	}
	return scores
}

// leftOut is into how many groups gold documents are divided for leaving them out: one scorer for each of eight would take
// twice as long and has a sixth more graphs to learn from.
const leftOut = 4

// leaveOneOut scores every gold document with a scorer that has learnt neither from it nor from the others of its group.
func leaveOneOut(data, marks string, gold []folder, w io.Writer) error {
	docs, weight, phrases, err := pairDocuments(data, marks, gold)
	if err != nil {
		return err
	}
	var results []score.Named
	for _, dir := range gold {
		if dir.weight < 1 {
			continue // documents to learn from, not to measure on
		}
		gold, err := goldDocuments([]string{dir.gold})
		if err != nil {
			return err
		}
		part := make([]score.Named, len(gold))
		for group := range min(leftOut, len(gold)) {
			out := map[string]bool{}
			for k := group; k < len(gold); k += leftOut {
				out[gold[k].name] = true
			}
			t, _, err := train.LearnPairs(docs, func(i int) float64 {
				if out[docs[i].Name] {
					return 0
				}
				return weight(i)
			}, pairOptions)
			if err != nil {
				return err
			}
			for k := group; k < len(gold); k += leftOut {
				r, err := scoreWith(phrases.For(gold[k].name), t, gold[k])
				if err != nil {
					return err
				}
				part[k] = score.Named{Name: filepath.Base(gold[k].gold), Result: r}
			}
		}
		results = append(results, part...)
	}
	if err := score.WriteText(w, results, false); err != nil {
		return err
	}
	return score.WriteRules(w, results)
}
